//! `voortgang log`: the log of all acts.

use anyhow::bail;
use clap::Subcommand;

use super::{Data, say};
use crate::store::{self, events::Chain};

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Walk the chain of events and find any row that was changed, moved or removed.
    Verify(Verify),
}

/// Walk the chain of events.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    data: Data,
    /// Hash of the last event as noted before: finds a log that was cut off after it.
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

impl LogCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Verify(verify) => verify.run().await,
        }
    }
}

impl Verify {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        match store::events::verify(&mut reader).await? {
            Chain::BrokenAt(row) => bail!("the log is broken at event {row}"),
            Chain::Whole { events, head } => {
                if let Some(noted) = self.head {
                    let known = store::events::has_hash(&mut reader, &noted).await?;
                    anyhow::ensure!(known, "the log no longer holds the event {noted}: it was cut off");
                }
                say(format!("{events} events, whole; the last is {head}"));
                Ok(())
            }
        }
    }
}
