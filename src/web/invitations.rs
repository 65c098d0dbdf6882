//! An invitation: the page on which someone chooses their own password.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::Form,
    form::Errors,
    page::{Layout, page, page_with},
    password::{ADVICE, NewPassword},
    routes::UseInvitation,
    sessions::{Browser, proceed},
    sso,
};
use crate::{
    auth::{
        password,
        session::Key,
        throttle::{self, Subjects},
    },
    domain::event::Event,
    store::{self, invitations::Found},
};

/// The key of the link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Link {
    sleutel: String,
}

/// The key again, with the password that was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AcceptForm {
    sleutel: String,
    nieuw: String,
    herhaling: String,
}

#[derive(Template)]
#[template(path = "pages/invitations/show.html")]
struct InvitationPage {
    layout: Layout,
    key: String,
    name: String,
    email: String,
    advice: &'static str,
    errors: Errors,
}

/// There is no password to choose.
#[derive(Template)]
#[template(path = "pages/invitations/elsewhere.html")]
struct ElsewherePage {
    layout: Layout,
    name: String,
    email: String,
    provider: String,
    href: String,
}

/// Unknown, used and expired links are one: nobody learns whether there was an invitation.
#[derive(Template)]
#[template(path = "pages/invitations/gone.html")]
struct GonePage {
    layout: Layout,
}

pub(super) async fn show(
    _: UseInvitation,
    State(app): State<App>,
    Query(link): Query<Link>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let found = store::invitations::find(&mut reader, &Key::from_cookie(&link.sleutel).hash()).await?;
    match found.filter(|found| found.invitation.is_open(app.clock.now())) {
        Some(found) => match elsewhere(&app, &mut reader, &found).await? {
            Some(elsewhere) => page(&elsewhere),
            None => page(&invitation_page(&app, link.sleutel, found, Errors::default())),
        },
        None => gone(&app),
    }
}

pub(super) async fn accept(
    _: UseInvitation,
    State(app): State<App>,
    browser: Browser,
    Form(form): Form<AcceptForm>,
) -> Result<Response> {
    let now = app.clock.now();
    let key = Key::from_cookie(&form.sleutel);
    let subjects = Subjects::invitation(browser.origin.0);
    let mut writer = app.store.begin().await?;
    if let Some(wait) = throttle::wait(&mut writer, &subjects, now).await? {
        return Err(Error::wait(wait));
    }
    let found = store::invitations::find(&mut writer, &key.hash()).await?;
    let Some(found) = found.filter(|found| found.invitation.is_open(now)) else {
        throttle::fail(&mut writer, &subjects, now).await?;
        writer.commit().await?;
        return gone(&app);
    };
    if let Some(elsewhere) = elsewhere(&app, &mut writer, &found).await? {
        return page_with(StatusCode::CONFLICT, &elsewhere);
    }
    let mut errors = Errors::default();
    let typed = NewPassword { nieuw: form.nieuw, herhaling: form.herhaling };
    let chosen = typed.read(&app, &mut writer, (&found.name, &found.email), &mut errors).await?;
    let Some(chosen) = chosen else {
        let page = invitation_page(&app, form.sleutel, found, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    // Hashing takes long; the writer is not held up by it.
    drop(writer);
    let hash = password::hash_aside(chosen).await.map_err(|fault| Error::Internal(fault.into()))?;
    let person = found.invitation.person;
    let mut writer = app.store.begin().await?;
    if !store::invitations::use_up(&mut writer, &key.hash(), now).await? {
        return gone(&app);
    }
    // The keys that were mailed are keys to the same invitation.
    store::invitations::delete_open(&mut writer, person).await?;
    store::accounts::set_password(&mut writer, person, &hash).await?;
    store::sessions::delete_all(&mut writer, person, None).await?;
    let event = Event {
        at: now,
        actor: Some(person),
        role: "none",
        ministry: None,
        verb: "accept-invitation",
        object_kind: "person",
        object_id: person.to_string(),
        before: None,
        after: None,
        origin: browser.origin.to_string(),
    };
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    proceed(&app, browser, person, "").await
}

/// For someone whose ministry has single sign-on and nothing else.
async fn elsewhere(
    app: &App,
    connection: &mut SqliteConnection,
    found: &Found,
) -> Result<Option<ElsewherePage>> {
    let actor = store::people::find_actor(connection, found.invitation.person).await?;
    let way = actor.and_then(|actor| sso::only_way(app, &actor.ministry));
    Ok(way.map(|(provider, href)| ElsewherePage {
        layout: Layout::bare(app),
        name: found.name.clone(),
        email: found.email.clone(),
        provider,
        href,
    }))
}

fn invitation_page(app: &App, key: String, found: Found, errors: Errors) -> InvitationPage {
    let Found { name, email, .. } = found;
    InvitationPage { layout: Layout::bare(app), key, name, email, advice: ADVICE, errors }
}

fn gone(app: &App) -> Result<Response> {
    page_with(StatusCode::GONE, &GonePage { layout: Layout::bare(app) })
}
