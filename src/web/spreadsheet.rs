//! Sheets to download: what a spreadsheet opens without computing anything.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::download::attachment;

/// Characters with which a spreadsheet begins to compute.
pub(super) const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula.
pub(super) fn safe(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// A sheet under a name, to keep. A sheet that is long comes in pieces.
pub(super) fn download(name: &str, sheet: impl Into<axum::body::Body>) -> Response {
    let disposition = attachment(&format!("{name}.csv"));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], sheet.into()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_compute_is_made_plain() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"] {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        assert_eq!(safe("Doel = 1"), "Doel = 1");
    }
}
