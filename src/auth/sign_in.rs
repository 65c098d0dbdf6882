//! Signing in with an address and a password, with a delay that grows with every failure.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::password;
use crate::{
    domain::{id::PersonId, person::Email},
    store::{self, Store},
};

/// Failures older than this are forgotten.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// So many failures cost nothing: people mistype.
const FREE: u32 = 5;

/// How signing in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The person is who they say.
    Welcome(PersonId),
    /// Unknown address, wrong password or ended account: from outside these are one.
    Refused,
    /// Too many failures; try again after this long.
    Wait(TimeDelta),
}

/// Checks an address and a password, and counts failures for the account and for the network address.
///
/// # Errors
/// When SQLite fails.
pub async fn attempt(
    store: &Store,
    email: &str,
    password: String,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> store::Result<Outcome> {
    let email = Email::parse(email).ok();
    let account = email.as_ref().map(|email| format!("account:{}", email.as_str()));
    let subjects: Vec<String> =
        account.into_iter().chain(from.map(|from| format!("address:{from}"))).collect();
    let mut reader = store.read().await?;
    for subject in &subjects {
        let (failures, last) = store::login_failures::count(&mut reader, subject, now - WINDOW).await?;
        if let Some(wait) = last.and_then(|last| wait(failures, last, now)) {
            return Ok(Outcome::Wait(wait));
        }
    }
    let credentials = match &email {
        Some(email) => store::people::find_credentials(&mut reader, email).await?,
        None => None,
    };
    drop(reader);
    let hash = credentials.as_ref().and_then(|known| known.password.clone());
    let right = password::verify(password, hash).await;
    if let Some(known) = credentials.filter(|known| right && !known.disabled) {
        return Ok(Outcome::Welcome(known.person));
    }
    let mut writer = store.begin().await?;
    for subject in &subjects {
        store::login_failures::insert(&mut writer, subject, now, now - WINDOW).await?;
    }
    writer.commit().await.map_err(store::Error::from)?;
    Ok(Outcome::Refused)
}

/// How long to wait after so many failures: nothing for the first few, then 2, 4, 8 … seconds, at most 15 minutes.
fn wait(failures: u32, last: DateTime<Utc>, now: DateTime<Utc>) -> Option<TimeDelta> {
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
        assert_eq!(wait(4, now, now), None);
        assert_eq!(wait(5, now, now), Some(TimeDelta::seconds(2)));
        assert_eq!(wait(8, now, now), Some(TimeDelta::seconds(16)));
        assert_eq!(wait(500, now, now), Some(TimeDelta::minutes(15)));
        assert_eq!(wait(8, now - TimeDelta::seconds(17), now), None);
    }
}
