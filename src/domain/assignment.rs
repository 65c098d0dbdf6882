//! Who takes part in which goal, as one table that is changed in one act.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{event::hex, ministry::MinistryCode, strategy::Part};

/// Goals (by number) × ministries, with the part each has.
pub type Table = BTreeMap<(u32, MinistryCode), Part>;

/// What one act changes in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New, or with another part.
    pub set: Vec<(u32, MinistryCode, Part)>,
    /// No longer taking part.
    pub dropped: Vec<(u32, MinistryCode)>,
}

impl Changes {
    /// What leads from one table to another.
    #[must_use]
    pub fn between(before: &Table, after: &Table) -> Self {
        let set = after.iter().filter(|(place, part)| before.get(place) != Some(part));
        let dropped = before.keys().filter(|place| !after.contains_key(place));
        Self {
            set: set.map(|((goal, ministry), part)| (*goal, ministry.clone(), *part)).collect(),
            dropped: dropped.cloned().collect(),
        }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.dropped.is_empty()
    }
}

/// SHA-256 of a table: a change names the table it started from.
#[must_use]
pub fn fingerprint(table: &Table) -> String {
    let mut digest = Sha256::new();
    for ((goal, ministry), part) in table {
        digest.update(format!("{goal} {ministry} {}\n", part.code()));
    }
    hex(&digest.finalize())
}

/// The goals nobody leads.
#[must_use]
pub fn without_lead(table: &Table, goals: &[u32]) -> Vec<u32> {
    let led = |goal: u32| table.iter().any(|((of, _), part)| *of == goal && *part == Part::Lead);
    goals.iter().copied().filter(|goal| !led(*goal)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(cells: &[(u32, usize, bool)]) -> Table {
        let part = |lead| if lead { Part::Lead } else { Part::Contributing };
        cells
            .iter()
            .map(|(goal, ministry, lead)| ((*goal, format!("m{ministry}").as_str().into()), part(*lead)))
            .collect()
    }

    proptest! {
        #[test]
        fn changes_lead_from_one_table_to_the_other_and_nowhere_else(
            before in proptest::collection::vec((1..5_u32, 0..4_usize, any::<bool>()), 0..12),
            after in proptest::collection::vec((1..5_u32, 0..4_usize, any::<bool>()), 0..12),
        ) {
            let (before, after) = (table(&before), table(&after));
            let changes = Changes::between(&before, &after);
            let mut changed = before.clone();
            for place in &changes.dropped {
                prop_assert!(changed.remove(place).is_some());
            }
            for (goal, ministry, part) in &changes.set {
                prop_assert!(changed.insert((*goal, ministry.clone()), *part) != Some(*part));
            }
            prop_assert_eq!(&changed, &after);
            prop_assert_eq!(changes.is_empty(), fingerprint(&before) == fingerprint(&after));
        }
    }

    #[test]
    fn a_goal_with_only_contributors_has_no_lead() {
        let table = table(&[(1, 0, true), (2, 0, false)]);
        assert_eq!(without_lead(&table, &[1, 2, 3]), [2, 3]);
    }
}
