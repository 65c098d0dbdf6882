//! Sheets to download: what a spreadsheet opens without computing anything.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

/// Characters with which a spreadsheet begins to compute.
pub(super) const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula.
pub(super) fn safe(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// A sheet under a name, to keep.
pub(super) fn download(name: &str, sheet: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], sheet).into_response()
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
