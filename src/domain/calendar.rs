//! Which days people work: weekends and Dutch public holidays, computed for any year.
//!
//! Source: Algemene termijnenwet, article 3. Its first paragraph names the general public holidays; its second puts
//! Good Friday on a par with them for terms, though most offices are open that day.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

/// Why nobody may be at work on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A general public holiday, by its name.
    Holiday(&'static str),
    /// Offices are open, and many people are away.
    GoodFriday,
}

impl DayOff {
    /// As the rest of "vrijdag 10 april 2020 …".
    #[must_use]
    pub fn dutch(self) -> String {
        match self {
            Self::Weekend => "valt in het weekend".to_owned(),
            Self::Holiday(name) => format!("is een feestdag: {name}"),
            Self::GoodFriday => "is Goede Vrijdag: veel mensen zijn dan vrij".to_owned(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Meeus prints in *Astronomical Algorithms*,
/// chapter 8.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, rest) = (century.div_euclid(4), century.rem_euclid(4));
    let moon = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - leap_centuries - moon + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * rest + 2 * of_century.div_euclid(4) - epact - of_century.rem_euclid(4)).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days.div_euclid(31)).ok()?,
        u32::try_from(days.rem_euclid(31) + 1).ok()?,
    )
}

/// The day on which the head of state's birthday is celebrated: 27 April since 2014 and 30 April before, or the day
/// before that when it is a Sunday.
#[must_use]
pub fn kings_day(year: i32) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(year, 4, if year >= 2014 { 27 } else { 30 })?;
    if day.weekday() == Weekday::Sun { day.pred_opt() } else { Some(day) }
}

/// Why nobody may be at work on a day; `None` for a working day.
#[must_use]
pub fn day_off(date: NaiveDate) -> Option<DayOff> {
    if let Some(name) = holiday(date) {
        return Some(DayOff::Holiday(name));
    }
    if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        return Some(DayOff::Weekend);
    }
    from_easter(date).filter(|days| *days == -2).map(|_| DayOff::GoodFriday)
}

/// The name of the public holiday that a day is.
fn holiday(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => return Some("Nieuwjaarsdag"),
        (5, 5) => return Some("Bevrijdingsdag"),
        (12, 25) => return Some("Eerste Kerstdag"),
        (12, 26) => return Some("Tweede Kerstdag"),
        _ => {}
    }
    if kings_day(date.year()) == Some(date) {
        return Some(if date.year() >= 2014 { "Koningsdag" } else { "Koninginnedag" });
    }
    match from_easter(date)? {
        0 => Some("Eerste Paasdag"),
        1 => Some("Tweede Paasdag"),
        39 => Some("Hemelvaartsdag"),
        49 => Some("Eerste Pinksterdag"),
        50 => Some("Tweede Pinksterdag"),
        _ => None,
    }
}

/// Days since Easter Sunday of the same year.
fn from_easter(date: NaiveDate) -> Option<i64> {
    Some((date - easter(date.year())?).num_days())
}

/// The first working day on or after a date.
#[must_use]
pub fn working_day_from(date: NaiveDate) -> NaiveDate {
    // The longest stretch without work is Good Friday to Easter Monday, with King's Day behind it: five days.
    let days = (0..14).map_while(|days| date.checked_add_days(Days::new(days)));
    days.into_iter().find(|day| day_off(*day).is_none()).unwrap_or(date)
}

/// The same day so many years later, or the last of its month when there is no such day.
#[must_use]
pub fn years_later(date: NaiveDate, years: u32) -> NaiveDate {
    date.checked_add_months(Months::new(years.saturating_mul(12))).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_almanacs_say() {
        // The earliest and the latest possible, leap years, and the years that rounds meet.
        let known = [
            "1818-03-22",
            "1900-04-15",
            "1943-04-25",
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2018-04-01",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2285-03-22",
        ];
        for date in known.map(day) {
            assert_eq!(easter(date.year()), Some(date));
        }
    }

    #[test]
    fn holidays_of_2020_are_those_of_the_law() {
        let year = (0..366).map(|days| day("2020-01-01") + Days::new(days));
        let holidays: Vec<_> = year.filter_map(|date| Some((date.to_string(), holiday(date)?))).collect();
        let expected = [
            ("2020-01-01", "Nieuwjaarsdag"),
            ("2020-04-12", "Eerste Paasdag"),
            ("2020-04-13", "Tweede Paasdag"),
            ("2020-04-27", "Koningsdag"),
            ("2020-05-05", "Bevrijdingsdag"),
            ("2020-05-21", "Hemelvaartsdag"),
            ("2020-05-31", "Eerste Pinksterdag"),
            ("2020-06-01", "Tweede Pinksterdag"),
            ("2020-12-25", "Eerste Kerstdag"),
            ("2020-12-26", "Tweede Kerstdag"),
        ];
        assert_eq!(holidays, expected.map(|(date, name)| (date.to_owned(), name)));
    }

    #[test]
    fn the_kings_birthday_is_never_celebrated_on_a_sunday() {
        assert_eq!(kings_day(2014), Some(day("2014-04-26")));
        assert_eq!(kings_day(2025), Some(day("2025-04-26")));
        assert_eq!(kings_day(2020), Some(day("2020-04-27")));
        assert_eq!(kings_day(2013), Some(day("2013-04-30")));
        assert_eq!(day_off(day("2025-04-27")), Some(DayOff::Weekend));
    }

    #[test]
    fn good_friday_is_worked_and_yet_no_day_to_choose() {
        assert_eq!(day_off(day("2020-04-10")), Some(DayOff::GoodFriday));
        assert_eq!(working_day_from(day("2020-04-10")), day("2020-04-14"));
    }

    #[test]
    fn a_date_two_years_on_stays_in_its_month() {
        assert_eq!(years_later(day("2020-02-29"), 2), day("2022-02-28"));
        assert_eq!(years_later(day("2018-04-01"), 2), day("2020-04-01"));
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_between_22_march_and_25_april(year in 1583..4000_i32) {
            let easter = easter(year).unwrap();
            prop_assert_eq!(easter.weekday(), Weekday::Sun);
            let of_year = (easter.month(), easter.day());
            prop_assert!(((3, 22)..=(4, 25)).contains(&of_year), "{}", easter);
        }

        #[test]
        fn a_date_moves_forward_to_a_day_of_work_and_no_further(days in 0..80_000_u64) {
            let date = day("1980-01-01") + Days::new(days);
            let moved = working_day_from(date);
            prop_assert!(moved >= date && day_off(moved).is_none());
            let skipped = (0..(moved - date).num_days().unsigned_abs()).map(|days| date + Days::new(days));
            for skipped in skipped {
                prop_assert!(day_off(skipped).is_some(), "{}", skipped);
            }
        }
    }
}
