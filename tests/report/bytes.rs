//! The same report gives the same bytes: twice in one process, and in another one.

use std::process::Command;

use sha2::{Digest, Sha256};
use voortgang::{domain::event::hex, report::Report};

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
