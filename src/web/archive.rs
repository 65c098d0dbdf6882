//! A report as one package, for who hands it to the archive.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{
    App, Error, Result,
    download::attachment,
    extract::Visitor,
    routes::{ArchiveEarlierReport, ArchiveEdition},
};
use crate::{
    press::{self, Archive},
    store::{self, editions::Listed},
};

/// That of an edition.
pub(super) async fn show(path: ArchiveEdition, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_oversee()?;
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, false).await?;
    let sought = |listed: &&Listed| listed.slug == path.round && listed.edition.number == path.number;
    let listed = editions.iter().find(sought).ok_or(Error::NotFound)?;
    app.exports.take(&visitor)?;
    let archive = press::archive(&mut reader, listed, app.settings.public_base()).await?;
    send(archive).await
}

/// That of an earlier report.
pub(super) async fn earlier(
    path: ArchiveEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_oversee()?;
    let mut reader = app.store.read().await?;
    let all = store::earlier_reports::list(&mut reader, Some(&path.strategy)).await?;
    let one = all.iter().find(|one| one.id == path.report).ok_or(Error::NotFound)?;
    app.exports.take(&visitor)?;
    let (publisher, base) = (&app.settings.sender, app.settings.public_base());
    send(press::archive_earlier(&mut reader, one, &all, publisher, base).await?).await
}

/// The package as a ZIP file.
async fn send(archive: Archive) -> Result<Response> {
    let name = attachment(&format!("{}.zip", archive.name));
    let zip = tokio::task::spawn_blocking(move || archive.zip());
    let zip = zip.await.map_err(|error| Error::Internal(error.into()))?;
    let zip = zip.map_err(|error| Error::Internal(error.into()))?;
    let kind = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], zip).into_response())
}
