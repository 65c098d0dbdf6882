//! Contributions: what awaits whom, and where it stands.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result};
use crate::domain::{
    access::Scope,
    contribution::{Contribution, State},
    id::{ContributionId, GoalId, RoundId},
    ministry::MinistryCode,
    round,
    strategy::Part,
};

/// A contribution in a list, with what a person needs to choose it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, read from a row")]
pub struct Listed {
    /// The contribution.
    pub contribution: Contribution,
    /// Slug and label of its round.
    pub round: (String, String),
    /// Where that round stands.
    pub round_state: round::State,
    /// Since when that round is paused, while it is.
    pub paused_at: Option<DateTime<Utc>>,
    /// Number and title of its goal.
    pub goal: (u32, String),
    /// Short name of its ministry.
    pub ministry: String,
    /// The ministry's part in the goal.
    pub part: Part,
    /// When it is due for this ministry.
    pub due: DateTime<Utc>,
    /// The newest reason for which it was sent back, while it is.
    pub returned_for: Option<String>,
    /// Whether that is later than for other ministries.
    pub extended: bool,
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether that was after the deadline.
    pub late: bool,
    /// Whether its newest words are "geen bijdrage".
    pub no_contribution: bool,
    /// Whether the goal is retired in the round, so that nothing is awaited on it.
    pub ended: bool,
    /// How many approvers agreed while others still must.
    pub agreed: u32,
}

impl Listed {
    /// Whether it is late: handed in after the deadline, or not handed in while the deadline has passed.
    #[must_use]
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let now = self.paused_at.map_or(now, |since| since.min(now));
        if self.contribution.state.is_writable() { round::Round::is_late(now, self.due) } else { self.late }
    }
}

/// Opens a contribution without words.
///
/// # Errors
/// [`Error::Conflict`] when there is one already, or no assignment.
pub async fn open(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    ministry: &MinistryCode,
    now: DateTime<Utc>,
) -> Result<ContributionId> {
    let id = ContributionId::new();
    sqlx::query!(
        "INSERT INTO contribution (id, round, goal, ministry, changed_at) VALUES (?, ?, ?, ?, ?)",
        id,
        round,
        goal,
        ministry,
        now
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// A contribution by its identity.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: ContributionId) -> Result<Contribution> {
    let contribution = sqlx::query_as!(
        Contribution,
        r#"SELECT id AS "id: ContributionId", round AS "round: RoundId", goal AS "goal: GoalId",
             ministry AS "ministry: MinistryCode", state AS "state: State", revision AS "revision: u32",
             shared AS "shared: bool"
           FROM contribution WHERE id = ?"#,
        id
    )
    .fetch_one(connection)
    .await?;
    Ok(contribution)
}

/// The contribution of a ministry on a goal in a round.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    ministry: &MinistryCode,
) -> Result<Option<ContributionId>> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id: ContributionId" FROM contribution WHERE round = ? AND goal = ? AND ministry = ?"#,
        round,
        goal,
        ministry
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// Whether a ministry takes part in the goal of a contribution: who may read what is shared.
///
/// # Errors
/// When SQLite fails.
pub async fn is_assigned(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    ministry: &MinistryCode,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM assignment
             WHERE round = ? AND goal = ? AND ministry = ? AND dropped_at IS NULL) AS "found!: bool""#,
        contribution.round,
        contribution.goal,
        ministry
    );
    Ok(found.fetch_one(connection).await?)
}

/// The ministry's part in the goal of a contribution.
///
/// # Errors
/// When SQLite fails.
pub async fn part(connection: &mut SqliteConnection, contribution: &Contribution) -> Result<Part> {
    let part = sqlx::query_scalar!(
        r#"SELECT part AS "part: Part" FROM assignment WHERE round = ? AND goal = ? AND ministry = ?"#,
        contribution.round,
        contribution.goal,
        contribution.ministry
    )
    .fetch_one(connection)
    .await?;
    Ok(part)
}

/// Of which rounds contributions are asked.
#[derive(Clone, Copy, Debug)]
pub enum Rounds<'a> {
    /// Of all that began.
    All,
    /// Of one.
    One(RoundId),
    /// Of the one with this short name in addresses.
    Named(&'a str),
    /// Of those whose report is not frozen yet.
    UnderWay,
}

/// The rounds that are over in which a ministry had a part, the newest first: short name in addresses and label.
///
/// # Errors
/// When SQLite fails.
pub async fn rounds_over(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "SELECT r.slug, r.label FROM round AS r
         WHERE r.state IN ('frozen', 'presented')
           AND EXISTS (SELECT 1 FROM contribution AS c WHERE c.round = r.id AND c.ministry = ?)
         ORDER BY r.period_from DESC",
        ministry
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.label)).collect())
}

/// The contributions in rounds that are not in preparation, as far as someone's lists may hold them; newest round
/// first, then by goal and protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    scope: &Scope,
    which: Rounds<'_>,
) -> Result<Vec<Listed>> {
    let ministry = match scope {
        Scope::All => None,
        Scope::Ministry(ministry) => Some(ministry),
    };
    let (round, slug, under_way) = match which {
        Rounds::All => (None, None, false),
        Rounds::One(round) => (Some(round), None, false),
        Rounds::Named(slug) => (None, Some(slug), false),
        Rounds::UnderWay => (None, None, true),
    };
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", c.round AS "round: RoundId", c.goal AS "goal: GoalId",
             c.ministry AS "ministry: MinistryCode", c.state AS "state: State", c.revision AS "revision: u32",
             c.shared AS "shared: bool", r.slug, r.label, r.state AS "round_state: round::State", v.number AS "number: u32", v.title, n.short,
             a.part AS "part: Part",
             max(coalesce((SELECT contribution_due FROM deadline_extension AS e
                           WHERE e.round = c.round AND e.ministry = c.ministry ORDER BY granted_at DESC LIMIT 1),
                          r.contribution_due), r.contribution_due) AS "due!: DateTime<Utc>",
             r.contribution_due AS "round_due: DateTime<Utc>", r.paused_at AS "paused_at: DateTime<Utc>",
             (SELECT count(*) FROM agreement AS g
              WHERE g.contribution = c.id AND g.number = c.revision AND g.ended_at IS NULL) AS "agreed!: u32",
             coalesce((SELECT no_contribution IS NOT NULL FROM revision AS w
                       WHERE w.contribution = c.id AND w.number = c.revision), 0) AS "no_contribution!: bool",
             CASE WHEN c.state = 'returned' THEN
               (SELECT reason FROM send_back AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1) END
               AS "returned_for: String",
             (SELECT at FROM submission AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1)
               AS "submitted_at: DateTime<Utc>",
             coalesce((SELECT late FROM submission AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1), 0)
               AS "late!: bool",
             v.change = 'retired' AS "ended!: bool"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
             AND a.dropped_at IS NULL
           JOIN goal_version AS v ON v.goal = c.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE r.state <> 'preparing' AND (?1 IS NULL OR c.ministry = ?1) AND (?2 IS NULL OR c.round = ?2)
             AND (?3 IS NULL OR r.slug = ?3) AND (NOT ?4 OR r.state NOT IN ('frozen', 'presented'))
           ORDER BY r.period_from DESC, v.number, a.part DESC, m.protocol"#,
        ministry,
        round,
        slug,
        under_way
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Listed {
        contribution: Contribution {
            id: row.id,
            round: row.round,
            goal: row.goal,
            ministry: row.ministry,
            state: row.state,
            revision: row.revision,
            shared: row.shared,
        },
        round: (row.slug, row.label),
        round_state: row.round_state,
        paused_at: row.paused_at,
        goal: (row.number, row.title),
        ministry: row.short,
        part: row.part,
        due: row.due,
        extended: row.due > row.round_due,
        returned_for: row.returned_for,
        submitted_at: row.submitted_at,
        late: row.late,
        no_contribution: row.no_contribution,
        ended: row.ended,
        agreed: row.agreed,
    });
    Ok(read.collect())
}

/// Records where a contribution stands.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn update(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE contribution SET state = ?, revision = ?, shared = ?, changed_at = ? WHERE id = ?",
        contribution.state,
        contribution.revision,
        contribution.shared,
        now,
        contribution.id
    )
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
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
             AND EXISTS (SELECT 1 FROM assignment AS o WHERE o.round = c.round AND o.goal = c.goal
                         AND o.ministry = c.ministry AND o.dropped_at IS NULL)
             AND (?2 OR EXISTS (SELECT 1 FROM assignment AS a
                                WHERE a.round = c.round AND a.goal = c.goal AND a.ministry = ?1
                                  AND a.dropped_at IS NULL))
           ORDER BY r.period_from DESC, v.number, m.protocol"#,
        ministry,
        everything
    )
    .fetch_all(connection)
    .await?;
    Ok(shared)
}
