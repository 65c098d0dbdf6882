//! Single sign-on: leading someone to a provider, letting them in when they come back, and what they read when that did not
//! work.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::{CookieJar, Query};
use serde::Deserialize;
use url::form_urlencoded;

use super::{
    App, Error, Result,
    error::encode,
    routes::{BeginSso, FinishSso, Home, SignIn},
    sessions::{Browser, Return, cookie, cookie_name, enter, is_local, proceed},
};
use crate::{
    auth::sso::{Attempt, Fault, Provider, admit},
    domain::{clock, ministry::MinistryCode},
    store,
};

/// Name of the cookie that holds an attempt.
const ATTEMPT: &str = "inlogpoging";

/// The longest way back that fits in that cookie; after a longer one people come to their first page.
const MAX_WAY_BACK: usize = 1000;

/// A provider at which one can sign in, as the page shows it.
pub(super) struct Way {
    /// On the button.
    pub(super) label: String,
    /// Where it leads.
    pub(super) href: String,
    /// The ministries for whose people there is no other way; "" for none.
    pub(super) only_for: String,
}

/// All of them, each with the way back.
pub(super) async fn ways(app: &App, back: &str) -> Result<Vec<Way>> {
    let mut ways = Vec::new();
    for provider in app.settings.sso.all() {
        let label = format!("Inloggen met {}", provider.name());
        ways.push(Way { label, href: leads_to(provider, back), only_for: String::new() });
    }
    if app.settings.sso.all().all(|provider| provider.without_password().is_empty()) {
        return Ok(ways);
    }
    let mut reader = app.store.read().await?;
    let ministries = store::ministries::list(&mut reader, clock::local_date(app.clock.now())).await?;
    for (way, provider) in ways.iter_mut().zip(app.settings.sso.all()) {
        let theirs = ministries.iter().filter(|one| provider.replaces_passwords_of(&one.code));
        way.only_for = theirs.map(|one| one.name.as_str()).collect::<Vec<_>>().join(" of het ");
    }
    Ok(ways)
}

/// The provider of a ministry whose people have no password: what it is called, and where its button leads.
pub(super) fn only_way(app: &App, ministry: &MinistryCode) -> Option<(String, String)> {
    let provider = app.settings.sso.instead_of_password(ministry)?;
    Some((provider.name().to_owned(), leads_to(provider, "")))
}

fn leads_to(provider: &Provider, back: &str) -> String {
    let to = BeginSso { provider: provider.code().to_owned() };
    if is_local(back) { format!("{to}?terug={}", encode(back)) } else { to.to_string() }
}

/// What someone comes back with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    code: String,
    state: String,
    iss: Option<String>,
    error: String,
}

/// Leads someone to a provider. Nothing is kept of it here: their cookie holds the attempt.
pub(super) async fn begin(
    path: BeginSso,
    State(app): State<App>,
    Query(to): Query<Return>,
    jar: CookieJar,
) -> Result<Response> {
    let provider = app.settings.sso.find(&path.provider).ok_or(Error::NotFound)?;
    let attempt = Attempt::draw();
    let address = provider.address(&attempt, app.clock.now()).await;
    let address = address.map_err(|fault| failed(provider, &fault))?;
    let back = if is_local(&to.terug) { encode(&to.terug) } else { String::new() };
    let back = if back.len() > MAX_WAY_BACK { "" } else { &back };
    let kept = format!("{}~{}~{back}", provider.code(), attempt.as_cookie());
    Ok((jar.add(cookie(&app, ATTEMPT, kept)), Redirect::to(&address)).into_response())
}

/// Lets someone in who comes back with a code. An attempt is over when they do, however it ends.
pub(super) async fn finish(
    path: FinishSso,
    State(app): State<App>,
    Query(back): Query<Back>,
    browser: Browser,
    jar: CookieJar,
) -> Result<Response> {
    let provider = app.settings.sso.find(&path.provider).ok_or(Error::NotFound)?;
    let kept = jar.get(&cookie_name(&app, ATTEMPT)).map(|cookie| cookie.value().to_owned());
    let over = jar.remove(cookie(&app, ATTEMPT, String::new()));
    let answer = match come_back(&app, provider, kept.as_deref(), &back, browser).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    Ok((over, answer).into_response())
}

async fn come_back(
    app: &App,
    provider: &Provider,
    kept: Option<&str>,
    back: &Back,
    browser: Browser,
) -> Result<Response> {
    let now = app.clock.now();
    let failed = |fault: Fault| failed(provider, &fault);
    let mut parts = kept.unwrap_or_default().splitn(3, '~');
    let (code, key, to) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let key =
        key.filter(|_| code == Some(provider.code())).ok_or_else(|| failed(Fault::Foreign("cookie")))?;
    let attempt = Attempt::from_cookie(key);
    attempt.require_state(&back.state).map_err(failed)?;
    if !back.error.is_empty() {
        return Err(failed(Fault::refusal(&back.error, "on the way back")));
    }
    let identity = provider.identify(&attempt, (&back.code, back.iss.as_deref()), now).await;
    let identity = identity.map_err(failed)?;
    let mut writer = app.store.begin().await?;
    let person = admit(&mut writer, provider, &identity, (now, browser.origin.0)).await?;
    let to = decoded(to);
    let Some(person) = person else {
        writer.commit().await?;
        return Err(unknown(provider));
    };
    if identity.second_factor {
        let key = enter(&mut writer, &browser, person, now).await?;
        writer.commit().await?;
        let to = if is_local(&to) { to } else { Home.to_string() };
        return Ok((browser.with_session(app, &key), Redirect::to(&to)).into_response());
    }
    writer.commit().await?;
    proceed(app, browser, person, &to).await
}

/// What [`encode`] made, as it was.
fn decoded(text: &str) -> String {
    form_urlencoded::parse(text.as_bytes()).next().map(|(word, _)| word.into_owned()).unwrap_or_default()
}

/// That signing in at a provider did not work: what happened, what to do, and the way back.
#[derive(Debug)]
pub struct Elsewhere {
    pub(super) status: StatusCode,
    pub(super) title: &'static str,
    pub(super) message: String,
    /// Where to try again.
    pub(super) again: String,
}

/// The log has the fault; the page has what a person can do about it.
fn failed(provider: &Provider, fault: &Fault) -> Error {
    tracing::warn!(provider = provider.code(), fault = %fault, "single sign-on failed");
    let name = provider.name();
    let (status, title, message) = match fault {
        Fault::Cancelled => (
            StatusCode::FORBIDDEN,
            "U bent niet ingelogd",
            format!("Het inloggen met {name} is daar afgebroken. U kunt het opnieuw proberen."),
        ),
        Fault::Foreign(_) | Fault::Spent => (
            StatusCode::BAD_REQUEST,
            "Begin opnieuw met inloggen",
            "Deze poging om in te loggen hoort niet bij deze browser, is al gebruikt of duurde te lang. Komt u steeds hier terug? Sta dan cookies toe voor deze site."
                .to_owned(),
        ),
        Fault::Slow | Fault::Unreachable(..) => (
            if matches!(fault, Fault::Slow) { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY },
            "Inloggen kan nu niet",
            format!("{name} antwoordt niet. Probeer het over een paar minuten opnieuw. Blijft het zo, geef dan het nummer hieronder door aan de beheerder."),
        ),
        Fault::Answer(_) | Fault::Refused(_) | Fault::Token(_) | Fault::Key => (
            StatusCode::BAD_GATEWAY,
            "Inloggen lukte niet",
            format!("Het antwoord van {name} is niet te vertrouwen of niet te lezen. Daarom bent u niet ingelogd. Probeer het opnieuw. Blijft het zo, geef dan het nummer hieronder door aan de beheerder."),
        ),
    };
    Error::SignInElsewhere(Elsewhere { status, title, message, again: SignIn.to_string() })
}

/// One answer for everyone who is not let in: it does not say whether there is an account, or what is the matter with it.
fn unknown(provider: &Provider) -> Error {
    Error::SignInElsewhere(Elsewhere {
        status: StatusCode::FORBIDDEN,
        title: "U hebt hier geen toegang",
        message: format!(
            "U bent ingelogd bij {}, maar kunt daarmee niet in Voortgang. Vraag de beheerder om een account, en zeg met welk e-mailadres u bent ingelogd.",
            provider.name()
        ),
        again: SignIn.to_string(),
    })
}
