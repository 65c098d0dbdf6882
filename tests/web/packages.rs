//! Working without a network: a ministry's part of a round leaves as a file, is filled in elsewhere, and comes back.

use voortgang::{
    domain::contribution::State,
    web::routes::{
        ConfirmPackage, ContributionDraft, ContributionHistory, EditContribution, NoContribution,
        PackageFile, Tasks,
    },
};

use crate::{
    app::TestApp,
    book::{Book, STAND, TEXT, fetch, form, newest, path, preview, send, take},
    support::ROUND,
};

#[tokio::test]
async fn mijn_doelen_leads_to_it_while_there_is_something_to_write() {
    let app = TestApp::new().await;
    let client = app.contributor("ocw").await;
    let link = format!("a[href='{}']", path());
    assert_eq!(client.get(Tasks).await.expect(200).count(&link), 1);
    app.submit("ocw", 2, "Wij deden dit.").await;
    assert_eq!(client.get(Tasks).await.expect(200).count(&link), 0);
    let page = preview(&client).await;
    assert!(page.main().contains("geen doel waar uw ministerie nog aan kan schrijven"), "{}", page.main());
    client.get(PackageFile { round: ROUND.into(), format: "xlsx".into() }).await.expect(409);
}

#[tokio::test]
async fn a_file_that_was_not_touched_changes_nothing() {
    let app = TestApp::new().await;
    app.write("def", 5, "- Wij begonnen.\n\n=1+1 & _x0041_ “Oekraïne” 🕊️").await;
    let client = app.contributor("def").await;
    for format in ["xlsx", "ods", "json"] {
        let bytes = fetch(&client, format).await;
        assert_eq!(bytes, fetch(&client, format).await, "the same words make the same file");
        send(&client, &format!("bijdragen.{format}"), &bytes).await.expect(303);
        let page = preview(&client).await;
        assert!(page.main().contains("12 doelen blijven gelijk."), "{}", page.main());
        assert!(!page.has("button[value=overnemen]"));
    }
    assert_eq!(newest(&app, "def", 5).await.0, 1);
}

#[tokio::test]
async fn what_was_filled_in_is_shown_first_and_then_becomes_a_revision_with_its_origin() {
    let app = TestApp::new().await;
    app.write("def", 6, "Wij begonnen.").await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "bereikt", TEXT, "Wij begonnen en maakten het af.");
    book.set(6, "inzet-6.1", STAND, "Afgerond");
    book.set(6, "inzet-6.1", TEXT, "Klaar in 2019.");
    let row = book.row(6, "bron");
    book.cells(6).extend([
        ((row, 1), "Defensienota".to_owned()),
        ((row, 2), "26-3-2018".to_owned()),
        ((row, 4), "34 919, nr. 1".to_owned()),
    ]);
    send(&client, "thuis.xlsx", &book.bytes()).await.expect(303);
    assert_eq!(newest(&app, "def", 6).await.0, 1, "nothing is taken before a yes");
    let page = preview(&client).await;
    assert!(page.main().contains("1 doel verandert, 11 doelen blijven gelijk."), "{}", page.main());
    assert_eq!(page.texts(".app-diff__field"), ["Wat is bereikt", "Inzet 6.1", "Bronnen"]);
    let page = take(&client).await;
    assert_eq!(page.flash(), "Doel 6 is bijgewerkt uit “thuis.xlsx”. Kijk het na en dien het in.");
    let (number, content) = newest(&app, "def", 6).await;
    assert_eq!((number, content.achieved.as_str()), (2, "Wij begonnen en maakten het af."));
    assert_eq!(content.stands[0].line, "Klaar in 2019.");
    assert_eq!(content.sources[0].paper.as_ref().expect("a paper").to_string(), "34 919, nr. 1");
    let listed = app.listed("def", 6).await;
    assert_eq!(listed.contribution.state, State::Draft, "it is never handed in");
    let page = client.get(ContributionHistory { id: listed.contribution.id }).await.expect(200);
    assert!(page.text(".app-history").contains("Versie 2 ingelezen uit “thuis.xlsx”"));
    assert!(!preview(&client).await.has("section[aria-labelledby=gelezen]"), "nothing waits any more");
    app.later();
    client.post(ConfirmPackage { round: ROUND.into() }, &[("doe", "overnemen")]).await.expect(409);
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "bereikt", TEXT, "Van de reis.");
    let bytes = book.bytes();
    send(&client, "reis.xlsx", &bytes).await.expect(303);
    take(&client).await;
    // Not even when the words were changed on the site since.
    app.write("def", 6, "Op de site verbeterd.").await;
    send(&client, "reis.xlsx", &bytes).await.expect(303);
    let page = preview(&client).await;
    assert!(page.main().contains("Dit bestand is hier al eerder ingelezen."), "{}", page.main());
    assert!(!page.has("button[value=overnemen]"));
    assert_eq!(newest(&app, "def", 6).await.1.achieved.as_str(), "Op de site verbeterd.");
}

#[tokio::test]
async fn what_was_saved_meanwhile_in_another_place_stays() {
    let app = TestApp::new().await;
    app.write("def", 6, "Wij begonnen.").await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "vooruitblik", TEXT, "Wij gaan door.");
    app.write("def", 6, "Wij begonnen en een collega schreef verder.").await;
    send(&client, "reis.xlsx", &book.bytes()).await.expect(303);
    let page = preview(&client).await;
    assert_eq!(page.texts(".app-diff__field"), ["Vooruitblik"]);
    assert!(
        page.text("article")
            .contains("Op de site is intussen versie 2 bewaard; dit bestand begon bij versie 1.")
    );
    take(&client).await;
    let (number, content) = newest(&app, "def", 6).await;
    assert_eq!(number, 3);
    assert_eq!(content.achieved.as_str(), "Wij begonnen en een collega schreef verder.");
    assert_eq!(content.outlook.as_str(), "Wij gaan door.");
}

#[tokio::test]
async fn what_both_changed_stands_side_by_side_and_a_person_chooses() {
    let app = TestApp::new().await;
    app.write("def", 6, "Wij begonnen.").await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "bereikt", TEXT, "Uit de trein.");
    app.write("def", 6, "Van een collega.").await;
    for (choice, words, number) in [("laten", "Van een collega.", 2), ("bestand", "Uit de trein.", 3)] {
        send(&client, "trein.xlsx", &book.bytes()).await.expect(303);
        let page = preview(&client).await;
        let row = page.text(".app-diff");
        assert!(row.contains("Van een collega.") && row.contains("Uit de trein."), "{row}");
        let yes = page.form(&form()).set("doe", "overnemen");
        app.later();
        let page = client.submit(path(), &yes).await.expect(422);
        assert!(page.text(".error-summary li").contains("Kies wat er bij doel 6 moet staan."));
        app.later();
        client
            .submit(path(), &page.form(&form()).set("doe", "overnemen").tick("keuze-6", choice))
            .await
            .expect(303);
        let (now, content) = newest(&app, "def", 6).await;
        assert_eq!((now, content.achieved.as_str()), (number, words));
    }
}

#[tokio::test]
async fn what_changes_between_looking_and_saying_yes_is_shown_again() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "vooruitblik", TEXT, "Wij gaan door.");
    send(&client, "reis.xlsx", &book.bytes()).await.expect(303);
    let yes = preview(&client).await.form(&form()).set("doe", "overnemen");
    app.write("def", 6, "Van een collega.").await;
    let page = client.submit(path(), &yes).await.expect(409);
    assert!(page.main().contains("Er is nog niets ingelezen."));
    assert_eq!(newest(&app, "def", 6).await.0, 1);
    app.later();
    client.submit(path(), &page.form(&form()).set("doe", "overnemen")).await.expect(303);
    assert_eq!(newest(&app, "def", 6).await.0, 2);
}

#[tokio::test]
async fn a_file_that_is_thrown_away_leaves_nothing() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "bereikt", TEXT, "Toch niet.");
    send(&client, "reis.xlsx", &book.bytes()).await.expect(303);
    let no = preview(&client).await.form(&form()).set("doe", "weggooien");
    let page = client.submit_and_follow(path(), &no).await.expect(200);
    assert_eq!(page.flash(), "Het bestand is weggegooid. Er is niets veranderd.");
    assert!(!page.has("section[aria-labelledby=gelezen]"));
    assert_eq!(newest(&app, "def", 6).await.0, 0);
}

#[tokio::test]
async fn what_is_being_typed_on_the_site_is_not_lost_to_a_file() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.contribution("def", 6).await;
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    book.set(6, "bereikt", TEXT, "Uit het bestand.");
    client
        .put(ContributionDraft { id }, &[("bereikt", "Nog aan het typen"), ("versie", "0")])
        .await
        .expect(200);
    send(&client, "reis.xlsx", &book.bytes()).await.expect(303);
    let page = preview(&client).await;
    assert!(page.text("article li").contains("U typte op de site nog aan doel 6"));
    assert!(!page.has("button[value=overnemen]"));
    let page = client.get(EditContribution { id }).await.expect(200);
    assert_eq!(page.text("#veld-bereikt"), "Nog aan het typen");
}

#[tokio::test]
async fn geen_bijdrage_goes_along_and_comes_back() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.contribution("def", 6).await;
    client.post(NoContribution { id }, &[("reden", "Niets te melden."), ("versie", "0")]).await.expect(303);
    let mut book = Book::of(&fetch(&client, "xlsx").await);
    assert_eq!(book.row(6, "geen-bijdrage"), book.row(6, "bron") - 2);
    book.set(7, "geen-bijdrage", TEXT, "Ook hier niet.");
    send(&client, "reis.xlsx", &book.bytes()).await.expect(303);
    take(&client).await;
    assert_eq!(newest(&app, "def", 6).await.0, 1);
    let reason = newest(&app, "def", 7).await.1.no_contribution;
    assert_eq!(reason.expect("a reason").as_str(), "Ook hier niet.");
}
