//! What goes wrong on an ordinary day: the session ends, the line breaks, someone goes back.

use fantoccini::Locator;
use serde_json::json;
use sqlx::AssertSqlSafe;
use voortgang::store::Store;

use crate::{browser::Screen, journey::Journey};

const WORDS: &str = "Elk onderdeel kan sinds 2021 binnen een dag melden.";

#[tokio::test]
async fn words_survive_a_session_that_ended_with_script() {
    the_session_ends(Journey::start("ended", Screen::Narrow).await).await;
}

#[tokio::test]
async fn words_survive_a_session_that_ended_without_script() {
    the_session_ends(Journey::without_script("ended-without-script", Screen::Wide).await).await;
}

async fn the_session_ends(officer: Journey) {
    officer.sign_in("gijs").await;
    officer.follow("Doel 3").await;
    officer.browser.client.delete_all_cookies().await.expect("no cookies");
    officer.fill("Wat is bereikt", WORDS).await;
    officer.press("Concept bewaren").await;
    officer.sees("Er is niets verloren").await;
    assert_eq!(officer.value("Bereikt").await, WORDS);
    let first = officer.browser.client.window().await.expect("a tab");
    let link =
        officer.browser.client.find(Locator::LinkText("Log in op een nieuw tabblad")).await.expect("a link");
    link.click().await.expect("a new tab");
    let tabs = officer.browser.client.windows().await.expect("tabs");
    let second = tabs.into_iter().find(|tab| *tab != first).expect("a second tab");
    officer.browser.client.switch_to_window(second).await.expect("the second tab");
    officer.sign_in("gijs").await;
    officer.browser.client.switch_to_window(first).await.expect("the first tab");
    officer.press("Opnieuw versturen").await;
    officer.sees("Concept bewaard als versie 1").await;
    assert_eq!(officer.value("Wat is bereikt").await, WORDS);
}

#[tokio::test]
async fn of_two_tabs_on_one_text_the_later_shows_both_and_loses_nothing() {
    let officer = Journey::without_script("two-tabs", Screen::Wide).await;
    officer.sign_in("gijs").await;
    officer.follow("Doel 3").await;
    let first = officer.browser.client.window().await.expect("a tab");
    let address = officer.path().await;
    let second = officer.browser.client.new_window(true).await.expect("a second tab").handle;
    officer.browser.client.switch_to_window(second).await.expect("the second tab");
    officer.open(&address).await;
    officer.fill("Wat is bereikt", "Dit schreef ik in het tweede tabblad.").await;
    officer.press("Concept bewaren").await;
    officer.browser.client.switch_to_window(first).await.expect("the first tab");
    officer.fill("Wat is bereikt", WORDS).await;
    officer.press("Concept bewaren").await;
    officer.sees("Dit schreef ik in het tweede tabblad.").await;
    assert_eq!(officer.value("Wat is bereikt").await, WORDS);
}

#[tokio::test]
async fn a_broken_line_is_told_and_mended() {
    let officer = Journey::start("offline", Screen::Wide).await;
    officer.sign_in("gijs").await;
    officer.follow("Doel 3").await;
    officer.browser.cdp("Network.enable", json!({})).await;
    line(&officer, true).await;
    officer.fill("Wat is bereikt", WORDS).await;
    officer.waits_for("#bewaard", "Bewaren lukt niet; uw tekst staat nog hier").await;
    line(&officer, false).await;
    officer.browser.run("dispatchEvent(new Event('online'))").await;
    officer.waits_for("#bewaard", "Concept bewaard om").await;
    // What the browser says of the line itself is no fault of the page.
    let console = officer.browser.console().await;
    assert!(console.iter().all(|line| line.contains("ERR_INTERNET_DISCONNECTED")), "{console:?}");
}

async fn line(officer: &Journey, broken: bool) {
    let how = json!({ "offline": broken, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    officer.browser.cdp("Network.emulateNetworkConditions", how).await;
}

#[tokio::test]
async fn the_back_button_after_handing_in_leads_to_what_was_handed_in() {
    let officer = Journey::without_script("back", Screen::Wide).await;
    officer.sign_in("gijs").await;
    officer.follow("Doel 6").await;
    officer.press("Verder naar controle").await;
    officer.press("Indienen").await;
    officer.sees("Ingediend.").await;
    officer.browser.client.back().await.expect("back");
    officer.browser.client.refresh().await.expect("the page as it is now");
    officer.sees("diende deze bijdrage in").await;
    let main = officer.main().await;
    assert!(!main.contains("Concept bewaren"), "what was handed in is not offered to write in:\n{main}");
}

#[tokio::test]
async fn a_goal_with_a_very_long_title_breaks_no_page() {
    let person = Journey::start("long-title", Screen::Wide).await;
    long_title(&person).await;
}

#[tokio::test]
async fn a_goal_with_a_very_long_title_breaks_no_page_on_a_phone() {
    let person = Journey::start("long-title", Screen::Narrow).await;
    long_title(&person).await;
}

/// Three hundred characters, with words as long as policy has them.
async fn long_title(person: &Journey) {
    let title =
        "Ontwapeningsonderhandelingsondersteuningsprogramma's, kernwapenbeheersingsverdragen en ".repeat(4);
    let store = Store::open(&person.site.database()).await.expect("the database");
    let mut writer = store.begin().await.expect("a transaction");
    let sql = format!("UPDATE goal_version SET title = '{}' WHERE number = 3", title.replace('\'', "''"));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *writer).await.expect("a title");
    writer.commit().await.expect("a commit");
    store.close().await;
    person.sign_in("gijs").await;
    person.follow("Doel 3").await;
    person.hand_over_to("tjeerd").await;
    for page in ["", "/volledigheid", "/samenstellen", "/samenstellen/3", "/leemten", "/rapport"] {
        person.open(&format!("/rondes/2022-2023{page}")).await;
    }
    person.open("/strategie/gbvs-2018-2022").await;
    person.open("/strategie/gbvs-2018-2022/doelen/3").await;
    person.open("/rapporten/doelen/gbvs-2018-2022").await;
}
