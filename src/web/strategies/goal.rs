//! One goal of a strategy: its wordings, its commitments and how each stood round after round.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{
    outline,
    show::{goal_link, paper},
    trail,
};
use crate::{
    domain::{
        clock,
        contribution::Stand,
        herijking::{Ledger, Version},
        id::CommitmentId,
        strategy::{Change, CommitmentKind},
    },
    report::typography::capitalised,
    store::{
        self,
        stands::{Promised, Said},
    },
    web::{
        App, Error, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{GoalYear, ShowGoal},
    },
};

/// How many rounds stand side by side before someone asks for more: what a wide screen can hold.
const ROUNDS: u32 = 5;

/// Whether all rounds are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    rondes: String,
}

/// A wording of the goal.
struct Wording {
    what: String,
    from: String,
    title: String,
    promise: String,
    reason: Option<String>,
    paper: Option<Crumb>,
}

/// A commitment with how it stood.
struct CommitmentRow {
    number: String,
    text: String,
    note: String,
    ended: bool,
    stands: Vec<Stood>,
}

/// How it stood in a round.
struct Stood {
    word: &'static str,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/strategies/goal.html")]
struct GoalPage {
    layout: Layout,
    trail: Vec<Crumb>,
    label: String,
    title: String,
    promise: String,
    pillar: String,
    ended: Option<String>,
    others: Vec<(&'static str, Vec<Crumb>)>,
    wordings: Vec<Wording>,
    rounds: Vec<String>,
    /// Where earlier rounds are shown as well.
    more: Option<String>,
    rows: Vec<CommitmentRow>,
    source: String,
    /// What every edition said of it; `None` while there is no edition on this strategy.
    years: Option<String>,
}

pub(in crate::web) async fn show(
    path: ShowGoal,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (one, _) = outline(&mut reader, &path.strategy).await?;
    let day = one.nearest(clock::local_date(visitor.now));
    let strategy = store::strategies::get(&mut reader, &one.id).await?;
    let ledger = store::herijking::ledger(&mut reader, &one.id).await?;
    let meant =
        ledger.versions.iter().find(|version| version.number == path.number).ok_or(Error::NotFound)?;
    let goal = meant.goal;
    let versions: Vec<&Version> = ledger.versions.iter().filter(|version| version.goal == goal).collect();
    let now =
        versions.iter().find(|version| version.holds_on(day)).or(versions.first()).copied().unwrap_or(meant);
    let promised = store::stands::promised(&mut reader, goal).await?;
    let newest = (asked.rondes != "alle").then_some(ROUNDS);
    let said = store::stands::said(&mut reader, goal, &visitor.actor.scope(), newest).await?;
    let pillars = store::strategies::pillars(&mut reader, &one.id).await?;
    let reports = store::editions::standing(&mut reader, &one.id).await?;
    let pillar = pillars.iter().find(|pillar| pillar.number == now.pillar);
    let word = capitalised(&strategy.goal_word);
    let rounds = rounds(&said);
    let more = newest.is_some_and(|most| u32::try_from(rounds.len()) == Ok(most));
    let more = more.then(|| format!("{path}?rondes=alle"));
    let link = |number: &u32| goal_link(&one, &strategy.goal_word, *number);
    let (origins, heirs) = relatives(&ledger, now);
    let references = store::goals::references(&mut reader, &one.id, day).await?;
    let refers = references.get(&goal).map(Vec::as_slice).unwrap_or_default();
    let groups =
        [("Komt voort uit", origins.as_slice()), ("Gaat verder in", &heirs), ("Verwijst naar", refers)];
    let others = groups.into_iter().filter(|(_, numbers)| !numbers.is_empty());
    let row = |one: &Promised| commitment_row(one, &said, &rounds);
    page(&GoalPage {
        layout: Layout::of(&app, &visitor),
        trail: trail(&one),
        label: format!("{word} {}", now.number),
        title: now.title.clone(),
        promise: now.promise.clone(),
        pillar: pillar
            .map(|pillar| {
                format!("{} {}: {}", capitalised(&strategy.pillar_word), pillar.number, pillar.title)
            })
            .unwrap_or_default(),
        ended: (!now.lives()).then(|| {
            format!(
                "Dit {} is per {} vervallen. {}",
                strategy.goal_word,
                clock::long_date(now.from),
                now.reason.clone().unwrap_or_default()
            )
        }),
        others: others.map(|(lead, numbers)| (lead, numbers.iter().map(link).collect())).collect(),
        wordings: versions.iter().rev().map(|version| wording(version)).collect(),
        rows: promised.iter().map(row).collect(),
        rounds,
        more,
        source: strategy.source,
        years: (!reports.is_empty())
            .then(|| GoalYear { strategy: one.id.clone(), number: now.number }.to_string()),
    })
}

/// Numbers of the goals it carries on, and of those that carry it on.
fn relatives(ledger: &Ledger, now: &Version) -> (Vec<u32>, Vec<u32>) {
    let number =
        |goal| ledger.versions.iter().rfind(|version| version.goal == goal).map(|version| version.number);
    let origins =
        ledger.successors.iter().filter(|(_, heir)| *heir == now.goal).filter_map(|(goal, _)| number(*goal));
    let heirs =
        ledger.successors.iter().filter(|(goal, _)| *goal == now.goal).filter_map(|(_, heir)| number(*heir));
    (origins.collect(), heirs.collect())
}

fn wording(version: &Version) -> Wording {
    Wording {
        what: if version.change == Change::Original {
            "Zoals vastgesteld".to_owned()
        } else {
            capitalised(version.change.dutch())
        },
        from: clock::long_date(version.from),
        title: version.title.clone(),
        promise: version.promise.clone(),
        reason: version.reason.clone(),
        paper: version.paper.as_deref().map(paper),
    }
}

/// Labels of the rounds in which something was said, oldest first.
fn rounds(said: &BTreeMap<CommitmentId, Vec<Said>>) -> Vec<String> {
    let mut rounds: Vec<String> = said.values().flatten().map(|one| one.round.clone()).collect();
    rounds.sort();
    rounds.dedup();
    rounds
}

fn commitment_row(
    one: &Promised,
    said: &BTreeMap<CommitmentId, Vec<Said>>,
    rounds: &[String],
) -> CommitmentRow {
    let commitment = &one.commitment;
    let said = said.get(&commitment.id).map(Vec::as_slice).unwrap_or_default();
    let stands = rounds.iter().map(|round| {
        let here: Vec<&Said> = said.iter().filter(|one| one.round == *round).collect();
        let stands: Vec<Stand> = here.iter().map(|one| one.stand).collect();
        let line = |one: &&Said| (!one.line.is_empty()).then(|| format!("{}: {}", one.ministry, one.line));
        Stood {
            word: Stand::together(&stands).map_or("niets gemeld", Stand::dutch),
            lines: here.iter().filter_map(line).collect(),
        }
    });
    let mut note: Vec<String> = Vec::new();
    let kind = match commitment.kind {
        CommitmentKind::Action => "",
        CommitmentKind::Norm => "Uitgangspunt.",
        CommitmentKind::Done => "Was al gedaan toen de strategie verscheen.",
        CommitmentKind::Example => "Genoemd als voorbeeld.",
    };
    note.push(kind.to_owned());
    note.extend(commitment.due.map(|due| format!("Datum: {}.", clock::long_date(due))));
    note.extend(commitment.repeats_years.map(|years| format!("Komt elke {years} jaar terug.")));
    note.extend(commitment.source_line.map(|line| format!("Bron: regel {line}.")));
    if !one.before.is_empty() {
        note.push(format!("Was inzet {}.", one.before.join(" en ")));
    }
    if let Some(until) = one.until {
        note.push(format!("Vervallen na {}.", clock::long_date(until)));
    }
    if !one.after.is_empty() {
        note.push(format!("Gaat verder als inzet {}.", one.after.join(" en ")));
    }
    note.retain(|part| !part.is_empty());
    CommitmentRow {
        number: commitment.number.clone(),
        text: commitment.text.clone(),
        note: note.join(" "),
        ended: one.until.is_some(),
        stands: stands.collect(),
    }
}
