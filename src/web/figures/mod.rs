//! Cijfers: what a ministry measures for a goal, and who agreed to it.

mod indicator;
mod measurement;
mod show;

pub(super) use indicator::{create, new};
pub(super) use measurement::{approve, measure, record};
pub(super) use show::{Note, note, show};

use sqlx::SqliteConnection;

use super::{Error, Result, contributions::Dossier};
use crate::{
    domain::{contribution::Fault, id::IndicatorId, round::State},
    store::{self, indicators::Listed},
};

/// An indicator of the contribution's ministry and goal.
async fn find(connection: &mut SqliteConnection, dossier: &Dossier, id: IndicatorId) -> Result<Listed> {
    let contribution = &dossier.contribution;
    let listed = store::indicators::list(connection, contribution.goal, &contribution.ministry).await?;
    listed.into_iter().find(|listed| listed.indicator.id == id).ok_or(Error::NotFound)
}

/// Figures come as long as contributions do.
fn open(dossier: &Dossier) -> Result<()> {
    if dossier.open { Ok(()) } else { Err(Fault::Closed.into()) }
}

/// Agreeing is possible until the edition is frozen.
fn not_frozen(dossier: &Dossier) -> Result<()> {
    match dossier.round.state {
        State::Frozen | State::Presented => {
            Err(Error::Conflict("De editie is vastgesteld. Er verandert niets meer.".to_owned()))
        }
        State::Preparing | State::Open | State::Composing | State::Consulting => Ok(()),
    }
}
