//! A text as word processors have it, before anyone decides in which format.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};

/// A text that others read and annotate in a word processor.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is called in its properties.
    pub title: String,
    /// What it is about, in its properties.
    pub subject: String,
    /// Who publishes it.
    pub author: String,
    /// Language of its words, with the country: "nl-NL".
    pub language: String,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// What else its properties say: names and values.
    pub facts: Vec<(String, String)>,
    /// Stands above every page.
    pub head: Option<String>,
    /// Stands below every page, beside the number of the page.
    pub foot: String,
    /// Whether a heading of the first level begins a page.
    pub chapters: bool,
    /// What it says.
    pub body: Vec<Piece>,
}

/// A part of it, in reading order.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A heading.
    Heading(Heading),
    /// Running words.
    Paragraph(Paragraph),
    /// Bullets or numbers.
    List(List),
    /// Rows and columns.
    Table(Table),
    /// Where everything stands: the headings down to this level.
    Contents(u8),
}

/// A heading.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// From 1.
    pub level: u8,
    /// Its words.
    pub words: String,
    /// By which links find it.
    pub anchor: String,
    /// What was remarked on all that stands under it.
    pub notes: Vec<Note>,
}

/// What a paragraph is, which decides its look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Running text.
    #[default]
    Body,
    /// A number, a tab and running text.
    Numbered,
    /// What the document is called.
    Title,
    /// What is said under the title.
    Subtitle,
    /// What must not be missed: that it is an example, or not the last word.
    Warning,
    /// What a table shows; stands above it.
    Caption,
    /// Where something comes from.
    Source,
    /// The title of what is set apart.
    AsideTitle,
    /// What is set apart.
    Aside,
    /// The title of what says that something is missing.
    GapTitle,
    /// What is missing.
    Gap,
}

/// Running words.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// What it is.
    pub look: Look,
    /// The words.
    pub runs: Vec<Run>,
    /// By which links find it.
    pub anchor: Option<String>,
    /// What was remarked on it.
    pub notes: Vec<Note>,
}

/// Words with the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub words: String,
    /// Important.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// Beside the text: where it came from.
    pub aside: bool,
    /// Their language when it is another than the document's, with a country: "en-GB".
    pub language: Option<String>,
    /// Where they lead.
    pub link: Option<Link>,
}

/// Where words lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To an address on the web.
    Web(String),
    /// To a heading or paragraph of the document.
    Within(String),
}

/// Bullets or numbers.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Numbers instead of bullets.
    pub ordered: bool,
    /// Its items.
    pub items: Vec<Item>,
    /// What was remarked on it.
    pub notes: Vec<Note>,
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The words.
    pub runs: Vec<Run>,
    /// A list inside it.
    pub below: Option<List>,
}

/// Rows and columns, with a head that comes back on every page.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows, for who cannot see it; above it stands a paragraph of that look.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; a cell is one or more paragraphs.
    pub rows: Vec<Vec<Vec<Vec<Run>>>>,
    /// The first cell of a row says what the row is about.
    pub row_heads: bool,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the width, relative to the others.
    pub share: u16,
    /// Set to the end of the line: numbers.
    pub end: bool,
}

/// A remark in the margin, with what was answered.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The remark itself, and the answers to it, oldest first.
    pub said: Vec<Said>,
    /// Whether it is dealt with.
    pub resolved: bool,
}

/// Something said in the margin.
#[derive(Clone, Debug)]
pub struct Said {
    /// By whom.
    pub by: String,
    /// When, on the clocks of its readers: word processors know no other.
    pub at: NaiveDateTime,
    /// The words; a line is a paragraph.
    pub words: String,
}

impl Said {
    /// The first letters of a name: "FD".
    pub(super) fn initials(&self) -> String {
        let name = self.by.split('(').next().unwrap_or_default();
        name.split_whitespace().filter_map(|word| word.chars().next()).take(4).collect()
    }

    /// The moment as formats write it.
    pub(super) fn moment(&self) -> String {
        self.at.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

impl Document {
    /// Language and country apart: "nl", "NL".
    pub(super) fn tongue(language: &str) -> (&str, &str) {
        language.split_once('-').unwrap_or((language, "none"))
    }

    /// Its headings down to a level.
    pub(super) fn headings(&self, deepest: u8) -> impl Iterator<Item = &Heading> {
        self.body.iter().filter_map(move |piece| match piece {
            Piece::Heading(heading) if heading.level <= deepest => Some(heading),
            Piece::Heading(_)
            | Piece::Paragraph(_)
            | Piece::List(_)
            | Piece::Table(_)
            | Piece::Contents(_) => None,
        })
    }

    /// What links can find.
    pub(super) fn anchors(&self) -> BTreeSet<&str> {
        let anchors = self.body.iter().filter_map(|piece| match piece {
            Piece::Heading(heading) => Some(heading.anchor.as_str()),
            Piece::Paragraph(paragraph) => paragraph.anchor.as_deref(),
            Piece::List(_) | Piece::Table(_) | Piece::Contents(_) => None,
        });
        anchors.collect()
    }
}
