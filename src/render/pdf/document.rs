//! A complete document between layout and writer: pages, structure, bookmarks.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fonts::FaceId;
use super::page::{GlyphText, LinkArea, Pt};
use super::tree::{LinkId, Offsets, SlotId, Tree};

/// Everything that the writer needs.
#[derive(Debug)]
pub(crate) struct Document {
    /// The pages in order.
    pub(crate) sheets: Vec<Sheet>,
    /// The whole structure.
    pub(crate) tree: Tree,
    /// Where the slots and links of each part begin in [`Document::tree`].
    pub(crate) offsets: Vec<Offsets>,
    /// Bookmarks in reading order.
    pub(crate) outline: Vec<Bookmark>,
    /// Where each anchor stands.
    pub(crate) anchors: HashMap<String, Place>,
    /// What the file says about itself.
    pub(crate) about: About,
}

/// A page: its text, which may have been written for an earlier rendering, and its header and footer.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The unit that the text belongs to.
    pub(crate) unit: Arc<Unit>,
    /// Which of its pages this is.
    pub(crate) leaf: usize,
    /// Number of the unit's first part in [`Document::offsets`].
    pub(crate) first: usize,
    /// Header and footer.
    pub(crate) frame: Written,
}

/// Sections that begin on a page of their own, laid out apart from all others. It holds no page number and no
/// place in the document, so it can be used again when something else changes.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    /// Its pages.
    pub(crate) leaves: Vec<Leaf>,
    /// Its structure, one tree for each section.
    pub(crate) trees: Vec<Tree>,
}

/// The text of a page.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// What it shows.
    pub(crate) text: Written,
    /// Where a click leads somewhere.
    pub(crate) links: Vec<LinkArea>,
    /// What the running header says from a height on.
    pub(crate) running: Vec<(Pt, String)>,
    /// Names of places with their height.
    pub(crate) anchors: Vec<(String, Pt)>,
    /// Boxes of figures: left, top, right, bottom.
    pub(crate) figures: Vec<(SlotId, [Pt; 4])>,
}

/// Glyphs that are used, with what they read as.
pub(crate) type Used = BTreeMap<(FaceId, u16), GlyphText>;

/// A page, or a part of one, as the writer left it. The drawings themselves are gone by then: they take many times
/// the room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// The compressed content stream.
    pub(crate) stream: Vec<u8>,
    /// The slot that each marked-content number fills.
    pub(crate) marks: Vec<SlotId>,
    /// Glyphs in it.
    pub(crate) used: Used,
}

impl Sheet {
    /// The text of the page.
    pub(crate) fn leaf(&self) -> &Leaf {
        &self.unit.leaves[self.leaf]
    }

    /// A slot's place in the whole tree.
    pub(crate) fn slot(&self, slot: SlotId, offsets: &[Offsets]) -> usize {
        offsets[self.first + slot.part as usize].slots + slot.index as usize
    }

    /// A link's place in the whole tree.
    pub(crate) fn link(&self, link: LinkId, offsets: &[Offsets]) -> usize {
        offsets[self.first + link.part as usize].links + link.index as usize
    }
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Page index, from 0.
    pub(crate) page: usize,
    /// From the top of the page.
    pub(crate) y: Pt,
}

/// A line of the bookmarks.
#[derive(Clone, Debug)]
pub(crate) struct Bookmark {
    /// Depth, from 1.
    pub(crate) level: u8,
    /// What it says.
    pub(crate) title: String,
    /// Where it leads.
    pub(crate) anchor: String,
}

/// Metadata. There are no dates of making in it: the same report gives the same bytes on any day.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// Title of the document.
    pub(crate) title: String,
    /// Who publishes it.
    pub(crate) author: String,
    /// What it is about.
    pub(crate) subject: String,
    /// Language, BCP 47.
    pub(crate) language: String,
    /// The program with its version.
    pub(crate) program: String,
    /// What the file's identity is made from.
    pub(crate) identity: String,
}
