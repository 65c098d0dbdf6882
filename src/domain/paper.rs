//! References to papers of parliament: read, print, find in running text, point to.
//!
//! Forms in use (examples from the strategy's own dossier and its neighbours):
//! `33 694, nr. 12` · `34 775 X, nr. 72` · `Kamerstukken II 2017/18, 34 775 X, nr. 72` · `33 694, U` (Eerste Kamer).

use serde::{Serialize, Serializer};
use thiserror::Error;

/// Which House of parliament.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum House {
    /// Tweede Kamer: numbers its papers.
    Second,
    /// Eerste Kamer: letters them.
    First,
}

impl House {
    /// Both, in the order in which a letter is sent.
    pub const ALL: [Self; 2] = [Self::Second, Self::First];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Second => "TK",
            Self::First => "EK",
        }
    }

    /// In addresses and names of files: "tweede-kamer".
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Second => "tweede-kamer",
            Self::First => "eerste-kamer",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Second => "Tweede Kamer",
            Self::First => "Eerste Kamer",
        }
    }
}

/// A reference to one paper in a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PaperRef {
    session: Option<Session>,
    dossier: u32,
    chapter: Option<String>,
    paper: Paper,
}

/// "II 2017/18".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Session {
    house: House,
    year: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Paper {
    Number(u32),
    Letters(String),
}

/// Why something is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PaperFault {
    /// Not one of the forms in use.
    #[error("not a reference like “33 694, nr. 12”")]
    Form,
    /// The number was left open: "nr. ?".
    #[error("the number is still open")]
    Open,
    /// A parliamentary year that cannot be: "2017/19".
    #[error("a parliamentary year runs over two consecutive years")]
    Year,
}

impl PaperRef {
    /// Reads a reference.
    ///
    /// # Errors
    /// When it is none of the forms in use.
    pub fn parse(text: &str) -> Result<Self, PaperFault> {
        let text = text.trim().trim_end_matches('.');
        let (session, rest) =
            match text.strip_prefix("Kamerstukken ").or_else(|| text.strip_prefix("Kamerstuk ")) {
                Some(rest) if rest.starts_with("I ") || rest.starts_with("II ") => session(rest)?,
                Some(rest) => (None, rest),
                None => (None, text),
            };
        let (dossier, paper) = rest.split_once(',').ok_or(PaperFault::Form)?;
        let (dossier, chapter) = self::dossier(dossier)?;
        Ok(Self { session, dossier, chapter, paper: self::paper(paper)? })
    }

    /// Whose paper it is: of the House that it names, or else by its number or letters.
    #[must_use]
    pub fn house(&self) -> House {
        match (self.session, &self.paper) {
            (Some(session), _) => session.house,
            (None, Paper::Number(_)) => House::Second,
            (None, Paper::Letters(_)) => House::First,
        }
    }

    /// Whether both point to one and the same paper, whatever parliamentary year they name.
    #[must_use]
    pub fn is_same_paper(&self, other: &Self) -> bool {
        (self.dossier, &self.chapter, &self.paper) == (other.dossier, &other.chapter, &other.paper)
    }

    /// Address of the official publication.
    #[must_use]
    pub fn url(&self) -> String {
        let chapter = self.chapter.as_ref().map_or_else(String::new, |chapter| format!("-{chapter}"));
        let paper = match &self.paper {
            Paper::Number(number) => number.to_string(),
            Paper::Letters(letters) => letters.clone(),
        };
        format!("https://zoek.officielebekendmakingen.nl/kst-{}{chapter}-{paper}.html", self.dossier)
    }

    /// References in running text, with the byte range each stands in.
    #[must_use]
    pub fn find(text: &str) -> Vec<(std::ops::Range<usize>, Self)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = next_dossier(text, from) {
            let candidate = start..reference_end(text, start);
            let start = session_start(text, start);
            match Self::parse(&text[start..candidate.end]) {
                Ok(reference) => {
                    found.push((start..candidate.end, reference));
                    from = candidate.end;
                }
                Err(_) => from = candidate.start + 2,
            }
        }
        found
    }

    /// What looks like the start of a reference but is none: "33 694, nr. ?", "34 775 X nr 72".
    #[must_use]
    pub fn find_malformed(text: &str) -> Vec<&str> {
        let good = Self::find(text);
        let mut bad = Vec::new();
        let mut from = 0;
        while let Some(start) = next_dossier(text, from) {
            from = start + 6;
            let near: String = text[from..].chars().take(12).collect();
            let Some(number) = near.find("nr").map(|at| from + at + 2) else { continue };
            if !good.iter().any(|(range, _)| range.contains(&start)) {
                bad.push(text[start..word_end(text, number)].trim_end());
            }
        }
        bad
    }
}

/// Where the word ends that follows "nr", with or without its full stop.
fn word_end(text: &str, from: usize) -> usize {
    let rest = text[from..].trim_start_matches('.').trim_start();
    let start = text.len() - rest.len();
    start + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

impl std::fmt::Display for PaperRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(Session { house, year }) = self.session {
            let house = if house == House::Second { "II" } else { "I" };
            write!(f, "Kamerstukken {house} {year}/{:02}, ", (year + 1) % 100)?;
        }
        write!(f, "{} {:03}", self.dossier / 1000, self.dossier % 1000)?;
        if let Some(chapter) = &self.chapter {
            // A budget chapter is a word of its own, a part of a dossier is joined: "35 300 V", "21 501-33".
            let joint = if chapter.starts_with(|c: char| c.is_ascii_digit()) { '-' } else { ' ' };
            write!(f, "{joint}{chapter}")?;
        }
        match &self.paper {
            Paper::Number(number) => write!(f, ", nr. {number}"),
            Paper::Letters(letters) => write!(f, ", {letters}"),
        }
    }
}

impl Serialize for PaperRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn session(text: &str) -> Result<(Option<Session>, &str), PaperFault> {
    let (house, rest) = text.split_once(' ').ok_or(PaperFault::Form)?;
    let (years, rest) = rest.split_once(',').ok_or(PaperFault::Form)?;
    let (first, second) = years.split_once(['/', '-', '–']).ok_or(PaperFault::Year)?;
    let year: u16 = first.trim().parse().map_err(|_| PaperFault::Year)?;
    let next: u16 = second.trim().parse().map_err(|_| PaperFault::Year)?;
    if next % 100 != (year + 1) % 100 || !(1814..=2200).contains(&year) {
        return Err(PaperFault::Year);
    }
    let house = if house == "II" { House::Second } else { House::First };
    Ok((Some(Session { house, year }), rest))
}

fn dossier(text: &str) -> Result<(u32, Option<String>), PaperFault> {
    let text = text.trim().replace('\u{a0}', " ");
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == ' ').collect();
    let rest = &text[digits.len()..];
    let (joined, chapter) = rest.strip_prefix('-').map_or((false, rest), |part| (true, part));
    let chapter = chapter.trim().to_owned();
    let number: String = digits.chars().filter(char::is_ascii_digit).collect();
    let spaced = digits.trim_end();
    let grouped = spaced.len() == 5 || (spaced.len() == 6 && spaced.as_bytes()[2] == b' ');
    if number.len() != 5 || !grouped {
        return Err(PaperFault::Form);
    }
    let is_chapter = chapter.len() <= 5 && chapter.chars().all(|c| c.is_ascii_uppercase());
    let is_part = joined && (1..=3).contains(&chapter.len()) && chapter.chars().all(|c| c.is_ascii_digit());
    if !is_chapter && !is_part {
        return Err(PaperFault::Form);
    }
    let dossier = number.parse().map_err(|_| PaperFault::Form)?;
    Ok((dossier, Some(chapter).filter(|chapter| !chapter.is_empty())))
}

fn paper(text: &str) -> Result<Paper, PaperFault> {
    let text = text.trim();
    if let Some(number) = text.strip_prefix("nr.").or_else(|| text.strip_prefix("nr")) {
        let number = number.trim();
        if number.is_empty() || number.starts_with(['?', 'X', 'x', '…', '.']) {
            return Err(PaperFault::Open);
        }
        let number = number.parse().map_err(|_| PaperFault::Form)?;
        return if number == 0 { Err(PaperFault::Form) } else { Ok(Paper::Number(number)) };
    }
    let letters = (1..=3).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase());
    if letters { Ok(Paper::Letters(text.to_owned())) } else { Err(PaperFault::Form) }
}

/// The next place, from a byte on, where five digits stand as a dossier number: "33 694" or "33694".
fn next_dossier(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|&at| {
        let starts = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        let grouped = bytes.get(at..at + 6).is_some_and(|part| {
            part[..2].iter().chain(&part[3..]).all(u8::is_ascii_digit) && part[2] == b' '
        });
        starts && grouped && !bytes.get(at + 6).is_some_and(u8::is_ascii_digit)
    })
}

/// Where the reference that starts with this dossier ends: after its number or letters.
fn reference_end(text: &str, start: usize) -> usize {
    let near = &text.as_bytes()[start..text.len().min(start + 13)];
    let Some(comma) = near.iter().position(|byte| *byte == b',').map(|at| start + at + 1) else {
        return text.len().min(start + 6);
    };
    let tail = &text[comma..];
    let spaces = tail.len() - tail.trim_start().len();
    let word = &tail[spaces..];
    let length = if let Some(number) = word.strip_prefix("nr.").or_else(|| word.strip_prefix("nr")) {
        let gap = number.len() - number.trim_start().len();
        let digits = number.trim_start().chars().take_while(char::is_ascii_digit).count();
        word.len() - number.len() + gap + digits
    } else {
        // "33 694, Dat" ends before the word: a letter of the Eerste Kamer stands by itself.
        let letters = word.chars().take_while(char::is_ascii_uppercase).count();
        if word[letters..].starts_with(char::is_alphanumeric) { 0 } else { letters }
    };
    comma + spaces + length
}

/// Takes "Kamerstukken II 2017/18, " before a dossier into the reference.
fn session_start(text: &str, start: usize) -> usize {
    // No further back than a reference can reach, so that a text full of numbers is still read in one pass.
    let near = (start.saturating_sub(32)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    let before = &text[..start];
    text[near..start]
        .rfind("Kamerstuk")
        .map(|at| near + at)
        .filter(|at| {
            let between = &before[*at..];
            between.len() <= 30
                && (between.ends_with(", ")
                    || between.ends_with("Kamerstuk ")
                    || between.ends_with("Kamerstukken "))
        })
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_in_use_is_read_and_printed_as_it_was() {
        for form in [
            "33 694, nr. 12",
            "34 775 X, nr. 72",
            "Kamerstukken II 2017/18, 34 775 X, nr. 72",
            "33 694, U",
            "Kamerstukken I 1999/00, 26 800, A",
            "36 410 XVII, nr. 5",
            "21 501-33, nr. 734",
        ] {
            assert_eq!(PaperRef::parse(form).map(|paper| paper.to_string()).as_deref(), Ok(form));
        }
    }

    #[test]
    fn what_is_no_reference_says_why() {
        assert_eq!(PaperRef::parse("33 694, nr. ?"), Err(PaperFault::Open));
        assert_eq!(PaperRef::parse("33 694, nr."), Err(PaperFault::Open));
        assert_eq!(PaperRef::parse("Kamerstukken II 2017/19, 34 775 X, nr. 72"), Err(PaperFault::Year));
        for wrong in [
            "",
            "12",
            "33694",
            "3 3694, nr. 1",
            "33 694 nr. 12",
            "33 694, nr. 0",
            "33 694, nr. 12a",
            "33 694, nr. 1, 2",
        ] {
            assert_eq!(PaperRef::parse(wrong), Err(PaperFault::Form), "{wrong:?}");
        }
    }

    #[test]
    fn references_are_found_where_they_stand() {
        let text =
            "Zie 33 694, nr. 12 en Kamerstukken II 2017/18, 34 775 X, nr. 72. In 12 345 gevallen niet.";
        let found: Vec<_> = PaperRef::find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["33 694, nr. 12", "Kamerstukken II 2017/18, 34 775 X, nr. 72"]);
    }

    #[test]
    fn a_word_after_a_number_is_no_letter_of_the_eerste_kamer() {
        assert_eq!(PaperRef::find("Het waren er 12 345, De rest bleef."), []);
        assert_eq!(PaperRef::find("Zie 33 694, U.").len(), 1);
    }

    #[test]
    fn a_number_left_open_is_found() {
        assert_eq!(PaperRef::find_malformed("Zie 33 694, nr. ? over dit."), ["33 694, nr. ?"]);
        assert_eq!(PaperRef::find_malformed("Zie 33 694, nr. 12 over dit."), Vec::<&str>::new());
        assert_eq!(PaperRef::find_malformed("Het waren 33 694 mensen."), Vec::<&str>::new());
    }

    #[test]
    fn the_address_is_that_of_the_official_publication() {
        let paper = PaperRef::parse("34 775 X, nr. 72").unwrap();
        assert_eq!(paper.url(), "https://zoek.officielebekendmakingen.nl/kst-34775-X-72.html");
    }

    proptest! {
        #[test]
        fn finding_never_panics_and_ranges_hold_what_was_parsed(text in "[0-9 nrKamerstukI/,.X?é]{0,60}") {
            for (range, paper) in PaperRef::find(&text) {
                prop_assert_eq!(PaperRef::parse(&text[range]), Ok(paper));
            }
            let _ = PaperRef::find_malformed(&text);
        }

        #[test]
        fn printing_and_reading_are_inverse(dossier in 10_000..99_999u32, number in 1..9_999u32) {
            let text = format!("{} {:03}, nr. {number}", dossier / 1000, dossier % 1000);
            prop_assert_eq!(PaperRef::parse(&text).unwrap().to_string(), text);
        }
    }
}
