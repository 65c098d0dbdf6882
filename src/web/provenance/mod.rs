//! Herkomst: from a sentence of a report to the contribution and akkoord it came from, and back.

mod destinations;
mod goal;
mod places;

pub(super) use destinations::destinations;
pub(super) use goal::{draft, edition};
