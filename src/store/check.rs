//! Whether a database is whole: its pages, its references, its log, and every word whose hash was kept.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, SqliteConnection, migrate::Migrate as _, sqlite::SqliteConnectOptions};

use super::{
    MIGRATOR, Result, editions,
    events::{self, Chain},
    revisions,
};
use crate::domain::{event::hex, id::ContributionId};

/// What was looked at, and all that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Each thing that is not as it was written, in words.
    pub faults: Vec<String>,
    /// How many events the log has.
    pub events: u32,
    /// Hash of the last event.
    pub head: String,
    /// How many revisions were compared with their hash.
    pub revisions: usize,
    /// How many files of editions.
    pub files: usize,
}

/// How old the schema of a file is, seen from this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is none yet.
    Empty,
    /// It will be brought up to date when it is opened; this is the newest migration it has.
    Older(i64),
    /// The same.
    Current,
    /// A newer program made it.
    Newer,
}

/// Which migrations a database has had.
///
/// # Errors
/// When SQLite fails.
pub async fn schema(connection: &mut SqliteConnection) -> Result<Schema> {
    let known = sqlx::query_scalar!("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(&mut *connection)
        .await?;
    if known == 0 {
        return Ok(Schema::Empty);
    }
    let applied =
        connection.list_applied_migrations(&MIGRATOR.table_name).await.map_err(sqlx::Error::from)?;
    let Some(newest) = applied.iter().map(|migration| migration.version).max() else {
        return Ok(Schema::Empty);
    };
    if applied.iter().any(|migration| !MIGRATOR.version_exists(migration.version)) {
        Ok(Schema::Newer)
    } else if applied.len() < MIGRATOR.iter().count() {
        Ok(Schema::Older(newest))
    } else {
        Ok(Schema::Current)
    }
}

/// Opens a file that nobody else uses, changes nothing and leaves nothing beside it.
///
/// # Errors
/// When it is no database.
pub async fn open_still(path: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// Looks at everything. A database from an older program is looked at as far as SQLite itself knows it.
pub async fn whole(connection: &mut SqliteConnection) -> Checked {
    let mut checked = Checked::default();
    if let Err(error) = look(connection, &mut checked).await {
        checked.faults.push(error.to_string());
    }
    checked
}

async fn look(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    look_at_index(connection).await?;
    checked.faults.extend(pages(connection, "PRAGMA integrity_check").await?);
    checked.faults.extend(references(connection).await?);
    if !checked.faults.is_empty() {
        return Ok(());
    }
    match schema(connection).await? {
        Schema::Current => {}
        Schema::Older(_) => return Ok(()),
        Schema::Newer => {
            checked.faults.push("it was made by a newer version of Voortgang".to_owned());
            return Ok(());
        }
        Schema::Empty => {
            checked.faults.push("it holds no installation of Voortgang".to_owned());
            return Ok(());
        }
    }
    match events::verify(connection).await? {
        Chain::Whole { events, head } => (checked.events, checked.head) = (events, head),
        Chain::BrokenAt(row) => checked.faults.push(format!("the log is broken at event {row}")),
    }
    written(connection, checked).await?;
    frozen(connection, checked).await
}

/// Reads the search index once. SQLite's check of it sums up the segments that this connection knew when it last read,
/// also when another connection has written since; only reading looks for new ones (`fts5IntegrityMethod`, 3.51).
async fn look_at_index(connection: &mut SqliteConnection) -> Result<()> {
    let indexed = sqlx::query_scalar!("SELECT count(*) FROM sqlite_schema WHERE name = 'search_text'")
        .fetch_one(&mut *connection)
        .await?;
    if indexed > 0 {
        sqlx::query_scalar!("SELECT rowid FROM search_text LIMIT 1").fetch_optional(connection).await?;
    }
    Ok(())
}

/// What SQLite finds wrong with the pages of the file: `integrity_check`, or `quick_check`, which leaves out the indexes.
#[expect(clippy::disallowed_methods, reason = "a PRAGMA has no table whose columns could be checked")]
pub(super) async fn pages(connection: &mut SqliteConnection, pragma: &'static str) -> Result<Vec<String>> {
    let mut found: Vec<String> = sqlx::query_scalar(pragma).fetch_all(connection).await?;
    found.retain(|line| line != "ok");
    Ok(found)
}

/// Rows that refer to a row that is not there.
#[expect(clippy::disallowed_methods, reason = "a PRAGMA has no table whose columns could be checked")]
async fn references(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let loose: Vec<(String, Option<i64>, String)> =
        sqlx::query_as(r#"SELECT "table", rowid, parent FROM pragma_foreign_key_check"#)
            .fetch_all(connection)
            .await?;
    let words = |(table, row, parent): (String, Option<i64>, String)| {
        format!("row {} of {table} refers to a {parent} that is not there", row.unwrap_or_default())
    };
    Ok(loose.into_iter().map(words).collect())
}

/// Every revision against the hash that was kept with it, and that an akkoord binds to.
async fn written(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    let kept = sqlx::query!(
        r#"SELECT contribution AS "contribution: ContributionId", number AS "number: u32", sha256 FROM revision"#
    )
    .fetch_all(&mut *connection)
    .await?;
    checked.revisions = kept.len();
    for row in kept {
        let revision = revisions::get(connection, row.contribution, row.number).await?;
        if revision.content.sha256() != row.sha256 {
            checked.faults.push(format!(
                "version {} of contribution {} is not what was saved",
                row.number, row.contribution
            ));
        }
    }
    Ok(())
}

/// Every edition against the log, and each of its files against the hash that was kept with it.
async fn frozen(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    for listed in editions::list(connection, false).await? {
        let (edition, name) = (&listed.edition, format!("{} {}", listed.slug, listed.edition.number));
        let report = editions::report(connection, edition.id).await?;
        let logged = events::find_frozen(connection, edition.id).await?;
        let hash = hex(&Sha256::digest(&report));
        if hash != edition.sha256 || logged.is_some_and(|logged| logged != hash) {
            checked.faults.push(format!("the report of edition {name} is not what was frozen"));
        }
        for (file, sha256, _) in editions::files(connection, edition.id).await? {
            let kept = editions::find_file(connection, edition.id, &file).await?;
            checked.files += 1;
            if kept.is_none_or(|kept| hex(&Sha256::digest(&kept.bytes)) != sha256) {
                checked.faults.push(format!("{file} of edition {name} is not what was frozen"));
            }
        }
    }
    Ok(())
}
