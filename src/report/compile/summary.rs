//! The summary with the state of all goals, the introduction, the themes and the outlook.

use std::collections::BTreeMap;

use super::{
    super::{
        Block, Cell, Inline, Item, List, Row, Section, Tone,
        definition::{AppendixKind, Chapter},
        typography::{capitalised, running},
    },
    Compiler, chapter,
    commitments::stand_of,
    join, led,
    missing::Spot,
    paragraph, section,
    table::{badge, column, row, table},
    tone,
};
use crate::domain::{
    contribution::Stand,
    facts::GoalFacts,
    strategy::{self, Movement, Rating},
};

impl Compiler<'_> {
    pub(super) fn summary(&self, of: &Chapter) -> Section {
        let (mut summary, mut numbering) = chapter(of);
        summary.blocks.extend(self.missing(&Spot::Text("summary".to_owned())));
        summary.blocks.extend(self.own_text("summary", &mut numbering));
        let words = &self.definition.summary;
        let anchor = format!("{}-stand", of.anchor);
        let mut state = section(2, &anchor, &self.say(&words.table_heading));
        if self.rates() && !self.facts.goals.is_empty() {
            state.blocks.push(self.ratings_figure());
            state.blocks.extend(self.movements_figure());
        }
        state.blocks.push(if self.rates() { self.ratings_table() } else { self.stands_table() });
        summary.sections.push(state);
        summary
    }

    pub(super) fn introduction(&self, of: &Chapter) -> Section {
        let (mut introduction, mut numbering) = chapter(of);
        introduction.blocks.extend(self.missing(&Spot::Text("introduction".to_owned())));
        introduction.blocks.extend(self.own_text("introduction", &mut numbering));
        let words = &self.definition.introduction;
        let contributions = self.definition.appendix_title(AppendixKind::Contributions);
        let ratings = self.definition.appendix_title(AppendixKind::Ratings);
        let stand = |stand| self.definition.stand(stand).word.as_str();
        let stands = [
            ("news", stand(Stand::News)),
            ("no-news", stand(Stand::NoNews)),
            ("completed", stand(Stand::Completed)),
            ("lapsed", stand(Stand::Lapsed)),
        ];
        let stands: Vec<(&str, String)> =
            stands.iter().map(|(key, word)| (*key, word.to_lowercase())).collect();
        let stands: Vec<(&str, &str)> = stands.iter().map(|(key, word)| (*key, word.as_str())).collect();
        let mut items = vec![
            self.say(&words.guide_order),
            self.say(&words.guide_goals),
            self.say(&words.guide_numbers),
            self.say_with(&words.guide_origin, &[("contributions", contributions)]),
        ];
        if self.rates() {
            items.push(self.say_with(&words.guide_ratings, &[("ratings", ratings)]));
        }
        items.push(self.say_with(&words.guide_stands, &stands));
        items.push(self.say(&words.guide_dates));
        let items = items.iter().map(|item| Item { text: running(item), list: None }).collect();
        let mut guide = section(2, &format!("{}-leeswijzer", of.anchor), &self.say(&words.guide_heading));
        guide.blocks.push(Block::List(List { ordered: false, items, origin: None }));
        introduction.sections.push(guide);
        introduction
    }

    pub(super) fn themes(&self, of: &Chapter) -> Option<Section> {
        if self.facts.themes.is_empty() {
            return None;
        }
        let (mut themes, mut numbering) = chapter(of);
        themes.blocks.push(self.sentence(&self.definition.themes.intro, &[]));
        for theme in &self.facts.themes {
            let mut part = section(2, &format!("thema-{}", theme.id), &theme.title);
            let lead = self.say(&self.definition.themes.strategy);
            part.blocks.push(paragraph(led(lead, running(&theme.description))));
            part.blocks.extend(self.missing(&Spot::Theme(theme.id.clone())));
            part.blocks.extend(self.own_text(&format!("theme:{}", theme.id), &mut numbering));
            part.blocks.extend(self.tagged(&theme.id));
            themes.sections.push(part);
        }
        Some(themes)
    }

    /// Where else the report speaks of a theme: the tagged passages, in the order of the report.
    fn tagged(&self, theme: &str) -> Option<Block> {
        let tagged = self.facts.tagged.get(theme)?;
        let passages = self.facts.goals.iter().flat_map(|item| &item.text.passages);
        let links = passages.filter(|passage| tagged.contains(&passage.id));
        let links: Vec<_> = links.filter_map(|passage| Some(vec![self.passage_link(passage.id)?])).collect();
        let words = &self.definition.themes.passages;
        (!links.is_empty()).then(|| paragraph(self.sentence_around(words, "paragraphs", join(links))))
    }

    pub(super) fn outlook(&self, of: &Chapter) -> Section {
        let (mut outlook, mut numbering) = chapter(of);
        outlook.blocks.extend(self.missing(&Spot::Text("outlook".to_owned())));
        outlook.blocks.extend(self.own_text("outlook", &mut numbering));
        outlook
    }

    /// The rating of a goal, when it has one on the scale.
    pub(super) fn rating_of(&self, item: &GoalFacts) -> Option<&Rating> {
        item.assessment.as_ref().and_then(|assessment| self.facts.rating(&assessment.rating))
    }

    /// The label of a goal's rating in the last edition, and the change since; `None` without a last rating.
    pub(super) fn previous_rating(&self, item: &GoalFacts) -> Option<(String, Movement)> {
        let before = self.rating_before(item.goal.number)?;
        let change = Movement::between(Some(&before), self.rating_of(item));
        Some((before.label, change))
    }

    /// A goal's rating in the last edition. An edition keeps its word; whether it is higher or lower is known as long
    /// as the word is on the scale.
    pub(super) fn rating_before(&self, number: u32) -> Option<Rating> {
        let same = |known: &&u32| self.facts.lineage.same(**known, number);
        let label = self.rated_before.keys().find(same).and_then(|known| self.rated_before.get(known))?;
        let unknown = || Rating {
            id: label.clone(),
            label: label.clone(),
            criteria: String::new(),
            tone: strategy::Tone::Neutral,
            rank: None,
        };
        let known = self.facts.ratings.iter().find(|rating| rating.label == *label);
        Some(known.cloned().unwrap_or_else(unknown))
    }

    /// A badge for a rating, or for its absence.
    pub(super) fn rating_badge(&self, rating: Option<&Rating>) -> Inline {
        rating.map_or_else(
            || Inline::Badge { tone: Tone::Neutral, text: self.say(&self.definition.summary.unrated) },
            |rating| Inline::Badge { tone: tone(rating.tone), text: rating.label.clone() },
        )
    }

    fn ratings_table(&self) -> Block {
        let words = &self.definition.summary;
        let none = self.say(&self.definition.document.none);
        let rows: Vec<Row> = self
            .facts
            .goals
            .iter()
            .map(|item| {
                let rating = self.rating_of(item);
                let (before, change) =
                    self.previous_rating(item).unwrap_or_else(|| (none.clone(), Movement::First));
                row([
                    Cell::of(self.goal_title(item)),
                    Cell::of(vec![self.rating_badge(rating)]),
                    Cell::plain(before),
                    Cell::plain(capitalised(change.dutch())),
                ])
            })
            .collect();
        let columns = vec![
            column(self.say(&words.goal_head), 42),
            column(self.say(&words.rating_head), 24),
            column(self.say(&words.previous_head), 17),
            column(self.say(&words.change_head), 17),
        ];
        table(self.say(&words.ratings_caption), columns, rows)
    }

    fn stands_table(&self) -> Block {
        let words = &self.definition.summary;
        let rows = self.facts.goals.iter().map(|item| {
            let mut counts: BTreeMap<Option<Stand>, usize> = BTreeMap::new();
            for commitment in &item.commitments {
                *counts.entry(stand_of(item, commitment)).or_default() += 1;
            }
            let line = |(stand, count): (&Option<Stand>, &usize)| {
                let unspoken = self.say(&self.definition.goals.unspoken);
                let mut line = vec![Inline::Text { text: format!("{count}\u{d7} ") }];
                line.push(match stand {
                    Some(stand) => badge(self.definition.stand(*stand)),
                    None => Inline::Badge { tone: Tone::Neutral, text: unspoken },
                });
                line
            };
            // Stands in the order of the form, silence last.
            let mut lines: Vec<Vec<Inline>> =
                counts.iter().filter(|(stand, _)| stand.is_some()).map(line).collect();
            lines.extend(counts.iter().filter(|(stand, _)| stand.is_none()).map(line));
            if lines.is_empty() {
                lines.push(vec![Inline::Text { text: self.say(&self.definition.document.none) }]);
            }
            row([Cell::of(self.goal_title(item)), Cell { lines }])
        });
        let columns = vec![column(self.say(&words.goal_head), 60), column(self.say(&words.stands_head), 40)];
        table(self.say(&words.stands_caption), columns, rows.collect())
    }
}
