//! A line as drawings: glyph runs, the boxes of badges, the rules under links.

use super::breaks::{Line, visual};
use super::flatten::Span;
use super::shape::{Cluster, Shaped};
use crate::render::pdf::fonts::{FaceId, Fonts};
use crate::render::pdf::layout::sign;
use crate::render::pdf::layout::style::{BADGE_PAD, BADGE_SIGN, LINK};
use crate::render::pdf::page::{Glyph, GlyphText, Item, LinkArea, Owner, Path, Pt, TextRun};

/// What a line draws. Decoration comes first, so that text stands on top of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    /// Boxes and rules.
    pub(crate) under: Vec<Item>,
    /// Text.
    pub(crate) items: Vec<Item>,
    /// Where a click leads somewhere.
    pub(crate) links: Vec<LinkArea>,
}

/// How text that is being gathered is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Glyph by glyph.
    Shown,
    /// As the text says, whatever the order of the glyphs: what runs from right to left, with numbers in it.
    Piece,
    /// As its text: one letter of several glyphs that mean nothing apart.
    Letter,
}

/// Runs that are being gathered.
struct Pending {
    runs: Vec<TextRun>,
    span: usize,
    manner: Manner,
    text: std::ops::Range<usize>,
    /// Whether the last glyph was moved, so that it does not say where the next one begins.
    loose: bool,
}

impl Drawn {
    /// Adds a line whose first cluster stands at `x` on the baseline `y`.
    pub(crate) fn line(&mut self, shaped: &Shaped, line: &Line, x: Pt, y: Pt, fonts: &Fonts) {
        let clusters = &shaped.clusters[line.clusters.clone()];
        let base = u8::from(shaped.rtl);
        let mut pen = x;
        let mut pending: Option<Pending> = None;
        let mut stretch: Option<(usize, Pt, Pt)> = None;
        let mirrored = shaped.rtl || clusters.iter().any(|cluster| cluster.level > 0);
        let order = if mirrored { visual(clusters, base) } else { Vec::new() };
        for place in 0..clusters.len() {
            let index = order.get(place).copied().unwrap_or(place);
            let cluster = &clusters[index];
            let from = pen;
            pen += cluster.before;
            self.cluster(shaped, cluster, (pen, y), clusters.len() - place, &mut pending);
            pen += cluster.advance + cluster.after;
            let end = if cluster.space && index + 1 == clusters.len() { from } else { pen };
            stretch = match stretch {
                Some((span, start, _)) if span == cluster.span => Some((span, start, end)),
                other => {
                    self.decorate(shaped, other, y);
                    Some((cluster.span, from, end))
                }
            };
        }
        self.decorate(shaped, stretch, y);
        self.flush(pending.take(), shaped);
        if line.hyphen {
            self.hyphen(shaped, clusters.last(), pen, y, fonts);
        }
    }

    /// Adds a cluster; `left` is how many there are from here to the end of the line.
    fn cluster(
        &mut self,
        shaped: &Shaped,
        cluster: &Cluster,
        (x, y): (Pt, Pt),
        left: usize,
        pending: &mut Option<Pending>,
    ) {
        let glyphs = &shaped.glyphs[cluster.glyphs.clone()];
        let manner = if cluster.level > 0 {
            Manner::Piece
        } else if glyphs.iter().any(|placed| placed.glyph.text == GlyphText::None) {
            Manner::Letter
        } else {
            Manner::Shown
        };
        let goes_on = pending.as_ref().is_some_and(|open| {
            open.span == cluster.span && open.manner == manner && manner != Manner::Letter
        });
        if !goes_on {
            self.flush(pending.take(), shaped);
        }
        let text = cluster.text.clone();
        let open = pending.get_or_insert_with(|| Pending {
            runs: Vec::new(),
            span: cluster.span,
            manner,
            text: text.clone(),
            loose: true,
        });
        open.text = open.text.start.min(text.start)..open.text.end.max(text.end);
        let mut pen = x;
        for placed in glyphs {
            let moved = placed.x != 0.0 || placed.y != 0.0;
            let face = open.runs.last().is_some_and(|run| run.face == cluster.face);
            if open.loose || moved || !face || cluster.before > 0.0 {
                let mut next = run(shaped, cluster.span, cluster.face, pen + placed.x, y - placed.y);
                next.glyphs.reserve(left);
                open.runs.push(next);
            }
            open.loose = moved;
            if let Some(run) = open.runs.last_mut() {
                run.glyphs.push(placed.glyph.clone());
            }
            pen += placed.glyph.advance;
        }
    }

    fn flush(&mut self, pending: Option<Pending>, shaped: &Shaped) {
        let Some(Pending { mut runs, span, manner, text, .. }) = pending else { return };
        if manner != Manner::Shown {
            let last = runs.len().saturating_sub(1);
            runs.iter_mut().take(last).for_each(|run| run.goes_on = true);
            if let Some(first) = runs.first_mut() {
                first.actual = Some(shaped.flat.text[text].to_owned());
            }
        }
        let owner = owner(&shaped.flat.spans[span]);
        self.items.extend(runs.into_iter().map(|run| Item::text(owner, run)));
    }

    /// The hyphen at the end of a broken line reads as a soft hyphen.
    fn hyphen(&mut self, shaped: &Shaped, last: Option<&Cluster>, x: Pt, y: Pt, fonts: &Fonts) {
        let Some(last) = last else { return };
        let mut run = run(shaped, last.span, last.face, x, y);
        let id = fonts.face(last.face).measures.hyphen;
        run.glyphs.push(Glyph { id, advance: shaped.hyphen, text: GlyphText::Char('-') });
        run.actual = Some("\u{AD}".to_owned());
        self.items.push(Item::text(owner(&shaped.flat.spans[last.span]), run));
    }

    /// The box of a badge, the rule and the area of a link.
    fn decorate(&mut self, shaped: &Shaped, stretch: Option<(usize, Pt, Pt)>, y: Pt) {
        let Some((span, from, to)) = stretch else { return };
        let span = &shaped.flat.spans[span];
        let size = shaped.set.size;
        if let Some(tone) = span.badge {
            let (top, height) = (y - size * 0.95, size * 1.24);
            let colors = sign::colors(tone);
            let plate = Path::rounded(from, top, to - from, height, size * 0.28);
            self.under.push(Item::path(Owner::Artifact, plate.filled(colors.tint).stroked(colors.edge, 0.5)));
            let middle = from + (BADGE_PAD + BADGE_SIGN * 0.38) * size;
            let mark = sign::draw(tone, middle, y - size * 0.335, size * 0.31);
            self.under.extend(mark.into_iter().map(|path| Item::path(Owner::Artifact, path)));
        }
        if let Some(link) = span.link {
            if span.ruled {
                let rule = Path::rule((from, y + size * 0.16), (to, y + size * 0.16), LINK, size * 0.05);
                self.under.push(Item::path(Owner::Artifact, rule));
            }
            self.links.push(LinkArea { link, area: [from, y - size * 0.85, to, y + size * 0.3] });
        }
    }
}

fn owner(span: &Span) -> Owner {
    span.slot.map_or(Owner::Pagination, Owner::Slot)
}

fn run(shaped: &Shaped, span: usize, face: FaceId, x: Pt, y: Pt) -> TextRun {
    let color = shaped.flat.spans[span].color;
    TextRun { face, size: shaped.set.size, color, x, y, glyphs: Vec::new(), actual: None, goes_on: false }
}
