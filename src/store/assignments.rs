//! Assignments of a round as one table, with what was written for them.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, contributions};
use crate::domain::{
    contribution::State,
    id::{ContributionId, GoalId, RoundId},
    ministry::MinistryCode,
    round::Round,
    strategy::Part,
};

/// An assignment that holds, with how far its contribution is.
#[derive(Clone, Debug)]
pub struct Assigned {
    /// To which goal.
    pub goal: GoalId,
    /// Which ministry.
    pub ministry: MinistryCode,
    /// As lead or contributing.
    pub part: Part,
    /// Where its contribution stands.
    pub state: State,
    /// Number of the newest revision; 0 before the first.
    pub revision: u32,
    /// Whether someone is typing what is no revision yet.
    pub typing: bool,
}

/// A contribution whose assignment was taken away.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which.
    pub id: ContributionId,
    /// Label of its round.
    pub round: String,
    /// Number of its goal.
    pub number: u32,
    /// Title of its goal.
    pub title: String,
    /// Short name of its ministry.
    pub ministry: String,
}

/// Every assignment of a round that holds, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Assigned>> {
    let assigned = sqlx::query_as!(
        Assigned,
        r#"SELECT a.goal AS "goal: GoalId", a.ministry AS "ministry: MinistryCode", a.part AS "part: Part",
             c.state AS "state: State", c.revision AS "revision: u32",
             EXISTS (SELECT 1 FROM draft AS d WHERE d.contribution = c.id) AS "typing!: bool"
           FROM assignment AS a
           JOIN contribution AS c ON c.round = a.round AND c.goal = a.goal AND c.ministry = a.ministry
           WHERE a.round = ? AND a.dropped_at IS NULL ORDER BY a.goal, a.ministry"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(assigned)
}

/// Assigns a goal to a ministry, or gives it another part. What was written for it before comes back.
///
/// # Errors
/// When SQLite fails.
pub async fn set(
    connection: &mut SqliteConnection,
    round: &Round,
    goal: GoalId,
    ministry: &MinistryCode,
    part: Part,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO assignment (round, goal, ministry, part) VALUES (?, ?, ?, ?)
         ON CONFLICT (round, goal, ministry) DO UPDATE SET part = excluded.part, dropped_at = NULL",
        round.id,
        goal,
        ministry,
        part
    )
    .execute(&mut *connection)
    .await?;
    if contributions::find(connection, round.id, goal, ministry).await?.is_none() {
        contributions::open(connection, round.id, goal, ministry, now).await?;
    }
    Ok(())
}

/// Takes an assignment away. What was written for it stays.
///
/// # Errors
/// When SQLite fails.
pub async fn drop(
    connection: &mut SqliteConnection,
    round: &Round,
    goal: GoalId,
    ministry: &MinistryCode,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE assignment SET dropped_at = ? WHERE round = ? AND goal = ? AND ministry = ?",
        now,
        round.id,
        goal,
        ministry
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the assignment of a contribution was taken away.
///
/// # Errors
/// When SQLite fails.
pub async fn is_dropped(connection: &mut SqliteConnection, id: ContributionId) -> Result<bool> {
    let dropped = sqlx::query_scalar!(
        r#"SELECT a.dropped_at IS NOT NULL AS "dropped!: bool"
           FROM contribution AS c
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           WHERE c.id = ?"#,
        id
    );
    Ok(dropped.fetch_one(connection).await?)
}

/// What was written for assignments that were taken away, of one ministry or of all; newest round first.
///
/// # Errors
/// When SQLite fails.
pub async fn kept(
    connection: &mut SqliteConnection,
    ministry: Option<&MinistryCode>,
    round: Option<RoundId>,
) -> Result<Vec<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        r#"SELECT c.id AS "id: ContributionId", r.label AS round, v.number AS "number: u32", v.title,
             n.short AS ministry
           FROM contribution AS c
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
             AND a.dropped_at IS NOT NULL
           JOIN round AS r ON r.id = c.round AND r.state <> 'preparing'
           JOIN goal_version AS v ON v.goal = c.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE (c.revision > 0 OR EXISTS (SELECT 1 FROM draft AS d WHERE d.contribution = c.id))
             AND (?1 IS NULL OR c.ministry = ?1) AND (?2 IS NULL OR c.round = ?2)
           ORDER BY r.period_from DESC, v.number"#,
        ministry,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(kept)
}
