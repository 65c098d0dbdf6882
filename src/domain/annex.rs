//! Documents that go out with an edition.

use chrono::{DateTime, Utc};

use super::id::{AnnexId, PersonId};

/// The most bytes of one document.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// The most documents of a round.
pub const MOST: usize = 20;

/// What kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnnexKind {
    /// An annex to the report.
    Annex,
    /// The note on which the minister decided, which goes along since 2022.
    DecisionNote,
}

impl AnnexKind {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Annex, Self::DecisionNote];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Annex => "annex",
            Self::DecisionNote => "decision-note",
        }
    }

    /// As on screen, and with what its file's name begins.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Annex => "bijlage",
            Self::DecisionNote => "beslisnota",
        }
    }
}

/// A document of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex {
    /// Identity.
    pub id: AnnexId,
    /// Annex or decision note.
    pub kind: AnnexKind,
    /// What it is called in the letter.
    pub title: String,
    /// What its file is called among those of the edition.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many pages it has.
    pub pages: u32,
    /// Why names that were found in it may stay; empty when none was found.
    pub names_reason: String,
    /// Who brought it in.
    pub added_by: PersonId,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// What the file of a document is called: its kind and title in small letters, and a number when that is taken.
#[must_use]
pub fn file_name(kind: AnnexKind, title: &str, taken: &[&str]) -> String {
    let mut slug = String::new();
    for character in title.to_lowercase().chars() {
        let plain = match character {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            other if other.is_ascii_alphanumeric() => other,
            _ => '-',
        };
        if plain != '-' || !slug.ends_with('-') {
            slug.push(plain);
        }
    }
    let slug: String = slug.trim_matches('-').chars().take(60).collect();
    let base = format!("{}-{}", kind.dutch(), slug.trim_matches('-'));
    let base = base.trim_end_matches('-');
    let numbered = (2..).map(|number| format!("{base}-{number}.pdf"));
    let mut names = std::iter::once(format!("{base}.pdf")).chain(numbered);
    names.find(|name| !taken.contains(&name.as_str())).unwrap_or_default()
}

/// Whether a file of an edition was brought in, and not made from its report.
#[must_use]
pub fn is_brought_in(name: &str) -> bool {
    AnnexKind::ALL.into_iter().any(|kind| {
        name.strip_prefix(kind.dutch())
            .and_then(|rest| rest.strip_suffix(".pdf"))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

/// Names and addresses of officials that stand in a text, each once.
#[must_use]
pub fn named_in(text: &str, people: &[(String, String)]) -> Vec<String> {
    // PDF breaks lines and hyphens where it likes: compare letters and digits alone.
    let bare = |words: &str| words.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = bare(text);
    let mut found = Vec::new();
    for (name, email) in people {
        for words in [name, email] {
            let sought = bare(words);
            if sought.chars().count() > 4 && text.contains(&sought) && !found.contains(words) {
                found.push(words.clone());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_kind_and_title() {
        let name = |title, taken: &[&str]| file_name(AnnexKind::Annex, title, taken);
        assert_eq!(name("Evaluatie Oekraïne (deel 1)", &[]), "bijlage-evaluatie-oekraine-deel-1.pdf");
        assert_eq!(name("../../etc/passwd", &[]), "bijlage-etc-passwd.pdf");
        assert_eq!(name("السلام", &[]), "bijlage.pdf");
        assert_eq!(name("A", &["bijlage-a.pdf", "bijlage-a-2.pdf"]), "bijlage-a-3.pdf");
        assert_eq!(file_name(AnnexKind::DecisionNote, "Nota", &[]), "beslisnota-nota.pdf");
        assert!(is_brought_in("bijlage-a.pdf") && is_brought_in("bijlage.pdf"));
        assert!(!is_brought_in("rapport.pdf") && !is_brought_in("brief-tweede-kamer.pdf"));
    }

    #[test]
    fn officials_are_found_however_the_line_was_broken() {
        let people = [("Tjeerd Wiarsma".to_owned(), "tjeerd.wiarsma@bz.example".to_owned())];
        let text = "Behandeld door T. W.\nTjeerd Wiar-\nsma, tjeerd.wiarsma@bz.\nexample";
        assert_eq!(named_in(text, &people), ["Tjeerd Wiarsma", "tjeerd.wiarsma@bz.example"]);
        assert_eq!(named_in("De minister van Buitenlandse Zaken", &people), Vec::<String>::new());
    }
}
