//! A strategy as a round sees it: the versions that are valid on its reference date.

use chrono::NaiveDate;

pub use super::commitment::{Commitment, CommitmentKind};
pub use super::rating::{Movement, Rating, Tone};
use super::{
    id::{DevelopmentId, GoalId, PolicyDocumentId},
    ministry::MinistryCode,
};

/// Which part a ministry has in a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Answers every commitment.
    Lead,
    /// Adds what is theirs.
    Contributing,
}

impl Part {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Contributing => "contributing",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Lead => "trekker",
            Self::Contributing => "draagt bij",
        }
    }
}

/// What the strategy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strategy {
    /// "gbvs-2018-2022".
    pub id: String,
    /// "Wereldwijd voor een veilig Nederland".
    pub title: String,
    /// "Geïntegreerde Buitenland- en Veiligheidsstrategie 2018-2022".
    pub subtitle: String,
    /// "GBVS".
    pub short: String,
    /// Number of the dossier in parliament: "33 694".
    pub dossier: String,
    /// Its own Kamerstuk, when known.
    pub paper: Option<String>,
    /// "pijler".
    pub pillar_word: String,
    /// "doel".
    pub goal_word: String,
    /// The document that source lines refer to.
    pub source: String,
}

/// A group of goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pillar {
    /// From 1.
    pub number: u32,
    /// Its exact title.
    pub title: String,
    /// What it is about.
    pub summary: String,
}

/// A goal as it was worded on the reference date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its identity through all wordings.
    pub id: GoalId,
    /// Number of its pillar.
    pub pillar: u32,
    /// Its number in the strategy.
    pub number: u32,
    /// Its exact title.
    pub title: String,
    /// What the strategy promised.
    pub promise: String,
}

/// How a goal came to be what it is (herijking).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// As the strategy was adopted.
    Original,
    /// Added later.
    Added,
    /// Other words.
    Reworded,
    /// To another pillar or number.
    Moved,
    /// One became several.
    Split,
    /// Several became one.
    Merged,
    /// No longer pursued.
    Retired,
}

impl Change {
    /// Everything that can happen, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Original, Self::Added, Self::Reworded, Self::Moved, Self::Split, Self::Merged, Self::Retired];

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.code() == code)
    }

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Added => "added",
            Self::Reworded => "reworded",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Retired => "retired",
        }
    }

    /// As in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Original => "oorspronkelijk",
            Self::Added => "toegevoegd",
            Self::Reworded => "anders verwoord",
            Self::Moved => "verplaatst",
            Self::Split => "gesplitst",
            Self::Merged => "samengevoegd",
            Self::Retired => "vervallen",
        }
    }
}

/// Where a goal stands in the strategy, and under which title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Number of its pillar.
    pub pillar: u32,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
}

/// A change of a goal since the versions of the round before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalChange {
    /// Number of its pillar now.
    pub pillar: u32,
    /// Which goal, by its number now.
    pub number: u32,
    /// Its title now.
    pub title: String,
    /// Where it stood before, and under which title; `None` when it is new.
    pub before: Option<Placed>,
    /// What happened.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// Where it was decided.
    pub paper: Option<String>,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Title of the development that caused it.
    pub cause: Option<String>,
    /// The goals it carries on, by their last number and title.
    pub origins: Vec<(u32, String)>,
    /// The goals that carry it on, by their number and title then.
    pub heirs: Vec<(u32, String)>,
}

/// Trend or threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DevelopmentKind {
    /// A long movement in the world.
    Trend,
    /// A danger to the Kingdom.
    Threat,
}

impl DevelopmentKind {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trend => "trend",
            Self::Threat => "threat",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Trend => "trend",
            Self::Threat => "dreiging",
        }
    }
}

/// A trend or threat that every round judges anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Development {
    /// Identity.
    pub id: DevelopmentId,
    /// Trend or threat.
    pub kind: DevelopmentKind,
    /// "3.2".
    pub number: String,
    /// Its exact title.
    pub title: String,
    /// What the strategy said of it.
    pub summary: String,
    /// Numbers of the goals it bears on.
    pub goals: Vec<u32>,
}

/// How a development went in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// The situation got worse.
    Worse,
    /// About the same.
    Same,
    /// The situation got better.
    Better,
    /// Not there before.
    New,
    /// No longer there.
    Gone,
}

impl Judgement {
    /// Every judgement, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Worse, Self::Same, Self::Better, Self::New, Self::Gone];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Same => "same",
            Self::Better => "better",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }

    /// As on screen and in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Worse => "verslechterd",
            Self::Same => "gelijk gebleven",
            Self::Better => "verbeterd",
            Self::New => "nieuw",
            Self::Gone => "vervallen",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|judgement| judgement.code() == code)
    }
}

/// A cross-cutting theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// "human-security".
    pub id: String,
    /// "Human security".
    pub title: String,
    /// What the strategy says of it.
    pub description: String,
}

/// A policy document that carries goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument {
    /// Identity.
    pub id: PolicyDocumentId,
    /// "Defensienota".
    pub title: String,
    /// What it is about.
    pub note: String,
    /// Its Kamerstuk, when known.
    pub paper: Option<String>,
    /// Codes of the sources that list it: "letter", "summary", "chapter-4".
    pub named_in: Vec<String>,
    /// Numbers of the goals it carries.
    pub goals: Vec<u32>,
}

/// A ministry's part in a goal in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Whose.
    pub ministry: MinistryCode,
    /// Lead or contributing.
    pub part: Part,
}
