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
    then_the_released_report_is_the_first_thing_there(&reader).await;
    then_the_pages_that_the_law_asks_for_are_linked(&reader).await;
}

async fn given_someone_who_comes_without_an_account(reader: &Journey) {
    reader.open("/").await;
    assert_eq!(reader.path().await, "/rapporten");
}

async fn then_the_released_report_is_the_first_thing_there(reader: &Journey) {
    reader.sees("Voortgangsrapportage GBVS 2018–2020").await;
}

async fn then_the_pages_that_the_law_asks_for_are_linked(reader: &Journey) {
    for link in ["Handleiding", "Toegankelijkheid", "Privacy"] {
        reader.follow(link).await;
    }
}
