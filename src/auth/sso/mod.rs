//! Single sign-on by `OpenID` Connect: authorization code with PKCE, state, nonce and `private_key_jwt`.
//!
//! # Why protocol code of our own
//! The `openidconnect` crate (4.1) brings 52 crates that nothing else here uses, nine of them second versions, and among
//! them `rsa`, whose timing weakness (RUSTSEC-2023-0071) has no mended version; this code brings three. What is needed of
//! the protocol is one request that leads away, one that fetches a token, and the checks of `OpenID` Connect Core 3.1.3.7 on
//! it. Signatures are ring's, which TLS needs anyway. What a provider may do beyond that, such as encrypted tokens, other
//! flows, or keys in the token's own header, is not refused by a switch: it is not there.
//!
//! # Why nothing is kept in between
//! Someone is led away by a GET, which changes nothing here. What must come back with them is derived from one random key
//! in their cookie: state, nonce and PKCE verifier are its hashes, so none tells another, and only this browser has all.

mod attempt;
mod claims;
mod config;
mod http;
mod identity;
mod jws;
mod provider;

use thiserror::Error;

pub use attempt::Attempt;
pub use claims::Identity;
pub use config::{ConfigError, Sso};
pub use identity::admit;
pub use provider::Provider;

/// Why someone could not sign in at a provider. For the log; whoever signs in reads what they can do, and a number.
#[derive(Debug, Error)]
pub enum Fault {
    /// The provider cannot be reached, or does not answer as HTTP.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(String, String),
    /// It took longer than it may.
    #[error("the provider did not answer in time")]
    Slow,
    /// It answers something else than what is asked.
    #[error("the provider answered otherwise than it must: {0}")]
    Answer(String),
    /// Whoever was led there did not go on, or may not.
    #[error("the provider did not let them through")]
    Cancelled,
    /// The code is unknown there, used or too old.
    #[error("the provider does not know the code, or no longer")]
    Spent,
    /// It says no for another reason, which is then of the two programs and not of whoever signs in.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// What came back belongs to no attempt of this browser.
    #[error("what came back does not belong to this attempt: {0}")]
    Foreign(&'static str),
    /// The token is not to be trusted.
    #[error("the token is not to be trusted: {0}")]
    Token(&'static str),
    /// Our own key does not sign.
    #[error("the key of this installation cannot sign")]
    Key,
}

impl Fault {
    /// What an error code of the protocol means; `beside` goes to the log with it. Such a code can hold anything when it
    /// comes by way of a browser, so that only what it may hold is kept.
    pub(crate) fn refusal(code: &str, beside: &str) -> Self {
        match code {
            "access_denied" | "login_required" | "interaction_required" => Self::Cancelled,
            "invalid_grant" => Self::Spent,
            other => {
                let plain = |one: &char| one.is_ascii_alphanumeric() || *one == '_';
                let kept: String = other.chars().filter(plain).take(60).collect();
                Self::Refused(format!("{beside} {kept}"))
            }
        }
    }
}
