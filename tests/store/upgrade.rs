//! From every schema that there ever was to the one of now: what was in the file is still there, and nothing tells the
//! file from one that was made today.

use std::path::Path;

use sqlx::{Connection as _, Row as _, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use voortgang::store::{self, MIGRATOR, Store};

use crate::raw;

/// Everything that the schema says, without what only the tool keeps.
#[expect(clippy::disallowed_methods, reason = "the schema itself has no checked form")]
async fn schema(path: &Path) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    let sql =
        "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name NOT LIKE '%sqlx%' ORDER BY type, name";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.expect(sql);
    connection.close().await.expect("closed");
    rows.iter().map(|row| row.get(0)).collect()
}

/// A file as the program left it when it knew this many migrations.
async fn older(path: &Path, known: usize) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    let migrations = MIGRATOR.iter().take(known).cloned().collect::<Vec<_>>();
    Migrator::with_migrations(migrations).run(&mut connection).await.expect("an older schema");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn a_file_of_every_earlier_schema_becomes_what_a_new_one_is_and_keeps_what_was_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("new.sqlite");
    Store::open(&new).await.expect("a database").close().await;
    let wanted = schema(&new).await;
    let all = MIGRATOR.iter().count();
    assert!(all > 20, "{all}");
    for known in 1..all {
        let path = folder.path().join(format!("{known}/voortgang.sqlite"));
        std::fs::create_dir(folder.path().join(known.to_string())).expect("a folder");
        older(&path, known).await;
        let kept = "INSERT INTO ministry (code, protocol) VALUES ('bz', 1);
                    INSERT INTO ministry_name (ministry, valid_from, name, short)
                      VALUES ('bz', '2010-10-14', 'Ministerie van Buitenlandse Zaken', 'BZ');";
        raw::execute(&path, kept).await.expect("a ministry");
        let store = Store::open(&path).await.unwrap_or_else(|fault| panic!("schema {known}: {fault}"));
        let mut reader = store.read().await.expect("a reader");
        let checked = store::check::whole(&mut reader).await;
        assert!(checked.faults.is_empty(), "schema {known}: {:?}", checked.faults);
        let names = store::ministries::all_names(&mut reader).await.expect("names");
        assert_eq!(names.len(), 1, "schema {known}");
        drop(reader);
        store.close().await;
        assert_eq!(schema(&path).await, wanted, "schema {known}");
        assert!(path.with_file_name("backups").is_dir(), "schema {known} was changed without a backup");
    }
}
