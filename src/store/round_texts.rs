//! The coordinator's own texts of a round, with every version kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    id::{PersonId, RoundId},
    text::Prose,
};

/// The newest text of each section, with its version.
///
/// # Errors
/// When SQLite fails.
pub async fn all(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<String, (u32, String)>> {
    let rows = sqlx::query!(
        r#"SELECT section, version AS "version: u32", text FROM round_text AS t
           WHERE round = ? AND version = (SELECT max(version) FROM round_text WHERE round = t.round AND section = t.section)"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.section, (row.version, row.text))).collect())
}

/// Keeps a new version of a text, with the event. `based_on` is the version it was written on, 0 for the first.
///
/// # Errors
/// [`Error::Conflict`] when someone saved a version since.
pub async fn save(
    connection: &mut SqliteConnection,
    round: RoundId,
    section: &str,
    based_on: u32,
    text: &Prose,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    insert(connection, round, section, based_on, text, author, event.at).await?;
    events::append(connection, event).await
}

/// Keeps a new version of a text. `based_on` is the version it was written on, 0 for the first.
///
/// # Errors
/// [`Error::Conflict`] when someone saved a version since.
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    section: &str,
    based_on: u32,
    text: &Prose,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let text = text.as_str();
    let version = based_on + 1;
    let done = sqlx::query!(
        "INSERT INTO round_text (round, section, version, text, author, at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6
         WHERE ?3 = 1 + coalesce((SELECT max(version) FROM round_text WHERE round = ?1 AND section = ?2), 0)",
        round,
        section,
        version,
        text,
        author,
        at
    )
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict("a newer version".to_owned())) }
}
