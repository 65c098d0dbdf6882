//! Tables of what is asked of this program: every row is there, and every test that it names.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, io::Write as _, path::Path};

/// Names of all functions in the tests and beside the code.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("a file");
            // The line before a test says that it is one.
            let mut is_test = false;
            for line in text.lines().map(str::trim) {
                let name = line.trim_start_matches("async ").strip_prefix("fn ");
                if let Some(name) = name.and_then(|rest| rest.split('(').next()).filter(|_| is_test) {
                    names.insert(name.to_owned());
                }
                is_test = (is_test && line.starts_with("#["))
                    || line.starts_with("#[test]")
                    || line.starts_with("#[tokio::test");
            }
        }
    }
}

#[test]
fn every_row_of_asvs_is_answered_by_tests_that_exist_or_says_plainly_why_not() {
    answered("rows of ASVS", include_str!("asvs.md"), 46);
}

#[test]
fn every_story_is_answered_by_tests_that_exist_or_says_plainly_why_not() {
    answered("stories", include_str!("stories.md"), 40);
}

/// Looks through a table with so many rows.
#[track_caller]
fn answered(what: &str, table: &str, count: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    functions(&root.join("tests"), &mut tests);
    functions(&root.join("src"), &mut tests);
    assert!(tests.len() > 300, "{}", tests.len());
    let (mut covered, mut open, mut faults) = (0, 0, Vec::new());
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && line.as_bytes().get(2).is_some_and(u8::is_ascii_digit))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    for (index, row) in rows.iter().enumerate() {
        let [number, _, _, answer] = row[..] else { panic!("four cells: {row:?}") };
        assert_eq!(number, (index + 1).to_string());
        let named: Vec<&str> = answer.split('`').skip(1).step_by(2).collect();
        faults.extend(
            named
                .iter()
                .filter(|name| !tests.contains(**name))
                .map(|name| format!("row {number}: no test {name}")),
        );
        match (answer.strip_prefix("open: "), named.is_empty()) {
            (None, false) => covered += 1,
            (Some(_), true) => open += 1,
            _ => faults.push(format!("row {number} names tests, or says \"open: \" and why")),
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(rows.len(), count);
    let _ = writeln!(std::io::stderr(), "figure: {covered} of {count} {what} covered by tests, {open} open");
}
