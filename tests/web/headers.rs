//! What every answer bears.

use axum::{
    body::Body,
    http::{Method, header},
};
use voortgang::web::routes::{SignIn, Tasks};

use crate::{
    app::{Client, TestApp, request},
    declared,
    page::Page,
};

/// An address for every path, with parts that name nothing.
fn addresses() -> Vec<String> {
    let parts = declared::parts();
    declared::paths().iter().map(|(_, pattern)| declared::fill(pattern, &parts)).collect()
}

/// The headers that no answer may lack.
fn check(page: &Page, at: &str) {
    let policy = page.header("content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split(';').any(|one| one.trim() == directive), "{at}: no {directive} in {policy:?}");
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
        "{at}: {policy}"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "{at}");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{at}");
    assert!(page.header("permissions-policy").contains("camera=()"), "{at}");
    assert!(!page.header("cache-control").is_empty(), "{at}: nothing on caching");
    assert!(!page.header("x-request-id").is_empty(), "{at}: no number to find it in the log");
    assert_eq!(page.header("server"), "", "{at}");
    assert_eq!(page.header("x-powered-by"), "", "{at}");
}

async fn body(client: &Client, method: Method, path: impl ToString, kind: &str, bytes: Vec<u8>) -> Page {
    let sent = request(method, path).header(header::CONTENT_TYPE, kind).body(Body::from(bytes));
    client.send(sent.expect("a request")).await
}

#[tokio::test]
async fn every_address_bears_the_headers_whoever_asks_and_however() {
    let app = TestApp::new().await;
    for client in [app.nobody(), app.coordinator().await, app.contributor("def").await] {
        for address in addresses() {
            for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE] {
                let at = format!("{method} {address}");
                let sent = request(method, &address).body(Body::empty()).expect("a request");
                let cookie = client.cookie().await;
                check(&client.send(sent).await, &at);
                client.set_cookie(cookie).await;
            }
        }
    }
}

#[tokio::test]
async fn refusals_of_the_layers_bear_them_too_and_are_pages() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let elsewhere = request(Method::POST, SignIn).header("sec-fetch-site", "cross-site");
    let mut elsewhere = elsewhere.body(Body::empty()).expect("a request");
    elsewhere.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a header"));
    let form = "application/x-www-form-urlencoded";
    for (status, page) in [
        (404, client.get("/bestaat-niet").await),
        (404, client.get("/assets/../Cargo.toml").await),
        (405, body(&client, Method::DELETE, Tasks, form, Vec::new()).await),
        (403, client.send(elsewhere).await),
        (413, body(&client, Method::POST, SignIn, form, vec![b'a'; 2 * 1024 * 1024]).await),
        (422, body(&client, Method::POST, SignIn, "application/json", b"{}".to_vec()).await),
    ] {
        let page = page.expect(status);
        check(&page, &status.to_string());
        assert!(page.header("content-type").starts_with("text/html"), "{status}");
        assert_eq!(page.count("h1"), 1, "{status}");
        assert!(page.has("main a[href='/']"), "{status}: no way back");
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let app = TestApp::behind_https().await;
    let page = app.nobody().get(SignIn).await.expect(200);
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    let plain = TestApp::new().await.nobody().get(SignIn).await.expect(200);
    assert_eq!(plain.header("strict-transport-security"), "");
}

#[tokio::test]
async fn pages_are_not_kept_by_the_browser() {
    let app = TestApp::new().await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
}
