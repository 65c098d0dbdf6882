//! Rondes: what runs, what is new, and the steps from opening to an edition.

mod index;
mod new;
mod show;

pub(super) use index::index;
pub(super) use new::{create, new};
pub(super) use show::{show, step};
