//! What ministries think of proposals: who is asked, who said what, who is silent.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::super::{Result, events};
use crate::domain::{
    event::Event,
    id::{GoalId, PersonId, ProposalId},
    ministry::MinistryCode,
};

/// A ministry that was asked for its view, and what it said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub ministry: MinistryCode,
    /// Its newest view; `None` while it is silent.
    pub view: Option<View>,
}

/// What a ministry thinks of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// In words.
    pub text: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The ministries that were asked, in protocol order, with what each said last.
///
/// # Errors
/// When SQLite fails.
pub async fn heard(connection: &mut SqliteConnection, proposal: ProposalId) -> Result<Vec<Heard>> {
    let rows = sqlx::query!(
        r#"SELECT h.ministry AS "ministry: MinistryCode", v.text AS "text?", p.name AS "author?",
             v.at AS "at?: DateTime<Utc>"
           FROM goal_hearing AS h
           JOIN ministry AS m ON m.code = h.ministry
           LEFT JOIN goal_view AS v ON v.proposal = h.proposal AND v.ministry = h.ministry AND v.version =
             (SELECT max(version) FROM goal_view WHERE proposal = h.proposal AND ministry = h.ministry)
           LEFT JOIN person AS p ON p.id = v.author
           WHERE h.proposal = ? ORDER BY m.protocol"#,
        proposal
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let view = row.text.zip(row.author).zip(row.at);
        Heard { ministry: row.ministry, view: view.map(|((text, author), at)| View { text, author, at }) }
    });
    Ok(read.collect())
}

/// Records what a ministry thinks, with the event; what it said before stays on record.
///
/// # Errors
/// When SQLite fails.
pub async fn say(
    connection: &mut SqliteConnection,
    proposal: ProposalId,
    ministry: &MinistryCode,
    text: &str,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO goal_view (proposal, ministry, version, text, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5 FROM goal_view WHERE proposal = ?1 AND ministry = ?2",
        proposal,
        ministry,
        text,
        author,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Proposals of a strategy on which a ministry was asked for its view.
///
/// # Errors
/// When SQLite fails.
pub async fn asked(
    connection: &mut SqliteConnection,
    strategy: &str,
    ministry: &MinistryCode,
) -> Result<Vec<ProposalId>> {
    let asked = sqlx::query_scalar!(
        r#"SELECT h.proposal AS "id: ProposalId" FROM goal_hearing AS h JOIN goal_proposal AS p ON p.id = h.proposal
           WHERE p.strategy = ? AND h.ministry = ?"#,
        strategy,
        ministry
    );
    Ok(asked.fetch_all(connection).await?)
}

/// Proposals on which a ministry is asked for its view and has not given one, with their strategy and first day.
///
/// # Errors
/// When SQLite fails.
pub async fn awaiting(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
) -> Result<Vec<(ProposalId, String, NaiveDate)>> {
    let rows = sqlx::query!(
        r#"SELECT p.id AS "id: ProposalId", p.strategy, p.effective AS "effective: NaiveDate"
           FROM goal_hearing AS h JOIN goal_proposal AS p ON p.id = h.proposal AND p.state = 'heard'
           WHERE h.ministry = ?1
             AND NOT EXISTS (SELECT 1 FROM goal_view WHERE proposal = h.proposal AND ministry = ?1)
           ORDER BY h.asked_at"#,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.strategy, row.effective)).collect())
}

/// The ministries that take part in goals in the newest round that has them, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn holders(
    connection: &mut SqliteConnection,
    strategy: &str,
) -> Result<BTreeMap<GoalId, Vec<MinistryCode>>> {
    let rows = sqlx::query!(
        r#"SELECT a.goal AS "goal: GoalId", a.ministry AS "ministry: MinistryCode"
           FROM assignment AS a JOIN ministry AS m ON m.code = a.ministry JOIN goal AS g ON g.id = a.goal
           WHERE g.strategy = ? AND a.round =
             (SELECT r.id FROM round AS r JOIN assignment AS x ON x.round = r.id AND x.goal = a.goal
              ORDER BY r.period_from DESC LIMIT 1)
           ORDER BY a.goal, m.protocol"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    let mut holders = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        holders.entry(row.goal).or_default().push(row.ministry);
    }
    Ok(holders)
}
