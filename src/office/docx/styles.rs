//! How a .docx looks: the styles that Word has names of its own for, so that they are called "Kop 1" in a Dutch Word, and
//! a few of ours.

use super::part;
use crate::office::{
    document::{Document, Look},
    xml::{Attributes, Xml},
};

/// What a style says of paragraphs or words: elements with their attributes, in the order of the standard.
type Says = &'static [(&'static str, Attributes<'static>)];

/// A named style of paragraphs.
struct Named {
    id: &'static str,
    shown: &'static str,
    based: &'static str,
    next: &'static str,
    border: Option<Border>,
    paragraph: Says,
    words: Says,
}

/// A line around or beside what is set apart.
#[derive(Clone, Copy)]
enum Border {
    Beside(&'static str),
    Around(&'static str),
}

const fn named(
    id: &'static str,
    shown: &'static str,
    based: &'static str,
    paragraph: Says,
    words: Says,
) -> Named {
    Named { id, shown, based, next: "", border: None, paragraph, words }
}

const fn heading(id: &'static str, shown: &'static str, paragraph: Says, words: Says) -> Named {
    Named { next: "BodyText", ..named(id, shown, "Normal", paragraph, words) }
}

const DARK: (&str, Attributes<'static>) = ("w:color", &[("w:val", "154273")]);
const GREY: (&str, Attributes<'static>) = ("w:color", &[("w:val", "535353")]);
const RED: (&str, Attributes<'static>) = ("w:color", &[("w:val", "8C1D18")]);
const BOLD: (&str, Attributes<'static>) = ("w:b", &[]);

const TOGETHER: (&str, Attributes<'static>) = ("w:keepNext", &[]);
const BLUE_TINT: (&str, Attributes<'static>) =
    ("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF4FA")]);
const RED_TINT: (&str, Attributes<'static>) =
    ("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FDECEA")]);
const SET_IN: (&str, Attributes<'static>) = ("w:ind", &[("w:left", "170"), ("w:right", "85")]);
const CLOSE: (&str, Attributes<'static>) =
    ("w:spacing", &[("w:before", "40"), ("w:after", "40"), ("w:line", "276"), ("w:lineRule", "auto")]);

const NAMED: [Named; 23] = [
    named(
        "BodyText",
        "Body Text",
        "Normal",
        &[("w:spacing", &[("w:after", "140"), ("w:line", "300"), ("w:lineRule", "auto")])],
        &[],
    ),
    heading(
        "Heading1",
        "heading 1",
        &[
            TOGETHER,
            ("w:spacing", &[("w:before", "450"), ("w:after", "110")]),
            ("w:outlineLvl", &[("w:val", "0")]),
        ],
        &[BOLD, DARK, ("w:sz", &[("w:val", "36")])],
    ),
    heading(
        "Heading2",
        "heading 2",
        &[
            TOGETHER,
            ("w:spacing", &[("w:before", "400"), ("w:after", "110")]),
            ("w:outlineLvl", &[("w:val", "1")]),
        ],
        &[BOLD, DARK, ("w:sz", &[("w:val", "28")])],
    ),
    heading(
        "Heading3",
        "heading 3",
        &[
            TOGETHER,
            ("w:spacing", &[("w:before", "280"), ("w:after", "110")]),
            ("w:outlineLvl", &[("w:val", "2")]),
        ],
        &[BOLD, DARK, ("w:sz", &[("w:val", "23")])],
    ),
    heading(
        "Heading4",
        "heading 4",
        &[
            TOGETHER,
            ("w:spacing", &[("w:before", "280"), ("w:after", "110")]),
            ("w:outlineLvl", &[("w:val", "3")]),
        ],
        &[BOLD, DARK],
    ),
    heading(
        "Title",
        "Title",
        &[("w:spacing", &[("w:before", "850"), ("w:after", "110")])],
        &[BOLD, DARK, ("w:sz", &[("w:val", "52")])],
    ),
    named(
        "Subtitle",
        "Subtitle",
        "Normal",
        &[("w:spacing", &[("w:after", "170")])],
        &[GREY, ("w:sz", &[("w:val", "26")])],
    ),
    named(
        "Genummerdealinea",
        "Genummerde alinea",
        "BodyText",
        &[("w:tabs", &[]), ("w:ind", &[("w:left", "737"), ("w:hanging", "737")])],
        &[],
    ),
    Named {
        border: Some(Border::Around("B3261E")),
        ..named("Melding", "Melding", "Normal", &[("w:spacing", &[("w:after", "230")])], &[BOLD])
    },
    named(
        "Caption",
        "caption",
        "Normal",
        &[TOGETHER, ("w:spacing", &[("w:before", "230"), ("w:after", "85")])],
        &[BOLD],
    ),
    named(
        "Bron",
        "Bron",
        "Normal",
        &[("w:spacing", &[("w:before", "60"), ("w:after", "230")])],
        &[GREY, ("w:sz", &[("w:val", "17")])],
    ),
    Named {
        border: Some(Border::Beside("154273")),
        ..named("Kader", "Kader", "Normal", &[BLUE_TINT, CLOSE, SET_IN], &[])
    },
    Named { next: "Kader", ..named("Kaderkop", "Kaderkop", "Kader", &[TOGETHER], &[BOLD, DARK]) },
    Named {
        border: Some(Border::Beside("B3261E")),
        ..named("Leemte", "Leemte", "Normal", &[RED_TINT, CLOSE, SET_IN], &[])
    },
    Named { next: "Leemte", ..named("Leemtekop", "Leemtekop", "Leemte", &[TOGETHER], &[BOLD, RED]) },
    named("ListParagraph", "List Paragraph", "BodyText", &[("w:spacing", &[("w:after", "60")])], &[]),
    named("Tabeltekst", "Tabeltekst", "Normal", &[], &[("w:sz", &[("w:val", "18")])]),
    named(
        "TOCHeading",
        "TOC Heading",
        "Normal",
        &[TOGETHER, ("w:spacing", &[("w:before", "400"), ("w:after", "110")])],
        &[BOLD, DARK, ("w:sz", &[("w:val", "28")])],
    ),
    named("TOC1", "toc 1", "Normal", &[("w:spacing", &[("w:before", "85")])], &[BOLD]),
    named("TOC2", "toc 2", "Normal", &[("w:ind", &[("w:left", "340")])], &[]),
    named("Header", "header", "Normal", &[("w:jc", &[("w:val", "center")])], &[BOLD, RED]),
    named("Footer", "footer", "Normal", &[("w:tabs", &[])], &[GREY, ("w:sz", &[("w:val", "16")])]),
    named("CommentText", "annotation text", "Normal", &[], &[("w:sz", &[("w:val", "18")])]),
];

/// Where the tab of a style leads to.
const TABS: [(&str, &str, &str); 2] = [("Genummerdealinea", "left", "737"), ("Footer", "right", "9638")];

/// Styles of words.
const MARKS: [(&str, &str, Says); 3] = [
    ("Herkomst", "Herkomst", &[GREY, ("w:sz", &[("w:val", "16")])]),
    ("Hyperlink", "Hyperlink", &[("w:color", &[("w:val", "01689B")]), ("w:u", &[("w:val", "single")])]),
    ("CommentReference", "annotation reference", &[("w:sz", &[("w:val", "16")])]),
];

pub(super) const fn name(look: Look) -> &'static str {
    match look {
        Look::Body => "BodyText",
        Look::Numbered => "Genummerdealinea",
        Look::Title => "Title",
        Look::Subtitle => "Subtitle",
        Look::Warning => "Melding",
        Look::Caption => "Caption",
        Look::Source => "Bron",
        Look::AsideTitle => "Kaderkop",
        Look::Aside => "Kader",
        Look::GapTitle => "Leemtekop",
        Look::Gap => "Leemte",
    }
}

pub(super) fn styles(document: &Document) -> String {
    part("w:styles", |all| {
        all.within("w:docDefaults", &[], |defaults| {
            defaults.within("w:rPrDefault", &[], |one| {
                one.within("w:rPr", &[], |words| {
                    words.empty(
                        "w:rFonts",
                        &[
                            ("w:ascii", "Arial"),
                            ("w:hAnsi", "Arial"),
                            ("w:eastAsia", "Arial"),
                            ("w:cs", "Arial"),
                        ],
                    );
                    words.empty("w:sz", &[("w:val", "21")]);
                    words.empty("w:szCs", &[("w:val", "21")]);
                    let language = document.language.as_str();
                    words.empty(
                        "w:lang",
                        &[("w:val", language), ("w:eastAsia", language), ("w:bidi", "ar-SA")],
                    );
                });
            });
            defaults.within("w:pPrDefault", &[], |one| one.empty("w:pPr", &[]));
        });
        let normal = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
        all.within("w:style", &normal, |one| {
            one.empty("w:name", &[("w:val", "Normal")]);
            one.empty("w:qFormat", &[]);
        });
        for named in &NAMED {
            style(all, named, document.chapters);
        }
        for (id, shown, says) in MARKS {
            all.within("w:style", &[("w:type", "character"), ("w:styleId", id)], |one| {
                one.empty("w:name", &[("w:val", shown)]);
                one.within("w:rPr", &[], |words| {
                    for (name, attributes) in says {
                        words.empty(name, attributes);
                    }
                });
            });
        }
        table(all);
    })
}

fn style(all: &mut Xml, named: &Named, chapters: bool) {
    all.within("w:style", &[("w:type", "paragraph"), ("w:styleId", named.id)], |one| {
        one.empty("w:name", &[("w:val", named.shown)]);
        one.empty("w:basedOn", &[("w:val", named.based)]);
        if !named.next.is_empty() {
            one.empty("w:next", &[("w:val", named.next)]);
        }
        one.empty("w:qFormat", &[]);
        one.within("w:pPr", &[], |look| {
            let mut border = named.border;
            for (name, attributes) in named.paragraph {
                if *name != "w:keepNext" {
                    edge(look, border.take());
                }
                if *name == "w:tabs" {
                    tabs(look, named.id);
                } else {
                    look.empty(name, attributes);
                }
                if *name == "w:keepNext" && chapters && named.id == "Heading1" {
                    look.empty("w:pageBreakBefore", &[]);
                }
            }
        });
        one.within("w:rPr", &[], |words| {
            named.words.iter().for_each(|(name, attributes)| words.empty(name, attributes));
        });
    });
}

fn tabs(look: &mut Xml, id: &str) {
    look.within("w:tabs", &[], |tabs| {
        for (_, kind, at) in TABS.iter().filter(|(of, ..)| *of == id) {
            tabs.empty("w:tab", &[("w:val", kind), ("w:pos", at)]);
        }
    });
}

fn edge(look: &mut Xml, border: Option<Border>) {
    let (sides, size, colour): (&[&'static str], _, _) = match border {
        None => return,
        Some(Border::Beside(colour)) => (&["w:left"], "18", colour),
        Some(Border::Around(colour)) => (&["w:top", "w:left", "w:bottom", "w:right"], "12", colour),
    };
    look.within("w:pBdr", &[], |edges| {
        for side in sides {
            edges.empty(side, &[("w:val", "single"), ("w:sz", size), ("w:space", "4"), ("w:color", colour)]);
        }
    });
}

/// The tables: a head in bold on a tint, and lines between cells.
fn table(all: &mut Xml) {
    all.within("w:style", &[("w:type", "table"), ("w:styleId", "Rapporttabel")], |one| {
        one.empty("w:name", &[("w:val", "Rapporttabel")]);
        one.within("w:tblPr", &[], |look| {
            look.within("w:tblBorders", &[], |edges| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    edges.empty(
                        side,
                        &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "9AA5B1")],
                    );
                }
            });
            look.within("w:tblCellMar", &[], |room| {
                for (side, width) in
                    [("w:top", "40"), ("w:left", "70"), ("w:bottom", "40"), ("w:right", "70")]
                {
                    room.empty(side, &[("w:w", width), ("w:type", "dxa")]);
                }
            });
        });
        for place in ["firstRow", "firstCol"] {
            one.within("w:tblStylePr", &[("w:type", place)], |part| {
                part.within("w:rPr", &[], |words| words.empty("w:b", &[]));
                if place == "firstRow" {
                    part.within("w:tcPr", &[], |cell| {
                        cell.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E5F0F9")]);
                    });
                }
            });
        }
    });
}

/// Lists so far. Bullets are all of one list; numbers begin again in each.
#[derive(Default)]
pub(super) struct Lists {
    ordered: Vec<usize>,
}

impl Lists {
    /// The number of a new list, at a depth from 0.
    pub(super) fn take(&mut self, ordered: bool, depth: usize) -> String {
        if !ordered {
            return "1".to_owned();
        }
        self.ordered.push(depth);
        (self.ordered.len() + 1).to_string()
    }

    pub(super) fn write(&self) -> String {
        part("w:numbering", |all| {
            for (kind, format) in [("0", "bullet"), ("1", "decimal")] {
                all.within("w:abstractNum", &[("w:abstractNumId", kind)], |list| {
                    list.empty("w:multiLevelType", &[("w:val", "hybridMultilevel")]);
                    for level in 0..3_u32 {
                        let words = match (kind, level) {
                            ("0", 1) => "–".to_owned(),
                            ("0", _) => "•".to_owned(),
                            _ => format!("%{}.", level + 1),
                        };
                        list.within("w:lvl", &[("w:ilvl", &level.to_string())], |one| {
                            one.empty("w:start", &[("w:val", "1")]);
                            one.empty("w:numFmt", &[("w:val", format)]);
                            one.empty("w:lvlText", &[("w:val", &words)]);
                            one.empty("w:lvlJc", &[("w:val", "left")]);
                            let left = (1077 + level * 340).to_string();
                            one.within("w:pPr", &[], |look| {
                                look.empty("w:ind", &[("w:left", &left), ("w:hanging", "340")]);
                            });
                        });
                    }
                });
            }
            all.within("w:num", &[("w:numId", "1")], |one| one.empty("w:abstractNumId", &[("w:val", "0")]));
            for (number, depth) in (2..).zip(&self.ordered) {
                let number: usize = number;
                all.within("w:num", &[("w:numId", &number.to_string())], |one| {
                    one.empty("w:abstractNumId", &[("w:val", "1")]);
                    one.within("w:lvlOverride", &[("w:ilvl", &depth.to_string())], |level| {
                        level.empty("w:startOverride", &[("w:val", "1")]);
                    });
                });
            }
        })
    }
}
