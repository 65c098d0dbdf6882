//! Signing in and out.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar, Query,
    cookie::{Cookie, SameSite},
};
use serde::Deserialize;

use super::{
    App, Error, Result,
    extract::{Form, Origin, Visitor, cookie_name},
    form::Errors,
    page::{Layout, page, page_with},
    routes::{Home, Reports, Reviews, Rounds, Shared, SignIn, SignOut, Tasks},
};
use crate::{
    auth::{
        session,
        sign_in::{self, Outcome},
    },
    domain::{event::Event, person::Role},
    store,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Return {
    terug: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    email: String,
    wachtwoord: String,
    terug: String,
}

#[derive(Template)]
#[template(path = "pages/sessions/new.html")]
struct SignInPage {
    layout: Layout,
    email: String,
    back: String,
    errors: Errors,
}

/// The first page is where one's work is; without a session it is the public reports.
pub(super) async fn home(_: Home, visitor: Result<Visitor>) -> Redirect {
    let to = match visitor {
        Ok(visitor) => landing(&visitor),
        Err(_) => Reports.to_string(),
    };
    Redirect::to(&to)
}

pub(super) async fn new(_: SignIn, State(app): State<App>, Query(to): Query<Return>) -> Result<Response> {
    page(&SignInPage {
        layout: Layout::bare(&app),
        email: String::new(),
        back: to.terug,
        errors: Errors::default(),
    })
}

pub(super) async fn create(
    _: SignIn,
    State(app): State<App>,
    origin: Origin,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let now = app.clock.now();
    let outcome = sign_in::attempt(&app.store, &form.email, form.wachtwoord, origin.0, now).await?;
    let person = match outcome {
        Outcome::Welcome(person) => person,
        Outcome::Wait(wait) => return Err(Error::Wait(wait.num_seconds().unsigned_abs() + 1)),
        Outcome::Refused => {
            let mut errors = Errors::default();
            errors.add("email", "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide.");
            let page = SignInPage { layout: Layout::bare(&app), email: form.email, back: form.terug, errors };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let agent: String = agent.chars().take(200).collect();
    let mut writer = app.store.begin().await?;
    let key = session::open(&mut writer, person, now, &agent).await?;
    let actor = store::people::find_actor(&mut writer, person).await?.ok_or(Error::NotFound)?;
    let event = Event {
        at: now,
        actor: Some(person),
        role: actor.roles.first().map_or("none", |role| role.code()),
        ministry: Some(actor.ministry),
        verb: "sign-in",
        object_kind: "person",
        object_id: person.to_string(),
        before: None,
        after: None,
        origin: origin.to_string(),
    };
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let cookie = cookie(&app, key.as_cookie().to_owned());
    let to = if is_local(&form.terug) { form.terug } else { Home.to_string() };
    Ok((jar.add(cookie), Redirect::to(&to)).into_response())
}

pub(super) async fn delete(
    _: SignOut,
    State(app): State<App>,
    visitor: Visitor,
    jar: CookieJar,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    store::sessions::delete(&mut writer, &visitor.key.hash(), visitor.now).await?;
    let role = visitor.actor.roles.first().copied().unwrap_or(Role::Reader);
    store::events::append(&mut writer, &visitor.event(role, "sign-out", "person", visitor.actor.person))
        .await?;
    writer.commit().await?;
    Ok((jar.remove(cookie(&app, String::new())), Redirect::to(&SignIn.to_string())).into_response())
}

fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app.settings.https), value))
        .path("/")
        .http_only(true)
        .secure(app.settings.https)
        .same_site(SameSite::Lax)
        .build()
}

/// Where a person's first task is.
fn landing(visitor: &Visitor) -> String {
    let actor = &visitor.actor;
    if actor.is(Role::Contributor) {
        Tasks.to_string()
    } else if actor.is(Role::Approver) {
        Reviews.to_string()
    } else if actor.may_oversee().is_ok() {
        Rounds.to_string()
    } else if actor.is(Role::Reader) {
        Shared.to_string()
    } else {
        Reports.to_string()
    }
}

/// Only an address of this site, so that nobody is led elsewhere after signing in.
fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n', '\t'])
}
