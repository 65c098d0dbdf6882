//! Mijn account: one's own password, second factor and sessions.

use chrono::TimeDelta;
use voortgang::{
    auth::totp::Secret,
    domain::{id::SessionId, person::Role},
    store,
    web::routes::{
        ConfirmFactor, EditPassword, EndOtherSessions, EndSession, OwnFactor, RenewCodes, ShowAccount,
        SignInCode, Tasks,
    },
};

use crate::{
    app::{Client, TestApp},
    sessions::{EMAIL, PASSWORD, anna, sign_in},
};

const OTHER: &str = "een heel andere zin dan eerst";

async fn signed_in(app: &TestApp) -> Client {
    let client = app.nobody();
    sign_in(&client, EMAIL, PASSWORD).await.expect(303);
    client
}

/// The secret of the factor that is being set up, as the app would have it.
async fn begun(app: &TestApp) -> Secret {
    let mut reader = app.installation.store.read().await.expect("a reader");
    let email = voortgang::domain::person::Email::parse(EMAIL).expect("an address");
    let known = store::people::find_credentials(&mut reader, &email).await.expect("people").expect("anna");
    let now = app.installation.clock.now();
    let secret = store::second_factors::find_begun(&mut reader, known.person, now).await.expect("a factor");
    Secret::read(&secret.expect("one that was begun")).expect("twenty bytes")
}

#[tokio::test]
async fn everyone_finds_their_account_behind_their_name() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    assert_eq!(client.get(Tasks).await.attr(".app-person a", "href").as_deref(), Some("/mijn-account"));
    let page = client.get(ShowAccount).await.expect(200);
    assert!(page.main().contains("contributor@def.example"), "{}", page.main());
    app.nobody().get(ShowAccount).await.expect(303);
}

#[tokio::test]
async fn a_session_that_is_not_recognised_is_ended_from_another() {
    let app = TestApp::new().await;
    anna(&app).await;
    let (here, there) = (signed_in(&app).await, signed_in(&app).await);
    let page = here.get(ShowAccount).await.expect(200);
    assert_eq!(page.texts(".app-gap__row").len(), 2);
    let form = page.form(".app-gap__row form");
    here.submit(ShowAccount, &form).await.expect(303);
    there.get(Tasks).await.expect(303);
    assert!(here.get(ShowAccount).await.expect(200).flash().contains("beëindigd"));
    signed_in(&app).await;
    assert_eq!(here.post(EndOtherSessions, &[]).await.location(), "/mijn-account");
    assert_eq!(here.get(ShowAccount).await.expect(200).texts(".app-gap__row").len(), 1);
}

#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let app = TestApp::new().await;
    anna(&app).await;
    let (anna, other) = (signed_in(&app).await, app.contributor("def").await);
    signed_in(&app).await;
    let form = anna.get(ShowAccount).await.form(".app-gap__row form");
    other.submit(ShowAccount, &form).await.expect(404);
    other.post(EndSession { session: SessionId::new() }, &[]).await.expect(404);
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let app = TestApp::new().await;
    anna(&app).await;
    let (here, there) = (signed_in(&app).await, signed_in(&app).await);
    let form = here.get(EditPassword).await.expect(200).form("main form");
    let form = form.set("huidig", PASSWORD).set("nieuw", OTHER).set("herhaling", OTHER);
    let page = here.submit_and_follow(EditPassword, &form).await.expect(200);
    assert!(page.flash().contains("wachtwoord is gewijzigd"), "{}", page.flash());
    there.get(Tasks).await.expect(303);
    sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(422);
    sign_in(&app.nobody(), EMAIL, OTHER).await.expect(303);
}

#[tokio::test]
async fn an_open_screen_is_not_enough_to_change_the_password() {
    let app = TestApp::new().await;
    anna(&app).await;
    let client = signed_in(&app).await;
    let form = client.get(EditPassword).await.form("main form");
    let wrong = form.clone().set("huidig", OTHER).set("nieuw", OTHER).set("herhaling", OTHER);
    let page = client.submit(EditPassword, &wrong).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-huidig"]);
    let weak = form.set("huidig", PASSWORD).set("nieuw", "kort").set("herhaling", "kort");
    let page = client.submit(EditPassword, &weak).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-nieuw"]);
    for _ in 0..4 {
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(1));
        client.submit(EditPassword, &wrong).await.expect(422);
    }
    client.submit(EditPassword, &wrong).await.expect(429);
}

#[tokio::test]
async fn a_factor_is_set_up_by_who_knows_the_password_and_asked_from_then_on() {
    let app = TestApp::new().await;
    anna(&app).await;
    let (here, there) = (signed_in(&app).await, signed_in(&app).await);
    let form = here.get(OwnFactor).await.expect(200).form("main form");
    here.submit(OwnFactor, &form.clone().set("huidig", OTHER)).await.expect(422);
    let page = here.submit_and_follow(OwnFactor, &form.set("huidig", PASSWORD)).await.expect(200);
    assert!(page.has("svg[role=img]"));
    let secret = begun(&app).await;
    assert_eq!(page.text(".app-code"), secret.typed());
    let form = page.form("main form");
    here.submit(OwnFactor, &form.clone().set("code", "000000")).await.expect(422);
    let code = secret.code_at(app.installation.clock.now());
    let page = here.submit(ConfirmFactor, &form.set("code", &code)).await.expect(200);
    assert_eq!(page.count(".app-codes li"), 10);
    there.get(Tasks).await.expect(303);
    assert_eq!(sign_in(&app.nobody(), EMAIL, PASSWORD).await.location(), "/inloggen/code");
    // New codes make the old ones worthless.
    let old = page.texts(".app-codes .app-code")[0].clone();
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(60));
    let form = here.get(RenewCodes).await.expect(200).form("main form");
    here.submit(RenewCodes, &form.clone().set("code", &code)).await.expect(422);
    let fresh = secret.code_at(app.installation.clock.now());
    here.submit(RenewCodes, &form.set("code", fresh)).await.expect(200);
    let client = app.nobody();
    sign_in(&client, EMAIL, PASSWORD).await.expect(303);
    client.post(SignInCode, &[("code", &old)]).await.expect(422);
}

#[tokio::test]
async fn recovery_codes_are_for_who_has_a_factor_and_setting_one_up_takes_ten_minutes_at_most() {
    let app = TestApp::new().await;
    anna(&app).await;
    let client = signed_in(&app).await;
    client.get(RenewCodes).await.expect(404);
    let form = client.get(OwnFactor).await.form("main form").set("huidig", PASSWORD);
    client.submit(OwnFactor, &form).await.expect(303);
    let secret = begun(&app).await;
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::minutes(10));
    let code = secret.code_at(app.installation.clock.now());
    let page = client.post(ConfirmFactor, &[("code", &code)]).await;
    assert!(client.get(page.location()).await.flash().contains("duurde te lang"));
}

#[tokio::test]
async fn an_administrators_own_account_is_kept_here_too() {
    let app = TestApp::new().await;
    let page = app.administrator().await.get(ShowAccount).await.expect(200);
    assert!(page.main().contains(Role::Administrator.dutch()), "{}", page.main());
    assert!(page.main().contains("Nog niet ingesteld"), "{}", page.main());
}
