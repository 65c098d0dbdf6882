//! From the page model to the bytes of the file.

mod about;
mod content;
mod embed;
mod objects;
mod structure;

use lopdf::{Object, ObjectId, dictionary};
use sha2::{Digest, Sha256};

use super::document::Document;
use super::fonts::Fonts;
use super::page::{PAGE_HEIGHT, PAGE_WIDTH};
use super::{PdfError, work};
use content::{Context, Encoded, Used, better};
use objects::{Objects, int, text};
use structure::{Annotation, Structure};

/// Writes a document.
pub(crate) fn write(document: Document, fonts: &Fonts, threads: usize) -> Result<Vec<u8>, PdfError> {
    let context = Context { fonts, tree: &document.tree, offsets: &document.offsets };
    let encoded = encode(&document, &context, threads);
    let mut objects = Objects::new();
    let first = objects.reserve(document.pages.len());
    let pages: Vec<ObjectId> = (first..).take(document.pages.len()).map(|number| (number, 0)).collect();

    let resources = {
        let fonts = embed::fonts(&used(&encoded), fonts, &mut objects)?;
        objects.add(dictionary! { "Font" => fonts })
    };
    let mut structure = Structure::new(&document, &pages, &mut objects);
    let annotations = structure.annotations(&mut objects);
    let tree = structure.write(&encoded, &annotations, &context, &mut objects);
    let kids = page_tree(encoded, &pages, resources, &annotations, &mut objects);

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
        "PageMode" => "UseOutlines",
        "Names" => dictionary! { "Dests" => about::names(&document, &pages, &mut objects) },
    };
    if let Some(outline) = about::outline(&document, &mut objects) {
        catalog.set("Outlines", outline);
    }
    let catalog = objects.add(catalog);
    let info = objects.add(about::info(about));
    let identity = Sha256::digest(about.identity.as_bytes());
    Ok(objects.save(catalog, info, &identity[..16], threads))
}

/// Writes all pages, each on the first thread that is free.
fn encode(document: &Document, context: &Context, threads: usize) -> Vec<Encoded> {
    work::map(
        threads,
        document.pages.len(),
        || (),
        |(), index| content::encode(&document.pages[index], context),
    )
}

/// All glyphs of all pages.
fn used(encoded: &[Encoded]) -> Used {
    let mut used = Used::new();
    for (glyph, reading) in encoded.iter().flat_map(|page| &page.used) {
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
    encoded: Vec<Encoded>,
    pages: &[ObjectId],
    resources: ObjectId,
    annotations: &[Annotation],
    objects: &mut Objects,
) -> ObjectId {
    let root = objects.reserve(1);
    let mut areas = annotations.iter().peekable();
    for (index, page) in encoded.into_iter().enumerate() {
        let dict = dictionary! { "Filter" => "FlateDecode" };
        let content = objects.add(embed::plain(dict, page.content));
        let mut object = dictionary! {
            "Type" => "Page",
            "Parent" => (root, 0),
            "MediaBox" => structure::numbers([0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT]),
            "Resources" => resources,
            "Contents" => content,
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
