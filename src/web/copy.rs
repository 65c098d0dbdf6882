//! The public site as files: what anyone may read, with links that need no program to follow. Any web server can carry it,
//! and it can be read from a disk.
//!
//! The pages are those that the program serves. A page that asks for a program, such as a search, is not in it; the frame
//! leaves such links out, and a link that would still lead nowhere is an error, so that a copy is whole or is not made.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Request, StatusCode, header},
};
use std::sync::Arc;
use thiserror::Error;
use tower::ServiceExt as _;

use super::{
    App, Settings, layers,
    routes::{Accessibility, AllData, Feed, OpenData, Privacy, Reports, Robots, Sitemap, SitemapIndex},
};

/// Why no copy was made.
#[derive(Debug, Error)]
pub enum CopyFault {
    /// An address gives no page.
    #[error("{address} answers {status}")]
    NoPage {
        /// Which address.
        address: String,
        /// What it answered.
        status: StatusCode,
    },
    /// A page asks for something that only the program can do.
    #[error("{page} asks for {address}, which no file can answer")]
    Program {
        /// Which page.
        page: String,
        /// What it asks for.
        address: String,
    },
    /// A page broke off.
    #[error("{0} broke off")]
    Broken(String),
}

/// The public site: paths of files with their bytes.
///
/// # Errors
/// [`CopyFault`] with the first thing that stands in the way.
pub async fn copy(app: App) -> Result<BTreeMap<String, Vec<u8>>, CopyFault> {
    let settings = Arc::new(Settings { fixed: true, ..(*app.settings).clone() });
    let router = layers::router(App { settings, ..app });
    let wanted = [
        Reports.to_string(),
        OpenData.to_string(),
        Feed.to_string(),
        AllData { file: "begrippen.jsonld".to_owned() }.to_string(),
        Accessibility.to_string(),
        Privacy.to_string(),
    ];
    let mut waiting: VecDeque<String> = wanted.into();
    // Only a site that is set up for the public has these.
    for address in [Robots.to_string(), SitemapIndex.to_string(), Sitemap.to_string()] {
        let there = get(&router, &address).await.is_ok();
        waiting.extend(there.then_some(address));
    }
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut pages: Vec<(String, Answer)> = Vec::new();
    while let Some(address) = waiting.pop_front() {
        let answer = get(&router, &address).await?;
        for link in answer.links() {
            let (to, _) = split(link);
            let beginning = to == "/";
            if to.contains('?') || answer.text.contains(&format!("action=\"{link}\"")) {
                return Err(CopyFault::Program { page: address, address: link.to_owned() });
            }
            if !beginning && known.insert(to.to_owned()) {
                waiting.push_back(to.to_owned());
            }
        }
        pages.push((address, answer));
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (address, answer) in &pages {
        let file = file(address, answer.is_page);
        files.insert(file.clone(), answer.written(&file, &pages));
        if *address == Reports.to_string() {
            files.insert("index.html".to_owned(), answer.written("index.html", &pages));
        }
    }
    Ok(files)
}

/// What was answered.
struct Answer {
    bytes: Vec<u8>,
    /// The same as text, when there are links in it to follow.
    text: String,
    is_page: bool,
}

async fn get(router: &Router, address: &str) -> Result<Answer, CopyFault> {
    let broken = || CopyFault::Broken(address.to_owned());
    let request = Request::get(address).body(Body::empty()).map_err(|_| broken())?;
    let Ok(response) = router.clone().oneshot(request).await;
    let status = response.status();
    if status != StatusCode::OK {
        return Err(CopyFault::NoPage { address: address.to_owned(), status });
    }
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|_| broken())?.to_vec();
    let kind = kind.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
    let is_page = kind.starts_with(b"text/html");
    let has_links = is_page || kind.starts_with(b"text/css");
    let text = if has_links { String::from_utf8_lossy(&bytes).into_owned() } else { String::new() };
    Ok(Answer { bytes, text, is_page })
}

/// What comes before an address in a page or a style sheet.
const BEFORE: [&str; 5] = [" href=\"", " src=\"", " action=\"", "url(\"", "url("];

impl Answer {
    /// Addresses of this site that it leads to.
    fn links(&self) -> Vec<&str> {
        self.places().into_iter().map(|(from, until)| &self.text[from..until]).collect()
    }

    /// Where they stand in the text.
    fn places(&self) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for before in BEFORE {
            for (at, found) in self.text.match_indices(before) {
                let from = at + found.len();
                let rest = &self.text[from..];
                // Of this site, and not of another over the same protocol.
                if rest.starts_with('/') && !rest.starts_with("//") {
                    let length = rest.find(['"', ')', '<']).unwrap_or(rest.len());
                    places.push((from, from + length));
                }
            }
        }
        places.sort_unstable();
        places
    }

    /// Its bytes as they are kept in a file, every link led from there.
    fn written(&self, file: &str, pages: &[(String, Self)]) -> Vec<u8> {
        let places = self.places();
        if places.is_empty() {
            return self.bytes.clone();
        }
        let mut written = String::new();
        let mut done = 0;
        for (from, until) in places {
            let (address, fragment) = split(&self.text[from..until]);
            let page = pages.iter().find(|(known, _)| known == address);
            let to = page
                .map_or_else(|| "index.html".to_owned(), |(_, answer)| self::file(address, answer.is_page));
            written.push_str(&self.text[done..from]);
            written.push_str(&relative(file, &to));
            written.push_str(fragment);
            done = until;
        }
        written.push_str(&self.text[done..]);
        written.into_bytes()
    }
}

/// An address and its fragment, which may be empty.
fn split(link: &str) -> (&str, &str) {
    link.split_at(link.find('#').unwrap_or(link.len()))
}

/// In which file an address is kept: a page without an ending is the first of its folder.
fn file(address: &str, is_page: bool) -> String {
    let path = address.trim_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    if is_page && !last.contains('.') { format!("{path}/index.html") } else { path.to_owned() }
}

/// The way from one file to another.
fn relative(from: &str, to: &str) -> String {
    let folders = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (folders(from), folders(to));
    let most = from.len().min(to.len()) - 1;
    let common = (0..most).take_while(|at| from[*at] == to[*at]).count();
    let up = std::iter::repeat_n("..", from.len() - 1 - common);
    up.chain(to[common..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_one_file_to_another() {
        for (from, to, way) in [
            ("index.html", "rapporten/index.html", "rapporten/index.html"),
            ("rapporten/index.html", "index.html", "../index.html"),
            ("rapporten/index.html", "rapporten/2018/1/over/index.html", "2018/1/over/index.html"),
            ("rapporten/2018/1/over/index.html", "rapporten/2018/1/rapport.pdf", "../rapport.pdf"),
            ("rapporten/a/index.html", "rapporten/a/index.html", "index.html"),
            ("a.css", "assets/b.woff2", "assets/b.woff2"),
        ] {
            assert_eq!(relative(from, to), way, "{from} {to}");
        }
    }

    #[test]
    fn only_links_of_this_site_are_led_elsewhere() {
        let text = "<a href=\"/a#b\">x</a><a href=\"//c\"></a><a href=\"https://d/\"><link href=\"/e.css\">";
        let answer = Answer { bytes: Vec::new(), text: text.to_owned(), is_page: true };
        assert_eq!(answer.links(), ["/a#b", "/e.css"]);
    }
}
