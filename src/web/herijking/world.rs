//! What a proposal is written and read against: the goals as they are, their commitments, and who there is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        herijking::{Ledger, Version},
        id::{CommitmentId, GoalId},
        ministry::{Ministry, MinistryCode},
        strategy::{Commitment, Development, Pillar, Strategy},
    },
    report::typography::capitalised,
    store::{self, strategies::Outline},
    web::{Result, extract::Visitor, strategies},
};

/// A strategy with all that a change of its goals touches.
pub(super) struct World {
    pub(super) outline: Outline,
    pub(super) strategy: Strategy,
    pub(super) ledger: Ledger,
    pub(super) pillars: Vec<Pillar>,
    pub(super) commitments: BTreeMap<GoalId, Vec<Commitment>>,
    pub(super) developments: Vec<Development>,
    pub(super) ministries: Vec<Ministry>,
    pub(super) holders: BTreeMap<GoalId, Vec<MinistryCode>>,
}

impl World {
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        strategy: &str,
    ) -> Result<Self> {
        let (outline, _) = strategies::outline(connection, strategy).await?;
        let today = clock::local_date(visitor.now);
        let day = outline.nearest(today);
        Ok(Self {
            strategy: store::strategies::get(connection, &outline.id).await?,
            ledger: store::herijking::ledger(connection, &outline.id).await?,
            pillars: store::strategies::pillars(connection, &outline.id).await?,
            // Of all that was decided: what was not ended.
            commitments: store::goals::all_commitments(connection, &outline.id, strategies::LAST_DAY).await?,
            developments: store::strategies::developments(connection, &outline.id, day).await?,
            ministries: store::ministries::list(connection, today).await?,
            holders: store::herijking::holders(connection, &outline.id).await?,
            outline,
        })
    }

    /// Goals that nothing was decided to end, by number.
    pub(super) fn goals(&self) -> Vec<&Version> {
        let mut goals: Vec<&Version> = self
            .ledger
            .versions
            .iter()
            .filter(|version| version.until.is_none() && version.lives())
            .collect();
        goals.sort_by_key(|version| version.number);
        goals
    }

    /// The newest version of a goal.
    pub(super) fn newest(&self, goal: GoalId) -> Option<&Version> {
        self.ledger.versions.iter().filter(|version| version.goal == goal).max_by_key(|version| version.from)
    }

    /// The version of a goal just before a day.
    pub(super) fn before(&self, goal: GoalId, day: NaiveDate) -> Option<&Version> {
        let before = self.ledger.versions.iter().filter(|version| version.goal == goal && version.from < day);
        before.max_by_key(|version| version.from)
    }

    /// The number of a goal; 0 for one that is not there.
    pub(super) fn number(&self, goal: GoalId) -> u32 {
        self.newest(goal).map_or(0, |version| version.number)
    }

    /// A goal by a number it has.
    pub(super) fn by_number(&self, number: &str) -> Option<GoalId> {
        self.goals()
            .into_iter()
            .find(|version| version.number.to_string() == number)
            .map(|version| version.goal)
    }

    /// "Doel 6. Cyberafschrikking met slagkracht".
    pub(super) fn name(&self, goal: GoalId) -> String {
        let word = capitalised(&self.strategy.goal_word);
        self.newest(goal)
            .map_or_else(String::new, |version| format!("{word} {}. {}", version.number, version.title))
    }

    /// Short name of a ministry.
    pub(super) fn short(&self, code: &MinistryCode) -> String {
        let known = self.ministries.iter().find(|ministry| ministry.code == *code);
        known.map_or_else(|| code.to_string(), |ministry| ministry.short.clone())
    }

    /// A commitment that was not ended, with its goal.
    pub(super) fn commitment(&self, id: CommitmentId) -> Option<(GoalId, &Commitment)> {
        self.commitments
            .iter()
            .flat_map(|(goal, list)| list.iter().map(|one| (*goal, one)))
            .find(|(_, one)| one.id == id)
    }
}
