//! What changed between two texts, in words and marks.

use std::time::Duration;

use similar::{DiffOp, TextDiff};

use super::reading::Part;

/// How long a comparison may take; after that it is right but coarse.
const PATIENCE: Duration = Duration::from_millis(200);

/// From how many characters on both sides together a text can count as rewritten.
const LONG: usize = 160;

/// Labels that a summary names; more are only counted.
const NAMED: usize = 4;

/// Words that are in both texts, or in one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Whether only this side has them.
    pub(super) changed: bool,
}

/// One field in which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Name of the field.
    pub(super) label: String,
    /// What it said.
    pub(super) before: Vec<Piece>,
    /// What it says.
    pub(super) after: Vec<Piece>,
    /// Whether so little stayed that marks would only hide the words: both sides are then shown whole.
    pub(super) rewritten: bool,
    changes: usize,
}

/// All that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The fields in which something did, in the order of the form.
    pub(super) rows: Vec<Row>,
}

impl Difference {
    /// Compares what two revisions say, field by field.
    pub(super) fn between(before: &[Part], after: &[Part]) -> Self {
        let of = |parts: &[Part], key: &str| {
            parts.iter().find(|part| part.key == key).map(|part| part.text.clone()).unwrap_or_default()
        };
        let gone = before.iter().filter(|part| !after.iter().any(|other| other.key == part.key));
        let rows = after.iter().chain(gone).filter_map(|part| {
            let (old, new) = (of(before, &part.key), of(after, &part.key));
            (old != new).then(|| row(&part.label, &old, &new))
        });
        Self { rows: rows.collect() }
    }

    /// Whether nothing changed.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// "3 wijzigingen in 2 onderdelen", so that nobody has to count marks.
    pub(super) fn summary(&self) -> String {
        let changes: usize = self.rows.iter().map(|row| row.changes).sum();
        let changes = match changes {
            0 => return "Er is niets veranderd.".to_owned(),
            1 => "Eén wijziging".to_owned(),
            many => format!("{many} wijzigingen"),
        };
        match self.rows.len() {
            many if many > NAMED => format!("{changes} in {many} onderdelen."),
            1 => format!("{changes} in één onderdeel: {}.", self.rows[0].label),
            many => {
                let labels: Vec<_> = self.rows.iter().map(|row| row.label.as_str()).collect();
                format!("{changes} in {many} onderdelen: {}.", labels.join(", "))
            }
        }
    }
}

fn row(label: &str, old: &str, new: &str) -> Row {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_unicode_words(old, new);
    let label = label.to_owned();
    if is_rewritten(&diff, old, new) {
        let whole = |text: &str| vec![Piece { text: text.to_owned(), changed: false }];
        return Row { label, before: whole(old), after: whole(new), rewritten: true, changes: 1 };
    }
    let mut row = Row { label, before: Vec::new(), after: Vec::new(), rewritten: false, changes: 0 };
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
        let joins =
            equal && in_change && position + 1 < ops.len() && old.trim().is_empty() && !old.contains('\n');
        let changed = !equal || joins;
        if changed && !in_change {
            row.changes += 1;
        }
        in_change = changed;
        push(&mut row.before, old, changed);
        push(&mut row.after, new, changed);
    }
    row
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

    fn part(text: &str) -> Part {
        Part { key: "bereikt".into(), label: "Wat is bereikt".into(), text: text.into() }
    }

    fn changed(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().filter(|piece| piece.changed).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn words_that_changed_are_marked_on_their_own_side() {
        let difference =
            Difference::between(&[part("Wij deden een oefening.")], &[part("Wij deden twee oefeningen.")]);
        assert_eq!(changed(&difference.rows[0].before), ["een oefening"]);
        assert_eq!(changed(&difference.rows[0].after), ["twee oefeningen"]);
        assert_eq!(difference.summary(), "Eén wijziging in één onderdeel: Wat is bereikt.");
    }

    #[test]
    fn a_text_that_was_rewritten_is_shown_whole_on_both_sides() {
        let old = "De krijgsmacht oefende in het noorden, en dat leverde inzicht op in wat nog ontbreekt aan materieel.";
        let new = "In Europees verband nam de marechaussee deel aan operaties langs de buitengrens, met goede gevolgen.";
        let difference = Difference::between(&[part(old)], &[part(new)]);
        assert!(difference.rows[0].rewritten && changed(&difference.rows[0].after).is_empty());
        let longer = format!("{old} {old} Meer.");
        assert!(!Difference::between(&[part(&format!("{old} {old}"))], &[part(&longer)]).rows[0].rewritten);
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert!(Difference::between(&[part("a")], &[part("a")]).is_empty());
    }

    #[test]
    fn a_field_that_is_only_on_one_side_is_a_change() {
        let difference = Difference::between(&[part("weg")], &[]);
        assert_eq!(changed(&difference.rows[0].before), ["weg"]);
        assert!(difference.rows[0].after.is_empty());
    }

    proptest! {
        #[test]
        fn both_sides_read_as_they_were_written(old in "[a-c ,\n]{0,40}", new in "[a-c ,\n]{0,40}") {
            let row = row("x", &old, &new);
            let text = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.clone()).collect::<String>();
            prop_assert_eq!(text(&row.before), old);
            prop_assert_eq!(text(&row.after), new);
        }
    }
}
