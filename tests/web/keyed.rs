//! A program of one's own: a client that sends a key, and nothing that a browser sends.

use std::net::{Ipv4Addr, SocketAddr};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use serde_json::Value;
use voortgang::{
    auth::token,
    domain::{id::PersonId, person::Role, token::Wanted},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
};

/// A program with a key.
pub(crate) struct Program {
    client: Client,
    /// What it sends in `Authorization`.
    pub(crate) authorization: String,
}

/// A key for someone, made behind the screens.
pub(crate) async fn key(app: &TestApp, person: PersonId) -> String {
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let wanted = Wanted::read("Koppeling", "90").expect("a key that can be made");
    let made = token::create(&mut writer, person, wanted, app.installation.clock.now()).await;
    writer.commit().await.expect("a commit");
    made.expect("a key").1.as_cookie().to_owned()
}

/// The program of one of the cast.
pub(crate) async fn program(app: &TestApp, role: Role, ministry: &str) -> Program {
    let person = app.installation.person(role, ministry).await;
    with(app, &key(app, person).await)
}

/// A program with this key.
pub(crate) fn with(app: &TestApp, key: &str) -> Program {
    Program { client: app.nobody(), authorization: format!("Bearer {key}") }
}

impl Program {
    /// Reads.
    pub(crate) async fn get(&self, path: impl ToString) -> Page {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// Saves a draft that began from a version.
    pub(crate) async fn put(&self, path: impl ToString, version: &str, draft: &Value) -> Page {
        let headers = [("if-match", version), ("content-type", "application/json")];
        self.send(Method::PUT, path, &headers, Body::from(draft.to_string())).await
    }

    /// Sends anything.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: impl ToString,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path.to_string())
            .header(header::HOST, "voortgang.example")
            .header(header::AUTHORIZATION, &self.authorization)
            .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 4321))));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.client.send(request.body(body).expect("a request")).await
    }
}
