//! Subjects: who of ours someone is at a provider of single sign-on.

use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{event::Event, id::PersonId};

/// Who was bound to a subject.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    issuer: &str,
    subject: &str,
) -> Result<Option<PersonId>> {
    let found = sqlx::query_scalar!(
        r#"SELECT person AS "person: PersonId" FROM subject WHERE issuer = ? AND subject = ?"#,
        issuer,
        subject
    );
    Ok(found.fetch_optional(connection).await?)
}

/// Binds a person to a subject, with the event; who and when are those of the event.
///
/// # Errors
/// [`super::Error::Conflict`] when the person is bound to another one of this issuer.
pub async fn bind(
    connection: &mut SqliteConnection,
    issuer: &str,
    subject: &str,
    person: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO subject (issuer, subject, person, since) VALUES (?, ?, ?, ?)",
        issuer,
        subject,
        person,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Lets go of all subjects of a person.
///
/// # Errors
/// When SQLite fails.
pub async fn release(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM subject WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Whether a person is bound to some subject of an issuer.
///
/// # Errors
/// When SQLite fails.
pub async fn is_bound(connection: &mut SqliteConnection, issuer: &str, person: PersonId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM subject WHERE issuer = ? AND person = ?) AS "found!: bool""#,
        issuer,
        person
    );
    Ok(found.fetch_one(connection).await?)
}
