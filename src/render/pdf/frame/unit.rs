//! Units: sections that begin on a page of their own, made at the same time and kept for the next rendering.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::render::pdf::document::{Leaf, Unit};
use crate::render::pdf::fonts::Fonts;
use crate::render::pdf::layout::{Body, Flow, Part, paginate};
use crate::render::pdf::text::Shaper;
use crate::render::pdf::tree::Role;
use crate::render::pdf::{MissingGlyph, work, writer};
use crate::report::{Block, Section};

/// What a unit is made of, as a hash.
type Key = [u8; 32];

/// What one rendering leaves for the next: the pages of goals that may not have changed.
///
/// It only saves time. A rendering with it gives the same bytes as one without.
#[derive(Debug, Default)]
pub struct Kept {
    units: HashMap<Key, Arc<Unit>>,
}

/// Sections in reading order with the anchors that a reference may lead to.
pub(super) struct Sections<'a> {
    /// The sections.
    pub(super) list: Vec<&'a Section>,
    /// The anchors.
    pub(super) anchors: HashSet<String>,
}

impl Sections<'_> {
    /// Whether a section begins a page: chapters do, and goals but the first of a chapter, so that a goal can be
    /// handed over by itself and its pages do not move when another goal grows.
    fn fresh(&self, index: usize) -> bool {
        let section = self.list[index];
        let follows_head = index.checked_sub(1).is_some_and(|before| self.list[before].level < section.level);
        index == 0 || section.level <= 1 || (section.level == 2 && section.label.is_some() && !follows_head)
    }

    /// Sections that share pages.
    fn units(&self) -> Vec<Range<usize>> {
        let starts: Vec<usize> = (0..self.list.len()).filter(|&index| self.fresh(index)).collect();
        let ends = starts.iter().skip(1).copied().chain([self.list.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// What the pages of these sections depend on.
    fn key(&self, unit: &Range<usize>, anchors: &Key) -> Key {
        let mut hash = Sha256::new();
        hash.update(anchors);
        for section in &self.list[unit.clone()] {
            let Section { anchor, level, label, title, running, blocks, sections: _ } = section;
            // Writing plain data as JSON does not fail; if it did, the unit would be made anew each time.
            let json =
                serde_json::to_vec(&(anchor, level, label, title, running, blocks)).unwrap_or_default();
            hash.update(json.len().to_le_bytes());
            hash.update(json);
        }
        hash.finalize().into()
    }

    fn make(&self, unit: &Range<usize>, shaper: &mut Shaper) -> (Unit, Vec<MissingGlyph>) {
        let parts = unit.clone().zip(0_u32..).map(|(index, part)| {
            let section = self.list[index];
            let role = if section.level <= 1 { Role::Part } else { Role::Sect };
            let mut flow = Flow::new(shaper, part, role, &self.anchors);
            flow.section(section, index == unit.start);
            flow.finish()
        });
        let parts: Vec<Part> = parts.collect();
        (write(parts, shaper.fonts), std::mem::take(&mut shaper.missing))
    }

    /// All units, from what was kept or made on the first thread that is free.
    pub(super) fn lay(
        &self,
        fonts: &Fonts,
        threads: usize,
        kept: &mut Kept,
    ) -> (Vec<Arc<Unit>>, Vec<MissingGlyph>) {
        let units = self.units();
        let anchors = self.anchor_key();
        let keys: Vec<Key> = units.iter().map(|unit| self.key(unit, &anchors)).collect();
        let known = &kept.units;
        let made = work::map(
            threads,
            units.len(),
            || Shaper::new(fonts),
            |shaper, index| {
                known.get(&keys[index]).map_or_else(
                    || {
                        let (unit, missing) = self.make(&units[index], shaper);
                        (Arc::new(unit), missing)
                    },
                    |unit| (Arc::clone(unit), Vec::new()),
                )
            },
        );
        let mut missing = Vec::new();
        let mut next = HashMap::with_capacity(made.len());
        let mut laid = Vec::with_capacity(made.len());
        for (key, (unit, mut found)) in keys.into_iter().zip(made) {
            if found.is_empty() {
                next.insert(key, Arc::clone(&unit));
            }
            missing.append(&mut found);
            laid.push(unit);
        }
        kept.units = next;
        (laid, missing)
    }

    fn anchor_key(&self) -> Key {
        let mut sorted: Vec<&String> = self.anchors.iter().collect();
        sorted.sort_unstable();
        let mut hash = Sha256::new();
        for anchor in sorted {
            hash.update(anchor.len().to_le_bytes());
            hash.update(anchor);
        }
        hash.finalize().into()
    }
}

/// Every anchor that a reference may lead to.
pub(super) fn anchors(sections: &[&Section]) -> HashSet<String> {
    let mut anchors = HashSet::new();
    for section in sections {
        anchors.insert(section.anchor.clone());
        for block in &section.blocks {
            match block {
                Block::Paragraph(paragraph) => anchors.extend(paragraph.anchor()),
                Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
            }
        }
    }
    anchors
}

/// Parts over pages, and the pages written.
pub(super) fn write(parts: Vec<Part>, fonts: &Fonts) -> Unit {
    let (bodies, trees) = paginate(parts);
    let leaves = bodies
        .into_iter()
        .map(|Body { page, running, anchors, figures }| Leaf {
            text: writer::content(&page.items, fonts),
            links: page.links,
            running,
            anchors,
            figures,
        })
        .collect();
    Unit { leaves, trees }
}
