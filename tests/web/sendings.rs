//! What is recorded of an edition after it was sent.

use voortgang::web::routes::{AboutReport, RecordSending, Reports, ShowEdition};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::{ROUND, moment},
};

fn path(number: u32, house: &str) -> RecordSending {
    RecordSending { round: ROUND.into(), number, house: house.into() }
}

fn edition(number: u32) -> ShowEdition {
    ShowEdition { round: ROUND.into(), number }
}

/// Fills in the form for edition 1 and the Tweede Kamer, and sends it.
async fn record(client: &Client, [day, paper, document]: [&str; 3]) -> Page {
    record_of(client, 1, "tweede-kamer", [day, paper, document]).await
}

async fn record_of(client: &Client, number: u32, house: &str, [day, paper, document]: [&str; 3]) -> Page {
    let form = client.get(path(number, house)).await.expect(200).form("main form");
    let form = form.set("datum", day).set("kamerstuk", paper).set("document", document);
    client.submit(path(number, house), &form).await
}

/// An installation in May 2020, with an edition that was released in February.
async fn released() -> TestApp {
    let app = TestApp::new().await;
    app.release().await;
    app.installation.clock.set(moment("2020-05-01T12:00:00Z"));
    app
}

#[tokio::test]
async fn what_the_publisher_records_is_read_by_everyone_with_the_way_to_the_publication() {
    let app = released().await;
    let client = app.publisher().await;
    record(&client, ["17-04-2020", "33 694, nr. 57", "2020d14866"]).await.expect(303);
    record_of(&client, 1, "eerste-kamer", ["17-04-2020", "33 694, U", ""]).await.expect(303);
    let page = client.get(edition(1)).await.expect(200);
    assert!(
        page.main()
            .contains("Aangeboden op 17 april 2020. Kamerstuk 33 694, nr. 57. Documentnummer 2020D14866.")
    );
    let about = AboutReport { round: ROUND.into(), number: 1 };
    for address in [Reports.to_string(), about.to_string()] {
        let page = app.nobody().get(address).await.expect(200);
        let links = page.attrs("main a", "href");
        assert!(links.contains(&"https://zoek.officielebekendmakingen.nl/kst-33694-57.html".to_owned()));
        assert!(links.contains(&"https://zoek.officielebekendmakingen.nl/kst-33694-U.html".to_owned()));
    }
}

#[tokio::test]
async fn a_correction_counts_and_what_was_recorded_before_stays_readable() {
    let app = released().await;
    let client = app.publisher().await;
    record(&client, ["17-04-2020", "", ""]).await.expect(303);
    app.installation.clock.set(moment("2020-05-01T12:05:00Z"));
    record(&client, ["18-04-2020", "33 694, nr. 57", ""]).await.expect(303);
    let page = client.get(edition(1)).await.expect(200);
    assert!(page.main().contains("Aangeboden op 18 april 2020. Kamerstuk 33 694, nr. 57."));
    assert_eq!(
        page.text("#aanbieding ~ ul li"),
        "Eerder vastgelegd: 17 april 2020 (door uitgever van BZ, 01-05-2020 14.00)"
    );
    let form = client.get(path(1, "tweede-kamer")).await.expect(200).form("main form");
    assert_eq!((form.value("datum"), form.value("kamerstuk")), ("18-04-2020", "33 694, nr. 57"));
}

#[tokio::test]
async fn what_cannot_be_so_is_refused_with_the_reason_and_everything_typed() {
    let app = released().await;
    let client = app.publisher().await;
    for (typed, field, reason) in [
        (["", "", ""], "datum", "Vul de datum in."),
        (["31-01-2020", "", ""], "datum", "Zij kan niet eerder zijn aangeboden."),
        (["02-05-2020", "", ""], "datum", "Deze dag moet nog komen."),
        (["17-04-2020", "33694", ""], "kamerstuk", "“33 694, nr. 57”"),
        (["17-04-2020", "33 694, nr. ?", ""], "kamerstuk", "Het nummer is nog open."),
        (
            ["17-04-2020", "Kamerstukken II 2019/21, 33 694, nr. 5", ""],
            "kamerstuk",
            "twee opeenvolgende jaren",
        ),
        (["17-04-2020", "33 694, U", ""], "kamerstuk", "een Kamerstuk van de Eerste Kamer"),
        (["17-04-2020", "", "14866"], "document", "zoals 2020D14866"),
    ] {
        let page = record(&client, typed).await.expect(422);
        assert!(
            page.text(".error-summary li").contains(reason),
            "{typed:?}: {}",
            page.text(".error-summary li")
        );
        assert_eq!(page.attr(".error-summary a", "href"), Some(format!("#veld-{field}")));
        let form = page.form("main form");
        assert_eq!([form.value("datum"), form.value("kamerstuk"), form.value("document")], typed);
    }
    assert!(client.get(edition(1)).await.main().contains("Nog niet vastgelegd."));
}

#[tokio::test]
async fn a_kamerstuk_belongs_to_one_edition() {
    let app = released().await;
    app.installation.clock.set(moment("2020-04-01T12:00:00Z"));
    app.release().await;
    app.installation.clock.set(moment("2020-05-01T12:00:00Z"));
    let client = app.publisher().await;
    record(&client, ["17-04-2020", "33 694, nr. 57", ""]).await.expect(303);
    let same = "Kamerstukken II 2019/20, 33 694, nr. 57";
    let page = record_of(&client, 2, "tweede-kamer", ["17-04-2020", same, ""]).await.expect(422);
    assert!(page.text(".error-summary li").contains("al vastgelegd bij editie 1 van de ronde 2018–2020"));
    app.installation.clock.set(moment("2020-05-01T12:05:00Z"));
    record(&client, ["17-04-2020", "33 694, nr. 58", ""]).await.expect(303);
    record_of(&client, 2, "tweede-kamer", ["17-04-2020", same, ""]).await.expect(303);
}

#[tokio::test]
async fn only_a_released_edition_was_sent_and_only_the_publisher_says_so() {
    let app = released().await;
    app.freeze().await;
    let publisher = app.publisher().await;
    publisher.get(path(2, "tweede-kamer")).await.expect(409);
    publisher.post(path(2, "tweede-kamer"), &[("datum", "17-04-2020")]).await.expect(409);
    publisher.get(path(1, "xx")).await.expect(404);
    let coordinator = app.coordinator().await;
    coordinator.post(path(1, "tweede-kamer"), &[("datum", "17-04-2020")]).await.expect(403);
    assert!(!coordinator.get(edition(1)).await.expect(200).main().contains("Leg de aanbieding vast"));
}
