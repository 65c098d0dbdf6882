//! A report with every kind of block, as long as one wants.

use chrono::NaiveDate;
use voortgang::report::{
    Align, Block, Cell, Chart, Column, Figure, Inline, Item, List, Meta, Origin, Panel, PanelKind, Paragraph,
    Point, Report, Row, Section, Series, Stack, StackPart, Table, Tone,
};

/// Sentences of a progress report, in turn.
const SENTENCES: [&str; 16] = [
    "In de verslagperiode heeft Nederland zich binnen de Europese Unie en de NAVO ingezet voor een gezamenlijke aanpak van hybride dreigingen, met bijzondere aandacht voor desinformatie rond verkiezingen.",
    "De samenwerking tussen de betrokken ministeries is versterkt doordat de interdepartementale stuurgroep nu iedere zes weken bijeenkomt.",
    "Het aantal gezamenlijke oefeningen nam toe, al bleef de beschikbaarheid van gespecialiseerd personeel een knelpunt.",
    "Daarmee is de uitvoering van de afgesproken inzet grotendeels op koers.",
    "De besluitvorming over de financiering van vredesmissies vergde meer tijd dan was voorzien, omdat de bondgenoten eerst overeenstemming moesten bereiken over de verdeling van de lasten.",
    "Bij de grensoverschrijdende informatie-uitwisseling zijn de waarborgen voor de bescherming van persoonsgegevens aangescherpt.",
    "In Mali, Irak en Afghanistan droegen Nederlandse militairen, politiefunctionarissen en civiele deskundigen bij aan capaciteitsopbouw.",
    "De Kamer is hierover geïnformeerd; de toezegging om jaarlijks verslag te doen, is daarmee nagekomen.",
    "Voor de komende twee jaar ligt de nadruk op de weerbaarheid van vitale infrastructuur, op cyberdiplomatie en op het tegengaan van de verspreiding van massavernietigingswapens.",
    "De evaluatie laat zien dat vroegtijdige waarschuwing het meeste oplevert wanneer ontwikkelingssamenwerking, diplomatie en defensie vanaf het begin samen optrekken.",
    "Het kabinet houdt vast aan deze geïntegreerde benadering.",
    "Niet alle voornemens konden worden uitgevoerd: door reisbeperkingen zijn drie werkbezoeken en een regionale conferentie uitgesteld.",
    "De coördinatie met maatschappelijke organisaties en kennisinstellingen verliep goed.",
    "Tegelijkertijd is de internationale rechtsorde verder onder druk komen te staan, waardoor verificatie van bestaande afspraken moeilijker werd.",
    "Er is € 12,5 miljoen vrijgemaakt voor het versterken van de rechtsstaat in kwetsbare regio’s.",
    "Dat vraagt een langere adem dan één rapportageperiode.",
];

/// A date that exists.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date that exists")
}

/// Some sentences, different for every seed.
pub(crate) fn prose(seed: usize, sentences: usize) -> String {
    let picked: Vec<&str> =
        (0..sentences).map(|index| SENTENCES[(seed * 5 + index * 3 + seed / 4) % SENTENCES.len()]).collect();
    picked.join(" ")
}

/// A paragraph of plain words.
pub(crate) fn plain(words: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph::plain(words))
}

/// A section without subsections.
pub(crate) fn section(level: u8, anchor: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        anchor: anchor.to_owned(),
        level,
        label: None,
        title: title.to_owned(),
        running: None,
        blocks,
        sections: Vec::new(),
    }
}

/// A report of these chapters.
pub(crate) fn report(sections: Vec<Section>) -> Report {
    Report { meta: meta(), sections }
}

/// What stands on the cover.
pub(crate) fn meta() -> Meta {
    Meta {
        title: "Voortgangsrapportage Geïntegreerde Buitenland- en Veiligheidsstrategie".into(),
        subtitle: "Wereldwijd voor een veilig Nederland".into(),
        strategy: "GBVS".into(),
        round: "2018–2020".into(),
        period: (day(2018, 7, 1), day(2020, 6, 30)),
        reference_date: day(2020, 6, 30),
        edition: Some(1),
        status: "Editie 1".into(),
        reason: None,
        publisher: "Ministerie van Buitenlandse Zaken".into(),
        watermark: Some("VOORBEELD".into()),
        language: "nl-NL".into(),
        colofon: vec![
            ("Uitgave".into(), "Ministerie van Buitenlandse Zaken, directie Veiligheidsbeleid".into()),
            ("Verslagperiode".into(), "1 juli 2018 tot en met 30 juni 2020".into()),
            ("Peildatum".into(), "30 juni 2020, tenzij bij een gegeven een andere datum staat".into()),
        ],
        definition: "gbvs-2018-2022, versie 3".into(),
    }
}

/// A numbered paragraph with words that came from a ministry.
fn numbered(number: String, text: Vec<Inline>) -> Block {
    let origin = Origin {
        ministry: "JenV".into(),
        revision: Some(4),
        sha256: Some("0123456789ab".into()),
        approved_on: Some(day(2020, 9, 1)),
        altered: false,
    };
    Block::Paragraph(Paragraph { number: Some(number), text, origin: Some(origin) })
}

fn badge(tone: Tone, text: &str) -> Inline {
    Inline::Badge { tone, text: text.into() }
}

const TONES: [(Tone, &str); 4] = [
    (Tone::Positive, "Op koers"),
    (Tone::Attention, "Aandacht nodig"),
    (Tone::Negative, "Niet op koers"),
    (Tone::Neutral, "Geen oordeel"),
];

/// Rich text: emphasis, links, a foreign phrase, a badge.
pub(crate) fn rich() -> Vec<Inline> {
    vec![
        Inline::text("Het kabinet noemt dit "),
        Inline::Strong { text: vec![Inline::text("een doorlopende opgave")] },
        Inline::text(" en spreekt van "),
        Inline::Foreign {
            lang: "en".into(),
            text: vec![Inline::Emphasis { text: vec![Inline::text("burden sharing")] }],
        },
        Inline::text("; zie de "),
        Inline::Link {
            href: "https://www.rijksoverheid.nl/onderwerpen/internationale-vrede-en-veiligheid".into(),
            text: vec![Inline::text("pagina over internationale vrede en veiligheid")],
        },
        Inline::text(" en "),
        Inline::Reference { anchor: "doel-2".into(), text: vec![Inline::text("doel 2")] },
        Inline::text(". Het oordeel is "),
        badge(Tone::Attention, "Aandacht nodig"),
        Inline::text(", tegen "),
        badge(Tone::Positive, "Op koers"),
        Inline::text(" in de vorige editie."),
    ]
}

/// A list within a list.
pub(crate) fn list(ordered: bool) -> Block {
    let item = |text: &str| Item { text: vec![Inline::text(text)], list: None };
    Block::List(List {
        ordered,
        items: vec![
            item("voorkomen dat conflicten ontstaan, escaleren of opnieuw oplaaien"),
            Item {
                text: vec![Inline::text(
                    "verdedigen van het eigen en het bondgenootschappelijke grondgebied, door:",
                )],
                list: Some(List {
                    ordered: false,
                    items: vec![
                        item("versterking van de gereedheid, inzetbaarheid en het voortzettingsvermogen"),
                        item(
                            "bescherming van vitale processen en van de zeevaart tegen digitale aanvallen en sabotage",
                        ),
                    ],
                    origin: None,
                }),
            },
            item("versterken van de internationale rechtsorde"),
        ],
        origin: None,
    })
}

/// A table of so many rows with four columns.
pub(crate) fn table(rows: usize) -> Block {
    let column = |head: &str, width, align| Column { head: head.into(), width, align };
    Block::Table(Table {
        caption: "Stand van de inzet bij dit doel".into(),
        columns: vec![
            column("Inzet", 9, Align::Start),
            column("Stand", 8, Align::Start),
            column("Toelichting", 18, Align::Start),
            column("Uitgaven 2019 (×\u{A0}€\u{A0}1.000)", 6, Align::End),
        ],
        rows: (0..rows)
            .map(|index| {
                let (tone, word) = TONES[index % TONES.len()];
                Row {
                    cells: vec![
                        Cell::plain(format!(
                            "{}.{} Bijdragen aan vredesmissies",
                            index / 9 + 1,
                            index % 9 + 1
                        )),
                        Cell::of(vec![badge(tone, word)]),
                        Cell {
                            lines: vec![
                                vec![Inline::text(SENTENCES[(index * 7 + 3) % SENTENCES.len()])],
                                vec![
                                    Inline::Strong { text: vec![Inline::text("BZ: ")] },
                                    Inline::text("geen nieuws."),
                                ],
                            ][..=(index % 3 / 2)]
                                .to_vec(),
                        },
                        Cell::plain(format!("{}.{:03}", index * 3 + 1, (index * 137) % 1000)),
                    ],
                }
            })
            .collect(),
        row_heads: true,
        source: Some("Jaarverslag Buitenlandse Zaken 2019; peildatum 31 december 2019.".into()),
    })
}

/// A bar for each pillar.
pub(crate) fn stacks() -> Block {
    let stack = |label: &str, counts: [u32; 4]| Stack {
        label: label.into(),
        parts: TONES
            .iter()
            .zip(counts)
            .map(|(&(tone, label), count)| StackPart { label: label.into(), tone, count })
            .collect(),
    };
    Block::Figure(Figure {
        caption: "Stand van de doelen per pijler".into(),
        alt: "Voorkomen: drie doelen op koers, één met aandacht. Verdedigen: twee op koers, één met aandacht, één \
              niet op koers. Versterken: twee op koers, twee met aandacht, één zonder oordeel."
            .into(),
        chart: Chart::Stacks {
            stacks: vec![
                stack("Pijler 1: Voorkomen", [3, 1, 0, 0]),
                stack("Pijler 2: Verdedigen van het Koninkrijk en het bondgenootschap", [2, 1, 1, 0]),
                stack("Pijler 3: Versterken", [2, 2, 0, 1]),
            ],
        },
        source: Some("Oordelen in deze editie.".into()),
    })
}

/// A line through so many measurements.
pub(crate) fn series(points: usize, target: bool) -> Block {
    let years = 2014..2014 + i32::try_from(points).expect("few");
    Block::Figure(Figure {
        caption: "Defensie-uitgaven als aandeel van het bruto binnenlands product".into(),
        alt: format!("Lijn met {points} metingen."),
        chart: Chart::Series(Series {
            unit: "% bbp".into(),
            decimals: 2,
            points: years
                .zip([115, 113, 116, 115, 122, 132, 141, 138, 140, 151, 160, 158, 171].into_iter().cycle())
                .map(|(year, value)| Point { date: day(year, 12, 31), value })
                .collect(),
            target: target.then(|| Point { date: day(2024, 12, 31), value: 200 }),
        }),
        source: Some("NAVO, Defence Expenditure of NATO Countries; peildatum 30 juni 2020.".into()),
    })
}

/// A panel of a kind.
pub(crate) fn panel(kind: PanelKind, title: &str, blocks: Vec<Block>) -> Block {
    Block::Panel(Panel { kind, title: title.into(), blocks })
}

/// A goal with all its parts.
fn goal(number: usize) -> Section {
    let titles = [
        "Het voorkomen van conflicten en het bevorderen van stabiliteit in de ring van instabiliteit rondom Europa",
        "Ontwapening, wapenbeheersing en het tegengaan van massavernietigingswapens",
        "Collectieve zelfverdediging en bescherming van het bondgenootschap",
        "Weerbaarheid tegen cyberdreigingen",
        "Grensbewaking en de aanpak van grensoverschrijdende criminaliteit",
    ];
    let mut count = 0;
    let mut next = |text: Vec<Inline>| {
        count += 1;
        numbered(format!("{number}.{count}"), text)
    };
    let anchor = format!("doel-{number}");
    let mut goal = Section {
        label: Some(format!("Doel {number}")),
        running: Some(format!("Doel {number}: {}", titles[number % titles.len()])),
        ..section(
            2,
            &anchor,
            titles[number % titles.len()],
            vec![
                panel(
                    PanelKind::Promise,
                    "Wat de strategie beloofde",
                    vec![plain(prose(number, 2)), list(false)],
                ),
                panel(
                    PanelKind::Rating,
                    "Oordeel",
                    vec![Block::Paragraph(Paragraph {
                        text: [
                            vec![badge(TONES[number % 4].0, TONES[number % 4].1), Inline::text(" ")],
                            vec![Inline::text(prose(number + 3, 2))],
                        ]
                        .concat(),
                        ..Paragraph::default()
                    })],
                ),
            ],
        )
    };
    let text = vec![
        next(vec![Inline::text(prose(number, 4))]),
        next(rich()),
        next(vec![Inline::text(prose(number + 1, 5))]),
        list(number.is_multiple_of(2)),
        next(vec![Inline::text(prose(number + 2, 6))]),
    ];
    goal.sections = vec![
        section(3, &format!("{anchor}-tekst"), "Wat is bereikt", text),
        section(3, &format!("{anchor}-inzet"), "Inzet en stand", vec![table(8 + number % 7)]),
        section(
            3,
            &format!("{anchor}-cijfers"),
            "Cijfers",
            vec![
                next(vec![Inline::text(prose(number + 4, 2))]),
                series(5 + number % 3, number.is_multiple_of(2)),
            ],
        ),
        section(
            3,
            &format!("{anchor}-vooruit"),
            "Vooruitblik",
            vec![
                next(vec![Inline::text(prose(number + 5, 3))]),
                next(vec![Inline::text(prose(number + 9, 4))]),
            ],
        ),
    ];
    goal
}

/// A whole report with so many goals in three pillars.
pub(crate) fn whole(goals: usize) -> Report {
    let mut sections = vec![
        section(
            1,
            "samenvatting",
            "Samenvatting",
            vec![plain(prose(1, 5)), stacks(), plain(prose(2, 3)), table(13)],
        ),
        section(
            1,
            "inleiding",
            "Inleiding",
            vec![
                plain(prose(3, 4)),
                list(true),
                plain(prose(5, 4)),
                panel(
                    PanelKind::Gap,
                    "Hier ontbreekt nog iets",
                    vec![plain("Het ministerie van Defensie heeft nog geen bijdrage ingediend.")],
                ),
            ],
        ),
    ];
    for pillar in 0..3 {
        let own = (0..goals).filter(|goal| goal * 3 / goals.max(1) == pillar).map(|goal| goal + 1);
        sections.push(Section {
            label: Some(format!("Pijler {}", pillar + 1)),
            sections: own.map(goal).collect(),
            ..section(
                1,
                &format!("pijler-{}", pillar + 1),
                ["Voorkomen", "Verdedigen", "Versterken"][pillar],
                vec![plain(prose(pillar + 7, 3))],
            )
        });
    }
    sections.push(Section {
        label: Some("Bijlage 1".into()),
        ..section(1, "bijlage-1", "Overzicht van bijdragen", vec![plain(prose(11, 2)), table(40)])
    });
    report(sections)
}
