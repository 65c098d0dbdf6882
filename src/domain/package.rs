//! A ministry's part of a round as a file that is filled in elsewhere and comes back.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{event::hex, id::ContributionId};

/// How a key begins: the version of the format.
const BEGIN: &str = "voortgang-1";

/// How many characters of the hash a key bears: enough to notice that somebody typed in it.
const CHECK: usize = 12;

/// What ties a part of a file to a contribution, and to the revision that was in it when it left.
///
/// It opens nothing: whoever brings it back must be someone who may write that contribution. The hash in it only tells a
/// key that was changed by accident from one that was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which contribution.
    pub contribution: ContributionId,
    /// Number of its newest revision at that moment; 0 before the first.
    pub revision: u32,
}

/// Why a key was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoKey {
    /// It is none.
    #[error("not a key")]
    Not,
    /// It is one of another version of the format.
    #[error("a key of another version")]
    Version,
    /// It was one, and is no longer what it was.
    #[error("a key that was changed")]
    Changed,
}

impl Key {
    fn check(self) -> String {
        let said = format!("{BEGIN} {} {}", self.contribution, self.revision);
        hex(&Sha256::digest(said))[..CHECK].to_owned()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGIN} {} {} {}", self.contribution, self.revision, self.check())
    }
}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        match parts.as_slice() {
            [BEGIN, contribution, revision, check] => {
                let contribution = contribution.parse().map_err(|_| NoKey::Changed)?;
                let key = Self { contribution, revision: revision.parse().map_err(|_| NoKey::Changed)? };
                if key.check() == *check { Ok(key) } else { Err(NoKey::Changed) }
            }
            [BEGIN, ..] => Err(NoKey::Changed),
            [begin, ..] if begin.starts_with("voortgang-") => Err(NoKey::Version),
            _ => Err(NoKey::Not),
        }
    }
}

/// The kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Workbook in the open format.
    Ods,
    /// Workbook of Microsoft Excel.
    Xlsx,
    /// For programs.
    Json,
}

impl Format {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Ods, Self::Xlsx, Self::Json];

    /// As stored, and at the end of the name of a file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ods => "ods",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// The file that a revision came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What kind.
    pub format: Format,
    /// What its sender called it.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Number of the revision that was in it when it left; 0 before the first.
    pub based_on: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_a_changed_one_is_noticed() {
        let key = Key { contribution: ContributionId::new(), revision: 3 };
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key));
        let check = key.check();
        assert_eq!(
            text.replace(&format!(" 3 {check}"), &format!(" 4 {check}")).parse::<Key>(),
            Err(NoKey::Changed)
        );
        assert_eq!(text[..text.len() - 1].parse::<Key>(), Err(NoKey::Changed));
        assert_eq!(text.replace("voortgang-1", "voortgang-2").parse::<Key>(), Err(NoKey::Version));
        assert_eq!("bereikt".parse::<Key>(), Err(NoKey::Not));
        assert_eq!("".parse::<Key>(), Err(NoKey::Not));
    }
}
