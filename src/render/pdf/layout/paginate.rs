//! Pieces over pages.
//!
//! Each page takes as many pieces as fit and ends at the last place where a page may end. Nothing is looked at
//! more than twice, save a chain of pieces that hold one another, so the work grows with the number of pieces.

use std::sync::Arc;

use super::style::{BOTTOM, HALF, ROOM, TOP};
use super::{Drawn, Glue, Group, Look, Part, Piece, Row};
use crate::render::pdf::page::{Item, Owner, Page, Path, Pt};
use crate::render::pdf::tree::{SlotId, Tree};

/// The text of a page, before header and footer are put around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    /// What is drawn.
    pub(crate) page: Page,
    /// What the running header says, when it changes on this page.
    pub(crate) running: Vec<(Pt, String)>,
    /// Names of places, with their distance from the top.
    pub(crate) anchors: Vec<(String, Pt)>,
    /// Boxes of figures.
    pub(crate) figures: Vec<(SlotId, [Pt; 4])>,
}

/// Pages of successive parts, with the trees they came with.
pub(crate) fn paginate(parts: Vec<Part>) -> (Vec<Body>, Vec<Tree>) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut trees = Vec::with_capacity(parts.len());
    let mut holds = false;
    for part in parts {
        let first = pieces.len();
        pieces.extend(part.pieces);
        if let Some(piece) = pieces.get_mut(first) {
            if holds && piece.glue == Glue::Free {
                piece.glue = Glue::Held;
            }
            holds = part.holds;
        }
        trees.push(part.tree);
    }
    (Breaker { pieces, pages: Vec::new() }.run(), trees)
}

struct Breaker {
    pieces: Vec<Piece>,
    pages: Vec<Body>,
}

/// A piece with its place.
struct Placed {
    y: Pt,
    piece: Piece,
}

impl Breaker {
    fn run(mut self) -> Vec<Body> {
        let mut start = 0;
        while start < self.pieces.len() {
            let head = self.repeated(start);
            let top = head.as_ref().map_or(0.0, |head| head.height);
            let (end, scrap) = self.fill(start, top);
            let body = self.place(start..end, head, scrap);
            self.pages.push(body);
            start = end;
        }
        self.pages
    }

    /// The head to repeat when a page begins within a table.
    fn repeated(&self, start: usize) -> Option<Arc<Piece>> {
        let Some(Group::Table(head)) = &self.pieces[start].group else { return None };
        let before = start.checked_sub(1).and_then(|index| self.pieces[index].group.as_ref());
        matches!(before, Some(Group::Table(other)) if Arc::ptr_eq(head, other)).then(|| Arc::clone(head))
    }

    /// Where the page that begins at `start` ends, and the upper part of a row that is divided there.
    fn fill(&mut self, start: usize, top: Pt) -> (usize, Option<Row>) {
        let mut y = top;
        let mut end = None;
        for index in start..self.pieces.len() {
            let piece = &self.pieces[index];
            if index > start && piece.glue == Glue::Page {
                return (index, None);
            }
            if index > start && piece.glue == Glue::Free {
                end = Some(index);
            }
            let gap = if index > start { piece.before } else { 0.0 };
            if y + gap + piece.height > ROOM + 0.01 {
                if let Some(scrap) = self.divide(index, ROOM - y - gap, index == start) {
                    return (index, Some(scrap));
                }
                // A chain that is taller than a page is cut where it overflows.
                return (end.unwrap_or(index).max(start + 1), None);
            }
            y += gap + piece.height;
        }
        (self.pieces.len(), None)
    }

    /// Takes from the row at `index` what fits in `room`; the rest stays at `index`.
    fn divide(&mut self, index: usize, room: Pt, first: bool) -> Option<Row> {
        let piece = &mut self.pieces[index];
        let row = piece.row.as_mut()?;
        let rest = row.split(room, first)?;
        let upper = std::mem::replace(&mut **row, rest);
        piece.height = row.height();
        Some(upper)
    }

    fn place(&mut self, range: std::ops::Range<usize>, head: Option<Arc<Piece>>, scrap: Option<Row>) -> Body {
        let mut body = Body::default();
        let mut placed = Vec::with_capacity(range.len() + 2);
        let mut y = TOP;
        if let Some(head) = head {
            placed.push(Placed { y, piece: Piece { group: None, ..(*head).clone() } });
            y += head.height;
        }
        let first = range.start;
        let mut bottom = None;
        for index in range {
            let group = self.pieces[index].group.clone();
            let mut piece = std::mem::take(&mut self.pieces[index]);
            // The group stays behind: the next page looks at it to repeat a head.
            self.pieces[index].group = group;
            if index > first {
                y += piece.before;
            }
            if let Some(row) = piece.row.take() {
                piece.drawn = row.draw();
            }
            let height = piece.height;
            placed.push(Placed { y, piece });
            y += height;
            bottom = Some(index);
        }
        if let Some(row) = scrap {
            let below = bottom.map_or(first, |index| index + 1);
            if below > first {
                y += self.pieces[below].before;
            }
            let height = row.height();
            let piece = Piece { height, drawn: row.draw(), ..Piece::default() };
            placed.push(Placed { y, piece });
        }
        grounds(&placed, &mut body.page);
        for Placed { y, piece } in placed {
            body.add(piece, y);
        }
        body
    }
}

impl Body {
    fn add(&mut self, piece: Piece, y: Pt) {
        let mut drawn = piece.drawn;
        drawn.down(y);
        let Drawn { under, items, links } = drawn;
        self.page.items.extend(under);
        self.page.items.extend(items);
        self.page.links.extend(links);
        if let Some(extra) = piece.extra {
            self.anchors.extend(extra.anchors.into_iter().map(|anchor| (anchor, y)));
            self.running.extend(extra.running.map(|running| (y, running)));
            self.figures.extend(
                extra
                    .figure
                    .map(|(slot, [left, top, right, bottom])| (slot, [left, top + y, right, bottom + y])),
            );
        }
    }
}

/// The ground and the rule of each panel on the page, as far as the panel reaches on it.
fn grounds(placed: &[Placed], page: &mut Page) {
    let mut index = 0;
    while index < placed.len() {
        let Some(Group::Panel(look)) = &placed[index].piece.group else {
            index += 1;
            continue;
        };
        let same = |other: &Placed| matches!(&other.piece.group, Some(Group::Panel(look2)) if Arc::ptr_eq(look, look2));
        let end = (index..placed.len()).find(|&at| !same(&placed[at])).unwrap_or(placed.len());
        let last = &placed[end - 1];
        let (mut top, mut bottom) = (placed[index].y, last.y + last.piece.height);
        // Where a panel is cut by the page's edge its ground runs on a little.
        if index == 0 && !placed[index].piece.drawn.items.is_empty() {
            top -= HALF * 0.5;
        }
        if end == placed.len() && !last.piece.drawn.items.is_empty() {
            bottom = (bottom + HALF * 0.5).min(BOTTOM + HALF);
        }
        let Look { x, width, rule, ground } = **look;
        page.items.push(Item::path(Owner::Artifact, Path::rect(x, top, width, bottom - top, ground)));
        page.items.push(Item::path(Owner::Artifact, Path::rect(x, top, 3.0, bottom - top, rule)));
        index = end;
    }
}
