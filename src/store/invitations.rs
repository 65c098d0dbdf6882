//! Invitations: a row each, found by the hash of the key in the link.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{id::PersonId, invitation::Invitation};

/// An invitation, and what its page says of whom it is for.
#[derive(Debug)]
pub struct Found {
    /// The invitation.
    pub invitation: Invitation,
    /// Name of who is invited.
    pub name: String,
    /// Address with which they will sign in.
    pub email: String,
}

/// Sends a person an invitation, which replaces those that were not used.
///
/// # Errors
/// When SQLite fails.
pub async fn replace(
    connection: &mut SqliteConnection,
    key: &[u8],
    person: PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("DELETE FROM invitation WHERE person = ? AND used_at IS NULL", person)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "INSERT INTO invitation (key, person, created_at, expires_at) VALUES (?, ?, ?, ?)",
        key,
        person,
        now,
        expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a key to the invitation of a person that is open, for as long as that one; false when none is.
///
/// # Errors
/// When SQLite fails.
pub async fn add_key(
    connection: &mut SqliteConnection,
    key: &[u8],
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let added = sqlx::query!(
        "INSERT INTO invitation (key, person, created_at, expires_at)
         SELECT ?1, person, ?3, max(expires_at) FROM invitation
         WHERE person = ?2 AND used_at IS NULL AND expires_at > ?3 GROUP BY person",
        key,
        person,
        now
    );
    Ok(added.execute(connection).await?.rows_affected() == 1)
}

/// The invitation of a link, unless the account has ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, key: &[u8]) -> Result<Option<Found>> {
    let row = sqlx::query!(
        r#"SELECT i.person AS "person: PersonId", i.expires_at AS "expires_at: DateTime<Utc>",
             i.used_at AS "used_at: DateTime<Utc>", p.name, p.email
           FROM invitation AS i JOIN person AS p ON p.id = i.person
           WHERE i.key = ? AND p.disabled_at IS NULL"#,
        key
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Found {
        invitation: Invitation { person: row.person, expires_at: row.expires_at, used_at: row.used_at },
        name: row.name,
        email: row.email,
    }))
}

/// Uses an invitation up; false when somebody was first.
///
/// # Errors
/// When SQLite fails.
pub async fn use_up(connection: &mut SqliteConnection, key: &[u8], now: DateTime<Utc>) -> Result<bool> {
    let used = sqlx::query!(
        "UPDATE invitation SET used_at = ?1 WHERE key = ?2 AND used_at IS NULL AND expires_at > ?1",
        now,
        key
    );
    Ok(used.execute(connection).await?.rows_affected() == 1)
}

/// Takes back what was not used.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_open(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM invitation WHERE person = ? AND used_at IS NULL", person)
        .execute(connection)
        .await?;
    Ok(())
}
