//! Akkoord at a ministry: how many must agree, who did so far, and who read what.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    contribution::Contribution,
    event::Event,
    id::{ContributionId, GoalId, PersonId},
    ministry::MinistryCode,
};

/// Someone's yes to exact words.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// SHA-256 of the words.
    pub sha256: String,
    /// For whom they stood in.
    pub absent_for: Option<String>,
    /// When it ended; `None` while it holds.
    pub ended_at: Option<DateTime<Utc>>,
}

/// How many approvers of a ministry must agree.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Which ministry.
    pub ministry: MinistryCode,
    /// For which goal; `None` for every goal without a rule of its own.
    pub goal: Option<GoalId>,
    /// How many.
    pub needed: u32,
}

/// How many approvers must agree to what a ministry says on a goal: one, unless a rule says more.
///
/// # Errors
/// When SQLite fails.
pub async fn needed(connection: &mut SqliteConnection, ministry: &MinistryCode, goal: GoalId) -> Result<u32> {
    let needed = sqlx::query_scalar!(
        r#"SELECT needed AS "needed: u32" FROM approval_rule
           WHERE ministry = ? AND (goal = ? OR goal IS NULL) ORDER BY goal IS NULL LIMIT 1"#,
        ministry,
        goal
    );
    Ok(needed.fetch_optional(connection).await?.unwrap_or(1))
}

/// Every rule.
///
/// # Errors
/// When SQLite fails.
pub async fn rules(connection: &mut SqliteConnection) -> Result<Vec<Rule>> {
    let rules = sqlx::query_as!(
        Rule,
        r#"SELECT r.ministry AS "ministry: MinistryCode", r.goal AS "goal: GoalId", r.needed AS "needed: u32"
           FROM approval_rule AS r JOIN ministry AS m ON m.code = r.ministry
           ORDER BY m.protocol, r.goal IS NOT NULL, r.goal"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rules)
}

/// Sets a rule in the place of the one before, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn set_rule(connection: &mut SqliteConnection, rule: &Rule, event: &Event) -> Result<()> {
    sqlx::query!("DELETE FROM approval_rule WHERE ministry = ? AND goal IS ?", rule.ministry, rule.goal)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "INSERT INTO approval_rule (ministry, goal, needed, set_by, set_at) VALUES (?, ?, ?, ?, ?)",
        rule.ministry,
        rule.goal,
        rule.needed,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Who agreed to a revision while others still had to, oldest first; those that ended included.
///
/// # Errors
/// When SQLite fails.
pub async fn agreements(
    connection: &mut SqliteConnection,
    id: ContributionId,
    number: u32,
) -> Result<Vec<Agreement>> {
    let agreements = sqlx::query_as!(
        Agreement,
        r#"SELECT a.by AS "person: PersonId", p.name, a.at AS "at: DateTime<Utc>", a.sha256, a.absent_for,
             a.ended_at AS "ended_at: DateTime<Utc>"
           FROM agreement AS a JOIN person AS p ON p.id = a.by
           WHERE a.contribution = ? AND a.number = ? ORDER BY a.at"#,
        id,
        number
    )
    .fetch_all(connection)
    .await?;
    Ok(agreements)
}

/// The akkoorden on a revision as a whole, oldest first; those that were withdrawn included.
///
/// # Errors
/// When SQLite fails.
pub async fn approvals(
    connection: &mut SqliteConnection,
    id: ContributionId,
    number: u32,
) -> Result<Vec<Agreement>> {
    let approvals = sqlx::query_as!(
        Agreement,
        r#"SELECT a.by AS "person: PersonId", p.name, a.at AS "at: DateTime<Utc>", a.sha256, a.absent_for,
             a.withdrawn_at AS "ended_at: DateTime<Utc>"
           FROM approval AS a JOIN person AS p ON p.id = a.by
           WHERE a.contribution = ? AND a.number = ? ORDER BY a.at"#,
        id,
        number
    )
    .fetch_all(connection)
    .await?;
    Ok(approvals)
}

/// Records the yes of one approver while others still have to agree, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when this person agreed already.
pub async fn agree(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    sha256: &str,
    absent_for: Option<&str>,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO agreement (contribution, number, by, at, sha256, absent_for) VALUES (?, ?, ?, ?, ?, ?)",
        contribution.id,
        contribution.revision,
        event.actor,
        event.at,
        sha256,
        absent_for
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Ends every yes that still waited for others: the words were taken back, sent back, or the akkoord was withdrawn.
///
/// # Errors
/// When SQLite fails.
pub async fn end_agreements(
    connection: &mut SqliteConnection,
    id: ContributionId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("UPDATE agreement SET ended_at = ? WHERE contribution = ? AND ended_at IS NULL", at, id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Withdraws a yes that still waits for others, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw_agreement(
    connection: &mut SqliteConnection,
    id: ContributionId,
    event: &Event,
) -> Result<()> {
    end_agreements(connection, id, event.at).await?;
    events::append(connection, event).await
}

/// Records that an approver read a revision.
///
/// # Errors
/// When SQLite fails.
pub async fn read(
    connection: &mut SqliteConnection,
    id: ContributionId,
    number: u32,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO review_reading (contribution, number, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        number,
        person,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Which revisions an approver read.
///
/// # Errors
/// When SQLite fails.
pub async fn readings(
    connection: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(ContributionId, u32)>> {
    let rows = sqlx::query!(
        r#"SELECT contribution AS "id: ContributionId", number AS "number: u32" FROM review_reading WHERE person = ?"#,
        person
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.number)).collect())
}

/// On which contributions an approver's yes still waits for others.
///
/// # Errors
/// When SQLite fails.
pub async fn agreed_by(connection: &mut SqliteConnection, person: PersonId) -> Result<Vec<ContributionId>> {
    let agreed = sqlx::query_scalar!(
        r#"SELECT a.contribution AS "id: ContributionId"
           FROM agreement AS a JOIN contribution AS c ON c.id = a.contribution AND c.revision = a.number
           WHERE a.by = ? AND a.ended_at IS NULL AND c.state = 'submitted'"#,
        person
    );
    Ok(agreed.fetch_all(connection).await?)
}
