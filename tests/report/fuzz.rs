//! What no one would write, read by the parsers and printed: no panic, no hang, no growth.

use std::time::Duration;

use proptest::prelude::*;
use voortgang::{
    domain::{
        link,
        paper::PaperRef,
        text::{self, Prose, Reason},
    },
    press,
    report::{Report, definition::Definition, markdown},
};

use crate::fuzzing::{damaged, fuzz, text};

use super::sample::{report, section};

const SHORT: Duration = Duration::from_millis(1500);

#[test]
fn any_text_is_read_in_its_normal_form_or_refused() {
    fuzz("text", SHORT, &text(), |typed| {
        if let Ok(prose) = Prose::parse(&typed) {
            // NFC makes a character three at most.
            prop_assert!(prose.as_str().len() <= typed.len() * 3);
            let kept_out = prose.as_str().contains(['\r', '\0', '\u{feff}']);
            prop_assert!(!kept_out, "a sign that no text needs");
            prop_assert_eq!(
                Prose::parse(prose.as_str()),
                Ok(prose.clone()),
                "reading it again changes nothing"
            );
        }
        if let Ok(reason) = Reason::parse(&typed) {
            prop_assert!(!reason.as_str().is_empty());
        }
        if let Ok(line) = text::line(&typed) {
            prop_assert!(!line.contains('\n'));
        }
        if let Ok(address) = link::parse(&typed) {
            let start = address.to_lowercase();
            prop_assert!(start.starts_with("https://") || start.starts_with("http://"));
        }
        Ok(())
    });
}

#[test]
fn references_are_found_where_they_stand_in_any_text() {
    fuzz("references to papers", SHORT, &text(), |typed| {
        for (at, paper) in PaperRef::find(&typed) {
            let found = typed.get(at.clone());
            prop_assert!(found.is_some(), "{at:?} is within the text");
            let again = PaperRef::parse(&paper.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&paper));
        }
        let _ = PaperRef::find_malformed(&typed);
        let _ = PaperRef::parse(&typed);
        Ok(())
    });
}

#[test]
fn a_damaged_definition_is_read_or_refused_with_its_line() {
    fuzz("definitions of reports", SHORT, &damaged(Definition::SOURCE), |file| {
        if let Err(refused) = Definition::parse("proef.toml", &file) {
            prop_assert!(refused.line >= 1 && refused.line <= file.lines().count() + 1, "{refused}");
        }
        Ok(())
    });
}

/// A report in which every text is this one.
fn printed(typed: &str) -> Report {
    report(vec![section(1, "hoofdstuk", typed, markdown::parse(typed))])
}

#[test]
fn any_text_becomes_html_that_holds_no_markup_of_its_own() {
    fuzz("reports as HTML", SHORT, &text(), |typed| {
        let html = press::html(&printed(&typed));
        let base = press::html(&printed(""));
        prop_assert_eq!(html.matches("<script").count(), base.matches("<script").count());
        prop_assert_eq!(html.matches("<b>").count(), base.matches("<b>").count());
        prop_assert!(!html.contains("href=\"javascript:"));
        prop_assert!(
            html.len() < base.len() + 40 * (typed.len() + 100),
            "{} from {}",
            html.len(),
            typed.len()
        );
        Ok(())
    });
}

#[test]
fn any_text_is_printed_or_refused_by_name() {
    fuzz("reports as PDF", SHORT * 2, &text(), |typed| {
        // A face that lacks a sign says so; everything else is printed.
        if let Ok(pdf) = press::pdf(&printed(&typed)) {
            prop_assert!(pdf.starts_with(b"%PDF-1.7"));
            prop_assert!(pdf.len() < 2_000_000 + 200 * typed.len(), "{} from {}", pdf.len(), typed.len());
        }
        Ok(())
    });
}
