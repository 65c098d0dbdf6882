//! The letter to parliament.

use voortgang::web::routes::{EditLetter, Gaps, LetterPdf, ShowLetter};

use crate::{app::TestApp, support::ROUND};

fn path() -> EditLetter {
    EditLetter { round: ROUND.into() }
}

fn shown(house: &str) -> ShowLetter {
    ShowLetter { round: ROUND.into(), house: house.into() }
}

#[tokio::test]
async fn a_letter_begins_with_the_ministers_who_take_part_and_says_what_is_missing() {
    let app = TestApp::new().await;
    let client = app.publisher().await;
    let page = client.get(path()).await.expect(200);
    assert!(page.texts("option").iter().any(|office| office == "Minister van Buitenlandse Zaken, S.A. Blok"));
    assert!(page.count("input[name=namens][checked]") > 3);
    client.get(shown("tweede-kamer")).await.expect(404);
    let form =
        page.form("main form").set("datum", "17-04-2020").set("tekst", "Hierbij bied ik [de naam] aan.");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert_eq!(page.flash(), "De brief is bewaard. Er ontbreken nog 2 dingen.");
    let missing = page.text("section[aria-labelledby=ontbreekt]");
    assert!(missing.contains("onze referentie") && missing.contains("[de naam]"), "{missing}");
    let gaps = app.coordinator().await.get(Gaps { round: ROUND.into() }).await.expect(200);
    assert!(gaps.text("main").contains("niet ingevuld: onze referentie"), "what is missing is a gap");
    let refused = client.get(shown("tweede-kamer")).await.expect(409);
    assert!(refused.text("main").contains("[de naam]"), "{}", refused.text("main"));
}

#[tokio::test]
async fn a_finished_letter_reads_the_same_for_both_houses_under_its_own_address() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = client.get(path()).await.expect(200).form("main form");
    let form = form
        .set("referentie", "BZ-2020-1")
        .set("datum", "17-04-2020")
        .set("tekst", "Hierbij bied ik u het rapport aan.");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert_eq!(page.flash(), "De brief is bewaard en is compleet.");
    for (house, name) in [("tweede-kamer", "Tweede Kamer"), ("eerste-kamer", "Eerste Kamer")] {
        let letter = client.get(shown(house)).await.expect(200);
        assert!(letter.text("main").contains(&format!("De Voorzitter van de {name}")));
        assert!(letter.text("main").contains("mede namens de minister voor Buitenlandse Handel"));
        let pdf = LetterPdf { round: ROUND.into(), house: house.into() };
        assert_eq!(client.get(pdf).await.expect(200).header("content-type"), "application/pdf");
    }
    client.get(shown("derde-kamer")).await.expect(404);
}

#[tokio::test]
async fn what_was_typed_is_never_lost() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.publisher().await);
    let form = one.get(path()).await.expect(200).form("main form").set("referentie", "Een");
    let wrong = one.submit(path(), &form.clone().set("datum", "vandaag")).await.expect(422);
    assert!(wrong.title().starts_with("Fout: "));
    assert_eq!(wrong.form("main form").value("referentie"), "Een");
    other.submit(path(), &form.clone().set("referentie", "Twee")).await.expect(303);
    let page = one.submit(path(), &form).await.expect(409);
    assert!(page.has("del") && page.has("ins"));
    assert_eq!(page.form("main form").value("referentie"), "Een");
    one.submit(path(), &page.form("main form")).await.expect(303);
}

#[tokio::test]
async fn only_who_compiles_or_publishes_the_report_sees_the_letter() {
    let app = TestApp::new().await;
    app.contributor("def").await.get(path()).await.expect(403);
    app.approver("bz").await.get(path()).await.expect(403);
}
