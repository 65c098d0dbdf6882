//! Strategie: what the cabinet said it would do, as data; and what became of its goals and commitments.
//!
//! For everyone who is signed in. What a round that is under way says is shown to those who may see it there.

mod development;
mod goal;
mod index;
mod show;

pub(super) use self::{
    development::{create as create_development, end as end_development, lapse, new as new_development},
    goal::show as goal,
    index::index,
    show::{LAST_DAY, paper, show},
};

use sqlx::SqliteConnection;

use super::{
    Error, Result,
    page::Crumb,
    routes::{ShowStrategy, Strategies},
};
use crate::store::{self, strategies::Outline};

/// A strategy that is there, with all others.
pub(super) async fn outline(connection: &mut SqliteConnection, id: &str) -> Result<(Outline, Vec<Outline>)> {
    let all = store::strategies::outlines(connection).await?;
    let one = all.iter().find(|outline| outline.id == id).cloned().ok_or(Error::NotFound)?;
    Ok((one, all))
}

/// The way back from a page of a strategy.
pub(super) fn trail(outline: &Outline) -> Vec<Crumb> {
    vec![
        Crumb::new("Strategie", Strategies),
        Crumb::new(&outline.short, ShowStrategy { strategy: outline.id.clone() }),
    ]
}
