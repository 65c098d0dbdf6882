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
            _ => Self::Driver(error),
        }
    }
}
