//! An officer makes a key for a program, and an administrator takes it away.

use fantoccini::Locator;

use crate::{browser::Screen, journey::Journey};

#[tokio::test]
async fn a_key_for_a_program_is_made_shown_once_and_taken_away_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn a_key_for_a_program_is_made_shown_once_and_taken_away_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let officer = Journey::start("keys", screen).await;
    officer.sign_in("gijs").await;
    when_she_makes_a_key(&officer).await;
    then_it_opens_the_interface_and_is_shown_this_once(&officer).await;
    when_an_administrator_takes_it_away(&officer).await;
    then_it_is_no_longer_in_her_list(&officer).await;
}

async fn when_she_makes_a_key(officer: &Journey) {
    officer.open("/mijn-account").await;
    officer.follow("Sleutels voor programma’s").await;
    officer.press("Sleutel maken").await;
    officer.sees("Geef de sleutel een naam").await;
    officer.fill("Naam", "Koppeling met het zaaksysteem").await;
    officer.fill("Uw wachtwoord", officer.site.person("gijs").1).await;
    officer.press("Sleutel maken").await;
}

async fn then_it_opens_the_interface_and_is_shown_this_once(officer: &Journey) {
    let field = officer.browser.client.find(Locator::Id("veld-sleutel")).await.expect("a key");
    let key = field.attr("value").await.expect("a value").expect("a key");
    let ask = format!(
        "const answer = await fetch('/api/v1/rondes', {{ headers: {{ Authorization: 'Bearer {key}' }}, credentials: 'omit' }});
         return answer.status;"
    );
    assert_eq!(officer.browser.run(&format!("return (async () => {{ {ask} }})();")).await, 200);
    officer.open("/mijn-account/sleutels").await;
    officer.sees("Koppeling met het zaaksysteem").await;
    officer.sees("Laatst gebruikt").await;
    assert!(!officer.main().await.contains(&key), "the key is shown once");
}

async fn when_an_administrator_takes_it_away(officer: &Journey) {
    officer.hand_over_to("koen").await;
    officer.open("/personen").await;
    officer.follow("Gijs Ottenhoff").await;
    officer.sees("Koppeling met het zaaksysteem").await;
    officer.follow("Alle sleutels intrekken").await;
    officer.press("Alle sleutels intrekken").await;
    officer.sees("De sleutels van Gijs Ottenhoff zijn ingetrokken.").await;
}

async fn then_it_is_no_longer_in_her_list(officer: &Journey) {
    officer.hand_over_to("gijs").await;
    officer.open("/mijn-account/sleutels").await;
    officer.sees("U hebt geen sleutels.").await;
}
