//! Doel door de jaren.

use voortgang::web::routes::{AboutReport, GoalYear, GoalYears, Reports};

use crate::{app::TestApp, earlier, support::ROUND};

fn goal(number: u32) -> GoalYear {
    GoalYear { strategy: "gbvs-2018-2022".into(), number }
}

fn goals() -> GoalYears {
    GoalYears { strategy: "gbvs-2018-2022".into() }
}

#[tokio::test]
async fn everyone_reads_what_each_released_edition_says_of_a_goal() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.release().await;
    let page = app.nobody().get(Reports).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&goals().to_string()));
    let about = AboutReport { round: ROUND.into(), number: 1 };
    let page = app.nobody().get(about).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&goals().to_string()));
    let page = app.nobody().get(goals()).await.expect(200);
    assert_eq!(page.count(".app-task"), 13);
    let page = app.nobody().get(goal(6)).await.expect(200);
    assert_eq!(page.text("h1"), "Cyberafschrikking met slagkracht");
    let row = page.text("tbody tr");
    assert!(
        row == "2018–20206. Cyberafschrikking met slagkrachtGeen oordeelEerste rapport7 geen nieuws",
        "{row}"
    );
    assert_eq!(page.attr("tbody a", "href"), Some("/rapporten/2018-2020/1#doel-6".to_owned()));
    assert_eq!(page.text("svg title"), "Oordelen over doel 6 per rapport");
    assert_eq!(page.text("svg desc"), "2018–2020: geen oordeel.");
    assert!(page.main().contains("Het doel is niet gewijzigd sinds de strategie is vastgesteld."));
}

#[tokio::test]
async fn what_a_report_of_before_said_of_a_goal_stands_before_the_first_edition() {
    let app = TestApp::new().await;
    earlier::released(&app).await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.release().await;
    let page = app.nobody().get(goal(6)).await.expect(200);
    let rows = page.texts("tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].starts_with("2018–20206. Cyberafschrikking met slagkrachtGeen oordeel"), "{}", rows[0]);
    assert!(rows[1].starts_with("2016–20176. Cyberafschrikking met slagkracht"), "{}", rows[1]);
    assert!(rows[1].ends_with("Eerste rapportNiet bekend"), "{}", rows[1]);
    let links = page.attrs("tbody a", "href");
    assert_eq!(links, ["/rapporten/2018-2020/1#doel-6", "/rapporten/eerder/2016-2017"]);
    assert!(page.text("svg desc").starts_with("2016–2017: "), "{}", page.text("svg desc"));
    // Of another goal it said nothing.
    assert_eq!(app.nobody().get(goal(7)).await.expect(200).count("tbody tr"), 1);
}

#[tokio::test]
async fn what_was_not_released_does_not_exist_here() {
    let app = TestApp::new().await;
    app.freeze().await;
    for client in [app.nobody(), app.coordinator().await] {
        let page = client.get(goals()).await.expect(200);
        assert!(page.main().contains("nog geen rapport vrijgegeven"));
        client.get(goal(6)).await.expect(404);
    }
    app.release().await;
    app.nobody().get(goal(99)).await.expect(404);
    app.nobody().get(GoalYears { strategy: "onbekend".into() }).await.expect(404);
}
