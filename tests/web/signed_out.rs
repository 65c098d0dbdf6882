//! A form that is sent after the session ended: the words survive signing in again.

use chrono::TimeDelta;
use voortgang::web::routes::{EditContribution, SendBackContribution, SignOut, TakeBackContribution};

use crate::app::{TestApp, request};

#[tokio::test]
async fn what_was_typed_comes_back_and_is_taken_after_signing_in_again() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let edit = EditContribution { id: app.contribution("def", 6).await };
    let words = "Wij oefenden.\n\nMet <b>kotters</b> & \"sloepen\".";
    let form =
        client.get(&edit).await.expect(200).form("main form").set("bereikt", words).set("notitie", "Intern.");
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::hours(5));
    let page = client.submit(&edit, &form).await.expect(403);
    assert!(page.main().contains("Er is niets verloren"), "{}", page.main());
    assert_eq!(page.attr("main ol a", "target").as_deref(), Some("_blank"));
    let given_back = page.form("main form");
    assert_eq!(given_back.action, edit.to_string());
    for (name, value) in &form.fields {
        assert_eq!(given_back.value(name).replace("\r\n", "\n"), *value, "{name}");
    }
    let again = app.contributor("def").await;
    client.set_cookie(again.cookie().await).await;
    client.submit(&edit, &given_back).await.expect(303);
    assert_eq!(client.get(&edit).await.expect(200).form("main form").value("bereikt"), words);
}

#[tokio::test]
async fn signing_out_on_another_tab_loses_nothing_either() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Wij oefenden.").await;
    let client = app.approver("def").await;
    let (path, kept) = (SendBackContribution { id }, client.cookie().await);
    client.post(SignOut, &[]).await.expect(303);
    client.set_cookie(kept).await;
    let page = client.post(&path, &[("versie", "1"), ("reden", "Noem de datum.")]).await.expect(403);
    assert_eq!(page.form("main form").value("reden"), "Noem de datum.");
    assert!(!page.main().contains("cookies uitgezet"));
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_so() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 6).await;
    let page = app.nobody().post(EditContribution { id }, &[("bereikt", "Wij oefenden.")]).await.expect(403);
    assert!(page.main().contains("cookies uitgezet"), "{}", page.main());
    assert!(app.nobody().get("/inloggen").await.main().contains("cookies"));
}

#[tokio::test]
async fn a_button_without_words_leads_to_signing_in_and_back_to_its_page() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Wij oefenden.").await;
    let sent = request(axum::http::Method::POST, TakeBackContribution { id })
        .header("content-type", "application/x-www-form-urlencoded")
        .header("referer", format!("http://127.0.0.1:8080/bijdragen/{id}?a=b"))
        .body(axum::body::Body::from("versie=1"));
    let page = app.nobody().send(sent.expect("a request")).await.expect(303);
    assert_eq!(page.location(), format!("/inloggen?terug=/bijdragen/{id}"));
    for elsewhere in ["https://elders.example//x", "x", ""] {
        let sent = request(axum::http::Method::POST, SignOut)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("referer", elsewhere)
            .body(axum::body::Body::empty());
        let page = app.nobody().send(sent.expect("a request")).await.expect(303);
        assert_eq!(page.location(), "/inloggen?terug=/", "{elsewhere:?}");
    }
}

#[tokio::test]
async fn secrets_are_not_shown_again() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 6).await;
    let page =
        app.nobody().post(EditContribution { id }, &[("bereikt", "x"), ("nieuw-wachtwoord", "zzz")]).await;
    assert_eq!(page.expect(303).location(), "/inloggen?terug=/");
}
