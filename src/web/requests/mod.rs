//! Moties en toezeggingen: the register, and how a round answers.

mod answer;
mod register;

pub(super) use answer::{answer, edit};
pub(super) use register::{create, index};
