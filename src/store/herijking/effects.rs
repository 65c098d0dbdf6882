//! What hangs on the goals of a strategy, so that effects of a change are seen before it is decided.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::super::Result;
use crate::domain::{contribution::State, id::GoalId};

/// A contribution to a goal in a round that is not frozen.
#[derive(Clone, Debug)]
pub struct Work {
    /// Label of the round.
    pub round: String,
    /// Peildatum of the round: what takes effect by then holds in it.
    pub reference_date: NaiveDate,
    /// On which goal.
    pub goal: GoalId,
    /// Short name of the ministry.
    pub ministry: String,
    /// Where it stands.
    pub state: State,
}

/// All contributions in rounds of a strategy that are not frozen, by round and protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn work(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Work>> {
    let work = sqlx::query_as!(
        Work,
        r#"SELECT r.label AS round, r.reference_date AS "reference_date: NaiveDate", c.goal AS "goal: GoalId",
             n.short AS ministry, c.state AS "state: State"
           FROM round AS r
           JOIN contribution AS c ON c.round = r.id
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE r.strategy = ? AND r.state NOT IN ('frozen', 'presented')
           ORDER BY r.period_from, c.goal, m.protocol"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(work)
}

/// A round that is not frozen, with its reference date.
///
/// # Errors
/// When SQLite fails.
pub async fn running(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<(String, NaiveDate)>> {
    let rows = sqlx::query!(
        r#"SELECT label, reference_date AS "day: NaiveDate" FROM round
           WHERE strategy = ? AND state NOT IN ('frozen', 'presented') ORDER BY period_from"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.label, row.day)).collect())
}

/// What hangs on goals: each with a word for what it is, and its name. Motions and undertakings that are not closed,
/// figures, trends and threats, policy documents.
///
/// # Errors
/// When SQLite fails.
pub async fn hanging(
    connection: &mut SqliteConnection,
    strategy: &str,
) -> Result<Vec<(GoalId, String, String)>> {
    let rows = sqlx::query!(
        r#"SELECT goal AS "goal!: GoalId", kind AS "kind!: String", name AS "name!: String" FROM (
             SELECT goal, CASE kind WHEN 'motion' THEN 'motie' ELSE 'toezegging' END AS kind,
               coalesce(paper || ', ', '') || title AS name, 1 AS place
             FROM request WHERE goal IS NOT NULL AND closed_at IS NULL
             UNION ALL SELECT goal, 'cijfer', name, 2 FROM indicator
             UNION ALL SELECT g.goal, CASE d.kind WHEN 'trend' THEN 'trend' ELSE 'dreiging' END, d.number || ' ' || d.title, 3
             FROM development_goal AS g JOIN development AS d ON d.id = g.development
             UNION ALL SELECT g.goal, 'beleidsdocument', d.title, 4
             FROM policy_document_goal AS g JOIN policy_document AS d ON d.id = g.policy_document)
           WHERE goal IN (SELECT id FROM goal WHERE strategy = ?)
           ORDER BY place, name"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.goal, row.kind, row.name)).collect())
}

/// Which goals refer to which.
///
/// # Errors
/// When SQLite fails.
pub async fn references(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<(GoalId, GoalId)>> {
    let rows = sqlx::query!(
        r#"SELECT r.goal AS "goal: GoalId", r.refers_to AS "refers_to: GoalId"
           FROM goal_reference AS r JOIN goal AS g ON g.id = r.goal WHERE g.strategy = ?"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.goal, row.refers_to)).collect())
}
