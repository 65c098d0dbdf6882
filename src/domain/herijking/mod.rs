//! Herijking: how the goals of a strategy change, and what may never happen when they do.
//!
//! A goal has an identity and dated versions. A [`Plan`] says what somebody wants; [`Ledger::draw_up`] turns it into an
//! [`Amendment`] or says all that stands in its way. An amendment only ever adds: it ends a version the day before and
//! opens another, so that whatever was worded so stays worded so.
//!
//! # Which version a round uses
//! The one that is valid on the round's reference date, for every page of that round and for its report. So the day on
//! which a change takes effect decides: up to and including the reference date of a running round it holds in that round
//! at once, also for what was written before; after it, from the next round on. It cannot lie on or before the reference
//! date of a round that was frozen. The refused alternative, a list of goals copied into each round, has two truths.
//!
//! # Numbers
//! A number belongs to one goal for ever: that of a goal which is retired, or moved to another number, is not given out
//! again. So a number in an old edition can always be led to the goal it meant.

mod check;
mod lineage;
mod proposal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::{
    check::Fault,
    lineage::Lineage,
    proposal::{Outcome, Proposal, Refused, State},
};
use super::{
    id::{CommitmentId, DevelopmentId, GoalId},
    ministry::MinistryCode,
    strategy::{Change, Part},
};

/// A goal as worded in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which goal.
    pub goal: GoalId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while nothing came after it.
    pub until: Option<NaiveDate>,
    /// Number of its pillar.
    pub pillar: u32,
    /// Its number in the strategy.
    pub number: u32,
    /// Its exact title.
    pub title: String,
    /// What the strategy promises.
    pub promise: String,
    /// What happened on its first day.
    pub change: Change,
    /// Why; `None` for what was adopted with the strategy.
    pub reason: Option<String>,
    /// Where it was decided.
    pub paper: Option<String>,
    /// What caused it.
    pub cause: Option<DevelopmentId>,
}

impl Version {
    /// Whether it is the version of its goal on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the goal is pursued in this version.
    #[must_use]
    pub fn lives(&self) -> bool {
        self.change != Change::Retired
    }
}

/// A goal that is to be, or a goal as it is to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Number of its pillar.
    pub pillar: u32,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// What it promises.
    pub promise: String,
    /// Commitments that are new with it, in order.
    pub commitments: Vec<String>,
}

/// What becomes of a commitment: carried on under one of the plan's targets, or lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// Which.
    pub commitment: CommitmentId,
    /// Place of the target, from 0; `None` when it lapses.
    pub target: Option<usize>,
}

/// What somebody wants to change. It need not be possible; see [`Ledger::draw_up`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What is to happen.
    #[serde(with = "change_code")]
    pub change: Change,
    /// The goals it happens to; none when one is added.
    pub goals: Vec<GoalId>,
    /// How it reads afterwards: one for a goal that is added, reworded or moved, and for goals that are merged; several
    /// for one that is split; none for one that is retired.
    pub targets: Vec<Target>,
    /// What becomes of the commitments; one that is not named goes with the first target, or lapses without one.
    pub fates: Vec<Fate>,
    /// The living goal in which the work of a retired one goes on, if it does.
    pub heir: Option<GoalId>,
    /// Who takes part in a goal that is added; others keep who they had.
    pub ministries: Vec<(MinistryCode, PartOf)>,
}

/// A ministry's part, as it is kept in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartOf {
    /// See [`Part::Lead`].
    Lead,
    /// See [`Part::Contributing`].
    Contributing,
}

impl From<PartOf> for Part {
    fn from(part: PartOf) -> Self {
        match part {
            PartOf::Lead => Self::Lead,
            PartOf::Contributing => Self::Contributing,
        }
    }
}

/// When a change takes effect, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// First day on which it holds.
    pub from: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it was decided.
    pub paper: Option<String>,
    /// What caused it.
    pub cause: Option<DevelopmentId>,
}

/// What is to be written down when a plan is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// First day on which it holds.
    pub from: NaiveDate,
    /// Goals that did not exist before.
    pub born: Vec<GoalId>,
    /// Versions that begin; the version their goal had ends the day before.
    pub versions: Vec<Version>,
    /// From a retired goal to one that carries it on.
    pub successors: Vec<(GoalId, GoalId)>,
    /// Commitments that end the day before.
    pub ended: Vec<CommitmentId>,
    /// Of those: which goal carries them on.
    pub carried: Vec<(CommitmentId, GoalId)>,
    /// Commitments that begin.
    pub added: Vec<(GoalId, String)>,
    /// Who takes part in goals that were born, where it is not taken from the goals they come from.
    pub ministries: Vec<(GoalId, MinistryCode, Part)>,
}

/// All versions of all goals of a strategy, and what else rules need to know of it.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// First day of the strategy.
    pub begins: NaiveDate,
    /// Numbers of its pillars.
    pub pillars: BTreeSet<u32>,
    /// Newest reference date of a round that was frozen.
    pub settled: Option<NaiveDate>,
    /// Every version, of every goal.
    pub versions: Vec<Version>,
    /// From goals to those that carry them on.
    pub successors: Vec<(GoalId, GoalId)>,
    /// Commitments that were not ended, with their goal.
    pub commitments: Vec<(CommitmentId, GoalId)>,
}

impl Ledger {
    /// The version of a goal that is pursued on a day.
    #[must_use]
    pub fn living(&self, goal: GoalId, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().find(|version| version.goal == goal && version.lives() && version.holds_on(day))
    }

    /// All goals that are pursued on a day.
    pub fn all_living(&self, day: NaiveDate) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(move |version| version.lives() && version.holds_on(day))
    }

    /// The first number that never belonged to a goal.
    #[must_use]
    pub fn free_number(&self) -> u32 {
        self.versions.iter().map(|version| version.number).max().unwrap_or_default() + 1
    }

    /// Turns a plan into what is to be written down. The goals that are born get the identities of `identities`.
    ///
    /// # Errors
    /// Everything that stands in its way.
    pub fn draw_up(
        &self,
        plan: &Plan,
        terms: &Terms,
        identities: impl FnMut() -> GoalId,
    ) -> Result<Amendment, Vec<Fault>> {
        let faults = self.faults(plan, terms.from);
        if faults.is_empty() { Ok(self.amend(plan, terms, identities)) } else { Err(faults) }
    }

    /// The ledger after an amendment.
    #[must_use]
    pub fn after(mut self, amendment: &Amendment) -> Self {
        for opened in &amendment.versions {
            let open = |version: &&mut Version| version.goal == opened.goal && version.until.is_none();
            if let Some(before) = self.versions.iter_mut().find(open) {
                before.until = opened.from.pred_opt();
            }
            self.versions.push(opened.clone());
        }
        self.successors.extend(&amendment.successors);
        self.commitments.retain(|(commitment, _)| !amendment.ended.contains(commitment));
        self
    }

    fn amend(&self, plan: &Plan, terms: &Terms, mut identities: impl FnMut() -> GoalId) -> Amendment {
        let mut amendment = Amendment {
            from: terms.from,
            born: Vec::new(),
            versions: Vec::new(),
            successors: Vec::new(),
            ended: Vec::new(),
            carried: Vec::new(),
            added: Vec::new(),
            ministries: Vec::new(),
        };
        let stays = matches!(plan.change, Change::Reworded | Change::Moved);
        let mut reading = Vec::new();
        for target in &plan.targets {
            let goal = match plan.goals.first().filter(|_| stays) {
                Some(goal) => *goal,
                None => identities(),
            };
            if !stays {
                amendment.born.push(goal);
            }
            reading.push(goal);
            amendment.versions.push(terms.version(goal, target, plan.change));
            amendment.added.extend(target.commitments.iter().map(|text| (goal, text.clone())));
        }
        for goal in plan.goals.iter().filter(|_| !stays) {
            if let Some(now) = self.living(*goal, terms.from) {
                amendment.versions.push(terms.end(now));
            }
            let heirs = amendment.born.iter().chain(&plan.heir);
            amendment.successors.extend(heirs.map(|heir| (*goal, *heir)));
        }
        for (commitment, _) in self.commitments.iter().filter(|(_, goal)| plan.goals.contains(goal)) {
            let named = plan.fates.iter().find(|fate| fate.commitment == *commitment);
            let target = named.map_or(Some(0), |fate| fate.target).and_then(|place| reading.get(place));
            match target {
                Some(_) if stays => {}
                Some(goal) => {
                    amendment.ended.push(*commitment);
                    amendment.carried.push((*commitment, *goal));
                }
                None => amendment.ended.push(*commitment),
            }
        }
        if let Some(goal) = amendment.born.first().filter(|_| plan.change == Change::Added) {
            let named = plan.ministries.iter();
            amendment.ministries =
                named.map(|(ministry, part)| (*goal, ministry.clone(), (*part).into())).collect();
        }
        amendment
    }
}

impl Terms {
    fn version(&self, goal: GoalId, target: &Target, change: Change) -> Version {
        Version {
            goal,
            from: self.from,
            until: None,
            pillar: target.pillar,
            number: target.number,
            title: target.title.trim().to_owned(),
            promise: target.promise.trim().to_owned(),
            change,
            reason: Some(self.reason.clone()),
            paper: self.paper.clone(),
            cause: self.cause,
        }
    }

    /// The end of a goal, under the title it had.
    fn end(&self, now: &Version) -> Version {
        Version {
            from: self.from,
            until: None,
            change: Change::Retired,
            reason: Some(self.reason.clone()),
            paper: self.paper.clone(),
            cause: self.cause,
            ..now.clone()
        }
    }
}

/// A change as its code, as columns hold it.
mod change_code {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::domain::strategy::Change;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(super) fn serialize<S: Serializer>(change: &Change, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(change.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Change, D::Error> {
        let code = String::deserialize(from)?;
        Change::read(&code).ok_or_else(|| D::Error::custom(format!("{code} is no change of a goal")))
    }
}
