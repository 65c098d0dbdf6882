//! The real provider: a process of its own, which checks our side as strictly as we check its.

use std::{collections::BTreeMap, process::Command};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use url::Url;

use crate::{
    BACK, Site,
    browser::keep,
    config,
    key::Key,
    openid::{self, OpenId},
};

const ANNA: &str = "contributor@def.example";

/// A provider, and someone who walks through it.
struct Provider {
    openid: OpenId,
    client: Client<HttpConnector, Body>,
}

impl Provider {
    /// Starts one that knows the site by this key.
    fn start(key: &Value) -> Self {
        Self::speaking(key, ["ES256", "RS256"])
    }

    /// Starts one that takes proofs with the first algorithm, and signs with the second.
    fn speaking(key: &Value, algorithms: [&str; 2]) -> Self {
        let site = openid::Client { key, back: BACK, algorithms };
        Self {
            openid: OpenId::start(&site, None),
            client: Client::builder(TokioExecutor::new()).build_http(),
        }
    }

    fn issuer(&self) -> &str {
        &self.openid.issuer
    }

    /// Walks through the provider as someone who signs in there: the address that leads back.
    async fn walk(&self, from: &Url, sub: &str, email: &str) -> String {
        self.get(&format!("{}/as?sub={sub}&email={email}", self.issuer()), &mut BTreeMap::new()).await;
        let (mut cookies, mut address) = (BTreeMap::new(), from.to_string());
        for _ in 0..6 {
            let to = self.get(&address, &mut cookies).await;
            let next = Url::parse(&address).and_then(|here| here.join(&to)).expect("an address");
            if next.as_str().starts_with(BACK) {
                return next.to_string();
            }
            address = next.to_string();
        }
        panic!("led round and round");
    }

    /// Where an address leads; "" when nowhere.
    async fn get(&self, address: &str, cookies: &mut BTreeMap<String, String>) -> String {
        let all: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(address).header(header::COOKIE, all.join("; ")).body(Body::empty());
        let response = self.client.request(request.expect("a request")).await.expect("an answer");
        assert!(response.status().as_u16() < 400, "{address}: {}", response.status());
        keep(cookies, response.headers());
        let to = response.headers().get(header::LOCATION);
        to.map(|to| to.to_str().expect("ASCII").to_owned()).unwrap_or_default()
    }
}

#[tokio::test]
async fn someone_signs_in_at_a_real_provider_and_a_code_that_was_used_opens_nothing() {
    let key = Key::draw();
    let provider = Provider::start(&key.public("ours"));
    let site = Site::of(provider.issuer(), &key).await;
    let mut browser = site.browser();
    let address = browser.begin("%2Fmijn-doelen").await;
    let attempt = browser.cookie("inlogpoging").expect("an attempt").to_owned();
    let back = provider.walk(&address, "anna", ANNA).await;
    let answer = browser.get(&back).await;
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (StatusCode::SEE_OTHER, "/mijn-doelen"),
        "{}",
        answer.text
    );
    assert_eq!(browser.get("/mijn-doelen").await.status, StatusCode::OK);
    // The same code again, by someone who even has the cookie.
    let mut thief = site.browser();
    thief.put("inlogpoging", &attempt);
    thief.get(&back).await.refusal(StatusCode::BAD_REQUEST);
    assert_eq!(thief.cookie("sessie"), None);
    // The next time she is known by who she is there, whatever her address.
    let mut browser = site.browser();
    let address = browser.begin("").await;
    let back = provider.walk(&address, "anna", "new-name@def.example").await;
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
    // And who is not known here is not let in.
    let mut browser = site.browser();
    let address = browser.begin("").await;
    let back = provider.walk(&address, "eve", "eve@def.example").await;
    assert!(
        browser
            .get(&back)
            .await
            .refusal(StatusCode::FORBIDDEN)
            .starts_with("U bent ingelogd bij SSO van rijk")
    );
}

#[tokio::test]
async fn a_real_provider_gives_nothing_to_who_cannot_prove_to_be_this_site() {
    let provider = Provider::start(&Key::draw().public("ours"));
    let site = Site::of(provider.issuer(), &Key::draw()).await;
    let mut browser = site.browser();
    let address = browser.begin("").await;
    let back = provider.walk(&address, "anna", ANNA).await;
    browser.get(&back).await.refusal(StatusCode::BAD_GATEWAY);
    assert_eq!(browser.cookie("sessie"), None);
}

#[tokio::test]
async fn a_real_provider_gives_nothing_for_the_code_of_another_attempt() {
    let key = Key::draw();
    let provider = Provider::start(&key.public("ours"));
    let site = Site::of(provider.issuer(), &key).await;
    let (mut victim, mut thief) = (site.browser(), site.browser());
    let (of_victim, of_thief) = (victim.begin("").await, thief.begin("").await);
    let stolen = Url::parse(&provider.walk(&of_victim, "anna", ANNA).await).expect("an address");
    let own = Url::parse(&provider.walk(&of_thief, "eve", ANNA).await).expect("an address");
    // The victim's code with the thief's state: the verifier is not the one that led there.
    let mixed = format!(
        "{BACK}?code={}&state={}&iss={}",
        crate::browser::value(&stolen, "code"),
        crate::browser::value(&own, "state"),
        crate::browser::value(&own, "iss"),
    );
    thief.get(&mixed).await.refusal(StatusCode::BAD_REQUEST);
    assert_eq!(thief.cookie("sessie"), None);
}

/// An RSA key pair, which ring cannot make: the private half in PEM, the public half as it is published.
fn rsa() -> (String, Value) {
    let script = "const { generateKeyPairSync } = require('node:crypto');
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        console.log(JSON.stringify({
            pem: privateKey.export({ format: 'pem', type: 'pkcs8' }),
            jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'ours' },
        }));";
    let made = Command::new("node").args(["-e", script]).output().expect("node");
    let made: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    (made["pem"].as_str().expect("PEM").to_owned(), made["jwk"].clone())
}

#[tokio::test]
async fn every_algorithm_that_we_say_we_speak_is_spoken_with_a_real_provider() {
    let ours = Key::draw();
    let (pem, public) = rsa();
    for (pem, public, algorithms) in [
        (ours.pem(), ours.public("ours"), ["ES256", "ES256"]),
        (ours.pem(), ours.public("ours"), ["ES256", "PS256"]),
        (pem, public, ["RS256", "RS256"]),
    ] {
        let provider = Provider::speaking(&public, algorithms);
        let site = Site::with(&config(provider.issuer()), &pem).await;
        let mut browser = site.browser();
        let address = browser.begin("").await;
        let back = provider.walk(&address, "anna", ANNA).await;
        let answer = browser.get(&back).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{algorithms:?}: {}", answer.text);
        assert!(browser.cookie("sessie").is_some(), "{algorithms:?}");
    }
}
