//! Forms: what was typed, what is wrong with it, and choices to pick from.

use chrono::NaiveDate;

use crate::domain::{clock, text::TextFault};

/// Something wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldError {
    /// Name of the field, without its `veld-`.
    pub(super) field: String,
    /// What to do about it.
    pub(super) message: String,
}

/// What was typed, as a field of one line shows it. Browsers drop a line break there, and the words on both sides would
/// stick together.
pub(in crate::web) fn on_one_line(typed: &str) -> String {
    typed.replace(['\r', '\n'], " ")
}

/// All that is wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Errors(pub(super) Vec<FieldError>);

impl Errors {
    /// Notes that something is wrong.
    pub(super) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// Keeps what was read, or notes what is wrong with it in a person's words.
    pub(super) fn read<T>(&mut self, field: &str, label: &str, read: Result<T, TextFault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.add(field, explain(label, fault));
                None
            }
        }
    }

    /// What is wrong with a field, for its macro.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// Whether all is well.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A date that must be there, or what to do about it.
pub(super) fn date(typed: &str) -> Result<NaiveDate, &'static str> {
    if typed.trim().is_empty() {
        return Err("Vul de datum in.");
    }
    clock::read_date(typed).ok_or("Schrijf de datum als dag-maand-jaar, zoals 24-04-2019.")
}

/// A fault in a person's words.
fn explain(label: &str, fault: TextFault) -> String {
    match fault {
        TextFault::Empty => format!("Vul in: {label}."),
        TextFault::TooLong { length, limit } => {
            format!("{label}: {} tekens te veel. Er passen er {limit}.", length - limit)
        }
        TextFault::Control(code) => {
            format!(
                "{label}: de tekst bevat een onzichtbaar teken (U+{code:04X}) dat niet bewaard kan worden. Haal het weg."
            )
        }
    }
}

/// One of the choices of a radio group or select.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// What the form sends.
    pub(super) value: String,
    /// What the person reads.
    pub(super) label: String,
    /// What it means.
    pub(super) description: String,
    /// Whether it is picked.
    pub(super) chosen: bool,
}

impl Choice {
    /// A choice without explanation.
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>, picked: &str) -> Self {
        let value = value.into();
        let chosen = value == picked;
        Self { value, label: label.into(), description: String::new(), chosen }
    }
}
