//! What people wrote, as markup: through the report's own templates, so that a page shows words as the report will.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::{
    domain::text::Prose,
    render::html,
    report::{Block, markdown},
};

/// A text in paragraphs and lists.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
}

// The report's templates escape whatever they print; escaping the result again would show the markup.
impl HtmlSafe for Blocks {}

impl fmt::Display for Blocks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Markdown-light makes no panels, so the level of their headings is never asked.
        fmt::Display::fmt(&html::Blocks { blocks: &self.blocks, level: 2 }, out)
    }
}

impl Blocks {
    /// Reads Markdown-light.
    pub(super) fn of(prose: &Prose) -> Self {
        Self::read(prose.as_str())
    }

    /// Reads Markdown-light.
    pub(super) fn read(source: &str) -> Self {
        Self { blocks: markdown::parse(source) }
    }

    /// Blocks of a report, as they are.
    pub(super) fn from_blocks(blocks: Vec<Block>) -> Self {
        Self { blocks }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(source: &str) -> String {
        let html = Blocks::read(source).to_string();
        html.lines().map(str::trim).collect::<String>()
    }

    #[test]
    fn lists_and_links_become_markup() {
        assert_eq!(
            html("Zie [hier](https://nu.nl).\n\n- een\n  - **twee**\n"),
            "<p>Zie <a href=\"https://nu.nl\">hier</a>.</p><ul><li>een<ul><li><strong>twee</strong></li></ul></li></ul>"
        );
    }

    #[test]
    fn what_looks_like_markup_stays_words() {
        assert_eq!(html("<script>alert(1)</script>"), "<p>&#60;script&#62;alert(1)&#60;/script&#62;</p>");
        assert!(!html("[x](javascript:alert(1))").contains("href"));
    }
}
