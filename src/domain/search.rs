//! What someone typed to look for, as an expression that means what they expect.
//!
//! Every word must occur, in any order; words between quotation marks stand together; the last word may go on ("cyb"
//! finds "cyberaanval"). Accents and capitals make no difference. Nothing that is typed has another meaning than that:
//! stars, brackets and words such as NEAR are words or nothing.

/// More than anyone types; what comes after is not looked at.
const MOST_CHARACTERS: usize = 200;

/// More words than this are not looked for.
const MOST_WORDS: usize = 16;

/// Beginnings of words shorter than this match too much to mean anything.
const SHORTEST_BEGINNING: usize = 3;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    expression: String,
}

impl Query {
    /// Reads what was typed; `None` when there is no word in it.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().take(MOST_CHARACTERS).collect();
        let typed = typed.replace(['ĳ', 'Ĳ'], "ij").replace(['“', '”', '„', '‟'], "\"").replace('\u{ad}', "");
        let mut phrases: Vec<Vec<&str>> = Vec::new();
        let mut open = false;
        let parts: Vec<&str> = typed.split('"').collect();
        let quoted = |place: usize| place % 2 == 1;
        for (place, part) in parts.iter().enumerate() {
            if quoted(place) {
                // A quotation mark that is not closed yet is still being typed.
                open = place + 1 == parts.len();
                phrases.push(words(part));
            } else {
                let chunks = part.split_whitespace();
                open = chunks.clone().next().map_or(open, |_| part.ends_with(char::is_alphanumeric));
                // "cyber-aanval" and "6.12" stand together.
                phrases.extend(chunks.map(words));
            }
        }
        phrases.retain(|phrase| !phrase.is_empty());
        phrases.truncate(MOST_WORDS);
        let last = phrases.last()?.last()?.chars().count();
        let mut expression =
            phrases.iter().map(|phrase| format!("\"{}\"", phrase.join(" "))).collect::<Vec<_>>().join(" ");
        if open && last >= SHORTEST_BEGINNING {
            expression.push('*');
        }
        Some(Self { expression })
    }

    /// As the index takes it: quoted words of letters and digits, and at most one star.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// A part of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub found: bool,
}

/// What stands before and after words that were found, in text from the index. People's text holds neither.
pub const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

/// Splits text from the index into what was found and what stands around it.
#[must_use]
pub fn pieces(marked: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut found = false;
    for part in marked.split_inclusive(MARKS) {
        let text: String = part.chars().filter(|one| !one.is_control() || *one == '\n').collect();
        if !text.is_empty() {
            pieces.push(Piece { text, found });
        }
        found = match part.chars().last() {
            Some(last) if last == MARKS[0] => true,
            Some(last) if last == MARKS[1] => false,
            Some(_) | None => found,
        };
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn expression(typed: &str) -> String {
        Query::parse(typed).map(|query| query.expression).unwrap_or_default()
    }

    #[test]
    fn every_word_must_occur_and_the_last_may_go_on() {
        assert_eq!(expression("cyber aanv"), r#""cyber" "aanv"*"#);
        assert_eq!(expression("cyber "), r#""cyber""#);
        assert_eq!(expression("de"), r#""de""#);
    }

    #[test]
    fn quoted_words_stand_together_also_while_they_are_typed() {
        assert_eq!(expression(r#""vrije wereld" navo "#), r#""vrije wereld" "navo""#);
        assert_eq!(expression("„vrije wereld”"), r#""vrije wereld""#);
        assert_eq!(expression(r#""vrije wer"#), r#""vrije wer"*"#);
        assert_eq!(expression("6.12"), r#""6 12""#);
    }

    #[test]
    fn the_ligature_is_two_letters() {
        assert_eq!(expression("vrĳheid"), r#""vrijheid"*"#);
    }

    #[test]
    fn what_has_no_word_is_no_query() {
        for typed in ["", "  ", "\"", "\"\" * ()", "-:^", "\u{0}\u{2}"] {
            assert_eq!(Query::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn words_of_the_index_language_are_words() {
        assert_eq!(expression("NEAR(a b) OR title:* "), r#""NEAR a" "b" "OR" "title""#);
    }

    #[test]
    fn an_excerpt_falls_apart_in_found_and_around() {
        let found = pieces("een \u{2}cyber\u{3}aanval");
        let texts: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.found)).collect();
        assert_eq!(texts, [("een ", false), ("cyber", true), ("aanval", false)]);
        assert_eq!(pieces("\u{3}\u{2}"), []);
    }

    proptest! {
        #[test]
        fn nothing_but_quoted_words_reaches_the_index(typed in any::<String>()) {
            let expression = expression(&typed);
            let inside = expression.trim_end_matches('*');
            prop_assert!(inside.chars().all(|one| one.is_alphanumeric() || one == '"' || one == ' '));
            prop_assert_eq!(inside.matches('"').count() % 2, 0);
        }

        #[test]
        fn no_words_are_lost_in_an_excerpt(text in "[a-z \u{2}\u{3}]{0,40}") {
            let kept: String = pieces(&text).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(kept, text.replace(MARKS, ""));
        }
    }
}
