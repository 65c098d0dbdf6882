//! A text as .odt.

use std::collections::BTreeSet;

use super::{
    super::{
        WriteFault,
        document::{Document, Heading, Item, Link, List, Look, Note, Paragraph, Piece, Run, Table},
        xml::Xml,
    },
    About, package, part, put,
    style::{BULLETS, NUMBERS, styles},
};

/// Room for tables, in hundredths of a millimetre.
const WIDTH: u32 = 17_000;

/// The document as bytes. The same document always gives the same bytes.
///
/// # Errors
/// When it does not fit the format.
pub fn odt(document: &Document) -> Result<Vec<u8>, WriteFault> {
    let about = About {
        title: &document.title,
        subject: &document.subject,
        author: &document.author,
        language: &document.language,
        made: document.made,
        facts: &document.facts,
    };
    let kind = "application/vnd.oasis.opendocument.text";
    package(kind, &about, &content(document), &styles(document), None)
}

fn content(document: &Document) -> String {
    part("office:document-content", |all| {
        all.within("office:automatic-styles", &[], |styles| automatic(styles, document));
        all.within("office:body", &[], |body| {
            body.within("office:text", &[], |text| {
                let mut writer = Writer { document, anchors: document.anchors(), notes: 0, tables: 0 };
                for piece in &document.body {
                    writer.piece(text, piece);
                }
            });
        });
    })
}

/// Widths of columns, and languages.
fn automatic(styles: &mut Xml, document: &Document) {
    let tables = document.body.iter().filter_map(|piece| match piece {
        Piece::Table(table) => Some(table),
        Piece::Heading(_) | Piece::Paragraph(_) | Piece::List(_) | Piece::Contents(_) => None,
    });
    for (number, table) in (1..).zip(tables) {
        let name = table_name(number);
        styles.within("style:style", &[("style:name", &name), ("style:family", "table")], |one| {
            one.empty(
                "style:table-properties",
                &[("style:width", "17cm"), ("table:align", "left"), ("style:may-break-between-rows", "true")],
            );
        });
        let all: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
        for (place, column) in table.columns.iter().enumerate() {
            let width = u32::from(column.share) * WIDTH / all.max(1);
            let width = format!("{}.{:03}cm", width / 1000, width % 1000);
            let name = column_name(number, place);
            styles.within("style:style", &[("style:name", &name), ("style:family", "table-column")], |one| {
                one.empty("style:table-column-properties", &[("style:column-width", &width)]);
            });
        }
    }
    styles.within("style:style", &[("style:name", "Rij"), ("style:family", "table-row")], |one| {
        one.empty("style:table-row-properties", &[("fo:keep-together", "always")]);
    });
    for (name, colour) in [("Cel", "transparent"), ("Kopcel", "#e5f0f9")] {
        styles.within("style:style", &[("style:name", name), ("style:family", "table-cell")], |one| {
            let look = [
                ("fo:padding", "0.1cm"),
                ("fo:border", "0.5pt solid #9aa5b1"),
                ("fo:background-color", colour),
            ];
            one.empty("style:table-cell-properties", &look);
        });
    }
    for language in languages(document) {
        let (tongue, country) = Document::tongue(language);
        styles.within(
            "style:style",
            &[("style:name", &language_name(language)), ("style:family", "text")],
            |one| {
                one.empty("style:text-properties", &[("fo:language", tongue), ("fo:country", country)]);
            },
        );
    }
}

/// Every other language that words are in.
fn languages(document: &Document) -> BTreeSet<&str> {
    fn of_list<'d>(list: &'d List, found: &mut BTreeSet<&'d str>) {
        for item in &list.items {
            found.extend(item.runs.iter().filter_map(|run| run.language.as_deref()));
            item.below.iter().for_each(|below| of_list(below, found));
        }
    }
    let mut found = BTreeSet::new();
    for piece in &document.body {
        match piece {
            Piece::Paragraph(paragraph) => {
                found.extend(paragraph.runs.iter().filter_map(|run| run.language.as_deref()));
            }
            Piece::List(list) => of_list(list, &mut found),
            Piece::Table(table) => {
                let runs = table.rows.iter().flatten().flatten().flatten();
                found.extend(runs.filter_map(|run| run.language.as_deref()));
            }
            Piece::Heading(_) | Piece::Contents(_) => {}
        }
    }
    found
}

fn table_name(number: u32) -> String {
    format!("Tabel{number}")
}

fn column_name(table: u32, column: usize) -> String {
    format!("Tabel{table}.{}", column + 1)
}

fn language_name(language: &str) -> String {
    format!("Taal-{language}")
}

const fn name(look: Look) -> &'static str {
    match look {
        Look::Body => "Text_20_body",
        Look::Numbered => "Genummerde_20_alinea",
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

/// The body while it is written.
struct Writer<'d> {
    document: &'d Document,
    anchors: BTreeSet<&'d str>,
    notes: u32,
    tables: u32,
}

impl Writer<'_> {
    fn piece(&mut self, xml: &mut Xml, piece: &Piece) {
        match piece {
            Piece::Heading(heading) => self.heading(xml, heading),
            Piece::Paragraph(paragraph) => self.paragraph(xml, paragraph),
            Piece::List(list) => self.list(xml, list),
            Piece::Table(table) => self.table(xml, table),
            Piece::Contents(deepest) => self.contents(xml, *deepest),
        }
    }

    fn heading(&mut self, xml: &mut Xml, heading: &Heading) {
        let level = heading.level.clamp(1, 4).to_string();
        let name = format!("Heading_20_{level}");
        let attributes = [("text:style-name", name.as_str()), ("text:outline-level", &level)];
        xml.flowing("text:h", &attributes, |words| {
            bookmark(words, &heading.anchor);
            self.noted(words, &heading.notes, |_, words| put(words, &heading.words));
        });
    }

    fn paragraph(&mut self, xml: &mut Xml, paragraph: &Paragraph) {
        xml.flowing("text:p", &[("text:style-name", name(paragraph.look))], |words| {
            if let Some(anchor) = &paragraph.anchor {
                bookmark(words, anchor);
            }
            self.noted(words, &paragraph.notes, |writer, words| writer.runs(words, &paragraph.runs));
        });
    }

    fn list(&mut self, xml: &mut Xml, list: &List) {
        let style = if list.ordered { NUMBERS } else { BULLETS };
        xml.within("text:list", &[("text:style-name", style)], |all| {
            for (place, item) in list.items.iter().enumerate() {
                let notes = if place == 0 { list.notes.as_slice() } else { &[] };
                self.item(all, item, notes);
            }
        });
    }

    fn item(&mut self, xml: &mut Xml, item: &Item, notes: &[Note]) {
        xml.within("text:list-item", &[], |one| {
            one.flowing("text:p", &[("text:style-name", "Lijstalinea")], |words| {
                self.noted(words, notes, |writer, words| writer.runs(words, &item.runs));
            });
            item.below.iter().for_each(|below| self.list(one, below));
        });
    }

    fn table(&mut self, xml: &mut Xml, table: &Table) {
        self.tables += 1;
        let (number, name) = (self.tables, table_name(self.tables));
        xml.within("table:table", &[("table:name", &name), ("table:style-name", &name)], |all| {
            all.words("table:title", &[], &table.caption);
            for place in 0..table.columns.len() {
                all.empty("table:table-column", &[("table:style-name", &column_name(number, place))]);
            }
            all.within("table:table-header-rows", &[], |rows| {
                rows.within("table:table-row", &[], |row| {
                    for column in &table.columns {
                        let style = if column.end { "Tabelgetalkop" } else { "Table_20_Heading" };
                        row.within(
                            "table:table-cell",
                            &[("table:style-name", "Kopcel"), ("office:value-type", "string")],
                            |cell| {
                                cell.flowing("text:p", &[("text:style-name", style)], |words| {
                                    put(words, &column.head);
                                });
                            },
                        );
                    }
                });
            });
            for cells in &table.rows {
                all.within("table:table-row", &[("table:style-name", "Rij")], |row| {
                    for (place, (lines, column)) in cells.iter().zip(&table.columns).enumerate() {
                        let style = match (table.row_heads && place == 0, column.end) {
                            (true, _) => "Tabelrijkop",
                            (false, true) => "Tabelgetal",
                            (false, false) => "Table_20_Contents",
                        };
                        row.within(
                            "table:table-cell",
                            &[("table:style-name", "Cel"), ("office:value-type", "string")],
                            |cell| {
                                for line in lines {
                                    cell.flowing("text:p", &[("text:style-name", style)], |words| {
                                        self.runs(words, line);
                                    });
                                }
                                if lines.is_empty() {
                                    cell.empty("text:p", &[("text:style-name", style)]);
                                }
                            },
                        );
                    }
                });
            }
        });
    }

    /// The entries stand there already, as links; a word processor gives them page numbers when it is asked to.
    fn contents(&mut self, xml: &mut Xml, deepest: u8) {
        let levels = deepest.to_string();
        xml.within("text:table-of-content", &[("text:name", "Inhoud"), ("text:protected", "false")], |all| {
            all.within("text:table-of-content-source", &[("text:outline-level", &levels)], |source| {
                source.words(
                    "text:index-title-template",
                    &[("text:style-name", "Contents_20_Heading")],
                    "Inhoud",
                );
                for level in 1..=deepest {
                    let (level, style) = (level.to_string(), format!("Contents_20_{level}"));
                    let attributes = [("text:outline-level", level.as_str()), ("text:style-name", &style)];
                    source.within("text:table-of-content-entry-template", &attributes, |entry| {
                        entry.empty("text:index-entry-link-start", &[]);
                        entry.empty("text:index-entry-text", &[]);
                        entry.empty("text:index-entry-link-end", &[]);
                    });
                }
            });
            all.within("text:index-body", &[], |body| {
                body.within("text:index-title", &[("text:name", "Inhoud_Kop")], |title| {
                    title.words("text:p", &[("text:style-name", "Contents_20_Heading")], "Inhoud");
                });
                for heading in self.document.headings(deepest) {
                    let style = format!("Contents_20_{}", heading.level);
                    body.flowing("text:p", &[("text:style-name", &style)], |words| {
                        let to = format!("#{}", heading.anchor);
                        words.flowing(
                            "text:a",
                            &[
                                ("xlink:type", "simple"),
                                ("xlink:href", to.as_str()),
                                ("text:style-name", "Index_20_Link"),
                            ],
                            |words| put(words, &heading.words),
                        );
                    });
                }
            });
        });
    }

    fn runs(&self, xml: &mut Xml, runs: &[Run]) {
        for group in runs.chunk_by(|one, other| one.link == other.link) {
            let to = match group.first().and_then(|run| run.link.as_ref()) {
                Some(Link::Web(to)) => Some(to.clone()),
                Some(Link::Within(anchor)) => {
                    self.anchors.contains(anchor.as_str()).then(|| format!("#{anchor}"))
                }
                None => None,
            };
            let words = |xml: &mut Xml| group.iter().for_each(|run| marked(xml, run));
            match to {
                Some(to) => {
                    let attributes = [
                        ("xlink:type", "simple"),
                        ("xlink:href", to.as_str()),
                        ("text:style-name", "Internet_20_link"),
                    ];
                    xml.flowing("text:a", &attributes, words);
                }
                None => words(xml),
            }
        }
    }

    /// Words with what was remarked on them. A remark begins where its words do and ends after them; answers to it begin
    /// and end there too, one after another.
    fn noted(&mut self, xml: &mut Xml, notes: &[Note], inner: impl FnOnce(&Self, &mut Xml)) {
        let mut names = Vec::new();
        for note in notes {
            for said in &note.said {
                self.notes += 1;
                let name = format!("opmerking-{}", self.notes);
                let resolved = if note.resolved { "true" } else { "false" };
                xml.flowing(
                    "office:annotation",
                    &[("office:name", &name), ("loext:resolved", resolved)],
                    |one| {
                        one.words("dc:creator", &[], &said.by);
                        one.words("dc:date", &[], &said.moment());
                        one.words("meta:creator-initials", &[], &said.initials());
                        for line in said.words.lines() {
                            one.flowing("text:p", &[("text:style-name", "Annotation_20_Text")], |words| {
                                put(words, line);
                            });
                        }
                    },
                );
                names.push(name);
            }
        }
        inner(self, xml);
        // The last first: programs show them in the order in which they end, from the inside.
        for name in names.into_iter().rev() {
            xml.empty("office:annotation-end", &[("office:name", &name)]);
        }
    }
}

fn bookmark(xml: &mut Xml, anchor: &str) {
    xml.empty("text:bookmark", &[("text:name", anchor)]);
}

/// Words within the marks they have.
fn marked(xml: &mut Xml, run: &Run) {
    let language = run.language.as_deref().map(language_name);
    let marks = [
        run.strong.then_some("Strong_20_Emphasis"),
        run.emphasis.then_some("Emphasis"),
        run.aside.then_some("Herkomst"),
        language.as_deref(),
    ];
    let marks: Vec<&str> = marks.into_iter().flatten().collect();
    nest(xml, &marks, &run.words);
}

fn nest(xml: &mut Xml, marks: &[&str], words: &str) {
    match marks {
        [] => put(xml, words),
        [outer, inner @ ..] => {
            xml.flowing("text:span", &[("text:style-name", outer)], |xml| nest(xml, inner, words));
        }
    }
}
