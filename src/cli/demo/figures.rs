//! Figures that ministries keep, each measurement agreed to by another than who recorded it.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, event},
};
use crate::{
    domain::{id::GoalId, person::Role},
    store,
};

/// Records the figures of a goal.
pub(super) async fn measured(
    writer: &mut SqliteConnection,
    cast: &Cast,
    goal: GoalId,
    file: &files::Goal,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    for indicator in &file.indicator {
        let new = store::indicators::NewIndicator {
            id: crate::domain::id::IndicatorId::new(),
            goal,
            ministry: indicator.ministry.as_str().into(),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            decimals: indicator.decimals,
            baseline: None,
            target: None,
        };
        store::indicators::insert(writer, &new).await?;
        let author = cast.someone(&indicator.ministry, Role::Contributor)?;
        for one in &indicator.measurements {
            let value =
                one.value.replace('.', "").parse().with_context(|| format!("{} is no number", one.value))?;
            let measurement =
                crate::domain::facts::Measurement { date: one.date, value, source: one.source.clone() };
            store::indicators::measure(writer, new.id, &measurement, author, at).await?;
            let approver = cast.someone(&indicator.ministry, Role::Approver)?;
            let agreed = at + TimeDelta::days(2);
            let who = (approver, Role::Approver);
            let event = event(who, &indicator.ministry, agreed, "approve", ("measurement", &new.id));
            store::indicators::approve(writer, new.id, (measurement.date, at), approver, &event).await?;
        }
    }
    Ok(())
}
