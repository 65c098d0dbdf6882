//! A form of which nothing came: the page that says so holds what was typed, and sends it again.
//!
//! Every form passes here, so that no handler has to think of a full disk, or of a session that ended meanwhile. The words
//! go back to the browser that sent them and nowhere else.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest as _, Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_extra::extract::Form;

use super::{App, Error, layers::MAX_BODY, signed_out};
use crate::report::typography::capitalised;

/// Marks the answer to a request of which nothing was saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unsaved;

/// What was typed, to be shown and sent again.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// Where it was sent to.
    pub(super) action: String,
    /// Numbers, choices and buttons: sent again unseen.
    pub(super) chosen: Vec<(String, String)>,
    /// What someone wrote.
    pub(super) written: Vec<Words>,
}

/// What someone wrote in one field.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// The field's name.
    pub(super) name: String,
    /// What stands above it.
    pub(super) label: String,
    /// The words.
    pub(super) value: String,
    /// Lines that show most of them.
    pub(super) rows: usize,
}

/// Fields whose words nobody may read on a screen. A form with one of them is typed again.
const SECRET: [&str; 5] = ["wachtwoord", "code", "geheim", "huidig", "herhaling"];

/// Fields whose names begin so hold what was chosen, and not written.
const CHOSEN: [&str; 10] =
    ["versie", "doe", "stand", "nummer", "kop", "kant", "oordeel", "soort", "gedeeld", "delen"];

const FORM: &str = "application/x-www-form-urlencoded";

/// Keeps what a form holds until its answer is known.
pub(super) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()));
    if request.method() != Method::POST || !is_form {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else { return Error::TooLarge.into_response() };
    let (action, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let signed_out = response.extensions().get::<signed_out::SignedOut>().is_some();
    if signed_out || response.extensions().get::<Unsaved>().is_some() {
        let typed = Typed::read(action, Body::from(bytes)).await;
        if signed_out {
            return signed_out::give_back(&app, typed, &headers);
        }
        typed.map(|typed| response.extensions_mut().insert(typed));
    }
    response
}

impl Typed {
    /// `None` when there is nothing, or something that may not be shown.
    async fn read(action: String, body: Body) -> Option<Self> {
        let form = Request::post("/").header(header::CONTENT_TYPE, FORM).body(body).ok()?;
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(form, &()).await.ok()?;
        let is_secret = |name: &str| SECRET.iter().any(|secret| name.contains(secret));
        if pairs.is_empty() || pairs.iter().any(|(name, _)| is_secret(name)) {
            return None;
        }
        let is_written = |(name, value): &(String, String)| {
            !value.trim().is_empty() && !CHOSEN.iter().any(|chosen| name.starts_with(chosen))
        };
        let (written, chosen): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_written);
        let written = written.into_iter().map(|(name, value)| Words::of(name, value)).collect();
        Some(Self { action, chosen, written })
    }
}

impl Words {
    /// "bereikt" becomes "Bereikt", "regel-6.1" becomes "Regel 6.1".
    fn of(name: String, value: String) -> Self {
        let label = capitalised(&name.replace('-', " "));
        let rows = (value.chars().count() / 70 + value.lines().count()).clamp(1, 14);
        Self { name, label, value, rows }
    }
}
