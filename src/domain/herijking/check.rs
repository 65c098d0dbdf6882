//! Whether a plan can be carried out, and everything that stands in its way.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Ledger, PartOf, Plan, Version};
use crate::domain::{
    id::{CommitmentId, GoalId},
    ministry::MinistryCode,
    strategy::Change,
};

/// Why a plan cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The strategy does not hold yet on that day.
    BeforeStrategy(NaiveDate),
    /// A round with this reference date was frozen: what it was made of does not change.
    Settled(NaiveDate),
    /// This goal is not pursued on that day.
    NotLiving(GoalId),
    /// Something was decided on this goal for a later day already.
    LaterVersion(GoalId, NaiveDate),
    /// There are too few goals to merge, or there is not exactly one to change.
    WrongGoals,
    /// There are too few goals to split into, or there is not exactly one to become.
    WrongTargets,
    /// A goal is named twice.
    GoalTwice,
    /// Target `0` is in a pillar that is not there.
    NoSuchPillar(usize),
    /// Target `0` has no number, or one that belongs or belonged to another goal.
    NumberTaken(usize),
    /// Target `0` has no title.
    NoTitle(usize),
    /// Target `0` is called as another living goal is.
    TitleTaken(usize),
    /// Nothing would change.
    NoChange,
    /// A goal that is added has a ministry that leads it.
    NobodyLeads,
    /// A commitment is not one of these goals, or goes to a target that is not there.
    Commitment(CommitmentId),
    /// What a retired goal goes on in is not pursued, or is the goal itself.
    HeirNotLiving,
}

impl Ledger {
    pub(super) fn faults(&self, plan: &Plan, from: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if from <= self.begins {
            faults.push(Fault::BeforeStrategy(self.begins));
        }
        if let Some(settled) = self.settled.filter(|settled| from <= *settled) {
            faults.push(Fault::Settled(settled));
        }
        let many = 2..=usize::MAX;
        // How many goals a change takes, and how many it leaves; nothing can be proposed as original.
        let counts = match plan.change {
            Change::Added => Some((0..=0, 1..=1)),
            Change::Reworded | Change::Moved => Some((1..=1, 1..=1)),
            Change::Split => Some((1..=1, many)),
            Change::Merged => Some((many, 1..=1)),
            Change::Retired => Some((1..=1, 0..=0)),
            Change::Original => None,
        };
        if counts.as_ref().is_none_or(|(goals, _)| !goals.contains(&plan.goals.len())) {
            faults.push(Fault::WrongGoals);
        }
        if counts.as_ref().is_none_or(|(_, targets)| !targets.contains(&plan.targets.len())) {
            faults.push(Fault::WrongTargets);
        }
        if plan.goals.iter().collect::<BTreeSet<_>>().len() < plan.goals.len() {
            faults.push(Fault::GoalTwice);
        }
        for goal in &plan.goals {
            let later = self.versions.iter().find(|version| version.goal == *goal && version.from >= from);
            if let Some(later) = later {
                faults.push(Fault::LaterVersion(*goal, later.from));
            } else if self.living(*goal, from).is_none() {
                faults.push(Fault::NotLiving(*goal));
            }
        }
        for place in 0..plan.targets.len() {
            self.target_faults(plan, from, place, &mut faults);
        }
        if matches!(plan.change, Change::Reworded | Change::Moved) && self.changes_nothing(plan, from) {
            faults.push(Fault::NoChange);
        }
        let leads = |(_, part): &(MinistryCode, PartOf)| matches!(part, PartOf::Lead);
        if plan.change == Change::Added && !plan.ministries.iter().any(leads) {
            faults.push(Fault::NobodyLeads);
        }
        for fate in &plan.fates {
            let of_these = |(commitment, goal): &(CommitmentId, GoalId)| {
                *commitment == fate.commitment && plan.goals.contains(goal)
            };
            let somewhere = fate.target.is_none_or(|place| place < plan.targets.len());
            if !somewhere || !self.commitments.iter().any(of_these) {
                faults.push(Fault::Commitment(fate.commitment));
            }
        }
        if let Some(heir) = plan.heir
            && (plan.goals.contains(&heir) || self.living(heir, from).is_none())
        {
            faults.push(Fault::HeirNotLiving);
        }
        faults
    }

    fn target_faults(&self, plan: &Plan, from: NaiveDate, place: usize, faults: &mut Vec<Fault>) {
        let target = &plan.targets[place];
        if !self.pillars.contains(&target.pillar) {
            faults.push(Fault::NoSuchPillar(place));
        }
        // A goal that stays itself may keep its number, or take back one it had.
        let stays = |goal: GoalId| {
            matches!(plan.change, Change::Reworded | Change::Moved) && plan.goals.contains(&goal)
        };
        let others = || self.versions.iter().filter(|version| !stays(version.goal));
        let twice = plan.targets[..place].iter().any(|other| other.number == target.number);
        if target.number == 0 || twice || others().any(|version| version.number == target.number) {
            faults.push(Fault::NumberTaken(place));
        }
        let title = target.title.trim();
        if title.is_empty() {
            faults.push(Fault::NoTitle(place));
        }
        let twice = plan.targets[..place].iter().any(|other| other.title.trim() == title);
        // What a goal turns into may be called as it was.
        let another = |version: &&Version| !plan.goals.contains(&version.goal);
        let taken = self.all_living(from).filter(another).any(|version| version.title == title);
        if !title.is_empty() && (twice || taken) {
            faults.push(Fault::TitleTaken(place));
        }
    }

    fn changes_nothing(&self, plan: &Plan, from: NaiveDate) -> bool {
        let ([goal], [target]) = (plan.goals.as_slice(), plan.targets.as_slice()) else { return false };
        let Some(now) = self.living(*goal, from) else { return false };
        if plan.change == Change::Moved {
            return (now.pillar, now.number) == (target.pillar, target.number);
        }
        now.title == target.title.trim()
            && now.promise == target.promise.trim()
            && target.commitments.is_empty()
            && plan.fates.iter().all(|fate| fate.target.is_some())
    }
}
