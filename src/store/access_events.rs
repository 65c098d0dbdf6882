//! The log of access: who signed in, who could not, what was refused. Chained as the log of acts is; its oldest rows go
//! when their term is over, and the log of acts says so.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    Result,
    events::{self, Chain, Head, Row},
};
use crate::domain::{
    event::{ACCESS_TERM, Event, GENESIS},
    id::PersonId,
};

/// How much older than its term a row may become: once a day is often enough to let rows go.
const RHYTHM: TimeDelta = TimeDelta::days(1);

/// So many refusals of one person are kept in an hour. More say nothing new, and nobody may fill the disk by asking.
const KEPT_PER_HOUR: i64 = 100;

/// Appends an event, and lets rows go whose term is over.
///
/// # Errors
/// When SQLite fails.
pub(super) async fn append(connection: &mut SqliteConnection, event: &Event) -> Result<()> {
    prune(connection, event.at).await?;
    let (_, previous) = head(connection).await?;
    let hash = event.hash(&previous);
    let ministry = event.ministry.as_ref();
    sqlx::query!(
        "INSERT INTO access_event (at, actor, role, ministry, verb, object_kind, object_id, before_sha256,
           after_sha256, origin, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.at,
        event.actor,
        event.role,
        ministry,
        event.verb,
        event.object_kind,
        event.object_id,
        event.before,
        event.after,
        event.origin,
        previous,
        hash,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Appends a refusal, unless this person has been refused very often within the hour.
///
/// # Errors
/// When SQLite fails.
pub async fn append_refusal(connection: &mut SqliteConnection, event: &Event) -> Result<()> {
    let since = event.at - TimeDelta::hours(1);
    let kept = sqlx::query_scalar!(
        r#"SELECT count(*) AS "kept!: i64" FROM access_event WHERE actor = ? AND verb = 'refuse' AND at > ?"#,
        event.actor,
        since
    )
    .fetch_one(&mut *connection)
    .await?;
    if kept < KEPT_PER_HOUR { append(connection, event).await } else { Ok(()) }
}

/// Number and hash of the last row; of the last that was removed when none is left.
pub(super) async fn head(connection: &mut SqliteConnection) -> Result<(i64, String)> {
    let last = sqlx::query!("SELECT seq, hash FROM access_event ORDER BY seq DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    match last {
        Some(row) => Ok((row.seq, row.hash)),
        None => anchor(connection).await,
    }
}

/// Walks what is left of the chain, from the row that the log of acts says was the last to go.
///
/// # Errors
/// When SQLite fails.
pub async fn verify(connection: &mut SqliteConnection) -> Result<Chain> {
    let (seq, hash) = anchor(connection).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT seq, at AS "at: DateTime<Utc>", actor AS "actor: PersonId", role, ministry, verb, object_kind,
             object_id, before_sha256, after_sha256, origin, previous, hash
           FROM access_event ORDER BY seq"#
    )
    .fetch_all(connection)
    .await?;
    Ok(events::walk(&rows, seq, hash))
}

/// Whether the chain still runs through a head noted before, or the log says that it went with the rows whose term was over.
pub(super) async fn runs_through(connection: &mut SqliteConnection, head: &Head) -> Result<bool> {
    let (gone, _) = anchor(connection).await?;
    if head.seq <= gone {
        return Ok(true);
    }
    let found = sqlx::query_scalar!("SELECT hash FROM access_event WHERE seq = ?", head.seq);
    Ok(found.fetch_optional(connection).await?.is_some_and(|hash| hash == head.hash))
}

/// Number and hash of the last row that was let go, by the log of acts.
async fn anchor(connection: &mut SqliteConnection) -> Result<(i64, String)> {
    let row = sqlx::query!(
        r#"SELECT CAST(object_id AS INTEGER) AS "seq!: i64", after_sha256 AS "hash!" FROM event
           WHERE verb = 'prune' AND object_kind = 'access-log' AND after_sha256 IS NOT NULL ORDER BY event.seq DESC LIMIT 1"#
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or((0, GENESIS.to_owned()), |row| (row.seq, row.hash)))
}

/// Lets rows go whose term is over, after the log of acts has said up to which hash.
async fn prune(connection: &mut SqliteConnection, now: DateTime<Utc>) -> Result<()> {
    let term = now - ACCESS_TERM;
    let due = term - RHYTHM;
    let old = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM access_event WHERE at < ?) AS "old!: bool""#,
        due
    );
    if !old.fetch_one(&mut *connection).await? {
        return Ok(());
    }
    let last =
        sqlx::query!("SELECT seq, hash FROM access_event WHERE at < ? ORDER BY seq DESC LIMIT 1", term)
            .fetch_optional(&mut *connection)
            .await?;
    let Some(last) = last else { return Ok(()) };
    let event = Event {
        at: now,
        actor: None,
        role: "operator",
        ministry: None,
        verb: "prune",
        object_kind: "access-log",
        object_id: last.seq.to_string(),
        before: None,
        after: Some(last.hash),
        origin: "programma".to_owned(),
    };
    // The event is one of acts, so this goes no deeper.
    Box::pin(events::append(&mut *connection, &event)).await?;
    sqlx::query!("DELETE FROM access_event WHERE seq <= ?", last.seq).execute(connection).await?;
    Ok(())
}
