//! The log of access: chained as that of acts, and shortened only at its old end, by what the log of acts says.

use voortgang::{
    domain::event::{ACCESS_TERM, Event},
    store::{
        access_events,
        events::{self, Chain, Head},
    },
};

use crate::{
    raw,
    support::{Installation, NOW, moment},
};

fn sign_in(number: u32) -> Event {
    Event {
        at: moment(NOW) + chrono::TimeDelta::days(i64::from(number)),
        actor: None,
        role: "contributor",
        ministry: Some("def".into()),
        verb: "sign-in",
        object_kind: "person",
        object_id: number.to_string(),
        before: None,
        after: None,
        origin: "192.0.2.1".to_owned(),
    }
}

/// An installation in which someone signed in on each of so many days.
async fn signed_in(days: std::ops::RangeInclusive<u32>) -> Installation {
    let installation = Installation::new().await;
    append(&installation, days).await;
    installation
}

async fn append(installation: &Installation, days: std::ops::RangeInclusive<u32>) {
    let mut writer = installation.store.begin().await.expect("a writer");
    for day in days {
        events::append(&mut writer, &sign_in(day)).await.expect("an event");
    }
    writer.commit().await.expect("a commit");
}

async fn verify(installation: &Installation) -> Chain {
    let mut reader = installation.store.read().await.expect("a reader");
    access_events::verify(&mut reader).await.expect("a walk")
}

async fn head(installation: &Installation) -> Head {
    let [_, access] =
        events::heads(&mut installation.store.read().await.expect("a reader")).await.expect("heads");
    access
}

async fn runs_through(installation: &Installation, head: &Head) -> bool {
    events::runs_through(&mut installation.store.read().await.expect("a reader"), head)
        .await
        .expect("an answer")
}

/// Breaks in past the triggers, as someone with the file could.
async fn tamper(installation: &Installation, sql: &str) -> Chain {
    let open = "DROP TRIGGER access_event_never_changes;
                DROP TRIGGER access_event_goes_only_when_the_log_says_so;";
    raw::execute(&installation.path(), &format!("{open} {sql}")).await.expect(sql);
    verify(installation).await
}

#[tokio::test]
async fn no_statement_changes_or_shortens_it() {
    let installation = signed_in(1..=5).await;
    for sql in [
        "UPDATE access_event SET origin = '192.0.2.2' WHERE seq = 2",
        "DELETE FROM access_event WHERE seq = 5",
        "DELETE FROM access_event WHERE seq = 1",
        "DELETE FROM access_event",
        "INSERT OR REPLACE INTO access_event SELECT * FROM access_event WHERE seq = 3",
    ] {
        let answer = raw::execute(&installation.path(), sql).await;
        assert!(answer.expect_err(sql).contains("the log"), "{sql}");
    }
    assert!(matches!(verify(&installation).await, Chain::Whole { events: 5, .. }));
}

#[tokio::test]
async fn what_is_changed_removed_moved_or_put_in_past_the_triggers_is_found() {
    for (sql, at) in [
        ("UPDATE access_event SET origin = '192.0.2.2' WHERE seq = 2", 2),
        ("UPDATE access_event SET object_id = 'x' WHERE seq = 5", 5),
        ("DELETE FROM access_event WHERE seq = 3", 4),
        ("DELETE FROM access_event WHERE seq < 3", 3),
        (
            "UPDATE access_event SET seq = 9 WHERE seq = 5; UPDATE access_event SET seq = 5 WHERE seq = 4;
          UPDATE access_event SET seq = 4 WHERE seq = 9",
            4,
        ),
        ("DELETE FROM access_event WHERE seq = 3; UPDATE access_event SET seq = seq - 1 WHERE seq > 3", 3),
    ] {
        let installation = signed_in(1..=5).await;
        assert_eq!(tamper(&installation, sql).await, Chain::BrokenAt(at), "{sql}");
    }
}

#[tokio::test]
async fn rows_go_when_their_term_is_over_and_what_is_left_still_verifies() {
    let installation = signed_in(1..=5).await;
    let old = head(&installation).await;
    // Nothing goes before its time.
    append(&installation, 300..=301).await;
    assert!(matches!(verify(&installation).await, Chain::Whole { events: 7, .. }));
    let later = u32::try_from(ACCESS_TERM.num_days()).expect("a year") + 10;
    append(&installation, later..=later).await;
    assert!(
        matches!(verify(&installation).await, Chain::Whole { events: 3, .. }),
        "five of the first days went"
    );
    assert!(runs_through(&installation, &old).await, "a head that was noted before went with its row");
    let forged = Head { seq: 6, hash: "0".repeat(64), ..old };
    assert!(!runs_through(&installation, &forged).await);
    let acts = events::verify(&mut installation.store.read().await.expect("a reader")).await;
    assert!(matches!(acts.expect("a walk"), Chain::Whole { events: 1, .. }), "and the log of acts says so");
    // Without that line, the rows that are gone would be missed.
    raw::execute(
        &installation.path(),
        "DROP TRIGGER event_is_never_deleted; DELETE FROM event WHERE verb = 'prune'",
    )
    .await
    .expect("an attacker");
    assert_eq!(verify(&installation).await, Chain::BrokenAt(6));
}

#[tokio::test]
async fn a_log_that_was_cut_short_does_not_run_through_the_head_kept_elsewhere() {
    let installation = signed_in(1..=5).await;
    let kept = head(&installation).await;
    assert_eq!(kept.seq, 5);
    let left = tamper(&installation, "DELETE FROM access_event WHERE seq > 3").await;
    assert!(matches!(left, Chain::Whole { events: 3, .. }), "what is left is a chain");
    assert!(!runs_through(&installation, &kept).await);
    // Nor does one that was written on from there.
    append(&installation, 6..=9).await;
    assert!(!runs_through(&installation, &kept).await);
}
