//! Reads strategies and registers from TOML files into an empty database. A wrong file is refused with file, line
//! and reason, and nothing of it is kept.

mod format;
mod registers;
mod strategy;

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;
use thiserror::Error;

use super::Error as StoreError;

/// A file that ships with the program: its name and its text.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// As shown when it is refused.
    pub name: &'a str,
    /// TOML.
    pub text: &'a str,
}

/// Why a file was refused.
#[derive(Debug, Error)]
pub enum LoadError {
    /// Something in the file is wrong.
    #[error("{file}, line {line}: {reason}")]
    Wrong {
        /// Which file.
        file: String,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The database refused a row.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Id of the strategy.
    pub id: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// How many pillars.
    pub pillars: usize,
    /// How many goals.
    pub goals: usize,
    /// How many of them continue goals of the strategy before.
    pub continuing: usize,
    /// How many commitments.
    pub commitments: usize,
}

/// The files that ship with the program, in the order in which they must be loaded.
pub mod shipped {
    use super::File;

    /// Ministries and their names through the years.
    pub const MINISTRIES: File<'_> = File {
        name: "reports/registers/ministries.toml",
        text: include_str!("../../../reports/registers/ministries.toml"),
    };
    /// Offices and who held them.
    pub const OFFICES: File<'_> = File {
        name: "reports/registers/offices.toml",
        text: include_str!("../../../reports/registers/offices.toml"),
    };
    /// Strategies, oldest first.
    pub const STRATEGIES: [File<'_>; 2] = [
        File {
            name: "reports/ivs-2013/strategy.toml",
            text: include_str!("../../../reports/ivs-2013/strategy.toml"),
        },
        File {
            name: "reports/gbvs-2018-2022/strategy.toml",
            text: include_str!("../../../reports/gbvs-2018-2022/strategy.toml"),
        },
    ];
}

/// Loads everything that ships with the program. Call it within a transaction.
///
/// # Errors
/// When a file is wrong; the transaction should then not be committed.
pub async fn all_shipped(connection: &mut SqliteConnection) -> Result<(), LoadError> {
    registers::ministries(connection, shipped::MINISTRIES).await?;
    registers::offices(connection, shipped::OFFICES).await?;
    for file in shipped::STRATEGIES {
        strategy::load(connection, file).await?;
    }
    Ok(())
}

/// Loads one strategy, such as a successor. Call it within a transaction.
///
/// # Errors
/// When the file is wrong or the strategy is there already.
pub async fn strategy(connection: &mut SqliteConnection, file: File<'_>) -> Result<Loaded, LoadError> {
    strategy::load(connection, file).await
}

impl File<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, LoadError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, error.message())
        })
    }

    /// A refusal at a byte of the file.
    fn wrong(&self, at: usize, reason: impl Into<String>) -> LoadError {
        let line = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        LoadError::Wrong { file: self.name.to_owned(), line, reason: reason.into() }
    }
}

/// A TOML date as a calendar day.
fn day(date: &toml::Spanned<toml::value::Datetime>, file: &File<'_>) -> Result<chrono::NaiveDate, LoadError> {
    let value = date.as_ref();
    value
        .date
        .filter(|_| value.time.is_none())
        .and_then(|date| {
            chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        })
        .ok_or_else(|| file.wrong(date.span().start, format!("{value} is not a day such as 2018-03-19")))
}
