//! Beoordelen: what waits for an akkoord, with what changed; approving one or several, sending back, withdrawing, proof.

mod give;
mod index;
mod judge;
mod proof;
mod show;
mod together;

pub(super) use index::index;
pub(super) use judge::{approve, send_back, withdraw};
pub(super) use proof::proof;
pub(super) use show::show;
pub(super) use together::{approve_together, mark_read, together};
