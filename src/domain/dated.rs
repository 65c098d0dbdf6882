//! Rows that follow one another in time: names of a ministry, titles of an office, its holders.
//!
//! A new row begins on a day and ends the one before it on the day before. Nothing is renamed backwards: a row that
//! has begun keeps its words, and a new one never begins before it.

use chrono::NaiveDate;
use thiserror::Error;

/// From a day to a day, both included; without an end it holds until further notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl Span {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What a new row does to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The row that began on this day ends on that day.
    pub closes: Option<(NaiveDate, NaiveDate)>,
}

/// Why a row cannot begin, or end, on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The newest row begins on that day or later.
    #[error("the newest row begins on {0}")]
    NotAfter(NaiveDate),
    /// A row that has an end already still holds on that day.
    #[error("the newest row ends on {0}")]
    Overlap(NaiveDate),
    /// There is nothing that goes on, so nothing to end.
    #[error("nothing goes on")]
    Ended,
}

/// What it takes for a new row to begin on a day.
///
/// # Errors
/// When that day lies within or before the newest row. One without an end is ended instead.
pub fn succeed(rows: &[Span], from: NaiveDate) -> Result<Succession, Fault> {
    let Some(newest) = rows.iter().max_by_key(|row| row.from) else {
        return Ok(Succession { closes: None });
    };
    if from <= newest.from {
        return Err(Fault::NotAfter(newest.from));
    }
    match (newest.until, from.pred_opt()) {
        (Some(until), _) if from <= until => Err(Fault::Overlap(until)),
        (Some(_), _) | (None, None) => Ok(Succession { closes: None }),
        (None, Some(eve)) => Ok(Succession { closes: Some((newest.from, eve)) }),
    }
}

/// What it takes for the newest row to end on a day without another: an office that falls vacant.
///
/// # Errors
/// When it has ended already, or begins after that day.
pub fn end(rows: &[Span], last: NaiveDate) -> Result<Succession, Fault> {
    let newest =
        rows.iter().max_by_key(|row| row.from).filter(|row| row.until.is_none()).ok_or(Fault::Ended)?;
    if last < newest.from {
        return Err(Fault::NotAfter(newest.from));
    }
    Ok(Succession { closes: Some((newest.from, last)) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(737_000 + number).unwrap()
    }

    fn span(from: i32, until: Option<i32>) -> Span {
        Span { from: day(from), until: until.map(day) }
    }

    #[test]
    fn a_successor_ends_who_was_there_on_the_day_before() {
        let rows = [span(0, Some(9)), span(10, None)];
        assert_eq!(succeed(&rows, day(20)), Ok(Succession { closes: Some((day(10), day(19))) }));
        assert_eq!(succeed(&[], day(20)), Ok(Succession { closes: None }));
    }

    #[test]
    fn nothing_begins_before_what_is_newest() {
        let rows = [span(0, Some(9)), span(10, None)];
        assert_eq!(succeed(&rows, day(10)), Err(Fault::NotAfter(day(10))));
        assert_eq!(succeed(&rows, day(5)), Err(Fault::NotAfter(day(10))));
        assert_eq!(succeed(&[span(0, Some(9))], day(9)), Err(Fault::Overlap(day(9))));
        assert_eq!(succeed(&[span(0, Some(9))], day(10)), Ok(Succession { closes: None }));
    }

    #[test]
    fn an_office_falls_vacant_once() {
        assert_eq!(end(&[span(0, None)], day(9)), Ok(Succession { closes: Some((day(0), day(9))) }));
        assert_eq!(end(&[span(0, Some(9))], day(9)), Err(Fault::Ended));
        assert_eq!(end(&[span(5, None)], day(4)), Err(Fault::NotAfter(day(5))));
        assert_eq!(end(&[], day(4)), Err(Fault::Ended));
    }

    proptest! {
        #[test]
        fn whatever_is_added_at_most_one_row_holds_on_a_day(days in proptest::collection::vec(0..60_i32, 0..20)) {
            let mut rows: Vec<Span> = Vec::new();
            for from in days {
                let ending = from % 7 == 0;
                let done = if ending { end(&rows, day(from)) } else { succeed(&rows, day(from)) };
                let Ok(succession) = done else { continue };
                if let Some((began, last)) = succession.closes {
                    let row = rows.iter_mut().find(|row| row.from == began).unwrap();
                    row.until = Some(last);
                }
                if !ending {
                    rows.push(span(from, None));
                }
            }
            for number in 0..60 {
                prop_assert!(rows.iter().filter(|row| row.holds_on(day(number))).count() <= 1);
            }
        }
    }
}
