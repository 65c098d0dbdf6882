//! Files that come back otherwise than they left: each fault is named with its place, and nothing is half taken.

use std::{
    io::{Cursor, Write as _},
    time::{Duration, Instant},
};

use rust_xlsxwriter::{Format, Formula, Workbook};
use voortgang::{office, web::routes::Package};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    app::TestApp,
    book::{Book, KEY, STAND, TEXT, fetch, newest, path, preview, send, take},
};

#[tokio::test]
async fn every_fault_is_named_with_its_cell_and_that_goal_alone_is_not_taken() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let cases: [(&str, u32, &str, &str); 8] = [
        (
            "bereikt",
            TEXT,
            "Een\u{1}twee",
            "cel D4: Wat is bereikt: de tekst bevat een onzichtbaar teken (U+0001)",
        ),
        ("inzet-6.1", STAND, "misschien", "Kies een van de vier standen bij inzet 6.1."),
        ("inzet-6.1", TEXT, "Zonder stand.", "Kies een stand bij inzet 6.1."),
        ("geen-bijdrage", TEXT, "\u{1}", "Geen bijdrage: de tekst bevat een onzichtbaar teken"),
        ("bron", 3, "javascript:alert(1)", "Geef bron 1 een titel."),
        ("bron", 2, "32-01-2020", "De peildatum van bron 1 bestaat niet."),
        ("inzet-6.1", KEY, "inzet-99.1", "De rij “Inzet 6.1” ontbreekt."),
        ("bereikt", KEY, "", "Deze rij hoort bij geen onderdeel."),
    ];
    for (key, column, text, words) in cases {
        let mut book = Book::of(&fetch(&client, "xlsx").await);
        book.set(5, "bereikt", TEXT, &format!("Goed, ook al is er elders een fout: {words}"));
        book.set(6, "vooruitblik", TEXT, "Wordt niet half ingelezen.");
        book.set(6, key, column, text);
        send(&client, "fout.xlsx", &book.bytes()).await.expect(303);
        let page = preview(&client).await;
        let faults = page.text("article[aria-label^='Doel 6'] ul");
        assert!(faults.starts_with("blad “Doel 6”") && faults.contains(words), "{words}: {faults}");
        take(&client).await;
        assert_eq!(newest(&app, "def", 6).await.0, 0, "{words}");
    }
    assert_eq!(newest(&app, "def", 5).await.0, 8);
}

/// The sheet of a goal as a program would keep it that can do more than text.
fn with(bytes: &[u8], change: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = office::read(bytes)
        .expect("a workbook")
        .1
        .into_iter()
        .find(|sheet| sheet.name == "Doel 6")
        .expect("goal 6");
    let page = book.add_worksheet().set_name("Doel 6").expect("a name");
    for (row, column) in sheet.cells.keys() {
        let column = u16::try_from(*column).expect("few columns");
        page.write_string(*row, column, sheet.text(*row, column.into())).expect("a cell");
    }
    change(page);
    book.save_to_buffer().expect("a workbook")
}

#[tokio::test]
async fn formulas_and_merged_cells_are_refused_by_name_and_dates_are_read() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let bytes = fetch(&client, "xlsx").await;
    let row = Book::of(&bytes).row(6, "bron");
    let formula = with(&bytes, |page| {
        page.write_formula(3, 3, Formula::new("=HYPERLINK(\"http://kwaad.example\")").set_result("Klik"))
            .expect("a formula");
        page.merge_range(4, 3, 5, 3, "Samen", &Format::new()).expect("merged cells");
    });
    send(&client, "formule.xlsx", &formula).await.expect(303);
    let faults = preview(&client).await.texts("article li");
    assert_eq!(faults[0], "blad “Doel 6”, cel D4: Hier staat een formule. Zet er de tekst zelf neer.");
    assert!(faults[1].contains("De cellen D5 tot en met D6 zijn samengevoegd."), "{faults:?}");
    let dated = with(&bytes, |page| {
        page.write_string(row, 1, "Nota").expect("a title");
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2019, 12, 31).expect("a day");
        page.write_datetime_with_format(row, 2, &day, &Format::new().set_num_format("dd/mm/yyyy"))
            .expect("a date");
        page.write_number(4, 3, 2020).expect("a number");
    });
    send(&client, "datum.xlsx", &dated).await.expect(303);
    take(&client).await;
    let (_, content) = newest(&app, "def", 6).await;
    assert_eq!(content.sources[0].reference_date, "2019-12-31".parse().ok());
    assert_eq!(content.obstacles.as_str(), "2020");
}

#[tokio::test]
async fn sheets_that_are_gone_change_nothing_and_those_that_are_not_ours_are_named() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let bytes = fetch(&client, "xlsx").await;
    let mut book = Book::of(&bytes);
    book.0.retain(|(name, _)| ["Doel 6", "Doel 7", "Doel 8"].contains(&name.as_str()));
    book.set(6, "bereikt", TEXT, "Alleen dit.");
    *book.cells(7).get_mut(&(0, KEY)).expect("a key") += "0";
    let other = Book::of(&fetch(&app.contributor("ocw").await, "xlsx").await);
    let theirs = other.0.into_iter().find(|(name, _)| name == "Doel 2").expect("goal 2");
    book.0.push(("Van OCW".to_owned(), theirs.1));
    let twice = book.0.iter().find(|(name, _)| name == "Doel 8").expect("goal 8").1.clone();
    book.0.push(("Kopie".to_owned(), twice));
    send(&client, "rest.xlsx", &book.bytes()).await.expect(303);
    let page = preview(&client).await;
    let notes = page.texts(".utrecht-alert--warning p");
    assert!(notes[0].contains("sleutel van blad “Doel 7” (cel F1) is veranderd"), "{notes:?}");
    assert!(notes[1].contains("Blad “Van OCW” is niet van DEF in ronde 2018–2020"), "{notes:?}");
    assert!(page.text("article[aria-label^='Doel 8']").contains("Dit doel staat ook op blad “Kopie”."));
    assert!(page.main().contains("Niet in het bestand, en dus ongewijzigd: Doel 1,"), "{}", page.main());
    take(&client).await;
    assert_eq!(newest(&app, "def", 6).await.0, 1);
    assert_eq!(newest(&app, "ocw", 2).await.0, 0);
}

#[tokio::test]
async fn a_file_of_another_ministry_is_refused_as_a_whole() {
    let app = TestApp::new().await;
    let bytes = fetch(&app.contributor("ocw").await, "xlsx").await;
    let page = send(&app.contributor("def").await, "ocw.xlsx", &bytes).await.expect(422);
    assert!(page.text(".error-summary li").contains("is niet van DEF in ronde 2018–2020"));
    let client = app.contributor("def").await;
    client.get(Package { round: "2010-2012".into() }).await.expect(404);
    app.stranger().await.get(path()).await.expect(404);
    app.approver("def").await.get(path()).await.expect(403);
}

/// A ZIP file with these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a file").into_inner()
}

#[tokio::test]
async fn a_file_that_is_no_workbook_or_means_harm_says_what_is_wrong_and_costs_little() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let good = fetch(&client, "xlsx").await;
    let bomb = zipped(&[("xl/workbook.xml", &vec![b' '; 300 * 1024 * 1024])]);
    let rows = with(&good, |page| {
        for row in 0..200_000 {
            page.write_number(row, 0, 1).expect("a cell");
        }
    });
    let deep = with(&good, |page| {
        page.write_string(199_999, 3, "onderaan").expect("a cell");
    });
    let old = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], [0; 512].as_slice()].concat();
    let macros = zipped(&[("xl/vbaProject.bin", b"x"), ("xl/workbook.xml", b"<workbook/>")]);
    for (name, bytes, status, words) in [
        ("leeg.xlsx", Vec::new(), 422, "geen rekenblad"),
        ("tekst.xlsx", b"bereikt;ja".to_vec(), 422, "geen rekenblad"),
        ("half.xlsx", good[..good.len() / 2].to_vec(), 422, "beschadigd"),
        ("open.ods", zipped(&[("content.xml", b"y")]), 422, "geen rekenblad"),
        ("zip.xlsx", zipped(&[("x", b"y")]), 422, "geen rekenblad"),
        ("bom.xlsx", bomb, 422, "groter dan 8 MB"),
        ("rijen.xlsx", rows, 422, ""),
        ("diep.xlsx", deep, 422, "iets staan in rij 200000"),
        ("oud.xls", old, 422, "wachtwoord"),
        ("macro.xlsm", macros, 422, "macro’s"),
        ("groot.xlsx", vec![b'x'; 5 * 1024 * 1024], 413, "groter dan 4 MB"),
        ("fout.json", b"{\"format\": \"voortgang-bijdragen\xff\"}".to_vec(), 422, "geen UTF-8: teken 32"),
        ("ander.json", b"{\"format\": \"iets\"}".to_vec(), 422, "geen bestand van dit programma"),
        (
            "nieuw.json",
            b"{\"format\": \"voortgang-bijdragen\", \"version\": 2}".to_vec(),
            422,
            "versie 2 en dit programma leest versie 1",
        ),
        ("kapot.json", b"{\n  \"format\": ,".to_vec(), 422, "regel 2, teken 13"),
    ] {
        let start = Instant::now();
        let page = send(&client, name, &bytes).await.expect(status);
        let told = page.text(".error-summary li");
        assert!(told.contains(words), "{name}: {told}");
        assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    }
    client.post(path(), &[]).await.expect(422);
    assert!(!preview(&client).await.has("section[aria-labelledby=gelezen]"), "nothing of it waits");
}

#[tokio::test]
async fn json_comes_back_with_the_place_of_every_fault() {
    let app = TestApp::new().await;
    let client = app.contributor("ocw").await;
    let mut json: serde_json::Value = serde_json::from_slice(&fetch(&client, "json").await).expect("JSON");
    assert_eq!((json["round"].as_str(), json["ministry"].as_str()), (Some("2018-2020"), Some("ocw")));
    json["goals"][0]["achieved"] = "Door een programma.".into();
    json["goals"][0]["sources"] =
        serde_json::json!([{ "title": "Nota", "url": "ftp://x", "paper": null, "referenceDate": null }]);
    send(&client, "x.json", json.to_string().as_bytes()).await.expect(303);
    let page = preview(&client).await;
    assert!(
        page.text("article li").starts_with("goals[0], sources[0].url: De link van bron 1"),
        "{}",
        page.main()
    );
    json["goals"][0]["sources"][0]["url"] = "https://overheid.nl/nota".into();
    json["goals"][0]["sources"][0]["referenceDate"] = "2020-01-31".into();
    send(&client, "x.json", json.to_string().as_bytes()).await.expect(303);
    take(&client).await;
    let (number, content) = newest(&app, "ocw", 2).await;
    assert_eq!((number, content.achieved.as_str()), (1, "Door een programma."));
    assert_eq!(content.sources[0].reference_date, "2020-01-31".parse().ok());
}
