//! Mijn doelen.

use voortgang::web::routes::Tasks;

use crate::app::TestApp;

#[tokio::test]
async fn a_contributor_sees_every_goal_of_the_ministry_and_what_is_left() {
    let app = TestApp::new().await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(page.text("h1"), "Mijn doelen");
    assert_eq!(page.text("h2"), "Ronde 2018–2020");
    assert_eq!(page.text("section p strong"), "0 van 12 ingediend.");
    assert_eq!(page.count(".app-task"), 12);
    assert_eq!(page.texts("h3"), ["Nog te doen"]);
    assert!(page.text("section > p").contains("(nog 13 dagen)"), "{}", page.text("section > p"));
}
