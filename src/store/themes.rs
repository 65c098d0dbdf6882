//! Which passages bear on which theme.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    id::{PassageId, RoundId},
};

/// Passages by the id of the theme they bear on.
pub type Tagged = BTreeMap<String, BTreeSet<PassageId>>;

/// The tagged passages of a round.
///
/// # Errors
/// When SQLite fails.
pub async fn tagged(connection: &mut SqliteConnection, round: RoundId) -> Result<Tagged> {
    let rows = sqlx::query!(
        r#"SELECT t.theme, t.passage AS "passage: PassageId"
           FROM passage_theme AS t JOIN passage AS p ON p.id = t.passage WHERE p.round = ?"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let mut tagged = Tagged::new();
    for row in rows {
        tagged.entry(row.theme).or_default().insert(row.passage);
    }
    Ok(tagged)
}

/// Tags a passage with exactly these themes, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when the passage is no longer there.
pub async fn tag(
    connection: &mut SqliteConnection,
    passage: PassageId,
    themes: &[String],
    event: &Event,
) -> Result<()> {
    sqlx::query!("DELETE FROM passage_theme WHERE passage = ?", passage).execute(&mut *connection).await?;
    for theme in themes {
        sqlx::query!("INSERT INTO passage_theme (passage, theme) VALUES (?, ?)", passage, theme)
            .execute(&mut *connection)
            .await?;
    }
    events::append(connection, event).await
}
