//! How words and numbers are set: no-break spaces, quotation marks, references to papers of parliament, decimals,
//! enumerations.

use super::Inline;
use crate::domain::{clock, paper::PaperRef};

/// Beside the months, what a number may not be parted from at the end of a line.
const UNITS: [&str; 8] = ["miljoen", "miljard", "procent", "euro", "km", "uur", "%", "‰"];

/// What may not be parted from the number that follows it.
const BEFORE: [&str; 10] =
    ["€", "nr.", "nrs.", "art.", "artikel", "doel", "pijler", "bijlage", "inzet", "lid"];

/// Running words: references to papers of parliament become links, number parts hold together.
#[must_use]
pub fn running(words: &str) -> Vec<Inline> {
    let words = plain_spaces(words);
    let mut inlines = Vec::new();
    let mut done = 0;
    for (range, paper) in PaperRef::find(&words) {
        push_text(&mut inlines, &words[done..range.start]);
        inlines.push(Inline::Link {
            href: paper.url(),
            text: vec![Inline::Text { text: hold(&words[range.clone()]) }],
        });
        done = range.end;
    }
    push_text(&mut inlines, &words[done..]);
    inlines
}

/// Words in which number parts hold together and nothing is linked: the inside of a link.
#[must_use]
pub fn hold(words: &str) -> String {
    let words = quotation_marks(&plain_spaces(words));
    let mut held = String::with_capacity(words.len());
    for (at, character) in words.char_indices() {
        let breaks = character == ' ' && !holds(&words[..at], &words[at + 1..]);
        held.push(if character == ' ' && !breaks { '\u{a0}' } else { character });
    }
    held
}

/// A value in units of its last decimal, as written in Dutch: 122 with two decimals is "1,22".
#[must_use]
pub fn decimal(value: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let mut text = String::new();
    if value < 0 {
        text.push('−');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(',');
        text.push_str(part);
    }
    text
}

/// "a", "a en b", "a, b en c".
#[must_use]
pub fn enumeration<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} en {}", first.join(", "), last.as_ref())
        }
    }
}

/// The same words with a capital at the start.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Word's no-break spaces around digits become plain: that is how references are found.
fn plain_spaces(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut characters = words.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let at_number = before.is_ascii_digit()
            || characters.peek().is_some_and(char::is_ascii_digit)
            || matches!(before, ',' | '.');
        before = if matches!(character, '\u{a0}' | '\u{202f}') && at_number { ' ' } else { character };
        plain.push(before);
    }
    plain
}

/// Typewriter's quotation marks and apostrophes become those of print, as a word processor makes them: texts come from
/// both.
fn quotation_marks(words: &str) -> String {
    let mut set = String::with_capacity(words.len());
    let mut before = ' ';
    for (at, character) in words.char_indices() {
        let after = &words[at + character.len_utf8()..];
        let opens = (before.is_whitespace() || "([/–—“‘".contains(before))
            && !after.starts_with(|next: char| next.is_whitespace() || ".,;:!?)]’”".contains(next));
        before = match character {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens && !is_shortened(after) => '‘',
            '\'' => '’',
            other => other,
        };
        set.push(before);
    }
    set
}

/// What stands after the apostrophe of "'s avonds", "'t", "'n" or "'90": a word that lost its beginning.
fn is_shortened(after: &str) -> bool {
    let mut characters = after.chars();
    match characters.next() {
        Some('s' | 't' | 'n' | 'k' | 'm' | 'r') => !characters.next().is_some_and(char::is_alphanumeric),
        Some(first) => first.is_ascii_digit(),
        None => false,
    }
}

fn holds(before: &str, after: &str) -> bool {
    let digit_before = before.ends_with(|c: char| c.is_ascii_digit());
    let digit_after = after.starts_with(|c: char| c.is_ascii_digit());
    if digit_before && digit_after {
        return is_short_number(before) && is_group(after);
    }
    if digit_before {
        let word: &str =
            &after[..after.find(|c: char| !c.is_alphanumeric() && !"%‰".contains(c)).unwrap_or(after.len())];
        return UNITS.contains(&word) || clock::MONTHS.contains(&word) || is_chapter(before, word, after);
    }
    digit_after && BEFORE.iter().any(|word| ends_with_word(before, word))
}

/// Ends in a run of one to three digits: "33" of "33 694".
fn is_short_number(before: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits <= 3
}

/// Starts with a group of exactly three digits.
fn is_group(after: &str) -> bool {
    after.bytes().take_while(u8::is_ascii_digit).count() == 3
}

/// The chapter of a dossier: "X" of "34 775 X, nr. 72".
fn is_chapter(before: &str, word: &str, after: &str) -> bool {
    let dossier = before.len().checked_sub(6).and_then(|at| before.get(at..));
    let dossier = dossier.is_some_and(|tail| tail.as_bytes().get(2) == Some(&b' '));
    let roman = !word.is_empty() && word.len() <= 5 && word.bytes().all(|letter| b"IVXABC".contains(&letter));
    dossier && roman && after[word.len()..].starts_with(',')
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let lower: String =
        text.chars().rev().take(word.chars().count() + 1).collect::<Vec<_>>().into_iter().rev().collect();
    let lower = lower.to_lowercase();
    lower.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

fn push_text(inlines: &mut Vec<Inline>, words: &str) {
    if !words.is_empty() {
        inlines.push(Inline::Text { text: hold(words) });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn number_parts_hold_together_and_other_words_do_not() {
        for (words, held) in [
            ("33 694, nr. 12", "33_694, nr._12"),
            ("34 775 X, nr. 72", "34_775_X, nr._72"),
            ("op 14 februari 2020 in doel 6", "op 14_februari 2020 in doel_6"),
            ("€ 309 miljoen", "€_309_miljoen"),
            ("in 2018 100 mensen", "in 2018 100 mensen"),
            ("de 3 landen en 2,1 % van 5", "de 3 landen en 2,1_% van 5"),
            ("modoel 5", "modoel 5"),
        ] {
            assert_eq!(hold(words), held.replace('_', "\u{a0}"), "{words}");
        }
    }

    #[test]
    fn quotation_marks_and_apostrophes_are_those_of_print() {
        for (typed, printed) in [
            ("regio's en F-16's", "regio’s en F-16’s"),
            ("'s avonds in 's-Hertogenbosch, 't was '19", "’s avonds in ’s-Hertogenbosch, ’t was ’19"),
            ("niveau 'substantieel', dus", "niveau ‘substantieel’, dus"),
            ("\"Nu\" (\"later\"), 'nu'.", "“Nu” (“later”), ‘nu’."),
            // After words in italics, which come by themselves.
            ("\", zei zij", "”, zei zij"),
            ("’s Rijks ‘eigen’", "’s Rijks ‘eigen’"),
        ] {
            assert_eq!(hold(typed), printed);
        }
    }

    #[test]
    fn a_reference_is_linked_also_with_the_spaces_of_word() {
        let inlines = running("Zie 33\u{a0}694, nr.\u{a0}12.");
        let href = "https://zoek.officielebekendmakingen.nl/kst-33694-12.html".to_owned();
        assert_eq!(inlines[1], Inline::Link { href, text: vec![Inline::text("33\u{a0}694, nr.\u{a0}12")] });
        assert_eq!(inlines.len(), 3);
    }

    #[test]
    fn decimals_are_written_in_dutch() {
        assert_eq!(decimal(122, 2), "1,22");
        assert_eq!(decimal(5, 2), "0,05");
        assert_eq!(decimal(-1_234_567, 0), "−1.234.567");
        assert_eq!(decimal(i64::MIN, 0), "−9.223.372.036.854.775.808");
        assert_eq!(decimal(1, 255).len(), 257);
    }

    #[test]
    fn an_enumeration_has_one_en() {
        assert_eq!(enumeration::<&str>(&[]), "");
        assert_eq!(enumeration(&["a"]), "a");
        assert_eq!(enumeration(&["a", "b", "c"]), "a, b en c");
    }

    #[test]
    fn a_quotation_mark_by_itself_opens() {
        assert_eq!(Inline::words(&running("\"")), "“");
    }

    proptest! {
        #[test]
        fn setting_changes_nothing_but_spaces_and_quotation_marks(
            words in "(?s)[0-9a-zA-Z €%é.,nr'\"\u{a0}]{0,60}|.{0,60}"
        ) {
            let typed = |character| match character {
                '“' | '”' => '"',
                '‘' | '’' => '\'',
                other => other,
            };
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(typed).collect::<String>();
            prop_assert_eq!(bare(&Inline::words(&running(&words))), bare(&words));
            prop_assert_eq!(bare(&hold(&words)), bare(&words));
        }
    }
}
