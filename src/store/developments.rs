//! Judgements of trends and threats, with every version kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    facts::Judged,
    id::{DevelopmentId, PersonId, RoundId},
    strategy::Judgement,
};

/// The newest judgement of each development in a round.
///
/// # Errors
/// When SQLite fails.
pub async fn judged(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<DevelopmentId, Judged>> {
    let rows = sqlx::query!(
        r#"SELECT development AS "development: DevelopmentId", judgement AS "judgement: Judgement", text, consequence
           FROM development_judgement AS j
           WHERE round = ? AND version =
             (SELECT max(version) FROM development_judgement WHERE round = j.round AND development = j.development)"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        (row.development, Judged { judgement: row.judgement, text: row.text, consequence: row.consequence })
    });
    Ok(read.collect())
}

/// The newest judgement of one development, with its version; `None` before the first.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
) -> Result<Option<(u32, Judged)>> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", judgement AS "judgement: Judgement", text, consequence
           FROM development_judgement WHERE round = ? AND development = ? ORDER BY version DESC LIMIT 1"#,
        round,
        development
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let judged = Judged { judgement: row.judgement, text: row.text, consequence: row.consequence };
        (row.version, judged)
    }))
}

/// Judges a development anew, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn judge(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
    judged: &Judged,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    insert(connection, round, development, judged, author, event.at).await?;
    events::append(connection, event).await
}

/// Judges a development anew; earlier judgements stay on record.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
    judged: &Judged,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO development_judgement (round, development, version, judgement, text, consequence, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5, ?6, ?7
         FROM development_judgement WHERE round = ?1 AND development = ?2",
        round,
        development,
        judged.judgement,
        judged.text,
        judged.consequence,
        author,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
