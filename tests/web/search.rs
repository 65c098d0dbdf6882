//! Zoeken: everyone finds what they may read, and nothing tells of what they may not.

use voortgang::{
    domain::id::ContributionId,
    press,
    web::routes::{Reports, Search, ShowContribution, ShowReport},
};

use crate::{
    app::{Client, TestApp, encode},
    page::Page,
    raw,
};

/// A word that stands nowhere else.
const WORD: &str = "kwartelslag";

async fn look(client: &Client, words: &str) -> Page {
    client.get(format!("{Search}?{}", encode(&[("q", words)]))).await.expect(200)
}

async fn finds(client: &Client, words: &str, id: ContributionId) -> bool {
    look(client, words).await.attrs("main a", "href").contains(&ShowContribution { id }.to_string())
}

#[tokio::test]
async fn everyone_finds_the_contributions_they_may_open_and_no_others() {
    let app = TestApp::new().await;
    let written = [
        app.write("def", 6, &format!("Een {WORD} in concept.")).await,
        app.submit("fin", 9, &format!("Een {WORD} bij de akkoordgever.")).await,
        app.approve("jenv", 7, &format!("Een {WORD} met akkoord.")).await,
        app.write("jenv", 6, &format!("Een {WORD} om te delen.")).await,
    ];
    let share = "UPDATE contribution SET shared = 1 WHERE id = (SELECT c.id FROM contribution AS c
        JOIN goal_version AS v ON v.goal = c.goal WHERE v.number = 6 AND c.ministry = 'jenv')";
    raw::execute(&app.installation.path(), share).await.expect("an update");
    let cast = [
        ("nobody", app.nobody()),
        ("def writes", app.contributor("def").await),
        ("def approves", app.approver("def").await),
        ("fin writes", app.contributor("fin").await),
        ("jenv writes", app.contributor("jenv").await),
        ("coordinator", app.coordinator().await),
        ("publisher", app.publisher().await),
        ("reader", app.reader().await),
        ("administrator", app.administrator().await),
        ("stranger", app.stranger().await),
    ];
    for (who, client) in cast {
        for id in written {
            let may = client.get(ShowContribution { id }).await.status == 200;
            assert_eq!(finds(&client, WORD, id).await, may, "{who}, {id}");
        }
    }
}

#[tokio::test]
async fn what_one_may_not_read_is_not_counted_either() {
    let app = TestApp::new().await;
    app.write("def", 6, &format!("Een {WORD} in concept.")).await;
    let (there, not) = (look(&app.contributor("fin").await, WORD).await, "kwartelslog");
    let nowhere = look(&app.contributor("fin").await, not).await;
    assert_eq!(there.main().replace(WORD, not), nowhere.main());
}

#[tokio::test]
async fn an_internal_note_is_not_found_not_even_by_its_own_ministry() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.contribution("def", 6).await;
    let edit = voortgang::web::routes::EditContribution { id };
    let form = client.get(&edit).await.expect(200).form("main form");
    let form = form.set("bereikt", "Wij oefenden.").set("notitie", format!("Niet zeggen: {WORD}."));
    client.submit(&edit, &form).await.expect(303);
    assert!(finds(&client, "oefenden", id).await);
    assert!(!finds(&client, WORD, id).await);
}

#[tokio::test]
async fn a_contribution_is_found_by_its_newest_words() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.write("def", 6, "Wij oefenden met sloepen.").await;
    assert!(finds(&client, "sloepen", id).await);
    app.write("def", 6, "Wij oefenden met kotters.").await;
    assert!(!finds(&client, "sloepen", id).await);
    assert!(finds(&client, "kotters", id).await);
}

#[tokio::test]
async fn accents_capitals_and_the_ligature_make_no_difference() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.write("def", 6, "De coördinatie van vrĳheid in Curaçao verliep in één keer.").await;
    for words in ["coordinatie", "COÖRDINATIE", "vrijheid", "vrĳheid", "curacao", "een keer", "Curaçao coord"]
    {
        assert!(finds(&client, words, id).await, "{words}");
    }
}

#[tokio::test]
async fn words_between_quotation_marks_stand_together_and_the_last_word_may_go_on() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.write("def", 6, "Er kwam een kleine cyberaanval op een grote haven.").await;
    for (words, found) in [
        ("\"kleine cyberaanval\"", true),
        ("\"grote cyberaanval\"", false),
        ("grote cyberaanval", true),
        ("haven cyb", true),
        ("cyb haven", false),
        ("grote boot", false),
    ] {
        assert_eq!(finds(&client, words, id).await, found, "{words}");
    }
}

#[tokio::test]
async fn what_was_found_is_marked_and_nothing_of_it_becomes_markup() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    app.write("def", 6, "Voor <script>alert(1)</script> & een kwartelslag.").await;
    let page = look(&client, "kwartelslag").await;
    assert_eq!(page.text("main mark"), "kwartelslag");
    assert!(!page.has("main script"));
    assert!(page.main().contains("<script>alert(1)</script> & een"), "{}", page.main());
}

#[tokio::test]
async fn whatever_is_typed_is_looked_for_as_words() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    for words in [
        "",
        " ",
        "\"",
        "\"\"\"",
        "*",
        "a*b*",
        "(",
        "NEAR(",
        "title:x",
        "-x",
        "a OR",
        "AND",
        "x AND NOT",
        "^a",
        "'; DROP TABLE goal; --",
        "%00",
        "\u{0}",
        "\u{2}\u{3}",
        "{a b}",
        "a+b",
        "🦆",
        "<b>x</b>",
        "\\",
        &"lang ".repeat(200),
        &"x".repeat(5000),
    ] {
        let page = look(&client, words).await;
        assert_eq!(page.form("main form").value("q"), words.replace('\u{0}', "\u{fffd}"), "{words:?}");
    }
    for page in ["-1", "0", "x", "99999999999", "1e3", ""] {
        client.get(format!("{Search}?q=de&pagina={page}")).await.expect(200);
    }
}

#[tokio::test]
async fn everyone_finds_released_reports_and_nothing_of_a_frozen_one() {
    let app = TestApp::new().await;
    app.approve("def", 6, &format!("Een {WORD} voor het rapport.")).await;
    let index = async || {
        let mut writer = app.installation.store.begin().await.expect("a writer");
        press::index_released(&mut writer).await.expect("an index");
        writer.commit().await.expect("a commit");
    };
    app.freeze().await;
    index().await;
    let links = async || look(&app.nobody(), "strategie").await.attrs("main ol a", "href");
    assert_eq!(links().await, [""; 0]);
    app.release().await;
    index().await;
    index().await;
    let found = links().await;
    let report = ShowReport { round: "2018-2020".to_owned(), number: 2 }.to_string();
    assert!(!found.is_empty());
    assert!(found.iter().all(|href| href.starts_with(&format!("{report}#"))), "{found:?}");
    let mut once = found.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), found.len(), "a section is found once");
}

#[tokio::test]
async fn goals_are_found_by_whoever_works_here() {
    let app = TestApp::new().await;
    let page = look(&app.reader().await, "cyberafschrikking").await;
    assert!(page.main().contains("Doel 6. Cyberafschrikking"), "{}", page.main());
    assert!(page.attrs("main a", "href").contains(&"/strategie/gbvs-2018-2022/doelen/6".to_owned()));
    assert!(!look(&app.nobody(), "cyberafschrikking").await.main().contains("Doel 6."));
}

#[tokio::test]
async fn searching_is_offered_where_people_are() {
    let app = TestApp::new().await;
    assert!(
        app.contributor("def")
            .await
            .get("/mijn-doelen")
            .await
            .attrs("nav a", "href")
            .contains(&Search.to_string())
    );
    app.release().await;
    assert_eq!(app.nobody().get(Reports).await.attr("form[role=search]", "action"), Some(Search.to_string()));
}

#[tokio::test]
async fn a_line_break_in_a_field_of_one_line_comes_back_as_a_space() {
    let app = TestApp::new().await;
    let page = app.nobody().get(format!("{Search}?q=twee%0D%0Aregels%0Asamen")).await.expect(200);
    assert_eq!(page.attr("main input[name=q]", "value"), Some("twee  regels samen".to_owned()));
}
