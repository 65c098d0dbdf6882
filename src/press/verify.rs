//! Whether an edition is what was frozen: its report, its bytes, and what they can be rebuilt from.

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{
    PressError,
    edition::{files, letter_file},
    inputs,
};
use crate::{
    domain::{annex, edition::Frozen, event::hex, id::EditionId, paper::House},
    report::{Letter, Report, Stamp},
    store,
};

/// Something as it was then and as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// "rapport.pdf", "program".
    pub name: String,
    /// A SHA-256, or the name of a program; empty when there was none.
    pub then: String,
    /// The same of now; empty when there is none.
    pub now: String,
}

impl Compared {
    /// Whether it is as it was.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.then == self.now
    }
}

/// What was found of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The hash of the report by the log; then of each file what was frozen, beside what is kept and, when that is as
    /// it was, beside what the frozen report gives now.
    pub contents: Vec<Compared>,
    /// What it was made with, beside what this program has. Empty for an edition from before that was kept.
    pub made_with: Vec<Compared>,
}

/// Looks at everything that is kept of an edition, and rebuilds every file from its frozen report.
///
/// # Errors
/// When the frozen report cannot be read or printed.
pub async fn verify(connection: &mut SqliteConnection, edition: &Frozen) -> Result<Verified, PressError> {
    let json = store::editions::report(connection, edition.id).await?;
    let report = Report::from_json(&json)?;
    let program = store::editions::program(connection, edition.id).await?;
    let mut made_with =
        vec![Compared { name: "program".to_owned(), then: program.clone(), now: Stamp::of(&report).program }];
    let stamp = Stamp { sha256: report.sha256(), program };
    let letters = letters(connection, edition.id).await?;
    let rebuilt = tokio::task::spawn_blocking(move || files(&report, &stamp, &letters))
        .await
        .map_err(|_| PressError::Stopped)??;

    // Who changes the report can change its hash as well, but not in the log.
    let logged = store::events::find_frozen(connection, edition.id).await?.unwrap_or_default();
    let hash = hex(&Sha256::digest(json.as_bytes()));
    let now = if edition.sha256 == logged { hash } else { edition.sha256.clone() };
    let mut contents = vec![Compared { name: "report".to_owned(), then: logged, now }];
    let frozen = store::editions::files(connection, edition.id).await?;
    let missing = rebuilt.iter().filter(|file| frozen.iter().all(|(name, ..)| *name != file.name));
    contents.extend(missing.map(|file| Compared {
        name: file.name.clone(),
        then: String::new(),
        now: file.sha256.clone(),
    }));
    for (name, then, _) in frozen {
        let kept = store::editions::find_file(connection, edition.id, &name).await?;
        let kept = kept.map(|file| hex(&Sha256::digest(&file.bytes))).unwrap_or_default();
        let again = rebuilt.iter().find(|file| file.name == name).map(|file| file.sha256.clone());
        // What was brought in is made from nothing: it is what was frozen, or it is not.
        let now = match again {
            Some(again) if kept == then => again,
            None if kept == then && !annex::is_brought_in(&name) => String::new(),
            Some(_) | None => kept,
        };
        contents.push(Compared { name, then, now });
    }

    let present = inputs()?;
    let frozen = store::editions::inputs(connection, edition.id).await?;
    if frozen.is_empty() {
        made_with.clear();
    }
    made_with.extend(frozen.into_iter().map(|(name, then)| {
        let now = present.iter().find(|(known, _)| *known == name).map(|(_, sha256)| sha256.clone());
        Compared { name, then, now: now.unwrap_or_default() }
    }));
    Ok(Verified { contents, made_with })
}

/// The letters that were frozen with an edition.
async fn letters(
    connection: &mut SqliteConnection,
    edition: EditionId,
) -> Result<Vec<(House, Letter)>, PressError> {
    let mut letters = Vec::new();
    for house in House::ALL {
        if let Some(file) =
            store::editions::find_file(connection, edition, &letter_file(house, "json")).await?
        {
            letters.push((house, serde_json::from_slice(&file.bytes)?));
        }
    }
    Ok(letters)
}
