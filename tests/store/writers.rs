//! Acts that share a commit: each is whole or nothing, and nobody hears "kept" before it is.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use futures_util::{StreamExt as _, stream};
use sqlx::sqlite::SqliteConnection;
use tokio::{task::JoinHandle, time::timeout};
use voortgang::store::{self, Error, Store, Writer};

use crate::support::{Installation, NOW, moment};

type Coming<'a> = Pin<Box<dyn Future<Output = store::Result<Writer>> + Send + 'a>>;

/// Someone who stands in the queue from now on.
async fn comes(store: &Store) -> Coming<'_> {
    let mut coming: Coming<'_> = Box::pin(store.begin());
    poll_fn(|context| {
        assert!(coming.as_mut().poll(context).is_pending(), "another is writing");
        Poll::Ready(())
    })
    .await;
    coming
}

async fn write(connection: &mut SqliteConnection, what: &str) {
    store::login_failures::insert(connection, what, moment(NOW), moment(NOW)).await.expect("a row");
}

async fn is_kept(store: &Store, what: &str) -> bool {
    let mut reader = store.read().await.expect("a reader");
    let since = moment("2000-01-01T00:00:00Z");
    let found = store::login_failures::count(&mut reader, what, since, moment(NOW)).await;
    found.expect("a count").0 > 0
}

/// Someone who wrote and waits for the disk, and the next, who wrote as well and has the connection.
async fn two(store: &Store) -> (JoinHandle<store::Result<()>>, Writer) {
    let mut first = store.begin().await.expect("a turn");
    let second = comes(store).await;
    write(&mut first, "first").await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.expect("a turn");
    write(&mut second, "second").await;
    (first, second)
}

#[tokio::test]
async fn who_is_alone_waits_for_nobody() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let mut writer = store.begin().await.expect("a turn");
    write(&mut writer, "alone").await;
    writer.commit().await.expect("a commit");
    assert!(is_kept(store, "alone").await);
}

#[tokio::test]
async fn nobody_hears_that_it_is_kept_before_it_is() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let (first, second) = two(store).await;
    // The first has ended, and its row is not on the disk yet: it waits for the second.
    assert!(!first.is_finished() && !is_kept(store, "first").await);
    second.commit().await.expect("a commit");
    first.await.expect("a task").expect("a commit");
    assert!(is_kept(store, "first").await && is_kept(store, "second").await);
}

#[tokio::test]
async fn what_is_undone_is_undone_alone() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let mut first = store.begin().await.expect("a turn");
    let (second, third, fourth) = (comes(store).await, comes(store).await, comes(store).await);
    write(&mut first, "first").await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.expect("a turn");
    write(&mut second, "second").await;
    drop(second);
    // Whoever walks away from the queue holds up nobody.
    drop(third);
    let mut fourth = fourth.await.expect("a turn");
    write(&mut fourth, "fourth").await;
    fourth.commit().await.expect("a commit");
    first.await.expect("a task").expect("a commit");
    let kept =
        [is_kept(store, "first").await, is_kept(store, "second").await, is_kept(store, "fourth").await];
    assert_eq!(kept, [true, false, true]);
}

#[tokio::test]
async fn who_wrote_waits_for_a_few_others_and_not_for_all_who_come() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let mut first = store.begin().await.expect("a turn");
    let mut coming = Vec::new();
    for _ in 0..40 {
        coming.push(comes(store).await);
    }
    write(&mut first, "first").await;
    let first = tokio::spawn(first.commit());
    let mut writers = stream::iter(coming).then(|one| async { one.await.expect("a turn") }).boxed();
    for _ in 1..40 {
        // Undone, as an act is that was refused.
        drop(writers.next().await.expect("a writer"));
    }
    let last = writers.next().await.expect("a writer");
    let kept = timeout(Duration::from_secs(30), first).await.expect("not to wait for the last of them");
    kept.expect("a task").expect("a commit");
    drop(last);
}

#[tokio::test]
async fn when_the_disk_refuses_all_hear_it_and_the_next_can_write() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let mut first = store.begin().await.expect("a turn");
    first.lock_handle().await.expect("the connection").set_commit_hook(|| false);
    let second = comes(store).await;
    write(&mut first, "first").await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.expect("a turn");
    write(&mut second, "second").await;
    let refused = [second.commit().await, first.await.expect("a task")];
    assert!(refused.iter().all(|one| matches!(one, Err(Error::Unwritable { .. }))), "{refused:?}");
    let mut third = store.begin().await.expect("a turn");
    write(&mut third, "third").await;
    third.commit().await.expect("a commit");
    let kept = [is_kept(store, "first").await, is_kept(store, "second").await, is_kept(store, "third").await];
    assert_eq!(kept, [false, false, true]);
}

#[tokio::test]
async fn a_transaction_that_was_lost_takes_along_what_others_wrote_in_it() {
    let installation = Installation::new().await;
    let store = &installation.store;
    let (first, mut second) = two(store).await;
    // As SQLite does by itself after some faults of the disk.
    sqlx::raw_sql("ROLLBACK").execute(&mut *second).await.expect("a rollback");
    drop(second);
    let first = first.await.expect("a task");
    assert!(matches!(first, Err(Error::Unwritable { full: false, .. })), "{first:?}");
    assert!(!is_kept(store, "first").await);
    store.begin().await.expect("a turn");
}
