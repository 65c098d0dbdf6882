//! Sheets to download: what a spreadsheet opens without computing anything.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::download::attachment;
pub(super) use crate::render::sheet::{FORMULA, safe};

/// A sheet under a name, to keep. A sheet that is long comes in pieces.
pub(super) fn download(name: &str, sheet: impl Into<axum::body::Body>) -> Response {
    let disposition = attachment(&format!("{name}.csv"));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], sheet.into()).into_response()
}
