//! Indicators and their measurements.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    event::Event,
    facts::Measurement,
    id::{GoalId, IndicatorId, PersonId},
    ministry::MinistryCode,
};

/// An indicator as it is registered.
#[derive(Clone, Debug)]
pub struct NewIndicator {
    /// Identity.
    pub id: IndicatorId,
    /// Which goal it says something of.
    pub goal: GoalId,
    /// Which ministry measures.
    pub ministry: MinistryCode,
    /// What is measured.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// How many decimals the values have.
    pub decimals: u8,
    /// Where it began, in units of the last decimal, and when.
    pub baseline: Option<(NaiveDate, i64)>,
    /// Value to be reached, in units of the last decimal, and by when.
    pub target: Option<(NaiveDate, i64)>,
}

/// Registers an indicator.
///
/// # Errors
/// [`super::Error::Conflict`] when the goal has one of that name.
pub async fn insert(connection: &mut SqliteConnection, indicator: &NewIndicator) -> Result<()> {
    let (target_date, target) = indicator.target.unzip();
    let (baseline_date, baseline) = indicator.baseline.unzip();
    sqlx::query!(
        "INSERT INTO indicator (id, goal, ministry, name, unit, decimals, baseline, baseline_date, target, target_date)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        indicator.id,
        indicator.goal,
        indicator.ministry,
        indicator.name,
        indicator.unit,
        indicator.decimals,
        baseline,
        baseline_date,
        target,
        target_date,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Registers an indicator, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when the goal has one of that name.
pub async fn register(
    connection: &mut SqliteConnection,
    indicator: &NewIndicator,
    event: &Event,
) -> Result<()> {
    insert(connection, indicator).await?;
    events::append(connection, event).await
}

/// Whether a goal has an indicator of this name, whoever measures it.
///
/// # Errors
/// When SQLite fails.
pub async fn is_taken(connection: &mut SqliteConnection, goal: GoalId, name: &str) -> Result<bool> {
    let taken = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM indicator WHERE goal = ? AND name = ?) AS "taken!: bool""#,
        goal,
        name
    );
    Ok(taken.fetch_one(connection).await?)
}

/// Records a measurement; an earlier one of the same day stays on record.
///
/// # Errors
/// When SQLite fails.
pub async fn measure(
    connection: &mut SqliteConnection,
    indicator: IndicatorId,
    measurement: &Measurement,
    author: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO measurement (indicator, reference_date, recorded_at, value, source, author) VALUES (?, ?, ?, ?, ?, ?)",
        indicator,
        measurement.date,
        at,
        measurement.value,
        measurement.source,
        author
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Records a measurement, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn record(
    connection: &mut SqliteConnection,
    indicator: IndicatorId,
    measurement: &Measurement,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    measure(connection, indicator, measurement, author, event.at).await?;
    events::append(connection, event).await
}

/// Agrees to a measurement: from now on it may be printed.
///
/// # Errors
/// [`super::Error::Conflict`] when someone did already, or it is one's own.
pub async fn approve(
    connection: &mut SqliteConnection,
    indicator: IndicatorId,
    (date, recorded_at): (NaiveDate, DateTime<Utc>),
    by: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO measurement_approval (indicator, reference_date, recorded_at, by, at) VALUES (?, ?, ?, ?, ?)",
        indicator,
        date,
        recorded_at,
        by,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// A measurement as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What was measured.
    pub measurement: Measurement,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub author: PersonId,
    /// Their name.
    pub by: String,
    /// Who agreed to it, and when.
    pub approved: Option<(String, DateTime<Utc>)>,
}

/// An indicator with everything that was ever measured, by day and then as it was recorded.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The indicator.
    pub indicator: NewIndicator,
    /// Its measurements.
    pub measurements: Vec<Kept>,
}

/// The indicators that a ministry measures for a goal, in two queries.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    goal: GoalId,
    ministry: &MinistryCode,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"SELECT m.indicator AS "indicator: IndicatorId", m.reference_date AS "date: NaiveDate",
             m.recorded_at AS "recorded_at: DateTime<Utc>", m.value, m.source, m.author AS "author: PersonId",
             p.name AS by, a.at AS "approved_at?: DateTime<Utc>", q.name AS "approved_by?"
           FROM indicator AS i
           JOIN measurement AS m ON m.indicator = i.id
           JOIN person AS p ON p.id = m.author
           LEFT JOIN measurement_approval AS a ON a.indicator = m.indicator AND a.reference_date = m.reference_date
             AND a.recorded_at = m.recorded_at
           LEFT JOIN person AS q ON q.id = a.by
           WHERE i.goal = ? AND i.ministry = ?
           ORDER BY m.reference_date, m.recorded_at"#,
        goal,
        ministry
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut measurements = BTreeMap::<IndicatorId, Vec<Kept>>::new();
    for row in rows {
        measurements.entry(row.indicator).or_default().push(Kept {
            measurement: Measurement { date: row.date, value: row.value, source: row.source },
            recorded_at: row.recorded_at,
            author: row.author,
            by: row.by,
            approved: row.approved_by.zip(row.approved_at),
        });
    }
    let rows = sqlx::query!(
        r#"SELECT id AS "id: IndicatorId", name, unit, decimals AS "decimals: u8", baseline,
             baseline_date AS "baseline_date: NaiveDate", target, target_date AS "target_date: NaiveDate"
           FROM indicator WHERE goal = ? AND ministry = ? ORDER BY name"#,
        goal,
        ministry
    )
    .fetch_all(connection)
    .await?;
    let listed = rows.into_iter().map(|row| Listed {
        measurements: measurements.remove(&row.id).unwrap_or_default(),
        indicator: NewIndicator {
            id: row.id,
            goal,
            ministry: ministry.clone(),
            name: row.name,
            unit: row.unit,
            decimals: row.decimals,
            baseline: row.baseline_date.zip(row.baseline),
            target: row.target_date.zip(row.target),
        },
    });
    Ok(listed.collect())
}
