//! Giving akkoord: one way for one contribution and for several at once.

use sqlx::SqliteConnection;

use crate::{
    domain::{
        access::{Permit, Review},
        contribution::{Fault, State as Stage},
        person::Role,
    },
    store,
    web::{Result, contributions::Dossier, extract::Visitor},
};

/// What an akkoord came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// Everyone agreed who must.
    Whole,
    /// So many more must agree.
    Half(u32),
}

impl Given {
    /// What comes next, in words.
    pub(super) fn next(self) -> String {
        match self {
            Self::Whole => "De coördinator kan de tekst nu gebruiken.".to_owned(),
            Self::Half(1) => "Er is nog 1 akkoord nodig van een andere akkoordgever.".to_owned(),
            Self::Half(more) => format!("Er zijn nog {more} akkoorden nodig van andere akkoordgevers."),
        }
    }
}

/// Gives akkoord on the revision that was looked at, as far as this person can; the rest waits for others.
pub(super) async fn give(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
    permit: &Permit<Review>,
    looked_at: u32,
    absent_for: Option<&str>,
) -> Result<std::result::Result<Given, Fault>> {
    let contribution = &dossier.contribution;
    let (id, person) = (contribution.id, visitor.actor.person);
    let needed = store::approvals::needed(writer, &contribution.ministry, contribution.goal).await?;
    let agreements = store::approvals::agreements(writer, id, contribution.revision).await?;
    let agreed: Vec<_> =
        agreements.iter().filter(|one| one.ended_at.is_none()).map(|one| one.person).collect();
    let next = match contribution.clone().agree(permit, looked_at, person, &agreed, needed) {
        Ok(next) => next,
        Err(fault) => return Ok(Err(fault)),
    };
    let sha256 = dossier.newest(writer).await?.sha256();
    let whole = next.state == Stage::Approved;
    let verb = if whole { "approve" } else { "agree" };
    let mut event = visitor.event(Role::Approver, verb, "contribution", id);
    event.after = Some(sha256.clone());
    if whole {
        store::reviews::approve(writer, &next, &sha256, absent_for, &event).await?;
    } else {
        store::approvals::agree(writer, &next, &sha256, absent_for, &event).await?;
    }
    store::reviews::look(writer, id, person, contribution.revision, visitor.now).await?;
    let so_far = u32::try_from(agreed.len() + 1).unwrap_or(needed);
    Ok(Ok(if whole { Given::Whole } else { Given::Half(needed.saturating_sub(so_far)) }))
}
