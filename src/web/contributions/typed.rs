//! The form of a contribution as it was typed, and what can be read from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        clock,
        contribution::{Content, Source, Stand, StandLine},
        link::{self, LinkFault},
        paper::PaperRef,
        strategy::Commitment,
        text::{self, MAX_CHARACTERS, Prose, Reason},
    },
    web::{
        form::Errors,
        reading::{NOTE, TEXTS},
    },
};

/// Everything in the form. A draft is this, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Typed {
    /// The revision the person started from.
    pub(in crate::web) versie: u32,
    /// What was achieved, obstacles, outlook.
    pub(in crate::web) texts: [String; 3],
    /// The internal note.
    pub(in crate::web) note: String,
    /// Whether the other ministries of the goal may read it.
    pub(in crate::web) shared: bool,
    /// Stand and line, by the number of the commitment.
    pub(in crate::web) stands: BTreeMap<String, TypedStand>,
    /// Sources; empty rows are left out.
    pub(in crate::web) sources: Vec<TypedSource>,
    /// How many rows for sources the form had.
    #[serde(skip)]
    pub(in crate::web) rows: usize,
}

/// Stand and line of one commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TypedStand {
    /// Code of the stand; empty is none.
    pub(in crate::web) stand: String,
    /// One sentence.
    pub(in crate::web) line: String,
}

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TypedSource {
    /// What it is called.
    pub(in crate::web) title: String,
    /// Address on the web.
    pub(in crate::web) url: String,
    /// Kamerstuk.
    pub(in crate::web) paper: String,
    /// Peildatum.
    pub(in crate::web) date: String,
}

impl Typed {
    /// Reads the form as sent: pairs of name and text. Also gives the name of the button that was pressed.
    pub(in crate::web) fn from_pairs(pairs: Vec<(String, String)>) -> (Self, String) {
        let mut typed = Self::default();
        let mut act = String::new();
        let mut sources = BTreeMap::<u32, TypedSource>::new();
        for (key, value) in pairs {
            // Browsers send CRLF; the program counts and compares with LF.
            let value = value.replace("\r\n", "\n");
            if let Some(position) = TEXTS.iter().position(|(name, _)| *name == key) {
                typed.texts[position] = value;
            } else if let Some(number) = key.strip_prefix("stand-") {
                typed.stands.entry(number.to_owned()).or_default().stand = value;
            } else if let Some(number) = key.strip_prefix("regel-") {
                typed.stands.entry(number.to_owned()).or_default().line = value;
            } else if let Some((row, part)) = source_key(&key) {
                let source = sources.entry(row).or_default();
                match part {
                    "titel" => source.title = value,
                    "link" => source.url = value,
                    "kamerstuk" => source.paper = value,
                    "datum" => source.date = value,
                    _ => {}
                }
            } else {
                match key.as_str() {
                    "notitie" => typed.note = value,
                    "delen" => typed.shared = !value.is_empty(),
                    "versie" => typed.versie = value.parse().unwrap_or_default(),
                    "doe" => act = value,
                    _ => {}
                }
            }
        }
        typed.rows = sources.len();
        typed.sources = sources.into_values().filter(|source| !source.is_empty()).collect();
        typed.stands.retain(|_, stand| *stand != TypedStand::default());
        (typed, act)
    }

    /// A saved content as it stands in the form.
    pub(in crate::web) fn of(
        content: &Content,
        shared: bool,
        revision: u32,
        commitments: &[Commitment],
    ) -> Self {
        let stands = content.stands.iter().filter_map(|stand| {
            let commitment = commitments.iter().find(|one| one.id == stand.commitment)?;
            let typed = TypedStand { stand: stand.stand.code().to_owned(), line: stand.line.clone() };
            Some((commitment.number.clone(), typed))
        });
        let sources = content.sources.iter().map(|source| TypedSource {
            title: source.title.clone(),
            url: source.url.clone().unwrap_or_default(),
            paper: source.paper.as_ref().map(ToString::to_string).unwrap_or_default(),
            date: source.reference_date.map(clock::typed_date).unwrap_or_default(),
        });
        Self {
            versie: revision,
            texts: [&content.achieved, &content.obstacles, &content.outlook].map(ToString::to_string),
            note: content.internal_note.to_string(),
            shared,
            stands: stands.collect(),
            sources: sources.collect(),
            rows: 0,
        }
    }

    /// Whether it says the same, whatever it started from.
    pub(in crate::web) fn says_the_same(&self, other: &Self) -> bool {
        let words = |typed: &Self| Self { versie: 0, rows: 0, ..typed.clone() };
        words(self) == words(other)
    }

    /// Adds words below what stands in a text; alone when nothing does.
    pub(in crate::web) fn add(&mut self, position: usize, words: &str) {
        let text = &mut self.texts[position];
        if text.trim().is_empty() {
            words.clone_into(text);
        } else {
            *text = format!("{}\n\n{words}", text.trim_end());
        }
    }

    /// What may be kept as a revision, or all that is wrong.
    pub(in crate::web) fn read(&self, commitments: &[Commitment]) -> Result<Content, Errors> {
        let mut errors = Errors::default();
        let [achieved, obstacles, outlook] = [0, 1, 2].map(|position| {
            let (name, label) = TEXTS[position];
            errors.read(name, label, Prose::parse(&self.texts[position])).unwrap_or_default()
        });
        let internal_note = errors.read(NOTE.0, NOTE.1, Prose::parse(&self.note)).unwrap_or_default();
        let stands = commitments.iter().filter_map(|commitment| self.read_stand(commitment, &mut errors));
        let stands = stands.collect();
        let sources = (0..).zip(&self.sources).filter_map(|(row, source)| source.read(row, &mut errors));
        let sources = sources.collect();
        if errors.is_empty() {
            Ok(Content {
                achieved,
                obstacles,
                outlook,
                internal_note,
                no_contribution: None,
                stands,
                sources,
            })
        } else {
            Err(errors)
        }
    }

    fn read_stand(&self, commitment: &Commitment, errors: &mut Errors) -> Option<StandLine> {
        let number = &commitment.number;
        let typed = self.stands.get(number)?;
        let field = format!("regel-{number}");
        let line = errors.read(&field, &format!("Toelichting bij inzet {number}"), text::line(&typed.line));
        let line = line.unwrap_or_default();
        if typed.stand.is_empty() {
            if !line.is_empty() {
                errors.add(format!("stand-{number}"), format!("Kies een stand bij inzet {number}."));
            }
            return None;
        }
        let stand = Stand::read(&typed.stand);
        if stand.is_none() {
            errors
                .add(format!("stand-{number}"), format!("Kies een van de vier standen bij inzet {number}."));
        }
        Some(StandLine { commitment: commitment.id, stand: stand?, line })
    }

    /// What is too long even to be kept while typing.
    pub(in crate::web) fn oversize(&self) -> Option<String> {
        let short = self.stands.values().flat_map(|stand| [&stand.stand, &stand.line]);
        let sources = self.sources.iter().flat_map(|one| [&one.title, &one.url, &one.paper, &one.date]);
        let limit = |text: &&String| text::count(text) > MAX_CHARACTERS;
        let over = self.texts.iter().chain([&self.note]).chain(short).chain(sources).find(limit)?;
        Some(format!(
            "Een van de teksten is {} tekens te lang. Er passen er {MAX_CHARACTERS}.",
            text::count(over) - MAX_CHARACTERS
        ))
    }
}

/// A content with the reason for having nothing to report, when there is one. That is an answer by itself: words beside it
/// would be lost.
///
/// # Errors
/// In words, for a reason that cannot be kept and for words beside it.
pub(in crate::web) fn alone(content: Content, reason: &str) -> Result<Content, String> {
    let mut errors = Errors::default();
    let reason = errors.read("", "Geen bijdrage", Prose::parse(reason)).unwrap_or_default();
    if let Some(error) = errors.0.into_iter().next() {
        return Err(error.message);
    }
    let Ok(reason) = Reason::parse(reason.as_str()) else { return Ok(content) };
    let note = Content { internal_note: content.internal_note.clone(), ..Content::default() };
    if content != note {
        return Err("Hier staat een reden voor “geen bijdrage”, en er zijn ook teksten, standen of bronnen ingevuld. Kies een van de twee.".to_owned());
    }
    Ok(Content { no_contribution: Some(reason), ..content })
}

impl TypedSource {
    fn is_empty(&self) -> bool {
        [&self.title, &self.url, &self.paper, &self.date].into_iter().all(|text| text.trim().is_empty())
    }

    fn read(&self, row: usize, errors: &mut Errors) -> Option<Source> {
        let place = row + 1;
        let field = |part: &str| format!("bron-{row}-{part}");
        let known = errors.0.len();
        let title =
            errors.read(&field("titel"), &format!("Titel van bron {place}"), text::line(&self.title))?;
        if title.is_empty() {
            errors.add(field("titel"), format!("Geef bron {place} een titel."));
        }
        let url = Some(self.url.as_str()).filter(|url| !url.trim().is_empty()).map(link::parse).transpose();
        let url = url.unwrap_or_else(|fault| {
            errors.add(field("link"), explain_link(place, fault));
            None
        });
        let paper = Some(self.paper.as_str()).filter(|paper| !paper.trim().is_empty());
        let paper = paper.map(PaperRef::parse).transpose().unwrap_or_else(|_| {
            let message = format!("Schrijf het Kamerstuk van bron {place} zo: 33 694, nr. 12.");
            errors.add(field("kamerstuk"), message);
            None
        });
        let typed_date = !self.date.trim().is_empty();
        let reference_date = clock::read_date(&self.date);
        if typed_date && reference_date.is_none() {
            let message = format!(
                "De peildatum van bron {place} bestaat niet. Schrijf dag, maand en jaar, zoals 27-03-2020."
            );
            errors.add(field("datum"), message);
        }
        (errors.0.len() == known).then_some(Source { title, url, paper, reference_date })
    }
}

fn explain_link(place: usize, fault: LinkFault) -> String {
    match fault {
        LinkFault::Scheme => format!("De link van bron {place} moet beginnen met https:// of http://."),
        LinkFault::Form => format!("De link van bron {place} is geen webadres. Kopieer het adres opnieuw."),
        LinkFault::TooLong => {
            format!("De link van bron {place} is te lang. Er passen {} tekens.", link::MAX_ADDRESS)
        }
    }
}

/// "bron-3-titel": row and part.
fn source_key(key: &str) -> Option<(u32, &str)> {
    let (row, part) = key.strip_prefix("bron-")?.split_once('-')?;
    Some((row.parse().ok()?, part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::CommitmentId, strategy::CommitmentKind};

    fn pairs(pairs: &[(&str, &str)]) -> Typed {
        Typed::from_pairs(pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()).0
    }

    fn commitment() -> Commitment {
        Commitment {
            id: CommitmentId::new(),
            number: "6.1".into(),
            kind: CommitmentKind::Action,
            text: "t".into(),
            source_line: None,
            due: None,
            repeats_years: None,
        }
    }

    #[test]
    fn what_was_saved_reads_back_the_same_from_the_form() {
        let commitment = commitment();
        let typed = pairs(&[
            ("bereikt", "een\r\ntwee"),
            ("stand-6.1", "news"),
            ("regel-6.1", "zin"),
            ("bron-0-titel", "t"),
            ("bron-0-kamerstuk", "33 694, nr. 12"),
            ("bron-0-datum", "1-4-2019"),
            ("bron-1-titel", " "),
        ]);
        let content = typed.read(std::slice::from_ref(&commitment)).unwrap();
        let again = Typed::of(&content, false, 0, std::slice::from_ref(&commitment));
        assert_eq!(again.read(&[commitment]).unwrap(), content);
        assert_eq!(again.sources.len(), 1);
        assert_eq!(again.sources[0].date, "01-04-2019");
    }

    #[test]
    fn each_fault_is_on_its_own_field() {
        let typed = pairs(&[
            ("bereikt", "a\0"),
            ("regel-6.1", "zin zonder stand"),
            ("bron-4-link", "javascript:alert(1)"),
            ("bron-4-kamerstuk", "33 694, nr. ?"),
            ("bron-4-datum", "31-02-2020"),
        ]);
        let errors = typed.read(&[commitment()]).unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        let row = ["bron-0-titel", "bron-0-link", "bron-0-kamerstuk", "bron-0-datum"];
        assert_eq!(fields, [&["bereikt", "stand-6.1"][..], &row].concat());
    }
}
