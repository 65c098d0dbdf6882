//! Moties en toezeggingen.

use voortgang::{
    domain::{id::RoundId, round::Round},
    store,
    web::routes::Requests,
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
