//! One file a goal: what each ministry said, what the coordinator made of it, and the figures.

use chrono::NaiveDate;
use serde::Deserialize;

use super::day;

/// All that was said on a goal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Goal {
    #[serde(rename = "goal")]
    pub(in crate::cli::demo) number: u32,
    pub(in crate::cli::demo) assessment: Assessment,
    pub(in crate::cli::demo) text: Linking,
    pub(in crate::cli::demo) contribution: Vec<Contribution>,
    #[serde(default)]
    pub(in crate::cli::demo) indicator: Vec<Indicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Assessment {
    pub(in crate::cli::demo) rating: String,
    pub(in crate::cli::demo) ground: String,
}

/// What the coordinator wrote around the ministries' words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Linking {
    pub(in crate::cli::demo) opening: String,
    pub(in crate::cli::demo) closing: String,
}

/// A ministry's words, and what happened to them on the way.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::cli::demo) struct Contribution {
    pub(in crate::cli::demo) ministry: String,
    pub(in crate::cli::demo) achieved: String,
    pub(in crate::cli::demo) obstacles: String,
    pub(in crate::cli::demo) outlook: String,
    pub(in crate::cli::demo) internal_note: String,
    pub(in crate::cli::demo) commitments: Vec<Commitment>,
    pub(in crate::cli::demo) sources: Vec<Source>,
    /// Why the director sent it back once.
    pub(in crate::cli::demo) returned: Option<String>,
    /// What it said before it was sent back.
    pub(in crate::cli::demo) first_achieved: Option<String>,
    /// Handed in after the deadline.
    pub(in crate::cli::demo) late: bool,
    /// Why there is none.
    #[serde(rename = "no_contribution")]
    pub(in crate::cli::demo) nothing: Option<String>,
    /// Paragraphs of `achieved`, from 0, that the coordinator did not take over.
    pub(in crate::cli::demo) left_out: Vec<usize>,
    /// A paragraph of `achieved` that the coordinator shortened.
    pub(in crate::cli::demo) altered: Option<Altered>,
    /// The composed text was refused, and that was overruled.
    pub(in crate::cli::demo) refused: Option<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Altered {
    pub(in crate::cli::demo) paragraph: usize,
    pub(in crate::cli::demo) text: String,
    /// What it became after the ministry had consented to that.
    pub(in crate::cli::demo) again: Option<String>,
}

/// Why a ministry did not consent, and why the coordinator went on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Refused {
    pub(in crate::cli::demo) reason: String,
    pub(in crate::cli::demo) proposal: String,
    pub(in crate::cli::demo) overruled: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Commitment {
    pub(in crate::cli::demo) number: String,
    pub(in crate::cli::demo) stand: String,
    pub(in crate::cli::demo) line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Source {
    pub(in crate::cli::demo) title: String,
    pub(in crate::cli::demo) paper: Option<String>,
    pub(in crate::cli::demo) url: Option<String>,
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) date: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Indicator {
    pub(in crate::cli::demo) name: String,
    pub(in crate::cli::demo) unit: String,
    pub(in crate::cli::demo) decimals: u8,
    pub(in crate::cli::demo) ministry: String,
    pub(in crate::cli::demo) measurements: Vec<Measurement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::demo) struct Measurement {
    #[serde(deserialize_with = "day")]
    pub(in crate::cli::demo) date: NaiveDate,
    pub(in crate::cli::demo) value: String,
    pub(in crate::cli::demo) source: String,
}
