//! A browser without a screen: opens pages, sends forms, keeps its cookie.

use std::net::{Ipv4Addr, SocketAddr};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use http_body_util::BodyExt as _;
use tokio::sync::Mutex;
use tower::ServiceExt as _;

use crate::{
    keep::keep,
    page::{Form, Page},
};

/// A browser: keeps its cookie, follows nothing.
pub(crate) struct Client {
    router: Router,
    cookie: Mutex<Option<String>>,
}

impl Client {
    /// A browser with this cookie, or without one.
    pub(crate) fn new(router: Router, cookie: Option<String>) -> Self {
        Self { router, cookie: Mutex::new(cookie) }
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: impl ToString) -> Page {
        self.send(request(Method::GET, path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: impl ToString, form: &[(&str, &str)]) -> Page {
        self.form(Method::POST, path, form).await
    }

    /// Sends a draft, as the script does.
    pub(crate) async fn put(&self, path: impl ToString, form: &[(&str, &str)]) -> Page {
        self.form(Method::PUT, path, form).await
    }

    /// Sends a form that was read from the page at `path`.
    pub(crate) async fn submit(&self, path: impl ToString, form: &Form) -> Page {
        let path = if form.action.is_empty() { path.to_string() } else { form.action.clone() };
        let fields: Vec<_> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(path, &fields).await
    }

    /// Sends a form and opens the page where that leads.
    pub(crate) async fn submit_and_follow(&self, path: impl ToString, form: &Form) -> Page {
        let page = self.submit(path, form).await;
        self.get(page.location()).await
    }

    /// Sends a form that brings a file, in the field "bestand", after what was typed.
    pub(crate) async fn upload(
        &self,
        path: impl ToString,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Page {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part =
                format!("--grens\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let part = format!(
            "--grens\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(part.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--grens--\r\n");
        let request = request(Method::POST, path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends any request, with the cookie; keeps the cookie of the answer, and the page for the validator.
    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let address = request.uri().clone();
        let page = self.exchange(request).await;
        keep(&address, &page);
        page
    }

    /// The same, and keeps no page: what was drawn at random would be found wrong now and then.
    pub(crate) async fn exchange(&self, mut request: Request<Body>) -> Page {
        let mut cookie = self.cookie.lock().await;
        if let Some(cookie) = &*cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().expect("a header"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().expect("ASCII").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            let kept = cookie.take().unwrap_or_default();
            let others =
                kept.split("; ").filter(|one| one.split('=').next() != Some(name) && !one.is_empty());
            let all: Vec<_> = others.chain((!value.is_empty()).then_some(pair)).collect();
            *cookie = Some(all.join("; ")).filter(|all| !all.is_empty());
        }
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Page { status: parts.status, headers: parts.headers, body }
    }

    /// What the browser keeps.
    pub(crate) async fn cookie(&self) -> Option<String> {
        self.cookie.lock().await.clone()
    }

    /// Goes on with a cookie kept from before.
    pub(crate) async fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().await = cookie;
    }

    async fn form(&self, method: Method, path: impl ToString, form: &[(&str, &str)]) -> Page {
        let body = encode(form);
        let request = request(method, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }
}

/// A request as a browser sends it from a page of this site.
pub(crate) fn request(method: Method, path: impl ToString) -> axum::http::request::Builder {
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 4321));
    Request::builder()
        .method(method)
        .uri(path.to_string())
        .header(header::HOST, "voortgang.example")
        .header("sec-fetch-site", "same-origin")
        .extension(ConnectInfo(peer))
}

/// A form as browsers send it.
pub(crate) fn encode(form: &[(&str, &str)]) -> String {
    let pairs = form.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Line ends are CRLF in what browsers send.
fn percent(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}
