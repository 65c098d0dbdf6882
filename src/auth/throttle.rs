//! A delay that grows with every failure, for an account and for a network address.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::{
    domain::{id::PersonId, person::Email},
    store,
};

/// Failures older than this are forgotten.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// So many failures cost nothing: people mistype.
const FREE: u32 = 5;

/// What failures are counted for.
#[derive(Clone, Debug, Default)]
pub struct Subjects(Vec<String>);

impl Subjects {
    /// A password: counted for the account, known or not, and for where it came from.
    #[must_use]
    pub fn password(email: Option<&Email>, from: Option<IpAddr>) -> Self {
        Self::of(email.map(|email| format!("account:{}", email.as_str())), from)
    }

    /// A code of the second factor.
    #[must_use]
    pub fn code(person: PersonId, from: Option<IpAddr>) -> Self {
        Self::of(Some(format!("code:{person}")), from)
    }

    /// An invitation: nobody can guess one, so only where it came from counts.
    #[must_use]
    pub fn invitation(from: Option<IpAddr>) -> Self {
        Self::of(None, from)
    }

    /// A key of a program: nobody can guess one either, and what is counted here keeps nobody from signing in.
    #[must_use]
    pub fn token(from: Option<IpAddr>) -> Self {
        Self(from.map(|from| format!("token:{from}")).into_iter().collect())
    }

    fn of(account: Option<String>, from: Option<IpAddr>) -> Self {
        Self(account.into_iter().chain(from.map(|from| format!("address:{from}"))).collect())
    }
}

/// How long to wait before the next try; `None` when it may be now.
///
/// # Errors
/// When SQLite fails.
pub async fn wait(
    connection: &mut SqliteConnection,
    subjects: &Subjects,
    now: DateTime<Utc>,
) -> store::Result<Option<TimeDelta>> {
    let mut longest = None;
    for subject in &subjects.0 {
        let (failures, last) = store::login_failures::count(connection, subject, now - WINDOW, now).await?;
        longest = longest.max(last.and_then(|last| delay(failures, last, now)));
    }
    Ok(longest)
}

/// Counts a failure.
///
/// # Errors
/// When SQLite fails.
pub async fn fail(
    connection: &mut SqliteConnection,
    subjects: &Subjects,
    now: DateTime<Utc>,
) -> store::Result<()> {
    for subject in &subjects.0 {
        store::login_failures::insert(connection, subject, now, now - WINDOW).await?;
    }
    Ok(())
}

/// How long to wait after so many failures: nothing for the first few, then 2, 4, 8 … seconds, at most 15 minutes.
fn delay(failures: u32, last: DateTime<Utc>, now: DateTime<Utc>) -> Option<TimeDelta> {
    let doublings = failures.checked_sub(FREE)?;
    let delay = TimeDelta::seconds(2_i64.pow(doublings.min(9) + 1)).min(TimeDelta::minutes(15));
    let left = last + delay - now;
    (left > TimeDelta::zero()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_and_ends() {
        let now = "2020-02-01T12:00:00Z".parse().unwrap();
        assert_eq!(delay(4, now, now), None);
        assert_eq!(delay(5, now, now), Some(TimeDelta::seconds(2)));
        assert_eq!(delay(8, now, now), Some(TimeDelta::seconds(16)));
        assert_eq!(delay(500, now, now), Some(TimeDelta::minutes(15)));
        assert_eq!(delay(8, now - TimeDelta::seconds(17), now), None);
    }
}
