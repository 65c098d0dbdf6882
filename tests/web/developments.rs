//! Ontwikkelingen.

use voortgang::web::routes::Developments;

use crate::{app::TestApp, support::ROUND};

fn path() -> Developments {
    Developments { round: ROUND.into() }
}

#[tokio::test]
async fn every_trend_and_threat_waits_for_a_judgement() {
    let app = TestApp::new().await;
    let page = app.coordinator().await.get(path()).await.expect(200);
    assert_eq!(page.count(".app-task"), 10);
    assert_eq!(page.text("main > p strong"), "0 van 10 beoordeeld.");
    assert!(page.texts(".app-task__status").iter().all(|status| status == "nog niet beoordeeld"));
}

#[tokio::test]
async fn a_judgement_needs_its_words() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let judge = client.get(path()).await.expect(200).attr(".app-task__link", "href").expect("a link");
    let page = client.get(&judge).await.expect(200);
    let page = client.submit(&judge, &page.form("main form").set("gevolg", "Geen.")).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-oordeel", "#veld-tekst"]);
    assert_eq!(page.form("main form").value("gevolg"), "Geen.");
    let form = page.form("main form").set("oordeel", "worse").set("tekst", "Het werd erger.");
    let page = client.submit_and_follow(&judge, &form).await.expect(200);
    assert_eq!(page.texts(".app-task__status")[0], "verslechterd");
    let page = client.get(&judge).await.expect(200);
    assert_eq!(page.form("main form").value("tekst"), "Het werd erger.");
}

#[tokio::test]
async fn two_people_on_one_judgement_lose_no_words() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let judge = one.get(path()).await.expect(200).attr(".app-task__link", "href").expect("a link");
    let form = one.get(&judge).await.expect(200).form("main form").set("oordeel", "same");
    other.submit(&judge, &form.clone().set("tekst", "Zoals het was.")).await.expect(303);
    let page = one.submit(&judge, &form.set("tekst", "Zoals het is.")).await.expect(409);
    assert_eq!(page.text("del"), "vervallen: was");
    assert_eq!(page.form("main form").value("tekst"), "Zoals het is.");
    one.submit(&judge, &page.form("main form")).await.expect(303);
}

#[tokio::test]
async fn a_development_of_another_strategy_does_not_exist() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let stranger = "01890000-0000-7000-8000-000000000000";
    client.get(format!("{}/{stranger}", path())).await.expect(404);
    let page = app.publisher().await.get(path()).await.expect(200);
    assert!(!page.has(".app-task__link"), "the publisher looks");
}
