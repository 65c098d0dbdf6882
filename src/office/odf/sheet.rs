//! A workbook as .ods.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{Cell, Sheet, Workbook, WriteFault, xml::Xml},
    About, package, part, put,
};

/// The workbook as bytes. The same workbook always gives the same bytes.
///
/// # Errors
/// When it does not fit the format.
pub fn ods(workbook: &Workbook) -> Result<Vec<u8>, WriteFault> {
    let about = About { title: &workbook.title, language: "nl-NL", ..About::default() };
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    package(kind, &about, &content(workbook), &styles(), Some(&settings(workbook)))
}

/// How the kinds of cells are called, and look: bold, size, tint, whether they can be filled in.
const LOOKS: [(&str, bool, &str, &str, bool); 4] = [
    ("Titel", true, "14pt", "transparent", false),
    ("Kop", true, "10pt", "#e5f0f9", false),
    ("Vast", false, "10pt", "transparent", false),
    ("Invulcel", false, "10pt", "#fff9e0", true),
];

const fn look(cell: &Cell) -> &'static str {
    match cell {
        Cell::Title(_) => LOOKS[0].0,
        Cell::Head(_) => LOOKS[1].0,
        Cell::Empty | Cell::Fixed(_) => LOOKS[2].0,
        Cell::Field { .. } | Cell::Choice { .. } => LOOKS[3].0,
    }
}

/// What a cell takes, with what is said when it is chosen and when it does not fit. Cells that take the same share one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rule<'w> {
    condition: String,
    hint: &'w str,
    title: &'static str,
    refusal: String,
}

fn rule(cell: &Cell) -> Option<Rule<'_>> {
    match cell {
        Cell::Field { hint, limit, .. } => Some(Rule {
            condition: format!("of:cell-content-text-length()<={limit}"),
            hint,
            title: "Te lang",
            refusal: format!("Hier passen {limit} tekens."),
        }),
        Cell::Choice { choices, hint, .. } => {
            let words: Vec<String> =
                choices.iter().map(|one| format!("\"{}\"", one.replace('"', "\"\""))).collect();
            Some(Rule {
                condition: format!("of:cell-content-is-in-list({})", words.join(";")),
                hint,
                title: "Niet in de lijst",
                refusal: "Kies een van de woorden uit de lijst, of laat de cel leeg.".to_owned(),
            })
        }
        Cell::Empty | Cell::Title(_) | Cell::Head(_) | Cell::Fixed(_) => None,
    }
}

/// The rules of a workbook with their numbers.
fn rules(workbook: &Workbook) -> BTreeMap<Rule<'_>, String> {
    let cells = workbook.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
    let all: BTreeSet<Rule<'_>> = cells.filter_map(rule).collect();
    (1..).zip(all).map(|(number, rule)| (rule, format!("regel-{number}"))).collect()
}

fn column_name(width: u16) -> String {
    format!("kolom-{width}")
}

/// A height in tenths of points, which is how rows of the same height are found.
fn tenths(height: f64) -> String {
    format!("{:.0}", height * 10.0)
}

fn row_name(height: f64) -> String {
    format!("rij-{}", tenths(height))
}

fn content(workbook: &Workbook) -> String {
    part("office:document-content", |all| {
        all.within("office:automatic-styles", &[], |styles| automatic(styles, workbook));
        all.within("office:body", &[], |body| {
            body.within("office:spreadsheet", &[], |book| {
                let rules = rules(workbook);
                book.within("table:content-validations", &[], |all| {
                    for (rule, name) in &rules {
                        validation(all, rule, name, workbook);
                    }
                });
                workbook.sheets.iter().for_each(|sheet| table(book, sheet, &rules));
            });
        });
    })
}

fn validation(all: &mut Xml, rule: &Rule<'_>, name: &str, workbook: &Workbook) {
    // Relative to some cell, also where nothing is.
    let sheet = workbook.sheets.first().map(|sheet| sheet.name.replace('\'', "''")).unwrap_or_default();
    let base = format!("$'{sheet}'.$A$1");
    let attributes = [
        ("table:name", name),
        ("table:condition", &rule.condition),
        ("table:allow-empty-cell", "true"),
        ("table:display-list", "unsorted"),
        ("table:base-cell-address", &base),
    ];
    all.within("table:content-validation", &attributes, |one| {
        if !rule.hint.is_empty() {
            one.within("table:help-message", &[("table:title", ""), ("table:display", "true")], |help| {
                help.words("text:p", &[], rule.hint);
            });
        }
        let attributes =
            [("table:message-type", "stop"), ("table:title", rule.title), ("table:display", "true")];
        one.within("table:error-message", &attributes, |refusal| refusal.words("text:p", &[], &rule.refusal));
    });
}

/// Widths, heights and the looks of cells.
fn automatic(styles: &mut Xml, workbook: &Workbook) {
    // As text: a date stays as it was typed, and a line that begins with a hyphen is no sum.
    styles.within("number:text-style", &[("style:name", "tekst")], |style| {
        style.empty("number:text-content", &[]);
    });
    let widths: BTreeSet<u16> =
        workbook.sheets.iter().flat_map(|sheet| sheet.widths.iter().copied()).collect();
    for width in widths {
        let name = column_name(width);
        // A character of the usual font and size is 1.9 mm wide.
        let shown =
            format!("{}.{:02}cm", u32::from(width.max(1)) * 19 / 100, u32::from(width.max(1)) * 19 % 100);
        styles.within("style:style", &[("style:name", &name), ("style:family", "table-column")], |one| {
            one.empty("style:table-column-properties", &[("style:column-width", &shown)]);
        });
    }
    let rows = workbook.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| sheet.height(row)));
    let heights: BTreeMap<String, f64> = rows.map(|height| (row_name(height), height)).collect();
    for (name, height) in heights {
        styles.within("style:style", &[("style:name", &name), ("style:family", "table-row")], |one| {
            let height = format!("{height}pt");
            let look = [("style:row-height", height.as_str()), ("style:use-optimal-row-height", "false")];
            one.empty("style:table-row-properties", &look);
        });
    }
    styles.within(
        "style:style",
        &[("style:name", "blad"), ("style:family", "table"), ("style:master-page-name", "Default")],
        |one| {
            one.empty("style:table-properties", &[("table:display", "true")]);
        },
    );
    for (name, bold, size, tint, open) in LOOKS {
        let attributes = [
            ("style:name", name),
            ("style:family", "table-cell"),
            ("style:parent-style-name", "Default"),
            ("style:data-style-name", "tekst"),
        ];
        styles.within("style:style", &attributes, |one| {
            let wrap = if name == LOOKS[0].0 { "no-wrap" } else { "wrap" };
            let mut look = vec![
                ("fo:background-color", tint),
                ("style:vertical-align", "top"),
                ("fo:wrap-option", wrap),
                ("style:cell-protect", if open { "none" } else { "protected" }),
            ];
            if open {
                look.push(("fo:border", "0.5pt solid #666666"));
            }
            one.empty("style:table-cell-properties", &look);
            let weight = if bold { "bold" } else { "normal" };
            one.empty("style:text-properties", &[("fo:font-weight", weight), ("fo:font-size", size)]);
        });
    }
}

fn table(book: &mut Xml, sheet: &Sheet, rules: &BTreeMap<Rule<'_>, String>) {
    // Without a password: it keeps people from deleting a row by accident, and from nothing else.
    let attributes =
        [("table:name", sheet.name.as_str()), ("table:style-name", "blad"), ("table:protected", "true")];
    book.within("table:table", &attributes, |table| {
        let may = [("loext:select-protected-cells", "true"), ("loext:select-unprotected-cells", "true")];
        table.empty("loext:table-protection", &may);
        for width in &sheet.widths {
            let name = column_name(*width);
            let mut attributes =
                vec![("table:style-name", name.as_str()), ("table:default-cell-style-name", "Vast")];
            if *width == 0 {
                attributes.push(("table:visibility", "collapse"));
            }
            table.empty("table:table-column", &attributes);
        }
        for cells in &sheet.rows {
            table.within("table:table-row", &[("table:style-name", &row_name(sheet.height(cells)))], |row| {
                for one in cells {
                    cell(row, one, rules);
                }
            });
        }
    });
}

fn cell(row: &mut Xml, cell: &Cell, rules: &BTreeMap<Rule<'_>, String>) {
    let mut attributes = vec![("table:style-name", look(cell))];
    let rule = rule(cell).and_then(|rule| rules.get(&rule));
    attributes.extend(rule.map(|name| ("table:content-validation-name", name.as_str())));
    if cell.text().is_empty() {
        row.empty("table:table-cell", &attributes);
        return;
    }
    attributes.push(("office:value-type", "string"));
    row.within("table:table-cell", &attributes, |inner| {
        for line in cell.text().split('\n') {
            inner.flowing("text:p", &[], |words| put(words, line));
        }
    });
}

fn styles() -> String {
    part("office:document-styles", |all| {
        all.within("office:styles", &[], |styles| {
            styles.within("style:default-style", &[("style:family", "table-cell")], |one| {
                let words = [
                    ("fo:font-family", "Arial"),
                    ("fo:font-size", "10pt"),
                    ("fo:language", "nl"),
                    ("fo:country", "NL"),
                ];
                one.empty("style:text-properties", &words);
            });
            styles.empty("style:style", &[("style:name", "Default"), ("style:family", "table-cell")]);
        });
        all.within("office:automatic-styles", &[], |styles| {
            styles.within("style:page-layout", &[("style:name", "liggend")], |page| {
                // As wide as the paper, and as long as it takes.
                let paper = [
                    ("fo:page-width", "29.7cm"),
                    ("fo:page-height", "21cm"),
                    ("style:print-orientation", "landscape"),
                    ("style:scale-to-X", "1"),
                ];
                page.empty("style:page-layout-properties", &paper);
            });
        });
        all.within("office:master-styles", &[], |masters| {
            masters.empty(
                "style:master-page",
                &[("style:name", "Default"), ("style:page-layout-name", "liggend")],
            );
        });
    })
}

/// Which rows stay in sight.
fn settings(workbook: &Workbook) -> String {
    part("office:document-settings", |all| {
        all.within("office:settings", &[], |settings| {
            settings.within("config:config-item-set", &[("config:name", "ooo:view-settings")], |view| {
                view.within("config:config-item-map-indexed", &[("config:name", "Views")], |views| {
                    views.within("config:config-item-map-entry", &[], |one| {
                        one.words(
                            "config:config-item",
                            &[("config:name", "ViewId"), ("config:type", "string")],
                            "view1",
                        );
                        one.within("config:config-item-map-named", &[("config:name", "Tables")], |tables| {
                            for sheet in &workbook.sheets {
                                frozen(tables, sheet);
                            }
                        });
                    });
                });
            });
        });
    })
}

fn frozen(tables: &mut Xml, sheet: &Sheet) {
    let rows = sheet.frozen.to_string();
    let mode = if sheet.frozen > 0 { "2" } else { "0" };
    tables.within("config:config-item-map-entry", &[("config:name", &sheet.name)], |one| {
        for (name, kind, value) in [
            ("HorizontalSplitMode", "short", "0"),
            ("VerticalSplitMode", "short", mode),
            ("VerticalSplitPosition", "int", rows.as_str()),
            ("ActiveSplitRange", "short", "2"),
            ("PositionTop", "int", "0"),
            ("PositionBottom", "int", rows.as_str()),
        ] {
            one.words("config:config-item", &[("config:name", name), ("config:type", kind)], value);
        }
    });
}
