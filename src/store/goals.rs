//! Goals and commitments, as valid on a day.
//!
//! For a round that day is its reference date, always (see [`crate::domain::herijking`]). What hangs on a goal that is
//! retired by then is found through `goal_heir` on the goals that carry it on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    id::{CommitmentId, GoalId},
    strategy::{Change, Commitment, CommitmentKind, Goal, GoalChange, Placed},
};

/// The goals of a strategy as worded on a day, by number. A goal that is retired by then is not among them.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, strategy: &str, on: NaiveDate) -> Result<Vec<Goal>> {
    let goals = sqlx::query_as!(
        Goal,
        r#"SELECT goal AS "id: GoalId", pillar AS "pillar: u32", number AS "number: u32", title, promise
           FROM goal_version
           WHERE strategy = ?1 AND valid_from <= ?2 AND (valid_until IS NULL OR valid_until >= ?2) AND change <> 'retired'
           ORDER BY number"#,
        strategy,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(goals)
}

/// A goal as worded on a day; of one that is retired by then, its last wording.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, goal: GoalId, on: NaiveDate) -> Result<Goal> {
    let goal = sqlx::query_as!(
        Goal,
        r#"SELECT goal AS "id: GoalId", pillar AS "pillar: u32", number AS "number: u32", title, promise
           FROM goal_version
           WHERE goal = ?1 AND valid_from <= ?2 AND (valid_until IS NULL OR valid_until >= ?2)"#,
        goal,
        on
    )
    .fetch_one(connection)
    .await?;
    Ok(goal)
}

/// What changed in the goals after one day and by another (herijking), in order of date.
///
/// It is what stands between the versions of two rounds when the days are their reference dates. Without a first day,
/// all since the strategy began.
///
/// # Errors
/// When SQLite fails.
pub async fn changes(
    connection: &mut SqliteConnection,
    strategy: &str,
    after: Option<NaiveDate>,
    by: NaiveDate,
) -> Result<Vec<GoalChange>> {
    let mut origins = links(connection, strategy, true).await?;
    let mut heirs = links(connection, strategy, false).await?;
    let rows = sqlx::query!(
        r#"SELECT v.goal AS "goal: GoalId", v.pillar AS "pillar: u32", v.number AS "number: u32", v.title,
             v.change AS "change: Change", v.reason AS "reason!", v.paper, v.valid_from AS "from: NaiveDate",
             b.pillar AS "pillar_before?: u32", b.number AS "number_before?: u32", b.title AS "title_before?",
             (SELECT title FROM development WHERE id = v.cause) AS "cause: String"
           FROM goal_version AS v
           LEFT JOIN goal_version AS b ON b.goal = v.goal AND b.valid_from =
             (SELECT max(valid_from) FROM goal_version WHERE goal = v.goal AND valid_from < v.valid_from)
           WHERE v.strategy = ?1 AND v.change <> 'original' AND (?2 IS NULL OR v.valid_from > ?2) AND v.valid_from <= ?3
           ORDER BY v.valid_from, v.change = 'retired', v.number"#,
        strategy,
        after,
        by
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let ended = row.change == Change::Retired;
        let before = row.pillar_before.zip(row.number_before).zip(row.title_before);
        GoalChange {
            pillar: row.pillar,
            number: row.number,
            title: row.title,
            before: before.map(|((pillar, number), title)| Placed { pillar, number, title }),
            change: row.change,
            reason: row.reason,
            paper: row.paper,
            from: row.from,
            cause: row.cause,
            // A goal comes from others once, and goes on in others once.
            origins: if ended { Vec::new() } else { origins.remove(&row.goal).unwrap_or_default() },
            heirs: if ended { heirs.remove(&row.goal).unwrap_or_default() } else { Vec::new() },
        }
    });
    Ok(read.collect())
}

/// Number and title of the goals that each goal carries on (`back`), or is carried on by, within its strategy.
async fn links(
    connection: &mut SqliteConnection,
    strategy: &str,
    back: bool,
) -> Result<BTreeMap<GoalId, Vec<(u32, String)>>> {
    let rows = sqlx::query!(
        r#"SELECT CASE WHEN ?2 THEN s.successor ELSE s.goal END AS "goal!: GoalId",
             v.number AS "number: u32", v.title
           FROM goal_successor AS s
           JOIN goal AS g ON g.id = s.goal AND g.strategy = ?1
           JOIN goal AS h ON h.id = s.successor AND h.strategy = ?1
           JOIN goal_version AS e ON e.goal = s.goal AND e.change = 'retired'
           JOIN goal_version AS v ON v.goal = CASE WHEN ?2 THEN s.goal ELSE s.successor END
             AND v.valid_from <= e.valid_from AND (v.valid_until IS NULL OR v.valid_until >= e.valid_from)
           ORDER BY v.number"#,
        strategy,
        back
    )
    .fetch_all(connection)
    .await?;
    let mut links = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        links.entry(row.goal).or_default().push((row.number, row.title));
    }
    Ok(links)
}

/// How a goal ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// First day on which it is no longer pursued.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it was decided.
    pub paper: Option<String>,
    /// The goals that carry it on, with the number and title they have.
    pub heirs: Vec<(GoalId, u32, String)>,
}

/// How a goal ended by a day, if it did.
///
/// # Errors
/// When SQLite fails.
pub async fn ended(connection: &mut SqliteConnection, goal: GoalId, by: NaiveDate) -> Result<Option<Ended>> {
    let end = sqlx::query!(
        r#"SELECT valid_from AS "on: NaiveDate", reason AS "reason!", paper
           FROM goal_version WHERE goal = ? AND change = 'retired' AND valid_from <= ?"#,
        goal,
        by
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(end) = end else { return Ok(None) };
    let heirs = sqlx::query!(
        r#"SELECT v.goal AS "goal: GoalId", v.number AS "number: u32", v.title
           FROM goal_heir AS h JOIN goal_version AS v ON v.goal = h.heir
           WHERE h.goal = ?1 AND v.change <> 'retired' AND v.valid_from <= ?2
             AND (v.valid_until IS NULL OR v.valid_until >= ?2)
           ORDER BY v.number"#,
        goal,
        by
    )
    .fetch_all(connection)
    .await?;
    let heirs = heirs.into_iter().map(|row| (row.goal, row.number, row.title)).collect();
    Ok(Some(Ended { on: end.on, reason: end.reason, paper: end.paper, heirs }))
}

/// Which goals refer to which, by number, as worded on a day. A goal that carries others on refers as they did.
///
/// # Errors
/// When SQLite fails.
pub async fn references(
    connection: &mut SqliteConnection,
    strategy: &str,
    on: NaiveDate,
) -> Result<BTreeMap<GoalId, Vec<u32>>> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT f.heir AS "goal!: GoalId", v.number AS "number: u32"
           FROM goal_reference AS r
           JOIN goal_heir AS f ON f.goal = r.goal
           JOIN goal_heir AS h ON h.goal = r.refers_to
           JOIN goal_version AS v ON v.goal = h.heir AND v.goal <> f.heir
           WHERE v.strategy = ?1 AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
             AND v.change <> 'retired'
           ORDER BY v.number"#,
        strategy,
        on
    )
    .fetch_all(connection)
    .await?;
    let mut references = BTreeMap::<_, Vec<u32>>::new();
    for row in rows {
        references.entry(row.goal).or_default().push(row.number);
    }
    Ok(references)
}

/// The commitments of all goals of a strategy on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn all_commitments(
    connection: &mut SqliteConnection,
    strategy: &str,
    on: NaiveDate,
) -> Result<BTreeMap<GoalId, Vec<Commitment>>> {
    let rows = sqlx::query!(
        r#"SELECT c.goal AS "goal: GoalId", c.id AS "id: CommitmentId", c.number, c.kind AS "kind: CommitmentKind", c.text,
             c.source_line AS "source_line: u32", c.due AS "due: NaiveDate",
             c.repeats_years AS "repeats_years: u32"
           FROM commitment AS c JOIN goal AS g ON g.id = c.goal
           WHERE g.strategy = ?1 AND c.valid_from <= ?2 AND (c.valid_until IS NULL OR c.valid_until >= ?2)
           ORDER BY c.goal, c.position"#,
        strategy,
        on
    )
    .fetch_all(connection)
    .await?;
    let mut commitments = BTreeMap::<_, Vec<Commitment>>::new();
    for row in rows {
        let commitment = Commitment {
            id: row.id,
            number: row.number,
            kind: row.kind,
            text: row.text,
            source_line: row.source_line,
            due: row.due,
            repeats_years: row.repeats_years,
        };
        commitments.entry(row.goal).or_default().push(commitment);
    }
    Ok(commitments)
}

/// The commitments of one goal on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn commitments(
    connection: &mut SqliteConnection,
    goal: GoalId,
    on: NaiveDate,
) -> Result<Vec<Commitment>> {
    let commitments = sqlx::query_as!(
        Commitment,
        r#"SELECT id AS "id: CommitmentId", number, kind AS "kind: CommitmentKind", text,
             source_line AS "source_line: u32", due AS "due: NaiveDate", repeats_years AS "repeats_years: u32"
           FROM commitment
           WHERE goal = ?1 AND valid_from <= ?2 AND (valid_until IS NULL OR valid_until >= ?2)
           ORDER BY position"#,
        goal,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(commitments)
}
