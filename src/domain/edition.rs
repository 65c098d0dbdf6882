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

/// The edition that another one corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrects {
    /// Which one.
    pub edition: EditionId,
    /// Why, in a sentence or more.
    pub reason: String,
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
    /// What it corrects and why; `None` for the round's report.
    pub corrects: Option<Corrects>,
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
    /// The round is paused.
    #[error("the round is paused")]
    Paused,
    /// It was released before.
    #[error("released before")]
    Released,
    /// Only what everyone can read is corrected in the open.
    #[error("not released")]
    Unreleased,
    /// An erratum is not corrected itself: another erratum to the report is.
    #[error("it is an erratum")]
    Erratum,
    /// The edition with this number took its place.
    #[error("replaced by edition {0}")]
    Replaced(u32),
    /// It is being replaced already, or another edition of the round is.
    #[error("a replacement is under way")]
    Replacing,
}

/// What other editions of its round say of an edition, as far as one may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain<'a> {
    /// The one it corrects.
    pub corrects: Option<&'a Frozen>,
    /// The one that took its place.
    pub replaced_by: Option<&'a Frozen>,
    /// Its errata, oldest first.
    pub errata: Vec<&'a Frozen>,
}

/// May the report be frozen as it stands?
///
/// Its texts were laid before the ministries, and every gap is answered or set aside with a reason; a consent that is
/// missing is a gap that only consent, or overruling it, closes.
///
/// # Errors
/// [`Fault::Round`] or [`Fault::Gaps`] with all that are open.
pub fn may_freeze(_permit: &Permit<Coordinate>, round: RoundState, gaps: &[Gap]) -> Result<(), Fault> {
    if round != RoundState::Consulting {
        return Err(Fault::Round(round));
    }
    let open: Vec<Gap> = gaps.iter().filter(|gap| gap.acknowledged.is_none()).cloned().collect();
    if open.is_empty() { Ok(()) } else { Err(Fault::Gaps(open)) }
}

/// May an edition be corrected, by an erratum or a replacement?
///
/// # Errors
/// [`Fault::Unreleased`], [`Fault::Erratum`] or [`Fault::Replaced`].
pub fn may_correct(_permit: &Permit<Coordinate>, edition: &Frozen, chain: &Chain<'_>) -> Result<(), Fault> {
    if edition.kind == Kind::Erratum {
        return Err(Fault::Erratum);
    }
    if edition.released_at.is_none() {
        return Err(Fault::Unreleased);
    }
    chain.replaced_by.map_or(Ok(()), |newer| Err(Fault::Replaced(newer.number)))
}

/// May the replacement of an edition begin? Then its round is composed again.
///
/// # Errors
/// As [`may_correct`], and [`Fault::Replacing`] while the round is not done.
pub fn may_replace(
    permit: &Permit<Coordinate>,
    edition: &Frozen,
    chain: &Chain<'_>,
    round: RoundState,
) -> Result<(), Fault> {
    may_correct(permit, edition, chain)?;
    if round == RoundState::Presented { Ok(()) } else { Err(Fault::Replacing) }
}

impl Frozen {
    /// What the other editions say of this one. `editions` may hold those of other rounds as well.
    #[must_use]
    pub fn chain<'a>(&self, editions: impl IntoIterator<Item = &'a Self>) -> Chain<'a> {
        let mut chain = Chain { corrects: None, replaced_by: None, errata: Vec::new() };
        for other in editions {
            if self.corrects.as_ref().is_some_and(|corrects| corrects.edition == other.id) {
                chain.corrects = Some(other);
            }
            if other.corrects.as_ref().is_some_and(|corrects| corrects.edition == self.id) {
                match other.kind {
                    Kind::Erratum => chain.errata.push(other),
                    Kind::Report | Kind::Replacement => chain.replaced_by = Some(other),
                }
            }
        }
        chain.errata.sort_by_key(|erratum| erratum.number);
        chain
    }

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
pub(crate) mod tests {
    use super::*;
    use crate::domain::{access::operator, gap::Mend};

    pub(crate) fn released(number: u32) -> Frozen {
        Frozen {
            id: EditionId::new(),
            round: RoundId::new(),
            number,
            kind: Kind::Report,
            corrects: None,
            sha256: String::new(),
            frozen_by: PersonId::new(),
            frozen_at: "2020-04-15T12:00:00Z".parse().unwrap(),
            released_at: "2020-04-17T12:00:00Z".parse().ok(),
        }
    }

    fn correcting(kind: Kind, number: u32, of: &Frozen) -> Frozen {
        let corrects = Some(Corrects { edition: of.id, reason: "Fout.".into() });
        Frozen { kind, corrects, ..released(number) }
    }

    #[test]
    fn the_chain_is_seen_from_both_ends() {
        let report = released(1);
        let erratum = correcting(Kind::Erratum, 2, &report);
        let replacement = correcting(Kind::Replacement, 3, &report);
        let all = [replacement.clone(), erratum.clone(), report.clone()];
        let chain = report.chain(&all);
        assert_eq!((chain.corrects, chain.replaced_by), (None, Some(&replacement)));
        assert_eq!(chain.errata, [&erratum]);
        assert_eq!(erratum.chain(&all).corrects, Some(&report));
        assert_eq!(replacement.chain(&all).corrects, Some(&report));
    }

    #[test]
    fn only_the_newest_released_report_is_corrected() {
        let permit = operator::coordinate();
        let report = released(1);
        let erratum = correcting(Kind::Erratum, 2, &report);
        let replacement = correcting(Kind::Replacement, 3, &report);
        let unreleased = Frozen { released_at: None, ..report.clone() };
        let may = |edition: &Frozen, all: &[Frozen]| may_correct(&permit, edition, &edition.chain(all));
        assert_eq!(may(&report, std::slice::from_ref(&erratum)), Ok(()));
        assert_eq!(may(&unreleased, &[]), Err(Fault::Unreleased));
        assert_eq!(may(&erratum, std::slice::from_ref(&report)), Err(Fault::Erratum));
        assert_eq!(may(&report, std::slice::from_ref(&replacement)), Err(Fault::Replaced(3)));
        assert_eq!(may(&replacement, &[]), Ok(()), "what took its place can be wrong as well");
        let replace = |state| may_replace(&permit, &report, &report.chain(&[]), state);
        assert_eq!(replace(RoundState::Presented), Ok(()));
        assert_eq!(replace(RoundState::Composing), Err(Fault::Replacing));
    }

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
        assert!(may_freeze(&permit, RoundState::Consulting, std::slice::from_ref(&gap)).is_err());
        gap.acknowledged = Some("Komt in het voorjaar.".into());
        assert_eq!(may_freeze(&permit, RoundState::Consulting, &[gap]), Ok(()));
        let unlaid = may_freeze(&permit, RoundState::Composing, &[]);
        assert_eq!(unlaid, Err(Fault::Round(RoundState::Composing)));
        assert_eq!(may_freeze(&permit, RoundState::Open, &[]), Err(Fault::Round(RoundState::Open)));
    }
}
