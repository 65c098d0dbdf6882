//! The letter that offers the report (aanbiedingsbrief), as a value. One that is not finished is not made.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Block, definition::Definition, markdown, typography::hold};
use crate::domain::{
    letter::{LetterInput, Office, mede_namens},
    paper::{House, PaperRef},
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

/// A part of a letter that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterField {
    /// Who sends it.
    Sender,
    /// Onze referentie.
    Reference,
    /// The date.
    Date,
    /// Betreft.
    Subject,
    /// Bijlagen.
    Attachments,
    /// The text.
    Body,
    /// Who signs.
    Signatory,
    /// On whose behalf as well.
    OnBehalf,
}

impl LetterField {
    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Sender => "afzender",
            Self::Reference => "onze referentie",
            Self::Date => "datum",
            Self::Subject => "betreft",
            Self::Attachments => "bijlagen",
            Self::Body => "tekst",
            Self::Signatory => "ondertekenaar",
            Self::OnBehalf => "mede namens",
        }
    }
}

/// Why a letter cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {fault}", .field.dutch())]
pub struct LetterRefused {
    /// Which part.
    pub field: LetterField,
    /// What is wrong with it.
    pub fault: LetterFault,
}

/// What can be wrong with a part of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LetterFault {
    /// Nothing there.
    #[error("not filled in")]
    Empty,
    /// Words of a template that were never filled in.
    #[error("“{0}” was never filled in")]
    Template(String),
    /// A reference to a paper that is not complete.
    #[error("the reference “{0}” is not complete")]
    Reference(String),
    /// Nobody held the office on the letter's date.
    #[error("nobody held the office “{0}” on the date of the letter")]
    Vacant(String),
    /// A ministry or office did not bear this name on the letter's date.
    #[error("“{0}” is not a name of the date of the letter")]
    WrongName(String),
    /// The signatory cannot sign on their own behalf as well.
    #[error("“{0}” signs the letter already")]
    Signs(String),
}

/// Makes the letter, or says everything that is still wrong with it.
///
/// # Errors
/// Each part that is empty, holds words of a template, an incomplete reference or a name of another day.
pub fn compile_letter(definition: &Definition, input: &LetterInput) -> Result<Letter, Vec<LetterRefused>> {
    let mut refused = Vec::new();
    let mut refuse = |field, fault| refused.push(LetterRefused { field, fault });
    for (field, lines, needed) in [
        (LetterField::Sender, &input.sender[..], true),
        (LetterField::Reference, std::slice::from_ref(&input.reference), true),
        (LetterField::Subject, std::slice::from_ref(&input.subject), true),
        (LetterField::Attachments, &input.attachments[..], false),
        (LetterField::Body, &[input.body.as_str().to_owned()], true),
    ] {
        if (needed && lines.is_empty()) || lines.iter().any(|line| line.trim().is_empty()) {
            refuse(field, LetterFault::Empty);
        }
        for fault in lines.iter().filter_map(|line| wrong(line, &input.wrong_names)) {
            refuse(field, fault);
        }
    }
    if input.date.is_none() {
        refuse(LetterField::Date, LetterFault::Empty);
    }
    let signatory = input.signatory.as_ref();
    if signatory.is_none() {
        refuse(LetterField::Signatory, LetterFault::Empty);
    }
    let signs = signatory.map(|office| (LetterField::Signatory, office));
    for (field, office) in
        signs.into_iter().chain(input.on_behalf.iter().map(|office| (LetterField::OnBehalf, office)))
    {
        if let Some(fault) = wrong_office(office, &input.wrong_names) {
            refuse(field, fault);
        }
        if field == LetterField::OnBehalf
            && signatory.is_some_and(|signatory| signatory.title == office.title)
        {
            refuse(field, LetterFault::Signs(office.title.clone()));
        }
    }
    let (Some(date), Some(signatory), []) = (input.date, signatory, &refused[..]) else {
        return Err(refused);
    };
    let words = &definition.letter;
    let on_behalf = mede_namens(&input.on_behalf);
    let mark = if input.specimen {
        Some(definition.document.specimen_mark.fill(&[]))
    } else {
        input.draft.then(|| definition.document.draft_mark.fill(&[]))
    };
    Ok(Letter {
        language: definition.language.clone(),
        sender: input.sender.clone(),
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

fn wrong_office(office: &Office, wrong_names: &[String]) -> Option<LetterFault> {
    match &office.holder {
        _ if office.of().is_empty() => Some(LetterFault::Empty),
        None => Some(LetterFault::Vacant(office.title.clone())),
        Some(holder) if holder.trim().is_empty() => Some(LetterFault::Vacant(office.title.clone())),
        Some(holder) => wrong(holder, &[]).or_else(|| wrong(&office.title, wrong_names)),
    }
}

/// What is wrong with words: of a template, an open reference, a name of another day.
fn wrong(words: &str, wrong_names: &[String]) -> Option<LetterFault> {
    if let Some(reference) = PaperRef::find_malformed(words).first() {
        return Some(LetterFault::Reference((*reference).to_owned()));
    }
    if let Some(template) = template(words) {
        return Some(LetterFault::Template(template));
    }
    let name = wrong_names.iter().find(|name| !name.is_empty() && words.contains(name.as_str()));
    name.map(|name| LetterFault::WrongName(name.clone()))
}

/// The first words that look like a field nobody filled in: "[Ondertekenaar 2]", "…", "XX", "____", "TODO".
fn template(words: &str) -> Option<String> {
    // Chapter XX of the budget stands in references; those were looked at before.
    let mut bare = words.to_owned();
    for (range, _) in PaperRef::find(words).into_iter().rev() {
        bare.replace_range(range, " ");
    }
    if let Some((start, end)) = bracketed(&bare) {
        return Some(bare[start..end].to_owned());
    }
    for mark in ["…", "...", "___", "??", "{{"] {
        if bare.contains(mark) {
            return Some(mark.to_owned());
        }
    }
    let word = bare.split(|c: char| !c.is_alphanumeric()).find(|word| {
        let blank = word.len() > 1 && word.chars().all(|c| matches!(c, 'X' | 'x'));
        blank || matches!(*word, "TODO" | "NTB" | "INVULLEN" | "NAAM")
    });
    word.map(str::to_owned)
}

/// Words in square brackets that are not the words of a link.
fn bracketed(words: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(start) = words[from..].find('[').map(|at| from + at) {
        let end = start + words[start..].find(']')? + 1;
        if !words[end..].starts_with('(') {
            return Some((start, end));
        }
        from = end;
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::{letter::Rank, text::Prose};

    fn office(title: &str, holder: &str, protocol: u32) -> Office {
        Office { rank: Rank::Minister, title: title.into(), holder: Some(holder.into()), protocol }
    }

    /// A letter with nothing wrong.
    pub(crate) fn input() -> LetterInput {
        LetterInput {
            house: House::Second,
            sender: vec!["Ministerie van Buitenlandse Zaken".into(), "Directie Veiligheidsbeleid".into()],
            reference: "BZ-2020-001".into(),
            date: "2020-04-17".parse().ok(),
            subject: "Voortgangsrapportage".into(),
            attachments: vec!["Voortgangsrapportage 2018–2020".into()],
            body: Prose::parse("Hierbij bied ik u aan wat in 33 694, nr. 12 is toegezegd.\n\nZie [de strategie](https://voorbeeld.nl).").unwrap(),
            signatory: Some(office("Minister van Buitenlandse Zaken", "S.A. Blok", 1)),
            on_behalf: vec![office("Minister van Defensie", "A. Naam", 3)],
            wrong_names: vec!["Koninkrijksaangelegenheden".into()],
            specimen: true,
            draft: false,
        }
    }

    fn refusals(input: &LetterInput) -> Vec<String> {
        let refused = compile_letter(&Definition::shipped(), input).unwrap_err();
        refused.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_finished_letter_is_made() {
        let letter = compile_letter(&Definition::shipped(), &input()).unwrap();
        assert_eq!(letter.addressee[0], "De Voorzitter van de Tweede Kamer der Staten-Generaal");
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
    fn an_empty_letter_says_everything_that_is_missing() {
        let empty = LetterInput {
            sender: Vec::new(),
            reference: String::new(),
            date: None,
            subject: " ".into(),
            attachments: vec![String::new()],
            body: Prose::default(),
            signatory: None,
            ..input()
        };
        let named = ["afzender", "onze referentie", "betreft", "bijlagen", "tekst", "datum", "ondertekenaar"];
        assert_eq!(refusals(&empty), named.map(|field| format!("{field}: not filled in")));
    }

    #[test]
    fn words_of_a_template_are_refused_with_their_field() {
        for (body, said) in [
            ("Groet, [Ondertekenaar 2]", "“[Ondertekenaar 2]” was never filled in"),
            ("Op … bied ik aan", "“…” was never filled in"),
            ("Op XX april", "“XX” was never filled in"),
            ("Zie 33 694, nr. ? voor meer", "the reference “33 694, nr. ?” is not complete"),
            (
                "De minister van Koninkrijksaangelegenheden",
                "“Koninkrijksaangelegenheden” is not a name of the date",
            ),
        ] {
            let refusals = refusals(&LetterInput { body: Prose::parse(body).unwrap(), ..input() });
            assert!(refusals.len() == 1 && refusals[0].contains(&format!("tekst: {said}")), "{refusals:?}");
        }
        let budget = Prose::parse("Zie 36 800 XX, nr. 3 en de MAX-regeling.").unwrap();
        assert!(compile_letter(&Definition::shipped(), &LetterInput { body: budget, ..input() }).is_ok());
    }

    #[test]
    fn who_did_not_hold_the_office_does_not_sign() {
        let vacant = Office { holder: None, ..office("Minister van Defensie", "", 3) };
        let letter = LetterInput { on_behalf: vec![vacant.clone()], ..input() };
        let said = "nobody held the office “Minister van Defensie” on the date of the letter";
        assert_eq!(refusals(&letter), [format!("mede namens: {said}")]);
        assert_eq!(
            refusals(&LetterInput { signatory: Some(vacant), on_behalf: Vec::new(), ..input() }),
            [format!("ondertekenaar: {said}")]
        );
        let twice = LetterInput { on_behalf: input().signatory.into_iter().collect(), ..input() };
        assert_eq!(
            refusals(&twice),
            ["mede namens: “Minister van Buitenlandse Zaken” signs the letter already"]
        );
    }
}
