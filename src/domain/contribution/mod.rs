//! A contribution: what a ministry says on a goal in a round, its revisions, and the way to an akkoord.

mod content;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use content::{Content, Missing, Source, Stand, StandLine, missing};

use super::{
    access::{Coordinate, Permit, Review, Write},
    id::{CommitmentId, ContributionId, GoalId, PersonId, RoundId},
    ministry::MinistryCode,
    strategy::Part,
};

/// Where a contribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nobody has written yet.
    Open,
    /// Being written.
    Draft,
    /// Handed to the director.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// The director agreed to the exact words.
    Approved,
    /// The coordinator took words from it into the goal's text.
    TakenOver,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Draft, Self::Submitted, Self::Returned, Self::Approved, Self::TakenOver];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::TakenOver => "taken-over",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Open => "nog niet begonnen",
            Self::Draft => "concept",
            Self::Submitted => "ingediend",
            Self::Returned => "teruggestuurd",
            Self::Approved => "akkoord",
            Self::TakenOver => "overgenomen",
        }
    }

    /// The sign that goes with the word in narrow cells.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Draft => "◐",
            Self::Submitted => "●",
            Self::Returned => "↩",
            Self::Approved => "✓",
            Self::TakenOver => "✔",
        }
    }

    /// Whether the ministry's people may change the words.
    #[must_use]
    pub const fn is_writable(self) -> bool {
        matches!(self, Self::Open | Self::Draft | Self::Returned)
    }
}

/// A saved state of a contribution. Never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Of which contribution.
    pub contribution: ContributionId,
    /// From 1.
    pub number: u32,
    /// What it says.
    pub content: Content,
    /// Who saved it.
    pub author: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Identity.
    pub id: ContributionId,
    /// In which round.
    pub round: RoundId,
    /// On which goal.
    pub goal: GoalId,
    /// Whose words.
    pub ministry: MinistryCode,
    /// Where it stands.
    pub state: State,
    /// Number of the newest revision; 0 before the first.
    pub revision: u32,
    /// Whether the goal's other ministries may read it.
    pub shared: bool,
}

/// Why a contribution cannot take a step.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Someone saved since: the newest revision is not the one this save started from.
    #[error("revision {newest} was saved meanwhile")]
    Stale {
        /// Number of the newest revision.
        newest: u32,
    },
    /// The round no longer takes contributions.
    #[error("the round is closed")]
    Closed,
    /// Not in this state.
    #[error("not possible in state {}", .0.code())]
    State(State),
    /// This person agreed to these words already; the others still have to.
    #[error("agreed already")]
    Agreed,
    /// Something is missing before it can be submitted.
    #[error("not complete")]
    Incomplete(Vec<Missing>),
}

impl Contribution {
    /// Saves: the next revision. A save names the revision it started from.
    ///
    /// # Errors
    /// [`Fault::Stale`], [`Fault::Closed`] or [`Fault::State`].
    pub fn save(
        self,
        _permit: &Permit<Write>,
        open: bool,
        based_on: u32,
        content: Content,
        author: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(Self, Revision), Fault> {
        if !open {
            return Err(Fault::Closed);
        }
        if !self.state.is_writable() {
            return Err(Fault::State(self.state));
        }
        if based_on != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        let revision = Revision { contribution: self.id, number: self.revision + 1, content, author, at };
        let state = if self.state == State::Open { State::Draft } else { self.state };
        Ok((Self { revision: revision.number, state, ..self }, revision))
    }

    /// Hands the newest revision to the director.
    ///
    /// # Errors
    /// [`Fault::Incomplete`] with all that is missing, [`Fault::Closed`] or [`Fault::State`].
    pub fn submit(
        self,
        _permit: &Permit<Write>,
        open: bool,
        revision: &Revision,
        part: Part,
        commitments: &[CommitmentId],
    ) -> Result<Self, Fault> {
        if !open {
            return Err(Fault::Closed);
        }
        if !matches!(self.state, State::Draft | State::Returned) {
            return Err(Fault::State(self.state));
        }
        if revision.number != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        let missing = missing(&revision.content, part, commitments);
        if !missing.is_empty() {
            return Err(Fault::Incomplete(missing));
        }
        Ok(Self { state: State::Submitted, ..self })
    }

    /// The author takes back what the director has not answered yet.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not waiting.
    pub fn take_back(self, _permit: &Permit<Write>) -> Result<Self, Fault> {
        match self.state {
            State::Submitted => Ok(Self { state: State::Draft, ..self }),
            State::Open | State::Draft | State::Returned | State::Approved | State::TakenOver => {
                Err(Fault::State(self.state))
            }
        }
    }

    /// The director agrees to the exact words of the newest revision.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not submitted, [`Fault::Stale`] when other words were looked at.
    pub fn approve(self, _permit: &Permit<Review>, looked_at: u32) -> Result<Self, Fault> {
        if self.state != State::Submitted {
            return Err(Fault::State(self.state));
        }
        if looked_at != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        Ok(Self { state: State::Approved, ..self })
    }

    /// One approver agrees, after those in `agreed` and while `needed` must: it is approved once they all did. Each is
    /// another person, and none of them wrote any of it.
    ///
    /// # Errors
    /// As [`Contribution::approve`], and [`Fault::Agreed`] when this person agreed before.
    pub fn agree(
        self,
        permit: &Permit<Review>,
        looked_at: u32,
        person: PersonId,
        agreed: &[PersonId],
        needed: u32,
    ) -> Result<Self, Fault> {
        let before = self.clone();
        let approved = self.approve(permit, looked_at)?;
        if agreed.contains(&person) {
            return Err(Fault::Agreed);
        }
        let enough = agreed.len() + 1 >= usize::try_from(needed).unwrap_or(usize::MAX);
        Ok(if enough { approved } else { before })
    }

    /// The director sends it back; the reason is recorded beside it.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not submitted.
    pub fn send_back(self, _permit: &Permit<Review>) -> Result<Self, Fault> {
        match self.state {
            State::Submitted => Ok(Self { state: State::Returned, ..self }),
            State::Open | State::Draft | State::Returned | State::Approved | State::TakenOver => {
                Err(Fault::State(self.state))
            }
        }
    }

    /// The coordinator sends an approved contribution back; its akkoord ends.
    ///
    /// # Errors
    /// [`Fault::State`] when there was no akkoord.
    pub fn send_back_to_ministry(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        if self.state.is_handed_in() {
            Ok(Self { state: State::Returned, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The director withdraws the akkoord: possible until the edition is frozen, which the round knows.
    ///
    /// # Errors
    /// [`Fault::State`] when there was none, [`Fault::Closed`] when the edition is frozen.
    pub fn withdraw(self, _permit: &Permit<Review>, frozen: bool) -> Result<Self, Fault> {
        if frozen {
            return Err(Fault::Closed);
        }
        if self.state.is_handed_in() {
            Ok(Self { state: State::Submitted, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The coordinator takes words over into the goal's text.
    ///
    /// # Errors
    /// [`Fault::State`] when the director has not agreed.
    pub fn take_over(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        if self.state.is_handed_in() {
            Ok(Self { state: State::TakenOver, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The last words taken over from it were taken out again.
    ///
    /// # Errors
    /// [`Fault::State`] when nothing was taken over.
    pub fn put_back(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        match self.state {
            State::TakenOver => Ok(Self { state: State::Approved, ..self }),
            State::Open | State::Draft | State::Submitted | State::Returned | State::Approved => {
                Err(Fault::State(self.state))
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
