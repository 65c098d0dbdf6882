//! The officer's work where no script runs: an old browser, a strict network, a page that loaded half.

use crate::{browser::Screen, journey::Journey};

#[tokio::test]
async fn an_officer_writes_checks_and_hands_in_without_script() {
    let officer = Journey::without_script("without-script", Screen::Wide).await;
    given_an_officer_whose_browser_runs_no_script(&officer).await;
    when_he_writes_and_keeps_a_concept(&officer).await;
    when_he_copies_from_the_round_before(&officer).await;
    then_he_checks_and_hands_in(&officer).await;
    when_he_takes_it_back(&officer).await;
}

async fn given_an_officer_whose_browser_runs_no_script(officer: &Journey) {
    officer.sign_in("gijs").await;
    officer.follow("Doel 6").await;
    // The line that script fills stays empty.
    let saved = officer.browser.client.find(fantoccini::Locator::Css("#bewaard")).await.expect("a line");
    assert_eq!(saved.text().await.expect("its words"), "");
}

async fn when_he_writes_and_keeps_a_concept(officer: &Journey) {
    officer.fill("Wat is bereikt", "Elk onderdeel kan sinds 2021 binnen een dag melden.").await;
    officer.press("Concept bewaren").await;
    officer.sees("bewaard").await;
    assert!(officer.value("Wat is bereikt").await.starts_with("Elk onderdeel"));
}

async fn when_he_copies_from_the_round_before(officer: &Journey) {
    let summary = fantoccini::Locator::XPath("//details[.//button[contains(., 'Vooruitblik')]]/summary");
    officer.browser.client.find(summary).await.expect("the round before").click().await.expect("open");
    officer.press("Neem over bij: Vooruitblik").await;
    assert!(officer.value("Vooruitblik").await.contains("het tempo van de dreiging"));
}

async fn then_he_checks_and_hands_in(officer: &Journey) {
    officer.press("Verder naar controle").await;
    officer.press("Indienen").await;
    officer.open("/mijn-doelen").await;
    officer.sees("2 van 12 ingediend").await;
}

async fn when_he_takes_it_back(officer: &Journey) {
    officer.follow("Doel 6").await;
    officer.press("Terughalen").await;
    officer.open("/mijn-doelen").await;
    officer.sees("1 van 12 ingediend").await;
}
