//! Earlier reports for everyone: in the list of reports, on a page of their own, and the file as it was published.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sqlx::SqliteConnection;

use super::{Reading, about_file};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, FILE},
    },
    report::typography::hold,
    store,
    web::{
        App, Error, Result,
        annexes::{SANDBOX, attachment},
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{EarlierFile, EarlierReport as PublicReport, Reports},
        strategies::outline,
    },
};

/// A released earlier report in the list.
pub(in crate::web) struct Line {
    pub(in crate::web) title: String,
    pub(in crate::web) href: String,
    pub(in crate::web) note: String,
    pub(in crate::web) pdf: String,
    pub(in crate::web) file: String,
    pub(in crate::web) replaced: bool,
}

#[derive(Template)]
#[template(path = "pages/earlier/report.html")]
struct ReportPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    strategy: String,
    reading: Reading,
}

/// Those that everyone may read, the newest period first.
pub(in crate::web) async fn lines(connection: &mut SqliteConnection) -> Result<Vec<Line>> {
    let all = store::earlier_reports::released(connection).await?;
    let line = |one: &EarlierReport| {
        let paper = one.paper.as_ref().map(|paper| hold(&format!(", Kamerstuk {paper}"))).unwrap_or_default();
        Line {
            title: one.title.clone(),
            href: PublicReport { slug: one.slug.clone() }.to_string(),
            note: format!("Gepubliceerd op {}{paper}.", clock::long_date(one.published)),
            pdf: EarlierFile { slug: one.slug.clone(), name: FILE.to_owned() }.to_string(),
            file: about_file(one),
            replaced: !one.is_standing(&all),
        }
    };
    Ok(all.iter().map(line).collect())
}

/// About one: what is known of it.
pub(in crate::web) async fn report(
    path: PublicReport,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let all = store::earlier_reports::released(&mut reader).await?;
    let one = all.iter().find(|one| one.slug == path.slug).ok_or(Error::NotFound)?;
    let (outline, _) = outline(&mut reader, &one.strategy).await?;
    let reading = Reading::of(&mut reader, one, &all).await?;
    page(&ReportPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Rapporten", Reports)],
        title: one.title.clone(),
        strategy: outline.title,
        reading,
    })
}

/// The file as it was published, or "not modified" to who has it. One that was not released is there for who oversees
/// rounds only.
pub(in crate::web) async fn file(
    path: EarlierFile,
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let all = store::earlier_reports::list(&mut reader, None).await?;
    let one = all.iter().find(|one| one.slug == path.slug && path.name == FILE).ok_or(Error::NotFound)?;
    let keep = match (one.released_at, visitor) {
        (Some(_), _) => "public, max-age=3600",
        (None, Ok(visitor)) if visitor.actor.may_oversee().is_ok() => "no-store",
        (None, _) => return Err(Error::NotFound),
    };
    let tag = format!("\"{}\"", one.sha256);
    let text = |value: &str| HeaderValue::from_str(value).map_err(|error| Error::Internal(error.into()));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        store::earlier_reports::bytes(&mut reader, one.id).await?.into_response()
    };
    let set = response.headers_mut();
    if !known {
        set.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    }
    set.insert(header::ETAG, text(&tag)?);
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if one.released_at.is_some() {
        set.insert(header::LINK, text(&link(one, &all))?);
    }
    // Made by others: to keep, and never to run.
    set.insert(header::CONTENT_DISPOSITION, text(&attachment(&format!("voortgang-{}.pdf", one.slug)))?);
    set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    Ok(response)
}

/// The bytes never change, so what came after is said beside them: the page about the report, and its successor.
fn link(one: &EarlierReport, all: &[EarlierReport]) -> String {
    let page = |one: &EarlierReport| PublicReport { slug: one.slug.clone() };
    let link = format!("<{}>; rel=\"describedby\"", page(one));
    match one.successor(all).filter(|newer| newer.released_at.is_some()) {
        Some(newer) => format!("{link}, <{}>; rel=\"successor-version\"", page(newer)),
        None => link,
    }
}
