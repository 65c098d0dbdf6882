//! Replacing a released edition.

use voortgang::{
    domain::round::State,
    web::routes::{
        AboutReport, Freeze, KeepEdition, NewErratum, ReleaseEdition, ReplaceEdition, ReportFile, Reports,
        ShowEdition, ShowReport, StepRound,
    },
};

use crate::{
    app::{Client, TestApp},
    support::{ROUND, moment},
};

const REASON: &str = "De cijfers bij doel 9 waren die van een ander jaar.";

fn path(number: u32) -> ReplaceEdition {
    ReplaceEdition { round: ROUND.into(), number }
}

fn edition(number: u32) -> ShowEdition {
    ShowEdition { round: ROUND.into(), number }
}

/// A round that was presented with a released edition; every gap of it is set aside.
async fn presented() -> TestApp {
    let app = TestApp::new().await;
    app.release().await;
    app.set_all_aside(State::Presented).await;
    app
}

async fn begin(client: &Client) {
    let form = client.get(path(1)).await.expect(200).form("main form").set("reden", REASON);
    client.submit(path(1), &form).await.expect(303);
}

#[tokio::test]
async fn the_edition_that_follows_takes_the_place_of_the_one_before_and_both_say_so() {
    let app = presented().await;
    let client = app.coordinator().await;
    begin(&client).await;
    assert_eq!(app.round().await.state, State::Composing);
    assert!(client.get(edition(1)).await.expect(200).main().contains("Deze editie wordt vervangen"));
    let everyone = app.nobody();
    let old = ShowReport { round: ROUND.into(), number: 1 };
    let before = everyone.get(old.clone()).await.expect(200);
    assert!(!before.header("link").contains("successor-version"));

    client.post(Freeze { round: ROUND.into() }, &[]).await.expect(409);
    let step = StepRound { round: ROUND.into() };
    client.post(step, &[("naar", State::Consulting.code())]).await.expect(303);
    client.post(Freeze { round: ROUND.into() }, &[]).await.expect(303);
    let publisher = app.publisher().await;
    publisher.post(ReleaseEdition { round: ROUND.into(), number: 2 }, &[]).await.expect(303);
    assert_eq!(app.round().await.state, State::Presented);

    let new = everyone.get(ShowReport { round: ROUND.into(), number: 2 }).await.expect(200);
    let cover = new.text("header.cover");
    assert!(cover.contains("Editie 2. Vervangt editie 1.") && cover.contains(REASON), "{cover}");
    let colofon = new.text("#colofon");
    assert!(colofon.contains("Vervangt editie 1") && colofon.contains(REASON), "{colofon}");
    let after = everyone.get(old).await.expect(200);
    assert_eq!(after.body, before.body, "the bytes of the old one never change");
    let successor = format!("</rapporten/{ROUND}/2>; rel=\"successor-version\"");
    assert!(after.header("link").contains(&successor), "{}", after.header("link"));
    let pdf = ReportFile { round: ROUND.into(), number: 1, name: "rapport.pdf".into() };
    assert!(everyone.get(pdf).await.expect(200).header("link").contains(&successor));
    let about = |number| AboutReport { round: ROUND.into(), number };
    let said = format!("Vervangen door editie 2. Reden: {REASON}");
    assert!(everyone.get(about(1)).await.expect(200).main().contains(&said));
    assert!(
        everyone
            .get(about(2))
            .await
            .expect(200)
            .main()
            .contains(&format!("Vervangt editie 1. Reden: {REASON}"))
    );
    assert!(everyone.get(Reports).await.expect(200).main().contains(&said));
    assert!(client.get(edition(1)).await.expect(200).main().contains(&said));

    assert!(client.get(path(1)).await.expect(409).main().contains("vervangen door editie 2"));
    client.get(NewErratum { round: ROUND.into(), number: 1 }).await.expect(409);
    client.get(path(2)).await.expect(200);
}

#[tokio::test]
async fn replacing_needs_a_reason() {
    let app = presented().await;
    let client = app.coordinator().await;
    let form = client.get(path(1)).await.expect(200).form("main form").set("reden", " ");
    let page = client.submit(path(1), &form).await.expect(422);
    assert_eq!(page.text(".error-summary li"), "Vul in: Reden.");
    assert_eq!(app.round().await.state, State::Presented);
}

#[tokio::test]
async fn a_replacement_can_be_given_up_until_it_is_frozen() {
    let app = presented().await;
    let client = app.coordinator().await;
    begin(&client).await;
    client.get(path(1)).await.expect(409);
    client.post(path(1), &[("reden", "Nog eens.")]).await.expect(409);
    let page = client.get(edition(1)).await.expect(200);
    let page = client
        .submit_and_follow(edition(1), &page.form("section[aria-labelledby=herstellen] form"))
        .await
        .expect(200);
    assert!(page.flash().contains("gestaakt"));
    assert_eq!(app.round().await.state, State::Presented);
    app.later();
    client.post(KeepEdition { round: ROUND.into(), number: 1 }, &[]).await.expect(409);
    app.installation.clock.set(moment("2020-02-01T12:01:00Z"));
    begin(&client).await;
    assert_eq!(app.round().await.state, State::Composing);
}

#[tokio::test]
async fn what_is_not_released_is_not_replaced() {
    let app = presented().await;
    app.freeze().await;
    let page = app.coordinator().await.get(path(2)).await.expect(409);
    assert!(page.main().contains("nog niet vrijgegeven"));
    app.publisher().await.post(path(1), &[("reden", REASON)]).await.expect(403);
}
