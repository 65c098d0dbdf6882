//! The editions in which a goal's text stands.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        goal_text::{GoalText, Origin, Passage},
        id::PersonId,
        round::Round,
        strategy::Goal,
    },
    report::Report,
    store::{self, goal_texts::Kept},
    web::{Error, Result},
};

/// An edition with one goal's text as it was frozen.
struct Place {
    number: u32,
    report: Report,
    frozen_at: DateTime<Utc>,
    released: bool,
    passages: Vec<Kept>,
}

/// The editions of a round that someone may know of.
pub(super) struct Places(Vec<Place>);

impl Places {
    /// Reads them. `all`: also those that are not released.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        round: &Round,
        goal: &Goal,
        all: bool,
    ) -> Result<Self> {
        let found = store::provenance::editions(connection, round.id, goal.id).await?;
        let places = found.into_iter().filter(|one| all || one.released).map(|one| {
            let report = Report::from_json(&one.report).map_err(|fault| Error::Internal(fault.into()))?;
            Ok(Place {
                number: one.number,
                report,
                frozen_at: one.frozen_at,
                released: one.released,
                passages: one.version.map(|version| version.passages).unwrap_or_default(),
            })
        });
        Ok(Self(places.collect::<Result<_>>()?))
    }

    /// Their numbers, oldest first.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|place| place.number)
    }

    fn find(&self, number: u32) -> Option<&Place> {
        self.0.iter().find(|place| place.number == number)
    }

    /// The report of one of them, and the goal's passages.
    pub(super) fn frozen(&self, number: u32) -> Option<(&Report, &[Kept])> {
        self.find(number).map(|place| (&place.report, place.passages.as_slice()))
    }

    /// When one was frozen.
    pub(super) fn frozen_at(&self, number: u32) -> Option<DateTime<Utc>> {
        self.find(number).map(|place| place.frozen_at)
    }

    /// Whether everyone can read one.
    pub(super) fn is_released(&self, number: u32) -> bool {
        self.find(number).is_some_and(|place| place.released)
    }
}

/// Passages as they were kept, as a text again: enough of it to take a ministry's share.
pub(super) fn kept(passages: &[Kept]) -> GoalText {
    let passage = |kept: &Kept| Passage {
        id: kept.id,
        head: kept.head,
        text: kept.text.clone(),
        origin: kept.origin.as_ref().map(|from| Origin {
            contribution: from.contribution,
            ministry: from.ministry.clone(),
            number: from.number,
            sha256: String::new(),
            approved_on: None,
            field: from.field,
            paragraph: from.paragraph,
            text: from.text.clone(),
        }),
        author: PersonId::default(),
        changed_at: DateTime::<Utc>::UNIX_EPOCH,
    };
    GoalText { version: 0, passages: passages.iter().map(passage).collect() }
}
