//! A browser before the site: keeps cookies, follows nothing.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use url::Url;

use crate::BASE;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Answer {
    /// The words of an error with this status, that nothing of the inside is in it, and that there is a way on.
    #[track_caller]
    pub(crate) fn refusal(&self, status: StatusCode) -> &str {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains("href=\"/inloggen\">Opnieuw inloggen"), "{}", self.text);
        assert!(self.text.contains("Nummer van dit voorval"), "{}", self.text);
        for inner in ["nonce", "token", "signature", "issuer", "audience", "127.0.0.1", "ring", "HTTP"] {
            assert!(!self.text.contains(inner), "{inner}: {}", self.text);
        }
        let main = self.text.split("<main").nth(1).expect("a main part");
        main.split("<p>").nth(1).and_then(|rest| rest.split("</p>").next()).expect("words")
    }
}

/// The browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Puts a cookie there.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The cookie with this name.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, Body::empty()).await
    }

    pub(crate) async fn post(&mut self, address: &str, form: &str) -> Answer {
        self.send(Method::POST, address, Body::from(form.to_owned())).await
    }

    /// Goes to the provider: the address it is led to.
    pub(crate) async fn begin(&mut self, terug: &str) -> Url {
        self.begin_at("rijk", terug).await
    }

    /// Goes to one of the providers.
    pub(crate) async fn begin_at(&mut self, code: &str, terug: &str) -> Url {
        let answer = self.get(&format!("/inloggen/{code}?terug={terug}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        Url::parse(&answer.location).expect("an address")
    }

    async fn send(&mut self, method: Method, address: &str, body: Body) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let from = ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 50_000)));
        let request = Request::builder()
            .method(method)
            .uri(address.strip_prefix(BASE).unwrap_or(address))
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .extension(from)
            .body(body)
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        keep(&mut self.cookies, &parts.headers);
        let location = parts.headers.get(header::LOCATION).map(|to| to.to_str().expect("ASCII").to_owned());
        let body = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, location: location.unwrap_or_default(), text }
    }
}

/// Keeps what an answer sets, and drops what it empties.
pub(crate) fn keep(cookies: &mut BTreeMap<String, String>, headers: &HeaderMap) {
    for set in headers.get_all(header::SET_COOKIE) {
        let pair = set.to_str().expect("ASCII").split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').expect("a cookie");
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A value in an address.
pub(crate) fn value(address: &Url, name: &str) -> String {
    let found = address.query_pairs().find(|(key, _)| key == name);
    found.unwrap_or_else(|| panic!("no {name} in {address}")).1.into_owned()
}
