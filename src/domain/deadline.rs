//! Deadlines: a date and an hour, on a day that people work.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::{calendar, clock};

/// When what is due in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Contributions.
    pub contribution: DateTime<Utc>,
    /// Akkoord.
    pub approval: DateTime<Utc>,
    /// Consent.
    pub consent: DateTime<Utc>,
}

impl Deadlines {
    /// The same hours so many years later, on working days.
    #[must_use]
    pub fn years_later(self, years: u32) -> Self {
        self.map(|at| {
            let local = at.with_timezone(&clock::ZONE);
            let date = calendar::working_day_from(calendar::years_later(local.date_naive(), years));
            clock::from_local(date.and_time(local.time()))
        })
    }

    /// Those that had not passed at `paused`, moved by as many days as the round stood still, to working days.
    #[must_use]
    pub fn after_pause(self, paused: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        self.map(|at| after_pause(at, paused, now))
    }

    fn map(self, change: impl Fn(DateTime<Utc>) -> DateTime<Utc>) -> Self {
        Self {
            contribution: change(self.contribution),
            approval: change(self.approval),
            consent: change(self.consent),
        }
    }
}

/// A deadline that had not passed at `paused`, moved by as many days as the round stood still, to a working day.
#[must_use]
pub fn after_pause(at: DateTime<Utc>, paused: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let days = (clock::local_date(now) - clock::local_date(paused)).num_days();
    if at < paused || days <= 0 {
        return at;
    }
    let local = at.with_timezone(&clock::ZONE);
    let date = calendar::working_day_from(local.date_naive() + TimeDelta::days(days));
    clock::from_local(date.and_time(local.time()))
}

/// Why a ministry cannot be given another deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nobody can keep a deadline that has passed.
    #[error("it has passed")]
    Past,
    /// An extension never makes it earlier than the round's own.
    #[error("not later than the round's deadline")]
    NotLater,
}

/// May a ministry have until this moment?
///
/// # Errors
/// [`Fault::Past`] or [`Fault::NotLater`].
pub fn may_extend(to: DateTime<Utc>, of_round: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault> {
    if to <= now {
        Err(Fault::Past)
    } else if to <= of_round {
        Err(Fault::NotLater)
    } else {
        Ok(())
    }
}

/// Why this moment may not be what was meant, in the words of a person; none when there is nothing odd about it.
#[must_use]
pub fn doubts(at: DateTime<Utc>, now: DateTime<Utc>) -> Vec<String> {
    let day = clock::local_date(at);
    let mut doubts = Vec::new();
    if let Some(off) = calendar::day_off(day) {
        doubts.push(format!("{} {}.", clock::weekday_date(day), off.dutch()));
    }
    if at < now {
        doubts.push(format!("{} ligt in het verleden.", clock::weekday_date(day)));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        clock::from_local(text.parse().unwrap())
    }

    #[test]
    fn a_deadline_keeps_its_hour_when_the_clocks_change() {
        let due = at("2020-02-14T17:00:00");
        let deadlines = Deadlines { contribution: due, approval: due, consent: at("2020-03-27T17:00:00") };
        let later = deadlines.years_later(2);
        assert_eq!(later.consent, at("2022-03-28T17:00:00"), "27 March 2022 is a Sunday and summer begins");
        let moved = deadlines.after_pause(at("2020-02-10T09:00:00"), at("2020-04-10T09:00:00"));
        assert_eq!(moved.contribution, at("2020-04-14T17:00:00"));
        assert_eq!(moved.consent, at("2020-05-26T17:00:00"));
    }

    #[test]
    fn a_deadline_that_had_passed_before_the_pause_is_not_given_again() {
        let passed = at("2020-02-07T17:00:00");
        assert_eq!(after_pause(passed, at("2020-02-10T09:00:00"), at("2020-04-10T09:00:00")), passed);
    }

    #[test]
    fn a_holiday_and_a_day_that_has_passed_are_doubted_by_their_name() {
        let now = at("2020-04-20T12:00:00");
        assert_eq!(
            doubts(at("2020-04-27T17:00:00"), now),
            ["maandag 27 april 2020 is een feestdag: Koningsdag."]
        );
        assert_eq!(doubts(at("2020-04-10T17:00:00"), now).len(), 2);
        assert_eq!(doubts(at("2020-04-21T17:00:00"), now), Vec::<String>::new());
    }

    #[test]
    fn an_extension_lies_ahead_and_after_the_rounds_own_deadline() {
        let (round, now) = (at("2020-02-14T17:00:00"), at("2020-02-10T12:00:00"));
        assert_eq!(may_extend(at("2020-02-10T11:00:00"), round, now), Err(Fault::Past));
        assert_eq!(may_extend(round, round, now), Err(Fault::NotLater));
        assert_eq!(may_extend(at("2020-02-21T17:00:00"), round, now), Ok(()));
    }
}
