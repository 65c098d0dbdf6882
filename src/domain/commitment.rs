//! What a strategy says will be done for a goal, and when it is due.

use chrono::NaiveDate;

use super::id::CommitmentId;

/// What kind of promise a commitment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommitmentKind {
    /// Something to be done.
    Action,
    /// A principle to be held.
    Norm,
    /// Already done when the strategy was written.
    Done,
    /// Named as an example.
    Example,
}

impl CommitmentKind {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Norm => "norm",
            Self::Done => "done",
            Self::Example => "example",
        }
    }
}

/// One thing the strategy says will be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Identity.
    pub id: CommitmentId,
    /// "5.6".
    pub number: String,
    /// What kind of promise.
    pub kind: CommitmentKind,
    /// One sentence.
    pub text: String,
    /// Line in the strategy's source.
    pub source_line: Option<u32>,
    /// The day by which it is due, when the strategy names one.
    pub due: Option<NaiveDate>,
    /// After how many years it is due again, when it comes back.
    pub repeats_years: Option<u32>,
}

impl Commitment {
    /// The last day within a period on which it is due; `None` when it is not due in it.
    #[must_use]
    pub fn due_within(&self, from: NaiveDate, until: NaiveDate) -> Option<NaiveDate> {
        let first = self.due?;
        let months = |times: u32| self.repeats_years.and_then(|years| (years * 12).checked_mul(times));
        let again = (1..).map_while(|times| first.checked_add_months(chrono::Months::new(months(times)?)));
        let days = std::iter::once(first).chain(again).take_while(|day| *day <= until);
        days.filter(|day| *day >= from).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn commitment(due: Option<&str>, repeats_years: Option<u32>) -> Commitment {
        Commitment {
            id: CommitmentId::new(),
            number: "11.12".into(),
            kind: CommitmentKind::Action,
            text: "Elke twee jaar bezien.".into(),
            source_line: None,
            due: due.map(day),
            repeats_years,
        }
    }

    #[test]
    fn a_dated_commitment_is_due_in_the_period_of_its_day_and_one_that_comes_back_in_each() {
        let within = |one: &Commitment, from, until| one.due_within(day(from), day(until));
        let once = commitment(Some("2024-12-31"), None);
        assert_eq!(within(&once, "2018-01-01", "2020-03-31"), None);
        assert_eq!(within(&once, "2024-04-01", "2026-03-31"), Some(day("2024-12-31")));
        assert_eq!(within(&once, "2025-01-01", "2026-12-31"), None);
        let again = commitment(Some("2020-03-31"), Some(2));
        assert_eq!(within(&again, "2018-01-01", "2020-03-31"), Some(day("2020-03-31")));
        assert_eq!(within(&again, "2020-04-01", "2022-03-31"), Some(day("2022-03-31")));
        assert_eq!(within(&again, "2020-04-01", "2022-03-30"), None);
        assert_eq!(within(&again, "2018-01-01", "2024-12-31"), Some(day("2024-03-31")));
        assert_eq!(within(&commitment(None, Some(2)), "2018-01-01", "2024-12-31"), None);
    }
}
