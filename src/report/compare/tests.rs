//! What two reports have to say of each other.

use proptest::prelude::*;

use super::{compare as compare_along, *};
use crate::{
    domain::{
        contribution::Stand,
        facts::{Facts, Measurement},
        goal_text::{GoalText, Head},
        id::GoalId,
    },
    report::{
        Block, EditionLabel, Inline, compile,
        definition::Definition,
        sample::{day, facts, passage},
    },
};

fn report(facts: &Facts) -> Report {
    let label =
        EditionLabel { number: Some(1), status: "Editie 1".into(), reason: None, publisher: "Proef".into() };
    compile(&Definition::shipped(), facts, None, label).0
}

/// Without any herijking.
fn compare(before: &Report, now: &Report) -> Comparison {
    compare_along(before, now, &Lineage::default())
}

fn with_text(words: &[&str]) -> Facts {
    let mut facts = facts(&[1], true);
    facts.goals[0].text =
        GoalText::default().place(words.iter().map(|words| passage(Head::Text, words, None)));
    facts
}

/// What happened to the passages of the first goal's text, in order.
fn fates(before: &[&str], now: &[&str]) -> Vec<Fate> {
    let comparison = compare(&report(&with_text(before)), &report(&with_text(now)));
    let written = comparison.goals[0].passages.iter();
    written.filter(|passage| sides(passage).any(|said| said.number.is_some())).map(Passage::fate).collect()
}

fn sides(passage: &Passage) -> impl Iterator<Item = &Said> {
    passage.said.before.iter().chain(&passage.said.now)
}

const ARMY: &str = "De krijgsmacht oefende in 2019 met bondgenoten in het noorden van Noorwegen.";
const POLICE: &str = "De politie richtte een team op voor onderzoek naar digitale misdaad.";
const CUSTOMS: &str = "De douane controleerde meer containers in de haven van Rotterdam.";

#[test]
fn passages_are_the_same_added_dropped_moved_or_reworded() {
    use Fate::{Added, Dropped, Moved, Reworded, Same};
    assert_eq!(fates(&[ARMY, POLICE], &[ARMY, POLICE]), [Same, Same]);
    assert_eq!(fates(&[ARMY], &[ARMY, POLICE]), [Same, Added]);
    assert_eq!(fates(&[ARMY, CUSTOMS, POLICE], &[ARMY, POLICE]), [Same, Dropped, Same]);
    assert_eq!(fates(&[ARMY, POLICE, CUSTOMS], &[CUSTOMS, ARMY, POLICE]), [Moved, Same, Same]);
    assert_eq!(fates(&[ARMY, POLICE], &[POLICE, ARMY]), [Moved, Moved]);
    let other = "De krijgsmacht oefende in 2020 met drie bondgenoten in het noorden van Noorwegen.";
    assert_eq!(fates(&[ARMY, POLICE], &[other, POLICE]), [Reworded, Same]);
    assert_eq!(fates(&[ARMY], &[CUSTOMS]), [Dropped, Added]);
}

#[test]
fn a_passage_that_goes_to_another_heading_has_moved() {
    let before = with_text(&[ARMY, POLICE]);
    let mut now = with_text(&[ARMY]);
    now.goals[0].text =
        GoalText::default().place([passage(Head::Text, ARMY, None), passage(Head::Outlook, POLICE, None)]);
    let comparison = compare(&report(&before), &report(&now));
    assert_eq!(Counts::of(&comparison.goals[0].passages), Counts { moved: 1, ..Counts::default() });
}

#[test]
fn what_changed_in_a_goal_is_said_in_words() {
    let before = with_text(&[ARMY, POLICE]);
    let mut now = with_text(&[ARMY, CUSTOMS, "Nog iets geheel nieuws."]);
    let goal = &mut now.goals[0];
    goal.goal.title = "Andere titel".into();
    goal.assessment.as_mut().unwrap().rating = "achter".into();
    goal.indicators[0].measurements.push(Measurement {
        date: day("2020-02-01"),
        value: 149,
        source: "NAVO".into(),
    });
    for contribution in &mut goal.contributions {
        for line in contribution.approved.iter_mut().flat_map(|approved| &mut approved.content.stands).take(1)
        {
            line.stand = Stand::Completed;
        }
    }
    let comparison = compare(&report(&before), &report(&now));
    assert_eq!(
        comparison.goals[0].in_words(),
        [
            "De titel was “Titel van doel 1” en is nu “Andere titel”.",
            "Het oordeel ging van “op koers” naar “loopt achter”.",
            "In doel 1 zijn 2 passages toegevoegd en 1 is vervallen.",
            "Van 1 onderdeel van de inzet is de stand anders.",
            "Van 1 cijfer is de laatste meting anders.",
        ]
    );
    assert_eq!(comparison.in_words(), "Er zijn verschillen bij 1 doel.");
    let figure = &comparison.goals[0].figures[0].newest;
    assert_eq!(figure.before.as_deref(), Some("1,36 (31 december 2019)"));
    assert_eq!(figure.now.as_deref(), Some("1,49 (1 februari 2020)"));
}

#[test]
fn a_goal_that_is_new_or_gone_stands_on_one_side() {
    let comparison = compare(&report(&facts(&[2], true)), &report(&facts(&[1], true)));
    assert_eq!(comparison.goals[1].title.now, None);
    assert_eq!(comparison.goals[1].in_words(), ["Doel 2 staat alleen in de eerdere editie."]);
    assert!(!comparison.goals[0].differs());
}

#[test]
fn between_two_strategies_a_number_says_nothing() {
    let before = facts(&[1], true);
    let mut now = facts(&[1], true);
    now.strategy.short = "VS".into();
    let comparison = compare(&report(&before), &report(&now));
    assert!(!comparison.one_strategy);
    assert_eq!(comparison.goals.len(), 2);
    assert!(comparison.goals.iter().all(|goal| goal.title.before.is_none() != goal.title.now.is_none()));
    assert!(comparison.chapters.iter().all(|chapter| !chapter.differs()), "the same words in the chapters");
}

#[test]
fn a_commitment_that_comes_back_has_another_day_and_the_same_words() {
    let before = facts(&[1], true);
    let mut now = before.clone();
    let dated = now.goals[0].commitments.iter_mut().find(|one| one.due.is_some()).unwrap();
    dated.due = Some(day("2020-03-31"));
    let number = dated.number.clone();
    let comparison = compare(&report(&before), &report(&now));
    for one in &comparison.goals[0].commitments {
        assert!(!one.promise.differ() && one.due.differ() == (one.number == number), "{one:?}");
    }
}

#[test]
fn what_the_compiler_lays_out_is_read_back() {
    let facts = facts(&[2], true);
    let comparison = compare(&report(&facts), &report(&facts));
    let goal = &comparison.goals[1];
    assert_eq!((goal.label.as_str(), goal.anchor.as_str()), ("Doel 2", "doel-2"));
    assert_eq!(goal.rating.now.as_deref(), Some("Op koers"));
    let stands: Vec<_> = goal.commitments.iter().filter_map(|one| one.stand.now.as_deref()).collect();
    assert_eq!(stands, ["Nieuws", "Afgerond", "Geen nieuws"]);
    assert_eq!(goal.commitments[0].explanation.now.as_deref(), Some("DEF: Dit is gebeurd."));
    assert_eq!(ratings(&report(&facts)), [(1, "Op koers".to_owned()), (2, "Op koers".to_owned())].into());
    let chapters: Vec<_> = comparison.chapters.iter().map(ChapterComparison::name).collect();
    assert_eq!(
        chapters,
        [
            "A. Samenvatting",
            "B. Inleiding",
            "C. Veranderingen in de wereld",
            "D. Herijking van de strategie",
            "E. Dwarsdoorsnijdende thema’s",
            "F. Vooruitblik"
        ]
    );
}

/// Texts of a few words from a few, so that they often are alike.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let words = prop::sample::select(vec!["oefening", "schepen", "verdrag", "de", "van", "samenwerking"]);
    let text = prop::collection::vec(words, 1..6).prop_map(|words| words.join(" "));
    let list =
        prop::collection::vec("[a-z]{4,6}", 1..3).prop_map(|items| format!("- {}", items.join("\n- ")));
    prop::collection::vec(prop_oneof![4 => text, 1 => list], 0..9)
}

fn worlds() -> impl Strategy<Value = Report> {
    let goals = prop::collection::vec((texts(), texts(), any::<bool>()), 0..3);
    (goals, texts()).prop_map(|(goals, summary)| {
        let pillar = u32::try_from(goals.len()).unwrap();
        let mut facts = facts(&[pillar], true);
        for (item, (text, outlook, rated)) in facts.goals.iter_mut().zip(goals) {
            let text = text.iter().map(|words| passage(Head::Text, words, None));
            let outlook = outlook.iter().map(|words| passage(Head::Outlook, words, None));
            item.text = GoalText::default().place(text.chain(outlook));
            item.assessment = item.assessment.take().filter(|_| rated);
        }
        facts.texts.insert("summary".into(), summary.join("\n\n"));
        report(&facts)
    })
}

/// The same comparison from the other side, in an order that does not depend on the side.
fn mirrored(mut comparison: Comparison) -> Comparison {
    fn turn<T>(sides: &mut Sides<T>) {
        std::mem::swap(&mut sides.before, &mut sides.now);
    }
    let passages = |passages: &mut Vec<Passage>| {
        for passage in passages.iter_mut() {
            turn(&mut passage.said);
        }
        passages.sort();
    };
    for goal in &mut comparison.goals {
        turn(&mut goal.title);
        turn(&mut goal.rating);
        goal.commitments.iter_mut().for_each(|one| {
            turn(&mut one.promise);
            turn(&mut one.due);
            turn(&mut one.stand);
            turn(&mut one.explanation);
        });
        goal.figures.iter_mut().for_each(|figure| turn(&mut figure.newest));
        passages(&mut goal.passages);
    }
    for chapter in &mut comparison.chapters {
        turn(&mut chapter.title);
        passages(&mut chapter.passages);
    }
    comparison.goals.sort();
    comparison.chapters.sort();
    comparison
}

/// Every numbered paragraph and every item of a list with an origin, in no order.
fn written(report: &Report) -> Vec<String> {
    fn items(list: &crate::report::List, found: &mut Vec<String>) {
        for item in &list.items {
            found.push(Inline::words(&item.text).replace('\u{a0}', " "));
            item.list.iter().for_each(|inner| items(inner, found));
        }
    }
    let mut found = Vec::new();
    for block in report.walk().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(paragraph) if paragraph.number.is_some() => {
                found.push(Inline::words(&paragraph.text).replace('\u{a0}', " "));
            }
            Block::List(list) if list.origin.is_some() => items(list, &mut found),
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
        }
    }
    found.sort();
    found
}

/// The same of one side of a comparison; grounds of ratings stand in a panel and are left out.
fn accounted(comparison: &Comparison, side: impl Fn(&Sides<Said>) -> Option<&Said>) -> Vec<String> {
    let goals = comparison.goals.iter().flat_map(|goal| &goal.passages);
    let all = goals.chain(comparison.chapters.iter().flat_map(|chapter| &chapter.passages));
    let said = all.filter_map(|passage| side(&passage.said)).filter(|said| said.heading != "Oordeel");
    let mut found: Vec<String> = said.map(|said| said.text.clone()).collect();
    found.sort();
    found
}

#[test]
fn a_goal_that_moved_is_the_same_and_one_that_was_split_says_where_it_went() {
    let before = facts(&[3], true);
    let mut now = before.clone();
    now.goals.remove(2);
    now.goals[1].goal.number = 4;
    let mut heir = facts(&[1], true).goals.remove(0);
    heir.goal.number = 5;
    now.goals.push(heir);
    let ids: Vec<GoalId> = before.goals.iter().map(|item| item.goal.id).collect();
    let numbers = [(1, ids[0]), (2, ids[1]), (4, ids[1]), (3, ids[2]), (5, now.goals[2].goal.id)];
    let lineage = Lineage::new(numbers, [(ids[2], now.goals[2].goal.id)]);
    let comparison = compare_along(&report(&before), &report(&now), &lineage);
    let said: Vec<String> = comparison.goals.iter().map(|goal| goal.in_words().join(" ")).collect();
    assert_eq!(comparison.goals.iter().map(|goal| goal.number).collect::<Vec<_>>(), [1, 4, 3, 5]);
    assert!(said[1].contains("Het nummer was 2 en is nu 4."), "{said:?}");
    assert!(said[2].contains("alleen in de eerdere editie. Het gaat verder in doel 5."), "{said:?}");
    assert!(said[3].contains("alleen in de latere editie. Het komt voort uit doel 3."), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_report_does_not_differ_from_itself(report in worlds()) {
        let comparison = compare(&report, &report);
        prop_assert!(comparison.is_empty());
        prop_assert!(comparison.goals.iter().all(|goal| goal.in_words().len() == 1));
    }

    #[test]
    fn from_the_other_side_everything_is_the_other_way_around(one in worlds(), other in worlds()) {
        let turned_twice = mirrored(mirrored(compare(&one, &other)));
        prop_assert_eq!(mirrored(compare(&other, &one)), turned_twice);
    }

    #[test]
    fn every_passage_of_both_is_accounted_for_once(one in worlds(), other in worlds()) {
        let comparison = compare(&one, &other);
        prop_assert_eq!(accounted(&comparison, |said| said.before.as_ref()), written(&one));
        prop_assert_eq!(accounted(&comparison, |said| said.now.as_ref()), written(&other));
    }
}
