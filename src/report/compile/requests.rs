//! Motions and undertakings: with the goal they bear on, and all together in an appendix.

use super::{
    super::{
        Block, Cell, Inline, Row, Tone,
        typography::{capitalised, running},
    },
    Compiler, Part,
    missing::{GoalSpot, Spot},
    section,
    table::{badge, column, prose_lines, row, table},
};
use crate::domain::{
    clock::long_date,
    facts::{GoalFacts, Outcome, RequestFacts, RequestKind},
};

impl Compiler<'_> {
    /// Those that bear on a goal, answered in full.
    pub(super) fn requests_of(&self, item: &GoalFacts) -> Vec<Block> {
        let number = item.goal.number;
        let mut blocks: Vec<Block> =
            self.missing(&Spot::Goal(number, GoalSpot::Requests)).into_iter().collect();
        let rows: Vec<Row> = self
            .facts
            .requests
            .iter()
            .filter(|request| request.goal == Some(number))
            .map(|request| self.request_row(request, true, true))
            .collect();
        if !rows.is_empty() {
            let number = number.to_string();
            let caption = self.say_with(&self.definition.goals.requests_caption, &[("number", &number)]);
            blocks.push(self.requests_table(caption, rows));
        }
        blocks
    }

    /// All of them; the answer of one that bears on a goal stands there, and is pointed to.
    pub(super) fn requests_appendix(&self, anchor: &str) -> Part {
        let words = &self.definition.requests;
        let mut part = Part { blocks: vec![self.sentence(&words.intro, &[])], ..Part::default() };
        part.blocks.extend(self.missing(&Spot::Requests));
        if self.facts.requests.is_empty() {
            part.blocks = vec![self.sentence(&words.empty, &[])];
            return part;
        }
        let kinds = [
            (RequestKind::Motion, "moties", &words.motions_heading, &words.motions_caption),
            (
                RequestKind::Undertaking,
                "toezeggingen",
                &words.undertakings_heading,
                &words.undertakings_caption,
            ),
        ];
        for (kind, name, heading, caption) in kinds {
            let of_kind = self.facts.requests.iter().filter(|request| request.kind == kind);
            let rows: Vec<Row> = of_kind
                .map(|request| {
                    let elsewhere = request.goal.is_some_and(|number| self.has_goal(number));
                    self.request_row(request, !elsewhere, false)
                })
                .collect();
            if !rows.is_empty() {
                let mut kind = section(2, &format!("{anchor}-{name}"), &self.say(heading));
                kind.blocks.push(self.requests_table(self.say(caption), rows));
                part.sections.push(kind);
            }
        }
        part
    }

    fn request_row(&self, request: &RequestFacts, in_full: bool, name_kind: bool) -> Row {
        let words = &self.definition.requests;
        let kind = capitalised(request.kind.dutch());
        let title = if name_kind { format!("{kind}: {}", request.title) } else { request.title.clone() };
        let day = long_date(request.date);
        let by = self.say_with(&words.proposer, &[("proposer", &request.proposer), ("day", &day)]);
        let paper = request.paper.clone().unwrap_or_else(|| self.say(&words.no_paper));
        let mut state = vec![vec![request.answer.as_ref().map_or_else(
            || Inline::Badge { tone: Tone::Neutral, text: self.say(&words.unanswered) },
            |answer| badge(self.definition.outcome(answer.outcome)),
        )]];
        match (&request.answer, request.goal) {
            (Some(answer), _) if in_full => state.extend(prose_lines(&answer.text)),
            (Some(answer), Some(goal)) => {
                let see = if answer.outcome == Outcome::SetAside { &words.see_reason } else { &words.see };
                state.push(self.sentence_around(see, "goals", vec![self.goal_link(goal)]));
            }
            (_, _) => {}
        }
        let answered = request.answer.as_ref().and_then(|answer| answer.passage);
        if let Some(link) = answered.and_then(|passage| self.passage_link(passage)) {
            state.push(self.sentence_around(&words.see_paragraph, "paragraph", vec![link]));
        }
        row([
            Cell { lines: vec![running(&title), running(&by)] },
            Cell::of(running(&paper)),
            Cell { lines: state },
        ])
    }

    fn requests_table(&self, caption: String, rows: Vec<Row>) -> Block {
        let words = &self.definition.requests;
        let columns = vec![
            column(self.say(&words.title_head), 36),
            column(self.say(&words.paper_head), 20),
            column(self.say(&words.state_head), 44),
        ];
        table(caption, columns, rows)
    }
}
