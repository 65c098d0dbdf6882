//! Secret addresses of calendars: one for each person, found by the hash of what the address holds.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{event::Event, id::PersonId};

/// Gives a person a new address; the one before no longer opens anything.
///
/// # Errors
/// When SQLite fails.
pub async fn put(
    connection: &mut SqliteConnection,
    person: PersonId,
    key: &[u8],
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO calendar_key (person, key, created_at) VALUES (?, ?, ?)
         ON CONFLICT (person) DO UPDATE SET key = excluded.key, created_at = excluded.created_at",
        person,
        key,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Takes a person's address away.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(connection: &mut SqliteConnection, person: PersonId, event: &Event) -> Result<()> {
    sqlx::query!("DELETE FROM calendar_key WHERE person = ?", person).execute(&mut *connection).await?;
    events::append(connection, event).await
}

/// Since when a person has an address.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, person: PersonId) -> Result<Option<DateTime<Utc>>> {
    let since = sqlx::query_scalar!(
        r#"SELECT created_at AS "at: DateTime<Utc>" FROM calendar_key WHERE person = ?"#,
        person
    );
    Ok(since.fetch_optional(connection).await?)
}

/// Whose address this is.
///
/// # Errors
/// When SQLite fails.
pub async fn find_person(connection: &mut SqliteConnection, key: &[u8]) -> Result<Option<PersonId>> {
    let person =
        sqlx::query_scalar!(r#"SELECT person AS "person: PersonId" FROM calendar_key WHERE key = ?"#, key);
    Ok(person.fetch_optional(connection).await?)
}
