//! Signing in with an address and a password, with a delay that grows with every failure. A right password is not a
//! session yet: [`super::second_factor`] decides what comes next.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    password,
    sso::Sso,
    throttle::{self, Subjects},
};
use crate::{
    domain::{event::Event, id::PersonId, ministry::MinistryCode, person::Email},
    store::{self, Store},
};

/// How signing in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The password is right.
    Welcome(PersonId),
    /// Unknown address, wrong password, ended account, or a ministry that signs in elsewhere: from outside these are one.
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
    sso: &Sso,
    (email, password): (&str, String),
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> store::Result<Outcome> {
    let email = Email::parse(email).ok();
    let subjects = Subjects::password(email.as_ref(), from);
    let mut reader = store.read().await?;
    if let Some(wait) = throttle::wait(&mut reader, &subjects, now).await? {
        return Ok(Outcome::Wait(wait));
    }
    let credentials = match &email {
        Some(email) => store::people::find_credentials(&mut reader, email).await?,
        None => None,
    };
    drop(reader);
    let hash = credentials.as_ref().and_then(|known| known.password.clone());
    let right = password::verify(password, hash).await;
    let known = credentials.as_ref().map(|known| known.person);
    // Where a ministry signs in elsewhere only, a right password is as good as a wrong one, and costs as much.
    let here = |ministry: &MinistryCode| sso.instead_of_password(ministry).is_none();
    if let Some(known) = credentials.filter(|known| right && !known.disabled && here(&known.ministry)) {
        return Ok(Outcome::Welcome(known.person));
    }
    let mut writer = store.begin().await?;
    throttle::fail(&mut writer, &subjects, now).await?;
    store::events::append(&mut writer, &refused(known, "refuse-password", from, now)).await?;
    writer.commit().await?;
    Ok(Outcome::Refused)
}

/// From where, as the log has it.
pub(super) fn origin(from: Option<IpAddr>) -> String {
    from.map_or_else(|| "onbekend".to_owned(), |from| from.to_string())
}

/// The log's line of a try that failed. What was typed is never in it: it may be a password in the wrong field.
pub(super) fn refused(
    whose: Option<PersonId>,
    verb: &'static str,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> Event {
    Event {
        at: now,
        actor: None,
        role: "none",
        ministry: None,
        verb,
        object_kind: "person",
        object_id: whose.map_or_else(|| "onbekend".to_owned(), |person| person.to_string()),
        before: None,
        after: None,
        origin: origin(from),
    }
}
