//! Coming back: only in the browser that left, once, and to a page of this site.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    BACK, Site,
    browser::value,
    faulty::{Faulty, back},
    key::Key,
};

const ANNA: &str = "contributor@def.example";

#[tokio::test]
async fn who_comes_back_without_having_left_is_not_let_in() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut leaver = site.browser();
    let address = leaver.begin("").await;
    let claims = provider.claims(&site, &address, ANNA);
    provider.give(provider.key.sign(&Faulty::header(), &claims));
    let way_back = back(&address);
    // Another browser, another state, another provider's attempt, another sender.
    let begin_again = "Deze poging om in te loggen hoort niet bij deze browser";
    let alone = site.browser().get(&way_back).await;
    assert!(alone.refusal(StatusCode::BAD_REQUEST).starts_with(begin_again), "{}", alone.text);
    let state = value(&address, "state");
    for (why, query) in [
        ("state", "code=once&state=made-up".to_owned()),
        ("no state", "code=once".to_owned()),
        ("a refusal that was not asked for", "error=access_denied&state=made-up".to_owned()),
        ("sender", format!("code=once&state={state}&iss=https%3A%2F%2Felsewhere.example")),
    ] {
        let mut browser = leaver.clone();
        let answer = browser.get(&format!("{BACK}?{query}")).await;
        assert!(answer.refusal(StatusCode::BAD_REQUEST).starts_with(begin_again), "{why}");
        assert_eq!(browser.cookie("sessie"), None, "{why}");
    }
    let mut other = leaver.clone();
    other.get(&way_back.replace("/rijk/", "/justitie/")).await.refusal(StatusCode::BAD_REQUEST);
    assert_eq!(other.get("/inloggen/niemand").await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get("/inloggen/niemand/terug?code=x&state=y").await.status, StatusCode::NOT_FOUND);
    // Who did leave is let in, and once.
    assert_eq!(leaver.get(&way_back).await.status, StatusCode::SEE_OTHER);
    leaver.get(&way_back).await.refusal(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_provider_that_says_no_is_told_in_words_and_with_a_way_on() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    for (said, status, words) in [
        ("access_denied", StatusCode::FORBIDDEN, "Het inloggen met SSO van rijk is daar afgebroken."),
        ("login_required", StatusCode::FORBIDDEN, "Het inloggen met SSO van rijk is daar afgebroken."),
        ("server_error", StatusCode::BAD_GATEWAY, "Het antwoord van SSO van rijk is niet te vertrouwen"),
        ("%3Cb%3Enonce", StatusCode::BAD_GATEWAY, "Het antwoord van SSO van rijk is niet te vertrouwen"),
    ] {
        let mut browser = site.browser();
        let state = value(&browser.begin("").await, "state");
        let answer = browser.get(&format!("{BACK}?error={said}&error_description=nonce&state={state}")).await;
        assert!(answer.refusal(status).starts_with(words), "{said}: {}", answer.text);
        assert_eq!((browser.cookie("sessie"), browser.cookie("inlogpoging")), (None, None), "{said}");
    }
    // It knows the code no longer.
    let mut browser = site.browser();
    let address = browser.begin("").await;
    let answer = browser.get(&back(&address)).await;
    assert!(answer.refusal(StatusCode::BAD_REQUEST).contains("is al gebruikt"), "{}", answer.text);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_holds_nobody_longer_than_is_set() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut browser = site.browser();
    let address = browser.begin("").await;
    provider.hang();
    let answer = browser.get(&back(&address)).await;
    assert!(
        answer.refusal(StatusCode::GATEWAY_TIMEOUT).starts_with("SSO van rijk antwoordt niet."),
        "{}",
        answer.text
    );
    assert_eq!(browser.cookie("sessie"), None);
    // And one that is not there at all: nothing listens on a port that was just given up.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let site = Site::of(&issuer, &Key::draw()).await;
    let answer = site.browser().get("/inloggen/rijk").await;
    assert!(
        answer.refusal(StatusCode::BAD_GATEWAY).starts_with("SSO van rijk antwoordt niet."),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn nobody_is_led_to_another_site_afterwards() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    for (wanted, to) in [
        ("%2Fmijn-doelen%3Fa%3D1%26b%3D%2B", "/mijn-doelen?a=1&b=+"),
        ("%2F%2Felsewhere.example", "/"),
        ("https%3A%2F%2Felsewhere.example", "/"),
        ("%2F%5Celsewhere.example", "/"),
        ("%2F%09%2Felsewhere.example", "/"),
        (&format!("%2F{}", "x".repeat(5000)), "/"),
    ] {
        let mut browser = site.browser();
        let address = browser.begin(wanted).await;
        let claims = provider.claims(&site, &address, ANNA);
        provider.give(provider.key.sign(&Faulty::header(), &claims));
        assert_eq!(browser.get(&back(&address)).await.location, to, "{wanted}");
    }
}

#[tokio::test]
async fn a_session_that_was_there_before_is_not_the_one_that_opens_and_signing_out_ends_it() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut browser = site.browser();
    browser.put("sessie", "chosen-by-someone-else");
    provider.sign_in(&site, &mut browser, ANNA, |_| ()).await;
    let key = browser.cookie("sessie").expect("a session").to_owned();
    assert_ne!(key, "chosen-by-someone-else");
    assert_eq!(browser.get("/mijn-doelen").await.status, StatusCode::OK);
    let mut thief = site.browser();
    thief.put("sessie", "chosen-by-someone-else");
    assert_eq!(thief.get("/mijn-doelen").await.status, StatusCode::SEE_OTHER);
    browser.post("/uitloggen", "").await;
    browser.put("sessie", &key);
    assert_eq!(browser.get("/mijn-doelen").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_provider_that_is_not_what_it_says_is_not_used() {
    for (name, wrong) in [
        ("issuer", json!("https://elsewhere.example")),
        ("authorization_endpoint", json!("http://elsewhere.example/auth")),
        ("jwks_uri", json!("http://elsewhere.example/keys")),
        ("jwks_uri", json!(7)),
    ] {
        let provider = Faulty::start().await;
        provider.publish(name, wrong);
        let site = Site::of(&provider.issuer, &Key::draw()).await;
        site.browser().get("/inloggen/rijk").await.refusal(StatusCode::BAD_GATEWAY);
    }
    // Keys that are elsewhere, without end, or no keys.
    for path in ["moved", "endless", "elsewhere", "nowhere"] {
        let provider = Faulty::start().await;
        provider.publish("jwks_uri", json!(format!("{}/{path}", provider.issuer)));
        let site = Site::of(&provider.issuer, &Key::draw()).await;
        site.browser().get("/inloggen/rijk").await.refusal(StatusCode::BAD_GATEWAY);
    }
}
