//! The typed blocks of a report. HTML, PDF and every later format walk these and nothing else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A part of the report with a heading. Level 1 is a chapter, 2 a goal or a part of a chapter, 3 a part of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable anchor, unique in the report: `doel-6`, `doel-6-inzet`.
    pub anchor: String,
    /// Heading level, 1 to 3; a subsection is one deeper than the section it stands in.
    pub level: u8,
    /// What precedes the title: "Doel 6", "Bijlage 2".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The title itself.
    pub title: String,
    /// What stands in the running header from here on, when it is not the chapter's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running: Option<String>,
    /// What stands between this heading and the next.
    pub blocks: Vec<Block>,
    /// Deeper sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
}

/// One thing on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "block")]
pub enum Block {
    /// Running text.
    Paragraph(Paragraph),
    /// Bullets or numbers.
    List(List),
    /// Rows and columns.
    Table(Table),
    /// A drawing made from numbers.
    Figure(Figure),
    /// Blocks set apart from the running text.
    Panel(Panel),
}

/// A paragraph, numbered when questions may have to point at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Printed number: "6.12"; its anchor is [`Paragraph::anchor`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The words.
    pub text: Vec<Inline>,
    /// Where the words came from; `None` for text of the definition itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Paragraph {
    /// A paragraph of plain words, without number or origin.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: vec![Inline::Text { text: text.into() }], ..Self::default() }
    }

    /// The stable anchor of a numbered paragraph: `p-6-12`.
    #[must_use]
    pub fn anchor(&self) -> Option<String> {
        self.number.as_ref().map(|number| format!("p-{}", number.replace('.', "-").to_lowercase()))
    }
}

/// Where a paragraph's words came from: the trace from a sentence to an akkoord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Short name of the ministry whose words these are, as valid in the round: "JenV".
    pub ministry: String,
    /// Number of the contribution's revision; `None` for text written by the coordinator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// First 12 hexadecimal digits of the revision's SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The day on which that revision was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<NaiveDate>,
    /// Whether the coordinator changed the words after akkoord.
    #[serde(default)]
    pub altered: bool,
}

/// Bullets (unordered) or numbers (ordered).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Numbers instead of bullets.
    pub ordered: bool,
    /// The items.
    pub items: Vec<Item>,
    /// Where the words came from, for a list that stands by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// An item of a [`List`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The words.
    pub text: Vec<Inline>,
    /// A list inside the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
}

/// A table with a head that repeats on every page it breaks over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the table shows. Always present: a table without a caption cannot be cited.
    pub caption: String,
    /// Columns with their heads.
    pub columns: Vec<Column>,
    /// Body rows; each has one cell per column.
    pub rows: Vec<Row>,
    /// The first cell of every row is that row's head.
    pub row_heads: bool,
    /// Where the contents come from, with peildatum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Share of the table's width relative to the other columns.
    pub width: u16,
    /// Start for words, end for numbers.
    pub align: Align,
}

/// To which side the cells of a column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the start of the line: words.
    Start,
    /// At the end of the line: numbers.
    End,
}

/// A row of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// A cell: one or more short paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Each inner list is a paragraph.
    pub lines: Vec<Vec<Inline>>,
}

impl Cell {
    /// A cell of plain words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(vec![Inline::Text { text: text.into() }])
    }

    /// A cell of one paragraph.
    #[must_use]
    pub fn of(line: Vec<Inline>) -> Self {
        Self { lines: vec![line] }
    }
}

/// A drawing made from numbers, with the words that replace it for who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What stands under it.
    pub caption: String,
    /// What it shows, in full sentences with the numbers.
    pub alt: String,
    /// The numbers.
    pub chart: Chart,
    /// Where the numbers come from, with peildatum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What kind of drawing a [`Figure`] is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "chart")]
pub enum Chart {
    /// Horizontal stacked bars of counts: the ratings of the goals in each pillar.
    Stacks {
        /// One bar each.
        stacks: Vec<Stack>,
    },
    /// Values over time: the measurements of an indicator.
    Series(Series),
}

/// One bar of [`Chart::Stacks`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stack {
    /// What the bar stands for.
    pub label: String,
    /// Its parts, from the start of the line.
    pub parts: Vec<StackPart>,
}

/// A part of a [`Stack`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StackPart {
    /// In words: "Op koers".
    pub label: String,
    /// Colour and pattern.
    pub tone: Tone,
    /// How many.
    pub count: u32,
}

/// Values over time. Decimal numbers are whole numbers of the last decimal: never floats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Unit of the values: "% bbp".
    pub unit: String,
    /// How many decimals the values have: 2 means that 122 is 1,22.
    pub decimals: u8,
    /// The measurements, oldest first; may be empty or just one.
    pub points: Vec<Point>,
    /// A value to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Point>,
}

/// A value on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The day on which it was so.
    pub date: NaiveDate,
    /// Value in units of the last decimal.
    pub value: i64,
}

/// Blocks set apart from the running text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// What it is, which decides its look and its role for assistive technology.
    pub kind: PanelKind,
    /// Its title.
    pub title: String,
    /// What stands in it: paragraphs and lists.
    pub blocks: Vec<Block>,
}

/// What a [`Panel`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PanelKind {
    /// What the strategy promised.
    Promise,
    /// The rating and its ground.
    Rating,
    /// Something is missing; only in drafts.
    Gap,
}

/// Words within a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "inline")]
pub enum Inline {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// Important words.
    Strong {
        /// The words.
        text: Vec<Inline>,
    },
    /// Stressed words.
    Emphasis {
        /// The words.
        text: Vec<Inline>,
    },
    /// A link to elsewhere; only `https:`, `http:` and `mailto:` are ever made.
    Link {
        /// Address.
        href: String,
        /// The words to follow.
        text: Vec<Inline>,
    },
    /// A link to an anchor within the report.
    Reference {
        /// Anchor of a section or paragraph.
        anchor: String,
        /// The words to follow.
        text: Vec<Inline>,
    },
    /// Words in another language.
    Foreign {
        /// BCP 47.
        lang: String,
        /// The words.
        text: Vec<Inline>,
    },
    /// A status in words, with a tone as second sign.
    Badge {
        /// Colour and pattern.
        tone: Tone,
        /// In words: "Op koers".
        text: String,
    },
}

impl Inline {
    /// Plain words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// The bare words, without marks.
    #[must_use]
    pub fn words(inlines: &[Self]) -> String {
        inlines
            .iter()
            .map(|inline| match inline {
                Self::Text { text } | Self::Badge { text, .. } => text.clone(),
                Self::Strong { text }
                | Self::Emphasis { text }
                | Self::Link { text, .. }
                | Self::Reference { text, .. }
                | Self::Foreign { text, .. } => Self::words(text),
            })
            .collect()
    }
}

/// How good the news is; never shown by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As hoped.
    Positive,
    /// Asks for attention.
    Attention,
    /// Not as hoped.
    Negative,
    /// Neither.
    Neutral,
}
