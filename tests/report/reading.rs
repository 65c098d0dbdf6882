//! What is read out of the PDF, in which order and in which role.

use super::reader::{Element, Reader};
use super::{pdf, sample};
use voortgang::report::{Block, Inline, Report, Section};

/// A report that has everything, read back.
fn read() -> (Report, Reader, Element) {
    let report = sample::whole(4);
    let reader = Reader::new(&pdf(&report));
    let tree = reader.tree();
    (report, reader, tree)
}

/// Words with single spaces, as text that was broken into lines reads.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All paragraphs of a section and of those in it, as words.
fn paragraphs(section: &Section, into: &mut Vec<String>) {
    for block in &section.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let number = paragraph.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
                into.push(words(&format!("{number}{}", Inline::words(&paragraph.text))));
            }
            Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
        }
    }
    section.sections.iter().for_each(|inner| paragraphs(inner, into));
}

#[test]
fn every_paragraph_reads_as_it_was_written_and_in_order() {
    let (report, _, tree) = read();
    let mut wanted = Vec::new();
    report.sections.iter().for_each(|section| paragraphs(section, &mut wanted));
    let found: Vec<String> = tree.all("P").iter().map(|element| words(&element.text)).collect();
    let mut at = 0;
    for text in &wanted {
        let step = found[at..].iter().position(|other| other == text);
        at += step.unwrap_or_else(|| panic!("not read, or out of order: {text}")) + 1;
    }
    assert!(wanted.len() > 30, "the sample has paragraphs");
}

#[test]
fn headings_name_the_sections_and_never_skip_a_level() {
    let (report, _, tree) = read();
    let headings: Vec<&Element> = tree
        .walk()
        .into_iter()
        .filter(|element| matches!(element.role.as_str(), "H1" | "H2" | "H3"))
        .collect();
    let found: Vec<String> = headings.iter().map(|element| words(&element.text)).collect();
    let own = ["Colofon".to_owned(), "Inhoud".to_owned()];
    let theirs = report
        .walk()
        .map(|section| words(&format!("{} {}", section.label.as_deref().unwrap_or_default(), section.title)));
    assert_eq!(found, own.into_iter().chain(theirs).collect::<Vec<_>>());
    let mut last = 0;
    for heading in headings {
        let level: u8 = heading.role[1..].parse().expect("a level");
        assert!(level <= last + 1, "{} after H{last}", heading.role);
        last = level;
    }
}

#[test]
fn the_contents_give_the_page_on_which_each_heading_stands() {
    let (report, _, tree) = read();
    let headings = tree.walk();
    let lines = tree.all("TOCI");
    let listed: Vec<&Section> = report.walk().filter(|section| section.level <= 2).collect();
    assert_eq!(lines.len(), listed.len());
    for (line, section) in lines.into_iter().zip(listed) {
        let title = words(&section.title);
        let heading = headings
            .iter()
            .find(|element| element.role.starts_with('H') && words(&element.text).ends_with(&title))
            .expect("a heading");
        let page = heading.page.expect("a page");
        assert!(words(&line.text).ends_with(&format!("{title} {page}")), "{} is not on {page}", line.text);
        let link = &line.kids[0].kids[0];
        assert_eq!((line.kids[0].role.as_str(), link.role.as_str()), ("Reference", "Link"));
        assert!(link.objects >= 1, "every line can be followed");
    }
}

#[test]
fn tables_have_heads_for_columns_and_rows() {
    let (_, _, tree) = read();
    let tables = tree.all("Table");
    assert!(tables.len() > 4);
    for table in tables {
        let roles: Vec<&str> = table.kids.iter().map(|kid| kid.role.as_str()).collect();
        assert_eq!(roles, ["Caption", "THead", "TBody"]);
        assert!(table.kids[1].all("TH").iter().all(|head| head.scope.as_deref() == Some("Column")));
        let body = &table.kids[2];
        for row in &body.kids {
            assert_eq!(row.kids[0].role, "TH");
            assert_eq!(row.kids[0].scope.as_deref(), Some("Row"));
            assert!(row.kids[1..].iter().all(|cell| cell.role == "TD"));
            assert_eq!(row.kids.len(), 4);
        }
    }
}

#[test]
fn figures_links_and_foreign_words_say_what_they_are() {
    let (_, _, tree) = read();
    let figures = tree.all("Figure");
    assert!(figures.iter().all(|figure| {
        figure.alt.as_ref().is_some_and(|alt| alt.contains("Lijn") || alt.contains("Voorkomen"))
    }));
    assert!(figures[0].text.contains("Op koers"));
    assert!(tree.all("Link").iter().all(|link| link.objects >= 1 && !link.text.trim().is_empty()));
    let foreign: Vec<_> = tree.walk().into_iter().filter(|element| element.lang.is_some()).collect();
    assert!(foreign.iter().all(|span| span.lang.as_deref() == Some("en") && span.text == "burden sharing"));
    assert_eq!(foreign.len(), 4);
    let notes = tree.all("Note");
    assert!(notes.iter().all(|note| note.text.starts_with("Bron: ")));
    for list in tree.all("L") {
        assert!(list.kids.iter().all(|item| {
            let parts: Vec<&str> = item.kids.iter().map(|kid| kid.role.as_str()).collect();
            item.role == "LI" && parts == ["Lbl", "LBody"]
        }));
    }
}

#[test]
fn every_page_but_the_cover_bears_the_word_the_number_and_the_goal() {
    let (_, reader, tree) = read();
    let total = reader.count();
    assert!(tree.all("P")[..8].iter().any(|element| element.text == "VOORBEELD"), "the cover says it aloud");
    for (index, frame) in reader.artifacts.iter().enumerate().skip(1) {
        let spaced: String = frame.split_whitespace().collect();
        assert!(spaced.contains("VOORBEELD"), "page {}: {frame}", index + 1);
        assert!(frame.contains(&format!("Pagina {} van {total}", index + 1)), "page {}: {frame}", index + 1);
    }
    assert!(
        reader
            .artifacts
            .iter()
            .any(|frame| frame.contains("Doel 3: Weerbaarheid") || frame.contains("Doel 3: "))
    );
}

#[test]
fn no_glyph_is_a_box() {
    let (_, reader, _) = read();
    assert_eq!(reader.notdef, 0);
}

#[test]
fn the_bookmarks_have_all_sections_nested() {
    let (report, reader, _) = read();
    let toc = reader.pdf.get_toc();
    let found = toc.map(|toc| toc.toc.len()).unwrap_or_default();
    // Destinations are names, which lopdf's own reader may not follow; then the count in the file is enough.
    let items = reader.pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let items = items.filter(|dict| dict.has(b"Title") && dict.has(b"Dest")).count();
    assert_eq!(items.max(found), report.walk().count() + 2);
}
