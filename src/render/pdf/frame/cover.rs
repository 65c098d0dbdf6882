//! Cover and colofon.

use std::collections::HashSet;

use super::COLOFON_ANCHOR;
use super::running::spaced;
use crate::render::pdf::fonts::Style;
use crate::render::pdf::layout::style::{ACCENT, AMBER, BODY, H1, HALF, INK, LEFT, QUIET, RIGHT, TOP, WHITE};
use crate::render::pdf::layout::{Flow, PARAGRAPH_SPACE, Part, Piece, Side};
use crate::render::pdf::page::{Color, Item, Owner, PAGE_HEIGHT, PAGE_WIDTH, Path, Pt};
use crate::render::pdf::text::{Drawn, Shaper, Type};
use crate::render::pdf::tree::{NodeId, Role};
use crate::report::{Report, Stamp, long_date};

/// Sizes of the title, from short titles to very long ones.
const TITLES: [(Pt, Pt); 5] = [(32.0, 40.0), (27.0, 34.0), (22.0, 28.0), (17.0, 22.0), (14.0, 18.0)];
/// Sizes of the subtitle.
const SUBTITLES: [(Pt, Pt); 3] = [(14.0, 20.0), (11.0, 16.0), (9.0, 12.0)];
/// The title takes no more than this of the cover.
const TALLEST: Pt = 240.0;
/// Text on the cover's field of colour.
const PALE: Color = Color(0xd9, 0xec, 0xee);
/// Room for the labels of the colofon.
const LABELS: Pt = 118.0;

const fn set(size: Pt, leading: Pt, color: Color) -> Type {
    Type { size, leading, style: Style::Regular, color, tabular: false, hyphenate: false }
}

/// Cover and colofon as one part, on a page each.
pub(super) fn parts(
    report: &Report,
    stamp: &Stamp,
    shaper: &mut Shaper,
    anchors: &HashSet<String>,
) -> Vec<Part> {
    let mut flow = Flow::new(shaper, 0, Role::Sect, anchors);
    flow.cover(report);
    flow.colofon(report, stamp);
    vec![flow.finish()]
}

impl Flow<'_, '_> {
    /// The cover is one piece: it is drawn, not stacked.
    fn cover(&mut self, report: &Report) {
        let meta = &report.meta;
        "het omslag".clone_into(&mut self.shaper.place);
        (self.x, self.width) = (LEFT, RIGHT - LEFT);
        let mut drawn = Drawn::default();
        let top = 176.0;
        let mut y = top + 56.0;
        self.cover_line(&meta.publisher, set(12.0, 16.0, INK).bold(), 76.0, &mut drawn);
        let sizes = TITLES.map(|(size, leading)| set(size, leading, WHITE).bold());
        let title = self.largest(&meta.title, sizes, TALLEST);
        y = self.cover_line(&meta.title, title, y, &mut drawn) + HALF * 2.0;
        let sizes = SUBTITLES.map(|(size, leading)| set(size, leading, PALE));
        let subtitle = self.largest(&meta.subtitle, sizes, TALLEST / 3.0);
        y = self.cover_line(&meta.subtitle, subtitle, y, &mut drawn) + HALF * 3.0;
        y = self.cover_line(&meta.round, set(14.0, 20.0, WHITE).bold(), y, &mut drawn);
        let field = Path::rect(0.0, top - TOP, PAGE_WIDTH, y + 44.0 - top, ACCENT);
        drawn.under.insert(0, Item::path(Owner::Artifact, field));
        y += 44.0 + HALF * 5.0;
        let (from, to) = meta.period;
        let facts = [
            format!("Verslagperiode {} tot en met {}", long_date(from), long_date(to)),
            format!("Peildatum {}", long_date(meta.reference_date)),
        ];
        for line in std::iter::once(meta.status.clone()).chain(meta.reason.clone()).chain(facts) {
            let bold = line == meta.status;
            let line_set = set(11.0, 17.0, if bold { INK } else { QUIET });
            y = self.cover_line(&line, if bold { line_set.bold() } else { line_set }, y, &mut drawn);
        }
        if let Some(word) = &meta.watermark {
            self.cover_mark(word, y + HALF * 6.0, &mut drawn);
        }
        self.push(Piece { drawn, ..Piece::default() });
        (self.x, self.width) =
            (crate::render::pdf::layout::style::TEXT, crate::render::pdf::layout::style::MEASURE);
    }

    /// The largest of these sizes in which a text stays within a height; else the last.
    fn largest<const N: usize>(&mut self, text: &str, sizes: [Type; N], most: Pt) -> Type {
        let fitting = sizes.iter().copied().find(|&set| self.height(text, set) <= most);
        fitting.unwrap_or(sizes[N - 1])
    }

    /// Height of a text that is only measured.
    pub(super) fn height(&mut self, text: &str, set: Type) -> Pt {
        let mut shaped = self.shaper.shape(crate::render::pdf::text::Flat::frame(text, set), set);
        let lines = shaped.lines(self.width);
        f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX)) * set.leading
    }

    /// A paragraph of the cover whose top is at `y` on the page; returns where it ends.
    fn cover_line(&mut self, text: &str, set: Type, mut y: Pt, drawn: &mut Drawn) -> Pt {
        let node = self.tree.add(0, Role::P);
        let mut shaped = self.words(text, set, node);
        for line in shaped.lines(self.width) {
            drawn.line(&shaped, &line, self.x, y - TOP + set.ascent(), self.shaper.fonts);
            y += set.leading;
        }
        y
    }

    /// The word that says what the document is not: large, light, and read aloud as a word of the text.
    fn cover_mark(&mut self, word: &str, y: Pt, drawn: &mut Drawn) {
        let node: NodeId = self.tree.add(0, Role::P);
        let plain = set(56.0, 64.0, AMBER).bold();
        let size = (56.0 * self.width / (self.width_of(&spaced(word), plain) + 1.0)).min(44.0);
        let set = set(size, size * 1.2, AMBER).bold();
        let shaped = self.words(word, set, node);
        let y = y.max(PAGE_HEIGHT - 190.0).min(PAGE_HEIGHT - 60.0 - size * 1.45);
        let width = shaped.width();
        let plate = Path::rounded(self.x, y - TOP, width + size, size * 1.45, 6.0).stroked(AMBER, 1.6);
        drawn.under.push(Item::path(Owner::Artifact, plate));
        let baseline = y - TOP + size * 0.725 + size * 0.345;
        drawn.append(self.single(&shaped, self.x + size * 0.5, baseline, Side::Start));
    }

    fn width_of(&mut self, text: &str, set: Type) -> Pt {
        self.shaper.shape(crate::render::pdf::text::Flat::frame(text, set), set).width()
    }

    /// Who, when, which edition, and how to check that this is it.
    fn colofon(&mut self, report: &Report, stamp: &Stamp) {
        let meta = &report.meta;
        "het colofon".clone_into(&mut self.shaper.place);
        let first = self.count();
        let head = self.tree.add(0, Role::H(1));
        let shaped = self.words("Colofon", H1, head);
        self.lines(shaped);
        self.break_before(first);
        if let Some(extra) = self.extra(first) {
            extra.anchors.push(COLOFON_ANCHOR.to_owned());
            extra.running = Some("Colofon".to_owned());
        }
        self.hold();
        self.space(HALF * 3.0);
        for (label, text) in &meta.colofon {
            self.colofon_line(label, text);
        }
        self.colofon_line("Gemaakt met", &format!("{}, definitie {}", stamp.program, meta.definition));
        self.colofon_line("SHA-256", &stamp.sha256);
        self.space(HALF * 2.0);
        let node = self.tree.add(0, Role::P);
        let how = "Zo controleert u of dit rapport ongewijzigd is: reken met de opdracht “sha256sum rapport.json” \
                   de hash na van het bestand rapport.json van deze editie; de uitkomst moet gelijk zijn aan de \
                   SHA-256 hierboven.";
        let shaped = self.words(how, BODY, node);
        self.lines(shaped);
    }

    fn colofon_line(&mut self, label: &str, text: &str) {
        let node = self.tree.add(0, Role::P);
        self.space(PARAGRAPH_SPACE);
        let label = self.words(&format!("{label}:\u{A0}"), BODY.bold().unbroken(), node);
        if label.width() > LABELS - 6.0 {
            self.lines(label);
            self.hold();
            self.indented(LABELS, 0.0, |flow| {
                let shaped = flow.words(text, BODY.tabular(), node);
                flow.lines(shaped);
            });
            return;
        }
        let first = self.count();
        self.indented(LABELS, 0.0, |flow| {
            let shaped = flow.words(text, BODY.tabular(), node);
            if shaped.clusters.is_empty() {
                flow.room(BODY.leading);
            } else {
                flow.lines(shaped);
            }
        });
        let drawn = self.single(&label, self.x, BODY.ascent(), Side::Start);
        self.beside(first, drawn);
    }
}
