//! The coordinator's ratings, with every version kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    facts::Assessment,
    id::{GoalId, PersonId, RoundId},
    round::Round,
    text::Reason,
};

/// The newest rating of each goal in a round.
///
/// # Errors
/// When SQLite fails.
pub async fn all(connection: &mut SqliteConnection, round: RoundId) -> Result<BTreeMap<GoalId, Assessment>> {
    let rows = sqlx::query!(
        r#"SELECT goal AS "goal: GoalId", rating, ground FROM assessment AS a
           WHERE round = ? AND version = (SELECT max(version) FROM assessment WHERE round = a.round AND goal = a.goal)"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.goal, Assessment { rating: row.rating, ground: row.ground }))
        .collect())
}

/// The newest rating of one goal, with its version; `None` before the first.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Option<(u32, Assessment)>> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", rating, ground FROM assessment
           WHERE round = ? AND goal = ? ORDER BY version DESC LIMIT 1"#,
        round,
        goal
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.version, Assessment { rating: row.rating, ground: row.ground })))
}

/// Rates a goal anew, with the event; who and when are those of the event.
///
/// # Errors
/// [`super::Error::Conflict`] when the rating is not on the strategy's scale.
pub async fn rate(
    connection: &mut SqliteConnection,
    round: &Round,
    goal: GoalId,
    rating: &str,
    ground: &Reason,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    insert(connection, round.id, goal, &round.strategy, rating, ground, author, event.at).await?;
    events::append(connection, event).await
}

/// Rates a goal anew; earlier ratings stay on record.
///
/// # Errors
/// [`super::Error::Conflict`] when the rating is not on the strategy's scale.
#[expect(clippy::too_many_arguments, reason = "one for each column; a struct would name them twice")]
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    strategy: &str,
    rating: &str,
    ground: &Reason,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let ground = ground.as_str();
    sqlx::query!(
        "INSERT INTO assessment (round, goal, version, strategy, rating, ground, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM assessment WHERE round = ?1 AND goal = ?2",
        round,
        goal,
        strategy,
        rating,
        ground,
        author,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
