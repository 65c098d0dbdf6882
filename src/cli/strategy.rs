//! `voortgang strategy`: a strategy as a file, checked and loaded; a successor says which goals it carries on.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;

use super::{Data, filled, say};
use crate::{
    domain::{clock::Clock, event::Event},
    store::{
        self, Store,
        load::{File, Loaded},
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum StrategyCommand {
    /// Say whether a strategy file can be loaded, with file, line and reason when it cannot. Changes nothing.
    Check(Check),
    /// Load a strategy file. What is loaded is not changed by loading again.
    Load(Load),
}

/// Check a strategy file.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    data: Data,
    /// The strategy as TOML.
    file: PathBuf,
}

/// Load a strategy file.
#[derive(Debug, clap::Args)]
pub(super) struct Load {
    #[command(flatten)]
    data: Data,
    /// The strategy as TOML.
    file: PathBuf,
}

impl StrategyCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Check(check) => check.run().await,
            Self::Load(load) => load.run().await,
        }
    }
}

impl Check {
    async fn run(self) -> anyhow::Result<()> {
        let path = self.data.database();
        let loaded = if path.exists() {
            attempt(&Store::open(&path).await?, &self.file).await?
        } else {
            // Without an installation: against what ships with the program, in a file that is gone afterwards.
            let folder = std::env::temp_dir().join(format!("voortgang-check-{}", std::process::id()));
            let store = filled(Store::open(&super::database(&folder)).await?).await?;
            let loaded = attempt(&store, &self.file).await;
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
            loaded?
        };
        say(format!("{} can be loaded: {}", self.file.display(), summary(&loaded)));
        Ok(())
    }
}

/// Loads a file in a transaction that is not kept.
async fn attempt(store: &Store, file: &Path) -> anyhow::Result<Loaded> {
    let text = read(file)?;
    let mut writer = store.begin().await?;
    let name = file.display().to_string();
    let loaded = store::load::strategy(&mut writer, File { name: &name, text: &text }).await;
    drop(writer);
    store.close().await;
    Ok(loaded?)
}

impl Load {
    async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let text = read(&self.file)?;
        let name = self.file.display().to_string();
        let mut writer = store.begin().await?;
        let loaded = store::load::strategy(&mut writer, File { name: &name, text: &text }).await?;
        let event = Event {
            at: Clock::System.now(),
            actor: None,
            role: "operator",
            ministry: None,
            verb: "load",
            object_kind: "strategy",
            object_id: loaded.id.clone(),
            before: None,
            after: Some(loaded.sha256.clone()),
            origin: "opdrachtregel".to_owned(),
        };
        store::events::append(&mut writer, &event).await?;
        writer.commit().await?;
        store.close().await;
        say(format!("{} is loaded: {}", loaded.id, summary(&loaded)));
        Ok(())
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{}: the file is not UTF-8", file.display()))
}

fn summary(loaded: &Loaded) -> String {
    format!(
        "{} pillars, {} goals of which {} continue others, {} commitments",
        loaded.pillars, loaded.goals, loaded.continuing, loaded.commitments
    )
}
