//! Rows that follow one another in time, as pages show them and forms add to them.

use chrono::NaiveDate;

use super::form::Errors;
use crate::domain::{
    clock,
    dated::{self, Fault, Span, Succession},
};

/// One row of a list in time.
#[derive(Debug)]
pub(super) struct Line {
    /// What held.
    pub(super) text: String,
    /// From when to when.
    pub(super) period: String,
    /// Whether it holds today.
    pub(super) current: bool,
}

impl Line {
    pub(super) fn new(text: String, span: Span, today: NaiveDate) -> Self {
        let from = clock::long_date(span.from);
        let period = match span.until {
            Some(until) => format!("{from} tot en met {}", clock::long_date(until)),
            None => format!("vanaf {from}"),
        };
        Self { text, period, current: span.holds_on(today) }
    }
}

/// The day from which a new row holds and what that ends, or notes what is wrong with the field.
pub(super) fn begins(
    errors: &mut Errors,
    field: &str,
    typed: &str,
    rows: &[Span],
) -> Option<(NaiveDate, Succession)> {
    let day = day(errors, field, typed)?;
    read(errors, field, dated::succeed(rows, day)).map(|succession| (day, succession))
}

/// What it takes for the newest row to end, or notes what is wrong with the field.
pub(super) fn ends(errors: &mut Errors, field: &str, typed: &str, rows: &[Span]) -> Option<Succession> {
    let day = day(errors, field, typed)?;
    read(errors, field, dated::end(rows, day))
}

fn day(errors: &mut Errors, field: &str, typed: &str) -> Option<NaiveDate> {
    let day = super::form::date(typed);
    day.inspect_err(|fault| errors.add(field, *fault)).ok()
}

fn read(errors: &mut Errors, field: &str, read: Result<Succession, Fault>) -> Option<Succession> {
    read.inspect_err(|fault| errors.add(field, explain(*fault))).ok()
}

/// A fault in a person's words.
fn explain(fault: Fault) -> String {
    match fault {
        Fault::NotAfter(day) => format!(
            "Deze datum overlapt: de nieuwste regel begint op {}. Kies een latere datum. Wat al gold, verandert niet met terugwerkende kracht.",
            clock::long_date(day)
        ),
        Fault::Overlap(day) => format!(
            "Deze datum overlapt: de nieuwste regel geldt tot en met {}. Kies een latere datum.",
            clock::long_date(day)
        ),
        Fault::Ended => "Er is niets dat nu nog geldt, dus ook niets om te beëindigen.".to_owned(),
    }
}
