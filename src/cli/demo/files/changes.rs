//! What a round's file says of changes in the strategy and in the registers.

use chrono::NaiveDate;
use serde::Deserialize;

use super::day;

/// A goal that is to be reworded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Herijking {
    pub(in crate::cli::demo) goal: u32,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) from: NaiveDate,
    pub(in crate::cli::demo) title: String,
    pub(in crate::cli::demo) reason: String,
    /// Number of the development that caused it.
    pub(in crate::cli::demo) cause: String,
    pub(in crate::cli::demo) view: Vec<View>,
}

/// What a ministry that holds the goal thought of it; empty when it stayed silent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct View {
    pub(in crate::cli::demo) ministry: String,
    pub(in crate::cli::demo) text: String,
}

/// A ministry that got another name before the round.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Renamed {
    pub(in crate::cli::demo) ministry: String,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) from: NaiveDate,
    pub(in crate::cli::demo) name: String,
    pub(in crate::cli::demo) short: String,
}
