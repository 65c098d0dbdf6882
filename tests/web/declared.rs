//! Every address that is declared, read from the table itself, so that no test can forget one.

use std::collections::BTreeMap;

/// Name and pattern of every declared path, in the order of the file.
pub(crate) fn paths() -> Vec<(String, String)> {
    let source = include_str!("../../src/web/routes.rs");
    let declared = source.lines().filter_map(|line| {
        let (left, right) = line.trim().split_once(" = \"/")?;
        let name = left.split([' ', '{']).next()?.to_owned();
        Some((name, format!("/{}", right.strip_suffix("\";")?)))
    });
    declared.collect()
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
    let source = include_str!("../../src/web/routes.rs");
    let literals = source.matches("\"/").count();
    // One line is no declaration: the example in a comment.
    let others = source.matches("\"/address").count();
    assert_eq!(paths().len(), literals - others);
}
