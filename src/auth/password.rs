//! Hashing passwords: argon2id, off the threads that serve pages. Which passwords are good is
//! [`crate::domain::password`].

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash, password_hash::phc::PasswordHash,
};
use thiserror::Error;

use crate::domain::password::{MAX_BYTES, Password, normal};

/// Characters of one-time passwords: none that are read as another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The machine could not hash: no memory, or it is stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the password could not be hashed")]
pub struct NotHashed;

/// Hashes a password with the defaults of the argon2 crate (argon2id, 19 MiB, two passes: OWASP's first choice).
///
/// # Errors
/// When the machine has no memory for it.
pub fn hash(password: &Password) -> Result<String, NotHashed> {
    let hash: Result<_, password_hash::Error> = Argon2::default().hash_password(password.as_str().as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| NotHashed)
}

/// The same, without holding up other requests.
///
/// # Errors
/// As [`hash`].
pub async fn hash_aside(password: Password) -> Result<String, NotHashed> {
    tokio::task::spawn_blocking(move || hash(&password)).await.unwrap_or(Err(NotHashed))
}

/// Checks a password. Without a hash it does the same work and says no, so that an unknown address takes as long
/// to refuse as a wrong password.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let check = tokio::task::spawn_blocking(move || {
        let password = normal(&password);
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
pub fn one_time() -> Password {
    let draw = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let group = |_| (0..5).map(draw).collect::<String>();
    Password::drawn(&(0..4).map(group).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_what_it_was_hashed_for_and_nothing_else() {
        let password = one_time();
        let hash = hash(&password).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let password = password.as_str();
        assert!(verify(password.to_owned(), Some(hash.clone())).await);
        assert!(!verify(format!("{password} "), Some(hash)).await);
        assert!(!verify(password.to_owned(), None).await);
    }

    #[test]
    fn the_decoy_costs_as_much_as_a_real_hash() {
        assert!(PasswordHash::new(DECOY).is_ok());
    }

    #[tokio::test]
    async fn a_password_opens_however_a_keyboard_composes_its_accents() {
        let hash = hash(&Password::drawn("één fiets in Oekraïne")).unwrap();
        let decomposed = "e\u{301}e\u{301}n fiets in Oekrai\u{308}ne";
        assert!(verify(decomposed.to_owned(), Some(hash)).await);
    }
}
