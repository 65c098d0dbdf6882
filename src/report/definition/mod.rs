//! The definition of a report: sections, their order, and every fixed word, read from a TOML file.
//!
//! Wording is data, so that an editor can mend a sentence without touching the program. A wrong file is refused
//! whole, with the line and the reason: a report must not come out with half of its words.

mod erratum;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::Tone;
use crate::domain::{contribution::Stand, facts::Outcome, strategy::Judgement};

pub use erratum::ErratumWords;
pub use words::{
    ColofonWords, ContributionsWords, DifferencesWords, DocumentWords, FiguresWords, GoalChangesWords,
    GoalsWords, IntroductionWords, LetterWords, RatingsWords, RequestsWords, SourcesWords, SummaryWords,
    ThemesWords, Words, WorldWords,
};

/// A file that is no definition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {reason}")]
pub struct Refused {
    /// Which file.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// Sections, order and fixed words of a report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its name.
    pub id: String,
    /// Changes with every change of wording.
    pub version: String,
    /// Language of the report, BCP 47.
    pub language: String,
    /// Code of the ministry that composes the report.
    pub coordinator: String,
    /// The chapters, in order.
    #[serde(rename = "chapter")]
    pub chapters: Vec<Chapter>,
    /// The appendices, in order.
    #[serde(rename = "appendix")]
    pub appendices: Vec<Appendix>,
    /// Words of the whole.
    pub document: DocumentWords,
    /// Words of the colofon.
    pub colofon: ColofonWords,
    /// Words of the summary.
    pub summary: SummaryWords,
    /// Words of the introduction.
    pub introduction: IntroductionWords,
    /// Words of the chapter on trends and threats.
    pub world: WorldWords,
    /// Words of the chapter on what changed in the goals.
    #[serde(rename = "goal-changes")]
    pub goal_changes: GoalChangesWords,
    /// Words of pillars and goals.
    pub goals: GoalsWords,
    /// Words around measurements.
    pub figures: FiguresWords,
    /// Words of the cross-cutting themes.
    pub themes: ThemesWords,
    /// Words of the appendix on motions and undertakings.
    pub requests: RequestsWords,
    /// Words of the overview of contributions.
    pub contributions: ContributionsWords,
    /// Words of the account of the ratings.
    pub ratings: RatingsWords,
    /// Words of the sources.
    pub sources: SourcesWords,
    /// Words of the comparison with the last edition.
    pub differences: DifferencesWords,
    /// Words of an erratum.
    pub erratum: ErratumWords,
    /// Words of the letter.
    pub letter: LetterWords,
    judgements: Judgements,
    stands: Stands,
    outcomes: Outcomes,
}

/// A chapter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    section: Spanned<ChapterKind>,
    /// Before its paragraph numbers; empty for the pillars, whose goals number their own.
    #[serde(default)]
    pub letter: String,
    /// Its stable anchor; empty for the pillars.
    #[serde(default)]
    pub anchor: String,
    /// Its title; empty for the pillars, which have their own.
    #[serde(default)]
    pub title: String,
}

impl Chapter {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> ChapterKind {
        *self.section.get_ref()
    }
}

/// What a chapter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterKind {
    /// The coordinator's summary and the table of all goals.
    Summary,
    /// The coordinator's introduction, and how to read.
    Introduction,
    /// Trends and threats.
    World,
    /// What changed in the goals.
    GoalChanges,
    /// A chapter for each pillar, a section for each goal.
    Pillars,
    /// Cross-cutting themes.
    Themes,
    /// What comes next.
    Outlook,
}

/// An appendix.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appendix {
    section: Spanned<AppendixKind>,
    /// Its stable anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
}

impl Appendix {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> AppendixKind {
        *self.section.get_ref()
    }
}

/// What an appendix is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppendixKind {
    /// Motions and undertakings.
    Requests,
    /// Which words came from whom.
    Contributions,
    /// The scale and the ground of every rating; left out when ratings are off.
    Ratings,
    /// Sources of the approved contributions.
    Sources,
    /// What differs from the last edition.
    Differences,
}

/// A word with its tone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toned {
    /// As printed.
    pub word: String,
    /// Colour and sign.
    pub tone: Tone,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judgements {
    worse: Toned,
    same: Toned,
    better: Toned,
    new: Toned,
    gone: Toned,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Stands {
    news: Toned,
    no_news: Toned,
    completed: Toned,
    lapsed: Toned,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Outcomes {
    completed: Toned,
    in_progress: Toned,
    set_aside: Toned,
}

/// What is wrong, and where in the text.
struct Fault {
    at: Range<usize>,
    reason: String,
}

impl Definition {
    /// The definition that comes with the program, as written: what an edition keeps of it.
    pub const SOURCE: &'static str = include_str!("../../../reports/definition.toml");

    /// The definition that comes with the program.
    ///
    /// # Panics
    /// Never: a test reads the same text.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "embedded and tested: it cannot fail on one machine and not on another"
    )]
    pub fn shipped() -> Self {
        Self::parse("reports/definition.toml", Self::SOURCE).expect("the shipped definition is right")
    }

    /// Reads a definition; `file` is what a refusal calls it.
    ///
    /// # Errors
    /// [`Refused`] with the line and the reason.
    pub fn parse(file: &str, text: &str) -> Result<Self, Refused> {
        let refused = |fault: Fault| {
            let before = text.get(..fault.at.start).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            Refused { file: file.to_owned(), line, reason: fault.reason }
        };
        let definition: Self = toml::from_str(text).map_err(|error| {
            refused(Fault { at: error.span().unwrap_or_default(), reason: error.message().to_owned() })
        })?;
        definition.check().map_err(refused)?;
        Ok(definition)
    }

    /// Its name and version, as editions name it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    /// How a judgement of a development is printed.
    #[must_use]
    pub fn judgement(&self, judgement: Judgement) -> &Toned {
        match judgement {
            Judgement::Worse => &self.judgements.worse,
            Judgement::Same => &self.judgements.same,
            Judgement::Better => &self.judgements.better,
            Judgement::New => &self.judgements.new,
            Judgement::Gone => &self.judgements.gone,
        }
    }

    /// How the stand of a commitment is printed.
    #[must_use]
    pub fn stand(&self, stand: Stand) -> &Toned {
        match stand {
            Stand::News => &self.stands.news,
            Stand::NoNews => &self.stands.no_news,
            Stand::Completed => &self.stands.completed,
            Stand::Lapsed => &self.stands.lapsed,
        }
    }

    /// How the outcome of a motion or undertaking is printed.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome) -> &Toned {
        match outcome {
            Outcome::Completed => &self.outcomes.completed,
            Outcome::InProgress => &self.outcomes.in_progress,
            Outcome::SetAside => &self.outcomes.set_aside,
        }
    }

    /// The title of an appendix, for sentences that point to it.
    #[must_use]
    pub fn appendix_title(&self, kind: AppendixKind) -> &str {
        self.appendices.iter().find(|appendix| appendix.kind() == kind).map_or("", |appendix| &appendix.title)
    }

    fn check(&self) -> Result<(), Fault> {
        let mut kinds = BTreeSet::new();
        let mut letters = BTreeSet::new();
        let mut anchors = BTreeSet::new();
        for chapter in &self.chapters {
            let fault = |reason: &str| Err(Fault { at: chapter.section.span(), reason: reason.to_owned() });
            if !kinds.insert(chapter.kind()) {
                return fault("this chapter stands in the list twice");
            }
            if chapter.kind() == ChapterKind::Pillars {
                if !(chapter.letter.is_empty() && chapter.anchor.is_empty() && chapter.title.is_empty()) {
                    return fault("pillars bring their own title, letter and anchor");
                }
                continue;
            }
            if chapter.letter.len() != 1 || !chapter.letter.starts_with(|c: char| c.is_ascii_uppercase()) {
                return fault("a chapter needs a letter from A to Z for its paragraph numbers");
            }
            if !letters.insert(&chapter.letter) {
                return fault("another chapter has this letter");
            }
            if let Some(reason) = heading_fault(&chapter.anchor, &chapter.title, &mut anchors) {
                return fault(reason);
            }
        }
        let mut kinds = BTreeSet::new();
        for appendix in &self.appendices {
            let fault = |reason: &str| Err(Fault { at: appendix.section.span(), reason: reason.to_owned() });
            if !kinds.insert(appendix.kind()) {
                return fault("this appendix stands in the list twice");
            }
            if let Some(reason) = heading_fault(&appendix.anchor, &appendix.title, &mut anchors) {
                return fault(reason);
            }
        }
        self.check_words()
    }

    fn check_words(&self) -> Result<(), Fault> {
        self.document.check()?;
        self.colofon.check()?;
        self.summary.check()?;
        self.introduction.check()?;
        self.world.check()?;
        self.goal_changes.check()?;
        self.goals.check()?;
        self.figures.check()?;
        self.themes.check()?;
        self.requests.check()?;
        self.contributions.check()?;
        self.ratings.check()?;
        self.sources.check()?;
        self.differences.check()?;
        self.erratum.check()?;
        self.letter.check()
    }
}

fn heading_fault<'a>(anchor: &'a str, title: &str, anchors: &mut BTreeSet<&'a str>) -> Option<&'static str> {
    let is_anchor = anchor.starts_with(|c: char| c.is_ascii_lowercase())
        && anchor.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if title.trim().is_empty() {
        Some("a heading needs a title")
    } else if !is_anchor {
        Some("an anchor is made of small letters, digits and hyphens")
    } else if anchor.starts_with("p-") {
        Some("anchors that begin with p- are those of paragraphs")
    } else if anchors.insert(anchor) {
        None
    } else {
        Some("another heading has this anchor")
    }
}

#[cfg(test)]
mod tests;
