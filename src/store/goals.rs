//! Goals, commitments and what else a strategy holds, as valid on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    id::{CommitmentId, DevelopmentId, GoalId, PolicyDocumentId},
    strategy::{
        Change, Commitment, CommitmentKind, Development, DevelopmentKind, Goal, GoalChange, Pillar,
        PolicyDocument, Rating, Strategy, Theme, Tone,
    },
};

/// A strategy by its id.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn strategy(connection: &mut SqliteConnection, id: &str) -> Result<Strategy> {
    let strategy = sqlx::query_as!(
        Strategy,
        "SELECT id, title, subtitle, short, dossier, paper, pillar_word, goal_word, source FROM strategy WHERE id = ?",
        id
    )
    .fetch_one(connection)
    .await?;
    Ok(strategy)
}

/// Ids and short names of all strategies, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn strategies(connection: &mut SqliteConnection) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "SELECT id, short || ' – ' || title AS \"name!\" FROM strategy ORDER BY valid_from DESC"
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Pillars of a strategy.
///
/// # Errors
/// When SQLite fails.
pub async fn pillars(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Pillar>> {
    let pillars = sqlx::query_as!(
        Pillar,
        r#"SELECT number AS "number: u32", title, summary FROM pillar WHERE strategy = ? ORDER BY number"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(pillars)
}

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

/// A goal as worded on a day.
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

/// What changed in the goals between two days (herijking), in order of date.
///
/// # Errors
/// When SQLite fails.
pub async fn changes(
    connection: &mut SqliteConnection,
    strategy: &str,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<GoalChange>> {
    let changes = sqlx::query_as!(
        GoalChange,
        r#"SELECT v.number AS "number: u32", v.title, v.change AS "change: Change", v.reason AS "reason!", v.paper,
             v.valid_from AS "from: NaiveDate",
             (SELECT title FROM goal_version WHERE goal = v.goal AND valid_from < v.valid_from
              ORDER BY valid_from DESC LIMIT 1) AS "title_before: String",
             (SELECT title FROM development WHERE id = v.cause) AS "cause: String"
           FROM goal_version AS v
           WHERE v.strategy = ? AND v.change <> 'original' AND v.valid_from BETWEEN ? AND ?
           ORDER BY v.valid_from, v.number"#,
        strategy,
        from,
        until
    )
    .fetch_all(connection)
    .await?;
    Ok(changes)
}

/// Which goals refer to which, by number, as worded on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn references(
    connection: &mut SqliteConnection,
    strategy: &str,
    on: NaiveDate,
) -> Result<BTreeMap<GoalId, Vec<u32>>> {
    let rows = sqlx::query!(
        r#"SELECT r.goal AS "goal: GoalId", v.number AS "number: u32"
           FROM goal_reference AS r JOIN goal_version AS v ON v.goal = r.refers_to
           WHERE v.strategy = ?1 AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
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
             c.source_line AS "source_line: u32", c.due AS "due: NaiveDate"
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
             source_line AS "source_line: u32", due AS "due: NaiveDate"
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

/// The strategy's scale, best first; empty when ratings are switched off.
///
/// # Errors
/// When SQLite fails.
pub async fn ratings(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Rating>> {
    let ratings = sqlx::query_as!(
        Rating,
        r#"SELECT id, label, criteria, tone AS "tone: Tone", rank AS "rank: u32"
           FROM rating WHERE strategy = ? ORDER BY position"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(ratings)
}

/// The strategy's cross-cutting themes.
///
/// # Errors
/// When SQLite fails.
pub async fn themes(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Theme>> {
    let themes = sqlx::query_as!(
        Theme,
        "SELECT id, title, description FROM theme WHERE strategy = ? ORDER BY position",
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(themes)
}

/// Trends and threats on a day, in order.
///
/// # Errors
/// When SQLite fails.
pub async fn developments(
    connection: &mut SqliteConnection,
    strategy: &str,
    on: NaiveDate,
) -> Result<Vec<Development>> {
    let rows = sqlx::query!(
        r#"SELECT d.id AS "id: DevelopmentId", d.kind AS "kind: DevelopmentKind", d.number, d.title, d.summary,
             (SELECT group_concat(number, ' ') FROM (
                SELECT v.number FROM development_goal AS g JOIN goal_version AS v ON v.goal = g.goal
                WHERE g.development = d.id AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
                ORDER BY v.number)) AS "goals: String"
           FROM development AS d
           WHERE d.strategy = ?1 AND d.valid_from <= ?2 AND (d.valid_until IS NULL OR d.valid_until >= ?2)
           ORDER BY d.position"#,
        strategy,
        on
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Development {
        id: row.id,
        kind: row.kind,
        number: row.number,
        title: row.title,
        summary: row.summary,
        goals: numbers(row.goals.as_deref()),
    });
    Ok(read.collect())
}

/// Policy documents that carry goals, in order.
///
/// # Errors
/// When SQLite fails.
pub async fn policy_documents(
    connection: &mut SqliteConnection,
    strategy: &str,
    on: NaiveDate,
) -> Result<Vec<PolicyDocument>> {
    let rows = sqlx::query!(
        r#"SELECT d.id AS "id: PolicyDocumentId", d.title, d.note, d.paper,
             (SELECT group_concat(number, ' ') FROM (
                SELECT v.number FROM policy_document_goal AS g JOIN goal_version AS v ON v.goal = g.goal
                WHERE g.policy_document = d.id AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
                ORDER BY v.number)) AS "goals: String"
           FROM policy_document AS d WHERE d.strategy = ?1 ORDER BY d.position"#,
        strategy,
        on
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| PolicyDocument {
        id: row.id,
        title: row.title,
        note: row.note,
        paper: row.paper,
        goals: numbers(row.goals.as_deref()),
    });
    Ok(read.collect())
}

/// Numbers as `group_concat` gives them.
fn numbers(joined: Option<&str>) -> Vec<u32> {
    joined.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect()
}
