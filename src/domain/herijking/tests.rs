//! Properties that hold whatever is decided, in whatever order.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    access::operator,
    id::{PersonId, ProposalId},
    text::Reason,
};

fn day(number: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 1, 1).unwrap() + chrono::Days::new(number.into())
}

/// A strategy of five goals in three pillars, two commitments each.
fn ledger() -> Ledger {
    let mut ledger = Ledger { begins: day(0), pillars: [1, 2, 3].into(), ..Ledger::default() };
    for number in 1..=5 {
        let goal = GoalId::new();
        ledger.versions.push(Version {
            goal,
            from: day(0),
            until: None,
            pillar: number % 3 + 1,
            number,
            title: format!("Doel {number}"),
            promise: "Beloofd.".into(),
            change: Change::Original,
            reason: None,
            paper: None,
            cause: None,
        });
        ledger.commitments.extend([(CommitmentId::new(), goal), (CommitmentId::new(), goal)]);
    }
    ledger
}

fn terms(from: NaiveDate) -> Terms {
    Terms { from, reason: "De dreiging nam toe.".into(), paper: None, cause: None }
}

fn plan(change: Change, goals: Vec<GoalId>, targets: Vec<Target>) -> Plan {
    let ministries = vec![(MinistryCode("bz".into()), PartOf::Lead)];
    Plan { change, goals, targets, fates: Vec::new(), heir: None, ministries }
}

fn target(number: u32, title: &str) -> Target {
    Target {
        pillar: 1,
        number,
        title: title.into(),
        promise: "Nieuw.".into(),
        commitments: vec!["Iets.".into()],
    }
}

/// What somebody wants, from a few numbers; often it cannot be done.
fn wish(ledger: &Ledger, kind: usize, pick: usize, number: u32, at: NaiveDate) -> Plan {
    let known: Vec<GoalId> = ledger.versions.iter().map(|version| version.goal).collect();
    let (one, other) = (known[pick % known.len()], known[(pick / 7 + 1) % known.len()]);
    let title = format!("Titel {number} van {at}");
    match kind {
        0 => plan(Change::Added, vec![], vec![target(number, &title)]),
        1 => {
            let now = ledger.versions.iter().rfind(|version| version.goal == one).unwrap();
            plan(Change::Reworded, vec![one], vec![target(now.number, &title)])
        }
        2 => plan(Change::Moved, vec![one], vec![target(number, &title)]),
        3 => plan(Change::Split, vec![one], vec![target(number, &title), target(number + 1, "Ander")]),
        4 => plan(Change::Merged, vec![one, other], vec![target(number, &title)]),
        _ => Plan { heir: Some(other), ..plan(Change::Retired, vec![one], vec![]) },
    }
}

proptest! {
    #[test]
    fn on_any_day_a_goal_has_one_version_a_number_one_goal_and_the_past_stays_as_it_was(
        wishes in prop::collection::vec((0..6usize, 0..200usize, 1..40u32, 1..1500u16), 1..40)
    ) {
        let mut ledger = ledger();
        for (kind, pick, number, at) in wishes {
            let at = day(at);
            let wanted = wish(&ledger, kind, pick, number, at);
            let before = ledger.clone();
            let Ok(amendment) = ledger.draw_up(&wanted, &terms(at), GoalId::new) else { continue };
            ledger = ledger.after(&amendment);
            for probe in (0..1600).step_by(50).map(day) {
                let mut goals = BTreeSet::new();
                let mut numbers = BTreeSet::new();
                for version in ledger.versions.iter().filter(|version| version.holds_on(probe)) {
                    prop_assert!(goals.insert(version.goal), "two versions of one goal on {probe}");
                    if version.lives() {
                        prop_assert!(numbers.insert(version.number), "number {} twice on {probe}", version.number);
                    }
                }
                if probe < at {
                    let of = |ledger: &Ledger| -> Vec<(GoalId, String)> {
                        ledger.all_living(probe).map(|one| (one.goal, one.title.clone())).collect()
                    };
                    prop_assert_eq!(of(&ledger), of(&before), "the past changed");
                }
            }
            for one in &ledger.versions {
                for other in &ledger.versions {
                    prop_assert!(one.number != other.number || one.goal == other.goal, "a number was given out twice");
                }
            }
            if matches!(wanted.change, Change::Split | Change::Merged) {
                for goal in &wanted.goals {
                    let heirs = ledger.successors.iter().filter(|(from, _)| from == goal).count();
                    prop_assert_eq!(heirs, wanted.targets.len());
                    prop_assert!(ledger.living(*goal, at).is_none());
                }
            }
            // Every commitment of a goal that ended has ended with it, and is carried on unless it lapsed.
            for (commitment, goal) in &before.commitments {
                let ended = amendment.ended.contains(commitment);
                let gone = wanted.goals.contains(goal) && ledger.living(*goal, at).is_none();
                prop_assert_eq!(ended, gone);
            }
        }
    }
}

#[test]
fn a_change_cannot_reach_back_into_a_round_that_was_frozen() {
    let ledger = Ledger { settled: Some(day(100)), ..ledger() };
    let goal = ledger.versions[0].goal;
    let plan = plan(Change::Reworded, vec![goal], vec![target(1, "Anders")]);
    assert_eq!(ledger.draw_up(&plan, &terms(day(100)), GoalId::new), Err(vec![Fault::Settled(day(100))]));
    assert!(ledger.draw_up(&plan, &terms(day(101)), GoalId::new).is_ok());
}

#[test]
fn the_number_of_a_goal_that_is_gone_is_not_given_out_again() {
    let ledger = ledger();
    let goal = ledger.versions[4].goal;
    let retired =
        ledger.draw_up(&plan(Change::Retired, vec![goal], vec![]), &terms(day(10)), GoalId::new).unwrap();
    let ledger = ledger.after(&retired);
    let added = plan(Change::Added, vec![], vec![target(5, "Nieuw")]);
    assert_eq!(ledger.draw_up(&added, &terms(day(20)), GoalId::new), Err(vec![Fault::NumberTaken(0)]));
    assert_eq!(ledger.free_number(), 6);
}

#[test]
fn everything_that_stands_in_the_way_is_said_at_once() {
    let ledger = ledger();
    let goal = ledger.versions[0].goal;
    let wrong = Plan {
        fates: vec![Fate { commitment: ledger.commitments[9].0, target: Some(0) }],
        ..plan(Change::Split, vec![goal], vec![Target { pillar: 9, ..target(2, "Doel 2") }, target(2, " ")])
    };
    let faults = ledger.draw_up(&wrong, &terms(day(0)), GoalId::new).unwrap_err();
    let expected = [
        Fault::BeforeStrategy(day(0)),
        Fault::LaterVersion(goal, day(0)),
        Fault::NoSuchPillar(0),
        Fault::NumberTaken(0),
        Fault::TitleTaken(0),
        Fault::NumberTaken(1),
        Fault::NoTitle(1),
        Fault::Commitment(ledger.commitments[9].0),
    ];
    assert_eq!(faults, expected);
}

#[test]
fn a_number_leads_to_the_goal_it_meant_and_to_what_carries_it_on() {
    let (one, two, three) = (GoalId::new(), GoalId::new(), GoalId::new());
    let lineage = Lineage::new([(1, one), (14, one), (15, two), (16, three)], [(one, two), (one, three)]);
    assert!(lineage.same(1, 14) && lineage.same(3, 3));
    assert!(!lineage.same(1, 15) && !lineage.same(3, 4));
    assert_eq!(lineage.heirs(1), [15, 16]);
    assert_eq!(lineage.origins(16), [14]);
}

#[test]
fn a_proposal_is_decided_after_ministries_were_asked_and_only_once() {
    let ledger = ledger();
    let goal = ledger.versions[0].goal;
    let now = "2019-01-01T12:00:00Z".parse().unwrap();
    let proposal = Proposal {
        id: ProposalId::new(),
        strategy: "s".into(),
        state: State::Proposed,
        version: 1,
        plan: plan(Change::Retired, vec![goal], vec![]),
        terms: terms(day(10)),
        proposed_by: PersonId::new(),
        proposed_at: now,
        ground: None,
        decided_at: None,
    };
    let permit = operator::coordinate();
    let early = proposal.clone().decide(&permit, 1, Outcome::Accept, None, now);
    assert_eq!(early, Err(Refused::State(State::Proposed)));
    let stale = proposal.clone().revise(&permit, 7, proposal.plan.clone(), proposal.terms.clone());
    assert_eq!(stale, Err(Refused::Stale { newest: 1 }));
    let heard = proposal.lay_before(&permit, 1).unwrap();
    assert_eq!(heard.state, State::Heard);
    assert_eq!(heard.clone().decide(&permit, 2, Outcome::Reject, None, now), Err(Refused::NoGround));
    let ground = Some(Reason::parse("Te vroeg.").unwrap());
    let rejected = heard.decide(&permit, 2, Outcome::Reject, ground, now).unwrap();
    assert_eq!(rejected.decide(&permit, 3, Outcome::Accept, None, now), Err(Refused::State(State::Rejected)));
}
