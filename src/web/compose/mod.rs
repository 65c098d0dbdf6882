//! Samenstellen: from approved contributions to what the report says on a goal.

mod edit;
mod index;
mod passages;
mod rating;
mod reopening;
mod returns;
mod show;
mod themes;

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

pub(super) use edit::{edit, update};
pub(super) use index::index;
pub(super) use passages::{create, relocate, removal, remove};
pub(super) use rating::{rate, rating};
use reopening::Reopening;
pub(super) use returns::{give_back, giving_back};
pub(super) use show::{paragraphs, show};
pub(super) use themes::{tag, tags};

use super::{Result, desk, extract::Visitor, notify, page::Crumb, routes::Compose};
use crate::{
    domain::{
        access::{Coordinate, Permit},
        contribution::Contribution,
        event::Event,
        goal_text::{GoalText, Passage},
        ministry::MinistryCode,
        person::Role,
        round::{Round, State},
        strategy::Goal,
    },
    report::typography::enumeration,
    store,
};

/// A goal that lies open to be composed.
struct Bench {
    round: Round,
    permit: Permit<Coordinate>,
    goal: Goal,
    text: GoalText,
    shorts: BTreeMap<MinistryCode, String>,
}

impl Bench {
    /// Takes up a goal, for someone who may change its text, while that is possible.
    async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        slug: &str,
        number: u32,
    ) -> Result<Self> {
        let (round, permit) = desk::composed(connection, visitor, slug).await?;
        let goal = desk::goal(connection, &round, number).await?;
        let text = store::goal_texts::get(connection, round.id, goal.id).await?;
        let ministries = store::ministries::list(connection, round.reference_date).await?;
        let shorts = ministries.into_iter().map(|ministry| (ministry.code, ministry.short)).collect();
        Ok(Self { round, permit, goal, text, shorts })
    }

    /// Keeps a change of the goal's text. When the texts lie before the ministries, those it touches are asked again;
    /// their short names come back.
    async fn keep(
        &self,
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        text: &GoalText,
        contribution: Option<&Contribution>,
        event: &Event,
    ) -> Result<Vec<String>> {
        let author = visitor.actor.person;
        match contribution {
            Some(contribution) => {
                store::goal_texts::put_with(connection, contribution, text, author, event).await?;
            }
            None => {
                store::goal_texts::put(connection, self.round.id, self.goal.id, text, author, event).await?;
            }
        }
        if self.round.state != State::Consulting {
            return Ok(Vec::new());
        }
        let asked = store::consents::lay(connection, &self.round, &self.goal, text, event).await?;
        notify::altered(connection, (&self.round, &self.goal), &asked, visitor.now).await?;
        Ok(asked.iter().map(|ministry| self.short(ministry)).collect())
    }

    /// What a change of a passage does to consent; `None` while the text does not lie before the ministries.
    async fn reopens(&self, connection: &mut SqliteConnection, passage: &Passage) -> Result<Option<String>> {
        let reopening =
            Reopening::load(connection, &self.round, &self.goal, &self.text, &self.shorts).await?;
        Ok(reopening.map(|reopening| reopening.of_passage(passage, &self.shorts)))
    }

    /// Short name of a ministry.
    fn short(&self, ministry: &MinistryCode) -> String {
        self.shorts.get(ministry).cloned().unwrap_or_else(|| ministry.to_string())
    }

    /// The event of a change of the goal's text, from what it was to what it becomes.
    fn event(&self, visitor: &Visitor, verb: &'static str, after: &GoalText) -> Event {
        let id = format!("{}/{}", self.round.slug, self.goal.number);
        Event {
            before: Some(self.text.sha256()),
            after: Some(after.sha256()),
            ..visitor.event(Role::Coordinator, verb, "goal-text", id)
        }
    }
}

/// What was done, and who is asked again because of it.
fn told(done: &str, asked: &[String]) -> String {
    if asked.is_empty() {
        return done.to_owned();
    }
    format!("{done} Opnieuw voorgelegd aan {}.", enumeration(asked))
}

/// The way back from a page of a goal.
fn trail(round: &Round) -> Vec<Crumb> {
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Samenstellen", Compose { round: round.slug.clone() }));
    trail
}

/// The way back from a page within a goal.
fn trail_within(round: &Round, goal: &Goal) -> Vec<Crumb> {
    let mut trail = trail(round);
    let href = super::routes::ComposeGoal { round: round.slug.clone(), goal: goal.number };
    trail.push(Crumb::new(format!("Doel {}", goal.number), href));
    trail
}
