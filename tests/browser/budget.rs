//! How heavy pages are: bytes, requests, elements, and whether anything moves while a page comes.

use serde_json::Value;

use crate::{browser::Screen, journey::Journey};

/// A first visit, with nothing kept: page, style, script and fonts, as they came over the line.
const FIRST: u64 = 100_000;
/// Every page after that.
const LATER: u64 = 15_000;
const REQUESTS: usize = 10;
const ELEMENTS: u64 = 1_500;
/// What search engines call good is 0.1; nothing here has a reason to move at all.
const SHIFT: f64 = 0.01;

/// What came over the line for this page, how many elements it has, and how much moved.
const WEIGH: &str = "
  const done = arguments[arguments.length - 1];
  const moved = [];
  new PerformanceObserver(list => moved.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
  const came = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  setTimeout(() => done({
    came: came.map(one => [new URL(one.name).pathname, one.transferSize]),
    elements: document.querySelectorAll('*').length,
    shift: moved.filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0),
  }), 300);";

struct Weight {
    bytes: u64,
    requests: usize,
    elements: u64,
    shift: f64,
}

async fn weigh(visitor: &Journey, path: &str) -> Weight {
    visitor.browser.client.goto(&format!("{}{path}", visitor.site.address)).await.expect(path);
    let found = visitor.browser.client.execute_async(WEIGH, Vec::new()).await.expect(path);
    let came = found["came"].as_array().cloned().unwrap_or_default();
    // Pictures further down come when they come into sight.
    let size = |one: &Value| one[1].as_u64().unwrap_or_default();
    let pictures = |one: &&Value| !one[0].as_str().unwrap_or_default().ends_with(".webp");
    Weight {
        bytes: came.iter().filter(pictures).map(size).sum(),
        requests: came.iter().filter(|one| size(one) > 0).count(),
        elements: found["elements"].as_u64().unwrap_or_default(),
        shift: found["shift"].as_f64().unwrap_or_default(),
    }
}

#[tokio::test]
async fn pages_are_light_and_stand_still() {
    let visitor = Journey::start("budget", Screen::Narrow).await;
    let first = weigh(&visitor, "/inloggen").await;
    println!("budget: first visit {} bytes, {} requests", first.bytes, first.requests);
    assert!(first.bytes > 20_000, "{} bytes is too little to be true", first.bytes);
    assert!(
        first.bytes < FIRST && first.requests <= REQUESTS,
        "{} bytes, {} requests",
        first.bytes,
        first.requests
    );
    let mut faults = Vec::new();
    let mut pages = vec![
        (
            "nobody",
            vec![
                "/rapporten",
                "/zoeken?q=nederland",
                "/handleiding",
                "/handleiding/bijdrager",
                "/toegankelijkheid",
            ],
        ),
        ("gijs", vec!["/mijn-doelen", "/meelezen", "/zoeken?q=nederland"]),
        ("xiomara", vec!["/beoordelen"]),
    ];
    let round = |page: &str| format!("/rondes/2022-2023{page}");
    let rounds: Vec<_> = [
        "",
        "/volledigheid",
        "/samenstellen",
        "/samenstellen/7",
        "/ontwikkelingen",
        "/teksten",
        "/moties",
        "/edities",
    ]
    .map(round)
    .to_vec();
    pages.push(("tjeerd", rounds.iter().map(String::as_str).collect()));
    for (who, paths) in pages {
        if who != "nobody" {
            visitor.sign_in(who).await;
        }
        for path in paths {
            let page = weigh(&visitor, path).await;
            println!(
                "budget: {path}: {} bytes, {} requests, {} elements, shift {:.3}",
                page.bytes, page.requests, page.elements, page.shift
            );
            if page.bytes >= LATER
                || page.requests > REQUESTS
                || page.elements > ELEMENTS
                || page.shift > SHIFT
            {
                faults.push(format!(
                    "{who} at {path}: {} bytes, {} requests, {} elements, shift {}",
                    page.bytes, page.requests, page.elements, page.shift
                ));
            }
        }
        if who != "nobody" {
            visitor.open("/rapporten").await;
            visitor.press("Uitloggen").await;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
