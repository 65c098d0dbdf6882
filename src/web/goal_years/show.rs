//! One goal through the reports: the editions made here, and what came before.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{Datelike as _, NaiveDate};
use sqlx::SqliteConnection;

use super::chart::{Chart, Point};
use crate::{
    domain::{
        clock,
        herijking::Lineage,
        strategy::{Change, GoalChange, Movement, Rating, Tone},
    },
    press,
    report::typography::capitalised,
    store::{self, editions::Standing},
    web::{
        App, Error, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{EarlierReport, GoalYear, GoalYears, Reports, ShowGoal, ShowReport},
        strategies,
    },
};

/// What a report says of the goal.
struct Said {
    /// The last day that it reports on: by that they are in order.
    until: NaiveDate,
    label: String,
    href: String,
    number: u32,
    title: String,
    /// The word of the rating.
    rating: Option<String>,
    /// How many commitments stand how.
    stands: String,
    /// Whether no other report took its place.
    standing: bool,
}

/// The same, as a row.
struct Year {
    label: String,
    href: String,
    title: String,
    rating: String,
    change: &'static str,
    stands: String,
}

/// What happened to the goal itself.
struct Turn {
    day: String,
    what: String,
    reason: String,
    paper: Option<String>,
    links: Vec<Crumb>,
}

#[derive(Template)]
#[template(path = "pages/goal_years/show.html")]
struct GoalYearPage {
    layout: Layout,
    trail: Vec<Crumb>,
    label: String,
    title: String,
    strategy: String,
    chart: Option<Chart>,
    years: Vec<Year>,
    rated: bool,
    turns: Vec<Turn>,
    inside: Option<String>,
}

pub(in crate::web) async fn show(
    path: GoalYear,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (outline, _) = strategies::outline(&mut reader, &path.strategy).await?;
    let strategy = store::strategies::get(&mut reader, &outline.id).await?;
    let lineage = store::herijking::lineage(&mut reader, &outline.id).await?;
    let ratings = store::strategies::ratings(&mut reader, &outline.id).await?;
    let editions = store::editions::standing(&mut reader, &outline.id).await?;
    let before = before(&mut reader, &outline.id, &lineage, path.number).await?;
    let mut all = in_editions(&mut reader, &editions, &lineage, path.number).await?;
    let Some(newest) = all.last() else {
        // A goal that stands in no edition is led to in the newest report of before that says something of it. What was
        // never published is nobody's business here, and does not exist.
        let newest = before.last().ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&newest.href).into_response());
    };
    let published = editions.last().map_or(outline.from, |edition| edition.reference_date);
    let changes = store::goals::changes(&mut reader, &outline.id, None, published).await?;
    let turns = changes.iter().filter(|change| lineage.same(change.number, path.number));
    let word = &strategy.goal_word;
    let turn = |change: &GoalChange| turn(&outline.id, word, change);
    let (label, title) = (format!("{} {}", capitalised(word), newest.number), newest.title.clone());
    let inside =
        visitor.is_ok().then(|| ShowGoal { strategy: outline.id.clone(), number: newest.number }.to_string());
    all.extend(before.into_iter().filter(|said| said.standing));
    all.sort_by_key(|said| said.until);
    page(&GoalYearPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![
            Crumb::new("Rapporten", Reports),
            Crumb::new("Doelen door de jaren", GoalYears { strategy: outline.id.clone() }),
        ],
        chart: (!ratings.is_empty()).then(|| Chart::new(&ratings, &points(&all), &label)),
        label,
        title,
        strategy: outline.subtitle,
        years: years(all, &ratings),
        rated: !ratings.is_empty(),
        turns: turns.map(turn).collect(),
        inside,
    })
}

/// What the editions of a strategy say of a goal, the oldest round first.
async fn in_editions(
    connection: &mut SqliteConnection,
    editions: &[Standing],
    lineage: &Lineage,
    number: u32,
) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    for edition in editions {
        let digest = press::digest(connection, edition.id).await?;
        let Some(goal) = digest.iter().find(|goal| lineage.same(goal.number, number)) else { continue };
        let report = ShowReport { round: edition.slug.clone(), number: edition.number };
        let stands: Vec<String> =
            goal.stands.iter().map(|(word, count)| format!("{count} {}", word.to_lowercase())).collect();
        said.push(Said {
            until: edition.reference_date,
            label: edition.label.clone(),
            href: format!("{report}#{}", goal.anchor),
            number: goal.number,
            title: goal.title.clone(),
            rating: goal.rating.clone(),
            stands: if stands.is_empty() { "geen inzet".to_owned() } else { stands.join(", ") },
            standing: true,
        });
    }
    Ok(said)
}

/// What released reports of before say of a goal, the oldest period first.
async fn before(
    connection: &mut SqliteConnection,
    strategy: &str,
    lineage: &Lineage,
    number: u32,
) -> Result<Vec<Said>> {
    let told = store::earlier_reports::told(connection, None).await?;
    let reports = store::earlier_reports::released(connection).await?;
    let ours = reports.iter().filter(|one| one.strategy == strategy);
    let said = ours.filter_map(|one| {
        let told = told.iter().find(|told| told.report == one.id && lineage.same(told.number, number))?;
        Some(Said {
            until: one.until,
            label: format!("{}–{}", one.from.year(), one.until.year()),
            href: EarlierReport { slug: one.slug.clone() }.to_string(),
            number: told.number,
            title: told.title.clone(),
            rating: told.rating.clone(),
            stands: "niet bekend".to_owned(),
            standing: one.is_standing(&reports),
        })
    });
    let mut said: Vec<Said> = said.collect();
    said.sort_by_key(|said| said.until);
    Ok(said)
}

fn points(said: &[Said]) -> Vec<Point> {
    said.iter().map(|said| Point { label: said.label.clone(), rating: said.rating.clone() }).collect()
}

/// The step of the scale that an edition names; an edition keeps its word, also when it is no longer on the scale.
pub(super) fn known(ratings: &[Rating], word: &str) -> Rating {
    let unknown = || Rating {
        id: word.to_owned(),
        label: word.to_owned(),
        criteria: String::new(),
        tone: Tone::Neutral,
        rank: None,
    };
    ratings.iter().find(|rating| rating.label == word).cloned().unwrap_or_else(unknown)
}

/// Newest first.
fn years(said: Vec<Said>, ratings: &[Rating]) -> Vec<Year> {
    let mut before: Option<Option<Rating>> = None;
    let mut years = Vec::new();
    for one in said {
        let now = one.rating.as_deref().map(|word| known(ratings, word));
        let change = match &before {
            None => "eerste rapport",
            Some(before) => Movement::between(before.as_ref(), now.as_ref()).dutch(),
        };
        years.push(Year {
            label: one.label,
            href: one.href,
            title: format!("{}. {}", one.number, one.title),
            rating: now.as_ref().map_or_else(|| "geen oordeel".to_owned(), |now| now.label.clone()),
            change,
            stands: one.stands,
        });
        before = Some(now);
    }
    years.reverse();
    years
}

fn turn(strategy: &str, word: &str, change: &GoalChange) -> Turn {
    let what = match (change.change, &change.before) {
        (Change::Retired, _) if !change.heirs.is_empty() => "Gaat verder in".to_owned(),
        (Change::Split | Change::Merged, None) => "Komt voort uit".to_owned(),
        (Change::Reworded, Some(before)) if before.title != change.title => {
            format!("Anders verwoord. De titel was “{}”", before.title)
        }
        (Change::Moved, Some(before)) => {
            format!("Verplaatst. Was {word} {} in pijler {}", before.number, before.pillar)
        }
        (change, _) => capitalised(change.dutch()),
    };
    let link = |(number, title): &(u32, String)| {
        Crumb::new(
            format!("{word} {number}: {title}"),
            GoalYear { strategy: strategy.to_owned(), number: *number },
        )
    };
    Turn {
        day: clock::long_date(change.from),
        what,
        reason: change.reason.clone(),
        paper: change.paper.clone(),
        links: change.origins.iter().chain(&change.heirs).map(link).collect(),
    }
}
