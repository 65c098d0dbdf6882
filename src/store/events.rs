//! The log: appended in the transaction of the act itself, so that one is never there without the other.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, access_events};
use crate::domain::{
    event::{Event, GENESIS, Ledger, Links, chain_hash},
    id::{EditionId, PersonId},
};

/// Appends an event to the chain of its ledger. Call it within the transaction that makes the change.
///
/// # Errors
/// When SQLite fails.
pub async fn append(connection: &mut SqliteConnection, event: &Event) -> Result<()> {
    if event.ledger() == Ledger::Access {
        return access_events::append(connection, event).await;
    }
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

/// A row as it is kept, of either ledger.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) actor: Option<PersonId>,
    pub(super) role: String,
    pub(super) ministry: Option<String>,
    pub(super) verb: String,
    pub(super) object_kind: String,
    pub(super) object_id: String,
    pub(super) before_sha256: Option<String>,
    pub(super) after_sha256: Option<String>,
    pub(super) origin: String,
    pub(super) previous: String,
    pub(super) hash: String,
}

impl Row {
    /// Whether the row follows another, and says what it said when it was written.
    pub(super) fn follows(&self, seq: i64, hash: &str) -> bool {
        let links = Links {
            at: self.at,
            actor: self.actor,
            role: &self.role,
            ministry: self.ministry.as_deref(),
            verb: &self.verb,
            object_kind: &self.object_kind,
            object_id: &self.object_id,
            before: self.before_sha256.as_deref(),
            after: self.after_sha256.as_deref(),
            origin: &self.origin,
            previous: &self.previous,
        };
        self.seq == seq + 1 && self.previous == hash && chain_hash(&links) == self.hash
    }
}

/// What a walk along a chain found.
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

/// Walks the chain of acts from the first event to the last.
///
/// # Errors
/// When SQLite fails.
pub async fn verify(connection: &mut SqliteConnection) -> Result<Chain> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT seq, at AS "at: DateTime<Utc>", actor AS "actor: PersonId", role, ministry, verb, object_kind,
             object_id, before_sha256, after_sha256, origin, previous, hash
           FROM event ORDER BY seq"#
    )
    .fetch_all(connection)
    .await?;
    Ok(walk(&rows, 0, GENESIS.to_owned()))
}

/// Walks rows that must follow the one with this number and hash.
pub(super) fn walk(rows: &[Row], mut seq: i64, mut head: String) -> Chain {
    for row in rows {
        if !row.follows(seq, &head) {
            return Chain::BrokenAt(row.seq);
        }
        seq = row.seq;
        head.clone_from(&row.hash);
    }
    Chain::Whole { events: u32::try_from(rows.len()).unwrap_or(u32::MAX), head }
}

/// The end of a chain, to be kept where who can change the database cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Of which chain.
    pub ledger: Ledger,
    /// Number of its last row; 0 for none.
    pub seq: i64,
    /// Hash of that row.
    pub hash: String,
}

/// The ends of both chains.
///
/// # Errors
/// When SQLite fails.
pub async fn heads(connection: &mut SqliteConnection) -> Result<[Head; 2]> {
    let acts = sqlx::query!("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    let acts = acts.map_or((0, GENESIS.to_owned()), |row| (row.seq, row.hash));
    let access = access_events::head(connection).await?;
    Ok([
        Head { ledger: Ledger::Acts, seq: acts.0, hash: acts.1 },
        Head { ledger: Ledger::Access, seq: access.0, hash: access.1 },
    ])
}

/// Whether a chain still runs through a head that was noted before. Of the chain of access the row itself may be gone:
/// then it must lie before what the log says was removed.
///
/// # Errors
/// When SQLite fails.
pub async fn runs_through(connection: &mut SqliteConnection, head: &Head) -> Result<bool> {
    if head.seq == 0 {
        return Ok(head.hash == GENESIS);
    }
    match head.ledger {
        Ledger::Acts => {
            let found = sqlx::query_scalar!("SELECT hash FROM event WHERE seq = ?", head.seq);
            Ok(found.fetch_optional(connection).await?.is_some_and(|hash| hash == head.hash))
        }
        Ledger::Access => access_events::runs_through(connection, head).await,
    }
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
           WHERE e.object_kind IN ('person', 'person-role', 'person-ministry', 'person-token')
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

/// Whether either log holds an event with this hash.
///
/// # Errors
/// When SQLite fails.
pub async fn has_hash(connection: &mut SqliteConnection, hash: &str) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM event WHERE hash = ?1 UNION ALL SELECT 1 FROM access_event WHERE hash = ?1)
             AS "found!: bool""#,
        hash
    );
    Ok(found.fetch_one(connection).await?)
}
