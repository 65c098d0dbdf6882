//! What everyone may take along: editions as data, names that stay, a feed, and what search engines are told.

use voortgang::web::routes::{
    AboutReport, AllData, ArchiveEdition, EditionData, Feed, GoalId, GoalYear, MinistryId, OpenData, Reports,
    Robots, Sitemap, SitemapIndex,
};

use crate::{
    app::{TestApp, request},
    earlier,
    support::ROUND,
};

fn of_edition(file: &str) -> EditionData {
    EditionData { round: ROUND.into(), number: 1, file: file.into() }
}

fn of_all(file: &str) -> AllData {
    AllData { file: file.into() }
}

fn sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn an_edition_is_there_as_sheets_and_as_json_for_everyone() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.release().await;
    let about = app.nobody().get(AboutReport { round: ROUND.into(), number: 1 }).await.expect(200);
    assert!(about.attrs("main a", "href").contains(&of_edition("doelen.csv").to_string()));
    let page = app.nobody().get(of_edition("doelen.csv")).await.expect(200);
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(page.header("content-disposition").contains("2018-2020-1-doelen.csv"));
    let rows = sheet(&page.body);
    assert_eq!(rows.len(), 14, "a head and 13 goals");
    assert_eq!(rows[0][..6], ["strategie", "ronde", "editie", "peildatum", "status", "doel"]);
    assert_eq!(rows[6][..3], ["gbvs-2018-2022", ROUND, "1"]);
    assert_eq!(rows[6][6], "Cyberafschrikking met slagkracht");
    assert_eq!(rows[6].last().unwrap(), "https://voortgang.example/id/doel/gbvs-2018-2022/6");
    let json = app.nobody().get(of_edition("gegevens.json")).await.expect(200).json();
    assert_eq!(json["doelen"].as_array().unwrap().len(), 13);
    assert_eq!(json["inzet"].as_array().unwrap()[0]["doel"], 1);
    for file in ["inzet.csv", "cijfers.csv", "moties.csv", "bijdragen.csv"] {
        app.nobody().get(of_edition(file)).await.expect(200);
    }
    app.nobody().get(of_edition("personen.csv")).await.expect(404);
    app.nobody().get(of_edition("doelen.json")).await.expect(404);
}

#[tokio::test]
async fn who_has_the_data_of_an_edition_is_told_that_they_did_not_change() {
    let app = TestApp::new().await;
    app.release().await;
    let first = app.nobody().get(of_edition("doelen.csv")).await.expect(200);
    let asked = request(axum::http::Method::GET, of_edition("doelen.csv"))
        .header("if-none-match", first.header("etag"))
        .body(axum::body::Body::empty())
        .unwrap();
    let again = app.nobody().send(asked).await.expect(304);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn what_was_not_released_is_in_no_data() {
    let app = TestApp::new().await;
    app.freeze().await;
    for client in [app.nobody(), app.coordinator().await] {
        client.get(of_edition("doelen.csv")).await.expect(404);
        let rows = sheet(&client.get(of_all("doelen.csv")).await.expect(200).body);
        assert_eq!(rows.len(), 1, "the head alone");
        let json = client.get(of_all("gegevens.json")).await.expect(200).json();
        assert_eq!(json["edities"].as_array().unwrap().len(), 0);
        let feed = client.get(Feed).await.expect(200).html();
        assert!(!feed.contains("<entry>"), "{feed}");
    }
}

#[tokio::test]
async fn all_editions_together_are_those_of_each() {
    let app = TestApp::new().await;
    app.release().await;
    app.release().await;
    let all = sheet(&app.nobody().get(of_all("inzet.csv")).await.expect(200).body);
    let mut each = Vec::new();
    for number in [2, 1] {
        let path = EditionData { number, ..of_edition("inzet.csv") };
        let rows = sheet(&app.nobody().get(path).await.expect(200).body);
        each.extend(rows.into_iter().skip(usize::from(number == 1)));
    }
    assert_eq!(all, each);
    let json = app.nobody().get(of_all("gegevens.json")).await.expect(200).json();
    let numbers: Vec<_> =
        json["edities"].as_array().unwrap().iter().map(|one| one["editie"].clone()).collect();
    assert_eq!(numbers, [2, 1]);
}

#[tokio::test]
async fn reports_of_before_are_there_as_sheets_and_in_the_json_of_everything() {
    let app = TestApp::new().await;
    let client = app.nobody();
    earlier::recorded(&app).await;
    let (reports, ratings) = (of_all("eerdere-rapporten.csv"), of_all("eerdere-oordelen.csv"));
    for path in [&reports, &ratings] {
        assert_eq!(sheet(&client.get(path).await.expect(200).body).len(), 1, "the head alone");
    }
    let json = client.get(of_all("gegevens.json")).await.expect(200).json();
    assert_eq!(json["eerdereRapporten"].as_array().unwrap().len(), 0);
    let app = TestApp::new().await;
    let client = app.nobody();
    earlier::replaced(&app).await;
    let page = client.get(&reports).await.expect(200);
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
    let rows = sheet(&page.body);
    let column = |name: &str| rows[0].iter().position(|one| one == name).expect(name);
    let cells = |name: &str| rows[1..].iter().map(|row| row[column(name)].clone()).collect::<Vec<_>>();
    assert_eq!(cells("kenmerk"), ["2016-2017-2", "2016-2017"]);
    assert_eq!(cells("vervangt"), ["2016-2017", ""]);
    assert_eq!(cells("opvolger"), ["", "2016-2017-2"]);
    assert_eq!(cells("reden"), ["Een bladzijde ontbrak.", ""]);
    assert_eq!(cells("gepubliceerd"), ["2018-03-01", "2018-03-01"]);
    for uri in cells("uri").into_iter().chain(cells("bestand")) {
        client.get(uri.strip_prefix("https://voortgang.example").expect(&uri)).await.expect(200);
    }
    let rows = sheet(&client.get(&ratings).await.expect(200).body);
    assert_eq!(rows[0][..3], ["strategie", "kenmerk", "doel"]);
    assert_eq!(rows[1][1..3], ["2016-2017-2", "6"]);
    assert_eq!(rows[1][4..6], ["Op koers", "De capaciteit groeide."]);
    let json = client.get(of_all("gegevens.json")).await.expect(200).json();
    assert_eq!(json["edities"].as_array().unwrap().len(), 0);
    assert_eq!(json["eerdereRapporten"][1]["opvolger"], "2016-2017-2");
    assert_eq!(json["eerdereRapporten"][1]["doelen"][0]["oordeel"], "Op koers");
    app.nobody().get(of_edition("eerdere-rapporten.csv")).await.expect(404);
}

#[tokio::test]
async fn words_of_a_report_of_before_compute_nothing_in_a_spreadsheet() {
    let app = TestApp::new().await;
    let other = [("titel", "=HYPERLINK(\"x\")"), ("tekst-6", "-1+1|cmd")];
    earlier::released_as(&app, &other, "Zo was het").await;
    let rows = sheet(&app.nobody().get(of_all("eerdere-rapporten.csv")).await.expect(200).body);
    assert!(rows[1].contains(&"'=HYPERLINK(\"x\")".to_owned()), "{rows:?}");
    let rows = sheet(&app.nobody().get(of_all("eerdere-oordelen.csv")).await.expect(200).body);
    assert!(rows[1].contains(&"'-1+1|cmd".to_owned()), "{rows:?}");
}

#[tokio::test]
async fn a_goal_that_only_a_report_of_before_speaks_of_has_its_name_and_leads_there() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let goal = GoalYear { strategy: "gbvs-2018-2022".into(), number: 6 };
    earlier::recorded(&app).await;
    client.get(&goal).await.expect(404);
    let app = TestApp::new().await;
    let client = app.nobody();
    earlier::released(&app).await;
    assert_eq!(client.get(&goal).await.expect(303).location(), "/rapporten/eerder/2016-2017");
    client.get(GoalYear { number: 5, ..goal.clone() }).await.expect(404);
    let concepts = client.get(of_all("begrippen.jsonld")).await.expect(200).json();
    let uri = "https://voortgang.example/id/doel/gbvs-2018-2022/6";
    let known = concepts["@graph"].as_array().unwrap().iter().find(|one| one["@id"] == uri).expect("a goal");
    assert_eq!(known["notation"], "6");
    // Once an edition speaks of it, that is where it leads.
    app.release().await;
    client.get(&goal).await.expect(200);
}

#[tokio::test]
async fn the_page_explains_every_column_of_every_sheet() {
    let app = TestApp::new().await;
    app.release().await;
    let reports = app.nobody().get(Reports).await.expect(200);
    assert!(reports.attrs("main a", "href").contains(&OpenData.to_string()));
    let page = app.nobody().get(OpenData).await.expect(200);
    let explained = page.texts("dt code");
    for link in page.attrs("main a", "href").into_iter().filter(|href| href.contains(".csv")) {
        let rows = sheet(&app.nobody().get(&link).await.expect(200).body);
        for column in &rows[0] {
            assert!(explained.contains(column), "{link}: {column}");
        }
    }
    for link in page.attrs("main a", "href") {
        app.nobody().get(&link).await.expect(200);
    }
}

#[tokio::test]
async fn names_stay_and_lead_to_what_they_name() {
    let app = TestApp::new().await;
    app.release().await;
    let goal = app.nobody().get(GoalId { strategy: "gbvs-2018-2022".into(), number: 6 }).await.expect(303);
    assert_eq!(goal.location(), GoalYear { strategy: "gbvs-2018-2022".into(), number: 6 }.to_string());
    let def = app.nobody().get(MinistryId { ministry: "def".into() }).await.expect(303);
    assert_eq!(def.location(), format!("{OpenData}#ministerie-def"));
    assert!(app.nobody().get(OpenData).await.has("#ministerie-def"));
    app.nobody().get(MinistryId { ministry: "onbekend".into() }).await.expect(404);
    let concepts = app.nobody().get(of_all("begrippen.jsonld")).await.expect(200).json();
    let graph = concepts["@graph"].as_array().unwrap();
    let of = |uri: &str| graph.iter().find(|one| one["@id"] == uri).unwrap_or_else(|| panic!("{uri}"));
    let goal = of("https://voortgang.example/id/doel/gbvs-2018-2022/6");
    assert_eq!(goal["prefLabel"], "Cyberafschrikking met slagkracht");
    let jenv = of("https://voortgang.example/id/ministerie/jenv");
    assert!(jenv["altLabel"].as_array().unwrap().contains(&"VenJ".into()));
    assert!(
        graph.iter().all(|one| one.get("exactMatch").is_none()),
        "nobody said what the register calls them"
    );
}

#[tokio::test]
async fn a_feed_names_every_public_edition() {
    let app = TestApp::new().await;
    app.release().await;
    let page = app.nobody().get(Feed).await.expect(200);
    assert_eq!(page.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = page.html();
    assert!(feed.contains("<id>https://voortgang.example/rapporten/2018-2020/1</id>"), "{feed}");
    assert!(feed.contains("href=\"https://voortgang.example/rapporten/2018-2020/1/rapport.pdf\""), "{feed}");
    let reports = app.nobody().get(Reports).await;
    let link = "link[rel=\"alternate\"][type=\"application/atom+xml\"]";
    assert_eq!(reports.attr(link, "href"), Some(Feed.to_string()));
}

#[tokio::test]
async fn a_report_of_before_is_new_in_the_feed_and_as_old_as_it_is() {
    let app = TestApp::new().await;
    earlier::recorded(&app).await;
    let feed = app.nobody().get(Feed).await.expect(200).html();
    assert!(!feed.contains("<entry>"), "{feed}");
    let app = TestApp::new().await;
    earlier::replaced(&app).await;
    let feed = app.nobody().get(Feed).await.expect(200).html();
    let address = "https://voortgang.example/rapporten/eerder/2016-2017";
    for wanted in [
        &format!("<id>{address}</id>"),
        &format!("<id>{address}-2</id>"),
        &format!("href=\"{address}-2/rapport.pdf\""),
        "<published>2018-03-01T00:00:00Z</published>",
        "Reden: Een bladzijde ontbrak.",
    ] {
        assert!(feed.contains(wanted), "{wanted}: {feed}");
    }
    let updated = format!("<updated>{}", app.installation.clock.now().format("%Y-%m-%dT"));
    assert_eq!(feed.matches(&updated).count(), 3, "the feed and both entries are of their release: {feed}");
}

#[tokio::test]
async fn search_engines_are_told_nothing_of_a_site_that_is_not_public() {
    let app = TestApp::with(|settings| settings.base = "http://127.0.0.1:8080".into()).await;
    app.release().await;
    for path in [Robots.to_string(), SitemapIndex.to_string(), Sitemap.to_string()] {
        app.nobody().get(path).await.expect(404);
    }
}

#[tokio::test]
async fn the_governments_search_engine_is_led_to_editions_once_the_publisher_is_known() {
    let tooi = "https://identifier.overheid.nl/tooi/id/ministerie/voorbeeld";
    let unknown = TestApp::new().await;
    unknown.nobody().get(SitemapIndex).await.expect(404);
    let robots = unknown.nobody().get(Robots).await.expect(200).html();
    assert!(robots.contains("Disallow: /\n") && !robots.contains("Sitemap:"), "{robots}");
    let app = TestApp::with(|settings| settings.tooi = Some(tooi.into())).await;
    app.release().await;
    let robots = app.nobody().get(Robots).await.expect(200).html();
    let index = "https://voortgang.example/sitemapindex-diwoo-infocat007.xml";
    assert!(robots.contains(&format!("Sitemap: {index}")), "{robots}");
    let index = app.nobody().get(SitemapIndex).await.expect(200).html();
    assert!(index.contains("<loc>https://voortgang.example/sitemap-diwoo-infocat007.xml</loc>"), "{index}");
    let sitemap = app.nobody().get(Sitemap).await.expect(200).html();
    let wanted = [
        "<loc>https://voortgang.example/rapporten/2018-2020/1/rapport.pdf</loc>",
        "<diwoo:officieleTitel>Voortgangsrapportage GBVS 2018–2020</diwoo:officieleTitel>",
        "https://identifier.overheid.nl/tooi/def/thes/kern/c_c76862ab",
        "<diwoo:publisher resource=\"https://identifier.overheid.nl/tooi/id/ministerie/voorbeeld\">",
        "<diwoo:creatiedatum>",
        "<diwoo:begindatum>",
        "<diwoo:documentsoort resource=",
        "<diwoo:soortHandeling resource=\"https://identifier.overheid.nl/tooi/def/thes/kern/c_641ecd76\">",
        "<diwoo:trefwoord>",
        "<diwoo:format resource=",
        "<diwoo:language resource=",
        "<diwoo:opsteller resource=",
        "<diwoo:verantwoordelijke resource=",
    ];
    for wanted in wanted {
        assert!(sitemap.contains(wanted), "{wanted}: {sitemap}");
    }
}

#[tokio::test]
async fn the_governments_search_engine_finds_reports_of_before_and_hears_which_no_longer_hold() {
    let tooi = "https://identifier.overheid.nl/tooi/id/ministerie/voorbeeld";
    let app = TestApp::with(|settings| settings.tooi = Some(tooi.into())).await;
    earlier::recorded(&app).await;
    let sitemap = app.nobody().get(Sitemap).await.expect(200).html();
    assert!(!sitemap.contains("<loc>"), "{sitemap}");
    let app = TestApp::with(|settings| settings.tooi = Some(tooi.into())).await;
    earlier::replaced(&app).await;
    let sitemap = app.nobody().get(Sitemap).await.expect(200).html();
    let of = |slug: &str| {
        let loc = format!("<loc>https://voortgang.example/rapporten/eerder/{slug}/rapport.pdf</loc>");
        let found = sitemap.split("<url>").find(|url| url.contains(&loc));
        found.unwrap_or_else(|| panic!("{slug}: {sitemap}")).to_owned()
    };
    let (old, new) = (of("2016-2017"), of("2016-2017-2"));
    for one in [&old, &new] {
        for wanted in [
            "<diwoo:creatiedatum>2018-03-01</diwoo:creatiedatum>",
            "<diwoo:officieleTitel>Voortgang veiligheidsstrategie 2016–2017</diwoo:officieleTitel>",
            "thes/kern/c_dfcee535",
            "<diwoo:trefwoord>GBVS</diwoo:trefwoord>",
        ] {
            assert!(one.contains(wanted), "{wanted}: {one}");
        }
    }
    assert!(old.contains("<diwoo:einddatum>") && !new.contains("<diwoo:geldigheid>"), "{sitemap}");
}

#[tokio::test]
async fn who_oversees_takes_an_edition_along_as_one_package() {
    let app = TestApp::new().await;
    app.freeze().await;
    let package = ArchiveEdition { round: ROUND.into(), number: 1 };
    let coordinator = app.coordinator().await;
    let edition = voortgang::web::routes::ShowEdition { round: ROUND.into(), number: 1 };
    let page = coordinator.get(edition).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&package.to_string()));
    let first = coordinator.get(package.clone()).await.expect(200);
    assert_eq!(first.header("content-type"), "application/zip");
    assert!(first.header("content-disposition").contains("voortgang-2018-2020-editie-1.zip"));
    assert!(first.body.starts_with(b"PK"));
    app.later();
    assert_eq!(coordinator.get(package.clone()).await.expect(200).body, first.body, "always the same bytes");
    app.contributor("def").await.get(package.clone()).await.expect(403);
    coordinator.get(ArchiveEdition { number: 9, ..package }).await.expect(404);
}
