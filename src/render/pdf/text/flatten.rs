//! Inline elements as one string with spans, and as elements of the structure tree.

use std::collections::HashSet;
use std::ops::Range;

use super::Type;
use crate::render::pdf::fonts::Style;
use crate::render::pdf::layout::style::LINK;
use crate::render::pdf::page::Color;
use crate::render::pdf::tree::{LinkId, NodeId, Role, SlotId, Target, Tree};
use crate::report::{Inline, Tone};

/// Text of one paragraph with what holds for its parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flat {
    /// White space is collapsed, soft hyphens and control characters are taken out.
    pub(crate) text: String,
    /// Without gaps, in order.
    pub(crate) spans: Vec<Span>,
    /// Where the writer allowed a hyphen (U+00AD).
    pub(crate) soft: Vec<usize>,
}

/// Text that is drawn alike and belongs to one slot.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Bytes of [`Flat::text`].
    pub(crate) range: Range<usize>,
    /// Its face.
    pub(crate) style: Style,
    /// Its colour.
    pub(crate) color: Color,
    /// Whose content it is; `None` for the frame of the page.
    pub(crate) slot: Option<SlotId>,
    /// The link it is part of.
    pub(crate) link: Option<LinkId>,
    /// Whether the link shows by a rule below it; in the contents everything is a link.
    pub(crate) ruled: bool,
    /// The status it names.
    pub(crate) badge: Option<Tone>,
    /// Whether Dutch hyphenation holds.
    pub(crate) dutch: bool,
}

/// What flattening needs to know and to grow.
pub(crate) struct Ink<'a> {
    /// Grows an element for each link, badge and foreign phrase.
    pub(crate) tree: &'a mut Tree,
    /// Anchors that exist: a reference to another one stays plain text.
    pub(crate) anchors: &'a HashSet<String>,
}

/// What holds at a place in the nesting.
#[derive(Clone, Copy)]
struct State {
    style: Style,
    color: Color,
    node: NodeId,
    link: Option<LinkId>,
    badge: Option<Tone>,
    dutch: bool,
}

impl Flat {
    /// Text of the page's frame, which belongs to no element.
    pub(crate) fn frame(text: &str, set: Type) -> Self {
        let mut flat = Self::default();
        let span = Span {
            range: 0..0,
            style: set.style,
            color: set.color,
            slot: None,
            link: None,
            ruled: false,
            badge: None,
            dutch: false,
        };
        flat.push(text, span);
        flat
    }

    /// Plain words of `node`, or of a link in it.
    pub(crate) fn words(&mut self, text: &str, set: Type, grow: &mut Ink, node: NodeId) {
        self.linked(text, set, grow, node, None);
    }

    /// Plain words of a link's node.
    pub(crate) fn linked(
        &mut self,
        text: &str,
        set: Type,
        grow: &mut Ink,
        node: NodeId,
        link: Option<LinkId>,
    ) {
        let slot = Some(grow.tree.slot(node));
        let (style, color, dutch) = (set.style, set.color, set.hyphenate);
        let span = Span { range: 0..0, style, color, slot, link, ruled: false, badge: None, dutch };
        self.push(text, span);
    }

    /// Inline elements of `node`.
    pub(crate) fn inlines(&mut self, inlines: &[Inline], set: Type, grow: &mut Ink, node: NodeId) {
        let state =
            State { style: set.style, color: set.color, node, link: None, badge: None, dutch: set.hyphenate };
        self.nested(inlines, state, grow);
    }

    /// Text without white space at its end; called when all is in.
    pub(crate) fn finish(mut self) -> Self {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        for span in &mut self.spans {
            span.range.end = span.range.end.min(end);
            span.range.start = span.range.start.min(end);
        }
        self.spans.retain(|span| !span.range.is_empty());
        self
    }

    fn nested(&mut self, inlines: &[Inline], state: State, grow: &mut Ink) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.leaf(text, state, grow),
                Inline::Strong { text } => {
                    self.nested(text, State { style: state.style.strong(), ..state }, grow);
                }
                Inline::Emphasis { text } => {
                    self.nested(text, State { style: state.style.stressed(), ..state }, grow);
                }
                Inline::Link { href, text } => {
                    let safe = ["https:", "http:", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
                    self.link(text, safe.then(|| Target::Address(href.clone())), state, grow);
                }
                Inline::Reference { anchor, text } => {
                    let known = grow.anchors.contains(anchor);
                    self.link(text, known.then(|| Target::Anchor(anchor.clone())), state, grow);
                }
                Inline::Foreign { lang, text } => {
                    let node = grow.tree.add(state.node, Role::Span);
                    grow.tree.nodes[node].lang = Some(lang.clone());
                    let dutch = state.dutch && lang.starts_with("nl");
                    self.nested(text, State { node, dutch, ..state }, grow);
                }
                Inline::Badge { tone, text } => {
                    let node = grow.tree.add(state.node, Role::Span);
                    let badge = Some(*tone);
                    let color = state.color;
                    self.leaf(
                        text,
                        State { node, badge, color, style: Style::Bold, dutch: false, ..state },
                        grow,
                    );
                }
            }
        }
    }

    /// A link, or its bare words when there is nowhere to go or a link stands in a link.
    fn link(&mut self, text: &[Inline], target: Option<Target>, state: State, grow: &mut Ink) {
        let words = Inline::words(text);
        match target {
            Some(target) if state.link.is_none() && !words.trim().is_empty() => {
                let (node, id) = grow.tree.link(state.node, target, words);
                self.nested(text, State { node, link: Some(id), color: LINK, ..state }, grow);
                grow.tree.close_link(id);
            }
            Some(_) | None => self.nested(text, state, grow),
        }
    }

    fn leaf(&mut self, text: &str, state: State, grow: &mut Ink) {
        if text.is_empty() {
            return;
        }
        let State { style, color, node, link, badge, dutch } = state;
        let slot = Some(grow.tree.slot(node));
        let ruled = link.is_some();
        self.push(text, Span { range: 0..0, style, color, slot, link, ruled, badge, dutch });
    }

    fn push(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        for character in text.chars() {
            match character {
                '\u{AD}' => self.soft.push(self.text.len()),
                // No face has the non-breaking hyphen: the common one, held by a word joiner.
                '\u{2011}' => self.text.push_str("-\u{2060}"),
                // Line and paragraph separators, and every breakable space.
                '\u{2028}' | '\u{2029}' | ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' => {
                    if !self.text.is_empty() && !self.text.ends_with(' ') {
                        self.text.push(' ');
                    }
                }
                _ if character.is_control() => {}
                _ => self.text.push(character),
            }
        }
        if self.text.len() > start {
            self.spans.push(Span { range: start..self.text.len(), ..span });
        }
    }
}
