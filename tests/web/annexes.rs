//! Bijlagen: checked before they are kept, and frozen with their edition.

use std::fmt::Write as _;

use voortgang::{
    domain::access::operator,
    press,
    report::definition::Definition,
    store,
    web::routes::{Annexes, ReportFile},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

fn path() -> Annexes {
    Annexes { round: ROUND.into() }
}

/// A PDF of one page with these words, and something in its catalog.
pub(crate) fn pdf(words: &str, catalog: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 50 700 Td ({words}) Tj ET");
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

async fn send(client: &Client, title: &str, file: &[u8], more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("soort", "annex"), ("titel", title), ("namen", "ja")];
    fields.extend(more);
    client.upload(path(), &fields, ("stuk.pdf", file)).await
}

#[tokio::test]
async fn an_annex_goes_out_with_the_letter_and_is_frozen_with_its_edition() {
    let app = TestApp::new().await;
    let client = app.publisher().await;
    let bytes = pdf("Evaluatie van de inzet", "");
    send(&client, "Evaluatie", &bytes, &[]).await.expect(303);
    let note = [("soort", "decision-note"), ("titel", "Beslisnota"), ("namen", "ja")];
    client.upload(path(), &note, ("nota.pdf", &pdf("Nota", ""))).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert_eq!(page.texts(".app-task__link"), ["Evaluatie", "Beslisnota"]);
    let href = page.attr(".app-task__link", "href").expect("a link");
    let file = client.get(&href).await.expect(200);
    assert_eq!(file.body, bytes);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"bijlage-evaluatie.pdf\"");
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");

    let mut writer = app.installation.store.begin().await.expect("a writer");
    let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
    let letter = store::letters::Letter { subject: "Rapport".into(), ..store::letters::Letter::default() };
    let by = app.installation.person(voortgang::domain::person::Role::Coordinator, "bz").await;
    let event = voortgang::domain::event::Event {
        at: app.installation.clock.now(),
        actor: Some(by),
        role: "coordinator",
        ministry: None,
        verb: "save",
        object_kind: "letter",
        object_id: ROUND.into(),
        before: None,
        after: None,
        origin: "test".into(),
    };
    store::letters::save(&mut writer, round.id, &letter, by, &event).await.expect("a letter");
    let input = store::letters::gather(&mut writer, &round).await.expect("a letter").expect("begun");
    assert_eq!(input.attachments, ["Evaluatie", "Beslisnota"]);

    // Whatever else is missing is set aside, so that the edition can be frozen.
    for gap in press::draft(&mut writer, &Definition::shipped(), round.clone()).await.expect("a draft").1 {
        let reason = voortgang::domain::text::Reason::parse("Voor deze proef.").expect("a reason");
        store::gaps::put_aside(&mut writer, round.id, &gap.key, &reason, by, &event)
            .await
            .expect("set aside");
    }
    store::rounds::set_state(&mut writer, round.id, voortgang::domain::round::State::Consulting)
        .await
        .expect("a step");
    let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
    let now = app.installation.clock.now();
    let frozen =
        press::freeze(&mut writer, &operator::coordinate(), round, &Definition::shipped(), by, now, "test")
            .await;
    let frozen = frozen.expect("an edition");
    let verified = press::verify(&mut writer, &frozen).await.expect("a look");
    let of = |name: &str| verified.contents.iter().find(|one| one.name == name).expect("the file");
    assert!(of("bijlage-evaluatie.pdf").is_same() && of("beslisnota-beslisnota.pdf").is_same());
    writer.commit().await.expect("a commit");

    let name = "bijlage-evaluatie.pdf".to_owned();
    let frozen =
        client.get(ReportFile { round: ROUND.into(), number: frozen.number, name }).await.expect(200);
    assert_eq!(frozen.body, bytes);
    assert_eq!(frozen.header("content-disposition"), "attachment; filename=\"bijlage-evaluatie.pdf\"");
    assert_eq!(frozen.header("content-security-policy"), "sandbox; default-src 'none'");
    send(&client, "Te laat", &pdf("Nog iets", ""), &[]).await.expect(409);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_claims_is_refused_with_the_reason() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let script = pdf("x", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>");
    let launch = pdf("x", "/OpenAction<</S/Launch/F(cmd.exe)>>");
    let files = pdf("x", "/Names<</EmbeddedFiles<</Names[]>>>>");
    let cases: [(&[u8], u16, &str); 6] = [
        (b"MZ\x90", 422, "geen PDF"),
        (b"%PDF-1.7 en verder niets", 422, "beschadigd"),
        (&script, 422, "script"),
        (&launch, 422, "start iets"),
        (&files, 422, "andere bestanden"),
        (&vec![b'x'; 21 * 1024 * 1024], 413, "groter dan 20 MB"),
    ];
    for (file, status, words) in cases {
        let page = send(&client, "Stuk", file, &[]).await.expect(status);
        assert!(page.text(".error-summary li").contains(words), "{words}: {}", page.text(".error-summary"));
        // A file that is too large in one piece ends the form before anything of it was read.
        if status == 422 {
            assert_eq!(page.form("section form").value("titel"), "Stuk");
        }
    }
    assert!(!client.get(path()).await.expect(200).has(".app-task"));
    let page = client.upload(path(), &[("soort", "annex")], ("stuk.pdf", &pdf("x", ""))).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-titel", "#veld-namen"]);
}

#[tokio::test]
async fn names_of_officials_are_found_and_stay_only_with_a_reason() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    app.another(&[voortgang::domain::person::Role::Contributor], "def", "henriette").await;
    let bytes = pdf("Vragen aan henriette@def.example", "");
    let page = send(&client, "Stuk", &bytes, &[]).await.expect(422);
    assert!(page.main().contains("In het PDF staat: henriette@def.example"));
    send(&client, "Stuk", &bytes, &[("reden", "Het adres is al openbaar.")]).await.expect(303);
    let page = client.get(path()).await.expect(200);
    assert!(page.text(".app-task__note").contains("Het adres is al openbaar."));
    // The same document twice is one too many.
    let again = send(&client, "Stuk 2", &bytes, &[("reden", "Openbaar.")]).await.expect(422);
    assert!(again.text(".error-summary li").contains("Dit PDF is er al, als “Stuk”."));
}

#[tokio::test]
async fn an_annex_is_taken_out_after_a_question() {
    let app = TestApp::new().await;
    let client = app.publisher().await;
    send(&client, "Stuk", &pdf("x", ""), &[]).await.expect(303);
    let page = client.get(path()).await.expect(200);
    let remove = page.attr(".app-task__note a", "href").expect("a link");
    let form = client.get(&remove).await.expect(200).form("main form");
    let page = client.submit_and_follow(&remove, &form).await.expect(200);
    assert!(!page.has(".app-task"));
    app.later();
    client.submit(&remove, &form).await.expect(404);
    send(&client, "Stuk", &pdf("x", ""), &[]).await.expect(303);
    app.contributor("def").await.get(path()).await.expect(403);
    send(&app.contributor("def").await, "Stuk", &pdf("y", ""), &[]).await.expect(403);
}
