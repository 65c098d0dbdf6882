//! An officer with six goals, one of which came back, by keyboard alone: how many pages and presses that takes.

use std::sync::atomic::Ordering;

use fantoccini::key::Key;

use crate::keyboard::Typist;

/// More pages or presses than this is worse than it was.
const MOST_PAGES: usize = 21;
const MOST_PRESSES: usize = 188;

#[tokio::test]
async fn six_goals_are_answered_and_handed_in_by_keyboard_alone() {
    let officer = Typist::start("six-goals").await;
    given_an_officer_at_the_list_of_goals(&officer).await;
    when_the_returned_goal_is_opened(&officer).await;
    for goal in 1..=6 {
        when_a_goal_is_answered(&officer).await;
        then_it_is_checked_and_handed_in(&officer).await;
        if goal < 6 {
            when_the_next_one_is_opened(&officer).await;
        }
    }
    officer.journey.open("/mijn-doelen").await;
    officer.journey.sees("7 van 12 ingediend").await;
    let (pages, presses) = (officer.journey.pages(), officer.presses.load(Ordering::Relaxed));
    println!("by keyboard: signing in and six goals took {pages} pages and {presses} presses besides text");
    assert!(pages <= MOST_PAGES, "{pages} pages");
    assert!(presses <= MOST_PRESSES, "{presses} presses");
}

async fn given_an_officer_at_the_list_of_goals(officer: &Typist) {
    let (email, password) = officer.journey.site.person("gijs");
    officer.journey.open("/inloggen").await;
    officer.go_to("E-mailadres").await;
    officer.type_text(email).await;
    officer.go_to("Wachtwoord").await;
    officer.type_text(password).await;
    officer.enter().await;
    officer.journey.sees("1 van 12 ingediend").await;
}

async fn when_the_returned_goal_is_opened(officer: &Typist) {
    past_the_menu(officer).await;
    officer.go_to("Doel 6").await;
    officer.enter().await;
    officer.journey.sees("Teruggestuurd door").await;
}

async fn when_a_goal_is_answered(officer: &Typist) {
    past_the_menu(officer).await;
    officer.go_to("Wat is bereikt").await;
    officer.type_text(" Elk onderdeel kan sinds 2021 binnen een dag melden.").await;
    officer.press_with_control(Key::Enter.into()).await;
    officer.journey.arrives("/controle").await;
    officer.journey.look("check").await;
}

async fn then_it_is_checked_and_handed_in(officer: &Typist) {
    officer.journey.sees("Elk onderdeel kan sinds 2021 binnen een dag melden.").await;
    past_the_menu(officer).await;
    officer.go_to("Indienen").await;
    officer.enter().await;
    officer.journey.sees("Ingediend.").await;
}

async fn when_the_next_one_is_opened(officer: &Typist) {
    past_the_menu(officer).await;
    officer.go_to("Naar het volgende open doel").await;
    officer.enter().await;
}

async fn past_the_menu(officer: &Typist) {
    officer.go_to("Naar de inhoud").await;
    officer.press(Key::Enter.into()).await;
}
