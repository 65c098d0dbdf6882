//! Sections, paragraphs, lists and panels.

use std::sync::Arc;

use super::style::{ACCENT, AMBER, BODY, H1, H2, H3, HALF, LABEL, NUMBER, QUIET, TINT, WARM};
use super::{Flow, Group, Look, PARAGRAPH_SPACE, Piece, Side};
use crate::render::pdf::page::{Item, Owner, Path, Pt};
use crate::render::pdf::text::{Flat, Ink, Type};
use crate::render::pdf::tree::{NodeId, Role};
use crate::report::{Block, Inline, List, Panel, PanelKind, Paragraph, Section};

/// From the edge of the text to the end of the numbers in the margin.
const MARGIN_GAP: Pt = 14.0;
/// From the sign of a list to its words.
const LIST_INDENT: Pt = 16.0;

impl Flow<'_, '_> {
    /// A section's heading and blocks, without its subsections. A fresh one begins a page.
    pub(crate) fn section(&mut self, section: &Section, fresh: bool) {
        let first = self.count();
        self.heading(section);
        if fresh {
            self.break_before(first);
        }
        if let Some(extra) = self.extra(first) {
            extra.anchors.push(section.anchor.clone());
            extra.running =
                section.running.clone().or_else(|| (section.level <= 1).then(|| section.title.clone()));
        }
        self.blocks(&section.blocks, 0);
    }

    fn heading(&mut self, section: &Section) {
        let (set, above, below) = match section.level {
            0 | 1 => (H1, 0.0, HALF * 3.0),
            2 => (H2, HALF * 5.0, HALF * 1.25),
            _ => (H3, HALF * 3.0, HALF * 0.5),
        };
        let place = section
            .label
            .as_ref()
            .map_or_else(|| section.title.clone(), |label| format!("{label} {}", section.title));
        self.shaper.place.clone_from(&place);
        let level = section.level.clamp(1, 6);
        let node = self.tree.add(0, Role::H(level));
        self.space(above);
        match &section.label {
            // Small heads carry their label in the line.
            Some(label) if level > 2 => {
                let shaped = self.words(&format!("{label} {}", section.title), set, node);
                self.lines(shaped);
            }
            Some(label) => {
                // The space separates label and title for who hears or copies the heading.
                let shaped = self.words(&format!("{label}\u{A0}"), LABEL, node);
                self.lines(shaped);
                self.hold();
                self.title(&section.title, set, node);
            }
            None => self.title(&section.title, set, node),
        }
        if level == 1 {
            let rule = Path::rect(self.x, HALF, 42.0, 3.0, ACCENT);
            let mut piece = Piece { height: HALF + 3.0, ..Piece::default() };
            piece.drawn.under.push(Item::path(Owner::Artifact, rule));
            self.hold();
            self.push(piece);
        }
        self.under_heading(below);
    }

    /// The lines of a title are never parted.
    fn title(&mut self, title: &str, set: Type, node: NodeId) {
        let mut shaped = self.words(title, set, node);
        for line in shaped.lines(self.width) {
            let mut drawn = super::Drawn::default();
            drawn.line(&shaped, &line, self.x, set.ascent(), self.shaper.fonts);
            self.push(Piece { height: set.leading, drawn, ..Piece::default() });
            self.hold();
        }
    }

    /// Blocks as the content of `node`.
    pub(crate) fn blocks(&mut self, blocks: &[Block], node: NodeId) {
        for (index, block) in blocks.iter().enumerate() {
            // "Daarbij gaat het om:" stands with what it announces.
            if matches!(block, Block::List(_))
                && index.checked_sub(1).is_some_and(|before| announces(&blocks[before]))
            {
                self.hold();
            }
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, node),
                Block::List(list) => {
                    self.space(PARAGRAPH_SPACE);
                    self.list(list, BODY, node);
                    self.space(PARAGRAPH_SPACE);
                }
                Block::Table(table) => self.table(table, node),
                Block::Figure(figure) => self.figure(figure, node),
                Block::Panel(panel) => self.panel(panel, node),
            }
            // "Beoordeling: verslechterd" is nothing without what it is about.
            if ends_in_badge(block) {
                self.hold();
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, parent: NodeId) {
        let outer = self.shaper.place.clone();
        let node = self.tree.add(parent, Role::P);
        self.space(PARAGRAPH_SPACE);
        let first = self.count();
        let number = paragraph.number.as_ref().map(|number| {
            self.shaper.place = format!("{outer}, alinea {number}");
            self.words(&format!("{number}\u{A0}"), NUMBER, node)
        });
        let shaped = self.inlines(&paragraph.text, BODY, node);
        self.lines(shaped);
        if self.count() > first {
            if let Some(number) = number {
                // The space after the number is for copying; it is not seen.
                let x = self.x - MARGIN_GAP + NUMBER.size * 0.265;
                let drawn = self.single(&number, x, BODY.ascent(), Side::End);
                self.beside(first, drawn);
            }
            if let (Some(anchor), Some(extra)) = (paragraph.anchor(), self.extra(first)) {
                extra.anchors.push(anchor);
            }
        }
        self.space(PARAGRAPH_SPACE);
        self.shaper.place = outer;
    }

    /// A list in `parent`.
    pub(crate) fn list(&mut self, list: &List, set: Type, parent: NodeId) {
        let node = self.tree.add(parent, Role::L);
        self.tree.nodes[node].ordered = Some(list.ordered);
        for (index, item) in list.items.iter().enumerate() {
            let outer = self.tree.add(node, Role::LI);
            let label = self.tree.add(outer, Role::Lbl);
            let body = self.tree.add(outer, Role::LBody);
            let sign = if list.ordered { format!("{}.", index + 1) } else { "•".to_owned() };
            let sign = self.words(
                &sign,
                set.tabular().colored(if list.ordered { set.color } else { ACCENT }),
                label,
            );
            let first = self.count();
            if index > 0 {
                self.space(HALF * 0.5);
            }
            self.indented(LIST_INDENT, 0.0, |flow| {
                let shaped = flow.inlines(&item.text, set, body);
                if shaped.clusters.is_empty() {
                    flow.room(set.leading);
                } else {
                    flow.lines(shaped);
                }
            });
            let wide = sign.width() > LIST_INDENT - 3.0;
            let (x, side) =
                if wide { (self.x + LIST_INDENT - 3.0, Side::End) } else { (self.x + 2.0, Side::Start) };
            let drawn = self.single(&sign, x, set.ascent(), side);
            self.beside(first, drawn);
            if let Some(inner) = &item.list {
                self.space(HALF * 0.5);
                self.indented(LIST_INDENT, 0.0, |flow| flow.list(inner, set, body));
            }
        }
    }

    fn panel(&mut self, panel: &Panel, parent: NodeId) {
        let (rule, ground, title) = match panel.kind {
            PanelKind::Promise => (ACCENT, TINT, ACCENT),
            PanelKind::Rating => (QUIET, TINT, ACCENT),
            PanelKind::Gap => (AMBER, WARM, AMBER),
        };
        let look = Look { x: self.x, width: self.width, rule, ground };
        let node = self.tree.add(parent, Role::Div);
        self.space(HALF * 2.0);
        self.grouped(Group::Panel(Arc::new(look)), |flow| {
            flow.room(HALF);
            flow.hold();
            flow.indented(HALF * 2.0, HALF * 2.0, |flow| {
                let head = flow.tree.add(node, Role::P);
                let shaped = flow.words(&panel.title, H3.colored(title), head);
                flow.lines(shaped);
                flow.under_heading(HALF * 0.5);
                flow.blocks(&panel.blocks, node);
            });
            flow.space = 0.0;
            flow.hold();
            flow.room(HALF);
        });
        self.space(HALF * 2.0);
    }

    /// A note under a table or figure: where it comes from.
    pub(crate) fn source(&mut self, source: &str, parent: NodeId) {
        let node = self.tree.add(parent, Role::Note);
        self.space(HALF * 0.5);
        self.hold();
        let mut flat = Flat::default();
        let set = super::style::SOURCE;
        let mut ink = Ink { tree: &mut self.tree, anchors: self.anchors };
        flat.words("Bron: ", set.bold(), &mut ink, node);
        flat.words(source, set, &mut ink, node);
        let shaped = self.shaper.shape(flat, set);
        self.lines(shaped);
    }
}

/// Whether a paragraph leads to a badge and says no more.
fn ends_in_badge(block: &Block) -> bool {
    matches!(block, Block::Paragraph(Paragraph { text, .. }) if matches!(text.last(), Some(Inline::Badge { .. })))
}

/// Whether a paragraph ends with a colon.
fn announces(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    Inline::words(&paragraph.text).trim_end().ends_with(':')
}
