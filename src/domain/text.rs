//! What people type, made fit to keep: one Unicode form, one kind of line end, no control characters, a limit.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

/// The most characters one text field holds: some thirty printed pages.
pub const MAX_CHARACTERS: usize = 60_000;

/// The most characters a single line (a title, a reason's place) holds.
pub const MAX_LINE: usize = 300;

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextFault {
    /// Longer than the limit, in characters.
    #[error("{length} characters, at most {limit}")]
    TooLong {
        /// What was typed.
        length: usize,
        /// What may be.
        limit: usize,
    },
    /// A control character that no text needs, such as NUL.
    #[error("the character U+{0:04X} cannot be kept")]
    Control(u32),
    /// Nothing but white space where something is needed.
    #[error("empty")]
    Empty,
}

/// Text of several paragraphs in Markdown-light. May be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// Reads what was typed or pasted: NFC, LF, no-break spaces of Word kept, soft hyphens and byte-order marks
    /// dropped, trailing white space dropped.
    ///
    /// # Errors
    /// When it is too long or holds a control character.
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        clean(raw, MAX_CHARACTERS, true).map(Self)
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Prose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that must say something: a reason, a ground. Several paragraphs are allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    /// Reads a text that may not be empty.
    ///
    /// # Errors
    /// When it is empty, too long or holds a control character.
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        let text = clean(raw, MAX_CHARACTERS, true)?;
        if text.is_empty() { Err(TextFault::Empty) } else { Ok(Self(text)) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line: a title, a name. May be empty; line ends become spaces.
///
/// # Errors
/// When it is longer than [`MAX_LINE`] or holds a control character.
pub fn line(raw: &str) -> Result<String, TextFault> {
    clean(raw, MAX_LINE, false)
}

/// Characters as the limits count them: code points after line ends became one character.
#[must_use]
pub fn count(raw: &str) -> usize {
    raw.replace("\r\n", "\n").chars().count()
}

fn clean(raw: &str, limit: usize, lines: bool) -> Result<String, TextFault> {
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.nfc().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() == Some(&'\n') {
                    characters.next();
                }
                text.push(if lines { '\n' } else { ' ' });
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                text.push(if lines { '\n' } else { ' ' });
            }
            '\t' => text.push(if lines { '\t' } else { ' ' }),
            // Marks that turn the direction of what follows could make a text read otherwise than it was approved.
            '\u{ad}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            control if control.is_control() => return Err(TextFault::Control(control.into())),
            other => text.push(other),
        }
    }
    let text = trim_lines(&text);
    let length = text.chars().count();
    if length > limit { Err(TextFault::TooLong { length, limit }) } else { Ok(text) }
}

/// Drops white space at line ends and around the whole; keeps indentation, which lists need.
fn trim_lines(text: &str) -> String {
    let joined = text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n");
    joined.trim_start_matches('\n').trim_end().trim_start_matches([' ', '\t']).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_ends_of_every_system_become_one() {
        assert_eq!(Prose::parse("een\r\ntwee\rdrie\u{2028}vier").unwrap().as_str(), "een\ntwee\ndrie\nvier");
    }

    #[test]
    fn combining_accents_become_letters() {
        assert_eq!(Prose::parse("Oekrai\u{308}ne").unwrap().as_str(), "Oekraïne");
    }

    #[test]
    fn nul_is_refused_by_its_name() {
        assert_eq!(Prose::parse("a\0b").unwrap_err().to_string(), "the character U+0000 cannot be kept");
    }

    #[test]
    fn arabic_and_emoji_are_kept_but_hidden_direction_marks_are_not() {
        assert_eq!(Prose::parse("السلام 🕊️").unwrap().as_str(), "السلام 🕊️");
        assert_eq!(Prose::parse("a\u{202e}b").unwrap().as_str(), "ab");
    }

    #[test]
    fn a_reason_says_something() {
        assert_eq!(Reason::parse(" \r\n ").unwrap_err(), TextFault::Empty);
    }

    #[test]
    fn a_text_over_the_limit_is_refused_with_its_length() {
        let fault = Prose::parse(&"a".repeat(1_000_000)).unwrap_err();
        assert_eq!(fault, TextFault::TooLong { length: 1_000_000, limit: MAX_CHARACTERS });
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in ".{0,200}") {
            if let Ok(once) = Prose::parse(&raw) {
                prop_assert_eq!(Prose::parse(once.as_str()).unwrap(), once);
            }
        }
    }
}
