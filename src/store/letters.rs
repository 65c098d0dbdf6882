//! The fields of a round's letter to parliament, with every version kept.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::id::{PersonId, RoundId};

/// What the coordinator filled in for the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Onze referentie.
    pub reference: String,
    /// The date it bears; decides under which names offices sign.
    pub date: Option<NaiveDate>,
    /// Betreft.
    pub subject: String,
    /// Body in Markdown-light, without salutation and closing.
    pub body: String,
    /// Office that signs.
    pub signatory: Option<String>,
}

/// The newest version, if there is one.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, round: RoundId) -> Result<Option<Letter>> {
    let letter = sqlx::query_as!(
        Letter,
        r#"SELECT reference, date AS "date: NaiveDate", subject, body, signatory
           FROM letter WHERE round = ? ORDER BY version DESC LIMIT 1"#,
        round
    )
    .fetch_optional(connection)
    .await?;
    Ok(letter)
}

/// Keeps a new version.
///
/// # Errors
/// [`super::Error::Conflict`] when the signing office is unknown.
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    letter: &Letter,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO letter (round, version, reference, date, subject, body, signatory, author, at)
         SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM letter WHERE round = ?1",
        round,
        letter.reference,
        letter.date,
        letter.subject,
        letter.body,
        letter.signatory,
        author,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
