//! Backups: what one is called, when the next is due, which ones are kept.

use std::{cmp::Reverse, collections::BTreeSet};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

use super::clock::{ZONE, from_local, local_date};

/// When backups are made and how many stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The hour of the night, on the clocks of Amsterdam.
    pub hour: u32,
    /// Of how many days the newest stays.
    pub daily: usize,
    /// Of how many weeks.
    pub weekly: usize,
    /// Of how many months.
    pub monthly: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self { hour: 2, daily: 14, weekly: 8, monthly: 24 }
    }
}

/// A backup that is older than this is worth a warning: two nights went by without one.
pub const STALE: TimeDelta = TimeDelta::hours(48);

/// Whether the newest backup is too old, or there is none.
#[must_use]
pub fn is_stale(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    newest.is_none_or(|newest| now - newest > STALE)
}

/// After a failure it is tried again this much later.
const AGAIN: TimeDelta = TimeDelta::hours(1);

const PREFIX: &str = "voortgang-";
const SUFFIX: &str = ".sqlite";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// "voortgang-20200201T010000Z.sqlite".
#[must_use]
pub fn name(at: DateTime<Utc>) -> String {
    format!("{PREFIX}{}{SUFFIX}", at.format(STAMP))
}

/// The same for a copy that is made for another reason than the clock, which no rotation removes:
/// "voortgang-before-schema-34-20200201T010000Z.sqlite".
#[must_use]
pub fn name_before(what: &str, at: DateTime<Utc>) -> String {
    format!("{PREFIX}before-{what}-{}{SUFFIX}", at.format(STAMP))
}

/// When the backup with this name was made; `None` for any other file.
#[must_use]
pub fn made_at(name: &str) -> Option<DateTime<Utc>> {
    let stamp = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    Some(NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc())
}

impl Plan {
    /// Whether it is time for the next: the hour has come since the newest was made, however late the program notices.
    ///
    /// One from a later moment than now was made when the clock was wrong, and says nothing.
    #[must_use]
    pub fn is_due(
        &self,
        newest: Option<DateTime<Utc>>,
        failed: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> bool {
        if failed.is_some_and(|failed| failed <= now && now < failed + AGAIN) {
            return false;
        }
        newest.filter(|newest| *newest <= now).is_none_or(|newest| newest < self.last_turn(now))
    }

    /// The last time that the hour came.
    fn last_turn(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let turn =
            |date: chrono::NaiveDate| from_local(date.and_hms_opt(self.hour, 0, 0).unwrap_or_default());
        let today = local_date(now);
        let last = turn(today);
        if last <= now { last } else { turn(today.pred_opt().unwrap_or(today)) }
    }

    /// Which of these may go. The newest of each of the last days, weeks and months that have one stay.
    #[must_use]
    pub fn superfluous(&self, made: &[DateTime<Utc>]) -> Vec<DateTime<Utc>> {
        let mut newest_first = made.to_vec();
        newest_first.sort_unstable_by_key(|at| Reverse(*at));
        let mut keep: BTreeSet<DateTime<Utc>> = newest_first.first().copied().into_iter().collect();
        keep.extend(newest_of(&newest_first, self.daily, |at| (at.year(), at.ordinal())));
        keep.extend(newest_of(&newest_first, self.weekly, |at| (at.iso_week().year(), at.iso_week().week())));
        keep.extend(newest_of(&newest_first, self.monthly, |at| (at.year(), at.month())));
        newest_first.retain(|at| !keep.contains(at));
        newest_first
    }
}

/// The newest in each of the last periods.
fn newest_of(
    newest_first: &[DateTime<Utc>],
    periods: usize,
    period: impl Fn(DateTime<chrono_tz::Tz>) -> (i32, u32),
) -> Vec<DateTime<Utc>> {
    let mut seen = BTreeSet::new();
    newest_first
        .iter()
        .copied()
        .filter(|at| seen.insert(period(at.with_timezone(&ZONE))))
        .take(periods)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        from_local(text.parse().unwrap())
    }

    #[test]
    fn a_name_tells_when_it_was_made_and_other_files_are_left_alone() {
        let now = at("2020-02-01T03:00:00");
        assert_eq!(name(now), "voortgang-20200201T020000Z.sqlite");
        assert_eq!(made_at(&name(now)), Some(now));
        assert_eq!(made_at(&name_before("schema-34", now)), None);
        for other in ["voortgang.sqlite", "voortgang-20200201T020000Z.sqlite.part", "foto.png", ""] {
            assert_eq!(made_at(other), None, "{other}");
        }
    }

    #[test]
    fn one_is_due_when_the_hour_came_since_the_last_one() {
        let plan = Plan::default();
        let due = |newest, now| plan.is_due(Some(at(newest)), None, at(now));
        assert!(plan.is_due(None, None, at("2020-02-01T12:00:00")), "there is none yet");
        assert!(!due("2020-02-01T02:00:05", "2020-02-02T01:59:59"));
        assert!(due("2020-02-01T02:00:05", "2020-02-02T02:00:00"));
        assert!(due("2020-02-01T02:00:05", "2020-02-02T14:00:00"), "the machine was off at night");
        assert!(!due("2020-02-02T14:00:00", "2020-02-02T23:00:00"));
        assert!(due("2031-01-01T00:00:00", "2020-02-02T14:00:00"), "the clock was wrong");
        // The night on which two o'clock does not exist has a backup all the same.
        assert!(due("2020-03-28T02:00:05", "2020-03-29T03:00:00"));
    }

    #[test]
    fn a_failure_is_tried_again_an_hour_later() {
        let failed = Some(at("2020-02-02T02:00:00"));
        let due = |now| Plan::default().is_due(Some(at("2020-02-01T02:00:05")), failed, at(now));
        assert!(!due("2020-02-02T02:59:00"));
        assert!(due("2020-02-02T03:00:00"));
    }

    #[test]
    fn the_newest_of_each_day_week_and_month_stay() {
        let plan = Plan { hour: 2, daily: 3, weekly: 2, monthly: 2 };
        let made: Vec<_> = (1..=31)
            .map(|day| at(&format!("2020-01-{day:02}T02:00:00")))
            .chain([at("2019-12-15T02:00:00"), at("2019-11-15T02:00:00"), at("2020-01-31T16:00:00")])
            .collect();
        let gone = plan.superfluous(&made);
        let mut kept: Vec<_> = made.iter().filter(|at| !gone.contains(at)).map(|at| name(*at)).collect();
        kept.sort();
        let expected = [
            at("2019-12-15T02:00:00"), // the month before
            at("2020-01-26T02:00:00"), // the week before
            at("2020-01-29T02:00:00"),
            at("2020-01-30T02:00:00"),
            at("2020-01-31T16:00:00"), // the newest of that day, week and month
        ];
        assert_eq!(kept, expected.map(name));
    }

    #[test]
    fn the_newest_always_stays() {
        let none = Plan { hour: 2, daily: 0, weekly: 0, monthly: 0 };
        let made = [at("2020-01-01T02:00:00"), at("2020-01-02T02:00:00")];
        assert_eq!(none.superfluous(&made), [made[0]]);
        assert!(none.superfluous(&[]).is_empty());
    }
}
