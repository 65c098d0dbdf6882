//! Toegangsoverzicht: who may do what since when, and whether it is looked through in time.

use chrono::TimeDelta;
use voortgang::{
    domain::person::Role,
    web::routes::{AccessCsv, AccessOverview},
};

use crate::{app::TestApp, sessions::with_password};

#[tokio::test]
async fn rights_stand_with_their_date_and_those_who_can_do_most_come_first() {
    let app = TestApp::new().await;
    let page = app.administrator().await.get(AccessOverview).await.expect(200);
    let names = page.texts("tbody th");
    assert_eq!(names.len(), 26);
    let first: Vec<_> = names[..3].iter().map(|name| name.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(first, ["beheerder", "coördinator", "uitgever"]);
    assert!(page.text("tbody td:nth-of-type(2)").contains("sinds 01-02-2020"));
    app.coordinator().await.get(AccessOverview).await.expect(403);
    app.contributor("def").await.get(AccessCsv).await.expect(403);
}

#[tokio::test]
async fn a_review_is_recorded_and_asked_for_again_after_a_quarter_and_a_year() {
    let app = TestApp::new().await;
    let states = |page: &crate::page::Page| page.texts(".utrecht-status-badge");
    let administrator = app.administrator().await;
    let page = administrator.get(AccessOverview).await.expect(200);
    assert_eq!(states(&page), ["controle nodig", "controle nodig"]);
    administrator.post(AccessOverview, &[]).await.expect(422);
    let form = page.form("main form").set("omvang", "all");
    let page = administrator.submit_and_follow(AccessOverview, &form).await.expect(200);
    assert!(page.flash().contains("1 februari 2021"), "{}", page.flash());
    assert_eq!(
        states(&page),
        ["op tijd", "op tijd"],
        "who looked through all looked through the privileged too"
    );
    assert!(page.main().contains("gecontroleerd op 1 februari 2020, door beheerder van BZ"));
    let start = app.installation.clock.now();
    app.installation.clock.set(start + TimeDelta::days(100));
    let page = app.administrator().await.get(AccessOverview).await.expect(200);
    assert_eq!(states(&page), ["controle nodig", "op tijd"]);
    app.installation.clock.set(start + TimeDelta::days(400));
    let page = app.administrator().await.get(AccessOverview).await.expect(200);
    assert_eq!(states(&page), ["controle nodig", "controle nodig"]);
}

#[tokio::test]
async fn the_list_is_a_csv_in_which_nothing_is_a_formula() {
    let app = TestApp::new().await;
    with_password(&app, "an@def.example", "def", &[Role::Contributor, Role::Reader]).await;
    let odd = "UPDATE person SET name = '=cmd|''/c calc''!A1', email = '+31@def.example' WHERE email = 'an@def.example'";
    crate::raw::execute(&app.installation.path(), odd).await.expect("an update");
    let page = app.administrator().await.get(AccessCsv).await.expect(200);
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
    assert!(page.header("content-disposition").contains("toegangsoverzicht-2020-02-01.csv"));
    let text = page.html();
    assert!(text.lines().all(|line| !line.starts_with(['=', '+', '-', '@'])), "{text}");
    assert!(
        text.contains("'=cmd|'/c calc'!A1,'+31@def.example,DEF,bijdrager,01-02-2020,actief,nee,nooit\r\n"),
        "{text}"
    );
    assert!(text.contains(",meelezer,01-02-2020,"), "one line for each right: {text}");
}
