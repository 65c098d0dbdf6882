//! Sessions: a row each, found by the hash of what the cookie holds.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, people::read_roles};
use crate::domain::{access::Actor, id::PersonId, ministry::MinistryCode};

/// Who a session belongs to, and what the next page should say.
#[derive(Debug)]
pub struct Signed {
    /// Who.
    pub actor: Actor,
    /// Short name of their ministry today.
    pub ministry: String,
    /// A message for the next page.
    pub flash: Option<String>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

/// Opens a session.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    key: &[u8],
    person: PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    user_agent: &str,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO session (key, person, created_at, seen_at, expires_at, user_agent) VALUES (?, ?, ?, ?, ?, ?)",
        key,
        person,
        now,
        now,
        expires_at,
        user_agent,
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
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String"
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
