//! A save that someone else was before: both texts, and what differs.

use super::{difference::Difference, reading::Part};

/// One field in two wordings: what stands now, and what was typed.
pub(super) struct Field<'a> {
    /// Its name in the form.
    pub(super) key: &'a str,
    /// Its head.
    pub(super) label: &'a str,
    /// What was saved meanwhile.
    pub(super) theirs: &'a str,
    /// What came back.
    pub(super) typed: &'a str,
}

/// Compares what was saved meanwhile with what someone typed.
pub(super) fn newer(fields: &[Field<'_>]) -> Difference {
    let side = |text: fn(&Field<'_>) -> String| -> Vec<Part> {
        fields
            .iter()
            .map(|field| Part { key: field.key.to_owned(), label: field.label.to_owned(), text: text(field) })
            .collect()
    };
    let typed = |field: &Field<'_>| field.typed.replace("\r\n", "\n").trim_end().to_owned();
    Difference::between(&side(|field| field.theirs.to_owned()), &side(typed))
}
