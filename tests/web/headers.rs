//! What every answer bears.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{Method, StatusCode, header},
    routing::get,
};
use voortgang::web::{
    App, Error,
    routes::{SignIn, Tasks},
};

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
        "object-src 'none'",
        "trusted-types plakken",
    ] {
        assert!(policy.split(';').any(|one| one.trim() == directive), "{at}: no {directive} in {policy:?}");
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
        "{at}: {policy}"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(page.header("x-frame-options"), "DENY", "{at}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "{at}");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{at}");
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin", "{at}");
    assert!(page.header("permissions-policy").contains("camera=()"), "{at}");
    // Nobody else's page may read an answer, whoever it says it is.
    assert!(page.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{at}");
    let kind = page.header("content-type");
    assert!(page.body.is_empty() || !kind.is_empty(), "{at}: a body without a type");
    let text = kind.starts_with("text/") || kind.contains("javascript") || kind.contains("csv");
    assert!(!text || kind.contains("charset=utf-8"), "{at}: {kind}");
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
            for method in
                [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::TRACE]
            {
                let at = format!("{method} {address}");
                let sent =
                    request(method.clone(), &address).header(header::ORIGIN, "https://voortgang.example");
                let cookie = client.cookie().await;
                let page = client.send(sent.body(Body::empty()).expect("a request")).await;
                check(&page, &at);
                if method == Method::TRACE {
                    assert_eq!(page.status, 405, "{at}");
                }
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

/// Addresses at which things go wrong in ways that no address of the program can be made to.
fn faults() -> Router<App> {
    async fn breaks() -> Result<(), Error> {
        Err(Error::Internal(anyhow::anyhow!("no such table: geheim")))
    }
    async fn panics() {
        panic!("geheim");
    }
    Router::new()
        .route("/breekt", get(breaks))
        .route("/paniek", get(panics))
        .route("/bezet", get(async || StatusCode::SERVICE_UNAVAILABLE))
        .route("/wacht", get(async || Error::Wait(30)))
        .route("/traag", get(async || std::future::pending::<()>().await))
}

#[tokio::test]
async fn whatever_goes_wrong_is_a_page_with_a_number_and_nothing_of_the_inside() {
    let app = TestApp::new().await;
    let client = app.before(faults(), Duration::from_secs(30));
    for (status, address) in
        [(500, "/breekt"), (500, "/paniek"), (503, "/bezet"), (429, "/wacht"), (404, "/nergens")]
    {
        let page = client.get(address).await.expect(status);
        check(&page, address);
        assert_eq!(page.text("main p strong"), page.header("x-request-id"), "{address}");
        assert!(!page.html().contains("geheim") && !page.html().contains("src/"), "{address}");
    }
    assert_eq!(client.get("/wacht").await.header("retry-after"), "30");
    // What takes longer than it may is ended.
    let page = app.before(faults(), Duration::from_millis(20)).get("/traag").await.expect(408);
    check(&page, "/traag");
}

#[tokio::test]
async fn the_number_of_a_request_is_not_its_senders_to_choose() {
    let app = TestApp::new().await;
    let sent = request(Method::GET, SignIn).header("x-request-id", "mijn-eigen");
    let page = app.nobody().send(sent.body(Body::empty()).expect("a request")).await;
    assert_eq!(page.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let app = TestApp::behind_https().await;
    let client = app.nobody();
    for address in addresses().into_iter().chain(["/nergens".to_owned()]) {
        let page = client.get(&address).await;
        let told = page.header("strict-transport-security");
        assert_eq!(told, "max-age=31536000; includeSubDomains", "{address}");
    }
    let plain = TestApp::new().await.nobody().get(SignIn).await.expect(200);
    assert_eq!(plain.header("strict-transport-security"), "");
}

#[tokio::test]
async fn pages_are_not_kept_by_the_browser() {
    let app = TestApp::new().await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
}
