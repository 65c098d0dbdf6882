//! The same as a workbook, for programs: JSON.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{
    bundle::{Bundle, Goal},
    filled::{Fault, Filled, NONE, Package},
};
use crate::{
    domain::{
        clock,
        contribution::{Content, Source},
        id::ContributionId,
        package::{Key, NoKey},
    },
    web::{
        Error,
        contributions::{Typed, TypedSource},
        reading::{NOTE, TEXTS},
    },
};

/// What the file says it is.
const FORMAT: &str = "voortgang-bijdragen";

/// The version that is written and read.
const VERSION: u64 = 1;

/// The most goals, and the most commitments or sources of one: several times what any strategy has. A file is as short as a
/// few characters for each of them, and what is made of those is not.
const MOST: usize = 300;

/// Only what must be known before anything else is read.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Start {
    format: Short,
    version: Short,
}

/// A word or a number; of anything else only that it is neither.
#[derive(Default, PartialEq, Eq)]
enum Short {
    Word(String),
    Number(u64),
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for Short {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taken;
        impl<'de> Visitor<'de> for Taken {
            type Value = Short;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a word or a number")
            }

            fn visit_str<E>(self, word: &str) -> Result<Short, E> {
                Ok(Short::Word(word.chars().take(40).collect()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Short, E> {
                Ok(Short::Number(number))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Short, E> {
                Ok(Short::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Short, E> {
                Ok(Short::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Short, E> {
                Ok(Short::Other)
            }

            fn visit_unit<E>(self) -> Result<Short, E> {
                Ok(Short::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Short, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Short::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Short, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Short::Other)
            }
        }
        deserializer.deserialize_any(Taken)
    }
}

/// A list of no more than [`MOST`].
fn few<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Few<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Few<T> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut taken = Vec::new();
            while let Some(one) = items.next_element()? {
                if taken.len() == MOST {
                    return Err(A::Error::custom(format_args!("hier staan er meer dan {MOST}")));
                }
                taken.push(one);
            }
            Ok(taken)
        }
    }
    deserializer.deserialize_seq(Few(PhantomData))
}

/// What is there to read: it comes back unlooked at.
fn unread<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| None)
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Whole {
    format: String,
    version: u64,
    round: String,
    ministry: String,
    #[serde(deserialize_with = "few")]
    goals: Vec<Part>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Part {
    key: String,
    goal: u32,
    #[serde(default)]
    title: String,
    achieved: String,
    obstacles: String,
    outlook: String,
    internal_note: String,
    no_contribution: Option<String>,
    #[serde(deserialize_with = "few")]
    commitments: Vec<OnCommitment>,
    #[serde(deserialize_with = "few")]
    sources: Vec<Cited>,
    /// To read; what comes back in it is not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unread")]
    last_round: Option<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OnCommitment {
    number: String,
    #[serde(default)]
    text: String,
    stand: Option<String>,
    #[serde(default)]
    line: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cited {
    title: String,
    url: Option<String>,
    paper: Option<String>,
    reference_date: Option<String>,
}

/// The file of what may be written now.
pub(super) fn write(
    bundle: &Bundle,
    last: &BTreeMap<ContributionId, Content>,
) -> crate::web::Result<Vec<u8>> {
    let goals = bundle.writable().map(|goal| part(goal, last.get(&goal.listed.contribution.id)));
    let ministry = bundle.goals.first().map(|goal| goal.listed.contribution.ministry.as_str().to_owned());
    let whole = Whole {
        format: FORMAT.to_owned(),
        version: VERSION,
        round: bundle.round.slug.clone(),
        ministry: ministry.unwrap_or_default(),
        goals: goals.collect(),
    };
    serde_json::to_vec_pretty(&whole).map_err(|error| Error::Internal(error.into()))
}

fn part(goal: &Goal, last: Option<&Content>) -> Part {
    let content = &goal.newest;
    let last_round = last.map(|last| {
        serde_json::json!({ "achieved": last.achieved, "obstacles": last.obstacles, "outlook": last.outlook })
    });
    let commitments = goal.commitments.iter().map(|one| {
        let said = content.stands.iter().find(|stand| stand.commitment == one.id);
        OnCommitment {
            number: one.number.clone(),
            text: one.text.clone(),
            stand: said.map(|said| said.stand.code().to_owned()),
            line: said.map(|said| said.line.clone()).unwrap_or_default(),
        }
    });
    Part {
        key: goal.key().to_string(),
        goal: goal.listed.goal.0,
        title: goal.listed.goal.1.clone(),
        achieved: content.achieved.to_string(),
        obstacles: content.obstacles.to_string(),
        outlook: content.outlook.to_string(),
        internal_note: content.internal_note.to_string(),
        no_contribution: content.no_contribution.as_ref().map(|reason| reason.as_str().to_owned()),
        commitments: commitments.collect(),
        sources: content.sources.iter().map(cited).collect(),
        last_round,
    }
}

fn cited(source: &Source) -> Cited {
    Cited {
        title: source.title.clone(),
        url: source.url.clone(),
        paper: source.paper.as_ref().map(ToString::to_string),
        reference_date: source.reference_date.map(|date| date.to_string()),
    }
}

/// Reads a file.
///
/// # Errors
/// When nothing in it can be taken, in words and with the place.
pub(super) fn read(bytes: &[u8], bundle: &Bundle) -> Result<Package, String> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        format!(
            "Het bestand is geen UTF-8: teken {} is niet te lezen. Bewaar het als UTF-8.",
            fault.valid_up_to() + 1
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let start: Start = serde_json::from_str(text).map_err(|fault| broken(&fault))?;
    if start.format != Short::Word(FORMAT.to_owned()) {
        return Err(format!("Dit is geen bestand van dit programma: bij “format” moet “{FORMAT}” staan."));
    }
    if start.version != Short::Number(VERSION) {
        let version = match start.version {
            Short::Number(number) => format!("versie {number}"),
            Short::Word(_) | Short::Other => "een andere versie".to_owned(),
        };
        return Err(format!(
            "Dit bestand heeft {version} en dit programma leest versie {VERSION}. Haal het bestand opnieuw op."
        ));
    }
    let whole: Whole = serde_json::from_str(text).map_err(|fault| broken(&fault))?;
    let mut package = Package::default();
    let mut refused = Vec::new();
    for (position, part) in whole.goals.into_iter().enumerate() {
        let place = format!("goals[{position}]");
        match part.key.parse::<Key>() {
            Ok(key) => match bundle.goal(key.contribution) {
                Some(goal) => package.goals.push(filled(part, place, key, goal)),
                None => refused.push(format!(
                    "{place} is niet van {} in ronde {}.",
                    bundle.ministry, bundle.round.label
                )),
            },
            Err(NoKey::Changed | NoKey::Not) => refused.push(format!("{place}.key is veranderd.")),
            Err(NoKey::Version) => refused.push(format!("{place}.key is van een andere versie.")),
        }
    }
    if package.goals.is_empty() {
        refused.push("In dit bestand staat geen enkel doel dat u hier kunt inlezen.".to_owned());
        return Err(refused.join(" "));
    }
    package.refuse_twice();
    package.notes = refused.into_iter().map(|note| format!("{note} Het is overgeslagen.")).collect();
    Ok(package)
}

fn broken(fault: &serde_json::Error) -> String {
    format!("Het bestand is niet te lezen bij regel {}, teken {}: {fault}.", fault.line(), fault.column())
}

fn filled(part: Part, place: String, key: Key, goal: &Goal) -> Filled {
    let mut typed = Typed {
        versie: key.revision,
        texts: [part.achieved, part.obstacles, part.outlook],
        note: part.internal_note,
        shared: goal.listed.contribution.shared,
        ..Typed::default()
    };
    let mut places = BTreeMap::new();
    let names = TEXTS.iter().chain([&NOTE, &NONE]).map(|(name, _)| (*name).to_owned());
    places.extend(
        names.zip(["achieved", "obstacles", "outlook", "internalNote", "noContribution"].map(str::to_owned)),
    );
    let mut faults = Vec::new();
    for (position, one) in part.commitments.into_iter().enumerate() {
        let (at, number) = (format!("commitments[{position}]"), one.number);
        let stand = one.stand.unwrap_or_default();
        if !goal.commitments.iter().any(|known| known.number == number) {
            if !(stand.is_empty() && one.line.is_empty()) {
                let message = format!("Inzet {number} hoort niet bij dit doel.");
                faults.push(Fault::new(format!("{place}, {at}"), message));
            }
            continue;
        }
        places.insert(format!("stand-{number}"), format!("{at}.stand"));
        places.insert(format!("regel-{number}"), format!("{at}.line"));
        if typed.stands.contains_key(&number) {
            let message = format!("Inzet {number} staat er twee keer.");
            faults.push(Fault::new(format!("{place}, {at}"), message));
        }
        let said = typed.stands.entry(number).or_default();
        (said.stand, said.line) = (stand, one.line);
    }
    for (position, one) in part.sources.into_iter().enumerate() {
        let parts = [("titel", "title"), ("link", "url"), ("kamerstuk", "paper"), ("datum", "referenceDate")];
        places.extend(
            parts.map(|(name, said)| {
                (format!("bron-{position}-{name}"), format!("sources[{position}].{said}"))
            }),
        );
        let date = one.reference_date.unwrap_or_default();
        let date = clock::read_date(&date).map_or(date, clock::typed_date);
        let (url, paper) = (one.url.unwrap_or_default(), one.paper.unwrap_or_default());
        typed.sources.push(TypedSource { title: one.title, url, paper, date });
    }
    Filled {
        contribution: key.contribution,
        based_on: key.revision,
        place,
        typed,
        reason: part.no_contribution.unwrap_or_default(),
        withheld: Vec::new(),
        places,
        faults,
    }
}
