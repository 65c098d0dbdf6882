//! Reviews of rights: when somebody looked through them.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{access_review::ReviewScope, id::PersonId};

/// The last review of a scope.
#[derive(Debug)]
pub struct Last {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// Records a review.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    scope: ReviewScope,
    reviewer: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    let scope = scope.code();
    sqlx::query!("INSERT INTO access_review (at, reviewer, scope) VALUES (?, ?, ?)", at, reviewer, scope)
        .execute(connection)
        .await?;
    Ok(())
}

/// The last review that took these rights in: one of all rights takes in the privileged ones.
///
/// # Errors
/// When SQLite fails.
pub async fn find_last(connection: &mut SqliteConnection, scope: ReviewScope) -> Result<Option<Last>> {
    let scope = scope.code();
    let last = sqlx::query_as!(
        Last,
        r#"SELECT r.at AS "at: DateTime<Utc>", p.name AS by FROM access_review AS r JOIN person AS p ON p.id = r.reviewer
           WHERE r.scope = ? OR r.scope = 'all' ORDER BY r.at DESC LIMIT 1"#,
        scope
    );
    Ok(last.fetch_optional(connection).await?)
}
