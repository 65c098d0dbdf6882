//! Editions that are being replaced: their round is composed again.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events, rounds};
use crate::domain::{
    edition::Corrects,
    event::Event,
    id::{EditionId, RoundId},
    round::Round,
};

/// Begins to replace an edition: its round is now as given. With the event.
///
/// # Errors
/// [`super::Error::Conflict`] when it is being replaced already.
pub async fn begin(
    connection: &mut SqliteConnection,
    replacement: &Corrects,
    reopened: &Round,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO edition_replacement (edition, reason, begun_by, begun_at) VALUES (?, ?, ?, ?)",
        replacement.edition,
        replacement.reason,
        event.actor,
        event.at,
    )
    .execute(&mut *connection)
    .await?;
    rounds::set_state(connection, reopened.id, reopened.state).await?;
    events::append(connection, event).await
}

/// What is being replaced in a round, and why.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, round: RoundId) -> Result<Option<Corrects>> {
    let found = sqlx::query_as!(
        Corrects,
        r#"SELECT x.edition AS "edition: EditionId", x.reason
           FROM edition_replacement AS x JOIN edition AS e ON e.id = x.edition
           WHERE e.round = ? AND x.ended_at IS NULL"#,
        round
    )
    .fetch_optional(connection)
    .await?;
    Ok(found)
}

/// Ends the replacing of an edition: its successor was frozen, or it was given up.
///
/// # Errors
/// When SQLite fails.
pub async fn end(connection: &mut SqliteConnection, edition: EditionId, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE edition_replacement SET ended_at = ? WHERE edition = ? AND ended_at IS NULL",
        at,
        edition
    )
    .execute(connection)
    .await?;
    Ok(())
}
