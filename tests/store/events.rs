//! The log: append-only, and a change is found.

use voortgang::{
    domain::event::Event,
    store::{
        Store,
        events::{self, Chain},
    },
};

use crate::{
    raw,
    support::{Installation, NOW, moment},
};

fn event(object: impl ToString) -> Event {
    Event {
        at: moment(NOW),
        actor: None,
        role: "operator",
        ministry: Some("def".into()),
        verb: "save",
        object_kind: "contribution",
        object_id: object.to_string(),
        before: None,
        after: Some("0".repeat(64)),
        origin: "opdrachtregel".to_owned(),
    }
}

/// An installation with ten events, and the hash of the last.
async fn ten() -> (Installation, String) {
    let installation = Installation::new().await;
    let mut writer = installation.store.begin().await.expect("a writer");
    for number in 1..=10 {
        events::append(&mut writer, &event(number)).await.expect("an event");
    }
    writer.commit().await.expect("a commit");
    let Chain::Whole { events: 10, head } = verify(&installation.store).await else {
        panic!("ten events were written");
    };
    (installation, head)
}

async fn verify(store: &Store) -> Chain {
    events::verify(&mut store.read().await.expect("a reader")).await.expect("a walk")
}

/// Breaks in past the triggers, as someone with the file could.
async fn tamper(installation: &Installation, sql: &str) -> Chain {
    let open = "DROP TRIGGER event_never_changes; DROP TRIGGER event_is_never_deleted;";
    raw::execute(&installation.path(), &format!("{open} {sql}")).await.expect(sql);
    verify(&installation.store).await
}

#[tokio::test]
async fn an_empty_log_is_whole() {
    let installation = Installation::new().await;
    assert!(matches!(verify(&installation.store).await, Chain::Whole { events: 0, .. }));
}

#[tokio::test]
async fn no_statement_changes_or_shortens_the_log() {
    let (installation, head) = ten().await;
    for sql in [
        "UPDATE event SET verb = 'approve' WHERE seq = 5",
        "UPDATE OR REPLACE event SET seq = 4 WHERE seq = 5",
        "DELETE FROM event WHERE seq = 10",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 5",
        "REPLACE INTO event (seq, at, role, verb, object_kind, object_id, origin, previous, hash)
           SELECT seq, at, role, 'approve', object_kind, object_id, origin, previous, hash FROM event WHERE seq = 5",
        "INSERT INTO event SELECT * FROM event WHERE seq = 5 ON CONFLICT DO UPDATE SET verb = 'approve'",
    ] {
        let answer = raw::execute(&installation.path(), sql).await;
        assert!(answer.expect_err(sql).contains("the log"), "{sql}");
    }
    assert_eq!(verify(&installation.store).await, Chain::Whole { events: 10, head });
}

#[tokio::test]
async fn any_column_that_is_altered_breaks_the_chain_at_its_row() {
    for column in [
        "at = '2020-02-01T12:00:00.001Z'",
        "role = 'contributor'",
        "ministry = 'fin'",
        "ministry = NULL",
        "verb = 'approve'",
        "object_kind = 'edition'",
        "object_id = '7'",
        "before_sha256 = after_sha256",
        "after_sha256 = NULL",
        "origin = '127.0.0.1'",
        "previous = hash",
        "hash = previous || ''",
    ] {
        let (installation, _) = ten().await;
        let sql = format!("UPDATE event SET {column} WHERE seq = 5");
        let sql = if column.starts_with("hash") {
            "UPDATE event SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 5"
        } else {
            sql.as_str()
        };
        assert_eq!(tamper(&installation, sql).await, Chain::BrokenAt(5), "{column}");
    }
}

#[tokio::test]
async fn a_row_that_is_removed_moved_or_put_in_is_found() {
    for (sql, at) in [
        ("DELETE FROM event WHERE seq = 1", 2),
        ("DELETE FROM event WHERE seq = 5", 6),
        ("UPDATE event SET seq = 11 WHERE seq = 5", 6),
        ("DELETE FROM event WHERE seq = 5; UPDATE event SET seq = seq - 1 WHERE seq > 5", 5),
        (
            "INSERT INTO event (seq, at, role, verb, object_kind, object_id, origin, previous, hash)
             SELECT 11, at, role, verb, object_kind, object_id, origin, hash, replace(hash, '0', 'a') FROM event WHERE seq = 10",
            11,
        ),
    ] {
        let (installation, _) = ten().await;
        assert_eq!(tamper(&installation, sql).await, Chain::BrokenAt(at), "{sql}");
    }
}

#[tokio::test]
async fn a_log_that_was_cut_short_has_another_head_than_the_one_kept_elsewhere() {
    let (installation, kept) = ten().await;
    let Chain::Whole { events, head } = tamper(&installation, "DELETE FROM event WHERE seq > 8").await else {
        panic!("what is left is a chain");
    };
    assert_eq!(events, 8);
    assert_ne!(head, kept);
}

#[tokio::test]
async fn two_programs_that_write_at_once_make_one_chain() {
    let installation = Installation::new().await;
    let other = Store::open(&installation.path()).await.expect("a second program");
    let write = async |store: &Store, name: &str| {
        for number in 0..20 {
            let mut writer = store.begin().await.expect("a writer");
            events::append(&mut writer, &event(format!("{name}-{number}"))).await.expect("an event");
            writer.commit().await.expect("a commit");
        }
    };
    tokio::join!(write(&installation.store, "een"), write(&other, "twee"));
    assert!(matches!(verify(&other).await, Chain::Whole { events: 40, .. }));
}

#[tokio::test]
async fn an_act_that_is_not_kept_leaves_no_event() {
    let (installation, head) = ten().await;
    let mut writer = installation.store.begin().await.expect("a writer");
    events::append(&mut writer, &event("11")).await.expect("an event");
    drop(writer);
    assert_eq!(verify(&installation.store).await, Chain::Whole { events: 10, head });
}
