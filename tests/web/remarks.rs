//! Opmerkingen.

use voortgang::{
    domain::{id::ContributionId, round::State},
    store,
    web::routes::{
        ComposeGoal, ContributionRemarks, EditContribution, GoalRemarks, ShareGoalText, Shared, ShowConsent,
        ShowContribution, StepRound, Tasks,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

fn on(id: ContributionId) -> ContributionRemarks {
    ContributionRemarks { id }
}

fn goal() -> GoalRemarks {
    GoalRemarks { round: ROUND.into(), goal: 6 }
}

/// Makes a remark at a place, and opens the page where that leads.
async fn remark(client: &Client, path: impl ToString, place: usize, words: &str) -> Page {
    let page = client.get(path.to_string()).await.expect(200);
    let places = page.attrs("input[name=plaats]", "value");
    let form =
        page.form("main section form[action$=opmerkingen], main section form[action*='/opmerkingen/6']");
    let form = form.set("plaats", &places[place]).set("tekst", words);
    client.submit_and_follow(path, &form).await.expect(200)
}

#[tokio::test]
async fn a_remark_stands_with_its_paragraph_is_answered_and_dealt_with() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Eerste alinea.\n\nTweede alinea.").await;
    let (approver, contributor) = (app.approver("def").await, app.contributor("def").await);
    let page = remark(&approver, on(id), 1, "Klopt dit cijfer?").await;
    assert!(page.flash().contains("In het rapport komt zij nooit."));
    assert_eq!(page.texts("section .app-remark").len(), 1);
    assert!(page.text("section[aria-labelledby=plaats-achieved-1]").contains("Klopt dit cijfer?"));

    let page = contributor.get(ShowContribution { id }).await.expect(200);
    assert!(page.main().contains("Opmerkingen (1 open)"));
    assert!(contributor.get(Tasks).await.expect(200).main().contains("1 opmerking"));
    let page = contributor.get(on(id)).await.expect(200);
    let answer = page.form(".app-remark details form");
    let refused = contributor.submit(on(id), &answer).await.expect(422);
    assert_eq!(refused.text(".error-summary li"), "Vul in: Antwoord.");
    let page = contributor.submit_and_follow(on(id), &answer.set("tekst", "Ja, zie bron.")).await.expect(200);
    assert!(page.text(".app-remark").contains("Ja, zie bron."));
    let done = page.form(".app-remark > form");
    let page = approver.submit_and_follow(on(id), &done).await.expect(200);
    assert!(page.text(".app-remark").contains("afgehandeld"));
    assert!(page.main().contains("Geen opmerking staat open."));
    let page = approver.submit_and_follow(on(id), &page.form(".app-remark > form")).await.expect(200);
    assert!(page.main().contains("1 opmerking staat open."));
}

#[tokio::test]
async fn a_remark_needs_words_and_a_place_and_loses_nothing() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Eerste alinea.").await;
    let approver = app.approver("def").await;
    let form = approver.get(on(id)).await.expect(200).form("main section details form");
    let page = approver.submit(on(id), &form).await.expect(422);
    let target = page.attr(".error-summary a", "href").expect("a link");
    assert!(page.has(&format!("details[open] textarea{target}")));
    approver.submit(on(id), &form.clone().set("tekst", "x").set("plaats", "achieved-7")).await.expect(422);
    let long = "a".repeat(60_001);
    let page = approver.submit(on(id), &form.set("tekst", &long)).await.expect(422);
    assert_eq!(page.form("main section details form").value("tekst"), long);
}

#[tokio::test]
async fn a_remark_stays_when_its_paragraph_changes_and_says_so() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Eerste alinea.\n\nTweede alinea.").await;
    let client = app.contributor("def").await;
    remark(&client, on(id), 0, "Over de eerste.").await;
    remark(&client, on(id), 1, "Over de tweede.").await;
    let edit = EditContribution { id };
    let form = client.get(edit.clone()).await.expect(200).form("main form");
    let form = form
        .set("bereikt", "Nieuw vooraan.\n\nEerste alinea, anders.\n\nTweede alinea.")
        .set("doe", "bewaren");
    client.submit(edit, &form).await.expect(303);
    let page = client.get(on(id)).await.expect(200);
    let second = page.text("section[aria-labelledby=plaats-achieved-2]");
    assert!(
        second.contains("Over de tweede.") && !second.contains("eerdere tekst"),
        "it moved with its words: {second}"
    );
    let first = page.text("section[aria-labelledby=plaats-achieved-0]");
    assert!(
        first.contains("Over de eerste.") && first.contains("Gemaakt bij een eerdere tekst Eerste alinea."),
        "{first}"
    );
}

#[tokio::test]
async fn who_may_not_read_a_text_may_not_remark_on_it() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Eerste alinea.").await;
    let page = remark(&app.approver("def").await, on(id), 0, "Intern.").await;
    let answer = page.form(".app-remark details form").set("tekst", "x");
    for other in [app.contributor("jenv").await, app.coordinator().await, app.reader().await] {
        other.get(on(id)).await.expect(404);
        other.submit(on(id), &answer).await.expect(404);
        other.submit(on(id), &page.form(".app-remark > form")).await.expect(404);
    }
}

/// Defensie's words in goal 6.
async fn composed() -> (TestApp, Client) {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    app.approve("def", 6, "Defensie deed veel.\n\nEn nog meer.").await;
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let form = client.get(compose.clone()).await.expect(200).form("#bijdrage-def form");
    client.submit(compose, &form.set("alles", "ja")).await.expect(303);
    (app, client)
}

async fn consult(client: &Client) {
    for to in [State::Composing, State::Consulting] {
        client.post(StepRound { round: ROUND.into() }, &[("naar", to.code())]).await.expect(303);
    }
}

#[tokio::test]
async fn remarks_on_a_goals_text_are_for_those_before_whom_it_lies() {
    let (app, client) = composed().await;
    let approver = app.approver("def").await;
    approver.get(goal()).await.expect(404);
    remark(&client, goal(), 0, "Nog te kort.").await;
    app.publisher().await.get(goal()).await.expect(200);
    consult(&client).await;
    let page = remark(&approver, goal(), 1, "Dit was meer.").await;
    assert_eq!(page.count(".app-remark"), 2);
    assert!(
        approver
            .get(ShowConsent { round: ROUND.into(), goal: 6 })
            .await
            .expect(200)
            .main()
            .contains("Opmerkingen (2 open)")
    );
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    assert!(client.get(compose).await.expect(200).main().contains("Opmerkingen (2 open)"));
    app.stranger().await.get(goal()).await.expect(404);
    app.administrator().await.get(goal()).await.expect(404);
}

#[tokio::test]
async fn readers_read_along_only_where_the_coordinator_shares() {
    let (app, client) = composed().await;
    consult(&client).await;
    let reader = app.reader().await;
    reader.get(goal()).await.expect(404);
    let share = ShareGoalText { round: ROUND.into(), goal: 6 };
    reader.post(share.clone(), &[("delen", "ja")]).await.expect(403);
    let form = client.get(goal()).await.expect(200).form("main > form");
    let page = client.submit_and_follow(goal(), &form).await.expect(200);
    assert!(page.flash().starts_with("Meelezers kunnen deze tekst lezen"));
    assert!(reader.get(Shared).await.expect(200).main().contains("Tekst in het rapport"));
    remark(&reader, goal(), 0, "Past dit bij het coalitieakkoord?").await;
    client.submit(goal(), &page.form("main > form")).await.expect(303);
    reader.get(goal()).await.expect(404);
}

#[tokio::test]
async fn a_remark_outlives_its_passage() {
    let (app, client) = composed().await;
    remark(&client, goal(), 0, "Mag weg.").await;
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let page = client.get(compose).await.expect(200);
    let remove = page.attrs("article[id^=passage] a", "href");
    let remove = remove.iter().find(|href| href.ends_with("/verwijdering")).expect("a way out").clone();
    let form = client.get(&remove).await.expect(200).form("main form");
    client.submit(&remove, &form).await.expect(303);
    let page = client.get(goal()).await.expect(200);
    assert!(page.text("section[aria-labelledby=weg]").contains("Mag weg."));
    let mut reader = app.installation.store.read().await.expect("a reader");
    let chain = store::events::verify(&mut reader).await.expect("a log");
    assert!(matches!(chain, store::events::Chain::Whole { .. }), "{chain:?}");
}
