//! The report as one HTML file that stands alone: style and fonts inside, no script, nothing fetched.
//!
//! Every kind of thing on the page is a small template of its own ([`view`]), so that words are escaped by the
//! template engine and nowhere else. Drawings are in [`chart`]; pages of the site use the same.

pub mod chart;
mod letter;
mod style;
mod view;

#[cfg(test)]
mod tests;

use askama::Template;

use crate::report::{Report, Section, Stamp, long_date};
pub use letter::letter;
pub use view::{Blocks, Inlines};
use view::{Icons, SectionView};

/// The whole report.
///
/// # Panics
/// Never in practice: the templates have no fallible part.
#[must_use]
#[expect(clippy::expect_used, reason = "writing to a string cannot fail and the templates cannot refuse")]
pub fn render(report: &Report, stamp: &Stamp) -> String {
    Document { report, stamp }.render().expect("templates without fallible parts")
}

/// The Content-Security-Policy to serve the file under: its own style and fonts by their hash, and nothing else.
/// The file itself says the same in weaker words, for when it is opened from a disk.
#[must_use]
pub fn content_security_policy() -> &'static str {
    style::policy()
}

#[derive(Template)]
#[template(path = "report/document.html")]
struct Document<'a> {
    report: &'a Report,
    stamp: &'a Stamp,
}

impl<'a> Document<'a> {
    fn style() -> style::Style {
        style::Style
    }

    fn icons() -> Icons {
        Icons
    }

    fn section(section: &'a Section) -> SectionView<'a> {
        SectionView { section }
    }

    fn period(&self) -> String {
        let (from, until) = self.report.meta.period;
        format!("{} tot en met {}", long_date(from), long_date(until))
    }

    fn reference_date(&self) -> String {
        long_date(self.report.meta.reference_date)
    }
}
