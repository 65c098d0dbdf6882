//! The rules of a password that a person chooses. How it is hashed is `auth::password`.
//!
//! Length is what counts, and that nobody guesses it: no rules for capitals, digits or signs, and no end date. Any
//! character is a character, spaces and emoji too (OWASP ASVS 5.0, 6.2; NIST SP 800-63B, 3.1.1.2).

use std::sync::LazyLock;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

/// The least characters a password has (ASVS 6.2.1 asks 8 and recommends 15; a longer one needs no other rules).
pub const MIN_CHARACTERS: usize = 15;

/// The most bytes that are hashed: longer ones would only cost time.
pub const MAX_BYTES: usize = 1024;

/// Passwords that are tried first, in lower case; where they are from stands beside the file.
const COMMON: &str = include_str!("common.txt");

/// The same, line by line: the file is sorted.
static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| COMMON.lines().collect());

/// Keys and characters in the order in which fingers find them.
const ROWS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];

/// So many neighbours in a row are a pattern.
const RUN: usize = 4;

/// Words that everyone who knows the program would try.
const OURS: [&str; 8] =
    ["voortgang", "gbvs", "ministerie", "wachtwoord", "password", "welkom", "buitenlandse", "zaken"];

/// A password that obeys the rules, in NFC. It is never shown: not in a log, not in a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a password was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Fewer than [`MIN_CHARACTERS`].
    #[error("{0} characters, at least {MIN_CHARACTERS}")]
    Short(usize),
    /// More than can be hashed in reasonable time.
    #[error("more than {MAX_BYTES} bytes")]
    Long,
    /// It stands in the list of passwords that are tried first.
    #[error("among the passwords that are tried first")]
    Common,
    /// One piece again and again, or neighbours on the keyboard.
    #[error("a repetition or a row of keys")]
    Pattern,
    /// Too little is left without the words that everyone would try for this person.
    #[error("little more than {0:?}")]
    Context(String),
}

/// Words that do not count: of the program, of the ministries, of the person.
#[derive(Clone, Debug, Default)]
pub struct Context(Vec<String>);

impl Context {
    /// From names and addresses, each of which may be several words.
    #[must_use]
    pub fn new<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut words: Vec<String> = OURS.map(str::to_owned).into();
        for text in texts {
            let text = fold(text.as_ref());
            let found = text.split(|character: char| !character.is_alphanumeric());
            // "van" and "en" are no names; "bz" is one.
            let found = found.filter(|word| {
                word.chars().count() > 1 && !["van", "en", "de", "der", "voor"].contains(word)
            });
            words.extend(found.map(str::to_owned));
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        Self(words)
    }

    /// What is left of a folded text without these words, and the first of them that was in it.
    fn without(&self, text: &str) -> (String, Option<&str>) {
        let mut rest = text.to_owned();
        let mut first = None;
        for word in &self.0 {
            // A short one counts only where it stands alone: "definitief" is not about Defensie.
            let without = if word.chars().count() > 3 {
                rest.replace(word.as_str(), "")
            } else {
                without_whole(&rest, word)
            };
            if without != rest {
                first = first.or(Some(word.as_str()));
                rest = without;
            }
        }
        (rest, first)
    }
}

impl Password {
    /// Reads a password that somebody chose.
    ///
    /// # Errors
    /// When it is too short, too long or among the first to be guessed.
    pub fn choose(raw: &str, context: &Context) -> Result<Self, Fault> {
        let password = normal(raw);
        let length = password.chars().count();
        if length < MIN_CHARACTERS {
            return Err(Fault::Short(length));
        }
        if password.len() > MAX_BYTES {
            return Err(Fault::Long);
        }
        let folded = fold(&password);
        let unit = unit(&folded);
        if [folded.as_str(), unit].into_iter().any(is_common) {
            return Err(Fault::Common);
        }
        let (rest, word) = context.without(&folded);
        if let Some(word) = word
            && rest.trim_matches(|character: char| !character.is_alphabetic()).chars().count()
                < MIN_CHARACTERS
        {
            return Err(Fault::Context(word.to_owned()));
        }
        if unit.chars().count() < MIN_CHARACTERS.min(length) || without_runs(unit) < MIN_CHARACTERS / 2 {
            return Err(Fault::Pattern);
        }
        Ok(Self(password))
    }

    /// A password that was drawn at random, which needs no rules.
    #[must_use]
    pub fn drawn(random: &str) -> Self {
        Self(normal(random))
    }

    /// The password, to hash it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One form for what looks the same, however a keyboard composed it.
#[must_use]
pub fn normal(raw: &str) -> String {
    raw.nfc().collect()
}

fn fold(text: &str) -> String {
    text.to_lowercase().nfd().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).collect()
}

/// The shortest piece that makes up the whole: "abc" of "abcabcabc", the text itself of any other.
fn unit(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).filter(|at| *at > 0 && *at <= text.len() / 2);
    for end in ends {
        let piece = &text[..end];
        // The last piece may be cut off: "welkom2welkom2we".
        if text.as_bytes().chunks(end).all(|chunk| piece.as_bytes().starts_with(chunk)) {
            return piece;
        }
    }
    text
}

/// Whether it stands in the list, as it is or without what people put around it to make it longer.
fn is_common(text: &str) -> bool {
    let letters = text.trim_matches(|character: char| !character.is_alphabetic());
    let alphanumeric = text.trim_matches(|character: char| !character.is_alphanumeric());
    let plain: String = alphanumeric
        .chars()
        .map(|character| match character {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    let joined: String = alphanumeric.chars().filter(|character| character.is_alphanumeric()).collect();
    let candidates = [text, alphanumeric, letters, unit(letters), plain.as_str(), joined.as_str()];
    candidates.iter().any(|candidate| LIST.binary_search(candidate).is_ok())
}

/// How many characters are left when rows of neighbours and repeated characters count as one.
fn without_runs(text: &str) -> usize {
    let characters: Vec<char> = text.chars().collect();
    let mut left = 0;
    let mut at = 0;
    while at < characters.len() {
        let run = (at + RUN..=characters.len())
            .take_while(|end| is_run(&characters[at..*end]))
            .last()
            .map_or(1, |end| end - at);
        left += 1;
        at += run;
    }
    left
}

fn is_run(characters: &[char]) -> bool {
    let text: String = characters.iter().collect();
    let back: String = characters.iter().rev().collect();
    characters.iter().all(|character| Some(character) == characters.first())
        || ROWS.iter().any(|row| row.contains(&text) || row.contains(&back))
}

/// A text without a word where that stands alone.
fn without_whole(text: &str, word: &str) -> String {
    let pieces = text.split_inclusive(|character: char| !character.is_alphanumeric());
    let bare =
        |piece: &str| piece.trim_end_matches(|character: char| !character.is_alphanumeric()).to_owned();
    pieces.filter(|piece| bare(piece) != word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn context() -> Context {
        Context::new(["Anna de Vries", "anna.devries@def.example", "Ministerie van Defensie", "DEF"])
    }

    fn choose(raw: &str) -> Result<Password, Fault> {
        Password::choose(raw, &context())
    }

    #[test]
    fn a_sentence_is_a_good_password_with_any_characters_in_it() {
        for good in [
            "een lange zin om te onthouden",
            "  drie fietsen en een regenjas  ",
            "Oekraïense 🕊️ boven de kerk",
            "correct horse battery staples",
            "kx8#Qm2!vT9pLz4w",
            "definitief op de fiets",
            "de defensie staat achter de pannenkoekenboom",
        ] {
            assert!(choose(good).is_ok(), "{good}: {:?}", choose(good));
        }
    }

    #[test]
    fn length_is_counted_in_characters_as_they_are_composed() {
        assert_eq!(choose("ééééééééééé"), Err(Fault::Short(11)));
        assert_eq!(choose("zo'n 14 tekens"), Err(Fault::Short(14)));
        assert_eq!(choose("e\u{301}".repeat(14).as_str()), Err(Fault::Short(14)));
        assert_eq!(choose(&"vis op het droge ".repeat(70)), Err(Fault::Long));
        assert!(
            choose(
                &"een "
                    .chars()
                    .chain("vogelbekdier op de stoomboot naar huis en weer terug over zee".chars())
                    .collect::<String>()
            )
            .is_ok()
        );
    }

    #[test]
    fn what_is_tried_first_is_refused_however_it_is_made_longer() {
        for common in [
            "qwerty123456789",
            "1qaz2wsx3edc4rfv",
            "Password1234567890!",
            "wachtwoord2026!!",
            "Welkom01Welkom01",
            "P@ssw0rdP@ssw0rd",
            "ikhouvanjou!!!!!!!!",
            "correcthorsebatterystaple",
            "correct horse battery staple",
        ] {
            assert!(choose(common).is_err(), "{common}");
        }
        assert_eq!(choose("1qaz2wsx3edc4rfv"), Err(Fault::Common));
        assert_eq!(choose("ikhouvanjou!!!!!!!!"), Err(Fault::Common));
    }

    #[test]
    fn a_repetition_or_a_row_of_keys_is_refused() {
        for pattern in [
            "zzzzzzzzzzzzzzzzzzzz",
            "abcdefghijklmnopqrstuvwxyz",
            "98765432109876543210",
            "vis vis vis vis vis ",
            "bootje op zeebootje op zee",
            "qwertyuiopasdfghjkl",
        ] {
            assert_eq!(choose(pattern), Err(Fault::Pattern), "{pattern}");
        }
    }

    #[test]
    fn names_of_the_person_the_ministry_and_the_program_do_not_count() {
        for (guessed, word) in [
            ("Anna de Vries 2026!!", "vries"),
            ("anna.devries@def.example", "devries"),
            ("ministerie van defensie", "ministerie"),
            ("voortgang-gbvs-2026", "voortgang"),
        ] {
            assert_eq!(choose(guessed), Err(Fault::Context(word.to_owned())), "{guessed}");
        }
    }

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(LIST.is_sorted());
        assert!(LIST.len() > 25_000);
    }

    #[test]
    fn a_password_is_not_shown_by_accident() {
        let password = choose("een lange zin om te onthouden").unwrap();
        assert!(!format!("{password:?}").contains("zin"));
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_what_is_accepted_obeys_the_length(raw in "\\PC{0,60}") {
            if let Ok(password) = choose(&raw) {
                let length = password.as_str().chars().count();
                prop_assert!(length >= MIN_CHARACTERS);
                prop_assert!(password.as_str().len() <= MAX_BYTES);
                prop_assert_eq!(choose(password.as_str()), Ok(password));
            }
        }

        #[test]
        fn composed_and_decomposed_are_one_password(raw in "[a-zé ëïö]{15,40}") {
            let decomposed: String = raw.nfd().collect();
            prop_assert_eq!(choose(&raw), choose(&decomposed));
        }

        #[test]
        fn random_letters_are_never_refused(raw in "[a-hj-km-np-z2-9]{20}") {
            prop_assert!(!matches!(choose(&raw), Err(Fault::Common | Fault::Short(_))));
        }
    }
}
