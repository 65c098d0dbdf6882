//! Indicators and their measurements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
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
    /// Value to be reached, in units of the last decimal, and by when.
    pub target: Option<(NaiveDate, i64)>,
}

/// Registers an indicator.
///
/// # Errors
/// [`super::Error::Conflict`] when the goal has one of that name.
pub async fn insert(connection: &mut SqliteConnection, indicator: &NewIndicator) -> Result<()> {
    let (target_date, target) = indicator.target.unzip();
    sqlx::query!(
        "INSERT INTO indicator (id, goal, ministry, name, unit, decimals, target, target_date)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        indicator.id,
        indicator.goal,
        indicator.ministry,
        indicator.name,
        indicator.unit,
        indicator.decimals,
        target,
        target_date,
    )
    .execute(connection)
    .await?;
    Ok(())
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
