//! The commitments of a goal and how each stands, in the words of the ministries.

use super::{
    super::{Block, Cell, Inline, Row, Tone, typography::running},
    Compiler,
    missing::{GoalSpot, Spot},
    table::{badge, column, row, table},
};
use crate::domain::{
    clock::long_date,
    contribution::{Stand, StandLine},
    facts::GoalFacts,
    strategy::Commitment,
};

impl Compiler<'_> {
    pub(super) fn commitments(&self, item: &GoalFacts) -> Vec<Block> {
        let words = &self.definition.goals;
        let mut blocks: Vec<Block> =
            self.missing(&Spot::Goal(item.goal.number, GoalSpot::Commitments)).into_iter().collect();
        if item.commitments.is_empty() {
            return blocks;
        }
        let rows = item.commitments.iter().map(|commitment| self.commitment_row(item, commitment)).collect();
        let columns = vec![
            column(self.say(&words.commitment_head), 8),
            column(self.say(&words.promise_head), 37),
            column(self.say(&words.stand_head), 15),
            column(self.say(&words.explanation_head), 40),
        ];
        let number = item.goal.number.to_string();
        let caption = self.say_with(&words.commitments_caption, &[("number", &number)]);
        blocks.push(table(caption, columns, rows));
        blocks
    }

    fn commitment_row(&self, item: &GoalFacts, commitment: &Commitment) -> Row {
        let words = &self.definition.goals;
        let stand = stand_of(item, commitment);
        let mut promise = vec![running(&commitment.text)];
        let round = &self.facts.round;
        // One that comes back shows the day it has in this round.
        if let Some(due) = commitment.due_within(round.from, round.until).or(commitment.due) {
            let closed = matches!(stand, Some(Stand::Completed | Stand::Lapsed));
            let past = due < round.reference_date && !closed;
            let (words, day) = (if past { &words.overdue } else { &words.due }, long_date(due));
            promise.push(running(&self.say_with(words, &[("day", &day)])));
        }
        let badge = stand.map_or_else(
            || Inline::Badge { tone: Tone::Neutral, text: self.say(&words.unspoken) },
            |stand| badge(self.definition.stand(stand)),
        );
        let mut lines: Vec<Vec<Inline>> = Vec::new();
        for (short, said) in
            spoken(item, commitment).map(|(ministry, said)| (self.facts.short(ministry), said))
        {
            lines.extend(self.explanation(short, said, stand));
        }
        if lines.is_empty() {
            lines.push(vec![Inline::Text { text: self.say(&self.definition.document.none) }]);
        }
        row([Cell::plain(&commitment.number), Cell { lines: promise }, Cell::of(vec![badge]), Cell { lines }])
    }

    /// "DEF: …", with the ministry's own stand when it is not that of all together.
    fn explanation(&self, short: &str, said: &StandLine, together: Option<Stand>) -> Option<Vec<Inline>> {
        let differs = together != Some(said.stand);
        if said.line.trim().is_empty() && !differs {
            return None;
        }
        let own = self.definition.stand(said.stand).word.to_lowercase();
        let lead = match (differs, said.line.trim().is_empty()) {
            (true, true) => format!("{short}: {own}."),
            (true, false) => format!("{short} ({own}):"),
            (false, _) => format!("{short}:"),
        };
        Some(super::led(lead, running(said.line.trim())))
    }
}

/// How a commitment stands when all that was approved is taken together; `None` when nobody spoke of it.
pub(super) fn stand_of(item: &GoalFacts, commitment: &Commitment) -> Option<Stand> {
    let stands: Vec<Stand> = spoken(item, commitment).map(|(_, stand)| stand.stand).collect();
    Stand::together(&stands)
}

/// What was approved on a commitment, ministry by ministry in the order of the assignments.
pub(super) fn spoken<'a>(
    item: &'a GoalFacts,
    commitment: &'a Commitment,
) -> impl Iterator<Item = (&'a crate::domain::ministry::MinistryCode, &'a StandLine)> {
    item.contributions.iter().flat_map(move |contribution| {
        let stands = contribution.approved.iter().flat_map(|approved| &approved.content.stands);
        stands.filter(|stand| stand.commitment == commitment.id).map(|stand| (&contribution.ministry, stand))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::sample::facts, *};
    use crate::domain::{
        facts::Facts,
        gap::{self, Gap},
    };

    #[test]
    fn a_commitment_that_was_due_in_the_round_is_a_gap_while_nobody_has_news_of_it() {
        let mut facts = facts(&[1], true);
        let dated = facts.goals[0].commitments.iter().find(|one| one.due.is_some()).unwrap().clone();
        let key = format!("doel-1-inzet-{}-datum", dated.number);
        let found =
            |facts: &Facts| -> Option<Gap> { gap::find(facts).into_iter().find(|gap| gap.key == key) };
        let mut say = |stand: Stand| {
            for contribution in &mut facts.goals[0].contributions {
                let stands =
                    contribution.approved.iter_mut().flat_map(|approved| &mut approved.content.stands);
                stands.for_each(|line| line.stand = stand);
            }
            found(&facts)
        };
        for answered in [Stand::News, Stand::Completed, Stand::Lapsed] {
            assert_eq!(say(answered), None, "{answered:?}");
        }
        assert!(say(Stand::NoNews).unwrap().what.contains("31 december 2019"));
    }
}
