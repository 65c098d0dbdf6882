//! Consent is asked again of exactly the ministries a change touches.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    access::{Permit, operator},
    goal_text::{Direction, Field, Head, Origin, Passage},
    id::{ContributionId, PassageId, PersonId},
};

const MINISTRIES: [&str; 3] = ["def", "jenv", "bzk"];

fn at(day: u32) -> DateTime<Utc> {
    format!("2020-03-{day:02}T12:00:00Z").parse().unwrap()
}

fn passage(head: Head, ministry: Option<&str>, text: &str) -> Passage {
    let origin = ministry.map(|ministry| Origin {
        contribution: ContributionId::new(),
        ministry: ministry.into(),
        number: 1,
        sha256: String::new(),
        approved_on: None,
        field: Field::Achieved,
        paragraph: 0,
        text: text.into(),
    });
    let id = PassageId::new();
    Passage { id, head, text: text.into(), origin, author: PersonId::new(), changed_at: at(1) }
}

fn reason() -> Reason {
    Reason::parse("Dat stond er niet.").unwrap()
}

fn agree() -> Permit<Agree> {
    operator::agree()
}

/// One ministry that was asked for a text.
fn asked(text: &GoalText, ministry: &str, when: DateTime<Utc>) -> Consent {
    let share = text.share_sha256(&ministry.into());
    Consent {
        asked: vec![Asked { version: text.version, share, at: when }],
        ..Consent::none(ministry.into())
    }
}

/// The same, once it answered.
fn with(mut consent: Consent, new: NewAnswer) -> Consent {
    let NewAnswer { answer, version, sha256, share, reason, proposal, .. } = new;
    consent.answered.push(Answered { answer, version, sha256, share, reason, proposal, by: None, at: at(2) });
    consent
}

fn round(silence_is_consent: bool) -> Round {
    Round { silence_is_consent, consent_due: at(27), ..crate::domain::round::tests::round(State::Consulting) }
}

/// Something a coordinator does to a text.
#[derive(Clone, Debug)]
enum Edit {
    Reword(usize, String),
    Shift(usize, bool),
    Remove(usize),
    Place(Option<usize>, bool, String),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..8usize, "[a-c]{1,2}").prop_map(|(which, words)| Edit::Reword(which, words)),
        (0..8usize, any::<bool>()).prop_map(|(which, up)| Edit::Shift(which, up)),
        (0..8usize).prop_map(Edit::Remove),
        (proptest::option::of(0..3usize), any::<bool>(), "[a-c]{1,2}")
            .prop_map(|(who, outlook, words)| Edit::Place(who, outlook, words)),
    ]
}

fn text() -> impl Strategy<Value = GoalText> {
    let one = (proptest::option::of(0..3usize), any::<bool>(), "[a-c]{1,2}");
    prop::collection::vec(one, 0..8).prop_map(|passages| {
        GoalText::default().place(passages.into_iter().map(|(who, outlook, words)| {
            let head = if outlook { Head::Outlook } else { Head::Text };
            passage(head, who.map(|who| MINISTRIES[who]), &words)
        }))
    })
}

/// The text after an edit; an edit of a passage that is not there changes nothing.
fn apply(text: GoalText, edit: &Edit) -> GoalText {
    let id = |which: usize| text.passages.get(which).map(|passage| passage.id);
    let by = PersonId::new();
    match edit {
        Edit::Reword(which, words) => match id(*which) {
            Some(id) => text.reword(id, &Reason::parse(words).unwrap(), by, at(3)).unwrap(),
            None => text,
        },
        Edit::Shift(which, up) => match id(*which) {
            Some(id) => text.shift(id, if *up { Direction::Up } else { Direction::Down }).unwrap(),
            None => text,
        },
        Edit::Remove(which) => match id(*which) {
            Some(id) => text.remove(id).unwrap(),
            None => text,
        },
        Edit::Place(who, outlook, words) => {
            let head = if *outlook { Head::Outlook } else { Head::Text };
            text.place([passage(head, who.map(|who| MINISTRIES[who]), words)])
        }
    }
}

/// What a ministry would read of its own, told without any hash.
fn own<'t>(text: &'t GoalText, ministry: &str) -> Vec<(Head, &'t str)> {
    let of = |passage: &&Passage| {
        passage.origin.as_ref().is_some_and(|origin| origin.ministry.as_str() == ministry)
    };
    text.passages.iter().filter(of).map(|passage| (passage.head, passage.text.as_str())).collect()
}

proptest! {
    #[test]
    fn edits_reopen_the_ministries_they_touch_and_no_others(before in text(), edits in prop::collection::vec(edit(), 1..6)) {
        let consents = MINISTRIES.map(|ministry| {
            let consent = asked(&before, ministry, at(1));
            let sha256 = before.sha256();
            let given = consent.answer(&agree(), State::Consulting, &before, Some(&sha256), Say::Yes).unwrap();
            with(consent, given)
        });
        let after = edits.iter().fold(before.clone(), apply);
        for (consent, ministry) in consents.iter().zip(MINISTRIES) {
            let changed = own(&before, ministry) != own(&after, ministry);
            prop_assert_eq!(consent.must_be_asked(&after), changed);
            prop_assert_eq!(consent.standing(&after).is_settled(), !changed);
            prop_assert_eq!(touched(&MINISTRIES.map(Into::into), &before, &after).contains(&ministry.into()), changed);
        }
    }

    #[test]
    fn a_single_edit_touches_only_the_ministry_whose_passage_it_is(before in text(), edit in edit()) {
        let after = apply(before.clone(), &edit);
        let of = |which: usize| {
            let origin = before.passages.get(which).and_then(|passage| passage.origin.as_ref());
            origin.map(|origin| origin.ministry.clone())
        };
        let whose = match &edit {
            Edit::Reword(which, _) | Edit::Shift(which, _) | Edit::Remove(which) => of(*which),
            Edit::Place(who, ..) => who.map(|who| MINISTRIES[who].into()),
        };
        for ministry in touched(&MINISTRIES.map(Into::into), &before, &after) {
            prop_assert_eq!(Some(&ministry), whose.as_ref());
        }
        // Words that go or come are always a touch, whatever else stands there.
        if matches!(edit, Edit::Remove(_) | Edit::Place(..)) {
            prop_assert_eq!(touched(&MINISTRIES.map(Into::into), &before, &after).len(), usize::from(whose.is_some()));
        }
    }

    #[test]
    fn an_edit_and_its_undo_reopen_nobody(before in text(), which in 0..8usize, words in "[a-c]{1,2}", answer in 0..4usize) {
        let Some(changed) = before.passages.get(which) else { return Ok(()) };
        let (id, old) = (changed.id, changed.text.clone());
        let by = PersonId::new();
        let there = before.clone().reword(id, &Reason::parse(&words).unwrap(), by, at(3)).unwrap();
        let back = there.reword(id, &Reason::parse(&old).unwrap(), by, at(4)).unwrap();
        for ministry in MINISTRIES {
            let consent = asked(&before, ministry, at(1));
            let share = before.share_sha256(&ministry.into());
            let answered = Answered {
                answer: Answer::ALL[answer], version: before.version, sha256: before.sha256(), share,
                reason: None, proposal: None, by: None, at: at(2),
            };
            let consent = Consent { answered: vec![answered], ..consent };
            prop_assert_eq!(consent.standing(&back), consent.standing(&before));
            prop_assert!(!consent.must_be_asked(&back));
        }
    }
}

#[test]
fn an_answer_to_words_that_were_not_on_screen_is_refused() {
    let before = GoalText::default().place([passage(Head::Text, Some("def"), "Wij deden veel.")]);
    let after = before.clone().place([passage(Head::Text, None, "En zo voort.")]);
    let consent = asked(&before, "def", at(1));
    let seen = before.sha256();
    let refused = consent.answer(&agree(), State::Consulting, &after, Some(&seen), Say::Yes);
    assert_eq!(refused, Err(Fault::Stale { newest: after.version }));
    assert!(consent.answer(&agree(), State::Consulting, &before, Some(&seen), Say::Yes).is_ok());
    assert!(consent.answer(&agree(), State::Consulting, &before, None, Say::Yes).is_err());
}

#[test]
fn texts_are_answered_only_while_they_lie_before_the_ministries() {
    let text = GoalText::default().place([passage(Head::Text, Some("def"), "Wij deden veel.")]);
    let consent = asked(&text, "def", at(1));
    let sha256 = text.sha256();
    for state in State::ALL {
        let open = consent.answer(&agree(), state, &text, Some(&sha256), Say::Yes).is_ok();
        assert_eq!(open, state == State::Consulting, "{state:?}");
        let over = consent.overrule(&operator::coordinate(), state, &text, &reason()).is_ok();
        assert_eq!(over, state == State::Consulting, "{state:?}");
    }
    let none = Consent::none("def".into());
    let unasked = none.answer(&agree(), State::Consulting, &text, Some(&sha256), Say::Yes);
    assert_eq!(unasked, Err(Fault::Unasked));
}

#[test]
fn a_ministry_may_change_its_mind_and_the_coordinator_has_the_last_word() {
    let text = GoalText::default().place([passage(Head::Text, Some("def"), "Wij deden veel.")]);
    let sha256 = text.sha256();
    let say = |consent: &Consent, say| consent.answer(&agree(), State::Consulting, &text, Some(&sha256), say);
    let no = || Say::No(reason(), "Wij deden alles.".into());
    let consent = asked(&text, "def", at(1));
    let consent = with(consent.clone(), say(&consent, no()).unwrap());
    assert_eq!(consent.holding(&text).unwrap().proposal.as_deref(), Some("Wij deden alles."));
    assert_eq!(say(&consent, no()), Err(Fault::Settled(Answer::Refused)));
    let over = consent.overrule(&operator::coordinate(), State::Consulting, &text, &reason()).unwrap();
    let over = with(consent.clone(), over);
    assert!(over.standing(&text).is_settled());
    assert_eq!(say(&over, no()), Err(Fault::Settled(Answer::Overruled)));
    assert!(say(&over, Say::Yes).is_ok(), "whoever comes round may say so");
    let given = with(consent.clone(), say(&consent, Say::Yes).unwrap());
    assert_eq!(given.standing(&text), Standing::Answered(Answer::Given));
    let nothing = given.overrule(&operator::coordinate(), State::Consulting, &text, &reason());
    assert_eq!(nothing, Err(Fault::Settled(Answer::Given)));
    let given = with(given.clone(), say(&given, no()).unwrap());
    assert_eq!(given.standing(&text), Standing::Answered(Answer::Refused));
}

#[test]
fn silence_counts_only_where_it_was_agreed_and_for_words_that_lay_there_in_time() {
    let text = GoalText::default().place([passage(Head::Text, Some("def"), "Wij deden veel.")]);
    let consent = asked(&text, "def", at(1));
    assert!(consent.fall_silent(&round(true), &text, at(27)).is_none(), "not before the deadline");
    let silent = consent.fall_silent(&round(true), &text, at(28)).unwrap();
    assert_eq!(silent.answer, Answer::Silent);
    let paused = Round { paused_at: Some(at(20)), ..round(true) };
    assert!(consent.fall_silent(&paused, &text, at(28)).is_none(), "not while the round stands still");
    assert!(consent.fall_silent(&round(false), &text, at(28)).is_none(), "not in every round");
    let late = asked(&text, "def", at(28));
    assert!(late.fall_silent(&round(true), &text, at(29)).is_none(), "not for words that came later");
    let answered = with(consent, silent);
    assert!(answered.fall_silent(&round(true), &text, at(29)).is_none(), "once");
}

#[test]
fn a_text_is_laid_before_who_was_assigned_and_who_is_quoted() {
    use crate::domain::strategy::Part;
    let text = GoalText::default().place([
        passage(Head::Text, Some("bzk"), "a"),
        passage(Head::Text, None, "b"),
        passage(Head::Text, Some("def"), "c"),
    ]);
    let assigned = Assignment { ministry: "def".into(), part: Part::Lead };
    assert_eq!(involved(&[assigned], &text), ["def".into(), "bzk".into()]);
}
