//! Tokens that are not to be trusted, each for one reason, beside one that is.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    Site,
    browser::value,
    faulty::{Faulty, back},
    key::Key,
};

const ANNA: &str = "contributor@def.example";

/// Nobody is signed in with this token.
async fn refused(site: &Site, provider: &Faulty, why: &str, make: impl FnOnce(Value) -> String) {
    let mut browser = site.browser();
    let address = browser.begin("").await;
    provider.give(make(provider.claims(site, &address, ANNA)));
    let answer = browser.get(&back(&address)).await;
    let words = answer.refusal(StatusCode::BAD_GATEWAY);
    assert!(words.starts_with("Het antwoord van SSO van rijk is niet te vertrouwen"), "{why}: {words}");
    assert_eq!(browser.cookie("sessie"), None, "{why}");
    assert_eq!(browser.cookie("inlogpoging"), None, "{why}: the attempt is over");
}

#[tokio::test]
async fn a_token_with_one_wrong_claim_signs_nobody_in() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let now = site.installation.clock.now().timestamp();
    let wrong = [
        ("nonce", json!("of another attempt")),
        ("nonce", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["voortgang", "another"])),
        ("aud", json!([])),
        ("aud", json!(["voortgang", "voortgang"])),
        ("aud", Value::Null),
        ("azp", json!("another")),
        ("iss", json!("https://elsewhere.example")),
        ("iss", json!(format!("{}/", provider.issuer))),
        ("exp", json!(now - 61)),
        ("iat", json!(now + 120)),
        ("iat", json!(now - 3600)),
        ("sub", json!("")),
        ("sub", json!("x".repeat(256))),
        ("sub", Value::Null),
        ("exp", json!("later")),
    ];
    for (claim, value) in wrong {
        refused(&site, &provider, &format!("{claim} {value}"), |mut claims| {
            claims[claim] = value.clone();
            provider.key.sign(&Faulty::header(), &claims)
        })
        .await;
    }
    // And with none of them wrong, or clocks a little apart, they are in.
    for change in [json!({}), json!({ "exp": now - 30 }), json!({ "aud": ["voortgang"] })] {
        let mut browser = site.browser();
        let answer = provider.sign_in(&site, &mut browser, ANNA, |claims| {
            for (name, value) in change.as_object().expect("claims") {
                claims[name] = value.clone();
            }
        });
        assert_eq!(answer.await.status, StatusCode::SEE_OTHER, "{change}");
        assert!(browser.cookie("sessie").is_some());
    }
}

#[tokio::test]
async fn a_token_that_the_provider_did_not_sign_signs_nobody_in() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let stranger = Key::draw();
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    refused(&site, &provider, "another key", |claims| stranger.sign(&Faulty::header(), &claims)).await;
    refused(&site, &provider, "a key in the header", |claims| {
        stranger.sign(&json!({ "alg": "ES256", "jwk": stranger.public("two") }), &claims)
    })
    .await;
    refused(&site, &provider, "no signature", |claims| {
        format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims))
    })
    .await;
    refused(&site, &provider, "other words under the signature", |mut claims| {
        let token = provider.key.sign(&Faulty::header(), &claims);
        claims["email"] = json!("coordinator@bz.example");
        let (signed, signature) = token.rsplit_once('.').expect("a token");
        let header = signed.split_once('.').expect("a token").0;
        format!("{header}.{}.{signature}", part(&claims))
    })
    .await;
    for (name, header) in [
        ("an algorithm that shares a secret", json!({ "alg": "HS256", "kid": "one" })),
        ("the algorithm of another kind of key", json!({ "alg": "RS256", "kid": "one" })),
        ("a key nobody published", json!({ "alg": "ES256", "kid": "nine" })),
        ("what must be understood", json!({ "alg": "ES256", "kid": "one", "crit": ["exp"] })),
    ] {
        refused(&site, &provider, name, |claims| provider.key.sign(&header, &claims)).await;
    }
    for token in ["x", "x.y", "x.y.z", "e30.e30.e30"] {
        refused(&site, &provider, token, |_| token.to_owned()).await;
    }
}

#[tokio::test]
async fn a_provider_that_changes_its_key_is_asked_for_it_again() {
    let mut provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let first = provider.sign_in(&site, &mut site.browser(), ANNA, |_| ()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let newer = Key::draw();
    provider.replace_key(&newer, "two");
    provider.key = newer;
    site.installation.clock.set(site.installation.clock.now() + chrono::TimeDelta::minutes(2));
    let mut browser = site.browser();
    let address = browser.begin("").await;
    let claims = provider.claims(&site, &address, ANNA);
    provider.give(provider.key.sign(&json!({ "alg": "ES256", "kid": "two" }), &claims));
    assert_eq!(browser.get(&back(&address)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_sent_to_the_provider_is_bound_to_this_attempt_and_to_this_client() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut browser = site.browser();
    let address = browser.begin("").await;
    for (name, is) in [
        ("response_type", "code"),
        ("client_id", "voortgang"),
        ("redirect_uri", crate::BACK),
        ("scope", "openid email"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(value(&address, name), is);
    }
    let claims = provider.claims(&site, &address, ANNA);
    provider.give(provider.key.sign(&Faulty::header(), &claims));
    browser.get(&back(&address)).await;
    let form = provider.last_form();
    assert_eq!(form["code"], "once");
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&form["code_verifier"]);
    assert_eq!(URL_SAFE_NO_PAD.encode(hash), value(&address, "code_challenge"));
    let claims = form["client_assertion"].split('.').nth(1).expect("claims");
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("bytes")).expect("JSON");
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("voortgang"), &json!(provider.issuer)));
    let second = site.browser().begin("").await;
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(value(&address, name), value(&second, name), "{name}");
    }
}
