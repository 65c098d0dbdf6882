//! A definition that is wrong is refused.

use super::*;

const SHIPPED: &str = include_str!("../../../reports/definition.toml");

fn refusal(from: &str, to: &str) -> String {
    assert!(SHIPPED.contains(from), "{from}");
    Definition::parse("x.toml", &SHIPPED.replacen(from, to, 1)).unwrap_err().to_string()
}

/// The line on which a text stands in the shipped file.
fn line(text: &str) -> usize {
    SHIPPED[..SHIPPED.find(text).unwrap()].matches('\n').count() + 1
}

#[test]
fn the_shipped_definition_is_right_and_names_its_version() {
    assert_eq!(Definition::shipped().name(), "voortgangsrapportage 6");
}

#[test]
fn a_wrong_file_is_refused_with_its_line_and_the_reason() {
    for (from, to, reason) in [
        ("section = \"world\"", "section = \"wereld\"", "unknown variant `wereld`"),
        ("section = \"world\"", "section = \"summary\"", "stands in the list twice"),
        ("letter = \"C\"", "letter = \"A\"", "another chapter has this letter"),
        ("letter = \"C\"", "letter = \"cc\"", "a letter from A to Z"),
        ("anchor = \"wereld\"", "anchor = \"inleiding\"", "another heading has this anchor"),
        ("anchor = \"wereld\"", "anchor = \"De wereld\"", "small letters"),
        ("table-heading = \"Stand per {goal}\"", "table-heading = \"Stand per {doel}\"", "{doel}"),
        ("table-heading = \"Stand per {goal}\"", "table-heading = \"Stand per {goal\"", "brace"),
        ("table-heading = \"Stand per {goal}\"", "table-heading = \" \"", "empty"),
        ("none = \"geen\"", "geen = \"geen\"", "unknown field `geen`"),
        ("tone = \"negative\" }", "tone = \"rood\" }", "unknown variant `rood`"),
    ] {
        let refusal = refusal(from, to);
        assert!(refusal.contains(reason), "{refusal}");
        // A chapter is refused at its first line; the rest on the line itself.
        let (_, place) = refusal.split_once(':').unwrap();
        let place: usize = place.split(':').next().unwrap().parse().unwrap();
        assert!(line(from).abs_diff(place) <= 2, "{refusal}");
    }
}

#[test]
fn a_missing_word_names_itself() {
    assert!(refusal("rating-title = \"Oordeel\"\n", "").contains("missing field `rating-title`"));
}
