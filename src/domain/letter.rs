//! What a letter to parliament is made of, and what is still wrong with it.

use chrono::NaiveDate;

use super::{
    office::{Names, Office},
    paper::{House, PaperRef},
    text::Prose,
};

/// What a letter is made of: what was typed, and the offices as they are held on its date.
#[derive(Clone, Debug)]
pub struct LetterInput {
    /// To which House.
    pub house: House,
    /// The ministry that sends it, under its name on the date.
    pub sender: String,
    /// Onze referentie.
    pub reference: String,
    /// The day on which it is signed; the offices are those of this day.
    pub date: Option<NaiveDate>,
    /// Betreft.
    pub subject: String,
    /// What goes with it, by name.
    pub attachments: Vec<String>,
    /// The text, in Markdown-light, without salutation and closing.
    pub body: Prose,
    /// Who signs.
    pub signatory: Option<Office>,
    /// On whose behalf as well, in any order.
    pub on_behalf: Vec<Office>,
    /// How ministries and offices are called on its date.
    pub names: Names,
    /// It says VOORBEELD on every page.
    pub specimen: bool,
    /// It says CONCEPT on every page.
    pub draft: bool,
}

/// A part of a letter that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterField {
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
    /// Names the field in a form and in the key of a gap.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reference => "referentie",
            Self::Date => "datum",
            Self::Subject => "betreft",
            Self::Attachments => "bijlagen",
            Self::Body => "tekst",
            Self::Signatory => "ondertekenaar",
            Self::OnBehalf => "namens",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
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

/// Why a letter cannot be sent: one thing that is wrong with one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRefused {
    /// Which part.
    pub field: LetterField,
    /// What is wrong with it.
    pub fault: LetterFault,
}

/// What can be wrong with a part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterFault {
    /// Nothing there.
    Empty,
    /// Words of a template that were never filled in.
    Template(String),
    /// A reference to a paper that is not complete.
    Reference(String),
    /// Nobody held the office on the letter's date.
    Vacant(String),
    /// A ministry or office did not bear this name on the letter's date.
    WrongName(String),
    /// The signatory cannot sign on their own behalf as well.
    Signs(String),
}

impl LetterRefused {
    /// What is wrong, as a sentence for who can mend it.
    #[must_use]
    pub fn dutch(&self) -> String {
        let field = self.field.dutch();
        match &self.fault {
            LetterFault::Empty => format!("In de brief is niet ingevuld: {field}."),
            LetterFault::Template(words) => {
                format!("In de brief staat bij {field} nog “{words}”. Vul dat in of haal het weg.")
            }
            LetterFault::Reference(words) => {
                format!("In de brief is bij {field} de verwijzing “{words}” niet volledig.")
            }
            LetterFault::Vacant(office) => {
                format!(
                    "In de brief staat bij {field} “{office}”. Dat ambt is op de datum van de brief door niemand vervuld."
                )
            }
            LetterFault::WrongName(name) => {
                format!(
                    "In de brief staat bij {field} “{name}”. Zo heet op de datum van de brief geen ministerie of ambt."
                )
            }
            LetterFault::Signs(office) => {
                format!("In de brief staat bij {field} “{office}”. Die ondertekent de brief al.")
            }
        }
    }
}

impl LetterInput {
    /// Everything that is wrong with the letter; nothing when it can be sent.
    #[must_use]
    pub fn faults(&self) -> Vec<LetterRefused> {
        let mut refused = Vec::new();
        let mut refuse = |field, fault| refused.push(LetterRefused { field, fault });
        for (field, lines, needed) in [
            (LetterField::Reference, std::slice::from_ref(&self.reference), true),
            (LetterField::Subject, std::slice::from_ref(&self.subject), true),
            (LetterField::Attachments, &self.attachments[..], false),
            (LetterField::Body, &[self.body.as_str().to_owned()], true),
        ] {
            if (needed && lines.is_empty()) || lines.iter().any(|line| line.trim().is_empty()) {
                refuse(field, LetterFault::Empty);
            }
            for fault in lines.iter().filter_map(|line| wrong(line, &self.names)) {
                refuse(field, fault);
            }
        }
        if self.date.is_none() {
            refuse(LetterField::Date, LetterFault::Empty);
        }
        match &self.signatory {
            None => refuse(LetterField::Signatory, LetterFault::Empty),
            Some(office) if !office.is_held() => {
                refuse(LetterField::Signatory, LetterFault::Vacant(office.title.clone()));
            }
            Some(_) => {}
        }
        for office in &self.on_behalf {
            if !office.is_held() {
                refuse(LetterField::OnBehalf, LetterFault::Vacant(office.title.clone()));
            }
            if self.signatory.as_ref().is_some_and(|signatory| signatory.title == office.title) {
                refuse(LetterField::OnBehalf, LetterFault::Signs(office.title.clone()));
            }
        }
        refused
    }
}

/// What is wrong with words: of a template, an open reference, a name of another day.
fn wrong(words: &str, names: &Names) -> Option<LetterFault> {
    if let Some(reference) = PaperRef::find_malformed(words).first() {
        return Some(LetterFault::Reference((*reference).to_owned()));
    }
    if let Some(template) = template(words) {
        return Some(LetterFault::Template(template));
    }
    names.wrong_in(words).map(|name| LetterFault::WrongName(name.to_owned()))
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
    use crate::domain::office::Rank;

    fn office(title: &str, holder: &str, protocol: u32) -> Office {
        Office { rank: Rank::Minister, title: title.into(), holder: Some(holder.into()), protocol }
    }

    /// A letter with nothing wrong.
    pub(crate) fn input() -> LetterInput {
        let now = ["Buitenlandse Zaken", "Defensie", "Binnenlandse Zaken en Koninkrijksrelaties"];
        LetterInput {
            house: House::Second,
            sender: "Ministerie van Buitenlandse Zaken".into(),
            reference: "BZ-2020-001".into(),
            date: "2020-04-17".parse().ok(),
            subject: "Voortgangsrapportage".into(),
            attachments: vec!["Voortgangsrapportage 2018–2020".into()],
            body: Prose::parse("Hierbij bied ik u aan wat in 33 694, nr. 12 is toegezegd.\n\nZie [de strategie](https://voorbeeld.nl).").unwrap(),
            signatory: Some(office("Minister van Buitenlandse Zaken", "S.A. Blok", 1)),
            on_behalf: vec![office("Minister van Defensie", "A. Naam", 3)],
            names: Names { now: now.map(str::to_owned).to_vec(), other: Vec::new() },
            specimen: true,
            draft: false,
        }
    }

    fn faults(letter: &LetterInput) -> Vec<(LetterField, LetterFault)> {
        letter.faults().into_iter().map(|refused| (refused.field, refused.fault)).collect()
    }

    #[test]
    fn an_empty_letter_says_everything_that_is_missing() {
        use LetterField::{Attachments, Body, Date, Reference, Signatory, Subject};
        assert_eq!(faults(&input()), []);
        let empty = LetterInput {
            reference: String::new(),
            date: None,
            subject: " ".into(),
            attachments: vec![String::new()],
            body: Prose::default(),
            signatory: None,
            ..input()
        };
        let named = [Reference, Subject, Attachments, Body, Date, Signatory];
        assert_eq!(faults(&empty), named.map(|field| (field, LetterFault::Empty)));
    }

    #[test]
    fn words_of_a_template_are_refused_with_their_field() {
        for (body, fault) in [
            ("Groet, [Ondertekenaar 2]", LetterFault::Template("[Ondertekenaar 2]".into())),
            ("Op … bied ik aan", LetterFault::Template("…".into())),
            ("Op XX april", LetterFault::Template("XX".into())),
            ("Zie 33 694, nr. ? voor meer", LetterFault::Reference("33 694, nr. ?".into())),
            (
                "De minister van Binnenlandse Zaken en Koninkrijksaangelegenheden",
                LetterFault::WrongName("Binnenlandse Zaken en Koninkrijksaangelegenheden".into()),
            ),
        ] {
            let letter = LetterInput { body: Prose::parse(body).unwrap(), ..input() };
            assert_eq!(faults(&letter), [(LetterField::Body, fault)]);
        }
        let budget = Prose::parse("Zie 36 800 XX, nr. 3 en de MAX-regeling.").unwrap();
        assert_eq!(faults(&LetterInput { body: budget, ..input() }), []);
    }

    #[test]
    fn who_did_not_hold_the_office_does_not_sign() {
        let title = "Minister van Defensie".to_owned();
        let vacant = Office { holder: None, ..office(&title, "", 3) };
        let letter = LetterInput { on_behalf: vec![vacant.clone()], ..input() };
        assert_eq!(faults(&letter), [(LetterField::OnBehalf, LetterFault::Vacant(title.clone()))]);
        let letter = LetterInput { signatory: Some(vacant), on_behalf: Vec::new(), ..input() };
        assert_eq!(faults(&letter), [(LetterField::Signatory, LetterFault::Vacant(title))]);
        let twice = LetterInput { on_behalf: input().signatory.into_iter().collect(), ..input() };
        let signs = LetterFault::Signs("Minister van Buitenlandse Zaken".into());
        assert_eq!(faults(&twice), [(LetterField::OnBehalf, signs)]);
    }
}
