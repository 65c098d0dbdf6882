//! Shaping: which glyphs a paragraph takes and where it may be broken. Done once for each paragraph.
//!
//! parley analyses, itemises and shapes. Its line breaker is asked one thing only, where a line *may* end:
//! broken at width nought, every line of its answer is one unbreakable piece. Choosing among those places is
//! [`super::breaks`]'s work, which looks at the whole paragraph.

use std::borrow::Cow;
use std::ops::Range;

use parley::{FontContext, FontFamily, FontFamilyName, FontFeatures, Layout, LayoutContext, StyleProperty};

use super::flatten::{Flat, Span};
use super::hyphen::Hyphenator;
use super::{Type, breaks};
use crate::render::pdf::MissingGlyph;
use crate::render::pdf::fonts::{FaceId, Fonts};
use crate::render::pdf::layout::style::{BADGE_PAD, BADGE_SIGN};
use crate::render::pdf::page::{Glyph, GlyphText, Pt};

/// Shapes paragraphs; each thread has its own.
pub(crate) struct Shaper<'a> {
    /// The faces.
    pub(crate) fonts: &'a Fonts,
    /// What could not be set.
    pub(crate) missing: Vec<MissingGlyph>,
    /// Where the text now being shaped stands, in words.
    pub(crate) place: String,
    context: FontContext,
    layout_context: LayoutContext<u16>,
    layout: Layout<u16>,
    hyphens: Hyphenator,
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
            context: fonts.context(),
            layout_context: LayoutContext::new(),
            layout: Layout::new(),
            hyphens: Hyphenator::default(),
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
        self.analyse(&shaped.flat, set);
        shaped.rtl = self.layout.is_rtl();
        self.collect(&mut shaped);
        levels(&mut shaped);
        self.allow_hyphens(&mut shaped);
        pad_badges(&mut shaped);
        shaped
    }

    fn analyse(&mut self, flat: &Flat, set: Type) {
        let families = flat.spans.first().map_or(set.style, |span| span.style).families();
        let mut builder = self.layout_context.ranged_builder(&mut self.context, &flat.text, 1.0, false);
        builder.push_default(StyleProperty::FontSize(set.size));
        builder.push_default(family(families));
        builder.push_default(StyleProperty::Brush(0));
        if set.tabular {
            builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source(Cow::Borrowed(
                "\"tnum\" 1, \"lnum\" 1",
            ))));
        }
        for (index, span) in flat.spans.iter().enumerate().skip(1) {
            if span.style.families() != families {
                builder.push(family(span.style.families()), span.range.clone());
            }
            builder.push(StyleProperty::Brush(u16::try_from(index).unwrap_or(u16::MAX)), span.range.clone());
        }
        builder.build_into(&mut self.layout, &flat.text);
        self.layout.break_all_lines(Some(0.0));
    }

    fn collect(&mut self, shaped: &mut Shaped) {
        for line in self.layout.lines() {
            let first = shaped.clusters.len();
            for run in line.runs() {
                let face = self.fonts.used(run.font());
                for cluster in run.clusters() {
                    let text = cluster.text_range();
                    let from = shaped.glyphs.len();
                    let words = &shaped.flat.text[text.clone()];
                    let ignorable = words.chars().all(is_ignorable);
                    for glyph in cluster.glyphs().filter(|_| !ignorable) {
                        shaped.glyphs.push(Placed {
                            glyph: Glyph {
                                id: u16::try_from(glyph.id).unwrap_or(0),
                                advance: glyph.advance,
                                text: GlyphText::None,
                            },
                            x: glyph.x,
                            y: glyph.y,
                        });
                    }
                    let span = usize::from(cluster.style().brush);
                    shaped.clusters.push(Cluster {
                        span: span.min(shaped.flat.spans.len().saturating_sub(1)),
                        face,
                        level: u8::from(run.is_rtl()),
                        before: 0.0,
                        advance: if ignorable { 0.0 } else { cluster.advance() },
                        after: 0.0,
                        space: words == " ",
                        end: Break::No,
                        glyphs: from..shaped.glyphs.len(),
                        text,
                    });
                }
            }
            shaped.clusters[first..].sort_by_key(|cluster| cluster.text.start);
            if let Some(last) = shaped.clusters.last_mut() {
                last.end = Break::Free;
            }
        }
        self.read(shaped);
    }

    /// Gives each glyph its text, and reports those that no face has.
    fn read(&mut self, shaped: &mut Shaped) {
        let mut index = 0;
        while index < shaped.clusters.len() {
            let cluster = &shaped.clusters[index];
            let glyphs = cluster.glyphs.clone();
            let mut text = cluster.text.clone();
            index += 1;
            // The other letters of a ligature have no glyphs of their own.
            while let Some(next) = shaped.clusters.get_mut(index) {
                let silent = shaped.flat.text[next.text.clone()].chars().all(is_ignorable);
                if !next.glyphs.is_empty() || silent || glyphs.is_empty() {
                    break;
                }
                text.start = text.start.min(next.text.start);
                text.end = text.end.max(next.text.end);
                index += 1;
            }
            let words = &shaped.flat.text[text.clone()];
            if shaped.glyphs[glyphs.clone()].iter().any(|placed| placed.glyph.id == 0) {
                self.missing.push(MissingGlyph {
                    characters: words.to_owned(),
                    place: self.place.clone(),
                    excerpt: excerpt(&shaped.flat.text, text),
                });
            }
            assign(&mut shaped.glyphs[glyphs], words);
        }
    }

    fn allow_hyphens(&mut self, shaped: &mut Shaped) {
        let mut points: Vec<usize> = Vec::new();
        if shaped.set.hyphenate {
            for span in joined(&shaped.flat.spans) {
                let start = span.start;
                self.hyphens.points(&shaped.flat.text[span], |point| points.push(start + point));
            }
        }
        points.extend(&shaped.flat.soft);
        points.sort_unstable();
        let mut next = points.into_iter().peekable();
        for cluster in &mut shaped.clusters {
            while next.next_if(|&point| point < cluster.text.end).is_some() {}
            if next.peek() == Some(&cluster.text.end) && cluster.end == Break::No {
                cluster.end = Break::Hyphen;
            }
        }
    }
}

impl Shaped {
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

fn family(names: [&'static str; 2]) -> StyleProperty<'static, u16> {
    let names = names.map(FontFamilyName::named).to_vec();
    StyleProperty::FontFamily(FontFamily::List(Cow::Owned(names)))
}

/// Ranges in which Dutch hyphenation holds: a word may be half in bold.
fn joined(spans: &[Span]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for span in spans.iter().filter(|span| span.dutch) {
        match ranges.last_mut() {
            Some(last) if last.end == span.range.start => last.end = span.range.end,
            Some(_) | None => ranges.push(span.range.clone()),
        }
    }
    ranges
}

/// Characters that shape their neighbours and show nothing themselves.
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{34F}' | '\u{61C}'
    )
}

/// Divides the text of a cluster over its glyphs.
fn assign(glyphs: &mut [Placed], words: &str) {
    let count = words.chars().count();
    if glyphs.len() == count {
        for (placed, character) in glyphs.iter_mut().zip(words.chars()) {
            placed.glyph.text = GlyphText::Char(character);
        }
    } else if let Some(first) = glyphs.first_mut() {
        first.glyph.text = match words.chars().next() {
            Some(character) if count == 1 => GlyphText::Char(character),
            Some(_) => GlyphText::Many(words.into()),
            None => GlyphText::None,
        };
    }
}

/// Levels within the simple case that a Dutch report meets: phrases from right to left, with numbers in them.
fn levels(shaped: &mut Shaped) {
    if !shaped.rtl && shaped.clusters.iter().all(|cluster| cluster.level == 0) {
        return;
    }
    let count = shaped.clusters.len();
    let mut start = 0;
    while start < count {
        let level = shaped.clusters[start].level;
        let end = (start..count).find(|&at| shaped.clusters[at].level != level).unwrap_or(count);
        let text = &shaped.flat.text[shaped.clusters[start].text.start..shaped.clusters[end - 1].text.end];
        let inside = shaped.rtl || (start > 0 && end < count && !text.contains(char::is_alphabetic));
        if level == 0 && inside {
            shaped.clusters[start..end].iter_mut().for_each(|cluster| cluster.level = 2);
        }
        start = end;
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
