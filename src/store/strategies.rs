//! Strategies and what they hold beside goals: pillars, scale, themes, trends and threats, policy documents.
//!
//! What hangs on a goal is found on a day through `goal_heir`, so on the goals that carry it on.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    id::{DevelopmentId, PolicyDocumentId},
    strategy::{Development, DevelopmentKind, Pillar, PolicyDocument, Rating, Strategy, Theme, Tone},
};

/// A strategy by its id.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: &str) -> Result<Strategy> {
    let strategy = sqlx::query_as!(
        Strategy,
        "SELECT id, title, subtitle, short, dossier, paper, pillar_word, goal_word, source FROM strategy WHERE id = ?",
        id
    )
    .fetch_one(connection)
    .await?;
    Ok(strategy)
}

/// A strategy among others: when it holds and what it takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// "gbvs-2018-2022".
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its subtitle.
    pub subtitle: String,
    /// "GBVS".
    pub short: String,
    /// When the cabinet adopted it.
    pub adopted: Option<NaiveDate>,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// The strategy whose place it takes.
    pub replaces: Option<String>,
}

impl Outline {
    /// The day within the strategy that is nearest to this one.
    #[must_use]
    pub fn nearest(&self, day: NaiveDate) -> NaiveDate {
        day.clamp(self.from, self.until)
    }
}

/// All strategies, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn outlines(connection: &mut SqliteConnection) -> Result<Vec<Outline>> {
    let outlines = sqlx::query_as!(
        Outline,
        r#"SELECT id, title, subtitle, short, adopted AS "adopted: NaiveDate", valid_from AS "from: NaiveDate",
             valid_until AS "until: NaiveDate", replaces
           FROM strategy ORDER BY valid_from DESC"#
    )
    .fetch_all(connection)
    .await?;
    Ok(outlines)
}

/// The offices that signed a strategy, in the printed order: id in the register, and whether it signed for the others.
///
/// # Errors
/// When SQLite fails.
pub async fn signatories(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<(String, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT office, part = 'signs' AS "signs!: bool" FROM signatory WHERE strategy = ? ORDER BY position"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.office, row.signs)).collect())
}

/// Ids and short names of all strategies, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn names(connection: &mut SqliteConnection) -> Result<Vec<(String, String)>> {
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
                SELECT DISTINCT v.number FROM development_goal AS g
                JOIN goal_heir AS h ON h.goal = g.goal JOIN goal_version AS v ON v.goal = h.heir
                WHERE g.development = d.id AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
                  AND v.change <> 'retired'
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
        r#"SELECT d.id AS "id: PolicyDocumentId", d.title, d.note, d.paper, d.named_in,
             (SELECT group_concat(number, ' ') FROM (
                SELECT DISTINCT v.number FROM policy_document_goal AS g
                JOIN goal_heir AS h ON h.goal = g.goal JOIN goal_version AS v ON v.goal = h.heir
                WHERE g.policy_document = d.id AND v.valid_from <= ?2 AND (v.valid_until IS NULL OR v.valid_until >= ?2)
                  AND v.change <> 'retired'
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
        named_in: row.named_in.split_whitespace().map(str::to_owned).collect(),
        goals: numbers(row.goals.as_deref()),
    });
    Ok(read.collect())
}

/// Numbers as `group_concat` gives them.
fn numbers(joined: Option<&str>) -> Vec<u32> {
    joined.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect()
}
