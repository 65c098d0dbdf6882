//! Motions and undertakings, and how a round answers them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    facts::{Answer, Outcome, RequestFacts, RequestKind},
    id::{GoalId, PersonId, RequestId, RoundId},
    ministry::MinistryCode,
    round::Round,
};

/// A motion or undertaking as it is registered.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// Identity.
    pub id: RequestId,
    /// Which strategy's dossier.
    pub strategy: String,
    /// Motion or undertaking.
    pub kind: RequestKind,
    /// "TK" or "EK".
    pub house: String,
    /// Its Kamerstuk, when known.
    pub paper: Option<String>,
    /// What was asked.
    pub title: String,
    /// By whom.
    pub proposer: String,
    /// When.
    pub date: NaiveDate,
    /// Which goal it bears on.
    pub goal: Option<GoalId>,
    /// Which ministry answers.
    pub ministry: Option<MinistryCode>,
}

/// Registers a motion or undertaking.
///
/// # Errors
/// [`super::Error::Conflict`] when its Kamerstuk is registered already.
pub async fn insert(connection: &mut SqliteConnection, request: &NewRequest) -> Result<()> {
    sqlx::query!(
        "INSERT INTO request (id, strategy, kind, house, paper, title, proposer, date, goal, ministry)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id,
        request.strategy,
        request.kind,
        request.house,
        request.paper,
        request.title,
        request.proposer,
        request.date,
        request.goal,
        request.ministry,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The requests a round must answer: made by its end, and not closed before its start. With their identity.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    round: &Round,
) -> Result<Vec<(RequestId, RequestFacts)>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RequestId", r.kind AS "kind: RequestKind", r.paper, r.title, r.proposer,
             r.date AS "date: NaiveDate",
             (SELECT number FROM goal_version WHERE goal = r.goal AND valid_from <= ?2
                AND (valid_until IS NULL OR valid_until >= ?2)) AS "goal: u32",
             a.outcome AS "outcome?: Outcome", a.text AS "answer?: String"
           FROM request AS r
           LEFT JOIN request_answer AS a ON a.request = r.id AND a.round = ?1
             AND a.version = (SELECT max(version) FROM request_answer WHERE request = r.id AND round = ?1)
           WHERE r.strategy = ?3 AND r.date <= ?2 AND (r.closed_at IS NULL OR r.closed_at >= ?4)
           ORDER BY r.kind, r.date, r.paper"#,
        round.id,
        round.reference_date,
        round.strategy,
        round.from
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let answer = row.outcome.zip(row.answer).map(|(outcome, text)| Answer { outcome, text });
        let facts = RequestFacts {
            kind: row.kind,
            paper: row.paper,
            title: row.title,
            proposer: row.proposer,
            date: row.date,
            goal: row.goal,
            answer,
        };
        (row.id, facts)
    });
    Ok(read.collect())
}

/// Registers a motion or undertaking, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when its Kamerstuk is registered already.
pub async fn register(connection: &mut SqliteConnection, request: &NewRequest, event: &Event) -> Result<()> {
    insert(connection, request).await?;
    events::append(connection, event).await
}

/// What was registered under a Kamerstuk, if anything.
///
/// # Errors
/// When SQLite fails.
pub async fn find_by_paper(
    connection: &mut SqliteConnection,
    strategy: &str,
    paper: &str,
) -> Result<Option<String>> {
    let title =
        sqlx::query_scalar!("SELECT title FROM request WHERE strategy = ? AND paper = ?", strategy, paper);
    Ok(title.fetch_optional(connection).await?)
}

/// The newest answer of a round to a request, with its version; `None` before the first.
///
/// # Errors
/// When SQLite fails.
pub async fn find_answer(
    connection: &mut SqliteConnection,
    request: RequestId,
    round: RoundId,
) -> Result<Option<(u32, Answer)>> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", outcome AS "outcome: Outcome", text FROM request_answer
           WHERE request = ? AND round = ? ORDER BY version DESC LIMIT 1"#,
        request,
        round
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.version, Answer { outcome: row.outcome, text: row.text })))
}

/// Answers a request in a round, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn settle(
    connection: &mut SqliteConnection,
    request: RequestId,
    round: RoundId,
    given: &Answer,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    answer(connection, request, round, given, author, event.at).await?;
    events::append(connection, event).await
}

/// Answers a request in a round; earlier answers stay on record. What is completed is closed on the round's reference
/// date, so that a later round need not answer it again; another answer opens it again.
///
/// # Errors
/// When SQLite fails.
pub async fn answer(
    connection: &mut SqliteConnection,
    request: RequestId,
    round: RoundId,
    answer: &Answer,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO request_answer (request, round, version, outcome, text, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5, ?6 FROM request_answer WHERE request = ?1 AND round = ?2",
        request,
        round,
        answer.outcome,
        answer.text,
        author,
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE request
         SET closed_at = CASE WHEN ?1 = 'completed' THEN (SELECT reference_date FROM round WHERE id = ?2) END
         WHERE id = ?3",
        answer.outcome,
        round,
        request
    )
    .execute(connection)
    .await?;
    Ok(())
}
