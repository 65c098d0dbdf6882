//! What makes blocks a report: cover, colofon, contents, running header and footer; or a [letter](mod@letter).
//!
//! The steps are those of a printer. [Units](mod@unit) are laid out and written at the same time, the contents are set
//! when their pages are counted, and header and footer come last.

mod contents;
mod cover;
mod letter;
mod running;
mod unit;

use std::collections::HashMap;
use std::sync::Arc;

use super::PdfError;
use super::document::{About, Bookmark, Document, Place, Sheet, Unit, Written};
use super::fonts::Fonts;
use super::layout::paginate;
use super::text::Shaper;
use super::tree::{NodeId, Offsets, Role, Tree};
use crate::report::{Report, Section, Stamp};
use contents::Entry;
pub(crate) use letter::letter;
pub use unit::Kept;
use unit::Sections;

/// Anchor of the contents.
const CONTENTS_ANCHOR: &str = "inhoud";
/// Anchor of the colofon.
const COLOFON_ANCHOR: &str = "colofon";

/// Lays out a whole report on `threads` threads, with the units of an earlier rendering where they still hold.
pub(crate) fn report(
    report: &Report,
    stamp: &Stamp,
    fonts: &Fonts,
    threads: usize,
    kept: &mut Kept,
) -> Result<Document, PdfError> {
    let list: Vec<&Section> = report.walk().collect();
    let mut anchors = unit::anchors(&list);
    anchors.extend([CONTENTS_ANCHOR, COLOFON_ANCHOR].map(str::to_owned));
    let sections = Sections { list, anchors };
    let (chapters, mut missing) = sections.lay(fonts, threads, kept);

    let mut shaper = Shaper::new(fonts);
    let front = unit::write(cover::parts(report, stamp, &mut shaper, &sections.anchors), fonts);
    let entries = Entry::of(&sections.list);
    let contents = |numbers: &HashMap<&str, usize>, shaper: &mut Shaper| {
        vec![contents::part(&entries, numbers, shaper, &sections.anchors)]
    };
    // The contents are as long with numbers as without, and stand before what they number.
    let (length, _) = paginate(contents(&HashMap::new(), &mut shaper));
    let numbers = page_numbers(&chapters, front.leaves.len() + length.len());
    let contents = unit::write(contents(&numbers, &mut shaper), fonts);

    let mut document = Document {
        sheets: Vec::new(),
        tree: Tree::new(0, Role::Document),
        offsets: Vec::with_capacity(sections.list.len() + 2),
        outline: outline(&sections.list),
        anchors: HashMap::new(),
        about: about(report, stamp),
    };
    let mut open: Vec<(u8, NodeId)> = Vec::new();
    let mut levels = sections.list.iter().map(|section| section.level);
    for unit in [front, contents].map(Arc::new) {
        document.join(&unit, |_| 0);
    }
    for unit in &chapters {
        document.join(unit, |tree| {
            let level = levels.next().unwrap_or(1);
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            let parent = open.last().map_or(0, |(_, node)| *node);
            open.push((level, tree.nodes.len()));
            parent
        });
    }
    missing.append(&mut shaper.missing);
    missing.append(&mut running::dress(&mut document, report, fonts, threads));
    missing.dedup();
    if missing.is_empty() { Ok(document) } else { Err(PdfError::MissingGlyphs(missing)) }
}

impl Document {
    /// Adds a unit's pages and hangs its trees where `parent` says.
    fn join(&mut self, unit: &Arc<Unit>, mut parent: impl FnMut(&Tree) -> NodeId) {
        let first = self.offsets.len();
        for tree in &unit.trees {
            let parent = parent(&self.tree);
            let offsets: Offsets = self.tree.graft(parent, tree.clone());
            self.offsets.push(offsets);
        }
        for (leaf, content) in unit.leaves.iter().enumerate() {
            let page = self.sheets.len();
            for (anchor, y) in &content.anchors {
                self.anchors.entry(anchor.clone()).or_insert(Place { page, y: *y });
            }
            let frame = Written::default();
            self.sheets.push(Sheet { unit: Arc::clone(unit), leaf, first, frame });
        }
    }
}

/// Page numbers of anchors, from 1.
fn page_numbers(chapters: &[Arc<Unit>], before: usize) -> HashMap<&str, usize> {
    chapters
        .iter()
        .flat_map(|unit| &unit.leaves)
        .zip(before + 1..)
        .flat_map(|(leaf, number)| leaf.anchors.iter().map(move |(anchor, _)| (anchor.as_str(), number)))
        .collect()
}

fn outline(sections: &[&Section]) -> Vec<Bookmark> {
    let own = [("Colofon", COLOFON_ANCHOR), ("Inhoud", CONTENTS_ANCHOR)].map(|(title, anchor)| Bookmark {
        level: 1,
        title: title.to_owned(),
        anchor: anchor.to_owned(),
    });
    let theirs = sections.iter().map(|section| Bookmark {
        level: section.level.max(1),
        title: full_title(section),
        anchor: section.anchor.clone(),
    });
    own.into_iter().chain(theirs).collect()
}

/// Label and title in one line.
fn full_title(section: &Section) -> String {
    section
        .label
        .as_ref()
        .map_or_else(|| section.title.clone(), |label| format!("{label} – {}", section.title))
}

fn about(report: &Report, stamp: &Stamp) -> About {
    let meta = &report.meta;
    About {
        title: format!("{} – {}", meta.title, meta.round),
        author: meta.publisher.clone(),
        subject: format!("{}, {}", meta.subtitle, meta.status),
        language: meta.language.clone(),
        program: stamp.program.clone(),
        identity: format!("report {} {}", stamp.sha256, stamp.program),
    }
}
