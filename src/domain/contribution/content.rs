//! What a revision says, and what it still needs before it can be submitted.

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::{
    event::hex,
    id::CommitmentId,
    paper::PaperRef,
    strategy::Part,
    text::{Prose, Reason},
};

/// How a commitment stands, in the words of the ministry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Something happened.
    News,
    /// Nothing happened worth a line.
    NoNews,
    /// Done.
    Completed,
    /// Will not be done.
    Lapsed,
}

impl Stand {
    /// Every stand, in the order of the form.
    pub const ALL: [Self; 4] = [Self::News, Self::NoNews, Self::Completed, Self::Lapsed];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::NoNews => "no-news",
            Self::Completed => "completed",
            Self::Lapsed => "lapsed",
        }
    }

    /// As on screen and in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::News => "nieuws",
            Self::NoNews => "geen nieuws",
            Self::Completed => "afgerond",
            Self::Lapsed => "vervallen",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.code() == code)
    }

    /// How a commitment stands when several ministries spoke of it: done or lapsed only when all say so.
    #[must_use]
    pub fn together(stands: &[Self]) -> Option<Self> {
        let first = *stands.first()?;
        if stands.iter().all(|stand| *stand == first) {
            return Some(first);
        }
        let moved = stands.iter().any(|stand| *stand != Self::NoNews);
        Some(if moved { Self::News } else { Self::NoNews })
    }

    /// "Nieuws", "afgerond" and "vervallen" say something only with a line beside them.
    #[must_use]
    pub const fn needs_line(self) -> bool {
        !matches!(self, Self::NoNews)
    }
}

/// How one commitment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandLine {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// How it stands.
    pub stand: Stand,
    /// One sentence.
    pub line: String,
}

/// Where a statement can be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Its Kamerstuk number.
    pub paper: Option<PaperRef>,
    /// The day on which it stood so.
    pub reference_date: Option<NaiveDate>,
}

/// What one revision says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What was achieved.
    pub achieved: Prose,
    /// What stood in the way, what changed.
    pub obstacles: Prose,
    /// What comes next.
    pub outlook: Prose,
    /// For the ministry's own eyes.
    pub internal_note: Prose,
    /// The reason, when the ministry has nothing to report.
    pub no_contribution: Option<Reason>,
    /// How commitments stand.
    pub stands: Vec<StandLine>,
    /// Where to check.
    pub sources: Vec<Source>,
}

impl Content {
    /// SHA-256 of everything that may be published: what an akkoord binds to. The internal note is not in it.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.canonical()))
    }

    /// Everything that may be published, as one line of JSON: the very bytes that [`Content::sha256`] is of.
    #[must_use]
    pub fn canonical(&self) -> String {
        let Self { achieved, obstacles, outlook, internal_note: _, no_contribution, stands, sources } = self;
        let public = (achieved, obstacles, outlook, no_contribution, stands, sources);
        // Plain strings, dates and lists: this cannot fail, and an empty line is never what was approved.
        serde_json::to_string(&public).unwrap_or_default()
    }

    /// Whether anything at all was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a contribution still needs before it can be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Neither text nor a reason for having none.
    Achieved,
    /// A lead ministry says how every commitment stands.
    Stand(CommitmentId),
    /// "Nieuws", "afgerond" and "vervallen" need a line.
    Line(CommitmentId),
    /// A source without the day on which it stood so; by position from 0.
    SourceDate(usize),
}

/// Everything a content still needs before it can be submitted, for a lead or contributing ministry.
#[must_use]
pub fn missing(content: &Content, part: Part, commitments: &[CommitmentId]) -> Vec<Missing> {
    if content.no_contribution.is_some() {
        return Vec::new();
    }
    let mut missing = Vec::new();
    if content.achieved.is_empty() {
        missing.push(Missing::Achieved);
    }
    for commitment in commitments {
        match content.stands.iter().find(|stand| stand.commitment == *commitment) {
            None if part == Part::Lead => missing.push(Missing::Stand(*commitment)),
            Some(stand) if stand.stand.needs_line() && stand.line.is_empty() => {
                missing.push(Missing::Line(*commitment));
            }
            None | Some(_) => {}
        }
    }
    for (position, source) in content.sources.iter().enumerate() {
        if source.reference_date.is_none() {
            missing.push(Missing::SourceDate(position));
        }
    }
    missing
}
