//! Motions and undertakings: the register, and how a round answers them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    facts::{Answer, Outcome, RequestFacts, RequestKind},
    id::{GoalId, PassageId, PersonId, RequestId, RoundId},
    ministry::MinistryCode,
    paper::House,
    round::Round,
};

/// A motion or undertaking as it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// Identity.
    pub id: RequestId,
    /// Which strategy's dossier.
    pub strategy: String,
    /// Motion or undertaking.
    pub kind: RequestKind,
    /// Of which House.
    pub house: House,
    /// Its Kamerstuk, when known.
    pub paper: Option<String>,
    /// What was asked.
    pub title: String,
    /// By whom.
    pub proposer: String,
    /// When.
    pub date: NaiveDate,
    /// By when it was to be done.
    pub due: Option<NaiveDate>,
    /// Which goal it bears on.
    pub goal: Option<GoalId>,
    /// Which ministry answers.
    pub ministry: Option<MinistryCode>,
}

/// Registers a motion or undertaking.
///
/// # Errors
/// [`Error::Conflict`] when its Kamerstuk is registered already.
pub async fn insert(connection: &mut SqliteConnection, request: &NewRequest) -> Result<()> {
    sqlx::query!(
        "INSERT INTO request (id, strategy, kind, house, paper, title, proposer, date, due, goal, ministry)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id,
        request.strategy,
        request.kind,
        request.house,
        request.paper,
        request.title,
        request.proposer,
        request.date,
        request.due,
        request.goal,
        request.ministry,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Registers a motion or undertaking, with the event.
///
/// # Errors
/// [`Error::Conflict`] when its Kamerstuk is registered already.
pub async fn register(connection: &mut SqliteConnection, request: &NewRequest, event: &Event) -> Result<()> {
    insert(connection, request).await?;
    events::append(connection, event).await
}

/// An entry of a strategy's register, with its version.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(
    connection: &mut SqliteConnection,
    strategy: &str,
    id: RequestId,
) -> Result<(u32, NewRequest)> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", kind AS "kind: RequestKind", house AS "house: House", paper, title, proposer,
             date AS "date: NaiveDate", due AS "due: NaiveDate", goal AS "goal: GoalId",
             ministry AS "ministry: MinistryCode"
           FROM request WHERE id = ? AND strategy = ?"#,
        id,
        strategy
    )
    .fetch_one(connection)
    .await?;
    let request = NewRequest {
        id,
        strategy: strategy.to_owned(),
        kind: row.kind,
        house: row.house,
        paper: row.paper,
        title: row.title,
        proposer: row.proposer,
        date: row.date,
        due: row.due,
        goal: row.goal,
        ministry: row.ministry,
    };
    Ok((row.version, request))
}

/// Changes an entry of the register, with the event. `based_on` is the version the change was made on.
///
/// # Errors
/// [`Error::Conflict`] when someone changed it meanwhile, or another entry has the Kamerstuk.
pub async fn update(
    connection: &mut SqliteConnection,
    request: &NewRequest,
    based_on: u32,
    event: &Event,
) -> Result<()> {
    let changed = sqlx::query!(
        "UPDATE request SET version = version + 1, kind = ?, house = ?, paper = ?, title = ?, proposer = ?, date = ?,
           due = ?, goal = ?, ministry = ?
         WHERE id = ? AND version = ?",
        request.kind,
        request.house,
        request.paper,
        request.title,
        request.proposer,
        request.date,
        request.due,
        request.goal,
        request.ministry,
        request.id,
        based_on
    )
    .execute(&mut *connection)
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::Conflict("request".to_owned()));
    }
    events::append(connection, event).await
}

/// What tells an entry from another: two of the same are one.
#[derive(Clone, Debug)]
pub struct Known {
    /// Identity.
    pub id: RequestId,
    /// Motion or undertaking.
    pub kind: RequestKind,
    /// Its Kamerstuk, when known.
    pub paper: Option<String>,
    /// What was asked.
    pub title: String,
    /// When.
    pub date: NaiveDate,
}

/// The whole register of a strategy, in the order of entry.
///
/// # Errors
/// When SQLite fails.
pub async fn known(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Known>> {
    let rows = sqlx::query_as!(
        Known,
        r#"SELECT id AS "id: RequestId", kind AS "kind: RequestKind", paper, title, date AS "date: NaiveDate"
           FROM request WHERE strategy = ? ORDER BY id"#,
        strategy
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The requests a round must answer: made by its end, and not closed before its start.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, round: &Round) -> Result<Vec<RequestFacts>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RequestId", r.kind AS "kind: RequestKind", r.house AS "house: House", r.paper, r.title,
             r.proposer, r.date AS "date: NaiveDate", r.due AS "due: NaiveDate", r.ministry AS "ministry: MinistryCode",
             (SELECT v.number FROM goal_heir AS h JOIN goal_version AS v ON v.goal = h.heir
              WHERE h.goal = r.goal AND v.change <> 'retired' AND v.valid_from <= ?2
                AND (v.valid_until IS NULL OR v.valid_until >= ?2)
              ORDER BY v.number LIMIT 1) AS "goal: u32",
             a.outcome AS "outcome?: Outcome", a.text AS "answer?: String", a.passage AS "passage?: PassageId",
             coalesce(a.by_passage, 0) AS "by_passage!: bool"
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
        let lapsed = row.by_passage && row.passage.is_none();
        let answer = row.outcome.zip(row.answer).filter(|_| !lapsed);
        RequestFacts {
            id: row.id,
            kind: row.kind,
            house: row.house,
            paper: row.paper,
            title: row.title,
            proposer: row.proposer,
            date: row.date,
            due: row.due,
            goal: row.goal,
            ministry: row.ministry,
            answer: answer.map(|(outcome, text)| Answer { outcome, text, passage: row.passage }),
            lapsed,
        }
    });
    Ok(read.collect())
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
        r#"SELECT version AS "version: u32", outcome AS "outcome: Outcome", text, passage AS "passage: PassageId"
           FROM request_answer WHERE request = ? AND round = ? ORDER BY version DESC LIMIT 1"#,
        request,
        round
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.version, Answer { outcome: row.outcome, text: row.text, passage: row.passage })))
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
    let by_passage = answer.passage.is_some();
    sqlx::query!(
        "INSERT INTO request_answer (request, round, version, outcome, text, passage, by_passage, author, at)
         SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8
         FROM request_answer WHERE request = ?1 AND round = ?2",
        request,
        round,
        answer.outcome,
        answer.text,
        answer.passage,
        by_passage,
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
