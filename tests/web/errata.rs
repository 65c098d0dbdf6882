//! Errata: corrections in the open.

use voortgang::{
    domain::round::State,
    web::routes::{AboutReport, NewErratum, ReleaseEdition, ReportFile, Reports, ShowEdition, ShowReport},
};

use crate::{
    app::{Client, TestApp},
    page::{Form, Page},
    support::ROUND,
};

fn path(number: u32) -> NewErratum {
    NewErratum { round: ROUND.into(), number }
}

fn about(number: u32) -> AboutReport {
    AboutReport { round: ROUND.into(), number }
}

/// A released edition, and the form of an erratum that corrects a title in it.
async fn case() -> (TestApp, Client, Form) {
    let app = TestApp::new().await;
    app.release().await;
    let client = app.coordinator().await;
    let form = client.get(path(1)).await.expect(200).form("main form");
    let form = form
        .set("plaats-1", "Doel 6")
        .set("staat-1", "Cyberafschrikking met slagkracht")
        .set("moet-1", "Cyberafschrikking met meer slagkracht")
        .set("reden-1", "Er viel een woord weg.");
    (app, client, form)
}

async fn press(client: &Client, form: &Form, button: &str) -> Page {
    client.submit(path(1), &form.clone().set("doe", button)).await
}

#[tokio::test]
async fn an_erratum_is_shown_as_it_will_read_then_frozen_then_released_by_another() {
    let (app, client, form) = case().await;
    let page = press(&client, &form, "bekijken").await.expect(200);
    assert_eq!(page.text("section h2"), "Erratum bij editie 1");
    assert_eq!(
        page.texts("tbody tr > *"),
        [
            "Doel 6",
            "Cyberafschrikking met slagkracht",
            "Cyberafschrikking met meer slagkracht",
            "Er viel een woord weg."
        ]
    );
    let page = press(&client, &page.form("main form"), "vaststellen").await;
    let page = client.get(page.location()).await.expect(200);
    assert!(page.title().starts_with("Erratum, editie 2"));
    assert!(
        page.text(".utrecht-alert--info").contains("Erratum bij editie 1. Reden: Er viel een woord weg.")
    );
    app.nobody().get(ShowReport { round: ROUND.into(), number: 2 }).await.expect(404);
    assert!(!app.nobody().get(about(1)).await.expect(200).main().contains("erratum"), "not yet public");

    client.post(ReleaseEdition { round: ROUND.into(), number: 2 }, &[]).await.expect(403);
    app.publisher().await.post(ReleaseEdition { round: ROUND.into(), number: 2 }, &[]).await.expect(303);
    assert_eq!(app.round().await.state, State::Open, "an erratum leaves its round where it is");
    let everyone = app.nobody();
    let page = everyone.get(about(1)).await.expect(200);
    assert!(page.main().contains("Verbeterd met een erratum: editie 2. Reden: Er viel een woord weg."));
    assert!(everyone.get(Reports).await.expect(200).main().contains("Verbeterd met een erratum: editie 2"));
    assert!(everyone.get(about(2)).await.expect(200).main().contains("Erratum bij editie 1"));
    let html = everyone.get(ShowReport { round: ROUND.into(), number: 2 }).await.expect(200);
    assert_eq!(html.text("h1"), "Erratum bij editie 1");
    for name in ["rapport.pdf", "rapport.json"] {
        everyone.get(ReportFile { round: ROUND.into(), number: 2, name: name.into() }).await.expect(200);
    }
    everyone.get(ShowReport { round: ROUND.into(), number: 1 }).await.expect(200);
}

#[tokio::test]
async fn what_it_quotes_must_stand_where_it_says() {
    let (_app, client, form) = case().await;
    for (field, typed, reason) in [
        ("plaats-1", "99.9", "geen alinea met dit nummer"),
        ("plaats-1", "Doel 5", "maar hier: "),
        ("staat-1", "Dit staat er niet.", "Deze woorden staan niet in editie 1."),
        ("moet-1", "Cyberafschrikking met slagkracht", "hetzelfde als wat er staat"),
        ("plaats-1", "", "Vul in: Plaats."),
        ("staat-1", " ", "Vul in: Er staat."),
        ("moet-1", "", "Vul in: Moet zijn."),
        ("reden-1", "", "Vul in: Reden."),
    ] {
        for button in ["bekijken", "vaststellen"] {
            let wrong = form.clone().set(field, typed);
            let page = press(&client, &wrong, button).await.expect(422);
            let said = page.text(".error-summary li");
            assert!(said.contains(reason), "{field} {typed:?}: {said}");
            assert_eq!(
                page.form("main form").value("moet-1"),
                wrong.value("moet-1"),
                "what was typed is kept"
            );
        }
    }
}

#[tokio::test]
async fn one_erratum_holds_several_corrections_and_empty_ones_do_not_count() {
    let (_app, client, form) = case().await;
    let page = press(&client, &form, "erbij").await.expect(200);
    assert_eq!(page.count("fieldset"), 2);
    let form = page.form("main form");
    let page = press(&client, &form, "bekijken").await.expect(200);
    assert_eq!(page.count("tbody tr"), 1);
    let page = press(&client, &page.form("main form"), "bewerken").await.expect(200);
    assert_eq!(page.form("main form").value("reden-1"), "Er viel een woord weg.");
    let second = form
        .set("plaats-2", "Colofon")
        .set("staat-2", "Ministerie van Buitenlandse Zaken")
        .set("moet-2", "Ministerie van BZ")
        .set("reden-2", "Korter.");
    assert_eq!(press(&client, &second, "bekijken").await.expect(200).count("tbody tr"), 2);
}

#[tokio::test]
async fn a_later_press_makes_no_second_erratum() {
    let (app, client, form) = case().await;
    let form = press(&client, &form, "bekijken").await.expect(200).form("main form");
    press(&client, &form, "vaststellen").await.expect(303);
    app.later();
    let page = press(&client, &form, "vaststellen").await.expect(409);
    assert!(page.main().contains("Intussen is een andere editie vastgesteld."));
    client.get(ShowEdition { round: ROUND.into(), number: 3 }).await.expect(404);
}

#[tokio::test]
async fn only_a_released_report_gets_an_erratum() {
    let (app, client, form) = case().await;
    let form = press(&client, &form, "bekijken").await.expect(200).form("main form");
    press(&client, &form, "vaststellen").await.expect(303);
    app.publisher().await.post(ReleaseEdition { round: ROUND.into(), number: 2 }, &[]).await.expect(303);
    let page = client.get(path(2)).await.expect(409);
    assert!(page.main().contains("Dit is zelf een erratum."));
    client.submit(path(2), &form.clone().set("doe", "vaststellen")).await.expect(409);
    app.freeze().await;
    let page = client.get(path(3)).await.expect(409);
    assert!(page.main().contains("nog niet vrijgegeven"));
    app.publisher().await.get(path(1)).await.expect(403);
}
