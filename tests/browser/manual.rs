//! The pictures of the handleiding: the pages that it shows, as they are now.
//!
//! With `UPDATE_PICTURES=1` they are kept beside the templates, where the program takes them up. Without it the walk
//! itself is the test: every page that the handleiding shows is still reached in this way.

use std::path::PathBuf;

use fantoccini::Locator;
use serde_json::json;

use crate::{browser::Screen, journey::Journey};

/// A picture fetched over a slow line must not take longer than reading the text beside it.
const LARGEST: usize = 40_000;

#[tokio::test]
async fn the_pages_that_the_handleiding_shows_are_still_there() {
    let guide = Journey::start("manual", Screen::Picture).await;
    for_readers(&guide).await;
    for_the_ministry(&guide).await;
    for_foreign_affairs(&guide).await;
    for_those_who_read_along(&guide).await;
}

async fn for_readers(guide: &Journey) {
    guide.open("/rapporten").await;
    picture(guide, "kamerlid-rapporten", "main", 520).await;
    guide.open("/rapporten/2018-2020/1").await;
    picture(guide, "kamerlid-alinea", "#doel-6", 560).await;
}

async fn for_the_ministry(guide: &Journey) {
    guide.sign_in("gijs").await;
    picture(guide, "bijdrager-lijst", "main", 620).await;
    guide.follow("Doel 6").await;
    picture(guide, "bijdrager-schrijven", "main", 760).await;
    guide.press("Verder naar controle").await;
    picture(guide, "bijdrager-controle", "main", 680).await;
    guide.hand_over_to("xiomara").await;
    picture(guide, "akkoordgever-lijst", "main", 390).await;
    guide.follow("Doel 1.").await;
    picture(guide, "akkoordgever-beoordelen", "section[aria-labelledby=akkoord]", 640).await;
}

async fn for_foreign_affairs(guide: &Journey) {
    guide.hand_over_to("tjeerd").await;
    guide.open("/rondes/2022-2023/volledigheid").await;
    picture(guide, "coordinator-volledigheid", "main", 700).await;
    guide.open("/rondes/2018-2020/samenstellen/6").await;
    picture(guide, "coordinator-samenstellen", "main", 760).await;
    guide.open("/rondes/2022-2023/leemten").await;
    picture(guide, "coordinator-leemten", "main", 640).await;
    guide.hand_over_to("elise").await;
    guide.open("/rondes/2018-2020/edities/1").await;
    picture(guide, "uitgever-editie", "main", 700).await;
}

async fn for_those_who_read_along(guide: &Journey) {
    guide.hand_over_to("pieternel").await;
    guide.open("/meelezen").await;
    picture(guide, "meelezer-lijst", "main", 460).await;
}

/// Keeps a picture of the page from this part on, no higher than asked.
async fn picture(guide: &Journey, name: &str, css: &str, most: u32) {
    let part = guide.browser.client.find(Locator::Css(css)).await.expect(css);
    let (_, y, width, _) = part.rectangle().await.expect(css);
    let main = guide.browser.client.find(Locator::Css("main")).await.expect("a main part");
    let (_, top, _, all) = main.rectangle().await.expect("main");
    let height = (top + all - y).min(f64::from(most));
    assert!(width > 300.0 && height > 150.0, "{name}: {css} is {width} by {height}");
    let wide = guide.browser.run("return document.documentElement.clientWidth").await;
    let clip =
        json!({ "x": 0, "y": (y - 8.0).max(0.0), "width": wide, "height": height + 16.0, "scale": 0.8 });
    let mut bytes = Vec::new();
    for quality in [70, 50, 30] {
        let how =
            json!({ "format": "webp", "quality": quality, "captureBeyondViewport": true, "clip": clip });
        bytes = guide.browser.captured(how).await;
        if bytes.len() <= LARGEST {
            break;
        }
    }
    assert!(bytes.len() <= LARGEST, "{name}: {} bytes", bytes.len());
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/assets/handleiding"));
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("{name}.webp")), bytes).expect("a picture");
    }
}
