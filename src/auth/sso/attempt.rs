//! One attempt to sign in: a random key in the browser's cookie, and what is derived from it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::Fault;
use crate::auth::session::Key;

/// One attempt.
#[derive(Clone, Debug)]
pub struct Attempt(Key);

impl Attempt {
    /// A new one.
    #[must_use]
    pub fn draw() -> Self {
        Self(Key::draw())
    }

    /// The one whose key a cookie holds.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        Self(Key::from_cookie(value))
    }

    /// What the cookie is to hold.
    #[must_use]
    pub fn as_cookie(&self) -> &str {
        self.0.as_cookie()
    }

    /// Binds the way back to this browser.
    #[must_use]
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// Binds the token to this attempt.
    #[must_use]
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// Whether what came back is of this attempt.
    ///
    /// # Errors
    /// [`Fault::Foreign`] when it is not.
    pub fn require_state(&self, came_back: &str) -> Result<(), Fault> {
        if came_back == self.state() { Ok(()) } else { Err(Fault::Foreign("state")) }
    }

    /// Proves to the provider that who fetches the token is who led there (RFC 7636).
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// Its hash, which goes ahead.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }

    fn derived(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{what}:{}", self.0.as_cookie())))
    }
}
