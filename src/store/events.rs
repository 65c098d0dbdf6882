//! The log: appended in the transaction of the act itself, so that one is never there without the other.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    event::{Event, GENESIS, Links, chain_hash},
    id::{EditionId, PersonId},
};

/// Appends an event to the chain. Call it within the transaction that makes the change.
///
/// # Errors
/// When SQLite fails.
pub async fn append(connection: &mut SqliteConnection, event: &Event) -> Result<()> {
    let previous = sqlx::query_scalar!("SELECT hash FROM event ORDER BY seq DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?
        .unwrap_or_else(|| GENESIS.to_owned());
    let hash = event.hash(&previous);
    let ministry = event.ministry.as_ref();
    sqlx::query!(
        "INSERT INTO event (at, actor, role, ministry, verb, object_kind, object_id, before_sha256, after_sha256,
           origin, previous, hash)
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

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every row is as it was written.
    Whole {
        /// How many rows.
        events: u32,
        /// Hash of the last one: keep it elsewhere, and a shortened log is found too.
        head: String,
    },
    /// This row was changed, moved, or the one before it removed.
    BrokenAt(i64),
}

/// Walks the chain from the first event to the last.
///
/// # Errors
/// When SQLite fails.
pub async fn verify(connection: &mut SqliteConnection) -> Result<Chain> {
    let rows = sqlx::query!(
        r#"SELECT seq, at AS "at: DateTime<Utc>", actor AS "actor: PersonId", role, ministry, verb, object_kind,
             object_id, before_sha256, after_sha256, origin, previous, hash
           FROM event ORDER BY seq"#
    )
    .fetch_all(connection)
    .await?;
    let mut head = GENESIS.to_owned();
    let mut events = 0;
    for row in rows {
        let links = Links {
            at: row.at,
            actor: row.actor,
            role: &row.role,
            ministry: row.ministry.as_deref(),
            verb: &row.verb,
            object_kind: &row.object_kind,
            object_id: &row.object_id,
            before: row.before_sha256.as_deref(),
            after: row.after_sha256.as_deref(),
            origin: &row.origin,
            previous: &row.previous,
        };
        events += 1;
        if row.previous != head || chain_hash(&links) != row.hash || row.seq != i64::from(events) {
            return Ok(Chain::BrokenAt(row.seq));
        }
        head = row.hash;
    }
    Ok(Chain::Whole { events, head })
}

/// What was done to an account.
#[derive(Debug)]
pub struct Past {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the command line.
    pub actor: Option<String>,
    /// What.
    pub verb: String,
    /// To which one; after a slash, which right or ministry.
    pub object_id: String,
}

/// What was done to a person's account, the newest first. Signing in and out is not among it.
///
/// # Errors
/// When SQLite fails.
pub async fn of_person(connection: &mut SqliteConnection, person: PersonId) -> Result<Vec<Past>> {
    let first = person.to_string();
    // Everything that begins with the identity and a slash: '0' follows '/'.
    let (from, before) = (format!("{first}/"), format!("{first}0"));
    let rows = sqlx::query_as!(
        Past,
        r#"SELECT e.at AS "at: DateTime<Utc>", p.name AS "actor?: String", e.verb, e.object_id
           FROM event AS e LEFT JOIN person AS p ON p.id = e.actor
           WHERE e.object_kind IN ('person', 'person-role', 'person-ministry')
             AND (e.object_id = ?1 OR (e.object_id >= ?2 AND e.object_id < ?3))
             AND e.verb NOT IN ('sign-in', 'sign-out', 'refuse-password', 'refuse-code')
           ORDER BY e.seq DESC LIMIT 200"#,
        first,
        from,
        before
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The SHA-256 that an edition had when it was frozen, by the log; `None` when the log does not know it.
///
/// # Errors
/// When SQLite fails.
pub async fn find_frozen(connection: &mut SqliteConnection, edition: EditionId) -> Result<Option<String>> {
    let id = edition.to_string();
    let found = sqlx::query_scalar!(
        r#"SELECT after_sha256 AS "sha256!" FROM event
           WHERE object_kind = 'edition' AND verb = 'freeze' AND object_id = ? AND after_sha256 IS NOT NULL"#,
        id
    );
    Ok(found.fetch_optional(connection).await?)
}

/// Whether the log holds an event with this hash.
///
/// # Errors
/// When SQLite fails.
pub async fn has_hash(connection: &mut SqliteConnection, hash: &str) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM event WHERE hash = ?) AS "found!: bool""#, hash);
    Ok(found.fetch_one(connection).await?)
}
