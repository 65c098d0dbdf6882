//! Every page as everyone: opening one changes nothing, and shows nothing of another ministry's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::Method;
use scraper::{Html, Selector};
use voortgang::web::routes::{ContributionDraft, EditContribution};

use crate::{
    app::{Client, TestApp},
    contents::contents,
    declared,
    page::Page,
    raw,
    situations::{CAST, Situation},
    support::Installation,
};

/// What no page of another ministry may hold.
const MARKER: &str = "Kwartelei";

/// The most pages a crawl opens before something is wrong with it.
const MOST: usize = 600;

/// Every address there is, then every address that a page leads to, each opened once.
async fn crawl(client: &Client, addresses: &BTreeMap<&'static str, String>) -> Vec<(String, Page)> {
    let link = Selector::parse("a[href]").expect("a selector");
    let declared = declared::paths().into_iter().map(|(_, pattern)| declared::fill(&pattern, addresses));
    let mut waiting: VecDeque<String> = declared.collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(address) = waiting.pop_front() {
        assert!(pages.len() < MOST, "the crawl has no end: {address}");
        let page = client.get(&address).await;
        let html = Html::parse_document(&String::from_utf8_lossy(&page.body));
        let found = html.select(&link).filter_map(|one| one.attr("href")).map(str::to_owned);
        for href in found.chain([page.header("location").to_owned()]) {
            let href = href.split('#').next().unwrap_or_default().to_owned();
            // What is made on the spot for download is opened once, by its declared address.
            let ours = href.starts_with('/') && !href.starts_with("/assets") && !href.contains(".csv?");
            if ours && known.insert(href.clone()) {
                waiting.push_back(href);
            }
        }
        pages.push((address, page));
    }
    pages
}

/// A body without what differs from one request to the next: the number to find it by in the log.
fn body(page: &Page) -> String {
    String::from_utf8_lossy(&page.body).replace(page.header("x-request-id"), "")
}

#[tokio::test]
async fn what_a_ministry_writes_changes_no_page_of_another() {
    let situation = Situation::of("open").await;
    let before = situation.world().await;
    let after = situation.world().await;
    write_everywhere(&after.app).await;
    for who in ["nobody", "other contributor", "other approver", "reader", "administrator", "stranger"] {
        let (one, other) = (before.client(who), after.client(who));
        let without = crawl(&one, &situation.addresses).await;
        let with = crawl(&other, &situation.addresses).await;
        assert!(without.len() > 60, "{who}: {}", without.len());
        let addresses = |pages: &[(String, Page)]| pages.iter().map(|(at, _)| at.clone()).collect::<Vec<_>>();
        assert_eq!(addresses(&without), addresses(&with), "{who} is led elsewhere");
        for ((at, one), (_, other)) in without.iter().zip(&with) {
            assert_eq!(one.status, other.status, "{who} {at}");
            // The administrator's log says who did what, and never the words.
            if at.starts_with("/logboek") {
                assert!(!body(other).contains(MARKER), "{who} {at}");
            } else {
                assert_eq!(body(one), body(other), "{who} sees on {at} that another ministry wrote");
            }
        }
    }
}

#[tokio::test]
async fn words_without_akkoord_reach_nobody_outside_their_ministry() {
    let situation = Situation::of("open").await;
    let world = situation.world().await;
    write_everywhere(&world.app).await;
    // The same words once more in the note of a contribution that has its akkoord.
    let mut addresses = situation.addresses.clone();
    let id = world.app.approve("def", 5, "Dit mag iedereen lezen.").await;
    let sql = format!(
        "DROP TRIGGER revision_is_final; UPDATE revision SET internal_note = '{MARKER}' \
                       WHERE hex(contribution) = '{}'",
        id.to_string().replace('-', "").to_uppercase()
    );
    raw::execute(&world.app.installation.path(), &sql).await.expect("a note");
    let mut pages = 0;
    for who in CAST {
        let own = ["contributor", "approver"].contains(&who);
        for id in [situation.addresses["id"].clone(), id.to_string()] {
            addresses.insert("id", id);
            let found = crawl(&world.client(who), &addresses).await;
            pages += found.len();
            let holds: Vec<&String> =
                found.iter().filter(|(_, page)| body(page).contains(MARKER)).map(|(at, _)| at).collect();
            assert_eq!(!holds.is_empty(), own, "{who} finds the words on {holds:?}");
        }
    }
    assert!(pages > 1000, "{pages}");
}

/// Words in every field of Defensie's contribution to goal 6: kept as a version, and others still being typed.
async fn write_everywhere(app: &TestApp) {
    let id = app.contribution("def", 6).await;
    let client = app.contributor("def").await;
    let path = EditContribution { id };
    let form = client.get(path.clone()).await.expect(200).form("main form");
    let typed = ["bereikt", "obstakels", "vooruitblik", "notitie", "bron-0-titel"];
    let filled = typed.iter().fold(form, |form, name| form.set(name, format!("{MARKER} staat in {name}.")));
    client.submit(path.clone(), &filled.set("doe", "bewaren")).await.expect(303);
    // And what is kept while someone types.
    let form =
        client.get(path).await.expect(200).form("main form").set("bereikt", format!("{MARKER}, nog niet af"));
    let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let kept = client.put(ContributionDraft { id }, &fields).await;
    assert!(kept.status.is_success(), "{}: {}", kept.status, kept.main());
}

/// Tables that opening a page may write to, and why.
const WRITTEN: [&str; 3] = [
    // When a session was last used, and the message that its next page shows.
    "session",
    // That an approver has seen a version, so that the page can show what changed since.
    "review_look",
    // What was refused must leave a line.
    "access_event",
];

#[tokio::test]
async fn opening_a_page_changes_nothing() {
    for name in ["draft", "submitted", "taken over", "corrected"] {
        let situation = Situation::of(name).await;
        let world = situation.world().await;
        let before = contents(&world.app.installation.path(), &WRITTEN).await;
        assert!(before.len() > 20_000, "{}", before.len());
        for who in CAST {
            crawl(&world.client(who), &situation.addresses).await;
        }
        let after = contents(&world.app.installation.path(), &WRITTEN).await;
        let differs = similar::TextDiff::from_lines(&before, &after);
        assert!(before == after, "{name}: {}", differs.unified_diff().context_radius(0));
    }
}

/// Asks for a contribution as someone of another ministry; what stands in the way is the same whether it is there or not.
#[tokio::test]
async fn what_is_elsewhere_and_what_is_nowhere_are_refused_alike() {
    let app = TestApp::of(Installation::new().await);
    let there = app.write("def", 6, "Wij deden dit.").await.to_string();
    let nowhere = declared::parts()["id"].clone();
    let other = app.contributor("jenv").await;
    for (_, pattern) in declared::paths().into_iter().filter(|(_, pattern)| pattern.contains("{id}")) {
        for method in [Method::GET, Method::POST, Method::PUT] {
            let mut answers = Vec::new();
            for id in [&there, &nowhere] {
                let mut parts = declared::parts();
                parts.insert("id", id.clone());
                let sent = crate::app::request(method.clone(), declared::fill(&pattern, &parts))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(axum::body::Body::empty());
                let page = other.send(sent.expect("a request")).await;
                answers.push((page.status, body(&page).replace(id.as_str(), "")));
            }
            assert_eq!(answers[0], answers[1], "{method} {pattern}");
        }
    }
}

#[tokio::test]
async fn fields_that_no_form_has_change_nothing() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Wij deden dit.").await;
    let client = app.contributor("def").await;
    let form = client
        .get(EditContribution { id })
        .await
        .expect(200)
        .form("main form")
        .set("bereikt", "Wij deden dat.");
    let form = ["state", "stand", "status", "ministry", "ministerie", "author", "approved", "revision"]
        .into_iter()
        .fold(form, |form, name| form.tick(name, "approved"));
    client.submit(EditContribution { id }, &form.set("doe", "bewaren")).await.expect(303);
    let kept = app.listed("def", 6).await.contribution;
    assert_eq!((kept.state.code(), kept.ministry.as_str(), kept.revision), ("draft", "def", 2));
}
