//! What a report says, in which order, and what it says of what is missing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::{
    sample::{SECRET, day, facts, origin, passage, silent},
    *,
};
use crate::{
    domain::{
        facts::Outcome,
        goal_text::{GoalText, Head},
        strategy::{Change, GoalChange, Placed},
    },
    report::{PanelKind, Table},
};

fn edition() -> EditionLabel {
    let publisher = "Ministerie van Proef".into();
    EditionLabel { number: Some(1), status: "Editie 1".into(), reason: None, publisher }
}

fn draft(facts: &Facts) -> (Report, Vec<Gap>) {
    let definition = Definition::shipped();
    compile(&definition, facts, None, EditionLabel::draft(&definition, facts))
}

fn report(facts: &Facts) -> Report {
    compile(&Definition::shipped(), facts, None, edition()).0
}

fn find<'a>(report: &'a Report, anchor: &str) -> &'a Section {
    report.walk().find(|section| section.anchor == anchor).unwrap_or_else(|| panic!("no section {anchor}"))
}

/// Every JSON object of the report for which something is true.
fn objects<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            found.push(value);
            fields.values().for_each(|field| objects(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| objects(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// All words of some blocks, cells and panels included.
fn words(blocks: &[Block]) -> String {
    let json = serde_json::to_value(blocks).unwrap();
    let mut all = Vec::new();
    objects(&json, &mut all);
    all.iter()
        .filter_map(|object| object["text"].as_str())
        .collect::<Vec<_>>()
        .join("|")
        .replace('\u{a0}', " ")
}

fn tables(section: &Section) -> Vec<&Table> {
    section
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect()
}

#[test]
fn the_sections_stand_in_the_order_of_the_definition() {
    let report = report(&facts(&[2, 1], true));
    let anchors: Vec<&str> = report.sections.iter().map(|section| section.anchor.as_str()).collect();
    assert_eq!(
        anchors,
        [
            "samenvatting",
            "inleiding",
            "wereld",
            "herijking",
            "pijler-1",
            "pijler-2",
            "themas",
            "vooruitblik",
            "moties-en-toezeggingen",
            "overzicht-van-bijdragen",
            "verantwoording-van-oordelen",
            "bronnen",
            "verschillen",
        ]
    );
    let parts: Vec<&str> =
        find(&report, "doel-1").sections.iter().map(|section| section.anchor.as_str()).collect();
    let names = ["voortgang", "inzet", "cijfers", "beleid", "moties", "vooruitblik", "bijdragen"];
    assert_eq!(parts, names.map(|name| format!("doel-1-{name}")));
}

#[test]
fn paragraphs_know_their_number_and_where_their_words_came_from() {
    let report = report(&facts(&[1], true));
    let said: Vec<_> = find(&report, "doel-1-voortgang")
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => (paragraph.number.clone(), paragraph.origin.clone().unwrap()),
            Block::List(list) => (None, list.origin.clone().unwrap()),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => panic!("only prose"),
        })
        .map(|(number, origin)| {
            (number.unwrap_or_default(), origin.ministry, origin.revision, origin.altered)
        })
        .collect();
    let row =
        |number: &str, ministry: &str, revision, altered| (number.into(), ministry.into(), revision, altered);
    assert_eq!(
        said,
        [
            row("1.1", "BZ", None, false),
            row("1.2", "DEF", Some(2), false),
            row("", "DEF", Some(2), false),
            row("1.3", "DEF", Some(2), true),
            row("1.4", "DEF", Some(2), false),
        ]
    );
    let outlook = words(&find(&report, "doel-1-vooruitblik").blocks);
    assert_eq!(outlook, "Er komt meer.");
}

#[test]
fn the_overview_of_contributions_accounts_for_every_numbered_paragraph() {
    let report = report(&facts(&[1], true));
    let overview = find(&report, "overzicht-van-bijdragen");
    let rows: Vec<Vec<String>> = tables(overview)[0]
        .rows
        .iter()
        .map(|row| {
            row.cells.iter().map(|cell| Inline::words(&cell.lines.concat()).replace('\u{a0}', " ")).collect()
        })
        .collect();
    let (day, hash) = ("20 februari 2020", "0123456789ab");
    assert_eq!(
        rows,
        [
            ["Alinea 1.1", "BZ", "geen", "geen", "geen", "Geschreven door BZ"],
            ["Alinea 1.2, 1.4 en 1.5, opsomming na 1.2", "DEF", "2", day, hash, "Ongewijzigd"],
            ["Alinea 1.3", "DEF", "2", day, hash, "Aangepast door BZ"],
            ["Toelichting bij inzet 1.1 tot en met 1.3", "DEF", "2", day, hash, "Ongewijzigd"],
            ["Reden om niet bij te dragen", "JenV", "2", day, hash, "Ongewijzigd"],
        ]
    );
}

#[test]
fn commitments_show_stand_due_day_and_who_explained() {
    let report = report(&facts(&[1], true));
    let table = tables(find(&report, "doel-1-inzet"))[0];
    let cells: Vec<String> = table
        .rows
        .iter()
        .map(|row| words(&[Block::Table(Table { rows: vec![row.clone()], ..table.clone() })]))
        .collect();
    assert!(cells[0].starts_with("1.1|Nederland doet 1.1.|Uiterlijk 31 december 2019. Die dag was op de peildatum voorbij.|Nieuws|DEF:"), "{cells:?}");
    assert!(cells[1].contains("Afgerond"), "{cells:?}");
    assert!(cells[2].ends_with("Geen nieuws|geen"), "{cells:?}");
}

#[test]
fn a_motion_is_answered_with_its_goal_and_pointed_to_from_the_appendix() {
    let report = report(&facts(&[1], true));
    assert!(words(&find(&report, "doel-1-moties").blocks).contains("Antwoord op motie."));
    let motions = words(&find(&report, "moties-en-toezeggingen-moties").blocks);
    assert!(
        motions.contains("Het antwoord staat bij |doel 1|.") && !motions.contains("Antwoord op"),
        "{motions}"
    );
    let mut aside = facts(&[1], true);
    for answer in aside.requests.iter_mut().filter_map(|request| request.answer.as_mut()) {
        answer.outcome = Outcome::SetAside;
    }
    let motions = words(&find(&self::report(&aside), "moties-en-toezeggingen-moties").blocks);
    assert!(motions.contains("De reden staat bij |doel 1|."), "{motions}");
    let undertakings = words(&find(&report, "moties-en-toezeggingen-toezeggingen").blocks);
    assert!(
        undertakings.contains("Antwoord op toezegging.") && undertakings.contains("Geen Kamerstuk bekend")
    );
}

#[test]
fn the_last_editions_rating_stands_beside_the_new_one() {
    let facts = facts(&[1], true);
    let mut before = facts.clone();
    before.goals[0].assessment.as_mut().unwrap().rating = "achter".into();
    let previous = report(&before);
    let (report, _) = compile(&Definition::shipped(), &facts, Some(&previous), edition());
    assert!(
        words(&find(&report, "doel-1").blocks)
            .contains("Oordeel in de vorige editie: Loopt achter. Verandering: verbeterd.")
    );
    assert!(words(&find(&report, "samenvatting-stand").blocks).contains("Loopt achter|Verbeterd"));
}

#[test]
fn a_changed_goal_is_explained() {
    let mut facts = facts(&[1], true);
    facts.goal_changes = vec![GoalChange {
        pillar: 1,
        number: 1,
        title: "Titel van doel 1".into(),
        before: Some(Placed { pillar: 2, number: 4, title: "Vroegere titel".into() }),
        change: Change::Reworded,
        reason: "De dreiging veranderde.".into(),
        paper: Some("33 694, nr. 50".into()),
        from: day("2019-06-01"),
        cause: Some("Ontwikkeling 3.1".into()),
        origins: vec![(8, "Oud doel".into()), (9, "Ouder doel".into())],
        heirs: Vec::new(),
    }];
    let changes = words(&find(&report(&facts), "herijking").blocks);
    for said in [
        "Voorheen: “Vroegere titel”",
        "Was doel 4 in pijler 2",
        "Komt voort uit doel 8 (Oud doel) en doel 9 (Ouder doel)",
        "Anders verwoord",
        "Aanleiding: Ontwikkeling 3.1",
        "33 694, nr. 50",
        "Geldt vanaf 1 juni 2019",
    ] {
        assert!(changes.contains(said), "{said}: {changes}");
    }
}

#[test]
fn how_ratings_moved_is_drawn_when_there_is_an_edition_to_compare_with() {
    let facts = facts(&[2, 1], true);
    let first = report(&facts);
    let second = compile(&Definition::shipped(), &facts, Some(&first), edition()).0;
    let captions = |report: &Report| {
        let blocks = &find(report, "samenvatting-stand").blocks;
        let figures = blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some((figure.caption.clone(), figure.alt.clone())),
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Panel(_) => None,
        });
        figures.collect::<Vec<_>>()
    };
    assert_eq!(captions(&first).len(), 1);
    let drawn = captions(&second);
    assert_eq!(drawn[1].0, "Verandering in de oordelen sinds de vorige editie");
    assert!(drawn[1].1.contains("gelijk"), "{}", drawn[1].1);
}

#[test]
fn without_a_scale_nothing_speaks_of_ratings() {
    let report = report(&facts(&[1, 1], false));
    let json = report.to_json();
    assert!(!json.contains("ordeel\"") && !json.contains("verantwoording"), "{json}");
    assert!(!json.contains("\"chart\":\"stacks\""));
    assert!(
        words(&find(&report, "samenvatting-stand").blocks)
            .contains("1× |Nieuws|1× |Geen nieuws|1× |Afgerond")
    );
}

#[test]
fn a_draft_says_so_and_a_specimen_says_that() {
    let mut facts = facts(&[1], true);
    let mark = |facts: &Facts| (draft(facts).0.meta.watermark, report(facts).meta.watermark);
    assert_eq!(mark(&facts), (Some("CONCEPT".into()), None));
    facts.round.specimen = true;
    assert_eq!(mark(&facts), (Some("VOORBEELD".into()), Some("VOORBEELD".into())));
    let meta = draft(&facts).0.meta;
    assert_eq!(
        (meta.status.as_str(), meta.publisher.as_str()),
        ("Concept", "Ministerie van Buitenlandse Zaken")
    );
}

#[test]
fn complete_facts_leave_no_gap() {
    let (report, gaps) = draft(&facts(&[2, 1], true));
    assert_eq!(gaps, []);
    assert!(!report.to_json().contains("\"kind\":\"gap\""));
}

#[test]
fn a_draft_shows_every_open_gap_once_and_an_edition_none() {
    let facts = silent(&[1, 2]);
    let (report, gaps) = draft(&facts);
    assert!(gaps.len() > 30, "{}", gaps.len());
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    let mut all = Vec::new();
    objects(&json, &mut all);
    let panels =
        all.into_iter().filter(|object| object["kind"] == serde_json::to_value(PanelKind::Gap).unwrap());
    let panels: Vec<Block> = panels
        .flat_map(|panel| serde_json::from_value::<Vec<Block>>(panel["blocks"].clone()).unwrap())
        .collect();
    let mut shown: Vec<String> = panels
        .iter()
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![Inline::words(&paragraph.text)],
            Block::List(list) => list.items.iter().map(|item| Inline::words(&item.text)).collect(),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => panic!("sentences"),
        })
        .map(|sentence| sentence.replace('\u{a0}', " "))
        .collect();
    let mut open: Vec<String> = gaps.iter().map(|gap| gap.what.clone()).collect();
    shown.sort();
    open.sort();
    assert_eq!(shown, open);
    assert!(!self::report(&facts).to_json().contains("\"kind\":\"gap\""));
}

#[test]
fn a_goal_of_an_unknown_pillar_is_not_lost() {
    let mut facts = facts(&[1, 1], true);
    facts.pillars.pop();
    assert_eq!(find(&report(&facts), "pijler-overig").sections[0].anchor, "doel-2");
}

#[test]
fn a_passage_of_many_kinds_is_numbered_through() {
    let mut facts = facts(&[1], true);
    facts.goals[0].text = GoalText::default().place([passage(
        Head::Text,
        "- eerst\n\nDan.\n\n1. a\n2. b\n\nSlot.",
        Some(origin("x")),
    )]);
    let overview = words(&find(&report(&facts), "overzicht-van-bijdragen").blocks);
    assert!(
        overview.contains("Alinea |1.1| en |1.2|, |opsomming aan het begin|, |opsomming na |1.1"),
        "{overview}"
    );
}

fn shapes() -> impl Strategy<Value = (Facts, bool)> {
    let pillars = prop::collection::vec(0..4_u32, 0..5);
    (pillars, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(pillars, rated, talks, draft)| {
        (if talks { facts(&pillars, rated) } else { silent(&pillars) }, draft)
    })
}

fn shaped((facts, is_draft): &(Facts, bool)) -> Report {
    if *is_draft { draft(facts).0 } else { report(facts) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_internal_ever_comes_in(shape in shapes()) {
        let json = shaped(&shape).to_json();
        prop_assert!(!json.contains(SECRET));
        for id in shape.0.goals.iter().map(|goal| goal.goal.id.to_string()) {
            prop_assert!(!json.contains(&id));
        }
        for passage in shape.0.goals.iter().flat_map(|goal| &goal.text.passages) {
            prop_assert!(!json.contains(&passage.author.to_string()) && !json.contains(&passage.id.to_string()));
        }
    }

    #[test]
    fn anchors_are_unique_and_every_reference_leads_somewhere(shape in shapes()) {
        let report = shaped(&shape);
        let json: Value = serde_json::from_str(&report.to_json()).unwrap();
        let mut all = Vec::new();
        objects(&json, &mut all);
        let numbers = all.iter().filter_map(|object| object["number"].as_str());
        let paragraphs = numbers.map(|number| format!("p-{}", number.replace('.', "-").to_lowercase()));
        let anchors: Vec<String> = report.walk().map(|section| section.anchor.clone()).chain(paragraphs).collect();
        let unique: BTreeSet<&String> = anchors.iter().collect();
        prop_assert_eq!(unique.len(), anchors.len());
        for reference in all.iter().filter(|object| object["inline"] == "reference") {
            let anchor = reference["anchor"].as_str().unwrap().to_owned();
            prop_assert!(unique.contains(&anchor), "{} leads nowhere", anchor);
        }
    }

    #[test]
    fn every_shape_is_sound_and_survives_freezing(shape in shapes()) {
        let report = shaped(&shape);
        prop_assert_eq!(&Report::from_json(&report.to_json()).unwrap(), &report);
        prop_assert_eq!(&shaped(&shape), &report);
        let titles: Vec<&str> = report.walk().filter(|section| section.anchor.strip_prefix("doel-").is_some_and(|rest| !rest.contains('-'))).map(|section| section.title.as_str()).collect();
        let expected: Vec<&str> = shape.0.goals.iter().map(|goal| goal.goal.title.as_str()).collect();
        prop_assert_eq!(titles, expected);
        for section in report.walk() {
            prop_assert!(section.sections.iter().all(|inner| inner.level == section.level + 1));
            let braces = format!("{}{}", section.title, words(&section.blocks)).contains(['{', '}']);
            prop_assert!(!braces);
            for table in tables(section) {
                prop_assert!(!table.caption.is_empty() && !table.rows.is_empty() || shape.0.goals.is_empty());
                prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
                prop_assert!(table.rows.iter().flat_map(|row| &row.cells).all(|cell| !Inline::words(&cell.lines.concat()).is_empty()));
            }
        }
    }
}
