//! Which goal a number means, and in which goals a goal went on.

use std::collections::BTreeMap;

use super::GoalId;

/// The numbers of a strategy's goals through the years. A number belongs to one goal for ever, so it needs no date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    goals: BTreeMap<u32, GoalId>,
    heirs: BTreeMap<GoalId, Vec<GoalId>>,
}

impl Lineage {
    /// From the numbers goals ever had, and from goals to those that carry them on.
    #[must_use]
    pub fn new(
        numbers: impl IntoIterator<Item = (u32, GoalId)>,
        successors: impl IntoIterator<Item = (GoalId, GoalId)>,
    ) -> Self {
        let mut heirs = BTreeMap::<_, Vec<_>>::new();
        for (goal, heir) in successors {
            heirs.entry(goal).or_default().push(heir);
        }
        Self { goals: numbers.into_iter().collect(), heirs }
    }

    /// Whether two numbers mean the same goal.
    #[must_use]
    pub fn same(&self, one: u32, other: u32) -> bool {
        one == other
            || self.goals.get(&one).zip(self.goals.get(&other)).is_some_and(|(one, other)| one == other)
    }

    /// Numbers of the goals that carry on the goal of this number, at first hand.
    #[must_use]
    pub fn heirs(&self, number: u32) -> Vec<u32> {
        let heirs = self.goals.get(&number).and_then(|goal| self.heirs.get(goal));
        let number_of = |heir: &GoalId| self.newest_number(*heir);
        let mut numbers: Vec<u32> = heirs.into_iter().flatten().filter_map(number_of).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Numbers of the goals that the goal of this number carries on, at first hand.
    #[must_use]
    pub fn origins(&self, number: u32) -> Vec<u32> {
        let Some(goal) = self.goals.get(&number) else { return Vec::new() };
        let from = self.heirs.iter().filter(|(_, heirs)| heirs.contains(goal));
        let mut numbers: Vec<u32> = from.filter_map(|(origin, _)| self.newest_number(*origin)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Numbers only grow, so the highest is the newest.
    fn newest_number(&self, goal: GoalId) -> Option<u32> {
        self.goals.iter().filter(|(_, known)| **known == goal).map(|(number, _)| *number).max()
    }
}
