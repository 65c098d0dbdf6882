//! What changed between two texts, word by word.

use similar::{ChangeTag, TextDiff};

/// Two texts with what was taken out of the one and put into the other.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    /// The old text in pieces.
    pub(super) before: Vec<Piece>,
    /// The new text in pieces.
    pub(super) after: Vec<Piece>,
    /// How many places differ.
    pub(super) changes: usize,
}

/// Some words, the same on both sides or only on this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Whether the other side lacks them.
    pub(super) differs: bool,
}

impl Difference {
    /// Compares two texts.
    pub(super) fn between(before: &str, after: &str) -> Self {
        let mut found = Self { before: Vec::new(), after: Vec::new(), changes: 0 };
        let mut within = false;
        for change in TextDiff::from_unicode_words(before, after).iter_all_changes() {
            let tag = change.tag();
            if tag != ChangeTag::Insert {
                push(&mut found.before, change.value(), tag == ChangeTag::Delete);
            }
            if tag != ChangeTag::Delete {
                push(&mut found.after, change.value(), tag == ChangeTag::Insert);
            }
            let differs = tag != ChangeTag::Equal;
            found.changes += usize::from(differs && !within);
            within = differs;
        }
        found
    }

    /// How much changed, in words.
    pub(super) fn summary(&self) -> String {
        match self.changes {
            0 => "Er is geen verschil.".to_owned(),
            1 => "Er is 1 verschil.".to_owned(),
            count => format!("Er zijn {count} verschillen."),
        }
    }
}

fn push(pieces: &mut Vec<Piece>, text: &str, differs: bool) {
    match pieces.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), differs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_shows_its_own_words_and_the_changes_are_counted() {
        let difference = Difference::between("Defensie deed veel werk.", "Defensie deed al het werk.");
        let own = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        assert_eq!(own(&difference.before), "Defensie deed veel werk.");
        assert_eq!(own(&difference.after), "Defensie deed al het werk.");
        assert!(difference.before.iter().any(|piece| piece.differs && piece.text == "veel"));
        assert_eq!(difference.summary(), "Er is 1 verschil.");
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(Difference::between("a b", "a b").changes, 0);
    }
}
