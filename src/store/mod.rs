//! SQL, and the only place for it: one file a noun, one query a function.
//!
//! Functions take `&mut SqliteConnection`; whether it is a transaction is the caller's to decide. A lookup that may
//! find nothing is called `find` and gives an `Option`; `get` gives [`Error::NotFound`].
//!
//! # Why one writer
//! SQLite takes one writer at a time. A pool of one for writing makes others wait in our queue instead of meeting
//! `SQLITE_BUSY`; readers have a pool of their own and are never blocked by the writer (WAL).

pub mod access_events;
pub mod access_reviews;
pub mod accounts;
pub mod assessments;
pub mod columns;
pub mod completeness;
pub mod consents;
pub mod contributions;
pub mod coverage;
pub mod deadlines;
pub mod developments;
pub mod drafts;
pub mod editions;
mod error;
pub mod events;
pub mod facts;
pub mod gaps;
pub mod goal_texts;
pub mod goals;
pub mod imports;
pub mod indicators;
pub mod invitations;
pub mod letters;
pub mod load;
pub mod logbook;
pub mod login_failures;
pub mod ministries;
pub mod offices;
pub mod pauses;
pub mod people;
pub mod provenance;
pub mod remarks;
pub mod replacements;
pub mod requests;
pub mod reviews;
pub mod revisions;
pub mod round_texts;
pub mod rounds;
pub mod second_factors;
pub mod sendings;
pub mod sessions;
pub mod setup;
pub mod sign_in_steps;
pub mod themes;

use std::{path::Path, time::Duration};

use sqlx::{
    Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error as ThisError;

pub use error::{Error, Result};

/// The schema, embedded in the program.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// The file, opened: one connection to write, several to read, and one that sees whether something changed.
#[derive(Clone, Debug)]
pub struct Store {
    write: SqlitePool,
    read: SqlitePool,
    watch: SqlitePool,
}

/// Why a file cannot be used.
#[derive(Debug, ThisError)]
pub enum OpenError {
    /// The folder is not there or cannot be written.
    #[error("cannot use the folder {folder}: {source}")]
    Folder {
        /// Which folder.
        folder: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Made by a newer program.
    #[error(
        "the database {0} was made by a newer version of Voortgang; use that version, or restore an older backup"
    )]
    Newer(String),
    /// Not a database, damaged, or locked.
    #[error("cannot open the database {path}: {source}")]
    Unusable {
        /// Which file.
        path: String,
        /// Why not.
        source: sqlx::Error,
    },
    /// The schema could not be brought up to date.
    #[error("cannot bring the database {path} up to date: {source}")]
    Migration {
        /// Which file.
        path: String,
        /// Why not.
        source: sqlx::migrate::MigrateError,
    },
}

impl Store {
    /// Opens a database file, making it when it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When the folder cannot be used, the file is no database, or a newer program made it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the driver's errors grow with it")]
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let shown = path.display().to_string();
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        std::fs::create_dir_all(folder)
            .map_err(|source| OpenError::Folder { folder: folder.display().to_string(), source })?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was answered with "bewaard" is on the disk, also when the power goes.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .optimize_on_close(true, None);
        let unusable = |source| OpenError::Unusable { path: shown.clone(), source };
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(unusable)?;
        MIGRATOR.run(&write).await.map_err(|source| match source {
            sqlx::migrate::MigrateError::VersionMissing(_) => OpenError::Newer(shown.clone()),
            other => OpenError::Migration { path: shown.clone(), source: other },
        })?;
        // A reader that would optimise fails, and is then closed after the writer: the log stays beside the file.
        let reading = options.read_only(true).optimize_on_close(false, None);
        let watching = reading.clone();
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(reading)
            .await
            .map_err(unusable)?;
        let watch = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(watching)
            .await
            .map_err(unusable)?;
        Ok(Self { write, read, watch })
    }

    /// A transaction that may write; others wait until it ends. Dropped without commit, it never happened.
    ///
    /// # Errors
    /// When SQLite cannot begin.
    pub async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.write.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// A transaction that sees one state of the database and cannot write.
    ///
    /// # Errors
    /// When SQLite cannot begin.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.read.begin().await?)
    }

    /// A number that is another whenever anyone has changed the database, this program or another one.
    ///
    /// # Errors
    /// When SQLite fails.
    #[expect(clippy::disallowed_methods, reason = "a PRAGMA has no table whose columns could be checked")]
    pub async fn version(&self) -> Result<i64> {
        // Only values seen by one and the same connection can be compared, and it must not write itself.
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&self.watch).await?)
    }

    /// Closes all connections, so that the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.watch.close().await;
        self.write.close().await;
    }
}

/// Whether a database has no strategy yet: the first start.
///
/// # Errors
/// When SQLite fails.
pub async fn is_empty(connection: &mut SqliteConnection) -> Result<bool> {
    let strategies = sqlx::query_scalar!("SELECT count(*) FROM strategy").fetch_one(connection).await?;
    Ok(strategies == 0)
}
