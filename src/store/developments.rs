//! Judgements of trends and threats, with every version kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
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
