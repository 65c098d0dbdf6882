//! Berichten: what someone was told.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    App, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::Notices,
};
use crate::{domain::clock, store};

/// How many notices the page shows.
const SHOWN: u32 = 100;

/// One notice.
struct Line {
    words: String,
    href: String,
    at: String,
}

#[derive(Template)]
#[template(path = "pages/notices/index.html")]
struct NoticesPage {
    layout: Layout,
    lines: Vec<Line>,
    calendar: String,
}

/// What this person was told.
pub(super) async fn index(_: Notices, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let told = store::outbox::told(&mut reader, visitor.actor.person, SHOWN).await?;
    let lines =
        told.into_iter().map(|one| Line { words: one.line, href: one.href, at: clock::short_moment(one.at) });
    page(&NoticesPage {
        layout: Layout::of(&app, &visitor),
        lines: lines.collect(),
        calendar: super::routes::Calendar.to_string(),
    })
}
