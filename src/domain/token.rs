//! A key with which a person's own programs come in, instead of the person: what it is called and how long it holds.
//!
//! It opens the programming interface and nothing else; what it may do there is what its person may do, less everything
//! but reading and saving a draft.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::{
    id::TokenId,
    text::{self, TextFault},
};

/// For how many days a key may hold, the usual one second; never more than a year.
pub const TERMS: [u16; 4] = [30, 90, 182, 365];

/// For how many days it holds when nothing else is chosen.
pub const USUAL: u16 = TERMS[1];

/// So many keys of one person may be open at once.
pub const MOST: usize = 20;

/// The most characters of a name.
pub const MAX_NAME: usize = 80;

/// A key as its person sees it. The key itself is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Identity.
    pub id: TokenId,
    /// What its person calls it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was taken away.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A key as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What its person calls it.
    pub name: String,
    /// How long it is to hold.
    pub term: TimeDelta,
}

/// Why a key cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Its name.
    #[error("the name: {0}")]
    Name(#[from] TextFault),
    /// Its term is none of [`TERMS`].
    #[error("no such term")]
    Term,
}

impl Token {
    /// Whether it opens anything at this moment.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.withdrawn_at.is_none() && self.expires_at > now
    }
}

impl Wanted {
    /// Reads what was asked for.
    ///
    /// # Errors
    /// For a name that is empty, too long or cannot be kept, and for a term that cannot be chosen.
    pub fn read(name: &str, days: &str) -> Result<Self, Fault> {
        let name = text::line(name)?;
        let length = text::count(&name);
        if name.is_empty() {
            return Err(TextFault::Empty.into());
        }
        if length > MAX_NAME {
            return Err(TextFault::TooLong { length, limit: MAX_NAME }.into());
        }
        let days = days.parse().ok().filter(|days| TERMS.contains(days)).ok_or(Fault::Term)?;
        Ok(Self { name, term: TimeDelta::days(days.into()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_name_and_holds_no_longer_than_a_year() {
        let wanted = Wanted::read(" Koppeling ", "365").unwrap();
        assert_eq!((wanted.name.as_str(), wanted.term), ("Koppeling", TimeDelta::days(365)));
        assert!(TERMS.into_iter().all(|days| days <= 365) && TERMS.contains(&USUAL));
        for days in ["", "0", "-1", "366", "9999999", "90 "] {
            assert_eq!(Wanted::read("K", days), Err(Fault::Term), "{days}");
        }
        assert_eq!(Wanted::read(" ", "90"), Err(Fault::Name(TextFault::Empty)));
        assert!(matches!(
            Wanted::read(&"k".repeat(81), "90"),
            Err(Fault::Name(TextFault::TooLong { length: 81, limit: MAX_NAME }))
        ));
    }

    #[test]
    fn a_key_is_open_until_it_is_taken_away_or_its_last_moment_has_come() {
        let now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        let token = Token {
            id: TokenId::new(),
            name: "K".into(),
            created_at: now,
            expires_at: now + TimeDelta::days(30),
            used_at: None,
            withdrawn_at: None,
        };
        assert!(token.is_open(now) && token.is_open(now + TimeDelta::days(29)));
        assert!(!token.is_open(now + TimeDelta::days(30)));
        assert!(!Token { withdrawn_at: Some(now), ..token }.is_open(now));
    }
}
