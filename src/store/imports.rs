//! Lists of motions and undertakings that were read and wait for a yes.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::id::{PersonId, RoundId};

/// Keeps a list for its person; one that waited already makes place.
///
/// # Errors
/// When SQLite fails.
pub async fn put(
    connection: &mut SqliteConnection,
    person: PersonId,
    round: RoundId,
    text: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO request_import (person, round, text, at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET round = excluded.round, text = excluded.text, at = excluded.at",
        person,
        round,
        text,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The list that waits for this person in this round, if any.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    person: PersonId,
    round: RoundId,
) -> Result<Option<String>> {
    let text =
        sqlx::query_scalar!("SELECT text FROM request_import WHERE person = ? AND round = ?", person, round);
    Ok(text.fetch_optional(connection).await?)
}

/// Throws away what waits for a person.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM request_import WHERE person = ?", person).execute(connection).await?;
    Ok(())
}
