//! Rounds, their assignments, deadlines and exceptions.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    id::{GoalId, RoundId},
    ministry::MinistryCode,
    round::{Round, State},
    strategy::{Assignment, Part},
};

/// A round by its slug.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, slug: &str) -> Result<Option<Round>> {
    let round = sqlx::query_as!(
        Round,
        r#"SELECT id AS "id: RoundId", strategy, slug, label, period_from AS "from: NaiveDate",
             period_until AS "until: NaiveDate", reference_date AS "reference_date: NaiveDate",
             contribution_due AS "contribution_due: DateTime<Utc>", approval_due AS "approval_due: DateTime<Utc>",
             consent_due AS "consent_due: DateTime<Utc>", silence_is_consent AS "silence_is_consent: bool",
             state AS "state: State", paused_at AS "paused_at: DateTime<Utc>", specimen AS "specimen: bool"
           FROM round WHERE slug = ?"#,
        slug
    )
    .fetch_optional(connection)
    .await?;
    Ok(round)
}

/// A round by its slug, which must exist.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, slug: &str) -> Result<Round> {
    find(connection, slug).await?.ok_or(Error::NotFound)
}

/// A round by its identity, which must exist.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get_by_id(connection: &mut SqliteConnection, id: RoundId) -> Result<Round> {
    let slug =
        sqlx::query_scalar!("SELECT slug FROM round WHERE id = ?", id).fetch_one(&mut *connection).await?;
    get(connection, &slug).await
}

/// All rounds, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<Round>> {
    let rounds = sqlx::query_as!(
        Round,
        r#"SELECT id AS "id: RoundId", strategy, slug, label, period_from AS "from: NaiveDate",
             period_until AS "until: NaiveDate", reference_date AS "reference_date: NaiveDate",
             contribution_due AS "contribution_due: DateTime<Utc>", approval_due AS "approval_due: DateTime<Utc>",
             consent_due AS "consent_due: DateTime<Utc>", silence_is_consent AS "silence_is_consent: bool",
             state AS "state: State", paused_at AS "paused_at: DateTime<Utc>", specimen AS "specimen: bool"
           FROM round ORDER BY period_from DESC, slug"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rounds)
}

/// The round before this one of the same strategy, by period.
///
/// # Errors
/// When SQLite fails.
pub async fn find_previous(connection: &mut SqliteConnection, round: &Round) -> Result<Option<RoundId>> {
    let previous = sqlx::query_scalar!(
        r#"SELECT id AS "id: RoundId" FROM round
           WHERE strategy = ? AND period_until < ? ORDER BY period_until DESC LIMIT 1"#,
        round.strategy,
        round.from
    )
    .fetch_optional(connection)
    .await?;
    Ok(previous)
}

/// How many years lie between two reports on a strategy, where it says so.
///
/// # Errors
/// When SQLite fails.
pub async fn years_between(connection: &mut SqliteConnection, strategy: &str) -> Result<Option<u32>> {
    let years = sqlx::query_scalar!(
        r#"SELECT report_every_years AS "years: u32" FROM strategy WHERE id = ?"#,
        strategy
    );
    Ok(years.fetch_optional(connection).await?.flatten())
}

/// Reference date of the round before this one of the same strategy, by period.
///
/// # Errors
/// When SQLite fails.
pub async fn find_previous_reference_date(
    connection: &mut SqliteConnection,
    round: &Round,
) -> Result<Option<NaiveDate>> {
    let previous = sqlx::query_scalar!(
        r#"SELECT reference_date AS "day: NaiveDate" FROM round
           WHERE strategy = ? AND period_until < ? ORDER BY period_until DESC LIMIT 1"#,
        round.strategy,
        round.from
    )
    .fetch_optional(connection)
    .await?;
    Ok(previous)
}

/// Adds a round.
///
/// # Errors
/// [`Error::Conflict`] when its slug is taken or its dates are out of order.
pub async fn insert(connection: &mut SqliteConnection, round: &Round, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO round (id, strategy, slug, label, period_from, period_until, reference_date, contribution_due,
           approval_due, consent_due, silence_is_consent, state, specimen, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        round.id,
        round.strategy,
        round.slug,
        round.label,
        round.from,
        round.until,
        round.reference_date,
        round.contribution_due,
        round.approval_due,
        round.consent_due,
        round.silence_is_consent,
        round.state,
        round.specimen,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a round with its assignments and an empty contribution for each, with the event.
///
/// # Errors
/// [`Error::Conflict`] when its slug is taken or its dates are out of order.
pub async fn create(connection: &mut SqliteConnection, round: &Round, event: &Event) -> Result<()> {
    insert(connection, round, event.at).await?;
    assign_as_before(connection, round, event.at).await?;
    events::append(connection, event).await
}

/// Records the step a round took, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn step(connection: &mut SqliteConnection, stepped: &Round, event: &Event) -> Result<()> {
    set_state(connection, stepped.id, stepped.state).await?;
    events::append(connection, event).await
}

/// Records whether silence is consent, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn settle_silence(
    connection: &mut SqliteConnection,
    round: RoundId,
    silence_is_consent: bool,
    event: &Event,
) -> Result<()> {
    sqlx::query!("UPDATE round SET silence_is_consent = ? WHERE id = ?", silence_is_consent, round)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// Records where a round stands.
///
/// # Errors
/// When SQLite fails.
pub async fn set_state(connection: &mut SqliteConnection, round: RoundId, state: State) -> Result<()> {
    sqlx::query!("UPDATE round SET state = ? WHERE id = ?", state, round).execute(connection).await?;
    Ok(())
}

/// Assigns the goals that live on the round's reference date, and opens a contribution for each.
///
/// As the round before did; a goal it did not have, as its proposal or the strategy says; one for which neither says
/// anything, as the last round did with the goals it carries on, also those of the strategy before.
///
/// # Errors
/// When SQLite fails.
pub async fn assign_as_before(
    connection: &mut SqliteConnection,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<()> {
    let previous = find_previous(connection, round).await?;
    sqlx::query!(
        "WITH living AS (
           SELECT goal FROM goal_version
           WHERE strategy = ?2 AND change <> 'retired' AND valid_from <= ?3
             AND (valid_until IS NULL OR valid_until >= ?3)
         ), known AS (
           SELECT goal FROM goal_version AS v JOIN round AS p ON p.id = ?4
           WHERE v.change <> 'retired' AND v.valid_from <= p.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= p.reference_date)
         )
         INSERT INTO assignment (round, goal, ministry, part)
         SELECT ?1, goal, ministry, part FROM assignment
         WHERE round = ?4 AND dropped_at IS NULL AND goal IN (SELECT goal FROM living)
         UNION
         SELECT ?1, goal, ministry, part FROM default_assignment
         WHERE goal IN (SELECT goal FROM living) AND goal NOT IN (SELECT goal FROM known)",
        round.id,
        round.strategy,
        round.reference_date,
        previous
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "INSERT INTO assignment (round, goal, ministry, part)
         SELECT ?1, v.goal, a.ministry, max(a.part)
         FROM goal_version AS v
         JOIN goal_successor AS s ON s.successor = v.goal
         JOIN assignment AS a ON a.goal = s.goal AND a.dropped_at IS NULL AND a.round =
           (SELECT r.id FROM round AS r JOIN assignment AS x ON x.round = r.id AND x.goal = s.goal
            WHERE r.id <> ?1 AND r.period_from < ?3 ORDER BY r.period_from DESC LIMIT 1)
         WHERE v.strategy = ?2 AND v.change <> 'retired' AND v.valid_from <= ?3
           AND (v.valid_until IS NULL OR v.valid_until >= ?3)
           AND v.goal NOT IN (SELECT goal FROM assignment WHERE round = ?1)
         GROUP BY v.goal, a.ministry",
        round.id,
        round.strategy,
        round.reference_date
    )
    .execute(&mut *connection)
    .await?;
    open_contributions(connection, round.id, now).await
}

/// Opens a contribution for every assignment that has none.
///
/// # Errors
/// When SQLite fails.
pub async fn open_contributions(
    connection: &mut SqliteConnection,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<()> {
    let unopened = sqlx::query!(
        r#"SELECT goal AS "goal: GoalId", ministry FROM assignment AS a
           WHERE round = ? AND NOT EXISTS
             (SELECT 1 FROM contribution WHERE round = a.round AND goal = a.goal AND ministry = a.ministry)"#,
        round
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in unopened {
        super::contributions::open(connection, round, row.goal, &MinistryCode(row.ministry), now).await?;
    }
    Ok(())
}

/// Who takes part in each goal, leads first, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn assignments(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<GoalId, Vec<Assignment>>> {
    let rows = sqlx::query!(
        r#"SELECT a.goal AS "goal: GoalId", a.ministry AS "ministry: MinistryCode", a.part AS "part: Part"
           FROM assignment AS a JOIN ministry AS m ON m.code = a.ministry
           WHERE a.round = ? AND a.dropped_at IS NULL ORDER BY a.goal, a.part DESC, m.protocol"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let mut assignments = BTreeMap::<_, Vec<Assignment>>::new();
    for row in rows {
        assignments.entry(row.goal).or_default().push(Assignment { ministry: row.ministry, part: row.part });
    }
    Ok(assignments)
}

/// When a ministry's contributions are due: the round's deadline, or the newest extension when that is later.
///
/// # Errors
/// When SQLite fails.
pub async fn due(
    connection: &mut SqliteConnection,
    round: &Round,
    ministry: &MinistryCode,
) -> Result<DateTime<Utc>> {
    let extended = sqlx::query_scalar!(
        r#"SELECT contribution_due AS "due: DateTime<Utc>" FROM deadline_extension
           WHERE round = ? AND ministry = ? ORDER BY granted_at DESC LIMIT 1"#,
        round.id,
        ministry
    )
    .fetch_optional(connection)
    .await?;
    Ok(extended.map_or(round.contribution_due, |extended| extended.max(round.contribution_due)))
}

/// Whether a closed round was opened again for a ministry.
///
/// # Errors
/// When SQLite fails.
pub async fn has_exception(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM round_exception
             WHERE round = ? AND ministry = ? AND ended_at IS NULL) AS "found!: bool""#,
        round,
        ministry
    );
    Ok(found.fetch_one(connection).await?)
}
