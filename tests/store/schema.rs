//! Opening a file, and the rules every table obeys.

use std::path::Path;

use sqlx::{Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};
use voortgang::store::{self, OpenError, Store};

use crate::{raw, support::Installation};

/// The first column of every row.
#[expect(clippy::disallowed_methods, reason = "PRAGMA has no checked form")]
async fn rows(connection: &mut SqliteConnection, sql: &'static str) -> Vec<String> {
    let rows = sqlx::query(sql).fetch_all(connection).await.expect(sql);
    let first = |row: &sqlx::sqlite::SqliteRow| {
        row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
    };
    rows.iter().map(|row| first(row).expect("text or a number")).collect()
}

async fn connect(path: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.expect("a connection")
}

#[tokio::test]
async fn an_empty_folder_becomes_an_installation_and_opens_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("nieuw/dieper/voortgang.db");
    for _ in 0..2 {
        let store = Store::open(&path).await.expect("a database");
        let mut reader = store.read().await.expect("a reader");
        assert!(store::is_empty(&mut reader).await.expect("an answer"));
        drop(reader);
        store.close().await;
    }
    assert!(!path.with_extension("db-wal").exists(), "closing folds the log into the file");
}

#[tokio::test]
async fn a_filled_file_opens_again_with_all_that_was_in_it() {
    let installation = Installation::new().await;
    installation.store.close().await;
    let store = Store::open(&installation.path()).await.expect("a database");
    let mut reader = store.read().await.expect("a reader");
    assert_eq!(store::rounds::list(&mut reader).await.expect("rounds").len(), 1);
}

#[tokio::test]
async fn a_file_made_by_a_newer_program_is_refused_and_left_as_it_is() {
    let installation = Installation::new().await;
    installation.store.close().await;
    let newer = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', '2030-01-01', 1, x'00', 0)";
    raw::execute(&installation.path(), newer).await.expect("a row");
    let before = std::fs::read(installation.path()).expect("the file");
    let fault = Store::open(&installation.path()).await.expect_err("a refusal");
    assert!(matches!(fault, OpenError::Newer(_)), "{fault}");
    assert!(fault.to_string().contains("newer version of Voortgang"), "{fault}");
    assert_eq!(std::fs::read(installation.path()).expect("the file"), before);
}

#[tokio::test]
async fn a_file_whose_history_differs_is_refused() {
    let installation = Installation::new().await;
    installation.store.close().await;
    let other = "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1";
    raw::execute(&installation.path(), other).await.expect("a change");
    let fault = Store::open(&installation.path()).await.expect_err("a refusal");
    assert!(matches!(fault, OpenError::Migration { .. }), "{fault}");
}

#[tokio::test]
async fn what_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("brief.txt");
    std::fs::write(&path, "Geachte voorzitter, ".repeat(400)).expect("a file");
    let fault = Store::open(&path).await.expect_err("a refusal");
    assert!(fault.to_string().contains("brief.txt"), "{fault}");
    let within = Store::open(&path.join("voortgang.db")).await.expect_err("a refusal");
    assert!(matches!(within, OpenError::Folder { .. }), "{within}");
}

#[tokio::test]
async fn every_table_is_strict_and_every_reference_points_somewhere() {
    let installation = Installation::new().await;
    let mut connection = connect(&installation.path()).await;
    let loose = "SELECT name FROM pragma_table_list
                 WHERE type = 'table' AND schema = 'main' AND NOT strict AND name NOT LIKE '%sqlite%' AND name NOT LIKE '%sqlx%'";
    assert_eq!(rows(&mut connection, loose).await, Vec::<String>::new());
    assert_eq!(rows(&mut connection, "PRAGMA foreign_key_check").await, Vec::<String>::new());
    assert_eq!(rows(&mut connection, "PRAGMA integrity_check").await, ["ok"]);
}

#[tokio::test]
async fn what_was_answered_with_saved_is_on_the_disk() {
    let installation = Installation::new().await;
    let mut writer = installation.store.begin().await.expect("a writer");
    assert_eq!(rows(&mut writer, "PRAGMA synchronous").await, ["2"], "FULL");
    assert_eq!(rows(&mut writer, "PRAGMA journal_mode").await, ["wal"]);
    assert_eq!(rows(&mut writer, "PRAGMA foreign_keys").await, ["1"]);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a write that no function of the store would make")]
async fn who_reads_cannot_write() {
    let installation = Installation::new().await;
    let mut reader = installation.store.read().await.expect("a reader");
    let fault = sqlx::query("DELETE FROM session").execute(&mut *reader).await.expect_err("a refusal");
    assert!(fault.to_string().contains("readonly"), "{fault}");
}

#[tokio::test]
async fn a_reader_is_not_held_up_by_a_writer_and_sees_one_moment() {
    let installation = Installation::new().await;
    let mut reader = installation.store.read().await.expect("a reader");
    let before = store::rounds::list(&mut reader).await.expect("rounds");
    let mut writer = installation.store.begin().await.expect("a writer");
    store::rounds::set_state(&mut writer, before[0].id, voortgang::domain::round::State::Composing)
        .await
        .expect("a change");
    writer.commit().await.expect("a commit");
    assert_eq!(store::rounds::list(&mut reader).await.expect("rounds"), before);
    drop(reader);
    let mut later = installation.store.read().await.expect("a reader");
    assert_ne!(store::rounds::list(&mut later).await.expect("rounds"), before);
}

#[tokio::test]
async fn what_was_there_is_copied_before_the_schema_changes() {
    let installation = Installation::new().await;
    installation.store.close().await;
    let folder = installation.path().with_file_name("backups");
    Store::open(&installation.path()).await.expect("a database").close().await;
    assert!(!folder.exists(), "nothing changed, nothing was copied");

    // As a program from before the newest migration left it; that migration only makes a table that we drop here.
    let older = "DELETE FROM _sqlx_migrations WHERE version = 21; DROP TABLE edition_input;";
    raw::execute(&installation.path(), older).await.expect("an older file");
    Store::open(&installation.path()).await.expect("a database").close().await;
    let mut copies = std::fs::read_dir(&folder).expect("copies").map(|entry| entry.expect("an entry").path());
    let copy = copies.find(|path| path.extension().is_some_and(|end| end == "sqlite")).expect("a copy");
    assert!(copy.to_string_lossy().contains("voortgang-before-schema-"), "{}", copy.display());
    let mut connection = connect(&copy).await;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'edition_input'";
    assert_eq!(rows(&mut connection, tables).await, ["0"], "it is the file of before");
    assert_eq!(rows(&mut connection, "SELECT count(*) FROM round").await, ["1"]);
}

#[tokio::test]
async fn a_file_that_someone_serves_keeps_its_schema() {
    let installation = Installation::new().await;
    installation.store.close().await;
    let serving = Store::open_alone(&installation.path()).await.expect("a database");
    let again = Store::open_alone(&installation.path()).await.expect_err("a refusal");
    assert!(matches!(again, OpenError::InUse(_)), "{again}");
    Store::open(&installation.path()).await.expect("beside it").close().await;
    let older = "DELETE FROM _sqlx_migrations WHERE version = 21; DROP TABLE edition_input;";
    raw::execute(&installation.path(), older).await.expect("an older file");
    let beside = Store::open(&installation.path()).await.expect_err("a refusal");
    assert!(matches!(beside, OpenError::InUse(_)), "{beside}");
    serving.close().await;
    drop(serving);
    Store::open_alone(&installation.path()).await.expect("the lock is free").close().await;
}
