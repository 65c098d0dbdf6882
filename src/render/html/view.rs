//! Each kind of thing on the page as a template of its own. A template inside a template is safe to print as it
//! stands, because it escaped its own words: that is what [`HtmlSafe`] says of each type here.

use askama::{Template, filters::HtmlSafe};

use super::chart::Drawing;
use crate::report::{
    Align, Block, Cell, Column, Figure, Inline, Item, List, Origin, Panel, PanelKind, Section, Table, Tone,
};

/// Running words with their marks.
#[derive(Template)]
#[template(path = "report/inline.html")]
pub struct Inlines<'a> {
    /// The words.
    pub inlines: &'a [Inline],
}

impl HtmlSafe for Inlines<'_> {}

/// Blocks under a heading.
#[derive(Template)]
#[template(path = "report/blocks.html")]
pub struct Blocks<'a> {
    /// The blocks.
    pub blocks: &'a [Block],
    /// Level of the headings of panels, 2 to 6.
    pub level: u8,
}

impl HtmlSafe for Blocks<'_> {}

#[derive(Template)]
#[template(path = "report/section.html")]
pub(super) struct SectionView<'a> {
    pub(super) section: &'a Section,
}

impl HtmlSafe for SectionView<'_> {}

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListView<'a> {
    list: &'a List,
}

impl HtmlSafe for ListView<'_> {}

#[derive(Template)]
#[template(path = "report/table.html")]
struct TableView<'a> {
    table: &'a Table,
}

impl HtmlSafe for TableView<'_> {}

#[derive(Template)]
#[template(path = "report/figure.html")]
struct FigureView<'a> {
    figure: &'a Figure,
}

impl HtmlSafe for FigureView<'_> {}

#[derive(Template)]
#[template(path = "report/panel.html")]
struct PanelView<'a> {
    panel: &'a Panel,
    level: u8,
}

impl HtmlSafe for PanelView<'_> {}

/// "DEF, versie 2": where a paragraph's words came from.
#[derive(Template)]
#[template(path = "report/origin.html")]
struct OriginView<'a> {
    origin: Option<&'a Origin>,
}

impl HtmlSafe for OriginView<'_> {}

/// A status in words, with a sign.
#[derive(Template)]
#[template(path = "report/badge.html")]
pub(super) struct BadgeView<'a> {
    tone: Tone,
    text: &'a str,
}

impl HtmlSafe for BadgeView<'_> {}

/// The signs that go with tones, drawn once and used by name.
#[derive(Template)]
#[template(path = "report/icons.html")]
pub(super) struct Icons;

impl HtmlSafe for Icons {}

impl<'a> Inlines<'a> {
    fn inner(inlines: &'a [Inline]) -> Self {
        Self { inlines }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template passes references")]
    fn badge(tone: &Tone, text: &'a str) -> BadgeView<'a> {
        BadgeView { tone: *tone, text }
    }
}

impl<'a> Blocks<'a> {
    fn words(inlines: &'a [Inline]) -> Inlines<'a> {
        Inlines { inlines }
    }

    fn list(list: &'a List) -> ListView<'a> {
        ListView { list }
    }

    fn table(table: &'a Table) -> TableView<'a> {
        TableView { table }
    }

    fn figure(figure: &'a Figure) -> FigureView<'a> {
        FigureView { figure }
    }

    fn panel(&self, panel: &'a Panel) -> PanelView<'a> {
        PanelView { panel, level: self.level }
    }

    fn origin(origin: Option<&'a Origin>) -> OriginView<'a> {
        OriginView { origin }
    }
}

impl<'a> SectionView<'a> {
    /// The document's title is the first heading, so a chapter is the second.
    fn level(&self) -> u8 {
        (self.section.level + 1).clamp(2, 6)
    }

    fn blocks(&self) -> Blocks<'a> {
        Blocks { blocks: &self.section.blocks, level: (self.level() + 1).min(6) }
    }

    fn inner(section: &'a Section) -> Self {
        Self { section }
    }
}

impl<'a> ListView<'a> {
    fn words(item: &'a Item) -> Inlines<'a> {
        Inlines { inlines: &item.text }
    }

    fn inner(list: &'a List) -> Self {
        Self { list }
    }

    fn origin(&self) -> OriginView<'a> {
        OriginView { origin: self.list.origin.as_ref() }
    }
}

impl<'a> TableView<'a> {
    /// Shares of the width in whole percents.
    fn shares(&self) -> Vec<u32> {
        let total: u32 = self.table.columns.iter().map(|column| u32::from(column.width)).sum();
        self.table
            .columns
            .iter()
            .map(|column| (u32::from(column.width) * 100 / total.max(1)).clamp(1, 100))
            .collect()
    }

    /// Tables of few columns fit a phone; others are scrolled within their box.
    fn size(&self) -> &'static str {
        match self.table.columns.len() {
            0..=2 => "narrow",
            3 => "middle",
            _ => "wide",
        }
    }

    fn align(column: &Column) -> &'static str {
        match column.align {
            Align::Start => "start",
            Align::End => "end",
        }
    }

    fn lines(cell: &'a Cell) -> Vec<Inlines<'a>> {
        cell.lines.iter().map(|line| Inlines { inlines: line }).collect()
    }

    /// Cells with the class of their column and whether they head their row.
    fn cells(&self, cells: &'a [Cell]) -> Vec<(bool, &'static str, Vec<Inlines<'a>>)> {
        let columns = self.table.columns.iter().map(Self::align).chain(std::iter::repeat("start"));
        let heads = std::iter::once(self.table.row_heads).chain(std::iter::repeat(false));
        cells
            .iter()
            .zip(columns)
            .zip(heads)
            .map(|((cell, align), head)| (head, align, Self::lines(cell)))
            .collect()
    }
}

impl FigureView<'_> {
    fn drawing(&self) -> Drawing<'_> {
        Drawing::new(self.figure)
    }
}

impl<'a> PanelView<'a> {
    fn kind(&self) -> &'static str {
        match self.panel.kind {
            PanelKind::Promise => "promise",
            PanelKind::Rating => "rating",
            PanelKind::Gap => "gap",
        }
    }

    fn blocks(&self) -> Blocks<'a> {
        Blocks { blocks: &self.panel.blocks, level: (self.level + 1).min(6) }
    }
}

impl BadgeView<'_> {
    fn class(&self) -> &'static str {
        class(self.tone)
    }
}

/// The name of a tone in classes and signs.
pub(super) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "positive",
        Tone::Attention => "attention",
        Tone::Negative => "negative",
        Tone::Neutral => "neutral",
    }
}
