//! The overview of contributions: which words in the report came from whom. The promise that every sentence can be
//! traced is kept here.

use super::{
    super::{
        Cell, Inline, Origin, Row,
        typography::{hold, running},
    },
    Compiler, Part,
    commitments::spoken,
    goal::{Compiled, beginning},
    join,
    prose::{Place, Trace},
    table::{column, row, table},
};
use crate::domain::{
    clock::{local_date, long_date},
    facts::{Approved, ContributionFacts, GoalFacts},
};

impl Compiler<'_> {
    pub(super) fn contributions_appendix(&self, goals: &[Compiled]) -> Part {
        let words = &self.definition.contributions;
        let mut blocks = vec![self.sentence(&words.intro, &[]), self.sentence(&words.others, &[])];
        for (item, goal) in self.facts.goals.iter().zip(goals) {
            let number = goal.number.to_string();
            let mut rows = self.passage_rows(goal);
            rows.extend(
                item.contributions.iter().flat_map(|contribution| self.other_rows(item, contribution)),
            );
            if rows.is_empty() {
                blocks.push(self.sentence(&words.empty, &[("number", &number)]));
                continue;
            }
            let columns = vec![
                column(self.say(&words.place_head), 31),
                column(self.say(&words.ministry_head), 12),
                column(self.say(&words.revision_head), 9),
                column(self.say(&words.approved_head), 18),
                column(self.say(&words.hash_head), 15),
                column(self.say(&words.state_head), 15),
            ];
            blocks.push(table(self.say_with(&words.caption, &[("number", &number)]), columns, rows));
        }
        Part { blocks, ..Part::default() }
    }

    /// The goal's paragraphs, those of one origin together, in order of first appearance.
    fn passage_rows(&self, goal: &Compiled) -> Vec<Row> {
        let mut groups: Vec<(&Origin, Vec<Place>)> = Vec::new();
        for Trace { place, origin } in &goal.trace {
            match groups.iter_mut().find(|(known, _)| *known == origin) {
                Some((_, places)) => places.push(*place),
                None => groups.push((origin, vec![*place])),
            }
        }
        groups
            .into_iter()
            .map(|(origin, places)| self.origin_row(self.places(goal, &places), origin))
            .collect()
    }

    /// What else was taken from an approved contribution: its lines on commitments, its reason to say nothing.
    fn other_rows(&self, item: &GoalFacts, contribution: &ContributionFacts) -> Vec<Row> {
        let Some(approved) = &contribution.approved else { return Vec::new() };
        let words = &self.definition.contributions;
        let origin = self.approved_origin(contribution, approved);
        let mut rows = Vec::new();
        let numbers: Vec<(usize, &str)> = item
            .commitments
            .iter()
            .enumerate()
            .filter(|(_, commitment)| spoken(item, commitment).any(|(by, _)| *by == contribution.ministry))
            .map(|(place, commitment)| (place, commitment.number.as_str()))
            .collect();
        if !numbers.is_empty() {
            let numbers = Inline::words(&runs(&numbers, |number| vec![Inline::text(*number)]));
            let place = running(&self.say_with(&words.stands, &[("numbers", &numbers)]));
            rows.push(self.origin_row(place, &origin));
        }
        if approved.content.no_contribution.is_some() {
            rows.push(self.origin_row(vec![Inline::Text { text: self.say(&words.reason) }], &origin));
        }
        rows
    }

    fn approved_origin(&self, contribution: &ContributionFacts, approved: &Approved) -> Origin {
        Origin {
            ministry: self.facts.short(&contribution.ministry).to_owned(),
            revision: Some(approved.number),
            sha256: Some(beginning(&approved.sha256)),
            approved_on: Some(local_date(approved.at)),
            altered: false,
        }
    }

    fn origin_row(&self, place: Vec<Inline>, origin: &Origin) -> Row {
        let words = &self.definition.contributions;
        let none = || self.say(&self.definition.document.none);
        let state = match (origin.revision, origin.altered) {
            (None, _) => &words.own,
            (Some(_), false) => &words.unaltered,
            (Some(_), true) => &words.altered,
        };
        row([
            Cell::of(place),
            Cell::plain(&origin.ministry),
            Cell::plain(origin.revision.map_or_else(none, |revision| revision.to_string())),
            Cell::plain(origin.approved_on.map_or_else(none, |day| hold(&long_date(day)))),
            Cell::plain(origin.sha256.clone().unwrap_or_else(none)),
            Cell::plain(self.say(state)),
        ])
    }

    /// "Alinea 6.2 tot en met 6.4 en 6.7, opsomming na 6.4".
    fn places(&self, goal: &Compiled, places: &[Place]) -> Vec<Inline> {
        let words = &self.definition.contributions;
        let link = |number: &u32| {
            let anchor = format!("p-{}-{number}", goal.number);
            vec![Inline::Reference {
                anchor,
                text: vec![Inline::Text { text: format!("{}.{number}", goal.number) }],
            }]
        };
        let mut numbers: Vec<(usize, u32)> = Vec::new();
        let mut lists: Vec<Vec<Inline>> = Vec::new();
        for place in places {
            match place {
                Place::Paragraph(number) => numbers.push((*number as usize, *number)),
                Place::List(0) => lists.push(vec![Inline::Text { text: self.say(&words.list_first) }]),
                Place::List(after) => {
                    let mut list = vec![Inline::Text { text: format!("{} ", self.say(&words.list_after)) }];
                    list.extend(link(after));
                    lists.push(list);
                }
            }
        }
        let mut text = Vec::new();
        if !numbers.is_empty() {
            text.push(Inline::Text { text: format!("{} ", self.say(&words.paragraphs)) });
            text.extend(runs(&numbers, link));
        }
        for list in lists {
            if !text.is_empty() {
                text.push(Inline::text(", "));
            }
            text.extend(list);
        }
        text
    }
}

/// Runs of three or more neighbours become "a tot en met c".
fn runs<T>(items: &[(usize, T)], show: impl Fn(&T) -> Vec<Inline>) -> Vec<Inline> {
    let mut parts = Vec::new();
    for run in items.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
        match run {
            [(_, first), _, .., (_, last)] => {
                let mut part = show(first);
                part.push(Inline::text(" tot en met "));
                part.extend(show(last));
                parts.push(part);
            }
            few => parts.extend(few.iter().map(|(_, item)| show(item))),
        }
    }
    join(parts)
}
