//! The report as a value: what is said, in which order, before anyone decides how it looks.
//!
//! [`compile()`] turns the facts of a round and a [`Definition`](definition::Definition) into a [`Report`] and a list of gaps.
//! It is pure: no clock, no database, no bytes of any format. The renderers see only the [`Report`].
//!
//! # Why a value and not a template over the database
//! An edition is frozen. A `Report` is all there is to freeze: its canonical JSON is what the SHA-256 in the
//! colofon covers, and every format can be rebuilt from it long after the database has moved on.

mod block;
pub mod compare;

mod compile;
pub mod data;
pub mod definition;
mod erratum;
pub mod letter;
pub mod markdown;
mod search;
pub mod trace;
pub mod typography;
pub mod wording;

pub use crate::domain::clock::long_date;
pub use block::{
    Align, Block, Cell, Chart, Column, Figure, Inline, Item, List, Origin, Panel, PanelKind, Paragraph,
    Point, Row, Section, Series, Stack, StackPart, Table, Tone,
};
#[cfg(test)]
pub(crate) use compile::sample;
pub use compile::{EditionLabel, Replaces, compile, paragraph_number};
pub use erratum::erratum;
pub use letter::{Letter, compile_letter};
pub use search::Found;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A complete report, ready to be rendered or frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What stands on the cover and in the document's metadata.
    pub meta: Meta,
    /// The chapters, in reading order. Level 1 sections only; deeper ones are inside them.
    pub sections: Vec<Section>,
}

/// Title page and metadata of a [`Report`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Title of the document: "Voortgangsrapportage …".
    pub title: String,
    /// Subtitle: the strategy's own title.
    pub subtitle: String,
    /// Short name of the strategy: "GBVS". Used in the running header.
    pub strategy: String,
    /// The round in words: "2018–2020".
    pub round: String,
    /// First and last day of the reporting period.
    pub period: (NaiveDate, NaiveDate),
    /// The day on which the facts in the report stand, unless said otherwise.
    pub reference_date: NaiveDate,
    /// Number of the edition within its round, from 1; `None` for a draft.
    pub edition: Option<u32>,
    /// What kind of edition this is, in words: "Concept", "Editie 1", "Editie 2. Vervangt editie 1".
    pub status: String,
    /// Why it takes the place of another edition, for the cover; `None` when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who publishes: "Ministerie van Buitenlandse Zaken".
    pub publisher: String,
    /// A word printed on every page, such as "VOORBEELD" or "CONCEPT"; `None` for a real edition.
    pub watermark: Option<String>,
    /// Language of the text, BCP 47.
    pub language: String,
    /// Lines of the colofon, before the hash: label and text.
    pub colofon: Vec<(String, String)>,
    /// Name and version of the definition that ordered the report.
    pub definition: String,
}

/// What a rendering says about where it came from. It is beside the report, since a hash cannot hold itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// SHA-256 of the document's canonical JSON, in lower-case hexadecimal.
    pub sha256: String,
    /// The program that made it, with its version: "Voortgang 0.1.0".
    pub program: String,
}

impl Stamp {
    /// The stamp of a report that is rendered by this program.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self::by_this_program(report.sha256())
    }

    /// The stamp of a letter that is rendered by this program.
    #[must_use]
    pub fn of_letter(letter: &Letter) -> Self {
        Self::by_this_program(letter.sha256())
    }

    fn by_this_program(sha256: String) -> Self {
        Self { sha256, program: concat!("Voortgang ", env!("CARGO_PKG_VERSION")).to_owned() }
    }
}

impl Report {
    /// The one JSON form of this report: compact, fields in declaration order. What is hashed and frozen.
    ///
    /// # Panics
    /// Never in practice: the type holds only strings, numbers, dates and lists, which JSON can always carry.
    #[must_use]
    pub fn to_json(&self) -> String {
        canonical(self)
    }

    /// Reads the form written by [`Report::to_json`].
    ///
    /// # Errors
    /// When the text is not JSON or not a report of this version.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// SHA-256 of [`Report::to_json`], in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        digest(&self.to_json())
    }

    /// All sections, depth first, in reading order.
    pub fn walk(&self) -> impl Iterator<Item = &Section> {
        let mut stack: Vec<&Section> = self.sections.iter().rev().collect();
        std::iter::from_fn(move || {
            let section = stack.pop()?;
            stack.extend(section.sections.iter().rev());
            Some(section)
        })
    }
}

/// The one JSON form of a document: compact, fields in the order of their declaration.
#[expect(
    clippy::expect_used,
    reason = "documents have no map with other keys than strings and no fallible serializer"
)]
fn canonical(document: &impl Serialize) -> String {
    serde_json::to_string(document).expect("documents are plain data")
}

/// SHA-256 of a text, in lower-case hexadecimal.
fn digest(text: &str) -> String {
    crate::domain::event::hex(&Sha256::digest(text.as_bytes()))
}
