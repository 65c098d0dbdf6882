//! Who stands in for which approver, and when.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    id::{PersonId, StandInId},
    ministry::MinistryCode,
};

/// A replacement "bij afwezigheid".
#[derive(Clone, Debug)]
pub struct StandIn {
    /// Which.
    pub id: StandInId,
    /// At which ministry.
    pub ministry: MinistryCode,
    /// Name of who is away.
    pub absent: String,
    /// Name of who stands in.
    pub by: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// When it was ended before its last day.
    pub ended_at: Option<DateTime<Utc>>,
}

/// An approver who can be away, or stand in.
#[derive(Clone, Debug)]
pub struct Approver {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their ministry.
    pub ministry: MinistryCode,
}

/// Everyone who can give akkoord, at one ministry or at all, by ministry and name.
///
/// # Errors
/// When SQLite fails.
pub async fn approvers(
    connection: &mut SqliteConnection,
    ministry: Option<&MinistryCode>,
) -> Result<Vec<Approver>> {
    let approvers = sqlx::query_as!(
        Approver,
        r#"SELECT p.id AS "person: PersonId", p.name, p.ministry AS "ministry: MinistryCode"
           FROM person AS p JOIN person_role AS r ON r.person = p.id AND r.role = 'approver'
           WHERE p.disabled_at IS NULL AND (?1 IS NULL OR p.ministry = ?1) ORDER BY p.ministry, p.name"#,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(approvers)
}

/// Registers a replacement, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: StandInId,
    (absent, by): (PersonId, PersonId),
    (from, until): (NaiveDate, NaiveDate),
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO stand_in (id, absent, by, valid_from, valid_until, registered_by, registered_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        absent,
        by,
        from,
        until,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Replacements of one ministry or of all, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    ministry: Option<&MinistryCode>,
) -> Result<Vec<StandIn>> {
    let list = sqlx::query_as!(
        StandIn,
        r#"SELECT s.id AS "id: StandInId", a.ministry AS "ministry: MinistryCode", a.name AS absent, b.name AS by,
             s.valid_from AS "from: NaiveDate", s.valid_until AS "until: NaiveDate",
             s.ended_at AS "ended_at: DateTime<Utc>"
           FROM stand_in AS s JOIN person AS a ON a.id = s.absent JOIN person AS b ON b.id = s.by
           WHERE ?1 IS NULL OR a.ministry = ?1 ORDER BY s.valid_from DESC, s.id DESC"#,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(list)
}

/// Ends a replacement before its last day, with the event.
///
/// # Errors
/// [`Error::NotFound`] when it had ended.
pub async fn end(connection: &mut SqliteConnection, id: StandInId, event: &Event) -> Result<()> {
    let done =
        sqlx::query!("UPDATE stand_in SET ended_at = ? WHERE id = ? AND ended_at IS NULL", event.at, id)
            .execute(&mut *connection)
            .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    events::append(connection, event).await
}

/// The names of those for whom someone stands in on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn absent_for(
    connection: &mut SqliteConnection,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        "SELECT DISTINCT p.name FROM stand_in AS s JOIN person AS p ON p.id = s.absent
         WHERE s.by = ?1 AND s.ended_at IS NULL AND s.valid_from <= ?2 AND s.valid_until >= ?2 ORDER BY p.name",
        person,
        day
    );
    Ok(names.fetch_all(connection).await?)
}
