//! A ministry's part of a round as it stands now: what leaves in a file, and what a file that comes back is laid beside.

use sqlx::SqliteConnection;

use crate::{
    domain::{
        access::Scope, clock, contribution::Content, id::ContributionId, package::Key, round::Round,
        strategy::Commitment,
    },
    store::{
        self,
        contributions::{Listed, Rounds},
        packages::Numbers,
    },
    web::{Error, Result, extract::Visitor},
};

/// A ministry's part of a round.
pub(super) struct Bundle {
    /// The round.
    pub(super) round: Round,
    /// Short name of the ministry.
    pub(super) ministry: String,
    /// Its goals, by number.
    pub(super) goals: Vec<Goal>,
}

/// What the ministry says on one goal.
pub(super) struct Goal {
    /// The contribution with its goal.
    pub(super) listed: Listed,
    /// What the strategy says will be done.
    pub(super) commitments: Vec<Commitment>,
    /// What the newest revision says.
    pub(super) newest: Content,
    /// Whether the round takes words from this ministry on this goal.
    pub(super) open: bool,
}

impl Bundle {
    /// Reads it for someone who may take it along. A round in which the ministry takes no part is not there for them.
    pub(super) async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        slug: &str,
    ) -> Result<Self> {
        visitor.actor.may_take_along()?;
        let round = store::rounds::get(connection, slug).await?;
        let scope = Scope::Ministry(visitor.actor.ministry.clone());
        let listed = store::contributions::list(connection, &scope, Rounds::One(round.id)).await?;
        if listed.is_empty() {
            return Err(Error::NotFound);
        }
        let exception = store::rounds::has_exception(connection, round.id, &visitor.actor.ministry).await?;
        let accepts = round.accepts_contributions(exception);
        let mut commitments =
            store::goals::all_commitments(connection, &round.strategy, round.reference_date).await?;
        let numbers: Numbers =
            listed.iter().map(|one| (one.contribution.id, one.contribution.revision)).collect();
        let mut newest = store::packages::contents(connection, &numbers).await?;
        let goals = listed.into_iter().map(|listed| Goal {
            commitments: commitments.remove(&listed.contribution.goal).unwrap_or_default(),
            newest: newest.remove(&listed.contribution.id).unwrap_or_default(),
            open: accepts && !listed.ended,
            listed,
        });
        Ok(Self { goals: goals.collect(), ministry: visitor.ministry.clone(), round })
    }

    /// The goal of a contribution, when it is among them.
    pub(super) fn goal(&self, contribution: ContributionId) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.listed.contribution.id == contribution)
    }

    /// Until when words are taken, in words.
    pub(super) fn due(&self) -> String {
        self.goals.first().map(|goal| clock::long_moment(goal.listed.due)).unwrap_or_default()
    }

    /// The goals whose words may be changed now.
    pub(super) fn writable(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| goal.is_writable())
    }
}

impl Goal {
    /// Whether its words may be changed now.
    pub(super) fn is_writable(&self) -> bool {
        self.open && self.listed.contribution.state.is_writable()
    }

    /// "Doel 6".
    pub(super) fn name(&self) -> String {
        format!("Doel {}", self.listed.goal.0)
    }

    /// What ties a part of a file to it.
    pub(super) fn key(&self) -> Key {
        let contribution = &self.listed.contribution;
        Key { contribution: contribution.id, revision: contribution.revision }
    }
}
