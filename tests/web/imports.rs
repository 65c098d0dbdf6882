//! Lists of motions and undertakings that come in, and the register that goes out.

use std::fmt::Write as _;

use voortgang::web::routes::{ImportRequests, Requests, RequestsCsv};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

const GOOD: &str = "soort;omschrijving;datum;kamer;vindplaats;indiener;doel;ministerie;termijn\r\n\
    motie;Nieuwe wapens bespreken;24-04-2019;;33 694, nr. 43;Koopmans c.s.;3;BZ;\r\n\
    toezegging;\"Brief over; en met\r\ntwee regels\";1-3-2019;Tweede Kamer;;Minister van Defensie;;Defensie;01-07-2019\r\n";

fn path() -> ImportRequests {
    ImportRequests { round: ROUND.into() }
}

async fn send(client: &Client, sheet: impl AsRef<[u8]>) -> Page {
    client.upload(path(), &[], ("lijst.csv", sheet.as_ref())).await
}

async fn register(client: &Client) -> Page {
    client.get(Requests { round: ROUND.into() }).await.expect(200)
}

#[tokio::test]
async fn every_row_is_shown_before_any_is_taken() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    for sheet in [GOOD.to_owned(), format!("\u{feff}{GOOD}"), GOOD.replace("\r\n", "\n")] {
        send(&client, sheet).await.expect(303);
        let page = client.get(path()).await.expect(200);
        assert_eq!(page.texts("tbody th"), ["2", "3"]);
        assert_eq!(page.texts("tbody .utrecht-status-badge"), ["nieuw", "nieuw"]);
    }
    assert_eq!(register(&client).await.count(".app-task"), 0);
    let page = client.get(path()).await.expect(200);
    let form = page.form("section[aria-labelledby=rijen-kop] form").set("doe", "inlezen");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert_eq!(page.flash(), "2 moties en toezeggingen zijn vastgelegd.");
    let notes = page.texts(".app-task__note");
    assert_eq!(notes[0], "Doel 3. 33 694, nr. 43. Koopmans c.s., 24 april 2019. BZ antwoordt");
    assert!(notes[1].contains("Termijn: 1 juli 2019"), "{}", notes[1]);
    assert_eq!(page.texts(".app-task__link")[1], "Brief over; en met twee regels");
    app.later();
    client.submit(path(), &form).await.expect(409);
}

#[tokio::test]
async fn a_list_that_is_thrown_away_leaves_nothing() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    send(&client, GOOD).await.expect(303);
    let form = client.get(path()).await.expect(200).form("section[aria-labelledby=rijen-kop] form");
    let page = client.submit_and_follow(path(), &form.set("doe", "staken")).await.expect(200);
    assert!(!page.has("table"));
    assert_eq!(register(&client).await.count(".app-task"), 0);
}

#[tokio::test]
async fn a_fault_is_named_with_its_row_and_nothing_is_taken() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let head = "soort,omschrijving,datum,kamer,vindplaats,doel,ministerie";
    for (row, words) in [
        ("motie,=cmd|'/c calc'!A1,24-04-2019,TK,,,", "“omschrijving” begint met “=”"),
        ("motie,Een\0twee,24-04-2019,TK,,,", "onzichtbaar teken (U+0000)"),
        ("motie,Vraag,32-04-2019,TK,,,", "dag-maand-jaar"),
        ("motie,Vraag,24-04-2019,TK,\"33 694, nr. ?\",,", "nog open"),
        ("motie,Vraag,24-04-2019,TK,,14,", "Doel “14” is er niet"),
        ("motie,Vraag,24-04-2019,TK,,,VenJ", "Ministerie “VenJ” staat niet in het register"),
        ("amendement,Vraag,24-04-2019,TK,,,", "Kies motie of toezegging"),
        ("motie,,24-04-2019,TK,,,", "Vul in: Wat is gevraagd"),
        ("motie,Vraag,24-04-2019,,,,", "Kies de Kamer"),
        ("motie,Vraag, met komma,24-04-2019,TK,,,", "Deze rij heeft 8 cellen en de kop 7"),
    ] {
        let sheet = format!("{head}\nmotie,Goed,24-04-2019,TK,,,\n{row}\n");
        let page = send(&client, sheet).await.expect(422);
        assert!(page.text(".error-summary li").contains("Er is niets ingelezen"));
        assert!(!page.has("button[value=inlezen]"), "{row}");
        let rows = page.texts("tbody tr");
        assert!(rows[1].starts_with("3fout") && rows[1].contains(words), "{row}: {}", rows[1]);
    }
    let page = client.get(path()).await.expect(200);
    assert!(!page.has("table"), "a list with a fault does not wait");
}

#[tokio::test]
async fn a_number_that_stands_twice_is_shown_with_both_rows() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let twice = "soort;omschrijving;datum;vindplaats\n\
        motie;Een;24-04-2019;33 694, nr. 43\n\
        motie;Twee;24-04-2019;Kamerstukken II 2018/19, 33 694, nr. 43\n";
    let page = send(&client, twice).await.expect(422);
    assert!(
        page.texts("tbody tr")[1]
            .contains("Kamerstuk Kamerstukken II 2018/19, 33 694, nr. 43 staat ook in rij 2.")
    );
    // What is in the register already is passed over, and that is said before.
    send(&client, GOOD).await.expect(303);
    let form = client.get(path()).await.expect(200).form("section[aria-labelledby=rijen-kop] form");
    client.submit(path(), &form.set("doe", "inlezen")).await.expect(303);
    send(&client, GOOD.replace("nr. 43", "nr. 44")).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.texts("tbody .utrecht-status-badge"), ["nieuw", "staat er al"]);
    let form = page.form("section[aria-labelledby=rijen-kop] form").set("doe", "inlezen");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert_eq!(page.flash(), "1 motie of toezegging is vastgelegd. 1 stond er al.");
    assert_eq!(page.count(".app-task"), 3);
}

#[tokio::test]
async fn a_register_that_changed_since_the_rows_were_shown_is_shown_again() {
    let app = TestApp::new().await;
    let (one, other) = (
        app.coordinator().await,
        app.another(&[voortgang::domain::person::Role::Coordinator], "bz", "tweede").await,
    );
    for client in [&one, &other] {
        send(client, GOOD).await.expect(303);
    }
    let form = one
        .get(path())
        .await
        .expect(200)
        .form("section[aria-labelledby=rijen-kop] form")
        .set("doe", "inlezen");
    one.submit(path(), &form).await.expect(303);
    let page = other.submit(path(), &form).await.expect(409);
    assert!(page.main().contains("Het register is intussen veranderd"));
    assert_eq!(register(&one).await.count(".app-task"), 2);
}

#[tokio::test]
async fn a_file_that_is_no_list_says_what_is_wrong_with_it() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let many = "motie;x;24-04-2019;TK\n".repeat(200_000);
    for (sheet, status, words) in [
        (Vec::new(), 422, "Het bestand is leeg."),
        (b"PK\x03\x04....".to_vec(), 422, "rekenblad en geen CSV"),
        (
            b"soort;omschrijving\nmotie;x\n".to_vec(),
            422,
            "ontbreekt de kolom “datum”. Er staat: soort | omschrijving.",
        ),
        (b"a;b\x81".to_vec(), 422, "niet te lezen"),
        (b"soort;omschrijving;datum\n".to_vec(), 422, "geen enkele rij"),
        (b"soort;soort;omschrijving;datum\n".to_vec(), 422, "“soort” staat er twee keer"),
        (
            format!("soort;omschrijving;datum;kamer\n{}", &many[..many.len() / 2]).into_bytes(),
            422,
            "Rij 5002 is er een te veel",
        ),
        (format!("soort;omschrijving;datum;kamer\n{many}").into_bytes(), 413, "groter dan 4 MB"),
    ] {
        let page = send(&client, sheet).await.expect(status);
        assert!(
            page.text(".error-summary li").contains(words),
            "{words}: {}",
            page.text(".error-summary li")
        );
    }
    client.post(path(), &[]).await.expect(422);
}

#[tokio::test]
async fn windows_1252_is_read_and_that_is_said() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let sheet = b"soort;omschrijving;datum;kamer\nmotie;Oekra\xefne en \x80 5;24-04-2019;TK\n";
    send(&client, sheet).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert!(page.flash().contains("Windows-1252"));
    assert!(page.text("tbody tr").contains("Oekraïne en € 5"));
}

#[tokio::test]
async fn what_goes_out_can_come_in_again() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let sheet = GOOD.replace("Nieuwe wapens", "- Nieuwe wapens").replace("motie;-", "motie;'-");
    send(&client, sheet).await.expect(303);
    let form = client.get(path()).await.expect(200).form("section[aria-labelledby=rijen-kop] form");
    client.submit(path(), &form.set("doe", "inlezen")).await.expect(303);
    let csv = client.get(RequestsCsv { round: ROUND.into() }).await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.html().contains("'- Nieuwe wapens bespreken"), "{}", csv.html());
    send(&client, csv.body).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.texts("tbody .utrecht-status-badge"), ["staat er al", "staat er al"]);
    assert!(!page.main().contains("overgeslagen: "));
}

#[tokio::test]
async fn a_thousand_rows_are_taken_in_one_go() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let mut sheet = "soort;omschrijving;datum;vindplaats;doel;ministerie\n".to_owned();
    for number in 1..=1000 {
        writeln!(sheet, "motie;Verzoek {number};24-04-2019;33 694, nr. {number};3;BZ").expect("a row");
    }
    send(&client, sheet).await.expect(303);
    let form = client.get(path()).await.expect(200).form("section[aria-labelledby=rijen-kop] form");
    let page = client.submit_and_follow(path(), &form.set("doe", "inlezen")).await.expect(200);
    assert_eq!(page.flash(), "1000 moties en toezeggingen zijn vastgelegd.");
    let mut reader = app.installation.store.read().await.expect("a reader");
    let round = app.round().await;
    let known = voortgang::store::requests::known(&mut reader, &round.strategy).await.expect("a register");
    assert_eq!(known.len(), 1000);
}
