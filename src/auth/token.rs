//! Keys for a person's own programs: random words that are shown once, their SHA-256 in the table.
//!
//! # Why wrong keys do not make right ones wait
//! A key holds 256 random bits, so trying finds none. What a script with an old key costs is bounded by a delay for the
//! network address it comes from; an office is one address, and a colleague's key that is right is looked up first.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    session::Key,
    sign_in::{origin, refused},
    throttle::{self, Subjects},
};
use crate::{
    domain::{
        access::Actor,
        clock,
        event::{Event, access},
        id::{PersonId, TokenId},
        token::{Token, Wanted},
    },
    store::{self, Store},
};

/// How every key begins, so that programs that look for secrets in files know one.
pub const MARK: &str = "voortgang_";

/// How much later a key must be used than was last noted before that is written down again.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Whose key it is that was sent.
#[derive(Debug)]
pub struct Bearer {
    /// Who.
    pub actor: Actor,
    /// Short name of their ministry today.
    pub ministry: String,
    /// The key, by the name under which it is kept.
    pub token: TokenId,
}

/// What came of a key that was sent.
#[derive(Debug)]
pub enum Outcome {
    /// It is open.
    Open(Bearer),
    /// It is none, ended, or its person's account did: from outside these are one.
    Refused,
    /// Too many that were none came from this address; try again after this long.
    Wait(TimeDelta),
}

/// Makes a key, which is given back to be shown once.
///
/// # Errors
/// When SQLite fails.
pub async fn create(
    connection: &mut SqliteConnection,
    person: PersonId,
    wanted: Wanted,
    now: DateTime<Utc>,
) -> store::Result<(Token, Key)> {
    let key = Key::from_cookie(&format!("{MARK}{}", Key::draw().as_cookie()));
    let token = Token {
        id: TokenId::new(),
        name: wanted.name,
        created_at: now,
        expires_at: now + wanted.term,
        used_at: None,
        withdrawn_at: None,
    };
    store::tokens::insert(connection, &key.hash(), person, &token).await?;
    Ok((token, key))
}

/// Looks a key up. That it is used is noted, and on the first time of each day told to the log.
///
/// # Errors
/// When SQLite fails.
pub async fn check(
    store: &Store,
    key: &Key,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> store::Result<Outcome> {
    let known = store::tokens::find(&mut *store.read().await?, &key.hash()).await?;
    let Some(known) = known else { return unknown(store, from, now).await };
    let Some(actor) = known.actor.filter(|_| known.token.is_open(now)) else {
        return Ok(Outcome::Refused);
    };
    if known.token.used_at.is_none_or(|used_at| now - used_at > TOUCH_AFTER)
        // What may be read can be read on a full disk, so what is noted here may fail.
        && let Err(error) = note(store, &known.token, &actor, from, now).await
    {
        tracing::warn!(error = %error, "cannot note that a key is in use");
    }
    Ok(Outcome::Open(Bearer { actor, ministry: known.ministry, token: known.token.id }))
}

async fn unknown(store: &Store, from: Option<IpAddr>, now: DateTime<Utc>) -> store::Result<Outcome> {
    let subjects = Subjects::token(from);
    let mut writer = store.begin().await?;
    if let Some(wait) = throttle::wait(&mut writer, &subjects, now).await? {
        return Ok(Outcome::Wait(wait));
    }
    throttle::fail(&mut writer, &subjects, now).await?;
    store::events::append(&mut writer, &refused(None, "refuse-token", from, now)).await?;
    writer.commit().await?;
    Ok(Outcome::Refused)
}

async fn note(
    store: &Store,
    token: &Token,
    actor: &Actor,
    from: Option<IpAddr>,
    now: DateTime<Utc>,
) -> store::Result<()> {
    let mut writer = store.begin().await?;
    store::tokens::touch(&mut writer, token.id, now).await?;
    if token.used_at.is_none_or(|used_at| clock::local_date(used_at) != clock::local_date(now)) {
        let event = Event {
            at: now,
            actor: Some(actor.person),
            role: actor.roles.first().map_or("none", |role| role.code()),
            ministry: Some(actor.ministry.clone()),
            verb: access::USE_TOKEN,
            object_kind: "token",
            object_id: token.id.to_string(),
            before: None,
            after: None,
            origin: origin(from),
        };
        store::events::append(&mut writer, &event).await?;
    }
    writer.commit().await
}
