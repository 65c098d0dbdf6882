//! The structure tree: what a screen reader walks and what a copy of the text follows.
//!
//! Layout grows one tree for each section, in parallel, and never knows page numbers. What a node shows is a
//! [`Slot`]: a place in reading order that pages fill with marked content, however many pages that takes.
//! [`Tree::graft`] joins the sections' trees into one.

/// A node by its place in [`Tree::nodes`].
pub(crate) type NodeId = usize;

/// A slot by part and place; parts get their offset when the trees are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SlotId {
    /// What its owner is.
    pub(crate) role: Role,
    /// Which part of the document grew it.
    pub(crate) part: u32,
    /// Its place in that part's [`Tree::slots`].
    pub(crate) index: u32,
}

/// A link, numbered like a [`SlotId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkId {
    /// Which part of the document grew it.
    pub(crate) part: u32,
    /// Its place in that part's [`Tree::links`].
    pub(crate) index: u32,
}

/// Standard structure types of ISO 32000-1, 14.8.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Part,
    Sect,
    Div,
    H(u8),
    P,
    L,
    LI,
    Lbl,
    LBody,
    Table,
    Caption,
    THead,
    TBody,
    TR,
    TH(Scope),
    TD,
    Figure,
    Link,
    Note,
    Span,
    Toc,
    Toci,
    Reference,
}

/// For which cells a table head speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those below it.
    Column,
    /// Those beside it.
    Row,
}

impl Role {
    /// The name that is written in the file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Part => "Part",
            Self::Sect => "Sect",
            Self::Div => "Div",
            Self::H(1) => "H1",
            Self::H(2) => "H2",
            Self::H(3) => "H3",
            Self::H(4) => "H4",
            Self::H(5) => "H5",
            Self::H(_) => "H6",
            Self::P => "P",
            Self::L => "L",
            Self::LI => "LI",
            Self::Lbl => "Lbl",
            Self::LBody => "LBody",
            Self::Table => "Table",
            Self::Caption => "Caption",
            Self::THead => "THead",
            Self::TBody => "TBody",
            Self::TR => "TR",
            Self::TH(_) => "TH",
            Self::TD => "TD",
            Self::Figure => "Figure",
            Self::Link => "Link",
            Self::Note => "Note",
            Self::Span => "Span",
            Self::Toc => "TOC",
            Self::Toci => "TOCI",
            Self::Reference => "Reference",
        }
    }
}

/// An element of the structure.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) role: Role,
    /// What it stands in; the root stands in itself.
    pub(crate) parent: NodeId,
    /// What is in it, in reading order.
    pub(crate) kids: Vec<Kid>,
    /// Words that replace a figure.
    pub(crate) alt: Option<String>,
    /// Language, when it is another than the document's.
    pub(crate) lang: Option<String>,
    /// Whether a list is numbered.
    pub(crate) ordered: Option<bool>,
}

/// Something in a [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kid {
    /// A deeper element.
    Node(NodeId),
    /// Marked content.
    Slot(usize),
    /// The clickable areas of a link.
    Link(usize),
}

/// A place that pages fill with marked content.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// The node it belongs to.
    pub(crate) owner: NodeId,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Its node.
    pub(crate) owner: NodeId,
    /// What it leads to.
    pub(crate) target: Target,
    /// What it says, for those who hear links apart from their text.
    pub(crate) words: String,
}

/// What a [`Link`] leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An address elsewhere.
    Address(String),
    /// An anchor in this document.
    Anchor(String),
}

/// A tree or a part of one; node 0 is the root.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Which part this is.
    pub(crate) part: u32,
    /// All elements.
    pub(crate) nodes: Vec<Node>,
    /// All places for content.
    pub(crate) slots: Vec<Slot>,
    /// All links.
    pub(crate) links: Vec<Link>,
}

/// Where a part's slots and links begin after [`Tree::graft`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Offsets {
    /// First slot of the part.
    pub(crate) slots: usize,
    /// First link of the part.
    pub(crate) links: usize,
}

impl Tree {
    /// A tree with only its root.
    pub(crate) fn new(part: u32, root: Role) -> Self {
        let root = Node { role: root, parent: 0, kids: Vec::new(), alt: None, lang: None, ordered: None };
        Self { part, nodes: vec![root], slots: Vec::new(), links: Vec::new() }
    }

    /// A new last kid of `parent`.
    pub(crate) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { role, parent, kids: Vec::new(), alt: None, lang: None, ordered: None });
        self.nodes[parent].kids.push(Kid::Node(id));
        id
    }

    /// The slot at the end of a node's kids: text that follows text of the same node shares it.
    pub(crate) fn slot(&mut self, owner: NodeId) -> SlotId {
        let index = match self.nodes[owner].kids.last() {
            Some(&Kid::Slot(slot)) => slot,
            Some(Kid::Node(_) | Kid::Link(_)) | None => {
                let slot = self.slots.len();
                self.slots.push(Slot { owner });
                self.nodes[owner].kids.push(Kid::Slot(slot));
                slot
            }
        };
        SlotId { role: self.nodes[owner].role, part: self.part, index: small(index) }
    }

    /// A link element in `parent`; its areas follow its text.
    pub(crate) fn link(&mut self, parent: NodeId, target: Target, words: String) -> (NodeId, LinkId) {
        let owner = self.add(parent, Role::Link);
        let index = self.links.len();
        self.links.push(Link { owner, target, words });
        (owner, LinkId { part: self.part, index: small(index) })
    }

    /// Ends a link: from here on its areas are its last kid.
    pub(crate) fn close_link(&mut self, link: LinkId) {
        let index = link.index as usize;
        let owner = self.links[index].owner;
        self.nodes[owner].kids.push(Kid::Link(index));
    }

    /// Hangs another tree under `parent` and says where its slots and links now begin.
    pub(crate) fn graft(&mut self, parent: NodeId, mut other: Self) -> Offsets {
        let offsets = Offsets { slots: self.slots.len(), links: self.links.len() };
        let base = self.nodes.len();
        for node in &mut other.nodes {
            node.parent += base;
            for kid in &mut node.kids {
                match kid {
                    Kid::Node(id) => *id += base,
                    Kid::Slot(id) => *id += offsets.slots,
                    Kid::Link(id) => *id += offsets.links,
                }
            }
        }
        other.nodes[0].parent = parent;
        other.slots.iter_mut().for_each(|slot| slot.owner += base);
        other.links.iter_mut().for_each(|link| link.owner += base);
        self.nodes.append(&mut other.nodes);
        self.slots.append(&mut other.slots);
        self.links.append(&mut other.links);
        self.nodes[parent].kids.push(Kid::Node(base));
        offsets
    }
}

/// An index as it is kept in ids. A document with four milliard marks cannot be held in memory.
fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
