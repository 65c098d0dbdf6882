//! Providers that differ: in what they call things, in what they tell where, and in what was written down of them.

use std::path::Path;

use axum::http::StatusCode;
use serde_json::{Value, json};
use voortgang::auth::sso::Sso;

use crate::{BASE, Site, browser::Answer, config, faulty::Faulty, key::Key};

const ANNA: &str = "contributor@def.example";

/// One provider, with more beside what must be there.
fn provider(issuer: &str, more: &str) -> String {
    format!(
        "[[provider]]\ncode = \"rijk\"\nname = \"SSO van rijk\"\nissuer = \"{issuer}\"\nclient-id = \"voortgang\"\n\
         key-file = \"key.pem\"\nkey-id = \"2026\"\nministries = [\"def\", \"bz\"]\n{more}"
    )
}

#[track_caller]
fn is_in(answer: &Answer) {
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", answer.text);
}

#[tokio::test]
async fn the_ministry_that_a_provider_names_must_be_that_of_the_account() {
    let provider_at = Faulty::start().await;
    let more = "[provider.claims]\nministry = \"organisatie\"\n[provider.claims.ministries]\n\
                def = [\"Ministerie van Defensie\", \"MinDef\"]\nbz = [\"BZ\"]\n";
    let site = Site::with(&provider(&provider_at.issuer, more), &Key::draw().pem()).await;
    for (said, fits) in [
        (json!("MinDef"), true),
        (json!(["Rijk", "Ministerie van Defensie"]), true),
        (json!("BZ"), false),
        (json!("mindef"), false),
        (json!("def"), false),
        (json!([]), false),
        (json!({ "def": true }), false),
        (Value::Null, false),
    ] {
        let mut browser = site.browser();
        let answer =
            provider_at.sign_in(&site, &mut browser, ANNA, |claims| claims["organisatie"] = said.clone());
        let answer = answer.await;
        assert_eq!(browser.cookie("sessie").is_some(), fits, "{said}: {}", answer.text);
        if !fits {
            answer.refusal(StatusCode::FORBIDDEN);
        }
    }
}

#[tokio::test]
async fn an_address_may_have_another_name_and_is_believed_only_when_someone_vouches_for_it() {
    let provider_at = Faulty::start().await;
    let unnamed = |claims: &mut Value| {
        claims["upn"] = claims["email"].take();
        claims["email_verified"] = Value::Null;
    };
    for (more, fits) in [
        ("[provider.claims]\nemail = \"upn\"\nemail-is-verified = true\n", true),
        ("[provider.claims]\nemail = \"upn\"\n", false),
        ("[provider.claims]\nemail-is-verified = true\n", false),
    ] {
        let site = Site::with(&provider(&provider_at.issuer, more), &Key::draw().pem()).await;
        let mut browser = site.browser();
        let answer = provider_at.sign_in(&site, &mut browser, ANNA, unnamed).await;
        assert_eq!(browser.cookie("sessie").is_some(), fits, "{more}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_the_token_does_not_say_is_asked_beside_it_and_only_of_the_same_person() {
    let provider_at = Faulty::start().await;
    let bare = |claims: &mut Value| {
        let all = claims.as_object_mut().expect("claims");
        all.remove("email");
        all.remove("email_verified");
    };
    let sub = format!("sub-{ANNA}");
    for (told, status) in [
        (json!({ "sub": "someone-else", "email": ANNA, "email_verified": true }), StatusCode::BAD_GATEWAY),
        (json!({ "email": ANNA, "email_verified": true }), StatusCode::BAD_GATEWAY),
        (json!({ "sub": sub, "email": ANNA }), StatusCode::FORBIDDEN),
        (json!({ "sub": sub, "email": ANNA, "email_verified": "true" }), StatusCode::FORBIDDEN),
        (json!({ "sub": sub }), StatusCode::FORBIDDEN),
        (json!({ "sub": sub, "email": ANNA, "email_verified": true }), StatusCode::SEE_OTHER),
    ] {
        provider_at.tell(told.clone());
        let site = Site::with(&provider(&provider_at.issuer, ""), &Key::draw().pem()).await;
        let answer = provider_at.sign_in(&site, &mut site.browser(), ANNA, bare).await;
        assert_eq!(answer.status, status, "{told}: {}", answer.text);
    }
    // An address in the token is not vouched for by a word beside it.
    let site = Site::with(&provider(&provider_at.issuer, ""), &Key::draw().pem()).await;
    let unvouched = |claims: &mut Value| {
        claims.as_object_mut().expect("claims").remove("email_verified");
    };
    provider_at.sign_in(&site, &mut site.browser(), ANNA, unvouched).await.refusal(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn our_own_second_factor_is_asked_when_nothing_is_said_of_the_providers() {
    let provider_at = Faulty::start().await;
    let site = Site::with(&provider(&provider_at.issuer, ""), &Key::draw().pem()).await;
    let mut browser = site.browser();
    let strong = |claims: &mut Value| claims["amr"] = json!(["mfa"]);
    let answer = provider_at.sign_in(&site, &mut browser, "coordinator@bz.example", strong).await;
    assert_eq!(answer.location, "/inloggen/tweede-factor");
    assert_eq!(browser.cookie("sessie"), None);
    is_in(&provider_at.sign_in(&site, &mut site.browser(), ANNA, |_| ()).await);
}

#[tokio::test]
async fn without_a_provider_the_page_has_no_button_and_there_is_no_such_address() {
    let site = Site::with("provider = []\n", &Key::draw().pem()).await;
    let page = site.browser().get("/inloggen").await;
    assert!(
        !page.text.contains("Inloggen met") && !page.text.contains("Met een wachtwoord"),
        "{}",
        page.text
    );
    for address in ["/inloggen/rijk", "/inloggen/rijk/terug?code=x&state=y"] {
        assert_eq!(site.browser().get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[test]
fn what_was_written_down_wrongly_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sso.toml");
    let read = |text: &str| {
        std::fs::write(&file, text).expect("a file");
        Sso::read(&file, BASE).map(drop).map_err(|fault| fault.to_string())
    };
    let good = provider("https://sso.example", "");
    let fault = read(&good).expect_err("no key");
    assert!(fault.starts_with("cannot read") && fault.ends_with("(os error 2)"), "{fault}");
    std::fs::write(
        folder.path().join("key.pem"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    )
    .expect("a file");
    assert!(read(&good).expect_err("no key").contains("holds no private key"));
    std::fs::write(folder.path().join("key.pem"), Key::draw().pem()).expect("a file");
    assert_eq!(read(&good), Ok(()));
    assert_eq!(read(&config("https://sso.example")), Ok(()));
    for (from, to, why) in [
        ("code = \"rijk\"", "code = \"Rijk/\"", "small letters"),
        ("code = \"rijk\"", "code = \"code\"", "an address of our own"),
        ("https://sso.example", "http://sso.example", "https://"),
        ("https://sso.example", "https://sso.example?a", "https://"),
        ("client-id = \"voortgang\"", "client-id = \"\"", "client-id is empty"),
        ("client-id = \"voortgang\"\n", "", "client-id"),
        ("client-id", "client_id", "client_id"),
        ("[\"def\", \"bz\"]", "[]", "ministries is empty"),
        ("[\"def\", \"bz\"]", "[\"DEF\"]", "no code"),
        ("ministries", "without-password = [\"jenv\"]\nministries", "not in ministries"),
        ("ministries", "timeout-seconds = 60\nministries", "1 to 20"),
        ("ministries", "scopes = [\"email\"]\nministries", "openid"),
        ("ministries", "second-factor = [\"\"]\nministries", "empty word"),
        (
            "[\"def\", \"bz\"]",
            "[\"def\"]\n[provider.claims.ministries]\ndef = [\"x\"]",
            "without claims.ministry",
        ),
        ("[\"def\", \"bz\"]", "[\"def\"]\n[provider.claims]\nministry = \"o\"", "of each of ministries"),
        (
            "[\"def\", \"bz\"]",
            "[\"def\"]\n[provider.claims]\nministry = \"o\"\nministries.def = []",
            "an empty list",
        ),
    ] {
        assert!(good.contains(from), "{from}");
        let fault = read(&good.replacen(from, to, 1)).expect_err(to);
        assert!(fault.contains(why), "{to}: {fault}");
    }
    let twice = format!("{good}\n{good}");
    assert!(read(&twice).expect_err("twice").contains("two providers have this code"));
}

#[test]
fn the_example_that_is_shipped_is_right_with_all_it_offers() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join(".packaging/sso.toml");
    let example = std::fs::read_to_string(example).expect("the example");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("sso-key.pem"), Key::draw().pem()).expect("a file");
    let offers = |line: &str| {
        line.strip_prefix("# ").filter(|line| line.split(' ').nth(1) == Some("=")).map(str::to_owned)
    };
    let all: Vec<String> =
        example.lines().map(|line| offers(line).unwrap_or_else(|| line.to_owned())).collect();
    assert_ne!(all.join("\n"), example.trim_end());
    for text in [example, all.join("\n")] {
        let file = folder.path().join("sso.toml");
        std::fs::write(&file, &text).expect("a file");
        let sso = Sso::read(&file, BASE).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        assert!(
            sso.instead_of_password(&"def".into()).is_some()
                && sso.instead_of_password(&"bz".into()).is_none()
        );
    }
}
