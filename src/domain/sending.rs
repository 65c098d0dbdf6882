//! Sending an edition to a House of parliament: what is known only afterwards, and stands beside the edition.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::{
    access::{Permit, Record},
    clock::local_date,
    edition::Frozen,
    paper::{House, PaperRef},
};

/// That an edition was sent to a House. Recorded anew with every correction; the newest counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// To which House.
    pub house: House,
    /// On which day.
    pub sent_on: NaiveDate,
    /// The Kamerstuk, once it has a number.
    pub paper: Option<PaperRef>,
    /// The House's own number of the document, once it is known.
    pub document: Option<DocumentNumber>,
}

/// The number under which a House registers a document: a year, "D" and five digits, such as "2020D14866".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNumber(String);

/// Not the number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a number like “2020D14866”")]
pub struct NoDocumentNumber;

impl DocumentNumber {
    /// Reads a number; the letter may be small.
    ///
    /// # Errors
    /// When it has another form.
    pub fn parse(text: &str) -> Result<Self, NoDocumentNumber> {
        let text = text.trim().to_ascii_uppercase();
        let parts = text.split_once('D').filter(|(year, number)| {
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            (year.starts_with("19") || year.starts_with("20"))
                && (year.len(), number.len()) == (4, 5)
                && digits(year)
                && digits(number)
        });
        if parts.is_some() { Ok(Self(text)) } else { Err(NoDocumentNumber) }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A Kamerstuk that was recorded for an edition of any round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which Kamerstuk.
    pub paper: PaperRef,
    /// Of which edition, in words: "editie 1 van de ronde 2018–2020".
    pub edition: String,
}

/// Why a sending cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nothing was sent that is not released.
    #[error("the edition is not released")]
    Unreleased,
    /// Sent before it was released, on this day.
    #[error("it was released on {0}")]
    BeforeRelease(NaiveDate),
    /// Sent on a day that is still to come.
    #[error("that day is still to come")]
    Future,
    /// The Kamerstuk is one of this House.
    #[error("that is a paper of the {}", .0.dutch())]
    OtherHouse(House),
    /// Another edition has this Kamerstuk.
    #[error("{0} has this Kamerstuk")]
    Taken(String),
}

impl Sending {
    /// May this be recorded of an edition? `claims` are the newest Kamerstukken of all other editions.
    ///
    /// # Errors
    /// The first [`Fault`] there is.
    pub fn check(
        &self,
        _permit: &Permit<Record>,
        edition: &Frozen,
        claims: &[Claim],
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let released = edition.released_at.map(local_date).ok_or(Fault::Unreleased)?;
        if self.sent_on < released {
            return Err(Fault::BeforeRelease(released));
        }
        if self.sent_on > local_date(now) {
            return Err(Fault::Future);
        }
        let Some(paper) = &self.paper else { return Ok(()) };
        if paper.house() != self.house {
            return Err(Fault::OtherHouse(paper.house()));
        }
        // With or without a parliamentary year before it, it is the same publication.
        match claims.iter().find(|claim| claim.paper.url() == paper.url()) {
            Some(claim) => Err(Fault::Taken(claim.edition.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{access::operator, edition::tests::released};

    fn sending(sent_on: &str, paper: &str) -> Sending {
        Sending {
            house: House::Second,
            sent_on: sent_on.parse().unwrap(),
            paper: Some(PaperRef::parse(paper).unwrap()),
            document: None,
        }
    }

    fn check(sending: &Sending, claims: &[Claim]) -> Result<(), Fault> {
        let now = "2020-05-01T12:00:00Z".parse().unwrap();
        sending.check(&operator::record(), &released(1), claims, now)
    }

    #[test]
    fn an_edition_is_sent_between_its_release_and_today() {
        let released = "2020-04-17".parse().unwrap();
        assert_eq!(check(&sending("2020-04-17", "33 694, nr. 57"), &[]), Ok(()));
        assert_eq!(check(&sending("2020-04-16", "33 694, nr. 57"), &[]), Err(Fault::BeforeRelease(released)));
        assert_eq!(check(&sending("2020-05-02", "33 694, nr. 57"), &[]), Err(Fault::Future));
    }

    #[test]
    fn a_kamerstuk_is_of_its_own_house_and_of_one_edition() {
        assert_eq!(check(&sending("2020-04-20", "33 694, U"), &[]), Err(Fault::OtherHouse(House::First)));
        let paper = PaperRef::parse("Kamerstukken II 2019/20, 33 694, nr. 57").unwrap();
        let claims = [Claim { paper, edition: "editie 3".into() }];
        let twice = sending("2020-04-20", "33 694, nr. 57");
        assert_eq!(check(&twice, &claims), Err(Fault::Taken("editie 3".into())));
        assert_eq!(check(&sending("2020-04-20", "33 694, nr. 58"), &claims), Ok(()));
    }

    #[test]
    fn a_document_number_is_a_year_a_letter_and_five_digits() {
        assert_eq!(DocumentNumber::parse(" 2020d14866 ").unwrap().as_str(), "2020D14866");
        for wrong in ["", "2020D1486", "2020D148666", "2020Z14866", "1820D14866", "2020D1486é", "2020 D14866"]
        {
            assert_eq!(DocumentNumber::parse(wrong), Err(NoDocumentNumber), "{wrong:?}");
        }
    }
}
