//! What editions say of each goal, in short, and remembered: an edition never changes, and reading one takes
//! milliseconds that a page over twenty of them does not have.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::SqliteConnection;

use super::PressError;
use crate::{
    domain::id::EditionId,
    report::compare::{self, Digest},
};

/// By edition; a digest takes a few kilobytes, and an identity is never given to another edition.
static KNOWN: Mutex<BTreeMap<EditionId, Arc<Vec<Digest>>>> = Mutex::new(BTreeMap::new());

/// The goals of an edition in short.
///
/// # Errors
/// When there is no such edition, or it cannot be read.
pub async fn digest(
    connection: &mut SqliteConnection,
    edition: EditionId,
) -> Result<Arc<Vec<Digest>>, PressError> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&edition).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let report = super::report(connection, edition).await?;
    let read = tokio::task::spawn_blocking(move || Arc::new(compare::digest(&report)));
    let digest = read.await.map_err(|_| PressError::Stopped)?;
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(edition, Arc::clone(&digest));
    Ok(digest)
}
