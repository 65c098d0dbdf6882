//! What a .docx says.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FOOT, HEAD, link_id,
    notes::{Notes, around},
    put, run, styled,
    styles::{Lists, name},
};
use crate::office::{
    document::{Document, Heading, Item, Link, List, Note, Paragraph, Piece, Run, Table},
    xml::Xml,
};

/// Room for tables, in twentieths of a point: 17 cm.
const WIDTH: u32 = 9638;

/// The longest name of a place that Word finds.
const LONGEST: usize = 40;

/// The text while it is written, and what stands in files beside it.
pub(super) struct Body<'d> {
    document: &'d Document,
    anchors: BTreeSet<&'d str>,
    bookmarks: u32,
    pub(super) notes: Notes<'d>,
    /// Addresses on the web.
    pub(super) links: Vec<String>,
    known: BTreeMap<&'d str, usize>,
    pub(super) lists: Lists,
}

impl<'d> Body<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            anchors: document.anchors(),
            bookmarks: 0,
            notes: Notes::default(),
            links: Vec::new(),
            known: BTreeMap::new(),
            lists: Lists::default(),
        }
    }

    pub(super) fn write(&mut self, xml: &mut Xml) {
        xml.within("w:body", &[], |body| {
            for piece in &self.document.body {
                self.piece(body, piece);
            }
            body.within("w:sectPr", &[], |page| {
                page.empty("w:headerReference", &[("w:type", "default"), ("r:id", HEAD)]);
                page.empty("w:footerReference", &[("w:type", "default"), ("r:id", FOOT)]);
                page.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
                let room = [
                    ("w:top", "1418"),
                    ("w:right", "1134"),
                    ("w:bottom", "1418"),
                    ("w:left", "1134"),
                    ("w:header", "709"),
                    ("w:footer", "709"),
                    ("w:gutter", "0"),
                ];
                page.empty("w:pgMar", &room);
            });
        });
    }

    fn piece(&mut self, xml: &mut Xml, piece: &'d Piece) {
        match piece {
            Piece::Heading(heading) => self.heading(xml, heading),
            Piece::Paragraph(paragraph) => self.paragraph(xml, paragraph),
            Piece::List(list) => self.list(xml, list, 0),
            Piece::Table(table) => self.table(xml, table),
            Piece::Contents(deepest) => self.contents(xml, *deepest),
        }
    }

    fn heading(&mut self, xml: &mut Xml, heading: &'d Heading) {
        xml.within("w:p", &[], |line| {
            styled(line, &format!("Heading{}", heading.level.clamp(1, 4)));
            self.bookmark(line, &heading.anchor);
            self.noted(line, &heading.notes, |_, line| run(line, &heading.words));
        });
    }

    fn paragraph(&mut self, xml: &mut Xml, paragraph: &'d Paragraph) {
        xml.within("w:p", &[], |line| {
            styled(line, name(paragraph.look));
            if let Some(anchor) = &paragraph.anchor {
                self.bookmark(line, anchor);
            }
            self.noted(line, &paragraph.notes, |body, line| body.runs(line, &paragraph.runs));
        });
    }

    fn list(&mut self, xml: &mut Xml, list: &'d List, depth: usize) {
        let number = self.lists.take(list.ordered, depth);
        for (place, item) in list.items.iter().enumerate() {
            let notes = if place == 0 { list.notes.as_slice() } else { &[] };
            self.item(xml, item, notes, (&number, depth));
        }
    }

    fn item(&mut self, xml: &mut Xml, item: &'d Item, notes: &'d [Note], (number, depth): (&str, usize)) {
        xml.within("w:p", &[], |line| {
            line.within("w:pPr", &[], |look| {
                look.empty("w:pStyle", &[("w:val", "ListParagraph")]);
                look.within("w:numPr", &[], |place| {
                    place.empty("w:ilvl", &[("w:val", &depth.to_string())]);
                    place.empty("w:numId", &[("w:val", number)]);
                });
            });
            self.noted(line, notes, |body, line| body.runs(line, &item.runs));
        });
        if let Some(below) = &item.below {
            self.list(xml, below, depth + 1);
        }
    }

    fn table(&mut self, xml: &mut Xml, table: &'d Table) {
        let all: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
        let width = |share: u16| (u32::from(share) * WIDTH / all.max(1)).to_string();
        let widths: Vec<String> = table.columns.iter().map(|column| width(column.share)).collect();
        xml.within("w:tbl", &[], |all| {
            all.within("w:tblPr", &[], |look| {
                look.empty("w:tblStyle", &[("w:val", "Rapporttabel")]);
                look.empty("w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")]);
                look.empty("w:tblLayout", &[("w:type", "fixed")]);
                let first = if table.row_heads { "1" } else { "0" };
                let marks = [
                    ("w:firstRow", "1"),
                    ("w:lastRow", "0"),
                    ("w:firstColumn", first),
                    ("w:lastColumn", "0"),
                    ("w:noHBand", "1"),
                    ("w:noVBand", "1"),
                ];
                look.empty("w:tblLook", &marks);
                look.empty("w:tblCaption", &[("w:val", &table.caption)]);
            });
            all.within("w:tblGrid", &[], |grid| {
                for width in &widths {
                    grid.empty("w:gridCol", &[("w:w", width)]);
                }
            });
            all.within("w:tr", &[], |row| {
                row.within("w:trPr", &[], |look| {
                    look.empty("w:cantSplit", &[]);
                    look.empty("w:tblHeader", &[]);
                });
                for (column, width) in table.columns.iter().zip(&widths) {
                    let words = Run { words: column.head.clone(), ..Run::default() };
                    cell(row, width, |cell| line(cell, column.end, |line| marked(line, &words, false)));
                }
            });
            for cells in &table.rows {
                all.within("w:tr", &[], |row| {
                    row.within("w:trPr", &[], |look| look.empty("w:cantSplit", &[]));
                    for ((lines, column), width) in cells.iter().zip(&table.columns).zip(&widths) {
                        cell(row, width, |cell| {
                            for runs in lines {
                                line(cell, column.end, |line| self.runs(line, runs));
                            }
                            if lines.is_empty() {
                                line(cell, column.end, |_| {});
                            }
                        });
                    }
                });
            }
        });
    }

    /// The entries stand there already, as links; Word gives them page numbers when it is asked to.
    fn contents(&mut self, xml: &mut Xml, deepest: u8) {
        xml.within("w:sdt", &[], |all| {
            all.within("w:sdtPr", &[], |about| {
                about.within("w:docPartObj", &[], |kind| {
                    kind.empty("w:docPartGallery", &[("w:val", "Table of Contents")]);
                    kind.empty("w:docPartUnique", &[]);
                });
            });
            all.within("w:sdtContent", &[], |content| {
                content.within("w:p", &[], |line| {
                    styled(line, "TOCHeading");
                    run(line, "Inhoud");
                });
                let mut first = true;
                for heading in self.document.headings(deepest) {
                    content.within("w:p", &[], |line| {
                        styled(line, &format!("TOC{}", heading.level));
                        if std::mem::take(&mut first) {
                            field(line, "begin");
                            line.within("w:r", &[], |run| {
                                let told = format!(" TOC \\o \"1-{deepest}\" \\h \\z \\u ");
                                run.words("w:instrText", &[("xml:space", "preserve")], &told);
                            });
                            field(line, "separate");
                        }
                        let attributes =
                            [("w:anchor", place(&heading.anchor)), ("w:history", "1".to_owned())];
                        let attributes = attributes.each_ref().map(|(name, value)| (*name, value.as_str()));
                        line.within("w:hyperlink", &attributes, |link| run(link, &heading.words));
                    });
                }
                if !first {
                    content.within("w:p", &[], |line| field(line, "end"));
                }
            });
        });
    }

    fn runs(&mut self, xml: &mut Xml, runs: &'d [Run]) {
        for group in runs.chunk_by(|one, other| one.link == other.link) {
            let words = |xml: &mut Xml, linked: bool| group.iter().for_each(|run| marked(xml, run, linked));
            match group.first().and_then(|run| run.link.as_ref()) {
                Some(Link::Web(to)) => {
                    let links = &mut self.links;
                    let known = *self.known.entry(to).or_insert_with(|| {
                        links.push(to.clone());
                        links.len() - 1
                    });
                    xml.within("w:hyperlink", &[("r:id", &link_id(known)), ("w:history", "1")], |link| {
                        words(link, true);
                    });
                }
                Some(Link::Within(anchor)) if self.anchors.contains(anchor.as_str()) => {
                    xml.within("w:hyperlink", &[("w:anchor", &place(anchor)), ("w:history", "1")], |link| {
                        words(link, true);
                    });
                }
                Some(Link::Within(_)) | None => words(xml, false),
            }
        }
    }

    fn noted(&mut self, xml: &mut Xml, notes: &'d [Note], inner: impl FnOnce(&mut Self, &mut Xml)) {
        let numbers: Vec<String> = notes.iter().flat_map(|note| self.notes.take(note)).collect();
        around(xml, &numbers, |xml| inner(self, xml));
    }

    fn bookmark(&mut self, xml: &mut Xml, anchor: &str) {
        let number = self.bookmarks.to_string();
        self.bookmarks += 1;
        xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &place(anchor))]);
        xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
    }
}

/// A place as Word can find it: a letter, then letters, digits and underscores, not too long.
fn place(anchor: &str) -> String {
    let plain = |one: char| if one.is_ascii_alphanumeric() { one } else { '_' };
    let name: String = "p_".chars().chain(anchor.chars().map(plain)).collect();
    if name.len() <= LONGEST {
        return name;
    }
    // What is cut off still makes a difference.
    format!("{}_{:08x}", &name[..LONGEST - 9], crc32fast::hash(anchor.as_bytes()))
}

fn cell(row: &mut Xml, width: &str, inner: impl FnOnce(&mut Xml)) {
    row.within("w:tc", &[], |cell| {
        cell.within("w:tcPr", &[], |look| look.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]));
        inner(cell);
    });
}

fn line(cell: &mut Xml, end: bool, inner: impl FnOnce(&mut Xml)) {
    cell.within("w:p", &[], |line| {
        line.within("w:pPr", &[], |look| {
            look.empty("w:pStyle", &[("w:val", "Tabeltekst")]);
            if end {
                look.empty("w:jc", &[("w:val", "right")]);
            }
        });
        inner(line);
    });
}

fn field(line: &mut Xml, part: &str) {
    line.within("w:r", &[], |run| run.empty("w:fldChar", &[("w:fldCharType", part)]));
}

/// Words with the marks they have.
fn marked(xml: &mut Xml, run: &Run, linked: bool) {
    xml.within("w:r", &[], |one| {
        let style = if linked { Some("Hyperlink") } else { run.aside.then_some("Herkomst") };
        if style.is_some() || run.strong || run.emphasis || run.language.is_some() {
            one.within("w:rPr", &[], |look| {
                if let Some(style) = style {
                    look.empty("w:rStyle", &[("w:val", style)]);
                }
                if run.strong {
                    look.empty("w:b", &[]);
                }
                if run.emphasis {
                    look.empty("w:i", &[]);
                }
                if let Some(language) = &run.language {
                    look.empty("w:lang", &[("w:val", language)]);
                }
            });
        }
        put(one, &run.words);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_names_that_word_finds() {
        assert_eq!(place("doel-6-inzet"), "p_doel_6_inzet");
        let [one, other] = ["a", "b"].map(|end| place(&format!("{}{end}", "bijlage-".repeat(9))));
        assert!(one != other && one.len() <= LONGEST && other.len() <= LONGEST, "{one} {other}");
    }
}
