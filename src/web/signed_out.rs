//! A form that was sent by someone who is not signed in any more: the page that says so holds what was typed.
//!
//! The words go back to the browser that sent them and nowhere else: they are not kept here for whoever signs in next.
//! The person signs in on another tab, comes back and sends them again, with or without script.

use askama::Template;
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::{
    extract::{CookieJar, Form},
    routing::TypedPath as _,
};

use super::{
    App, Error,
    error::encode,
    extract::cookie_name,
    layers::MAX_BODY,
    page::{Layout, page_with},
    routes::SignIn,
};

/// Marks the answer to someone who is not signed in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SignedOut;

/// Fields that are never shown again. A form with one of them is typed again.
const SECRET: [&str; 5] = ["wachtwoord", "code", "geheim", "huidig", "herhaling"];

const FORM: &str = "application/x-www-form-urlencoded";

/// A field with words.
struct Words {
    name: String,
    label: String,
    value: String,
    rows: usize,
}

#[derive(Template)]
#[template(path = "pages/sessions/ended.html")]
struct EndedPage {
    layout: Layout,
    action: String,
    /// Numbers, choices and buttons: sent again unseen.
    hidden: Vec<(String, String)>,
    words: Vec<Words>,
    /// Whether the browser sent no cookie at all.
    without_cookie: bool,
}

/// Gives a form back that could not be taken for want of a session.
pub(super) async fn give_back(State(app): State<App>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()));
    if request.method() != Method::POST || !is_form {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else { return Error::TooLarge.into_response() };
    let (action, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if response.extensions().get::<SignedOut>().is_none() {
        return response;
    }
    let pairs = read(Body::from(bytes)).await;
    let secret = pairs.iter().any(|(name, _)| SECRET.iter().any(|secret| name.contains(secret)));
    let (words, hidden): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, value)| is_words(name, value));
    if words.is_empty() || secret {
        return sign_in(&headers);
    }
    let page = EndedPage {
        layout: Layout::bare(&app),
        action,
        hidden,
        words: words.into_iter().map(|(name, value)| labelled(name, value)).collect(),
        without_cookie: CookieJar::from_headers(&headers).get(cookie_name(app.settings.https)).is_none(),
    };
    page_with(StatusCode::FORBIDDEN, &page).unwrap_or_else(Error::into_response)
}

async fn read(body: Body) -> Vec<(String, String)> {
    let Ok(form) = Request::post("/").header(header::CONTENT_TYPE, FORM).body(body) else {
        return Vec::new();
    };
    let read = Form::<Vec<(String, String)>>::from_request(form, &()).await;
    read.map(|Form(pairs)| pairs).unwrap_or_default()
}

/// Whether somebody wrote this, rather than chose it.
fn is_words(name: &str, value: &str) -> bool {
    let stated = ["versie", "doe", "stand", "nummer", "kop", "kant", "oordeel", "soort", "gedeeld", "delen"];
    !value.trim().is_empty() && !stated.iter().any(|known| name.starts_with(known))
}

/// "bereikt" becomes "Bereikt", "regel-6.1" becomes "Regel 6.1".
fn labelled(name: String, value: String) -> Words {
    let spaced = name.replace('-', " ");
    let mut letters = spaced.chars();
    let label = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let rows = (value.chars().count() / 70 + value.lines().count()).clamp(1, 14);
    Words { name, label, value, rows }
}

/// To sign in, and then back to the page with the button.
fn sign_in(headers: &HeaderMap) -> Response {
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let back = path.filter(|path| !path.starts_with("//") && !path.starts_with(SignIn::PATH)).unwrap_or("/");
    let back = back.split(['?', '#']).next().unwrap_or("/");
    Redirect::to(&format!("{SignIn}?terug={}", encode(back))).into_response()
}
