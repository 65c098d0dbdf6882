//! Goals × ministries of a round: where every contribution stands, in one query.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{contribution::State, id::RoundId, ministry::MinistryCode, strategy::Part};

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
    /// Whether its newest words are "geen bijdrage".
    pub no_contribution: bool,
    /// How many approvers agreed while others still must.
    pub agreed: u32,
}

/// Every goal of a round with every ministry that takes part, in one query; by goal, leads first, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn cells(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Cell>> {
    let rows = sqlx::query!(
        r#"SELECT v.number AS "number: u32", v.title, c.ministry AS "ministry?: MinistryCode", n.short AS "short?",
             m.protocol AS "protocol?", a.part AS "part?: Part", c.state AS "state?: State",
             max(coalesce((SELECT contribution_due FROM deadline_extension AS e
                           WHERE e.round = r.id AND e.ministry = c.ministry ORDER BY granted_at DESC LIMIT 1),
                          r.contribution_due), r.contribution_due) AS "due!: DateTime<Utc>",
             (SELECT count(*) FROM agreement AS g
              WHERE g.contribution = c.id AND g.number = c.revision AND g.ended_at IS NULL) AS "agreed!: u32",
             w.no_contribution IS NOT NULL AS "no_contribution!: bool",
             s.at AS "submitted_at?: DateTime<Utc>", s.late AS "late?: bool"
           FROM round AS r
           JOIN goal_version AS v ON v.strategy = r.strategy AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date) AND v.change <> 'retired'
           LEFT JOIN contribution AS c ON c.round = r.id AND c.goal = v.goal
             AND EXISTS (SELECT 1 FROM assignment AS o WHERE o.round = c.round AND o.goal = c.goal
                         AND o.ministry = c.ministry AND o.dropped_at IS NULL)
           LEFT JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           LEFT JOIN ministry AS m ON m.code = c.ministry
           LEFT JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN revision AS w ON w.contribution = c.id AND w.number = c.revision
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
            no_contribution: row.no_contribution,
            agreed: row.agreed,
        });
        Cell { goal: (row.number, row.title), part }
    });
    Ok(read.collect())
}
