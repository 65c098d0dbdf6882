//! The coordinator's desk: how each of their pages begins.

use std::sync::Arc;

use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::Visitor,
    page::Crumb,
    routes::{Rounds, ShowRound},
};
use crate::{
    domain::{
        access::{Coordinate, Permit},
        goal_text,
        round::{Round, State},
        strategy::Goal,
    },
    press::Draft,
    store,
};

/// The round of an address, for someone who may look at the coordinator's pages.
pub(super) async fn overseen(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    slug: &str,
) -> Result<Round> {
    visitor.actor.may_oversee()?;
    Ok(store::rounds::get(connection, slug).await?)
}

/// The draft of a round, for someone who may look at the coordinator's pages.
pub(super) async fn draft(app: &App, visitor: &Visitor, slug: &str) -> Result<Arc<Draft>> {
    visitor.actor.may_oversee()?;
    Ok(app.drafts.get(&app.store, slug).await?)
}

/// The round of an address, for someone who may change what its report says, while that is possible.
pub(super) async fn composed(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    slug: &str,
) -> Result<(Round, Permit<Coordinate>)> {
    let permit = visitor.actor.may_coordinate()?;
    let round = store::rounds::get(connection, slug).await?;
    if round.accepts_composing() {
        Ok((round, permit))
    } else if round.state == State::Preparing {
        Err(Error::Conflict(
            "De ronde is nog in voorbereiding. Open eerst de ronde; daarna kunt u samenstellen.".to_owned(),
        ))
    } else {
        Err(goal_text::Fault::Closed.into())
    }
}

/// Whether this person may change what the report of this round says, now.
pub(super) fn may_change(visitor: &Visitor, round: &Round) -> bool {
    visitor.actor.may_coordinate().is_ok() && round.accepts_composing()
}

/// A goal of a round by its number.
pub(super) async fn goal(connection: &mut SqliteConnection, round: &Round, number: u32) -> Result<Goal> {
    let goals = store::goals::list(connection, &round.strategy, round.reference_date).await?;
    goals.into_iter().find(|goal| goal.number == number).ok_or(Error::NotFound)
}

/// The way back from a page of a round.
pub(super) fn trail(round: &Round) -> Vec<Crumb> {
    vec![
        Crumb::new("Rondes", Rounds),
        Crumb::new(format!("Ronde {}", round.label), ShowRound { round: round.slug.clone() }),
    ]
}
