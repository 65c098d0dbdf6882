//! What a spreadsheet opens without computing anything.

/// Characters with which a spreadsheet begins to compute.
pub const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn safe(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
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
