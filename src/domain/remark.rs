//! Remarks: what people say to each other about a paragraph or a passage. Never in an edition.

use chrono::{DateTime, Utc};

use super::{
    goal_text::Field,
    id::{ContributionId, GoalId, PassageId, RemarkId, RoundId},
};

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A paragraph of a contribution.
    Paragraph {
        /// Which contribution.
        contribution: ContributionId,
        /// The revision it was made on.
        number: u32,
        /// Which part of it.
        field: Field,
        /// Which paragraph of that part, from 0.
        paragraph: u32,
    },
    /// A passage of a goal's text.
    Passage {
        /// In which round.
        round: RoundId,
        /// Of which goal.
        goal: GoalId,
        /// Which passage.
        passage: PassageId,
    },
}

/// An answer to a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What was said.
    pub text: String,
    /// Name of who said it.
    pub by: String,
    /// Short name of their ministry.
    pub ministry: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A remark with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Identity.
    pub id: RemarkId,
    /// What it is about.
    pub subject: Subject,
    /// The words that stood there when it was made.
    pub words: String,
    /// What was said.
    pub first: Reply,
    /// Answers, oldest first.
    pub answers: Vec<Reply>,
    /// Who said that it is dealt with, and when; `None` while it is open.
    pub resolved: Option<(String, DateTime<Utc>)>,
}

/// Where a remark belongs in words that may have changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the words it was made on; they may have moved.
    Here(usize),
    /// At what stands in their place now.
    Reworded(usize),
    /// Nowhere: there is nothing in that place any more.
    Gone,
}

impl Remark {
    /// Whether it still asks for something.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.resolved.is_none()
    }
}

/// Finds the paragraph a remark belongs to: the same words, the nearest when they stand there twice; else what stands in
/// that place.
#[must_use]
pub fn locate<W: AsRef<str>>(words: &str, place: usize, paragraphs: &[W]) -> Place {
    let same = paragraphs.iter().enumerate().filter(|(_, paragraph)| paragraph.as_ref() == words);
    match same.map(|(found, _)| found).min_by_key(|found| found.abs_diff(place)) {
        Some(found) => Place::Here(found),
        None if place < paragraphs.len() => Place::Reworded(place),
        None => Place::Gone,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_remark_stays_with_its_words_or_with_what_came_in_their_place() {
        assert_eq!(locate("b", 1, &["a", "b"]), Place::Here(1));
        assert_eq!(locate("b", 1, &["nieuw", "a", "b"]), Place::Here(2), "the words moved");
        assert_eq!(locate("b", 1, &["b", "c", "b"]), Place::Here(0));
        assert_eq!(locate("b", 1, &["a", "anders"]), Place::Reworded(1));
        assert_eq!(locate("b", 1, &["a"]), Place::Gone);
    }

    proptest! {
        #[test]
        fn a_remark_is_here_exactly_when_its_words_are(words in "[a-c]", place in 0..4usize, paragraphs in prop::collection::vec("[a-c]", 0..4)) {
            match locate(&words, place, &paragraphs) {
                Place::Here(found) => prop_assert_eq!(&paragraphs[found], &words),
                Place::Reworded(found) => prop_assert!(found == place && !paragraphs.contains(&words)),
                Place::Gone => prop_assert!(place >= paragraphs.len() && !paragraphs.contains(&words)),
            }
        }
    }
}
