//! Remarks and their answers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    goal_text::Field,
    id::{ContributionId, GoalId, PassageId, RemarkId, RoundId},
    ministry::MinistryCode,
    remark::{Remark, Reply, Subject},
    text::Reason,
};

/// The remarks on a contribution, oldest first, in two queries.
///
/// # Errors
/// When SQLite fails.
pub async fn on_contribution(connection: &mut SqliteConnection, id: ContributionId) -> Result<Vec<Remark>> {
    load(connection, None, Some(id), None, None).await
}

/// The remarks on the passages of a goal's text, oldest first, in two queries.
///
/// # Errors
/// When SQLite fails.
pub async fn on_goal(connection: &mut SqliteConnection, round: RoundId, goal: GoalId) -> Result<Vec<Remark>> {
    load(connection, None, None, Some(round), Some(goal)).await
}

/// The remarks on the passages of all goals of a round, oldest first, in two queries.
///
/// # Errors
/// When SQLite fails.
pub async fn in_round(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Remark>> {
    load(connection, None, None, Some(round), None).await
}

/// A remark, which must exist.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: RemarkId) -> Result<Remark> {
    load(connection, Some(id), None, None, None).await?.pop().ok_or(Error::NotFound)
}

async fn load(
    connection: &mut SqliteConnection,
    id: Option<RemarkId>,
    contribution: Option<ContributionId>,
    round: Option<RoundId>,
    goal: Option<GoalId>,
) -> Result<Vec<Remark>> {
    let mut answers = BTreeMap::<RemarkId, Vec<Reply>>::new();
    let rows = sqlx::query!(
        r#"SELECT a.remark AS "remark: RemarkId", a.text, p.name, a.at AS "at: DateTime<Utc>",
             (SELECT short FROM ministry_name WHERE ministry = p.ministry ORDER BY valid_from DESC LIMIT 1)
               AS "short!: String"
           FROM remark_answer AS a JOIN remark AS r ON r.id = a.remark JOIN person AS p ON p.id = a.author
           WHERE r.id = ?1 OR r.contribution = ?2 OR (r.round = ?3 AND r.goal = coalesce(?4, r.goal)) ORDER BY a.seq"#,
        id,
        contribution,
        round,
        goal
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let reply = Reply { text: row.text, by: row.name, ministry: row.short, at: row.at };
        answers.entry(row.remark).or_default().push(reply);
    }
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RemarkId", r.contribution AS "contribution: ContributionId", r.number AS "number: u32",
             r.section AS "field: Field", r.paragraph AS "paragraph: u32", r.round AS "round: RoundId",
             r.goal AS "goal: GoalId", r.passage AS "passage: PassageId", r.words, r.text, p.name,
             r.at AS "at: DateTime<Utc>",
             (SELECT short FROM ministry_name WHERE ministry = p.ministry ORDER BY valid_from DESC LIMIT 1)
               AS "short!: String",
             (SELECT name FROM person WHERE id = r.resolved_by) AS "resolved_by: String",
             r.resolved_at AS "resolved_at: DateTime<Utc>"
           FROM remark AS r JOIN person AS p ON p.id = r.author
           WHERE r.id = ?1 OR r.contribution = ?2 OR (r.round = ?3 AND r.goal = coalesce(?4, r.goal)) ORDER BY r.at, r.id"#,
        id,
        contribution,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let paragraph = row.contribution.zip(row.number).zip(row.field).zip(row.paragraph);
        let passage = row.round.zip(row.goal).zip(row.passage);
        let subject = match (paragraph, passage) {
            (Some((((contribution, number), field), paragraph)), _) => {
                Subject::Paragraph { contribution, number, field, paragraph }
            }
            (None, Some(((round, goal), passage))) => Subject::Passage { round, goal, passage },
            (None, None) => return Err(Error::Corrupt { table: "remark", column: "passage" }),
        };
        Ok(Remark {
            id: row.id,
            subject,
            words: row.words,
            first: Reply { text: row.text, by: row.name, ministry: row.short, at: row.at },
            answers: answers.remove(&row.id).unwrap_or_default(),
            resolved: row.resolved_by.zip(row.resolved_at),
        })
    });
    read.collect()
}

/// Keeps a remark, with the event; who and when are those of the event.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: RemarkId,
    subject: &Subject,
    words: &str,
    text: &Reason,
    event: &Event,
) -> Result<()> {
    let (contribution, number, field, paragraph) = match *subject {
        Subject::Paragraph { contribution, number, field, paragraph } => {
            (Some(contribution), Some(number), Some(field), Some(paragraph))
        }
        Subject::Passage { .. } => (None, None, None, None),
    };
    let (round, goal, passage) = match *subject {
        Subject::Passage { round, goal, passage } => (Some(round), Some(goal), Some(passage)),
        Subject::Paragraph { .. } => (None, None, None),
    };
    let text = text.as_str();
    sqlx::query!(
        "INSERT INTO remark (id, contribution, number, section, paragraph, round, goal, passage, words, text, author, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        contribution,
        number,
        field,
        paragraph,
        round,
        goal,
        passage,
        words,
        text,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Keeps an answer, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn answer(
    connection: &mut SqliteConnection,
    id: RemarkId,
    text: &Reason,
    event: &Event,
) -> Result<()> {
    let text = text.as_str();
    sqlx::query!(
        "INSERT INTO remark_answer (remark, text, author, at) VALUES (?, ?, ?, ?)",
        id,
        text,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Records that a remark is dealt with, or that it is open again, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn resolve(
    connection: &mut SqliteConnection,
    id: RemarkId,
    resolved: bool,
    event: &Event,
) -> Result<()> {
    let by = event.actor.filter(|_| resolved);
    let at = resolved.then_some(event.at);
    sqlx::query!("UPDATE remark SET resolved_by = ?, resolved_at = ? WHERE id = ?", by, at, id)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// How many remarks on a contribution are open.
///
/// # Errors
/// When SQLite fails.
pub async fn open_on_contribution(connection: &mut SqliteConnection, id: ContributionId) -> Result<u32> {
    let open = sqlx::query_scalar!(
        r#"SELECT count(*) AS "open: u32" FROM remark WHERE contribution = ? AND resolved_at IS NULL"#,
        id
    );
    Ok(open.fetch_one(connection).await?)
}

/// How many remarks on a goal's text are open.
///
/// # Errors
/// When SQLite fails.
pub async fn open_on_goal(connection: &mut SqliteConnection, round: RoundId, goal: GoalId) -> Result<u32> {
    let open = sqlx::query_scalar!(
        r#"SELECT count(*) AS "open: u32" FROM remark WHERE round = ? AND goal = ? AND resolved_at IS NULL"#,
        round,
        goal
    );
    Ok(open.fetch_one(connection).await?)
}

/// Contributions of a ministry with open remarks, and how many.
///
/// # Errors
/// When SQLite fails.
pub async fn open_of_ministry(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
) -> Result<BTreeMap<ContributionId, u32>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", count(*) AS "open: u32"
           FROM remark AS r JOIN contribution AS c ON c.id = r.contribution
           WHERE c.ministry = ? AND r.resolved_at IS NULL GROUP BY c.id"#,
        ministry
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.open)).collect())
}

/// Goals of a round with open remarks on their text, and how many.
///
/// # Errors
/// When SQLite fails.
pub async fn open_in_round(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<GoalId, u32>> {
    let rows = sqlx::query!(
        r#"SELECT goal AS "goal!: GoalId", count(*) AS "open: u32" FROM remark
           WHERE round = ? AND resolved_at IS NULL GROUP BY goal"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.goal, row.open)).collect())
}

/// Whether readers of other ministries may read along in a goal's text.
///
/// # Errors
/// When SQLite fails.
pub async fn is_shared(connection: &mut SqliteConnection, round: RoundId, goal: GoalId) -> Result<bool> {
    let shared = sqlx::query_scalar!(
        r#"SELECT shared AS "shared: bool" FROM goal_text WHERE round = ? AND goal = ?"#,
        round,
        goal
    );
    Ok(shared.fetch_optional(connection).await?.unwrap_or_default())
}

/// Lets readers of other ministries read along in a goal's text, or no longer, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn share(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    shared: bool,
    event: &Event,
) -> Result<()> {
    sqlx::query!("UPDATE goal_text SET shared = ? WHERE round = ? AND goal = ?", shared, round, goal)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// A goal's text that readers may read along.
#[derive(Clone, Debug)]
pub struct SharedText {
    /// In addresses.
    pub slug: String,
    /// In words.
    pub round: String,
    /// Number of the goal.
    pub number: u32,
    /// Its title.
    pub title: String,
}

/// The goal texts that lie before the ministries and that readers may read along.
///
/// # Errors
/// When SQLite fails.
pub async fn shared_texts(connection: &mut SqliteConnection) -> Result<Vec<SharedText>> {
    let texts = sqlx::query_as!(
        SharedText,
        r#"SELECT r.slug, r.label AS round, v.number AS "number: u32", v.title
           FROM goal_text AS t JOIN round AS r ON r.id = t.round
           JOIN goal_version AS v ON v.goal = t.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           WHERE t.shared = 1 AND r.state = 'consulting' ORDER BY r.period_from DESC, v.number"#
    );
    Ok(texts.fetch_all(connection).await?)
}
