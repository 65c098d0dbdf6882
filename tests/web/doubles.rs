//! A form that is sent twice at once is done once.

use voortgang::web::routes::{ComposeGoal, EditContribution, SubmitContribution};

use crate::app::TestApp;

#[tokio::test]
async fn a_second_press_gets_the_answer_of_the_first() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.write("def", 6, "Wij oefenden.").await;
    let submit = SubmitContribution { id };
    let first = client.post(&submit, &[("versie", "1")]).await.expect(303);
    let second = client.post(&submit, &[("versie", "1")]).await.expect(303);
    assert_eq!(first.location(), second.location());
    assert!(client.get(second.location()).await.main().contains("Ingediend."));
}

#[tokio::test]
async fn two_presses_at_the_same_moment_add_one_passage() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij oefenden.").await;
    let client = app.coordinator().await;
    let goal = ComposeGoal { round: "2018-2020".to_owned(), goal: 6 };
    let page = client.get(&goal).await.expect(200);
    let form = page.form("form[aria-labelledby=zelf]").set("tekst", "Een nieuwe zin.");
    let (one, other) = tokio::join!(client.submit(&goal, &form), client.submit(&goal, &form));
    assert_eq!(one.expect(303).location(), other.expect(303).location());
    assert_eq!(client.get(&goal).await.expect(200).count("article[id^=passage]"), 1);
}

#[tokio::test]
async fn another_form_in_between_is_another_act() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let edit = EditContribution { id: app.contribution("def", 6).await };
    let form = client.get(&edit).await.expect(200).form("main form");
    let versions = async |words: &str, version: &str| {
        let form = form.clone().set("bereikt", words).set("versie", version);
        client.submit_and_follow(&edit, &form).await.main()
    };
    assert!(versions("Eerst.", "0").await.contains("versie 1"));
    assert!(versions("Daarna.", "1").await.contains("versie 2"));
    // The same words on the first version again are no second press, but a conflict.
    let again = client.submit(&edit, &form.clone().set("bereikt", "Eerst.").set("versie", "0")).await;
    assert_eq!(again.status, 409);
}
