//! What the file says about itself: XMP, document information, output intent, bookmarks, names of places.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

use super::super::document::{About, Document};
use super::super::page::{PAGE_HEIGHT, Pt};
use super::objects::{Objects, int, text};

/// The sRGB profile; how it was made stands in reports/fonts/README.md.
const PROFILE: &[u8] = include_bytes!("../../../../reports/fonts/sRGB.icc");

/// Document information, in step with [`xmp`].
pub(super) fn info(about: &About) -> Dictionary {
    dictionary! {
        "Title" => text(&about.title),
        "Author" => text(&about.author),
        "Subject" => text(&about.subject),
        "Creator" => text(&about.program),
        "Producer" => text(&about.program),
    }
}

/// What colours mean, for who prints the file in thirty years.
pub(super) fn output_intent(objects: &mut Objects) -> Object {
    let profile = objects.compressed(dictionary! { "N" => 3, "Alternate" => "DeviceRGB" }, PROFILE);
    Object::Dictionary(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB IEC61966-2.1"),
        "Info" => text("sRGB IEC61966-2.1"),
        "RegistryName" => text("http://www.color.org"),
        "DestOutputProfile" => profile,
    })
}

/// The XMP packet: PDF/A-2a, PDF/UA-1 and the schema that explains the latter to the former.
pub(super) fn xmp(about: &About) -> String {
    let (title, author) = (escaped(&about.title), escaped(&about.author));
    let (subject, language, program) =
        (escaped(&about.subject), escaped(&about.language), escaped(&about.program));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{program}</pdf:Producer>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    )
}

/// Nested bookmarks; `None` when there are none.
pub(super) fn outline(document: &Document, objects: &mut Objects) -> Option<ObjectId> {
    let marks = &document.outline;
    if marks.is_empty() {
        return None;
    }
    let root = objects.reserve(1);
    let first = objects.reserve(marks.len());
    let number = |index: usize| (first + u32::try_from(index).unwrap_or(u32::MAX), 0);
    // One walk with the line of open parents: each knows its first and last child.
    let mut items: Vec<Dictionary> = Vec::with_capacity(marks.len());
    let mut root_item = dictionary! { "Type" => "Outlines" };
    let mut counts = vec![0_usize; marks.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut last_child: Vec<Option<usize>> = vec![None; marks.len()];
    let mut last_top: Option<usize> = None;
    let mut tops = 0;
    for (index, mark) in marks.iter().enumerate() {
        while open.last().is_some_and(|&above| marks[above].level >= mark.level) {
            open.pop();
        }
        let mut item = dictionary! {
            "Title" => text(&mark.title),
            "Dest" => Object::String(mark.anchor.as_bytes().to_vec(), StringFormat::Literal),
        };
        let (parent, previous) = if let Some(&above) = open.last() {
            counts[above] += 1;
            (number(above), last_child[above].replace(index))
        } else {
            tops += 1;
            ((root, 0), last_top.replace(index))
        };
        item.set("Parent", parent);
        if let Some(previous) = previous {
            item.set("Prev", number(previous));
            items[previous].set("Next", number(index));
        } else {
            let above = open.last().map_or(&mut root_item, |&above| &mut items[above]);
            above.set("First", number(index));
        }
        open.push(index);
        items.push(item);
    }
    for (index, mut item) in items.into_iter().enumerate() {
        if let Some(last) = last_child[index] {
            item.set("Last", number(last));
            // Negative: closed until the reader opens it.
            item.set("Count", Object::Integer(-i64::try_from(counts[index]).unwrap_or(0)));
        }
        objects.set(number(index).0, item);
    }
    if let Some(last) = last_top {
        root_item.set("Last", number(last));
    }
    root_item.set("Count", int(tops));
    objects.set(root, root_item);
    Some((root, 0))
}

/// Names of places, so that `rapport.pdf#nameddest=doel-6` and the links inside lead there.
pub(super) fn names(document: &Document, pages: &[ObjectId], objects: &mut Objects) -> ObjectId {
    /// Names in one leaf of the tree.
    const LEAF: usize = 64;
    let sorted: BTreeMap<&[u8], _> =
        document.anchors.iter().map(|(anchor, place)| (anchor.as_bytes(), place)).collect();
    let all: Vec<_> = sorted.into_iter().collect();
    let string = |name: &[u8]| Object::String(name.to_vec(), StringFormat::Literal);
    let mut kids = Vec::new();
    for leaf in all.chunks(LEAF) {
        let mut names = Vec::with_capacity(leaf.len() * 2);
        for (name, place) in leaf {
            let top: Pt = (PAGE_HEIGHT - place.y + 8.0).min(PAGE_HEIGHT).round();
            let target = vec![
                Object::Reference(pages[place.page]),
                "XYZ".into(),
                Object::Null,
                Object::Real(top),
                Object::Null,
            ];
            names.extend([string(name), Object::Array(target)]);
        }
        let limits =
            [leaf.first(), leaf.last()].into_iter().flatten().map(|(name, _)| string(name)).collect();
        let limits: Vec<Object> = limits;
        kids.push(Object::Reference(objects.add(dictionary! { "Names" => names, "Limits" => limits })));
    }
    objects.add(dictionary! { "Kids" => kids })
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML has no way to write other control characters.
            _ if character.is_control() => out.push(' '),
            _ => {
                let _ = out.write_char(character);
            }
        }
    }
    out
}
