//! The report as HTML and PDF: what is on the page, what is read, what cannot be printed.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod bad_input;
mod bytes;
mod files;
mod fuzz;
#[path = "../support/fuzzing.rs"]
mod fuzzing;
mod internal;
mod letter;
mod reader;
mod reading;
mod sample;
mod search;

use voortgang::render::pdf::{self, Fonts};
use voortgang::report::{Report, Stamp};

/// The PDF of a report that can be printed.
fn pdf(report: &Report) -> Vec<u8> {
    let fonts = Fonts::embedded().expect("committed fonts");
    pdf::render(report, &Stamp::of(report), &fonts).expect("a report that can be printed")
}
