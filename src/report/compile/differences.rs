//! What changed since the last edition: ratings and titles, how commitments stand, and how much was written anew.
//! Counts, not marked text: the full comparison is for a screen.

use super::{
    super::{
        Align, Block, Cell, Column, Inline, Row, Section,
        compare::{CommitmentComparison, Comparison, Counts, GoalComparison},
        definition::Words,
        typography::{capitalised, enumeration, running},
    },
    Compiler, Part, lower_first, section,
    table::{column, row, table},
};
use crate::domain::{
    facts::{EarlierFacts, GoalFacts},
    strategy::Movement,
};

impl Compiler<'_> {
    pub(super) fn differences_appendix(&self, anchor: &str, comparison: Option<&Comparison>) -> Part {
        let words = &self.definition.differences;
        let (Some(previous), Some(comparison)) = (self.previous, comparison) else {
            let blocks = match &self.facts.earlier {
                None => vec![self.sentence(&words.first, &[])],
                Some(earlier) => self.earlier_differences(earlier),
            };
            return Part { blocks, ..Part::default() };
        };
        let number = previous.meta.edition.unwrap_or_default().to_string();
        let slots = [("edition", number.as_str()), ("previous-round", previous.meta.round.as_str())];
        let mut blocks = vec![self.sentence(&words.intro, &slots)];
        let part = |name: &str, heading: &Words, blocks: Option<Vec<Block>>| {
            let empty = section(2, &format!("{anchor}-{name}"), &self.say(heading));
            Some(Section { blocks: blocks?, ..empty })
        };
        let parts = [
            part("doelen", &words.goals_heading, self.goal_differences(comparison)),
            part("inzet", &words.stands_heading, self.stand_differences(comparison)),
            part("teksten", &words.texts_heading, self.text_differences(comparison)),
        ];
        let sections: Vec<Section> = parts.into_iter().flatten().collect();
        if sections.is_empty() {
            blocks.push(self.sentence(&words.same, &[]));
        }
        Part { blocks, sections }
    }

    /// Against a report that was made elsewhere: its ratings are known, and not its words.
    fn earlier_differences(&self, earlier: &EarlierFacts) -> Vec<Block> {
        let words = &self.definition.differences;
        let paper = earlier.paper.as_ref().map(|paper| format!(" (Kamerstuk {paper})")).unwrap_or_default();
        let title = format!("{}{paper}", earlier.title);
        let mut blocks = vec![self.sentence(&words.earlier, &[("title", &title)])];
        let rows: Vec<Row> = self.facts.goals.iter().filter_map(|item| self.earlier_row(item)).collect();
        let columns = vec![
            column(self.say(&words.goal_head), 34),
            column(self.say(&words.earlier_head), 23),
            column(self.say(&words.now_head), 23),
            column(self.say(&words.change_head), 20),
        ];
        let caption = self.say(&words.earlier_caption);
        blocks.push(if rows.is_empty() {
            self.sentence(&words.earlier_same, &[])
        } else {
            table(caption, columns, rows)
        });
        blocks
    }

    fn earlier_row(&self, item: &GoalFacts) -> Option<Row> {
        let (before, change) = self.previous_rating(item).filter(|_| self.rates())?;
        let now = self.rating_of(item);
        (change != Movement::Same).then(|| {
            row([
                Cell::of(self.goal_title(item)),
                Cell::plain(before),
                Cell::of(vec![self.rating_badge(now)]),
                Cell::plain(capitalised(change.dutch())),
            ])
        })
    }

    fn goal_differences(&self, comparison: &Comparison) -> Option<Vec<Block>> {
        let words = &self.definition.differences;
        let rows: Vec<Row> = comparison.goals.iter().flat_map(|goal| self.goal_rows(goal)).collect();
        let columns = vec![
            column(self.say(&words.goal_head), 34),
            column(self.say(&words.previous_head), 23),
            column(self.say(&words.now_head), 23),
            column(self.say(&words.change_head), 20),
        ];
        (!rows.is_empty()).then(|| vec![table(self.say(&words.caption), columns, rows)])
    }

    fn goal_rows(&self, goal: &GoalComparison) -> Vec<Row> {
        let words = &self.definition.differences;
        let side = |side: &Option<String>| {
            Cell::plain(side.clone().unwrap_or_else(|| self.say(&self.definition.document.none)))
        };
        let titles = |change: String| {
            row([self.goal_head(goal), side(&goal.title.before), side(&goal.title.now), Cell::plain(change)])
        };
        let others = |words: &Words, numbers: &[u32]| {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            self.say_with(words, &[("goals", &enumeration(&numbers))])
        };
        let mut rows = Vec::new();
        match (&goal.title.before, &goal.title.now) {
            (None, _) if goal.origins.is_empty() => return vec![titles(self.say(&words.added))],
            (None, _) => return vec![titles(others(&words.added_from, &goal.origins))],
            (_, None) if goal.heirs.is_empty() => return vec![titles(self.say(&words.gone))],
            (_, None) => return vec![titles(others(&words.gone_to, &goal.heirs))],
            (before, now) if before != now => rows.push(titles(self.say(&words.title))),
            (Some(_), Some(_)) => {}
        }
        if let Some(before) = goal.moved_from {
            rows.push(titles(self.say_with(&words.renumbered, &[("number", &before.to_string())])));
        }
        if let Some(item) = self.goal_now(goal).filter(|_| self.rates() && goal.rating.differ()) {
            let now = self.rating_of(item);
            let change = Movement::between(self.rating_before(goal.number).as_ref(), now);
            rows.push(row([
                self.goal_head(goal),
                side(&goal.rating.before),
                Cell::of(vec![self.rating_badge(now)]),
                Cell::plain(capitalised(change.dutch())),
            ]));
        }
        rows
    }

    fn stand_differences(&self, comparison: &Comparison) -> Option<Vec<Block>> {
        let words = &self.definition.differences;
        let both = |goal: &&GoalComparison| goal.title.before.is_some() && goal.title.now.is_some();
        let rows: Vec<Row> = comparison
            .goals
            .iter()
            .filter(both)
            .filter_map(|goal| {
                let lines = self.stand_lines(&goal.commitments);
                (!lines.is_empty()).then(|| row([self.goal_head(goal), Cell { lines }]))
            })
            .collect();
        let columns = vec![column(self.say(&words.goal_head), 40), column(self.say(&words.stands_head), 60)];
        (!rows.is_empty()).then(|| vec![table(self.say(&words.stands_caption), columns, rows)])
    }

    /// A line for each kind of change, with the numbers of the commitments it happened to.
    fn stand_lines(&self, commitments: &[CommitmentComparison]) -> Vec<Vec<Inline>> {
        let words = &self.definition.differences;
        let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
        for one in commitments {
            let kind = match (&one.stand.before, &one.stand.now) {
                (None, _) => self.say(&words.commitment_added),
                (_, None) => self.say(&words.commitment_gone),
                (Some(before), Some(now)) if before != now => {
                    let (before, now) = (lower_first(before), lower_first(now));
                    self.say_with(&words.stand_changed, &[("before", &before), ("now", &now)])
                }
                (Some(_), Some(_)) if one.promise.differ() => self.say(&words.commitment_reworded),
                (Some(_), Some(_)) if one.due.differ() => self.say(&words.commitment_due),
                (Some(_), Some(_)) => continue,
            };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, numbers)) => numbers.push(one.number.clone()),
                None => kinds.push((kind, vec![one.number.clone()])),
            }
        }
        kinds
            .into_iter()
            .map(|(kind, numbers)| running(&format!("{kind}: {}", enumeration(&numbers))))
            .collect()
    }

    fn text_differences(&self, comparison: &Comparison) -> Option<Vec<Block>> {
        let words = &self.definition.differences;
        let goals = comparison.goals.iter().map(|goal| (self.goal_head(goal), &goal.passages));
        let chapters = comparison.chapters.iter().map(|chapter| {
            let text = vec![Inline::text(chapter.name())];
            let here = chapter.title.now.is_some();
            let reference = Inline::Reference { anchor: chapter.anchor.clone(), text: text.clone() };
            (Cell::of(if here { vec![reference] } else { text }), &chapter.passages)
        });
        let counted = goals.chain(chapters).map(|(head, passages)| (head, Counts::of(passages)));
        let rows: Vec<Row> = counted
            .filter(|(_, counts)| counts.total() > 0)
            .map(|(head, counts)| {
                let number = |count: usize| Cell::plain(count.to_string());
                row([
                    head,
                    number(counts.added),
                    number(counts.dropped),
                    number(counts.reworded),
                    number(counts.moved),
                ])
            })
            .collect();
        let number = |head: &Words| Column { head: self.say(head), width: 14, align: Align::End };
        let columns = vec![
            column(self.say(&words.part_head), 44),
            number(&words.added_head),
            number(&words.dropped_head),
            number(&words.reworded_head),
            number(&words.moved_head),
        ];
        (!rows.is_empty()).then(|| {
            vec![self.sentence(&words.texts_intro, &[]), table(self.say(&words.texts_caption), columns, rows)]
        })
    }

    fn goal_now(&self, goal: &GoalComparison) -> Option<&GoalFacts> {
        goal.title.now.as_ref()?;
        self.facts.goals.iter().find(|item| item.goal.number == goal.number)
    }

    /// The goal's label and title, leading to it when it stands in this report.
    fn goal_head(&self, goal: &GoalComparison) -> Cell {
        self.goal_now(goal).map_or_else(
            || Cell::plain(format!("{}: {}", goal.label.replace(' ', "\u{a0}"), goal.name())),
            |item| Cell::of(self.goal_title(item)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        super::{Report, definition::Definition},
        EditionLabel, compile,
        sample::{facts, passage},
    };
    use super::*;
    use crate::domain::{
        contribution::Stand,
        facts::Facts,
        goal_text::{GoalText, Head},
    };

    fn report(facts: &Facts, previous: Option<&Report>) -> Report {
        let label = EditionLabel {
            number: Some(2),
            status: "Editie 2".into(),
            reason: None,
            publisher: "Proef".into(),
        };
        compile(&Definition::shipped(), facts, previous, label).0
    }

    /// All cells and sentences of a section and those below it.
    fn words(section: &Section) -> String {
        let mut said = Vec::new();
        for block in &section.blocks {
            match block {
                Block::Paragraph(paragraph) => said.push(Inline::words(&paragraph.text)),
                Block::Table(table) => said.extend(table.rows.iter().map(|row| {
                    let cell = |cell: &Cell| Inline::words(&cell.lines.join(&Inline::text("; ")));
                    row.cells.iter().map(cell).collect::<Vec<_>>().join("|")
                })),
                Block::List(_) | Block::Figure(_) | Block::Panel(_) => {}
            }
        }
        said.extend(section.sections.iter().map(words));
        said.join("\n").replace('\u{a0}', " ")
    }

    fn appendix(facts: &Facts, previous: Option<&Report>) -> String {
        let report = report(facts, previous);
        words(report.walk().find(|section| section.anchor == "verschillen").unwrap())
    }

    #[test]
    fn a_first_report_has_nothing_to_be_compared_with() {
        let facts = facts(&[1], true);
        assert!(appendix(&facts, None).starts_with("Er is geen eerdere editie"));
        let same = appendix(&facts, Some(&report(&facts, None)));
        assert!(same.starts_with("Dit rapport is vergeleken met editie 2 van de ronde 2018–2020"), "{same}");
        assert!(same.ends_with("zijn gelijk aan die in de vorige editie."), "{same}");
    }

    #[test]
    fn titles_ratings_stands_and_the_number_of_passages_are_compared() {
        let mut before = facts(&[3], true);
        before.ratings[1].label = "Ging moeizaam".into();
        for (goal, rating) in before.goals.iter_mut().zip(["achter", "onbekend", "op-koers"]) {
            goal.assessment.as_mut().unwrap().rating = rating.into();
        }
        before.goals[1].goal.title = "Oude titel".into();
        let previous = report(&before, None);
        let mut now = facts(&[3], true);
        now.goals.remove(2);
        now.goals[0].text = GoalText::default().place([
            passage(Head::Text, "Vooraf van BZ.", None),
            passage(Head::Text, "Defensie deed veel, heel veel:", None),
            passage(Head::Text, "Dit staat er nu voor het eerst.", None),
        ]);
        let led = now.goals[1].contributions[0].approved.as_mut().unwrap();
        for line in &mut led.content.stands {
            line.stand = Stand::Completed;
        }
        let dated = now.goals[0].commitments.iter_mut().find(|one| one.due.is_some()).unwrap();
        dated.due = dated.due.and_then(|due| due.succ_opt());
        let other_day = format!("Doel 1: Titel van doel 1|Andere datum: {}", dated.number);
        now.texts.insert("summary".into(), "Kort gezegd.".into());
        let said = appendix(&now, Some(&previous));
        for line in [
            "Doel 1: Titel van doel 1|Ging moeizaam|Op koers|Niet te vergelijken",
            "Doel 2: Titel van doel 2|Oude titel|Titel van doel 2|Andere titel",
            "Doel 2: Titel van doel 2|Niet te beoordelen|Op koers|Niet te vergelijken",
            "Doel 3: Titel van doel 3|Titel van doel 3|geen|Niet meer in deze editie",
            "Doel 2: Titel van doel 2|Van nieuws naar afgerond: 2.1; Van geen nieuws naar afgerond: 2.3",
            "Doel 1: Titel van doel 1|1|5|1|0",
            "A. Samenvatting|0|1|0|0",
            other_day.as_str(),
        ] {
            assert!(said.lines().any(|known| known == line), "{line} is not in\n{said}");
        }
    }
}
