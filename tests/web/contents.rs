//! All that a database holds, to compare.

use std::path::Path;

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

/// Every row of every table as text, a line each in a fixed order, save those of `without`.
#[expect(
    clippy::disallowed_methods,
    reason = "the tables are asked for their columns, so no query is known before"
)]
pub(crate) async fn contents(path: &Path, without: &[&str]) -> String {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a database");
    let names =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut connection).await.expect("tables");
    let mut lines = String::new();
    for table in tables.iter().filter(|table| !without.contains(&table.as_str())) {
        let columns = format!(
            "SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info('{table}')"
        );
        let columns: String = sqlx::query_scalar(sqlx::AssertSqlSafe(columns))
            .fetch_one(&mut connection)
            .await
            .expect("columns");
        let rows = format!("SELECT '{table} ' || {columns} AS line FROM {table} ORDER BY line");
        let rows: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(&mut connection).await.expect("rows");
        for row in rows {
            lines.push_str(&row);
            lines.push('\n');
        }
    }
    connection.close().await.expect("an end");
    lines
}
