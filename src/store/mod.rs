//! SQL, and the only place for it: one file a noun, one query a function.
//!
//! Functions take `&mut SqliteConnection`; whether it is a transaction is the caller's to decide. A lookup that may
//! find nothing is called `find` and gives an `Option`; `get` gives [`Error::NotFound`].
//!
//! # Why one writer
//! SQLite takes one writer at a time. A pool of one for writing makes others wait in our queue instead of meeting
//! `SQLITE_BUSY`; readers have a pool of their own and are never blocked by the writer (WAL).
//!
//! # Two programs on one file
//! One process serves a file: it holds a [`Lock`] that a second is refused. Commands that read, or do one transaction,
//! need no lock, for SQLite keeps them apart; bringing the schema up to date and restoring do.

pub mod access_events;
pub mod access_reviews;
pub mod accounts;
pub mod annexes;
pub mod approvals;
pub mod assessments;
pub mod assignments;
pub mod backups;
pub mod calendar_keys;
pub mod check;
pub mod columns;
pub mod completeness;
pub mod consents;
pub mod contributions;
pub mod coverage;
pub mod deadlines;
pub mod developments;
pub mod drafts;
pub mod earlier_reports;
pub mod editions;
mod error;
pub mod events;
pub mod facts;
pub mod gaps;
pub mod goal_texts;
pub mod goals;
pub mod herijking;
pub mod imports;
pub mod indicators;
pub mod invitations;
pub mod letters;
pub mod load;
mod lock;
pub mod logbook;
pub mod login_failures;
pub mod mails;
pub mod ministries;
pub mod offices;
pub mod outbox;
pub mod packages;
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
pub mod search;
pub mod second_factors;
pub mod sendings;
pub mod sessions;
pub mod setup;
pub mod sign_in_steps;
pub mod stand_ins;
pub mod stands;
pub mod strategies;
pub mod subjects;
pub mod themes;
pub mod tokens;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error as ThisError;

use crate::domain::{backup, clock::Clock};
use check::Schema;

pub use error::{Error, Result};
pub use lock::Lock;
pub use writer::Writer;

/// The schema, embedded in the program.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// The file, opened: one connection to write, several to read, and one that sees whether something changed.
#[derive(Clone, Debug)]
pub struct Store {
    write: SqlitePool,
    queue: writer::Queue,
    read: SqlitePool,
    watch: SqlitePool,
    _alone: Option<Arc<Lock>>,
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
    /// Another process serves it.
    #[error("the database {0} is in use by another `voortgang serve`; stop that one first")]
    InUse(String),
    /// Pages of the file are not as SQLite wrote them.
    #[error("the database {path} is damaged ({what}); `voortgang restore` puts back a backup")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// The copy that is made before the schema changes could not be made.
    #[error("cannot make a backup before bringing the database up to date: {0}")]
    Backup(backups::BackupError),
    /// The schema could not be brought up to date.
    #[error("cannot bring the database {path} up to date: {source}")]
    Migration {
        /// Which file.
        path: String,
        /// Why not.
        source: sqlx::migrate::MigrateError,
    },
}

impl OpenError {
    /// What SQLite says of a file, with a way out when its pages are damaged.
    fn of(path: &Path, source: sqlx::Error) -> Self {
        let path = path.display().to_string();
        let damaged =
            |fault: &&dyn sqlx::error::DatabaseError| fault.code().as_deref() == Some(error::CORRUPT);
        match source.as_database_error().filter(damaged) {
            Some(fault) => Self::Damaged { path, what: fault.message().to_owned() },
            None => Self::Unusable { path, source },
        }
    }
}

/// How many can read at once.
const READERS: u32 = 4;

impl Store {
    /// Opens a database file, making it when it is not there, and brings its schema up to date; what it held before is
    /// then kept as a backup.
    ///
    /// # Errors
    /// When the folder cannot be used, the file is no database, or a newer program made it.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        folder_of(path)?;
        Self::open_with(path, None).await
    }

    /// The same for a process that serves it: alone, as long as the store lives, and only when the file is whole.
    ///
    /// # Errors
    /// As [`Store::open`], and when another process has it or the file is damaged.
    pub async fn open_alone(path: &Path) -> Result<Self, OpenError> {
        folder_of(path)?;
        let lock = lock(path)?;
        let store = Self::open_with(path, Some(lock)).await?;
        let unusable = |source| OpenError::of(path, source);
        let mut writer = store.write.acquire().await.map_err(unusable)?;
        let what = match check::pages(&mut writer, "PRAGMA quick_check(3)").await {
            Ok(faults) => faults.join("; "),
            Err(error) => error.to_string(),
        };
        if what.is_empty() {
            Ok(store)
        } else {
            Err(OpenError::Damaged { path: path.display().to_string(), what })
        }
    }

    async fn open_with(path: &Path, alone: Option<Lock>) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was answered with "bewaard" is on the disk, also when the power goes.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .optimize_on_close(true, None);
        let unusable = |source| OpenError::of(path, source);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(unusable)?;
        update(path, &write, alone.is_some()).await?;
        // A reader that would optimise fails, and is then closed after the writer: the log stays beside the file.
        let reading = options.read_only(true).optimize_on_close(false, None);
        let watching = reading.clone();
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
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
        let queue = writer::Queue::start(write.clone());
        Ok(Self { write, queue, read, watch, _alone: alone.map(Arc::new) })
    }

    /// A transaction that may write, when it is one's turn.
    ///
    /// # Errors
    /// When SQLite cannot begin.
    pub async fn begin(&self) -> Result<Writer> {
        self.queue.begin().await
    }

    /// A transaction that sees one state of the database and cannot write.
    ///
    /// # Errors
    /// When SQLite cannot begin.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>> {
        begin_reading(&self.read).await
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

/// Begins a transaction on a connection that has none.
///
/// After some faults of the disk SQLite ends a transaction by itself. The driver does not hear of that and takes the
/// connection to be within one for ever. Such a connection is closed, and the pool makes another.
async fn begin_reading(pool: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    for _ in 0..READERS {
        match pool.begin_with("BEGIN").await {
            Err(sqlx::Error::InvalidSavePointStatement) => {
                if let Err(error) = pool.acquire().await?.close().await {
                    tracing::warn!(error = %error, "closing a connection that lost its transaction");
                }
            }
            begun => return Ok(begun?),
        }
    }
    Ok(pool.begin_with("BEGIN").await?)
}

/// The folder a database is in, made when it is not there.
fn folder_of(path: &Path) -> Result<&Path, OpenError> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder)
        .map_err(|source| OpenError::Folder { folder: folder.display().to_string(), source })?;
    Ok(folder)
}

fn lock(path: &Path) -> Result<Lock, OpenError> {
    let taken = Lock::take(path)
        .map_err(|source| OpenError::Folder { folder: path.display().to_string(), source })?;
    taken.ok_or_else(|| OpenError::InUse(path.display().to_string()))
}

/// Brings the schema up to date. A database that is not empty is copied first, and nobody may be serving it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the driver's errors grow with it")]
async fn update(path: &Path, write: &SqlitePool, alone: bool) -> Result<(), OpenError> {
    let shown = path.display().to_string();
    let unusable = |source| OpenError::of(path, source);
    let mut connection = write.acquire().await.map_err(unusable)?;
    let schema = check::schema(&mut connection).await.map_err(|error| match error {
        Error::Driver(source) => unusable(source),
        other => unusable(sqlx::Error::Decode(Box::new(other))),
    })?;
    drop(connection);
    if schema == Schema::Newer {
        return Err(OpenError::Newer(shown));
    }
    let _lock = if alone || schema == Schema::Current { None } else { Some(lock(path)?) };
    if let Schema::Older(_) = schema {
        let newest = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default();
        let name = backup::name_before(&format!("schema-{newest}"), Clock::System.now());
        backups::take(path, &backups_of(path), &name).await.map_err(OpenError::Backup)?;
    }
    MIGRATOR.run(write).await.map_err(|source| match source {
        sqlx::migrate::MigrateError::VersionMissing(_) => OpenError::Newer(shown.clone()),
        other => OpenError::Migration { path: shown.clone(), source: other },
    })
}

/// Where the backups of a database are, unless someone says otherwise: "backups" beside it.
#[must_use]
pub fn backups_of(database: &Path) -> PathBuf {
    database.with_file_name("backups")
}

/// Whether a database has no strategy yet: the first start.
///
/// # Errors
/// When SQLite fails.
pub async fn is_empty(connection: &mut SqliteConnection) -> Result<bool> {
    let strategies = sqlx::query_scalar!("SELECT count(*) FROM strategy").fetch_one(connection).await?;
    Ok(strategies == 0)
}
