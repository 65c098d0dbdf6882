//! Beoordelen: what waits for an akkoord, with what changed; approving, sending back, withdrawing.

mod index;
mod judge;
mod show;

pub(super) use index::index;
pub(super) use judge::{approve, send_back, withdraw};
pub(super) use show::show;
