//! A form that could not be saved: the page that says so holds what was typed, and sends it again.
//!
//! Every form passes here, so that no handler has to think of a full disk.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest as _, Request},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_extra::extract::Form;

use super::{Error, layers::MAX_BODY};

/// Marks the answer to a request of which nothing was saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unsaved;

/// What was typed, to be shown and sent again.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// Where it was sent to.
    pub(super) action: String,
    /// Numbers, choices and buttons: sent again unseen.
    pub(super) short: Vec<(String, String)>,
    /// What someone wrote.
    pub(super) long: Vec<Words>,
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
}

/// Fields whose words nobody may read on a screen. A form with one of them is typed again.
const SECRET: [&str; 5] = ["wachtwoord", "code", "geheim", "huidig", "herhaling"];

/// Fields that hold words however short they are start so; other short ones are choices.
const WRITTEN: [&str; 8] =
    ["bereikt", "belemmering", "vooruitblik", "notitie", "regel-", "reden", "toelichting", "tekst"];

const FORM: &str = "application/x-www-form-urlencoded";

/// Keeps what a form holds until its answer is known.
pub(super) async fn keep(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    if request.method() != Method::POST
        || kind.is_none_or(|kind| !kind.as_bytes().starts_with(FORM.as_bytes()))
    {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let action = parts.uri.path().to_owned();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else { return Error::TooLarge.into_response() };
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if response.extensions().get::<Unsaved>().is_some()
        && let Some(typed) = Typed::read(action, Body::from(bytes)).await
    {
        response.extensions_mut().insert(typed);
    }
    response
}

impl Typed {
    async fn read(action: String, body: Body) -> Option<Self> {
        let form = Request::post("/").header(header::CONTENT_TYPE, FORM).body(body).ok()?;
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(form, &()).await.ok()?;
        if pairs.is_empty() || pairs.iter().any(|(name, _)| SECRET.iter().any(|secret| name.contains(secret)))
        {
            return None;
        }
        let (long, short): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, value)| {
            let words = WRITTEN.iter().any(|words| name.starts_with(words));
            value.len() > 80 || value.contains('\n') || (words && !value.is_empty())
        });
        let words = long.into_iter().map(|(name, value)| Words { label: label(&name), name, value });
        Some(Self { action, short, long: words.collect() })
    }
}

/// The name of a field as a label: "bereikt" becomes "Bereikt", "regel-6.1" becomes "Regel 6.1".
fn label(name: &str) -> String {
    let spaced = name.replace('-', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
