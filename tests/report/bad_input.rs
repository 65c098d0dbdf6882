//! Text and numbers that no one hoped for: each is printed right, or refused with what and where.

use chrono::NaiveDate;
use voortgang::render::pdf::{self, Fonts, PdfError};
use voortgang::report::{
    Align, Block, Cell, Chart, Column, Figure, Inline, Item, List, Panel, PanelKind, Paragraph, Point,
    Report, Row, Section, Series, Stack, StackPart, Stamp, Table, Tone,
};

use super::pdf as print;
use super::reader::Reader;
use super::sample::{day, panel, plain, prose, report, section};

fn chapter(blocks: Vec<Block>) -> Report {
    report(vec![section(1, "hoofdstuk", "Hoofdstuk", blocks)])
}

/// Reads a report back, without white space, since lines may break anywhere.
fn squeezed(report: &Report) -> (Reader, String) {
    let reader = Reader::new(&print(report));
    assert_eq!(reader.notdef, 0);
    let text = reader.tree().text;
    (reader, text.split_whitespace().collect())
}

fn refused(report: &Report) -> (Vec<pdf::MissingGlyph>, String) {
    let fonts = Fonts::embedded().expect("committed fonts");
    let error = pdf::render(report, &Stamp::of(report), &fonts).expect_err("it cannot be printed");
    let message = error.to_string();
    match error {
        PdfError::MissingGlyphs(glyphs) => (glyphs, message),
        PdfError::Font { .. } => panic!("{message}"),
    }
}

/// No text stands outside the page.
fn inside(reader: &Reader) {
    for page in reader.pdf.get_pages().into_values() {
        let content = lopdf::content::Content::decode(&reader.pdf.get_page_content(page)).expect("content");
        for operation in content.operations.iter().filter(|operation| operation.operator == "Tm") {
            let [x, y] = [4, 5].map(|at: usize| operation.operands[at].as_float().expect("a number"));
            assert!((20.0..575.0).contains(&x) && (30.0..830.0).contains(&y), "text at {x}, {y}");
        }
    }
}

#[test]
fn a_goal_with_no_text_is_a_heading() {
    let empty = Section { label: Some("Doel 1".into()), ..section(2, "doel-1", "Leeg", vec![]) };
    let whole = report(vec![Section { sections: vec![empty], ..section(1, "pijler", "Pijler", vec![]) }]);
    let (_, text) = squeezed(&whole);
    assert!(text.contains("Doel1Leeg"));
}

#[test]
fn a_report_without_sections_and_a_paragraph_without_words_are_printed() {
    squeezed(&report(vec![]));
    let nothing = vec![
        Block::Paragraph(Paragraph { number: Some("1.1".into()), ..Paragraph::default() }),
        plain("   "),
        Block::List(List { ordered: true, items: vec![], origin: None }),
        Block::List(List { ordered: false, items: vec![Item { text: vec![], list: None }], origin: None }),
        panel(PanelKind::Gap, "", vec![]),
        Block::Table(Table {
            caption: String::new(),
            columns: vec![],
            rows: vec![],
            row_heads: true,
            source: None,
        }),
    ];
    squeezed(&chapter(nothing));
}

#[test]
fn a_paragraph_of_twenty_pages_goes_on_without_losing_a_word() {
    let long = prose(1, 500);
    let (reader, text) = squeezed(&chapter(vec![plain(long.clone())]));
    assert!(reader.count() > 20, "{} pages", reader.count());
    assert!(text.contains(&long.split_whitespace().collect::<String>()));
    inside(&reader);
}

#[test]
fn a_row_taller_than_a_page_is_divided_and_says_on_each_page_which_it_is() {
    let long = prose(2, 60);
    let cells = vec![Cell::plain("Rij"), Cell::plain(long.clone()), Cell::plain(prose(5, 3))];
    let column = |head: &str| Column { head: head.into(), width: 1, align: Align::Start };
    let table = Table {
        caption: "Hoge rij".into(),
        columns: vec![column("A"), column("B"), column("C")],
        rows: vec![
            Row { cells },
            Row { cells: vec![Cell::plain("Volgende"), Cell::plain("b"), Cell::plain("c")] },
        ],
        row_heads: true,
        source: None,
    };
    let (reader, text) = squeezed(&chapter(vec![Block::Table(table)]));
    assert!(text.contains(&long.split_whitespace().collect::<String>()));
    assert!(text.contains("Volgende"));
    // Seen again, and read once: not on cover, colophon and contents, nor again where the row begins.
    let named = reader.artifacts.iter().filter(|page| page.contains("Rij")).count();
    assert!(named > 1 && named + 4 == reader.count(), "{named} of {}", reader.count());
    assert_eq!(text.matches("Rij").count(), 1);
    inside(&reader);
}

#[test]
fn thirteen_goals_by_twelve_ministries_fit_the_page() {
    let column = |index: usize| Column { head: format!("M{index}"), width: 1, align: Align::Start };
    let badge = |index: usize| {
        Cell::of(vec![Inline::Badge { tone: Tone::Attention, text: format!("Ingediend {index}") }])
    };
    let rows = (0..13)
        .map(|goal| {
            let cells = (0..12).map(badge);
            Row { cells: std::iter::once(Cell::plain(format!("Doel {goal}"))).chain(cells).collect() }
        })
        .collect();
    let columns = (0..13).map(column).collect();
    let table = Table { caption: "Bijdragen".into(), columns, rows, row_heads: true, source: None };
    let (reader, _) = squeezed(&chapter(vec![Block::Table(table)]));
    inside(&reader);
}

#[test]
fn a_word_of_two_hundred_letters_is_broken_where_it_must() {
    let word = "abcdefghij".repeat(20);
    let address = format!("https://voorbeeld.nl/{}", "pad/".repeat(50));
    let cell = Cell::plain(word.clone());
    let column = || Column { head: word.clone(), width: 1, align: Align::End };
    let table = Table {
        caption: word.clone(),
        columns: vec![column(), column(), column(), column()],
        rows: vec![Row { cells: vec![cell.clone(), cell.clone(), cell.clone(), cell] }],
        row_heads: false,
        source: Some(word.clone()),
    };
    let (reader, text) =
        squeezed(&chapter(vec![plain(word.clone()), plain(address.clone()), Block::Table(table)]));
    assert!(text.contains(&word) && text.contains(&address));
    inside(&reader);
}

#[test]
fn scripts_signs_and_accents_read_as_written() {
    for text in [
        "Владимир и Київ, Αθήνα, Łódź, Đặng, Ĳsselmeer en ĳs",
        "€ 12,5 miljoen, ½, ², m³, ‰, ≥ 2%, ≤ 3, → beter, ‘a’ “b” – — … •",
        "non‑breaking‑hyphen",
        "بيروت",
    ] {
        let (reader, read) = squeezed(&chapter(vec![plain(text)]));
        let wanted: String = text.replace('\u{2011}', "-").split_whitespace().collect();
        assert!(read.contains(&wanted), "{text}: {read}");
        inside(&reader);
    }
}

#[test]
fn arabic_in_a_dutch_sentence_reads_in_order() {
    let text = "De stad بيروت 2020 لبنان ligt aan zee.";
    let (_, read) = squeezed(&chapter(vec![plain(text)]));
    assert!(
        read.contains("Destad")
            && read.contains("بيروت")
            && read.contains("لبنان")
            && read.contains("ligtaanzee.")
    );
}

#[test]
fn combining_accents_are_one_letter_with_one_reading() {
    use unicode_normalization::UnicodeNormalization as _;
    let text = "cafe\u{301} en e\u{308}e\u{301}n, S\u{327}, q\u{303}";
    let (_, read) = squeezed(&chapter(vec![plain(text)]));
    let wanted: String = text.nfc().filter(|character| !character.is_whitespace()).collect();
    assert!(read.nfc().collect::<String>().contains(&wanted), "{read}");
}

#[test]
fn soft_hyphens_controls_and_strange_spaces_do_no_harm() {
    let text = "veilig\u{AD}heids\u{AD}beleid\0 met\u{7}\r\nregels\t\u{2028}en\u{200B}meer\u{FEFF}.";
    let (_, read) = squeezed(&chapter(vec![plain(text)]));
    assert!(
        read.replace(['\u{200B}', '\u{FEFF}'], "").contains("veiligheidsbeleidmetregelsenmeer."),
        "{read}"
    );
}

#[test]
fn a_character_that_no_font_has_is_refused_with_its_place() {
    let paragraph = Paragraph {
        number: Some("6.12".into()),
        text: vec![Inline::text("Goed gedaan 👍🏽 en 漢字.")],
        origin: None,
    };
    let goal = Section {
        label: Some("Doel 6".into()),
        ..section(1, "doel-6", "Cyber", vec![Block::Paragraph(paragraph)])
    };
    let (glyphs, message) = refused(&report(vec![goal]));
    assert_eq!(glyphs[0].characters, "👍🏽");
    assert_eq!(glyphs[0].place, "Doel 6 Cyber, alinea 6.12");
    assert!(glyphs[0].excerpt.contains("Goed gedaan"));
    assert!(glyphs.iter().any(|glyph| glyph.characters.contains('漢')));
    assert!(message.contains("U+1F44D") && message.contains("alinea 6.12"), "{message}");
    let mut titled = report(vec![]);
    titled.meta.title = "Rapport 👍".into();
    assert_eq!(refused(&titled).0[0].place, "het omslag");
}

#[test]
fn a_title_of_three_hundred_characters_stays_on_the_page() {
    let title = prose(3, 4).chars().take(300).collect::<String>();
    let goal =
        Section { running: Some(title.clone()), ..section(2, "doel-1", &title, vec![plain(prose(1, 90))]) };
    let chapter = Section { sections: vec![goal], ..section(1, "pijler", &title, vec![]) };
    let mut whole = report(vec![chapter]);
    whole.meta.title.clone_from(&title);
    whole.meta.subtitle.clone_from(&title);
    let (reader, text) = squeezed(&whole);
    inside(&reader);
    assert!(text.matches(&title.split_whitespace().collect::<String>()).count() >= 5);
    assert!(reader.artifacts.last().expect("a page").contains('…'), "the running header is cut off");
}

#[test]
fn charts_with_nothing_one_or_extreme_values_are_drawn() {
    let figure = |chart: Chart| {
        Block::Figure(Figure { caption: "Figuur".into(), alt: String::new(), chart, source: None })
    };
    let series = |values: &[i64]| {
        let points =
            (2000..).zip(values).map(|(year, &value)| Point { date: day(year, 12, 31), value }).collect();
        figure(Chart::Series(Series { unit: "%".into(), decimals: 2, points, target: None }))
    };
    let stack = |count| Stack {
        label: "Pijler".into(),
        parts: vec![StackPart { label: "Op koers".into(), tone: Tone::Positive, count }],
    };
    let many: Vec<i64> = (0..400).map(|value| value * value % 977).collect();
    let blocks = vec![
        series(&[]),
        series(&[122]),
        series(&[5, 5, 5]),
        series(&[i64::MIN, 0, i64::MAX]),
        series(&many[..60]),
        figure(Chart::Series(Series {
            unit: "%".into(),
            decimals: 255,
            points: vec![Point { date: NaiveDate::MIN, value: 1 }, Point { date: NaiveDate::MAX, value: -1 }],
            target: Some(Point { date: day(2024, 1, 1), value: 200 }),
        })),
        figure(Chart::Stacks { stacks: vec![] }),
        figure(Chart::Stacks { stacks: vec![stack(0), stack(1), stack(u32::MAX)] }),
        figure(Chart::Stacks { stacks: (0..60).map(stack).collect() }),
    ];
    let (reader, text) = squeezed(&chapter(blocks));
    assert!(text.contains("Erzijnnoggeenmetingen.") && text.contains("1,22"));
    inside(&reader);
}

#[test]
fn a_panel_taller_than_a_page_and_deep_lists_break() {
    let mut list = List {
        ordered: false,
        items: vec![Item { text: vec![Inline::text("diep")], list: None }],
        origin: None,
    };
    for depth in 0..12 {
        list = List {
            ordered: depth % 2 == 0,
            items: vec![Item { text: vec![Inline::text(prose(depth, 1))], list: Some(list) }],
            origin: None,
        };
    }
    let inner = Panel { kind: PanelKind::Rating, title: "Binnen".into(), blocks: vec![plain("tekst")] };
    let blocks = vec![panel(
        PanelKind::Promise,
        "Lang",
        vec![plain(prose(1, 80)), Block::List(list), Block::Panel(inner)],
    )];
    let (reader, text) = squeezed(&chapter(blocks));
    assert!(reader.count() >= 5 && text.contains("diep") && text.contains("tekst"));
    inside(&reader);
}

#[test]
fn links_that_lead_nowhere_stay_words() {
    let link = |href: &str| Inline::Link { href: href.into(), text: vec![Inline::text("klik")] };
    let text = vec![
        link("javascript:alert(1)"),
        Inline::Reference { anchor: "bestaat-niet".into(), text: vec![Inline::text("daar")] },
        link("https://voorbeeld.nl/é?a=(b)"),
    ];
    let report = chapter(vec![Block::Paragraph(Paragraph { text, ..Paragraph::default() })]);
    let bytes = print(&report);
    let (reader, read) = squeezed(&report);
    assert!(read.contains("klikdaarklik"));
    let links = reader.tree().all("Link").len();
    assert_eq!(links, 2, "one in the contents, one in the text");
    assert!(!bytes.windows(10).any(|bytes| bytes == b"javascript"));
}
