//! Trends and threats: how each went, and what that means for the strategy.

use super::{
    super::{
        Block, Cell, Inline, Row, Section, Tone,
        definition::Chapter,
        typography::{capitalised, running},
    },
    Compiler, Numbering, chapter, led,
    missing::Spot,
    paragraph, section,
    table::{badge, column, row, table},
};
use crate::domain::{facts::DevelopmentFacts, strategy::DevelopmentKind};

impl Compiler<'_> {
    pub(super) fn world(&self, of: &Chapter) -> Section {
        let words = &self.definition.world;
        let (mut world, mut numbering) = chapter(of);
        world.blocks.push(self.sentence(&words.intro, &[]));
        if !self.facts.developments.is_empty() {
            world.blocks.push(self.developments_table());
        }
        let kinds = [
            (DevelopmentKind::Trend, "trends", &words.trends_heading),
            (DevelopmentKind::Threat, "dreigingen", &words.threats_heading),
        ];
        for (kind, anchor, heading) in kinds {
            let mut part = section(2, &format!("{}-{anchor}", of.anchor), &self.say(heading));
            let of_kind = self.facts.developments.iter().filter(|item| item.development.kind == kind);
            part.sections = of_kind.map(|item| self.development(item, &mut numbering)).collect();
            if !part.sections.is_empty() {
                world.sections.push(part);
            }
        }
        world
    }

    fn development(&self, item: &DevelopmentFacts, numbering: &mut Numbering) -> Section {
        let words = &self.definition.world;
        let development = &item.development;
        let mut part = Section {
            label: Some(label(item)),
            ..section(3, &development_anchor(&development.number), &development.title)
        };
        part.blocks.push(paragraph(led(self.say(&words.judgement), vec![self.judgement_badge(item)])));
        part.blocks.extend(self.missing(&Spot::Development(development.number.clone())));
        if !development.summary.is_empty() {
            part.blocks.push(paragraph(led(self.say(&words.strategy), running(&development.summary))));
        }
        if let Some(judged) = &item.judged {
            let own = self.own_words();
            part.blocks.extend(numbering.prose(&judged.text, Some(&own)));
            if judged.consequence.trim().is_empty() {
                part.blocks.push(self.sentence(&words.no_consequence, &[]));
            } else {
                let mut consequence = numbering.prose(&judged.consequence, Some(&own));
                if let Some(Block::Paragraph(first)) = consequence.first_mut() {
                    first.text = led(self.say(&words.consequence), std::mem::take(&mut first.text));
                }
                part.blocks.extend(consequence);
            }
        }
        if !development.goals.is_empty() {
            let links = self.goal_links(&development.goals);
            part.blocks.push(paragraph(self.sentence_around(&words.goals, "goals", links)));
        }
        part
    }

    fn developments_table(&self) -> Block {
        let words = &self.definition.world;
        let rows: Vec<Row> = self
            .facts
            .developments
            .iter()
            .map(|item| {
                let development = &item.development;
                let text = format!("{}: {}", label(item).replace(' ', "\u{a0}"), development.title);
                let anchor = development_anchor(&development.number);
                let goals = if development.goals.is_empty() {
                    vec![Inline::Text { text: self.say(&self.definition.document.none) }]
                } else {
                    self.goal_links(&development.goals)
                };
                row([
                    Cell::of(vec![Inline::Reference { anchor, text: vec![Inline::Text { text }] }]),
                    Cell::of(vec![self.judgement_badge(item)]),
                    Cell::of(goals),
                ])
            })
            .collect();
        let columns = vec![
            column(self.say(&words.development_head), 50),
            column(self.say(&words.judgement_head), 25),
            column(self.say(&words.goals_head), 25),
        ];
        table(self.say(&words.caption), columns, rows)
    }

    fn judgement_badge(&self, item: &DevelopmentFacts) -> Inline {
        item.judged.as_ref().map_or_else(
            || Inline::Badge { tone: Tone::Neutral, text: self.say(&self.definition.world.unjudged) },
            |judged| badge(self.definition.judgement(judged.judgement)),
        )
    }
}

/// "Dreiging 3.2".
fn label(item: &DevelopmentFacts) -> String {
    format!("{} {}", capitalised(item.development.kind.dutch()), item.development.number)
}

fn development_anchor(number: &str) -> String {
    format!("ontwikkeling-{}", super::slug(number))
}
