//! Who may do what, as the manual shows it: the table that the tests walk, in words.

use std::sync::LazyLock;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    App, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    routes::{Manual, RightsManual},
};

/// The table as the tests made it: what stands here was asked of the program itself.
const TABLE: &str = include_str!("../../tests/web/permissions.md");

/// Addresses that belong together.
struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

/// One address and what one does there.
struct Row {
    address: &'static str,
    act: &'static str,
    when: String,
    answers: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/about/rights.html")]
struct RightsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    people: [&'static str; 10],
    groups: &'static [Group],
}

/// The columns of the table.
const PEOPLE: [&str; 10] = [
    "Zonder inloggen",
    "Bijdrager",
    "Akkoordgever",
    "Bijdrager elders, zelfde doel",
    "Akkoordgever elders, zelfde doel",
    "Coördinator",
    "Uitgever",
    "Meelezer",
    "Beheerder",
    "Bijdrager elders, geen doel",
];

/// States, by their name in the table.
const STATES: [(&str, &str); 13] = [
    ("open", "bijdrage nog niet begonnen"),
    ("draft", "concept"),
    ("shared", "gedeeld concept"),
    ("submitted", "ingediend"),
    ("returned", "teruggestuurd"),
    ("approved", "akkoord"),
    ("taken over", "overgenomen"),
    ("preparing", "ronde in voorbereiding"),
    ("composing", "ronde in samenstelling"),
    ("consulting", "ronde in afstemming"),
    ("frozen", "editie vastgesteld"),
    ("released", "editie vrijgegeven"),
    ("corrected", "editie verbeterd"),
];

/// Titles, by the first part of an address; what is not named here comes last.
const TITLES: [(&str, &[&str]); 5] = [
    ("Bijdragen schrijven en beoordelen", &["mijn-doelen", "meelezen", "bijdragen", "beoordelen"]),
    ("Rondes, samenstellen en edities", &["rondes"]),
    ("Strategie en herijking", &["strategie"]),
    ("Inloggen en wat iedereen mag lezen", &["", "inloggen", "uitloggen", "rapporten", "handleiding"]),
    ("Overig", &[]),
];

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| read(TABLE));

/// Rechten.
pub(super) async fn show(
    _: RightsManual,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    page(&RightsPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Handleiding", Manual)],
        people: PEOPLE,
        groups: &GROUPS,
    })
}

/// The table in groups.
fn read(table: &'static str) -> Vec<Group> {
    let mut groups: Vec<Group> = TITLES.iter().map(|(title, _)| Group { title, rows: Vec::new() }).collect();
    for line in table.lines().filter_map(|line| line.strip_prefix("| `")) {
        let mut cells = line.trim_end_matches(" |").split(" | ");
        let (Some(address), Some(method), Some(states)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let address = address.trim_end_matches('`');
        let part = address.split('/').nth(1).unwrap_or_default();
        let place = TITLES.iter().position(|(_, parts)| parts.contains(&part)).unwrap_or(TITLES.len() - 1);
        groups[place].rows.push(Row {
            address,
            act: if method == "GET" { "bekijken" } else { "doen" },
            when: when(states),
            answers: cells.map(word).collect(),
        });
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// In which states a row holds.
fn when(states: &str) -> String {
    let (start, names) = match states.strip_prefix('*') {
        Some("") => return "altijd".to_owned(),
        Some(but) => ("altijd, behalve: ", but.trim_start_matches(" but ")),
        None => ("", states),
    };
    let words = names
        .split(", ")
        .map(|name| STATES.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| *word));
    format!("{start}{}", words.collect::<Vec<_>>().join(", "))
}

/// What an answer means for a person.
fn word(answer: &str) -> &'static str {
    match answer {
        "sign in" | "401" => "eerst inloggen",
        "403" => "nee",
        "404" => "bestaat niet",
        "409" => "nu niet",
        _ => "ja",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_shown_with_everyone_in_it() {
        let lines = TABLE.lines().filter(|line| line.starts_with("| `")).count();
        let rows: Vec<&Row> = GROUPS.iter().flat_map(|group| &group.rows).collect();
        assert_eq!(rows.len(), lines);
        assert!(lines > 80, "{lines}");
        for row in rows {
            assert_eq!(row.answers.len(), PEOPLE.len(), "{}", row.address);
        }
    }

    #[test]
    fn every_state_of_the_table_has_a_word() {
        for line in TABLE.lines().filter_map(|line| line.strip_prefix("- *")) {
            let name = line.split('*').next().unwrap_or_default();
            assert!(STATES.iter().any(|(known, _)| *known == name), "{name}");
        }
        assert_eq!(when("* but preparing"), "altijd, behalve: ronde in voorbereiding");
        assert_eq!(when("draft, shared"), "concept, gedeeld concept");
    }
}
