//! Afstemming: ministries consent to the exact words of a goal's text.
//!
//! # What an answer binds to
//! Of a goal's text each ministry has a *share*: the passages that came from its contribution, as they stand in the text.
//! Its answer holds for as long as its share reads as it did: same heads, same words, same order among themselves. A
//! change elsewhere in the text does not touch it, and a change that is undone leaves nothing to ask again. The refused
//! alternative, an answer to the whole text, would lay every comma before every ministry once more.
//!
//! # The hash
//! [`GoalText::sha256`] and [`GoalText::share_sha256`] are SHA-256 over the passages in the order of the report; of each
//! the code of its head (`text` or `outlook`), a zero byte, its words in UTF-8 and NFC, a zero byte. The share of a
//! ministry that has no words in the text is the hash of nothing. Anyone can compute it again from a proof.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    access::{Agree, Coordinate, Permit},
    goal_text::GoalText,
    ministry::MinistryCode,
    round::{Round, State},
    strategy::Assignment,
    text::Reason,
};

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The ministry consents.
    Given,
    /// It does not, with a reason.
    Refused,
    /// It said nothing until the deadline of a round in which silence is consent.
    Silent,
    /// The coordinator decided otherwise, with a reason that stays visible.
    Overruled,
}

impl Answer {
    /// All.
    pub const ALL: [Self; 4] = [Self::Given, Self::Refused, Self::Silent, Self::Overruled];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Overruled => "overruled",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Given => "ingestemd",
            Self::Refused => "stemt niet in",
            Self::Silent => "stilzwijgend akkoord",
            Self::Overruled => "besluit van BZ",
        }
    }
}

/// How a ministry stands towards a goal's text as it reads now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The text was never laid before it.
    Unasked,
    /// It was, and there is no answer to these words.
    Waiting,
    /// There is.
    Answered(Answer),
}

impl Standing {
    /// Whether nothing stands in the way of freezing.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Answered(Answer::Given | Answer::Silent | Answer::Overruled))
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Unasked => "nog niet voorgelegd",
            Self::Waiting => "wacht op antwoord",
            Self::Answered(answer) => answer.dutch(),
        }
    }
}

/// A time the text was laid before a ministry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First version of the text with these words of the ministry's.
    pub version: u32,
    /// Hash of its share.
    pub share: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What it was.
    pub answer: Answer,
    /// Version of the text that was on screen.
    pub version: u32,
    /// Hash of the whole text.
    pub sha256: String,
    /// Hash of the ministry's share.
    pub share: String,
    /// Why.
    pub reason: Option<String>,
    /// Other words, from who refuses.
    pub proposal: Option<String>,
    /// Name of who answered; `None` when the program noted silence.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// All that was asked of a ministry on one goal, and answered; oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Which ministry.
    pub ministry: MinistryCode,
    /// When the text was laid before it.
    pub asked: Vec<Asked>,
    /// What it, or the coordinator, said.
    pub answered: Vec<Answered>,
}

/// Why an answer cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The texts do not lie before the ministries now.
    #[error("not possible for a round in state {}", .0.code())]
    Round(State),
    /// The text changed since it was on screen.
    #[error("version {newest} reads otherwise")]
    Stale {
        /// The version now.
        newest: u32,
    },
    /// The text was never laid before this ministry.
    #[error("never asked")]
    Unasked,
    /// It was answered so already.
    #[error("answered before: {}", .0.code())]
    Settled(Answer),
}

/// An answer to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    /// For which ministry.
    pub ministry: MinistryCode,
    /// What it is.
    pub answer: Answer,
    /// Version of the text.
    pub version: u32,
    /// Hash of the whole text.
    pub sha256: String,
    /// Hash of the ministry's share.
    pub share: String,
    /// Why.
    pub reason: Option<String>,
    /// Other words.
    pub proposal: Option<String>,
}

/// What the ministry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// Yes.
    Yes,
    /// No, why, and what it should say (may be empty).
    No(Reason, String),
}

/// The ministries a goal's text is laid before: those assigned to the goal, then others whose words are in it.
#[must_use]
pub fn involved(assignments: &[Assignment], text: &GoalText) -> Vec<MinistryCode> {
    let mut involved: Vec<MinistryCode> =
        assignments.iter().map(|assignment| assignment.ministry.clone()).collect();
    let quoted = text.passages.iter().filter_map(|passage| passage.origin.as_ref());
    for origin in quoted {
        if !involved.contains(&origin.ministry) {
            involved.push(origin.ministry.clone());
        }
    }
    involved
}

/// The ministries whose share reads otherwise after a change.
#[must_use]
pub fn touched(involved: &[MinistryCode], before: &GoalText, after: &GoalText) -> Vec<MinistryCode> {
    let differs = |ministry: &&MinistryCode| before.share_sha256(ministry) != after.share_sha256(ministry);
    involved.iter().filter(differs).cloned().collect()
}

impl Consent {
    /// Of a ministry nothing was asked of yet.
    #[must_use]
    pub const fn none(ministry: MinistryCode) -> Self {
        Self { ministry, asked: Vec::new(), answered: Vec::new() }
    }

    /// The answer that holds for the text as it reads; the last one to these words.
    #[must_use]
    pub fn holding(&self, text: &GoalText) -> Option<&Answered> {
        let share = text.share_sha256(&self.ministry);
        self.answered.iter().rev().find(|answered| answered.share == share)
    }

    /// How the ministry stands towards the text as it reads.
    #[must_use]
    pub fn standing(&self, text: &GoalText) -> Standing {
        match self.holding(text) {
            Some(answered) => Standing::Answered(answered.answer),
            None if self.has_been_asked(text) => Standing::Waiting,
            None => Standing::Unasked,
        }
    }

    /// Whether the text must be laid before the ministry (again): nobody asked or answered for these words.
    #[must_use]
    pub fn must_be_asked(&self, text: &GoalText) -> bool {
        self.standing(text) == Standing::Unasked
    }

    /// When the ministry was asked for these words.
    #[must_use]
    pub fn asked_at(&self, text: &GoalText) -> Option<DateTime<Utc>> {
        let share = text.share_sha256(&self.ministry);
        self.asked.iter().find(|asked| asked.share == share).map(|asked| asked.at)
    }

    fn has_been_asked(&self, text: &GoalText) -> bool {
        self.asked_at(text).is_some()
    }

    /// Answers for the ministry. `seen` is the hash of the words that were on screen.
    ///
    /// # Errors
    /// [`Fault`]; also [`Fault::Settled`] when the coordinator already overruled a refusal.
    pub fn answer(
        &self,
        _permit: &Permit<Agree>,
        round: State,
        text: &GoalText,
        seen: Option<&str>,
        say: Say,
    ) -> Result<NewAnswer, Fault> {
        let standing = self.open(round, text)?;
        if seen != Some(text.sha256().as_str()) {
            return Err(Fault::Stale { newest: text.version });
        }
        match (say, standing) {
            (Say::Yes, Standing::Answered(Answer::Given)) => Err(Fault::Settled(Answer::Given)),
            (Say::Yes, _) => Ok(self.new_answer(text, Answer::Given, None, None)),
            (Say::No(..), Standing::Answered(same @ (Answer::Refused | Answer::Overruled))) => {
                Err(Fault::Settled(same))
            }
            (Say::No(reason, proposal), _) => {
                let proposal = Some(proposal).filter(|proposal| !proposal.trim().is_empty());
                Ok(self.new_answer(text, Answer::Refused, Some(reason.as_str().to_owned()), proposal))
            }
        }
    }

    /// The coordinator goes on without the ministry's consent.
    ///
    /// # Errors
    /// [`Fault::Round`], [`Fault::Unasked`], or [`Fault::Settled`] when there is nothing to overrule.
    pub fn overrule(
        &self,
        _permit: &Permit<Coordinate>,
        round: State,
        text: &GoalText,
        reason: &Reason,
    ) -> Result<NewAnswer, Fault> {
        match self.open(round, text)? {
            Standing::Answered(settled @ (Answer::Given | Answer::Silent | Answer::Overruled)) => {
                Err(Fault::Settled(settled))
            }
            Standing::Answered(Answer::Refused) | Standing::Waiting | Standing::Unasked => {
                Ok(self.new_answer(text, Answer::Overruled, Some(reason.as_str().to_owned()), None))
            }
        }
    }

    /// Silence that counts: the round says so, its deadline has passed, and the words lay before the ministry by then.
    /// What is laid before it later needs an answer.
    #[must_use]
    pub fn fall_silent(&self, round: &Round, text: &GoalText, now: DateTime<Utc>) -> Option<NewAnswer> {
        let waits = round.state == State::Consulting && round.paused_at.is_none();
        let over = waits && round.silence_is_consent && now > round.consent_due;
        let in_time = self.asked_at(text).is_some_and(|asked| asked <= round.consent_due);
        (over && in_time && self.standing(text) == Standing::Waiting)
            .then(|| self.new_answer(text, Answer::Silent, None, None))
    }

    fn open(&self, round: State, text: &GoalText) -> Result<Standing, Fault> {
        if round != State::Consulting {
            return Err(Fault::Round(round));
        }
        match self.standing(text) {
            Standing::Unasked => Err(Fault::Unasked),
            standing @ (Standing::Waiting | Standing::Answered(_)) => Ok(standing),
        }
    }

    fn new_answer(
        &self,
        text: &GoalText,
        answer: Answer,
        reason: Option<String>,
        proposal: Option<String>,
    ) -> NewAnswer {
        NewAnswer {
            answer,
            version: text.version,
            sha256: text.sha256(),
            share: text.share_sha256(&self.ministry),
            ministry: self.ministry.clone(),
            reason,
            proposal,
        }
    }
}

#[cfg(test)]
mod tests;
