//! Keys for programs of one's own: made and taken away on Mijn account, and what they open.

use axum::{
    body::Body,
    http::{Method, header},
};
use chrono::TimeDelta;
use serde_json::json;
use voortgang::{
    auth::invitation,
    domain::{id::TokenId, person::Role},
    store,
    web::routes::{
        AccessLog, ApiContribution, ApiContributions, ApiDraft, ApiRounds, ContributionHistory,
        DisablePerson, EditContribution, EnablePerson, Logbook, OwnTokens, ShowAccount, ShowPerson, Tasks,
        WithdrawToken, WithdrawTokens,
    },
};

use crate::{
    app::{Client, TestApp, request},
    contents::contents,
    keyed::{self, program},
    page::Page,
    sessions::{EMAIL, PASSWORD, anna, sign_in},
    support::ROUND,
};

/// A key that is made with the form; the page that shows it once.
async fn made(client: &Client, name: &str, days: &str) -> Page {
    let form = client.get(OwnTokens).await.expect(200).form("main form");
    let form = form.set("naam", name).set("dagen", days).set("huidig", PASSWORD);
    client.submit(OwnTokens, &form).await
}

fn shown(page: &Page) -> String {
    page.attr("#veld-sleutel", "value").expect("a key")
}

async fn annas(app: &TestApp) -> Client {
    anna(app).await;
    let client = app.nobody();
    sign_in(&client, EMAIL, PASSWORD).await.expect(303);
    client
}

#[track_caller]
fn is_unknown(page: &Page) {
    assert_eq!(page.status.as_u16(), 401, "{}", page.html());
    assert_eq!(page.header("content-type"), "application/problem+json");
    assert!(page.header("www-authenticate").starts_with("Bearer realm=\"Voortgang\""));
    assert_eq!(page.json()["status"], 401);
}

#[tokio::test]
async fn a_key_is_shown_once_and_kept_as_a_hash() {
    let app = TestApp::new().await;
    let client = annas(&app).await;
    assert_eq!(client.get(ShowAccount).await.expect(200).count(&format!("main a[href='{OwnTokens}']")), 1);
    let page = made(&client, "Koppeling", "90").await.expect(200);
    let key = shown(&page);
    assert!(key.starts_with("voortgang_") && key.len() == 74, "{key}");
    assert!(page.has("#veld-sleutel[readonly]"));
    let list = client.get(OwnTokens).await.expect(200);
    assert!(list.main().contains("Koppeling") && !list.html().contains(&key));
    assert!(list.main().contains("Nog niet gebruikt."), "{}", list.main());
    keyed::with(&app, &key).get(ApiRounds).await.expect(200);
    assert!(client.get(OwnTokens).await.main().contains("Laatst gebruikt"));
    let all = contents(&app.installation.path(), &[]).await;
    assert!(!all.contains(&key) && !all.contains(key.trim_start_matches("voortgang_")));
}

#[tokio::test]
async fn an_open_screen_is_not_enough_to_make_a_key() {
    let app = TestApp::new().await;
    let client = annas(&app).await;
    let form = client.get(OwnTokens).await.expect(200).form("main form").set("naam", "Koppeling");
    let page = client.submit(OwnTokens, &form.clone().set("huidig", "iets anders")).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-huidig"]);
    assert_eq!(page.form("main form").value("naam"), "Koppeling", "what was typed stays");
    let none = form.clone().set("naam", " ").set("huidig", PASSWORD);
    let page = client.submit(OwnTokens, &none).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-naam"]);
    let page = made(&client, "Koppeling", "366").await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-dagen"]);
    assert_eq!(client.get(OwnTokens).await.texts(".app-gap__row").len(), 0);
}

#[tokio::test]
async fn a_key_ends_on_its_last_day_and_when_it_is_taken_away_and_nobody_takes_that_of_another() {
    let app = TestApp::new().await;
    let client = annas(&app).await;
    let (long, short) =
        (shown(&made(&client, "Lang", "365").await), shown(&made(&client, "Kort", "30").await));
    let (long, short) = (keyed::with(&app, &long), keyed::with(&app, &short));
    let links = client.get(OwnTokens).await.attrs(".app-gap__row a", "href");
    let other = app.contributor("def").await;
    for path in [&links[1], &WithdrawToken { token: TokenId::new() }.to_string()] {
        other.get(path).await.expect(404);
        other.post(path, &[]).await.expect(404);
    }
    let ask = client.get(&links[1]).await.expect(200);
    assert!(ask.main().contains("Lang"), "{}", ask.main());
    long.get(ApiRounds).await.expect(200);
    client.submit(&links[1], &ask.form("main form")).await.expect(303);
    is_unknown(&long.get(ApiRounds).await);
    client.get(&links[1]).await.expect(404);
    short.get(ApiRounds).await.expect(200);
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::days(30));
    is_unknown(&short.get(ApiRounds).await);
}

#[tokio::test]
async fn keys_end_with_the_account_and_with_a_reset_of_the_password_and_stay_ended() {
    let app = TestApp::new().await;
    let person = app.installation.person(Role::Contributor, "def").await;
    let first = program(&app, Role::Contributor, "def").await;
    first.get(ApiRounds).await.expect(200);
    let administrator = app.administrator().await;
    administrator.post(DisablePerson { person }, &[]).await.expect(303);
    is_unknown(&first.get(ApiRounds).await);
    administrator.post(EnablePerson { person }, &[]).await.expect(303);
    is_unknown(&first.get(ApiRounds).await);
    let second = program(&app, Role::Contributor, "def").await;
    second.get(ApiRounds).await.expect(200);
    let mut writer = app.installation.store.begin().await.expect("a writer");
    invitation::create(&mut writer, person, app.installation.clock.now()).await.expect("an invitation");
    writer.commit().await.expect("a commit");
    is_unknown(&second.get(ApiRounds).await);
}

#[tokio::test]
async fn an_administrator_sees_which_keys_are_open_and_ends_them_without_ending_the_account() {
    let app = TestApp::new().await;
    let person = app.installation.person(Role::Contributor, "def").await;
    let administrator = app.administrator().await;
    assert!(!administrator.get(ShowPerson { person }).await.expect(200).has("#sleutels"));
    administrator.get(WithdrawTokens { person }).await.expect(409);
    let program = program(&app, Role::Contributor, "def").await;
    program.get(ApiRounds).await.expect(200);
    let shown = administrator.get(ShowPerson { person }).await.expect(200);
    let said = "KoppelingGemaakt op 1 februari 2020; geldt tot 1 mei 2020. Laatst gebruikt";
    assert!(shown.main().contains(said), "{}", shown.main());
    let ask = administrator.get(WithdrawTokens { person }).await.expect(200);
    administrator.submit(WithdrawTokens { person }, &ask.form("main form")).await.expect(303);
    is_unknown(&program.get(ApiRounds).await);
    let after = administrator.get(ShowPerson { person }).await.expect(200);
    assert!(!after.has("#sleutels"));
    assert!(after.main().contains("Alle sleutels voor programma’s ingetrokken."), "{}", after.main());
    app.contributor("def").await.get(Tasks).await.expect(200);
}

#[tokio::test]
async fn what_is_no_key_opens_nothing_and_a_script_with_one_is_told_to_wait() {
    let app = TestApp::new().await;
    let good = program(&app, Role::Contributor, "def").await;
    let mut odd = program(&app, Role::Contributor, "def").await;
    let key = odd.authorization.clone();
    for wrong in ["Basic YW5uYTp3", "Bearer", "Bearer ", &key.replace("Bearer ", "")] {
        wrong.clone_into(&mut odd.authorization);
        is_unknown(&odd.get(ApiRounds).await);
    }
    // A cookie is no key: no site can have a browser send one.
    let client = app.contributor("def").await;
    is_unknown(&client.get(ApiRounds).await);
    // A key is no cookie: it opens no page.
    good.get(Tasks).await.expect(303);
    for guess in 0..5 {
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(1));
        odd.authorization = format!("Bearer voortgang_{guess}");
        let page = odd.get(ApiRounds).await;
        is_unknown(&page);
        assert!(page.header("www-authenticate").contains("invalid_token"));
    }
    let page = odd.get(ApiRounds).await.expect(429);
    assert_eq!(page.header("retry-after"), "3");
    good.get(ApiRounds).await.expect(200);
    client.get(Tasks).await.expect(200);
}

#[tokio::test]
async fn who_has_keys_and_who_comes_in_with_them_is_in_the_log() {
    let app = TestApp::new().await;
    let client = annas(&app).await;
    let key = shown(&made(&client, "Kwartelei", "90").await);
    let anna = keyed::with(&app, &key);
    for _ in 0..3 {
        anna.get(ApiRounds).await.expect(200);
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::minutes(10));
    }
    let link = client.get(OwnTokens).await.attrs(".app-gap__row a", "href").remove(0);
    client.post(link, &[]).await.expect(303);
    let administrator = app.administrator().await;
    let acts = administrator.get(Logbook).await.expect(200).main();
    assert!(acts.contains("Sleutel gemaakt") && acts.contains("Sleutel ingetrokken"), "{acts}");
    let access = administrator.get(format!("{AccessLog}?handeling=use-token")).await.expect(200);
    assert_eq!(access.texts("tbody tr").len(), 1, "once a day: {}", access.main());
    let all = contents(&app.installation.path(), &[]).await;
    let logged = all.lines().filter(|line| line.starts_with("event ") || line.starts_with("access_event "));
    assert!(logged.into_iter().all(|line| !line.contains(&key) && !line.contains("Kwartelei")));
}

#[tokio::test]
async fn the_administrator_can_switch_keys_off() {
    let app = TestApp::with(|settings| settings.tokens = false).await;
    let client = annas(&app).await;
    let page = client.get(OwnTokens).await.expect(200);
    assert!(page.main().contains("sleutels uitgezet") && !page.has("main form"));
    client.post(OwnTokens, &[("naam", "K"), ("dagen", "90"), ("huidig", PASSWORD)]).await.expect(409);
    let page = program(&app, Role::Contributor, "def").await.get(ApiRounds).await.expect(403);
    assert_eq!(page.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_program_reads_what_its_person_may_read_and_nothing_else() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Wij deden dit.").await;
    let def = program(&app, Role::Contributor, "def").await;
    let rounds = def.get(ApiRounds).await.expect(200).json();
    assert_eq!(rounds["gegevens"][0]["ronde"], ROUND);
    let path = ApiContributions { round: ROUND.into() };
    let listed = def.get(&path).await.expect(200);
    assert_eq!(listed.header("cache-control"), "private, no-cache");
    assert_eq!(listed.json()["totaal"], 12);
    let one = def.get(ApiContribution { id }).await.expect(200).json();
    assert_eq!((&one["tekst"]["bereikt"], &one["stand"]), (&"Wij deden dit.".into(), &"concept".into()));
    assert_eq!(one["teSchrijven"], true);
    for (role, ministry) in [
        (Role::Contributor, "jenv"),
        (Role::Approver, "jenv"),
        (Role::Coordinator, "bz"),
        (Role::Publisher, "bz"),
        (Role::Reader, "az"),
        (Role::Administrator, "bz"),
    ] {
        let other = program(&app, role, ministry).await;
        for path in [ApiContribution { id }.to_string(), ApiDraft { id }.to_string()] {
            let page = other.get(&path).await.expect(404);
            assert_eq!(page.header("content-type"), "application/problem+json");
        }
        other.put(ApiDraft { id }, "\"versie-1\"", &json!({})).await.expect(404);
        let list = other.get(&path).await;
        assert!(list.status == 404 || !list.html().contains(&id.to_string()), "{role:?}");
    }
    let approver = program(&app, Role::Approver, "def").await;
    approver.get(ApiContribution { id }).await.expect(200);
    approver.put(ApiDraft { id }, "\"versie-1\"", &json!({})).await.expect(403);
    // What a director agreed to, the coordinator reads; not the note.
    let id = app.approve("def", 5, "Wij deden dat.").await;
    let coordinator = program(&app, Role::Coordinator, "bz").await;
    let one = coordinator.get(ApiContribution { id }).await.expect(200).json();
    assert_eq!((&one["tekst"]["notitie"], &one["teSchrijven"]), (&"".into(), &false.into()));
    assert_eq!(coordinator.get(path).await.expect(200).json()["totaal"], 1);
}

#[tokio::test]
async fn a_draft_that_a_program_saves_is_the_next_version_as_from_the_form() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Wij begonnen.").await;
    let def = program(&app, Role::Contributor, "def").await;
    let before = def.get(ApiDraft { id }).await.expect(200);
    assert_eq!(before.header("etag"), "\"versie-1\"");
    let mut draft = before.json();
    // What was read can be sent back as it is, and changes nothing.
    let same = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(200);
    assert_eq!((same.header("etag"), same.json()), ("\"versie-1\"", draft.clone()));
    draft["bereikt"] = "Wij maakten het af.".into();
    draft["notitie"] = "Nog nakijken.".into();
    draft["inzet"][0]["stand"] = "afgerond".into();
    draft["inzet"][0]["toelichting"] = "Klaar in 2019.".into();
    draft["bronnen"] =
        json!([{ "titel": "Defensienota", "kamerstuk": "34 919, nr. 1", "peildatum": "2018-03-26" }]);
    let saved = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(200);
    assert_eq!(saved.header("etag"), "\"versie-2\"");
    assert_eq!(saved.json(), def.get(ApiDraft { id }).await.json());
    let client = app.contributor("def").await;
    let form = client.get(EditContribution { id }).await.expect(200).form("main form");
    assert_eq!(form.value("bereikt"), "Wij maakten het af.");
    assert_eq!(form.value("stand-6.1"), "completed");
    assert_eq!((form.value("bron-0-datum"), form.value("versie")), ("26-03-2018", "2"));
    let history = client.get(ContributionHistory { id }).await.expect(200).main();
    assert!(history.contains("Versie 2 bewaard door een programma, met sleutel “Koppeling”"), "{history}");
    // "Geen bijdrage" is an answer by itself.
    draft["geenBijdrage"] = "Niets te melden.".into();
    let page = def.put(ApiDraft { id }, "\"versie-2\"", &draft).await.expect(422);
    assert_eq!(page.json()["errors"][0]["pointer"], "#/geenBijdrage");
    let none = json!({ "bereikt": "", "belemmeringen": "", "vooruitblik": "", "notitie": "", "delen": false,
        "geenBijdrage": "Niets te melden.", "inzet": [], "bronnen": [] });
    def.put(ApiDraft { id }, "\"versie-2\"", &none).await.expect(200);
    assert_eq!(def.get(ApiContribution { id }).await.json()["tekst"]["geenBijdrage"], "Niets te melden.");
}

#[tokio::test]
async fn nobodys_words_are_overwritten_unseen() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Eerst.").await;
    let def = program(&app, Role::Contributor, "def").await;
    let mut draft = def.get(ApiDraft { id }).await.json();
    draft["bereikt"] = "Van het programma.".into();
    app.write("def", 6, "Van een collega.").await;
    let page = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(412);
    assert_eq!(page.header("etag"), "\"versie-2\"");
    let problem = page.json();
    assert_eq!(
        (&problem["uwVersie"], &problem["nieuwsteVersie"]),
        (&"\"versie-1\"".into(), &"\"versie-2\"".into())
    );
    assert_eq!(def.get(ApiDraft { id }).await.json()["bereikt"], "Van een collega.");
    for stale in ["\"versie-3\"", "\"versie-0\"", "W/\"versie-2\"", "\"anders\"", "versie-2"] {
        def.put(ApiDraft { id }, stale, &draft).await.expect(412);
    }
    for nothing in ["*", ""] {
        def.put(ApiDraft { id }, nothing, &draft).await.expect(428);
    }
    let json = [("content-type", "application/json")];
    let page = def.send(Method::PUT, ApiDraft { id }, &json, Body::from(draft.to_string())).await.expect(428);
    assert!(page.json()["detail"].as_str().expect("words").contains("If-Match"));
    // What the person types on the site and did not save, is theirs and not overtaken.
    let client = app.contributor("def").await;
    let path = voortgang::web::routes::ContributionDraft { id };
    client.put(path, &[("versie", "2"), ("bereikt", "Nog aan het typen.")]).await.expect(200);
    let page = def.put(ApiDraft { id }, "\"versie-2\"", &draft).await.expect(409);
    assert!(page.json()["detail"].as_str().expect("words").contains("U typte op de site nog aan doel 6"));
    let form = client.get(EditContribution { id }).await.expect(200).form("main form");
    assert_eq!(form.value("bereikt"), "Nog aan het typen.");
}

#[tokio::test]
async fn what_a_program_sends_wrongly_is_refused_with_the_place_and_in_the_words_of_the_form() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Eerst.").await;
    let def = program(&app, Role::Contributor, "def").await;
    let mut draft = def.get(ApiDraft { id }).await.json();
    draft["bereikt"] = "a\u{0}".into();
    draft["inzet"] = json!([
        { "nummer": "6.1", "stand": null, "toelichting": "zin" }, { "nummer": "99.1", "stand": "nieuws", "toelichting": "zin" },
        { "nummer": "6.1", "stand": "news", "toelichting": "" },
    ]);
    draft["bronnen"] = json!([{ "titel": "", "link": "javascript:alert(1)", "peildatum": "2020-02-31" }]);
    let page = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(422);
    let errors = page.json()["errors"].clone();
    let places: Vec<_> = errors.as_array().expect("errors").iter().map(|one| &one["pointer"]).collect();
    for place in [
        "#/inzet/1/nummer",
        "#/inzet/2/nummer",
        "#/bereikt",
        "#/bronnen/0/titel",
        "#/bronnen/0/link",
        "#/bronnen/0/peildatum",
    ] {
        assert!(places.iter().any(|one| **one == place), "{place}: {errors}");
    }
    assert!(errors.to_string().contains("Geef bron 1 een titel."), "{errors}");
    for (text, status, place) in [
        ("{", 400, ""),
        ("{} x", 422, "#"),
        ("[]", 422, "#"),
        (r#"{"bereikt": 3}"#, 422, "#/bereikt"),
        (r#"{"kop": ""}"#, 422, "#/kop"),
        ("\u{feff}{}", 400, ""),
    ] {
        let headers = [("if-match", "\"versie-1\""), ("content-type", "application/json; charset=utf-8")];
        let page = def.send(Method::PUT, ApiDraft { id }, &headers, Body::from(text)).await.expect(status);
        assert_eq!(page.header("content-type"), "application/problem+json");
        let said = page.json()["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned();
        assert_eq!(said, place, "{text}: {}", page.html());
    }
    let form = [("if-match", "\"versie-1\""), ("content-type", "application/x-www-form-urlencoded")];
    def.send(Method::PUT, ApiDraft { id }, &form, Body::from("bereikt=x")).await.expect(415);
    draft["bereikt"] = "x".repeat(1024 * 1024).into();
    let page = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(413);
    assert_eq!(page.header("content-type"), "application/problem+json");
    assert_eq!(def.get(ApiDraft { id }).await.json()["bereikt"], "Eerst.");
}

#[tokio::test]
async fn what_was_handed_in_is_not_changed_by_a_program() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Klaar.").await;
    let def = program(&app, Role::Contributor, "def").await;
    let mut draft = def.get(ApiDraft { id }).await.expect(200).json();
    draft["bereikt"] = "Toch anders.".into();
    let page = def.put(ApiDraft { id }, "\"versie-1\"", &draft).await.expect(409);
    assert!(page.json()["detail"].as_str().expect("words").contains("ingediend"));
    assert_eq!(app.listed("def", 6).await.contribution.revision, 1);
    let mut reader = app.installation.store.read().await.expect("a reader");
    let kept = store::revisions::get(&mut reader, id, 1).await.expect("a revision");
    assert_eq!(kept.content.achieved.as_str(), "Klaar.");
}

#[tokio::test]
async fn another_site_cannot_have_a_browser_save_a_draft() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Eerst.").await;
    let client = app.contributor("def").await;
    let sent = request(Method::PUT, ApiDraft { id })
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, "\"versie-1\"");
    is_unknown(&client.send(sent.body(Body::from("{}")).expect("a request")).await);
}
