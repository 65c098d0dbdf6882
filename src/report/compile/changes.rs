//! What changed in the goals since the round before (herijking).

use super::{
    super::{
        Cell, Inline, Row, Section,
        definition::Chapter,
        typography::{capitalised, enumeration, running},
    },
    Compiler, chapter,
    missing::Spot,
    table::{column, prose_lines, row, table},
};
use crate::domain::{clock::long_date, strategy::GoalChange};

impl Compiler<'_> {
    pub(super) fn goal_changes(&self, of: &Chapter) -> Section {
        let words = &self.definition.goal_changes;
        let (mut changes, mut numbering) = chapter(of);
        changes.blocks.extend(self.missing(&Spot::Text("goal-changes".to_owned())));
        let own = self.own_text("goal-changes", &mut numbering);
        let silent = own.is_empty();
        changes.blocks.extend(own);
        if self.facts.goal_changes.is_empty() {
            // Whoever wrote on the changes has said that there are none; twice is once too often.
            changes.blocks.extend(silent.then(|| self.sentence(&words.unchanged, &[])));
            return changes;
        }
        let rows = self.facts.goal_changes.iter().map(|change| self.change_row(change)).collect();
        let columns = vec![
            column(self.say(&words.goal_head), 32),
            column(self.say(&words.change_head), 18),
            column(self.say(&words.reason_head), 30),
            column(self.say(&words.decision_head), 20),
        ];
        changes.blocks.push(table(self.say(&words.caption), columns, rows));
        changes
    }

    fn change_row(&self, change: &GoalChange) -> Row {
        let words = &self.definition.goal_changes;
        let number = change.number.to_string();
        let label = self.say_with(&self.definition.goals.label, &[("number", &number)]);
        let mut title =
            vec![vec![Inline::Text { text: format!("{}: {}", label.replace(' ', "\u{a0}"), change.title) }]];
        let mut line = |text: String| title.push(vec![Inline::Text { text }]);
        if let Some(before) = &change.before {
            if before.title != change.title {
                line(self.say_with(&words.before, &[("before", &before.title)]));
            }
            if (before.pillar, before.number) != (change.pillar, change.number) {
                let (number, pillar) = (before.number.to_string(), before.pillar.to_string());
                line(self.say_with(&words.place, &[("number", &number), ("pillar-before", &pillar)]));
            }
        }
        for (lead, goals) in [(&words.origins, &change.origins), (&words.heirs, &change.heirs)] {
            if !goals.is_empty() {
                line(self.say_with(lead, &[("goals", &self.named(goals))]));
            }
        }
        let mut reason = prose_lines(&change.reason);
        if let Some(cause) = &change.cause {
            reason.push(vec![Inline::Text { text: self.say_with(&words.cause, &[("cause", cause)]) }]);
        }
        let day = long_date(change.from);
        let paper = change.paper.clone().unwrap_or_else(|| self.say(&words.no_paper));
        let decision = vec![running(&paper), running(&self.say_with(&words.from, &[("day", &day)]))];
        row([
            Cell { lines: title },
            Cell::plain(capitalised(change.change.dutch())),
            Cell { lines: reason },
            Cell { lines: decision },
        ])
    }

    /// "doel 5 (Moderne verdediging) en doel 6 (Cyberafschrikking)".
    fn named(&self, goals: &[(u32, String)]) -> String {
        let word = &self.facts.strategy.goal_word;
        let goals: Vec<String> =
            goals.iter().map(|(number, title)| format!("{word}\u{a0}{number} ({title})")).collect();
        enumeration(&goals)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        super::{Block, Report, definition::Definition},
        EditionLabel, compile,
        sample::facts,
    };
    use super::*;
    use crate::domain::facts::Facts;

    fn said(facts: &Facts) -> Vec<String> {
        let definition = Definition::shipped();
        let report: Report = compile(&definition, facts, None, EditionLabel::draft(&definition, facts)).0;
        let section = report.walk().find(|section| section.anchor == "herijking").unwrap();
        let text = |block: &Block| match block {
            Block::Paragraph(paragraph) => Some(Inline::words(&paragraph.text)),
            Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => None,
        };
        section.blocks.iter().filter_map(text).collect()
    }

    #[test]
    fn that_no_goal_changed_is_said_once() {
        let mut facts = facts(&[1], true);
        facts.goal_changes.clear();
        assert_eq!(said(&facts), ["Er is niets veranderd."], "in the words of the coordinator");
        facts.texts.remove("goal-changes");
        assert_eq!(said(&facts), ["In deze ronde is geen doel toegevoegd, gewijzigd of vervallen."]);
    }
}
