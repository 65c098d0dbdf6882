//! `voortgang report`: the report of a round as it stands now, and what is missing from it.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};

use super::{Data, say};
use crate::{
    domain::{facts::Facts, round::Round},
    press,
    report::definition::Definition,
    store,
};

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// Compile the draft report of a round.
    Compile(Compile),
    /// List what is missing from the report of a round; exit code 1 while anything is open.
    Gaps(Gaps),
}

/// Compile the draft report of a round.
#[derive(Debug, clap::Args)]
pub(super) struct Compile {
    #[command(flatten)]
    data: Data,
    /// Which round, as in its address: 2018-2020.
    #[arg(long, value_name = "ROUND")]
    round: String,
    /// What to make.
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// List what is missing from the report of a round.
#[derive(Debug, clap::Args)]
pub(super) struct Gaps {
    #[command(flatten)]
    data: Data,
    /// Which round, as in its address: 2018-2020.
    #[arg(long, value_name = "ROUND")]
    round: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One file that stands alone.
    Html,
    /// PDF/UA-1 and PDF/A-2a.
    Pdf,
    /// The report as data.
    Json,
}

impl ReportCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Compile(compile) => compile.run().await,
            Self::Gaps(gaps) => gaps.run().await,
        }
    }
}

impl Compile {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        let round = round(&mut reader, &self.round).await?;
        let (report, gaps) = press::draft(&mut reader, &Definition::shipped(), round).await?;
        let bytes = match self.format {
            Format::Html => press::html(&report).into_bytes(),
            Format::Pdf => press::pdf(&report)?,
            Format::Json => report.to_json().into_bytes(),
        };
        std::fs::write(&self.output, bytes)
            .with_context(|| format!("cannot write {}", self.output.display()))?;
        let open = gaps.iter().filter(|gap| gap.acknowledged.is_none()).count();
        say(format!("{} written; {open} gaps are open", self.output.display()));
        Ok(())
    }
}

impl Gaps {
    async fn run(self) -> anyhow::Result<()> {
        let facts = gather(&self.data, &self.round).await?;
        let gaps = crate::domain::gap::find(&facts);
        let mut open = 0;
        for gap in &gaps {
            let goal =
                gap.goal.map_or_else(String::new, |goal| format!("{} {goal}: ", facts.strategy.goal_word));
            if let Some(reason) = &gap.acknowledged {
                say(format!("terzijde  {goal}{} ({reason})", gap.what));
            } else {
                open += 1;
                say(format!("open      {goal}{}", gap.what));
            }
        }
        anyhow::ensure!(open == 0, "{open} gaps are open");
        say("No gap is open.");
        Ok(())
    }
}

async fn gather(data: &Data, slug: &str) -> anyhow::Result<Facts> {
    let store = data.open_existing().await?;
    let mut reader = store.read().await?;
    let round = round(&mut reader, slug).await?;
    let facts = store::facts::gather(&mut reader, round).await?;
    drop(reader);
    store.close().await;
    Ok(facts)
}

/// A round that must exist.
pub(super) async fn round(reader: &mut sqlx::SqliteConnection, slug: &str) -> anyhow::Result<Round> {
    store::rounds::find(reader, slug).await?.with_context(|| format!("there is no round {slug}"))
}
