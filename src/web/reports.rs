//! What everyone may read without signing in: released editions, byte for byte as they were frozen.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::{CompareReports, ReportFile, Reports, ShowReport},
};
use crate::{
    domain::{clock, edition::Frozen},
    render::html::content_security_policy,
    store::{self, editions::Listed},
};

/// A released edition in the list.
struct Line {
    title: String,
    released: String,
    href: String,
    pdf: String,
    json: String,
    sha256: String,
    specimen: bool,
}

#[derive(Template)]
#[template(path = "pages/reports/index.html")]
struct ReportsPage {
    layout: Layout,
    lines: Vec<Line>,
}

/// All released editions, newest first.
pub(super) async fn index(_: Reports, State(app): State<App>, visitor: Result<Visitor>) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let lines = store::editions::list(&mut reader, true).await?.iter().map(line).collect();
    let layout = visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor));
    page(&ReportsPage { layout, lines })
}

/// The report itself.
pub(super) async fn show(path: ShowReport, State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let edition = released(&app, &path.round, path.number).await?;
    send(&app, edition, "rapport.html", &headers).await
}

/// One of its files.
pub(super) async fn file(
    path: ReportFile,
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let may_see_more = visitor.is_ok_and(|visitor| visitor.actor.may_oversee().is_ok());
    let edition = if may_see_more {
        let mut reader = app.store.read().await?;
        store::editions::find(&mut reader, &path.round, path.number).await?.ok_or(Error::NotFound)?
    } else {
        released(&app, &path.round, path.number).await?
    };
    send(&app, edition, &path.name, &headers).await
}

/// An edition that the public may read; any other does not exist.
async fn released(app: &App, round: &str, number: u32) -> Result<Frozen> {
    let mut reader = app.store.read().await?;
    let edition = store::editions::find(&mut reader, round, number).await?;
    edition.filter(|edition| edition.released_at.is_some()).ok_or(Error::NotFound)
}

/// The frozen bytes, or "not modified" to who has them.
async fn send(app: &App, edition: Frozen, name: &str, headers: &HeaderMap) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let file = store::editions::find_file(&mut reader, edition.id, name).await?.ok_or(Error::NotFound)?;
    let tag = format!("\"{}\"", file.sha256);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let text = |value: &str| HeaderValue::from_str(value).map_err(|error| Error::Internal(error.into()));
    let mut response = file.bytes.into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, text(&file.media_type)?);
    set.insert(header::ETAG, text(&tag)?);
    let keep = if edition.released_at.is_some() { "public, max-age=3600" } else { "no-store" };
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy()));
    Ok(response)
}

fn line(listed: &Listed) -> Line {
    let (round, number) = (listed.slug.clone(), listed.edition.number);
    let file = |name: &str| ReportFile { round: round.clone(), number, name: name.to_owned() }.to_string();
    let edition = if number == 1 { String::new() } else { format!(", editie {number}") };
    Line {
        title: format!("Voortgangsrapportage {} {}{edition}", listed.strategy, listed.label),
        released: listed
            .edition
            .released_at
            .map(|at| clock::long_date(clock::local_date(at)))
            .unwrap_or_default(),
        pdf: file("rapport.pdf"),
        json: file("rapport.json"),
        href: ShowReport { round, number }.to_string(),
        sha256: listed.edition.sha256.clone(),
        specimen: listed.specimen,
    }
}
