//! Many people at the same moment: exactly one outcome, nothing half done, nobody's words lost.

use std::sync::Arc;

use tokio::sync::Barrier;
use voortgang::{
    domain::{id::ContributionId, person::Role, round::State},
    store::{self, check},
    web::routes::{
        ApproveContribution, CheckContribution, ComposeGoal, EditContribution, Freeze, ReleaseEdition,
        ShowContribution, TakeBackContribution, WithdrawApproval,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

type Request = (Client, String, Vec<(&'static str, String)>);

/// Sends all of these at the same moment; the answers in the same order.
async fn at_once(requests: Vec<Request>) -> Vec<Page> {
    let barrier = Arc::new(Barrier::new(requests.len()));
    let sent = requests.into_iter().map(|(client, path, form)| {
        let barrier = Arc::clone(&barrier);
        tokio::spawn(async move {
            let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            barrier.wait().await;
            client.post(path, &form).await
        })
    });
    let mut answers = Vec::new();
    for answer in sent.collect::<Vec<_>>() {
        answers.push(answer.await.expect("an answer"));
    }
    answers
}

fn statuses(answers: &[Page]) -> Vec<u16> {
    let mut found: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    found.sort_unstable();
    found
}

fn to(client: Client, path: impl ToString, form: &[(&'static str, &str)]) -> Request {
    (client, path.to_string(), form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

/// How often something was done, by the log; and the whole database is sound.
async fn done(app: &TestApp, verb: &str) -> usize {
    let mut reader = app.installation.store.read().await.expect("a reader");
    assert_eq!(check::whole(&mut reader).await.faults, Vec::<String>::new());
    let rows = sqlx::raw_sql("SELECT verb FROM event").fetch_all(&mut *reader).await.expect("events");
    rows.iter().filter(|row| sqlx::Row::get::<String, _>(*row, 0) == verb).count()
}

async fn state(app: &TestApp, goal: u32) -> &'static str {
    app.listed("def", goal).await.contribution.state.code()
}

async fn revisions(app: &TestApp, id: ContributionId) -> usize {
    let mut reader = app.installation.store.read().await.expect("a reader");
    store::revisions::history(&mut reader, id).await.expect("a history").len()
}

const CROWD: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_who_save_the_same_version_one_is_first_and_the_others_keep_their_words() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Beginversie.").await;
    let before = done(&app, "save").await;
    let mut requests = Vec::new();
    for number in 0..CROWD {
        let client = app.another(&[Role::Contributor], "def", &format!("collega{number}")).await;
        let form = vec![("versie", "1".to_owned()), ("bereikt", format!("Woorden van collega {number}."))];
        requests.push((client, EditContribution { id }.to_string(), form));
    }
    let answers = at_once(requests).await;
    assert_eq!(statuses(&answers)[..2], [303, 409]);
    assert_eq!(statuses(&answers)[CROWD - 1], 409);
    let winner = answers.iter().position(|answer| answer.status == 303).expect("a winner");
    let won = format!("Woorden van collega {winner}.");
    for (number, answer) in answers.iter().enumerate().filter(|(number, _)| *number != winner) {
        assert_eq!(
            answer.form("form[data-draft]").value("bereikt"),
            format!("Woorden van collega {number}.")
        );
        assert!(answer.text("#botsing").contains(&format!("collega{winner} van DEF bewaarde op")));
        assert_eq!(answer.form("form[data-draft]").value("versie"), "2");
        // Both texts: the words of the two that differ stand marked beside each other.
        assert_eq!(answer.texts(".app-diff del"), [format!("vervallen: {winner}")]);
        assert_eq!(answer.texts(".app-diff ins"), [format!("toegevoegd: {number}")]);
    }
    assert_eq!(revisions(&app, id).await, 2);
    assert_eq!(done(&app, "save").await, before + 1);
    let client = app.contributor("def").await;
    let page = client.get(EditContribution { id }).await.expect(200);
    assert_eq!(page.form("form[data-draft]").value("bereikt"), won);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_approvers_one_gives_akkoord() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Woorden.").await;
    let (one, two) = (app.approver("def").await, app.another(&[Role::Approver], "def", "tweede").await);
    let approve = |client| to(client, ApproveContribution { id }, &[("versie", "1")]);
    let answers = at_once(vec![approve(one), approve(two)]).await;
    assert_eq!(statuses(&answers), [303, 409]);
    assert_eq!((state(&app, 1).await, done(&app, "approve").await), ("approved", 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_akkoord_and_taking_back_exclude_each_other() {
    for approver_first in [true, false, true, false] {
        let app = TestApp::new().await;
        let id = app.submit("def", 1, "Woorden.").await;
        let approve = to(app.approver("def").await, ApproveContribution { id }, &[("versie", "1")]);
        let take_back = to(app.contributor("def").await, TakeBackContribution { id }, &[]);
        let requests = if approver_first { vec![approve, take_back] } else { vec![take_back, approve] };
        let answers = at_once(requests).await;
        assert_eq!(statuses(&answers), [303, 409]);
        let outcome = (state(&app, 1).await, done(&app, "approve").await, done(&app, "take-back").await);
        assert!([("approved", 1, 0), ("draft", 0, 1)].contains(&outcome), "{outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handing_in_twice_hands_in_once() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Woorden.").await;
    let (one, two) = (app.contributor("def").await, app.contributor("def").await);
    let form = one.get(CheckContribution { id }).await.expect(200).form("main form");
    let submit = |client| to(client, &form.action, &[("versie", "1")]);
    let answers = at_once(vec![submit(one), submit(two)]).await;
    assert_eq!(statuses(&answers), [303, 409]);
    assert_eq!((state(&app, 1).await, done(&app, "submit").await), ("submitted", 1));
    let page = app.contributor("def").await.get(ShowContribution { id }).await.expect(200);
    assert!(page.has("main form"), "it can be taken back once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_akkoord_is_withdrawn_or_frozen_and_never_both() {
    for freeze_first in [true, false] {
        let app = TestApp::new().await;
        let id = app.approve("def", 5, "Een alinea.").await;
        let coordinator = app.coordinator().await;
        let goal = ComposeGoal { round: ROUND.into(), goal: 5 };
        let form =
            coordinator.get(goal.clone()).await.expect(200).form("#bijdrage-def form").set("alles", "ja");
        coordinator.submit(goal, &form).await.expect(303);
        app.set_all_aside(State::Consulting).await;
        let freeze = to(coordinator, Freeze { round: ROUND.into() }, &[]);
        let withdraw = to(app.approver("def").await, WithdrawApproval { id }, &[("intrekking", "Een fout.")]);
        let requests = if freeze_first { vec![freeze, withdraw] } else { vec![withdraw, freeze] };
        let answers = at_once(requests).await;
        assert_eq!(statuses(&answers), [303, 409]);
        let outcome = (done(&app, "freeze").await, done(&app, "withdraw").await, state(&app, 5).await);
        assert!([(1, 0, "taken-over"), (0, 1, "submitted")].contains(&outcome), "{outcome:?}");
        assert_eq!(app.round().await.state == State::Frozen, outcome.0 == 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn freezing_twice_freezes_once_and_releasing_twice_releases_once() {
    let app = TestApp::new().await;
    app.set_all_aside(State::Consulting).await;
    let other = app.another(&[Role::Coordinator], "bz", "tweede").await;
    let freeze = |client| to(client, Freeze { round: ROUND.into() }, &[]);
    let answers = at_once(vec![freeze(app.coordinator().await), freeze(other)]).await;
    assert_eq!(statuses(&answers), [303, 409]);
    assert_eq!(done(&app, "freeze").await, 1);

    let other = app.another(&[Role::Publisher], "bz", "derde").await;
    let release = |client| to(client, ReleaseEdition { round: ROUND.into(), number: 1 }, &[]);
    let answers = at_once(vec![release(app.publisher().await), release(other)]).await;
    assert_eq!(statuses(&answers), [303, 409]);
    assert_eq!((done(&app, "release").await, app.round().await.state), (1, State::Presented));
}
