//! `voortgang site`: the public site as a folder that any web server can carry.

use std::path::PathBuf;

use anyhow::ensure;
use clap::Subcommand;

use super::{Base, Data, edition::write, say, site::Site};
use crate::{
    domain::clock::Clock,
    web::{self, App, Settings},
};

#[derive(Debug, Subcommand)]
pub(super) enum SiteCommand {
    /// Write the public pages, editions and data to a folder.
    Export(Box<Export>),
}

/// Write the public site to a folder.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    site: Site,
    #[command(flatten)]
    base: Base,
    /// Where to write; must be empty, or not be there yet.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl SiteCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Export(export) => export.run().await,
        }
    }
}

impl Export {
    async fn run(self) -> anyhow::Result<()> {
        // What was there before would otherwise stay public without anyone noticing.
        let empty = std::fs::read_dir(&self.to).map_or(true, |mut within| within.next().is_none());
        ensure!(empty, "{} is not empty; name a folder that is", self.to.display());
        let store = self.data.open_existing().await?;
        let settings = Settings {
            contact: self.site.contact()?,
            logo: self.site.logo()?,
            tooi: self.site.tooi,
            https: self.base.base_url.starts_with("https://"),
            fixed: true,
            ..Settings::of(self.site.of.sender, self.base.base_url)
        };
        let app = App::new(store.clone(), Clock::System, settings);
        let files = web::copy(app).await?;
        for (path, bytes) in &files {
            write(&self.to.join(path), bytes)?;
        }
        say(format!("{} files in {}", files.len(), self.to.display()));
        store.close().await;
        Ok(())
    }
}
