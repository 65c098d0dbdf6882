//! An officer pastes from a word processor: what it says stays, and how it looked goes.
//!
//! The markup of LibreOffice is what LibreOffice made of a document; that of Word is written after how Word makes it.

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use serde_json::json;

use crate::{browser::Screen, journey::Journey};

const WORD: &str = include_str!("pasted/word.html");
const LIBREOFFICE: &str = include_str!("pasted/libreoffice.html");

/// Pastes as the browser does when someone presses Ctrl+V; whether the browser is left to do so itself.
const PASTE: &str = "const [field, html] = arguments; field.focus(); field.select();
    const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', 'kaal');
    return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";

const FIELD: &str = "Wat is bereikt";

#[tokio::test]
async fn words_from_a_word_processor_keep_their_structure_and_lose_their_looks() {
    let officer = Journey::start("paste", Screen::Wide).await;
    officer.sign_in("gijs").await;
    officer.open("/mijn-doelen").await;
    officer.follow("Doel 3").await;
    when_she_pastes_then_this_stands_there(
        &officer,
        LIBREOFFICE,
        "Voortgang in Oekraïne\n\nWij steunden **Oekraïne** en de *Koerdisch-Iraakse* regio; zie \
         [het dossier](https://www.rijksoverheid.nl/oekraine).\n\nRood en groot: €\u{a0}5 miljoen.\n\n\
         - Eerste punt\n\n    - Onderdeel é\n\n- Tweede punt\n\n1. Ten eerste\n2. Ten tweede\n\nSlot.",
    )
    .await;
    when_she_pastes_then_this_stands_there(
        &officer,
        WORD,
        "Voortgang in Oekraïne\n\nWij steunden **Oekraïne** en de *Koerdisch-Iraakse* regio; zie \
         [het dossier](https://www.rijksoverheid.nl/oekraine) en dit.[1]\n\nRood: €\u{a0}5 miljoen in 2021 \\* per jaar.\n\n\
         - Eerste punt\n\n    - Onderdeel é\n\n- Tweede punt Nog steeds het tweede punt.\n\n4. Ten vierde\n\n\
         - b) Met een letter\n\nCel een | Cel twee\n\nerbij Slot.",
    )
    .await;
    then_it_can_be_undone(&officer).await;
    then_what_has_no_markup_is_left_to_the_browser(&officer).await;
    when_she_checks_what_she_pasted(&officer).await;
    then_it_reads_as_it_did_in_the_word_processor(&officer).await;
    when_she_copies_it_from_the_page_and_pastes_it_with_the_keys(&officer).await;
}

async fn paste(officer: &Journey, html: &str) -> bool {
    let field = officer.field(FIELD).await;
    let arguments = vec![json!(field), json!(html)];
    officer.browser.client.execute(PASTE, arguments).await.expect("a paste") == true
}

async fn words(officer: &Journey) -> String {
    officer.value(FIELD).await.replace("\r\n", "\n")
}

async fn with_control(officer: &Journey, key: char) {
    let keys = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: Key::Control.into() })
        .then(KeyAction::Down { value: key })
        .then(KeyAction::Up { value: key })
        .then(KeyAction::Up { value: Key::Control.into() });
    officer.browser.client.perform_actions(keys).await.expect("keys");
}

async fn when_she_pastes_then_this_stands_there(officer: &Journey, html: &str, expected: &str) {
    assert!(!paste(officer, html).await, "the page pastes it");
    assert_eq!(words(officer).await, expected);
}

async fn then_it_can_be_undone(officer: &Journey) {
    with_control(officer, 'z').await;
    let now = words(officer).await;
    assert!(now.contains("Rood en groot") && !now.contains("Cel een"), "{now}");
}

async fn then_what_has_no_markup_is_left_to_the_browser(officer: &Journey) {
    assert!(paste(officer, "").await, "the browser pastes it");
}

async fn when_she_checks_what_she_pasted(officer: &Journey) {
    paste(officer, WORD).await;
    officer.press("Verder naar controle").await;
}

async fn then_it_reads_as_it_did_in_the_word_processor(officer: &Journey) {
    officer.sees("Ten vierde").await;
    for (css, said) in [
        ("main strong", "Oekraïne"),
        ("main em", "Koerdisch-Iraakse"),
        ("main a[href='https://www.rijksoverheid.nl/oekraine']", "het dossier"),
        ("main li li", "Onderdeel é"),
    ] {
        let element = officer.browser.client.find(Locator::Css(css)).await.expect(css);
        assert_eq!(element.text().await.expect(css), said, "{css}");
    }
    officer.sees("in 2021 * per jaar").await;
}

async fn when_she_copies_it_from_the_page_and_pastes_it_with_the_keys(officer: &Journey) {
    let list =
        "const list = document.querySelector('main li li').closest('main li:not(li li)').parentElement;
                getSelection().selectAllChildren(list);";
    officer.browser.run(list).await;
    with_control(officer, 'c').await;
    officer.browser.client.back().await.expect("the form");
    officer.field(FIELD).await.clear().await.expect("an empty field");
    officer.field(FIELD).await.click().await.expect("the field");
    with_control(officer, 'v').await;
    let now = words(officer).await;
    assert!(now.starts_with("- Eerste punt\n\n    - Onderdeel é\n\n- Tweede punt"), "{now:?}");
}
