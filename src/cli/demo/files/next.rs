//! The file of the round that is under way.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{Aside, Deadlines, Herijking, day, moment};

/// The round after, which is under way: what to try things on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct NextRound {
    pub(in crate::cli::demo) label: String,
    /// When it is, in the demo.
    #[serde(deserialize_with = "moment")]
    pub(in crate::cli::demo) now: DateTime<Utc>,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) until: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) reference_date: NaiveDate,
    pub(in crate::cli::demo) deadlines: Deadlines,
    pub(in crate::cli::demo) contribution: Vec<Begun>,
    pub(in crate::cli::demo) aside: Vec<Aside>,
    pub(in crate::cli::demo) remark: Vec<Remark>,
    /// Laid before the ministries and not yet decided.
    pub(in crate::cli::demo) herijking: Herijking,
}

/// A contribution that got so far.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Begun {
    pub(in crate::cli::demo) goal: u32,
    pub(in crate::cli::demo) ministry: String,
    /// "concept", "ingediend", "teruggestuurd" or "akkoord".
    pub(in crate::cli::demo) state: String,
    pub(in crate::cli::demo) achieved: String,
    #[serde(default)]
    pub(in crate::cli::demo) reason: String,
    #[serde(default)]
    pub(in crate::cli::demo) shared: bool,
}

/// What the approver of a ministry remarked on a paragraph of what was achieved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Remark {
    pub(in crate::cli::demo) goal: u32,
    pub(in crate::cli::demo) ministry: String,
    /// From 0.
    pub(in crate::cli::demo) paragraph: u32,
    pub(in crate::cli::demo) text: String,
    /// What the contributor answered to it.
    pub(in crate::cli::demo) answer: Option<String>,
    /// Dealt with, says the approver.
    #[serde(default)]
    pub(in crate::cli::demo) resolved: bool,
}
