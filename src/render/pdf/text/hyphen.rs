//! Where Dutch words may be broken.

use std::collections::HashMap;

use hypher::{Lang, hyphenate_bounded};

/// Letters that stay before a hyphen.
const LEFT: usize = 3;
/// Letters that go to the next line.
const RIGHT: usize = 3;
/// Shorter words are never broken.
const SHORTEST: usize = 7;

/// Break points of words, remembered: a report says "veiligheid" many times.
#[derive(Debug, Default)]
pub(crate) struct Hyphenator {
    known: HashMap<Box<str>, Box<[u8]>>,
}

impl Hyphenator {
    /// Calls `found` with the byte position of every place in `text` where a word may be broken.
    ///
    /// A word in capitals is an abbreviation and stays whole, as do addresses.
    pub(crate) fn points(&mut self, text: &str, mut found: impl FnMut(usize)) {
        let mut at = 0;
        for token in text.split_inclusive(' ') {
            if !token.contains("://") && !token.contains('@') && !token.starts_with("www.") {
                self.words(token, &mut |point| found(at + point));
            }
            at += token.len();
        }
    }

    fn words(&mut self, token: &str, found: &mut impl FnMut(usize)) {
        let mut start = None;
        for (index, character) in token.char_indices().chain([(token.len(), ' ')]) {
            match (start, character.is_alphabetic()) {
                (None, true) => start = Some(index),
                (Some(first), false) => {
                    self.word(&token[first..index], |point| found(first + point));
                    start = None;
                }
                (None, false) | (Some(_), true) => {}
            }
        }
    }

    fn word(&mut self, word: &str, mut found: impl FnMut(usize)) {
        let latin = |character: char| character < '\u{250}';
        if word.len() < SHORTEST
            || word.len() > usize::from(u8::MAX)
            || !word.chars().all(latin)
            || word.chars().skip(1).any(char::is_uppercase)
        {
            return;
        }
        if let Some(points) = self.known.get(word) {
            points.iter().for_each(|&point| found(usize::from(point)));
            return;
        }
        let mut points = Vec::new();
        let mut at = 0;
        for syllable in hyphenate_bounded(word, Lang::Dutch, LEFT, RIGHT) {
            at += syllable.len();
            if at < word.len() {
                points.extend(u8::try_from(at));
                found(at);
            }
        }
        self.known.insert(word.into(), points.into());
    }
}

#[cfg(test)]
mod tests {
    use super::Hyphenator;

    fn broken(text: &str) -> String {
        let mut out = String::new();
        let mut last = 0;
        Hyphenator::default().points(text, |point| {
            out.push_str(&text[last..point]);
            out.push('|');
            last = point;
        });
        out + &text[last..]
    }

    #[test]
    fn dutch_words_break_between_syllables_with_three_letters_on_each_side() {
        assert_eq!(broken("De Veiligheidsraad besluit."), "De Vei|lig|heids|raad besluit.");
        assert_eq!(broken("beëindiging en opgave"), "beëin|di|ging en opgave");
    }

    #[test]
    fn abbreviations_and_addresses_stay_whole() {
        assert_eq!(
            broken("MINUSMAX https://veiligheid.example/verantwoording"),
            "MINUSMAX https://veiligheid.example/verantwoording"
        );
    }
}
