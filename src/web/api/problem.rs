//! What went wrong, for programs: problem details (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

/// Its media type.
pub(in crate::web) const MEDIA_TYPE: &str = "application/problem+json";

/// A problem with members of its own beside those that all have.
pub(in crate::web) fn with(status: StatusCode, title: &str, detail: &str, also: Value) -> Response {
    let mut body =
        json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    if let (Some(body), Value::Object(also)) = (body.as_object_mut(), also) {
        body.extend(also);
    }
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
}

/// A problem: its status with a title and what to do about it.
pub(in crate::web) fn of(status: StatusCode, title: &str, detail: &str) -> Response {
    with(status, title, detail, Value::Null)
}

/// A status that came without words for programs.
pub(in crate::web) fn plain(status: StatusCode, title: &str, message: &str) -> Response {
    match status {
        StatusCode::NOT_FOUND => {
            of(status, "Niet gevonden", "Dit adres, of wat het noemt, is er niet, of u mag het niet zien.")
        }
        StatusCode::BAD_REQUEST => of(
            status,
            "Ongeldige vraag",
            "Een deel van het adres of een parameter heeft niet de vorm die in openapi.json staat.",
        ),
        _ => of(status, title, message),
    }
}
