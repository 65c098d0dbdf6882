//! Passwords: argon2id, hashed and checked off the threads that serve pages.

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash, password_hash::phc::PasswordHash,
};
use thiserror::Error;

/// The least characters a chosen password has (ASVS 5.0, 6.2.1 asks 8; a longer one needs no other rules).
pub const MIN_CHARACTERS: usize = 15;

/// The most bytes that are hashed: longer ones would only cost time.
const MAX_BYTES: usize = 1024;

/// Characters of one-time passwords: none that are read as another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Why a password was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Fewer than [`MIN_CHARACTERS`].
    #[error("a password has at least {MIN_CHARACTERS} characters")]
    Short,
    /// More than can be hashed in reasonable time.
    #[error("a password has at most {MAX_BYTES} bytes")]
    Long,
}

/// Hashes a password with the defaults of the argon2 crate (argon2id, 19 MiB, two passes: OWASP's first choice).
///
/// # Errors
/// When it is too short or too long for anyone's good.
pub fn hash(password: &str) -> Result<String, PasswordFault> {
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordFault::Short);
    }
    if password.len() > MAX_BYTES {
        return Err(PasswordFault::Long);
    }
    // The only failures left are those of parameters, and those are fixed.
    let hash: Result<_, password_hash::Error> = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| PasswordFault::Long)
}

/// Checks a password. Without a hash it does the same work and says no, so that an unknown address takes as long
/// to refuse as a wrong password.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let check = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| DECOY.to_owned());
        let parsed = PasswordHash::new(&hash);
        let fits = password.len() <= MAX_BYTES;
        let right =
            parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && fits && right
    });
    check.await.unwrap_or(false)
}

/// A hash of nothing anyone knows, with the parameters of [`hash`].
const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Qm1sPZV0fWZ7VLMRJYGDFa5dTSzMGcBVOkVuvrPRWlI";

/// A password to hand to someone once: four groups of five, 99 bits.
#[must_use]
pub fn one_time() -> String {
    let draw = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let group = |_| (0..5).map(draw).collect::<String>();
    (0..4).map(group).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_what_it_was_hashed_for_and_nothing_else() {
        let password = one_time();
        let hash = hash(&password).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify(password.clone(), Some(hash.clone())).await);
        assert!(!verify(format!("{password} "), Some(hash)).await);
        assert!(!verify(password, None).await);
    }

    #[test]
    fn the_decoy_costs_as_much_as_a_real_hash() {
        assert!(PasswordHash::new(DECOY).is_ok());
    }

    #[test]
    fn a_short_password_is_refused_in_characters_not_bytes() {
        assert_eq!(hash("ééééééééééé"), Err(PasswordFault::Short));
        assert_eq!(hash(&"a".repeat(2000)), Err(PasswordFault::Long));
    }
}
