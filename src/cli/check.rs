//! `voortgang check`: whether a database or a backup is whole.

use std::path::PathBuf;

use anyhow::ensure;

use super::{Data, say};
use crate::store::{Store, backups, check};

/// Look whether the database, or a backup, is whole.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    data: Data,
    /// Look at this backup instead of the installation.
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
}

impl Check {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let checked = if let Some(backup) = self.backup {
            backups::verify(&backup).await?
        } else {
            let store = Store::open(&self.data.existing()?).await?;
            let checked = check::whole(&mut *store.read().await?).await;
            store.close().await;
            checked
        };
        for fault in &checked.faults {
            say(format!("WRONG  {fault}"));
        }
        ensure!(checked.faults.is_empty(), "{} things are not as they were written", checked.faults.len());
        say(format!(
            "whole: {} versions, {} files of editions, {} events; the last is {}",
            checked.revisions, checked.files, checked.events, checked.head
        ));
        Ok(())
    }
}
