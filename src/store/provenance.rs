//! Where words came from, and where they ended up.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, goal_texts, goal_texts::Version};
use crate::domain::{
    id::{ContributionId, GoalId, RoundId},
    ministry::MinistryCode,
};

/// A revision that words can have come from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Which contribution.
    pub contribution: ContributionId,
    /// Whose.
    pub ministry: MinistryCode,
    /// Its short name on the reference date.
    pub short: String,
    /// Which revision.
    pub number: u32,
    /// Name of who saved it.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
    /// SHA-256 of it.
    pub sha256: String,
    /// Who agreed to it, and whether that still holds; oldest first.
    pub approvals: Vec<Approval>,
}

/// An akkoord on a revision.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name of who agreed.
    pub by: String,
    /// For whom they stood in.
    pub absent_for: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was withdrawn; `None` while it holds.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Every revision of the contributions to a goal that someone agreed to, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn sources(connection: &mut SqliteConnection, round: RoundId, goal: GoalId) -> Result<Vec<Source>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "contribution: ContributionId", c.ministry AS "ministry: MinistryCode", n.short,
             v.number AS "number: u32", w.name AS author, v.at AS "at: DateTime<Utc>", v.sha256,
             p.name AS by, a.absent_for, a.at AS "approved_at: DateTime<Utc>",
             a.withdrawn_at AS "withdrawn_at: DateTime<Utc>"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           JOIN revision AS v ON v.contribution = c.id
           JOIN approval AS a ON a.contribution = v.contribution AND a.number = v.number
           JOIN person AS w ON w.id = v.author
           JOIN person AS p ON p.id = a.by
           WHERE c.round = ? AND c.goal = ? ORDER BY c.id, v.number, a.at"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    let mut sources: Vec<Source> = Vec::new();
    for row in rows {
        let approval = Approval {
            by: row.by,
            absent_for: row.absent_for,
            at: row.approved_at,
            withdrawn_at: row.withdrawn_at,
        };
        match sources.last_mut() {
            Some(last) if (last.contribution, last.number) == (row.contribution, row.number) => {
                last.approvals.push(approval);
            }
            Some(_) | None => sources.push(Source {
                contribution: row.contribution,
                ministry: row.ministry,
                short: row.short,
                number: row.number,
                author: row.author,
                at: row.at,
                sha256: row.sha256,
                approvals: vec![approval],
            }),
        }
    }
    Ok(sources)
}

/// An edition, with the version of a goal's text that was frozen in it.
#[derive(Clone, Debug)]
pub struct FrozenText {
    /// Number of the edition.
    pub number: u32,
    /// The report as it was frozen.
    pub report: String,
    /// When.
    pub frozen_at: DateTime<Utc>,
    /// Whether everyone can read it.
    pub released: bool,
    /// The goal's text then; `None` when there was none.
    pub version: Option<Version>,
}

/// The editions of a round with one goal's text, oldest first, in one query. An erratum holds no goal texts.
///
/// # Errors
/// When SQLite fails, or what was kept cannot be read.
pub async fn editions(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Vec<FrozenText>> {
    let rows = sqlx::query!(
        r#"SELECT e.number AS "number: u32", e.report, e.frozen_at AS "frozen_at: DateTime<Utc>",
             EXISTS (SELECT 1 FROM edition_release WHERE edition = e.id) AS "released!: bool",
             t.version AS "version?: u32", t.passages AS "passages?"
           FROM edition AS e
           LEFT JOIN goal_text_version AS t ON t.round = e.round AND t.goal = ?2 AND t.version =
             (SELECT max(version) FROM goal_text_version WHERE round = e.round AND goal = ?2 AND at <= e.frozen_at)
           WHERE e.round = ?1 AND e.kind <> 'erratum' ORDER BY e.number"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let version = row.version.zip(row.passages);
        let version = version.map(|(number, passages)| goal_texts::read_version(number, &passages));
        Ok(FrozenText {
            number: row.number,
            report: row.report,
            frozen_at: row.frozen_at,
            released: row.released,
            version: version.transpose()?,
        })
    });
    read.collect()
}
