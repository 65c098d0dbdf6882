//! Prose with paragraph numbers and origins, and the trace of what got which number.

use super::super::{Block, Origin, markdown};

/// Counts the paragraphs of a goal or chapter: 6.1, 6.2, …
pub(super) struct Numbering {
    prefix: String,
    last: u32,
    trace: Vec<Trace>,
}

/// Where words of some origin stand.
pub(super) struct Trace {
    pub(super) place: Place,
    pub(super) origin: Origin,
}

/// A place that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The paragraph with this number behind the point.
    Paragraph(u32),
    /// A list after that paragraph; 0 before the first.
    List(u32),
}

impl Numbering {
    pub(super) fn new(prefix: impl ToString) -> Self {
        Self { prefix: prefix.to_string(), last: 0, trace: Vec::new() }
    }

    /// Parses prose; its paragraphs get the next numbers.
    pub(super) fn prose(&mut self, text: &str, origin: Option<&Origin>) -> Vec<Block> {
        let mut blocks = markdown::parse(text);
        for block in &mut blocks {
            let place = match block {
                Block::Paragraph(paragraph) => {
                    self.last += 1;
                    paragraph.number = Some(format!("{}.{}", self.prefix, self.last));
                    paragraph.origin = origin.cloned();
                    Place::Paragraph(self.last)
                }
                Block::List(list) => {
                    list.origin = origin.cloned();
                    Place::List(self.last)
                }
                Block::Table(_) | Block::Figure(_) | Block::Panel(_) => continue,
            };
            self.trace.extend(origin.map(|origin| Trace { place, origin: origin.clone() }));
        }
        blocks
    }

    /// What got which number, in order.
    pub(super) fn into_trace(self) -> Vec<Trace> {
        self.trace
    }
}

/// Prose without numbers, with its origin.
pub(super) fn unnumbered(text: &str, origin: Option<&Origin>) -> Vec<Block> {
    let mut blocks = markdown::parse(text);
    for block in &mut blocks {
        match block {
            Block::Paragraph(paragraph) => paragraph.origin = origin.cloned(),
            Block::List(list) => list.origin = origin.cloned(),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
        }
    }
    blocks
}
