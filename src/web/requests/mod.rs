//! Moties en toezeggingen: the register, lists that come in and go out, and how a round answers.

mod answer;
mod change;
mod entry;
mod import;
mod register;
mod sheet;

pub(super) use answer::{answer, edit};
pub(super) use change::{change, update};
pub(super) use import::{MAX_FILE, confirm, import, preview};
pub(super) use register::{create, csv, index};
