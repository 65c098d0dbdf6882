//! Embedded fonts: a subset of each face that is used, with widths and what its glyphs read as.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use subsetter::GlyphRemapper;

use super::super::PdfError;
use super::super::document::Used;
use super::super::fonts::{Face, FaceId, Fonts};
use super::super::page::GlyphText;
use super::content::{resource, utf16};
use super::objects::{Objects, int, text};

/// Embeds the faces of which glyphs are used; gives back the pages' font resources.
pub(super) fn fonts(used: &Used, fonts: &Fonts, objects: &mut Objects) -> Result<Dictionary, PdfError> {
    let mut faces: BTreeMap<FaceId, BTreeMap<u16, &GlyphText>> = BTreeMap::new();
    for ((face, glyph), reading) in used {
        faces.entry(*face).or_default().insert(*glyph, reading);
    }
    let mut resources = Dictionary::new();
    for (id, glyphs) in faces {
        let font = embed(fonts.face(id), &glyphs, objects)?;
        resources.set(resource(id), font);
    }
    Ok(resources)
}

fn embed(
    face: &Face,
    glyphs: &BTreeMap<u16, &GlyphText>,
    objects: &mut Objects,
) -> Result<ObjectId, PdfError> {
    let mut subset = GlyphRemapper::new();
    for &glyph in glyphs.keys() {
        subset.remap(glyph);
    }
    let data = subsetter::subset(face.data, 0, &subset)
        .map_err(|error| PdfError::Font { font: face.name, reason: error.to_string() })?;
    let name = format!("{}+{}", tag(glyphs), face.name);
    let length = int(data.len());
    let file = objects.compressed(dictionary! { "Length1" => length }, &data);
    let measures = &face.measures;
    let descriptor = objects.add(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        "Flags" => 32 | if measures.italic_angle == 0 { 0 } else { 64 },
        "FontBBox" => measures.bbox.map(|side| Object::Integer(side.into())).to_vec(),
        "ItalicAngle" => i64::from(measures.italic_angle),
        "Ascent" => i64::from(measures.ascent),
        "Descent" => i64::from(measures.descent),
        "CapHeight" => i64::from(measures.cap_height),
        "StemV" => if face.name.contains("Bold") { 140 } else { 80 },
        "FontFile2" => file,
    });
    let map = objects.compressed(Dictionary::new(), &glyph_map(glyphs, &subset));
    let cid = objects.add(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => text("Adobe"),
            "Ordering" => text("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => 0,
        "W" => widths(face, glyphs),
        "CIDToGIDMap" => map,
    });
    let unicode = objects.compressed(Dictionary::new(), to_unicode(glyphs).as_bytes());
    Ok(objects.add(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name.as_str(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(cid)],
        "ToUnicode" => unicode,
    }))
}

/// Six letters that name the subset, from the glyphs in it.
fn tag(glyphs: &BTreeMap<u16, &GlyphText>) -> String {
    let mut hash: u32 = 2_166_136_261;
    for byte in glyphs.keys().flat_map(|glyph| glyph.to_be_bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    }
    (0..6)
        .map(|_| {
            let letter = u8::try_from(hash % 26).unwrap_or(0);
            hash /= 26;
            char::from(b'A' + letter)
        })
        .collect()
}

/// From glyph numbers of the whole face to those of the subset, two bytes each.
fn glyph_map(glyphs: &BTreeMap<u16, &GlyphText>, subset: &GlyphRemapper) -> Vec<u8> {
    let last = glyphs.keys().next_back().copied().unwrap_or(0);
    (0..=last).flat_map(|glyph| subset.get(glyph).unwrap_or(0).to_be_bytes()).collect()
}

/// Widths of the used glyphs, successive ones together.
fn widths(face: &Face, glyphs: &BTreeMap<u16, &GlyphText>) -> Vec<Object> {
    let mut runs: Vec<(u16, Vec<Object>)> = Vec::new();
    for &glyph in glyphs.keys() {
        let width = face.measures.widths.get(usize::from(glyph)).copied().unwrap_or_default();
        let width = Object::Integer(width.into());
        match runs.last_mut() {
            Some((first, run)) if usize::from(*first) + run.len() == usize::from(glyph) => run.push(width),
            Some(_) | None => runs.push((glyph, vec![width])),
        }
    }
    runs.into_iter().flat_map(|(first, run)| [Object::Integer(first.into()), Object::Array(run)]).collect()
}

/// What each glyph reads as, for copying and searching.
fn to_unicode(glyphs: &BTreeMap<u16, &GlyphText>) -> String {
    /// The format allows no more lines in one block.
    const BLOCK: usize = 100;
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
         /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let lines: Vec<(u16, String)> = glyphs
        .iter()
        .map(|(&glyph, reading)| match reading {
            // Never read: text stands instead of a letter of several glyphs. The standards want a value still.
            GlyphText::None => (glyph, "\u{200B}".to_owned()),
            GlyphText::Char(character) => (glyph, character.to_string()),
            GlyphText::Many(text) => (glyph, text.to_string()),
        })
        .collect();
    for block in lines.chunks(BLOCK) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (glyph, reading) in block {
            let _ = write!(map, "<{glyph:04X}> <");
            for byte in utf16(reading).iter().skip(2) {
                let _ = write!(map, "{byte:02X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// A stream of bytes as they are: already compressed, or to be read by tools that do not unpack.
pub(super) fn plain(dict: Dictionary, data: Vec<u8>) -> Stream {
    Stream::new(dict, data).with_compression(false)
}
