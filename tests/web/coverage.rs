//! Dekking: what is answered, set aside or silent, and the way to mend it.

use voortgang::web::routes::{AcknowledgeGap, Completeness, ComposeGoal, Coverage, CoverageCsv, Gaps};

use crate::{app::TestApp, support::ROUND};

fn path() -> Coverage {
    Coverage { round: ROUND.into() }
}

#[tokio::test]
async fn every_silent_cell_leads_to_where_it_is_mended() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    assert!(page.main().contains("Inzet: 0 beantwoord, 0 terzijde gelegd,"), "{}", page.main());
    let silent = page.count(".app-matrix .app-cell--late");
    assert!(silent > 100);
    assert_eq!(page.count(".app-matrix a.app-cell--late"), silent);
    let completeness = Completeness { round: ROUND.into() }.to_string();
    let gaps = Gaps { round: ROUND.into() }.to_string();
    for href in page.attrs(".app-matrix a.app-cell--late", "href") {
        assert!(href == completeness || href == gaps, "{href}");
    }
}

#[tokio::test]
async fn what_a_ministry_said_with_akkoord_is_no_longer_silent() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    let client = app.coordinator().await;
    let page = client.get(path()).await.expect(200);
    let rows = "section[aria-labelledby=doel-6] tbody tr";
    let count = page.count(rows);
    assert!(count > 0);
    assert_eq!(page.count(&format!("{rows} .app-cell--ok")), 2 * count, "the ministry's own and the whole");
    // A draft says nothing yet.
    app.write("jenv", 6, "Concept.").await;
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.count(&format!("{rows} .app-cell--ok")), 2 * count);
    let filtered = client.get(format!("{}?toon=stil", path())).await.expect(200);
    assert!(filtered.has("section[aria-labelledby=doel-6]"), "the other lead is silent");
}

#[tokio::test]
async fn a_commitment_set_aside_shows_its_reason() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let gaps = client.get(Gaps { round: ROUND.into() }).await.expect(200);
    let key = "input[name=leemte][value='doel-6-inzet-6.1']";
    assert!(gaps.has(key), "the gap has this key");
    let to = AcknowledgeGap { round: ROUND.into() };
    let form = [("leemte", "doel-6-inzet-6.1"), ("doe", "terzijde"), ("reden", "Staat in een andere brief.")];
    client.post(to, &form).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert!(page.main().contains("1 terzijde gelegd"));
    assert!(page.text("section[aria-labelledby=doel-6] tbody tr").contains("Staat in een andere brief."));
}

#[tokio::test]
async fn the_sheet_says_the_same_in_words() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    let client = app.coordinator().await;
    let csv = client.get(CoverageCsv { round: ROUND.into() }).await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.html();
    assert!(text.starts_with("\u{feff}doel;soort;nummer;omschrijving;ministerie;stand;reden of plaats\n"));
    let line = |ministry: &str| {
        text.lines().find(|line| line.starts_with("6;inzet;6.1;") && line.contains(&format!(";{ministry};")))
    };
    assert!(line("DEF").is_some_and(|line| line.contains(";geen nieuws;")), "{text}");
    assert!(line("JenV").is_some_and(|line| line.contains(";stil;")), "{text}");
    app.approver("def").await.get(path()).await.expect(403);
    app.publisher().await.get(path()).await.expect(200);
}

#[tokio::test]
async fn a_passage_is_tagged_with_themes_and_the_report_points_to_it() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Burgers zijn beter beschermd.").await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let gap = "gemerkt met het thema “Human security”";
    assert!(one.get(Gaps { round: ROUND.into() }).await.expect(200).main().contains(gap));
    let take = one.get(compose.clone()).await.expect(200).form("form:has([name=alles])").set("alles", "ja");
    let page = one.submit_and_follow(compose.clone(), &take).await.expect(200);
    let tag = page.attrs("article[id^=passage] a", "href").into_iter().find(|href| href.ends_with("/themas"));
    let tag = tag.expect("a link");
    let form = one.get(&tag).await.expect(200).form("main form");
    other.submit(&tag, &form.clone().tick("thema", "resolutie-1325")).await.expect(303);
    let page = one.submit(&tag, &form.tick("thema", "human-security")).await.expect(409);
    let page = one.submit_and_follow(&tag, &page.form("main form")).await.expect(200);
    assert!(page.text("article[id^=passage]").contains("Human security"));
    assert!(!page.text("article[id^=passage]").contains("1325"));
    assert!(!one.get(Gaps { round: ROUND.into() }).await.expect(200).main().contains(gap));
    let report = one.get(voortgang::web::routes::DraftReport { round: ROUND.into() }).await.expect(200);
    assert!(report.text("#thema-human-security").contains("gaat het over dit thema in alinea 6.1"));
    // Other words keep the tag.
    let edit = page.attr("article[id^=passage] a", "href").expect("a link");
    let words = one.get(&edit).await.expect(200).form("main form").set("tekst", "Burgers zijn beter af.");
    let page = one.submit_and_follow(&edit, &words).await.expect(200);
    assert!(page.text("article[id^=passage]").contains("Human security"));
}
