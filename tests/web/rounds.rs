//! Rondes.

use voortgang::{
    domain::access::Scope,
    domain::round::State,
    store,
    web::routes::{NewRound, Rounds, ShowRound, StepRound},
};

use crate::{
    app::{Client, TestApp},
    page::Form,
    support::ROUND,
};

fn show() -> ShowRound {
    ShowRound { round: ROUND.into() }
}

async fn step(client: &Client, to: State, status: u16) {
    client.post(StepRound { round: ROUND.into() }, &[("naar", to.code())]).await.expect(status);
}

/// The form of a new round, filled in well.
async fn filled(client: &Client) -> Form {
    let form = client.get(NewRound).await.expect(200).form("main form");
    form.set("strategie", "gbvs-2018-2022")
        .set("van", "01-04-2020")
        .set("tot", "31-03-2022")
        .set("peildatum", "31-03-2022")
        .set("inleveren", "11-02-2022")
        .set("akkoord", "25-02-2022")
        .set("instemming", "25-03-2022")
}

#[tokio::test]
async fn the_coordinator_starts_at_the_rounds() {
    let app = TestApp::new().await;
    let page = app.coordinator().await.get(Rounds).await.expect(200);
    assert_eq!(page.texts(".app-task__link"), ["Ronde 2018–2020"]);
    assert_eq!(page.text(".app-task__status"), "open");
    assert!(page.text(".app-task__note").contains("nog 13 dagen"));
    assert!(page.main().contains("Nieuwe ronde"));
    let page = app.publisher().await.get(Rounds).await.expect(200);
    assert!(!page.main().contains("Nieuwe ronde"));
    app.contributor("def").await.get(Rounds).await.expect(403);
}

#[tokio::test]
async fn a_round_shows_where_it_stands_and_leads_to_its_pages() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Akkoord.").await;
    let page = app.coordinator().await.get(show()).await.expect(200);
    assert_eq!(page.text(".app-steps [aria-current]"), "Open");
    assert_eq!(page.count(".app-task"), 13);
    assert!(
        page.texts(".app-task__status")[0].starts_with("1 van "),
        "{:?}",
        page.texts(".app-task__status")
    );
    assert!(page.texts(".app-task__status").iter().any(|status| status.ends_with(" open")));
    assert!(page.main().contains("vrijdag 14 februari 2020, 17.00 uur"));
}

#[tokio::test]
async fn a_round_goes_one_step_at_a_time_and_back_until_it_is_frozen() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    step(&client, State::Consulting, 409).await;
    for to in
        [State::Composing, State::Consulting, State::Composing, State::Open, State::Preparing, State::Open]
    {
        step(&client, to, 303).await;
        assert_eq!(app.round().await.state, to);
    }
    step(&client, State::Frozen, 409).await;
    client.post(StepRound { round: ROUND.into() }, &[("naar", "onzin")]).await.expect(422);
}

#[tokio::test]
async fn each_step_says_what_it_means_before_it_is_taken() {
    let app = TestApp::new().await;
    let page = app.coordinator().await.get(show()).await.expect(200);
    let step = page.text("section[aria-labelledby=stap]");
    assert!(
        step.contains("Beginnen met samenstellen") && step.contains("nog schrijven en indienen"),
        "{step}"
    );
    let page = app.publisher().await.get(show()).await.expect(200);
    assert!(!page.has("section[aria-labelledby=stap]"));
    step_is_refused(&app.publisher().await).await;
}

async fn step_is_refused(client: &Client) {
    step(client, State::Composing, 403).await;
}

#[tokio::test]
async fn a_new_round_has_the_assignments_of_the_last_and_is_seen_by_nobody_yet() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = filled(&client).await;
    let page = client.submit_and_follow(NewRound, &form).await.expect(200);
    assert_eq!(page.text("h1"), "Ronde 2020–2022");
    assert_eq!(page.text(".app-steps [aria-current]"), "Voorbereiding");
    let mut reader = app.installation.store.read().await.expect("a reader");
    let round = store::rounds::get(&mut reader, "2020-2022").await.expect("the round");
    assert_eq!(round.contribution_due.to_rfc3339(), "2022-02-11T16:00:00+00:00");
    let before = store::rounds::assignments(&mut reader, app.round().await.id).await.expect("assignments");
    let after = store::rounds::assignments(&mut reader, round.id).await.expect("assignments");
    assert_eq!(after, before);
    let scope = Scope::Ministry("def".into());
    let listed = store::contributions::list(&mut reader, &scope, store::contributions::Rounds::One(round.id))
        .await
        .expect("a list");
    assert!(listed.is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_a_new_round_is_said_by_each_field() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = filled(&client)
        .await
        .set("tot", "31-02-2022")
        .set("akkoord", "01-02-2022")
        .set("instemming_uur", "25");
    let page = client.submit(NewRound, &form).await.expect(422);
    assert_eq!(
        page.attrs(".error-summary a", "href"),
        ["#veld-tot", "#veld-akkoord", "#veld-instemming_uur"]
    );
    assert_eq!(page.form("main form").value("van"), "01-04-2020");
}

#[tokio::test]
async fn a_new_round_is_proposed_as_the_last_one_was_two_years_on_and_on_working_days() {
    let app = TestApp::new().await;
    let form = app.coordinator().await.get(NewRound).await.expect(200).form("main form");
    let proposed = ["strategie", "van", "tot", "peildatum", "inleveren", "inleveren_uur", "instemming"];
    assert_eq!(
        proposed.map(|field| form.value(field)),
        ["gbvs-2018-2022", "01-04-2020", "31-03-2022", "31-03-2022", "14-02-2022", "17.00", "28-03-2022"],
        "27 March 2022 is a Sunday"
    );
    let page = app.coordinator().await.submit_and_follow(NewRound, &form).await.expect(200);
    assert_eq!(page.text("h1"), "Ronde 2020–2022");
}

#[tokio::test]
async fn a_deadline_on_a_holiday_is_doubted_by_its_name() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = filled(&client).await.set("instemming", "18-04-2022");
    let page = client.submit(NewRound, &form).await.expect(422);
    assert!(
        page.main().contains("Instemming: maandag 18 april 2022 is een feestdag: Tweede Paasdag."),
        "{}",
        page.main()
    );
}

#[tokio::test]
async fn a_deadline_in_the_weekend_is_made_only_when_it_is_meant() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = filled(&client).await.set("inleveren", "12-02-2022");
    let page = client.submit(NewRound, &form).await.expect(422);
    assert!(page.main().contains("zaterdag 12 februari 2022 valt in het weekend."), "{}", page.main());
    client.submit(NewRound, &page.form("main form").set("gezien", "ja")).await.expect(303);
}

#[tokio::test]
async fn a_second_round_of_the_same_years_is_refused() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = filled(&client).await.set("van", "01-01-2018").set("tot", "31-03-2020");
    let page = client.submit(NewRound, &form).await.expect(422);
    assert!(page.text(".error-summary").contains("Er is al een ronde 2018-2020"));
    app.publisher().await.get(NewRound).await.expect(403);
}
