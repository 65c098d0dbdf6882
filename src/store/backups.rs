//! Backups: copies of the whole database at one moment, verified before they get their name, and put back again.
//!
//! # Why `VACUUM INTO`
//! It reads one snapshot while others write (WAL), and gives one file that stands by itself. SQLite's backup interface
//! would do as well, but begins anew whenever another process writes, and has no safe binding in this program's driver.
//! A copy of the file alone would miss what is still in the log beside it.

use std::{
    cmp::Reverse,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use thiserror::Error;

use super::{
    Lock,
    check::{self, Checked},
};
use crate::domain::backup::{self, Plan};

/// A backup that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where.
    pub path: PathBuf,
    /// Of which moment.
    pub at: DateTime<Utc>,
    /// How large.
    pub bytes: u64,
}

/// Why there is no backup, or nothing was put back.
#[derive(Debug, Error)]
pub enum BackupError {
    /// A file or folder cannot be used.
    #[error("cannot use {path}: {source}")]
    File {
        /// Which one.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// SQLite could not read the one or write the other.
    #[error("cannot copy the database to {path}: {source}")]
    Copy {
        /// To where.
        path: String,
        /// Why not.
        source: super::Error,
    },
    /// What was read back is not whole.
    #[error("{path} is not whole: {faults}")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong with it.
        faults: String,
    },
    /// Two at once would clear away each other's work.
    #[error("another process is making a backup in {0}")]
    Busy(String),
    /// Nobody's data is exchanged under their hands.
    #[error("the database {0} is in use by another process; stop `voortgang serve` first")]
    InUse(String),
}

fn file(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    move |source| BackupError::File { path: path.display().to_string(), source }
}

/// Copies a database, which others may be using, to a new file of this name in a folder, and verifies it.
///
/// The copy gets its name when it is on the disk and found whole; what is called a backup is one.
///
/// # Errors
/// When it cannot be written, or is not whole.
pub async fn take(database: &Path, folder: &Path, name: &str) -> Result<(PathBuf, Checked), BackupError> {
    fs::create_dir_all(folder).map_err(file(folder))?;
    let lock = Lock::take(&folder.join("backups")).map_err(file(folder))?;
    let _lock = lock.ok_or_else(|| BackupError::Busy(folder.display().to_string()))?;
    clear(folder).map_err(file(folder))?;
    let (path, part) = (folder.join(name), folder.join(format!("{name}{PART}")));
    match copy(database, &part).await {
        Ok(checked) => {
            fs::rename(&part, &path).and_then(|()| sync(folder)).map_err(file(&path))?;
            Ok((path, checked))
        }
        Err(error) => {
            // Half a copy on a full disk is in the way of the next.
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

/// A backup that is not finished ends so, and is nobody's.
const PART: &str = ".part";

/// Removes what a process that was killed left behind.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_str().is_some_and(|name| name.ends_with(PART)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a copy has no columns that could be checked")]
async fn copy(database: &Path, part: &Path) -> Result<Checked, BackupError> {
    let shown = part.display().to_string();
    let failed = |source: sqlx::Error| BackupError::Copy { path: shown.clone(), source: source.into() };
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(failed)?;
    let copied = sqlx::query("VACUUM INTO ?").bind(&shown).execute(&mut connection).await;
    connection.close().await.map_err(failed)?;
    copied.map_err(failed)?;
    File::open(part).and_then(|copy| copy.sync_all()).map_err(file(part))?;
    verify(part).await
}

/// Looks at everything in a backup.
///
/// # Errors
/// [`BackupError::Damaged`] with all that is wrong.
pub async fn verify(backup: &Path) -> Result<Checked, BackupError> {
    let damaged = |faults: String| BackupError::Damaged { path: backup.display().to_string(), faults };
    File::open(backup).map_err(file(backup))?;
    let mut connection = check::open_still(backup).await.map_err(|error| damaged(error.to_string()))?;
    let checked = check::whole(&mut connection).await;
    connection.close().await.map_err(|error| damaged(error.to_string()))?;
    if checked.faults.is_empty() { Ok(checked) } else { Err(damaged(checked.faults.join("; "))) }
}

/// What is written in a folder stays written when the power goes.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The backups in a folder, newest first. A folder that is not there has none.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<Backup>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if let Some(at) = name.to_str().and_then(backup::made_at) {
            found.push(Backup { path: entry.path(), at, bytes: entry.metadata()?.len() });
        }
    }
    found.sort_unstable_by_key(|backup| Reverse(backup.at));
    Ok(found)
}

/// Removes what the plan does not keep; how many.
///
/// # Errors
/// When the folder cannot be changed.
pub fn rotate(folder: &Path, plan: &Plan) -> io::Result<usize> {
    let backups = list(folder)?;
    let superfluous = plan.superfluous(&backups.iter().map(|backup| backup.at).collect::<Vec<_>>());
    for backup in backups.iter().filter(|backup| superfluous.contains(&backup.at)) {
        fs::remove_file(&backup.path)?;
    }
    Ok(superfluous.len())
}

/// Puts a backup in the place of a database that nobody uses. What was there goes to `aside`, whole.
///
/// Whenever the power goes, the place holds the old database or the new one.
///
/// # Errors
/// When the backup is not whole, the database is in use, or a file cannot be written. Then nothing has changed.
pub async fn restore(backup: &Path, database: &Path, aside: &Path) -> Result<Checked, BackupError> {
    let folder = database.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder).map_err(file(folder))?;
    let lock = Lock::take(database).map_err(file(database))?;
    let _lock = lock.ok_or_else(|| BackupError::InUse(database.display().to_string()))?;
    let part = with(database, PART);
    let copied = fs::copy(backup, &part).and_then(|_| File::open(&part)?.sync_all());
    let checked = match copied.map_err(file(&part)) {
        Ok(()) => verify(&part).await,
        Err(error) => Err(error),
    };
    let checked = checked.inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })?;
    if database.exists() {
        fold(database).await;
        set_aside(database, aside).map_err(file(aside))?;
    }
    fs::rename(&part, database).and_then(|()| sync(folder)).map_err(file(database))?;
    Ok(checked)
}

/// Brings what is in the log beside a database into the database. One that is damaged stays as it is.
async fn fold(database: &Path) {
    let options = SqliteConnectOptions::new().filename(database);
    if let Ok(connection) = SqliteConnection::connect_with(&options).await {
        let _ = connection.close().await;
    }
}

/// Keeps a database under another name as well. Its log and index move: beside the new database they would be read as
/// belonging to that one.
fn set_aside(database: &Path, aside: &Path) -> io::Result<()> {
    if aside.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::hard_link(database, aside).or_else(|_| fs::copy(database, aside).map(|_| ()))?;
    for beside in ["-wal", "-shm"] {
        match fs::rename(with(database, beside), with(aside, beside)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What went wrong the last time, until it goes right.
#[derive(Clone, Debug)]
pub struct Failure {
    /// When.
    pub at: DateTime<Utc>,
    /// Why, for the person who runs the machine.
    pub why: String,
}

/// Makes the backups of an installation in time, and knows how that goes. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Keeper {
    database: PathBuf,
    folder: PathBuf,
    plan: Plan,
    failure: Arc<Mutex<Option<Failure>>>,
}

impl Keeper {
    /// For this database, into this folder.
    #[must_use]
    pub fn new(database: PathBuf, folder: PathBuf, plan: Plan) -> Self {
        Self { database, folder, plan, failure: Arc::default() }
    }

    /// How backups are made.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Where they are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What went wrong the last time.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All backups, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn list(&self) -> io::Result<Vec<Backup>> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || list(&folder)).await.map_err(io::Error::other)?
    }

    /// Makes a backup when it is time, and clears away what is kept no longer. Logs what it did.
    pub async fn turn(&self, now: DateTime<Utc>) {
        let outcome = self.make_if_due(now).await;
        let failure = match outcome {
            Ok(None) => return,
            Ok(Some(made)) => {
                tracing::info!(backup.file = %made.display(), "a backup was made and verified");
                None
            }
            Err(error) => {
                tracing::error!(error = %error, "the backup failed; it will be tried again in an hour");
                Some(Failure { at: now, why: error.to_string() })
            }
        };
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    async fn make_if_due(&self, now: DateTime<Utc>) -> Result<Option<PathBuf>, BackupError> {
        let newest = self.list().await.map_err(file(&self.folder))?.first().map(|backup| backup.at);
        if !self.plan.is_due(newest, self.failure().map(|failure| failure.at), now) {
            return Ok(None);
        }
        let (path, _) = take(&self.database, &self.folder, &backup::name(now)).await?;
        rotate(&self.folder, &self.plan).map_err(file(&self.folder))?;
        Ok(Some(path))
    }
}
