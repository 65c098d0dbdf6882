//! Herijking: the versions of goals as rules see them, proposals with the views of ministries, and what a decision
//! writes down.

mod amend;
pub mod effects;
mod hearing;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

pub use self::{
    amend::carry_out,
    hearing::{Heard, View, asked, awaiting, heard, holders, say},
};
use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    herijking::{Ledger, Lineage, Proposal, State, Terms, Version},
    id::{CommitmentId, DevelopmentId, GoalId, PersonId, ProposalId},
    ministry::MinistryCode,
    strategy::Change,
};

/// A plan that no program of this version writes.
const UNREADABLE: Error = Error::Corrupt { table: "goal_proposal", column: "plan" };

/// Every version of every goal of a strategy, and what else stands in the way of a change.
///
/// # Errors
/// When SQLite fails.
pub async fn ledger(connection: &mut SqliteConnection, strategy: &str) -> Result<Ledger> {
    let head = sqlx::query!(
        r#"SELECT valid_from AS "begins: NaiveDate",
             (SELECT max(reference_date) FROM round
              WHERE strategy = s.id AND state IN ('frozen', 'presented')) AS "settled: NaiveDate"
           FROM strategy AS s WHERE id = ?"#,
        strategy
    )
    .fetch_one(&mut *connection)
    .await?;
    let pillars =
        sqlx::query_scalar!(r#"SELECT number AS "number: u32" FROM pillar WHERE strategy = ?"#, strategy)
            .fetch_all(&mut *connection)
            .await?;
    let versions = sqlx::query_as!(
        Version,
        r#"SELECT goal AS "goal: GoalId", valid_from AS "from: NaiveDate", valid_until AS "until: NaiveDate",
             pillar AS "pillar: u32", number AS "number: u32", title, promise, change AS "change: Change", reason, paper,
             cause AS "cause: DevelopmentId"
           FROM goal_version WHERE strategy = ? ORDER BY valid_from, number"#,
        strategy
    )
    .fetch_all(&mut *connection)
    .await?;
    let commitments = sqlx::query!(
        r#"SELECT c.id AS "id: CommitmentId", c.goal AS "goal: GoalId"
           FROM commitment AS c JOIN goal AS g ON g.id = c.goal
           WHERE g.strategy = ? AND c.valid_until IS NULL ORDER BY c.goal, c.position"#,
        strategy
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(Ledger {
        begins: head.begins,
        pillars: pillars.into_iter().collect(),
        settled: head.settled,
        versions,
        successors: successors(connection, strategy).await?,
        commitments: commitments.into_iter().map(|row| (row.id, row.goal)).collect(),
    })
}

/// Which goal each number of a strategy means, and what goals went on in.
///
/// # Errors
/// When SQLite fails.
pub async fn lineage(connection: &mut SqliteConnection, strategy: &str) -> Result<Lineage> {
    let numbers = sqlx::query!(
        r#"SELECT DISTINCT number AS "number: u32", goal AS "goal: GoalId" FROM goal_version WHERE strategy = ?"#,
        strategy
    )
    .fetch_all(&mut *connection)
    .await?;
    let successors = successors(connection, strategy).await?;
    Ok(Lineage::new(numbers.into_iter().map(|row| (row.number, row.goal)), successors))
}

/// The same for the strategy with this short name, as an edition carries it; of two, the newest.
///
/// # Errors
/// When SQLite fails.
pub async fn lineage_of(connection: &mut SqliteConnection, short: &str) -> Result<Lineage> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM strategy WHERE short = ? ORDER BY valid_from DESC LIMIT 1",
        short
    )
    .fetch_optional(&mut *connection)
    .await?;
    match id {
        Some(id) => lineage(connection, &id).await,
        None => Ok(Lineage::default()),
    }
}

async fn successors(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<(GoalId, GoalId)>> {
    let rows = sqlx::query!(
        r#"SELECT s.goal AS "goal: GoalId", s.successor AS "successor: GoalId"
           FROM goal_successor AS s
           JOIN goal AS g ON g.id = s.goal AND g.strategy = ?1
           JOIN goal AS h ON h.id = s.successor AND h.strategy = ?1"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.goal, row.successor)).collect())
}

/// Writes down a new proposal, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn propose(connection: &mut SqliteConnection, proposal: &Proposal, event: &Event) -> Result<()> {
    let plan = serde_json::to_string(&proposal.plan).map_err(|_| UNREADABLE)?;
    let terms = &proposal.terms;
    sqlx::query!(
        "INSERT INTO goal_proposal (id, strategy, state, version, effective, reason, paper, cause, plan, proposed_by, proposed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        proposal.id,
        proposal.strategy,
        proposal.state,
        proposal.version,
        terms.from,
        terms.reason,
        terms.paper,
        terms.cause,
        plan,
        proposal.proposed_by,
        proposal.proposed_at,
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Writes down other words of a proposal, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn revise(connection: &mut SqliteConnection, proposal: &Proposal, event: &Event) -> Result<()> {
    let plan = serde_json::to_string(&proposal.plan).map_err(|_| UNREADABLE)?;
    let terms = &proposal.terms;
    sqlx::query!(
        "UPDATE goal_proposal SET version = ?, effective = ?, reason = ?, paper = ?, cause = ?, plan = ? WHERE id = ?",
        proposal.version,
        terms.from,
        terms.reason,
        terms.paper,
        terms.cause,
        plan,
        proposal.id,
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Lays a proposal before ministries, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn lay_before(
    connection: &mut SqliteConnection,
    proposal: &Proposal,
    ministries: &[MinistryCode],
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "UPDATE goal_proposal SET state = ?, version = ?, heard_at = ? WHERE id = ?",
        proposal.state,
        proposal.version,
        event.at,
        proposal.id
    )
    .execute(&mut *connection)
    .await?;
    for ministry in ministries {
        sqlx::query!(
            "INSERT INTO goal_hearing (proposal, ministry, asked_at) VALUES (?, ?, ?)",
            proposal.id,
            ministry,
            event.at
        )
        .execute(&mut *connection)
        .await?;
    }
    events::append(connection, event).await
}

/// Records a decision, with the event. What it changes is for [`carry_out`].
///
/// # Errors
/// When SQLite fails.
pub async fn decide(
    connection: &mut SqliteConnection,
    proposal: &Proposal,
    by: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "UPDATE goal_proposal SET state = ?, version = ?, ground = ?, decided_by = ?, decided_at = ? WHERE id = ?",
        proposal.state,
        proposal.version,
        proposal.ground,
        by,
        proposal.decided_at,
        proposal.id
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// A proposal by its identity.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: ProposalId) -> Result<Proposal> {
    let row = sqlx::query!(
        r#"SELECT strategy, state AS "state: State", version AS "version: u32", effective AS "effective: NaiveDate",
             reason, paper, cause AS "cause: DevelopmentId", plan, proposed_by AS "proposed_by: PersonId",
             proposed_at AS "proposed_at: DateTime<Utc>", ground, decided_at AS "decided_at: DateTime<Utc>"
           FROM goal_proposal WHERE id = ?"#,
        id
    )
    .fetch_one(connection)
    .await?;
    Ok(Proposal {
        id,
        strategy: row.strategy,
        state: row.state,
        version: row.version,
        plan: serde_json::from_str(&row.plan).map_err(|_| UNREADABLE)?,
        terms: Terms { from: row.effective, reason: row.reason, paper: row.paper, cause: row.cause },
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        ground: row.ground,
        decided_at: row.decided_at,
    })
}

/// Proposals of a strategy, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Proposal>> {
    let ids = sqlx::query!(
        r#"SELECT id AS "id: ProposalId", state AS "state: State", version AS "version: u32",
             effective AS "effective: NaiveDate", reason, paper, cause AS "cause: DevelopmentId", plan,
             proposed_by AS "proposed_by: PersonId", proposed_at AS "proposed_at: DateTime<Utc>", ground,
             decided_at AS "decided_at: DateTime<Utc>"
           FROM goal_proposal WHERE strategy = ? ORDER BY proposed_at DESC"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    let read = ids.into_iter().map(|row| {
        Ok(Proposal {
            id: row.id,
            strategy: strategy.to_owned(),
            state: row.state,
            version: row.version,
            plan: serde_json::from_str(&row.plan).map_err(|_| UNREADABLE)?,
            terms: Terms { from: row.effective, reason: row.reason, paper: row.paper, cause: row.cause },
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at,
            ground: row.ground,
            decided_at: row.decided_at,
        })
    });
    read.collect()
}
