//! Open data: what editions say as rows, with the page that explains them, names that stay, and a feed. For everyone.

mod feed;
mod files;
mod names;
mod woo;

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sqlx::SqliteConnection;

pub(super) use self::{
    feed::feed,
    files::{all, earlier, edition, of},
    names::{goal, ministry},
    woo::{index as sitemap_index, robots, sitemap},
};
use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    reports,
    routes::{AboutReport, AllData, ApiReference, EditionData, Feed, OpenData, Reports},
};
use crate::{
    domain::edition::Kind,
    report::data::{Column, EARLIER, EDITION, EarlierTable, Kind as Values, Table},
    store::{self, editions::Listed},
};

/// The name under which all tables together are found.
const WHOLE: &str = "gegevens.json";

/// The name under which the concepts are found.
const CONCEPTS: &str = "begrippen.jsonld";

/// A table on the page.
struct TableLine {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    csv: String,
    columns: Vec<Column>,
}

/// An edition on the page.
struct EditionLine {
    title: String,
    about: String,
    files: Vec<Crumb>,
}

#[derive(Template)]
#[template(path = "pages/open_data/index.html")]
struct OpenDataPage {
    layout: Layout,
    trail: Vec<Crumb>,
    common: &'static [Column],
    tables: Vec<TableLine>,
    /// With what both tables of earlier reports begin.
    earlier_common: &'static [Column],
    earlier: Vec<TableLine>,
    whole: String,
    concepts: String,
    feed: String,
    api: String,
    editions: Vec<EditionLine>,
    ministries: Vec<names::Named>,
}

impl OpenDataPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template passes references")]
    fn values(kind: &Values) -> &'static str {
        kind.dutch()
    }
}

/// What there is, and what every column means.
pub(super) async fn index(_: OpenData, State(app): State<App>, visitor: Result<Visitor>) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let listed = with_data(store::editions::list(&mut reader, true).await?);
    let ministries = names::ministries(&mut reader, &app.settings.base).await?;
    let tables = Table::ALL.map(|table| TableLine {
        name: table.name(),
        title: table.title(),
        about: table.about(),
        csv: AllData { file: csv_name(table.name()) }.to_string(),
        columns: table.columns().split_off(EDITION.len()),
    });
    let earlier = EarlierTable::ALL.map(|table| TableLine {
        name: table.name(),
        title: table.title(),
        about: table.about(),
        csv: AllData { file: csv_name(table.name()) }.to_string(),
        columns: table.columns().split_off(EARLIER.len()),
    });
    page(&OpenDataPage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Rapporten", Reports)],
        common: &EDITION,
        tables: tables.into(),
        earlier_common: &EARLIER,
        earlier: earlier.into(),
        whole: AllData { file: WHOLE.to_owned() }.to_string(),
        concepts: AllData { file: CONCEPTS.to_owned() }.to_string(),
        feed: Feed.to_string(),
        api: ApiReference.to_string(),
        editions: listed.iter().map(edition_line).collect(),
        ministries,
    })
}

fn edition_line(listed: &Listed) -> EditionLine {
    let (round, number) = (listed.slug.clone(), listed.edition.number);
    EditionLine {
        title: reports::title(listed),
        about: AboutReport { round, number }.to_string(),
        files: links(&listed.slug, number),
    }
}

/// The files of an edition's data.
pub(super) fn links(round: &str, number: u32) -> Vec<Crumb> {
    let to = |file: String| EditionData { round: round.to_owned(), number, file };
    let tables =
        Table::ALL.map(|table| Crumb::new(format!("{} (CSV)", table.title()), to(csv_name(table.name()))));
    let whole = Crumb::new("Alles (JSON)", to(WHOLE.to_owned()));
    tables.into_iter().chain([whole]).collect()
}

fn csv_name(table: &str) -> String {
    format!("{table}.csv")
}

/// An erratum corrects words and has no data of its own.
pub(super) fn has_data(listed: &Listed) -> bool {
    listed.edition.kind != Kind::Erratum
}

/// A released edition that has data.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(super) async fn released(connection: &mut SqliteConnection, round: &str, number: u32) -> Result<Listed> {
    let editions = with_data(store::editions::list(connection, true).await?);
    let sought = |one: &Listed| one.slug == round && one.edition.number == number;
    editions.into_iter().find(sought).ok_or(Error::NotFound)
}

fn with_data(mut editions: Vec<Listed>) -> Vec<Listed> {
    editions.retain(has_data);
    editions
}

/// Something that stays the same as long as its tag does; "not modified" to who has it.
pub(super) fn tagged(
    headers: &HeaderMap,
    tag: &str,
    media_type: &'static str,
    body: Vec<u8>,
) -> Result<Response> {
    let tag = HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|error| Error::Internal(error.into()))?;
    let known = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let set = response.headers_mut();
    if !known {
        set.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    set.insert(header::ETAG, tag);
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(response)
}
