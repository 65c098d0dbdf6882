//! A contribution as it reads: for checking, showing, judging and comparing.

use super::prose::Blocks;
use crate::domain::{
    clock,
    contribution::{Content, Source},
    paper::PaperRef,
    strategy::Commitment,
    text::Prose,
};

/// One of the three texts.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Name of its field in the form.
    pub(super) name: &'static str,
    /// Its head.
    pub(super) label: &'static str,
    /// The words.
    pub(super) body: Blocks,
    /// References to papers of parliament that are not whole: "33 694, nr. ?".
    pub(super) malformed: Vec<String>,
}

/// How one commitment stands.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    /// "6.1".
    pub(super) number: String,
    /// What the strategy says will be done.
    pub(super) text: String,
    /// How it stands; `None` when nothing was said.
    pub(super) word: Option<&'static str>,
    /// One sentence.
    pub(super) line: String,
}

/// A source.
#[derive(Clone, Debug)]
pub(super) struct Cited {
    /// What it is called.
    pub(super) title: String,
    /// Where it is.
    pub(super) url: Option<String>,
    /// Its Kamerstuk and where that is.
    pub(super) paper: Option<(String, String)>,
    /// "31 december 2019".
    pub(super) date: Option<String>,
}

/// A contribution as it reads.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The reason, when the ministry has nothing to report.
    pub(super) no_contribution: Option<String>,
    /// The three texts.
    pub(super) texts: Vec<Text>,
    /// The goal's commitments.
    pub(super) stands: Vec<Stand>,
    /// Where to check.
    pub(super) sources: Vec<Cited>,
    /// For the ministry's own eyes; `None` for others, and when there is none.
    pub(super) note: Option<Blocks>,
}

/// Names and heads of the three texts in the form.
pub(super) const TEXTS: [(&str, &str); 3] = [
    ("bereikt", "Wat is bereikt"),
    ("belemmeringen", "Belemmeringen en ontwikkelingen"),
    ("vooruitblik", "Vooruitblik"),
];

/// Name and head of the internal note.
pub(super) const NOTE: (&str, &str) = ("notitie", "Interne notitie");

impl Reading {
    /// What a revision says. `with_note` only for people of the ministry.
    pub(super) fn of(content: &Content, commitments: &[Commitment], with_note: bool) -> Self {
        let texts = TEXTS.into_iter().zip(proses(content));
        let note = Some(&content.internal_note).filter(|note| with_note && !note.is_empty());
        Self {
            no_contribution: content.no_contribution.as_ref().map(|reason| reason.as_str().to_owned()),
            texts: texts.map(|((name, label), prose)| text(name, label, prose)).collect(),
            stands: commitments.iter().map(|commitment| stand(content, commitment)).collect(),
            sources: content.sources.iter().map(cited).collect(),
            note: note.map(Blocks::of),
        }
    }

    /// Commitments on which something was said.
    pub(super) fn spoken(&self) -> Vec<&Stand> {
        self.stands.iter().filter(|stand| stand.word.is_some()).collect()
    }

    /// How many sources have no peildatum.
    pub(super) fn undated(&self) -> usize {
        self.sources.iter().filter(|source| source.date.is_none()).count()
    }
}

fn proses(content: &Content) -> [&Prose; 3] {
    [&content.achieved, &content.obstacles, &content.outlook]
}

fn text(name: &'static str, label: &'static str, prose: &Prose) -> Text {
    let malformed = PaperRef::find_malformed(prose.as_str()).into_iter().map(str::to_owned).collect();
    Text { name, label, body: Blocks::of(prose), malformed }
}

fn stand(content: &Content, commitment: &Commitment) -> Stand {
    let said = content.stands.iter().find(|stand| stand.commitment == commitment.id);
    Stand {
        number: commitment.number.clone(),
        text: commitment.text.clone(),
        word: said.map(|said| said.stand.dutch()),
        line: said.map(|said| said.line.clone()).unwrap_or_default(),
    }
}

fn cited(source: &Source) -> Cited {
    Cited {
        title: source.title.clone(),
        url: source.url.clone(),
        paper: source.paper.as_ref().map(|paper| (paper.to_string(), paper.url())),
        date: source.reference_date.map(clock::long_date),
    }
}

/// One field of a revision as plain text, to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Name of its field in the form.
    pub(super) key: String,
    /// Its head.
    pub(super) label: String,
    /// What it says.
    pub(super) text: String,
}

/// Everything a revision says, field by field; fields without words are left out.
pub(super) fn parts(content: &Content, commitments: &[Commitment], with_note: bool) -> Vec<Part> {
    let part =
        |key: &str, label: &str, text: String| Part { key: key.to_owned(), label: label.to_owned(), text };
    let mut parts = Vec::new();
    if let Some(reason) = &content.no_contribution {
        parts.push(part("geen-bijdrage", "Geen bijdrage", reason.as_str().to_owned()));
    }
    for ((name, label), prose) in TEXTS.into_iter().zip(proses(content)) {
        parts.push(part(name, label, prose.to_string()));
    }
    for commitment in commitments {
        let said = content.stands.iter().find(|stand| stand.commitment == commitment.id);
        let text = said.map(|said| match said.line.as_str() {
            "" => said.stand.dutch().to_owned(),
            line => format!("{}: {line}", said.stand.dutch()),
        });
        let (key, label) = (format!("regel-{}", commitment.number), format!("Inzet {}", commitment.number));
        parts.push(part(&key, &label, text.unwrap_or_default()));
    }
    let sources: Vec<_> = content.sources.iter().map(source_line).collect();
    parts.push(part("bronnen", "Bronnen", sources.join("\n")));
    if with_note {
        parts.push(part(NOTE.0, NOTE.1, content.internal_note.to_string()));
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

fn source_line(source: &Source) -> String {
    let date = source.reference_date.map(|date| format!("peildatum {}", clock::typed_date(date)));
    let paper = source.paper.as_ref().map(ToString::to_string);
    [Some(source.title.clone()), paper, source.url.clone(), date]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}
