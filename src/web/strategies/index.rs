//! All strategies, newest first.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    domain::clock,
    store,
    web::{
        App, Result,
        extract::Visitor,
        page::{Layout, page},
        routes::{ShowStrategy, Strategies},
    },
};

/// A strategy in the list.
struct Line {
    href: String,
    title: String,
    status: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/strategies/index.html")]
struct StrategiesPage {
    layout: Layout,
    lines: Vec<Line>,
}

pub(in crate::web) async fn index(
    _: Strategies,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let today = clock::local_date(visitor.now);
    let outlines = store::strategies::outlines(&mut reader).await?;
    let lines = outlines.iter().map(|one| {
        let replaced = outlines.iter().find(|other| other.replaces.as_ref() == Some(&one.id));
        Line {
            href: ShowStrategy { strategy: one.id.clone() }.to_string(),
            title: format!("{} – {}", one.short, one.title),
            status: match replaced {
                Some(other) if other.from <= today => "opgevolgd",
                _ if one.until < today => "afgelopen",
                _ if one.from > today => "nog niet ingegaan",
                _ => "loopt",
            },
            note: format!(
                "{}. Van {} tot en met {}.",
                one.subtitle,
                clock::long_date(one.from),
                clock::long_date(one.until)
            ),
        }
    });
    page(&StrategiesPage { layout: Layout::of(&app, &visitor), lines: lines.collect() })
}
