//! One line of an erratum: what stands in an edition, what it must be, and why.

use thiserror::Error;

use super::text::{self, Reason, TextFault};

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Number of a paragraph ("6.3") or a heading.
    pub place: Place,
    /// What stands there.
    pub stated: Reason,
    /// What it must be.
    pub correct: Reason,
    /// Why.
    pub reason: Reason,
}

/// Where in an edition something stands: the number of a paragraph or a heading, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// Reads a place that may not be empty.
    ///
    /// # Errors
    /// When it is empty, too long or holds a control character.
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        let line = text::line(raw)?;
        if line.is_empty() { Err(TextFault::Empty) } else { Ok(Self(line)) }
    }

    /// The place.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Old and new words are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("old and new words are the same")]
pub struct SameWords;

impl Correction {
    /// A correction that changes something.
    ///
    /// # Errors
    /// [`SameWords`] when it does not.
    pub fn new(place: Place, stated: Reason, correct: Reason, reason: Reason) -> Result<Self, SameWords> {
        if stated == correct { Err(SameWords) } else { Ok(Self { place, stated, correct, reason }) }
    }
}
