//! A proposal to change goals: written, laid before the ministries that hold them, decided.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{Plan, Terms};
use crate::domain::{
    access::{Advise, Coordinate, Permit},
    id::{PersonId, ProposalId},
    text::Reason,
};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written; only the coordinator sees it.
    Proposed,
    /// Before the ministries that hold the goals.
    Heard,
    /// Decided: it is so.
    Accepted,
    /// Decided: it is not so.
    Rejected,
}

impl State {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Heard => "heard",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Proposed => "voorstel",
            Self::Heard => "ligt bij de ministeries",
            Self::Accepted => "aangenomen",
            Self::Rejected => "verworpen",
        }
    }
}

/// How a proposal is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It takes effect on its day.
    Accept,
    /// Nothing changes.
    Reject,
}

/// A proposal to change goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Identity.
    pub id: ProposalId,
    /// Of which strategy.
    pub strategy: String,
    /// Where it stands.
    pub state: State,
    /// Grows with every change.
    pub version: u32,
    /// What is to change.
    pub plan: Plan,
    /// When, why, by which decision and what caused it.
    pub terms: Terms,
    /// Who wrote it first.
    pub proposed_by: PersonId,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Why it was accepted or rejected.
    pub ground: Option<String>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A step that a proposal cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// It stands elsewhere.
    #[error("a proposal that is {} cannot take this step", .0.code())]
    State(State),
    /// Somebody changed it since.
    #[error("version {newest} is newer")]
    Stale {
        /// The version it has now.
        newest: u32,
    },
    /// A rejection says why.
    #[error("a rejection needs a ground")]
    NoGround,
}

impl Proposal {
    /// Other words, while nobody was asked.
    ///
    /// # Errors
    /// [`Refused::State`] once ministries were asked: they answer to what they read. [`Refused::Stale`] when it was
    /// changed since `version`.
    pub fn revise(
        self,
        permit: &Permit<Coordinate>,
        version: u32,
        plan: Plan,
        terms: Terms,
    ) -> Result<Self, Refused> {
        let known = self.step(permit, State::Proposed, version)?;
        Ok(Self { version: known.version + 1, plan, terms, ..known })
    }

    /// Lays it before the ministries.
    ///
    /// # Errors
    /// As [`Proposal::revise`].
    pub fn lay_before(self, permit: &Permit<Coordinate>, version: u32) -> Result<Self, Refused> {
        let known = self.step(permit, State::Proposed, version)?;
        Ok(Self { state: State::Heard, version: known.version + 1, ..known })
    }

    /// Takes what a ministry thinks, while it is not decided.
    ///
    /// # Errors
    /// [`Refused::State`] before ministries were asked, and once it is decided.
    pub fn take_view(&self, _permit: &Permit<Advise>) -> Result<(), Refused> {
        if self.state == State::Heard { Ok(()) } else { Err(Refused::State(self.state)) }
    }

    /// Decides it, after the ministries were asked. One that stayed silent does not hold it up; its silence stands beside
    /// the decision.
    ///
    /// # Errors
    /// As [`Proposal::revise`], and [`Refused::NoGround`] for a rejection without one.
    pub fn decide(
        self,
        permit: &Permit<Coordinate>,
        version: u32,
        outcome: Outcome,
        ground: Option<Reason>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let known = self.step(permit, State::Heard, version)?;
        let state = match outcome {
            Outcome::Accept => State::Accepted,
            Outcome::Reject if ground.is_none() => return Err(Refused::NoGround),
            Outcome::Reject => State::Rejected,
        };
        let ground = ground.map(|ground| ground.as_str().to_owned());
        Ok(Self { state, version: known.version + 1, ground, decided_at: Some(now), ..known })
    }

    fn step(self, _permit: &Permit<Coordinate>, from: State, version: u32) -> Result<Self, Refused> {
        if self.state != from {
            Err(Refused::State(self.state))
        } else if self.version != version {
            Err(Refused::Stale { newest: self.version })
        } else {
            Ok(self)
        }
    }
}
