//! Sources of the approved contributions, per goal.

use super::{
    super::{
        Cell, Inline, Row,
        typography::{enumeration, hold, running},
    },
    Compiler, Part,
    table::{column, row, table},
};
use crate::domain::{clock::long_date, contribution::Source, facts::GoalFacts};

impl Compiler<'_> {
    pub(super) fn sources_appendix(&self) -> Part {
        let words = &self.definition.sources;
        let mut blocks = vec![self.sentence(&words.intro, &[])];
        for item in &self.facts.goals {
            let rows = self.source_rows(item);
            if rows.is_empty() {
                continue;
            }
            let columns = vec![
                column(self.say(&words.source_head), 56),
                column(self.say(&words.date_head), 25),
                column(self.say(&words.ministry_head), 19),
            ];
            let number = item.goal.number.to_string();
            blocks.push(table(self.say_with(&words.caption, &[("number", &number)]), columns, rows));
        }
        if blocks.len() == 1 {
            blocks = vec![self.sentence(&words.empty, &[])];
        }
        Part { blocks, ..Part::default() }
    }

    /// One row a source; a source that several ministries named stands there once.
    fn source_rows(&self, item: &GoalFacts) -> Vec<Row> {
        let mut sources: Vec<(&Source, Vec<&str>)> = Vec::new();
        for contribution in &item.contributions {
            let short = self.facts.short(&contribution.ministry);
            for source in contribution.approved.iter().flat_map(|approved| &approved.content.sources) {
                match sources.iter_mut().find(|(known, _)| *known == source) {
                    Some((_, by)) if by.contains(&short) => {}
                    Some((_, by)) => by.push(short),
                    None => sources.push((source, vec![short])),
                }
            }
        }
        let none = || self.say(&self.definition.document.none);
        sources
            .into_iter()
            .map(|(source, by)| {
                row([
                    Cell::of(named(source)),
                    Cell::plain(source.reference_date.map_or_else(none, |day| hold(&long_date(day)))),
                    Cell::plain(enumeration(&by)),
                ])
            })
            .collect()
    }
}

/// The title, leading to the source, and its paper.
fn named(source: &Source) -> Vec<Inline> {
    let address = source.url.as_deref().filter(|url| {
        let url = url.to_lowercase();
        (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
    });
    let mut text = match (address, &source.paper) {
        (Some(href), _) => {
            vec![Inline::Link {
                href: href.to_owned(),
                text: vec![Inline::Text { text: hold(&source.title) }],
            }]
        }
        (None, _) => running(&source.title),
    };
    if let Some(paper) = &source.paper {
        let link =
            Inline::Link { href: paper.url(), text: vec![Inline::Text { text: hold(&paper.to_string()) }] };
        text.extend([Inline::text(" ("), link, Inline::text(")")]);
    }
    text
}
