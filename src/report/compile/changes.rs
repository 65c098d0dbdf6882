//! What changed: in the goals within the period (herijking), and since the last edition.

use super::{
    super::{
        Cell, Inline, Row, Section,
        definition::Chapter,
        typography::{capitalised, running},
    },
    Compiler, Part, chapter, lower_first,
    missing::Spot,
    table::{column, prose_lines, row, table},
};
use crate::domain::{
    clock::long_date,
    facts::{GoalFacts, Previous},
    strategy::GoalChange,
};

impl Compiler<'_> {
    pub(super) fn goal_changes(&self, of: &Chapter) -> Section {
        let words = &self.definition.goal_changes;
        let (mut changes, mut numbering) = chapter(of);
        changes.blocks.extend(self.missing(&Spot::Text("goal-changes".to_owned())));
        changes.blocks.extend(self.own_text("goal-changes", &mut numbering));
        if self.facts.goal_changes.is_empty() {
            changes.blocks.push(self.sentence(&words.unchanged, &[]));
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
        if let Some(before) = change.title_before.as_deref().filter(|before| *before != change.title) {
            title.push(vec![Inline::Text { text: self.say_with(&words.before, &[("before", before)]) }]);
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

    pub(super) fn differences_appendix(&self) -> Part {
        let words = &self.definition.differences;
        let Some(previous) = &self.facts.previous else {
            return Part { blocks: vec![self.sentence(&words.first, &[])], ..Part::default() };
        };
        let label = lower_first(&previous.label);
        let mut blocks = vec![self.sentence(&words.intro, &[("previous", &label)])];
        let rows = self.difference_rows(previous);
        if rows.is_empty() {
            blocks.push(self.sentence(&words.same, &[]));
        } else {
            let columns = vec![
                column(self.say(&words.goal_head), 34),
                column(self.say(&words.previous_head), 23),
                column(self.say(&words.now_head), 23),
                column(self.say(&words.change_head), 20),
            ];
            blocks.push(table(self.say(&words.caption), columns, rows));
        }
        Part { blocks, ..Part::default() }
    }

    fn difference_rows(&self, previous: &Previous) -> Vec<Row> {
        let words = &self.definition.differences;
        let none = || Cell::plain(self.say(&self.definition.document.none));
        let mut rows = Vec::new();
        for item in &self.facts.goals {
            let head = || Cell::of(self.goal_title(item));
            match previous.titles.get(&item.goal.number) {
                Some(before) if *before != item.goal.title => {
                    let now = Cell::plain(&item.goal.title);
                    rows.push(row([head(), Cell::plain(before), now, Cell::plain(self.say(&words.title))]));
                }
                None if !previous.titles.is_empty() => {
                    rows.push(row([
                        head(),
                        none(),
                        Cell::plain(&item.goal.title),
                        Cell::plain(self.say(&words.added)),
                    ]));
                }
                Some(_) | None => {}
            }
            rows.extend(self.rating_difference(item));
        }
        for (number, title) in &previous.titles {
            if !self.has_goal(*number) {
                let number = number.to_string();
                let label = self.say_with(&self.definition.goals.label, &[("number", &number)]);
                rows.push(row([
                    Cell::plain(label),
                    Cell::plain(title),
                    none(),
                    Cell::plain(self.say(&words.gone)),
                ]));
            }
        }
        rows
    }

    fn rating_difference(&self, item: &GoalFacts) -> Option<Row> {
        if !self.rates() {
            return None;
        }
        let (before, change) = self.previous_rating(item)?;
        let now = self.rating_of(item);
        let before_id = self.facts.previous.as_ref()?.ratings.get(&item.goal.number);
        (before_id != now.map(|rating| &rating.id)).then(|| {
            row([
                Cell::of(self.goal_title(item)),
                Cell::plain(before),
                Cell::of(vec![self.rating_badge(now)]),
                Cell::plain(capitalised(change)),
            ])
        })
    }
}
