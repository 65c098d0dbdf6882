//! People and the roles they hold at their ministry.

use thiserror::Error;

/// What a person may be asked to do. One person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Writes contributions for their ministry.
    Contributor,
    /// Approves or returns contributions of their ministry.
    Approver,
    /// Runs the round and composes the report.
    Coordinator,
    /// Releases what the coordinator froze.
    Publisher,
    /// Reads shared drafts.
    Reader,
    /// Keeps people and registers; has no say over content.
    Administrator,
}

impl Role {
    /// Every role, in the order of the manual.
    pub const ALL: [Self; 6] = [
        Self::Contributor,
        Self::Approver,
        Self::Coordinator,
        Self::Publisher,
        Self::Reader,
        Self::Administrator,
    ];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Approver => "approver",
            Self::Coordinator => "coordinator",
            Self::Publisher => "publisher",
            Self::Reader => "reader",
            Self::Administrator => "administrator",
        }
    }

    /// As on screen and on the command line.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Contributor => "bijdrager",
            Self::Approver => "akkoordgever",
            Self::Coordinator => "coördinator",
            Self::Publisher => "uitgever",
            Self::Reader => "meelezer",
            Self::Administrator => "beheerder",
        }
    }

    /// Whether it reaches beyond one ministry, so that a password alone is not enough for it.
    #[must_use]
    pub const fn is_privileged(self) -> bool {
        matches!(self, Self::Coordinator | Self::Publisher | Self::Administrator)
    }

    /// Reads the stored word or the Dutch one, with or without diaeresis.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let word = word.to_lowercase().replace('ö', "o");
        Self::ALL.into_iter().find(|role| role.code() == word || role.dutch().replace('ö', "o") == word)
    }
}

/// An e-mail address, good enough to send to and to sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// Not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address; case is folded because people type it both ways.
    ///
    /// # Errors
    /// When there is no `@` with something on both sides, or white space or a control character within.
    pub fn parse(raw: &str) -> Result<Self, NotAnEmail> {
        let address = raw.trim().to_lowercase();
        let parts = address.split_once('@').filter(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        });
        let odd = |character: char| {
            character.is_whitespace() || character.is_control() || "<>,;\"".contains(character)
        };
        if parts.is_none()
            || address.len() > 254
            || address.contains(odd)
            || address.matches('@').count() != 1
        {
            return Err(NotAnEmail);
        }
        Ok(Self(address))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_both_languages() {
        for role in Role::ALL {
            assert_eq!(Role::read(role.code()), Some(role));
            assert_eq!(Role::read(role.dutch()), Some(role));
        }
        assert_eq!(Role::read("coordinator"), Some(Role::Coordinator));
        assert_eq!(Role::read("koning"), None);
    }

    #[test]
    fn an_address_that_cannot_be_mailed_is_refused() {
        for wrong in [
            "",
            "naam",
            "naam@",
            "@def.example",
            "a b@def.example",
            "a@b@def.example",
            "a@def.example\r\nBcc: x@y.z",
        ] {
            assert_eq!(Email::parse(wrong), Err(NotAnEmail), "{wrong:?}");
        }
        assert_eq!(Email::parse(" Anna@DEF.example ").unwrap().as_str(), "anna@def.example");
    }
}
