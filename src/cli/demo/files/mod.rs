//! The demo's files as they are written: people, the rounds, one file a goal.

mod changes;
mod goal;
mod next;

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::value::Datetime;

pub(super) use self::{
    changes::{Herijking, Renamed},
    goal::{Contribution, Goal, Refused},
    next::{NextRound, Remark},
};
use crate::domain::clock;

/// Everything the demo is made of.
pub(super) struct Files {
    pub(super) people: Vec<Person>,
    /// The rounds that were completed, oldest first.
    pub(super) rounds: Vec<Completed>,
    pub(super) next: NextRound,
}

/// A round that went all the way, with what was said on each goal.
pub(super) struct Completed {
    pub(super) round: Round,
    pub(super) goals: Vec<Goal>,
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
    pub(super) calendar: Calendar,
    pub(super) texts: BTreeMap<String, String>,
    pub(super) themes: BTreeMap<String, String>,
    pub(super) development: Vec<Development>,
    /// What parliament began to wait for.
    #[serde(default)]
    pub(super) request: Vec<Request>,
    /// Answers to what it waited for already.
    #[serde(default)]
    pub(super) answer: Vec<Answered>,
    #[serde(default)]
    pub(super) aside: Vec<Aside>,
    pub(super) tag: Vec<Tag>,
    pub(super) letter: Letter,
    pub(super) sent: Sent,
    #[serde(default)]
    pub(super) correction: Vec<Correction>,
    /// Why figures that were not measured again are left as they are.
    pub(super) old_figures: Option<String>,
    pub(super) herijking: Option<Herijking>,
    #[serde(default)]
    pub(super) renamed: Vec<Renamed>,
}

/// When the coordinator did what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calendar {
    #[serde(deserialize_with = "moment")]
    pub(super) opened: DateTime<Utc>,
    /// When the first ministry begins to write.
    #[serde(deserialize_with = "moment")]
    pub(super) writing: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) measured: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) composed: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) consulted: DateTime<Utc>,
    #[serde(deserialize_with = "moment")]
    pub(super) frozen: DateTime<Utc>,
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

/// An answer to a request of an earlier round.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    pub(super) paper: String,
    pub(super) outcome: String,
    pub(super) answer: String,
}

/// A passage that bears on a theme, by words in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    pub(super) theme: String,
    pub(super) goal: u32,
    pub(super) words: String,
}

/// A request that a later round set aside.
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

macro_rules! completed {
    ($round:literal: $($number:literal)*) => {
        completed(
            $round,
            include_str!(concat!("../../../../reports/demo/", $round, "/ronde.toml")),
            &[$(include_str!(concat!("../../../../reports/demo/", $round, "/doel-", $number, ".toml"))),*],
        )
    };
}

/// The files as they ship with the program.
pub(super) fn shipped() -> anyhow::Result<Files> {
    let people: People = read("people.toml", include_str!("../../../../reports/demo/people.toml"))?;
    Ok(Files {
        people: people.person,
        rounds: vec![
            completed!("2018-2020": "01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13")?,
            completed!("2020-2022": "01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13")?,
        ],
        next: read("2022-2023/ronde.toml", include_str!("../../../../reports/demo/2022-2023/ronde.toml"))?,
    })
}

fn completed(name: &str, round: &str, goals: &[&str]) -> anyhow::Result<Completed> {
    let goal = |text: &&str| read(&format!("{name}/doel"), text);
    Ok(Completed {
        round: read(&format!("{name}/ronde.toml"), round)?,
        goals: goals.iter().map(goal).collect::<anyhow::Result<_>>()?,
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
