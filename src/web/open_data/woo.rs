//! What search engines are told: that of the government by DiWoo, others by robots.txt. Only a site that the public reaches
//! under its own address says anything.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::super::{
    App, Error, Result, reports,
    routes::{EarlierFile, ReportFile, Robots, Sitemap, SitemapIndex},
};
use crate::{
    domain::{
        clock::local_date,
        earlier::{EarlierReport, FILE},
    },
    render::open_data::woo::{self, Act, Document, Publisher},
    store::{self, editions::Listed},
};

/// What may be read by machines, and where the sitemap is.
pub(in crate::web) async fn robots(_: Robots, State(app): State<App>) -> Result<Response> {
    let base = app.settings.public_base().ok_or(Error::NotFound)?;
    let mut text =
        "User-agent: *\nAllow: /rapporten\nAllow: /handleiding\nAllow: /toegankelijkheid\nAllow: /privacy\n\
                    Allow: /assets/\nDisallow: /\n"
            .to_owned();
    if app.settings.tooi.is_some() {
        text = format!("{text}\nSitemap: {base}{SitemapIndex}\n");
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The index under the name that the government's search engine asks for.
pub(in crate::web) async fn index(_: SitemapIndex, State(app): State<App>) -> Result<Response> {
    let (base, _) = published(&app)?;
    let newest = documents(&app, base).await?.into_iter().map(|document| document.changed).max();
    Ok(xml(woo::index(&format!("{base}{Sitemap}"), newest)))
}

/// Every public report with its metadata.
pub(in crate::web) async fn sitemap(_: Sitemap, State(app): State<App>) -> Result<Response> {
    let (base, tooi) = published(&app)?;
    let publisher = Publisher { name: &app.settings.sender, tooi };
    Ok(xml(woo::sitemap(&documents(&app, base).await?, publisher)))
}

/// Where the site is, and who publishes; both must be set up.
fn published(app: &App) -> Result<(&str, &str)> {
    app.settings.public_base().zip(app.settings.tooi.as_deref()).ok_or(Error::NotFound)
}

/// What was replaced stays: it is public, and a document that is gone from here is taken for one that was withdrawn. That it
/// no longer holds is what the end of its validity says.
async fn documents(app: &App, base: &str) -> Result<Vec<Document>> {
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    let earlier = store::earlier_reports::released(&mut reader).await?;
    let outlines = store::strategies::outlines(&mut reader).await?;
    // A specimen is no document of the government.
    let here = editions.iter().filter(|listed| !listed.specimen);
    let here = here.filter_map(|listed| edition(listed, &editions, base));
    let before = earlier.iter().filter_map(|one| {
        let strategy = outlines.iter().find(|outline| outline.id == one.strategy);
        report(one, &earlier, base, strategy.map(|outline| outline.short.clone()))
    });
    Ok(here.chain(before).collect())
}

fn edition(listed: &Listed, editions: &[Listed], base: &str) -> Option<Document> {
    let edition = &listed.edition;
    let pdf =
        ReportFile { round: listed.slug.clone(), number: edition.number, name: "rapport.pdf".to_owned() };
    let released = edition.released_at?;
    let chain = edition.chain(editions.iter().map(|other| &other.edition));
    let until = chain.replaced_by.and_then(|newer| newer.released_at);
    Some(Document {
        address: format!("{base}{pdf}"),
        title: reports::title(listed),
        made: local_date(edition.frozen_at),
        act: Act::Adoption,
        acted: edition.frozen_at,
        holds_from: Some(released),
        holds_until: until,
        changed: local_date(until.unwrap_or(released)),
        keywords: vec!["voortgangsrapportage".to_owned(), listed.strategy.clone()],
    })
}

/// An earlier report. When it was adopted is not known; that it came in here is, to the moment.
fn report(
    one: &EarlierReport,
    all: &[EarlierReport],
    base: &str,
    strategy: Option<String>,
) -> Option<Document> {
    let pdf = EarlierFile { slug: one.slug.clone(), name: FILE.to_owned() };
    let released = one.released_at?;
    let until = one.successor(all).and_then(|newer| newer.released_at);
    Some(Document {
        address: format!("{base}{pdf}"),
        title: one.title.clone(),
        made: one.published,
        act: Act::Receipt,
        acted: one.recorded_at,
        holds_from: None,
        holds_until: until,
        changed: local_date(until.unwrap_or(released)),
        keywords: ["voortgangsrapportage".to_owned()].into_iter().chain(strategy).collect(),
    })
}

fn xml(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    (headers, text).into_response()
}
