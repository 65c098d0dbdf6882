//! The log: one event for every act, each bound to the one before by its hash.
//!
//! # Why two ledgers
//! Acts are kept as long as the reports they led to, and no row of theirs may ever go. Who signed in from where, and what
//! was refused to whom, is about people: it is kept for [`ACCESS_TERM`] and then goes. One chain for both would break at
//! the first row that goes; blanking columns would leave rows that nobody can check. So each has a chain of its own. The
//! chain of access loses its oldest rows only, and the chain of acts then says up to which hash: what is left is bound to
//! that, and still verifies.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::{id::PersonId, ministry::MinistryCode};

/// What was done, to what, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the program or the command line.
    pub actor: Option<PersonId>,
    /// In which role: "contributor", "operator".
    pub role: &'static str,
    /// For which ministry.
    pub ministry: Option<MinistryCode>,
    /// What: "submit", "approve".
    pub verb: &'static str,
    /// To what kind of thing: "contribution".
    pub object_kind: &'static str,
    /// To which one.
    pub object_id: String,
    /// SHA-256 of what was there before, where it has one.
    pub before: Option<String>,
    /// SHA-256 of what is there now, where it has one.
    pub after: Option<String>,
    /// From where: a network address or "opdrachtregel".
    pub origin: String,
}

/// Which chain an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ledger {
    /// What was changed, by whom. Never shortened.
    Acts,
    /// Who signed in and out, who could not, and what was refused. Kept for [`ACCESS_TERM`].
    Access,
}

impl Ledger {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Acts, Self::Access];

    /// As printed by the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Acts => "acts",
            Self::Access => "access",
        }
    }
}

/// How long it is kept who signed in and what was refused: the yearly review of rights looks back over one year.
pub const ACCESS_TERM: TimeDelta = TimeDelta::days(366);

/// Verbs of the ledger of access. A refusal of any kind begins with [`access::REFUSE`]: "refuse-password".
pub mod access {
    /// Someone signed in.
    pub const SIGN_IN: &str = "sign-in";
    /// A provider of single sign-on said who someone is; signing in is what may follow.
    pub const VOUCH: &str = "vouch";
    /// Someone signed out.
    pub const SIGN_OUT: &str = "sign-out";
    /// A person's own program came in with a key, for the first time that day.
    pub const USE_TOKEN: &str = "use-token";
    /// Someone who is signed in asked for what is not theirs.
    pub const REFUSE: &str = "refuse";
    /// A file was not taken because the virus scanner knows it.
    pub const REFUSE_FILE: &str = "refuse-file";
}

/// What the first event is bound to.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Event {
    /// Where it is kept.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        let comes_or_goes =
            [access::SIGN_IN, access::VOUCH, access::SIGN_OUT, access::USE_TOKEN].contains(&self.verb);
        if comes_or_goes || self.verb.starts_with(access::REFUSE) { Ledger::Access } else { Ledger::Acts }
    }

    /// SHA-256 over all fields and the hash of the event before.
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        chain_hash(&Links {
            at: self.at,
            actor: self.actor,
            role: self.role,
            ministry: self.ministry.as_ref().map(MinistryCode::as_str),
            verb: self.verb,
            object_kind: self.object_kind,
            object_id: &self.object_id,
            before: self.before.as_deref(),
            after: self.after.as_deref(),
            origin: &self.origin,
            previous,
        })
    }
}

/// The fields of a stored event that its hash covers.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Option<PersonId>,
    /// In which role.
    pub role: &'a str,
    /// For which ministry.
    pub ministry: Option<&'a str>,
    /// What.
    pub verb: &'a str,
    /// To what kind of thing.
    pub object_kind: &'a str,
    /// To which one.
    pub object_id: &'a str,
    /// Hash before.
    pub before: Option<&'a str>,
    /// Hash after.
    pub after: Option<&'a str>,
    /// From where.
    pub origin: &'a str,
    /// Hash of the event before.
    pub previous: &'a str,
}

/// SHA-256 of all links, each preceded by its length, so that no two rows can be read as one another.
#[must_use]
pub fn chain_hash(links: &Links<'_>) -> String {
    let at = links.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let actor = links.actor.map(|actor| actor.to_string());
    let fields = [
        Some(at.as_str()),
        actor.as_deref(),
        Some(links.role),
        links.ministry,
        Some(links.verb),
        Some(links.object_kind),
        Some(links.object_id),
        links.before,
        links.after,
        Some(links.origin),
        Some(links.previous),
    ];
    let mut digest = Sha256::new();
    for field in fields {
        match field {
            Some(text) => {
                digest.update((text.len() as u64 + 1).to_be_bytes());
                digest.update(text);
            }
            None => digest.update(0_u64.to_be_bytes()),
        }
    }
    hex(&digest.finalize())
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            at: "2020-02-01T12:00:00Z".parse().unwrap(),
            actor: None,
            role: "operator",
            ministry: None,
            verb: "open",
            object_kind: "round",
            object_id: "2018-2020".into(),
            before: None,
            after: None,
            origin: "opdrachtregel".into(),
        }
    }

    #[test]
    fn an_event_is_bound_to_the_one_before() {
        assert_ne!(event().hash(GENESIS), event().hash(&event().hash(GENESIS)));
    }

    #[test]
    fn words_cannot_move_from_one_field_to_the_next() {
        let moved = Event { object_kind: "round2", object_id: "018-2020".into(), ..event() };
        assert_ne!(moved.hash(GENESIS), event().hash(GENESIS));
        let empty = Event { before: Some(String::new()), ..event() };
        assert_ne!(empty.hash(GENESIS), event().hash(GENESIS));
    }
}
