//! Afstemming: goal texts before the ministries, what they answer, and what the coordinator decides.

mod answer;
mod index;
mod overrule;
mod overview;
mod proof;
mod show;

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

pub(super) use answer::{give, refuse};
pub(super) use index::index;
pub(super) use overrule::{edit, overrule};
pub(super) use overview::{lay, overview};
pub(super) use proof::proof;
pub(super) use show::show;

use super::{
    Error, Result, desk, difference::Difference, extract::Visitor, page::Crumb, prose::Blocks, reading::Part,
    routes::RoundConsents,
};
use crate::{
    domain::{
        clock,
        consent::{Answer, Answered, Consent, Standing},
        goal_text::{GoalText, Head, Passage},
        ministry::MinistryCode,
        round::{Round, State},
        strategy::Goal,
    },
    report::typography::capitalised,
    store::{self, goal_texts::Version, revisions::Handed},
};

/// A goal's text with all that was asked and said about it.
struct Matter {
    round: Round,
    goal: Goal,
    text: GoalText,
    /// One for each ministry involved.
    consents: Vec<Consent>,
    shorts: BTreeMap<MinistryCode, String>,
}

impl Matter {
    async fn load(connection: &mut SqliteConnection, round: Round, number: u32) -> Result<Self> {
        let goal = desk::goal(connection, &round, number).await?;
        let text = store::goal_texts::get(connection, round.id, goal.id).await?;
        let mut assigned = store::rounds::assignments(connection, round.id).await?;
        let consents = store::consents::of_goal(connection, round.id, goal.id).await?;
        let consents =
            store::consents::of_involved(consents, &assigned.remove(&goal.id).unwrap_or_default(), &text);
        let ministries = store::ministries::list(connection, round.reference_date).await?;
        let shorts = ministries.into_iter().map(|ministry| (ministry.code, ministry.short)).collect();
        Ok(Self { round, goal, text, consents, shorts })
    }

    /// What was asked of one ministry, when the text was laid before it.
    fn laid_before(&self, ministry: &MinistryCode) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.ministry == *ministry && !consent.asked.is_empty())
    }

    fn short<'a>(&'a self, ministry: &'a MinistryCode) -> &'a str {
        self.shorts.get(ministry).map_or(ministry.as_str(), String::as_str)
    }

    /// Event names: "2018-2020/6".
    fn id(&self) -> String {
        format!("{}/{}", self.round.slug, self.goal.number)
    }
}

/// Whether ministries may read the texts now: while the coordinator works on them they may not.
fn require_laid(round: &Round) -> Result<()> {
    if matches!(round.state, State::Consulting | State::Frozen | State::Presented) {
        Ok(())
    } else {
        Err(Error::Conflict(
            "De teksten liggen nu niet bij de ministeries: de coördinator werkt eraan. U ziet ze terug als ze opnieuw voorliggen."
                .to_owned(),
        ))
    }
}

/// One passage as a ministry reads it.
struct Reading {
    id: String,
    words: Blocks,
    whose: String,
    own: bool,
    altered: bool,
}

/// The passages under one head.
struct Column {
    title: &'static str,
    passages: Vec<Reading>,
}

fn columns(matter: &Matter, ministry: &MinistryCode) -> Vec<Column> {
    let of_head = |head: Head| {
        let under = matter.text.passages.iter().filter(move |passage| passage.head == head);
        Column { title: head.dutch(), passages: under.map(|one| reading(matter, one, ministry)).collect() }
    };
    Head::ALL.map(of_head).into_iter().filter(|column| !column.passages.is_empty()).collect()
}

fn reading(matter: &Matter, passage: &Passage, ministry: &MinistryCode) -> Reading {
    let from = passage.origin.as_ref().map(|origin| &origin.ministry);
    Reading {
        id: passage.id.to_string(),
        words: Blocks::read(&passage.text),
        whose: from.map_or_else(|| "coördinator".to_owned(), |from| matter.short(from).to_owned()),
        own: from == Some(ministry),
        altered: passage.is_altered(),
    }
}

/// What differs between a ministry's approved words and those of the report, passage by passage.
fn alterations(text: &GoalText, ministry: &MinistryCode) -> Difference {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for head in Head::ALL {
        let under = text.passages.iter().filter(|passage| passage.head == head);
        for (place, passage) in (1..).zip(under) {
            let Some(origin) = passage.origin.as_ref().filter(|origin| origin.ministry == *ministry) else {
                continue;
            };
            let label = format!("{}, passage {place}", capitalised(head.dutch()));
            let part = |text: &str| Part {
                key: passage.id.to_string(),
                label: label.clone(),
                text: text.to_owned(),
            };
            before.push(part(&origin.text));
            after.push(part(&passage.text));
        }
    }
    Difference::between(&before, &after)
}

/// Paragraphs of a ministry's approved contribution that are not in the text.
fn left_out(handed: Option<&Handed>, text: &GoalText) -> Vec<Blocks> {
    let Some((handed, words)) = handed.and_then(|handed| Some((handed, handed.approved.as_ref()?))) else {
        return Vec::new();
    };
    let fields = crate::domain::goal_text::Field::ALL.into_iter();
    let all = fields.flat_map(|field| {
        let paragraphs = super::compose::paragraphs(words, field);
        (0_u32..).zip(paragraphs).map(move |(place, words)| (field, place, words))
    });
    let id = handed.contribution.id;
    all.filter(|(field, place, _)| {
        !text.passages.iter().any(|passage| passage.is_from(id, words.number, *field, *place))
    })
    .map(|(_, _, words)| Blocks::read(words))
    .collect()
}

/// What changed in a text since a version that someone saw.
fn since(seen: Option<&Version>, text: &GoalText) -> Difference {
    let part = |head: Head, words: Vec<&str>| Part {
        key: head.code().to_owned(),
        label: capitalised(head.dutch()),
        text: words.join("\n\n"),
    };
    let before: Vec<_> = seen
        .map(|seen| {
            Head::ALL
                .map(|head| {
                    let under = seen.passages.iter().filter(|passage| passage.head == head);
                    part(head, under.map(|passage| passage.text.as_str()).collect())
                })
                .into()
        })
        .unwrap_or_default();
    let after = Head::ALL.map(|head| {
        let under = text.passages.iter().filter(|passage| passage.head == head);
        part(head, under.map(|passage| passage.text.as_str()).collect())
    });
    Difference::between(&before, &after)
}

/// An answer that was given before, as the page tells it.
struct Told {
    word: &'static str,
    tone: &'static str,
    by: String,
    at: String,
    now: bool,
    reason: Option<String>,
    proposal: Option<String>,
}

/// All answers, newest first; `now` is whether it is on the words as they read now.
fn told(consent: &Consent, text: &GoalText) -> Vec<Told> {
    let share = text.share_sha256(&consent.ministry);
    let one = |answered: &Answered| Told {
        word: answered.answer.dutch(),
        tone: tone(Standing::Answered(answered.answer)),
        by: answered.by.clone().unwrap_or_else(|| "het programma, na de termijn".to_owned()),
        at: clock::short_moment(answered.at),
        now: answered.share == share,
        reason: answered.reason.clone(),
        proposal: answered.proposal.clone(),
    };
    consent.answered.iter().rev().map(one).collect()
}

/// The look of a standing's badge.
const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Answered(Answer::Given | Answer::Silent) => "safe",
        Standing::Answered(Answer::Overruled) => "neutral",
        Standing::Answered(Answer::Refused) => "danger",
        Standing::Waiting | Standing::Unasked => "warning",
    }
}

/// When an answer is due, and what silence means.
fn term(round: &Round, visitor: &Visitor) -> String {
    let due = clock::long_moment(round.consent_due);
    let left = clock::time_left(round.consent_due, round.clock(visitor.now));
    let silence = if round.silence_is_consent {
        "Hoort de coördinator niets, dan telt dat na de termijn als stilzwijgend akkoord."
    } else {
        "Zonder antwoord wordt het rapport niet vastgesteld."
    };
    format!("Antwoord tot {due} ({left}). {silence}")
}

/// The way back from a page of one goal and ministry, for the coordinator.
fn trail(round: &Round) -> Vec<Crumb> {
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Afstemming", RoundConsents { round: round.slug.clone() }));
    trail
}
