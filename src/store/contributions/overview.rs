//! Contributions of several ministries side by side: the matrix, what was handed in, what was shared.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        contribution::{Contribution, State},
        id::{ContributionId, GoalId, RoundId},
        ministry::MinistryCode,
        strategy::Part,
    },
    store::Result,
};

/// A goal of a round with a ministry that takes part in it; what the matrix needs, and no more.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Number and title of the goal.
    pub goal: (u32, String),
    /// The ministry's part in it; `None` when nobody was assigned to the goal.
    pub part: Option<CellPart>,
}

/// What a ministry has to do on a goal, and how far it is.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// Whose.
    pub ministry: MinistryCode,
    /// Its short name.
    pub short: String,
    /// Its place in protocol order.
    pub protocol: i64,
    /// Lead or contributing.
    pub part: Part,
    /// Where the contribution stands.
    pub state: State,
    /// When it is due for this ministry.
    pub due: DateTime<Utc>,
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether that was after the deadline.
    pub late: bool,
}

/// Every goal of a round with every ministry that takes part, in one query; by goal, leads first, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn matrix(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Cell>> {
    let rows = sqlx::query!(
        r#"SELECT v.number AS "number: u32", v.title, c.ministry AS "ministry?: MinistryCode", n.short AS "short?",
             m.protocol AS "protocol?", a.part AS "part?: Part", c.state AS "state?: State",
             coalesce((SELECT contribution_due FROM deadline_extension AS e
                       WHERE e.round = r.id AND e.ministry = c.ministry ORDER BY granted_at DESC LIMIT 1),
                      r.contribution_due) AS "due!: DateTime<Utc>",
             s.at AS "submitted_at?: DateTime<Utc>", s.late AS "late?: bool"
           FROM round AS r
           JOIN goal_version AS v ON v.strategy = r.strategy AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date) AND v.change <> 'retired'
           LEFT JOIN contribution AS c ON c.round = r.id AND c.goal = v.goal
           LEFT JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           LEFT JOIN ministry AS m ON m.code = c.ministry
           LEFT JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN submission AS s ON s.contribution = c.id
             AND s.at = (SELECT max(at) FROM submission WHERE contribution = c.id)
           WHERE r.id = ?
           ORDER BY v.number, a.part DESC, m.protocol"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let known = row.ministry.zip(row.short).zip(row.protocol).zip(row.part).zip(row.state);
        let part = known.map(|((((ministry, short), protocol), part), state)| CellPart {
            ministry,
            short,
            protocol,
            part,
            state,
            due: row.due,
            submitted_at: row.submitted_at,
            late: row.late.unwrap_or_default(),
        });
        Cell { goal: (row.number, row.title), part }
    });
    Ok(read.collect())
}

/// A contribution to a goal as the coordinator sees it: its words only once the ministry's director agreed.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The contribution.
    pub contribution: Contribution,
    /// Short name of its ministry.
    pub ministry: String,
    /// The ministry's part in the goal.
    pub part: Part,
    /// The approved words.
    pub approved: Option<Words>,
}

/// The approved text of a contribution. The internal note is not among it.
#[derive(Clone, Debug)]
pub struct Words {
    /// Number of the revision.
    pub number: u32,
    /// SHA-256 of what was approved.
    pub sha256: String,
    /// When the director agreed.
    pub at: DateTime<Utc>,
    /// What was achieved.
    pub achieved: String,
    /// What stood in the way.
    pub obstacles: String,
    /// What comes next.
    pub outlook: String,
    /// The reason, when the answer is "geen bijdrage".
    pub no_contribution: Option<String>,
}

/// The contributions to one goal, leads first, in protocol order, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn handed_in(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Vec<Handed>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", c.ministry AS "ministry: MinistryCode", c.state AS "state: State",
             c.revision AS "revision: u32", c.shared AS "shared: bool", n.short, a.part AS "part: Part",
             p.number AS "number?: u32", p.sha256 AS "sha256?: String", p.at AS "at?: DateTime<Utc>",
             v.achieved AS "achieved?: String", v.obstacles AS "obstacles?: String", v.outlook AS "outlook?: String",
             v.no_contribution
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN approval AS p ON p.contribution = c.id AND p.withdrawn_at IS NULL
           LEFT JOIN revision AS v ON v.contribution = p.contribution AND v.number = p.number
           WHERE c.round = ? AND c.goal = ?
           ORDER BY a.part DESC, m.protocol"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let texts = row.achieved.zip(row.obstacles).zip(row.outlook);
        let no_contribution = row.no_contribution;
        let approval = row.number.zip(row.sha256).zip(row.at).zip(texts);
        let approved = approval.map(|(((number, sha256), at), ((achieved, obstacles), outlook))| Words {
            number,
            sha256,
            at,
            achieved,
            obstacles,
            outlook,
            no_contribution,
        });
        Handed {
            contribution: Contribution {
                id: row.id,
                round,
                goal,
                ministry: row.ministry,
                state: row.state,
                revision: row.revision,
                shared: row.shared,
            },
            ministry: row.short,
            part: row.part,
            approved,
        }
    });
    Ok(read.collect())
}

/// A contribution that another ministry shared.
#[derive(Clone, Debug)]
pub struct SharedOne {
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
    /// Where it stands.
    pub state: State,
    /// When it was saved last.
    pub at: DateTime<Utc>,
}

/// What other ministries shared; newest round first, then by goal and protocol order. `everything`: of all goals, and
/// not only of those the ministry takes part in.
///
/// # Errors
/// When SQLite fails.
pub async fn list_shared(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    everything: bool,
) -> Result<Vec<SharedOne>> {
    let shared = sqlx::query_as!(
        SharedOne,
        r#"SELECT c.id AS "id: ContributionId", r.label AS round, v.number AS "number: u32", v.title,
             n.short AS ministry, c.state AS "state: State", x.at AS "at: DateTime<Utc>"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN revision AS x ON x.contribution = c.id AND x.number = c.revision
           JOIN goal_version AS v ON v.goal = c.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE c.shared = 1 AND r.state <> 'preparing' AND c.ministry <> ?1
             AND (?2 OR EXISTS (SELECT 1 FROM assignment AS a
                                WHERE a.round = c.round AND a.goal = c.goal AND a.ministry = ?1))
           ORDER BY r.period_from DESC, v.number, m.protocol"#,
        ministry,
        everything
    )
    .fetch_all(connection)
    .await?;
    Ok(shared)
}
