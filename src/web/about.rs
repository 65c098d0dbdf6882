//! Pages about the program itself: how accessible it is, what it keeps of whom, where to report a
//! weakness.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;

use super::{
    App, Contact, Error, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::{Accessibility, Privacy, SecurityText},
};
use crate::domain::clock;

#[derive(Template)]
#[template(path = "pages/about/accessibility.html")]
struct AccessibilityPage {
    layout: Layout,
    address: String,
    contact: Contact,
    date: String,
}

#[derive(Template)]
#[template(path = "pages/about/privacy.html")]
struct PrivacyPage {
    layout: Layout,
    contact: Contact,
}

pub(super) async fn accessibility(
    _: Accessibility,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let contact = app.settings.contact.clone();
    let date =
        contact.statement.as_ref().map(|statement| clock::long_date(statement.date)).unwrap_or_default();
    page(&AccessibilityPage {
        layout: layout(&app, visitor),
        address: app.settings.base.clone(),
        contact,
        date,
    })
}

pub(super) async fn privacy(
    _: Privacy,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    page(&PrivacyPage { layout: layout(&app, visitor), contact: app.settings.contact.clone() })
}

/// How long from now the contact for weaknesses holds; RFC 9116 asks for less than a year.
const HOLDS: TimeDelta = TimeDelta::days(180);

/// Where to report a weakness (RFC 9116). It expires half a year after whoever reads it: it is read from the running
/// configuration, so it is as fresh as that.
pub(super) async fn security(_: SecurityText, State(app): State<App>) -> Result<Response> {
    let contact = app.settings.contact.for_weaknesses().ok_or(Error::NotFound)?;
    let expires = (app.clock.now() + HOLDS).format("%Y-%m-%dT00:00:00Z");
    let base = app.settings.base.trim_end_matches('/');
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: nl, en\nCanonical: {base}{SecurityText}\n"
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

fn layout(app: &App, visitor: Result<Visitor>) -> Layout {
    visitor.map_or_else(|_| Layout::bare(app), |visitor| Layout::of(app, &visitor))
}
