//! Requests that no page of ours makes, and what goes wrong within.

use axum::{
    body::Body,
    http::{Method, header},
};
use voortgang::web::routes::{SignIn, SignOut, Tasks};

use crate::{
    app::{Client, TestApp, request},
    page::Page,
    raw,
};

async fn post(client: &Client, kind: &str, body: impl Into<Body>) -> Page {
    let sent = request(Method::POST, SignIn).header(header::CONTENT_TYPE, kind);
    client.send(sent.body(body.into()).expect("a request")).await
}

/// A page in Dutch that says what to do, whatever went wrong.
fn check(page: &Page, at: &str) {
    assert!(page.header("content-type").starts_with("text/html"), "{at}: {}", page.header("content-type"));
    assert_eq!(page.attr("html", "lang").as_deref(), Some("nl"), "{at}");
    assert_eq!(page.count("h1"), 1, "{at}");
    assert!(page.main().len() > 40, "{at}: {}", page.main());
}

#[tokio::test]
async fn an_address_that_makes_no_sense_is_a_page_that_says_so() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    for address in [
        "/bijdragen/geen-nummer",
        "/bijdragen/geen-nummer/bewerken",
        "/bijdragen/%ff%fe/bewerken",
        "/bijdragen/%00",
        "/bijdragen/00000000-0000-7000-8000-000000000000/geschiedenis/-1/2",
        "/bijdragen/00000000-0000-7000-8000-000000000000/geschiedenis/1/99999999999999999999",
        "/rondes/2018-2020/samenstellen/vier",
        "/rondes/2018-2020/samenstellen/4294967296",
        "/rapporten/2018-2020/0x1",
        "/mijn-doelen/",
        "//mijn-doelen",
        "/MIJN-DOELEN",
    ] {
        let page = client.get(address).await;
        assert!([400, 404].contains(&page.status.as_u16()), "{address}: {}", page.status);
        check(&page, address);
    }
    let long = format!("/{}", "a".repeat(20_000));
    check(&client.get(&long).await.expect(404), "a very long address");
}

#[tokio::test]
async fn a_form_that_no_browser_sends_is_refused_in_words() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let form = "application/x-www-form-urlencoded";
    let fields = (0..20_000).map(|number| format!("veld{number}=x")).collect::<Vec<_>>().join("&");
    let cases: [(&str, &str, Vec<u8>); 10] = [
        ("json", "application/json", b"{\"email\":\"a@b.c\"}".to_vec()),
        ("multipart", "multipart/form-data; boundary=x", b"--x--".to_vec()),
        ("plain text", "text/plain", b"email=a".to_vec()),
        ("empty", form, Vec::new()),
        ("not a form at all", form, b"\x00\xff\xfe&&&===%%%".to_vec()),
        ("invalid UTF-8", form, b"email=%ff%fe&wachtwoord=x".to_vec()),
        ("a field twice", form, b"email=a@b.nl&email=c@d.nl&wachtwoord=x".to_vec()),
        ("a NUL", form, b"email=a%00@b.nl&wachtwoord=%00".to_vec()),
        ("20,000 fields", form, fields.into_bytes()),
        (
            "a password of 900 kB",
            form,
            format!("email=a@b.nl&wachtwoord={}", "x".repeat(900_000)).into_bytes(),
        ),
    ];
    for (name, kind, body) in cases {
        let page = post(&client, kind, body).await;
        assert_eq!(page.status, 422, "{name}: {}", page.main());
        check(&page, name);
    }
}

#[tokio::test]
async fn odd_cookies_are_no_session() {
    let app = TestApp::new().await;
    let client = app.nobody();
    for cookie in ["sessie=", "sessie", "=;;=", "sessie=\u{7f}", "sessie=%00", "x=1; sessie=' OR 1=1 --; y=2"]
    {
        client.set_cookie(Some(cookie.to_owned())).await;
        if cookie.parse::<header::HeaderValue>().is_ok() {
            assert_eq!(client.get(Tasks).await.location(), "/inloggen?terug=/mijn-doelen", "{cookie:?}");
        }
    }
    client.set_cookie(Some(format!("sessie={}", "a".repeat(100_000)))).await;
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn what_changes_something_is_refused_from_another_site() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    for site in ["cross-site", "same-site"] {
        let mut sent = request(Method::POST, SignOut).body(Body::empty()).expect("a request");
        sent.headers_mut().insert("sec-fetch-site", site.parse().expect("a header"));
        let page = client.send(sent).await.expect(403);
        assert!(page.main().contains("andere website"), "{}", page.main());
    }
    let mut old = request(Method::POST, SignOut).body(Body::empty()).expect("a request");
    old.headers_mut().remove("sec-fetch-site");
    old.headers_mut().insert(header::ORIGIN, "https://elders.example".parse().expect("a header"));
    client.send(old).await.expect(403);
    client.get(Tasks).await.expect(200);
}

#[tokio::test]
async fn a_fault_of_the_program_gives_a_number_and_nothing_of_its_inside() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    raw::execute(&app.installation.path(), "DROP TABLE send_back").await.expect("a table less");
    let page = client.get(Tasks).await.expect(500);
    check(&page, "500");
    assert_eq!(page.text("main p strong"), page.header("x-request-id"));
    let html = page.html().to_lowercase();
    for inside in ["sqlite", "send_back", "select", "src/", "error("] {
        assert!(!html.contains(inside), "{inside}");
    }
}

#[tokio::test]
async fn head_answers_as_get_without_the_page() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let sent = request(Method::HEAD, SignIn).body(Body::empty()).expect("a request");
    let page = client.send(sent).await.expect(200);
    assert_eq!(page.body.len(), 0);
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn another_method_is_refused_with_the_ones_there_are() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let sent = request(Method::PATCH, Tasks).body(Body::empty()).expect("a request");
    let page = client.send(sent).await.expect(405);
    assert!(page.header("allow").contains("GET"), "{:?}", page.header("allow"));
    check(&page, "405");
}
