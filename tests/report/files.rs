//! Writes what `tests/conformance` has judged by the veraPDF engine: the sample, every kind of block alone, and
//! what is hard to print.

use voortgang::report::{Block, Inline, PanelKind, Paragraph, Report, Section};

use super::pdf;
use super::sample::{list, panel, plain, prose, report, rich, section, series, stacks, table, whole};

fn one(blocks: Vec<Block>) -> Report {
    report(vec![section(1, "hoofdstuk", "Hoofdstuk", blocks)])
}

fn hard() -> Report {
    let word = "abcdefghij".repeat(20);
    let title = prose(3, 4).chars().take(300).collect::<String>();
    let scripts = "Владимир, Αθήνα, De stad بيروت 2020 لبنان ligt aan zee; cafe\u{301}, q\u{303}, S\u{327}; ĳ, Ĳ, €, ½, ², ‑.";
    let blocks = vec![
        plain(scripts),
        plain("بيروت، لبنان"),
        plain(word),
        plain(prose(1, 120)),
        series(0, false),
        series(1, false),
        list(true),
        plain(""),
    ];
    let mut hard = report(vec![Section {
        sections: vec![section(2, "leeg", &title, vec![])],
        ..section(1, "hoofdstuk", &title, blocks)
    }]);
    hard.meta.title = title;
    hard.meta.watermark = None;
    hard
}

#[test]
fn pdfs_for_the_validators_are_written() {
    let blocks = vec![
        plain("Eén woord."),
        list(false),
        panel(PanelKind::Gap, "Leemte", vec![plain("Er ontbreekt iets.")]),
    ];
    let reports = [
        ("sample", whole(6)),
        ("nothing", report(vec![])),
        (
            "paragraph",
            one(vec![Block::Paragraph(Paragraph { number: Some("1.1".into()), text: rich(), origin: None })]),
        ),
        ("list", one(vec![list(true), list(false)])),
        ("table", one(vec![table(30)])),
        ("stacks", one(vec![stacks()])),
        ("series", one(vec![series(8, true)])),
        ("panel", one(vec![panel(PanelKind::Promise, "Belofte", blocks)])),
        (
            "badge",
            one(vec![Block::Paragraph(Paragraph {
                text: vec![Inline::Badge {
                    tone: voortgang::report::Tone::Negative,
                    text: "Niet op koers".into(),
                }],
                ..Paragraph::default()
            })]),
        ),
        ("hard", hard()),
    ];
    std::fs::create_dir_all("target/report").expect("a folder for the samples");
    for (name, report) in reports {
        std::fs::write(format!("target/report/{name}.pdf"), pdf(&report)).expect("a place for a sample");
    }
}
