//! The report as HTML and PDF: what is on the page, what is read, what cannot be printed.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod sample;

use voortgang::render::pdf::{self, Fonts};
use voortgang::report::{Report, Stamp};

/// The PDF of a report that can be printed.
fn pdf(report: &Report) -> Vec<u8> {
    let fonts = Fonts::embedded().expect("committed fonts");
    pdf::render(report, &Stamp::of(report), &fonts).expect("a report that can be printed")
}

#[test]
fn the_sample_is_written() {
    let bytes = pdf(&sample::whole(6));
    std::fs::create_dir_all("target/report").expect("a folder for the sample");
    std::fs::write("target/report/sample.pdf", bytes).expect("a place for the sample");
}
