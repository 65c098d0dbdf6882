//! Writes an amendment of the goals down: versions, successors, commitments, and the work of rounds in which it holds
//! at once. Call it within a transaction, so that nothing is ever half done.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::super::{Result, rounds};
use crate::domain::{
    herijking::{Amendment, Version},
    id::{CommitmentId, GoalId, RoundId},
};

/// Writes an amendment down.
///
/// # Errors
/// When SQLite fails.
pub async fn carry_out(
    connection: &mut SqliteConnection,
    strategy: &str,
    amendment: &Amendment,
    now: DateTime<Utc>,
) -> Result<()> {
    for goal in &amendment.born {
        sqlx::query!("INSERT INTO goal (id, strategy) VALUES (?, ?)", goal, strategy)
            .execute(&mut *connection)
            .await?;
    }
    for version in &amendment.versions {
        open_version(connection, strategy, version).await?;
    }
    for (goal, successor) in &amendment.successors {
        sqlx::query!("INSERT INTO goal_successor (goal, successor) VALUES (?, ?)", goal, successor)
            .execute(&mut *connection)
            .await?;
    }
    let last_day = amendment.from.pred_opt();
    for commitment in &amendment.ended {
        sqlx::query!("UPDATE commitment SET valid_until = ? WHERE id = ?", last_day, commitment)
            .execute(&mut *connection)
            .await?;
    }
    for (commitment, goal) in &amendment.carried {
        carry_on(connection, amendment, *commitment, *goal).await?;
    }
    for (goal, text) in &amendment.added {
        let id = CommitmentId::new();
        sqlx::query!(
            "INSERT INTO commitment (id, goal, position, number, kind, text, valid_from)
             SELECT ?1, ?2, n.place, (SELECT number FROM goal_version WHERE goal = ?2 AND valid_from = ?4) || '.' || (n.place + 1),
               'action', ?3, ?4
             FROM (SELECT coalesce(max(position), -1) + 1 AS place FROM commitment WHERE goal = ?2) AS n",
            id,
            goal,
            text,
            amendment.from
        )
        .execute(&mut *connection)
        .await?;
    }
    for (goal, ministry, part) in &amendment.ministries {
        sqlx::query!(
            "INSERT INTO default_assignment (goal, ministry, part) VALUES (?, ?, ?)",
            goal,
            ministry,
            part
        )
        .execute(&mut *connection)
        .await?;
    }
    move_work(connection, strategy, amendment, now).await
}

async fn open_version(connection: &mut SqliteConnection, strategy: &str, version: &Version) -> Result<()> {
    let last_day = version.from.pred_opt();
    sqlx::query!(
        "UPDATE goal_version SET valid_until = ? WHERE goal = ? AND valid_until IS NULL",
        last_day,
        version.goal
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "INSERT INTO goal_version (goal, valid_from, strategy, pillar, number, title, promise, change, reason, paper, cause)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.goal,
        version.from,
        strategy,
        version.pillar,
        version.number,
        version.title,
        version.promise,
        version.change,
        version.reason,
        version.paper,
        version.cause
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The same promise under another goal, with a number of that goal; its date and source stay.
async fn carry_on(
    connection: &mut SqliteConnection,
    amendment: &Amendment,
    commitment: CommitmentId,
    goal: GoalId,
) -> Result<()> {
    let id = CommitmentId::new();
    sqlx::query!(
        "INSERT INTO commitment (id, goal, position, number, kind, text, source_line, due, repeats_years, valid_from)
         SELECT ?1, ?2, n.place, (SELECT number FROM goal_version WHERE goal = ?2 AND valid_from = ?4) || '.' || (n.place + 1),
           c.kind, c.text, c.source_line, c.due, c.repeats_years, ?4
         FROM commitment AS c, (SELECT coalesce(max(position), -1) + 1 AS place FROM commitment WHERE goal = ?2) AS n
         WHERE c.id = ?3",
        id,
        goal,
        commitment,
        amendment.from
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("INSERT INTO commitment_successor (commitment, successor) VALUES (?, ?)", commitment, id)
        .execute(connection)
        .await?;
    Ok(())
}

/// In every round that is not frozen and in which the change holds: the ministries of a goal take part in what carries it
/// on. What they wrote on the old goal stays where it is, to be read and copied from; it is nobody's duty any more.
async fn move_work(
    connection: &mut SqliteConnection,
    strategy: &str,
    amendment: &Amendment,
    now: DateTime<Utc>,
) -> Result<()> {
    let running = sqlx::query_scalar!(
        r#"SELECT id AS "id: RoundId" FROM round
           WHERE strategy = ? AND state NOT IN ('frozen', 'presented') AND reference_date >= ?"#,
        strategy,
        amendment.from
    )
    .fetch_all(&mut *connection)
    .await?;
    for round in running {
        for goal in &amendment.born {
            sqlx::query!(
                "INSERT INTO assignment (round, goal, ministry, part)
                 SELECT ?1, ?2, ministry, max(part) FROM (
                   SELECT a.ministry, a.part FROM goal_successor AS s JOIN assignment AS a ON a.goal = s.goal AND a.round = ?1
                   WHERE s.successor = ?2
                   UNION ALL SELECT ministry, part FROM default_assignment WHERE goal = ?2)
                 GROUP BY ministry",
                round,
                goal
            )
            .execute(&mut *connection)
            .await?;
        }
        rounds::open_contributions(connection, round, now).await?;
    }
    Ok(())
}
