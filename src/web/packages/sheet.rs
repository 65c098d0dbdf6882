//! A workbook that came back: what was filled in, and the cell of everything that cannot be taken.

use std::collections::BTreeMap;

use super::{
    book::{COMMITMENT, DATE, KEY, LINK, PAPER, SOURCE, STAND, STAYS, TEXT, TITLE, WITHHELD},
    bundle::{Bundle, Goal},
    filled::{Fault, Filled, NONE, Package},
};
use crate::{
    domain::{
        contribution::Stand,
        package::{Key, NoKey},
    },
    office::{self, Value, address},
    web::{
        contributions::{Typed, TypedSource},
        reading::{NOTE, TEXTS},
    },
};

/// Reads all sheets that belong to the ministry's part of the round.
///
/// # Errors
/// When nothing in the workbook does, in words.
pub(super) fn read(sheets: &[office::Filled], bundle: &Bundle) -> Result<Package, String> {
    let mut package = Package::default();
    let mut refused = Vec::new();
    for sheet in sheets {
        let place = format!("blad “{}”", sheet.name);
        match sheet.text(0, KEY).parse::<Key>() {
            Ok(key) => match bundle.goal(key.contribution) {
                Some(goal) => package.goals.push(Reader::new(sheet, place).read(key, goal)),
                None => refused.push(format!(
                    "Blad “{}” is niet van {} in ronde {}.",
                    sheet.name, bundle.ministry, bundle.round.label
                )),
            },
            Err(NoKey::Changed) => {
                refused
                    .push(format!("De verborgen sleutel van blad “{}” (cel F1) is veranderd.", sheet.name));
            }
            Err(NoKey::Version) => {
                refused.push(format!(
                    "Blad “{}” is gemaakt door een andere versie van dit programma.",
                    sheet.name
                ));
            }
            Err(NoKey::Not) if has_keys(sheet) => {
                refused.push(format!("De verborgen sleutel van blad “{}” (cel F1) ontbreekt.", sheet.name));
            }
            Err(NoKey::Not) => {}
        }
    }
    if package.goals.is_empty() {
        refused.push("In dit bestand staat geen enkel doel dat u hier kunt inlezen. Haal het bestand opnieuw op, vul het in en stuur het dan.".to_owned());
        return Err(refused.join(" "));
    }
    package.refuse_twice();
    package.notes = refused.into_iter().map(|note| format!("{note} Het is overgeslagen.")).collect();
    Ok(package)
}

/// Whether rows have keys: the sheet was a goal's.
fn has_keys(sheet: &office::Filled) -> bool {
    TEXTS.iter().any(|(key, _)| {
        sheet.last_row().is_some_and(|last| (0..=last).any(|row| sheet.text(row, KEY) == *key))
    })
}

/// One sheet while it is read.
struct Reader<'a> {
    sheet: &'a office::Filled,
    place: String,
    typed: Typed,
    reason: String,
    withheld: Vec<usize>,
    places: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a office::Filled, place: String) -> Self {
        let (typed, reason) = (Typed::default(), String::new());
        let (withheld, places, faults) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { sheet, place, typed, reason, withheld, places, faults }
    }

    fn read(mut self, key: Key, goal: &Goal) -> Filled {
        let mut rows = BTreeMap::new();
        for row in 1..=self.sheet.last_row().unwrap_or_default() {
            let key = self.sheet.text(row, KEY).trim().to_owned();
            match key.as_str() {
                STAYS => {}
                "" => self.nameless(row),
                SOURCE => self.source(row),
                _ => {
                    if let Some(other) = rows.insert(key.clone(), row) {
                        let message = format!(
                            "Deze rij staat er ook als rij {}. Verwijder een van de twee.",
                            other + 1
                        );
                        self.fault(format!("rij {}", row + 1), message);
                    } else {
                        self.named(row, &key, goal);
                    }
                }
            }
        }
        for (key, label) in expected(goal) {
            if !rows.contains_key(&key) && !rows.contains_key(&format!("{key}{WITHHELD}")) {
                let message = format!("De rij “{label}” ontbreekt. Haal het bestand opnieuw op.");
                self.faults.push(Fault::new(self.place.clone(), message));
            }
        }
        Filled {
            contribution: key.contribution,
            based_on: key.revision,
            place: self.place,
            typed: Typed { versie: key.revision, shared: goal.listed.contribution.shared, ..self.typed },
            reason: self.reason,
            withheld: self.withheld,
            places: self.places,
            faults: self.faults,
        }
    }

    fn named(&mut self, row: u32, key: &str, goal: &Goal) {
        let texts = TEXTS.map(|(name, _)| name);
        let position = |key: &str| texts.iter().chain([&NOTE.0]).position(|name| *name == key);
        if let Some(position) = key.strip_suffix(WITHHELD).and_then(position) {
            self.withheld.push(position);
        } else if let Some(position) = position(key) {
            let text = self.field(row, TEXT, key);
            match self.typed.texts.get_mut(position) {
                Some(place) => *place = text,
                None => self.typed.note = text,
            }
        } else if key == NONE.0 {
            self.reason = self.field(row, TEXT, key);
        } else if let Some(number) = key.strip_prefix(COMMITMENT) {
            let word = self.field(row, STAND, &format!("stand-{number}"));
            let line = self.field(row, TEXT, &format!("regel-{number}"));
            if !goal.commitments.iter().any(|one| one.number == number) {
                if !(word.is_empty() && line.is_empty()) {
                    let message = format!("Inzet {number} hoort niet meer bij dit doel. Maak de rij leeg.");
                    self.fault(format!("rij {}", row + 1), message);
                }
                return;
            }
            let stand = self.typed.stands.entry(number.to_owned()).or_default();
            let known = Stand::ALL.into_iter().find(|stand| stand.dutch() == word.trim().to_lowercase());
            stand.stand = known.map_or(word, |stand| stand.code().to_owned());
            stand.line = line;
        } else {
            let message =
                format!("De verborgen sleutel “{}” is onbekend. Haal het bestand opnieuw op.", short(key));
            self.fault(format!("cel {}", address(row, KEY)), message);
        }
    }

    fn source(&mut self, row: u32) {
        let place = self.typed.sources.len();
        let name = |part: &str| format!("bron-{place}-{part}");
        let source = TypedSource {
            title: self.field(row, TITLE, &name("titel")),
            url: self.field(row, LINK, &name("link")),
            paper: self.field(row, PAPER, &name("kamerstuk")),
            date: self.field(row, DATE, &name("datum")),
        };
        if source != TypedSource::default() {
            self.typed.sources.push(source);
        }
    }

    /// A row that somebody added: what stands in it would be lost.
    fn nameless(&mut self, row: u32) {
        if (0..KEY).any(|column| self.sheet.cells.contains_key(&(row, column))) {
            let message =
                "Deze rij hoort bij geen onderdeel. Zet wat erin staat in een gele cel, of maak de rij leeg.";
            self.fault(format!("rij {}", row + 1), message);
        }
    }

    /// What a cell says that can be filled in.
    fn field(&mut self, row: u32, column: u32, name: &str) -> String {
        let cell = format!("cel {}", address(row, column));
        self.places.insert(name.to_owned(), cell.clone());
        let merged = self.sheet.merged.iter().find(|(from, until)| {
            from != until && (from.0..=until.0).contains(&row) && (from.1..=until.1).contains(&column)
        });
        if let Some((from, until)) = merged {
            let (from, until) = (address(from.0, from.1), address(until.0, until.1));
            self.fault(
                cell.clone(),
                format!("De cellen {from} tot en met {until} zijn samengevoegd. Splits ze weer."),
            );
        }
        match self.sheet.cells.get(&(row, column)) {
            None => String::new(),
            Some(Value::Text(text)) => text.replace("\r\n", "\n"),
            Some(Value::Formula) => {
                self.fault(cell, "Hier staat een formule. Zet er de tekst zelf neer.");
                String::new()
            }
            Some(Value::Fault) => {
                self.fault(cell, "Hier staat een foutmelding van het rekenblad. Zet er de tekst zelf neer.");
                String::new()
            }
        }
    }

    fn fault(&mut self, place: String, message: impl Into<String>) {
        let fault = Fault::new(format!("{}, {place}", self.place), message);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// The rows that a sheet must have.
fn expected(goal: &Goal) -> Vec<(String, String)> {
    let texts = TEXTS.into_iter().chain([NOTE, NONE]).map(|(key, label)| (key.to_owned(), label.to_owned()));
    let commitments = goal.commitments.iter().map(|one| {
        let number = &one.number;
        (format!("{COMMITMENT}{number}"), format!("Inzet {number}"))
    });
    texts.chain(commitments).collect()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
