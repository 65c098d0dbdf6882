//! Leemten.

use voortgang::web::routes::{AcknowledgeGap, Gaps};

use crate::{app::TestApp, support::ROUND};

fn path() -> Gaps {
    Gaps { round: ROUND.into() }
}

#[tokio::test]
async fn every_gap_leads_to_where_it_is_mended() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Akkoord.").await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.count("section h2"), 14, "the report as a whole, and each goal");
    let gaps = page.texts(".app-gap__row > p:first-child");
    assert!(gaps.contains(&"Er is nog geen samenvatting.".to_owned()));
    assert!(
        gaps.contains(&"De bijdrage van DEF is akkoord, maar er is nog niets uit overgenomen.".to_owned())
    );
    let mut places = page.attrs(".app-gap__row a", "href");
    assert_eq!(places.len(), gaps.len());
    places.sort();
    places.dedup();
    for place in places {
        client.get(place).await.expect(200);
    }
}

#[tokio::test]
async fn a_gap_is_set_aside_only_with_a_reason_and_can_be_opened_again() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    let open = page.count(".app-gap");
    let form = page.form(".app-gap form");
    let page = client.submit(path(), &form).await.expect(422);
    let target = page.attr(".error-summary a", "href").expect("a link");
    assert!(page.has(&format!("details[open] textarea{target}")), "the reason's field is in sight");
    let form = page.form(".app-gap details[open] form").set("reden", "Komt in de brief.");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert!(page.text("main > p").starts_with(&format!("{} leemten staan open, 1 terzijde", open - 1)));
    assert!(page.text(".app-gap--set-aside").contains("Komt in de brief."));
    let back = page.form(".app-gap--set-aside form");
    let page = client.submit_and_follow(path(), &back).await.expect(200);
    assert_eq!(page.count(".app-gap--set-aside"), 0);
}

#[tokio::test]
async fn a_gap_that_is_no_more_cannot_be_set_aside() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let act = AcknowledgeGap { round: ROUND.into() };
    client.post(act.clone(), &[("leemte", "onzin"), ("reden", "x")]).await.expect(409);
    app.publisher().await.post(act, &[("leemte", "tekst-summary"), ("reden", "x")]).await.expect(403);
}

#[tokio::test]
async fn the_publisher_sees_the_gaps_and_changes_none() {
    let app = TestApp::new().await;
    let page = app.publisher().await.get(path()).await.expect(200);
    assert!(page.count(".app-gap") > 20);
    assert!(!page.has(".app-gap form"));
    app.contributor("def").await.get(path()).await.expect(403);
}
