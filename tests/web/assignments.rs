//! Toewijzing: one table, changed in one act, without losing a word.

use voortgang::{
    domain::access::operator,
    store,
    web::routes::{Assignments, Completeness, EditContribution, Gaps, ShowContribution, ShowRound, Tasks},
};

use crate::{
    app::{Client, TestApp},
    page::Form,
    support::ROUND,
};

fn path() -> Assignments {
    Assignments { round: ROUND.into() }
}

async fn form(client: &Client) -> Form {
    client.get(path()).await.expect(200).form("main form")
}

#[tokio::test]
async fn the_table_holds_every_goal_and_ministry_and_saving_it_unchanged_changes_nothing() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.count("tbody tr"), 13);
    assert_eq!(page.form("main form").value("5-def"), "lead");
    assert_eq!(page.form("main form").value("5-bz"), "contributing");
    assert!(page.form("main form").value("5-szw").is_empty());
    let page = client.submit_and_follow(path(), &page.form("main form")).await.expect(200);
    assert!(page.flash().contains("niets veranderd"), "{}", page.flash());
    assert!(!app.publisher().await.get(path()).await.expect(200).has("select"));
    app.contributor("def").await.get(path()).await.expect(403);
}

#[tokio::test]
async fn a_new_assignment_is_a_task_at_once_and_one_that_is_taken_away_is_none() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = form(&client).await.set("3-ocw", "contributing").set("2-ocw", "");
    let page = client.submit_and_follow(path(), &form).await;
    assert!(
        page.flash().contains("1 toewijzing is nieuw of veranderd en 1 toewijzing is ingetrokken."),
        "{}",
        page.flash()
    );
    let tasks = app.contributor("ocw").await.get(Tasks).await.expect(200);
    assert_eq!(tasks.count(".app-task"), 1);
    assert!(tasks.text(".app-task__link").starts_with("Doel 3."));
    let matrix = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(
        !matrix.text("tbody tr:nth-child(2)").contains("OCW"),
        "{}",
        matrix.text("tbody tr:nth-child(2)")
    );
}

#[tokio::test]
async fn a_ministry_is_split_in_mid_round_and_its_words_are_asked_about_and_kept() {
    let app = TestApp::new().await;
    let id = app.submit("jenv", 13, "Van het oude ministerie.").await;
    let client = app.coordinator().await;
    let handed_over = form(&client).await.set("13-jenv", "").set("13-szw", "lead");
    let page = client.submit(path(), &handed_over).await.expect(422);
    assert!(page.main().contains("JenV heeft bij doel 13 al geschreven (ingediend)."), "{}", page.main());
    assert_eq!(page.form("main form").value("13-szw"), "lead", "what was chosen stays");
    assert_eq!(app.listed("jenv", 13).await.contribution.id, id, "nothing happened yet");
    client.submit(path(), &page.form("main form").set("gezien", "ja")).await.expect(303);
    let jenv = app.contributor("jenv").await;
    let tasks = jenv.get(Tasks).await.expect(200);
    assert!(tasks.text("section[aria-labelledby=bewaard]").contains("Doel 13."), "{}", tasks.main());
    let shown = jenv.get(ShowContribution { id }).await.expect(200);
    assert!(
        shown.main().contains("Van het oude ministerie.")
            && shown.main().contains("niet meer aan uw ministerie"),
        "{}",
        shown.main()
    );
    assert_eq!(app.listed("szw", 13).await.contribution.state.code(), "open");
    let page = client.get(path()).await.expect(200);
    assert!(page.text("section[aria-labelledby=bewaard]").contains("JenV bij doel 13."));
    // Given back, the words are there again, as they were.
    let back = page.form("main form").set("13-jenv", "contributing");
    client.submit(path(), &back).await.expect(303);
    let again = app.listed("jenv", 13).await;
    assert_eq!((again.contribution.id, again.contribution.state.code()), (id, "submitted"));
}

#[tokio::test]
async fn words_that_are_in_the_report_hold_their_assignment() {
    let app = TestApp::new().await;
    let id = app.approve("def", 5, "In het rapport.").await;
    let approved = app.listed("def", 5).await.contribution;
    let taken = approved.take_over(&operator::coordinate()).expect("taken over");
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::contributions::update(&mut writer, &taken, app.installation.clock.now()).await.expect("kept");
    writer.commit().await.expect("a commit");
    let client = app.coordinator().await;
    let form = form(&client).await.set("5-def", "").set("3-ocw", "contributing").set("gezien", "ja");
    let page = client.submit(path(), &form).await.expect(409);
    assert!(page.text(".error-summary").contains("staan in de tekst van doel 5"), "{}", page.main());
    assert_eq!(app.listed("def", 5).await.contribution.id, id);
    let mut reader = app.installation.store.read().await.expect("a reader");
    let table = store::rounds::assignments(&mut reader, app.round().await.id).await.expect("assignments");
    let ocw = table.values().flatten().filter(|one| one.ministry.as_str() == "ocw").count();
    assert_eq!(ocw, 1, "nothing half done");
}

#[tokio::test]
async fn two_coordinators_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let stale = form(&one).await.set("3-ocw", "contributing");
    let first = form(&other).await.set("4-ocw", "contributing");
    other.submit(path(), &first).await.expect(303);
    let page = one.submit(path(), &stale).await.expect(409);
    assert!(page.text(".error-summary").contains("intussen veranderd"));
    assert_eq!(page.form("main form").value("3-ocw"), "contributing", "what was chosen stays");
}

#[tokio::test]
async fn a_goal_nobody_leads_is_a_gap() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = form(&client).await.set("5-def", "contributing");
    client.submit(path(), &form).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert!(page.main().contains("Zonder trekker: doel 5."), "{}", page.main());
    let gaps = client.get(Gaps { round: ROUND.into() }).await.expect(200);
    assert!(gaps.main().contains("Geen ministerie is trekker."), "{}", gaps.main());
    assert!(gaps.attrs("main a", "href").contains(&path().to_string()));
    assert!(
        client
            .get(ShowRound { round: ROUND.into() })
            .await
            .expect(200)
            .attrs("main a", "href")
            .contains(&path().to_string())
    );
    let id = app.contribution("def", 5).await;
    app.contributor("def").await.get(EditContribution { id }).await.expect(200);
}
