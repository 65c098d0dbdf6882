//! Between a right password and a session: the code of the second factor, or setting one up.
//!
//! Recovery codes are shown in the answer to the form itself, for nothing but their hashes is kept to show them from.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{
    App, Error, Result,
    extract::Form,
    form::Errors,
    page::{Layout, page, page_with},
    routes::{Home, SignIn, SignInCode, SignInEnrolment},
    sessions::{Browser, Return, enter, is_local},
};
use crate::{
    auth::{
        second_factor::{self, Outcome},
        totp::Secret,
    },
    domain::event::Event,
    store::{self, sign_in_steps::Step},
};

/// A code, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    pub(super) code: String,
    terug: String,
}

#[derive(Template)]
#[template(path = "pages/sessions/code.html")]
struct CodePage {
    layout: Layout,
    back: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/sessions/enrolment.html")]
struct EnrolmentPage {
    layout: Layout,
    app: Picture,
    back: String,
    errors: Errors,
}

/// The recovery codes, this once.
#[derive(Template)]
#[template(path = "pages/sessions/recovery_codes.html")]
pub(super) struct RecoveryCodesPage {
    pub(super) layout: Layout,
    pub(super) codes: Vec<String>,
    pub(super) onward: String,
}

/// A secret as an app takes it in: as squares, or typed.
pub(super) struct Picture {
    /// Squares on a side, with the white border that scanners need.
    pub(super) side: usize,
    /// The dark squares as one path.
    pub(super) path: String,
    /// The secret in letters and digits.
    pub(super) typed: String,
}

impl Picture {
    /// The picture of a secret.
    pub(super) fn of(secret: &Secret, email: &str, demo: bool) -> Result<Self> {
        use std::fmt::Write as _;
        let issuer = if demo { "Voortgang (demonstratie)" } else { "Voortgang" };
        let code =
            qrcode::QrCode::new(secret.uri(issuer, email)).map_err(|fault| Error::Internal(fault.into()))?;
        let width = code.width();
        let mut path = String::new();
        for (at, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == qrcode::Color::Dark)
        {
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + 4, at / width + 4);
        }
        Ok(Self { side: width + 8, path, typed: secret.typed() })
    }
}

pub(super) async fn code(
    _: SignInCode,
    State(app): State<App>,
    browser: Browser,
    Query(to): Query<Return>,
) -> Result<Response> {
    let Some(step) = step(&app, &browser).await? else { return Ok(expired()) };
    if step.secret.is_some() {
        return Ok(Redirect::to(&SignInEnrolment.to_string()).into_response());
    }
    page(&CodePage { layout: Layout::bare(&app), back: to.terug, errors: Errors::default() })
}

pub(super) async fn check(
    _: SignInCode,
    State(app): State<App>,
    browser: Browser,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let Some(step) = step(&app, &browser).await? else { return Ok(expired()) };
    let now = app.clock.now();
    let outcome = second_factor::check(&app.store, step.person, &form.code, browser.origin.0, now).await?;
    let flash = match outcome {
        Outcome::Wait(wait) => return Err(Error::wait(wait)),
        Outcome::Wrong => {
            let page = CodePage { layout: Layout::bare(&app), back: form.terug, errors: wrong_code() };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Outcome::Right => None,
        Outcome::Recovered(left) => Some(format!(
            "U hebt een herstelcode gebruikt; u hebt er nog {left}. Maak bij Mijn account nieuwe codes of koppel een andere app."
        )),
    };
    let mut writer = app.store.begin().await?;
    let key = enter(&mut writer, &browser, step.person, now).await?;
    store::sessions::set_flash(&mut writer, &key.hash(), flash.as_deref()).await?;
    writer.commit().await?;
    let to = if is_local(&form.terug) { form.terug } else { Home.to_string() };
    Ok((browser.with_session(&app, &key), Redirect::to(&to)).into_response())
}

pub(super) async fn enrolment(
    _: SignInEnrolment,
    State(app): State<App>,
    browser: Browser,
    Query(to): Query<Return>,
) -> Result<Response> {
    let Some(step) = step(&app, &browser).await? else { return Ok(expired()) };
    let Some(secret) = step.secret.as_deref().and_then(Secret::read) else {
        return Ok(Redirect::to(&SignInCode.to_string()).into_response());
    };
    let picture = Picture::of(&secret, &step.email, app.settings.demo)?;
    page(&EnrolmentPage {
        layout: Layout::bare(&app),
        app: picture,
        back: to.terug,
        errors: Errors::default(),
    })
}

pub(super) async fn enrol(
    _: SignInEnrolment,
    State(app): State<App>,
    browser: Browser,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let Some(step) = step(&app, &browser).await? else { return Ok(expired()) };
    let Some(secret) = step.secret.as_deref().and_then(Secret::read) else { return Ok(expired()) };
    let now = app.clock.now();
    let from = (browser.origin.0, now);
    let first =
        second_factor::check_first(&app.store, step.person, secret.as_bytes(), &form.code, from).await?;
    let taken = match first {
        Ok(taken) => taken,
        Err(Outcome::Wait(wait)) => return Err(Error::wait(wait)),
        Err(_) => {
            let picture = Picture::of(&secret, &step.email, app.settings.demo)?;
            let (layout, back) = (Layout::bare(&app), form.terug);
            let page = EnrolmentPage { layout, app: picture, back, errors: wrong_code() };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let mut writer = app.store.begin().await?;
    let codes = second_factor::keep(&mut writer, step.person, secret.as_bytes(), taken, now).await?;
    let event = Event {
        at: now,
        actor: Some(step.person),
        role: "none",
        ministry: None,
        verb: "set-second-factor",
        object_kind: "person",
        object_id: step.person.to_string(),
        before: None,
        after: None,
        origin: browser.origin.to_string(),
    };
    store::events::append(&mut writer, &event).await?;
    let key = enter(&mut writer, &browser, step.person, now).await?;
    writer.commit().await?;
    let onward = if is_local(&form.terug) { form.terug } else { Home.to_string() };
    let shown = page(&RecoveryCodesPage { layout: Layout::bare(&app), codes, onward })?;
    Ok((browser.with_session(&app, &key), shown).into_response())
}

/// What is wrong with a code that was not taken.
pub(super) fn wrong_code() -> Errors {
    let mut errors = Errors::default();
    errors.add(
        "code",
        "Deze code klopt niet. Wacht tot de app een nieuwe toont en typ die over. Een code werkt één keer.",
    );
    errors
}

async fn step(app: &App, browser: &Browser) -> Result<Option<Step>> {
    let Some(key) = &browser.step else { return Ok(None) };
    let mut reader = app.store.read().await?;
    Ok(store::sign_in_steps::find(&mut reader, &key.hash(), app.clock.now()).await?)
}

/// Back to the password: the step was never there, or took too long.
fn expired() -> Response {
    Redirect::to(&format!("{SignIn}?verlopen=ja")).into_response()
}
