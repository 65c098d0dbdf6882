//! Keeps the pages that tests meet, for the HTML validator: `VOORTGANG_PAGES` names the folder.

use axum::http::Uri;

use crate::page::Page;

/// Keeps a page; of those with the same address, status and title, the last.
pub(crate) fn keep(address: &Uri, page: &Page) {
    let Some(folder) = std::env::var_os("VOORTGANG_PAGES") else { return };
    if !page.header("content-type").starts_with("text/html") || !page.header("content-encoding").is_empty() {
        return;
    }
    let Ok(html) = String::from_utf8(page.body.clone()) else { return };
    // Stubs of editions are no pages; a control character that someone typed is theirs, and comes back to be mended.
    if !html.starts_with("<!doctype html>") || html.contains(|one: char| one.is_control() && one != '\n') {
        return;
    }
    let title = html.split_once("<title>").map_or("", |(_, rest)| rest.split('<').next().unwrap_or_default());
    // Identities differ from run to run and say nothing.
    let parts = address.path().split('/').map(|part| if part.len() == 36 { "id" } else { part });
    let name = format!("{} {} {title}", parts.collect::<Vec<_>>().join("-"), page.status.as_u16());
    let name: String =
        name.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).take(120).collect();
    let path = std::path::Path::new(&folder).join(format!("{}.html", name.trim_matches('-')));
    std::fs::write(path, html).expect("a place for pages");
}
