//! Tables: a head that is repeated, row heads, rows that may be divided.

use std::sync::Arc;

use super::style::{ACCENT, CAPTION, CELL, HALF, HEAD, LEFT, RIGHT, RULE};
use super::{Drawn, Flow, Group, Piece};
use crate::render::pdf::page::{Item, Owner, Path, Pt};
use crate::render::pdf::text::{Shaped, Type};
use crate::render::pdf::tree::{NodeId, Role, Scope};
use crate::report::{Align, Cell, Table};

/// Between columns.
const GUTTER: Pt = 10.0;
/// Above and below the words of a row.
const PAD: Pt = 3.5;
/// Between paragraphs of a cell.
const GAP: Pt = 3.0;
/// A row of up to some three lines.
const SHORT: Pt = 48.0;
/// More columns than this take the margin column as well.
const NARROW: usize = 3;

/// A row that has not yet found its page.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    cells: Vec<Vec<Line>>,
    x: Pt,
    width: Pt,
}

/// A line of a cell.
#[derive(Clone, Debug)]
struct Line {
    top: Pt,
    bottom: Pt,
    /// Whether a page may end after it: not after the first line of a paragraph, nor before its last.
    may_end: bool,
    /// Drawn from its own top.
    drawn: Drawn,
}

/// A column with its place.
struct Track {
    x: Pt,
    width: Pt,
    align: Align,
}

impl Row {
    /// Height with the room above and below.
    pub(crate) fn height(&self) -> Pt {
        let bottom = self.cells.iter().flatten().map(|line| line.bottom).fold(CELL.leading, f32::max);
        bottom + PAD * 2.0
    }

    /// The part of the row that fits in `room`, and the rest; `None` when that would leave a scrap.
    ///
    /// With `must` any line that fits is taken, since the row is taller than a page.
    pub(crate) fn split(&mut self, room: Pt, must: bool) -> Option<Self> {
        const FEWEST: usize = 3;
        let mut cuts: Vec<usize> = self.cells.iter().map(|cell| cut(cell, room)).collect();
        if must && cuts.iter().all(|&at| at == 0) {
            cuts = self.cells.iter().map(|cell| fitting(cell, room)).collect();
        }
        let longest = cuts.iter().copied().max().unwrap_or(0);
        let left = self.cells.iter().zip(&cuts).map(|(cell, at)| cell.len() - at).max().unwrap_or(0);
        if longest == 0 || (!must && (longest < FEWEST || left < FEWEST)) {
            return None;
        }
        let cells = self
            .cells
            .iter_mut()
            .zip(cuts)
            .map(|(cell, at)| {
                let mut rest = cell.split_off(at);
                let top = rest.first().map_or(0.0, |line| line.top);
                for line in &mut rest {
                    line.top -= top;
                    line.bottom -= top;
                }
                rest
            })
            .collect();
        let mut rest = Self { cells, x: self.x, width: self.width };
        rest.name_again(self);
        Some(rest)
    }

    /// Says again which row it is when all of that stands on the page before: seen, but read only once.
    fn name_again(&mut self, upper: &Self) {
        let room = self.height() - PAD * 2.0;
        let (Some(name), Some(cell)) = (upper.cells.first(), self.cells.first_mut()) else { return };
        if cell.is_empty() && name.iter().all(|line| line.bottom <= room) {
            let again = name.iter().cloned();
            *cell = again.map(|line| Line { drawn: line.drawn.into_artifacts(), ..line }).collect();
        }
    }

    /// As a drawing from the row's top.
    pub(crate) fn draw(self) -> Drawn {
        let height = self.height();
        let mut drawn = Drawn::default();
        let rule = Path::rule((self.x, height), (self.x + self.width, height), RULE, 0.5);
        drawn.under.push(Item::path(Owner::Artifact, rule));
        for mut line in self.cells.into_iter().flatten() {
            line.drawn.down(line.top + PAD);
            drawn.append(line.drawn);
        }
        drawn
    }
}

/// How many lines of a cell fit in `room`.
fn fitting(cell: &[Line], room: Pt) -> usize {
    cell.iter().take_while(|line| line.bottom + PAD * 2.0 <= room).count()
}

/// After how many of them a page may end.
fn cut(cell: &[Line], room: Pt) -> usize {
    let fitting = fitting(cell, room);
    cell[..fitting].iter().rposition(|line| line.may_end).map_or(0, |last| last + 1)
}

impl Flow<'_, '_> {
    /// A table in `parent`, with its caption above and its source below.
    pub(crate) fn table(&mut self, table: &Table, parent: NodeId) {
        let outer = self.shaper.place.clone();
        self.shaper.place = format!("{outer}, tabel \"{}\"", table.caption);
        let column = (self.x, self.width);
        if table.columns.len() > NARROW && self.group.is_none() {
            (self.x, self.width) = (LEFT, RIGHT - LEFT);
        }
        let node = self.tree.add(parent, Role::Table);
        self.space(HALF * 3.0);
        let caption = self.tree.add(node, Role::Caption);
        let shaped = self.words(&table.caption, CAPTION, caption);
        self.lines(shaped);
        self.hold();
        self.space(HALF * 0.5);

        let tracks = self.tracks(table);
        let head = self.head(table, &tracks, node);
        let group = if self.group.is_none() { Some(Group::Table(Arc::new(repeated(&head)))) } else { None };
        self.push(Piece { group: group.clone(), ..head });
        self.hold();
        let body = self.tree.add(node, Role::TBody);
        for (index, row) in table.rows.iter().enumerate() {
            let line = self.tree.add(body, Role::TR);
            let cells = tracks
                .iter()
                .enumerate()
                .map(|(index, track)| {
                    let is_head = index == 0 && table.row_heads;
                    let role = if is_head { Role::TH(Scope::Row) } else { Role::TD };
                    let cell = self.tree.add(line, role);
                    let set = if is_head { CELL.bold() } else { CELL };
                    row.cells.get(index).map_or_else(Vec::new, |words| self.cell(words, set, track, cell))
                })
                .collect();
            let row = Row { cells, x: self.x, width: self.width };
            let (height, row) = (row.height(), Some(Box::new(row)));
            // A short row does not stay behind under the head by itself, nor goes to the next page by itself.
            if (index == 1 || (index > 1 && index + 1 == table.rows.len())) && height < SHORT {
                self.hold();
            }
            self.push(Piece { height, row, group: group.clone(), ..Piece::default() });
        }
        if table.rows.is_empty() {
            // A table body must have a row; an empty table says so.
            let line = self.tree.add(body, Role::TR);
            let cell = self.tree.add(line, Role::TD);
            let words = Cell::plain("Geen gegevens.");
            let track = Track { x: self.x, width: self.width, align: Align::Start };
            let cells = vec![self.cell(&words, CELL, &track, cell)];
            let row = Row { cells, x: self.x, width: self.width };
            let (height, row) = (row.height(), Some(Box::new(row)));
            self.push(Piece { height, row, group, ..Piece::default() });
        }
        self.shaper.place.clone_from(&outer);
        if let Some(source) = &table.source {
            self.source(source, parent);
        }
        (self.x, self.width) = column;
        self.space(HALF * 3.0);
    }

    /// Columns share the width by their weights, but none is too narrow for a word of some length.
    fn tracks(&self, table: &Table) -> Vec<Track> {
        const LEAST: Pt = 34.0;
        let count = table.columns.len().max(1);
        let gutters = count_as_points(count - 1) * GUTTER;
        let room = (self.width - gutters).max(count_as_points(count));
        let least = LEAST.min(room / count_as_points(count));
        let total: Pt = table.columns.iter().map(|column| f32::from(column.width.max(1))).sum();
        let shares: Vec<Pt> = table
            .columns
            .iter()
            .map(|column| (room * f32::from(column.width.max(1)) / total).max(least))
            .collect();
        let excess = shares.iter().sum::<Pt>() - room;
        let spare: Pt = shares.iter().map(|share| share - least).sum();
        let mut x = self.x;
        table
            .columns
            .iter()
            .zip(shares)
            .map(|(column, share)| {
                let width = if spare > 0.0 { share - excess * (share - least) / spare } else { share };
                let track = Track { x, width, align: column.align };
                x += width + GUTTER;
                track
            })
            .collect()
    }

    fn head(&mut self, table: &Table, tracks: &[Track], node: NodeId) -> Piece {
        let head = self.tree.add(node, Role::THead);
        let row = self.tree.add(head, Role::TR);
        let mut lines: Vec<Vec<Line>> = Vec::new();
        for (column, track) in table.columns.iter().zip(tracks) {
            let cell = self.tree.add(row, Role::TH(Scope::Column));
            let shaped = self.words(&column.head, HEAD, cell);
            lines.push(self.cell_lines(shaped, track, 0.0));
        }
        let height = lines.iter().flatten().map(|line| line.bottom).fold(HEAD.leading, f32::max);
        let mut drawn = Drawn::default();
        for cell in lines {
            // Heads of several lines end on the same line, next to the rule.
            let down = height - cell.last().map_or(0.0, |line| line.bottom);
            for mut line in cell {
                line.drawn.down(line.top + down);
                drawn.append(line.drawn);
            }
        }
        let bottom = height + PAD;
        let rule = Path::rule((self.x, bottom), (self.x + self.width, bottom), ACCENT, 1.0);
        drawn.under.push(Item::path(Owner::Artifact, rule));
        Piece { height: bottom, drawn, ..Piece::default() }
    }

    fn cell(&mut self, cell: &Cell, set: Type, track: &Track, node: NodeId) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let several = cell.lines.len() > 1;
        for words in &cell.lines {
            let owner = if several { self.tree.add(node, Role::P) } else { node };
            let shaped = self.inlines(words, set, owner);
            let top = lines.last().map_or(0.0, |line| line.bottom + GAP);
            lines.extend(self.cell_lines(shaped, track, top));
        }
        lines
    }

    fn cell_lines(&mut self, mut shaped: Shaped, track: &Track, mut top: Pt) -> Vec<Line> {
        let set = shaped.set;
        let broken = shaped.lines(track.width);
        let count = broken.len();
        (1..)
            .zip(&broken)
            .map(|(number, line)| {
                let end = (track.align == Align::End) != shaped.rtl;
                let x = if end { track.x + track.width - line.width } else { track.x };
                let mut drawn = Drawn::default();
                drawn.line(&shaped, line, x, set.ascent(), self.shaper.fonts);
                let may_end = number == count || (number > 1 && number + 1 < count);
                let placed = Line { top, bottom: top + set.leading, may_end, drawn };
                top += set.leading;
                placed
            })
            .collect()
    }
}

/// The head as it stands on the next pages: seen, but read only once.
fn repeated(head: &Piece) -> Piece {
    Piece { height: head.height, drawn: head.drawn.clone().into_artifacts(), ..Piece::default() }
}

fn count_as_points(count: usize) -> Pt {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
