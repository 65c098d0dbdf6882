//! What changed between two revisions, in words and marks.

use super::reading::Part;
use crate::report::wording::Wording;

/// Labels that a summary names; more are only counted.
const NAMED: usize = 4;

/// One field in which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Name of the field.
    pub(super) label: String,
    /// Its words on both sides.
    pub(super) wording: Wording,
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
            (old != new).then(|| Row { label: part.label.clone(), wording: Wording::between(&old, &new) })
        });
        Self { rows: rows.collect() }
    }

    /// "3 wijzigingen in 2 onderdelen", so that nobody has to count marks.
    pub(super) fn summary(&self) -> String {
        let changes: usize = self.rows.iter().map(|row| row.wording.changes).sum();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Part {
        Part { key: "bereikt".into(), label: "Wat is bereikt".into(), text: text.into() }
    }

    #[test]
    fn changes_are_counted_and_their_fields_named() {
        let difference =
            Difference::between(&[part("Wij deden een oefening.")], &[part("Wij deden twee oefeningen.")]);
        assert_eq!(difference.summary(), "Eén wijziging in één onderdeel: Wat is bereikt.");
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert!(Difference::between(&[part("a")], &[part("a")]).rows.is_empty());
    }

    #[test]
    fn a_field_that_is_only_on_one_side_is_a_change() {
        let difference = Difference::between(&[part("weg")], &[]);
        let wording = &difference.rows[0].wording;
        assert!(wording.before[0].changed && wording.after.is_empty());
    }
}
