//! Sections of a report as a text for word processors, with what was remarked on them in the margin.
//!
//! What such a program has a form for is given in that form: headings, lists, tables, links, languages. A drawing becomes
//! the numbers it was made from, which can be corrected there; a panel becomes paragraphs that are set apart.

use chrono::{DateTime, Utc};

use crate::{
    office::document::{
        Column, Document, Heading, Item, Link, List, Look, Note, Paragraph, Piece, Run, Table,
    },
    report::{
        self, Align, Block, Chart, Figure, Inline, Origin, Panel, PanelKind, Section, Series, Stack,
        long_date, typography::decimal,
    },
};

/// What a document says of itself.
#[derive(Clone, Debug)]
pub struct Front {
    /// What it is called.
    pub title: String,
    /// Under the title.
    pub subtitle: String,
    /// Under that: a paragraph each.
    pub lines: Vec<String>,
    /// Who publishes it.
    pub publisher: String,
    /// Language of its words: "nl-NL".
    pub language: String,
    /// The round in words.
    pub round: String,
    /// How far it is: "CONCEPT".
    pub state: String,
    /// Whether it is an example: it says VOORBEELD on every page.
    pub specimen: bool,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// The same in words.
    pub moment: String,
    /// SHA-256 of what it was made from.
    pub sha256: String,
    /// Whether it is long: contents in front, and every chapter on a page of its own.
    pub long: bool,
}

/// What was remarked, and where.
#[derive(Debug, Default)]
pub struct Margin<'r>(pub Vec<(Spot<'r>, Note)>);

/// Where a remark belongs.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'r> {
    /// At a block of the sections themselves.
    Block(&'r Block),
    /// At the heading with this anchor.
    Section(&'r str),
}

impl Margin<'_> {
    fn at(&self, block: &Block) -> Vec<Note> {
        self.find(|spot| matches!(spot, Spot::Block(own) if std::ptr::eq(*own, block)))
    }

    fn under(&self, anchor: &str) -> Vec<Note> {
        self.find(|spot| matches!(spot, Spot::Section(own) if *own == anchor))
    }

    fn find(&self, here: impl Fn(&Spot<'_>) -> bool) -> Vec<Note> {
        self.0.iter().filter(|(spot, _)| here(spot)).map(|(_, note)| note.clone()).collect()
    }
}

/// The document of some sections.
#[must_use]
pub fn document(front: &Front, sections: &[Section], margin: &Margin<'_>) -> Document {
    let mut writer = Writer { margin, body: cover(front) };
    for section in sections {
        writer.section(section);
    }
    let mark: String = front.sha256.chars().take(12).collect();
    let head = if front.specimen { format!("VOORBEELD · {}", front.state) } else { front.state.clone() };
    Document {
        title: format!("{}, {}", front.title, front.state),
        subject: front.subtitle.clone(),
        author: front.publisher.clone(),
        language: front.language.clone(),
        made: front.made,
        facts: [
            ("Ronde", &front.round),
            ("Stand", &front.state),
            ("Moment", &front.moment),
            ("SHA-256", &front.sha256),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .into(),
        foot: format!("Ronde {} · {} · {} · kenmerk {mark}", front.round, front.state, front.moment),
        head: Some(head),
        chapters: front.long,
        body: writer.body,
    }
}

fn cover(front: &Front) -> Vec<Piece> {
    let mut body = Vec::new();
    if front.specimen {
        body.push(plain(Look::Warning, "VOORBEELD. Dit is geen tekst van de regering."));
    }
    body.push(plain(Look::Title, &front.title));
    body.push(plain(Look::Subtitle, &front.subtitle));
    body.extend(front.lines.iter().map(|line| plain(Look::Body, line)));
    if front.long {
        body.push(Piece::Contents(2));
    }
    body
}

fn plain(look: Look, words: &str) -> Piece {
    let runs = vec![Run { words: words.to_owned(), ..Run::default() }];
    Piece::Paragraph(Paragraph { look, runs, ..Paragraph::default() })
}

struct Writer<'m> {
    margin: &'m Margin<'m>,
    body: Vec<Piece>,
}

impl Writer<'_> {
    fn section(&mut self, section: &Section) {
        let words = match &section.label {
            Some(label) => format!("{label}. {}", section.title),
            None => section.title.clone(),
        };
        let (anchor, notes) = (section.anchor.clone(), self.margin.under(&section.anchor));
        self.body.push(Piece::Heading(Heading { level: section.level, words, anchor, notes }));
        for block in &section.blocks {
            self.block(block, Look::Body);
        }
        for section in &section.sections {
            self.section(section);
        }
    }

    fn block(&mut self, block: &Block, look: Look) {
        match block {
            Block::Paragraph(paragraph) => {
                let mut runs = Vec::new();
                let mut look = look;
                if let Some(number) = &paragraph.number {
                    look = Look::Numbered;
                    runs.push(Run { words: format!("{number}\t"), aside: true, ..Run::default() });
                }
                marked(&paragraph.text, &Run::default(), &mut runs);
                runs.extend(paragraph.origin.as_ref().map(origin));
                let (anchor, notes) = (paragraph.anchor(), self.margin.at(block));
                self.body.push(Piece::Paragraph(Paragraph { look, runs, anchor, notes }));
            }
            Block::List(list) => {
                let mut made = self::list(list);
                made.notes = self.margin.at(block);
                if let Some(last) = made.items.last_mut() {
                    last.runs.extend(list.origin.as_ref().map(origin));
                }
                self.body.push(Piece::List(made));
            }
            Block::Table(table) => {
                self.body.push(plain(Look::Caption, &table.caption));
                self.body.push(Piece::Table(self::table(table)));
                self.source(table.source.as_deref());
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Panel(panel) => self.panel(panel),
        }
    }

    fn source(&mut self, source: Option<&str>) {
        // Also without words: two tables, or a table and a text, need room between them.
        let words = source.map(|source| format!("Bron: {source}")).unwrap_or_default();
        self.body.push(plain(Look::Source, &words));
    }

    fn figure(&mut self, figure: &Figure) {
        self.body.push(plain(Look::Caption, &figure.caption));
        self.body.push(plain(Look::Body, &figure.alt));
        let table = match &figure.chart {
            Chart::Stacks { stacks } => self::stacks(stacks),
            Chart::Series(series) => self::series(series),
        };
        if !table.rows.is_empty() {
            self.body.push(Piece::Table(Table { caption: figure.caption.clone(), ..table }));
        }
        self.source(figure.source.as_deref());
    }

    fn panel(&mut self, panel: &Panel) {
        let (title, look) = match panel.kind {
            PanelKind::Gap => (Look::GapTitle, Look::Gap),
            PanelKind::Promise | PanelKind::Rating => (Look::AsideTitle, Look::Aside),
        };
        self.body.push(plain(title, &panel.title));
        for block in &panel.blocks {
            self.block(block, look);
        }
        self.body.push(plain(Look::Source, ""));
    }
}

fn list(list: &report::List) -> List {
    let items = list.items.iter().map(|item| {
        let mut runs = Vec::new();
        marked(&item.text, &Run::default(), &mut runs);
        Item { runs, below: item.list.as_ref().map(self::list) }
    });
    List { ordered: list.ordered, items: items.collect(), notes: Vec::new() }
}

fn table(table: &report::Table) -> Table {
    let columns = table.columns.iter().map(|column| Column {
        head: column.head.clone(),
        share: column.width,
        end: column.align == Align::End,
    });
    let line = |line: &Vec<Inline>| {
        let mut runs = Vec::new();
        marked(line, &Run::default(), &mut runs);
        runs
    };
    let row =
        |row: &report::Row| row.cells.iter().map(|cell| cell.lines.iter().map(line).collect()).collect();
    Table {
        caption: table.caption.clone(),
        columns: columns.collect(),
        rows: table.rows.iter().map(row).collect(),
        row_heads: table.row_heads,
    }
}

/// Rows of plain words; the first column says what a row is about, the others are numbers.
fn numbers(heads: Vec<String>, rows: Vec<Vec<String>>) -> Table {
    let column = |(place, head)| Column { head, share: if place == 0 { 2 } else { 1 }, end: place > 0 };
    let cell = |words: String| vec![vec![Run { words, ..Run::default() }]];
    Table {
        columns: heads.into_iter().enumerate().map(column).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        row_heads: true,
        ..Table::default()
    }
}

fn stacks(stacks: &[Stack]) -> Table {
    let mut labels: Vec<&str> = Vec::new();
    for part in stacks.iter().flat_map(|stack| &stack.parts) {
        if !labels.contains(&part.label.as_str()) {
            labels.push(&part.label);
        }
    }
    let rows = stacks.iter().map(|stack| {
        let count = |label: &&str| {
            let parts = stack.parts.iter().filter(|part| part.label == *label);
            parts.map(|part| part.count).sum::<u32>().to_string()
        };
        std::iter::once(stack.label.clone()).chain(labels.iter().map(count)).collect()
    });
    let rows = rows.collect();
    let heads = std::iter::once("").chain(labels).map(str::to_owned);
    numbers(heads.collect(), rows)
}

fn series(series: &Series) -> Table {
    let row = |label: String, value: i64| vec![label, decimal(value, series.decimals)];
    let mut rows: Vec<_> =
        series.points.iter().map(|point| row(long_date(point.date), point.value)).collect();
    rows.extend(
        series
            .target
            .iter()
            .map(|target| row(format!("Streefwaarde {}", long_date(target.date)), target.value)),
    );
    numbers(vec!["Datum".to_owned(), series.unit.clone()], rows)
}

/// "DEF, versie 2": where words came from, behind them.
fn origin(origin: &Origin) -> Run {
    let mut words = format!(" [{}", origin.ministry);
    if let Some(revision) = origin.revision {
        words = format!("{words}, versie\u{a0}{revision}");
    }
    words.push_str(if origin.altered { ", aangepast]" } else { "]" });
    Run { words, aside: true, ..Run::default() }
}

/// Words with the marks of all that they stand in.
fn marked(inlines: &[Inline], around: &Run, runs: &mut Vec<Run>) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => runs.push(Run { words: text.clone(), ..around.clone() }),
            Inline::Badge { text, .. } => {
                runs.push(Run { words: text.clone(), strong: true, ..around.clone() });
            }
            Inline::Strong { text } => marked(text, &Run { strong: true, ..around.clone() }, runs),
            Inline::Emphasis { text } => marked(text, &Run { emphasis: true, ..around.clone() }, runs),
            Inline::Link { href, text } => {
                marked(text, &Run { link: Some(Link::Web(href.clone())), ..around.clone() }, runs);
            }
            Inline::Reference { anchor, text } => {
                marked(text, &Run { link: Some(Link::Within(anchor.clone())), ..around.clone() }, runs);
            }
            Inline::Foreign { lang, text } => {
                marked(text, &Run { language: Some(with_country(lang)), ..around.clone() }, runs);
            }
        }
    }
}

/// Word processors check spelling by language and country.
fn with_country(language: &str) -> String {
    let country = match language {
        "ar" => "SA",
        "de" => "DE",
        "el" => "GR",
        "en" => "GB",
        "es" => "ES",
        "fa" => "IR",
        "fr" => "FR",
        "fy" | "nl" => "NL",
        "it" => "IT",
        "pap" => "CW",
        "pt" => "PT",
        "ru" => "RU",
        "tr" => "TR",
        "uk" => "UA",
        _ => return language.to_owned(),
    };
    format!("{language}-{country}")
}
