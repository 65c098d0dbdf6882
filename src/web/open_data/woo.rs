//! What search engines are told: that of the government by DiWoo, others by robots.txt. Only a site that the public reaches
//! under its own address says anything.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::super::{
    App, Error, Result, reports,
    routes::{ReportFile, Robots, Sitemap, SitemapIndex},
};
use crate::{
    domain::clock::local_date,
    render::open_data::woo::{self, Document, Publisher},
    store,
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
    let newest = documents(&app, base).await?.into_iter().map(|document| document.released).max();
    Ok(xml(woo::index(&format!("{base}{Sitemap}"), newest)))
}

/// Every public edition with its metadata.
pub(in crate::web) async fn sitemap(_: Sitemap, State(app): State<App>) -> Result<Response> {
    let (base, tooi) = published(&app)?;
    let publisher = Publisher { name: &app.settings.sender, tooi };
    Ok(xml(woo::sitemap(&documents(&app, base).await?, publisher)))
}

/// Where the site is, and who publishes; both must be set up.
fn published(app: &App) -> Result<(&str, &str)> {
    app.settings.public_base().zip(app.settings.tooi.as_deref()).ok_or(Error::NotFound)
}

async fn documents(app: &App, base: &str) -> Result<Vec<Document>> {
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, true).await?;
    // A specimen is no document of the government.
    let documents = editions.iter().filter(|listed| !listed.specimen).filter_map(|listed| {
        let pdf = ReportFile {
            round: listed.slug.clone(),
            number: listed.edition.number,
            name: "rapport.pdf".to_owned(),
        };
        Some(Document {
            address: format!("{base}{pdf}"),
            title: reports::title(listed),
            made: local_date(listed.edition.frozen_at),
            released: local_date(listed.edition.released_at?),
            keywords: vec!["voortgangsrapportage".to_owned(), listed.strategy.clone()],
        })
    });
    Ok(documents.collect())
}

fn xml(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    (headers, text).into_response()
}
