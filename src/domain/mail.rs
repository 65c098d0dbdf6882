//! When mails go out, and for how long one is tried. What they say is made of notices.

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};

use super::clock;

/// How long notices are gathered before they go: what happens in one sitting comes in one mail.
pub const SETTLE: TimeDelta = TimeDelta::minutes(10);

/// After this a notice is no news: it stays on the site, and is not mailed when mail is first set up.
pub const STALE: TimeDelta = TimeDelta::days(14);

/// Hours on the clocks of Amsterdam between which digests go.
const HOURS: std::ops::Range<u32> = 7..21;

/// How long to wait after each attempt; after the last one a mail is given up, after four days and a half.
const WAITS: [TimeDelta; 9] = [
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(8),
    TimeDelta::hours(24),
    TimeDelta::hours(24),
    TimeDelta::hours(24),
    TimeDelta::hours(24),
];

/// What kind of mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What someone was told since their last one; at most one a day.
    Digest,
    /// A link with which someone chooses a password; goes at once.
    Invitation,
}

impl Kind {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Invitation => "invitation",
        }
    }
}

/// Whether digests go out at this hour: nobody's telephone rings at night for work.
#[must_use]
pub fn is_daytime(now: DateTime<Utc>) -> bool {
    HOURS.contains(&now.with_timezone(&clock::ZONE).hour())
}

/// When a mail is tried again after so many attempts; `None` when it is given up.
#[must_use]
pub fn next_attempt(attempts: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let made = usize::try_from(attempts).ok()?;
    WAITS.get(made.checked_sub(1)?).map(|wait| now + *wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_ever_less_often_and_then_given_up() {
        let now = DateTime::UNIX_EPOCH;
        let tries: Vec<_> = (1..).map_while(|attempts| next_attempt(attempts, now)).collect();
        assert_eq!(tries.len(), WAITS.len());
        assert!(tries.is_sorted());
        assert_eq!(next_attempt(0, now), None, "nothing is tried again that was never tried");
    }

    #[test]
    fn digests_rest_at_night_on_the_clocks_of_amsterdam() {
        let at = |text: &str| is_daytime(text.parse().unwrap());
        assert!(!at("2020-02-01T05:59:00Z") && at("2020-02-01T06:00:00Z"), "winter: one hour ahead");
        assert!(at("2020-07-01T05:00:00Z") && !at("2020-07-01T19:00:00Z"), "summer: two hours ahead");
    }
}
