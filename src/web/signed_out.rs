//! The answer to someone who sent a form and is not signed in any more.
//!
//! What they typed is not kept here for whoever signs in next. The person signs in on another tab, comes back and sends it
//! again, with or without script.

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::{extract::CookieJar, routing::TypedPath as _};

use super::{
    App, Error,
    error::encode,
    extract::cookie_name,
    page::{Layout, page_with},
    routes::SignIn,
    unsaved::Typed,
};

/// Marks the answer to someone who is not signed in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SignedOut;

#[derive(Template)]
#[template(path = "pages/sessions/ended.html")]
struct EndedPage {
    layout: Layout,
    typed: Typed,
    /// Whether the browser sent no cookie at all.
    without_cookie: bool,
}

/// Gives words back; where there are none, leads to signing in and then back to the page with the button.
pub(super) fn give_back(app: &App, typed: Option<Typed>, headers: &HeaderMap) -> Response {
    let Some(typed) = typed.filter(|typed| !typed.written.is_empty()) else { return sign_in(headers) };
    let without_cookie = CookieJar::from_headers(headers).get(cookie_name(app.settings.https)).is_none();
    let page = EndedPage { layout: Layout::bare(app), typed, without_cookie };
    page_with(StatusCode::FORBIDDEN, &page).unwrap_or_else(Error::into_response)
}

fn sign_in(headers: &HeaderMap) -> Response {
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let back = path.filter(|path| !path.starts_with("//") && !path.starts_with(SignIn::PATH)).unwrap_or("/");
    let back = back.split(['?', '#']).next().unwrap_or("/");
    Redirect::to(&format!("{SignIn}?terug={}", encode(back))).into_response()
}
