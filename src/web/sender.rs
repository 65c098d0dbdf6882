//! Who offers this installation, as its configuration says: a logo, where to turn to, what is stated on accessibility.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::domain::event::hex;

/// More than this is no logo.
const LARGEST_LOGO: usize = 200 * 1024;

/// The logo of who offers the installation; it stands beside their name.
#[derive(Clone, Debug)]
pub struct Logo {
    pub(super) address: String,
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// Why a file is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoLogo {
    /// Neither of the two formats.
    #[error("a logo is an SVG or a PNG file")]
    Format,
    /// Everyone who opens a page fetches it.
    #[error("a logo is at most 200 kB")]
    TooLarge,
}

impl Logo {
    /// Reads a file by what is in it, whatever it is called.
    ///
    /// # Errors
    /// When it is neither SVG nor PNG, or too large.
    pub fn read(bytes: Vec<u8>) -> Result<Self, NoLogo> {
        if bytes.len() > LARGEST_LOGO {
            return Err(NoLogo::TooLarge);
        }
        let is_svg = std::str::from_utf8(&bytes).is_ok_and(|text| {
            text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
        });
        let (extension, media_type) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            ("png", "image/png")
        } else if is_svg {
            ("svg", "image/svg+xml")
        } else {
            return Err(NoLogo::Format);
        };
        let tag: String = hex(&Sha256::digest(&bytes)).chars().take(12).collect();
        Ok(Self { address: format!("/assets/logo-{tag}.{extension}"), media_type, bytes })
    }
}

/// Where people turn to, and what was stated for them.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// For whoever cannot use a page, or asks what is kept of them.
    pub email: Option<String>,
    /// The same as a page.
    pub page: Option<String>,
    /// For whoever found a weakness: `mailto:` or `https:`.
    pub security: Option<String>,
    /// What was stated on accessibility.
    pub statement: Option<Statement>,
}

impl Contact {
    /// Where to report a weakness: the address for that, or the general one.
    pub(super) fn for_weaknesses(&self) -> Option<String> {
        let general =
            || self.email.as_ref().map(|email| format!("mailto:{email}")).or_else(|| self.page.clone());
        self.security.clone().or_else(general)
    }
}

/// The statement on accessibility that an organisation must make itself, after an inspection.
#[derive(Clone, Debug)]
pub struct Statement {
    /// How far the site conforms.
    pub status: Status,
    /// When it was made or last looked at.
    pub date: NaiveDate,
    /// Address of the report of the inspection.
    pub report: Option<String>,
    /// Address of the statement in the government's register.
    pub register: Option<String>,
}

/// How far a site conforms, in the classes of the model statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A: an inspection found nothing.
    Full,
    /// B: an inspection found something, and it is being mended.
    Partial,
    /// C: not inspected in full yet; first measures taken.
    FirstMeasures,
    /// D: does not conform.
    None,
}

impl Status {
    /// By its letter.
    #[must_use]
    pub fn of_letter(letter: &str) -> Option<Self> {
        match letter.to_ascii_uppercase().as_str() {
            "A" => Some(Self::Full),
            "B" => Some(Self::Partial),
            "C" => Some(Self::FirstMeasures),
            "D" => Some(Self::None),
            _ => None,
        }
    }

    /// As the statement words it.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Full => "A, voldoet volledig",
            Self::Partial => "B, voldoet gedeeltelijk",
            Self::FirstMeasures => "C, eerste maatregelen genomen",
            Self::None => "D, voldoet niet",
        }
    }

    /// What that means for who uses the site.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Full => "Uit onderzoek blijkt dat de site aan alle eisen voldoet.",
            Self::Partial => {
                "Uit onderzoek blijkt welke eisen nog niet zijn gehaald. Voor elk daarvan is een maatregel gepland."
            }
            Self::FirstMeasures => {
                "De site is nog niet volledig onderzocht. De eerste maatregelen zijn genomen en het onderzoek is gepland."
            }
            Self::None => "De site voldoet nog niet, en er is nog geen onderzoek gedaan.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_known_by_what_is_in_it_and_its_address_changes_with_that() {
        let svg = |fill: &str| {
            let text =
                format!("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"{fill}\"/>");
            Logo::read(text.into_bytes()).unwrap()
        };
        assert_eq!(svg("red").media_type, "image/svg+xml");
        assert_ne!(svg("red").address, svg("blue").address);
        assert_eq!(Logo::read(b"\x89PNG\r\n\x1a\n...".to_vec()).unwrap().media_type, "image/png");
    }

    #[test]
    fn anything_else_is_no_logo() {
        assert_eq!(Logo::read(b"<html></html>".to_vec()).unwrap_err(), NoLogo::Format);
        assert_eq!(Logo::read(Vec::new()).unwrap_err(), NoLogo::Format);
        assert_eq!(Logo::read(vec![b' '; 300 * 1024]).unwrap_err(), NoLogo::TooLarge);
    }

    #[test]
    fn a_weakness_is_reported_to_its_own_address_or_the_general_one() {
        let contact = Contact { email: Some("a@b.example".into()), ..Contact::default() };
        assert_eq!(contact.for_weaknesses().as_deref(), Some("mailto:a@b.example"));
        let contact = Contact { security: Some("https://cert.example/".into()), ..contact };
        assert_eq!(contact.for_weaknesses().as_deref(), Some("https://cert.example/"));
        assert_eq!(Contact::default().for_weaknesses(), None);
    }
}
