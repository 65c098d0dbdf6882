//! Invitations: a link with which one person once chooses a password.

use chrono::TimeDelta;
use voortgang::{
    auth::invitation,
    domain::{id::PersonId, person::Role},
    store,
    web::routes::{Tasks, UseInvitation},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    raw,
    sessions::{EMAIL, PASSWORD, anna, sign_in},
};

/// The link of a new invitation, without the address of the site.
pub(crate) async fn invite(app: &TestApp, person: PersonId) -> String {
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let key = invitation::create(&mut writer, person, app.installation.clock.now()).await;
    writer.commit().await.expect("a commit");
    invitation::link("", &key.expect("a key"))
}

async fn person(app: &TestApp) -> PersonId {
    app.installation.person(Role::Contributor, "def").await
}

async fn choose(client: &Client, link: &str, password: &str) -> Page {
    let form = client.get(link).await.expect(200).form("main form");
    client.submit(link, &form.set("nieuw", password).set("herhaling", password)).await
}

#[tokio::test]
async fn an_invitee_chooses_a_password_and_is_in() {
    let app = TestApp::new().await;
    let link = invite(&app, person(&app).await).await;
    let client = app.nobody();
    let page = client.get(&link).await.expect(200);
    assert!(page.main().contains("contributor@def.example"));
    assert_eq!(page.attrs("input[type=password]", "autocomplete"), ["new-password", "new-password"]);
    assert!(page.attrs("input[type=password]", "maxlength").is_empty(), "nothing is cut off");
    choose(&client, &link, PASSWORD).await.expect(303);
    client.get(Tasks).await.expect(200);
    sign_in(&app.nobody(), "contributor@def.example", PASSWORD).await.expect(303);
}

#[tokio::test]
async fn a_link_works_once_and_for_three_days() {
    let app = TestApp::new().await;
    let person = person(&app).await;
    let link = invite(&app, person).await;
    choose(&app.nobody(), &link, PASSWORD).await.expect(303);
    let used = app.nobody().get(&link).await.expect(410);
    let late = invite(&app, person).await;
    let form = app.nobody().get(&late).await.expect(200).form("main form");
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::hours(72));
    let expired = app.nobody().get(&late).await.expect(410);
    app.nobody().submit(&late, &form.set("nieuw", PASSWORD).set("herhaling", PASSWORD)).await.expect(410);
    let unknown = app.nobody().get(format!("{UseInvitation}?sleutel=niets")).await.expect(410);
    assert_eq!((used.main(), expired.main()), (unknown.main(), unknown.main()));
}

#[tokio::test]
async fn a_new_invitation_ends_the_password_the_sessions_and_the_link_before_it() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let person = person(&app).await;
    let first = invite(&app, person).await;
    client.get(Tasks).await.expect(303);
    choose(&app.nobody(), &first, PASSWORD).await.expect(303);
    let second = invite(&app, person).await;
    sign_in(&app.nobody(), "contributor@def.example", PASSWORD).await.expect(422);
    let third = invite(&app, person).await;
    app.nobody().get(second).await.expect(410);
    app.nobody().get(third).await.expect(200);
}

#[tokio::test]
async fn whose_account_has_ended_cannot_use_an_invitation() {
    let app = TestApp::new().await;
    let link = invite(&app, person(&app).await).await;
    let ended = "UPDATE person SET disabled_at = '2020-02-01T12:00:00Z'";
    raw::execute(&app.installation.path(), ended).await.expect("an update");
    app.nobody().get(&link).await.expect(410);
}

#[tokio::test]
async fn a_weak_password_comes_back_with_what_is_wrong_and_the_link_still_works() {
    let app = TestApp::new().await;
    let link = invite(&app, person(&app).await).await;
    let client = app.nobody();
    for (weak, why) in [
        ("", "Kies een wachtwoord"),
        ("kort", "4 tekens"),
        ("Welkom01Welkom01", "het eerst proberen"),
        ("defensie-gbvs-2026", "tellen niet mee"),
        ("contributor@def.example", "tellen niet mee"),
        ("aaaaaaaaaaaaaaaaaaaa", "herhaling"),
    ] {
        let page = choose(&client, &link, weak).await.expect(422);
        assert!(page.main().contains(why), "{weak}: {}", page.main());
        assert!(page.title().starts_with("Fout: "));
        let values = page.attrs("input[type=password]", "value");
        assert!(values.iter().all(String::is_empty), "a password is not sent back");
    }
    let form = client.get(&link).await.form("main form");
    let differ = form.set("nieuw", PASSWORD).set("herhaling", "een lange zin om te vergeten");
    assert!(client.submit(&link, &differ).await.expect(422).main().contains("niet gelijk"));
    choose(&client, &link, "  vijf 🚲 in de regen  ").await.expect(303);
    sign_in(&app.nobody(), "contributor@def.example", "  vijf 🚲 in de regen  ").await.expect(303);
    sign_in(&app.nobody(), "contributor@def.example", "vijf 🚲 in de regen").await.expect(422);
}

#[tokio::test]
async fn wrong_links_make_the_network_address_wait() {
    let app = TestApp::new().await;
    anna(&app).await;
    for _ in 0..5 {
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(1));
        app.nobody().post(UseInvitation, &[("sleutel", "niets")]).await.expect(410);
    }
    let link = invite(&app, person(&app).await).await;
    let page = app.nobody().post(UseInvitation, &[("sleutel", "niets")]).await.expect(429);
    assert_eq!(page.header("retry-after"), "3");
    sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(429);
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(3));
    choose(&app.nobody(), &link, PASSWORD).await.expect(303);
}

#[tokio::test]
async fn the_invitation_of_a_coordinator_leads_on_to_the_second_factor() {
    let app = TestApp::new().await;
    let coordinator = app.installation.person(Role::Coordinator, "bz").await;
    let link = invite(&app, coordinator).await;
    assert_eq!(choose(&app.nobody(), &link, PASSWORD).await.location(), "/inloggen/tweede-factor");
}

#[tokio::test]
async fn only_the_hash_of_a_link_is_kept() {
    let app = TestApp::new().await;
    let link = invite(&app, person(&app).await).await;
    let key = link.rsplit('=').next().expect("a key").as_bytes();
    app.installation.store.close().await;
    let file = std::fs::read(app.installation.path()).expect("the file");
    assert!(!file.windows(key.len()).any(|part| part == key));
    let store = store::Store::open(&app.installation.path()).await.expect("a database");
    store.close().await;
}
