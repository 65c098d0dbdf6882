//! Documents that go out with the edition of a round.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    annex::{Annex, AnnexKind},
    event::Event,
    id::{AnnexId, PersonId, RoundId},
};

/// The documents of a round, in the order in which they came.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Annex>> {
    let rows = sqlx::query_as!(
        Annex,
        r#"SELECT id AS "id: AnnexId", kind AS "kind: AnnexKind", title, name, sha256, pages AS "pages: u32",
             names_reason, added_by AS "added_by: PersonId", added_at AS "added_at: DateTime<Utc>"
           FROM annex WHERE round = ? AND removed_at IS NULL ORDER BY id"#,
        round
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The bytes of a document.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn bytes(connection: &mut SqliteConnection, id: AnnexId) -> Result<Vec<u8>> {
    Ok(sqlx::query_scalar!("SELECT bytes FROM annex_file WHERE annex = ?", id).fetch_one(connection).await?)
}

/// Keeps a document, with the event.
///
/// # Errors
/// [`Error::Conflict`] when another of the round has its name.
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    annex: &Annex,
    bytes: &[u8],
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO annex (id, round, kind, title, name, sha256, pages, names_reason, added_by, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        annex.id,
        round,
        annex.kind,
        annex.title,
        annex.name,
        annex.sha256,
        annex.pages,
        annex.names_reason,
        annex.added_by,
        annex.added_at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("INSERT INTO annex_file (annex, bytes) VALUES (?, ?)", annex.id, bytes)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// Takes a document out of its round, with the event. Its bytes stay on record.
///
/// # Errors
/// [`Error::NotFound`] when it is not there any more.
pub async fn remove(connection: &mut SqliteConnection, id: AnnexId, event: &Event) -> Result<()> {
    let removed =
        sqlx::query!("UPDATE annex SET removed_at = ? WHERE id = ? AND removed_at IS NULL", event.at, id)
            .execute(&mut *connection)
            .await?;
    if removed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    events::append(connection, event).await
}
