//! Bijdragen: writing, checking, handing in, reading, and their history.

mod check;
mod conflict;
mod dossier;
mod draft;
mod edit;
mod history;
mod none;
mod shared;
mod show;
mod typed;
mod view;

pub(super) use check::{check, submit, take_back};
pub(super) use conflict::{merge, newer, pick};
pub(super) use dossier::{Dossier, trail};
pub(super) use draft::{confirm_discard, discard, is_typing, keep};
pub(super) use edit::{Kept, edit, keep_content, update};
pub(super) use history::{difference, history};
pub(super) use none::{none, report_none};
pub(super) use shared::shared;
pub(super) use show::show;
pub(super) use typed::{Typed, TypedSource, TypedStand, alone};
pub(super) use view::HINTS;

/// What an event is about.
pub(super) const KIND: &str = "contribution";
