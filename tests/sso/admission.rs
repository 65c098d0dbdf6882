//! Who is let in: people who are known here, at the ministries of the provider, each with what their roles ask.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json;
use voortgang::{
    auth::{invitation, password},
    domain::{account, password::Password, person::Role},
    store,
};

use crate::{
    Site,
    browser::Browser,
    faulty::{Faulty, back},
    key::Key,
};

const ANNA: &str = "contributor@def.example";

/// The browser of someone of Justitie, who has no other way in, signed in at the provider.
async fn entered_without_password(site: &Site, provider: &Faulty) -> Browser {
    let mut browser = site.browser();
    let address = browser.begin_at("justitie", "").await;
    let claims = provider.claims(site, &address, "contributor@jenv.example");
    provider.give(provider.key.sign(&Faulty::header(), &claims));
    let way_back = back(&address).replace("/rijk/", "/justitie/");
    assert_eq!(browser.get(&way_back).await.status, StatusCode::SEE_OTHER);
    browser
}

#[tokio::test]
async fn whoever_has_no_account_here_that_works_is_refused_in_the_same_words() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    site.disable(Role::Approver, "def").await;
    let mut words = Vec::new();
    for (email, verified) in [
        ("niemand@def.example", json!(true)),
        ("approver@def.example", json!(true)),
        ("contributor@ocw.example", json!(true)),
        ("contributor@jenv.example", json!(true)),
        (ANNA, json!(false)),
        (ANNA, json!(null)),
    ] {
        let mut browser = site.browser();
        let answer = provider.sign_in(&site, &mut browser, email, |claims| {
            claims["email_verified"] = verified.clone();
        });
        words.push(answer.await.refusal(StatusCode::FORBIDDEN).to_owned());
        assert_eq!(browser.cookie("sessie"), None, "{email}");
    }
    words.dedup();
    assert_eq!(words.len(), 1, "{words:?}");
}

#[tokio::test]
async fn an_account_goes_with_the_person_and_not_with_the_address() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let first = provider.sign_in(&site, &mut site.browser(), ANNA, |_| ()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let married = provider
        .sign_in(&site, &mut site.browser(), ANNA, |claims| {
            claims["email"] = json!("another-name@def.example");
        })
        .await;
    assert_eq!(married.status, StatusCode::SEE_OTHER, "the same person with another address");
    let successor = provider
        .sign_in(&site, &mut site.browser(), ANNA, |claims| {
            claims["sub"] = json!("someone-else");
        })
        .await;
    successor.refusal(StatusCode::FORBIDDEN);
    // Until the administrator invites anew.
    let person = site.installation.person(Role::Contributor, "def").await;
    let mut writer = site.installation.store.begin().await.expect("a writer");
    invitation::create(&mut writer, person, site.installation.clock.now()).await.expect("a key");
    writer.commit().await.expect("a commit");
    let again = provider
        .sign_in(&site, &mut site.browser(), ANNA, |claims| {
            claims["sub"] = json!("someone-else");
        })
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_second_factor_is_asked_unless_the_provider_says_it_asked_for_one() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let enter = async |said: Option<(&str, serde_json::Value)>| {
        let mut browser: Browser = site.browser();
        let answer = provider.sign_in(&site, &mut browser, "coordinator@bz.example", |claims| {
            if let Some((name, value)) = &said {
                claims[name] = value.clone();
            }
        });
        (answer.await.location, browser.cookie("sessie").is_some())
    };
    for weak in [None, Some(("amr", json!(["pwd"]))), Some(("acr", json!("urn:weak")))] {
        assert_eq!(enter(weak.clone()).await, ("/inloggen/tweede-factor".to_owned(), false), "{weak:?}");
    }
    for strong in [("amr", json!(["pwd", "mfa"])), ("acr", json!("mfa"))] {
        assert_eq!(enter(Some(strong)).await, ("/".to_owned(), true));
    }
}

#[tokio::test]
async fn where_passwords_are_off_they_open_nothing_and_the_page_leads_to_the_provider() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let words = "Vier woorden zijn ook goed 27";
    let mut answers = Vec::new();
    for ministry in ["def", "jenv"] {
        let person = site.installation.person(Role::Contributor, ministry).await;
        let mut writer = site.installation.store.begin().await.expect("a writer");
        let key =
            invitation::create(&mut writer, person, site.installation.clock.now()).await.expect("a key");
        writer.commit().await.expect("a commit");
        let mut browser = site.browser();
        answers.push(browser.get(&invitation::link("", &key)).await);
        let hash = password::hash(&Password::drawn(words)).expect("a hash");
        let mut writer = site.installation.store.begin().await.expect("a writer");
        store::accounts::set_password(&mut writer, person, &hash).await.expect("a password");
        writer.commit().await.expect("a commit");
        let form = format!("email=contributor%40{ministry}.example&wachtwoord={}", words.replace(' ', "+"));
        answers.push(browser.post("/inloggen", &form).await);
    }
    let [chooses, enters, led, stays] = &answers[..] else { panic!("four answers") };
    assert_eq!((chooses.status, enters.status), (StatusCode::OK, StatusCode::SEE_OTHER));
    assert_eq!(led.status, StatusCode::OK);
    assert!(led.text.contains("href=\"/inloggen/justitie\">Inloggen met SSO van justitie"), "{}", led.text);
    assert!(!led.text.contains("type=\"password\""), "{}", led.text);
    // In the words that anyone gets who types what does not fit, with an account or without.
    assert_eq!(stays.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stays.text);
    let unknown = "email=niemand%40jenv.example&wachtwoord=Vier+woorden+zijn+ook+goed+27";
    let unknown = site.browser().post("/inloggen", unknown).await;
    let stays = stays.text.replace("contributor@jenv.example", "niemand@jenv.example");
    assert_eq!(stays, unknown.text);
    let only = "Werkt u bij het Ministerie van Justitie en Veiligheid? Gebruik dan deze knop.";
    assert!(stays.contains(only), "{stays}");
    let page = site.browser().get("/inloggen?terug=%2Fmijn-doelen").await;
    assert!(page.text.contains("href=\"/inloggen/rijk?terug=/mijn-doelen\""), "{}", page.text);
    assert!(page.text.contains(only), "{}", page.text);
}

#[tokio::test]
async fn who_signs_in_elsewhere_makes_a_key_just_after_signing_in_and_not_at_a_screen_left_open() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut browser = entered_without_password(&site, &provider).await;
    let form = browser.get("/mijn-account/sleutels").await;
    assert!(form.text.contains("Sleutel maken") && !form.text.contains("type=\"password\""), "{}", form.text);
    let made = browser.post("/mijn-account/sleutels", "naam=Koppeling&dagen=90").await;
    assert!(made.text.contains("value=\"voortgang_"), "{}", made.text);
    site.installation.clock.set(site.installation.clock.now() + TimeDelta::minutes(15));
    let late = browser.post("/mijn-account/sleutels", "naam=Nog+een&dagen=90").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.text);
    assert!(late.text.contains("Log uit, log weer in en maak dan de sleutel."), "{}", late.text);
    assert!(late.text.contains("value=\"Nog een\""), "what was typed stays");
}

#[tokio::test]
async fn who_has_no_password_here_is_not_asked_for_one_and_counts_as_someone_who_can_get_in() {
    let provider = Faulty::start().await;
    let site = Site::of(&provider.issuer, &Key::draw()).await;
    let mut browser = entered_without_password(&site, &provider).await;
    let own = browser.get("/mijn-account").await;
    assert!(own.text.contains("U logt in met SSO van justitie."), "{}", own.text);
    assert!(!own.text.contains("/mijn-account/wachtwoord"), "{}", own.text);
    assert_eq!(browser.get("/mijn-account/wachtwoord").await.status, StatusCode::CONFLICT);
    assert_eq!(browser.post("/mijn-account/wachtwoord", "").await.status, StatusCode::CONFLICT);
    assert_eq!(browser.post("/mijn-account/tweede-factor", "").await.status, StatusCode::CONFLICT);
    // The account is in use, though no password was ever chosen.
    let person = site.installation.person(Role::Contributor, "jenv").await;
    let mut writer = site.installation.store.begin().await.expect("a writer");
    store::accounts::clear_password(&mut writer, person).await.expect("no password");
    let account = store::accounts::get(&mut writer, person).await.expect("an account");
    assert_eq!(account.state(), account::State::Active);
}
