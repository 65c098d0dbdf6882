//! Doel door de jaren: what every released edition says of a goal, for everyone. It shows what was published and nothing
//! else: titles and ratings as they were frozen, and herijking up to the newest edition.

mod chart;
mod show;

use askama::Template;
use axum::{extract::State, response::Response};

pub(super) use self::show::show;
use super::{
    App, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    routes::{GoalYear, GoalYears, Reports},
    strategies,
};
use crate::{press, report::typography::capitalised, store};

/// A goal in the list.
struct Line {
    href: String,
    title: String,
    rating: String,
}

#[derive(Template)]
#[template(path = "pages/goal_years/index.html")]
struct GoalYearsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    strategy: String,
    editions: usize,
    lines: Vec<Line>,
}

/// All goals that stand in a released edition, under the title they had last.
pub(super) async fn index(
    path: GoalYears,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (outline, _) = strategies::outline(&mut reader, &path.strategy).await?;
    let strategy = store::strategies::get(&mut reader, &outline.id).await?;
    let lineage = store::herijking::lineage(&mut reader, &outline.id).await?;
    let editions = store::editions::standing(&mut reader, &outline.id).await?;
    let word = capitalised(&strategy.goal_word);
    let mut found: Vec<(u32, Line)> = Vec::new();
    // Newest first: the last title of a goal is the one it is listed under.
    for (place, edition) in editions.iter().rev().enumerate() {
        for goal in press::digest(&mut reader, edition.id).await?.iter() {
            if found.iter().any(|(number, _)| lineage.same(*number, goal.number)) {
                continue;
            }
            let rating = goal.rating.clone().unwrap_or_else(|| "geen oordeel".to_owned());
            let line = Line {
                href: GoalYear { strategy: outline.id.clone(), number: goal.number }.to_string(),
                title: format!("{word} {}. {}", goal.number, goal.title),
                rating: if place == 0 { rating } else { format!("tot en met {}", edition.label) },
            };
            found.push((goal.number, line));
        }
    }
    found.sort_by_key(|(number, _)| *number);
    page(&GoalYearsPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Rapporten", Reports)],
        strategy: outline.short,
        editions: editions.len(),
        lines: found.into_iter().map(|(_, line)| line).collect(),
    })
}
