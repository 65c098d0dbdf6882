//! Herinneren: who is reminded of what, as they will read it, before anything is sent.

use std::fmt::Write as _;

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    extract::{Form, Visitor},
    form::Choice,
    mails,
    page::{Crumb, Layout, done, page},
    routes::{Completeness, Remind},
};
use crate::{
    domain::{person::Role, round::Round},
    mail::{self, Letter, Work},
    store,
};

/// Whom to remind: one ministry, or everyone for whom something waits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Selection {
    ministerie: String,
}

/// One person who would be reminded.
struct Person {
    name: String,
    ministry: String,
    what: String,
}

#[derive(Template)]
#[template(path = "pages/reminders/new.html")]
struct RemindPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    choices: Vec<Choice>,
    chosen: String,
    people: Vec<Person>,
    sample: String,
    /// The first of them as a mail; `None` when nothing is mailed.
    letter: Option<Letter>,
    /// When it is mailed.
    when: String,
    here: String,
}

/// The round of an address with what waits in it, for a coordinator.
async fn waiting(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    slug: &str,
) -> Result<(Round, Vec<Work>)> {
    visitor.actor.may_coordinate()?;
    let round = store::rounds::get(connection, slug).await?;
    round.require_running()?;
    let work = mail::work(connection, &round).await?;
    Ok((round, work))
}

/// Shows it.
pub(super) async fn new(
    path: Remind,
    State(app): State<App>,
    Query(selection): Query<Selection>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (round, work) = waiting(&mut reader, &visitor, &path.round).await?;
    let participants = store::deadlines::participants(&mut reader, &round).await?;
    let short = |work: &Work| {
        let found = participants.iter().find(|one| one.ministry == work.recipient.ministry);
        found.map(|one| one.short.clone()).unwrap_or_default()
    };
    let chosen = chosen(&work, &selection);
    let notices = mail::reminders(&round, &chosen, visitor.now);
    let sample = notices.first().map(|notice| notice.line.clone()).unwrap_or_default();
    let letter = match (&app.settings.mail_from, chosen.first(), notices.first()) {
        (Some(_), Some(first), Some(notice)) => {
            let link = format!("{}{}", app.settings.base.trim_end_matches('/'), notice.href);
            let letter = mail::digest(&first.recipient.name, &[notice.line.as_str()], &link);
            Some(letter.map_err(|fault| Error::Internal(fault.into()))?)
        }
        _ => None,
    };
    let choices =
        participants.iter().map(|one| Choice::new(one.ministry.as_str(), &one.name, &selection.ministerie));
    let mut trail = desk::trail(&round);
    trail.push(Crumb::new("Volledigheid", Completeness { round: round.slug.clone() }));
    let page_of = RemindPage {
        layout: Layout::of(&app, &visitor),
        trail,
        round: round.label.clone(),
        choices: choices.collect(),
        people: chosen
            .iter()
            .map(|one| Person {
                name: one.recipient.name.clone(),
                ministry: short(one),
                what: one.what.clone(),
            })
            .collect(),
        chosen: selection.ministerie,
        sample,
        letter,
        when: mails::when(&app),
        here: path.to_string(),
    };
    page(&page_of)
}

/// One person gets one reminder, also when they write and approve.
fn chosen(work: &[Work], selection: &Selection) -> Vec<Work> {
    let mut chosen: Vec<Work> = Vec::new();
    for one in work {
        let wanted =
            selection.ministerie.is_empty() || one.recipient.ministry.as_str() == selection.ministerie;
        if !wanted {
            continue;
        }
        match chosen.last_mut().filter(|last| last.recipient.person == one.recipient.person) {
            Some(last) => {
                last.what = format!("{}, en {}", last.what, one.what);
                last.due = last.due.min(one.due);
            }
            None => chosen.push(one.clone()),
        }
    }
    chosen
}

/// Reminds them: everyone in one transaction.
pub(super) async fn create(
    path: Remind,
    State(app): State<App>,
    visitor: Visitor,
    Form(selection): Form<Selection>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, work) = waiting(&mut writer, &visitor, &path.round).await?;
    let chosen = chosen(&work, &selection);
    let notices = mail::reminders(&round, &chosen, visitor.now);
    if notices.is_empty() {
        return Err(Error::Conflict(
            "Er wacht op niemand meer iets. Er is dus niemand herinnerd.".to_owned(),
        ));
    }
    let new = store::outbox::queue_all(&mut writer, &notices, visitor.now).await?;
    let whom = if selection.ministerie.is_empty() { "*".to_owned() } else { selection.ministerie };
    let event = visitor.event(Role::Coordinator, "remind", "round", format!("{}/{whom}", round.slug));
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let before = notices.len() - new;
    let mut said = match new {
        1 => "1 persoon is herinnerd.".to_owned(),
        many => format!("{many} mensen zijn herinnerd."),
    };
    if before > 0 {
        let _ = write!(said, " {before} kregen er vandaag al een; die krijgen geen tweede.");
    }
    said.push_str(" Zij lezen het in Voortgang, onder Berichten. ");
    said.push_str(&mails::when(&app));
    done(&app, &visitor, Completeness { round: path.round }, said.trim_end()).await
}
