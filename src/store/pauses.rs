//! Rounds that stand still, and go on.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, deadlines, events};
use crate::domain::{deadline, event::Event, id::RoundId, round::Round, text::Reason};

/// A time that a round stood still.
#[derive(Clone, Debug)]
pub struct Pause {
    /// Since when.
    pub paused_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who paused it.
    pub by: String,
    /// Until when; `None` while it lasts.
    pub resumed_at: Option<DateTime<Utc>>,
}

/// Records that a round stands still from the event on.
///
/// # Errors
/// When SQLite fails.
pub async fn begin(
    connection: &mut SqliteConnection,
    paused: &Round,
    reason: &Reason,
    event: &Event,
) -> Result<()> {
    let reason = reason.as_str();
    sqlx::query!(
        "INSERT INTO round_pause (round, paused_at, reason, paused_by) VALUES (?, ?, ?, ?)",
        paused.id,
        event.at,
        reason,
        event.actor
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("UPDATE round SET paused_at = ? WHERE id = ?", paused.paused_at, paused.id)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// Records that a round goes on, with its new deadlines. Extensions that still ran when it was paused move with it, so
/// that no ministry has less time than it was given.
///
/// # Errors
/// When SQLite fails.
pub async fn end(
    connection: &mut SqliteConnection,
    resumed: &Round,
    paused_at: DateTime<Utc>,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "UPDATE round_pause SET resumed_at = ?, resumed_by = ? WHERE round = ? AND resumed_at IS NULL",
        event.at,
        event.actor,
        resumed.id
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE round SET paused_at = NULL, contribution_due = ?, approval_due = ?, consent_due = ? WHERE id = ?",
        resumed.contribution_due,
        resumed.approval_due,
        resumed.consent_due,
        resumed.id
    )
    .execute(&mut *connection)
    .await?;
    for (ministry, due) in deadlines::extended(connection, resumed.id).await? {
        let moved = deadline::after_pause(due, paused_at, event.at);
        if moved > due && moved > resumed.contribution_due {
            let reason = "Verschoven omdat de ronde gepauzeerd was.";
            deadlines::insert_extension(connection, resumed.id, &ministry, moved, reason, event).await?;
        }
    }
    events::append(connection, event).await
}

/// All pauses of a round, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Pause>> {
    let pauses = sqlx::query_as!(
        Pause,
        r#"SELECT x.paused_at AS "paused_at: DateTime<Utc>", x.reason, p.name AS by,
             x.resumed_at AS "resumed_at: DateTime<Utc>"
           FROM round_pause AS x JOIN person AS p ON p.id = x.paused_by
           WHERE x.round = ? ORDER BY x.paused_at DESC"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(pauses)
}
