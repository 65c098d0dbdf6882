//! The figures of a ministry for a goal.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        indicator::{Care, care},
    },
    report::typography::decimal,
    store::{
        self,
        indicators::{Kept, Listed},
    },
    web::{
        App, Result,
        contributions::{Dossier, trail},
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{ApproveMeasurement, Figures, MeasureIndicator, NewIndicator, ShowContribution},
    },
};

/// One measurement in the table.
struct Line {
    date: String,
    value: String,
    source: String,
    by: String,
    status: String,
    corrected: bool,
    /// What the approver sends: the day, and when it was recorded.
    approve: Option<(String, String)>,
}

/// One indicator.
struct Block {
    name: String,
    unit: String,
    facts: Vec<String>,
    care: Option<&'static str>,
    lines: Vec<Line>,
    measure: Option<String>,
    approve: String,
}

#[derive(Template)]
#[template(path = "pages/figures/show.html")]
struct FiguresPage {
    layout: Layout,
    trail: Vec<Crumb>,
    here: String,
    subject: String,
    blocks: Vec<Block>,
    new: Option<String>,
}

/// What other pages say of the figures.
#[derive(Debug)]
pub(in crate::web) struct Note {
    /// Where they are.
    pub(in crate::web) href: String,
    /// How many, and what needs care.
    pub(in crate::web) text: String,
    /// Whether something needs care.
    pub(in crate::web) attention: bool,
}

impl Note {
    /// For a page that shows it: where they are, what to say, whether it asks for care.
    pub(in crate::web) fn shown(&self) -> (String, String, bool) {
        (self.href.clone(), self.text.clone(), self.attention)
    }
}

/// Counts the figures of a contribution's ministry and goal, and what needs care.
pub(in crate::web) async fn note(connection: &mut SqliteConnection, dossier: &Dossier) -> Result<Note> {
    let contribution = &dossier.contribution;
    let listed = store::indicators::list(connection, contribution.goal, &contribution.ministry).await?;
    let with = |wanted: Care| {
        listed.iter().filter(|one| care(newest(one, dossier), dossier.round.from) == Some(wanted)).count()
    };
    let waiting =
        listed.iter().flat_map(|one| &one.measurements).filter(|kept| kept.approved.is_none()).count();
    let mut parts = vec![match listed.len() {
        0 => "Er zijn geen cijfers bij dit doel.".to_owned(),
        1 => "Er is 1 cijfer bij dit doel.".to_owned(),
        count => format!("Er zijn {count} cijfers bij dit doel."),
    }];
    let (old, nothing) = (with(Care::Old), with(Care::Nothing));
    if old > 0 {
        parts.push(format!("{old} met een peildatum van vóór deze ronde."));
    }
    if nothing > 0 {
        parts.push(format!("{nothing} zonder meting met akkoord."));
    }
    if waiting > 0 {
        parts.push(format!("{waiting} keer wacht een meting op akkoord."));
    }
    Ok(Note {
        href: Figures { id: contribution.id }.to_string(),
        text: parts.join(" "),
        attention: old + nothing + waiting > 0,
    })
}

/// The day of the newest measurement that was agreed to, up to the round's own day.
fn newest(listed: &Listed, dossier: &Dossier) -> Option<chrono::NaiveDate> {
    let agreed = listed.measurements.iter().filter(|kept| kept.approved.is_some());
    agreed.map(|kept| kept.measurement.date).filter(|date| *date <= dossier.round.reference_date).max()
}

pub(in crate::web) async fn show(
    path: Figures,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    let contribution = &dossier.contribution;
    visitor.actor.may_read_history(contribution)?;
    let writes = visitor.actor.may_write(contribution).is_ok() && dossier.open;
    let listed = store::indicators::list(&mut reader, contribution.goal, &contribution.ministry).await?;
    let blocks = listed.iter().map(|one| block(one, &dossier, &visitor, writes));
    let mut way = trail(&visitor, &dossier);
    way.push(Crumb::new(dossier.name(), ShowContribution { id: path.id }));
    page(&FiguresPage {
        layout: Layout::of(&app, &visitor),
        trail: way,
        here: dossier.name(),
        subject: dossier.subject(),
        blocks: blocks.collect(),
        new: writes.then(|| NewIndicator { id: path.id }.to_string()),
    })
}

fn block(listed: &Listed, dossier: &Dossier, visitor: &Visitor, writes: bool) -> Block {
    let (id, indicator) = (dossier.contribution.id, &listed.indicator);
    let value = |value| format!("{} {}", decimal(value, indicator.decimals), indicator.unit);
    let fact = |word: &str, fact: Option<(chrono::NaiveDate, i64)>| {
        fact.map(|(day, number)| format!("{word}: {} op {}", value(number), clock::long_date(day)))
    };
    let facts = [fact("Uitgangswaarde", indicator.baseline), fact("Streefwaarde", indicator.target)];
    Block {
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        facts: facts.into_iter().flatten().collect(),
        care: care(newest(listed, dossier), dossier.round.from).map(|care| match care {
            Care::Nothing => "Er is nog geen meting met akkoord. Dit cijfer komt zo niet in het rapport.",
            Care::Old => "De nieuwste meting met akkoord is ouder dan deze ronde.",
        }),
        lines: listed.measurements.iter().map(|kept| line(kept, listed, dossier, visitor)).collect(),
        measure: writes.then(|| MeasureIndicator { id, indicator: indicator.id }.to_string()),
        approve: ApproveMeasurement { id, indicator: indicator.id }.to_string(),
    }
}

fn line(kept: &Kept, listed: &Listed, dossier: &Dossier, visitor: &Visitor) -> Line {
    let measurement = &kept.measurement;
    let newer = listed.measurements.iter().any(|other| {
        other.measurement.date == measurement.date
            && other.recorded_at > kept.recorded_at
            && other.approved.is_some()
    });
    let may = visitor.actor.may_review(&dossier.contribution, &[kept.author]).is_ok();
    let waits = kept.approved.is_none() && !newer && super::not_frozen(dossier).is_ok();
    Line {
        date: clock::long_date(measurement.date),
        value: decimal(measurement.value, listed.indicator.decimals),
        source: measurement.source.clone(),
        by: format!("{}, {}", kept.by, clock::short_moment(kept.recorded_at)),
        status: match &kept.approved {
            Some((by, at)) => format!("akkoord van {by}, {}", clock::short_moment(*at)),
            None => "wacht op akkoord".to_owned(),
        },
        corrected: newer,
        approve: (may && waits).then(|| (measurement.date.to_string(), kept.recorded_at.to_rfc3339())),
    }
}
