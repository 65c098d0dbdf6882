//! Gaps that were set aside with a reason. The gaps themselves are found, not stored.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    id::{PersonId, RoundId},
    text::Reason,
};

/// The reasons, by key of the gap.
///
/// # Errors
/// When SQLite fails.
pub async fn set_aside(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query!("SELECT gap, reason FROM gap_acknowledgement WHERE round = ?", round)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.gap, row.reason)).collect())
}

/// Sets a gap aside, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn put_aside(
    connection: &mut SqliteConnection,
    round: RoundId,
    gap: &str,
    reason: &Reason,
    by: PersonId,
    event: &Event,
) -> Result<()> {
    acknowledge(connection, round, gap, reason, by, event.at).await?;
    events::append(connection, event).await
}

/// Opens a gap again, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn take_up(
    connection: &mut SqliteConnection,
    round: RoundId,
    gap: &str,
    event: &Event,
) -> Result<()> {
    reopen(connection, round, gap).await?;
    events::append(connection, event).await
}

/// Sets a gap aside.
///
/// # Errors
/// When SQLite fails.
pub async fn acknowledge(
    connection: &mut SqliteConnection,
    round: RoundId,
    gap: &str,
    reason: &Reason,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let reason = reason.as_str();
    sqlx::query!(
        "INSERT INTO gap_acknowledgement (round, gap, reason, by, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at",
        round,
        gap,
        reason,
        by,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens a gap again.
///
/// # Errors
/// When SQLite fails.
pub async fn reopen(connection: &mut SqliteConnection, round: RoundId, gap: &str) -> Result<()> {
    sqlx::query!("DELETE FROM gap_acknowledgement WHERE round = ? AND gap = ?", round, gap)
        .execute(connection)
        .await?;
    Ok(())
}
