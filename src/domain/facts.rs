//! Everything a report is made of, gathered once: plain values, no lookups.
//!
//! The store fills it; the report is compiled from it; gaps are found in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    consent::Standing,
    contribution::{Content, State},
    goal_text::GoalText,
    herijking::Lineage,
    id::{ContributionId, PassageId, RequestId},
    letter::LetterInput,
    ministry::{Ministry, MinistryCode},
    paper::House,
    round::Round,
    strategy::{
        Assignment, Commitment, Development, Goal, GoalChange, Judgement, Pillar, PolicyDocument, Rating,
        Strategy, Theme,
    },
};

/// The facts of a round on the moment they were gathered.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The strategy reported on.
    pub strategy: Strategy,
    /// Its pillars, in order.
    pub pillars: Vec<Pillar>,
    /// Its scale, best first; empty when ratings are switched off.
    pub ratings: Vec<Rating>,
    /// Its cross-cutting themes, in order.
    pub themes: Vec<Theme>,
    /// Its policy documents, in order.
    pub policy_documents: Vec<PolicyDocument>,
    /// The round.
    pub round: Round,
    /// Every ministry under the name valid on the reference date, in protocol order.
    pub ministries: Vec<Ministry>,
    /// The goals valid in the round, in order of number.
    pub goals: Vec<GoalFacts>,
    /// What changed in the goals since the round before, or since the strategy began.
    pub goal_changes: Vec<GoalChange>,
    /// Which goal a number means, also in an earlier edition.
    pub lineage: Lineage,
    /// Trends and threats, in order, with this round's judgement.
    pub developments: Vec<DevelopmentFacts>,
    /// The coordinator's texts by section: "summary", "introduction", "goal-changes", "outlook", "theme:…".
    pub texts: BTreeMap<String, String>,
    /// Motions and undertakings that are open in this round.
    pub requests: Vec<RequestFacts>,
    /// Passages that bear on a theme, by its id.
    pub tagged: BTreeMap<String, BTreeSet<PassageId>>,
    /// Gaps set aside, with the reason, by key.
    pub set_aside: BTreeMap<String, String>,
    /// The report before this one, when that was made outside this program.
    pub earlier: Option<EarlierFacts>,
    /// The letter that offers the report; `None` while nobody began it.
    pub letter: Option<LetterInput>,
}

/// What is known of the report before the first one made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierFacts {
    /// Its title.
    pub title: String,
    /// Its Kamerstuk.
    pub paper: Option<String>,
    /// Labels of the ratings it gave, by number of the goal.
    pub ratings: BTreeMap<u32, String>,
}

/// A goal with all that was said on it.
#[derive(Clone, Debug)]
pub struct GoalFacts {
    /// The goal as worded in this round.
    pub goal: Goal,
    /// Numbers of the goals it refers to.
    pub refers_to: Vec<u32>,
    /// Its commitments, in order.
    pub commitments: Vec<Commitment>,
    /// Who takes part, leads first.
    pub assignments: Vec<Assignment>,
    /// One for each assignment, in the same order.
    pub contributions: Vec<ContributionFacts>,
    /// The composed text.
    pub text: GoalText,
    /// How each ministry involved stands towards that text; none before there is a text.
    pub consents: Vec<ConsentFacts>,
    /// The rating and its ground.
    pub assessment: Option<Assessment>,
    /// Figures.
    pub indicators: Vec<IndicatorFacts>,
}

/// How a ministry stands towards a goal's text as it reads now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentFacts {
    /// Which ministry.
    pub ministry: MinistryCode,
    /// How it stands.
    pub standing: Standing,
}

/// A contribution as the report sees it.
#[derive(Clone, Debug)]
pub struct ContributionFacts {
    /// Identity.
    pub id: ContributionId,
    /// Whose.
    pub ministry: MinistryCode,
    /// Where it stands.
    pub state: State,
    /// Whether it was handed in after the deadline.
    pub late: bool,
    /// The approved revision; `None` without akkoord.
    pub approved: Option<Approved>,
}

/// An approved revision.
#[derive(Clone, Debug)]
pub struct Approved {
    /// Number of the revision.
    pub number: u32,
    /// Its words. The internal note is never filled here.
    pub content: Content,
    /// SHA-256 of what was approved.
    pub sha256: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The coordinator's judgement of a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Id on the strategy's scale.
    pub rating: String,
    /// Why.
    pub ground: String,
}

/// A figure with its measurements.
#[derive(Clone, Debug)]
pub struct IndicatorFacts {
    /// What is measured.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// How many decimals the values have.
    pub decimals: u8,
    /// Which ministry measures.
    pub ministry: MinistryCode,
    /// Where it began, and when.
    pub baseline: Option<(NaiveDate, i64)>,
    /// Value to be reached and by when.
    pub target: Option<(NaiveDate, i64)>,
    /// What a second person agreed to, up to the reference date, oldest first.
    pub measurements: Vec<Measurement>,
}

/// A value on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// Peildatum.
    pub date: NaiveDate,
    /// In units of the last decimal.
    pub value: i64,
    /// Where it comes from.
    pub source: String,
}

/// A trend or threat with this round's judgement.
#[derive(Clone, Debug)]
pub struct DevelopmentFacts {
    /// The development.
    pub development: Development,
    /// How it went.
    pub judged: Option<Judged>,
}

/// A judgement of a development.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How it went.
    pub judgement: Judgement,
    /// What changed.
    pub text: String,
    /// What it means for the goals; empty when nothing.
    pub consequence: String,
}

/// A motion or undertaking with this round's answer.
#[derive(Clone, Debug)]
pub struct RequestFacts {
    /// Identity.
    pub id: RequestId,
    /// "motie" or "toezegging".
    pub kind: RequestKind,
    /// Which House asked, or was promised.
    pub house: House,
    /// Its Kamerstuk, when known.
    pub paper: Option<String>,
    /// What was asked.
    pub title: String,
    /// By whom.
    pub proposer: String,
    /// When.
    pub date: NaiveDate,
    /// By when it was to be done.
    pub due: Option<NaiveDate>,
    /// Number of the goal it bears on.
    pub goal: Option<u32>,
    /// Which ministry answers.
    pub ministry: Option<MinistryCode>,
    /// This round's answer.
    pub answer: Option<Answer>,
    /// Whether a passage answered it that is no longer in the report.
    pub lapsed: bool,
}

/// Motion or undertaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Adopted by a House.
    Motion,
    /// Promised by a minister.
    Undertaking,
}

impl RequestKind {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Motion, Self::Undertaking];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Motion => "motion",
            Self::Undertaking => "undertaking",
        }
    }

    /// As on screen and in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Motion => "motie",
            Self::Undertaking => "toezegging",
        }
    }
}

/// How a round answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How far it is.
    pub outcome: Outcome,
    /// In words; the reason when set aside.
    pub text: String,
    /// The passage that answers, when one does.
    pub passage: Option<PassageId>,
}

/// How far the answer to a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done.
    Completed,
    /// Under way.
    InProgress,
    /// Deliberately not treated, with a reason.
    SetAside,
}

impl Outcome {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Completed, Self::InProgress, Self::SetAside];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::InProgress => "in-progress",
            Self::SetAside => "set-aside",
        }
    }

    /// As on screen and in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Completed => "afgerond",
            Self::InProgress => "in behandeling",
            Self::SetAside => "bewust niet behandeld",
        }
    }
}

impl Facts {
    /// The ministry with this code, under its name on the reference date.
    #[must_use]
    pub fn ministry(&self, code: &MinistryCode) -> Option<&Ministry> {
        self.ministries.iter().find(|ministry| ministry.code == *code)
    }

    /// Short name of a ministry; its code when it is not in the register.
    #[must_use]
    pub fn short<'a>(&'a self, code: &'a MinistryCode) -> &'a str {
        self.ministry(code).map_or(code.as_str(), |ministry| &ministry.short)
    }

    /// The step of the scale with this id.
    #[must_use]
    pub fn rating(&self, id: &str) -> Option<&Rating> {
        self.ratings.iter().find(|rating| rating.id == id)
    }
}
