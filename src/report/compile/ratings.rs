//! The account of the ratings: the scale with its criteria, and the ground of each rating.

use std::collections::BTreeMap;

use super::{
    super::{Block, Cell, Inline, Report, Row, compare, typography::running},
    Compiler, Part, section,
    table::{column, prose_lines, row, table},
};
use crate::domain::facts::Facts;

impl Compiler<'_> {
    pub(super) fn ratings_appendix(&self, anchor: &str) -> Part {
        let words = &self.definition.ratings;
        let mut scale = section(2, &format!("{anchor}-schaal"), &self.say(&words.scale_heading));
        scale.blocks.push(self.scale());
        let mut grounds = section(2, &format!("{anchor}-gronden"), &self.say(&words.grounds_heading));
        grounds.blocks.push(self.grounds());
        Part { blocks: vec![self.sentence(&words.intro, &[])], sections: vec![scale, grounds] }
    }

    fn scale(&self) -> Block {
        let words = &self.definition.ratings;
        let step =
            |rating| row([Cell::of(vec![self.rating_badge(Some(rating))]), criteria(&rating.criteria)]);
        let rows = self.facts.ratings.iter().map(step).collect();
        let columns =
            vec![column(self.say(&words.rating_head), 28), column(self.say(&words.criteria_head), 72)];
        table(self.say(&words.scale_caption), columns, rows)
    }

    fn grounds(&self) -> Block {
        let words = &self.definition.ratings;
        let rows: Vec<Row> = self
            .facts
            .goals
            .iter()
            .map(|item| {
                let ground = item.assessment.as_ref().map(|assessment| prose_lines(&assessment.ground));
                let none = || vec![vec![Inline::Text { text: self.say(&words.unrated) }]];
                row([
                    Cell::of(self.goal_title(item)),
                    Cell::of(vec![self.rating_badge(self.rating_of(item))]),
                    Cell { lines: ground.unwrap_or_else(none) },
                ])
            })
            .collect();
        let columns = vec![
            column(self.say(&words.goal_head), 27),
            column(self.say(&words.rating_head), 23),
            column(self.say(&words.ground_head), 50),
        ];
        table(self.say(&words.grounds_caption), columns, rows)
    }
}

/// Words of the ratings in the report before, by number of the goal: the one made here, or what is known of one that was
/// made elsewhere.
pub(super) fn rated_before(facts: &Facts, previous: Option<&Report>) -> BTreeMap<u32, String> {
    let elsewhere = || facts.earlier.as_ref().map(|earlier| earlier.ratings.clone()).unwrap_or_default();
    previous.map_or_else(elsewhere, compare::ratings)
}

fn criteria(text: &str) -> Cell {
    Cell::of(running(text))
}
