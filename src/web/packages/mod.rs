//! Working without a network: a ministry's part of a round leaves as a workbook or as JSON, is filled in elsewhere, and
//! comes back. Every change is shown before it is taken; what is taken becomes a revision like any other.

mod book;
mod bundle;
mod confirm;
mod filled;
mod json;
mod judge;
mod sheet;
mod show;

pub(super) use confirm::confirm;
pub(super) use show::{MAX_FILE, file, show, upload};
