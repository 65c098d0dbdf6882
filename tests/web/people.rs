//! Personen: added, changed, disabled, removed; and what an administrator cannot do.

use voortgang::{
    domain::{id::PersonId, person::Role},
    store,
    web::routes::{
        DisablePerson, EditPerson, EnablePerson, InvitePerson, NewPerson, People, RemovePerson, ResetFactor,
        ShowPerson, Tasks,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    sessions::{EMAIL, PASSWORD, anna, sign_in, with_password},
};

/// The contributor of Defensie.
async fn def(app: &TestApp) -> PersonId {
    app.installation.person(Role::Contributor, "def").await
}

async fn history(client: &Client, person: PersonId) -> Vec<String> {
    client.get(ShowPerson { person }).await.expect(200).texts(".app-history p:first-child")
}

/// Adds somebody; the page with the link.
async fn add(client: &Client, email: &str, ministry: &str, role: Role) -> Page {
    let form = client.get(NewPerson).await.expect(200).form("main form");
    let form = form.set("naam", "Nieuwe Collega").set("email", email).set("ministerie", ministry);
    client.submit(NewPerson, &form.tick("rol", role.code())).await
}

#[tokio::test]
async fn an_administrator_adds_a_person_and_hands_over_a_link_that_works() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let page = add(&administrator, "nieuw@def.example", "def", Role::Contributor).await.expect(200);
    let link = page.text("main .app-code");
    let link =
        link.strip_prefix("https://voortgang.example").expect("the address of the settings").to_owned();
    let client = app.nobody();
    let form = client.get(&link).await.expect(200).form("main form");
    client.submit(&link, &form.set("nieuw", PASSWORD).set("herhaling", PASSWORD)).await.expect(303);
    assert_eq!(client.get(Tasks).await.expect(200).text(".app-person__who"), "Nieuwe Collegabijdrager, DEF");
    let list = administrator.get(format!("{People}?ministerie=def&rol=contributor")).await.expect(200);
    assert_eq!(list.texts(".app-task__link"), ["bijdrager van DEF", "Nieuwe Collega"]);
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_all_that_was_typed() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let form = administrator.get(NewPerson).await.expect(200).form("main form");
    let page = administrator
        .submit(NewPerson, &form.clone().set("naam", "An").set("email", "an@"))
        .await
        .expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-email", "#veld-ministerie", "#veld-rol"]);
    assert_eq!(page.form("main form").value("naam"), "An");
    anna(&app).await;
    let taken = add(&administrator, "ANNA@def.example", "jenv", Role::Reader).await.expect(422);
    assert!(taken.main().contains("heeft al een account"), "{}", taken.main());
    let form = taken.form("main form");
    assert_eq!((form.value("ministerie"), form.value("rol")), ("jenv", "reader"));
}

#[tokio::test]
async fn rights_change_at_once_and_the_page_tells_since_when() {
    let app = TestApp::new().await;
    let (administrator, person) = (app.administrator().await, def(&app).await);
    let path = EditPerson { person };
    let form = administrator.get(&path).await.expect(200).form("main form");
    let page =
        administrator.submit_and_follow(&path, &form.set("rol", "approver").set("ministerie", "fin")).await;
    assert!(page.flash().contains("gelden meteen"), "{}", page.flash());
    assert!(page.main().contains("akkoordgever sinds 1 februari 2020"), "{}", page.main());
    assert_eq!(
        history(&administrator, person).await,
        ["Recht gegeven: akkoordgever.", "Recht ingetrokken: bijdrager.", "Naar een ander ministerie: FIN."]
    );
}

#[tokio::test]
async fn new_rights_that_need_a_second_factor_are_not_used_from_an_old_session() {
    let app = TestApp::new().await;
    let client = app.contributor("bz").await;
    let person = app.installation.person(Role::Contributor, "bz").await;
    let administrator = app.administrator().await;
    let path = EditPerson { person };
    let form = administrator.get(&path).await.form("main form").tick("rol", "coordinator");
    administrator.submit(&path, &form).await.expect(303);
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn two_administrators_do_not_undo_each_others_change() {
    let app = TestApp::new().await;
    let (one, two) = (app.administrator().await, app.administrator().await);
    let path = EditPerson { person: def(&app).await };
    let first = one.get(&path).await.form("main form").set("naam", "Een");
    let second = two.get(&path).await.form("main form").set("naam", "Twee");
    one.submit(&path, &first).await.expect(303);
    let page = two.submit(&path, &second).await.expect(409);
    assert_eq!(page.form("main form").value("naam"), "Twee", "nothing typed is lost");
    two.submit(&path, &page.form("main form")).await.expect(303);
}

#[tokio::test]
async fn disabling_ends_all_sessions_at_once_and_enabling_lets_the_password_work_again() {
    let app = TestApp::new().await;
    anna(&app).await;
    let (one, two) = (app.nobody(), app.nobody());
    sign_in(&one, EMAIL, PASSWORD).await.expect(303);
    sign_in(&two, EMAIL, PASSWORD).await.expect(303);
    let administrator = app.administrator().await;
    let mut reader = app.installation.store.read().await.expect("a reader");
    let email = voortgang::domain::person::Email::parse(EMAIL).expect("an address");
    let known = store::people::find_credentials(&mut reader, &email).await.expect("people");
    let person = known.expect("anna").person;
    drop(reader);
    let page = administrator.get(DisablePerson { person }).await.expect(200);
    assert!(page.main().contains("Alle sessies eindigen"), "{}", page.main());
    one.get(Tasks).await.expect(200);
    administrator.submit(DisablePerson { person }, &page.form("main form")).await.expect(303);
    one.get(Tasks).await.expect(303);
    two.get(Tasks).await.expect(303);
    sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(422);
    app.later();
    administrator.post(DisablePerson { person }, &[]).await.expect(409);
    administrator.post(EnablePerson { person }, &[]).await.expect(303);
    one.get(Tasks).await.expect(303);
    sign_in(&app.nobody(), EMAIL, PASSWORD).await.expect(303);
    assert_eq!(history(&administrator, person).await, ["Weer ingeschakeld.", "Uitgeschakeld."]);
}

#[tokio::test]
async fn a_new_invitation_is_asked_about_first_and_ends_the_sessions() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let (administrator, person) = (app.administrator().await, def(&app).await);
    let page = administrator.get(InvitePerson { person }).await.expect(200);
    client.get(Tasks).await.expect(200);
    let page = administrator.submit(InvitePerson { person }, &page.form("main form")).await.expect(200);
    assert!(page.text("main .app-code").contains("/uitnodiging?sleutel="));
    client.get(Tasks).await.expect(303);
}

#[tokio::test]
async fn a_second_factor_that_was_lost_is_taken_away_by_an_administrator() {
    let app = TestApp::new().await;
    let person = with_password(&app, "koos@bz.example", "bz", &[Role::Coordinator]).await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let now = app.installation.clock.now();
    store::second_factors::set(&mut writer, person, &[7; 20], 1, now).await.expect("a factor");
    writer.commit().await.expect("a commit");
    assert_eq!(sign_in(&app.nobody(), "koos@bz.example", PASSWORD).await.location(), "/inloggen/code");
    let administrator = app.administrator().await;
    assert!(administrator.get(ShowPerson { person }).await.main().contains("ingesteld op 1 februari 2020"));
    let page = administrator.get(ResetFactor { person }).await.expect(200);
    assert!(page.main().contains("bel terug"), "{}", page.main());
    administrator.submit(ResetFactor { person }, &page.form("main form")).await.expect(303);
    assert_eq!(
        sign_in(&app.nobody(), "koos@bz.example", PASSWORD).await.location(),
        "/inloggen/tweede-factor"
    );
}

#[tokio::test]
async fn a_removed_person_is_a_number_and_what_they_did_stays() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Wij deden dit.").await;
    let client = app.contributor("def").await;
    let (administrator, person) = (app.administrator().await, def(&app).await);
    let page = administrator.get(RemovePerson { person }).await.expect(200);
    assert!(page.main().contains("niet ongedaan"), "{}", page.main());
    let page =
        administrator.submit_and_follow(RemovePerson { person }, &page.form("main form")).await.expect(200);
    assert!(page.flash().contains("heet voortaan Oud-medewerker"), "{}", page.flash());
    assert!(!page.texts(".app-task__link").iter().any(|name| name.contains("bijdrager van DEF")));
    client.get(Tasks).await.expect(303);
    let approver = app.approver("def").await;
    let history = approver.get(format!("/bijdragen/{id}/geschiedenis")).await.expect(200);
    assert!(history.main().contains("Oud-medewerker"), "{}", history.main());
    let page = administrator.get(ShowPerson { person }).await.expect(200);
    assert!(!page.main().contains("contributor@def.example"), "{}", page.main());
    administrator.get(EditPerson { person }).await.expect(404);
    administrator.post(EnablePerson { person }, &[]).await.expect(409);
    administrator.post(InvitePerson { person }, &[]).await.expect(409);
    let again = add(&administrator, "contributor@def.example", "def", Role::Contributor).await;
    again.expect(200);
}

#[tokio::test]
async fn nobody_ends_their_own_account_and_the_last_administrator_stays() {
    let app = TestApp::new().await;
    let me = app.installation.person(Role::Administrator, "bz").await;
    let administrator = app.administrator().await;
    administrator.post(DisablePerson { person: me }, &[]).await.expect(409);
    administrator.post(RemovePerson { person: me }, &[]).await.expect(409);
    administrator.post(InvitePerson { person: me }, &[]).await.expect(409);
    let path = EditPerson { person: me };
    let form = administrator.get(&path).await.expect(200).form("main form");
    let page = administrator.submit(&path, &form.clone().tick("rol", "coordinator")).await.expect(409);
    assert!(page.main().contains("uw eigen account"), "{}", page.main());
    administrator.submit(&path, &form.set("naam", "Andere Naam")).await.expect(303);
    // The last one who can sign in: the other administrators have no password.
    let last = with_password(&app, "laatste@bz.example", "bz", &[Role::Administrator]).await;
    let page = administrator.post(DisablePerson { person: last }, &[]).await.expect(409);
    assert!(page.main().contains("laatste beheerder"), "{}", page.main());
    with_password(&app, "nog.een@bz.example", "bz", &[Role::Administrator]).await;
    administrator.post(DisablePerson { person: last }, &[]).await.expect(303);
}

#[tokio::test]
async fn the_pages_of_people_are_for_administrators_and_a_stranger_is_not_found() {
    let app = TestApp::new().await;
    let person = def(&app).await;
    for client in [app.coordinator().await, app.publisher().await, app.contributor("def").await] {
        client.get(People).await.expect(403);
        client.get(ShowPerson { person }).await.expect(403);
        client.post(DisablePerson { person }, &[]).await.expect(403);
    }
    let administrator = app.administrator().await;
    administrator.get(ShowPerson { person: PersonId::new() }).await.expect(404);
}
