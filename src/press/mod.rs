//! From facts to files: compiles, renders, freezes, releases and rebuilds. The web and the command line both come here,
//! so that a report is the same wherever it was asked for.

mod archive;
mod digest;
pub mod document;
mod draft;
mod edition;
mod erratum;
mod findable;
mod verify;
mod zip;

use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use thiserror::Error;

pub use self::{
    archive::{Archive, archive, archive_earlier},
    digest::digest,
    draft::{Draft, Drafts},
    edition::{freeze, release},
    erratum::{draft_erratum, freeze_erratum},
    findable::index_released,
    verify::{Compared, Verified, verify},
    zip::TooLarge,
};
use crate::{
    domain::{edition::Fault, event::hex, gap::Gap, id::EditionId, round::Round},
    render::{
        html,
        pdf::{self, Fonts, PdfError},
    },
    report::{EditionLabel, Found, Letter, Report, Stamp, compile, definition::Definition},
    store,
};

/// The faces are read once for the whole program.
static FONTS: OnceLock<Fonts> = OnceLock::new();

/// Why an edition could not be made.
#[derive(Debug, Error)]
pub enum PressError {
    /// A rule forbids it.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It cannot be printed.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// What an erratum quotes does not stand where it says: for each such correction, from 0, what was found.
    #[error("{} corrections do not quote the edition", .0.len())]
    Misquoted(Vec<(usize, Found)>),
    /// The renderer died.
    #[error("the renderer stopped")]
    Stopped,
    /// What was frozen cannot be read.
    #[error("the frozen report cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Its data cannot be written as a sheet.
    #[error(transparent)]
    Sheet(#[from] csv::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The report of a round as it stands now, and what is missing from it.
///
/// # Errors
/// When the database fails or the edition before cannot be read.
pub async fn draft(
    connection: &mut SqliteConnection,
    definition: &Definition,
    round: Round,
) -> Result<(Report, Vec<Gap>), PressError> {
    let before = previous(connection, &round).await?;
    let facts = store::facts::gather(connection, round).await?;
    Ok(compile(definition, &facts, before.as_ref(), EditionLabel::draft(definition, &facts)))
}

/// What was last released on the strategy before a round, as it was frozen; `None` for a first report.
///
/// # Errors
/// When the database fails or the edition cannot be read.
pub async fn previous(
    connection: &mut SqliteConnection,
    round: &Round,
) -> Result<Option<Report>, PressError> {
    let json = store::editions::find_report_before(connection, round).await?;
    Ok(json.map(|json| Report::from_json(&json)).transpose()?)
}

/// The report of an edition, as it was frozen.
///
/// # Errors
/// When there is none, or it cannot be read.
pub async fn report(connection: &mut SqliteConnection, edition: EditionId) -> Result<Report, PressError> {
    Ok(Report::from_json(&store::editions::report(connection, edition).await?)?)
}

/// A report as one HTML file that stands alone.
#[must_use]
pub fn html(report: &Report) -> String {
    html::render(report, &Stamp::of(report))
}

/// A report as PDF.
///
/// # Errors
/// When something in it cannot be printed; says what and where.
pub fn pdf(report: &Report) -> Result<Vec<u8>, PdfError> {
    pdf::render(report, &Stamp::of(report), fonts()?)
}

/// A letter as one HTML file that stands alone.
#[must_use]
pub fn letter_html(letter: &Letter) -> String {
    html::letter(letter)
}

/// A letter as PDF.
///
/// # Errors
/// When something in it cannot be printed; says what.
pub fn letter_pdf(letter: &Letter) -> Result<Vec<u8>, PdfError> {
    pdf::letter(letter, &Stamp::of_letter(letter), fonts()?)
}

/// Name and SHA-256 of all that decides, beside the program, what an edition looks like: the definition and the faces.
fn inputs() -> Result<Vec<(String, String)>, PdfError> {
    let definition = ("definition", Definition::SOURCE.as_bytes());
    let all = std::iter::once(definition).chain(fonts()?.files());
    Ok(all.map(|(name, bytes)| (name.to_owned(), hex(&Sha256::digest(bytes)))).collect())
}

fn fonts() -> Result<&'static Fonts, PdfError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let read = Fonts::embedded()?;
    Ok(FONTS.get_or_init(|| read))
}
