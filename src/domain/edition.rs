//! Editions: frozen reports, and the two people each of them takes.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    access::{Coordinate, Permit, Release},
    gap::Gap,
    id::{EditionId, PersonId, RoundId},
    round::State as RoundState,
};

/// What kind of edition it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The round's report.
    Report,
    /// Old value, new value, reason.
    Erratum,
    /// Takes the place of another.
    Replacement,
}

impl Kind {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Erratum => "erratum",
            Self::Replacement => "replacement",
        }
    }
}

/// A frozen edition, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Identity.
    pub id: EditionId,
    /// Of which round.
    pub round: RoundId,
    /// From 1 within its round.
    pub number: u32,
    /// What kind.
    pub kind: Kind,
    /// SHA-256 of the report's JSON.
    pub sha256: String,
    /// Who froze it.
    pub frozen_by: PersonId,
    /// When.
    pub frozen_at: DateTime<Utc>,
    /// When it was released; `None` until then.
    pub released_at: Option<DateTime<Utc>>,
}

/// Why an edition cannot be frozen or released.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Gaps that nobody answered or set aside.
    #[error("{} gaps are open", .0.len())]
    Gaps(Vec<Gap>),
    /// Not in this state of the round.
    #[error("not possible for a round in state {}", .0.code())]
    Round(RoundState),
    /// It was released before.
    #[error("released before")]
    Released,
}

/// May the report be frozen as it stands? Every gap is answered or set aside with a reason.
///
/// # Errors
/// [`Fault::Round`] or [`Fault::Gaps`] with all that are open.
pub fn may_freeze(_permit: &Permit<Coordinate>, round: RoundState, gaps: &[Gap]) -> Result<(), Fault> {
    if !matches!(round, RoundState::Composing | RoundState::Consulting) {
        return Err(Fault::Round(round));
    }
    let open: Vec<Gap> = gaps.iter().filter(|gap| gap.acknowledged.is_none()).cloned().collect();
    if open.is_empty() { Ok(()) } else { Err(Fault::Gaps(open)) }
}

impl Frozen {
    /// Releases the edition to the public. The permit holds that another person froze it.
    ///
    /// # Errors
    /// [`Fault::Released`] the second time.
    pub fn release(self, _permit: &Permit<Release>, at: DateTime<Utc>) -> Result<Self, Fault> {
        if self.released_at.is_some() {
            return Err(Fault::Released);
        }
        Ok(Self { released_at: Some(at), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{access::operator, gap::Mend};

    #[test]
    fn an_open_gap_stops_freezing_and_one_set_aside_does_not() {
        let mut gap = Gap {
            key: "samenvatting".into(),
            goal: None,
            ministry: None,
            what: "Er is nog geen samenvatting.".into(),
            mend: Mend::Texts,
            acknowledged: None,
        };
        let permit = operator::coordinate();
        assert!(may_freeze(&permit, RoundState::Composing, std::slice::from_ref(&gap)).is_err());
        gap.acknowledged = Some("Komt in het voorjaar.".into());
        assert_eq!(may_freeze(&permit, RoundState::Composing, &[gap]), Ok(()));
        assert_eq!(may_freeze(&permit, RoundState::Open, &[]), Err(Fault::Round(RoundState::Open)));
    }
}
