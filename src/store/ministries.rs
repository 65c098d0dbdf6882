//! The register of ministries.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::ministry::{Ministry, MinistryCode};

/// Every ministry under the name it bears on a day, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, on: NaiveDate) -> Result<Vec<Ministry>> {
    let rows = sqlx::query_as!(
        Ministry,
        r#"SELECT m.code AS "code: MinistryCode", n.name, n.short
           FROM ministry AS m
           JOIN ministry_name AS n ON n.ministry = m.code
             AND n.valid_from <= ?1 AND (n.valid_until IS NULL OR n.valid_until >= ?1)
           ORDER BY m.protocol"#,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The full name on a day of a ministry, or of the ministry that a voice of its own is part of.
///
/// # Errors
/// When SQLite fails.
pub async fn find_name(
    connection: &mut SqliteConnection,
    code: &MinistryCode,
    on: NaiveDate,
) -> Result<Option<String>> {
    let name = sqlx::query_scalar!(
        "SELECT n.name FROM ministry AS m
         JOIN ministry_name AS n ON n.ministry = coalesce(m.part_of, m.code)
           AND n.valid_from <= ?2 AND (n.valid_until IS NULL OR n.valid_until >= ?2)
         WHERE m.code = ?1",
        code,
        on
    );
    Ok(name.fetch_optional(connection).await?)
}
