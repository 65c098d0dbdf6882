//! Who gives akkoord at a ministry.

use crate::{browser::Screen, journey::Journey};

#[tokio::test]
async fn an_approver_sends_back_with_a_reason_and_later_agrees_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn an_approver_sends_back_with_a_reason_and_later_agrees_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let approver = Journey::start("approver", screen).await;
    given_an_approver_with_one_text_to_judge(&approver).await;
    when_she_sends_it_back_without_a_reason(&approver).await;
    then_a_reason_is_asked_and_nothing_was_sent(&approver).await;
    when_she_gives_the_reason(&approver).await;
    when_the_officer_answers_it(&approver).await;
    then_she_sees_only_what_changed_since_her_look(&approver).await;
    when_she_agrees(&approver).await;
    then_it_waits_for_nobody_at_the_ministry(&approver).await;
    when_she_withdraws_the_akkoord(&approver).await;
}

async fn given_an_approver_with_one_text_to_judge(approver: &Journey) {
    approver.sign_in("xiomara").await;
    assert_eq!(approver.path().await, "/beoordelen");
    approver.sees("Er wacht één bijdrage op uw akkoord").await;
    approver.follow("Doel 1.").await;
}

async fn when_she_sends_it_back_without_a_reason(approver: &Journey) {
    approver.press("Terugsturen").await;
}

async fn then_a_reason_is_asked_and_nothing_was_sent(approver: &Journey) {
    assert!(approver.browser.client.title().await.expect("a title").starts_with("Fout: "));
    approver.sees("Akkoord geven").await;
}

async fn when_she_gives_the_reason(approver: &Journey) {
    approver.fill("Wat moet er anders?", "Noem de datum van de opleiding.").await;
    approver.fill("Om welke woorden gaat het?", "Militairen leiden sinds november 2022").await;
    approver.press("Terugsturen").await;
}

async fn when_the_officer_answers_it(approver: &Journey) {
    approver.hand_over_to("gijs").await;
    approver.follow("Doel 1.").await;
    approver.sees("Noem de datum van de opleiding.").await;
    let words = approver.value("Wat is bereikt").await;
    approver
        .fill("Wat is bereikt", &words.replace("november 2022", "de tweede helft van november 2022"))
        .await;
    approver.press("Verder naar controle").await;
    approver.press("Indienen").await;
    approver.hand_over_to("xiomara").await;
}

async fn then_she_sees_only_what_changed_since_her_look(approver: &Journey) {
    approver.follow("Doel 1.").await;
    approver.sees("Veranderd sinds uw vorige beoordeling").await;
    approver.sees("de tweede helft van").await;
}

async fn when_she_agrees(approver: &Journey) {
    approver.press("Akkoord geven").await;
}

async fn then_it_waits_for_nobody_at_the_ministry(approver: &Journey) {
    approver.open("/beoordelen").await;
    approver.sees("Er wacht nu niets op uw akkoord").await;
}

async fn when_she_withdraws_the_akkoord(approver: &Journey) {
    approver.follow("Doel 1.").await;
    approver.fill("Waarom trekt u het akkoord in?", "Er is een nieuwer cijfer.").await;
    approver.press("Akkoord intrekken").await;
    approver.open("/beoordelen").await;
    approver.sees("Er wacht één bijdrage op uw akkoord").await;
}
