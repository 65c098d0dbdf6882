//! The structure tree in the file: elements, marked content, links and the way back from content to element.

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

use super::super::document::{Document, Sheet};
use super::super::page::{PAGE_HEIGHT, Pt};
use super::super::tree::{Kid, Node, NodeId, Role, Scope, Target};
use super::objects::{Objects, int, text};

/// A clickable area that has become an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Annotation {
    /// The annotation.
    pub(super) id: ObjectId,
    /// Its page.
    pub(super) page: usize,
    /// Its link in the whole tree.
    link: usize,
}

/// Writes the structure and gives back its root.
pub(super) struct Structure<'a> {
    document: &'a Document,
    pages: &'a [ObjectId],
    /// Number of the first element's object.
    first: u32,
    /// For each link its annotations.
    areas: Vec<Vec<Annotation>>,
}

impl<'a> Structure<'a> {
    /// With numbers for all elements.
    pub(super) fn new(document: &'a Document, pages: &'a [ObjectId], objects: &mut Objects) -> Self {
        let first = objects.reserve(document.tree.nodes.len());
        Self { document, pages, first, areas: vec![Vec::new(); document.tree.links.len()] }
    }

    fn element(&self, node: NodeId) -> ObjectId {
        (self.first + u32::try_from(node).unwrap_or(u32::MAX), 0)
    }

    /// Makes the annotations of all pages. Their keys in the parent tree follow those of the pages.
    pub(super) fn annotations(&mut self, objects: &mut Objects) -> Vec<Annotation> {
        let mut all = Vec::new();
        for (index, sheet) in self.document.sheets.iter().enumerate() {
            for area in &sheet.leaf().links {
                let link = sheet.link(area.link, &self.document.offsets);
                let key = self.pages.len() + all.len();
                let id = objects.add(self.annotation(link, area.area, key));
                let annotation = Annotation { id, page: index, link };
                self.areas[link].push(annotation);
                all.push(annotation);
            }
        }
        all
    }

    fn annotation(&self, link: usize, [left, top, right, bottom]: [Pt; 4], key: usize) -> Dictionary {
        let link = &self.document.tree.links[link];
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => numbers([left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top]),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
            "StructParent" => int(key),
        };
        match &link.target {
            Target::Address(address) => {
                annotation.set("Contents", text(&format!("{} ({address})", link.words.trim())));
                let address = Object::String(address_bytes(address), StringFormat::Literal);
                annotation.set("A", dictionary! { "S" => "URI", "URI" => address });
            }
            Target::Anchor(anchor) => {
                annotation.set("Contents", text(link.words.trim()));
                annotation.set("Dest", Object::String(anchor.as_bytes().to_vec(), StringFormat::Literal));
            }
        }
        annotation
    }

    /// Writes all elements and the parent tree; gives back the root.
    pub(super) fn write(self, annotations: &[Annotation], objects: &mut Objects) -> ObjectId {
        let marks = Marks::of(self.document);
        let mut boxes = vec![None; self.document.tree.nodes.len()];
        for sheet in &self.document.sheets {
            for (slot, area) in &sheet.leaf().figures {
                let slot = sheet.slot(*slot, &self.document.offsets);
                boxes[self.document.tree.slots[slot].owner] = Some(*area);
            }
        }
        let root = objects.reserve(1);
        let mut notes = Vec::new();
        for (index, node) in self.document.tree.nodes.iter().enumerate() {
            let mut element = self.dictionary(index, node, root);
            self.kids(&mut element, node, &marks);
            if let Some([left, top, right, bottom]) = boxes[index] {
                let area = numbers([left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top]);
                element.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => area });
            }
            if node.role == Role::Note {
                let id = format!("noot-{:06}", notes.len() + 1);
                element.set("ID", text(&id));
                notes.extend([text(&id), Object::Reference(self.element(index))]);
            }
            objects.set(self.element(index).0, element);
        }
        let parents = self.parents(&marks, annotations, objects);
        let mut tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.element(0),
            "ParentTree" => parents,
            "ParentTreeNextKey" => int(self.pages.len() + annotations.len()),
        };
        if !notes.is_empty() {
            let limits = vec![notes[0].clone(), notes[notes.len() - 2].clone()];
            let leaf = objects.add(dictionary! { "Names" => notes, "Limits" => limits });
            tree.set("IDTree", dictionary! { "Kids" => vec![Object::Reference(leaf)] });
        }
        objects.set(root, tree);
        (root, 0)
    }

    fn dictionary(&self, index: NodeId, node: &Node, root: u32) -> Dictionary {
        let parent = if index == 0 { (root, 0) } else { self.element(node.parent) };
        let mut element = dictionary! { "S" => node.role.name(), "P" => parent };
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some(lang) = &node.lang {
            element.set("Lang", text(lang));
        }
        match node.role {
            Role::TH(scope) => {
                let scope = match scope {
                    Scope::Column => "Column",
                    Scope::Row => "Row",
                };
                element.set("A", dictionary! { "O" => "Table", "Scope" => scope });
            }
            Role::L => {
                let numbering = if node.ordered == Some(true) { "Decimal" } else { "Disc" };
                element.set("A", dictionary! { "O" => "List", "ListNumbering" => numbering });
            }
            Role::Document
            | Role::Part
            | Role::Sect
            | Role::Div
            | Role::H(_)
            | Role::P
            | Role::LI
            | Role::Lbl
            | Role::LBody
            | Role::Table
            | Role::Caption
            | Role::THead
            | Role::TBody
            | Role::TR
            | Role::TD
            | Role::Figure
            | Role::Link
            | Role::Note
            | Role::Span
            | Role::Toc
            | Role::Toci
            | Role::Reference => {}
        }
        element
    }

    /// Kids in reading order. Marks on the page that the element names need no more than their number.
    fn kids(&self, element: &mut Dictionary, node: &Node, marks: &Marks) {
        let mut home = None;
        let mut kids: Vec<Object> = Vec::with_capacity(node.kids.len());
        for kid in &node.kids {
            match *kid {
                Kid::Node(id) => kids.push(Object::Reference(self.element(id))),
                Kid::Slot(slot) => {
                    for &(_, page, number) in marks.filling(slot) {
                        kids.push(if *home.get_or_insert(page) == page {
                            int(number)
                        } else {
                            Object::Dictionary(dictionary! {
                                "Type" => "MCR", "Pg" => self.pages[page], "MCID" => int(number),
                            })
                        });
                    }
                }
                Kid::Link(link) => {
                    for area in &self.areas[link] {
                        kids.push(Object::Dictionary(dictionary! {
                            "Type" => "OBJR", "Obj" => area.id, "Pg" => self.pages[area.page],
                        }));
                    }
                }
            }
        }
        if let Some(page) = home {
            element.set("Pg", self.pages[page]);
        }
        if kids.len() == 1 {
            element.set("K", kids.remove(0));
        } else if !kids.is_empty() {
            element.set("K", kids);
        }
    }

    /// From each page's marks and each annotation back to their elements.
    fn parents(&self, marks: &Marks, annotations: &[Annotation], objects: &mut Objects) -> ObjectId {
        let mut numbers: Vec<Object> = Vec::with_capacity((self.pages.len() + annotations.len()) * 2);
        for (page, slots) in marks.pages.iter().enumerate() {
            let owner = |&slot: &usize| Object::Reference(self.element(self.document.tree.slots[slot].owner));
            let owners = objects.add(slots.iter().map(owner).collect::<Vec<_>>());
            numbers.extend([int(page), Object::Reference(owners)]);
        }
        for (index, annotation) in annotations.iter().enumerate() {
            let owner = self.document.tree.links[annotation.link].owner;
            numbers.extend([int(self.pages.len() + index), Object::Reference(self.element(owner))]);
        }
        objects.add(dictionary! { "Nums" => numbers })
    }
}

/// Which slots the marks of the pages fill.
struct Marks {
    /// For each page the slot of each of its marks.
    pages: Vec<Vec<usize>>,
    /// Slot, page and number of every mark, by slot and then in page order.
    sorted: Vec<(usize, usize, usize)>,
}

impl Marks {
    fn of(document: &Document) -> Self {
        let slots = |sheet: &Sheet| {
            let marks = sheet.leaf().text.marks.iter();
            marks.map(|&slot| sheet.slot(slot, &document.offsets)).collect()
        };
        let pages: Vec<Vec<usize>> = document.sheets.iter().map(slots).collect();
        let mut sorted: Vec<_> = pages
            .iter()
            .enumerate()
            .flat_map(|(page, slots)| {
                slots.iter().enumerate().map(move |(number, &slot)| (slot, page, number))
            })
            .collect();
        sorted.sort_unstable();
        Self { pages, sorted }
    }

    /// The marks that fill a slot.
    fn filling(&self, slot: usize) -> &[(usize, usize, usize)] {
        let from = self.sorted.partition_point(|mark| mark.0 < slot);
        let to = from + self.sorted[from..].iter().take_while(|mark| mark.0 == slot).count();
        &self.sorted[from..to]
    }
}

/// Lengths to hundredths of a point.
pub(super) fn numbers<const N: usize>(values: [Pt; N]) -> Vec<Object> {
    values.map(|value| Object::Real((value * 100.0).round() / 100.0)).to_vec()
}

/// An address holds only ASCII; anything else is percent-encoded.
fn address_bytes(address: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            bytes.push(byte);
        } else {
            bytes.extend(format!("%{byte:02X}").into_bytes());
        }
    }
    bytes
}
