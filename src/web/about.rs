//! Pages about the program itself: how it works, how accessible it is, what it keeps of whom.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    App, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::{Accessibility, Manual, Privacy},
};

#[derive(Template)]
#[template(path = "pages/about/manual.html")]
struct ManualPage {
    layout: Layout,
}

#[derive(Template)]
#[template(path = "pages/about/accessibility.html")]
struct AccessibilityPage {
    layout: Layout,
}

#[derive(Template)]
#[template(path = "pages/about/privacy.html")]
struct PrivacyPage {
    layout: Layout,
}

pub(super) async fn manual(_: Manual, State(app): State<App>, visitor: Result<Visitor>) -> Result<Response> {
    page(&ManualPage { layout: layout(&app, visitor) })
}

pub(super) async fn accessibility(
    _: Accessibility,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    page(&AccessibilityPage { layout: layout(&app, visitor) })
}

pub(super) async fn privacy(
    _: Privacy,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    page(&PrivacyPage { layout: layout(&app, visitor) })
}

fn layout(app: &App, visitor: Result<Visitor>) -> Layout {
    visitor.map_or_else(|_| Layout::bare(app), |visitor| Layout::of(app, &visitor))
}
