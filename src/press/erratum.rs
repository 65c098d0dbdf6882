//! Errata: shown as they will read, then frozen as an edition of their own.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{PressError, edition::keep};
use crate::{
    domain::{
        access::{Coordinate, Permit},
        correction::Correction,
        edition::{self, Corrects, Frozen, Kind},
        id::{EditionId, PersonId},
    },
    report::{Found, Report, definition::Definition, erratum},
    store,
};

/// The erratum to an edition as it will read when it is frozen now.
///
/// # Errors
/// [`PressError::Fault`] when the edition cannot be corrected, [`PressError::Misquoted`] when a correction quotes what
/// does not stand there.
pub async fn draft_erratum(
    connection: &mut SqliteConnection,
    permit: &Permit<Coordinate>,
    definition: &Definition,
    corrected: &Frozen,
    corrections: &[Correction],
) -> Result<Report, PressError> {
    let editions = store::editions::list(connection, false).await?;
    let chain = corrected.chain(editions.iter().map(|listed| &listed.edition));
    edition::may_correct(permit, corrected, &chain)?;
    let report = super::report(connection, corrected.id).await?;
    let looked_up = corrections
        .iter()
        .map(|correction| report.find(correction.place.as_str(), correction.stated.as_str()));
    let misquoted: Vec<_> = looked_up.enumerate().filter(|(_, found)| *found != Found::Here).collect();
    if !misquoted.is_empty() {
        return Err(PressError::Misquoted(misquoted));
    }
    let own = store::editions::next_number(connection, corrected.round).await?;
    Ok(erratum(definition, &report, corrected.number, own, corrections))
}

/// Freezes an erratum as the next edition of its round, with all its files. Call it within a transaction.
///
/// # Errors
/// As [`draft_erratum`], and when something in it cannot be printed.
#[expect(clippy::too_many_arguments, reason = "who, what and when of one act")]
pub async fn freeze_erratum(
    connection: &mut SqliteConnection,
    permit: &Permit<Coordinate>,
    definition: &Definition,
    corrected: &Frozen,
    corrections: &[Correction],
    by: PersonId,
    now: DateTime<Utc>,
    origin: &str,
) -> Result<Frozen, PressError> {
    let report = draft_erratum(connection, permit, definition, corrected, corrections).await?;
    let mut reasons: Vec<&str> = corrections.iter().map(|correction| correction.reason.as_str()).collect();
    reasons.dedup();
    let frozen = Frozen {
        id: EditionId::new(),
        round: corrected.round,
        number: store::editions::next_number(connection, corrected.round).await?,
        kind: Kind::Erratum,
        corrects: Some(Corrects { edition: corrected.id, reason: reasons.join(" ") }),
        sha256: report.sha256(),
        frozen_by: by,
        frozen_at: now,
        released_at: None,
    };
    keep(connection, frozen, report, (Vec::new(), Vec::new()), origin).await
}
