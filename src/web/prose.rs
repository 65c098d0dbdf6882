//! Markdown-light on screen. Every word is escaped, so nothing anyone typed becomes markup.

use std::fmt::{self, Formatter, Write as _};

use askama::filters::HtmlSafe;

use crate::report::{Block, Inline, Item, List, markdown};

/// A text as it reads: paragraphs, lists, emphasis and links.
#[derive(Clone, Debug)]
pub(super) struct Prose(Vec<Block>);

impl Prose {
    /// Parses what was typed.
    pub(super) fn of(source: &str) -> Self {
        Self(markdown::parse(source))
    }
}

impl HtmlSafe for Prose {}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|block| match block {
            Block::Paragraph(paragraph) => {
                f.write_str("<p>")?;
                inlines(f, &paragraph.text)?;
                f.write_str("</p>")
            }
            Block::List(list) => self::list(f, list),
            // Markdown-light has none of these.
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => Ok(()),
        })
    }
}

fn list(f: &mut Formatter<'_>, list: &List) -> fmt::Result {
    let tag = if list.ordered { "ol" } else { "ul" };
    write!(f, "<{tag}>")?;
    list.items.iter().try_for_each(|one| item(f, one))?;
    write!(f, "</{tag}>")
}

fn item(f: &mut Formatter<'_>, item: &Item) -> fmt::Result {
    f.write_str("<li>")?;
    inlines(f, &item.text)?;
    item.list.iter().try_for_each(|sub| list(f, sub))?;
    f.write_str("</li>")
}

fn inlines(f: &mut Formatter<'_>, words: &[Inline]) -> fmt::Result {
    words.iter().try_for_each(|inline| match inline {
        Inline::Text { text } | Inline::Badge { text, .. } => escape(f, text),
        Inline::Strong { text } => wrapped(f, "strong", text),
        Inline::Emphasis { text } => wrapped(f, "em", text),
        Inline::Link { href, text } => {
            f.write_str("<a href=\"")?;
            escape(f, href)?;
            f.write_str("\" rel=\"noreferrer\">")?;
            inlines(f, text)?;
            f.write_str("</a>")
        }
        Inline::Reference { text, .. } | Inline::Foreign { text, .. } => inlines(f, text),
    })
}

fn wrapped(f: &mut Formatter<'_>, tag: &str, words: &[Inline]) -> fmt::Result {
    write!(f, "<{tag}>")?;
    inlines(f, words)?;
    write!(f, "</{tag}>")
}

fn escape(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|character| match character {
        '&' => f.write_str("&amp;"),
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '"' => f.write_str("&quot;"),
        '\'' => f.write_str("&#39;"),
        other => f.write_char(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_that_someone_typed_is_shown_and_not_obeyed() {
        let shown = Prose::of("<script>alert(1)</script> & \"x\" [l](javascript:alert(1))").to_string();
        assert!(shown.contains("&lt;script&gt;"), "{shown}");
        assert!(!shown.contains("<script"), "{shown}");
        assert!(!shown.contains("javascript:alert(1)\""), "{shown}");
    }

    #[test]
    fn lists_and_links_are_drawn() {
        let shown = Prose::of("Zie [hier](https://a.example/?b=1&c=2).\n\n- een\n- *twee*").to_string();
        assert!(shown.contains("<a href=\"https://a.example/?b=1&amp;c=2\" rel=\"noreferrer\">hier</a>"), "{shown}");
        assert!(shown.contains("<ul><li>een</li><li><em>twee</em></li></ul>"), "{shown}");
    }
}
