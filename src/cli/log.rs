//! `voortgang log`: the log of all acts, and of who signed in.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use chrono::SecondsFormat;
use clap::Subcommand;

use super::{Data, say};
use crate::{
    domain::{
        clock::Clock,
        event::{GENESIS, Ledger},
    },
    store::{
        self,
        events::{Chain, Head},
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Walk both chains of events and find any row that was changed, moved or removed.
    Verify(Verify),
    /// Print the last hash of both chains. Keep the lines where who can change the database cannot: a log that was cut
    /// short is found by them, and by nothing else.
    Head {
        #[command(flatten)]
        data: Data,
    },
}

/// Walk both chains of events.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    data: Data,
    /// Hash of the last event as noted before: finds a log that was cut off after it.
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
    /// File with lines of `voortgang log head`: the chains must run through every one of them.
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

impl LogCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Verify(verify) => verify.run().await,
            Self::Head { data } => head(&data).await,
        }
    }
}

/// A line for each chain: when, which, how many, hash.
async fn head(data: &Data) -> anyhow::Result<()> {
    let store = data.open_existing().await?;
    let mut reader = store.read().await?;
    let at = Clock::System.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    for head in store::events::heads(&mut reader).await? {
        say(format!("{at} {} {} {}", head.ledger.code(), head.seq, head.hash));
    }
    Ok(())
}

impl Verify {
    async fn run(self) -> anyhow::Result<()> {
        let last = self.head.map(|head| whole(&head).with_context(|| format!("{head} is not a whole hash")));
        let last = last.transpose()?;
        let noted = self.since.as_deref().map(read).transpose()?.unwrap_or_default();
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        let chains = [
            (Ledger::Acts, store::events::verify(&mut reader).await?),
            (Ledger::Access, store::access_events::verify(&mut reader).await?),
        ];
        let mut lines = Vec::new();
        for (ledger, chain) in chains {
            match chain {
                Chain::BrokenAt(row) => bail!("the log of {} is broken at event {row}", ledger.code()),
                Chain::Whole { events, head } => {
                    lines.push(format!("{}: {events} events, whole; the last is {head}", ledger.code()));
                }
            }
        }
        if let Some(noted) = last {
            let known = store::events::has_hash(&mut reader, &noted).await?;
            anyhow::ensure!(known, "the log no longer holds the event {noted}: it was cut off");
        }
        for head in &noted {
            anyhow::ensure!(
                store::events::runs_through(&mut reader, head).await?,
                "the log of {} no longer holds event {} as it was noted ({}): it was cut off or written anew",
                head.ledger.code(),
                head.seq,
                head.hash
            );
        }
        for line in lines {
            say(line);
        }
        if !noted.is_empty() {
            say(format!("both run through all {} noted heads", noted.len()));
        }
        Ok(())
    }
}

/// Heads as `voortgang log head` printed them, one a line.
fn read(path: &std::path::Path) -> anyhow::Result<Vec<Head>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let heads = lines.enumerate().map(|(index, line)| {
        parse(line).with_context(|| format!("line {} of {} is not a head", index + 1, path.display()))
    });
    let heads: Vec<Head> = heads.collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(!heads.is_empty(), "{} holds no heads", path.display());
    Ok(heads)
}

fn parse(line: &str) -> Option<Head> {
    let mut words = line.split_whitespace().skip(1);
    let (ledger, seq, hash) = (words.next()?, words.next()?, words.next()?);
    let ledger = Ledger::ALL.into_iter().find(|known| known.code() == ledger)?;
    Some(Head { ledger, seq: seq.parse().ok()?, hash: whole(hash)? })
}

/// A hash as `voortgang log head` prints it. One that was copied in part says nothing of the log.
fn whole(hash: &str) -> Option<String> {
    let whole = hash.len() == GENESIS.len() && hash.bytes().all(|one| one.is_ascii_hexdigit());
    whole.then(|| hash.to_ascii_lowercase())
}
