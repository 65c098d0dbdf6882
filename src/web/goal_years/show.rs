//! One goal through the editions.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::SqliteConnection;

use super::chart::{Chart, Point};
use crate::{
    domain::{
        clock,
        earlier::EarlierReport as EarlierRecord,
        strategy::{Change, GoalChange, Movement, Rating, Tone},
    },
    press,
    report::{compare::Digest, typography::capitalised},
    store::{self, editions::Standing},
    web::{
        App, Error, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{EarlierReport, GoalYear, GoalYears, Reports, ShowGoal, ShowReport},
        strategies,
    },
};

/// What an edition says of the goal.
struct Year {
    label: String,
    edition: String,
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
    let mut found: Vec<(&Standing, Digest)> = Vec::new();
    for edition in &editions {
        let digest = press::digest(&mut reader, edition.id).await?;
        if let Some(goal) = digest.iter().find(|goal| lineage.same(goal.number, path.number)) {
            found.push((edition, goal.clone()));
        }
    }
    let Some((_, newest)) = found.last() else {
        return earlier(&mut reader, &outline.id, path.number).await;
    };
    let published = editions.last().map_or(outline.from, |edition| edition.reference_date);
    let changes = store::goals::changes(&mut reader, &outline.id, None, published).await?;
    let turns = changes.iter().filter(|change| lineage.same(change.number, path.number));
    let word = &strategy.goal_word;
    let turn = |change: &GoalChange| turn(&outline.id, word, change);
    let (label, title) = (format!("{} {}", capitalised(word), newest.number), newest.title.clone());
    let inside =
        visitor.is_ok().then(|| ShowGoal { strategy: outline.id.clone(), number: newest.number }.to_string());
    page(&GoalYearPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![
            Crumb::new("Rapporten", Reports),
            Crumb::new("Doelen door de jaren", GoalYears { strategy: outline.id.clone() }),
        ],
        chart: (!ratings.is_empty()).then(|| Chart::new(&ratings, &points(&found), &label)),
        label,
        title,
        strategy: outline.subtitle,
        years: years(&found, &ratings),
        rated: !ratings.is_empty(),
        turns: turns.map(turn).collect(),
        inside,
    })
}

/// A goal that stands in no edition is led to in the newest earlier report that says something of it. What was never
/// published is nobody's business here, and does not exist.
async fn earlier(connection: &mut SqliteConnection, strategy: &str, number: u32) -> Result<Response> {
    let told = store::earlier_reports::told(connection, None).await?;
    let reports = store::earlier_reports::released(connection).await?;
    let says = |one: &&EarlierRecord| {
        one.strategy == strategy && told.iter().any(|told| told.report == one.id && told.number == number)
    };
    let found = reports.iter().find(says).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&EarlierReport { slug: found.slug.clone() }.to_string()).into_response())
}

fn points(found: &[(&Standing, Digest)]) -> Vec<Point> {
    let point = |(edition, goal): &(&Standing, Digest)| Point {
        label: edition.label.clone(),
        rating: goal.rating.clone(),
    };
    found.iter().map(point).collect()
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
fn years(found: &[(&Standing, Digest)], ratings: &[Rating]) -> Vec<Year> {
    let mut before: Option<Option<Rating>> = None;
    let mut years = Vec::new();
    for (edition, goal) in found {
        let now = goal.rating.as_deref().map(|word| known(ratings, word));
        let change = match &before {
            None => "eerste editie",
            Some(before) => Movement::between(before.as_ref(), now.as_ref()).dutch(),
        };
        let report = ShowReport { round: edition.slug.clone(), number: edition.number };
        let stands: Vec<String> =
            goal.stands.iter().map(|(word, count)| format!("{count} {}", word.to_lowercase())).collect();
        years.push(Year {
            label: edition.label.clone(),
            edition: format!("{report}#{}", goal.anchor),
            title: format!("{}. {}", goal.number, goal.title),
            rating: now.as_ref().map_or_else(|| "geen oordeel".to_owned(), |now| now.label.clone()),
            change,
            stands: if stands.is_empty() { "geen inzet".to_owned() } else { stands.join(", ") },
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
