//! Sessions: a row each, found by the hash of what the cookie holds.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, people::read_roles};
use crate::domain::{
    access::Actor,
    id::{PersonId, SessionId},
    ministry::MinistryCode,
};

/// How many sessions have not expired.
///
/// # Errors
/// When SQLite fails.
pub async fn count(connection: &mut SqliteConnection, now: DateTime<Utc>) -> Result<i64> {
    let count = sqlx::query_scalar!("SELECT count(*) FROM session WHERE expires_at > ?", now);
    Ok(count.fetch_one(connection).await?)
}

/// Who a session belongs to, and what the next page should say.
#[derive(Debug)]
pub struct Signed {
    /// Who.
    pub actor: Actor,
    /// Short name of their ministry today.
    pub ministry: String,
    /// Whether goal texts lie before their ministry now.
    pub consults: bool,
    /// A message for the next page.
    pub flash: Option<String>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

/// A session as it is opened.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Its name in the list of one's sessions.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// What the browser calls itself.
    pub user_agent: &'a str,
    /// The network address.
    pub origin: &'a str,
}

/// A session as its owner sees it.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The network address it was opened from.
    pub origin: String,
}

/// Opens a session.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(connection: &mut SqliteConnection, key: &[u8], new: &NewSession<'_>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO session (key, id, person, created_at, seen_at, expires_at, user_agent, origin)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        key,
        new.id,
        new.person,
        new.created_at,
        new.created_at,
        new.expires_at,
        new.user_agent,
        new.origin,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose session this is, when it was used after `idle_since` and has not expired. One query: every page asks it.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    key: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<Signed>> {
    let row = sqlx::query!(
        r#"SELECT s.person AS "person: PersonId", s.flash, s.seen_at AS "seen_at: DateTime<Utc>", p.name,
             p.ministry AS "ministry: MinistryCode",
             (SELECT short FROM ministry_name WHERE ministry = p.ministry ORDER BY valid_from DESC LIMIT 1)
               AS "short!: String",
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String",
             EXISTS (SELECT 1 FROM consent_request AS q JOIN round AS r ON r.id = q.round
                     WHERE q.ministry = p.ministry AND r.state = 'consulting') AS "consults!: bool"
           FROM session AS s JOIN person AS p ON p.id = s.person
           WHERE s.key = ? AND s.expires_at > ? AND s.seen_at > ? AND p.disabled_at IS NULL"#,
        key,
        now,
        idle_since,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Signed {
        actor: Actor {
            person: row.person,
            name: row.name,
            ministry: row.ministry,
            roles: read_roles(row.roles.as_deref()),
        },
        ministry: row.short,
        consults: row.consults,
        flash: row.flash,
        seen_at: row.seen_at,
    }))
}

/// Notes that a session was used.
///
/// # Errors
/// When SQLite fails.
pub async fn touch(connection: &mut SqliteConnection, key: &[u8], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE session SET seen_at = ? WHERE key = ?", now, key).execute(connection).await?;
    Ok(())
}

/// Leaves a message for the session's next page, or takes it away.
///
/// # Errors
/// When SQLite fails.
pub async fn set_flash(connection: &mut SqliteConnection, key: &[u8], flash: Option<&str>) -> Result<()> {
    sqlx::query!("UPDATE session SET flash = ? WHERE key = ?", flash, key).execute(connection).await?;
    Ok(())
}

/// Ends a session, and all that have expired.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(connection: &mut SqliteConnection, key: &[u8], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("DELETE FROM session WHERE key = ? OR expires_at < ?", key, now).execute(connection).await?;
    Ok(())
}

/// The sessions of a person that have not ended, the newest first. `key` is the one that asks.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    person: PersonId,
    key: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query_as!(
        Listed,
        r#"SELECT id AS "id: SessionId", key = ? AS "current!: bool", created_at AS "created_at: DateTime<Utc>",
             seen_at AS "seen_at: DateTime<Utc>", user_agent, origin
           FROM session WHERE person = ? AND expires_at > ? AND seen_at > ? ORDER BY created_at DESC"#,
        key,
        person,
        now,
        idle_since,
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Ends one session of a person; whether there was such a one.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_one(connection: &mut SqliteConnection, person: PersonId, id: SessionId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM session WHERE person = ? AND id = ?", person, id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of a person, save the one with this key; gives how many there were.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_all(
    connection: &mut SqliteConnection,
    person: PersonId,
    save: Option<&[u8]>,
) -> Result<u64> {
    let done =
        sqlx::query!("DELETE FROM session WHERE person = ?1 AND (?2 IS NULL OR key <> ?2)", person, save)
            .execute(connection)
            .await?;
    Ok(done.rows_affected())
}

/// Ends every session there is; how many.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_everyone(connection: &mut SqliteConnection) -> Result<u64> {
    Ok(sqlx::query!("DELETE FROM session").execute(connection).await?.rows_affected())
}
