//! A review of rights: somebody looks through who may do what, and it is time to do so again.

use chrono::{Months, NaiveDate};

/// Whose rights a review looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewScope {
    /// Of coordinators, publishers and administrators: every quarter (BIO2 8.02.01).
    Privileged,
    /// Of everyone: every year (BIO2 5.18.02).
    All,
}

impl ReviewScope {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::All => "all",
        }
    }

    /// The day by which it is due again after a review on a day.
    #[must_use]
    pub fn due(self, last: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Privileged => Months::new(3),
            Self::All => Months::new(12),
        };
        last.checked_add_months(months).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privileged_rights_are_due_after_a_quarter_and_all_after_a_year() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        assert_eq!(ReviewScope::Privileged.due(day("2020-11-30")), day("2021-02-28"));
        assert_eq!(ReviewScope::All.due(day("2020-02-29")), day("2021-02-28"));
    }
}
