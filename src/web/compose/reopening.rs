//! What a change of a goal's text does to consent, told before it is made.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::{
    domain::{
        consent::Standing,
        goal_text::{GoalText, Passage},
        ministry::MinistryCode,
        round::{Round, State},
        strategy::Goal,
    },
    report::typography::enumeration,
    store,
    web::{Result, routes::RoundConsents},
};

/// How the ministries stand towards a goal's text, while it lies before them.
pub(super) struct Reopening {
    settled: Vec<String>,
    open: Vec<String>,
    /// Where the coordinator sees it all.
    pub(super) overview: String,
}

impl Reopening {
    /// Reads it; `None` while the texts do not lie before the ministries.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        round: &Round,
        goal: &Goal,
        text: &GoalText,
        shorts: &BTreeMap<MinistryCode, String>,
    ) -> Result<Option<Self>> {
        if round.state != State::Consulting {
            return Ok(None);
        }
        let (mut settled, mut open) = (Vec::new(), Vec::new());
        for consent in store::consents::of_goal(connection, round.id, goal.id).await? {
            let short = short(&consent.ministry, shorts);
            match consent.standing(text) {
                standing if standing.is_settled() => settled.push(short),
                Standing::Waiting | Standing::Answered(_) => open.push(short),
                Standing::Unasked => {}
            }
        }
        Ok(Some(Self { settled, open, overview: RoundConsents { round: round.slug.clone() }.to_string() }))
    }

    /// For the page of the goal.
    pub(super) fn of_goal(&self) -> String {
        let said = match (self.settled.as_slice(), self.open.as_slice()) {
            ([], []) => String::new(),
            (settled, []) => format!(" Afgestemd met {}.", enumeration(settled)),
            ([], open) => format!(" Nog niet afgestemd met {}.", enumeration(open)),
            (settled, open) => {
                format!(" Afgestemd met {}; nog niet met {}.", enumeration(settled), enumeration(open))
            }
        };
        format!(
            "De tekst ligt bij de ministeries.{said} Verandert u woorden van een ministerie, dan ligt de tekst daar opnieuw voor."
        )
    }

    /// For a page on which one passage is changed or taken out.
    pub(super) fn of_passage(&self, passage: &Passage, shorts: &BTreeMap<MinistryCode, String>) -> String {
        let Some(origin) = &passage.origin else {
            return "Dit is uw eigen tekst. Als u haar verandert, hoeft geen ministerie opnieuw in te stemmen."
                .to_owned();
        };
        let short = short(&origin.ministry, shorts);
        if self.settled.contains(&short) {
            format!(
                "{short} is akkoord met deze tekst. Verandert u deze passage, dan ligt de tekst opnieuw bij {short}."
            )
        } else {
            format!(
                "De tekst ligt bij {short}. Verandert u deze passage, dan leest {short} de nieuwe woorden."
            )
        }
    }
}

fn short(ministry: &MinistryCode, shorts: &BTreeMap<MinistryCode, String>) -> String {
    shorts.get(ministry).cloned().unwrap_or_else(|| ministry.to_string())
}
