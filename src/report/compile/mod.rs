//! Facts and a definition make a report: the same facts, the same report, every time.
//!
//! One file a part of the report; this one puts the parts in the order of the definition.

mod changes;
mod commitments;
mod contributions;
mod differences;
mod figures;
mod goal;
mod missing;
mod prose;
mod ratings;
mod requests;
mod sources;
mod state;
mod summary;
mod table;
mod world;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{
    Block, Inline, Meta, Origin, Paragraph, Report, Section, Tone,
    compare::compare,
    definition::{AppendixKind, Chapter, ChapterKind, Definition, Words},
    typography::{capitalised, hold, running},
};
use crate::domain::{
    clock::long_date,
    facts::{Facts, GoalFacts},
    gap::{self, Gap},
    ministry::MinistryCode,
    strategy,
};
pub use goal::paragraph_number;

use goal::Compiled;
use prose::Numbering;

/// What the report says of its own edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionLabel {
    /// Number within the round, from 1; `None` for a draft.
    pub number: Option<u32>,
    /// What kind of edition it is, in words: "Editie 1", "Editie 2. Vervangt editie 1".
    pub status: String,
    /// Why it takes the place of another.
    pub reason: Option<String>,
    /// Who publishes.
    pub publisher: String,
}

/// The edition whose place is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaces {
    /// Its number.
    pub number: u32,
    /// Why, in a sentence.
    pub reason: String,
}

impl EditionLabel {
    /// The label of a draft, published by the ministry that composes it.
    #[must_use]
    pub fn draft(definition: &Definition, facts: &Facts) -> Self {
        let compiler = Compiler::new(definition, facts, None, &[], true);
        let status = compiler.say(&definition.document.draft);
        let publisher = compiler.ministry_name(&MinistryCode(definition.coordinator.clone()));
        Self { number: None, status, reason: None, publisher }
    }

    /// The label of an edition that is being frozen, with what it takes the place of.
    #[must_use]
    pub fn frozen(definition: &Definition, facts: &Facts, number: u32, replaces: Option<&Replaces>) -> Self {
        let compiler = Compiler::new(definition, facts, None, &[], false);
        let words = &definition.document;
        let own = number.to_string();
        let other = replaces.map(|replaces| replaces.number.to_string()).unwrap_or_default();
        let status = if replaces.is_some() { &words.replacement } else { &words.edition };
        Self {
            number: Some(number),
            status: compiler.say_with(status, &[("number", &own), ("replaced", &other)]),
            reason: replaces.map(|replaces| replaces.reason.clone()),
            ..Self::draft(definition, facts)
        }
    }
}

/// Makes the report, and says what is missing from it. A draft shows each open gap where it belongs.
///
/// `previous` is the last edition on the strategy as it was frozen: what changed is said against that, and not against
/// what was mended since.
#[must_use]
pub fn compile(
    definition: &Definition,
    facts: &Facts,
    previous: Option<&Report>,
    edition: EditionLabel,
) -> (Report, Vec<Gap>) {
    let gaps = gap::find(facts);
    let report = Compiler::new(definition, facts, previous, &gaps, edition.number.is_none()).report(edition);
    (report, gaps)
}

struct Compiler<'a> {
    definition: &'a Definition,
    facts: &'a Facts,
    previous: Option<&'a Report>,
    /// Words of the ratings in the previous edition, by number of the goal.
    rated_before: BTreeMap<u32, String>,
    gaps: &'a [Gap],
    draft: bool,
    common: Vec<(&'static str, String)>,
}

impl<'a> Compiler<'a> {
    fn new(
        definition: &'a Definition,
        facts: &'a Facts,
        previous: Option<&'a Report>,
        gaps: &'a [Gap],
        draft: bool,
    ) -> Self {
        let (strategy, round) = (&facts.strategy, &facts.round);
        let mut common = vec![
            ("round", round.label.clone()),
            ("from", long_date(round.from)),
            ("until", long_date(round.until)),
            ("date", long_date(round.reference_date)),
            ("strategy", strategy.short.clone()),
            ("title", strategy.title.clone()),
            ("subtitle", strategy.subtitle.clone()),
            ("goal", strategy.goal_word.clone()),
            ("pillar", strategy.pillar_word.clone()),
            ("Goal", capitalised(&strategy.goal_word)),
            ("Pillar", capitalised(&strategy.pillar_word)),
        ];
        let coordinator = MinistryCode(definition.coordinator.clone());
        common.push(("coordinator", facts.short(&coordinator).to_owned()));
        let rated_before = ratings::rated_before(facts, previous);
        let mut compiler = Self { definition, facts, previous, rated_before, gaps, draft, common };
        compiler.common.push(("coordinator-name", lower_first(&compiler.ministry_name(&coordinator))));
        compiler
    }

    fn report(&self, edition: EditionLabel) -> Report {
        // Goals first: an appendix lists the numbers that their paragraphs got, wherever it stands.
        let goals: Vec<Compiled> = self.facts.goals.iter().map(|goal| self.goal(goal)).collect();
        let mut sections = Vec::new();
        for chapter in &self.definition.chapters {
            match chapter.kind() {
                ChapterKind::Summary => sections.push(self.summary(chapter)),
                ChapterKind::Introduction => sections.push(self.introduction(chapter)),
                ChapterKind::World => sections.push(self.world(chapter)),
                ChapterKind::GoalChanges => sections.push(self.goal_changes(chapter)),
                ChapterKind::Pillars => sections.extend(self.pillars(&goals)),
                ChapterKind::Themes => sections.extend(self.themes(chapter)),
                ChapterKind::Outlook => sections.push(self.outlook(chapter)),
            }
        }
        let mut report = Report { meta: self.meta(edition), sections };
        let differences = self.previous.map(|previous| compare(previous, &report, &self.facts.lineage));
        let mut number = 0_u32;
        for appendix in &self.definition.appendices {
            if appendix.kind() == AppendixKind::Ratings && !self.rates() {
                continue;
            }
            number += 1;
            let number = number.to_string();
            let label = self.say_with(&self.definition.document.appendix, &[("number", &number)]);
            let part = match appendix.kind() {
                AppendixKind::Requests => self.requests_appendix(&appendix.anchor),
                AppendixKind::Contributions => self.contributions_appendix(&goals),
                AppendixKind::Ratings => self.ratings_appendix(&appendix.anchor),
                AppendixKind::Sources => self.sources_appendix(),
                AppendixKind::Differences => {
                    self.differences_appendix(&appendix.anchor, differences.as_ref())
                }
            };
            report.sections.push(Section {
                label: Some(label),
                blocks: part.blocks,
                sections: part.sections,
                ..section(1, &appendix.anchor, &appendix.title)
            });
        }
        report
    }

    fn meta(&self, edition: EditionLabel) -> Meta {
        let (definition, facts) = (self.definition, self.facts);
        let words = &definition.colofon;
        let strategy = match &facts.strategy.paper {
            Some(paper) => self.say_with(&words.strategy_paper, &[("paper", paper)]),
            None => self.say(&words.strategy_text),
        };
        let mut colofon = Vec::new();
        if facts.round.specimen {
            colofon.push((self.say(&words.specimen), self.say(&words.specimen_text)));
        }
        colofon.extend([
            (self.say(&words.publisher), edition.publisher.clone()),
            (self.say(&words.status), edition.status.clone()),
        ]);
        if let Some(reason) = &edition.reason {
            colofon.push((self.say(&words.reason), reason.clone()));
        }
        colofon.extend([
            (self.say(&words.period), self.say(&words.period_text)),
            (self.say(&words.reference_date), long_date(facts.round.reference_date)),
            (self.say(&words.strategy), hold(&strategy)),
        ]);
        let mark = if facts.round.specimen {
            Some(self.say(&definition.document.specimen_mark))
        } else {
            self.draft.then(|| self.say(&definition.document.draft_mark))
        };
        Meta {
            title: self.say(&definition.document.title),
            subtitle: self.say(&definition.document.subtitle),
            strategy: facts.strategy.short.clone(),
            round: facts.round.label.clone(),
            period: (facts.round.from, facts.round.until),
            reference_date: facts.round.reference_date,
            edition: edition.number,
            status: edition.status,
            reason: edition
                .reason
                .map(|reason| self.say_with(&definition.document.reason, &[("reason", &reason)])),
            publisher: edition.publisher,
            watermark: mark,
            language: definition.language.clone(),
            colofon,
            definition: definition.name(),
        }
    }

    /// Whether goals are rated in this strategy.
    fn rates(&self) -> bool {
        !self.facts.ratings.is_empty()
    }

    /// A fixed wording.
    fn say(&self, words: &Words) -> String {
        self.say_with(words, &[])
    }

    /// A fixed wording with slots of its own.
    fn say_with(&self, words: &Words, own: &[(&str, &str)]) -> String {
        let mut values = own.to_vec();
        values.extend(self.common.iter().map(|(name, value)| (*name, value.as_str())));
        words.fill(&values)
    }

    /// A fixed wording as a paragraph.
    fn sentence(&self, words: &Words, own: &[(&str, &str)]) -> Block {
        paragraph(running(&self.say_with(words, own)))
    }

    /// A fixed wording in which one slot is filled with links.
    fn sentence_around(&self, words: &Words, slot: &str, inlines: Vec<Inline>) -> Vec<Inline> {
        let (before, after) = words.around(slot);
        let mut text = vec![Inline::Text { text: self.say(&before) }];
        text.extend(inlines);
        text.push(Inline::Text { text: self.say(&after) });
        text.retain(|inline| !matches!(inline, Inline::Text { text } if text.is_empty()));
        text
    }

    /// The origin of words that the coordinator wrote.
    fn own_words(&self) -> Origin {
        let code = MinistryCode(self.definition.coordinator.clone());
        Origin {
            ministry: self.facts.short(&code).to_owned(),
            revision: None,
            sha256: None,
            approved_on: None,
            altered: false,
        }
    }

    /// Full name of a ministry; its code when it is not in the register.
    fn ministry_name(&self, code: &MinistryCode) -> String {
        self.facts.ministry(code).map_or_else(|| code.to_string(), |ministry| ministry.name.clone())
    }

    /// The coordinator's text for a section, numbered.
    fn own_text(&self, key: &str, numbering: &mut Numbering) -> Vec<Block> {
        self.facts
            .texts
            .get(key)
            .map(|text| numbering.prose(text, Some(&self.own_words())))
            .unwrap_or_default()
    }

    fn goal_anchor(&self, number: u32) -> String {
        format!("{}-{number}", slug(&self.facts.strategy.goal_word))
    }

    /// "doel 6", leading to it when it stands in this report.
    fn goal_link(&self, number: u32) -> Inline {
        let text = hold(&format!("{} {number}", self.facts.strategy.goal_word)).replace(' ', "\u{a0}");
        if self.facts.goals.iter().any(|item| item.goal.number == number) {
            Inline::Reference { anchor: self.goal_anchor(number), text: vec![Inline::Text { text }] }
        } else {
            Inline::Text { text }
        }
    }

    /// "doel 2, doel 7 en doel 10".
    fn goal_links(&self, numbers: &[u32]) -> Vec<Inline> {
        join(numbers.iter().map(|number| vec![self.goal_link(*number)]).collect())
    }

    /// "Doel 6: its title", leading to it.
    fn goal_title(&self, item: &GoalFacts) -> Vec<Inline> {
        let number = item.goal.number.to_string();
        let label = self.say_with(&self.definition.goals.label, &[("number", &number)]);
        let text = format!("{}: {}", label.replace(' ', "\u{a0}"), item.goal.title);
        vec![Inline::Reference {
            anchor: self.goal_anchor(item.goal.number),
            text: vec![Inline::Text { text }],
        }]
    }
}

/// What a part of the report brings under a heading that someone else makes.
#[derive(Default)]
struct Part {
    blocks: Vec<Block>,
    sections: Vec<Section>,
}

fn section(level: u8, anchor: &str, title: &str) -> Section {
    Section {
        anchor: anchor.to_owned(),
        level,
        label: None,
        title: title.to_owned(),
        running: None,
        blocks: Vec::new(),
        sections: Vec::new(),
    }
}

/// A chapter of the definition, still empty, and the numbering of its paragraphs.
fn chapter(of: &Chapter) -> (Section, Numbering) {
    let section = Section { label: Some(of.letter.clone()), ..section(1, &of.anchor, &of.title) };
    (section, Numbering::new(&of.letter))
}

fn paragraph(text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { text, ..Paragraph::default() })
}

/// Strong words before others: "Beoordeling: …".
fn led(lead: String, mut text: Vec<Inline>) -> Vec<Inline> {
    text.splice(0..0, [Inline::Strong { text: vec![Inline::Text { text: lead }] }, Inline::text(" ")]);
    text
}

/// "a, b en c" of words with links.
fn join(parts: Vec<Vec<Inline>>) -> Vec<Inline> {
    let last = parts.len().saturating_sub(1);
    let mut joined = Vec::new();
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            joined.push(Inline::text(if place == last { " en " } else { ", " }));
        }
        joined.extend(part);
    }
    joined
}

/// "Editie 1 van …" or "Ministerie van …" within a sentence.
fn lower_first(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// Fit for an anchor.
fn slug(words: &str) -> String {
    let fit = words.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    fit.trim_matches('-').to_owned()
}

fn tone(tone: strategy::Tone) -> Tone {
    match tone {
        strategy::Tone::Positive => Tone::Positive,
        strategy::Tone::Attention => Tone::Attention,
        strategy::Tone::Negative => Tone::Negative,
        strategy::Tone::Neutral => Tone::Neutral,
    }
}
