//! The letter that offers the report (aanbiedingsbrief), as a value. One that is not finished is not made.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Block, definition::Definition, markdown, typography::hold};
use crate::domain::{
    letter::{LetterInput, LetterRefused},
    office::mede_namens,
    paper::House,
};

/// A complete letter, ready to be rendered or frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Language of the text, BCP 47.
    pub language: String,
    /// Who sends it, line by line.
    pub sender: Vec<String>,
    /// To whom, line by line.
    pub addressee: Vec<String>,
    /// Onze referentie.
    pub reference: String,
    /// The day on which it is signed.
    pub date: NaiveDate,
    /// Betreft.
    pub subject: String,
    /// What goes with it, by name; may be empty.
    pub attachments: Vec<String>,
    /// "Geachte voorzitter,"
    pub salutation: String,
    /// The text.
    pub body: Vec<Block>,
    /// The sentence with "mede namens"; `None` when the signatory speaks alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<String>,
    /// "De Minister van Buitenlandse Zaken,"
    pub signatory_title: String,
    /// Name of the signatory.
    pub signatory_name: String,
    /// A word printed on every page, such as "VOORBEELD".
    pub watermark: Option<String>,
}

impl Letter {
    /// The one JSON form of this letter: what is hashed and frozen.
    ///
    /// # Panics
    /// Never in practice: a letter is plain data.
    #[must_use]
    pub fn to_json(&self) -> String {
        super::canonical(self)
    }

    /// Reads the form written by [`Letter::to_json`].
    ///
    /// # Errors
    /// When the text is not JSON or not a letter of this version.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// SHA-256 of [`Letter::to_json`], in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        super::digest(&self.to_json())
    }
}

/// Makes the letter, or says everything that is still wrong with it.
///
/// # Errors
/// Each part that is empty, holds words of a template, an incomplete reference or a name of another day.
pub fn compile_letter(definition: &Definition, input: &LetterInput) -> Result<Letter, Vec<LetterRefused>> {
    let faults = input.faults();
    let (Some(date), Some(signatory), []) = (input.date, &input.signatory, &faults[..]) else {
        return Err(faults);
    };
    let words = &definition.letter;
    let on_behalf = mede_namens(&input.on_behalf);
    let mark = if input.specimen {
        Some(definition.document.specimen_mark.fill(&[]))
    } else {
        input.draft.then(|| definition.document.draft_mark.fill(&[]))
    };
    let sender = std::iter::once(&input.sender).chain(&words.sender);
    Ok(Letter {
        language: definition.language.clone(),
        sender: sender.cloned().collect(),
        addressee: words.addressee(input.house == House::Second).to_vec(),
        reference: input.reference.clone(),
        date,
        subject: hold(&input.subject),
        attachments: input.attachments.iter().map(|name| hold(name)).collect(),
        salutation: words.salutation.fill(&[]),
        body: markdown::parse(input.body.as_str()),
        closing: (!on_behalf.is_empty()).then(|| words.closing.fill(&[("on-behalf", &on_behalf)])),
        signatory_title: format!("De {},", signatory.title),
        signatory_name: signatory.holder.clone().unwrap_or_default(),
        watermark: mark,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::letter::tests::input;

    #[test]
    fn a_finished_letter_is_made() {
        let letter = compile_letter(&Definition::shipped(), &input()).unwrap();
        assert_eq!(letter.addressee[0], "De Voorzitter van de Tweede Kamer der Staten-Generaal");
        assert_eq!(letter.sender[0], "Ministerie van Buitenlandse Zaken");
        assert_eq!(
            letter.closing.as_deref(),
            Some("Ik zend u deze brief mede namens de minister van Defensie.")
        );
        assert_eq!(letter.signatory_title, "De Minister van Buitenlandse Zaken,");
        assert_eq!(letter.watermark.as_deref(), Some("VOORBEELD"));
        assert_eq!(letter.body.len(), 2);
    }

    #[test]
    fn the_other_house_gets_the_same_letter_under_its_own_address() {
        let second = compile_letter(&Definition::shipped(), &input()).unwrap();
        let first =
            compile_letter(&Definition::shipped(), &LetterInput { house: House::First, ..input() }).unwrap();
        assert!(first.addressee[0].contains("Eerste Kamer"));
        assert_eq!(Letter { addressee: second.addressee.clone(), ..first }, second);
    }

    #[test]
    fn a_letter_with_a_fault_is_not_made() {
        let letter = LetterInput { reference: String::new(), ..input() };
        assert_eq!(compile_letter(&Definition::shipped(), &letter).unwrap_err().len(), 1);
    }
}
