//! No page asks the database more when there is more to show: the number of queries is the page's own.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/demo.rs"]
mod demo;

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::{Event, Subscriber};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

use demo::Demo;

/// Statements since the last look.
static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts what the database driver logs: one event for each statement.
struct Counter;

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn statements(demo: &Demo, address: &str, cookie: &str) -> usize {
    demo.get(address, cookie).await;
    STATEMENTS.store(0, Ordering::Relaxed);
    demo.get(address, cookie).await;
    STATEMENTS.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_round_takes_no_more_queries_than_one_that_has_just_begun() {
    let demo = Demo::new().await;
    tracing_subscriber::registry().with(Counter).init();
    let coordinator = demo.cookie("tjeerd.wiarsma@bz.example").await;
    let pages = [
        "",
        "/volledigheid",
        "/dekking",
        "/samenstellen",
        "/ontwikkelingen",
        "/teksten",
        "/moties",
        "/leemten",
        "/edities",
        "/rapport",
    ];
    for page in pages {
        let full = statements(&demo, &format!("/rondes/2018-2020{page}"), &coordinator).await;
        let begun = statements(&demo, &format!("/rondes/2020-2022{page}"), &coordinator).await;
        assert!(full > 0, "nothing was counted on {page}");
        assert!(
            full <= begun + 1,
            "{page}: {full} queries on a full round, {begun} on one that has just begun"
        );
        assert!(full <= 40, "{page}: {full} queries");
    }
    // Twelve contributions against two.
    let many = statements(&demo, "/mijn-doelen", &demo.cookie("gijs.ottenhoff@def.example").await).await;
    let few =
        statements(&demo, "/mijn-doelen", &demo.cookie("jurre.vandergoot-smeding@ocw.example").await).await;
    assert_eq!(many, few, "mijn doelen");
}
