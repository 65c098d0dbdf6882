//! `voortgang edition`: frozen editions: list, freeze, verify, export.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;
use sqlx::SqliteConnection;

use super::{Data, in_the_name_of, record::Record, say, site::Sender};
use crate::{
    domain::{access::operator, clock::Clock, earlier::FILE, edition::Fault, person::Role},
    press::{self, Archive, PressError},
    report::definition::Definition,
    store::{self, Store, editions::Listed},
};

#[derive(Debug, Subcommand)]
pub(super) enum EditionCommand {
    /// List all editions.
    List(List),
    /// Freeze the report of a round as its next edition; another person releases it on screen.
    Freeze(Freeze),
    /// Compare editions with what was frozen, by the log and by rebuilding every file from the frozen report.
    Verify(Verify),
    /// Write the files of an edition, or of an earlier report, to a folder.
    Export(Export),
    /// Say what changed between two editions, or between an edition and a draft.
    Compare(super::comparison::Compare),
    /// Record a report that was made before, outside this program, with what is known of it.
    Earlier(super::earlier::Earlier),
    /// Record that an edition was sent to a House of parliament, and under which numbers.
    Record(Record),
}

/// List all editions.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Freeze the report of a round.
#[derive(Debug, clap::Args)]
pub(super) struct Freeze {
    #[command(flatten)]
    data: Data,
    /// Which round, as in its address: 2018-2020.
    #[arg(long, value_name = "ROUND")]
    round: String,
    /// E-mail address of the coordinator in whose name it is frozen.
    #[arg(long, value_name = "EMAIL")]
    by: String,
}

/// Rebuild editions and compare.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    data: Data,
    /// Only the editions of this round.
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// Only the edition with this number.
    #[arg(long, value_name = "N")]
    number: Option<u32>,
}

/// Write the files of an edition, or of an earlier report, to a folder.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
    /// Which round, as in its address: 2018-2020.
    #[arg(long, value_name = "ROUND", required_unless_present = "earlier")]
    round: Option<String>,
    /// Which edition.
    #[arg(long, value_name = "N", required_unless_present = "earlier")]
    number: Option<u32>,
    /// Instead of an edition, a report of before, as in its address: 2016-2018.
    #[arg(long, value_name = "REPORT", conflicts_with_all = ["round", "number"])]
    earlier: Option<String>,
    /// Where to write; made when it is not there. A package whose name ends in .zip is one file.
    #[arg(short, long, value_name = "DIR|FILE")]
    output: PathBuf,
    /// Write a package for the archive: the files, the data (CSV, JSON), metadata (MDTO), SHA-256 of everything, and how
    /// to read it in many years.
    #[arg(long)]
    archive: bool,
    #[command(flatten)]
    base: super::Base,
    #[command(flatten)]
    of: Sender,
}

impl EditionCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run().await,
            Self::Freeze(freeze) => freeze.run().await,
            Self::Verify(verify) => verify.run().await,
            Self::Export(export) => export.run().await,
            Self::Compare(compare) => compare.run().await,
            Self::Earlier(earlier) => earlier.run().await,
            Self::Record(record) => record.run().await,
        }
    }
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        for listed in store::editions::list(&mut *store.read().await?, false).await? {
            let released = if listed.edition.released_at.is_some() { "released" } else { "frozen" };
            say(format!("{} {}  {released}  {}", listed.slug, listed.edition.number, listed.edition.sha256));
        }
        Ok(())
    }
}

impl Freeze {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut writer = store.begin().await?;
        let actor = in_the_name_of(&mut writer, &self.by).await?;
        ensure!(actor.is(Role::Coordinator), "{} is no coordinator", self.by);
        let round = store::rounds::find(&mut writer, &self.round).await?;
        let round = round.with_context(|| format!("there is no round {}", self.round))?;
        let (permit, definition, now) = (operator::coordinate(), Definition::shipped(), Clock::System.now());
        // The site notes this by itself; from here it may be the first to look.
        store::consents::note_silence(&mut writer, now).await?;
        match press::freeze(&mut writer, &permit, round, &definition, actor.person, now, "opdrachtregel")
            .await
        {
            Ok(frozen) => {
                writer.commit().await?;
                say(format!("{} {} frozen: {}", self.round, frozen.number, frozen.sha256));
                Ok(())
            }
            Err(PressError::Fault(Fault::Gaps(gaps))) => {
                bail!(
                    "{} gaps are open; `voortgang report gaps --round {}` lists them",
                    gaps.len(),
                    self.round
                )
            }
            Err(other) => Err(other.into()),
        }
    }
}

impl Verify {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let editions = store::editions::list(&mut *store.read().await?, false).await?;
        let wanted = |listed: &&Listed| {
            self.round.as_ref().is_none_or(|round| listed.slug == *round)
                && self.number.is_none_or(|number| listed.edition.number == number)
        };
        let chosen: Vec<_> = editions.iter().filter(wanted).collect();
        ensure!(!chosen.is_empty(), "there is no such edition");
        let mut different = 0;
        for listed in chosen {
            different += verify(&store, listed).await?;
        }
        ensure!(different == 0, "{different} things are not what was frozen");
        Ok(())
    }
}

/// Compares everything of one edition with what was frozen; how much of it differs.
async fn verify(store: &Store, listed: &Listed) -> anyhow::Result<usize> {
    let mut reader = store.read().await?;
    let edition = format!("{} {}", listed.slug, listed.edition.number);
    let found = press::verify(&mut reader, &listed.edition).await?;
    for one in &found.contents {
        let verdict = if one.is_same() { "the same" } else { "DIFFERENT" };
        say(format!("{edition}  {verdict}  {}  {}", one.name, one.then));
    }
    let different: Vec<_> = found.made_with.iter().filter(|one| !one.is_same()).collect();
    for one in &different {
        say(format!("{edition}  made with another {}: {}, now {}", one.name, one.then, one.now));
    }
    if found.made_with.is_empty() {
        say(format!("{edition}  it was not kept what this edition was made with"));
    } else if different.is_empty() {
        say(format!("{edition}  the same  program, definition and faces"));
    }
    Ok(found.contents.iter().filter(|one| !one.is_same()).count())
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        if let Some(slug) = &self.earlier {
            return self.earlier(&mut reader, slug).await;
        }
        let (round, number) = (self.round.as_deref().unwrap_or_default(), self.number.unwrap_or_default());
        let editions = store::editions::list(&mut reader, false).await?;
        let sought = |listed: &&Listed| listed.slug == round && listed.edition.number == number;
        let listed =
            editions.iter().find(sought).with_context(|| format!("there is no edition {round} {number}"))?;
        if !self.archive {
            return write_files(&mut reader, listed.edition.id, &self.output).await;
        }
        self.write(&press::archive(&mut reader, listed, self.base.public()).await?)
    }

    async fn earlier(&self, reader: &mut SqliteConnection, slug: &str) -> anyhow::Result<()> {
        let all = store::earlier_reports::list(reader, None).await?;
        let one = all.iter().find(|one| one.slug == slug);
        let one = one.with_context(|| format!("there is no earlier report {slug}"))?;
        if !self.archive {
            return write(&self.output.join(FILE), &store::earlier_reports::bytes(reader, one.id).await?);
        }
        let (publisher, base) = (&self.of.sender, self.base.public());
        self.write(&press::archive_earlier(reader, one, &all, publisher, base).await?)
    }

    /// A package as one file or as a folder.
    fn write(&self, archive: &Archive) -> anyhow::Result<()> {
        if self.output.extension().is_some_and(|extension| extension == "zip") {
            return write(&self.output, &archive.zip()?);
        }
        archive.files.iter().try_for_each(|(path, bytes)| write(&self.output.join(path), bytes))
    }
}

/// Writes a file, in a folder that is made when it is not there.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot use the folder {}", folder.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    say(format!("  {} ({} kB)", path.display(), bytes.len().div_ceil(1000)));
    Ok(())
}

/// Writes every file of an edition to a folder, made when it is not there.
pub(super) async fn write_files(
    reader: &mut SqliteConnection,
    edition: crate::domain::id::EditionId,
    folder: &Path,
) -> anyhow::Result<()> {
    for (name, ..) in store::editions::files(reader, edition).await? {
        let file = store::editions::find_file(reader, edition, &name).await?.context("a file is gone")?;
        write(&folder.join(&name), &file.bytes)?;
    }
    Ok(())
}
