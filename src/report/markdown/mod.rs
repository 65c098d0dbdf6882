//! Markdown-light: what people type, parsed once into typed blocks.
//!
//! Paragraphs, bullets and numbers with one level inside, emphasis, strong words, links to `https:`, `http:` and
//! `mailto:`, and words of another language as `[early warning](en)`: a screen reader says them right, and they are not
//! hyphenated as if they were Dutch. All else (headings, tables, images, HTML, code) becomes plain words: nothing anyone typed is lost.

mod inline;

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{Block, Inline, Item, List, Paragraph};
use inline::Inlines;

/// Stands in for the colon of `]:`, so that no line is taken for a link definition and silently dropped.
const COLON: char = '\u{1}';
/// Stands in for a `<` that would start HTML.
const ANGLE: char = '\u{2}';

/// Parses what was typed.
#[must_use]
pub fn parse(source: &str) -> Vec<Block> {
    let neutral = neutral(source);
    let mut builder = Builder::default();
    for (event, range) in Parser::new(&neutral).into_offset_iter() {
        builder.take(event, neutral.get(range).unwrap_or_default());
    }
    builder.flush();
    builder.blocks
}

/// The source of each top-level block: a paragraph of a contribution is named by its place in this list, from 0.
#[must_use]
pub fn paragraphs(source: &str) -> Vec<&str> {
    let neutral = neutral(source);
    let mut paragraphs = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new(&neutral).into_offset_iter() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    // From the start of the line, for indentation tells a list from a list within.
                    let start = source[..range.start].rfind('\n').map_or(0, |at| at + 1);
                    paragraphs.push(source[start..range.end].trim_end_matches(['\r', '\n']));
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    paragraphs
}

/// The same text, byte for byte as long, in which nothing is a link definition or HTML.
fn neutral(source: &str) -> Cow<'_, str> {
    if !source.contains("]:") && !source.contains('<') {
        return Cow::Borrowed(source);
    }
    let mut neutral = String::with_capacity(source.len());
    let mut before = '\n';
    for (at, character) in source.char_indices() {
        neutral.push(match character {
            ':' if before == ']' => COLON,
            '<' if before != '\\' && starts_html(&source[at + 1..]) => ANGLE,
            other => other,
        });
        before = character;
    }
    Cow::Owned(neutral)
}

/// After `<`: a tag, comment or declaration, and not an address in angle brackets.
fn starts_html(rest: &str) -> bool {
    let address = rest.split(['>', ' ', '\n', '<']).next().unwrap_or_default().to_lowercase();
    let is_address = ["https:", "http:", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        || address.contains('@');
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) && !is_address
}

/// What was put in the place of colons and angles, turned back.
fn restored(text: &str) -> String {
    text.replace(COLON, ":").replace(ANGLE, "<").replace(['\n', '\r'], " ")
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    inlines: Inlines,
    lists: Vec<OpenList>,
    /// How many lists are open; more than two stand in the second.
    depth: usize,
}

struct OpenList {
    ordered: bool,
    items: Vec<(String, Item)>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(end) => self.end(end),
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::FootnoteReference(text) => self.inlines.text(&restored(&text)),
            Event::Code(text) => {
                // Markdown drops white space at both ends of code, which may be all that parted two words.
                let inner = source.trim_matches('`');
                let space = |apart: bool| if apart { " " } else { "" };
                self.inlines.text(space(inner.starts_with(char::is_whitespace)));
                self.inlines.text(&restored(&text));
                self.inlines.text(space(inner.ends_with(char::is_whitespace)));
            }
            Event::SoftBreak | Event::HardBreak => self.inlines.text(" "),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Emphasis => self.inlines.open_emphasis(),
            Tag::Strong => self.inlines.open_strong(),
            Tag::Link { dest_url, .. } => self.inlines.open_link(&restored(&dest_url)),
            Tag::Image { .. } | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.inlines.open_plain();
            }
            Tag::List(start) => {
                self.flush();
                self.depth += 1;
                if self.depth <= 2 {
                    self.lists.push(OpenList { ordered: start.is_some(), items: Vec::new() });
                }
            }
            Tag::Item => {
                self.flush();
                let marker = source.trim_start().split([' ', '\t', '\n']).next().unwrap_or_default();
                if let Some(list) = self.lists.last_mut() {
                    list.items.push((marker.to_owned(), Item { text: Vec::new(), list: None }));
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.flush();
                self.inlines.text(&restored(&info));
                self.inlines.text(" ");
            }
            Tag::CodeBlock(CodeBlockKind::Indented)
            | Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => self.flush(),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.inlines.close(),
            TagEnd::List(_) => {
                self.flush();
                self.depth -= 1;
                if self.depth < 2 {
                    self.close_list();
                }
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::MetadataBlock(_) => self.flush(),
        }
    }

    /// Puts the words so far where they belong: in the open item or in a paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inlines).finish();
        if text.is_empty() {
            return;
        }
        match self.lists.last_mut().and_then(|list| list.items.last_mut()) {
            Some((_, item)) => append(&mut item.text, text),
            None => self.blocks.push(Block::Paragraph(Paragraph { text, ..Paragraph::default() })),
        }
    }

    fn close_list(&mut self) {
        let Some(list) = self.lists.pop() else { return };
        let counted = !list.ordered || is_counted(&list.items);
        match self.lists.last_mut().and_then(|outer| outer.items.last_mut()) {
            Some((_, outer)) => {
                let inner = list
                    .items
                    .into_iter()
                    .map(|(marker, item)| if counted { item } else { numbered(&marker, item) });
                if let Some(present) = &mut outer.list {
                    present.items.extend(inner);
                } else {
                    let ordered = list.ordered && counted;
                    outer.list = Some(List { ordered, items: inner.collect(), origin: None });
                }
            }
            None if counted => {
                let items = list.items.into_iter().map(|(_, item)| item).collect();
                self.blocks.push(Block::List(List { ordered: list.ordered, items, origin: None }));
            }
            None => {
                for (marker, item) in list.items {
                    let Item { text, list } = numbered(&marker, item);
                    self.blocks.push(Block::Paragraph(Paragraph { text, ..Paragraph::default() }));
                    self.blocks.extend(list.map(Block::List));
                }
            }
        }
    }
}

/// Whether the numbers are those a list gives by itself: 1, 2, 3, or the 1, 1, 1 of who lets the list count.
/// "2018. In dat jaar" is no list, and a list that goes on at 4 must not start at 1 again.
fn is_counted(items: &[(String, Item)]) -> bool {
    let number = |marker: &str| marker.trim_end_matches(['.', ')']).parse::<usize>().ok();
    items.iter().zip(1..).all(|((marker, _), place)| number(marker) == Some(place))
        || items.iter().all(|(marker, _)| number(marker) == Some(1))
}

/// The item with its number as words.
fn numbered(marker: &str, item: Item) -> Item {
    let mut text = vec![Inline::text(marker)];
    append(&mut text, item.text);
    Item { text, ..item }
}

fn append(text: &mut Vec<Inline>, more: Vec<Inline>) {
    if !text.is_empty() && !more.is_empty() {
        inline::push(text, Inline::text(" "));
    }
    for inline in more {
        inline::push(text, inline);
    }
}

#[cfg(test)]
mod tests;
