//! Ministries: a code that never changes, names that do.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The stable code of a ministry: `jenv`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MinistryCode(pub String);

/// Not a code: two to sixteen small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a code is two to sixteen small letters")]
pub struct NotACode;

impl MinistryCode {
    /// Reads a code as typed; case is folded.
    ///
    /// # Errors
    /// When it is not two to sixteen letters.
    pub fn parse(raw: &str) -> Result<Self, NotACode> {
        let code = raw.trim().to_lowercase();
        let letters = code.bytes().all(|byte| byte.is_ascii_lowercase());
        if letters && (2..=16).contains(&code.len()) { Ok(Self(code)) } else { Err(NotACode) }
    }

    /// The code itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for MinistryCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl std::fmt::Display for MinistryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A ministry under the name it bore on some day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ministry {
    /// Its code.
    pub code: MinistryCode,
    /// "Ministerie van Justitie en Veiligheid".
    pub name: String,
    /// "JenV".
    pub short: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_few_small_letters() {
        assert_eq!(MinistryCode::parse(" JenV "), Ok("jenv".into()));
        for wrong in ["", "a", "b z", "bz1", "é", "abcdefghijklmnopq"] {
            assert_eq!(MinistryCode::parse(wrong), Err(NotACode), "{wrong}");
        }
    }
}
