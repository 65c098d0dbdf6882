//! No page asks the database more when there is more to show: the number of queries is the page's own.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/demo.rs"]
mod demo;
#[path = "support/history.rs"]
mod history;

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::{Event, Subscriber};
use tracing_subscriber::{Layer, layer::Context, prelude::*};

use demo::Demo;
use voortgang::{domain::access::Scope, store};

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

/// What a page asks once all that it remembers is known: the least of three times, as a connection that is opened
/// beside one that is on its way back to the pool says its settings too.
async fn statements(demo: &Demo, address: &str, cookie: &str) -> usize {
    demo.get(address, cookie).await;
    let mut least = usize::MAX;
    for _ in 0..3 {
        STATEMENTS.store(0, Ordering::Relaxed);
        demo.get(address, cookie).await;
        least = least.min(STATEMENTS.load(Ordering::Relaxed));
    }
    least
}

/// The same for what is refused as not there.
async fn statements_of_refusal(demo: &Demo, address: &str, cookie: &str) -> usize {
    STATEMENTS.store(0, Ordering::Relaxed);
    let (status, _) = demo.ask(address, cookie).await;
    assert_eq!(status, 404, "{address}");
    STATEMENTS.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_round_takes_no_more_queries_than_one_that_has_just_begun() {
    let demo = Box::pin(Demo::new()).await;
    tracing_subscriber::registry().with(Counter).init();
    let coordinator = demo.cookie("tjeerd.wiarsma@bz.example").await;
    let pages = [
        "",
        "/volledigheid",
        "/dekking",
        "/bijlagen",
        "/samenstellen",
        "/ontwikkelingen",
        "/teksten",
        "/moties",
        "/leemten",
        "/afstemming",
        "/herkomst/6",
        "/opmerkingen/6",
        "/edities",
        "/rapport",
    ];
    for page in pages {
        let full = statements(&demo, &format!("/rondes/2018-2020{page}"), &coordinator).await;
        let begun = statements(&demo, &format!("/rondes/2022-2023{page}"), &coordinator).await;
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

    // What another ministry is still writing is refused with as many as what is nowhere.
    let mut reader = demo.store.read().await.expect("a reader");
    let theirs = store::contributions::list(
        &mut reader,
        &Scope::Ministry("def".into()),
        store::contributions::Rounds::All,
    )
    .await;
    drop(reader);
    let mut theirs = theirs.expect("a list").into_iter().map(|listed| listed.contribution);
    let draft = theirs.find(|one| !one.state.is_handed_in() && !one.shared).expect("one that is not done");
    let stranger = demo.cookie("jurre.vandergoot-smeding@ocw.example").await;
    // The first line of a log has none before it.
    statements_of_refusal(&demo, "/bijdragen/00000000-0000-7000-8000-000000000000", &stranger).await;
    for page in ["", "/bewerken", "/controle", "/geschiedenis", "/beoordeling", "/concept", "/geen-bijdrage"]
    {
        let there = statements_of_refusal(&demo, &format!("/bijdragen/{}{page}", draft.id), &stranger).await;
        let nothing = "00000000-0000-7000-8000-000000000000";
        let nowhere = statements_of_refusal(&demo, &format!("/bijdragen/{nothing}{page}"), &stranger).await;
        assert!(there > 0);
        assert_eq!(there, nowhere, "{page}");
    }

    // Twenty rounds against three. Of editions each is read once, and remembered.
    let officer = demo.cookie("gijs.ottenhoff@def.example").await;
    let mut before = Vec::new();
    for page in history::OF_ALL_YEARS {
        before.push(statements(&demo, page, &officer).await);
    }
    history::add(&demo).await;
    for (page, before) in history::OF_ALL_YEARS.into_iter().zip(before) {
        let after = statements(&demo, page, &officer).await;
        assert_eq!(after, before, "{page} with twenty rounds of history");
    }
}
