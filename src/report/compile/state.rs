//! The state of the goals as drawings: the ratings of each pillar, and how they moved since the last edition.

use super::{
    super::{
        Block, Chart, Figure, Stack, StackPart, Tone,
        typography::{capitalised, enumeration, hold},
    },
    Compiler, tone,
};
use crate::{
    domain::{
        facts::GoalFacts,
        strategy::{Movement, Pillar},
    },
    report::definition::Words,
};

impl Compiler<'_> {
    /// The ratings of each pillar.
    pub(super) fn ratings_figure(&self) -> Block {
        let words = &self.definition.summary;
        let parts = |goals: &[&GoalFacts]| {
            let of = |label, tone, wanted: Option<&str>| {
                let same =
                    |item: &&&GoalFacts| self.rating_of(item).map(|rating| rating.id.as_str()) == wanted;
                part(label, tone, goals.iter().filter(same).count())
            };
            let scale = self.facts.ratings.iter();
            let rated = scale.map(|rating| of(rating.label.clone(), tone(rating.tone), Some(&rating.id)));
            rated.chain([of(self.say(&words.unrated), Tone::Neutral, None)]).collect()
        };
        self.stacks(&words.figure_caption, &words.figure_alt, &parts)
    }

    /// How the ratings of each pillar moved; `None` when there is no edition to compare with.
    pub(super) fn movements_figure(&self) -> Option<Block> {
        self.previous?;
        let words = &self.definition.summary;
        let parts = |goals: &[&GoalFacts]| {
            let moved = |item: &GoalFacts| {
                self.previous_rating(item).map_or(Movement::First, |(_, movement)| movement)
            };
            let of = |movement: Movement| {
                let count = goals.iter().filter(|item| moved(item) == movement).count();
                part(capitalised(movement.dutch()), tone(movement.tone()), count)
            };
            Movement::ALL.map(of).into()
        };
        Some(self.stacks(&words.movements_caption, &words.movements_alt, &parts))
    }

    /// A bar for each pillar that has goals, of the parts that `of` finds in them.
    fn stacks(&self, caption: &Words, alt: &Words, of: &dyn Fn(&[&GoalFacts]) -> Vec<StackPart>) -> Block {
        let words = &self.definition.summary;
        let stack = |pillar: &Pillar| {
            let goals: Vec<_> =
                self.facts.goals.iter().filter(|item| item.goal.pillar == pillar.number).collect();
            let number = pillar.number.to_string();
            let label = self.say_with(&self.definition.goals.pillar_label, &[("number", &number)]);
            let mut parts = of(&goals);
            parts.retain(|part| part.count > 0);
            (!goals.is_empty()).then(|| Stack { label: format!("{label}: {}", pillar.title), parts })
        };
        let stacks: Vec<Stack> = self.facts.pillars.iter().filter_map(stack).collect();
        let sentence = |stack: &Stack| {
            let counted = |part: &StackPart| format!("{} {}", part.count, part.label.to_lowercase());
            let parts = enumeration(&stack.parts.iter().map(counted).collect::<Vec<_>>());
            self.say_with(&words.figure_alt_stack, &[("label", &stack.label), ("parts", &parts)])
        };
        let sentences: Vec<String> = stacks.iter().map(sentence).collect();
        Block::Figure(Figure {
            caption: self.say(caption),
            alt: hold(&self.say_with(alt, &[("stacks", &sentences.join(" "))])),
            chart: Chart::Stacks { stacks },
            source: Some(hold(&self.say(&words.figure_source))),
        })
    }
}

fn part(label: String, tone: Tone, count: usize) -> StackPart {
    StackPart { label, tone, count: u32::try_from(count).unwrap_or(u32::MAX) }
}
