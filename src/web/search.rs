//! Zoeken: in what someone may read; for everyone, that is what was released.

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query as Parameters;
use serde::Deserialize;

use super::{
    App, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::{Search, ShowContribution, ShowGoal, ShowReport},
};
use crate::{
    domain::{
        access::Sight,
        edition::Kind,
        search::{Piece, Query, pieces},
    },
    store::{
        self,
        search::{Hit, Place},
    },
};

/// How many results stand on a page.
const SIZE: u32 = 20;

/// Nobody reads on after this many pages; a number that is typed by hand goes no further.
const LAST_PAGE: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    pagina: String,
}

/// One result.
struct Line {
    href: String,
    title: Vec<Piece>,
    note: String,
    excerpt: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "pages/search/index.html")]
struct SearchPage {
    layout: Layout,
    asked: String,
    /// Whether a word was asked for.
    looked: bool,
    everything: bool,
    lines: Vec<Line>,
    heading: String,
    before: Option<String>,
    after: Option<String>,
}

pub(super) async fn index(
    _: Search,
    State(app): State<App>,
    visitor: Result<Visitor>,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response> {
    let sight = visitor.as_ref().map_or_else(|_| Sight::public(), |visitor| visitor.actor.sight());
    let query = Query::parse(&asked.q);
    let number = asked.pagina.parse().unwrap_or(1).clamp(1, LAST_PAGE);
    let mut hits = match &query {
        Some(query) => {
            let mut reader = app.store.read().await?;
            store::search::find(&mut reader, query, &sight, SIZE + 1, (number - 1) * SIZE).await?
        }
        None => Vec::new(),
    };
    let more = hits.len() > SIZE as usize;
    hits.truncate(SIZE as usize);
    let to = |number: u32| format!("{Search}?q={}&pagina={number}", super::error::encode(&asked.q));
    page(&SearchPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        heading: heading(hits.len(), more, number),
        lines: hits.into_iter().map(line).collect(),
        looked: query.is_some(),
        everything: sight.goals,
        before: (number > 1).then(|| to(number - 1)),
        after: (more && number < LAST_PAGE).then(|| to(number + 1)),
        asked: asked.q,
    })
}

/// What was found, in one line.
fn heading(found: usize, more: bool, number: u32) -> String {
    match (found, more, number) {
        (0, _, 1) => "Niets gevonden".to_owned(),
        (0, ..) => "Er is niet meer gevonden".to_owned(),
        (1, false, 1) => "1 resultaat".to_owned(),
        (_, false, 1) => format!("{found} resultaten"),
        (_, true, 1) => format!("Meer dan {SIZE} resultaten, de beste eerst"),
        _ => format!("Pagina {number}"),
    }
}

fn line(hit: Hit) -> Line {
    let found = pieces(&hit.title);
    let (href, title, note) = match hit.place {
        Place::Goal { strategy, number } => {
            let mut title = vec![Piece { text: format!("Doel {number}. "), found: false }];
            title.extend(found);
            let href = ShowGoal { strategy, number }.to_string();
            (href, title, format!("Doel van de {}", hit.strategy))
        }
        Place::Contribution { id, goal: (number, goal), ministry, round, state } => {
            let text = format!("Bijdrage van {ministry} aan doel {number}. {goal}");
            let title = vec![Piece { text, found: false }];
            let note = format!("Ronde {round}. Stand: {}", state.dutch());
            (ShowContribution { id }.to_string(), title, note)
        }
        Place::Edition { round: (slug, label), number, kind, anchor } => {
            let kind = match kind {
                Kind::Report => "Voortgangsrapportage",
                Kind::Replacement => "Vervangende voortgangsrapportage",
                Kind::Erratum => "Erratum bij de voortgangsrapportage",
            };
            let href = format!("{}#{anchor}", ShowReport { round: slug, number });
            (href, found, format!("{kind} {} {label}, editie {number}", hit.strategy))
        }
    };
    Line { href, title, note, excerpt: pieces(&hit.excerpt) }
}
