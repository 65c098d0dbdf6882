//! Words of an erratum. They know only the edition that is corrected: an erratum is made from a frozen report, long
//! after the facts of its round have moved on.

use serde::Deserialize;

use super::{Fault, words::Words};

/// Slots that every wording of an erratum may have.
const SLOTS: [&str; 5] = ["number", "own", "report", "round", "sha256"];

/// Fixed words of an erratum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ErratumWords {
    /// Title on the cover.
    pub title: Words,
    /// Subtitle on the cover.
    pub subtitle: Words,
    /// What kind of edition it is.
    pub status: Words,
    /// Anchor of its one chapter.
    pub anchor: Words,
    /// Heading of its one chapter.
    pub heading: Words,
    /// What it does, and what it leaves as it is.
    pub intro: Words,
    /// Caption of the table.
    pub caption: Words,
    /// Head of the column of places.
    pub place_head: Words,
    /// Head of the column of words that stand there.
    pub stated_head: Words,
    /// Head of the column of words that must stand there.
    pub correct_head: Words,
    /// Head of the column of reasons.
    pub reason_head: Words,
    /// Label in the colofon of what it corrects.
    pub corrects: Words,
    /// What it corrects.
    pub corrects_text: Words,
}

impl ErratumWords {
    pub(super) fn check(&self) -> Result<(), Fault> {
        [
            &self.title,
            &self.subtitle,
            &self.status,
            &self.anchor,
            &self.heading,
            &self.intro,
            &self.caption,
            &self.place_head,
            &self.stated_head,
            &self.correct_head,
            &self.reason_head,
            &self.corrects,
            &self.corrects_text,
        ]
        .into_iter()
        .try_for_each(|words| words.check_only(&SLOTS))
    }
}
