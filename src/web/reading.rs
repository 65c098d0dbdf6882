//! What people wrote, field by field.

/// One field as plain text, to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Name of its field in the form.
    pub(super) key: String,
    /// Its head.
    pub(super) label: String,
    /// What it says.
    pub(super) text: String,
}
