//! The command line: one file a subcommand. What can be done for reports on screen can be done here.

mod backup;
mod check;
mod comparison;
mod config;
mod demo;
mod earlier;
mod edition;
mod log;
pub mod logging;
mod mail;
mod person;
mod publish;
mod record;
mod report;
mod restore;
mod serve;
mod site;
mod strategy;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use sqlx::SqliteConnection;

pub use config::arguments;

use crate::{
    domain::{access::Actor, person::Email},
    press,
    store::{self, Store},
};

/// Records progress on the goals of a strategy and generates the two-yearly report to parliament.
#[derive(Debug, Parser)]
#[command(name = "voortgang", version, about, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// How the program says on stderr what it does: lines to read, or JSON for whoever collects logs.
    #[arg(
        long,
        global = true,
        env = "VOORTGANG_LOG_FORMAT",
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub log_format: logging::Format,
    /// File with settings (TOML); their names are those of the flags of `serve`.
    #[arg(long, global = true, env = config::VARIABLE, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Arguments {
    /// What is worth a line, unless `VOORTGANG_LOG` says otherwise: a server has one for every request.
    #[must_use]
    pub fn log_filter(&self) -> &'static str {
        if matches!(self.command, Command::Serve(_)) { "warn,voortgang=info" } else { "warn" }
    }
}

const EXIT_CODES: &str =
    "Exit codes: 0 done; 1 could not be done, stderr says why; 2 the command line is not right.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site on an installation of your own; an empty one is made when there is none.
    Serve(Box<serve::Serve>),
    /// Show what it is: fill a folder with two complete rounds, write their reports, serve it.
    Demo(demo::Demo),
    /// People with an account.
    Person {
        #[command(subcommand)]
        command: person::PersonCommand,
    },
    /// The report of a round as it stands now.
    Report {
        #[command(subcommand)]
        command: report::ReportCommand,
    },
    /// Frozen editions.
    Edition {
        #[command(subcommand)]
        command: edition::EditionCommand,
    },
    /// Strategies: check and load one, such as a successor.
    Strategy {
        #[command(subcommand)]
        command: strategy::StrategyCommand,
    },
    /// The log of all acts.
    Log {
        #[command(subcommand)]
        command: log::LogCommand,
    },
    /// The organisation's mail server.
    Mail {
        #[command(subcommand)]
        command: mail::MailCommand,
    },
    /// Copy the database, also while it is served, and verify the copy.
    Backup(backup::Backup),
    /// Put a backup in place.
    Restore(restore::Restore),
    /// The public site as a folder that any web server can carry.
    Site {
        #[command(subcommand)]
        command: publish::SiteCommand,
    },
    /// The settings.
    Config {
        #[command(subcommand)]
        command: config::ConfigCommand,
    },
    /// Look whether the database, or a backup, is whole: pages, references, log, versions, editions.
    Check(check::Check),
}

/// Where an installation keeps its data.
#[derive(Debug, clap::Args)]
struct Data {
    /// Folder that holds the database.
    #[arg(long, env = "VOORTGANG_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
}

/// Where people reach the site.
#[derive(Debug, clap::Args)]
struct Base {
    /// Address at which people reach the site, for the links that are handed to them.
    #[arg(long, env = "VOORTGANG_BASE_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    base_url: String,
}

impl Base {
    /// The address, without a slash at its end, when the public reaches it; `None` when it is one's own machine.
    fn public(&self) -> Option<&str> {
        self.base_url.starts_with("https://").then(|| self.base_url.trim_end_matches('/'))
    }
}

impl Data {
    fn database(&self) -> PathBuf {
        database(&self.data)
    }

    /// The database, which must be there.
    fn existing(&self) -> anyhow::Result<PathBuf> {
        let path = self.database();
        anyhow::ensure!(
            path.exists(),
            "there is no installation in {}; `voortgang serve` makes one",
            self.data.display()
        );
        Ok(path)
    }

    /// Opens an installation that must be there.
    async fn open_existing(&self) -> anyhow::Result<Store> {
        Ok(Store::open(&self.existing()?).await?)
    }
}

/// In whose name something is done: that of whoever has this address, while their account lasts.
async fn in_the_name_of(connection: &mut SqliteConnection, by: &str) -> anyhow::Result<Actor> {
    let email = Email::parse(by).with_context(|| by.to_owned())?;
    let known = store::people::find_credentials(connection, &email).await?;
    let person = known.with_context(|| format!("nobody has the address {by}"))?.person;
    let actor = store::people::find_actor(connection, person).await?;
    actor.with_context(|| format!("the account of {by} was ended"))
}

/// The database within a data folder.
fn database(folder: &Path) -> PathBuf {
    folder.join("voortgang.sqlite")
}

/// Does what the command line asks.
///
/// # Errors
/// When it could not be done; the chain of causes is one line.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Person { command } => command.run().await,
        Command::Report { command } => command.run().await,
        Command::Edition { command } => command.run().await,
        Command::Strategy { command } => command.run().await,
        Command::Log { command } => command.run().await,
        Command::Mail { command } => command.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Site { command } => command.run().await,
        Command::Config { command } => command.run(arguments.config.as_deref()),
        Command::Check(check) => check.run().await,
    }
}

/// Loads strategies and registers into an installation at its first start.
async fn filled(store: Store) -> anyhow::Result<Store> {
    let mut writer = store.begin().await?;
    if store::is_empty(&mut writer).await? {
        store::load::all_shipped(&mut writer).await?;
    }
    press::index_released(&mut writer).await?;
    writer.commit().await.context("cannot keep the strategies")?;
    Ok(store)
}

/// Writes a line to standard output; that nobody reads it is no error.
fn say(line: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
