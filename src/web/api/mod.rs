//! The programming interface, as JSON: what everyone may read of editions and earlier reports, without an account; and what
//! a person may read and write, for programs of theirs that bring a key.
//!
//! Of those it says nothing that the files of [`super::open_data`] do not say: the same rows of the same tables, a page
//! at a time. With a key it does what the pages do, by the same rules and no more than reading and saving a draft.
//! It follows the Dutch API Design Rules; faults are problem details (RFC 9457), drawn by [`problem`].

mod bearer;
mod document;
mod draft;
mod earlier;
mod own;
mod paging;
pub(super) mod problem;
mod reference;

use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(super) use draft::{draft, save};
pub(super) use earlier::{earlier_report, earlier_reports};
pub(super) use own::{contribution, contributions, rounds};
pub(super) use reference::show as reference;

use self::paging::{Asked, Page};
use super::{
    App, Error, Result,
    extract::Origin,
    open_data::{of, released, tagged},
    reports,
    routes::{ApiDocument, ApiEdition, ApiEditions, ApiTable, ShowReport},
};
use crate::{
    domain::{edition::Kind, event::hex},
    press,
    render::open_data::Row,
    report::data::Table,
    store::{self, editions::Listed},
};

/// The version of the interface: it grows with what is added, and begins anew when something is taken away.
pub(super) const VERSION: &str = "1.2.0";

/// The header that says so on every answer.
pub(super) const VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// That the address someone asks from has an answer left, and takes it.
pub(super) struct Share;

impl FromRequestParts<App> for Share {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let origin = Origin::from_request_parts(parts, app).await?;
        app.exports.take_public(origin, app.clock.now())?;
        Ok(Self)
    }
}

/// Whether an address belongs to the interface, so that its faults are not pages.
pub(super) fn is_within(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The description of the interface: `OpenAPI` 3.1.
pub(super) async fn document(
    _: ApiDocument,
    State(app): State<App>,
    _: Share,
    headers: HeaderMap,
) -> Result<Response> {
    answer(&headers, &document::document(&app.settings), Vec::new())
}

/// Everything that was released, newest first.
pub(super) async fn editions(
    _: ApiEditions,
    State(app): State<App>,
    _: Share,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response> {
    let listed = store::editions::list(&mut *app.store.read().await?, true).await?;
    let page = Page::of(asked, listed.len());
    let shown: Vec<Value> = listed[page.range()].iter().map(|one| edition_of(one, &app)).collect();
    answer(&headers, &page.wrap(&shown), page.links(&ApiEditions.to_string()))
}

/// One of them.
pub(super) async fn edition(
    path: ApiEdition,
    State(app): State<App>,
    _: Share,
    headers: HeaderMap,
) -> Result<Response> {
    let listed = store::editions::list(&mut *app.store.read().await?, true).await?;
    let found = listed.iter().find(|one| one.slug == path.round && one.edition.number == path.number);
    answer(&headers, &edition_of(found.ok_or(Error::NotFound)?, &app), Vec::new())
}

/// A table of one of them.
pub(super) async fn table(
    path: ApiTable,
    State(app): State<App>,
    _: Share,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response> {
    let table = Table::of_name(&path.table).ok_or(Error::NotFound)?;
    let mut reader = app.store.read().await?;
    let listed = released(&mut reader, &path.round, path.number).await?;
    let report = press::report(&mut reader, listed.edition.id).await?;
    drop(reader);
    let (columns, rows) = (table.columns(), table.rows(&of(&listed, &report, &app.settings.base)));
    let page = Page::of(asked, rows.len());
    let shown: Vec<Row<'_>> =
        rows[page.range()].iter().map(|row| Row { columns: &columns, values: row }).collect();
    answer(&headers, &page.wrap(&shown), page.links(&path.to_string()))
}

/// An edition as the interface tells of it.
fn edition_of(listed: &Listed, app: &App) -> Value {
    let edition = &listed.edition;
    let kind = match edition.kind {
        Kind::Report => "rapport",
        Kind::Erratum => "erratum",
        Kind::Replacement => "vervanging",
    };
    let moment = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let report = ShowReport { round: listed.slug.clone(), number: edition.number };
    json!({
        "strategie": listed.strategy_id,
        "ronde": listed.slug,
        "editie": edition.number,
        "soort": kind,
        "titel": reports::title(listed),
        "voorbeeld": listed.specimen,
        "vastgesteldOp": moment(edition.frozen_at),
        "vrijgegevenOp": edition.released_at.map(moment),
        "sha256": edition.sha256,
        "rapport": format!("{}{report}", app.settings.base.trim_end_matches('/')),
    })
}

/// As JSON, under the hash of its bytes; "not modified" to who has it.
fn answer<T: Serialize>(headers: &HeaderMap, body: &T, links: Vec<String>) -> Result<Response> {
    let body = serde_json::to_vec(body).map_err(|error| Error::Internal(error.into()))?;
    let tag = hex(&Sha256::digest(&body));
    let mut response = tagged(headers, &tag, "application/json", body)?;
    let set = response.headers_mut();
    // An edition never changes, but its list does, and so may what this program says of it.
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    if !links.is_empty()
        && let Ok(links) = HeaderValue::from_str(&links.join(", "))
    {
        set.insert(header::LINK, links);
    }
    Ok(response.into_response())
}
