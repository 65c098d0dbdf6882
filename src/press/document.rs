//! Texts to annotate in a word processor: the draft of a report, the text of one goal, and a contribution, each with what
//! was remarked on it in the margin.
//!
//! Such a file goes from hand to hand and comes back changed. So it says on every page, and in its properties, which state
//! of which words it was made from. A ministry's internal note never goes into one.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        clock,
        contribution::{Content, Contribution},
        facts::GoalFacts,
        goal_text::{Field, GoalText, Head, Passage},
        ministry::Ministry,
        remark::{Place, Remark, Reply, Subject, locate},
        round::Round,
        strategy::{Commitment, Goal},
    },
    office::{
        self, WriteFault,
        document::{Document, Note, Said},
    },
    render::document::{Front, Margin, Spot, document},
    report::{
        Align, Block, Cell, Column, Inline, Item, List, Origin, Panel, PanelKind, Report, Row, Section,
        Stamp, Table, markdown, trace, typography::capitalised,
    },
};

/// The language of all texts that are written here.
const DUTCH: &str = "nl-NL";

/// The formats of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The open format.
    Odt,
    /// Word's.
    Docx,
}

impl Format {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Odt, Self::Docx];

    /// At the end of the name of a file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Odt => "odt",
            Self::Docx => "docx",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// Reads what stands at the end of an address.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// The document in this format.
    ///
    /// # Errors
    /// When it does not fit the format.
    pub fn write(self, document: &Document) -> Result<Vec<u8>, WriteFault> {
        match self {
            Self::Odt => office::odt(document),
            Self::Docx => office::docx(document),
        }
    }
}

/// The draft of a report. `remarks`: those on the passages of its goals.
pub(super) fn draft(
    report: &Report,
    goals: &[GoalFacts],
    goal_word: &str,
    round: &Round,
    remarks: &[Remark],
    made: DateTime<Utc>,
) -> Document {
    let meta = &report.meta;
    let (from, until) = meta.period;
    let front = Front {
        title: format!("{} {}", meta.title, meta.round),
        subtitle: meta.subtitle.clone(),
        lines: vec![
            format!(
                "{}. Verslagperiode {} tot en met {}. Peildatum {}.",
                meta.status,
                clock::long_date(from),
                clock::long_date(until),
                clock::long_date(meta.reference_date)
            ),
            ABOUT.to_owned(),
        ],
        publisher: meta.publisher.clone(),
        language: meta.language.clone(),
        sha256: Stamp::of(report).sha256,
        long: true,
        ..front(round, "CONCEPT".to_owned(), made)
    };
    let anchors: Vec<String> = goals.iter().map(|item| format!("{goal_word}-{}", item.goal.number)).collect();
    let mut margin = Margin::default();
    for (item, anchor) in goals.iter().zip(&anchors) {
        let places = placed(report, anchor, &item.text);
        for remark in remarks {
            let Subject::Passage { goal, passage, .. } = remark.subject else { continue };
            if goal != item.goal.id {
                continue;
            }
            let found = places.iter().find(|(there, _)| there.id == passage);
            margin.0.push(match found {
                Some((there, block)) => (Spot::Block(block), note(remark, there.text != remark.words)),
                None => (Spot::Section(anchor), note(remark, true)),
            });
        }
    }
    document(&front, &report.sections, &margin)
}

/// What a reader of a mailed or printed file must know.
const ABOUT: &str = "Dit bestand is een momentopname om te lezen en opmerkingen in te maken. Onder aan elke bladzijde staat van welke tekst het is gemaakt. Wat u hier verandert, verandert niets in het programma.";

fn front(round: &Round, state: String, made: DateTime<Utc>) -> Front {
    Front {
        title: String::new(),
        subtitle: String::new(),
        lines: vec![ABOUT.to_owned()],
        publisher: String::new(),
        language: DUTCH.to_owned(),
        round: round.label.clone(),
        state,
        specimen: round.specimen,
        made,
        moment: clock::long_moment(made),
        sha256: String::new(),
        long: false,
    }
}

/// The passages of a goal that stand in a report, each with the first block it became.
fn placed<'a>(report: &'a Report, anchor: &str, text: &'a GoalText) -> Vec<(&'a Passage, &'a Block)> {
    let blocks = trace::traced(report, anchor);
    let mut next = 0;
    let mut places = Vec::new();
    let under = |head| text.passages.iter().filter(move |passage| passage.head == head);
    for passage in Head::ALL.into_iter().flat_map(under) {
        let parsed = markdown::parse(&passage.text);
        let Some(words) = parsed.first().map(trace::words) else { continue };
        // In order, for the same words may stand in two passages.
        let found = blocks.iter().skip(next).position(|traced| trace::words(traced.block) == words);
        if let Some(found) = found {
            places.push((passage, blocks[next + found].block));
            next += found + parsed.len();
        }
    }
    places
}

/// A goal's text as the coordinator composed it.
#[must_use]
pub fn goal_text(
    round: &Round,
    goal: &Goal,
    text: &GoalText,
    ministries: &[Ministry],
    publisher: String,
    remarks: &[Remark],
    made: DateTime<Utc>,
) -> Document {
    let front = Front {
        title: format!("Doel {}. {}", goal.number, goal.title),
        subtitle: format!("Tekst voor het rapport over de ronde {}", round.label),
        publisher,
        sha256: text.sha256(),
        ..front(round, format!("CONCEPT, versie {}", text.version), made)
    };
    let mut sections = vec![promise(goal)];
    let mut keys = Vec::new();
    for head in Head::ALL {
        let mut part = section(head.code(), &capitalised(head.dutch()));
        for passage in text.passages.iter().filter(|passage| passage.head == head) {
            keys.push((passage.id.to_string(), sections.len(), part.blocks.len()));
            let origin = passage.origin.as_ref().map(|origin| Origin {
                ministry: ministries
                    .iter()
                    .find(|ministry| ministry.code == origin.ministry)
                    .map_or_else(|| origin.ministry.to_string(), |ministry| ministry.short.clone()),
                revision: Some(origin.number),
                sha256: None,
                approved_on: origin.approved_on,
                altered: passage.is_altered(),
            });
            part.blocks.extend(prose(&passage.text, origin.as_ref()));
        }
        sections.push(part);
    }
    let place = |remark: &Remark| {
        let Subject::Passage { passage, .. } = remark.subject else { return None };
        let there = text.passage(passage).ok()?;
        Some((passage.to_string(), there.text != remark.words))
    };
    finish(&front, sections, &keys, remarks, place)
}

/// What a ministry says on a goal, in its newest words.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "what stands around a contribution")]
pub fn contribution(
    round: &Round,
    goal: &Goal,
    ministry: &Ministry,
    contribution: &Contribution,
    content: &Content,
    commitments: &[Commitment],
    remarks: &[Remark],
    made: DateTime<Utc>,
) -> Document {
    let front = Front {
        title: format!("Doel {}. {}", goal.number, goal.title),
        subtitle: format!("Bijdrage van het {} aan de ronde {}", ministry.name, round.label),
        publisher: ministry.name.clone(),
        sha256: content.sha256(),
        ..front(
            round,
            format!("{}, versie {}", contribution.state.dutch().to_uppercase(), contribution.revision),
            made,
        )
    };
    let mut sections = vec![promise(goal)];
    let mut keys = Vec::new();
    if let Some(reason) = &content.no_contribution {
        let mut part = section("geen-bijdrage", "Geen bijdrage");
        part.blocks = prose(reason.as_str(), None);
        sections.push(part);
    }
    for field in Field::ALL {
        let mut part = section(field.code(), &capitalised(field.dutch()));
        for (place, words) in paragraphs(content, field).into_iter().enumerate() {
            keys.push((format!("{}-{place}", field.code()), sections.len(), part.blocks.len()));
            part.blocks.extend(prose(words, None));
        }
        if !part.blocks.is_empty() {
            sections.push(part);
        }
    }
    sections.extend(stands(content, commitments));
    sections.extend(sources(content));
    let place = |remark: &Remark| {
        let Subject::Paragraph { field, paragraph, .. } = remark.subject else { return None };
        let there = usize::try_from(paragraph).unwrap_or(usize::MAX);
        match locate(&remark.words, there, &paragraphs(content, field)) {
            Place::Here(found) => Some((format!("{}-{found}", field.code()), false)),
            Place::Reworded(found) => Some((format!("{}-{found}", field.code()), true)),
            Place::Gone => None,
        }
    };
    finish(&front, sections, &keys, remarks, place)
}

fn paragraphs(content: &Content, field: Field) -> Vec<&str> {
    markdown::paragraphs(match field {
        Field::Achieved => content.achieved.as_str(),
        Field::Obstacles => content.obstacles.as_str(),
        Field::Outlook => content.outlook.as_str(),
    })
}

/// The document with its remarks; `keys` says in which block of which section each place of the text begins. What stood at
/// words that are gone stands at the promise, which is always there.
fn finish(
    front: &Front,
    sections: Vec<Section>,
    keys: &[(String, usize, usize)],
    remarks: &[Remark],
    place: impl Fn(&Remark) -> Option<(String, bool)>,
) -> Document {
    let spot = |key: &str| {
        let (_, section, block) = keys.iter().find(|(known, ..)| known == key)?;
        sections.get(*section)?.blocks.get(*block)
    };
    let notes = remarks.iter().map(|remark| {
        let found = place(remark).and_then(|(key, reworded)| Some((spot(&key)?, reworded)));
        match found {
            Some((block, reworded)) => (Spot::Block(block), note(remark, reworded)),
            None => (Spot::Section(PROMISE), note(remark, true)),
        }
    });
    let margin = Margin(notes.collect());
    document(front, &sections, &margin)
}

const PROMISE: &str = "belofte";

fn section(anchor: &str, title: &str) -> Section {
    Section {
        anchor: anchor.to_owned(),
        level: 1,
        label: None,
        title: title.to_owned(),
        running: None,
        blocks: Vec::new(),
        sections: Vec::new(),
    }
}

fn promise(goal: &Goal) -> Section {
    let panel =
        Panel { kind: PanelKind::Promise, title: goal.title.clone(), blocks: markdown::parse(&goal.promise) };
    Section { blocks: vec![Block::Panel(panel)], ..section(PROMISE, "Wat de strategie belooft") }
}

fn prose(text: &str, origin: Option<&Origin>) -> Vec<Block> {
    let mut blocks = markdown::parse(text);
    match blocks.last_mut() {
        Some(Block::Paragraph(paragraph)) => paragraph.origin = origin.cloned(),
        Some(Block::List(list)) => list.origin = origin.cloned(),
        Some(Block::Table(_) | Block::Figure(_) | Block::Panel(_)) | None => {}
    }
    blocks
}

/// How the commitments stand on which something was said.
fn stands(content: &Content, commitments: &[Commitment]) -> Option<Section> {
    let rows = commitments.iter().filter_map(|commitment| {
        let said = content.stands.iter().find(|said| said.commitment == commitment.id)?;
        let cells = [
            format!("{} {}", commitment.number, commitment.text),
            said.stand.dutch().to_owned(),
            said.line.clone(),
        ];
        Some(Row { cells: cells.map(Cell::plain).into() })
    });
    let rows: Vec<Row> = rows.collect();
    let column = |head: &str, width| Column { head: head.to_owned(), width, align: Align::Start };
    let table = Table {
        caption: "Hoe de inzet ervoor staat".to_owned(),
        columns: vec![column("Inzet", 45), column("Stand", 15), column("Toelichting", 40)],
        row_heads: true,
        source: None,
        rows,
    };
    (!table.rows.is_empty())
        .then(|| Section { blocks: vec![Block::Table(table)], ..section("inzet", "Inzet") })
}

/// Where to check.
fn sources(content: &Content) -> Option<Section> {
    let items = content.sources.iter().map(|source| {
        let link =
            |href: &str, words: &str| Inline::Link { href: href.to_owned(), text: vec![Inline::text(words)] };
        let mut text = vec![
            source.url.as_ref().map_or_else(|| Inline::text(&source.title), |url| link(url, &source.title)),
        ];
        if let Some(paper) = &source.paper {
            text.extend([Inline::text(", "), link(&paper.url(), &paper.to_string())]);
        }
        if let Some(date) = source.reference_date {
            text.push(Inline::text(format!(", peildatum {}", clock::long_date(date))));
        }
        Item { text, list: None }
    });
    let list = List { ordered: false, items: items.collect(), origin: None };
    (!list.items.is_empty())
        .then(|| Section { blocks: vec![Block::List(list)], ..section("bronnen", "Bronnen") })
}

/// A remark in the margin. Who deals with it, says so as its last answer: that is read in every program.
fn note(remark: &Remark, reworded: bool) -> Note {
    let said = |reply: &Reply| Said {
        by: format!("{} ({})", reply.by, reply.ministry),
        at: clock::local(reply.at),
        words: reply.text.clone(),
    };
    let mut all: Vec<Said> = std::iter::once(&remark.first).chain(&remark.answers).map(said).collect();
    if let Some(first) = all.first_mut().filter(|_| reworded) {
        first.words = format!("{}\nGemaakt bij een eerdere tekst: “{}”", first.words, remark.words);
    }
    all.extend(remark.resolved.as_ref().map(|(by, at)| Said {
        by: by.clone(),
        at: clock::local(*at),
        words: "Afgehandeld.".to_owned(),
    }));
    Note { said: all, resolved: !remark.is_open() }
}
