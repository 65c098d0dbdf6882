//! Signing in and out.

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar, Query,
    cookie::{Cookie, SameSite},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    App, Error, Result,
    error::encode,
    extract::{Form, Origin, Visitor},
    form::Errors,
    page::{Layout, page, page_with},
    routes::{
        Home, People, Reports, Reviews, Rounds, Setup, Shared, SignIn, SignInCode, SignInEnrolment, SignOut,
        Tasks,
    },
    setup,
    sso::{self, Way},
};
use crate::{
    auth::{
        second_factor::{self, Next},
        session::{self, Key},
        sign_in::{self, Outcome},
    },
    domain::{
        event::{Event, access},
        id::PersonId,
        person::Role,
    },
    store,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Return {
    pub(super) terug: String,
    verlopen: String,
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
    expired: bool,
    ways: Vec<Way>,
    errors: Errors,
}

/// The first page is where one's work is; without a session it is the public reports.
pub(super) async fn home(_: Home, State(app): State<App>, visitor: Result<Visitor>) -> Result<Redirect> {
    let Ok(visitor) = visitor else { return Ok(Redirect::to(&Reports.to_string())) };
    let administers = visitor.actor.may_administer().is_ok();
    let to = if administers && !setup::is_done(&app, &visitor).await? {
        Setup.to_string()
    } else {
        landing(&visitor)
    };
    Ok(Redirect::to(&to))
}

pub(super) async fn new(_: SignIn, State(app): State<App>, Query(to): Query<Return>) -> Result<Response> {
    page(&SignInPage {
        layout: Layout::bare(&app),
        email: String::new(),
        ways: sso::ways(&app, &to.terug).await?,
        back: to.terug,
        expired: !to.verlopen.is_empty(),
        errors: Errors::default(),
    })
}

pub(super) async fn create(
    _: SignIn,
    State(app): State<App>,
    browser: Browser,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let now = app.clock.now();
    let outcome = sign_in::attempt(
        &app.store,
        &app.settings.sso,
        (&form.email, form.wachtwoord),
        browser.origin.0,
        now,
    )
    .await?;
    match outcome {
        Outcome::Welcome(person) => proceed(&app, browser, person, &form.terug).await,
        Outcome::Wait(wait) => Err(Error::wait(wait)),
        Outcome::Refused => {
            let mut errors = Errors::default();
            errors.add("email", "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide.");
            let (email, back) = (form.email, form.terug);
            let ways = sso::ways(&app, &back).await?;
            let page = SignInPage { layout: Layout::bare(&app), email, back, expired: false, ways, errors };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// After a right password: a session, or the second factor first.
pub(super) async fn proceed(app: &App, browser: Browser, person: PersonId, back: &str) -> Result<Response> {
    let now = app.clock.now();
    let mut writer = app.store.begin().await?;
    let known = store::second_factors::find(&mut writer, person).await?.ok_or(Error::NotFound)?;
    let next = second_factor::next(&known, app.settings.second_factor);
    let to = match next {
        Next::Session => {
            let key = enter(&mut writer, &browser, person, now).await?;
            writer.commit().await?;
            let to = if is_local(back) { back.to_owned() } else { Home.to_string() };
            return Ok((browser.with_session(app, &key), Redirect::to(&to)).into_response());
        }
        Next::Code => SignInCode.to_string(),
        Next::Enrolment => SignInEnrolment.to_string(),
    };
    let key = second_factor::open_step(&mut writer, person, next, now).await?;
    writer.commit().await?;
    let to = if is_local(back) { format!("{to}?terug={}", encode(back)) } else { to };
    let jar = browser.jar.add(cookie(app, STEP, key.as_cookie().to_owned()));
    Ok((jar, Redirect::to(&to)).into_response())
}

/// Opens a session for someone who has proved who they are.
pub(super) async fn enter(
    writer: &mut sqlx::SqliteConnection,
    browser: &Browser,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Key> {
    let origin = browser.origin.to_string();
    let about = session::About { user_agent: &browser.agent, origin: &origin };
    let key = session::open(writer, person, now, about).await?;
    store::sign_in_steps::delete_all(writer, person).await?;
    store::accounts::note_sign_in(writer, person, now).await?;
    let actor = store::people::find_actor(writer, person).await?.ok_or(Error::NotFound)?;
    let event = Event {
        at: now,
        actor: Some(person),
        role: actor.roles.first().map_or("none", |role| role.code()),
        ministry: Some(actor.ministry),
        verb: access::SIGN_IN,
        object_kind: "person",
        object_id: person.to_string(),
        before: None,
        after: None,
        origin,
    };
    store::events::append(writer, &event).await?;
    Ok(key)
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
    store::events::append(
        &mut writer,
        &visitor.event(role, access::SIGN_OUT, "person", visitor.actor.person),
    )
    .await?;
    writer.commit().await?;
    Ok((jar.remove(cookie(&app, SESSION, String::new())), Redirect::to(&SignIn.to_string())).into_response())
}

/// Name of the session cookie, and of the one between password and second factor.
const SESSION: &str = "sessie";
const STEP: &str = "inlogstap";

/// The browser that somebody signs in with.
#[derive(Debug)]
pub(super) struct Browser {
    /// Where it is.
    pub(super) origin: Origin,
    /// What it calls itself.
    agent: String,
    jar: CookieJar,
    /// The step between password and second factor that it is at.
    pub(super) step: Option<Key>,
}

impl Browser {
    /// Its cookies, with a session and without a step.
    pub(super) fn with_session(self, app: &App, key: &Key) -> CookieJar {
        let jar = self.jar.remove(cookie(app, STEP, String::new()));
        jar.add(cookie(app, SESSION, key.as_cookie().to_owned()))
    }
}

impl FromRequestParts<App> for Browser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let agent = agent.unwrap_or_default().chars().take(200).collect();
        let jar = CookieJar::from_headers(&parts.headers);
        let step = jar.get(&cookie_name(app, STEP)).map(|cookie| Key::from_cookie(cookie.value()));
        let origin = Origin::from_request_parts(parts, app).await?;
        Ok(Self { origin, agent, jar, step })
    }
}

/// The prefix makes browsers refuse a cookie from anywhere but this host over HTTPS.
pub(super) fn cookie_name(app: &App, name: &str) -> String {
    if app.settings.https { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie of this site, for as long as the browser is open.
pub(super) fn cookie(app: &App, name: &str, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app, name), value))
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
    } else if actor.may_administer().is_ok() {
        People.to_string()
    } else if actor.is(Role::Reader) {
        Shared.to_string()
    } else {
        Reports.to_string()
    }
}

/// Only an address of this site, so that nobody is led elsewhere after signing in.
pub(super) fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n', '\t'])
}
