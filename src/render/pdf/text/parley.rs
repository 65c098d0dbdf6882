//! parley analyses, itemises and shapes. Its line breaker is asked one thing only, where a line *may* end: broken
//! at width nought, every line of its answer is one unbreakable piece. Choosing among those places is
//! [`super::breaks`]'s work, which looks at the whole paragraph.
//!
//! Everything is shaped at 1,000 points, so that what is remembered serves every size and widths are whole numbers.

use std::borrow::Cow;
use std::ops::Range;

use parley::{FontContext, FontFamily, FontFamilyName, FontFeatures, Layout, LayoutContext, StyleProperty};

use super::Type;
use super::flatten::{Flat, Span};
use super::hyphen::Hyphenator;
use super::shape::{Break, Cluster, Placed};
use crate::render::pdf::fonts::Fonts;
use crate::render::pdf::page::{Glyph, GlyphText};

/// Text that was shaped at 1,000 points.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretch {
    /// In the order of the text, whose first byte is 0.
    pub(super) clusters: Vec<Cluster>,
    /// All glyphs.
    pub(super) glyphs: Vec<Placed>,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    /// What no face has.
    pub(super) missing: Vec<Range<usize>>,
}

/// parley with what it needs, and hyphenation.
pub(super) struct Engine<'a> {
    fonts: &'a Fonts,
    context: FontContext,
    layout_context: LayoutContext<u16>,
    layout: Layout<u16>,
    hyphens: Hyphenator,
}

impl<'a> Engine<'a> {
    /// For one thread.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            context: fonts.context(),
            layout_context: LayoutContext::new(),
            layout: Layout::new(),
            hyphens: Hyphenator::default(),
        }
    }

    /// A word set like `span`.
    pub(super) fn word(&mut self, word: &str, span: &Span, set: Type) -> Stretch {
        let mut stretch = self.shape(word, std::slice::from_ref(span), set.tabular);
        let mut points = Vec::new();
        if span.dutch {
            self.hyphens.points(word, |point| points.push(point));
        }
        stretch.allow_hyphens(points);
        stretch
    }

    /// A whole paragraph.
    pub(super) fn whole(&mut self, flat: &Flat, set: Type) -> Stretch {
        let mut stretch = self.shape(&flat.text, &flat.spans, set.tabular);
        let mut points = flat.soft.clone();
        for span in joined(&flat.spans) {
            let start = span.start;
            self.hyphens.points(&flat.text[span], |point| points.push(start + point));
        }
        stretch.allow_hyphens(points);
        stretch.levels(&flat.text);
        stretch
    }

    fn shape(&mut self, text: &str, spans: &[Span], tabular: bool) -> Stretch {
        let Some(first) = spans.first() else { return Stretch::default() };
        let families = first.style.families();
        let mut builder = self.layout_context.ranged_builder(&mut self.context, text, 1.0, false);
        builder.push_default(StyleProperty::FontSize(1000.0));
        builder.push_default(family(families));
        builder.push_default(StyleProperty::Brush(0));
        if tabular {
            let features = Cow::Borrowed("\"tnum\" 1, \"lnum\" 1");
            builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source(features)));
        }
        for (span, index) in spans.iter().zip(0_u16..).skip(1) {
            if span.style.families() != families {
                builder.push(family(span.style.families()), span.range.clone());
            }
            builder.push(StyleProperty::Brush(index), span.range.clone());
        }
        builder.build_into(&mut self.layout, text);
        self.layout.break_all_lines(Some(0.0));
        let mut stretch = Stretch { rtl: self.layout.is_rtl(), ..Stretch::default() };
        self.collect(text, spans.len(), &mut stretch);
        stretch.read(text);
        stretch
    }

    fn collect(&self, text: &str, spans: usize, stretch: &mut Stretch) {
        for line in self.layout.lines() {
            let first = stretch.clusters.len();
            for run in line.runs() {
                let face = self.fonts.used(run.font());
                for cluster in run.clusters() {
                    let range = cluster.text_range();
                    let from = stretch.glyphs.len();
                    let words = &text[range.clone()];
                    let ignorable = words.chars().all(is_ignorable);
                    for glyph in cluster.glyphs().filter(|_| !ignorable) {
                        let id = u16::try_from(glyph.id).unwrap_or(0);
                        stretch.glyphs.push(Placed {
                            glyph: Glyph { id, advance: glyph.advance, text: GlyphText::None },
                            x: glyph.x,
                            y: glyph.y,
                        });
                    }
                    stretch.clusters.push(Cluster {
                        span: usize::from(cluster.style().brush).min(spans - 1),
                        face,
                        level: u8::from(run.is_rtl()),
                        before: 0.0,
                        advance: if ignorable { 0.0 } else { cluster.advance() },
                        after: 0.0,
                        space: words == " ",
                        end: Break::No,
                        glyphs: from..stretch.glyphs.len(),
                        text: range,
                    });
                }
            }
            stretch.clusters[first..].sort_by_key(|cluster| cluster.text.start);
            if let Some(last) = stretch.clusters.last_mut() {
                last.end = Break::Free;
            }
        }
    }
}

impl Stretch {
    /// Gives each glyph its text, and notes those that no face has.
    fn read(&mut self, text: &str) {
        let mut index = 0;
        while index < self.clusters.len() {
            let cluster = &self.clusters[index];
            let glyphs = cluster.glyphs.clone();
            let mut range = cluster.text.clone();
            index += 1;
            // The other letters of a ligature have no glyphs of their own.
            while let Some(next) = self.clusters.get_mut(index) {
                let silent = text[next.text.clone()].chars().all(is_ignorable);
                if !next.glyphs.is_empty() || silent || glyphs.is_empty() {
                    break;
                }
                range.start = range.start.min(next.text.start);
                range.end = range.end.max(next.text.end);
                index += 1;
            }
            if self.glyphs[glyphs.clone()].iter().any(|placed| placed.glyph.id == 0) {
                self.missing.push(range.clone());
            }
            assign(&mut self.glyphs[glyphs], &text[range]);
        }
    }

    fn allow_hyphens(&mut self, mut points: Vec<usize>) {
        points.sort_unstable();
        let mut next = points.into_iter().peekable();
        for cluster in &mut self.clusters {
            while next.next_if(|&point| point < cluster.text.end).is_some() {}
            if next.peek() == Some(&cluster.text.end) && cluster.end == Break::No {
                cluster.end = Break::Hyphen;
            }
        }
    }

    /// Levels within the simple case that a Dutch report meets: phrases from right to left, with numbers in them.
    fn levels(&mut self, text: &str) {
        if !self.rtl && self.clusters.iter().all(|cluster| cluster.level == 0) {
            return;
        }
        let count = self.clusters.len();
        let mut start = 0;
        while start < count {
            let level = self.clusters[start].level;
            let end = (start..count).find(|&at| self.clusters[at].level != level).unwrap_or(count);
            let words = &text[self.clusters[start].text.start..self.clusters[end - 1].text.end];
            let inside = self.rtl || (start > 0 && end < count && !words.contains(char::is_alphabetic));
            if level == 0 && inside {
                self.clusters[start..end].iter_mut().for_each(|cluster| cluster.level = 2);
            }
            start = end;
        }
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
