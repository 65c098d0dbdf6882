//! New reports, for feed readers: editions, and earlier reports that were released here. What was replaced stays, for a
//! reader that has it would not hear of it again; what takes its place says so itself.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::NaiveTime;

use super::super::{
    App, Result, reports,
    routes::{self, EarlierFile, EarlierReport as ShowEarlier, ReportFile, Reports, ShowReport},
};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, FILE},
    },
    render::open_data::feed::{Entry, Feed},
    store::{self, editions::Listed},
};

/// All that is public, newest first.
pub(in crate::web) async fn feed(_: routes::Feed, State(app): State<App>) -> Result<Response> {
    let base = app.settings.base.trim_end_matches('/');
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    let mut entries: Vec<Entry> = editions.iter().filter_map(|listed| entry(listed, base)).collect();
    let earlier = store::earlier_reports::released(&mut reader).await?;
    entries.extend(earlier.iter().filter_map(|one| before(one, &earlier, base)));
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
        published: released,
        files: vec![(format!("{base}{pdf}"), "application/pdf")],
    })
}

/// An earlier report: new here, and as old as it is.
fn before(one: &EarlierReport, all: &[EarlierReport], base: &str) -> Option<Entry> {
    let released = one.released_at?;
    let paper = one.paper.as_ref().map(|paper| format!(", Kamerstuk {paper}")).unwrap_or_default();
    let mut summary =
        format!("Rapport van vóór Voortgang, gepubliceerd op {}{paper}.", clock::long_date(one.published));
    if let (Some(older), Some(reason)) = (one.predecessor(all), &one.reason) {
        summary = format!("{summary} Vervangt “{}” zoals dat hier stond. Reden: {reason}", older.title);
    }
    let pdf = EarlierFile { slug: one.slug.clone(), name: FILE.to_owned() };
    Some(Entry {
        address: format!("{base}{}", ShowEarlier { slug: one.slug.clone() }),
        title: one.title.clone(),
        summary,
        released,
        // A day is all that is known; so written it is that day in Amsterdam as well.
        published: one.published.and_time(NaiveTime::MIN).and_utc(),
        files: vec![(format!("{base}{pdf}"), "application/pdf")],
    })
}
