//! Time as a value. Nothing in the program asks the system what time it is but [`Clock::now`].

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::{Europe::Amsterdam, Tz};

/// Where deadlines are set and read.
pub const ZONE: Tz = Amsterdam;

/// The source of the present moment.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands where it was put: tests and the demo's past.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
    /// The machine's clock, so much earlier or later: the demo's present.
    Shifted(TimeDelta),
}

impl Clock {
    /// A clock on which it is now `at`, and that goes on from there.
    #[must_use]
    pub fn starting(at: DateTime<Utc>) -> Self {
        Self::Shifted(at - Self::System.now())
    }

    /// A clock that stands still until [`Clock::set`].
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Now, in whole milliseconds: what the database keeps.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the system")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::System => Utc::now(),
            Self::Shifted(by) => Utc::now() + *by,
            Self::Fixed(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        now.with_nanosecond(now.nanosecond() / 1_000_000 * 1_000_000).unwrap_or(now)
    }

    /// Puts a fixed clock at another moment; does nothing to the system's.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
        }
    }
}

/// A moment on the clocks of Amsterdam, as a moment in UTC. A time that the spring change skips is read an
/// hour later.
#[must_use]
pub fn from_local(local: NaiveDateTime) -> DateTime<Utc> {
    ZONE.from_local_datetime(&local)
        .earliest()
        .or_else(|| ZONE.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())
        .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// The calendar day on which a moment falls in Amsterdam.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// A moment on the clocks of Amsterdam.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&ZONE).naive_local()
}

/// The months, in order.
pub const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// "14 februari 2020".
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// The first date that stands in a text as [`long_date`] writes it.
#[must_use]
pub fn find_long_date(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let &[day, month, year] = three else { return None };
        let month = MONTHS.iter().position(|name| *name == month)?;
        let year = year.trim_end_matches(|one: char| !one.is_ascii_digit());
        NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(month).ok()? + 1, day.parse().ok()?)
    })
}

/// "vrijdag 14 februari 2020".
#[must_use]
pub fn weekday_date(date: NaiveDate) -> String {
    let day = match date.weekday() {
        Weekday::Mon => "maandag",
        Weekday::Tue => "dinsdag",
        Weekday::Wed => "woensdag",
        Weekday::Thu => "donderdag",
        Weekday::Fri => "vrijdag",
        Weekday::Sat => "zaterdag",
        Weekday::Sun => "zondag",
    };
    format!("{day} {}", long_date(date))
}

/// "vrijdag 14 februari 2020, 17.00 uur", on the clocks of Amsterdam.
#[must_use]
pub fn long_moment(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&ZONE);
    format!("{}, {:02}.{:02} uur", weekday_date(local.date_naive()), local.hour(), local.minute())
}

/// "14-02-2020 17.00", on the clocks of Amsterdam.
#[must_use]
pub fn short_moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&ZONE).format("%d-%m-%Y %H.%M").to_string()
}

/// A date as people type it: "27-03-2020", "27/3/2020", "27.3.2020", or "2020-03-27" as machines do.
#[must_use]
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let digits = |part: &str| part.chars().all(|digit| digit.is_ascii_digit());
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// "27-03-2020": as forms show a date.
#[must_use]
pub fn typed_date(date: NaiveDate) -> String {
    date.format("%d-%m-%Y").to_string()
}

/// What is left until a deadline, in the words of a person: "nog 9 dagen", "vandaag vóór 17.00 uur", "3 dagen te laat".
#[must_use]
pub fn time_left(due: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let days = (local_date(due) - local_date(now)).num_days();
    let hour = due.with_timezone(&ZONE).format("%H.%M");
    match days {
        0 if now <= due => format!("vandaag vóór {hour} uur"),
        0 => "vandaag verstreken".to_owned(),
        1 => format!("morgen vóór {hour} uur"),
        2.. => format!("nog {days} dagen"),
        -1 => "1 dag te laat".to_owned(),
        _ => format!("{} dagen te laat", -days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        from_local(text.parse().unwrap())
    }

    #[test]
    fn a_deadline_of_five_o_clock_is_read_on_the_clocks_of_amsterdam() {
        assert_eq!(at("2020-02-14T17:00:00").to_rfc3339(), "2020-02-14T16:00:00+00:00");
        assert_eq!(at("2020-07-14T17:00:00").to_rfc3339(), "2020-07-14T15:00:00+00:00");
        assert_eq!(long_moment(at("2020-02-14T17:00:00")), "vrijdag 14 februari 2020, 17.00 uur");
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        let expected = "2020-03-27".parse().ok();
        for typed in ["27-03-2020", " 27-3-2020 ", "27/03/2020", "27.3.2020", "2020-03-27"] {
            assert_eq!(read_date(typed), expected, "{typed}");
        }
        for wrong in ["", "31-02-2020", "27-03-20", "27 maart 2020", "27-03-2020-1", "+7-03-2020", "0-0-0000"]
        {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_hour_that_does_not_exist_is_read_an_hour_later() {
        assert_eq!(long_moment(at("2020-03-29T02:30:00")), "zondag 29 maart 2020, 03.30 uur");
    }

    #[test]
    fn time_left_counts_calendar_days() {
        let due = at("2020-02-14T17:00:00");
        assert_eq!(time_left(due, at("2020-02-05T23:59:00")), "nog 9 dagen");
        assert_eq!(time_left(due, at("2020-02-13T17:30:00")), "morgen vóór 17.00 uur");
        assert_eq!(time_left(due, at("2020-02-14T16:59:00")), "vandaag vóór 17.00 uur");
        assert_eq!(time_left(due, at("2020-02-14T17:01:00")), "vandaag verstreken");
        assert_eq!(time_left(due, at("2020-02-17T09:00:00")), "3 dagen te laat");
    }
}
