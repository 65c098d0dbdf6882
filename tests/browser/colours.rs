//! Every kind of page in the dark, and in the colours that people set themselves.

use serde_json::json;

use crate::{browser::Screen, journey::Journey};

#[tokio::test]
async fn pages_are_readable_in_the_dark() {
    tour("dark", json!([{ "name": "prefers-color-scheme", "value": "dark" }])).await;
}

#[tokio::test]
async fn pages_are_readable_in_forced_colours() {
    tour("forced", json!([{ "name": "forced-colors", "value": "active" }])).await;
}

async fn tour(name: &str, features: serde_json::Value) {
    let visitor = Journey::start(name, Screen::Wide).await;
    visitor.browser.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    visitor.open("/rapporten").await;
    visitor.open("/zoeken?q=nederland").await;
    visitor.open("/toegankelijkheid").await;
    visitor.open("/handleiding").await;
    visitor.open("/handleiding/bijdrager").await;
    visitor.open("/bestaat-niet").await;
    visitor.sign_in("gijs").await;
    visitor.follow("Doel 6").await;
    visitor.press("Verder naar controle").await;
    visitor.hand_over_to("xiomara").await;
    visitor.follow("Doel 1.").await;
    visitor.press("Terugsturen").await;
    visitor.hand_over_to("tjeerd").await;
    for page in [
        "",
        "/volledigheid",
        "/samenstellen/7",
        "/samenstellen/7/oordeel",
        "/leemten",
        "/edities",
        "/rapport",
    ] {
        visitor.open(&format!("/rondes/2022-2023{page}")).await;
    }
    visitor.open("/rondes/2018-2020/samenstellen/6").await;
    visitor.open("/rapporten/2018-2020/1").await;
}
