//! The demo's files as they are written: people, the round, one file a goal.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::value::Datetime;

use crate::domain::clock;

/// Everything the demo is made of.
pub(super) struct Files {
    pub(super) people: Vec<Person>,
    pub(super) round: Round,
    pub(super) goals: Vec<Goal>,
    pub(super) next: NextRound,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
}

/// An invented person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) ministry: String,
    pub(super) roles: Vec<String>,
}

/// The round with the coordinator's own texts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    pub(super) label: String,
    #[serde(deserialize_with = "day")]
    pub(super) from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) until: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) reference_date: NaiveDate,
    pub(super) deadlines: Deadlines,
    pub(super) texts: BTreeMap<String, String>,
    pub(super) themes: BTreeMap<String, String>,
    pub(super) development: Vec<Development>,
    pub(super) request: Vec<Request>,
    pub(super) tag: Vec<Tag>,
    pub(super) letter: Letter,
    pub(super) sent: Sent,
    pub(super) correction: Vec<Correction>,
}

/// When the edition was sent to each House.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    #[serde(deserialize_with = "day")]
    pub(super) second: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) first: NaiveDate,
}

/// A line of the erratum that followed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    pub(super) place: String,
    pub(super) stated: String,
    pub(super) correct: String,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deadlines {
    #[serde(deserialize_with = "moment")]
    pub(super) contribution: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) approval: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) consent: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Development {
    pub(super) number: String,
    pub(super) judgement: String,
    pub(super) text: String,
    pub(super) consequence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    pub(super) kind: String,
    pub(super) paper: String,
    pub(super) title: String,
    pub(super) by: String,
    pub(super) house: String,
    #[serde(deserialize_with = "day")]
    pub(super) date: NaiveDate,
    pub(super) goal: u32,
    pub(super) ministry: String,
    pub(super) outcome: String,
    pub(super) answer: String,
    /// Words of the passage that answers it, when one does.
    pub(super) passage: Option<String>,
}

/// A passage that bears on a theme, by words in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    pub(super) theme: String,
    pub(super) goal: u32,
    pub(super) words: String,
}

/// A request that was set aside in the round after.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Aside {
    pub(super) paper: String,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Letter {
    pub(super) reference: String,
    #[serde(deserialize_with = "day")]
    pub(super) date: NaiveDate,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) attachments: Vec<String>,
    pub(super) signatory: String,
    pub(super) on_behalf: Vec<String>,
}

/// All that was said on a goal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Goal {
    #[serde(rename = "goal")]
    pub(super) number: u32,
    pub(super) assessment: Assessment,
    pub(super) text: Linking,
    pub(super) contribution: Vec<Contribution>,
    #[serde(default)]
    pub(super) indicator: Vec<Indicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessment {
    pub(super) rating: String,
    pub(super) ground: String,
}

/// What the coordinator wrote around the ministries' words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Linking {
    pub(super) opening: String,
    pub(super) closing: String,
}

/// A ministry's words, and what happened to them on the way.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Contribution {
    pub(super) ministry: String,
    pub(super) achieved: String,
    pub(super) obstacles: String,
    pub(super) outlook: String,
    pub(super) internal_note: String,
    pub(super) commitments: Vec<Commitment>,
    pub(super) sources: Vec<Source>,
    /// Why the director sent it back once.
    pub(super) returned: Option<String>,
    /// What it said before it was sent back.
    pub(super) first_achieved: Option<String>,
    /// Handed in after the deadline.
    pub(super) late: bool,
    /// Why there is none.
    #[serde(rename = "no_contribution")]
    pub(super) nothing: Option<String>,
    /// Paragraphs of `achieved`, from 0, that the coordinator did not take over.
    pub(super) left_out: Vec<usize>,
    /// A paragraph of `achieved` that the coordinator shortened.
    pub(super) altered: Option<Altered>,
    /// The composed text was refused, and that was overruled.
    pub(super) refused: Option<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Altered {
    pub(super) paragraph: usize,
    pub(super) text: String,
    /// What it became after the ministry had consented to that.
    pub(super) again: Option<String>,
}

/// Why a ministry did not consent, and why the coordinator went on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    pub(super) reason: String,
    pub(super) proposal: String,
    pub(super) overruled: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commitment {
    pub(super) number: String,
    pub(super) stand: String,
    pub(super) line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) paper: Option<String>,
    pub(super) url: Option<String>,
    #[serde(deserialize_with = "day")]
    pub(super) date: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicator {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) decimals: u8,
    pub(super) ministry: String,
    pub(super) measurements: Vec<Measurement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measurement {
    #[serde(deserialize_with = "day")]
    pub(super) date: NaiveDate,
    pub(super) value: String,
    pub(super) source: String,
}

/// The round after, which is under way: what to try things on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextRound {
    pub(super) label: String,
    /// When it is, in the demo.
    #[serde(deserialize_with = "moment")]
    pub(super) now: DateTime<Utc>,
    #[serde(deserialize_with = "day")]
    pub(super) from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) until: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) reference_date: NaiveDate,
    pub(super) deadlines: Deadlines,
    pub(super) contribution: Vec<Begun>,
    pub(super) aside: Vec<Aside>,
}

/// A contribution that got so far.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begun {
    pub(super) goal: u32,
    pub(super) ministry: String,
    /// "concept", "ingediend", "teruggestuurd" or "akkoord".
    pub(super) state: String,
    pub(super) achieved: String,
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default)]
    pub(super) shared: bool,
}

macro_rules! goal_files {
    ($($number:literal)*) => {
        [$(include_str!(concat!("../../../reports/demo/2018-2020/doel-", $number, ".toml"))),*]
    };
}

/// The files as they ship with the program.
pub(super) fn shipped() -> anyhow::Result<Files> {
    let goals = goal_files!("01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13");
    let people: People = read("people.toml", include_str!("../../../reports/demo/people.toml"))?;
    Ok(Files {
        people: people.person,
        round: read("2018-2020/ronde.toml", include_str!("../../../reports/demo/2018-2020/ronde.toml"))?,
        goals: goals.into_iter().map(|text| read("2018-2020/doel", text)).collect::<anyhow::Result<_>>()?,
        next: read("2020-2022/ronde.toml", include_str!("../../../reports/demo/2020-2022/ronde.toml"))?,
    })
}

fn read<'a, T: Deserialize<'a>>(name: &str, text: &'a str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("reports/demo/{name} is not as it must be"))
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let value = Datetime::deserialize(deserializer)?;
    value.to_string().parse().map_err(D::Error::custom)
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let value = Datetime::deserialize(deserializer)?;
    value.to_string().parse::<NaiveDateTime>().map(clock::from_local).map_err(D::Error::custom)
}
