//! Dekking: what was promised or asked, laid beside what was said of it. Nothing is silent without being seen.

use super::{
    contribution::{Stand, State},
    facts::{ContributionFacts, Facts, GoalFacts, RequestFacts},
    ministry::MinistryCode,
    strategy::{Commitment, Part},
};

/// How far something is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Something was said of it: in the words of its stand.
    Answered(&'static str),
    /// Deliberately not treated, and why.
    SetAside(String),
    /// Nobody has said anything that a director agreed to.
    Silent,
    /// It need not be answered here: a contributing ministry leaves it to the others.
    Left,
}

impl Cover {
    /// As on screen.
    #[must_use]
    pub fn dutch(&self) -> &'static str {
        match self {
            Self::Answered(word) => word,
            Self::SetAside(_) => "terzijde gelegd",
            Self::Silent => "stil",
            Self::Left => "laat over",
        }
    }
}

/// A commitment with what each ministry of its goal said of it.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The goal.
    pub goal: &'a GoalFacts,
    /// The commitment.
    pub commitment: &'a Commitment,
    /// One for each ministry that takes part in the goal, leads first.
    pub cells: Vec<(&'a MinistryCode, Cover)>,
    /// All of them together.
    pub whole: Cover,
}

/// Every commitment of a round, in the order of the report.
#[must_use]
pub fn commitments(facts: &Facts) -> Vec<Line<'_>> {
    let lines = facts.goals.iter().flat_map(|goal| {
        goal.commitments.iter().map(move |commitment| {
            let cells: Vec<_> = goal
                .assignments
                .iter()
                .map(|assignment| {
                    let given = goal.contributions.iter().find(|one| one.ministry == assignment.ministry);
                    (&assignment.ministry, cell(given, assignment.part, commitment))
                })
                .collect();
            Line { goal, commitment, whole: whole(facts, goal, commitment), cells }
        })
    });
    lines.collect()
}

fn cell(given: Option<&ContributionFacts>, part: Part, commitment: &Commitment) -> Cover {
    let approved = given.filter(|one| matches!(one.state, State::Approved | State::TakenOver));
    let Some(content) = approved.and_then(|one| one.approved.as_ref()).map(|approved| &approved.content)
    else {
        return Cover::Silent;
    };
    if let Some(reason) = &content.no_contribution {
        return Cover::SetAside(reason.as_str().to_owned());
    }
    match content.stands.iter().find(|stand| stand.commitment == commitment.id) {
        Some(stand) => Cover::Answered(stand.stand.dutch()),
        None if part == Part::Lead => Cover::Silent,
        None => Cover::Left,
    }
}

/// As the report and the gaps see it: what every ministry said together, or why nothing was.
fn whole(facts: &Facts, goal: &GoalFacts, commitment: &Commitment) -> Cover {
    let approved = goal.contributions.iter().filter_map(|one| one.approved.as_ref());
    let stands = approved.flat_map(|approved| &approved.content.stands);
    let stands: Vec<Stand> =
        stands.filter(|stand| stand.commitment == commitment.id).map(|stand| stand.stand).collect();
    let key = format!("{}-{}-inzet-{}", facts.strategy.goal_word, goal.goal.number, commitment.number);
    match (Stand::together(&stands), facts.set_aside.get(&key)) {
        (Some(stand), _) => Cover::Answered(stand.dutch()),
        (None, Some(reason)) => Cover::SetAside(reason.clone()),
        (None, None) => Cover::Silent,
    }
}

/// How far a motion or undertaking is covered.
#[must_use]
pub fn request(facts: &Facts, request: &RequestFacts) -> Cover {
    use super::facts::Outcome;
    match &request.answer {
        Some(answer) if answer.outcome == Outcome::SetAside => Cover::SetAside(answer.text.clone()),
        Some(answer) => Cover::Answered(answer.outcome.dutch()),
        None => {
            let keys = super::gap::of_request(facts, request);
            let reason = facts.set_aside.get(&keys);
            reason.map_or(Cover::Silent, |reason| Cover::SetAside(reason.clone()))
        }
    }
}
