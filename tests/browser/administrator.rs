//! The administrator, from an empty place at a ministry to someone who works there, and to someone who left.

use fantoccini::Locator;

use crate::{browser::Screen, journey::Journey};

const NAME: &str = "Noor van der Vliet-Achterberg";
const PASSWORD: &str = "vier paarden lezen dinsdag";

#[tokio::test]
async fn an_administrator_invites_someone_and_later_shuts_them_out_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn an_administrator_invites_someone_and_later_shuts_them_out_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let administrator = Journey::start("administrator", screen).await;
    given_an_administrator_who_looks_around(&administrator).await;
    let invitation = when_someone_is_added(&administrator).await;
    then_they_choose_their_own_password_and_start(&administrator, &invitation).await;
    when_a_successor_has_no_name_yet(&administrator).await;
    then_the_log_says_who_did_it(&administrator).await;
    when_the_person_leaves(&administrator).await;
    then_they_come_in_no_more(&administrator).await;
}

async fn given_an_administrator_who_looks_around(administrator: &Journey) {
    administrator.sign_in("koen").await;
    administrator.follow("Beheer").await;
    administrator.sees("Alles staat klaar").await;
    for page in ["Ministeries", "Akkoordregels", "Vervanging", "Toegangsoverzicht", "Reservekopieën"] {
        administrator.follow_exactly(page).await;
        administrator.follow("Beheer").await;
    }
}

async fn when_someone_is_added(administrator: &Journey) -> String {
    administrator.follow_exactly("Personen").await;
    administrator.follow("Persoon toevoegen").await;
    administrator.press("Toevoegen en uitnodigen").await;
    assert!(administrator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    administrator.fill("Naam", NAME).await;
    administrator.fill("E-mailadres", "noor.vandervliet@def.example").await;
    administrator.choose("Ministerie", "Ministerie van Defensie (DEF)").await;
    administrator.tick("Bijdrager").await;
    administrator.press("Toevoegen en uitnodigen").await;
    administrator.sees("U ziet hem alleen nu").await;
    let link = administrator.browser.client.find(Locator::Css("main code")).await.expect("a link");
    link.text().await.expect("its address")
}

async fn then_they_choose_their_own_password_and_start(person: &Journey, invitation: &str) {
    person.press("Uitloggen").await;
    let (_, path) = invitation.split_once("/uitnodiging").expect("an invitation");
    let path = format!("/uitnodiging{path}");
    person.open(&path).await;
    person.sees(NAME).await;
    person.fill("Nieuw wachtwoord", "kort").await;
    person.press("Wachtwoord bewaren").await;
    assert!(person.browser.client.title().await.expect("a title").starts_with("Fout: "));
    person.fill("Nieuw wachtwoord", PASSWORD).await;
    person.fill("nog een keer", PASSWORD).await;
    person.press("Wachtwoord bewaren").await;
    person.open("/mijn-doelen").await;
    person.sees("1 van 12 ingediend").await;
    person.press("Uitloggen").await;
    person.open(&path).await;
    person.sees("Deze link werkt niet").await;
}

async fn when_a_successor_has_no_name_yet(administrator: &Journey) {
    administrator.sign_in("koen").await;
    administrator.follow("Beheer").await;
    administrator.follow_exactly("Bewindspersonen").await;
    administrator.follow_exactly("Minister van Defensie").await;
    administrator.press("Opvolger vastleggen").await;
    assert!(administrator.browser.client.title().await.expect("a title").starts_with("Fout: "));
}

async fn then_the_log_says_who_did_it(administrator: &Journey) {
    administrator.follow_exactly("Logboek").await;
    administrator.sees("Uitgenodigd").await;
    administrator.sees("Koen Lammertsink").await;
}

async fn when_the_person_leaves(administrator: &Journey) {
    administrator.follow_exactly("Personen").await;
    administrator.follow(NAME).await;
    administrator.follow_exactly("Uitschakelen").await;
    administrator.press("Uitschakelen").await;
    administrator.sees("uitgeschakeld").await;
    administrator.press("Uitloggen").await;
}

async fn then_they_come_in_no_more(person: &Journey) {
    person.open("/inloggen").await;
    person.fill("E-mailadres", "noor.vandervliet@def.example").await;
    person.fill("Wachtwoord", PASSWORD).await;
    person.press("Inloggen").await;
    assert!(person.browser.client.title().await.expect("a title").starts_with("Fout: "));
}
