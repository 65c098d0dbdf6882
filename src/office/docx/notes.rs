//! Remarks in the margin of a .docx: they stand in files of their own, and the text says where each belongs.

use super::{part, run, styled};
use crate::office::{
    document::{Note, Said},
    xml::Xml,
};

/// All that was remarked so far.
#[derive(Default)]
pub(super) struct Notes<'d> {
    said: Vec<Entry<'d>>,
    /// Paragraphs so far: each of a remark has a number, by which answers find what they answer.
    paragraphs: u32,
}

struct Entry<'d> {
    said: &'d Said,
    /// Number of its first paragraph; the last is by which it is known.
    first: u32,
    last: u32,
    /// What it answers.
    to: Option<u32>,
    resolved: bool,
}

impl<'d> Notes<'d> {
    /// Takes a remark with its answers; gives the numbers that the text points with.
    pub(super) fn take(&mut self, note: &'d Note) -> Vec<String> {
        let mut to = None;
        let numbers = note.said.iter().map(|said| {
            let lines = u32::try_from(said.words.lines().count()).unwrap_or(u32::MAX).max(1);
            let first = self.paragraphs + 1;
            self.paragraphs = self.paragraphs.saturating_add(lines);
            let last = self.paragraphs;
            self.said.push(Entry { said, first, last, to, resolved: note.resolved });
            to = to.or(Some(last));
            (self.said.len() - 1).to_string()
        });
        numbers.collect()
    }

    pub(super) fn comments(&self) -> String {
        part("w:comments", |all| {
            for (number, entry) in self.said.iter().enumerate() {
                let (number, moment, initials) =
                    (number.to_string(), format!("{}Z", entry.said.moment()), entry.said.initials());
                let attributes = [
                    ("w:id", number.as_str()),
                    ("w:author", &entry.said.by),
                    // Word writes the clock of the writer, and a Z behind it.
                    ("w:date", &moment),
                    ("w:initials", &initials),
                ];
                all.within("w:comment", &attributes, |comment| {
                    let lines = entry.said.words.lines().chain(entry.said.words.is_empty().then_some(""));
                    for (paragraph, words) in (entry.first..).zip(lines) {
                        comment.within("w:p", &[("w14:paraId", &name(paragraph))], |line| {
                            styled(line, "CommentText");
                            if paragraph == entry.first {
                                line.within("w:r", &[], |run| {
                                    mark(run);
                                    run.empty("w:annotationRef", &[]);
                                });
                            }
                            run(line, words);
                        });
                    }
                });
            }
        })
    }

    /// Which answers which, and what is dealt with.
    pub(super) fn threads(&self) -> String {
        part("w15:commentsEx", |all| {
            for entry in &self.said {
                let (own, to) = (name(entry.last), entry.to.map(name));
                let mut attributes = vec![("w15:paraId", own.as_str())];
                attributes.extend(to.as_deref().map(|to| ("w15:paraIdParent", to)));
                attributes.push(("w15:done", if entry.resolved { "1" } else { "0" }));
                all.empty("w15:commentEx", &attributes);
            }
        })
    }
}

/// Where a remark begins and ends, around words.
pub(super) fn around(xml: &mut Xml, numbers: &[String], inner: impl FnOnce(&mut Xml)) {
    for number in numbers {
        xml.empty("w:commentRangeStart", &[("w:id", number)]);
    }
    inner(xml);
    for number in numbers {
        xml.empty("w:commentRangeEnd", &[("w:id", number)]);
        xml.within("w:r", &[], |run| {
            mark(run);
            run.empty("w:commentReference", &[("w:id", number)]);
        });
    }
}

fn mark(run: &mut Xml) {
    run.within("w:rPr", &[], |look| look.empty("w:rStyle", &[("w:val", "CommentReference")]));
}

fn name(paragraph: u32) -> String {
    format!("{paragraph:08X}")
}
