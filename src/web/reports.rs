//! What everyone may read without signing in: released editions, byte for byte as they were frozen.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    App, Error, Result, annexes, chain, earlier,
    extract::Visitor,
    open_data,
    page::{Crumb, Layout, page},
    routes::{
        AboutReport, CompareReports, Feed, GoalYears, OpenData, ReportFile, Reports, Search, ShowReport,
    },
    sendings::{self, HouseLine},
};
use crate::{
    domain::{
        annex, clock,
        edition::{Frozen, Kind},
    },
    render::html::content_security_policy,
    store::{self, editions::Listed, sendings::Recorded},
};

/// A released edition in the list.
struct Line {
    title: String,
    released: String,
    href: String,
    pdf: String,
    json: String,
    about: String,
    sha256: String,
    specimen: bool,
    links: Vec<chain::Link>,
    years: String,
    houses: Vec<HouseLine>,
}

/// A file of an edition.
struct FileLine {
    href: String,
    name: String,
    sha256: String,
    size: String,
}

#[derive(Template)]
#[template(path = "pages/reports/about.html")]
struct AboutPage {
    layout: Layout,
    trail: Vec<Crumb>,
    line: Line,
    files: Vec<FileLine>,
    data: Vec<Crumb>,
}

#[derive(Template)]
#[template(path = "pages/reports/index.html")]
struct ReportsPage {
    layout: Layout,
    lines: Vec<Line>,
    earlier: Vec<earlier::Line>,
    years: Vec<Crumb>,
}

/// All released editions, newest first.
pub(super) async fn index(_: Reports, State(app): State<App>, visitor: Result<Visitor>) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    let recorded = store::sendings::list(&mut reader).await?;
    let lines = editions.iter().map(|listed| line(listed, &editions, &recorded)).collect();
    let layout = visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor));
    let earlier = earlier::lines(&mut reader).await?;
    page(&ReportsPage { layout, lines, earlier, years: years(&editions) })
}

/// The way to the goals through the years, of each strategy that has editions.
fn years(editions: &[Listed]) -> Vec<Crumb> {
    let mut years: Vec<Crumb> = Vec::new();
    for listed in editions {
        let to = GoalYears { strategy: listed.strategy_id.clone() };
        let link = Crumb::new(format!("De doelen van de {} door de jaren", listed.strategy), to);
        if !years.iter().any(|known| known.href == link.href) {
            years.push(link);
        }
    }
    years
}

/// The report itself.
pub(super) async fn show(path: ShowReport, State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let edition = released(&app, &path.round, path.number).await?;
    send(&app, &path.round, edition, "rapport.html", &headers).await
}

/// About it: its files and how to check them, when it was sent, what corrects it and what it corrects.
pub(super) async fn about(
    path: AboutReport,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    let sought = |listed: &&Listed| listed.slug == path.round && listed.edition.number == path.number;
    let listed = editions.iter().find(sought).ok_or(Error::NotFound)?;
    let recorded = store::sendings::list(&mut reader).await?;
    let files = store::editions::files(&mut reader, listed.edition.id).await?;
    let files = files.into_iter().map(|(name, sha256, size)| FileLine {
        href: ReportFile { round: path.round.clone(), number: path.number, name: name.clone() }.to_string(),
        name,
        sha256,
        size: format!("{} kB", size.div_ceil(1000)),
    });
    page(&AboutPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Rapporten", Reports)],
        line: line(listed, &editions, &recorded),
        files: files.collect(),
        data: if open_data::has_data(listed) {
            open_data::links(&path.round, path.number)
        } else {
            Vec::new()
        },
    })
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
    send(&app, &path.round, edition, &path.name, &headers).await
}

/// An edition that the public may read; any other does not exist.
async fn released(app: &App, round: &str, number: u32) -> Result<Frozen> {
    let mut reader = app.store.read().await?;
    let edition = store::editions::find(&mut reader, round, number).await?;
    edition.filter(|edition| edition.released_at.is_some()).ok_or(Error::NotFound)
}

/// The frozen bytes, or "not modified" to who has them.
async fn send(app: &App, round: &str, edition: Frozen, name: &str, headers: &HeaderMap) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let file = store::editions::find_file(&mut reader, edition.id, name).await?.ok_or(Error::NotFound)?;
    let editions = store::editions::list(&mut reader, true).await?;
    let tag = format!("\"{}\"", file.sha256);
    let text = |value: &str| HeaderValue::from_str(value).map_err(|error| Error::Internal(error.into()));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { file.bytes.into_response() };
    let set = response.headers_mut();
    if !known {
        set.insert(header::CONTENT_TYPE, text(&file.media_type)?);
    }
    set.insert(header::ETAG, text(&tag)?);
    let keep = if edition.released_at.is_some() { "public, max-age=3600" } else { "no-store" };
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if annex::is_brought_in(name) {
        // Made by others: to keep, and never to run.
        set.insert(header::CONTENT_DISPOSITION, text(&annexes::attachment(name))?);
        set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(annexes::SANDBOX));
    } else {
        set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy()));
    }
    if edition.released_at.is_some() {
        set.insert(header::LINK, text(&link(round, &edition, &editions))?);
    }
    Ok(response)
}

/// The bytes never change, so what came after is said beside them: the page about the edition, and its successor.
fn link(round: &str, edition: &Frozen, editions: &[Listed]) -> String {
    let about = AboutReport { round: round.to_owned(), number: edition.number };
    let link = format!("<{about}>; rel=\"describedby\"");
    match edition.chain(editions.iter().map(|listed| &listed.edition)).replaced_by {
        Some(newer) => {
            let newer = ShowReport { round: round.to_owned(), number: newer.number };
            format!("{link}, <{newer}>; rel=\"successor-version\"")
        }
        None => link,
    }
}

/// What an edition is called in lists.
pub(super) fn title(listed: &Listed) -> String {
    let number = listed.edition.number;
    let edition = match (listed.edition.kind, number) {
        (Kind::Erratum, _) => format!(", erratum (editie {number})"),
        (Kind::Report | Kind::Replacement, 1) => String::new(),
        (Kind::Report | Kind::Replacement, _) => format!(", editie {number}"),
    };
    format!("Voortgangsrapportage {} {}{edition}", listed.strategy, listed.label)
}

fn line(listed: &Listed, editions: &[Listed], recorded: &[Recorded]) -> Line {
    let (round, number) = (listed.slug.clone(), listed.edition.number);
    let file = |name: &str| ReportFile { round: round.clone(), number, name: name.to_owned() }.to_string();
    let about = |number| AboutReport { round: round.clone(), number }.to_string();
    Line {
        title: title(listed),
        about: about(number),
        years: GoalYears { strategy: listed.strategy_id.clone() }.to_string(),
        links: chain::links(&listed.edition, editions, about),
        houses: sendings::houses(recorded, &listed.edition),
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
