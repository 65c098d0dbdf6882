//! Workbooks in the open format that come back: they cost no more than their bytes, whatever they say of themselves.

use std::time::{Duration, Instant};

use voortgang::office;

use crate::{
    app::TestApp,
    book::{Book, TEXT, fetch, newest, preview, send, take},
    package_faults::zipped,
};

/// A workbook of one sheet with these rows.
fn book(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Doel 6\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
        ("content.xml", content.as_bytes()),
    ])
}

fn row(times: &str, cell: &str) -> String {
    format!("<table:table-row table:number-rows-repeated=\"{times}\">{cell}</table:table-row>")
}

fn cell(wide: &str, inner: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{wide}\">{inner}</table:table-cell>"
    )
}

#[tokio::test]
async fn the_same_words_come_back_in_the_open_format_as_in_excels() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let (_, open) = office::read(&fetch(&client, "ods").await).expect("a workbook");
    let (_, excel) = office::read(&fetch(&client, "xlsx").await).expect("a workbook");
    assert!(open.len() > 10);
    assert_eq!(open, excel);
    let mut filled = Book::of(&fetch(&client, "ods").await);
    filled.set(6, "bereikt", TEXT, "- Eén\n- Twee\n\n  Drie  vier.");
    send(&client, "ingevuld.ods", &filled.open_bytes()).await.expect(303);
    take(&client).await;
    let (number, content) = newest(&app, "def", 6).await;
    assert_eq!((number, content.achieved.as_str()), (1, "- Eén\n- Twee\n\n  Drie  vier."));
}

#[tokio::test]
async fn a_workbook_that_says_it_is_endless_is_refused_at_once() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let long = "x".repeat(32_000);
    let many = cell("1", "<text:p>x</text:p>").repeat(60_000);
    let spaces = "<text:s text:c=\"4294967295\"/>".repeat(1000);
    let blanks = "<text:s text:c=\"32000\"/>".repeat(100_000);
    let locked = zipped(&[
        ("content.xml", b"\xff\xfe".as_slice()),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    let macros = zipped(&[("content.xml", b"x".as_slice()), ("Basic/Standard/script-lb.xml", b"x")]);
    let bomb = zipped(&[("content.xml", vec![b' '; 300 * 1024 * 1024].as_slice())]);
    let named = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]>";
    for (name, bytes, words) in [
        ("rijen", book(&row("1048576", &cell("1", "<text:p>x</text:p>"))), "iets staan in rij 1048576"),
        ("kolommen", book(&row("1", &cell("4294967295", "<text:p>x</text:p>"))), "te veel bladen of cellen"),
        ("beide", book(&row("2000", &cell("16384", "<text:p>x</text:p>"))), "te veel bladen of cellen"),
        ("woorden", book(&row("1", &cell("16384", &format!("<text:p>{long}</text:p>")))), "groter dan 8 MB"),
        ("cellen", book(&row("1", &many)), "te veel bladen of cellen"),
        ("spaties", book(&row("1", &cell("1", &format!("<text:p>{spaces}</text:p>")))), "groter dan 8 MB"),
        ("wit", book(&row("1", &cell("1", &format!("<text:p>{blanks}</text:p>")))), "groter dan 8 MB"),
        ("rijen-200000", book(&row("1", &cell("1", "<text:p>x</text:p>")).repeat(200_000)), ""),
        ("half", book(&row("1", &cell("1", "<text:p>x"))), "beschadigd"),
        ("getal", book(&row("veel", &cell("1", "<text:p>x</text:p>"))), "beschadigd"),
        ("naam", book(&row("1", &cell("1", &format!("<text:p>{named}&b;</text:p>")))), "beschadigd"),
        ("slot", locked, "wachtwoord"),
        ("macro", macros, "macro’s"),
        ("bom", bomb, "groter dan 8 MB"),
        ("leeg", book(&row("1048576", &cell("16384", ""))), "geen enkel doel"),
    ] {
        let start = Instant::now();
        let page = send(&client, &format!("{name}.ods"), &bytes).await.expect(422);
        let told = page.text(".error-summary li");
        assert!(told.contains(words), "{name}: {told}");
        assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    }
    assert!(!preview(&client).await.has("section[aria-labelledby=gelezen]"), "nothing of it waits");
}

#[test]
fn formulas_merged_cells_dates_and_remarks_are_read_for_what_they_are() {
    let cells = [
        "<table:table-cell table:formula=\"of:=1+1\" office:value-type=\"float\" office:value=\"2\"><text:p>2</text:p></table:table-cell>",
        "<table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\" office:value-type=\"string\"><text:p>Samen</text:p></table:table-cell>",
        "<table:covered-table-cell/>",
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2019-12-31T10:00:00\"><text:p>31 dec</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>Nee</text:p></office:annotation><text:p>Ja &amp; <text:span>é</text:span>&#233;\n  zo</text:p><text:p/><text:p><text:a>b<text:s text:c=\"2\"/>c</text:a></text:p></table:table-cell>",
    ];
    let (_, sheets) = office::read(&book(&row("1", &cells.concat()))).expect("a workbook");
    let sheet = &sheets[0];
    assert_eq!(sheet.cells.get(&(0, 0)), Some(&office::Value::Formula));
    assert_eq!(sheet.merged, [((0, 1), (2, 2))]);
    assert_eq!((sheet.text(0, 1), sheet.text(0, 3), sheet.text(0, 4)), ("Samen", "31-12-2019", "0,5"));
    assert_eq!(sheet.text(0, 5), "Ja & éé zo\n\nb  c");
}
