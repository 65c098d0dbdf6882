//! What people are typing, kept while they type.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::id::{ContributionId, PersonId};

/// What someone was typing.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The revision they started from.
    pub based_on: u32,
    /// The form as typed, JSON.
    pub fields: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// Keeps what someone is typing; one draft for each person and contribution.
///
/// # Errors
/// When SQLite fails.
pub async fn put(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
    draft: &Draft,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO draft (contribution, person, based_on, fields, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET based_on = excluded.based_on, fields = excluded.fields, at = excluded.at",
        id,
        person,
        draft.based_on,
        draft.fields,
        draft.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What someone was typing, if anything.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
) -> Result<Option<Draft>> {
    let draft = sqlx::query_as!(
        Draft,
        r#"SELECT based_on AS "based_on: u32", fields, at AS "at: DateTime<Utc>"
           FROM draft WHERE contribution = ? AND person = ?"#,
        id,
        person
    )
    .fetch_optional(connection)
    .await?;
    Ok(draft)
}

/// Forgets a draft: it became a revision, or was thrown away.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(connection: &mut SqliteConnection, id: ContributionId, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM draft WHERE contribution = ? AND person = ?", id, person)
        .execute(connection)
        .await?;
    Ok(())
}
