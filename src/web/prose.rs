//! What people wrote, as markup: typed blocks through a template, so that nothing a person typed is ever markup.

use askama::{Template, filters::HtmlSafe};

use crate::{
    domain::text::Prose,
    report::{Block, Inline, List, markdown},
};

/// A text in paragraphs and lists.
#[derive(Clone, Debug, Template)]
#[template(path = "components/blocks.html")]
pub(super) struct Blocks {
    blocks: Vec<Block>,
}

/// The words of one paragraph or item.
#[derive(Template)]
#[template(path = "components/inlines.html")]
struct Inlines<'a> {
    text: &'a [Inline],
}

/// A list, with lists within.
#[derive(Template)]
#[template(path = "components/list.html")]
struct ListOf<'a> {
    list: &'a List,
}

// Their templates escape whatever they print; escaping the result again would show the markup.
impl HtmlSafe for Blocks {}
impl HtmlSafe for Inlines<'_> {}
impl HtmlSafe for ListOf<'_> {}

impl Blocks {
    /// Reads Markdown-light.
    pub(super) fn of(prose: &Prose) -> Self {
        Self::read(prose.as_str())
    }

    /// Reads Markdown-light.
    pub(super) fn read(source: &str) -> Self {
        Self { blocks: markdown::parse(source) }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

fn inlines(text: &[Inline]) -> Inlines<'_> {
    Inlines { text }
}

fn list_of(list: &List) -> ListOf<'_> {
    ListOf { list }
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
