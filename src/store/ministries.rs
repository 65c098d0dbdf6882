//! The register of ministries.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    dated::{Span, Succession},
    ministry::{Ministry, MinistryCode},
};

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

/// A name with the days on which it is borne.
#[derive(Clone, Debug)]
pub struct DatedName {
    /// Whose.
    pub ministry: MinistryCode,
    /// "Ministerie van Justitie en Veiligheid".
    pub name: String,
    /// "JenV".
    pub short: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` until further notice.
    pub until: Option<NaiveDate>,
}

impl DatedName {
    /// Its days.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { from: self.from, until: self.until }
    }
}

/// Every name that any ministry ever bore, in protocol order and then the newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn all_names(connection: &mut SqliteConnection) -> Result<Vec<DatedName>> {
    let rows = sqlx::query_as!(
        DatedName,
        r#"SELECT n.ministry AS "ministry: MinistryCode", n.name, n.short, n.valid_from AS "from: NaiveDate",
             n.valid_until AS "until: NaiveDate"
           FROM ministry_name AS n JOIN ministry AS m ON m.code = n.ministry
           ORDER BY m.protocol, m.code, n.valid_from DESC"#
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Names of ministries in the government's register of organisations, of those for which it is known.
///
/// # Errors
/// When SQLite fails.
pub async fn identifiers(connection: &mut SqliteConnection) -> Result<Vec<(MinistryCode, String)>> {
    let rows = sqlx::query!(
        r#"SELECT code AS "code: MinistryCode", tooi AS "tooi!" FROM ministry WHERE tooi IS NOT NULL ORDER BY protocol"#
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.code, row.tooi)).collect())
}

/// Adds a ministry, last in the order of protocol. Its first name is added apart.
///
/// # Errors
/// [`super::Error::Conflict`] when the code is taken.
pub async fn insert(connection: &mut SqliteConnection, code: &MinistryCode) -> Result<()> {
    sqlx::query!(
        "INSERT INTO ministry (code, protocol) VALUES (?, (SELECT coalesce(max(protocol), 0) + 1 FROM ministry))",
        code
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a ministry a name from a day; what went before ends as the rules say.
///
/// # Errors
/// When SQLite fails.
pub async fn add_name(
    connection: &mut SqliteConnection,
    new: &DatedName,
    succession: Succession,
) -> Result<()> {
    close_name(&mut *connection, &new.ministry, succession).await?;
    sqlx::query!(
        "INSERT INTO ministry_name (ministry, valid_from, name, short) VALUES (?, ?, ?, ?)",
        new.ministry,
        new.from,
        new.name,
        new.short
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a name on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn close_name(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    succession: Succession,
) -> Result<()> {
    let Some((from, last)) = succession.closes else { return Ok(()) };
    sqlx::query!(
        "UPDATE ministry_name SET valid_until = ? WHERE ministry = ? AND valid_from = ?",
        last,
        ministry,
        from
    )
    .execute(connection)
    .await?;
    Ok(())
}
