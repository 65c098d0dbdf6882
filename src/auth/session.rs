//! Sessions: a random key in a cookie, its SHA-256 in the table.
//!
//! # Why a table of our own
//! A row for each session can be listed and ended, and who reads the table cannot sign in with it. The session crates
//! for this stack lag behind the database library's current version.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        event::hex,
        id::{PersonId, SessionId},
    },
    store::{
        self,
        sessions::{NewSession, Signed},
    },
};

/// A session ends when it was not used for this long.
pub const IDLE: TimeDelta = TimeDelta::hours(4);

/// A session ends this long after signing in, whatever happens.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

/// How much older a session must be than last noted before that is written down again.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// What the cookie holds.
#[derive(Clone)]
pub struct Key(String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new one: 256 random bits.
    #[must_use]
    pub fn draw() -> Self {
        Self(hex(&rand::random::<[u8; 32]>()))
    }

    /// What a cookie held.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// What the cookie is to hold.
    #[must_use]
    pub fn as_cookie(&self) -> &str {
        &self.0
    }

    /// What the table holds.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

/// What someone recognises their own session by.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// What the browser calls itself.
    pub user_agent: &'a str,
    /// The network address.
    pub origin: &'a str,
}

/// Opens a new session: 256 random bits, never one that existed before signing in.
///
/// # Errors
/// When SQLite fails.
pub async fn open(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
    about: About<'_>,
) -> store::Result<Key> {
    let key = Key::draw();
    let new = NewSession {
        id: SessionId::new(),
        person,
        created_at: now,
        expires_at: now + ABSOLUTE,
        user_agent: about.user_agent,
        origin: about.origin,
    };
    store::sessions::insert(connection, &key.hash(), &new).await?;
    Ok(key)
}

/// Whose session this is, unless it has ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    key: &Key,
    now: DateTime<Utc>,
) -> store::Result<Option<Signed>> {
    store::sessions::find(connection, &key.hash(), now, now - IDLE).await
}

/// Whether it is time to note again that a session is in use.
#[must_use]
pub fn is_stale(signed: &Signed, now: DateTime<Utc>) -> bool {
    now - signed.seen_at > TOUCH_AFTER
}
