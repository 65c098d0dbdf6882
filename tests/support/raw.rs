//! What no function of the store does: tests that break things on purpose.

use std::path::Path;

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

/// Runs statements on the file, past the program.
///
/// # Errors
/// What SQLite answers, in its words.
pub(crate) async fn execute(path: &Path, sql: &str) -> Result<(), String> {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(|fault| fault.to_string())?;
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await;
    connection.close().await.map_err(|fault| fault.to_string())?;
    done.map(|_| ()).map_err(|fault| fault.to_string())
}
