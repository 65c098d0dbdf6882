//! How a text looks in the open format: named styles, so that who works on it changes one and not a hundred paragraphs.

use super::{super::document::Document, part, put};
use crate::office::xml::{Attributes, Xml};

/// A named style of paragraphs.
struct Named {
    name: &'static str,
    shown: &'static str,
    parent: &'static str,
    next: &'static str,
    /// Depth of a heading, for tables of contents and for who jumps from head to head.
    outline: &'static str,
    paragraph: Attributes<'static>,
    words: Attributes<'static>,
    /// Where a tab leads to, and how words stand there.
    tab: Option<(&'static str, &'static str)>,
}

const BODY: &str = "Text_20_body";

const PLAIN: Named = Named {
    name: "",
    shown: "",
    parent: "Standard",
    next: "",
    outline: "",
    paragraph: &[],
    words: &[],
    tab: None,
};

const DARK: (&str, &str) = ("fo:color", "#154273");
const GREY: (&str, &str) = ("fo:color", "#535353");
const BOLD: (&str, &str) = ("fo:font-weight", "bold");
const TOGETHER: (&str, &str) = ("fo:keep-with-next", "always");
// Both or none: a program that reads one takes the other for nothing.
const BELOW: (&str, &str) = ("fo:margin-bottom", "0.2cm");
const NO_SHADE: (&str, &str) = ("style:shadow", "none");

const fn heading(
    name: &'static str,
    shown: &'static str,
    outline: &'static str,
    paragraph: Attributes<'static>,
    words: Attributes<'static>,
) -> Named {
    Named { name, shown, outline, paragraph, words, parent: "Heading", next: BODY, ..PLAIN }
}

const fn like(
    name: &'static str,
    shown: &'static str,
    parent: &'static str,
    paragraph: Attributes<'static>,
    words: Attributes<'static>,
) -> Named {
    Named { name, shown, parent, paragraph, words, ..PLAIN }
}

/// What is set apart: a line beside it and a tint, so that colour is not all that tells.
const ASIDE: Attributes<'static> = &[
    ("fo:border-left", "2.25pt solid #154273"),
    ("fo:padding", "0.15cm"),
    ("fo:background-color", "#eef4fa"),
    ("fo:margin-top", "0cm"),
    ("fo:margin-bottom", "0cm"),
    ("style:join-border", "true"),
    NO_SHADE,
];
const GAP: Attributes<'static> = &[
    ("fo:border-left", "2.25pt solid #b3261e"),
    ("fo:padding", "0.15cm"),
    ("fo:background-color", "#fdecea"),
    ("fo:margin-top", "0cm"),
    ("fo:margin-bottom", "0cm"),
    ("style:join-border", "true"),
    NO_SHADE,
];

const NAMED: [Named; 28] = [
    like(BODY, "Text body", "Standard", &[("fo:margin-bottom", "0.25cm"), ("fo:line-height", "125%")], &[]),
    like(
        "Heading",
        "Heading",
        "Standard",
        &[("fo:margin-top", "0.5cm"), ("fo:margin-bottom", "0.2cm"), TOGETHER],
        &[BOLD, DARK],
    ),
    heading(
        "Heading_20_1",
        "Heading 1",
        "1",
        &[("fo:margin-top", "0.8cm"), BELOW],
        &[("fo:font-size", "18pt")],
    ),
    heading(
        "Heading_20_2",
        "Heading 2",
        "2",
        &[("fo:margin-top", "0.7cm"), BELOW],
        &[("fo:font-size", "14pt")],
    ),
    heading("Heading_20_3", "Heading 3", "3", &[], &[("fo:font-size", "11.5pt")]),
    heading("Heading_20_4", "Heading 4", "4", &[], &[("fo:font-size", "10.5pt")]),
    heading("Title", "Title", "", &[("fo:margin-top", "1.5cm"), BELOW], &[("fo:font-size", "26pt")]),
    like(
        "Subtitle",
        "Subtitle",
        "Standard",
        &[("fo:margin-bottom", "0.3cm")],
        &[("fo:font-size", "13pt"), GREY],
    ),
    Named {
        paragraph: &[("fo:margin-left", "1.3cm"), ("fo:text-indent", "-1.3cm")],
        tab: Some(("1.3cm", "left")),
        ..like("Genummerde_20_alinea", "Genummerde alinea", BODY, &[], &[])
    },
    like(
        "Melding",
        "Melding",
        "Standard",
        &[("fo:border", "1.5pt solid #b3261e"), ("fo:padding", "0.2cm"), ("fo:margin-bottom", "0.4cm")],
        &[BOLD],
    ),
    like(
        "Caption",
        "Caption",
        "Standard",
        &[("fo:margin-top", "0.4cm"), ("fo:margin-bottom", "0.15cm"), TOGETHER],
        &[BOLD],
    ),
    like(
        "Bron",
        "Bron",
        "Standard",
        &[("fo:margin-top", "0.1cm"), ("fo:margin-bottom", "0.4cm")],
        &[("fo:font-size", "8.5pt"), GREY],
    ),
    like("Kader", "Kader", "Standard", ASIDE, &[]),
    Named { next: "Kader", ..like("Kaderkop", "Kaderkop", "Kader", &[TOGETHER], &[BOLD, DARK]) },
    like("Leemte", "Leemte", "Standard", GAP, &[]),
    Named {
        next: "Leemte",
        ..like("Leemtekop", "Leemtekop", "Leemte", &[TOGETHER], &[BOLD, ("fo:color", "#8c1d18")])
    },
    like("Lijstalinea", "Lijstalinea", BODY, &[("fo:margin-bottom", "0.1cm")], &[]),
    like("Table_20_Contents", "Table Contents", "Standard", &[], &[("fo:font-size", "9pt")]),
    like("Table_20_Heading", "Table Heading", "Table_20_Contents", &[TOGETHER], &[BOLD]),
    like("Tabelrijkop", "Tabelrijkop", "Table_20_Contents", &[], &[BOLD]),
    like("Tabelgetal", "Tabelgetal", "Table_20_Contents", &[("fo:text-align", "end")], &[]),
    like("Tabelgetalkop", "Tabelgetalkop", "Table_20_Heading", &[("fo:text-align", "end")], &[]),
    like("Contents_20_Heading", "Contents Heading", "Heading", &[], &[("fo:font-size", "14pt")]),
    like("Contents_20_1", "Contents 1", "Standard", &[("fo:margin-top", "0.15cm")], &[BOLD]),
    like("Contents_20_2", "Contents 2", "Standard", &[("fo:margin-left", "0.6cm")], &[]),
    like(
        "Header",
        "Header",
        "Standard",
        &[("fo:text-align", "center")],
        &[BOLD, ("fo:font-size", "10pt"), ("fo:color", "#8c1d18")],
    ),
    Named {
        tab: Some(("17cm", "right")),
        ..like("Footer", "Footer", "Standard", &[], &[("fo:font-size", "8pt"), GREY])
    },
    like("Annotation_20_Text", "Annotation Text", "Standard", &[], &[("fo:font-size", "9pt")]),
];

/// Styles of words.
const MARKS: [(&str, &str, Attributes<'static>); 5] = [
    ("Strong_20_Emphasis", "Strong Emphasis", &[BOLD]),
    ("Emphasis", "Emphasis", &[("fo:font-style", "italic")]),
    ("Index_20_Link", "Index Link", &[]),
    ("Herkomst", "Herkomst", &[("fo:font-size", "8pt"), GREY]),
    (
        "Internet_20_link",
        "Internet Link",
        &[
            ("fo:color", "#01689b"),
            ("style:text-underline-style", "solid"),
            ("style:text-underline-width", "auto"),
        ],
    ),
];

/// The two kinds of lists.
pub(super) const BULLETS: &str = "Opsomming";
pub(super) const NUMBERS: &str = "Nummering";

/// The file of the styles.
pub(super) fn styles(document: &Document) -> String {
    part("office:document-styles", |all| {
        all.within("office:styles", &[], |styles| {
            standard(styles, &document.language);
            for named in &NAMED {
                style(styles, named, document.chapters);
            }
            for (name, shown, words) in MARKS {
                let attributes =
                    [("style:name", name), ("style:display-name", shown), ("style:family", "text")];
                styles.within("style:style", &attributes, |one| one.empty("style:text-properties", words));
            }
            outline(styles);
            list(styles, BULLETS, false);
            list(styles, NUMBERS, true);
        });
        all.within("office:automatic-styles", &[], |styles| {
            styles.within("style:page-layout", &[("style:name", "A4")], |page| {
                let room: Attributes<'_> = &[
                    ("fo:page-width", "21cm"),
                    ("fo:page-height", "29.7cm"),
                    ("style:print-orientation", "portrait"),
                    ("fo:margin-top", "1.3cm"),
                    ("fo:margin-bottom", "1.3cm"),
                    ("fo:margin-left", "2cm"),
                    ("fo:margin-right", "2cm"),
                ];
                page.empty("style:page-layout-properties", room);
                page.within("style:header-style", &[], |one| {
                    one.empty(
                        "style:header-footer-properties",
                        &[("fo:min-height", "0.9cm"), ("fo:margin-bottom", "0.3cm")],
                    );
                });
                page.within("style:footer-style", &[], |one| {
                    one.empty(
                        "style:header-footer-properties",
                        &[("fo:min-height", "0.9cm"), ("fo:margin-top", "0.3cm")],
                    );
                });
            });
        });
        all.within("office:master-styles", &[], |masters| {
            let attributes = [("style:name", "Standard"), ("style:page-layout-name", "A4")];
            masters.within("style:master-page", &attributes, |page| edges(page, document));
        });
    })
}

/// What stands above and below every page.
fn edges(page: &mut Xml, document: &Document) {
    page.within("style:header", &[], |header| {
        header.flowing("text:p", &[("text:style-name", "Header")], |words| {
            put(words, document.head.as_deref().unwrap_or_default());
        });
    });
    page.within("style:footer", &[], |footer| {
        footer.flowing("text:p", &[("text:style-name", "Footer")], |words| {
            put(words, &document.foot);
            put(words, "\tpagina ");
            words.words("text:page-number", &[("text:select-page", "current")], "1");
            put(words, " van ");
            words.words("text:page-count", &[], "1");
        });
    });
}

fn standard(styles: &mut Xml, language: &str) {
    let (language, country) = Document::tongue(language);
    styles.within("style:default-style", &[("style:family", "paragraph")], |one| {
        one.empty(
            "style:paragraph-properties",
            &[("fo:orphans", "2"), ("fo:widows", "2"), ("style:tab-stop-distance", "1.25cm")],
        );
        let words: Attributes<'_> = &[
            ("fo:font-family", "Arial"),
            ("fo:font-size", "10.5pt"),
            ("fo:language", language),
            ("fo:country", country),
            ("fo:hyphenate", "false"),
        ];
        one.empty("style:text-properties", words);
    });
    styles.within("style:default-style", &[("style:family", "table")], |one| {
        one.empty("style:table-properties", &[("table:border-model", "collapsing")]);
    });
    styles.empty(
        "style:style",
        &[("style:name", "Standard"), ("style:family", "paragraph"), ("style:class", "text")],
    );
}

fn style(styles: &mut Xml, named: &Named, chapters: bool) {
    let mut attributes = vec![
        ("style:name", named.name),
        ("style:display-name", named.shown),
        ("style:family", "paragraph"),
        ("style:parent-style-name", named.parent),
    ];
    if !named.next.is_empty() {
        attributes.push(("style:next-style-name", named.next));
    }
    if !named.outline.is_empty() {
        attributes.push(("style:default-outline-level", named.outline));
    }
    styles.within("style:style", &attributes, |one| {
        let mut paragraph = named.paragraph.to_vec();
        if chapters && named.outline == "1" {
            paragraph.push(("fo:break-before", "page"));
        }
        one.within("style:paragraph-properties", &paragraph, |inner| {
            if let Some((at, kind)) = named.tab {
                inner.within("style:tab-stops", &[], |stops| {
                    stops.empty("style:tab-stop", &[("style:position", at), ("style:type", kind)]);
                });
            }
        });
        one.empty("style:text-properties", named.words);
    });
}

/// Headings count by their level; they have no numbers of the program's.
fn outline(styles: &mut Xml) {
    styles.within("text:outline-style", &[("style:name", "Outline")], |outline| {
        for level in ["1", "2", "3", "4"] {
            outline.empty("text:outline-level-style", &[("text:level", level), ("style:num-format", "")]);
        }
    });
}

fn list(styles: &mut Xml, name: &str, ordered: bool) {
    styles.within("text:list-style", &[("style:name", name)], |list| {
        for (level, left) in [("1", "1.9cm"), ("2", "2.5cm"), ("3", "3.1cm")] {
            let inner = |one: &mut Xml| {
                let mode = ("text:list-level-position-and-space-mode", "label-alignment");
                one.within("style:list-level-properties", &[mode], |place| {
                    let align: Attributes<'_> = &[
                        ("text:label-followed-by", "listtab"),
                        ("text:list-tab-stop-position", left),
                        ("fo:text-indent", "-0.6cm"),
                        ("fo:margin-left", left),
                    ];
                    place.empty("style:list-level-label-alignment", align);
                });
            };
            if ordered {
                let attributes = [
                    ("text:level", level),
                    ("style:num-format", "1"),
                    ("style:num-suffix", "."),
                    ("text:start-value", "1"),
                ];
                list.within("text:list-level-style-number", &attributes, inner);
            } else {
                let bullet = if level == "2" { "–" } else { "•" };
                list.within(
                    "text:list-level-style-bullet",
                    &[("text:level", level), ("text:bullet-char", bullet)],
                    inner,
                );
            }
        }
    });
}
