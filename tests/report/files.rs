//! Writes what `tests/conformance` has judged by the veraPDF engine: the sample, every kind of block alone, and
//! what is hard to print; and copies that lack one thing, which must fail.

use lopdf::{Dictionary, Document, Object};
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

/// Takes one thing out of a file.
type Breaking = fn(&mut Document);

/// Every dictionary of the file for which `wanted` holds.
fn each(
    document: &mut Document,
    wanted: impl Fn(&Dictionary) -> bool,
    mut change: impl FnMut(&mut Dictionary),
) {
    let dictionaries = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    let mut changed = 0;
    for dictionary in dictionaries.filter(|dictionary| wanted(dictionary)) {
        change(dictionary);
        changed += 1;
    }
    assert!(changed > 0, "there was something to take out");
}

fn is(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|value| value == name)
}

fn without(document: &mut Document, holder: (&[u8], &[u8]), key: &[u8]) {
    each(
        document,
        |found| is(found, holder.0, holder.1),
        |found| {
            found.remove(key);
        },
    );
}

const BREAKINGS: [(&str, Breaking); 9] = [
    ("alt", |file| without(file, (b"S", b"Figure"), b"Alt")),
    ("scope", |file| without(file, (b"S", b"TH"), b"A")),
    ("lang", |file| without(file, (b"Type", b"Catalog"), b"Lang")),
    ("heading", |file| {
        each(file, |found| is(found, b"S", b"H2"), |found| found.set("S", Object::Name(b"H3".to_vec())));
    }),
    ("tounicode", |file| without(file, (b"Subtype", b"Type0"), b"ToUnicode")),
    ("intent", |file| without(file, (b"Type", b"Catalog"), b"OutputIntents")),
    ("structparent", |file| without(file, (b"Subtype", b"Link"), b"StructParent")),
    ("title", |file| without(file, (b"Type", b"Catalog"), b"ViewerPreferences")),
    ("note-id", |file| without(file, (b"S", b"Note"), b"ID")),
];

#[test]
fn copies_that_lack_one_thing_for_the_validators_are_written() {
    let bytes = pdf(&whole(1));
    std::fs::create_dir_all("target/report/broken").expect("a folder for the controls");
    for (name, breaking) in BREAKINGS {
        let mut document = Document::load_mem(&bytes).expect("a PDF");
        breaking(&mut document);
        document.save(format!("target/report/broken/{name}.pdf")).expect("a place for a control");
    }
}
