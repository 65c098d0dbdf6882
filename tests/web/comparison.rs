//! Comparing editions: who may see which, and what the page says.

use voortgang::{
    domain::{
        event::Event,
        id::RoundId,
        round::{Round, State},
        text::Reason,
    },
    store,
    web::routes::{CompareReports, CompareRound, DraftReport, Freeze, RateGoal, Reports},
};

use crate::{
    app::TestApp,
    support::{ROUND, moment},
};

/// The address that compares two.
fn two(path: impl ToString, from: &str, to: &str) -> String {
    format!("{}?van={from}&naar={to}", path.to_string())
}

fn of_round() -> CompareRound {
    CompareRound { round: ROUND.into() }
}

/// Rates goal 6, as the coordinator would.
async fn rate(app: &TestApp, rating: &str) {
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let round = app.round().await;
    let goals = store::goals::list(&mut writer, &round.strategy, round.reference_date).await.expect("goals");
    let goal = goals.iter().find(|goal| goal.number == 6).expect("goal 6").id;
    let author = app.installation.person(voortgang::domain::person::Role::Coordinator, "bz").await;
    let event = Event {
        at: app.installation.clock.now(),
        actor: Some(author),
        role: "coordinator",
        ministry: None,
        verb: "rate",
        object_kind: "goal",
        object_id: "6".to_owned(),
        before: None,
        after: None,
        origin: "test".to_owned(),
    };
    let ground = Reason::parse("Daarom.").expect("a ground");
    store::assessments::rate(&mut writer, &round, goal, rating, &ground, author, &event)
        .await
        .expect("a rating");
    writer.commit().await.expect("a commit");
}

/// A second round after the first.
async fn next_round(app: &TestApp) -> Round {
    let before = app.round().await;
    let round = Round {
        id: RoundId::new(),
        slug: "2020-2022".into(),
        label: "2020–2022".into(),
        from: "2020-04-01".parse().expect("a day"),
        until: "2022-03-31".parse().expect("a day"),
        reference_date: "2022-03-31".parse().expect("a day"),
        contribution_due: moment("2022-02-14T16:00:00Z"),
        approval_due: moment("2022-02-28T16:00:00Z"),
        consent_due: moment("2022-03-27T16:00:00Z"),
        silence_is_consent: false,
        state: State::Composing,
        ..before
    };
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::rounds::insert(&mut writer, &round, app.installation.clock.now()).await.expect("a round");
    store::rounds::assign_as_before(&mut writer, &round, app.installation.clock.now()).await.expect("goals");
    writer.commit().await.expect("a commit");
    round
}

#[tokio::test]
async fn without_two_editions_there_is_nothing_to_compare() {
    let app = TestApp::new().await;
    for _ in 0..2 {
        let page = app.nobody().get(CompareReports).await.expect(200);
        assert!(page.main().contains("nog geen twee edities") && !page.has("form"), "{}", page.main());
        assert!(!app.nobody().get(Reports).await.html().contains("vergelijking"));
        app.release().await;
    }
    assert!(app.nobody().get(Reports).await.html().contains(&CompareReports.to_string()));
    app.nobody().get(CompareReports).await.expect(200).form("main form");
}

#[tokio::test]
async fn an_edition_is_the_same_as_itself() {
    let app = TestApp::new().await;
    app.release().await;
    app.release().await;
    let page = app.nobody().get(two(CompareReports, "2018-2020/1", "2018-2020/1")).await.expect(200);
    assert!(page.main().contains("Deze twee edities zeggen hetzelfde."), "{}", page.main());
    assert!(!page.has(".app-diff"));
}

#[tokio::test]
async fn what_changed_between_two_editions_is_said_and_marked() {
    let app = TestApp::new().await;
    rate(&app, "op-koers").await;
    app.release().await;
    rate(&app, "achter").await;
    app.release().await;
    let page = app.nobody().get(two(CompareReports, "2018-2020/1", "2018-2020/2")).await.expect(200);
    assert!(page.main().contains("Er zijn verschillen bij 1 doel."), "{}", page.main());
    assert_eq!(page.attrs(".app-task__link", "href"), ["#doel-6"]);
    let goal = page.text("section[aria-labelledby=doel-6]");
    assert!(goal.contains("Het oordeel ging van “op koers” naar “loopt achter”."), "{goal}");
    assert_eq!(page.texts("section[aria-labelledby=doel-6] h3"), ["Oordeel"]);
    let form = page.form("main form");
    assert_eq!((form.value("van"), form.value("naar")), ("2018-2020/1", "2018-2020/2"));
}

#[tokio::test]
async fn an_edition_that_one_may_not_see_does_not_exist() {
    let app = TestApp::new().await;
    app.release().await;
    app.freeze().await;
    let client = app.nobody();
    for (from, to) in [
        ("2018-2020/1", "2018-2020/2"),
        ("2018-2020/1", "2018-2020/concept"),
        ("2018-2020/1", "2018-2020/9"),
        ("2018-2020/1", ""),
        ("onzin", "2018-2020/1"),
    ] {
        client.get(two(CompareReports, from, to)).await.expect(404);
        app.contributor("def").await.get(two(CompareReports, from, to)).await.expect(404);
    }
    app.contributor("def").await.get(of_round()).await.expect(403);
    let coordinator = app.coordinator().await;
    coordinator.get(two(of_round(), "2018-2020/1", "2018-2020/2")).await.expect(200);
    let page = coordinator.get(two(of_round(), "2018-2020/1", "2018-2020/concept")).await.expect(200);
    assert!(page.main().contains("GBVS 2018–2020, editie 1 en Concept van de ronde 2018–2020"));
    coordinator.get(two(of_round(), "2018-2020/1", "2020-2022/concept")).await.expect(404);
    let index = coordinator.get(Freeze { round: ROUND.into() }).await.expect(200);
    assert!(index.attrs("main a", "href").contains(&of_round().to_string()));
}

#[tokio::test]
async fn the_next_round_is_compared_with_what_was_frozen_and_not_with_what_was_mended_since() {
    let app = TestApp::new().await;
    rate(&app, "op-koers").await;
    app.release().await;
    rate(&app, "achter").await;
    next_round(&app).await;
    let client = app.coordinator().await;
    let page = client.get(RateGoal { round: "2020-2022".into(), goal: 6 }).await.expect(200);
    assert!(page.main().contains("van de ronde 2018–2020: op koers"), "{}", page.main());
    let draft = client.get(DraftReport { round: "2020-2022".into() }).await.expect(200);
    let rows = draft.texts("tr").into_iter().filter(|row| row.contains("Cyberafschrikking"));
    let rows: Vec<String> = rows.filter(|row| row.contains("Geen oordeel meer")).collect();
    assert_eq!(rows.len(), 2, "in the summary and in the appendix: {rows:?}");
    assert!(rows.iter().all(|row| row.contains("Op koers")), "{rows:?}");
    let path = CompareRound { round: "2020-2022".into() };
    let page = client.get(two(path, "2018-2020/1", "2020-2022/concept")).await.expect(200);
    assert!(page.main().contains("Er is geen oordeel meer. Het was “op koers”."), "{}", page.main());
}
