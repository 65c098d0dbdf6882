//! What someone is typing, kept on the server while they type.

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chrono_tz::Europe::Amsterdam;
use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;

use super::{
    conflict::{author, told},
    dossier::{Dossier, trail},
    typed::Typed,
    view::Desk,
};
use crate::{
    domain::{
        clock,
        contribution::{Content, Revision},
        id::{ContributionId, PersonId},
    },
    store::{self, drafts::Draft},
    web::{
        App, Error, Result,
        difference::Difference,
        extract::{Form, Visitor},
        page::{Crumb, Layout, done, page},
        reading::{TEXTS, parts},
        routes::{ContributionDraft, EditContribution},
    },
};

/// The person's draft and when it was kept. One that cannot be read any more is none.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
) -> Result<Option<(Typed, String)>> {
    let draft = store::drafts::find(connection, id, person).await?;
    Ok(draft.and_then(|draft| {
        let typed = serde_json::from_str(&draft.fields).ok()?;
        Some((Typed { versie: draft.based_on, ..typed }, clock::short_moment(draft.at)))
    }))
}

/// Whether the person typed words on the site that are not saved as a version.
pub(in crate::web) async fn is_typing(
    connection: &mut SqliteConnection,
    dossier: &Dossier,
    newest: &Content,
    person: PersonId,
) -> Result<bool> {
    let contribution = &dossier.contribution;
    let saved = Typed::of(newest, contribution.shared, contribution.revision, &dossier.commitments);
    let draft = find(connection, contribution.id, person).await?;
    Ok(draft.is_some_and(|(typed, _)| !typed.says_the_same(&saved)))
}

/// What someone typed and never saved as a version, field by field.
pub(super) async fn unsaved(
    connection: &mut SqliteConnection,
    dossier: &Dossier,
    saved: &Content,
    person: PersonId,
) -> Result<Vec<(&'static str, String)>> {
    let Some((typed, _)) = find(connection, dossier.contribution.id, person).await? else {
        return Ok(Vec::new());
    };
    let fields = TEXTS.iter().map(|(_, label)| *label).zip(typed.texts);
    let fields = fields.zip([&saved.achieved, &saved.obstacles, &saved.outlook]);
    let others =
        fields.filter(|((_, text), saved)| !text.trim().is_empty() && text.trim() != saved.as_str().trim());
    Ok(others.map(|(field, _)| field).collect())
}

/// Keeps what someone is typing.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    id: ContributionId,
    visitor: &Visitor,
    typed: &Typed,
) -> Result<()> {
    let fields = serde_json::to_string(typed).map_err(|error| Error::Internal(error.into()))?;
    let draft = Draft { based_on: typed.versie, fields, at: visitor.now };
    Ok(store::drafts::put(connection, id, visitor.actor.person, &draft).await?)
}

/// Autosave. Answers in JSON whatever happens, and never with a redirect: the script would follow it.
pub(in crate::web) async fn keep(
    path: ContributionDraft,
    State(app): State<App>,
    visitor: Result<Visitor>,
    form: Result<Form<Vec<(String, String)>>>,
) -> Response {
    match autosave(&app, path.id, visitor, form).await {
        Ok((status, answer)) => (status, Json(answer)).into_response(),
        Err(error) => {
            let status = error.status();
            (status, Json(json!({ "message": error.message() }))).into_response()
        }
    }
}

async fn autosave(
    app: &App,
    id: ContributionId,
    visitor: Result<Visitor>,
    form: Result<Form<Vec<(String, String)>>>,
) -> Result<(StatusCode, Value)> {
    let visitor = visitor?;
    let (typed, _) = Typed::from_pairs(form?.0);
    if let Some(message) = typed.oversize() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, json!({ "message": message })));
    }
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    // Also when it cannot become a revision as things stand now: the words are the person's, and stay.
    put(&mut writer, id, &visitor, &typed).await?;
    let answer = answer(&mut writer, &visitor, &dossier, &typed).await?;
    writer.commit().await?;
    Ok(answer)
}

async fn answer(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
    typed: &Typed,
) -> Result<(StatusCode, Value)> {
    let contribution = &dossier.contribution;
    if typed.versie == contribution.revision && contribution.state.is_writable() {
        return Ok((StatusCode::OK, json!({ "versie": typed.versie.to_string() })));
    }
    if contribution.revision == 0 {
        return Err(Error::Malformed("Deze versie is er niet. Open de pagina opnieuw.".to_owned()));
    }
    let newest = store::revisions::get(connection, contribution.id, contribution.revision).await?;
    let author = author(connection, visitor, &newest).await?;
    let message = if contribution.state.is_writable() {
        format!("{} Uw tekst staat nog in het formulier.", told(author.as_deref(), &newest))
    } else {
        let state = contribution.state.dutch();
        format!(
            "De bijdrage staat nu op “{state}” en kan niet meer veranderen. Uw tekst staat nog in het formulier."
        )
    };
    let at = newest.at.with_timezone(&Amsterdam).format("%H.%M uur").to_string();
    let theirs = changed_since(connection, dossier, typed.versie, &newest).await?;
    let author = author.unwrap_or_else(|| visitor.actor.name.clone());
    Ok((StatusCode::CONFLICT, json!({ "message": message, "author": author, "at": at, "theirs": theirs })))
}

/// What the newest revision says in fields where it differs from the one the person started from.
async fn changed_since(
    connection: &mut SqliteConnection,
    dossier: &Dossier,
    based_on: u32,
    newest: &Revision,
) -> Result<Map<String, Value>> {
    let base = if based_on < newest.number { based_on } else { 0 };
    let base = parts(&dossier.content(connection, base).await?, &dossier.commitments, true);
    let changed = parts(&newest.content, &dossier.commitments, true).into_iter();
    let changed = changed.filter(|part| !base.contains(part));
    Ok(changed.map(|part| (part.key, Value::String(part.text))).collect())
}

#[derive(Template)]
#[template(path = "pages/contributions/discard.html")]
struct DiscardPage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    at: String,
    version: u32,
    difference: Option<Difference>,
    edit: String,
    address: String,
}

/// "Weet u het zeker?"
pub(in crate::web) async fn confirm_discard(
    path: ContributionDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    let (typed, at) = find(&mut reader, path.id, visitor.actor.person).await?.ok_or(Error::NotFound)?;
    let desk = Desk::load(&mut reader, dossier).await?;
    let dossier = &desk.dossier;
    let difference = typed.read(&dossier.commitments).ok().map(|content| {
        let (old, new) =
            (parts(&desk.newest, &dossier.commitments, true), parts(&content, &dossier.commitments, true));
        Difference::between(&old, &new)
    });
    let edit = EditContribution { id: path.id };
    let mut trail = trail(&visitor, dossier);
    trail.push(Crumb::new(dossier.name(), &edit));
    page(&DiscardPage {
        layout: Layout::of(&app, &visitor),
        trail,
        subject: dossier.subject(),
        at,
        version: dossier.contribution.revision,
        difference,
        edit: edit.to_string(),
        address: path.to_string(),
    })
}

/// Throws the draft away.
pub(in crate::web) async fn discard(
    path: ContributionDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let contribution = store::contributions::get(&mut writer, path.id).await?;
    visitor.actor.may_write(&contribution)?;
    store::drafts::delete(&mut writer, path.id, visitor.actor.person).await?;
    writer.commit().await?;
    let said = match contribution.revision {
        0 => "Het concept is verworpen. U begint weer met een leeg formulier.".to_owned(),
        number => format!("Het concept is verworpen. U ziet nu versie {number}."),
    };
    done(&app, &visitor, EditContribution { id: path.id }, &said).await
}
