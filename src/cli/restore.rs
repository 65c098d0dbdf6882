//! `voortgang restore`: a backup becomes the database. Data that is there is never overwritten without a word.

use std::{
    io::{self, BufRead as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

use super::{Data, say};
use crate::{
    domain::{backup, clock::Clock, event::Event},
    store::{self, Store, backups},
};

/// Put a backup in place.
#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    backup: PathBuf,
    #[command(flatten)]
    data: Data,
    /// There is a database already: put the backup in its place. The old one is kept beside it.
    #[arg(long)]
    replace: bool,
    /// Do not ask.
    #[arg(long, requires = "replace")]
    yes: bool,
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (database, now) = (self.data.database(), Clock::System.now());
        let checked = backups::verify(&self.backup).await?;
        let replaces = database.exists();
        if replaces {
            ensure!(
                self.replace,
                "{} is there already; give --replace to put the backup in its place",
                database.display()
            );
            if !self.yes {
                ask(&database)?;
            }
        }
        let aside = database.with_file_name(backup::name_before("restore", now));
        backups::restore(&self.backup, &database, &aside).await?;
        let ended = record(&database, &self.backup, now).await.context("the backup is in place, but")?;
        say(format!(
            "{} is now {}: {} versions, {} events.",
            database.display(),
            self.backup.display(),
            checked.revisions,
            checked.events
        ));
        if replaces {
            say(format!("What was there is in {}.", aside.display()));
        }
        if ended.sessions > 0 {
            say("Everybody has to sign in again.");
        }
        if ended.tokens > 0 {
            say(format!("Keys of programs that no longer open anything: {}.", ended.tokens));
        }
        Ok(())
    }
}

/// What was open in the backup and is no longer.
struct Over {
    sessions: u64,
    tokens: u64,
}

/// Nothing goes on without a person's word.
fn ask(database: &Path) -> anyhow::Result<()> {
    say(format!(
        "What was written to {} after this backup was made will no longer be there. Type yes to go on:",
        database.display()
    ));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).context("nobody answered")?;
    ensure!(answer.trim() == "yes", "nothing was changed");
    Ok(())
}

/// The log tells that it goes on from a backup. Sessions of then may be of people who may no longer sign in.
async fn record(database: &Path, backup: &Path, now: chrono::DateTime<chrono::Utc>) -> anyhow::Result<Over> {
    let store = Store::open(database).await?;
    let mut writer = store.begin().await?;
    let sessions = store::sessions::delete_everyone(&mut writer).await?;
    // A key that was taken away since then would open again.
    let tokens = store::tokens::withdraw_everyone(&mut writer, now).await?;
    let event = Event {
        at: now,
        actor: None,
        role: "operator",
        ministry: None,
        verb: "restore",
        object_kind: "database",
        object_id: backup.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        before: None,
        after: None,
        origin: "opdrachtregel".to_owned(),
    };
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    store.close().await;
    Ok(Over { sessions, tokens })
}
