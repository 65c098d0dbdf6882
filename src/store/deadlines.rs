//! What holds for one ministry in a round: a later deadline, or that a closed round is open for it.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{event::Event, id::RoundId, ministry::MinistryCode, round::Round, text::Reason};

/// A later deadline.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Until when.
    pub due: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who granted it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A closed round that is, or was, open for one ministry.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Why.
    pub reason: String,
    /// Who granted it.
    pub by: String,
    /// From when.
    pub at: DateTime<Utc>,
    /// Until when; `None` while it lasts.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A ministry that takes part in a round.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Which.
    pub ministry: MinistryCode,
    /// Its short name.
    pub short: String,
    /// Its full name.
    pub name: String,
    /// When its contributions are due.
    pub due: DateTime<Utc>,
    /// Whether that is later than for others.
    pub extended: bool,
    /// Whether the closed round is open for it.
    pub exception: bool,
    /// How many contributions it has.
    pub total: u32,
    /// How many of them its people no longer have to write.
    pub submitted: u32,
    /// How many people can write for it.
    pub contributors: u32,
    /// How many people can give akkoord for it.
    pub approvers: u32,
    /// How many of them must agree, on the goal that asks for most.
    pub needed: u32,
}

/// Grants a ministry a later deadline, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn extend(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
    due: DateTime<Utc>,
    reason: &Reason,
    event: &Event,
) -> Result<()> {
    insert_extension(connection, round, ministry, due, reason.as_str(), event).await?;
    events::append(connection, event).await
}

pub(super) async fn insert_extension(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
    due: DateTime<Utc>,
    reason: &str,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO deadline_extension (round, ministry, contribution_due, reason, granted_by, granted_at)
         VALUES (?, ?, ?, ?, ?, ?)",
        round,
        ministry,
        due,
        reason,
        event.actor,
        event.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest extension of each ministry that has one.
pub(super) async fn extended(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<Vec<(MinistryCode, DateTime<Utc>)>> {
    let rows = sqlx::query!(
        r#"SELECT ministry AS "ministry: MinistryCode", contribution_due AS "due: DateTime<Utc>"
           FROM deadline_extension AS e
           WHERE round = ? AND granted_at =
             (SELECT max(granted_at) FROM deadline_extension WHERE round = e.round AND ministry = e.ministry)
           ORDER BY ministry"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.ministry, row.due)).collect())
}

/// All extensions of a ministry, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn extensions(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
) -> Result<Vec<Extension>> {
    let extensions = sqlx::query_as!(
        Extension,
        r#"SELECT e.contribution_due AS "due: DateTime<Utc>", e.reason, p.name AS by,
             e.granted_at AS "at: DateTime<Utc>"
           FROM deadline_extension AS e JOIN person AS p ON p.id = e.granted_by
           WHERE e.round = ? AND e.ministry = ? ORDER BY e.granted_at DESC"#,
        round,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(extensions)
}

/// Opens a closed round for one ministry, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when it is open for that ministry already.
pub async fn grant_exception(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
    reason: &Reason,
    event: &Event,
) -> Result<()> {
    let reason = reason.as_str();
    sqlx::query!(
        "INSERT INTO round_exception (round, ministry, reason, granted_by, granted_at) VALUES (?, ?, ?, ?, ?)",
        round,
        ministry,
        reason,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Closes the round for that ministry again, with the event.
///
/// # Errors
/// [`super::Error::NotFound`] when there was no exception.
pub async fn end_exception(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
    event: &Event,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE round_exception SET ended_at = ? WHERE round = ? AND ministry = ? AND ended_at IS NULL",
        event.at,
        round,
        ministry
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Err(super::Error::NotFound);
    }
    events::append(connection, event).await
}

/// All exceptions of a ministry, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn exceptions(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
) -> Result<Vec<Exception>> {
    let exceptions = sqlx::query_as!(
        Exception,
        r#"SELECT e.reason, p.name AS by, e.granted_at AS "at: DateTime<Utc>",
             e.ended_at AS "ended_at: DateTime<Utc>"
           FROM round_exception AS e JOIN person AS p ON p.id = e.granted_by
           WHERE e.round = ? AND e.ministry = ? ORDER BY e.granted_at DESC"#,
        round,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(exceptions)
}

/// Every ministry that takes part in a round, in protocol order, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn participants(connection: &mut SqliteConnection, round: &Round) -> Result<Vec<Participant>> {
    let participants = sqlx::query_as!(
        Participant,
        r#"SELECT m.code AS "ministry: MinistryCode", n.short, n.name,
             max(coalesce((SELECT contribution_due FROM deadline_extension AS e
                           WHERE e.round = r.id AND e.ministry = m.code ORDER BY granted_at DESC LIMIT 1),
                          r.contribution_due), r.contribution_due) AS "due!: DateTime<Utc>",
             coalesce((SELECT contribution_due FROM deadline_extension AS e
                       WHERE e.round = r.id AND e.ministry = m.code ORDER BY granted_at DESC LIMIT 1)
                      > r.contribution_due, 0) AS "extended!: bool",
             EXISTS (SELECT 1 FROM round_exception AS x
                     WHERE x.round = r.id AND x.ministry = m.code AND x.ended_at IS NULL) AS "exception!: bool",
             (SELECT count(*) FROM assignment AS a WHERE a.round = r.id AND a.ministry = m.code
                AND a.dropped_at IS NULL) AS "total!: u32",
             (SELECT count(*) FROM contribution AS c
              JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
                AND a.dropped_at IS NULL
              WHERE c.round = r.id AND c.ministry = m.code AND c.state NOT IN ('open', 'draft', 'returned')) AS "submitted!: u32",
             (SELECT count(*) FROM person AS p JOIN person_role AS x ON x.person = p.id AND x.role = 'contributor'
              WHERE p.ministry = m.code AND p.disabled_at IS NULL) AS "contributors!: u32",
             (SELECT count(*) FROM person AS p JOIN person_role AS x ON x.person = p.id AND x.role = 'approver'
              WHERE p.ministry = m.code AND p.disabled_at IS NULL) AS "approvers!: u32",
             coalesce((SELECT max(needed) FROM approval_rule WHERE ministry = m.code), 1) AS "needed!: u32"
           FROM round AS r
           JOIN ministry AS m ON m.code IN (SELECT ministry FROM assignment WHERE round = r.id AND dropped_at IS NULL)
           JOIN ministry_name AS n ON n.ministry = m.code AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE r.id = ? ORDER BY m.protocol"#,
        round.id
    )
    .fetch_all(connection)
    .await?;
    Ok(participants)
}
