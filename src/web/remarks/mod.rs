//! Opmerkingen: on the paragraphs of a contribution and the passages of a goal's text, with answers.

mod act;
mod create;
mod sheet;
mod target;

pub(super) use act::{answer, resolve};
pub(super) use create::{on_contribution, on_goal, share};
pub(super) use sheet::{contribution, goal};
pub(super) use target::{Target, of_contribution, of_goal};

/// What an event is about.
const KIND: &str = "remark";

/// A text with a link to its remarks, and how many of them are open: "Opmerkingen (2 open)".
pub(super) fn label(open: u32) -> String {
    match open {
        0 => "Opmerkingen".to_owned(),
        open => format!("Opmerkingen ({open} open)"),
    }
}
