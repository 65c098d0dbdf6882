//! Style, script and fonts.

use axum::{
    body::Body,
    http::{Method, header},
};
use voortgang::web::routes::SignIn;

use crate::{
    app::{Client, TestApp, request},
    page::Page,
};

async fn compressed(client: &Client, path: impl ToString) -> Page {
    let sent = request(Method::GET, path).header(header::ACCEPT_ENCODING, "gzip");
    client.send(sent.body(Body::empty()).expect("a request")).await.expect(200)
}

/// Addresses of style, script and icon, as a page names them.
async fn named(client: &Client) -> [String; 3] {
    let page = client.get(SignIn).await.expect(200);
    [("link[rel=stylesheet]", "href"), ("script[src]", "src"), ("link[rel=icon]", "href")]
        .map(|(css, name)| page.attr(css, name).expect("an address"))
}

/// Addresses in a style sheet.
fn urls(css: &str) -> Vec<String> {
    let found = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    found.map(|url| url.trim_matches(['"', '\'', ' ']).to_owned()).collect()
}

#[tokio::test]
async fn what_a_page_names_is_there_with_its_type_and_may_be_kept_for_ever() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let types = ["text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml"];
    for (address, kind) in named(&client).await.iter().zip(types) {
        let asset = client.get(address).await.expect(200);
        assert_eq!(asset.header("content-type"), kind, "{address}");
        assert!(asset.header("cache-control").contains("max-age="), "{address}");
    }
}

#[tokio::test]
async fn every_font_of_the_style_sheet_is_there_and_nothing_comes_from_elsewhere() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let [style, ..] = named(&client).await;
    let css = client.get(&style).await.html();
    let urls = urls(&css);
    assert!(!urls.is_empty());
    for url in &urls {
        assert!(url.starts_with("/assets/") || url.starts_with("data:"), "{url}");
        if url.starts_with('/') {
            assert_eq!(client.get(url).await.expect(200).header("content-type"), "font/woff2", "{url}");
        }
    }
    assert!(!css.contains("@import") && !css.contains("//fonts."), "the style sheet fetches");
}

#[tokio::test]
async fn an_asset_has_its_whole_name_and_no_other() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let [style, script, _] = named(&client).await;
    for wrong in [
        "/assets/css".to_owned(),
        "/assets/s".to_owned(),
        "/assets/.css".to_owned(),
        "/assets/app-000000000000.css".to_owned(),
        style.replace("/assets/app-", "/assets/"),
        script.replace("/assets/app-", "/assets/pp-"),
        "/assets/fonts/".to_owned(),
        "/assets/fonts/..%2f..%2fCargo.toml".to_owned(),
        "/assets/".to_owned(),
        "/assets".to_owned(),
    ] {
        assert_eq!(client.get(&wrong).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn a_first_visit_weighs_less_than_100_kb() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let page = compressed(&client, SignIn).await;
    assert_eq!(page.header("content-encoding"), "gzip");
    let [style, script, icon] = named(&client).await;
    let mut bytes = page.body.len();
    for address in [&style, &script, &icon] {
        bytes += compressed(&client, address).await.body.len();
    }
    let css = client.get(&style).await.html();
    // What Dutch text needs; latin-ext is fetched only where a foreign name asks for it.
    for font in
        urls(&css).iter().filter(|url| url.contains("sans-3-latin-4") || url.contains("sans-3-latin-7"))
    {
        bytes += client.get(font).await.expect(200).body.len();
    }
    assert!(bytes < 100_000, "{bytes} bytes");
}
