//! From the page model to the bytes of the file.

mod about;
mod content;
mod embed;
mod objects;
mod structure;

use lopdf::{Object, ObjectId, dictionary};
use sha2::{Digest, Sha256};

use super::PdfError;
use super::document::{Document, Used};
use super::fonts::Fonts;
use super::page::{PAGE_HEIGHT, PAGE_WIDTH};
use content::better;
pub(crate) use content::content;
use objects::{Objects, int, text};
use structure::{Annotation, Structure};

/// Writes a document.
pub(crate) fn write(document: Document, fonts: &Fonts, threads: usize) -> Result<Vec<u8>, PdfError> {
    let mut objects = Objects::new();
    let first = objects.reserve(document.sheets.len());
    let pages: Vec<ObjectId> = (first..).take(document.sheets.len()).map(|number| (number, 0)).collect();

    let resources = {
        let fonts = embed::fonts(&used(&document), fonts, &mut objects)?;
        objects.add(dictionary! { "Font" => fonts })
    };
    let mut structure = Structure::new(&document, &pages, &mut objects);
    let annotations = structure.annotations(&mut objects);
    let tree = structure.write(&annotations, &mut objects);
    let kids = page_tree(&document, &pages, resources, &annotations, &mut objects);

    let about = &document.about;
    let metadata = embed::plain(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        about::xmp(about).into_bytes(),
    );
    let metadata = objects.add(metadata);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => kids,
        "Lang" => text(&about.language),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => tree,
        "Metadata" => metadata,
        "OutputIntents" => vec![about::output_intent(&mut objects)],
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
    };
    if !document.anchors.is_empty() {
        catalog.set("Names", dictionary! { "Dests" => about::names(&document, &pages, &mut objects) });
    }
    if let Some(outline) = about::outline(&document, &mut objects) {
        catalog.set("PageMode", "UseOutlines");
        catalog.set("Outlines", outline);
    }
    let catalog = objects.add(catalog);
    let info = objects.add(about::info(about));
    let identity = Sha256::digest(about.identity.as_bytes());
    Ok(objects.save(catalog, info, &identity[..16], threads))
}

/// All glyphs of all pages.
fn used(document: &Document) -> Used {
    let mut used = Used::new();
    let written = document.sheets.iter().flat_map(|sheet| [&sheet.frame, &sheet.leaf().text]);
    for (glyph, reading) in written.flat_map(|written| &written.used) {
        match used.get_mut(glyph) {
            Some(known) if better(reading, known) => *known = reading.clone(),
            Some(_) => {}
            None => {
                used.insert(*glyph, reading.clone());
            }
        }
    }
    used
}

/// Pages with their content, and the node above them.
fn page_tree(
    document: &Document,
    pages: &[ObjectId],
    resources: ObjectId,
    annotations: &[Annotation],
    objects: &mut Objects,
) -> ObjectId {
    let root = objects.reserve(1);
    let mut areas = annotations.iter().peekable();
    for (index, sheet) in document.sheets.iter().enumerate() {
        let contents: Vec<Object> = [&sheet.frame, &sheet.leaf().text]
            .into_iter()
            .filter(|written| !written.stream.is_empty())
            .map(|written| {
                let dict = dictionary! { "Filter" => "FlateDecode" };
                Object::Reference(objects.add(embed::plain(dict, written.stream.clone())))
            })
            .collect();
        let mut object = dictionary! {
            "Type" => "Page",
            "Parent" => (root, 0),
            "MediaBox" => structure::numbers([0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT]),
            "Resources" => resources,
            "Contents" => contents,
            "StructParents" => int(index),
            "Tabs" => "S",
        };
        let mut own = Vec::new();
        while let Some(area) = areas.next_if(|area| area.page == index) {
            own.push(Object::Reference(area.id));
        }
        if !own.is_empty() {
            object.set("Annots", own);
        }
        objects.set(pages[index].0, object);
    }
    let kids: Vec<Object> = pages.iter().map(|&page| Object::Reference(page)).collect();
    objects.set(root, dictionary! { "Type" => "Pages", "Count" => int(pages.len()), "Kids" => kids });
    (root, 0)
}

/// zlib, by a library that is named and not chosen by what other crates ask for: an edition made again must give
/// the same bytes. A higher level costs much time for little room.
fn deflate(data: &[u8]) -> Vec<u8> {
    const LEVEL: u8 = 6;
    miniz_oxide::deflate::compress_to_vec_zlib(data, LEVEL)
}
