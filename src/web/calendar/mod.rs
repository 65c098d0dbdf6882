//! Agenda: the deadlines of one person as a calendar, at an address that is theirs alone.
//!
//! # Why an address without signing in
//! Calendars fetch by themselves and cannot sign in. The address holds 256 random bits of which only the hash is kept,
//! shows deadlines and counts and never a text, and can be taken away at any moment.

mod ics;

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Crumb, Layout, done, page},
    routes::{Calendar, CalendarFeed, Notices, RevokeCalendar},
};
use crate::{
    auth::session::Key,
    domain::{
        access::{Actor, Scope},
        clock,
        contribution::State as Stage,
        person::Role,
        round::State as RoundState,
    },
    store::{self, contributions::Listed},
};
use ics::Entry;

/// What an event in the log is about.
const KIND: &str = "calendar";

#[derive(Template)]
#[template(path = "pages/calendar/show.html")]
struct CalendarPage {
    layout: Layout,
    trail: Vec<Crumb>,
    since: Option<String>,
    address: Option<String>,
    here: String,
    revoke: String,
}

fn page_of(
    app: &App,
    visitor: &Visitor,
    since: Option<DateTime<Utc>>,
    address: Option<String>,
) -> CalendarPage {
    CalendarPage {
        layout: Layout::of(app, visitor),
        trail: vec![Crumb::new("Berichten", Notices)],
        since: since.map(clock::short_moment),
        address,
        here: Calendar.to_string(),
        revoke: RevokeCalendar.to_string(),
    }
}

/// Whether this person has an address, and how to get one.
pub(super) async fn show(_: Calendar, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let since = store::calendar_keys::find(&mut reader, visitor.actor.person).await?;
    page(&page_of(&app, &visitor, since, None))
}

/// Makes a new address. It is shown once and kept nowhere, so the answer is the page itself and not a redirect.
pub(super) async fn create(_: Calendar, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let key = Key::draw();
    let person = visitor.actor.person;
    let mut writer = app.store.begin().await?;
    let event = visitor.event(role(&visitor.actor), "create", KIND, person);
    store::calendar_keys::put(&mut writer, person, &key.hash(), &event).await?;
    writer.commit().await?;
    let path = CalendarFeed { key: key.as_cookie().to_owned() }.to_string();
    page(&page_of(&app, &visitor, Some(visitor.now), Some(path)))
}

/// Takes the address away.
pub(super) async fn revoke(_: RevokeCalendar, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let person = visitor.actor.person;
    let mut writer = app.store.begin().await?;
    let event = visitor.event(role(&visitor.actor), "revoke", KIND, person);
    store::calendar_keys::delete(&mut writer, person, &event).await?;
    writer.commit().await?;
    let said = "Het adres werkt niet meer. Verwijder de agenda ook in uw eigen programma.";
    done(&app, &visitor, Calendar, said).await
}

/// The role under which someone arranges something for themselves.
fn role(actor: &Actor) -> Role {
    actor.roles.first().copied().unwrap_or(Role::Reader)
}

/// The calendar itself.
pub(super) async fn feed(path: CalendarFeed, State(app): State<App>) -> Result<Response> {
    let now = app.clock.now();
    let mut reader = app.store.read().await?;
    let hash = Key::from_cookie(&path.key).hash();
    let person = store::calendar_keys::find_person(&mut reader, &hash).await?.ok_or(Error::NotFound)?;
    let actor = store::people::find_actor(&mut reader, person).await?.ok_or(Error::NotFound)?;
    let entries = entries(&mut reader, &actor).await?;
    let text = ics::calendar("Voortgang: termijnen", &entries, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"voortgang.ics\""),
    ];
    Ok((headers, text).into_response())
}

/// The deadlines of a person, by their roles, in rounds that are under way.
async fn entries(connection: &mut SqliteConnection, actor: &Actor) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let scope = Scope::Ministry(actor.ministry.clone());
    let listed = store::contributions::list(connection, &scope, store::contributions::Rounds::All).await?;
    for round in store::rounds::list(connection).await? {
        let certain = round.paused_at.is_none();
        let label = &round.label;
        let paused = if certain { "" } else { " (gepauzeerd)" };
        let mut add = |kind: &str, due, summary: String, description: String| {
            let uid = format!("{kind}-{}-{}@voortgang", round.slug, actor.ministry);
            entries.push(Entry { uid, due, summary: format!("{summary}{paused}"), description, certain });
        };
        let coordinates = actor.is(Role::Coordinator) || actor.is(Role::Publisher);
        if coordinates && !matches!(round.state, RoundState::Frozen | RoundState::Presented) {
            let what = format!("Ronde {label} staat op “{}”.", round.state.dutch());
            add(
                "ronde-inleveren",
                round.contribution_due,
                format!("Ministeries leveren in, ronde {label}"),
                what.clone(),
            );
            add(
                "ronde-akkoord",
                round.approval_due,
                format!("Akkoord van ministeries, ronde {label}"),
                what.clone(),
            );
            add(
                "ronde-instemming",
                round.consent_due,
                format!("Instemming van ministeries, ronde {label}"),
                what,
            );
        }
        let own: Vec<&Listed> = listed.iter().filter(|one| one.contribution.round == round.id).collect();
        let Some(first) =
            own.first().filter(|_| matches!(round.state, RoundState::Open | RoundState::Composing))
        else {
            continue;
        };
        if actor.is(Role::Contributor) {
            let open = own.iter().filter(|one| one.contribution.state.is_writable()).count();
            let what = format!("{} van {} bijdragen zijn ingediend.", own.len() - open, own.len());
            add("inleveren", first.due, format!("Bijdragen inleveren, ronde {label}"), what);
        }
        if actor.is(Role::Approver) {
            let waiting = own.iter().filter(|one| one.contribution.state == Stage::Submitted).count();
            let what = format!("Nu wachten er {waiting} op uw akkoord.");
            add("akkoord", round.approval_due, format!("Akkoord geven, ronde {label}"), what);
        }
    }
    Ok(entries)
}
