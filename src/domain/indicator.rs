//! Figures as people type them: a whole number of the last decimal, never a float.

use chrono::NaiveDate;
use thiserror::Error;

/// Why what was typed is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberFault {
    /// Not a number as it is written in Dutch.
    #[error("not a number like 1.234,5")]
    Form,
    /// More decimals than the indicator has.
    #[error("at most {0} decimals")]
    Decimals(u8),
    /// Larger than can be kept.
    #[error("too large")]
    Large,
}

impl NumberFault {
    /// What to do about it.
    #[must_use]
    pub fn dutch(self) -> String {
        match self {
            Self::Form => "Schrijf het getal met een komma voor decimalen, zoals 1.234,5 of −3.".to_owned(),
            Self::Decimals(0) => "Dit cijfer heeft geen decimalen. Rond het af.".to_owned(),
            Self::Decimals(1) => "Dit cijfer heeft 1 decimaal. Rond het af.".to_owned(),
            Self::Decimals(most) => format!("Dit cijfer heeft {most} decimalen. Rond het af."),
            Self::Large => "Dit getal is te groot. Kies een grotere eenheid, zoals miljoen.".to_owned(),
        }
    }
}

/// Reads a number as it is written in Dutch, in units of the last decimal: "1.234,5" with one decimal is 12345.
///
/// # Errors
/// When it is no such number, has more decimals, or does not fit.
pub fn parse(typed: &str, decimals: u8) -> Result<i64, NumberFault> {
    let typed: String = typed.trim().replace(['\u{a0}', '\u{202f}', ' '], " ");
    let (negative, digits) = match typed.strip_prefix(['-', '−', '–']) {
        Some(digits) => (true, digits.trim_start()),
        None => (false, typed.as_str()),
    };
    let (whole, part) = digits.split_once(',').unwrap_or((digits, ""));
    if digits.contains(',') && part.is_empty() {
        return Err(NumberFault::Form);
    }
    let whole = grouped(whole).ok_or(NumberFault::Form)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberFault::Form);
    }
    let width = usize::from(decimals);
    // A nought too many says nothing that would be lost.
    let part = if part.len() > width { part.trim_end_matches('0') } else { part };
    if part.len() > width {
        return Err(NumberFault::Decimals(decimals));
    }
    let sign = if negative { "-" } else { "" };
    format!("{sign}{whole}{part:0<width$}").parse().map_err(|_| NumberFault::Large)
}

/// The digits of a whole number, with or without points or spaces between thousands.
fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(['.', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = if rest.is_empty() { !first.is_empty() } else { (1..=3).contains(&first.len()) };
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let sound = fits && digits(first) && rest.iter().all(|group| group.len() == 3 && digits(group));
    sound.then(|| format!("{first}{}", rest.concat()))
}

/// What a ministry has to know of a figure before it goes into a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Nobody measured yet, or nobody agreed to what was measured.
    Nothing,
    /// The newest is older than the period that is reported on.
    Old,
}

/// Whether a figure whose newest measurement is of this day needs care, in a period that begins so.
#[must_use]
pub fn care(newest: Option<NaiveDate>, from: NaiveDate) -> Option<Care> {
    match newest {
        None => Some(Care::Nothing),
        Some(newest) if newest < from => Some(Care::Old),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::typography::decimal;

    #[test]
    fn numbers_are_read_as_they_are_written_in_dutch() {
        for (typed, decimals, value) in [
            ("1.234,5", 1, 12_345),
            ("1234,5", 2, 123_450),
            ("1 234", 0, 1234),
            ("−3", 0, -3),
            ("- 0,05", 2, -5),
            ("1,20", 1, 12),
            ("0", 6, 0),
        ] {
            assert_eq!(parse(typed, decimals), Ok(value), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        for typed in ["", "12%", "1.5", "1,", ",5", "1,2,3", "1.23.456", "twaalf", "1e3", "--1"] {
            assert_eq!(parse(typed, 2), Err(NumberFault::Form), "{typed}");
        }
        assert_eq!(parse("1,234", 2), Err(NumberFault::Decimals(2)));
        assert_eq!(parse("99999999999999999999", 0), Err(NumberFault::Large));
        assert_eq!(parse("9223372036854775807", 1), Err(NumberFault::Large));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(value: i64, decimals in 0..=6_u8) {
            prop_assert_eq!(parse(&decimal(value, decimals), decimals), Ok(value));
        }

        #[test]
        fn reading_never_panics(typed in ".{0,30}", decimals in 0..=6_u8) {
            let _ = parse(&typed, decimals);
        }
    }
}
