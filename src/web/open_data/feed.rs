//! New editions, for feed readers.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::super::{
    App, Result, reports,
    routes::{self, ReportFile, Reports, ShowReport},
};
use crate::{
    domain::clock,
    render::open_data::feed::{Entry, Feed},
    store::{self, editions::Listed},
};

/// All public editions, newest first.
pub(in crate::web) async fn feed(_: routes::Feed, State(app): State<App>) -> Result<Response> {
    let base = app.settings.base.trim_end_matches('/');
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    let mut entries: Vec<Entry> = editions.iter().filter_map(|listed| entry(listed, base)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.released));
    let feed = Feed {
        id: format!("{base}{Reports}"),
        address: format!("{base}{}", routes::Feed),
        title: "Voortgangsrapportages".to_owned(),
        author: app.settings.sender.clone(),
        entries,
    };
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((headers, feed.atom(app.clock.now())).into_response())
}

fn entry(listed: &Listed, base: &str) -> Option<Entry> {
    let released = listed.edition.released_at?;
    let (round, number) = (listed.slug.clone(), listed.edition.number);
    let pdf = ReportFile { round: round.clone(), number, name: "rapport.pdf".to_owned() };
    let mut summary = format!("Vrijgegeven op {}.", clock::long_date(clock::local_date(released)));
    if let Some(corrects) = &listed.edition.corrects {
        summary = format!("{summary} Reden: {}", corrects.reason);
    }
    Some(Entry {
        address: format!("{base}{}", ShowReport { round, number }),
        title: reports::title(listed),
        summary,
        released,
        files: vec![(format!("{base}{pdf}"), "application/pdf")],
    })
}
