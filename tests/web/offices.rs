//! Bewindspersonen: who holds which office, in time.

use voortgang::web::routes::{AddTitle, AppointHolder, NewOffice, Offices, ShowOffice, VacateOffice};

use crate::app::TestApp;

const OFFICE: &str = "minister-bz";

fn show() -> ShowOffice {
    ShowOffice { office: OFFICE.into() }
}

/// Tests take place on 1 February 2020, in the days of S.A. Blok; the register knows who came after.
async fn vacant(app: &TestApp) {
    let later = "DELETE FROM office_holder WHERE office = 'minister-bz' AND valid_from > '2020-02-01';
                 UPDATE office_holder SET valid_until = NULL WHERE office = 'minister-bz' AND valid_from = '2018-03-07'";
    crate::raw::execute(&app.installation.path(), later).await.expect("a change");
}

#[tokio::test]
async fn a_successor_ends_the_one_before_on_the_day_before() {
    let app = TestApp::new().await;
    vacant(&app).await;
    let administrator = app.administrator().await;
    let list = administrator.get(Offices).await.expect(200);
    assert_eq!(list.text(".app-task__status"), "S.A. Blok");
    let form = administrator.get(show()).await.expect(200).form("main form");
    let form = form.set("naam", "A. de Nieuwe").set("naam_vanaf", "01-02-2020").set("waarnemend", "ja");
    let page = administrator.submit_and_follow(show(), &form).await.expect(200);
    assert!(page.flash().contains("de voorganger tot en met 31 januari 2020"), "{}", page.flash());
    assert_eq!(page.texts(".app-summary dt")[..2], ["A. de Nieuwe (waarnemend)", "S.A. Blok"]);
    assert_eq!(administrator.get(Offices).await.text(".app-task__status"), "A. de Nieuwe");
}

#[tokio::test]
async fn overlapping_days_are_refused_with_all_that_was_typed() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let path = AppointHolder { office: OFFICE.into() };
    let typed = [("naam", "A. de Nieuwe"), ("naam_vanaf", "01-02-2020")];
    let page = administrator.post(&path, &typed).await.expect(422);
    assert!(page.main().contains("Deze datum overlapt"), "{}", page.main());
    assert_eq!(page.form("main form").value("naam"), "A. de Nieuwe");
    administrator.post(&path, &[]).await.expect(422);
    administrator.post(AppointHolder { office: "niets".into() }, &typed).await.expect(404);
    app.coordinator().await.post(&path, &typed).await.expect(403);
}

#[tokio::test]
async fn an_office_falls_vacant_and_gets_another_title() {
    let app = TestApp::new().await;
    vacant(&app).await;
    let administrator = app.administrator().await;
    let vacate = VacateOffice { office: OFFICE.into() };
    administrator.post(&vacate, &[("laatste", "31-01-2020")]).await.expect(303);
    app.later();
    administrator.post(&vacate, &[("laatste", "31-01-2020")]).await.expect(422);
    assert_eq!(administrator.get(Offices).await.text(".app-task__status"), "vandaag door niemand bekleed");
    let retitle = AddTitle { office: OFFICE.into() };
    let wrong =
        administrator.post(&retitle, &[("titel", "Baas"), ("titel_vanaf", "01-03-2020")]).await.expect(422);
    assert!(wrong.main().contains("Schrijf de titel voluit"), "{}", wrong.main());
    let title = "Minister van Buitenlandse Zaken en Europa";
    administrator.post(&retitle, &[("titel", title), ("titel_vanaf", "01-03-2020")]).await.expect(303);
    let page = administrator.get(show()).await.expect(200);
    assert_eq!(page.text("h1"), "Minister van Buitenlandse Zaken");
    assert!(page.texts(".app-summary dt").contains(&title.to_owned()));
}

#[tokio::test]
async fn an_office_is_added_to_a_ministry() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let form = administrator.get(NewOffice).await.expect(200).form("main form");
    let page = administrator.submit(NewOffice, &form).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href").len(), 4);
    let form = form
        .set("ministerie", "def")
        .set("rang", "staatssecretaris")
        .set("titel", "Staatssecretaris van Luchtvaart")
        .set("titel_vanaf", "01-01-2020");
    let page = administrator.submit_and_follow(NewOffice, &form).await.expect(200);
    assert_eq!(page.text("h1"), "Staatssecretaris van Luchtvaart");
    assert!(page.flash().contains("Vul nu in wie haar bekleedt"));
}
