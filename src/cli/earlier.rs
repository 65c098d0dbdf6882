//! `voortgang edition earlier`: a report that was made before, outside this program, with what is known of it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{Data, in_the_name_of, say};
use crate::{
    domain::{
        clock::{self, Clock},
        earlier::{EarlierReport, MAX_BYTES, Particulars, Said},
        event::{Event, hex},
        id::EarlierReportId,
        paper::PaperRef,
        person::Role,
        text::{self, Prose, Reason},
    },
    render::pdf,
    store,
};

/// Record an earlier report; another person releases it on screen.
#[derive(Debug, clap::Args)]
pub(super) struct Earlier {
    #[command(flatten)]
    data: Data,
    /// Which strategy it reports on: gbvs-2018-2022.
    #[arg(long, value_name = "STRATEGY")]
    strategy: String,
    /// The report as it was published.
    #[arg(long, value_name = "PDF")]
    pdf: PathBuf,
    /// What is known of it (TOML, or JSON when its name ends in .json): title, from, until, published, and perhaps paper,
    /// replaces with reason, and goals with number, rating and summary.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// What it said of goals (CSV): number, rating, summary. Instead of goals in the facts.
    #[arg(long, value_name = "CSV")]
    goals: Option<PathBuf>,
    /// E-mail address of the coordinator in whose name it is recorded.
    #[arg(long, value_name = "EMAIL")]
    by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    title: String,
    from: String,
    until: String,
    published: String,
    paper: Option<String>,
    replaces: Option<String>,
    reason: Option<String>,
    #[serde(default)]
    goals: Vec<Goal>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Goal {
    number: u32,
    #[serde(default)]
    rating: String,
    #[serde(default)]
    summary: String,
}

impl Earlier {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let mut facts = facts(&self.facts)?;
        if let Some(file) = &self.goals {
            ensure!(
                facts.goals.is_empty(),
                "goals stand in {} and in {}",
                self.facts.display(),
                file.display()
            );
            facts.goals = goals(file)?;
        }
        let bytes =
            std::fs::read(&self.pdf).with_context(|| format!("cannot read {}", self.pdf.display()))?;
        ensure!(
            bytes.len() <= MAX_BYTES,
            "{} is larger than {} MB",
            self.pdf.display(),
            MAX_BYTES / 1024 / 1024
        );
        let pages = pdf::inspect(&bytes).with_context(|| self.pdf.display().to_string())?.pages;
        let sha256 = hex(&Sha256::digest(&bytes));
        let store = self.data.open_existing().await?;
        let mut writer = store.begin().await?;
        let actor = in_the_name_of(&mut writer, &self.by).await?;
        let permit = actor.may_coordinate().with_context(|| format!("{} is no coordinator", self.by))?;
        let wanted = self.read(&mut writer, facts).await?;
        let now = Clock::System.now();
        let beside = store::earlier_reports::known(&mut writer, &self.strategy).await?;
        let faults = wanted.faults(&permit, Some(&sha256), &beside, clock::local_date(now));
        if let Some(fault) = faults.into_iter().next() {
            bail!("{}: {fault}", self.facts.display());
        }
        let report = EarlierReport {
            id: EarlierReportId::new(),
            strategy: self.strategy.clone(),
            slug: wanted.slug(&store::earlier_reports::slugs(&mut writer).await?),
            title: wanted.title,
            from: wanted.from,
            until: wanted.until,
            published: wanted.published,
            paper: wanted.paper,
            sha256: sha256.clone(),
            pages,
            size: bytes.len() as u64,
            replaces: wanted.replaces.as_ref().map(|(id, _)| *id),
            reason: wanted.replaces.map(|(_, reason)| reason),
            recorded_by: actor.person,
            recorded_at: now,
            released_at: None,
        };
        let event = Event {
            at: now,
            actor: Some(actor.person),
            role: Role::Coordinator.code(),
            ministry: Some(actor.ministry),
            verb: "add",
            object_kind: "earlier-report",
            object_id: report.id.to_string(),
            before: None,
            after: Some(sha256),
            origin: "opdrachtregel".to_owned(),
        };
        store::earlier_reports::insert(&mut writer, &report, &wanted.said, &bytes, &event).await?;
        writer.commit().await?;
        say(format!("{} recorded: {}; a publisher releases it on screen", report.slug, report.sha256));
        Ok(())
    }

    /// The facts as they can be kept.
    async fn read(&self, connection: &mut SqliteConnection, facts: Facts) -> anyhow::Result<Particulars> {
        let outlines = store::strategies::outlines(connection).await?;
        let outline = outlines.iter().find(|one| one.id == self.strategy);
        let outline = outline.with_context(|| format!("there is no strategy {}", self.strategy))?;
        let ratings = store::strategies::ratings(connection, &outline.id).await?;
        let known = store::goals::list(connection, &outline.id, outline.from).await?;
        let mut said: Vec<Said> = Vec::new();
        for goal in facts.goals {
            let found = known.iter().find(|one| one.number == goal.number);
            let found = found.with_context(|| format!("there is no goal {}", goal.number))?;
            ensure!(!said.iter().any(|one| one.goal == found.id), "goal {} stands there twice", goal.number);
            let word = goal.rating.trim().to_lowercase();
            let rating = ratings.iter().find(|one| one.id == word || one.label.to_lowercase() == word);
            ensure!(
                word.is_empty() || rating.is_some(),
                "goal {}: “{word}” is not on the scale: {}",
                goal.number,
                ratings.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ")
            );
            let summary = Prose::parse(&goal.summary).with_context(|| format!("goal {}", goal.number))?;
            let rating = rating.map(|one| one.id.clone());
            if rating.is_some() || !summary.is_empty() {
                said.push(Said { goal: found.id, rating, summary: summary.to_string() });
            }
        }
        let reports = store::earlier_reports::list(connection, Some(&outline.id)).await?;
        let replaces = match facts.replaces {
            Some(slug) => {
                let found = reports.iter().find(|one| one.slug == slug);
                let found = found.with_context(|| format!("there is no earlier report {slug}"))?;
                let reason = Reason::parse(facts.reason.as_deref().unwrap_or_default());
                Some((found.id, reason.context("the reason for replacing it")?.as_str().to_owned()))
            }
            None => None,
        };
        let title = Reason::parse(&facts.title).and_then(|title| text::line(title.as_str()));
        let paper = facts.paper.as_deref().map(PaperRef::parse).transpose().context("the paper")?;
        Ok(Particulars {
            title: title.context("the title")?,
            from: day("from", &facts.from)?,
            until: day("until", &facts.until)?,
            published: day("published", &facts.published)?,
            paper: paper.map(|paper| paper.to_string()),
            replaces,
            said,
        })
    }
}

fn day(name: &str, text: &str) -> anyhow::Result<NaiveDate> {
    clock::read_date(text).with_context(|| format!("{name}: “{text}” is not a day like 2018-03-01"))
}

fn facts(path: &Path) -> anyhow::Result<Facts> {
    let named = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "json") {
        serde_json::from_str(&text).with_context(named)
    } else {
        toml::from_str(&text).with_context(named)
    }
}

fn goals(path: &Path) -> anyhow::Result<Vec<Goal>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = reader.deserialize().collect::<Result<Vec<Goal>, _>>();
    rows.with_context(|| path.display().to_string())
}
