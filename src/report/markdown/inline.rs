//! Words with their marks, gathered while a block is open.

use super::super::{Inline, typography};

/// Marks within marks; what is deeper keeps its words and loses the mark, so that no tree is too deep to walk.
const DEEPEST: usize = 6;

/// Gathers the words of a block.
#[derive(Default)]
pub(super) struct Inlines {
    open: Vec<(Mark, Vec<Inline>)>,
    done: Vec<Inline>,
    text: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Mark {
    Plain,
    Strong,
    Emphasis,
    Link(String),
    Foreign(&'static str),
}

/// Languages that words can be marked as, by BCP 47: `[early warning](en)`. Only these, so that a word in brackets with
/// a short remark behind it stays what it is.
const LANGUAGES: [&str; 15] =
    ["ar", "de", "el", "en", "es", "fa", "fr", "fy", "it", "la", "pap", "pt", "ru", "tr", "uk"];

impl Inlines {
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn open_plain(&mut self) {
        self.open(Mark::Plain);
    }

    pub(super) fn open_strong(&mut self) {
        self.open(Mark::Strong);
    }

    pub(super) fn open_emphasis(&mut self) {
        self.open(Mark::Emphasis);
    }

    /// A link when it may be one, words of another language when a language stands in its place; otherwise its words
    /// alone.
    pub(super) fn open_link(&mut self, href: &str) {
        let language = LANGUAGES.into_iter().find(|language| *language == href);
        let mark = match language {
            Some(language) => Mark::Foreign(language),
            None if is_safe(href) && !self.in_link() => Mark::Link(href.to_owned()),
            None => Mark::Plain,
        };
        self.open(mark);
    }

    pub(super) fn close(&mut self) {
        if self.open.last().is_some_and(|(mark, text)| matches!(mark, Mark::Link(_)) && text.is_empty())
            && self.text.is_empty()
        {
            // A link without words has its address for words.
            if let Some((Mark::Link(href), _)) = self.open.last() {
                self.text.clone_from(href);
            }
        }
        self.settle();
        let Some((mark, text)) = self.open.pop() else { return };
        if text.is_empty() {
            return;
        }
        match mark {
            Mark::Plain => {
                for inline in text {
                    self.add(inline);
                }
            }
            Mark::Strong => self.add(Inline::Strong { text }),
            Mark::Emphasis => self.add(Inline::Emphasis { text }),
            Mark::Link(href) => self.add(Inline::Link { href, text }),
            Mark::Foreign(language) => self.add(Inline::Foreign { lang: language.to_owned(), text }),
        }
    }

    /// All that was gathered, without white space around it.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.close();
        }
        self.settle();
        trimmed(self.done)
    }

    fn open(&mut self, mark: Mark) {
        self.settle();
        let mark = if self.open.len() < DEEPEST { mark } else { Mark::Plain };
        self.open.push((mark, Vec::new()));
    }

    fn in_link(&self) -> bool {
        self.open.iter().any(|(mark, _)| matches!(mark, Mark::Link(_)))
    }

    fn settle(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if self.in_link() {
            self.add(Inline::Text { text: typography::hold(&text) });
        } else {
            for inline in typography::running(&text) {
                self.add(inline);
            }
        }
    }

    fn add(&mut self, inline: Inline) {
        push(self.open.last_mut().map_or(&mut self.done, |(_, text)| text), inline);
    }
}

/// Puts words behind words; two runs of plain words become one.
pub(super) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

fn is_safe(href: &str) -> bool {
    let lower = href.to_lowercase();
    let scheme = ["https://", "http://", "mailto:"].iter().find(|scheme| lower.starts_with(*scheme));
    scheme.is_some_and(|scheme| href.len() > scheme.len())
        && !href.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    while let Some(Inline::Text { text }) = inlines.first_mut() {
        *text = text.trim_start().to_owned();
        if !text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while let Some(Inline::Text { text }) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        inlines.pop();
    }
    inlines
}
