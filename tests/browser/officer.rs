//! An officer of a ministry: one goal came back, one has nothing to say, and the rest waits.

use fantoccini::Locator;

use crate::{browser::Screen, journey::Journey};

const WORDS: &str = "Bereikt is dat elk onderdeel sinds 2021 binnen een dag kan melden.\n\nMet het NCSC is een gedeeld beeld \
                     opgebouwd; de eerste gezamenlijke oefening was op 12 mei 2021.";

#[tokio::test]
async fn an_officer_answers_what_came_back_and_hands_it_in_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn an_officer_answers_what_came_back_and_hands_it_in_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let officer = Journey::start("officer", screen).await;
    given_an_officer_who_signs_in(&officer).await;
    then_what_came_back_stands_on_top_with_the_reason(&officer).await;
    when_she_opens_it_and_writes_new_words(&officer).await;
    then_they_are_kept_while_she_types(&officer).await;
    when_she_leaves_and_comes_back(&officer).await;
    then_her_words_are_still_there(&officer).await;
    when_she_checks_and_hands_in(&officer).await;
    then_she_reads_what_happened_and_what_comes_next(&officer).await;
    when_she_forgets_what_was_achieved(&officer).await;
    then_the_page_says_what_is_missing_and_leads_there(&officer).await;
    when_she_has_nothing_to_say_on_a_goal(&officer).await;
    then_that_is_an_answer_too(&officer).await;
    then_everything_can_be_looked_up(&officer).await;
}

async fn given_an_officer_who_signs_in(officer: &Journey) {
    officer.open("/mijn-doelen").await;
    assert_eq!(officer.path().await, "/inloggen");
    officer.sign_in("gijs").await;
    assert_eq!(officer.path().await, "/mijn-doelen");
}

async fn then_what_came_back_stands_on_top_with_the_reason(officer: &Journey) {
    officer.sees("1 van 12 ingediend").await;
    officer.sees("Noem ook de samenwerking met het NCSC").await;
    let first = officer.browser.client.find(Locator::Css(".app-task__link")).await.expect("a task");
    assert!(first.text().await.expect("its words").starts_with("Doel 6"));
}

async fn when_she_opens_it_and_writes_new_words(officer: &Journey) {
    officer.follow("Doel 6").await;
    officer.sees("Teruggestuurd door Xiomara Winklaren").await;
    officer.fill("Wat is bereikt", WORDS).await;
}

async fn then_they_are_kept_while_she_types(officer: &Journey) {
    officer.waits_for("#bewaard", "Concept bewaard om").await;
    officer.look("kept").await;
}

async fn when_she_leaves_and_comes_back(officer: &Journey) {
    officer.open("/mijn-doelen").await;
    officer.follow("Doel 6").await;
}

async fn then_her_words_are_still_there(officer: &Journey) {
    officer.sees("U ziet wat u typte tot").await;
    assert_eq!(officer.value("Wat is bereikt").await.replace("\r\n", "\n"), WORDS);
}

async fn when_she_checks_and_hands_in(officer: &Journey) {
    officer.press("Verder naar controle").await;
    officer.sees("de eerste gezamenlijke oefening").await;
    officer.press("Indienen").await;
}

async fn then_she_reads_what_happened_and_what_comes_next(officer: &Journey) {
    officer.sees("ingediend").await;
    officer.open("/mijn-doelen").await;
    officer.sees("2 van 12 ingediend").await;
}

async fn when_she_forgets_what_was_achieved(officer: &Journey) {
    officer.follow("Doel 3").await;
    officer.press("Verder naar controle").await;
}

async fn then_the_page_says_what_is_missing_and_leads_there(officer: &Journey) {
    officer.sees("Vul dit nog aan voordat u indient").await;
    officer.follow("Vul in wat is bereikt").await;
    let focused = officer.browser.client.active_element().await.expect("an element");
    let name = focused.attr("name").await.expect("a name");
    assert_eq!(name.as_deref(), Some("bereikt"), "the link leads to the field");
}

async fn when_she_has_nothing_to_say_on_a_goal(officer: &Journey) {
    officer.follow("Meld “geen bijdrage”").await;
    officer.press("Verder naar controle").await;
    assert!(officer.browser.client.title().await.expect("a title").starts_with("Fout: "));
    officer.fill("Waarom heeft uw ministerie niets te melden", "Defensie had hierin geen rol.").await;
    officer.press("Verder naar controle").await;
    officer.sees("Defensie had hierin geen rol.").await;
    officer.press("Indienen").await;
}

async fn then_that_is_an_answer_too(officer: &Journey) {
    officer.open("/mijn-doelen").await;
    officer.sees("3 van 12 ingediend").await;
}

async fn then_everything_can_be_looked_up(officer: &Journey) {
    officer.follow("Doel 6").await;
    officer.follow("Geschiedenis").await;
    officer.sees("Begin met wat er is bereikt").await;
    officer.follow("Vergelijk").await;
    officer.open("/meelezen").await;
}
