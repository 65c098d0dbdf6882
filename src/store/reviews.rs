//! The way to an akkoord: submissions, looks, approvals, and sending back.
//!
//! Each act is one function that keeps the new state, the row that says who and why, and the event; who and when are
//! those of the event.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, approvals, contributions, events};
use crate::domain::{
    contribution::Contribution,
    event::Event,
    id::{ContributionId, PersonId},
    text::Reason,
};

/// Records that the newest revision was handed in.
///
/// # Errors
/// When SQLite fails.
pub async fn submit(
    connection: &mut SqliteConnection,
    submitted: &Contribution,
    late: bool,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO submission (contribution, number, at, by, late) VALUES (?, ?, ?, ?, ?)",
        submitted.id,
        submitted.revision,
        event.at,
        event.actor,
        late
    )
    .execute(&mut *connection)
    .await?;
    keep(connection, submitted, event).await
}

/// Records that the newest submission was taken back. Which one that is its number tells: clocks can go back.
///
/// # Errors
/// When SQLite fails.
pub async fn take_back(connection: &mut SqliteConnection, taken: &Contribution, event: &Event) -> Result<()> {
    sqlx::query!(
        "UPDATE submission SET taken_back_at = ?1
         WHERE contribution = ?2 AND at = (SELECT max(at) FROM submission
           WHERE contribution = ?2 AND number = ?3 AND taken_back_at IS NULL)",
        event.at,
        taken.id,
        taken.revision
    )
    .execute(&mut *connection)
    .await?;
    approvals::end_agreements(connection, taken.id, event.at).await?;
    keep(connection, taken, event).await
}

/// Records an akkoord on the exact words of the newest revision.
///
/// # Errors
/// When SQLite fails.
pub async fn approve(
    connection: &mut SqliteConnection,
    approved: &Contribution,
    sha256: &str,
    absent_for: Option<&str>,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO approval (contribution, number, at, by, sha256, absent_for) VALUES (?, ?, ?, ?, ?, ?)",
        approved.id,
        approved.revision,
        event.at,
        event.actor,
        sha256,
        absent_for
    )
    .execute(&mut *connection)
    .await?;
    keep(connection, approved, event).await
}

/// Records that an akkoord no longer holds.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw(
    connection: &mut SqliteConnection,
    withdrawn: &Contribution,
    reason: &Reason,
    event: &Event,
) -> Result<()> {
    end_approval(connection, withdrawn.id, event.at, reason).await?;
    approvals::end_agreements(connection, withdrawn.id, event.at).await?;
    keep(connection, withdrawn, event).await
}

/// Which side sends a contribution back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The ministry's own director.
    Ministry,
    /// The coordinator; the akkoord ends with it.
    Coordinator,
}

/// Records that the newest revision was sent back, why, and about which words.
///
/// # Errors
/// When SQLite fails.
pub async fn send_back(
    connection: &mut SqliteConnection,
    returned: &Contribution,
    side: Side,
    reason: &Reason,
    place: &str,
    event: &Event,
) -> Result<()> {
    let words = reason.as_str();
    let from = match side {
        Side::Ministry => "ministry",
        Side::Coordinator => "coordinator",
    };
    sqlx::query!(
        "INSERT INTO send_back (contribution, number, at, by, side, reason, place) VALUES (?, ?, ?, ?, ?, ?, ?)",
        returned.id,
        returned.revision,
        event.at,
        event.actor,
        from,
        words,
        place
    )
    .execute(&mut *connection)
    .await?;
    approvals::end_agreements(connection, returned.id, event.at).await?;
    if side == Side::Coordinator {
        end_approval(connection, returned.id, event.at, reason).await?;
    }
    keep(connection, returned, event).await
}

async fn end_approval(
    connection: &mut SqliteConnection,
    id: ContributionId,
    at: DateTime<Utc>,
    reason: &Reason,
) -> Result<()> {
    let reason = reason.as_str();
    sqlx::query!(
        "UPDATE approval SET withdrawn_at = ?, withdrawn_reason = ? WHERE contribution = ? AND withdrawn_at IS NULL",
        at,
        reason,
        id
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn keep(connection: &mut SqliteConnection, contribution: &Contribution, event: &Event) -> Result<()> {
    contributions::update(connection, contribution, event.at).await?;
    events::append(connection, event).await
}

/// Records that someone looked at a revision.
///
/// # Errors
/// When SQLite fails.
pub async fn look(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
    number: u32,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO review_look (contribution, person, number, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        person,
        number,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest revision before `number` that someone looked at or answered.
///
/// # Errors
/// When SQLite fails.
pub async fn find_last_look(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
    number: u32,
) -> Result<Option<u32>> {
    let last = sqlx::query_scalar!(
        r#"SELECT max(number) AS "number: u32" FROM review_look WHERE contribution = ? AND person = ? AND number < ?"#,
        id,
        person,
        number
    )
    .fetch_one(connection)
    .await?;
    Ok(last)
}

/// One step in the life of a contribution, for its history.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// "submitted", "taken-back", "agreed", "approved", "withdrawn", "returned".
    pub kind: String,
    /// Of which revision.
    pub number: u32,
    /// Who.
    pub by: String,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The words the reason is about.
    pub place: Option<String>,
    /// Whether it was after the deadline.
    pub late: bool,
}

/// All steps of a contribution, newest first.
///
/// Who took back or withdrew is told by the log, for that may be someone else
/// than who submitted or approved. An akkoord that ended because the coordinator sent the text back is no step by itself.
///
/// # Errors
/// When SQLite fails.
pub async fn steps(connection: &mut SqliteConnection, id: ContributionId) -> Result<Vec<Step>> {
    let object = id.to_string();
    let steps = sqlx::query_as!(
        Step,
        r#"SELECT s.at AS "at!: DateTime<Utc>", s.kind AS "kind!: String", s.number AS "number!: u32", p.name AS "by!",
             s.reason AS "reason?: String", s.place AS "place?: String", s.late AS "late!: bool"
           FROM (
             SELECT at, 'submitted' AS kind, number, by, NULL AS reason, NULL AS place, late
               FROM submission WHERE contribution = ?1
             UNION ALL SELECT taken_back_at, 'taken-back', number, by, NULL, NULL, 0
               FROM submission WHERE contribution = ?1 AND taken_back_at IS NOT NULL
             UNION ALL SELECT at, 'approved', number, by, absent_for, NULL, 0 FROM approval WHERE contribution = ?1
             UNION ALL SELECT at, 'agreed', number, by, absent_for, NULL, 0 FROM agreement WHERE contribution = ?1
             UNION ALL SELECT withdrawn_at, 'withdrawn', number, by, withdrawn_reason, NULL, 0
               FROM approval AS a WHERE contribution = ?1 AND withdrawn_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM send_back WHERE contribution = ?1 AND at = a.withdrawn_at)
             UNION ALL SELECT at, 'returned', number, by, reason, place, 0 FROM send_back WHERE contribution = ?1
           ) AS s
           JOIN person AS p ON p.id = CASE WHEN s.kind IN ('taken-back', 'withdrawn')
             THEN coalesce((SELECT actor FROM event
                            WHERE object_kind = 'contribution' AND object_id = ?2 AND at = s.at AND actor IS NOT NULL
                            ORDER BY seq DESC LIMIT 1), s.by)
             ELSE s.by END
           ORDER BY s.at DESC"#,
        id,
        object
    )
    .fetch_all(connection)
    .await?;
    Ok(steps)
}
