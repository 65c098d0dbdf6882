//! The second factor: asked after the password, taken once, set up by those who need it.

use chrono::TimeDelta;
use voortgang::{
    auth::totp::Secret,
    domain::{id::PersonId, person::Role},
    store,
    web::routes::{Home, OwnTokens, Rounds, SignIn, SignInCode, SignInEnrolment, Tasks},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    raw,
    sessions::{EMAIL, PASSWORD, anna, sign_in, with_password},
};

const COORDINATOR: &str = "koos@bz.example";

/// A coordinator with a password and no factor yet.
async fn koos(app: &TestApp) -> PersonId {
    with_password(app, COORDINATOR, "bz", &[Role::Coordinator]).await
}

/// The secret that a page shows in text, as an app would keep it.
fn secret(page: &Page) -> Secret {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let typed = page.text(".app-code").replace(' ', "");
    let places: Vec<u64> = typed.chars().map(|one| LETTERS.find(one).expect("base 32") as u64).collect();
    let bytes = places.chunks(8).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, place| bits << 5 | place);
        bits.to_be_bytes()[3..].to_vec()
    });
    Secret::read(&bytes.collect::<Vec<_>>()).expect("twenty bytes")
}

/// What the app shows now.
fn shown(app: &TestApp, secret: &Secret) -> String {
    secret.code_at(app.installation.clock.now())
}

fn pass(app: &TestApp, seconds: i64) {
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(seconds));
}

async fn give(client: &Client, path: impl ToString, code: &str) -> Page {
    let path = path.to_string();
    let form = client.get(&path).await.expect(200).form("main form");
    client.submit(&path, &form.set("code", code)).await
}

/// A coordinator who set the factor up; the recovery codes that were shown.
async fn enrolled(app: &TestApp) -> (Secret, Vec<String>) {
    koos(app).await;
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    let secret = secret(&client.get(SignInEnrolment).await.expect(200));
    let page = give(&client, SignInEnrolment, &shown(app, &secret)).await.expect(200);
    pass(app, 60);
    (secret, page.texts(".app-codes .app-code"))
}

#[tokio::test]
async fn a_password_alone_opens_nothing_for_a_coordinator() {
    let app = TestApp::new().await;
    koos(&app).await;
    let client = app.nobody();
    let page = sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    assert_eq!(page.location(), "/inloggen/tweede-factor");
    assert!(page.header("set-cookie").starts_with("inlogstap="), "{}", page.header("set-cookie"));
    client.get(Rounds).await.expect(303);
    // Nor does the key of the step, when it is sent as that of a session.
    let step = client.cookie().await.expect("a cookie").replace("inlogstap", "sessie");
    client.set_cookie(Some(step)).await;
    assert_eq!(client.get(Rounds).await.location(), "/inloggen?terug=/rondes");
}

#[tokio::test]
async fn whoever_needs_a_factor_sets_it_up_at_the_first_sign_in_and_lands_where_they_were_going() {
    let app = TestApp::new().await;
    koos(&app).await;
    let client = app.nobody();
    let form = client.get("/inloggen?terug=/rondes").await.form("main form");
    let page = client.submit(SignIn, &form.set("email", COORDINATOR).set("wachtwoord", PASSWORD)).await;
    let address = page.location().to_owned();
    assert_eq!(address, "/inloggen/tweede-factor?terug=/rondes");
    let page = client.get(&address).await.expect(200);
    assert!(page.has("svg[role=img] path"));
    let secret = secret(&page);
    let wrong =
        client.submit(SignInEnrolment, &page.form("main form").set("code", "000000")).await.expect(422);
    assert!(wrong.title().starts_with("Fout: "));
    assert_eq!(wrong.text(".app-code"), secret.typed(), "the same secret is still there");
    let form = wrong.form("main form").set("code", shown(&app, &secret));
    let page = client.submit(SignInEnrolment, &form).await.expect(200);
    assert_eq!(page.count(".app-codes li"), 10);
    assert_eq!(page.attr("a.utrecht-button", "href").as_deref(), Some("/rondes"));
    client.get(Rounds).await.expect(200);
    assert!(!client.cookie().await.expect("a session").contains("inlogstap"));
}

#[tokio::test]
async fn the_code_is_asked_after_the_password_and_taken_once() {
    let app = TestApp::new().await;
    let (secret, _) = enrolled(&app).await;
    let client = app.nobody();
    assert_eq!(sign_in(&client, COORDINATOR, PASSWORD).await.location(), "/inloggen/code");
    let code = shown(&app, &secret);
    assert_eq!(give(&client, SignInCode, &code).await.location(), "/");
    client.get(Rounds).await.expect(200);
    let other = app.nobody();
    sign_in(&other, COORDINATOR, PASSWORD).await.expect(303);
    let page = give(&other, SignInCode, &code).await.expect(422);
    assert!(page.main().contains("werkt één keer"), "{}", page.main());
    // The one before it was not used, but it is older than what was taken.
    let before = secret.code_at(app.installation.clock.now() - TimeDelta::seconds(30));
    give(&other, SignInCode, &before).await.expect(422);
    pass(&app, 30);
    give(&other, SignInCode, &shown(&app, &secret)).await.expect(303);
}

#[tokio::test]
async fn the_code_with_which_it_was_set_up_is_used_up_too() {
    let app = TestApp::new().await;
    koos(&app).await;
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    let secret = secret(&client.get(SignInEnrolment).await);
    let code = shown(&app, &secret);
    give(&client, SignInEnrolment, &code).await.expect(200);
    let other = app.nobody();
    sign_in(&other, COORDINATOR, PASSWORD).await.expect(303);
    give(&other, SignInCode, &code).await.expect(422);
}

#[tokio::test]
async fn a_recovery_code_works_once_and_the_page_says_how_many_are_left() {
    let app = TestApp::new().await;
    let (_, codes) = enrolled(&app).await;
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    let typed = codes[3].to_uppercase().replace('-', " ");
    give(&client, SignInCode, &typed).await.expect(303);
    assert!(client.get(Rounds).await.expect(200).flash().contains("u hebt er nog 9"));
    let other = app.nobody();
    sign_in(&other, COORDINATOR, PASSWORD).await.expect(303);
    give(&other, SignInCode, &codes[3]).await.expect(422);
    give(&other, SignInCode, &codes[4]).await.expect(303);
}

#[tokio::test]
async fn wrong_codes_make_the_next_one_wait_however_often_the_password_is_given() {
    let app = TestApp::new().await;
    let (secret, _) = enrolled(&app).await;
    for _ in 0..5 {
        let client = app.nobody();
        sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
        pass(&app, 1);
        give(&client, SignInCode, "123456").await.expect(422);
    }
    pass(&app, 3);
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    give(&client, SignInCode, "123456").await.expect(422);
    let page = give(&client, SignInCode, &shown(&app, &secret)).await.expect(429);
    assert_eq!(page.header("retry-after"), "5");
    pass(&app, 5);
    give(&client, SignInCode, &shown(&app, &secret)).await.expect(303);
}

#[tokio::test]
async fn a_step_ends_after_ten_minutes_and_when_the_account_does() {
    let app = TestApp::new().await;
    let (secret, _) = enrolled(&app).await;
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    pass(&app, 601);
    let page = client.post(SignInCode, &[("code", &shown(&app, &secret))]).await;
    assert_eq!(page.location(), "/inloggen?verlopen=ja");
    assert!(client.get(page.location()).await.main().contains("duurde te lang"));
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    let ended = "UPDATE person SET disabled_at = '2020-02-01T12:00:00Z'";
    raw::execute(&app.installation.path(), ended).await.expect("an update");
    client.post(SignInCode, &[("code", &shown(&app, &secret))]).await.expect(303);
    client.get(Rounds).await.expect(303);
}

#[tokio::test]
async fn an_officer_signs_in_with_a_password_and_nobody_asks_for_more() {
    let app = TestApp::new().await;
    anna(&app).await;
    let client = app.nobody();
    assert_eq!(sign_in(&client, EMAIL, PASSWORD).await.location(), "/");
    client.get(Tasks).await.expect(200);
    client.get(Home).await.expect(303);
    app.nobody().get(SignInCode).await.expect(303);
    app.nobody().get(SignInEnrolment).await.expect(303);
}

#[tokio::test]
async fn no_secret_stands_in_the_log_and_none_is_kept_readable() {
    let app = TestApp::new().await;
    let (_, codes) = enrolled(&app).await;
    let file = std::fs::read(app.installation.path()).expect("the file");
    let wal = std::fs::read(app.installation.path().with_extension("db-wal")).unwrap_or_default();
    for word in codes.iter().map(String::as_str).chain([PASSWORD]) {
        let found =
            [&file, &wal].iter().any(|bytes| bytes.windows(word.len()).any(|part| part == word.as_bytes()));
        assert!(!found, "{word} is in the database");
    }
    let mut reader = app.installation.store.read().await.expect("a reader");
    let acts = store::events::verify(&mut reader).await.expect("a chain");
    let access = store::access_events::verify(&mut reader).await.expect("a chain");
    for chain in [acts, access] {
        assert!(matches!(chain, store::events::Chain::Whole { events: 1.., .. }), "{chain:?}");
    }
}

#[tokio::test]
async fn with_a_factor_a_key_for_programs_asks_a_code_and_no_password() {
    let app = TestApp::new().await;
    let (secret, _) = enrolled(&app).await;
    let client = app.nobody();
    sign_in(&client, COORDINATOR, PASSWORD).await.expect(303);
    give(&client, SignInCode, &shown(&app, &secret)).await.expect(303);
    pass(&app, 60);
    let page = client.get(OwnTokens).await.expect(200);
    assert!(page.has("[name=code]") && !page.has("[name=huidig]"), "{}", page.main());
    let form = page.form("main form").set("naam", "Koppeling");
    let wrong = client.submit(OwnTokens, &form.clone().set("code", "000000")).await.expect(422);
    assert_eq!(wrong.form("main form").value("naam"), "Koppeling", "what was typed stays");
    pass(&app, 60);
    let code = shown(&app, &secret);
    assert!(
        client.submit(OwnTokens, &form.clone().set("code", &code)).await.expect(200).has("#veld-sleutel")
    );
    let again = client.submit(OwnTokens, &form.set("naam", "Nog een").set("code", &code)).await.expect(422);
    assert!(!again.has("#veld-sleutel"), "each code once");
}
