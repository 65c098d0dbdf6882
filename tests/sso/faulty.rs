//! A provider that gives whatever token a test asks for, signed with whatever key.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

use crate::{
    Site,
    browser::{Answer, Browser, value},
    key::Key,
};

/// What it does.
#[derive(Default)]
struct Plan {
    metadata: Value,
    keys: Vec<Value>,
    token: String,
    user_info: Value,
    hangs: bool,
    forms: Vec<HashMap<String, String>>,
}

/// The provider.
pub(crate) struct Faulty {
    /// Where it is.
    pub(crate) issuer: String,
    /// What it signs with.
    pub(crate) key: Key,
    plan: Arc<Mutex<Plan>>,
    task: JoinHandle<()>,
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Faulty {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let key = Key::draw();
        let metadata = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/keys"),
        });
        let plan = Plan { metadata, keys: vec![key.public("one")], ..Plan::default() };
        let plan = Arc::new(Mutex::new(plan));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata_of))
            .route("/keys", get(keys_of))
            .route("/token", post(token_of))
            .route("/userinfo", get(user_info_of))
            .route("/moved", get(async || Redirect::temporary("/keys")))
            .route(
                "/endless",
                get(async || format!("{{\"keys\": [], \"more\": \"{}\"}}", "x".repeat(300_000))),
            )
            .route("/elsewhere", get(async || "<html>"))
            .with_state(Arc::clone(&plan));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("a provider") });
        Self { issuer, key, plan, task }
    }

    /// Publishes something else.
    pub(crate) fn publish(&self, name: &str, value: Value) {
        self.plan.lock().expect("a plan").metadata[name] = value;
    }

    /// Does not answer any more.
    pub(crate) fn hang(&self) {
        self.plan.lock().expect("a plan").hangs = true;
    }

    /// Says this of whoever signed in, beside the token.
    pub(crate) fn tell(&self, claims: Value) {
        self.publish("userinfo_endpoint", json!(format!("{}/userinfo", self.issuer)));
        self.plan.lock().expect("a plan").user_info = claims;
    }

    /// Publishes another key, under this name, instead of the one it had.
    pub(crate) fn replace_key(&self, key: &Key, kid: &str) {
        self.plan.lock().expect("a plan").keys = vec![key.public(kid)];
    }

    /// Gives this token from now on.
    pub(crate) fn give(&self, token: String) {
        self.plan.lock().expect("a plan").token = token;
    }

    /// The form that was last sent for a token.
    pub(crate) fn last_form(&self) -> HashMap<String, String> {
        self.plan.lock().expect("a plan").forms.last().cloned().expect("a form")
    }

    /// What a good token says of someone, for whoever was led here with this address.
    pub(crate) fn claims(&self, site: &Site, address: &Url, email: &str) -> Value {
        let now = site.installation.clock.now().timestamp();
        json!({ "iss": self.issuer, "sub": format!("sub-{email}"), "aud": "voortgang", "exp": now + 300, "iat": now,
                "nonce": value(address, "nonce"), "email": email, "email_verified": true })
    }

    /// A header as it must be.
    pub(crate) fn header() -> Value {
        json!({ "alg": "ES256", "kid": "one" })
    }

    /// Signs someone in, with claims that a test may have changed.
    pub(crate) async fn sign_in(
        &self,
        site: &Site,
        browser: &mut Browser,
        email: &str,
        change: impl FnOnce(&mut Value),
    ) -> Answer {
        let address = browser.begin("").await;
        let mut claims = self.claims(site, &address, email);
        change(&mut claims);
        self.give(self.key.sign(&Self::header(), &claims));
        browser.get(&back(&address)).await
    }
}

/// The address to which someone is sent back after signing in there.
pub(crate) fn back(address: &Url) -> String {
    format!("{}?code=once&state={}", crate::BACK, value(address, "state"))
}

async fn metadata_of(State(plan): State<Arc<Mutex<Plan>>>) -> Json<Value> {
    Json(plan.lock().expect("a plan").metadata.clone())
}

async fn keys_of(State(plan): State<Arc<Mutex<Plan>>>) -> Json<Value> {
    Json(json!({ "keys": plan.lock().expect("a plan").keys }))
}

async fn token_of(
    State(plan): State<Arc<Mutex<Plan>>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    if plan.lock().expect("a plan").hangs {
        std::future::pending::<()>().await;
    }
    let mut plan = plan.lock().expect("a plan");
    plan.forms.push(form);
    if plan.token.is_empty() {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    Json(json!({ "id_token": plan.token, "access_token": "x", "token_type": "Bearer" })).into_response()
}

async fn user_info_of(State(plan): State<Arc<Mutex<Plan>>>, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|sent| sent != "Bearer x") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(plan.lock().expect("a plan").user_info.clone()).into_response()
}
