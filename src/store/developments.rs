//! Trends and threats that come and go, and their judgements, with every version kept.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events, rounds};
use crate::domain::{
    event::Event,
    facts::Judged,
    id::{DevelopmentId, GoalId, PersonId, RoundId},
    round::Round,
    strategy::{DevelopmentKind, Judgement},
    text::Reason,
};

/// A trend or threat that is new.
#[derive(Clone, Debug)]
pub struct NewDevelopment {
    /// Identity.
    pub id: DevelopmentId,
    /// Of which strategy.
    pub strategy: String,
    /// Trend or threat.
    pub kind: DevelopmentKind,
    /// Its title.
    pub title: String,
    /// What it is.
    pub summary: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Why it is added.
    pub reason: String,
    /// The goals it bears on.
    pub goals: Vec<GoalId>,
}

/// Adds a trend or threat after those there are, with the next number of its kind and the event.
///
/// # Errors
/// When SQLite fails.
pub async fn add(connection: &mut SqliteConnection, new: &NewDevelopment, event: &Event) -> Result<()> {
    // "3.6" is followed by "3.7"; where numbers have no point, they are counted.
    sqlx::query!(
        "INSERT INTO development (id, strategy, kind, number, position, title, summary, valid_from, added_reason)
         SELECT ?1, ?2, ?3,
           coalesce((SELECT substr(number, 1, instr(number, '.')) || (CAST(substr(number, instr(number, '.') + 1) AS INTEGER) + 1)
                     FROM development WHERE strategy = ?2 AND kind = ?3 ORDER BY position DESC LIMIT 1), '1'),
           coalesce(max(position), -1) + 1, ?4, ?5, ?6, ?7
         FROM development WHERE strategy = ?2",
        new.id,
        new.strategy,
        new.kind,
        new.title,
        new.summary,
        new.from,
        new.reason
    )
    .execute(&mut *connection)
    .await?;
    for goal in &new.goals {
        sqlx::query!("INSERT INTO development_goal (development, goal) VALUES (?, ?)", new.id, goal)
            .execute(&mut *connection)
            .await?;
    }
    events::append(connection, event).await
}

/// Lets a trend or threat lapse from a day, with the event. What was judged of it stays.
///
/// # Errors
/// [`super::Error::NotFound`] when it is not there any more.
pub async fn lapse(
    connection: &mut SqliteConnection,
    development: DevelopmentId,
    from: NaiveDate,
    reason: &Reason,
    event: &Event,
) -> Result<()> {
    let (last_day, reason) = (from.pred_opt(), reason.as_str());
    let done = sqlx::query!(
        "UPDATE development SET valid_until = ?1, lapsed_reason = ?2
         WHERE id = ?3 AND valid_until IS NULL AND valid_from <= ?1",
        last_day,
        reason,
        development
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Err(Error::NotFound);
    }
    events::append(connection, event).await
}

/// The newest judgement of each development in the round before this one of the same strategy.
///
/// # Errors
/// When SQLite fails.
pub async fn judged_before(
    connection: &mut SqliteConnection,
    round: &Round,
) -> Result<BTreeMap<DevelopmentId, Judged>> {
    match rounds::find_previous(connection, round).await? {
        Some(previous) => judged(connection, previous).await,
        None => Ok(BTreeMap::new()),
    }
}

/// The newest judgement of each development in a round.
///
/// # Errors
/// When SQLite fails.
pub async fn judged(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<DevelopmentId, Judged>> {
    let rows = sqlx::query!(
        r#"SELECT development AS "development: DevelopmentId", judgement AS "judgement: Judgement", text, consequence
           FROM development_judgement AS j
           WHERE round = ? AND version =
             (SELECT max(version) FROM development_judgement WHERE round = j.round AND development = j.development)"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        (row.development, Judged { judgement: row.judgement, text: row.text, consequence: row.consequence })
    });
    Ok(read.collect())
}

/// The newest judgement of one development, with its version; `None` before the first.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
) -> Result<Option<(u32, Judged)>> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", judgement AS "judgement: Judgement", text, consequence
           FROM development_judgement WHERE round = ? AND development = ? ORDER BY version DESC LIMIT 1"#,
        round,
        development
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let judged = Judged { judgement: row.judgement, text: row.text, consequence: row.consequence };
        (row.version, judged)
    }))
}

/// Judges a development anew, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn judge(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
    judged: &Judged,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    insert(connection, round, development, judged, author, event.at).await?;
    events::append(connection, event).await
}

/// Judges a development anew; earlier judgements stay on record.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    round: RoundId,
    development: DevelopmentId,
    judged: &Judged,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO development_judgement (round, development, version, judgement, text, consequence, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5, ?6, ?7
         FROM development_judgement WHERE round = ?1 AND development = ?2",
        round,
        development,
        judged.judgement,
        judged.text,
        judged.consequence,
        author,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
