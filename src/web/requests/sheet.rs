//! Motions and undertakings as a sheet: read with all that is wrong, and written so that it can be read again.

use std::collections::BTreeMap;

use super::entry::{Lists, RequestForm, read};
use crate::{
    domain::{
        clock,
        facts::{RequestFacts, RequestKind},
        id::RequestId,
        ministry::Ministry,
        paper::{House, PaperRef},
        round::Round,
    },
    store::requests::NewRequest,
    web::spreadsheet::{FORMULA, safe},
};

/// The most rows of one list.
pub(super) const MOST: usize = 5000;

/// The most cells of a row, on average, and the most bytes of one: far more than any list has.
const MOST_CELLS: usize = 80;
const MAX_CELL: usize = 100_000;

/// The columns by their name in a sheet; those that must be there first.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("soort", &[]),
    ("omschrijving", &["titel", "onderwerp"]),
    ("datum", &[]),
    ("kamer", &[]),
    ("vindplaats", &["kamerstuk", "nummer"]),
    ("indiener", &["indieners", "door"]),
    ("termijn", &[]),
    ("doel", &[]),
    ("ministerie", &[]),
];

/// How many of [`COLUMNS`] must be there.
const NEEDED: usize = 3;

/// What a sheet that was written has beside [`COLUMNS`]; said already, so not said again when it comes back.
const OWN: [&str; 2] = ["stand van zaken", "toelichting"];

/// A sheet as it was read.
pub(super) struct Sheet {
    /// Columns that were passed over.
    pub(super) ignored: Vec<String>,
    /// Its rows, in order.
    pub(super) rows: Vec<Row>,
}

/// A row of a sheet.
pub(super) struct Row {
    /// As a spreadsheet numbers it: the head is 1.
    pub(super) number: usize,
    /// What stands there.
    pub(super) form: RequestForm,
    /// What becomes of it.
    pub(super) fate: Fate,
}

/// What becomes of a row.
pub(super) enum Fate {
    /// It comes into the register.
    New(NewRequest),
    /// It is in the register already, under this title.
    Known(String),
    /// It cannot be taken, and why.
    Faulty(Vec<String>),
}

impl Sheet {
    /// The rows that come into the register.
    pub(super) fn new_entries(&self) -> impl Iterator<Item = &NewRequest> {
        self.rows.iter().filter_map(|row| match &row.fate {
            Fate::New(entry) => Some(entry),
            Fate::Known(_) | Fate::Faulty(_) => None,
        })
    }

    /// How many rows cannot be taken.
    pub(super) fn faulty(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.fate, Fate::Faulty(_))).count()
    }
}

/// The text of a file, and what had to be done to read it.
///
/// # Errors
/// What is wrong with the file, and what to do about it.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, bool), &'static str> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(
            "Dit is een rekenblad en geen CSV. Kies in uw rekenblad “Opslaan als” en dan “CSV UTF-8”.",
        );
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("Dit bestand is UTF-16. Kies in uw rekenblad “Opslaan als” en dan “CSV UTF-8”.");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("Het bestand is leeg.");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), false));
    }
    let text = bytes.iter().map(|byte| windows_1252(*byte)).collect::<Option<String>>();
    text.map(|text| (text, true))
        .ok_or("De tekens in dit bestand zijn niet te lezen. Sla het op als “CSV UTF-8”.")
}

/// A character of Windows-1252; `None` for the five bytes that it does not use.
fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => Some(HIGH[usize::from(byte - 0x80)]).filter(|character| *character != '\0'),
        _ => Some(char::from(byte)),
    }
}

/// Reads a sheet against the register: every row, with all that is wrong with it.
///
/// # Errors
/// What is wrong with the sheet as a whole, and what to do about it.
pub(super) fn parse(text: &str, round: &Round, mut lists: Lists) -> Result<Sheet, String> {
    let head = text.lines().next().unwrap_or_default();
    let separator = if head.matches(';').count() >= head.matches(',').count() { b';' } else { b',' };
    if text.bytes().filter(|byte| *byte == separator).count() > MOST * MOST_CELLS {
        return Err(format!(
            "Dit bestand heeft veel te veel cellen. In één keer passen er {MOST} rijen. Haal de lege kolommen weg."
        ));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(head)) = records.next() else {
        return Err("De eerste rij is niet te lezen.".to_owned());
    };
    let (places, ignored) = columns(&head)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut papers: Vec<(PaperRef, usize)> = Vec::new();
    for (index, record) in records.enumerate() {
        let number = index + 2;
        if index >= MOST {
            return Err(format!(
                "Rij {number} is er een te veel: in één keer passen er {MOST} onder de kop. Knip de lijst in stukken."
            ));
        }
        let record = record.map_err(|_| format!("Rij {number} is niet te lezen."))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.iter().any(|cell| cell.len() > MAX_CELL) {
            return Err(format!(
                "Rij {number} heeft een cel met een veel te lange tekst. Staat er een aanhalingsteken te weinig?"
            ));
        }
        let form = form(&record, &places, &lists);
        let mut faults = cells(&record, head.len(), &places);
        let fate = match read(RequestId::new(), &form, round, &lists) {
            Err(errors) => {
                faults.extend(errors.0.into_iter().map(|error| error.message));
                Fate::Faulty(faults)
            }
            Ok(_) if !faults.is_empty() => Fate::Faulty(faults),
            Ok(entry) => {
                let paper = entry.paper.as_deref().and_then(|paper| PaperRef::parse(paper).ok());
                let before = paper.as_ref().and_then(|paper| {
                    papers.iter().find(|(known, _)| known.is_same_paper(paper)).map(|(_, row)| *row)
                });
                papers.extend(paper.map(|paper| (paper, number)));
                match (before, lists.twin(&entry)) {
                    (Some(before), _) => {
                        let paper = entry.paper.as_deref().unwrap_or_default();
                        Fate::Faulty(vec![format!("Kamerstuk {paper} staat ook in rij {before}.")])
                    }
                    (None, Some(twin)) => Fate::Known(twin.title.clone()),
                    (None, None) => {
                        if entry.paper.is_none() {
                            // With a paper, `papers` finds the second one and says in which row the first stands.
                            lists.add(&entry);
                        }
                        Fate::New(entry)
                    }
                }
            }
        };
        rows.push(Row { number, form, fate });
    }
    if rows.is_empty() {
        return Err("Onder de kop staat geen enkele rij.".to_owned());
    }
    Ok(Sheet { ignored, rows })
}

type Places = BTreeMap<&'static str, usize>;

/// Where each column stands, and which were passed over.
fn columns(head: &csv::StringRecord) -> Result<(Places, Vec<String>), String> {
    let mut places = Places::new();
    let mut ignored = Vec::new();
    for (place, cell) in head.iter().enumerate() {
        let name = cell.trim().to_lowercase();
        let known =
            COLUMNS.iter().find(|(column, others)| *column == name || others.contains(&name.as_str()));
        match known {
            Some((column, _)) if places.contains_key(column) => {
                return Err(format!("De kolom “{column}” staat er twee keer. Haal er een weg."));
            }
            Some((column, _)) => {
                places.insert(column, place);
            }
            None if OWN.contains(&name.as_str()) || name.is_empty() => {}
            None => ignored.push(cell.trim().chars().take(60).collect()),
        }
    }
    let missing = COLUMNS[..NEEDED].iter().filter(|(column, _)| !places.contains_key(column));
    let missing: Vec<_> = missing.map(|(column, _)| format!("“{column}”")).collect();
    if missing.is_empty() {
        return Ok((places, ignored));
    }
    let found: Vec<_> =
        head.iter().take(12).map(|cell| cell.trim().chars().take(30).collect::<String>()).collect();
    Err(format!(
        "In de eerste rij ontbreekt de kolom {}. Er staat: {}.",
        missing.join(" en "),
        found.join(" | ")
    ))
}

/// What is wrong with the cells of a row, whatever they mean.
fn cells(record: &csv::StringRecord, width: usize, places: &Places) -> Vec<String> {
    let mut faults = Vec::new();
    if record.len() > width {
        faults.push(format!(
            "Deze rij heeft {} cellen en de kop {width}. Zet een tekst met een scheidingsteken tussen aanhalingstekens.",
            record.len()
        ));
    }
    for (column, place) in places {
        let cell = record.get(*place).unwrap_or_default();
        if cell.starts_with(FORMULA) {
            faults.push(format!(
                "“{column}” begint met “{}”, zoals een formule. Haal dat teken weg.",
                cell.chars().take(1).collect::<String>()
            ));
        }
    }
    faults
}

/// A row as the form would have it.
fn form(record: &csv::StringRecord, places: &Places, lists: &Lists) -> RequestForm {
    let cell = |column: &str| {
        let cell = places.get(column).and_then(|place| record.get(*place)).unwrap_or_default().trim();
        // What was written with a mark before a formula is read back without it.
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell).to_owned()
    };
    let kind = cell("soort").to_lowercase();
    let kind = RequestKind::ALL.into_iter().find(|one| one.dutch() == kind).map(RequestKind::code);
    let (house, paper) = (cell("kamer").to_lowercase(), cell("vindplaats"));
    let named = House::ALL
        .into_iter()
        .find(|one| [one.code().to_lowercase(), one.dutch().to_lowercase()].contains(&house));
    let house = named.or_else(|| {
        let paper = PaperRef::parse(&paper).ok().filter(|_| house.is_empty())?;
        Some(paper.house())
    });
    let goal = cell("doel").to_lowercase();
    let ministry = cell("ministerie");
    let wanted = ministry.to_lowercase();
    let known = lists.ministries.iter().find(|one| {
        let name = one.name.to_lowercase();
        let bare = name.strip_prefix("ministerie van ").unwrap_or(&name).to_owned();
        [one.code.to_string(), one.short.to_lowercase(), bare, name].contains(&wanted)
    });
    RequestForm {
        versie: 0,
        soort: kind.unwrap_or_default().to_owned(),
        kamer: house.map(House::code).unwrap_or_default().to_owned(),
        kamerstuk: paper,
        titel: cell("omschrijving"),
        indiener: cell("indiener"),
        datum: cell("datum"),
        termijn: cell("termijn"),
        doel: goal.strip_prefix("doel").unwrap_or(&goal).trim().to_owned(),
        ministerie: known.map_or(ministry, |one| one.code.to_string()),
    }
}

/// The register of a round as a sheet, with how far each is. UTF-8 with a mark, which spreadsheets ask for.
pub(super) fn write(found: &[RequestFacts], ministries: &[Ministry]) -> anyhow::Result<Vec<u8>> {
    let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    sheet.write_record(COLUMNS.iter().map(|(column, _)| *column).chain(OWN))?;
    for request in found {
        let ministry = ministries.iter().find(|one| Some(&one.code) == request.ministry.as_ref());
        let answer = request.answer.as_ref();
        sheet.write_record([
            request.kind.dutch(),
            &safe(&request.title),
            &clock::typed_date(request.date),
            request.house.code(),
            request.paper.as_deref().unwrap_or_default(),
            &safe(&request.proposer),
            &request.due.map(clock::typed_date).unwrap_or_default(),
            &request.goal.map(|goal| goal.to_string()).unwrap_or_default(),
            ministry.map(|one| one.short.as_str()).unwrap_or_default(),
            answer.map_or("nog niet beantwoord", |answer| answer.outcome.dutch()),
            &answer.map(|answer| safe(&answer.text)).unwrap_or_default(),
        ])?;
    }
    Ok(sheet.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_an_older_spreadsheet_is_read_and_that_is_said() {
        assert_eq!(decode("é".as_bytes()), Ok(("é".to_owned(), false)));
        assert_eq!(decode(b"\xef\xbb\xbfa"), Ok(("a".to_owned(), false)));
        assert_eq!(decode(b"Oekra\xefne \x80 5"), Ok(("Oekraïne € 5".to_owned(), true)));
    }

    #[test]
    fn a_file_that_is_no_text_says_what_it_is() {
        for (bytes, word) in [
            (&b"PK\x03\x04rest"[..], "rekenblad"),
            (b"\xff\xfea\0", "UTF-16"),
            (b" \r\n", "leeg"),
            (b"", "leeg"),
            (b"\x81\xff", "niet te lezen"),
        ] {
            assert!(decode(bytes).unwrap_err().contains(word), "{word}");
        }
    }
}
