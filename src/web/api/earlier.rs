//! Earlier reports for programs: what was recorded of each, and what each said of goals.

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    Share, answer,
    paging::{Asked, Page},
};
use crate::{
    render::open_data::{Earlier, Row},
    report::data::EarlierTable,
    web::{
        App, Error, Result, open_data,
        routes::{ApiEarlierReport, ApiEarlierReports},
    },
};

/// All that were released, the newest period first.
pub(in crate::web) async fn earlier_reports(
    _: ApiEarlierReports,
    State(app): State<App>,
    _: Share,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response> {
    let found = open_data::earlier(&mut *app.store.read().await?, &app.settings.base).await?;
    let columns = EarlierTable::Reports.columns();
    let page = Page::of(asked, found.len());
    let shown: Vec<Row<'_>> =
        found[page.range()].iter().map(|one| Row { columns: &columns, values: &one.report }).collect();
    answer(&headers, &page.wrap(&shown), page.links(&ApiEarlierReports.to_string()))
}

/// One of them, with what it said of goals.
pub(in crate::web) async fn earlier_report(
    path: ApiEarlierReport,
    State(app): State<App>,
    _: Share,
    headers: HeaderMap,
) -> Result<Response> {
    let found = open_data::earlier(&mut *app.store.read().await?, &app.settings.base).await?;
    let found = found.iter().find(|one| one.slug == path.slug).ok_or(Error::NotFound)?;
    answer(&headers, &Earlier(found), Vec::new())
}
