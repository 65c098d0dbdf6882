//! Failed sign-ins, counted for an account and for a network address.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;

/// How many failures there were since a moment, and the newest. Those of a clock that was ahead do not count.
///
/// # Errors
/// When SQLite fails.
pub async fn count(
    connection: &mut SqliteConnection,
    subject: &str,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(u32, Option<DateTime<Utc>>)> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "failures!: u32", max(at) AS "last: DateTime<Utc>"
           FROM login_failure WHERE subject = ? AND at > ? AND at <= ?"#,
        subject,
        since,
        now
    )
    .fetch_one(connection)
    .await?;
    Ok((row.failures, row.last))
}

/// Counts a failure, and forgets those from before `since`.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    subject: &str,
    at: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("DELETE FROM login_failure WHERE at < ?", since).execute(&mut *connection).await?;
    sqlx::query!("INSERT INTO login_failure (subject, at) VALUES (?, ?) ON CONFLICT DO NOTHING", subject, at)
        .execute(connection)
        .await?;
    Ok(())
}
