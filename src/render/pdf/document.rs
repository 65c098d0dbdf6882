//! A complete document between layout and writer: pages, structure, bookmarks.

use std::collections::HashMap;

use super::page::{Page, Pt};
use super::tree::{Offsets, SlotId, Tree};

/// Everything that the writer needs.
#[derive(Debug)]
pub(crate) struct Document {
    /// The pages in order.
    pub(crate) pages: Vec<Page>,
    /// The whole structure.
    pub(crate) tree: Tree,
    /// Where the slots and links of each part begin in [`Document::tree`].
    pub(crate) offsets: Vec<Offsets>,
    /// Bookmarks in reading order.
    pub(crate) outline: Vec<Bookmark>,
    /// Where each anchor stands.
    pub(crate) anchors: HashMap<String, Place>,
    /// Boxes of figures: page index, content, box.
    pub(crate) figures: Vec<(usize, SlotId, [Pt; 4])>,
    /// What the file says about itself.
    pub(crate) about: About,
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
