//! What changed between two texts, word by word.

use std::time::Duration;

use similar::{DiffOp, TextDiff};

/// How long a comparison may take; after that it is right but coarse.
const PATIENCE: Duration = Duration::from_millis(200);

/// From how many characters on both sides together a text can count as rewritten.
const LONG: usize = 160;

/// Words that are in both texts, or in one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether only this side has them.
    pub changed: bool,
}

/// Two texts with marks on the words that only one of them has. For showing: with very long texts the marks may
/// depend on the speed of the machine, so nothing that is frozen may be made from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What it said.
    pub before: Vec<Piece>,
    /// What it says.
    pub after: Vec<Piece>,
    /// Whether so little stayed that marks would only hide the words: both sides are then shown whole.
    pub rewritten: bool,
    /// How many changes there are; neighbouring words are one.
    pub changes: usize,
}

impl Wording {
    /// Compares two texts.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let diff = TextDiff::configure().timeout(PATIENCE).diff_unicode_words(old, new);
        if is_rewritten(&diff, old, new) {
            let whole = |text: &str| vec![Piece { text: text.to_owned(), changed: false }];
            return Self { before: whole(old), after: whole(new), rewritten: true, changes: 1 };
        }
        let mut wording = Self { before: Vec::new(), after: Vec::new(), rewritten: false, changes: 0 };
        let words = |diff: &TextDiff<'_, '_, str>, range: std::ops::Range<usize>, of_old: bool| -> String {
            let slice = |index| if of_old { diff.old_slice(index) } else { diff.new_slice(index) };
            range.filter_map(slice).collect()
        };
        let ops = diff.ops();
        let mut in_change = false;
        for (position, op) in ops.iter().enumerate() {
            let old = words(&diff, op.old_range(), true);
            let new = words(&diff, op.new_range(), false);
            let equal = matches!(op, DiffOp::Equal { .. });
            // White space between two changes is part of the change: "een twee" became "drie vier" once, not twice.
            let joins = equal
                && in_change
                && position + 1 < ops.len()
                && old.trim().is_empty()
                && !old.contains('\n');
            let changed = !equal || joins;
            if changed && !in_change {
                wording.changes += 1;
            }
            in_change = changed;
            push(&mut wording.before, old, changed);
            push(&mut wording.after, new, changed);
        }
        wording
    }
}

/// Whether two long texts share less than half their words, counted in characters.
fn is_rewritten(diff: &TextDiff<'_, '_, str>, old: &str, new: &str) -> bool {
    let total = old.len() + new.len();
    let of_word = |word: &str| if word.contains(char::is_alphanumeric) { word.len() } else { 0 };
    let equal = diff.ops().iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
    let kept = equal.flat_map(DiffOp::old_range).filter_map(|index| diff.old_slice(index)).map(of_word);
    !old.is_empty() && !new.is_empty() && total > LONG && kept.sum::<usize>() * 4 < total
}

fn push(pieces: &mut Vec<Piece>, text: String, changed: bool) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.changed == changed => last.text.push_str(&text),
        Some(_) | None => pieces.push(Piece { text, changed }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changed(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().filter(|piece| piece.changed).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn words_that_changed_are_marked_on_their_own_side() {
        let wording = Wording::between("Wij deden een oefening.", "Wij deden twee oefeningen.");
        assert_eq!(changed(&wording.before), ["een oefening"]);
        assert_eq!(changed(&wording.after), ["twee oefeningen"]);
        assert_eq!(wording.changes, 1);
    }

    #[test]
    fn a_text_that_was_rewritten_is_shown_whole_on_both_sides() {
        let old = "De krijgsmacht oefende in het noorden, en dat leverde inzicht op in wat nog ontbreekt aan materieel.";
        let new = "In Europees verband nam de marechaussee deel aan operaties langs de buitengrens, met goede gevolgen.";
        let wording = Wording::between(old, new);
        assert!(wording.rewritten && changed(&wording.after).is_empty());
        assert!(!Wording::between(&format!("{old} {old}"), &format!("{old} {old} Meer.")).rewritten);
    }

    proptest! {
        #[test]
        fn both_sides_read_as_they_were_written(old in "[a-c ,\n]{0,40}", new in "[a-c ,\n]{0,40}") {
            let wording = Wording::between(&old, &new);
            let text = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.clone()).collect::<String>();
            prop_assert_eq!(text(&wording.before), old);
            prop_assert_eq!(text(&wording.after), new);
        }
    }
}
