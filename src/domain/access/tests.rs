//! Who may do what, and who may not.

use super::*;
use crate::domain::contribution::tests::contribution;

fn actor(ministry: &str, roles: &[Role]) -> Actor {
    Actor { person: PersonId::new(), name: "A".into(), ministry: ministry.into(), roles: roles.to_vec() }
}

#[test]
fn another_ministrys_contribution_does_not_exist() {
    let contribution = contribution("def");
    let stranger = actor("fin", &[Role::Contributor, Role::Approver]);
    assert_eq!(stranger.may_write(&contribution).unwrap_err(), Refused::NotFound);
    assert_eq!(stranger.may_review(&contribution, &[]).unwrap_err(), Refused::NotFound);
    assert_eq!(stranger.may_read(&contribution, true).unwrap_err(), Refused::NotFound);
}

#[test]
fn a_shared_contribution_is_read_by_the_ministries_of_its_goal_and_by_readers() {
    let contribution = Contribution { shared: true, ..contribution("def") };
    let colleague = actor("fin", &[Role::Contributor]);
    assert_eq!(colleague.may_read(&contribution, true), Ok(()));
    assert_eq!(colleague.may_read(&contribution, false), Err(Refused::NotFound));
    assert_eq!(actor("az", &[Role::Reader]).may_read(&contribution, false), Ok(()));
    assert!(!colleague.may_read_note(&contribution));
}

#[test]
fn the_coordinator_reads_what_a_director_agreed_to_and_nothing_before() {
    let coordinator = actor("bz", &[Role::Coordinator]);
    let draft = contribution("def");
    assert_eq!(coordinator.may_read(&draft, false), Err(Refused::NotFound));
    let approved = Contribution { state: State::Approved, ..draft };
    assert_eq!(coordinator.may_read(&approved, false), Ok(()));
}

#[test]
fn nobody_approves_their_own_words() {
    let contribution = contribution("def");
    let both = actor("def", &[Role::Contributor, Role::Approver]);
    assert_eq!(both.may_review(&contribution, &[both.person]).unwrap_err(), Refused::OwnWords);
    assert!(both.may_review(&contribution, &[PersonId::new()]).is_ok());
}

#[test]
fn an_administrator_has_no_say_over_content() {
    let administrator = actor("def", &[Role::Administrator]);
    assert_eq!(administrator.may_write(&contribution("def")).unwrap_err(), Refused::Forbidden);
    assert_eq!(administrator.may_read(&contribution("def"), true), Err(Refused::NotFound));
    assert_eq!(administrator.may_coordinate().unwrap_err(), Refused::Forbidden);
}

#[test]
fn a_proposal_is_seen_by_who_runs_rounds_and_by_who_was_asked_once_they_were() {
    use crate::domain::herijking::State;
    let (asked, coordinator) = (actor("def", &[Role::Approver]), actor("bz", &[Role::Coordinator]));
    assert_eq!(coordinator.may_see_proposal(State::Proposed, false), Ok(()));
    assert_eq!(asked.may_see_proposal(State::Proposed, true), Err(Refused::NotFound));
    assert_eq!(asked.may_see_proposal(State::Heard, true), Ok(()));
    assert_eq!(asked.may_see_proposal(State::Heard, false), Err(Refused::NotFound));
    assert_eq!(actor("def", &[Role::Reader]).may_see_proposal(State::Heard, true), Err(Refused::NotFound));
    assert!(asked.may_advise(&["def".into()]).is_ok());
    assert_eq!(asked.may_advise(&["jenv".into()]).unwrap_err(), Refused::NotFound);
    assert_eq!(actor("bz", &[Role::Coordinator]).may_advise(&["bz".into()]).unwrap_err(), Refused::Forbidden);
}
