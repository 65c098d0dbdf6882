//! What a file changes is taken, in one transaction, by the same way as what is typed on the site; or thrown away.

use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::SqliteConnection;

use super::{
    bundle::Bundle,
    judge::{Fate, Judged, judge},
    show::{PackagePage, choice_name, contents, lay_out, version_name},
};
use crate::{
    domain::{contribution::Content, package::Origin, person::Role},
    store::{self, packages::Waiting},
    web::{
        App, Error, Result,
        contributions::KIND,
        extract::{Form, Visitor},
        page::{done, page_with},
        routes::{ConfirmPackage, Package, Tasks},
    },
};

/// Yes, or no.
pub(in crate::web) async fn confirm(
    path: ConfirmPackage,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let said = |name: &str| form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let mut writer = app.store.begin().await?;
    let bundle = Bundle::open(&mut writer, &visitor, &path.round).await?;
    let person = visitor.actor.person;
    let waiting = store::packages::find(&mut writer, person, bundle.round.id).await?.ok_or_else(gone)?;
    if said("doe") == "weggooien" {
        store::packages::delete(&mut writer, person).await?;
        writer.commit().await?;
        let to = Package { round: path.round };
        return done(&app, &visitor, to, "Het bestand is weggegooid. Er is niets veranderd.").await;
    }
    let package = contents(&waiting)?;
    let judged = judge(&mut writer, &visitor, &bundle, &package, &waiting.sha256).await?;
    let mut shown = PackagePage::new(&app, &visitor, &bundle);
    let mut stale = false;
    let mut chosen: Vec<(&Judged<'_>, &Content)> = Vec::new();
    for one in &judged {
        let seen = said(&version_name(one)) == one.goal.listed.contribution.revision.to_string();
        match &one.fate {
            Fate::Same(_) | Fate::Refused(_) => {}
            Fate::Changes { .. } | Fate::Clashes { .. } if !seen => stale = true,
            Fate::Changes { content, .. } => chosen.push((one, content)),
            Fate::Clashes { content, .. } => match said(&choice_name(one)) {
                "bestand" => chosen.push((one, content)),
                "laten" => {}
                _ => shown.errors.add(
                    choice_name(one),
                    format!("Kies wat er bij {} moet staan.", one.goal.name().to_lowercase()),
                ),
            },
        }
    }
    if stale || !shown.errors.is_empty() {
        shown.shown = Some(lay_out(&waiting, &package, &bundle, &judged, &form));
        let status = if stale {
            "Er is intussen iets veranderd. Er is nog niets ingelezen. Kijk opnieuw na wat het bestand verandert."
                .clone_into(&mut shown.notice);
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        return page_with(status, &shown);
    }
    let mut names = Vec::new();
    for (one, content) in chosen {
        take(&mut writer, &visitor, one, content.clone(), &waiting).await?;
        names.push(one.goal.listed.goal.0.to_string());
    }
    store::packages::delete(&mut writer, person).await?;
    writer.commit().await?;
    let said = match names.as_slice() {
        [] => "Er is niets veranderd. Wat in het bestand stond, is weggegooid.".to_owned(),
        [one] => format!("Doel {one} is bijgewerkt uit “{}”. Kijk het na en dien het in.", waiting.file),
        [first @ .., last] => format!(
            "{} doelen zijn bijgewerkt uit “{}”: {} en {last}. Kijk ze na en dien ze in.",
            names.len(),
            waiting.file,
            first.join(", ")
        ),
    };
    done(&app, &visitor, Tasks, &said).await
}

/// The next revision, as when it was typed, with the file it came from.
async fn take(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    judged: &Judged<'_>,
    content: Content,
    waiting: &Waiting,
) -> Result<()> {
    let goal = judged.goal;
    let contribution = goal.listed.contribution.clone();
    let permit = visitor.actor.may_write(&contribution)?;
    let before = (contribution.revision > 0).then(|| goal.newest.sha256());
    let based_on = contribution.revision;
    let (saved, revision) =
        contribution.save(&permit, goal.open, based_on, content, visitor.actor.person, visitor.now)?;
    let mut event = visitor.event(Role::Contributor, "save", KIND, saved.id);
    event.before = before;
    event.after = Some(revision.content.sha256());
    store::revisions::save(writer, &saved, &revision, &event).await?;
    let origin = Origin {
        format: waiting.format,
        file: waiting.file.clone(),
        sha256: waiting.sha256.clone(),
        based_on: judged.based_on,
    };
    Ok(store::packages::record_origin(writer, saved.id, revision.number, &origin).await?)
}

fn gone() -> Error {
    Error::Conflict("Er wacht geen bestand meer. Stuur het opnieuw.".to_owned())
}
