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

/// The run that is being gathered.
struct Pending {
    run: TextRun,
    span: usize,
    level: u8,
    text: std::ops::Range<usize>,
}

impl Drawn {
    /// Adds a line whose first cluster stands at `x` on the baseline `y`.
    pub(crate) fn line(&mut self, shaped: &Shaped, line: &Line, x: Pt, y: Pt, fonts: &Fonts) {
        let clusters = &shaped.clusters[line.clusters.clone()];
        let base = u8::from(shaped.rtl);
        let mut pen = x;
        let mut pending: Option<Pending> = None;
        let mut stretch: Option<(usize, Pt, Pt)> = None;
        let order: Vec<usize> = if shaped.rtl || clusters.iter().any(|cluster| cluster.level > 0) {
            visual(clusters, base)
        } else {
            (0..clusters.len()).collect()
        };
        for index in order {
            let cluster = &clusters[index];
            let from = pen;
            pen += cluster.before;
            self.cluster(shaped, cluster, pen, y, &mut pending);
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

    fn cluster(&mut self, shaped: &Shaped, cluster: &Cluster, x: Pt, y: Pt, pending: &mut Option<Pending>) {
        let mut pen = x;
        let rtl = cluster.level % 2 == 1;
        for placed in &shaped.glyphs[cluster.glyphs.clone()] {
            let moved = placed.x != 0.0 || placed.y != 0.0;
            let fits = pending.as_ref().is_some_and(|open| {
                open.span == cluster.span
                    && open.run.face == cluster.face
                    && open.level == cluster.level
                    && cluster.before == 0.0
                    && !moved
            });
            if !fits {
                self.flush(pending.take(), shaped);
                *pending = Some(Pending {
                    run: run(shaped, cluster.span, cluster.face, pen + placed.x, y - placed.y),
                    span: cluster.span,
                    level: cluster.level,
                    text: cluster.text.clone(),
                });
            }
            if let Some(open) = pending {
                open.text.start = open.text.start.min(cluster.text.start);
                open.text.end = open.text.end.max(cluster.text.end);
                open.run.glyphs.push(placed.glyph.clone());
            }
            pen += placed.glyph.advance;
            // A run from right to left reads as one piece, wherever its marks are put.
            if moved && !rtl {
                self.flush(pending.take(), shaped);
            }
        }
    }

    fn flush(&mut self, pending: Option<Pending>, shaped: &Shaped) {
        let Some(Pending { mut run, span, level, text }) = pending else { return };
        if level % 2 == 1 {
            run.actual = Some(shaped.flat.text[text].to_owned());
        }
        self.items.push(Item::text(owner(&shaped.flat.spans[span]), run));
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
    TextRun { face, size: shaped.set.size, color, x, y, glyphs: Vec::new(), actual: None }
}
