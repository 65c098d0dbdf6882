//! Teksten.

use voortgang::web::routes::{DraftReport, EditText, Texts};

use crate::{app::TestApp, support::ROUND};

fn path() -> Texts {
    Texts { round: ROUND.into() }
}

fn summary() -> EditText {
    EditText { round: ROUND.into(), section: "summary".into() }
}

#[tokio::test]
async fn the_sections_and_the_themes_of_the_strategy_are_to_be_written() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.count("section h2"), 7);
    assert_eq!(page.texts("section h2")[0], "Samenvatting");
    for href in page.attrs("section p a", "href") {
        client.get(href).await.expect(200);
    }
    client.get(EditText { round: ROUND.into(), section: "onzin".into() }).await.expect(404);
}

#[tokio::test]
async fn a_text_is_kept_and_reads_as_it_will_in_the_report() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = client.get(summary()).await.expect(200).form("main form");
    let page = client.submit_and_follow(summary(), &form.set("tekst", "Eén.\n\n- a\n- b")).await.expect(200);
    assert_eq!(page.flash(), "Samenvatting is bewaard, versie 1.");
    assert_eq!(page.texts("section .app-prose li"), ["a", "b"]);
    let page = client.get(summary()).await.expect(200);
    assert_eq!(page.form("main form").value("tekst"), "Eén.\n\n- a\n- b");
}

#[tokio::test]
async fn two_people_on_one_text_lose_no_words() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let form = one.get(summary()).await.expect(200).form("main form");
    other.submit(summary(), &form.clone().set("tekst", "Van de ander.")).await.expect(303);
    let page = one.submit(summary(), &form.set("tekst", "Van mij.")).await.expect(409);
    assert!(page.has("del") && page.has("ins"));
    assert!(page.text("[role=alert]").contains("de ander"), "{}", page.text("[role=alert]"));
    assert_eq!(page.form("main form").value("tekst"), "Van mij.");
    one.submit(summary(), &page.form("main form")).await.expect(303);
}

#[tokio::test]
async fn a_text_that_cannot_be_kept_comes_back_whole() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = client.get(summary()).await.expect(200).form("main form").set("tekst", "Een\u{1}twee");
    let page = client.submit(summary(), &form).await.expect(422);
    assert!(page.title().starts_with("Fout: "));
    assert!(page.form("main form").value("tekst").contains("twee"));
}

#[tokio::test]
async fn only_the_coordinator_writes() {
    let app = TestApp::new().await;
    app.publisher().await.get(path()).await.expect(200);
    app.publisher().await.get(summary()).await.expect(403);
    app.contributor("def").await.get(path()).await.expect(403);
}

#[tokio::test]
async fn what_was_changed_a_moment_ago_stands_in_the_draft() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let draft = DraftReport { round: ROUND.into() };
    let before = client.get(draft.clone()).await.expect(200).main();
    assert!(!before.contains("Zo staat het er voor."));
    let form = client.get(summary()).await.expect(200).form("main form");
    client.submit(summary(), &form.set("tekst", "Zo staat het er voor.")).await.expect(303);
    assert!(client.get(draft).await.expect(200).main().contains("Zo staat het er voor."));
}
