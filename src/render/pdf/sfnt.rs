//! The few numbers of a TrueType file that a PDF font descriptor needs.
//!
//! Shaping is parley's; this reads only what parley does not give away: advance widths by glyph, the measures
//! of the face and the glyph of one character (format 4 `cmap`, which every face here has).

/// Measures of a face, in thousandths of an em.
#[derive(Clone, Debug)]
pub(crate) struct Measures {
    /// Advance width of each glyph.
    pub(crate) widths: Vec<u16>,
    /// Above the baseline.
    pub(crate) ascent: i16,
    /// Below the baseline, negative.
    pub(crate) descent: i16,
    /// Height of a capital.
    pub(crate) cap_height: i16,
    /// Smallest box around all glyphs: left, bottom, right, top.
    pub(crate) bbox: [i16; 4],
    /// Degrees, negative when leaning to the right.
    pub(crate) italic_angle: i16,
    /// Glyph of '-', drawn where a word is broken.
    pub(crate) hyphen: u16,
}

/// Reads the measures of `data`; `None` when a table is missing or too short.
pub(crate) fn measures(data: &[u8]) -> Option<Measures> {
    let head = table(data, *b"head")?;
    let hhea = table(data, *b"hhea")?;
    let hmtx = table(data, *b"hmtx")?;
    let os2 = table(data, *b"OS/2")?;
    let post = table(data, *b"post")?;
    let glyphs = usize::from(u16_at(table(data, *b"maxp")?, 4)?);
    let em = i32::from(u16_at(head, 18)?);
    let scale = |value: i16| i16::try_from(i32::from(value) * 1000 / em).ok();
    let metrics = usize::from(u16_at(hhea, 34)?).max(1);
    let widths = (0..glyphs)
        .map(|glyph| {
            let advance = u16_at(hmtx, glyph.min(metrics - 1) * 4)?;
            u16::try_from(i32::from(advance) * 1000 / em).ok()
        })
        .collect::<Option<Vec<u16>>>()?;
    Some(Measures {
        widths,
        ascent: scale(i16_at(hhea, 4)?)?,
        descent: scale(i16_at(hhea, 6)?)?,
        cap_height: scale(i16_at(os2, 88)?)?,
        bbox: [
            scale(i16_at(head, 36)?)?,
            scale(i16_at(head, 38)?)?,
            scale(i16_at(head, 40)?)?,
            scale(i16_at(head, 42)?)?,
        ],
        italic_angle: i16_at(post, 4)?,
        hyphen: glyph_of(table(data, *b"cmap")?, u16::from(b'-'))?,
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    Some(i16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// The bytes of a table.
fn table(data: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = usize::from(u16_at(data, 4)?);
    let entry = (0..count).map(|index| 12 + index * 16).find(|&at| data.get(at..at + 4) == Some(&tag))?;
    let offset = u32_at(data, entry + 8)?;
    data.get(offset..offset.checked_add(u32_at(data, entry + 12)?)?)
}

/// The glyph of a character of the basic plane, from the first format 4 subtable.
fn glyph_of(cmap: &[u8], character: u16) -> Option<u16> {
    let count = usize::from(u16_at(cmap, 2)?);
    let subtable = (0..count)
        .filter_map(|index| cmap.get(u32_at(cmap, 8 + index * 8)?..))
        .find(|subtable| u16_at(subtable, 0) == Some(4))?;
    let segments = usize::from(u16_at(subtable, 6)?) / 2;
    let (ends, starts) = (14, 16 + segments * 2);
    let (deltas, ranges) = (starts + segments * 2, starts + segments * 4);
    for segment in 0..segments {
        if u16_at(subtable, ends + segment * 2)? < character {
            continue;
        }
        let start = u16_at(subtable, starts + segment * 2)?;
        if start > character {
            return None;
        }
        let delta = u16_at(subtable, deltas + segment * 2)?;
        let range = usize::from(u16_at(subtable, ranges + segment * 2)?);
        let glyph = if range == 0 {
            character.wrapping_add(delta)
        } else {
            let at = ranges + segment * 2 + range + usize::from(character - start) * 2;
            u16_at(subtable, at)?.wrapping_add(delta)
        };
        return (glyph != 0).then_some(glyph);
    }
    None
}
