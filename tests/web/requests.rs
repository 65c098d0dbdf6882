//! Moties en toezeggingen.

use voortgang::{
    domain::{id::RoundId, round::Round},
    store,
    web::routes::{ComposeGoal, DraftReport, EditContribution, Gaps, Requests},
};

use crate::{
    app::{Client, TestApp},
    page::Form,
    support::ROUND,
};

fn path() -> Requests {
    Requests { round: ROUND.into() }
}

async fn motion(client: &Client) -> Form {
    let form = client.get(path()).await.expect(200).form("section[aria-labelledby=nieuw] form");
    form.set("soort", "motion")
        .set("kamer", "TK")
        .set("titel", "Nieuwe wapens bespreken")
        .set("indiener", "Koopmans c.s.")
        .set("datum", "24-04-2019")
        .set("kamerstuk", "33 694, nr. 43")
        .set("doel", "3")
}

#[tokio::test]
async fn a_motion_is_registered_and_waits_for_an_answer() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = motion(&client).await;
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert_eq!(page.text(".app-task__link"), "Nieuwe wapens bespreken");
    assert_eq!(page.text(".app-task__status"), "nog niet beantwoord");
    assert_eq!(page.text(".app-task__note"), "Doel 3. 33 694, nr. 43. Koopmans c.s., 24 april 2019");
}

#[tokio::test]
async fn the_same_kamerstuk_is_registered_once() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = motion(&client).await;
    client.submit(path(), &form).await.expect(303);
    let page = client.submit(path(), &form.set("titel", "Nog eens")).await.expect(422);
    let message = page.text(".error-summary li");
    assert_eq!(message, "Kamerstuk 33 694, nr. 43 staat al in het register: “Nieuwe wapens bespreken”.");
    assert_eq!(page.form("section[aria-labelledby=nieuw] form").value("titel"), "Nog eens");
}

#[tokio::test]
async fn a_reference_that_is_none_is_explained() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = motion(&client).await;
    for (typed, words) in [
        ("33 694, nr. ?", "nog open"),
        ("33694", "Schrijf het Kamerstuk als"),
        ("Kamerstukken II 2017/19, 33 694, nr. 1", "vergaderjaar"),
    ] {
        let page = client.submit(path(), &form.clone().set("kamerstuk", typed)).await.expect(422);
        assert!(page.text(".error-summary li").contains(words), "{typed}: {}", page.text(".error-summary"));
    }
    let page = client.submit(path(), &form.set("titel", "").set("datum", "gisteren")).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-titel", "#veld-datum"]);
}

#[tokio::test]
async fn a_request_is_answered_or_set_aside_with_a_reason() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let form = motion(&one).await;
    let page = one.submit_and_follow(path(), &form).await.expect(200);
    let answer = page.attr(".app-task__link", "href").expect("a link");
    let page = one.get(&answer).await.expect(200);
    assert!(page.html().contains("https://zoek.officielebekendmakingen.nl/kst-33694-43.html"));
    let page = one.submit(&answer, &page.form("main form")).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    let form =
        page.form("main form").set("uitkomst", "set-aside").set("tekst", "Hoort bij een andere brief.");
    other.submit(&answer, &form).await.expect(303);
    let page = one.submit(&answer, &form.set("tekst", "Is gedaan.")).await.expect(409);
    assert_eq!(page.form("main form").value("tekst"), "Is gedaan.");
    let page = one.get(path()).await.expect(200);
    assert_eq!(page.text(".app-task__status"), "bewust niet behandeld");
}

#[tokio::test]
async fn the_publisher_may_look_and_a_ministry_may_not() {
    let app = TestApp::new().await;
    let page = app.publisher().await.get(path()).await.expect(200);
    assert!(!page.has("main form"));
    app.publisher().await.post(path(), &[]).await.expect(403);
    app.approver("def").await.get(path()).await.expect(403);
}

#[tokio::test]
async fn what_is_completed_is_not_asked_again_in_the_next_round() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = motion(&client).await;
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    let answer = page.attr(".app-task__link", "href").expect("a link");
    let later = Round {
        id: RoundId::new(),
        slug: "2020-2022".into(),
        from: "2020-04-01".parse().expect("a day"),
        until: "2022-03-31".parse().expect("a day"),
        reference_date: "2022-03-31".parse().expect("a day"),
        ..app.round().await
    };
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::rounds::insert(&mut writer, &later, app.installation.clock.now()).await.expect("a round");
    writer.commit().await.expect("a commit");
    let next = Requests { round: later.slug };
    for (outcome, asked) in [("in-progress", 1), ("completed", 0), ("set-aside", 1)] {
        let form = client.get(&answer).await.expect(200).form("main form");
        let form = form.set("uitkomst", outcome).set("tekst", "Zie de tekst.");
        client.submit(&answer, &form).await.expect(303);
        assert_eq!(client.get(next.clone()).await.expect(200).count(".app-task"), asked, "{outcome}");
        assert_eq!(client.get(path()).await.expect(200).count(".app-task"), 1, "{outcome}");
    }
}

#[tokio::test]
async fn an_entry_is_mended_and_given_to_a_goal_and_a_ministry_which_then_sees_it() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let form = motion(&one).await.set("doel", "");
    let page = one.submit_and_follow(path(), &form).await.expect(200);
    let answer = page.attr(".app-task__link", "href").expect("a link");
    let change = format!("{answer}/wijziging");
    let page = one.get(&change).await.expect(200);
    let form = page.form("main form").set("doel", "6").set("ministerie", "def").set("termijn", "01-05-2020");
    other.submit(&change, &form.clone().set("titel", "Wapens")).await.expect(303);
    let page = one.submit(&change, &form).await.expect(409);
    assert_eq!(page.form("main form").value("termijn"), "01-05-2020");
    let page = one.submit_and_follow(&change, &page.form("main form")).await.expect(200);
    let note = page.text(".app-task__note");
    assert_eq!(
        note,
        "Doel 6. 33 694, nr. 43. Koopmans c.s., 24 april 2019. Termijn: 1 mei 2020. DEF antwoordt"
    );

    let edit = |id| EditContribution { id };
    let own = app.contributor("def").await.get(edit(app.contribution("def", 6).await)).await.expect(200);
    assert!(own.text("section[aria-labelledby=gevraagd]").contains("Nieuwe wapens bespreken"));
    let others = app.contributor("jenv").await.get(edit(app.contribution("jenv", 6).await)).await.expect(200);
    assert!(!others.has("section[aria-labelledby=gevraagd]"));
    let elsewhere =
        app.contributor("def").await.get(edit(app.contribution("def", 5).await)).await.expect(200);
    assert!(!elsewhere.has("section[aria-labelledby=gevraagd]"));
}

#[tokio::test]
async fn an_entry_cannot_take_the_kamerstuk_of_another_in_any_form() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = motion(&client).await;
    client.submit(path(), &form).await.expect(303);
    let other = form.set("titel", "Iets anders").set("kamerstuk", "Kamerstukken II 2018/19, 33 694, nr. 43");
    let page = client.submit(path(), &other).await.expect(422);
    assert!(page.text(".error-summary li").contains("staat al in het register: “Nieuwe wapens bespreken”"));
    let due = other.set("kamerstuk", "33 694, nr. 44").set("termijn", "01-01-2019");
    let page = client.submit(path(), &due).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-termijn"]);
}

#[tokio::test]
async fn an_answer_ends_when_its_passage_is_taken_out() {
    let app = TestApp::new().await;
    let id = app.approve("def", 6, "Het antwoord staat hier.").await;
    let client = app.coordinator().await;
    let form = motion(&client).await.set("doel", "6");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    let answer = page.attr(".app-task__link", "href").expect("a link");
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let page = client.get(compose.clone()).await.expect(200);
    let take = page.form("form:has([name=alles])").set("alles", "ja");
    assert_eq!(take.value("bijdrage"), id.to_string());
    let page = client.submit_and_follow(compose.clone(), &take).await.expect(200);

    let form = client.get(&answer).await.expect(200).form("main form");
    let passage = page.attr("article[id^=passage]", "id").expect("a passage");
    let passage = passage.strip_prefix("passage-").expect("an id");
    let form = form.set("uitkomst", "completed").set("passage", passage).set("tekst", "Zie doel 6.");
    client.submit(&answer, &form).await.expect(303);
    // Other words change nothing in what the passage answers.
    let edit = page.attr("article[id^=passage] a", "href").expect("a link");
    let words =
        client.get(&edit).await.expect(200).form("main form").set("tekst", "Het antwoord staat hier nog.");
    client.submit(&edit, &words).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.text(".app-task__status"), "afgerond");
    let report = client.get(DraftReport { round: ROUND.into() }).await.expect(200);
    assert!(report.html().contains("Zie alinea "), "the report points to the paragraph");

    let page = client.get(compose.clone()).await.expect(200);
    let remove = page.attrs("article[id^=passage] a", "href").pop().expect("a link");
    let form = client.get(&remove).await.expect(200).form("main form");
    client.submit(&remove, &form).await.expect(303);
    assert_eq!(client.get(path()).await.expect(200).text(".app-task__status"), "passage is weg");
    let gaps = client.get(Gaps { round: ROUND.into() }).await.expect(200);
    assert!(
        gaps.main()
            .contains("De passage die de motie 33 694, nr. 43 beantwoordde, staat niet meer in het rapport.")
    );
    let page = client.get(&answer).await.expect(200);
    let form = page.form("main form").set("passage", passage);
    let page = client.submit(&answer, &form).await.expect(422);
    assert!(page.text(".error-summary li").contains("Kies een andere"));
}
