//! Every address that is declared, read from the table itself, so that no test can forget one.

use std::collections::BTreeMap;

/// Where addresses are declared.
const TABLE: &str = concat!(
    include_str!("../../src/web/routes/personal.rs"),
    include_str!("../../src/web/routes/mod.rs"),
    include_str!("../../src/web/routes/public.rs")
);

/// Name and pattern of every declared path, in the order of the file.
pub(crate) fn paths() -> Vec<(String, String)> {
    let declared = TABLE.lines().filter_map(|line| {
        let (left, right) = line.trim().split_once(" = \"/")?;
        let name = left.split([' ', '{']).next()?.to_owned();
        Some((name, format!("/{}", right.strip_suffix("\";")?)))
    });
    declared.collect()
}

/// A value for every part of an address, well formed and naming nothing, save the one round and its goals.
pub(crate) fn parts() -> BTreeMap<&'static str, String> {
    let nothing = "00000000-0000-7000-8000-000000000000";
    [
        ("development", nothing),
        ("document", "odt"),
        ("file", "doelen.csv"),
        ("format", "json"),
        ("from", "1"),
        ("goal", "6"),
        ("house", "tweede-kamer"),
        ("id", nothing),
        ("key", nothing),
        ("ministry", "def"),
        ("name", "rapport.pdf"),
        ("number", "1"),
        ("office", "minister-def"),
        ("passage", nothing),
        ("person", nothing),
        ("indicator", nothing),
        ("annex", nothing),
        ("proposal", nothing),
        ("provider", "elders"),
        ("remark", nothing),
        ("report", nothing),
        ("request", nothing),
        ("role", "bijdrager"),
        ("round", "2018-2020"),
        ("section", "summary"),
        ("session", nothing),
        ("slug", "2016-2018"),
        ("stand_in", nothing),
        ("strategy", "gbvs-2018-2022"),
        ("table", "doelen"),
        ("to", "2"),
        ("token", nothing),
        ("version", "1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// An address: the pattern with its parts filled in.
pub(crate) fn fill(pattern: &str, parts: &BTreeMap<&str, String>) -> String {
    let filled = pattern.split('/').map(|part| {
        let Some((name, rest)) = part.strip_prefix('{').and_then(|part| part.split_once('}')) else {
            return part.to_owned();
        };
        let value = parts.get(name).unwrap_or_else(|| panic!("no value for {{{name}}} in {pattern}"));
        format!("{value}{rest}")
    });
    filled.collect::<Vec<_>>().join("/")
}

#[test]
fn the_table_is_read_in_full() {
    let literals = TABLE.matches("\"/").count();
    // One line is no declaration: the example in a comment.
    let others = TABLE.matches("\"/address").count();
    assert_eq!(paths().len(), literals - others);
}
