//! What can go wrong between the program and its file.

use thiserror::Error;

/// A store call that did not do what it was asked.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no such row.
    #[error("not found")]
    NotFound,
    /// The row would break a rule of the schema; names the rule.
    #[error("conflicts with {0}")]
    Conflict(String),
    /// A column holds what no program of this version writes.
    #[error("{table}.{column} holds something unknown")]
    Corrupt {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
    },
    /// The file cannot be written, or reached, as things stand now; later it may. Nothing was changed.
    #[error("the database cannot be used now: {what}")]
    Unwritable {
        /// Whether the disk is full.
        full: bool,
        /// What SQLite says.
        what: String,
    },
    /// SQLite itself.
    #[error(transparent)]
    Driver(sqlx::Error),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the driver's errors grow with it; all others are its own"
    )]
    fn from(error: sqlx::Error) -> Self {
        let unwritable = |full| Self::Unwritable { full, what: error.to_string() };
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(database)
                if database.is_unique_violation()
                    || database.is_foreign_key_violation()
                    || database.is_check_violation()
                    // RAISE(ABORT) in a trigger: SQLITE_CONSTRAINT_TRIGGER
                    || database.code().as_deref() == Some("1811") =>
            {
                Self::Conflict(database.message().to_owned())
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => unwritable(false),
            sqlx::Error::Database(database) => match database.code().as_deref().and_then(primary) {
                Some(FULL) => unwritable(true),
                Some(BUSY | LOCKED | READONLY | IO | CANNOT_OPEN) => unwritable(false),
                _ => Self::Driver(error),
            },
            _ => Self::Driver(error),
        }
    }
}

/// Pages of the file are not as SQLite wrote them.
pub(super) const CORRUPT: &str = "11";

// SQLite's result codes: <https://www.sqlite.org/rescode.html>
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READONLY: u32 = 8;
const IO: u32 = 10;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;

/// The code without what an extended one adds to it.
fn primary(code: &str) -> Option<u32> {
    Some(code.parse::<u32>().ok()? & 0xff)
}
