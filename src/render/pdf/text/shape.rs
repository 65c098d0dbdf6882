//! Paragraphs as glyphs with places where they may be broken. Each is shaped once, however wide its column.
//!
//! Words are remembered: a report says "veiligheid" many times, and no face here moves letters apart or together
//! across a space, so a paragraph of remembered words is the same as one that is shaped whole. Text beyond the
//! plain Latin letters is always shaped whole.

use std::collections::HashMap;
use std::ops::Range;

use super::flatten::Flat;
use super::parley::{Engine, Stretch};
use super::{Type, breaks};
use crate::render::pdf::MissingGlyph;
use crate::render::pdf::fonts::{FaceId, Fonts};
use crate::render::pdf::layout::style::{BADGE_PAD, BADGE_SIGN};
use crate::render::pdf::page::{Glyph, Pt};

/// Shapes paragraphs; each thread has its own.
pub(crate) struct Shaper<'a> {
    /// The faces.
    pub(crate) fonts: &'a Fonts,
    /// What could not be set.
    pub(crate) missing: Vec<MissingGlyph>,
    /// Where the text now being shaped stands, in words.
    pub(crate) place: String,
    engine: Engine<'a>,
    /// For each manner of setting the words that were met.
    words: HashMap<Manner, HashMap<Box<str>, Stretch>>,
}

/// What makes the same word look different, besides its size.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Manner {
    families: [&'static str; 2],
    tabular: bool,
    dutch: bool,
}

/// What may happen after a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Nothing.
    No,
    /// A line may end: after a space or a hyphen.
    Free,
    /// A line may end with a hyphen.
    Hyphen,
    /// A line may end although no rule allows it: the word is wider than the line.
    Forced,
}

/// The smallest unit that is never broken: a letter with its accents, or a ligature.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    /// Bytes of the text.
    pub(crate) text: Range<usize>,
    /// Index of its span.
    pub(crate) span: usize,
    /// The face that has it.
    pub(crate) face: FaceId,
    /// Embedding level: odd runs from right to left.
    pub(crate) level: u8,
    /// Room before it, for a badge's sign.
    pub(crate) before: Pt,
    /// Width of its glyphs.
    pub(crate) advance: Pt,
    /// Room after it, for a badge's edge.
    pub(crate) after: Pt,
    /// Whether it vanishes at the end of a line.
    pub(crate) space: bool,
    /// What may happen after it.
    pub(crate) end: Break,
    /// Its glyphs, in [`Shaped::glyphs`].
    pub(crate) glyphs: Range<usize>,
}

/// A glyph with its offset from the pen.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The glyph.
    pub(crate) glyph: Glyph,
    /// To the right.
    pub(crate) x: Pt,
    /// Upwards.
    pub(crate) y: Pt,
}

/// A shaped paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Shaped {
    /// The text.
    pub(crate) flat: Flat,
    /// How it is set.
    pub(crate) set: Type,
    /// In the order of the text.
    pub(crate) clusters: Vec<Cluster>,
    /// All glyphs.
    pub(crate) glyphs: Vec<Placed>,
    /// Whether the paragraph runs from right to left.
    pub(crate) rtl: bool,
    /// Width of a hyphen.
    pub(crate) hyphen: Pt,
}

impl<'a> Shaper<'a> {
    /// A shaper for one thread.
    pub(crate) fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            missing: Vec::new(),
            place: String::new(),
            engine: Engine::new(fonts),
            words: HashMap::new(),
        }
    }

    /// Shapes a paragraph.
    pub(crate) fn shape(&mut self, flat: Flat, set: Type) -> Shaped {
        let flat = flat.finish();
        let hyphen = self.fonts.faces().next().map_or(0, |(_, face)| {
            let glyph = usize::from(face.measures.hyphen);
            face.measures.widths.get(glyph).copied().unwrap_or_default()
        });
        let mut shaped = Shaped {
            clusters: Vec::with_capacity(flat.text.len()),
            glyphs: Vec::with_capacity(flat.text.len()),
            rtl: false,
            hyphen: f32::from(hyphen) * set.size / 1000.0,
            set,
            flat,
        };
        if shaped.flat.text.is_empty() {
            return shaped;
        }
        if shaped.flat.text.chars().all(is_plain) && shaped.flat.soft.is_empty() {
            self.by_word(&mut shaped);
        } else {
            let stretch = self.engine.whole(&shaped.flat, set);
            shaped.rtl = stretch.rtl;
            let missing = shaped.append(&stretch, 0, None);
            self.report(&shaped.flat.text, &missing);
        }
        bind(&mut shaped);
        pad_badges(&mut shaped);
        shaped
    }

    /// Puts a paragraph together from words, each with the space after it.
    fn by_word(&mut self, shaped: &mut Shaped) {
        let flat = std::mem::take(&mut shaped.flat);
        for (index, span) in flat.spans.iter().enumerate() {
            let families = span.style.families();
            let manner = Manner { families, tabular: shaped.set.tabular, dutch: span.dutch };
            let known = self.words.entry(manner).or_default();
            let mut at = span.range.start;
            for word in flat.text[span.range.clone()].split_inclusive(' ') {
                let stretch = match known.get(word) {
                    Some(stretch) => stretch,
                    None => known.entry(word.into()).or_insert(self.engine.word(word, span, shaped.set)),
                };
                let missing = shaped.append(stretch, at, Some(index));
                at += word.len();
                if !missing.is_empty() {
                    for range in missing {
                        self.missing.push(missing_glyph(&flat.text, range, &self.place));
                    }
                }
            }
            // In the middle of a word only a dash lets a line end.
            let inside = at < flat.text.len() && !flat.text[..at].ends_with([' ', '-', '–', '—']);
            if let Some(last) = shaped.clusters.last_mut().filter(|_| inside) {
                last.end = Break::No;
            }
        }
        shaped.flat = flat;
    }

    fn report(&mut self, text: &str, missing: &[Range<usize>]) {
        for range in missing {
            self.missing.push(missing_glyph(text, range.clone(), &self.place));
        }
    }
}

fn missing_glyph(text: &str, range: Range<usize>, place: &str) -> MissingGlyph {
    MissingGlyph {
        characters: text[range.clone()].to_owned(),
        place: place.to_owned(),
        excerpt: excerpt(text, range),
    }
}

impl Shaped {
    /// Adds a stretch that stands at a byte of the text; gives back what no face has.
    fn append(&mut self, stretch: &Stretch, at: usize, span: Option<usize>) -> Vec<Range<usize>> {
        let scale = self.set.size / 1000.0;
        let first = self.glyphs.len();
        self.glyphs.extend(stretch.glyphs.iter().map(|placed| Placed {
            glyph: Glyph { advance: placed.glyph.advance * scale, ..placed.glyph.clone() },
            x: placed.x * scale,
            y: placed.y * scale,
        }));
        self.clusters.extend(stretch.clusters.iter().map(|cluster| Cluster {
            text: cluster.text.start + at..cluster.text.end + at,
            span: span.unwrap_or(cluster.span),
            advance: cluster.advance * scale,
            glyphs: cluster.glyphs.start + first..cluster.glyphs.end + first,
            ..*cluster
        }));
        stretch.missing.iter().map(|range| range.start + at..range.end + at).collect()
    }

    /// The lines of this paragraph in a column of `width`.
    pub(crate) fn lines(&mut self, width: Pt) -> Vec<breaks::Line> {
        breaks::lines(self, width)
    }

    /// The one line of a text that is never broken.
    pub(crate) fn line(&self) -> breaks::Line {
        breaks::Line { clusters: 0..self.clusters.len(), hyphen: false, width: self.width() }
    }

    /// Width on one line.
    pub(crate) fn width(&self) -> Pt {
        self.clusters.iter().map(Cluster::width).sum()
    }

    /// Shortened to `width` with an ellipsis, for running headers.
    pub(crate) fn fitting(&self, width: Pt) -> Option<usize> {
        let mut sum = 0.0;
        let last = self.clusters.iter().position(|cluster| {
            sum += cluster.width();
            sum > width
        })?;
        Some(self.clusters[last].text.start)
    }
}

impl Cluster {
    /// Width with its room on both sides.
    pub(crate) fn width(&self) -> Pt {
        self.before + self.advance + self.after
    }
}

/// Letters and signs of western European text, which shape alike in every neighbourhood.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{24F}' | '–' | '—' | '‘' | '’' | '“' | '”' | '„' | '•' | '…' | '€')
}

/// Keeps together what belongs together: a dash with the word before it, a number with its unit.
fn bind(shaped: &mut Shaped) {
    let text = shaped.flat.text.as_str();
    for cluster in shaped.clusters.iter_mut().filter(|cluster| cluster.space) {
        let before = text[..cluster.text.start].rsplit([' ', '\u{A0}', '(']).next().unwrap_or("");
        let after = text[cluster.text.end..].split(' ').next().unwrap_or("");
        let number = before.ends_with(|last: char| last.is_ascii_digit());
        let unit =
            || ["miljoen", "miljard", "procent", "euro", "%"].iter().any(|unit| after.starts_with(unit));
        if matches!(after, "–" | "—") || matches!(before, "€" | "nr." | "art." | "nrs.") || (number && unit())
        {
            cluster.end = Break::No;
        }
    }
}

/// Makes room for the sign and the edges of a badge, and keeps its words together.
fn pad_badges(shaped: &mut Shaped) {
    let count = shaped.clusters.len();
    for index in 0..count {
        let span = shaped.clusters[index].span;
        if shaped.flat.spans[span].badge.is_none() {
            continue;
        }
        let differs = |other: Option<&Cluster>| other.is_none_or(|cluster| cluster.span != span);
        let first = index == 0 || differs(shaped.clusters.get(index - 1));
        let last = differs(shaped.clusters.get(index + 1));
        let size = shaped.set.size;
        if first {
            shaped.clusters[index].before = (BADGE_PAD + BADGE_SIGN) * size;
        }
        if last {
            shaped.clusters[index].after = BADGE_PAD * size;
        } else if !shaped.clusters[index].space || index + 1 == count {
            shaped.clusters[index].end = Break::No;
        }
    }
}

/// The text around a place, some thirty characters on each side.
fn excerpt(text: &str, range: Range<usize>) -> String {
    const AROUND: usize = 30;
    let before: Vec<char> = text[..range.start].chars().rev().take(AROUND).collect();
    let after = text[range.end..].chars().take(AROUND);
    before.into_iter().rev().chain(text[range.clone()].chars()).chain(after).collect()
}
