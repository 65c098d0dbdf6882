//! The table of contents: chapters and goals with dot leaders and page numbers, every line a link.

use std::collections::{HashMap, HashSet};

use super::{CONTENTS_ANCHOR, full_title};
use crate::render::pdf::layout::style::{BODY, H1, HALF, QUIET};
use crate::render::pdf::layout::{Flow, Part, Piece, Side};
use crate::render::pdf::page::{Item, LinkArea, Owner, Path, Pt};
use crate::render::pdf::text::{Drawn, Flat, Ink, Shaper, Type};
use crate::render::pdf::tree::{NodeId, Role, Target};
use crate::report::Section;

/// Room for leaders and number beside a title.
const NUMBERS: Pt = 48.0;
/// From the edge of chapters to that of goals.
const INDENT: Pt = 14.0;
/// From dot to dot.
const DOTS: Pt = 4.0;

/// A line of the contents.
pub(super) struct Entry<'a> {
    anchor: &'a str,
    level: u8,
    title: String,
}

impl<'a> Entry<'a> {
    /// The lines for these sections: chapters, and what has a number within them. The bookmarks have all.
    pub(super) fn of(sections: &[&'a Section]) -> Vec<Self> {
        sections
            .iter()
            .filter(|section| section.level <= 1 || (section.level == 2 && section.label.is_some()))
            .map(|section| Self {
                anchor: &section.anchor,
                level: section.level.max(1),
                title: full_title(section),
            })
            .collect()
    }
}

/// The contents with the page numbers that are known.
pub(super) fn part(
    entries: &[Entry],
    numbers: &HashMap<&str, usize>,
    shaper: &mut Shaper,
    anchors: &HashSet<String>,
) -> Part {
    "de inhoudsopgave".clone_into(&mut shaper.place);
    let mut flow = Flow::new(shaper, 0, Role::Sect, anchors);
    let head = flow.tree.add(0, Role::H(1));
    let title = flow.words("Inhoud", H1, head);
    flow.lines(title);
    flow.break_before(0);
    if let Some(extra) = flow.extra(0) {
        extra.anchors.push(CONTENTS_ANCHOR.to_owned());
        extra.running = Some("Inhoud".to_owned());
    }
    flow.hold();
    flow.space(HALF * 3.0);
    let list = flow.tree.add(0, Role::Toc);
    let mut inner: Option<NodeId> = None;
    for entry in entries {
        let parent = if entry.level <= 1 {
            inner = None;
            list
        } else {
            *inner.get_or_insert_with(|| flow.tree.add(list, Role::Toc))
        };
        flow.entry(entry, numbers.get(entry.anchor).copied(), parent);
    }
    flow.finish()
}

impl Flow<'_, '_> {
    fn entry(&mut self, entry: &Entry, number: Option<usize>, parent: NodeId) {
        let chapter = entry.level <= 1;
        let set = if chapter { BODY.bold().unbroken() } else { BODY.unbroken() };
        if chapter {
            self.space(HALF);
        }
        let item = self.tree.add(parent, Role::Toci);
        let reference = self.tree.add(item, Role::Reference);
        let target = Target::Anchor(entry.anchor.to_owned());
        let words =
            number.map_or_else(|| entry.title.clone(), |number| format!("{}, pagina {number}", entry.title));
        let (owner, link) = self.tree.link(reference, target, words);
        let mut flat = Flat::default();
        let mut grow = Ink { tree: &mut self.tree, anchors: self.anchors };
        flat.linked(&entry.title, set, &mut grow, owner, Some(link));
        let mut title = self.shaper.shape(flat, set);
        // The space parts title and number for who hears or copies them.
        let number = format!("\u{A0}{}", number.map_or_else(|| "0".to_owned(), |number| number.to_string()));
        let number = self.words(&number, Type { style: set.style, ..BODY.tabular() }, owner);
        self.tree.close_link(link);

        let indent = if chapter { 0.0 } else { INDENT };
        let lines = title.lines(self.width - indent - NUMBERS);
        let count = lines.len();
        let right = self.x + self.width;
        for (index, line) in lines.iter().enumerate() {
            let x = self.x + indent;
            let mut drawn = Drawn::default();
            drawn.line(&title, line, x, set.ascent(), self.shaper.fonts);
            drawn.links.clear();
            if index + 1 == count {
                leaders(&mut drawn, x + line.width + 4.0, right - number.width() - 2.0);
                drawn.append(self.single(&number, right, set.ascent(), Side::End));
            }
            drawn.links.push(LinkArea { link, area: [x, 0.0, right, set.leading] });
            if index > 0 {
                self.hold();
            }
            self.push(Piece { height: set.leading, drawn, ..Piece::default() });
        }
    }
}

/// Dots that stand under one another on all lines.
fn leaders(drawn: &mut Drawn, from: Pt, to: Pt) {
    let first = (from / DOTS).ceil() * DOTS;
    if to - first < DOTS * 2.0 {
        return;
    }
    let y = BODY.ascent() - 0.4;
    let dots = Path::rule((first, y), (to, y), QUIET, 0.8).dashed(0.8, DOTS - 0.8);
    drawn.under.push(Item::path(Owner::Artifact, dots));
}
