//! Signing in and out.

use chrono::TimeDelta;
use voortgang::{
    auth::password,
    domain::{
        id::PersonId,
        password::Password,
        person::{Email, Role},
    },
    store::{self, people::NewPerson},
    web::routes::{Home, SignIn, SignOut, Tasks},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    raw,
};

pub(crate) const EMAIL: &str = "anna@def.example";
pub(crate) const PASSWORD: &str = "een lange zin om te onthouden";

/// Someone with a real password.
pub(crate) async fn anna(app: &TestApp) {
    with_password(app, EMAIL, "def", &[Role::Contributor]).await;
}

/// Someone with [`PASSWORD`], at a ministry, with these roles.
pub(crate) async fn with_password(app: &TestApp, email: &str, ministry: &str, roles: &[Role]) -> PersonId {
    let person = NewPerson {
        id: PersonId::new(),
        name: "Anna".into(),
        email: Email::parse(email).expect("an address"),
        ministry: ministry.into(),
        roles: roles.to_vec(),
        password: Some(password::hash(&Password::drawn(PASSWORD)).expect("a hash")),
        created_at: app.installation.clock.now(),
    };
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::people::insert(&mut writer, &person).await.expect("a person");
    writer.commit().await.expect("a commit");
    person.id
}

pub(crate) async fn sign_in(client: &Client, email: &str, password: &str) -> Page {
    let form = client.get(SignIn).await.expect(200).form("main form");
    client.submit(SignIn, &form.set("email", email).set("wachtwoord", password)).await
}

#[tokio::test]
async fn a_person_signs_in_with_the_form_and_comes_to_their_work() {
    let app = TestApp::new().await;
    anna(&app).await;
    let client = app.nobody();
    let page = sign_in(&client, " Anna@DEF.example ", PASSWORD).await.expect(303);
    assert_eq!(page.location(), "/");
    let cookie = page.header("set-cookie");
    for part in ["sessie=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "{cookie}");
    assert_eq!(client.get(Home).await.location(), "/mijn-doelen");
    assert_eq!(client.get(Tasks).await.expect(200).text(".app-person__who"), "Annabijdrager, DEF");
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_this_host() {
    let app = TestApp::behind_https().await;
    anna(&app).await;
    let client = app.nobody();
    let page = sign_in(&client, EMAIL, PASSWORD).await.expect(303);
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-sessie=") && cookie.contains("Secure"), "{cookie}");
    client.get(Tasks).await.expect(200);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_an_ended_account_are_refused_in_the_same_words() {
    let app = TestApp::new().await;
    anna(&app).await;
    let ended = "UPDATE person SET disabled_at = '2020-01-01T00:00:00Z' WHERE email = 'anna@def.example'";
    let wrong = sign_in(&app.nobody(), EMAIL, "iets anders dan dat").await.expect(422);
    let unknown = sign_in(&app.nobody(), "niemand@def.example", PASSWORD).await.expect(422);
    let no_address = sign_in(&app.nobody(), "anna", PASSWORD).await.expect(422);
    raw::execute(&app.installation.path(), ended).await.expect("an update");
    let ended = sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(422);
    for page in [&unknown, &no_address, &ended] {
        assert_eq!(page.main(), wrong.main());
    }
    assert!(wrong.title().starts_with("Fout: "), "{}", wrong.title());
    assert!(wrong.main().contains("horen niet bij elkaar"), "{}", wrong.main());
}

#[tokio::test]
async fn a_refused_form_keeps_the_address_and_forgets_the_password() {
    let app = TestApp::new().await;
    let page = sign_in(&app.nobody(), "anna@def.example", "iets anders dan dat").await.expect(422);
    let form = page.form("main form");
    assert_eq!((form.value("email"), form.value("wachtwoord")), (EMAIL, ""));
    let described = page.attr("#veld-email", "aria-describedby").expect("a described field");
    assert!(described.split(' ').any(|id| page.has(&format!("#{id}"))), "{described}");
    assert_eq!(page.attr("#veld-email", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-email"]);
}

#[tokio::test]
async fn failures_make_the_next_try_wait_for_the_account_and_for_the_network_address() {
    let app = TestApp::new().await;
    anna(&app).await;
    for _ in 0..5 {
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(1));
        sign_in(&app.nobody(), EMAIL, "iets anders dan dat").await.expect(422);
    }
    let page = sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(429);
    assert_eq!(page.header("retry-after"), "3");
    assert!(page.main().contains("Wacht 3 seconden"), "{}", page.main());
    sign_in(&app.nobody(), "piet@def.example", PASSWORD).await.expect(429);
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(3));
    sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(303);
}

#[tokio::test]
async fn signing_out_ends_the_session_also_for_whoever_kept_the_cookie() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let kept = client.cookie().await;
    client.get(Tasks).await.expect(200);
    assert_eq!(client.post(SignOut, &[]).await.location(), "/inloggen");
    assert_eq!(client.cookie().await, None);
    client.set_cookie(kept).await;
    assert_eq!(client.get(Tasks).await.location(), "/inloggen?terug=/mijn-doelen");
}

#[tokio::test]
async fn a_session_ends_after_four_hours_without_use() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let start = app.installation.clock.now();
    app.installation.clock.set(start + TimeDelta::minutes(239));
    client.get(Tasks).await.expect(200);
    app.installation.clock.set(start + TimeDelta::minutes(239 + 241));
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_whatever_happens() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let start = app.installation.clock.now();
    for hours in 1..12 {
        app.installation.clock.set(start + TimeDelta::hours(hours));
        client.get(Tasks).await.expect(200);
    }
    app.installation.clock.set(start + TimeDelta::hours(12));
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn an_ended_account_is_out_at_once() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    client.get(Tasks).await.expect(200);
    let ended = "UPDATE person SET disabled_at = '2020-02-01T12:00:00Z'";
    raw::execute(&app.installation.path(), ended).await.expect("an update");
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn signing_in_gives_a_new_key_whatever_the_browser_sent() {
    let app = TestApp::new().await;
    anna(&app).await;
    let client = app.nobody();
    let planted = Some(format!("sessie={}", "0".repeat(64)));
    client.set_cookie(planted.clone()).await;
    sign_in(&client, EMAIL, PASSWORD).await.expect(303);
    assert_ne!(client.cookie().await, planted);
    client.set_cookie(planted).await;
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn the_return_address_leads_nowhere_but_to_this_site() {
    let app = TestApp::new().await;
    anna(&app).await;
    for (to, expected) in [
        ("/mijn-doelen", "/mijn-doelen"),
        ("/bijdragen/x/bewerken?stap=2", "/bijdragen/x/bewerken?stap=2"),
        ("", "/"),
        ("https://elders.example/", "/"),
        ("//elders.example/", "/"),
        ("/\\elders.example/", "/"),
        ("/\t/elders.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
    ] {
        let client = app.nobody();
        let query = crate::app::encode(&[("terug", to)]);
        let form = client.get(format!("/inloggen?{query}")).await.expect(200).form("main form");
        let form = form.set("email", EMAIL).set("wachtwoord", PASSWORD);
        assert_eq!(client.submit(SignIn, &form).await.location(), expected, "{to:?}");
    }
}

#[tokio::test]
async fn who_has_no_session_is_asked_to_sign_in_and_comes_back_to_the_page() {
    let app = TestApp::new().await;
    let page = app.nobody().get(Tasks).await;
    assert_eq!(page.location(), "/inloggen?terug=/mijn-doelen");
    let form = app.nobody().get(page.location()).await.form("main form");
    assert_eq!(form.value("terug"), "/mijn-doelen");
}

#[tokio::test]
async fn everyone_lands_where_their_work_is() {
    let app = TestApp::new().await;
    for (client, to) in [
        (app.nobody(), "/rapporten"),
        (app.contributor("def").await, "/mijn-doelen"),
        (app.approver("def").await, "/beoordelen"),
        (app.coordinator().await, "/rondes"),
        (app.publisher().await, "/rondes"),
        (app.reader().await, "/meelezen"),
        (app.administrator().await, "/beheer"),
    ] {
        assert_eq!(client.get(Home).await.location(), to);
    }
}
