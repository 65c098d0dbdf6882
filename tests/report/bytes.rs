//! The same report gives the same bytes: twice in one process, and in another one.

use std::process::Command;

use sha2::{Digest, Sha256};
use voortgang::{
    domain::event::hex,
    render::pdf::{self as render, Fonts, Kept},
    report::{Block, Inline, Report, Stamp},
};

use super::{pdf, sample};

/// Set in the process that only prints a hash.
const ASKED: &str = "VOORTGANG_PRINT_HASH";

fn hash(report: &Report) -> String {
    hex(&Sha256::digest(pdf(report)))
}

#[test]
fn a_report_gives_the_same_bytes_here_and_in_another_process() {
    let report = sample::whole(3);
    if std::env::var_os(ASKED).is_some() {
        // Here it is the second document of the process.
        let _ = pdf(&sample::whole(1));
        println!("hash={}", hash(&report));
        return;
    }
    let first = hash(&report);
    assert_eq!(hash(&report), first, "second time in one process");
    assert_eq!(hash(&Report::from_json(&report.to_json()).expect("its own JSON")), first, "from frozen JSON");
    let ran = Command::new(std::env::current_exe().expect("the test's own path"))
        .args(["--exact", "bytes::a_report_gives_the_same_bytes_here_and_in_another_process", "--nocapture"])
        .env(ASKED, "1")
        .output()
        .expect("the test runs itself");
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(text.contains(&format!("hash={first}")), "in another process: {text}");
}

#[test]
fn another_report_gives_another_identity() {
    let id = |report: &Report| {
        let document = lopdf::Document::load_mem(&pdf(report)).expect("a PDF");
        document.trailer.get(b"ID").expect("an identity").clone()
    };
    let mut other = sample::whole(1);
    other.meta.status = "Editie 2".into();
    assert_ne!(id(&sample::whole(1)), id(&other));
}

#[test]
fn a_rendering_with_what_was_kept_gives_the_same_bytes_as_one_without() {
    let fonts = Fonts::embedded().expect("committed fonts");
    let mut kept = Kept::default();
    let mut again = |report: &Report| {
        let stamp = Stamp::of(report);
        render::render_again(report, &stamp, &fonts, &mut kept).expect("a report that can be printed")
    };
    let mut report = sample::whole(4);
    assert!(again(&report) == pdf(&report), "nothing was kept");
    assert!(again(&report) == pdf(&report), "nothing changed");
    let goal = &mut report.sections[3].sections[0];
    if let Block::Paragraph(paragraph) = &mut goal.sections[0].blocks[0] {
        paragraph.text = vec![Inline::text(sample::prose(3, 90))];
    }
    assert!(again(&report) == pdf(&report), "a paragraph grew by pages");
    report.sections.remove(1);
    assert!(again(&report) == pdf(&report), "a chapter is gone, and an anchor with it");
    report.sections[1].sections[1].anchor = "doel-nieuw".into();
    assert!(again(&report) == pdf(&report), "a reference in other goals leads nowhere now");
}
