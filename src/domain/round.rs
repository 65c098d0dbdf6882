//! A round: two years that end in one report.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use thiserror::Error;

use super::{
    access::{Coordinate, Permit},
    calendar::years_later,
    deadline::Deadlines,
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
    /// Whether a ministry that says nothing until then consents.
    pub silence_is_consent: bool,
    /// Where it stands.
    pub state: State,
    /// Since when it is paused, while it is.
    pub paused_at: Option<DateTime<Utc>>,
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

/// What a next round begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Following {
    /// First day reported on.
    pub from: NaiveDate,
    /// Last day reported on.
    pub until: NaiveDate,
    /// Peildatum.
    pub reference_date: NaiveDate,
    /// When what is due.
    pub deadlines: Deadlines,
}

/// The round is paused: what is written stays and can grow, and nothing moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the round is paused since {since}")]
pub struct Paused {
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Why a round cannot be paused or resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PauseFault {
    /// Only a round in which people work can stand still.
    #[error("not possible for a round in state {}", .0.code())]
    State(State),
    /// It is paused already.
    #[error("it is paused already")]
    Already,
    /// It is not paused.
    #[error("it is not paused")]
    Running,
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
        if allowed && self.paused_at.is_none() {
            Ok(Self { state: to, ..self })
        } else {
            Err(NoSuchStep { from: self.state, to })
        }
    }

    /// Lets the round stand still: a cabinet fell, or something else takes the time of everyone.
    ///
    /// People can still write, and give words back: send back, take back, withdraw an akkoord. Nothing is handed in,
    /// approved, stepped or frozen, and no deadline passes.
    ///
    /// # Errors
    /// [`PauseFault::State`] or [`PauseFault::Already`].
    pub fn pause(self, _permit: &Permit<Coordinate>, at: DateTime<Utc>) -> Result<Self, PauseFault> {
        if self.paused_at.is_some() {
            return Err(PauseFault::Already);
        }
        if matches!(self.state, State::Open | State::Composing | State::Consulting) {
            Ok(Self { paused_at: Some(at), ..self })
        } else {
            Err(PauseFault::State(self.state))
        }
    }

    /// Lets the round go on, with the deadlines that hold from now.
    ///
    /// # Errors
    /// [`PauseFault::Running`].
    pub fn resume(self, _permit: &Permit<Coordinate>, deadlines: &Deadlines) -> Result<Self, PauseFault> {
        if self.paused_at.is_none() {
            return Err(PauseFault::Running);
        }
        Ok(Self {
            paused_at: None,
            contribution_due: deadlines.contribution,
            approval_due: deadlines.approval,
            consent_due: deadlines.consent,
            ..self
        })
    }

    /// Its deadlines.
    #[must_use]
    pub const fn deadlines(&self) -> Deadlines {
        Deadlines {
            contribution: self.contribution_due,
            approval: self.approval_due,
            consent: self.consent_due,
        }
    }

    /// Refuses what waits while the round is paused.
    ///
    /// # Errors
    /// [`Paused`].
    pub fn require_running(&self) -> Result<(), Paused> {
        self.paused_at.map_or(Ok(()), |since| Err(Paused { since }))
    }

    /// The moment that deadlines are held against: it stands still while the round does.
    #[must_use]
    pub fn clock(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.paused_at.map_or(now, |since| since.min(now))
    }

    /// The next round, set up as this one was: its period follows on this one's, the rest is so many years later, with
    /// deadlines at the same hour of a working day.
    #[must_use]
    pub fn following(&self, years: u32) -> Following {
        let from = self.until.succ_opt().unwrap_or(self.until);
        Following {
            from,
            until: years_later(from, years).pred_opt().unwrap_or(from),
            reference_date: years_later(self.reference_date, years),
            deadlines: self.deadlines().years_later(years),
        }
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
        if self.paused_at.is_some() {
            return &[];
        }
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

    /// Whether it can still be said that silence is consent: nobody has been asked anything yet.
    #[must_use]
    pub fn may_settle_silence(&self) -> bool {
        matches!(self.state, State::Preparing | State::Open)
    }

    /// Whether something handed in at this moment is late.
    #[must_use]
    pub fn is_late(at: DateTime<Utc>, due: DateTime<Utc>) -> bool {
        at > due
    }
}

#[cfg(test)]
pub(crate) mod tests {
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
            silence_is_consent: false,
            state,
            paused_at: None,
            specimen: false,
        }
    }

    proptest! {
        #[test]
        fn a_round_takes_exactly_the_steps_it_offers(from in 0..6usize, to in 0..6usize, paused: bool) {
            let paused_at = paused.then(|| "2020-02-01T12:00:00Z".parse().unwrap());
            let round = Round { paused_at, ..round(State::ALL[from]) };
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

    #[test]
    fn time_stands_still_while_a_round_is_paused() {
        let moments = ["2020-02-01T12:00:00Z", "2020-02-20T12:00:00Z", "2020-04-01T12:00:00Z"];
        let [before, during, after] = moments.map(|at| at.parse().unwrap());
        let paused = round(State::Open).pause(&operator::coordinate(), before).unwrap();
        assert!(!Round::is_late(paused.clock(during), paused.contribution_due));
        assert!(paused.require_running().is_err());
        assert_eq!(paused.clone().pause(&operator::coordinate(), during), Err(PauseFault::Already));
        let deadlines = Deadlines { contribution: after, approval: after, consent: after };
        let resumed = paused.resume(&operator::coordinate(), &deadlines).unwrap();
        assert_eq!((resumed.paused_at, resumed.contribution_due), (None, after));
        assert_eq!(resumed.resume(&operator::coordinate(), &deadlines), Err(PauseFault::Running));
    }

    #[test]
    fn only_a_round_in_which_people_work_can_be_paused() {
        let at = "2020-02-01T12:00:00Z".parse().unwrap();
        for state in [State::Preparing, State::Frozen, State::Presented] {
            assert_eq!(round(state).pause(&operator::coordinate(), at), Err(PauseFault::State(state)));
        }
    }

    #[test]
    fn the_next_round_follows_and_its_deadlines_fall_on_working_days() {
        let following = round(State::Presented).following(2);
        assert_eq!(
            (following.from.to_string(), following.until.to_string()),
            ("2020-04-01".into(), "2022-03-31".into())
        );
        assert_eq!(following.reference_date.to_string(), "2022-03-31");
        assert_eq!(following.deadlines.contribution.to_rfc3339(), "2022-02-14T16:00:00+00:00");
    }
}
