//! Ministries: a code that never changes, names that do.

use serde::{Deserialize, Serialize};

/// The stable code of a ministry: `jenv`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MinistryCode(pub String);

impl MinistryCode {
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
