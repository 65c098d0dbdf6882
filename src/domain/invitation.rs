//! An invitation: a link with which one person, once, chooses a password.

use chrono::{DateTime, TimeDelta, Utc};

use super::id::PersonId;

/// How long a link can be used (ASVS 6.4.1: first secrets are random and expire soon).
pub const LIFETIME: TimeDelta = TimeDelta::hours(72);

/// An invitation that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who is invited.
    pub person: PersonId,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// Whether the link still opens something.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_for_once_and_for_three_days() {
        let now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        let sent = Invitation { person: PersonId::new(), expires_at: now + LIFETIME, used_at: None };
        assert!(sent.is_open(now + TimeDelta::hours(71)));
        assert!(!sent.is_open(now + TimeDelta::hours(72)));
        assert!(!Invitation { used_at: Some(now), ..sent }.is_open(now));
    }
}
