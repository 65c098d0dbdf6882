//! The second factor: a code from an app, or one of the recovery codes that were printed when it was set up.
//!
//! A right password opens a *step*: ten minutes in which nothing can be done but to give the code, or to set the factor
//! up when rights ask for one that is not there. Codes are checked within one write transaction, so that a thousand
//! tries at once are counted one after the other.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{
    session::Key,
    sign_in::refused,
    throttle::{self, Subjects},
    totp::Secret,
};
use crate::{
    domain::{account::SecondFactor, id::PersonId},
    store::{self, Store, second_factors::Known},
};

/// How long a step, or setting up a factor, may take.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// So many recovery codes are printed.
pub const RECOVERY_CODES: usize = 10;

/// Characters of recovery codes: none that are read as another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// What comes after a right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A session.
    Session,
    /// A code of the factor that is known.
    Code,
    /// Setting up a factor.
    Enrolment,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is right.
    Right,
    /// It is right, and was the last but so many of the recovery codes.
    Recovered(u32),
    /// It is wrong, or was used before.
    Wrong,
    /// Too many failures; try again after this long.
    Wait(TimeDelta),
}

/// What someone must do after a right password.
#[must_use]
pub fn next(known: &Known, policy: SecondFactor) -> Next {
    if known.secret.is_some() {
        Next::Code
    } else if policy.asks(&known.roles) {
        Next::Enrolment
    } else {
        Next::Session
    }
}

/// Opens a step after a right password.
///
/// # Errors
/// When SQLite fails.
pub async fn open_step(
    connection: &mut SqliteConnection,
    person: PersonId,
    next: Next,
    now: DateTime<Utc>,
) -> store::Result<Key> {
    let key = Key::draw();
    let secret = (next == Next::Enrolment).then(Secret::draw);
    let secret = secret.as_ref().map(|secret| secret.as_bytes().as_slice());
    store::sign_in_steps::insert(connection, &key.hash(), person, secret, now, now + PATIENCE).await?;
    Ok(key)
}

/// Checks a code of the factor that a person has, and uses it up.
///
/// # Errors
/// When SQLite fails.
pub async fn check(
    store: &Store,
    person: PersonId,
    typed: &str,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> store::Result<Outcome> {
    let subjects = Subjects::code(person, from);
    let mut writer = store.begin().await?;
    if let Some(wait) = throttle::wait(&mut writer, &subjects, now).await? {
        return Ok(Outcome::Wait(wait));
    }
    let known = store::second_factors::find(&mut writer, person).await?;
    let secret = known.as_ref().and_then(|known| Secret::read(known.secret.as_deref()?));
    let last = known.as_ref().and_then(|known| known.last_step);
    let outcome = if let Some(step) = secret.and_then(|secret| secret.accepts(typed, now, last)) {
        store::second_factors::use_step(&mut writer, person, step).await?;
        Outcome::Right
    } else if secret.is_some()
        && store::second_factors::use_recovery_code(&mut writer, person, &recovery_hash(typed), now).await?
    {
        Outcome::Recovered(store::second_factors::recovery_codes_left(&mut writer, person).await?)
    } else {
        throttle::fail(&mut writer, &subjects, now).await?;
        store::events::append(&mut writer, &refused(Some(person), "refuse-code", from, now)).await?;
        Outcome::Wrong
    };
    writer.commit().await?;
    Ok(outcome)
}

/// Checks the first code of a factor that is being set up. Nothing is used up or kept yet; failures are counted.
///
/// # Errors
/// When SQLite fails.
pub async fn check_first(
    store: &Store,
    person: PersonId,
    secret: &[u8],
    typed: &str,
    (from, now): (Option<IpAddr>, DateTime<Utc>),
) -> store::Result<Result<i64, Outcome>> {
    let subjects = Subjects::code(person, from);
    let mut writer = store.begin().await?;
    if let Some(wait) = throttle::wait(&mut writer, &subjects, now).await? {
        return Ok(Err(Outcome::Wait(wait)));
    }
    if let Some(step) = Secret::read(secret).and_then(|secret| secret.accepts(typed, now, None)) {
        return Ok(Ok(step));
    }
    throttle::fail(&mut writer, &subjects, now).await?;
    writer.commit().await?;
    Ok(Err(Outcome::Wrong))
}

/// Keeps a factor whose first code was right, with new recovery codes, which are given back to be shown once.
///
/// # Errors
/// When SQLite fails.
pub async fn keep(
    connection: &mut SqliteConnection,
    person: PersonId,
    secret: &[u8],
    step: i64,
    now: DateTime<Utc>,
) -> store::Result<Vec<String>> {
    store::second_factors::set(connection, person, secret, step, now).await?;
    renew_recovery_codes(connection, person).await
}

/// Replaces all recovery codes of a person.
///
/// # Errors
/// When SQLite fails.
pub async fn renew_recovery_codes(
    connection: &mut SqliteConnection,
    person: PersonId,
) -> store::Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| draw_recovery_code()).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| recovery_hash(code)).collect();
    store::second_factors::replace_recovery_codes(connection, person, &hashes).await?;
    Ok(codes)
}

/// Four groups of four: 79 bits.
fn draw_recovery_code() -> String {
    let draw = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let group = |_| (0..4).map(draw).collect::<String>();
    (0..4).map(group).collect::<Vec<_>>().join("-")
}

/// The hash of a code as it was typed: case, spaces and dashes do not matter.
fn recovery_hash(typed: &str) -> [u8; 32] {
    let bare: String = typed.chars().filter(|character| character.is_alphanumeric()).collect();
    Sha256::digest(bare.to_lowercase()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovery_codes_differ_and_are_read_as_people_type_them() {
        let code = draw_recovery_code();
        assert_ne!(code, draw_recovery_code());
        assert_eq!(code.len(), 19);
        assert_eq!(recovery_hash(&code), recovery_hash(&code.to_uppercase().replace('-', " ")));
    }
}
