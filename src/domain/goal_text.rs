//! What the report says on a goal: passages in order, each knowing where its words came from.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{
    id::{ContributionId, PassageId, PersonId},
    ministry::MinistryCode,
    text::Reason,
};

/// Under which head of the goal a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Head {
    /// Progress.
    Text,
    /// What comes next.
    Outlook,
}

impl Head {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Text, Self::Outlook];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Outlook => "outlook",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Text => "voortgang",
            Self::Outlook => "vooruitblik",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|head| head.code() == code)
    }
}

/// Which part of a contribution words were taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// What was achieved.
    Achieved,
    /// What stood in the way.
    Obstacles,
    /// What comes next.
    Outlook,
}

impl Field {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Achieved, Self::Obstacles, Self::Outlook];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Achieved => "achieved",
            Self::Obstacles => "obstacles",
            Self::Outlook => "outlook",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Achieved => "wat is bereikt",
            Self::Obstacles => "belemmeringen en ontwikkelingen",
            Self::Outlook => "vooruitblik",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Where words of this part go when they are taken over.
    #[must_use]
    pub const fn head(self) -> Head {
        match self {
            Self::Achieved | Self::Obstacles => Head::Text,
            Self::Outlook => Head::Outlook,
        }
    }
}

/// Where a passage's words came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Which contribution.
    pub contribution: ContributionId,
    /// Whose.
    pub ministry: MinistryCode,
    /// Which revision.
    pub number: u32,
    /// SHA-256 of that revision.
    pub sha256: String,
    /// The day of the akkoord on that revision; `None` when it was withdrawn since.
    pub approved_on: Option<NaiveDate>,
    /// Which part of it.
    pub field: Field,
    /// Which paragraph of that part, from 0.
    pub paragraph: u32,
    /// The exact words as they were.
    pub text: String,
}

/// A piece of goal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Identity.
    pub id: PassageId,
    /// Under which head.
    pub head: Head,
    /// Its words now, in Markdown-light.
    pub text: String,
    /// Where they came from; `None` when the coordinator wrote them.
    pub origin: Option<Origin>,
    /// Who placed or last changed it.
    pub author: PersonId,
    /// When.
    pub changed_at: DateTime<Utc>,
}

impl Passage {
    /// A paragraph of a contribution, word for word, under the head of its field.
    #[must_use]
    pub fn taken_over(origin: Origin, author: PersonId, at: DateTime<Utc>) -> Self {
        let (head, text) = (origin.field.head(), origin.text.clone());
        Self { id: PassageId::new(), head, text, origin: Some(origin), author, changed_at: at }
    }

    /// The coordinator's own words.
    #[must_use]
    pub fn written(head: Head, text: &Reason, author: PersonId, at: DateTime<Utc>) -> Self {
        let text = text.as_str().to_owned();
        Self { id: PassageId::new(), head, text, origin: None, author, changed_at: at }
    }

    /// Whether this is that paragraph of that revision.
    #[must_use]
    pub fn is_from(&self, contribution: ContributionId, number: u32, field: Field, paragraph: u32) -> bool {
        self.origin.as_ref().is_some_and(|origin| {
            (origin.contribution, origin.number, origin.field, origin.paragraph)
                == (contribution, number, field, paragraph)
        })
    }

    /// Whether the words are no longer those of the contribution.
    #[must_use]
    pub fn is_altered(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.text != self.text)
    }
}

/// The text of a goal in a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoalText {
    /// Grows with every change; a change names the version it was made on.
    pub version: u32,
    /// The passages, in the order of the report.
    pub passages: Vec<Passage>,
}

/// Why a goal text cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Someone changed it since.
    #[error("version {newest} was saved meanwhile")]
    Stale {
        /// The version now.
        newest: u32,
    },
    /// There is no such passage any more.
    #[error("no such passage")]
    NoSuchPassage,
    /// The round no longer takes changes.
    #[error("the round is closed")]
    Closed,
}

/// To which side a passage moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Earlier in the text.
    Up,
    /// Later in the text.
    Down,
}

impl GoalText {
    /// Puts passages at the end of their heads.
    #[must_use]
    pub fn place(mut self, passages: impl IntoIterator<Item = Passage>) -> Self {
        self.passages.extend(passages);
        self.passages.sort_by_key(|passage| passage.head);
        self.next()
    }

    /// Replaces the words of a passage; its origin stays, so the alteration is known.
    ///
    /// # Errors
    /// [`Fault::NoSuchPassage`].
    pub fn reword(
        mut self,
        id: PassageId,
        text: &Reason,
        author: PersonId,
        at: DateTime<Utc>,
    ) -> Result<Self, Fault> {
        let passage =
            self.passages.iter_mut().find(|passage| passage.id == id).ok_or(Fault::NoSuchPassage)?;
        text.as_str().clone_into(&mut passage.text);
        passage.author = author;
        passage.changed_at = at;
        Ok(self.next())
    }

    /// Moves a passage one place within its head; at the edge nothing happens.
    ///
    /// # Errors
    /// [`Fault::NoSuchPassage`].
    pub fn shift(mut self, id: PassageId, direction: Direction) -> Result<Self, Fault> {
        let place = self.passages.iter().position(|passage| passage.id == id).ok_or(Fault::NoSuchPassage)?;
        let other = match direction {
            Direction::Up => place.checked_sub(1),
            Direction::Down => Some(place + 1),
        };
        if let Some(other) = other.filter(|other| {
            self.passages.get(*other).is_some_and(|passage| passage.head == self.passages[place].head)
        }) {
            self.passages.swap(place, other);
        }
        Ok(self.next())
    }

    /// Takes a passage out.
    ///
    /// # Errors
    /// [`Fault::NoSuchPassage`].
    pub fn remove(mut self, id: PassageId) -> Result<Self, Fault> {
        let before = self.passages.len();
        self.passages.retain(|passage| passage.id != id);
        if self.passages.len() == before { Err(Fault::NoSuchPassage) } else { Ok(self.next()) }
    }

    /// Refuses a change that was made on an older version.
    ///
    /// # Errors
    /// [`Fault::Stale`].
    pub fn expect_version(self, based_on: u32) -> Result<Self, Fault> {
        if based_on == self.version { Ok(self) } else { Err(Fault::Stale { newest: self.version }) }
    }

    /// A passage by its identity.
    ///
    /// # Errors
    /// [`Fault::NoSuchPassage`].
    pub fn passage(&self, id: PassageId) -> Result<&Passage, Fault> {
        self.passages.iter().find(|passage| passage.id == id).ok_or(Fault::NoSuchPassage)
    }

    /// Whether any words of a contribution stand in it.
    #[must_use]
    pub fn holds(&self, contribution: ContributionId) -> bool {
        let from = |passage: &Passage| passage.origin.as_ref().map(|origin| origin.contribution);
        self.passages.iter().any(|passage| from(passage) == Some(contribution))
    }

    /// SHA-256 of the words in order: head, zero byte, words, zero byte.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256(self.passages.iter())
    }

    /// The same over the passages of one ministry: what its consent binds to.
    #[must_use]
    pub fn share_sha256(&self, ministry: &MinistryCode) -> String {
        sha256(self.share(ministry))
    }

    /// The passages that came from a ministry's contribution, in order.
    pub fn share<'t>(&'t self, ministry: &'t MinistryCode) -> impl Iterator<Item = &'t Passage> {
        self.passages
            .iter()
            .filter(move |passage| passage.origin.as_ref().is_some_and(|origin| origin.ministry == *ministry))
    }

    fn next(mut self) -> Self {
        self.version += 1;
        self
    }
}

fn sha256<'p>(passages: impl Iterator<Item = &'p Passage>) -> String {
    let mut digest = Sha256::new();
    for passage in passages {
        digest.update(passage.head.code());
        digest.update([0]);
        digest.update(&passage.text);
        digest.update([0]);
    }
    super::event::hex(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passage(head: Head, text: &str) -> Passage {
        let changed_at = "2020-03-01T12:00:00Z".parse().unwrap();
        let id = PassageId::new();
        Passage { id, head, text: text.into(), origin: None, author: PersonId::new(), changed_at }
    }

    #[test]
    fn a_reworded_passage_knows_that_it_was_altered() {
        let origin = Origin {
            contribution: ContributionId::new(),
            ministry: "def".into(),
            number: 2,
            sha256: String::new(),
            approved_on: None,
            field: Field::Achieved,
            paragraph: 0,
            text: "Wij deden veel.".into(),
        };
        let taken = Passage { origin: Some(origin), ..passage(Head::Text, "Wij deden veel.") };
        let id = taken.id;
        let text = GoalText::default().place([taken]);
        assert!(!text.passages[0].is_altered());
        let at = "2020-03-02T12:00:00Z".parse().unwrap();
        let text =
            text.reword(id, &Reason::parse("Defensie deed veel.").unwrap(), PersonId::new(), at).unwrap();
        assert!(text.passages[0].is_altered());
        assert_eq!(text.passages[0].origin.as_ref().unwrap().text, "Wij deden veel.");
    }

    #[test]
    fn a_change_on_an_older_version_is_refused() {
        let text = GoalText::default().place([passage(Head::Text, "a")]);
        assert_eq!(text.expect_version(0).unwrap_err(), Fault::Stale { newest: 1 });
    }

    proptest! {
        #[test]
        fn moving_passages_loses_none_and_keeps_heads_together(moves in prop::collection::vec((0..6usize, any::<bool>()), 0..30)) {
            let heads = [Head::Text, Head::Outlook, Head::Text, Head::Text, Head::Outlook, Head::Text];
            let mut text = GoalText::default().place(heads.map(|head| passage(head, "x")));
            let mut ids: Vec<_> = text.passages.iter().map(|passage| passage.id).collect();
            ids.sort();
            for (which, up) in moves {
                let direction = if up { Direction::Up } else { Direction::Down };
                text = text.shift(ids[which], direction).unwrap();
            }
            let mut left: Vec<_> = text.passages.iter().map(|passage| passage.id).collect();
            left.sort();
            prop_assert_eq!(left, ids);
            prop_assert!(text.passages.windows(2).all(|pair| pair[0].head <= pair[1].head));
        }
    }
}
