//! A member of parliament reads a report, without signing in.

use crate::{browser::Screen, journey::Journey};

#[tokio::test]
async fn a_member_of_parliament_finds_and_reads_the_report_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn a_member_of_parliament_finds_and_reads_the_report_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let reader = Journey::start("parliament", screen).await;
    given_someone_who_comes_without_an_account(&reader).await;
    then_the_pages_that_the_law_asks_for_are_linked(&reader).await;
    when_they_open_the_erratum(&reader).await;
    when_they_open_the_report_that_it_corrects(&reader).await;
    then_a_goal_is_found_from_the_contents(&reader).await;
}

async fn given_someone_who_comes_without_an_account(reader: &Journey) {
    reader.open("/").await;
    assert_eq!(reader.path().await, "/rapporten");
}

async fn then_the_pages_that_the_law_asks_for_are_linked(reader: &Journey) {
    for link in ["Handleiding", "Toegankelijkheid", "Privacy", "Rapporten"] {
        reader.follow(link).await;
    }
}

async fn when_they_open_the_erratum(reader: &Journey) {
    reader.follow("Voortgangsrapportage GBVS 2018–2020, erratum").await;
    reader.sees("Verbeteringen").await;
    reader.sees_at_the_top("VOORBEELD").await;
}

async fn when_they_open_the_report_that_it_corrects(reader: &Journey) {
    reader.open("/rapporten").await;
    reader.follow_exactly("Voortgangsrapportage GBVS 2018–2020").await;
    reader.sees_at_the_top("VOORBEELD").await;
}

async fn then_a_goal_is_found_from_the_contents(reader: &Journey) {
    reader.follow("Cyberafschrikking met slagkracht").await;
    let anchor = reader.browser.client.current_url().await.expect("an address");
    assert!(anchor.fragment().is_some(), "{anchor}");
}
