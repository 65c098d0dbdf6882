//! Aan de slag: from an empty installation to a running round.

use voortgang::{
    auth::invitation,
    domain::{
        id::PersonId,
        person::{Email, Role},
    },
    store::{self, people::NewPerson},
    web::routes::{Home, NewPerson as AddPerson, People, Setup, ShowRound},
};

use crate::{app::TestApp, page::Page, raw, support::ROUND};

fn states(page: &Page) -> Vec<String> {
    page.texts(".app-setup .utrecht-status-badge")
}

#[tokio::test]
async fn the_administrator_lands_on_the_steps_until_all_are_done() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    assert_eq!(administrator.get(Home).await.location(), "/beheer");
    let page = administrator.get(Setup).await.expect(200);
    assert_eq!(states(&page), ["nog te doen", "nog te doen", "nog te doen", "klaar", "klaar", "klaar"]);
    assert!(page.main().contains("Er zijn nog 3 stappen te doen"), "{}", page.main());
    let page = administrator.submit_and_follow(Setup, &page.form("form[action='/beheer/nagekeken']")).await;
    assert_eq!(states(&page)[1..3], ["klaar", "nog te doen"]);
    administrator.submit(Setup, &page.form("form[action='/beheer/nagekeken']")).await.expect(303);
    administrator.post("/beheer/nagekeken", &[("register", "iets")]).await.expect(422);
    let me = app.installation.person(Role::Administrator, "bz").await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let now = app.installation.clock.now();
    store::second_factors::set(&mut writer, me, &[7; 20], 1, now).await.expect("a factor");
    writer.commit().await.expect("a commit");
    assert!(administrator.get(Setup).await.main().contains("er loopt een ronde"));
    assert_eq!(administrator.get(Home).await.location(), "/personen");
    app.coordinator().await.get(Setup).await.expect(403);
}

#[tokio::test]
async fn ministries_without_people_are_named_to_the_administrator_and_to_the_coordinator() {
    let app = TestApp::new().await;
    let coordinator = app.coordinator().await;
    let round = ShowRound { round: ROUND.into() };
    assert!(!coordinator.get(&round).await.expect(200).has(".app-unstaffed"));
    for gone in [
        "UPDATE person SET disabled_at = '2020-02-01T00:00:00Z' WHERE email = 'approver@def.example'",
        "UPDATE person SET disabled_at = '2020-02-01T00:00:00Z' WHERE email LIKE '%@jenv.example'",
    ] {
        raw::execute(&app.installation.path(), gone).await.expect("an update");
    }
    let page = coordinator.get(&round).await.expect(200);
    assert_eq!(
        page.texts(".app-unstaffed li"),
        ["DEF: geen akkoordgever", "JenV: geen bijdrager en geen akkoordgever"]
    );
    let page = app.administrator().await.get(Setup).await.expect(200);
    assert_eq!(states(&page)[4], "nog te doen");
    let lacking: Vec<_> =
        page.texts(".app-setup li li").into_iter().filter(|one| !one.ends_with("compleet")).collect();
    assert_eq!(lacking, ["DEF: nog geen akkoordgever", "JenV: nog niemand"]);
}

#[tokio::test]
async fn an_empty_installation_becomes_one_with_people_from_the_first_link_on() {
    let app = TestApp::new().await;
    let clear = [
        "DELETE FROM contribution",
        "DELETE FROM assignment",
        "DELETE FROM round",
        "DELETE FROM person_role",
        "DELETE FROM person",
    ];
    for statement in clear {
        raw::execute(&app.installation.path(), statement).await.expect("an empty installation");
    }
    // What `voortgang person add` does.
    let first = NewPerson {
        id: PersonId::new(),
        name: "Eerste Beheerder".into(),
        email: Email::parse("eerste@bz.example").expect("an address"),
        ministry: "bz".into(),
        roles: vec![Role::Administrator],
        password: None,
        created_at: app.installation.clock.now(),
    };
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::people::insert(&mut writer, &first).await.expect("a person");
    let key = invitation::create(&mut writer, first.id, first.created_at).await.expect("a key");
    writer.commit().await.expect("a commit");
    let client = app.nobody();
    let link = invitation::link("", &key);
    let form = client.get(&link).await.expect(200).form("main form");
    let password = "drie stoelen onder de kastanje";
    client.submit(&link, &form.set("nieuw", password).set("herhaling", password)).await.expect(303);
    let page = client.get("/inloggen/tweede-factor").await.expect(200);
    let mut reader = app.installation.store.read().await.expect("a reader");
    let kept = client.cookie().await.expect("a step");
    let kept = voortgang::auth::session::Key::from_cookie(kept.rsplit('=').next().unwrap_or_default());
    let now = app.installation.clock.now();
    let step = store::sign_in_steps::find(&mut reader, &kept.hash(), now).await.expect("steps").expect("one");
    drop(reader);
    let secret = voortgang::auth::totp::Secret::read(&step.secret.expect("a secret")).expect("twenty bytes");
    let page = client
        .submit("/inloggen/tweede-factor", &page.form("main form").set("code", secret.code_at(now)))
        .await;
    assert_eq!(page.expect(200).attr("main a.utrecht-button", "href").as_deref(), Some("/"));
    assert_eq!(client.get(Home).await.location(), "/beheer");
    let page = client.get(Setup).await.expect(200);
    assert_eq!(
        states(&page),
        ["klaar", "nog te doen", "nog te doen", "nog te doen", "nog te doen", "nog te doen"]
    );
    assert!(page.main().contains("0 van 9 ministeries"), "{}", page.main());
    for (email, role) in [("koos@bz.example", "coordinator"), ("uwe@bz.example", "publisher")] {
        let form = client.get(AddPerson).await.expect(200).form("main form");
        let form = form.set("naam", email).set("email", email).set("ministerie", "bz").tick("rol", role);
        client.submit(AddPerson, &form).await.expect(200);
    }
    assert_eq!(states(&client.get(Setup).await)[3], "klaar");
    assert_eq!(client.get(People).await.count(".app-task"), 3);
}
