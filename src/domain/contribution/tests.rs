//! The way of a contribution, act by act.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    access::operator,
    id::{CommitmentId, RoundId},
    text::{Prose, Reason},
};

pub(crate) fn contribution(ministry: &str) -> Contribution {
    Contribution {
        id: ContributionId::new(),
        round: RoundId::new(),
        goal: GoalId::new(),
        ministry: ministry.into(),
        state: State::Draft,
        revision: 1,
        shared: false,
    }
}

fn content(achieved: &str) -> Content {
    Content { achieved: Prose::parse(achieved).unwrap(), ..Content::default() }
}

fn revision(of: &Contribution, content: Content) -> Revision {
    let at = "2020-02-01T12:00:00Z".parse().unwrap();
    Revision { contribution: of.id, number: of.revision, content, author: PersonId::new(), at }
}

#[test]
fn a_stale_save_is_refused_and_names_the_newest() {
    let at = "2020-02-01T12:00:00Z".parse().unwrap();
    let fault =
        contribution("def").save(&operator::write(), true, 0, content("x"), PersonId::new(), at).unwrap_err();
    assert_eq!(fault, Fault::Stale { newest: 1 });
}

#[test]
fn a_closed_round_refuses_saves_and_submissions() {
    let at = "2020-02-01T12:00:00Z".parse().unwrap();
    let draft = contribution("def");
    let revision = revision(&draft, content("x"));
    let saved = draft.clone().save(&operator::write(), false, 1, content("x"), PersonId::new(), at);
    assert_eq!(saved.unwrap_err(), Fault::Closed);
    assert_eq!(
        draft.submit(&operator::write(), false, &revision, Part::Lead, &[]).unwrap_err(),
        Fault::Closed
    );
}

#[test]
fn a_lead_ministry_says_how_every_commitment_stands() {
    let draft = contribution("def");
    let commitment = CommitmentId::new();
    let revision = revision(&draft, content("x"));
    let lead = draft.clone().submit(&operator::write(), true, &revision, Part::Lead, &[commitment]);
    assert_eq!(lead.unwrap_err(), Fault::Incomplete(vec![Missing::Stand(commitment)]));
    assert!(draft.submit(&operator::write(), true, &revision, Part::Contributing, &[commitment]).is_ok());
}

#[test]
fn geen_bijdrage_with_a_reason_is_complete() {
    let reason = Some(Reason::parse("Wij dragen niet bij.").unwrap());
    let content = Content { no_contribution: reason, ..Content::default() };
    assert_eq!(missing(&content, Part::Lead, &[CommitmentId::new()]), Vec::new());
}

#[test]
fn news_without_a_line_and_a_source_without_a_date_are_missing_something() {
    let commitment = CommitmentId::new();
    let mut content = content("x");
    content.stands = vec![StandLine { commitment, stand: Stand::News, line: String::new() }];
    content.sources = vec![Source { title: "t".into(), url: None, paper: None, reference_date: None }];
    let expected = vec![Missing::Line(commitment), Missing::SourceDate(0)];
    assert_eq!(missing(&content, Part::Contributing, &[commitment]), expected);
}

#[test]
fn approving_other_words_than_were_looked_at_is_refused() {
    let submitted = Contribution { state: State::Submitted, revision: 3, ..contribution("def") };
    assert_eq!(submitted.approve(&operator::review(), 2).unwrap_err(), Fault::Stale { newest: 3 });
}

#[test]
fn a_contribution_of_which_nothing_is_left_in_the_text_is_approved_as_before() {
    let taken = Contribution { state: State::TakenOver, ..contribution("def") };
    assert_eq!(taken.put_back(&operator::coordinate()).unwrap().state, State::Approved);
    let draft = contribution("def");
    assert_eq!(draft.put_back(&operator::coordinate()).unwrap_err(), Fault::State(State::Draft));
}

#[test]
fn the_internal_note_is_not_in_what_an_akkoord_binds_to() {
    let with_note = Content { internal_note: Prose::parse("gevoelig").unwrap(), ..content("x") };
    assert_eq!(with_note.sha256(), content("x").sha256());
    assert_ne!(content("y").sha256(), content("x").sha256());
}

#[test]
fn done_together_only_when_all_say_done() {
    use Stand::{Completed, News, NoNews};
    assert_eq!(Stand::together(&[]), None);
    assert_eq!(Stand::together(&[Completed, Completed]), Some(Completed));
    assert_eq!(Stand::together(&[Completed, NoNews]), Some(News));
    assert_eq!(Stand::together(&[NoNews, NoNews]), Some(NoNews));
    assert_eq!(Stand::together(&[NoNews, News]), Some(News));
}

proptest! {
    /// Whatever people do in whatever order, an akkoord is only ever on submitted words, and words never
    /// change while a director looks at them or after they agreed.
    #[test]
    fn words_never_change_under_an_akkoord(acts in prop::collection::vec(0..9u8, 0..40)) {
        let mut now = Contribution { state: State::Open, revision: 0, ..contribution("def") };
        let mut approved: Option<u32> = None;
        let at = "2020-02-01T12:00:00Z".parse().unwrap();
        for act in acts {
            let before = now.clone();
            let after = match act {
                0 => now.save(&operator::write(), true, before.revision, content("x"), PersonId::new(), at).map(|saved| saved.0),
                1 => {
                    let revision = revision(&before, content("x"));
                    now.submit(&operator::write(), true, &revision, Part::Contributing, &[])
                }
                2 => now.take_back(&operator::write()),
                3 => now.approve(&operator::review(), before.revision),
                4 => now.send_back(&operator::review()),
                5 => now.take_over(&operator::coordinate()),
                6 => now.put_back(&operator::coordinate()),
                7 => now.send_back_to_ministry(&operator::coordinate()),
                _ => now.withdraw(&operator::review(), false),
            };
            now = after.unwrap_or(before.clone());
            if now.state == State::Approved && before.state == State::Submitted {
                approved = Some(now.revision);
            }
            if now.state.is_handed_in() {
                prop_assert_eq!(approved, Some(now.revision));
            }
            if now.revision != before.revision {
                prop_assert!(before.state.is_writable());
            }
        }
    }
}

#[test]
fn a_contribution_is_approved_once_everyone_agreed_who_must() {
    let submitted = Contribution { state: State::Submitted, revision: 1, ..contribution("def") };
    let (anna, bram, permit) = (PersonId::new(), PersonId::new(), operator::review());
    let half = submitted.clone().agree(&permit, 1, anna, &[], 2).unwrap();
    assert_eq!(half, submitted);
    assert_eq!(half.clone().agree(&permit, 1, anna, &[anna], 2), Err(Fault::Agreed));
    assert_eq!(half.clone().agree(&permit, 1, bram, &[anna], 2).unwrap().state, State::Approved);
    assert_eq!(half.agree(&permit, 2, bram, &[anna], 2), Err(Fault::Stale { newest: 1 }));
    assert_eq!(submitted.agree(&permit, 1, anna, &[], 1).unwrap().state, State::Approved);
}
