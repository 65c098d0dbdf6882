//! `voortgang backup`: one more backup, now; and the ones that `serve` makes by itself.

use std::{path::PathBuf, time::Duration};

use super::{Data, say};
use crate::{
    domain::{backup, clock::Clock},
    store::{
        backups::{self, Keeper},
        backups_of,
    },
};

/// Copy the database, also while it is served, and verify the copy.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,
    /// Folder to write it to; "backups" beside the database when not given. Its name tells when it was made.
    #[arg(long, env = "VOORTGANG_BACKUPS", value_name = "DIR")]
    to: Option<PathBuf>,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let database = self.data.existing()?;
        let folder = self.to.unwrap_or_else(|| backups_of(&database));
        let (path, checked) = backups::take(&database, &folder, &backup::name(Clock::System.now())).await?;
        say(format!("{}  whole; {} events, the last is {}", path.display(), checked.events, checked.head));
        Ok(())
    }
}

/// When `serve` makes backups by itself, where to, and which ones it keeps.
#[derive(Debug, clap::Args)]
pub(super) struct Nightly {
    /// Folder for backups; "backups" beside the database when not given. Better is another disk.
    #[arg(long, env = "VOORTGANG_BACKUPS", value_name = "DIR")]
    backups: Option<PathBuf>,
    /// Hour at which a backup is made every day, on the clocks of Amsterdam.
    #[arg(long, env = "VOORTGANG_BACKUP_HOUR", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..24), value_name = "HOUR")]
    backup_hour: u32,
    /// Of how many days a backup is kept.
    #[arg(long, env = "VOORTGANG_KEEP_DAILY", default_value_t = 14, value_name = "N")]
    keep_daily: usize,
    /// Of how many weeks.
    #[arg(long, env = "VOORTGANG_KEEP_WEEKLY", default_value_t = 8, value_name = "N")]
    keep_weekly: usize,
    /// Of how many months.
    #[arg(long, env = "VOORTGANG_KEEP_MONTHLY", default_value_t = 24, value_name = "N")]
    keep_monthly: usize,
}

/// How often it is asked whether it is time. A machine that slept finds out soon after it wakes.
const LOOK: Duration = Duration::from_mins(1);

impl Nightly {
    /// Makes backups of a database as long as the program runs.
    pub(super) fn start(self, database: PathBuf, clock: Clock) -> Keeper {
        let folder = self.backups.unwrap_or_else(|| backups_of(&database));
        let plan = backup::Plan {
            hour: self.backup_hour,
            daily: self.keep_daily,
            weekly: self.keep_weekly,
            monthly: self.keep_monthly,
        };
        let keeper = Keeper::new(database, folder, plan);
        let own = keeper.clone();
        tokio::spawn(async move {
            loop {
                own.turn(clock.now()).await;
                tokio::time::sleep(LOOK).await;
            }
        });
        keeper
    }
}
