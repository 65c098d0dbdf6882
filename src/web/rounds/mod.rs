//! Rondes: the list, a new one, one with its next step, standing still, who takes part, and its ministries.

mod assignments;
mod index;
mod ministries;
mod ministry;
mod moment;
mod new;
mod pause;
mod show;
mod silence;

pub(super) use assignments::{assign, assignments};
pub(super) use index::index;
pub(super) use ministries::ministries;
pub(super) use ministry::{end_exception, extend, grant, ministry};
pub(super) use new::{create, new};
pub(super) use pause::{Standstill, begin_pause, end_pause, pause, resume};
pub(super) use show::{show, step};
pub(super) use silence::settle_silence;
