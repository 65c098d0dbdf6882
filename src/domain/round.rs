//! A round: two years that end in one report.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use thiserror::Error;

use super::{
    access::{Coordinate, Permit},
    id::RoundId,
};

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Being set up; ministries see nothing yet.
    Preparing,
    /// Ministries contribute.
    Open,
    /// The coordinator composes; late contributions are still possible.
    Composing,
    /// Composed texts lie before the ministries; contributing is closed but by exception.
    Consulting,
    /// An edition is frozen.
    Frozen,
    /// The edition was sent to parliament.
    Presented,
}

impl State {
    /// Every state, in order.
    pub const ALL: [Self; 6] =
        [Self::Preparing, Self::Open, Self::Composing, Self::Consulting, Self::Frozen, Self::Presented];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Open => "open",
            Self::Composing => "composing",
            Self::Consulting => "consulting",
            Self::Frozen => "frozen",
            Self::Presented => "presented",
        }
    }

    /// Whether an edition was frozen: the round goes nowhere by hand any more.
    #[must_use]
    pub const fn steps_are_over(self) -> bool {
        matches!(self, Self::Frozen | Self::Presented)
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Preparing => "voorbereiding",
            Self::Open => "open",
            Self::Composing => "samenstellen",
            Self::Consulting => "afstemming",
            Self::Frozen => "vastgesteld",
            Self::Presented => "aangeboden",
        }
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Identity.
    pub id: RoundId,
    /// Which strategy it reports on.
    pub strategy: String,
    /// In addresses: "2018-2020".
    pub slug: String,
    /// In words: "2018–2020".
    pub label: String,
    /// First day reported on.
    pub from: NaiveDate,
    /// Last day reported on.
    pub until: NaiveDate,
    /// Peildatum.
    pub reference_date: NaiveDate,
    /// When contributions are due.
    pub contribution_due: DateTime<Utc>,
    /// When akkoord is due.
    pub approval_due: DateTime<Utc>,
    /// When consent is due.
    pub consent_due: DateTime<Utc>,
    /// Where it stands.
    pub state: State,
    /// Its editions say VOORBEELD on every page.
    pub specimen: bool,
}

/// A step that a round cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a round in state {} cannot become {}", .from.code(), .to.code())]
pub struct NoSuchStep {
    /// Where it stands.
    pub from: State,
    /// Where it was to go.
    pub to: State,
}

impl Round {
    /// Moves the round one step on, or one step back before anything is frozen.
    ///
    /// # Errors
    /// When there is no such step. Freezing and presenting are done by editions, never by hand.
    pub fn step(self, _permit: &Permit<Coordinate>, to: State) -> Result<Self, NoSuchStep> {
        let allowed = match (self.state, to) {
            (State::Preparing, State::Open)
            | (State::Open, State::Composing | State::Preparing)
            | (State::Composing, State::Consulting | State::Open)
            | (State::Consulting, State::Composing) => true,
            (_, _) => false,
        };
        if allowed { Ok(Self { state: to, ..self }) } else { Err(NoSuchStep { from: self.state, to }) }
    }

    /// Where the round stands once its edition is to be replaced: it is composed again.
    #[must_use]
    pub fn reopen(self, _permit: &Permit<Coordinate>) -> Self {
        Self { state: State::Composing, ..self }
    }

    /// Where the round stands once its edition is not to be replaced after all: as before.
    #[must_use]
    pub fn leave_as_presented(self, _permit: &Permit<Coordinate>) -> Self {
        Self { state: State::Presented, ..self }
    }

    /// The steps [`Round::step`] allows from here.
    #[must_use]
    pub fn steps(&self) -> &'static [State] {
        match self.state {
            State::Preparing => &[State::Open],
            State::Open => &[State::Composing, State::Preparing],
            State::Composing => &[State::Consulting, State::Open],
            State::Consulting => &[State::Composing],
            State::Frozen | State::Presented => &[],
        }
    }

    /// Its place in addresses, from the years it spans: "2018-2020".
    #[must_use]
    pub fn slug(from: NaiveDate, until: NaiveDate) -> String {
        format!("{}-{}", from.year(), until.year())
    }

    /// Whether ministries may still write. `exception`: the round was opened again for this one.
    #[must_use]
    pub fn accepts_contributions(&self, exception: bool) -> bool {
        match self.state {
            State::Open | State::Composing => true,
            State::Consulting => exception,
            State::Preparing | State::Frozen | State::Presented => false,
        }
    }

    /// Whether the coordinator may still change goal texts and judgements.
    #[must_use]
    pub fn accepts_composing(&self) -> bool {
        matches!(self.state, State::Open | State::Composing | State::Consulting)
    }

    /// Whether something handed in at this moment is late.
    #[must_use]
    pub fn is_late(at: DateTime<Utc>, due: DateTime<Utc>) -> bool {
        at > due
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::access::operator;

    pub(crate) fn round(state: State) -> Round {
        let due = "2020-02-14T16:00:00Z".parse().unwrap();
        Round {
            id: RoundId::new(),
            strategy: "s".into(),
            slug: "2018-2020".into(),
            label: "2018–2020".into(),
            from: "2018-04-01".parse().unwrap(),
            until: "2020-03-31".parse().unwrap(),
            reference_date: "2020-03-31".parse().unwrap(),
            contribution_due: due,
            approval_due: due,
            consent_due: due,
            state,
            specimen: false,
        }
    }

    proptest! {
        #[test]
        fn a_round_takes_exactly_the_steps_it_offers(from in 0..6usize, to in 0..6usize) {
            let round = round(State::ALL[from]);
            let offered = round.steps().contains(&State::ALL[to]);
            prop_assert_eq!(round.step(&operator::coordinate(), State::ALL[to]).is_ok(), offered);
        }
    }

    #[test]
    fn a_frozen_round_accepts_nothing() {
        assert!(!round(State::Frozen).accepts_contributions(true));
        assert!(!round(State::Frozen).accepts_composing());
    }

    #[test]
    fn a_closed_round_accepts_a_contribution_by_exception_only() {
        assert!(!round(State::Consulting).accepts_contributions(false));
        assert!(round(State::Consulting).accepts_contributions(true));
    }
}
