//! A strategy as it stands in its file: what may be written there, and what must.

use std::num::NonZeroU32;

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StrategyFile {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) short: String,
    pub(super) adopted: Option<Spanned<Datetime>>,
    pub(super) from: Spanned<Datetime>,
    pub(super) until: Spanned<Datetime>,
    pub(super) dossier: String,
    pub(super) paper: Option<Spanned<String>>,
    pub(super) replaces: Option<Spanned<String>>,
    pub(super) report_every_years: Option<NonZeroU32>,
    pub(super) pillar_word: String,
    pub(super) goal_word: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) rating: Vec<Rating>,
    pub(super) pillar: Vec<Pillar>,
    pub(super) goal: Vec<Goal>,
    #[serde(default)]
    pub(super) development: Vec<Development>,
    #[serde(default)]
    pub(super) policy_document: Vec<PolicyDocument>,
    #[serde(default)]
    pub(super) signatory: Vec<Signatory>,
    #[serde(default)]
    pub(super) theme: Vec<Theme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rating {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
    pub(super) criteria: String,
    pub(super) tone: Spanned<String>,
    pub(super) rank: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pillar {
    pub(super) number: Spanned<u32>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) line: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Goal {
    pub(super) number: Spanned<u32>,
    pub(super) pillar: Spanned<u32>,
    pub(super) title: String,
    pub(super) line: Option<u32>,
    pub(super) promise: String,
    #[serde(default)]
    pub(super) refers_to: Vec<Spanned<u32>>,
    /// Numbers of the goals of the replaced strategy that it carries on.
    #[serde(default)]
    pub(super) continues: Vec<Spanned<u32>>,
    /// May be left out for a goal that continues others: then those who took part in them do so.
    #[serde(default)]
    pub(super) leads: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) contributing: Vec<Spanned<String>>,
    pub(super) commitments: Vec<Commitment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commitment {
    pub(super) number: Spanned<String>,
    pub(super) kind: String,
    pub(super) line: Option<u32>,
    pub(super) text: String,
    pub(super) due: Option<Spanned<Datetime>>,
    /// After how many years it is due again.
    pub(super) every_years: Option<Spanned<NonZeroU32>>,
    pub(super) refers_to_goal: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Development {
    pub(super) kind: Spanned<String>,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) goals: Vec<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyDocument {
    pub(super) title: String,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) named_in: Vec<String>,
    pub(super) paper: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) goals: Vec<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signatory {
    pub(super) office: Spanned<String>,
    pub(super) part: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) description: String,
}
