//! Akkoord on several contributions at once, each of which was read first.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::give::{Given, give};
use crate::{
    domain::{
        access::Scope,
        clock,
        contribution::{Fault, State as Stage},
        id::ContributionId,
        text,
    },
    store::{self, contributions::Listed},
    web::{
        App, Error, Result,
        contributions::Dossier,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{MarkRead, ReviewContribution, ReviewTogether, Reviews},
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ReadForm {
    versie: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TogetherForm {
    bijdrage: Vec<String>,
    afwezig: String,
}

/// One contribution that waits.
struct Row {
    id: ContributionId,
    version: u32,
    title: String,
    note: String,
    href: String,
    read: bool,
    picked: bool,
}

#[derive(Template)]
#[template(path = "pages/reviews/together.html")]
struct TogetherPage {
    layout: Layout,
    trail: Vec<Crumb>,
    rows: Vec<Row>,
    read: usize,
    absent: String,
    conflict: Option<String>,
    errors: Errors,
    here: String,
}

/// What waits for this person's own akkoord: not what they wrote in, nor what they agreed to already.
async fn mine(connection: &mut SqliteConnection, visitor: &Visitor) -> Result<Vec<Listed>> {
    visitor.actor.may_judge()?;
    let scope = Scope::Ministry(visitor.actor.ministry.clone());
    let mut listed =
        store::contributions::list(connection, &scope, store::contributions::Rounds::All).await?;
    let own = store::revisions::written_by(connection, visitor.actor.person).await?;
    let agreed = store::approvals::agreed_by(connection, visitor.actor.person).await?;
    listed.retain(|one| {
        let id = &one.contribution.id;
        one.contribution.state == Stage::Submitted && !own.contains(id) && !agreed.contains(id)
    });
    listed.sort_by_key(|one| one.submitted_at);
    Ok(listed)
}

async fn page_of(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    picked: Option<&[String]>,
) -> Result<TogetherPage> {
    let listed = mine(connection, visitor).await?;
    let readings = store::approvals::readings(connection, visitor.actor.person).await?;
    let absent =
        store::stand_ins::absent_for(connection, visitor.actor.person, clock::local_date(visitor.now))
            .await?;
    let rows: Vec<_> = listed
        .into_iter()
        .map(|one| {
            let (id, version) = (one.contribution.id, one.contribution.revision);
            let read = readings.contains(&(id, version));
            let name = format!("{id}:{version}");
            Row {
                id,
                version,
                title: format!("Doel {}. {}", one.goal.0, one.goal.1),
                note: format!("Ronde {}, versie {version}.", one.round.1),
                href: ReviewContribution { id }.to_string(),
                read,
                picked: read && picked.is_none_or(|picked| picked.contains(&name)),
            }
        })
        .collect();
    Ok(TogetherPage {
        layout: Layout::of(app, visitor),
        trail: vec![Crumb::new("Beoordelen", Reviews)],
        read: rows.iter().filter(|row| row.read).count(),
        rows,
        absent: if absent.len() == 1 { absent.concat() } else { String::new() },
        conflict: None,
        errors: Errors::default(),
        here: ReviewTogether.to_string(),
    })
}

/// The list, with what was read since its text changed last.
pub(in crate::web) async fn together(
    _: ReviewTogether,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    page(&page_of(&mut reader, &app, &visitor, None).await?)
}

/// Notes that these exact words were read, and leads to the next that were not.
pub(in crate::web) async fn mark_read(
    path: MarkRead,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReadForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    let authors = store::revisions::authors(&mut writer, path.id).await?;
    visitor.actor.may_review(&dossier.contribution, &authors)?;
    let newest = dossier.contribution.revision;
    if dossier.contribution.state != Stage::Submitted || form.versie != newest {
        return Err(Error::Conflict(
            "De tekst is intussen veranderd of teruggehaald. Open de bijdrage opnieuw.".to_owned(),
        ));
    }
    let person = visitor.actor.person;
    store::approvals::read(&mut writer, path.id, newest, person, visitor.now).await?;
    let readings = store::approvals::readings(&mut writer, person).await?;
    let waiting = mine(&mut writer, &visitor).await?;
    writer.commit().await?;
    let unread = |one: &&Listed| !readings.contains(&(one.contribution.id, one.contribution.revision));
    if let Some(next) = waiting.iter().find(unread) {
        let said = format!("{} is gelezen. Dit is de volgende.", dossier.name());
        done(&app, &visitor, ReviewContribution { id: next.contribution.id }, &said).await
    } else {
        let said = "U hebt alles gelezen. U kunt nu in één keer akkoord geven.";
        done(&app, &visitor, ReviewTogether, said).await
    }
}

/// Gives akkoord on all that were picked, or on none: when one was not read or has changed, nothing is done.
pub(in crate::web) async fn approve_together(
    _: ReviewTogether,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TogetherForm>,
) -> Result<Response> {
    visitor.actor.may_judge()?;
    let mut errors = Errors::default();
    let absent = errors.read("afwezig", "Bij afwezigheid van", text::line(&form.afwezig));
    let picked = read_picked(&form.bijdrage);
    if picked.as_ref().is_none_or(Vec::is_empty) {
        errors.add("bijdrage", "Kies ten minste één bijdrage die u hebt gelezen.");
    }
    let mut writer = app.store.begin().await?;
    let (Some(absent), Some(picked), true) = (absent, picked, errors.is_empty()) else {
        let page = page_of(&mut writer, &app, &visitor, Some(&form.bijdrage)).await?;
        let page = TogetherPage { absent: form.afwezig, errors, ..page };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let absent = Some(absent.as_str()).filter(|absent| !absent.is_empty());
    let (mut whole, mut half) = (0, 0);
    for (id, version) in picked {
        match approve_one(&mut writer, &visitor, id, version, absent).await? {
            Ok(Given::Whole) => whole += 1,
            Ok(Given::Half(_)) => half += 1,
            Err(conflict) => {
                drop(writer);
                let mut reader = app.store.read().await?;
                let page = page_of(&mut reader, &app, &visitor, Some(&form.bijdrage)).await?;
                let page = TogetherPage { conflict: Some(conflict), absent: form.afwezig, ..page };
                return page_with(StatusCode::CONFLICT, &page);
            }
        }
    }
    writer.commit().await?;
    done(&app, &visitor, Reviews, &said(whole, half)).await
}

/// "id:version", as the boxes send it.
fn read_picked(picked: &[String]) -> Option<Vec<(ContributionId, u32)>> {
    let one = |name: &String| {
        let (id, version) = name.split_once(':')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    picked.iter().map(one).collect()
}

/// One of them; what stands in the way as a sentence.
async fn approve_one(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    id: ContributionId,
    version: u32,
    absent: Option<&str>,
) -> Result<std::result::Result<Given, String>> {
    let dossier = Dossier::open(writer, visitor, id).await?;
    let authors = store::revisions::authors(writer, id).await?;
    let permit = visitor.actor.may_review(&dossier.contribution, &authors)?;
    dossier.round.require_running()?;
    let name = dossier.name();
    let read = store::approvals::readings(writer, visitor.actor.person).await?;
    if version == dossier.contribution.revision && !read.contains(&(id, version)) {
        return Ok(Err(format!("{name} hebt u nog niet gelezen. Er is nergens akkoord op gegeven.")));
    }
    Ok(match give(writer, visitor, &dossier, &permit, version, absent).await? {
        Ok(given) => Ok(given),
        Err(Fault::Stale { newest }) => Err(format!(
            "De tekst van {} is intussen veranderd (nu versie {newest}). Er is nergens akkoord op gegeven.",
            name.to_lowercase()
        )),
        Err(_) => Err(format!("{name} wacht niet meer op uw akkoord. Er is nergens akkoord op gegeven.")),
    })
}

fn said(whole: u32, half: u32) -> String {
    let count =
        |number: u32| if number == 1 { "1 bijdrage".to_owned() } else { format!("{number} bijdragen") };
    match (whole, half) {
        (whole, 0) => format!("Akkoord gegeven op {}. De coördinator kan ze nu gebruiken.", count(whole)),
        (0, half) => {
            format!("Akkoord gegeven op {}. Een andere akkoordgever moet ook nog akkoord geven.", count(half))
        }
        (whole, half) => format!(
            "Akkoord gegeven op {}. Bij {half} daarvan moet een andere akkoordgever ook nog akkoord geven.",
            count(whole + half)
        ),
    }
}
