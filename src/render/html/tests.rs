//! The page as a reader meets it: what stands where, under which head, with which words for who cannot see it.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::report::{
    Block, Cell, Column, EditionLabel, Inline, Item, List, Panel, PanelKind, Paragraph, Row, Table, Tone,
    compile,
    definition::Definition,
    sample::{facts, silent},
};

fn sample() -> Report {
    let publisher = "Ministerie".into();
    let label = EditionLabel { number: Some(1), status: "Editie 1".into(), reason: None, publisher };
    compile(&Definition::shipped(), &facts(&[2, 1], true), None, label).0
}

fn page(report: &Report) -> Html {
    Html::parse_document(&render(report, &Stamp::of(report)))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A report of one chapter with these blocks.
fn with(blocks: Vec<Block>) -> Report {
    let mut report = sample();
    report.sections.truncate(1);
    report.sections[0].blocks = blocks;
    report.sections[0].sections.clear();
    report
}

#[test]
fn every_section_and_numbered_paragraph_can_be_pointed_at() {
    let report = sample();
    let page = page(&report);
    for section in report.walk() {
        let found = select(&page, &format!("section#{}", section.anchor));
        assert_eq!(found.len(), 1, "{}", section.anchor);
    }
    let paragraph = select(&page, "#p-1-2");
    assert_eq!(text(&paragraph[0]), "1.2 Defensie deed veel: DEF, versie 2");
    assert_eq!(text(&select(&page, "#p-1-3 .origin")[0]), "DEF, versie 2, aangepast");
    let ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for link in select(&page, "a[href^='#']") {
        let anchor = &link.attr("href").unwrap()[1..];
        assert!(ids.contains(&anchor), "{anchor} leads nowhere");
    }
}

#[test]
fn the_file_stands_alone() {
    let report = sample();
    let page = page(&report);
    assert!(
        select(&page, "script, img, iframe, object, link[rel=stylesheet], [style], [onclick]").is_empty()
    );
    // The only addresses outside the file are links that a reader follows and the name of a vocabulary.
    for element in select(&page, "[src], [href]") {
        let address = element.attr("href").or_else(|| element.attr("src")).unwrap();
        let name = element.value().name();
        assert!(
            address.starts_with('#') || name == "a" || address == "http://purl.org/dc/terms/",
            "{address}"
        );
    }
    assert!(content_security_policy().starts_with("default-src 'none'; style-src 'sha256-"));
}

#[test]
fn metadata_says_what_it_is() {
    let report = sample();
    let page = page(&report);
    assert_eq!(select(&page, "html")[0].attr("lang"), Some("nl-NL"));
    let meta = |name: &str| {
        select(&page, &format!("meta[name='DCTERMS.{name}']"))[0].attr("content").map(str::to_owned)
    };
    assert_eq!(
        meta("title").as_deref(),
        Some("Voortgangsrapportage PS. Veilig verder. Proefstrategie 2018-2022")
    );
    assert_eq!(meta("creator").as_deref(), Some("Ministerie"));
    assert_eq!(meta("date").as_deref(), Some("2020-03-01"));
    assert_eq!(meta("identifier"), Some(format!("sha256:{}", report.sha256())));
    assert!(text(&select(&page, "#colofon")[0]).contains(&report.sha256()));
}

#[test]
fn words_are_escaped_wherever_they_stand() {
    let evil = "<script>alert(1)</script>\"'&";
    let text = || vec![Inline::text(evil), Inline::Strong { text: vec![Inline::text(evil)] }];
    let items = vec![Item {
        text: text(),
        list: Some(List { ordered: true, items: vec![Item { text: text(), list: None }], origin: None }),
    }];
    let cell =
        || Cell { lines: vec![text(), vec![Inline::Badge { tone: Tone::Negative, text: evil.into() }]] };
    let column = || Column { head: evil.into(), width: 0, align: crate::report::Align::End };
    let mut report = with(vec![
        Block::Paragraph(Paragraph {
            text: vec![Inline::Link { href: format!("https://x/{evil}"), text: text() }],
            ..Paragraph::default()
        }),
        Block::List(List { ordered: false, items, origin: None }),
        Block::Table(Table {
            caption: evil.into(),
            columns: vec![column(), column()],
            rows: vec![Row { cells: vec![cell(), cell()] }],
            row_heads: true,
            source: Some(evil.into()),
        }),
        Block::Panel(Panel {
            kind: PanelKind::Gap,
            title: evil.into(),
            blocks: vec![Block::Paragraph(Paragraph::plain(evil))],
        }),
    ]);
    report.meta.title = evil.into();
    report.meta.watermark = Some(evil.into());
    report.meta.colofon = vec![(evil.into(), evil.into())];
    report.sections[0].title = evil.into();
    let html = render(&report, &Stamp::of(&report));
    assert!(!html.contains("<script") && !html.contains("alert(1)</"), "unescaped");
    assert!(select(&Html::parse_document(&html), "script, [onclick]").is_empty());
}

#[test]
fn tables_have_captions_and_heads_for_rows_and_columns() {
    let report = sample();
    let page = page(&report);
    let tables = select(&page, ".scroll > table:has(caption)");
    assert!(tables.len() > 10);
    for table in tables {
        let heads =
            |scope: &str| table.select(&Selector::parse(&format!("th[scope={scope}]")).unwrap()).count();
        let rows = table.select(&Selector::parse("tbody tr").unwrap()).count();
        assert_eq!(heads("row"), rows);
        assert!(heads("col") >= 2);
    }
    for region in select(&page, ".scroll") {
        assert_eq!((region.attr("role"), region.attr("tabindex")), (Some("region"), Some("0")));
        assert!(region.attr("aria-label").is_some_and(|label| !label.is_empty()));
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let definition = Definition::shipped();
    let facts = silent(&[2, 1]);
    let (report, _) = compile(&definition, &facts, None, EditionLabel::draft(&definition, &facts));
    let page = page(&report);
    let mut before = 0;
    for heading in select(&page, "h1, h2, h3, h4, h5, h6") {
        let level: u8 = heading.value().name()[1..].parse().unwrap();
        assert!(level <= before + 1, "h{before} then h{level}: {}", text(&heading));
        before = level;
    }
    assert_eq!(select(&page, "h1").len(), 1);
    assert!(select(&page, ".panel-gap").len() > 10);
    assert_eq!(text(&select(&page, ".notice")[0]), "CONCEPT");
}

#[test]
fn a_badge_says_its_status_in_words_with_a_sign() {
    let page = page(&sample());
    for badge in select(&page, ".badge") {
        assert!(!text(&badge).is_empty());
        assert!(badge.select(&Selector::parse("svg[aria-hidden] use").unwrap()).next().is_some());
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = sample();
    let thawed = Report::from_json(&report.to_json()).unwrap();
    assert_eq!(render(&report, &Stamp::of(&report)), render(&thawed, &Stamp::of(&thawed)));
}
