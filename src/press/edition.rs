//! An edition's life: frozen with all its files, released by another person, rebuilt to the byte.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{PressError, fonts, inputs};
use crate::{
    domain::{
        access::{Coordinate, Permit, Release},
        edition::{self, Corrects, Frozen, Kind},
        event::{Event, hex},
        facts::Facts,
        id::{EditionId, PersonId, RoundId},
        letter::LetterInput,
        paper::House,
        person::Role,
        round::{Round, State},
    },
    render::{
        html,
        pdf::{self, PdfError},
    },
    report::{
        EditionLabel, Letter, Replaces, Report, Stamp, compile, compile_letter, definition::Definition,
    },
    store::{
        self,
        editions::{NewEdition, NewFile},
    },
};

/// Freezes the report of a round as its next edition, with all its files. Call it within a transaction.
///
/// # Errors
/// [`PressError::Fault`] with every open gap, or when something cannot be printed.
pub async fn freeze(
    connection: &mut SqliteConnection,
    permit: &Permit<Coordinate>,
    round: Round,
    definition: &Definition,
    by: PersonId,
    now: DateTime<Utc>,
    origin: &str,
) -> Result<Frozen, PressError> {
    let (id, state) = (round.id, round.state);
    round.require_running().map_err(|_| edition::Fault::Paused)?;
    let previous = super::previous(connection, &round).await?;
    let facts = store::facts::gather(connection, round).await?;
    let number = store::editions::next_number(connection, id).await?;
    let corrects = store::replacements::find(connection, id).await?;
    let replaces = replaces(connection, corrects.as_ref()).await?;
    let label = EditionLabel::frozen(definition, &facts, number, replaces.as_ref());
    let (report, gaps) = compile(definition, &facts, previous.as_ref(), label);
    edition::may_freeze(permit, state, &gaps)?;
    if let Some(corrects) = &corrects {
        store::replacements::end(connection, corrects.edition, now).await?;
    }
    let kind = if corrects.is_some() { Kind::Replacement } else { Kind::Report };
    let frozen = Frozen {
        id: EditionId::new(),
        round: id,
        number,
        kind,
        corrects,
        sha256: report.sha256(),
        frozen_by: by,
        frozen_at: now,
        released_at: None,
    };
    store::rounds::set_state(connection, id, State::Frozen).await?;
    let annexes = annexes(connection, id).await?;
    keep(connection, frozen, report, (letters(definition, &facts), annexes), origin).await
}

/// Keeps an edition for ever, with all its files and the event.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    frozen: Frozen,
    report: Report,
    (letters, annexes): (Vec<(House, Letter)>, Vec<NewFile>),
    origin: &str,
) -> Result<Frozen, PressError> {
    let stamp = Stamp::of(&report);
    let program = stamp.program.clone();
    let json = report.to_json();
    let mut files = tokio::task::spawn_blocking(move || files(&report, &stamp, &letters))
        .await
        .map_err(|_| PressError::Stopped)??;
    files.extend(annexes);
    let edition = NewEdition {
        frozen: frozen.clone(),
        report: json,
        definition: Definition::SOURCE.to_owned(),
        program,
        inputs: inputs()?,
        files,
    };
    store::editions::insert(connection, &edition).await?;
    let who = (frozen.frozen_by, Role::Coordinator);
    let event = event(&frozen, who, frozen.frozen_at, "freeze", origin);
    store::events::append(connection, &event).await?;
    Ok(frozen)
}

/// The documents that go along, as they were brought in.
async fn annexes(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<NewFile>, PressError> {
    let mut files = Vec::new();
    for annex in store::annexes::list(connection, round).await? {
        let bytes = store::annexes::bytes(connection, annex.id).await?;
        files.push(NewFile { name: annex.name, media_type: PDF, sha256: annex.sha256, bytes });
    }
    Ok(files)
}

/// What a new edition says of the one whose place it takes.
async fn replaces(
    connection: &mut SqliteConnection,
    corrects: Option<&Corrects>,
) -> Result<Option<Replaces>, PressError> {
    let Some(corrects) = corrects else { return Ok(None) };
    let editions = store::editions::list(connection, true).await?;
    let replaced = editions.iter().find(|listed| listed.edition.id == corrects.edition);
    Ok(replaced.map(|listed| Replaces { number: listed.edition.number, reason: corrects.reason.clone() }))
}

/// Releases a frozen edition to the public. Call it within a transaction.
///
/// # Errors
/// [`PressError::Fault`] when it was released before.
pub async fn release(
    connection: &mut SqliteConnection,
    permit: &Permit<Release>,
    frozen: Frozen,
    by: PersonId,
    now: DateTime<Utc>,
    origin: &str,
) -> Result<Frozen, PressError> {
    let released = frozen.release(permit, now)?;
    store::editions::release(connection, released.id, by, now).await?;
    super::index_released(connection).await?;
    // An erratum goes out beside whatever its round is doing.
    if released.kind != Kind::Erratum {
        store::rounds::set_state(connection, released.round, State::Presented).await?;
    }
    store::events::append(connection, &event(&released, (by, Role::Publisher), now, "release", origin))
        .await?;
    Ok(released)
}

/// The letter to each House; none when it was set aside unfinished.
fn letters(definition: &Definition, facts: &Facts) -> Vec<(House, Letter)> {
    let Some(input) = &facts.letter else { return Vec::new() };
    let to = |house| LetterInput { house, draft: false, ..input.clone() };
    let made =
        House::ALL.into_iter().map(|house| Some((house, compile_letter(definition, &to(house)).ok()?)));
    made.flatten().collect()
}

/// "brief-tweede-kamer.pdf".
pub(super) fn letter_file(house: House, extension: &str) -> String {
    format!("brief-{}.{extension}", house.slug())
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const PDF: &str = "application/pdf";

/// Every file of an edition.
pub(super) fn files(
    report: &Report,
    stamp: &Stamp,
    letters: &[(House, Letter)],
) -> Result<Vec<NewFile>, PdfError> {
    let file = |name: String, media_type, bytes: Vec<u8>| NewFile {
        name,
        media_type,
        sha256: hex(&Sha256::digest(&bytes)),
        bytes,
    };
    let mut files = vec![
        file("rapport.json".to_owned(), JSON, report.to_json().into_bytes()),
        file("rapport.html".to_owned(), HTML, html::render(report, stamp).into_bytes()),
        file("rapport.pdf".to_owned(), PDF, pdf::render(report, stamp, fonts()?)?),
    ];
    for (house, letter) in letters {
        let stamp = Stamp { sha256: letter.sha256(), program: stamp.program.clone() };
        files.push(file(letter_file(*house, "json"), JSON, letter.to_json().into_bytes()));
        files.push(file(letter_file(*house, "html"), HTML, html::letter(letter).into_bytes()));
        files.push(file(letter_file(*house, "pdf"), PDF, pdf::letter(letter, &stamp, fonts()?)?));
    }
    Ok(files)
}

fn event(
    edition: &Frozen,
    (by, role): (PersonId, Role),
    at: DateTime<Utc>,
    verb: &'static str,
    origin: &str,
) -> Event {
    Event {
        at,
        actor: Some(by),
        role: role.code(),
        ministry: None,
        verb,
        object_kind: "edition",
        object_id: edition.id.to_string(),
        before: None,
        after: Some(edition.sha256.clone()),
        origin: origin.to_owned(),
    }
}
