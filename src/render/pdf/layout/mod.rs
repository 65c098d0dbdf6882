//! Blocks as pieces of a column: everything of known height, nothing of known page.
//!
//! [`Flow`] lays blocks under one another and grows their structure; it serves the report and any other document
//! made of the same blocks. [`mod@paginate`] then divides the pieces over pages. A section is laid out apart from
//! all others, so sections can be laid out at the same time.

mod blocks;
mod chart;
mod paginate;
mod series;
pub(crate) mod sign;
pub(crate) mod style;
mod table;

pub(crate) use paginate::{Body, paginate};
pub(crate) use table::Row;

use std::collections::HashSet;
use std::sync::Arc;

use super::page::{Color, Item, Pt};
use super::text::{Drawn, Flat, Ink, Shaped, Shaper, Type};
use super::tree::{NodeId, Role, SlotId, Tree};
use style::{HALF, MEASURE, TEXT};

/// Something that stands in a column and is not divided, save a table's row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    /// Space above it, dropped at the top of a page.
    pub(crate) before: Pt,
    /// Its own height.
    pub(crate) height: Pt,
    /// Whether a page may end before it.
    pub(crate) glue: Glue,
    /// What it draws, from its own top.
    pub(crate) drawn: Drawn,
    /// A row of a table, which can be divided.
    pub(crate) row: Option<Box<Row>>,
    /// The panel or table it is part of.
    pub(crate) group: Option<Group>,
    /// What few pieces have.
    pub(crate) extra: Option<Box<Extra>>,
}

/// Whether a page may end before a [`Piece`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Glue {
    /// It may.
    #[default]
    Free,
    /// It stands with the piece above it.
    Held,
    /// It begins a page.
    Page,
}

/// What few pieces have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    /// Names by which it can be reached.
    pub(crate) anchors: Vec<String>,
    /// What the running header says from here on.
    pub(crate) running: Option<String>,
    /// The figure it is, with its box.
    pub(crate) figure: Option<(SlotId, [Pt; 4])>,
}

/// What a piece is part of; pieces of one group share one allocation.
#[derive(Clone, Debug)]
pub(crate) enum Group {
    /// Blocks on a ground with a rule beside them.
    Panel(Arc<Look>),
    /// A table, whose head is repeated.
    Table(Arc<Piece>),
}

/// How a panel looks.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    /// Its left edge.
    pub(crate) x: Pt,
    /// Its width.
    pub(crate) width: Pt,
    /// Colour of the rule.
    pub(crate) rule: Color,
    /// Colour of the ground.
    pub(crate) ground: Color,
}

/// A laid-out part of the document, such as one section without its subsections.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its structure.
    pub(crate) tree: Tree,
    /// Its pieces from top to bottom.
    pub(crate) pieces: Vec<Piece>,
    /// Whether what follows must stand with its last piece.
    pub(crate) holds: bool,
}

/// Lays blocks under one another.
pub(crate) struct Flow<'a, 'f> {
    /// Shapes text.
    pub(crate) shaper: &'a mut Shaper<'f>,
    /// Grows here.
    pub(crate) tree: Tree,
    /// Anchors that exist in the document.
    pub(crate) anchors: &'a HashSet<String>,
    /// Left edge of the column.
    pub(crate) x: Pt,
    /// Width of the column.
    pub(crate) width: Pt,
    pieces: Vec<Piece>,
    space: Pt,
    /// Space below a heading, which no wish changes.
    below: Option<Pt>,
    held: bool,
    group: Option<Group>,
}

/// How a paragraph stands in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Side {
    /// At the start of the line.
    #[default]
    Start,
    /// At the end: numbers.
    End,
}

impl<'a, 'f> Flow<'a, 'f> {
    /// An empty part with the text column of the report.
    pub(crate) fn new(
        shaper: &'a mut Shaper<'f>,
        part: u32,
        role: Role,
        anchors: &'a HashSet<String>,
    ) -> Self {
        Self {
            shaper,
            tree: Tree::new(part, role),
            anchors,
            x: TEXT,
            width: MEASURE,
            pieces: Vec::new(),
            space: 0.0,
            below: None,
            held: false,
            group: None,
        }
    }

    /// What was laid out.
    pub(crate) fn finish(self) -> Part {
        Part { tree: self.tree, pieces: self.pieces, holds: self.held }
    }

    /// Asks for space above the next piece; the largest wish counts.
    pub(crate) fn space(&mut self, space: Pt) {
        self.space = self.space.max(space);
        // Tables, figures and panels stand a little further from a heading than text does.
        if space > PARAGRAPH_SPACE {
            self.below = self.below.map(|below| below.max(PARAGRAPH_SPACE * 1.25));
        }
    }

    /// Sets the space above the next piece, whatever text wishes, and holds it to the last one: it is under a heading.
    pub(crate) fn under_heading(&mut self, space: Pt) {
        self.below = Some(space);
        self.held = true;
    }

    /// Holds the next piece to the last one.
    pub(crate) fn hold(&mut self) {
        self.held = true;
    }

    /// Adds a piece.
    pub(crate) fn push(&mut self, mut piece: Piece) {
        piece.before = self.below.take().unwrap_or(self.space);
        if piece.glue == Glue::Free && self.held {
            piece.glue = Glue::Held;
        }
        if piece.group.is_none() {
            piece.group.clone_from(&self.group);
        }
        self.space = 0.0;
        self.held = false;
        self.pieces.push(piece);
    }

    /// The anchors, the running header and so on of the next piece are put on it afterwards.
    pub(crate) fn count(&self) -> usize {
        self.pieces.len()
    }

    /// What few pieces have, of the piece at `index`.
    pub(crate) fn extra(&mut self, index: usize) -> Option<&mut Extra> {
        let piece = self.pieces.get_mut(index)?;
        Some(piece.extra.get_or_insert_default())
    }

    /// The piece at `index` begins a page.
    pub(crate) fn break_before(&mut self, index: usize) {
        if let Some(piece) = self.pieces.get_mut(index) {
            piece.glue = Glue::Page;
        }
    }

    /// Draws something beside the piece at `index`, before its text.
    pub(crate) fn beside(&mut self, index: usize, drawn: Drawn) {
        if let Some(piece) = self.pieces.get_mut(index) {
            piece.drawn.under.splice(0..0, drawn.under);
            piece.drawn.items.splice(0..0, drawn.items);
            piece.drawn.links.extend(drawn.links);
        }
    }

    /// Plain words as the content of `node`, shaped.
    pub(crate) fn words(&mut self, text: &str, set: Type, node: NodeId) -> Shaped {
        let mut flat = Flat::default();
        flat.words(text, set, &mut Ink { tree: &mut self.tree, anchors: self.anchors }, node);
        self.shaper.shape(flat, set)
    }

    /// Inline elements as the content of `node`, shaped.
    pub(crate) fn inlines(&mut self, text: &[crate::report::Inline], set: Type, node: NodeId) -> Shaped {
        let mut flat = Flat::default();
        flat.inlines(text, set, &mut Ink { tree: &mut self.tree, anchors: self.anchors }, node);
        self.shaper.shape(flat, set)
    }

    /// Adds a paragraph, one piece a line, never leaving one line alone at the foot or the head of a page.
    pub(crate) fn lines(&mut self, mut shaped: Shaped) {
        let lines = shaped.lines(self.width);
        let count = lines.len();
        let set = shaped.set;
        for (index, line) in lines.iter().enumerate() {
            let mut drawn = Drawn::default();
            let indent = if shaped.rtl { self.width - line.width } else { 0.0 };
            drawn.line(&shaped, line, self.x + indent, set.ascent(), self.shaper.fonts);
            if index == 1 || (index > 0 && index + 1 == count) {
                self.hold();
            }
            self.push(Piece { height: set.leading, drawn, ..Piece::default() });
        }
    }

    /// A single line at one place, such as a number in the margin.
    pub(crate) fn single(&self, shaped: &Shaped, x: Pt, y: Pt, side: Side) -> Drawn {
        let line = shaped.line();
        let mut drawn = Drawn::default();
        let x = if side == Side::End { x - line.width } else { x };
        drawn.line(shaped, &line, x, y, self.shaper.fonts);
        drawn
    }

    /// Runs `inside` with the pieces it adds in a group.
    pub(crate) fn grouped(&mut self, group: Group, inside: impl FnOnce(&mut Self)) {
        let outer = self.group.replace(group);
        inside(self);
        self.group = outer;
    }

    /// Runs `inside` in a narrower column.
    pub(crate) fn indented(&mut self, left: Pt, right: Pt, inside: impl FnOnce(&mut Self)) {
        let (x, width) = (self.x, self.width);
        self.x += left;
        self.width -= left + right;
        inside(self);
        (self.x, self.width) = (x, width);
    }

    /// An empty piece: room that is not dropped at a page's edge.
    pub(crate) fn room(&mut self, height: Pt) {
        self.push(Piece { height, ..Piece::default() });
    }
}

impl Drawn {
    /// Moved down.
    pub(crate) fn down(&mut self, by: Pt) {
        self.under.iter_mut().chain(&mut self.items).for_each(|item| item.down(by));
        for link in &mut self.links {
            link.area[1] += by;
            link.area[3] += by;
        }
    }

    /// With all of another drawing.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.under.append(&mut other.under);
        self.items.append(&mut other.items);
        self.links.append(&mut other.links);
    }

    /// As decoration: no longer content, not clickable.
    pub(crate) fn into_artifacts(self) -> Self {
        let under = self
            .under
            .into_iter()
            .chain(self.items)
            .map(|item| Item { owner: super::page::Owner::Artifact, ..item })
            .collect();
        Self { under, items: Vec::new(), links: Vec::new() }
    }
}

/// Space between paragraphs.
pub(crate) const PARAGRAPH_SPACE: Pt = HALF;
