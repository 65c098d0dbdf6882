//! `voortgang edition compare`: two editions, or an edition and a draft, side by side as plain text.

use anyhow::{Context as _, bail};
use sqlx::SqliteConnection;

use super::{Data, report::round, say};
use crate::{
    press,
    report::{
        Report,
        compare::{Fate, GoalComparison, Passage, Said, compare},
        definition::Definition,
    },
    store,
};

/// Say what changed between two editions.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    #[command(flatten)]
    data: Data,
    /// The earlier one: a round and the number of its edition, such as 2018-2020/1, or the round's draft: 2018-2020/draft.
    #[arg(long, value_name = "ROUND/N")]
    from: String,
    /// The later one, likewise.
    #[arg(long, value_name = "ROUND/N")]
    to: String,
}

impl Compare {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        let (before, now) = (report(&mut reader, &self.from).await?, report(&mut reader, &self.to).await?);
        let lineage = store::herijking::lineage_of(&mut reader, &now.meta.strategy).await?;
        let comparison = compare(&before, &now, &lineage);
        say(format!("{} en {}. {}", self.from, self.to, comparison.in_words()));
        if !comparison.one_strategy {
            say("Deze edities gaan over verschillende strategieën: doelen zijn niet aan elkaar gekoppeld.");
        }
        for goal in comparison.goals.iter().filter(|goal| goal.differs()) {
            say(format!("\n{}. {}", goal.label, goal.name()));
            goal.in_words().iter().for_each(|sentence| say(format!("  {sentence}")));
            if goal.title.before.is_some() && goal.title.now.is_some() {
                numbers(goal);
                goal.passages.iter().for_each(passage);
            }
        }
        for chapter in comparison.chapters.iter().filter(|chapter| chapter.differs()) {
            say(format!("\n{}", chapter.name()));
            chapter.in_words().iter().for_each(|sentence| say(format!("  {sentence}")));
            chapter.passages.iter().for_each(passage);
        }
        Ok(())
    }
}

/// Commitments that stand otherwise, and figures with another newest measurement.
fn numbers(goal: &GoalComparison) {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "geen".to_owned());
    for one in goal.commitments.iter().filter(|one| one.stand.differ()) {
        say(format!("    inzet {}: {} -> {}", one.number, side(&one.stand.before), side(&one.stand.now)));
    }
    for figure in goal.figures.iter().filter(|figure| figure.newest.differ()) {
        say(format!("    {}: {} -> {}", figure.name, side(&figure.newest.before), side(&figure.newest.now)));
    }
}

fn passage(passage: &Passage) {
    let line = |sign: &str, said: &Option<Said>| {
        if let Some(said) = said {
            let number = said.number.as_deref().unwrap_or(&said.heading);
            say(format!("    {sign} {number}: {}", said.text));
        }
    };
    let (before, now) = (&passage.said.before, &passage.said.now);
    match passage.fate() {
        Fate::Same => {}
        Fate::Moved => line("verplaatst ", now),
        Fate::Added => line("toegevoegd ", now),
        Fate::Dropped => line("vervallen  ", before),
        Fate::Reworded => {
            line("was        ", before);
            line("is nu      ", now);
        }
    }
}

/// The report that "2018-2020/1" or "2018-2020/draft" names.
async fn report(reader: &mut SqliteConnection, name: &str) -> anyhow::Result<Report> {
    let Some((slug, which)) = name.split_once('/') else {
        bail!("{name} names no edition: write a round and a number, such as 2018-2020/1, or 2018-2020/draft");
    };
    let round = round(reader, slug).await?;
    if which == "draft" {
        return Ok(press::draft(reader, &Definition::shipped(), round).await?.0);
    }
    let number = which.parse().with_context(|| format!("{which} is neither a number nor draft"))?;
    let edition = store::editions::find(reader, slug, number).await?;
    let edition = edition.with_context(|| format!("there is no edition {slug} {number}"))?;
    Ok(press::report(reader, edition.id).await?)
}
