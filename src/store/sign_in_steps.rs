//! The state between a right password and a session: found by the hash of what its own cookie holds.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::id::PersonId;

/// Someone whose password was right.
#[derive(Debug)]
pub struct Step {
    /// Who.
    pub person: PersonId,
    /// Address, for the name in an app's list.
    pub email: String,
    /// The factor they set up; `None` asks for a code of the one they have.
    pub secret: Option<Vec<u8>>,
}

/// Opens a step.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    key: &[u8],
    person: PersonId,
    secret: Option<&[u8]>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("DELETE FROM sign_in_step WHERE expires_at < ?", now).execute(&mut *connection).await?;
    sqlx::query!(
        "INSERT INTO sign_in_step (key, person, secret, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        key,
        person,
        secret,
        now,
        expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose step this is, unless it has expired or the account has ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, key: &[u8], now: DateTime<Utc>) -> Result<Option<Step>> {
    let row = sqlx::query_as!(
        Step,
        r#"SELECT s.person AS "person: PersonId", p.email, s.secret
           FROM sign_in_step AS s JOIN person AS p ON p.id = s.person
           WHERE s.key = ? AND s.expires_at > ? AND p.disabled_at IS NULL"#,
        key,
        now
    );
    Ok(row.fetch_optional(connection).await?)
}

/// Ends all steps of a person: one was taken, or the password changed.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_all(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM sign_in_step WHERE person = ?", person).execute(connection).await?;
    Ok(())
}
