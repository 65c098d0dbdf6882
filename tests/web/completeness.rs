//! Volledigheid.

use chrono::TimeDelta;
use voortgang::web::routes::{Completeness, CompletenessCsv};

use crate::{app::TestApp, support::ROUND};

fn path() -> Completeness {
    Completeness { round: ROUND.into() }
}

#[tokio::test]
async fn every_goal_has_a_row_and_every_ministry_that_takes_part_a_column() {
    let app = TestApp::new().await;
    let page = app.coordinator().await.get(path()).await.expect(200);
    assert_eq!(page.count("tbody tr"), 13);
    assert_eq!(page.texts("thead th").len(), page.texts("tfoot td").len() + 1);
    assert!(page.texts("thead th").contains(&"JenV".to_owned()), "{:?}", page.texts("thead th"));
    assert!(!page.main().contains("SZW"), "SZW takes part in nothing");
}

#[tokio::test]
async fn a_cell_says_in_words_how_far_a_ministry_is() {
    let app = TestApp::new().await;
    app.write("def", 5, "Begonnen.").await;
    app.submit("bz", 5, "Ingediend.").await;
    app.approve("bzk", 5, "Akkoord.").await;
    let page = app.coordinator().await.get(path()).await.expect(200);
    let row = "tbody tr:nth-child(5) ";
    assert_eq!(page.text(&format!("{row}.app-cell--concept")), "DEF concept T");
    assert_eq!(page.text(&format!("{row}.app-cell--sent")), "BZ ingediend");
    assert_eq!(page.text(&format!("{row}.app-cell--ok")), "BZK akkoord");
    assert_eq!(page.text(&format!("{row}.app-matrix__total")), "1 van 4");
    assert!(page.text("main > p").starts_with("1 van "), "{}", page.text("main > p"));
}

#[tokio::test]
async fn after_the_deadline_what_is_not_in_is_late_in_words() {
    let app = TestApp::new().await;
    app.submit("bz", 5, "Op tijd.").await;
    app.installation.clock.set(app.round().await.contribution_due + TimeDelta::minutes(1));
    let page = app.coordinator().await.get(path()).await.expect(200);
    let row = "tbody tr:nth-child(5) ";
    assert_eq!(page.count(&format!("{row}.app-cell--late")), 3);
    assert_eq!(page.text(&format!("{row}.app-cell--sent")), "BZ ingediend");
    assert!(page.text("main > p").contains("bijdragen zijn te laat"), "{}", page.text("main > p"));
}

#[tokio::test]
async fn words_with_an_akkoord_are_linked_and_the_rest_leads_to_what_can_be_done() {
    let app = TestApp::new().await;
    app.submit("bz", 5, "Ingediend.").await;
    app.approve("bzk", 5, "Akkoord.").await;
    let page = app.coordinator().await.get(path()).await.expect(200);
    let links = page.attrs("tbody tr:nth-child(5) td a", "href");
    let ministry = |code: &str| format!("/rondes/{ROUND}/ministeries/{code}");
    let words = format!("/rondes/{ROUND}/samenstellen/5#bijdrage-bzk");
    assert_eq!(links.len(), 4);
    assert!(
        links.contains(&words) && links.contains(&ministry("bz")) && links.contains(&ministry("def")),
        "{links:?}"
    );
}

#[tokio::test]
async fn the_filter_leaves_only_what_it_asks_for() {
    let app = TestApp::new().await;
    app.approve("bzk", 5, "Akkoord.").await;
    let coordinator = app.coordinator().await;
    let page = coordinator.get(format!("{}?toon=niet-binnen", path())).await.expect(200);
    assert_eq!(page.count("tbody tr"), 13);
    assert_eq!(page.count(".app-matrix .app-cell--ok"), 0);
    let page = coordinator.get(format!("{}?toon=te-laat", path())).await.expect(200);
    assert!(page.main().contains("Geen bijdrage past bij deze keuze."), "{}", page.main());
    coordinator.get(format!("{}?toon=onzin", path())).await.expect(200);
}

#[tokio::test]
async fn the_same_can_be_downloaded_as_a_sheet() {
    let app = TestApp::new().await;
    app.submit("bz", 5, "Ingediend.").await;
    let path = CompletenessCsv { round: ROUND.into() };
    let page = app.coordinator().await.get(path).await.expect(200);
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
    assert!(page.header("content-disposition").contains("volledigheid-2018-2020.csv"));
    let sheet = page.html();
    assert!(
        sheet.starts_with("doel,titel,ministerie,rol,stand,geen bijdrage,te laat,inleveren tot,ingediend\n"),
        "{sheet}"
    );
    let row = sheet.lines().find(|line| line.starts_with("5,") && line.contains(",BZ,")).expect("a row");
    assert!(row.ends_with("BZ,draagt bij,ingediend,nee,nee,14-02-2020 17.00,01-02-2020 13.00"), "{row}");
}

#[tokio::test]
async fn the_publisher_may_look_and_a_ministry_may_not() {
    let app = TestApp::new().await;
    app.publisher().await.get(path()).await.expect(200);
    for client in [app.contributor("def").await, app.approver("def").await, app.reader().await] {
        client.get(path()).await.expect(403);
    }
    app.coordinator().await.get(Completeness { round: "1999".into() }).await.expect(404);
}
