//! Codes of an authenticator app: TOTP with SHA-1, six digits and half a minute, which every app knows (RFC 6238).
//!
//! # Why our own
//! The algorithm is thirty lines over HMAC. The crates for it bring QR pictures, URL parsers or their own formats for
//! secrets, and none keeps a code from being taken twice: that needs the database.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// Seconds that a code stands on the screen.
const STEP: i64 = 30;

/// Digits of a code.
const DIGITS: u32 = 6;

/// A secret that an app and the database share: as long as the hash, as RFC 4226 recommends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one, of the operating system's random numbers.
    #[must_use]
    pub fn draw() -> Self {
        Self(rand::random())
    }

    /// As kept.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// To keep.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// As it is typed into an app: groups of four letters and digits.
    #[must_use]
    pub fn typed(&self) -> String {
        let letters = self.base32();
        letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// As it stands in a QR code. The name and the address are those of the app's list.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent(issuer), percent(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.base32())
    }

    /// The half minute to which a typed code belongs: this one or one beside it, for clocks differ and typing takes
    /// time. Never one up to and including `last`: a code is taken once (RFC 6238, 5.2).
    #[must_use]
    pub fn accepts(&self, typed: &str, now: DateTime<Utc>, last: Option<i64>) -> Option<i64> {
        let typed: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
        let digits = typed.len() == DIGITS as usize && typed.bytes().all(|digit| digit.is_ascii_digit());
        let typed: u32 = typed.parse().ok().filter(|_| digits)?;
        let this = now.timestamp().div_euclid(STEP);
        (this - 1..=this + 1)
            .filter(|step| last.is_none_or(|last| *step > last))
            .find(|step| self.number(*step) % 10_u32.pow(DIGITS) == typed)
    }

    /// The code that an app shows.
    #[must_use]
    pub fn code_at(&self, at: DateTime<Utc>) -> String {
        let number = self.number(at.timestamp().div_euclid(STEP)) % 10_u32.pow(DIGITS);
        format!("{number:0width$}", width = DIGITS as usize)
    }

    /// RFC 4226, 5.3: four bytes of the HMAC, from where its last half byte says.
    fn number(&self, step: i64) -> u32 {
        let Ok(mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return u32::MAX };
        let hash: [u8; 20] = mac.chain_update(step.to_be_bytes()).finalize().into_bytes().into();
        let from = usize::from(hash[19] & 0xf);
        u32::from_be_bytes([hash[from], hash[from + 1], hash[from + 2], hash[from + 3]]) & 0x7fff_ffff
    }

    /// RFC 4648 without padding: twenty bytes are 32 letters exactly.
    fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = String::new();
        for chunk in self.0.chunks(5) {
            let bits = chunk.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            text.extend((0..8).rev().map(|place| char::from(LETTERS[(bits >> (place * 5) & 31) as usize])));
        }
        text
    }
}

fn percent(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'@' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: Secret = Secret(*b"12345678901234567890");

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, eight) in [
            (59_i64, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(RFC.number(seconds.div_euclid(STEP)) % 100_000_000, eight, "{seconds}");
            assert_eq!(RFC.code_at(at(seconds)), format!("{:06}", eight % 1_000_000));
        }
    }

    #[test]
    fn a_code_is_typed_with_or_without_a_space_and_as_digits_only() {
        let now = at(59);
        assert_eq!(RFC.accepts(" 287 082 ", now, None), Some(1));
        for wrong in ["", "28708", "2870822", "28708a", "+28708", "２８７０８２", "287082\u{663}"] {
            assert_eq!(RFC.accepts(wrong, now, None), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_as_apps_read_it() {
        assert_eq!(RFC.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            RFC.uri("Voortgang (demo)", "an@bz.example"),
            "otpauth://totp/Voortgang%20%28demo%29:an@bz.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Voortgang%20%28demo%29"
        );
        assert_eq!(format!("{RFC:?}"), "Secret(…)");
    }

    proptest! {
        #[test]
        fn a_code_holds_for_its_own_half_minute_and_one_on_either_side(bytes: [u8; 20], seconds in 100_000..4_000_000_000_i64) {
            let secret = Secret(bytes);
            let code = secret.code_at(at(seconds));
            let step = seconds / STEP;
            for beside in [-STEP, 0, STEP] {
                prop_assert!(secret.accepts(&code, at(seconds + beside), None).is_some());
            }
            // Further away it can only be right by chance, and then it belongs to another half minute.
            for beside in [-2 * STEP, 2 * STEP] {
                prop_assert_ne!(secret.accepts(&code, at(seconds + beside), None), Some(step));
            }
        }

        #[test]
        fn a_code_is_taken_once_and_never_after_a_later_one(bytes: [u8; 20], seconds in 100_000..4_000_000_000_i64) {
            let secret = Secret(bytes);
            let code = secret.code_at(at(seconds));
            let step = secret.accepts(&code, at(seconds), None).unwrap();
            let again = secret.accepts(&code, at(seconds), Some(step));
            prop_assert!(again.is_none_or(|again| again > step));
            prop_assert_eq!(secret.accepts(&code, at(seconds), Some(seconds / STEP + 1)), None);
        }
    }
}
