//! Ministeries: names in time.

use voortgang::web::routes::{EndMinistry, Ministries, NewMinistry, NewPerson, ShowMinistry};

use crate::app::TestApp;

fn def() -> ShowMinistry {
    ShowMinistry { ministry: "def".into() }
}

#[tokio::test]
async fn a_new_name_holds_from_its_day_and_the_old_one_until_the_day_before() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let form = administrator.get(def()).await.expect(200).form("main form");
    let form = form.set("naam", "Ministerie van Vrede").set("afkorting", "VRE").set("vanaf", "01-03-2020");
    let page = administrator.submit_and_follow(def(), &form).await.expect(200);
    assert!(page.flash().contains("Vanaf 1 maart 2020 heet dit ministerie Ministerie van Vrede"));
    assert_eq!(page.text("h1"), "Ministerie van Defensie", "today it is called as before");
    let names = page.texts(".app-summary > div");
    assert_eq!(names[0], "Ministerie van Vrede (VRE)vanaf 1 maart 2020");
    assert!(names[1].contains("tot en met 29 februari 2020 nu"), "{names:?}");
    app.installation.clock.set(crate::support::moment("2020-03-01T12:00:00Z"));
    let page = app.administrator().await.get(def()).await.expect(200);
    assert_eq!(page.text("h1"), "Ministerie van Vrede");
}

#[tokio::test]
async fn nothing_is_renamed_backwards() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let form = administrator.get(def()).await.form("main form").set("naam", "Iets").set("afkorting", "I");
    for day in ["14-10-2010", "01-01-2000"] {
        let page = administrator.submit(def(), &form.clone().set("vanaf", day)).await.expect(422);
        assert!(page.main().contains("Deze datum overlapt"), "{}", page.main());
        assert_eq!(page.form("main form").value("naam"), "Iets");
    }
    let page = administrator.submit(def(), &form.clone().set("vanaf", "32-01-2021")).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-vanaf"]);
    administrator.post(def(), &[]).await.expect(422);
    administrator.get(ShowMinistry { ministry: "xyz".into() }).await.expect(404);
    app.coordinator().await.get(Ministries).await.expect(403);
    app.coordinator().await.submit(def(), &form).await.expect(403);
}

#[tokio::test]
async fn a_ministry_is_added_chosen_for_people_and_ended() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;
    let form = administrator.get(NewMinistry).await.expect(200).form("main form");
    let form = form.set("naam", "Ministerie van Ruimte").set("afkorting", "RU").set("vanaf", "01-01-2020");
    administrator.submit(NewMinistry, &form.clone().set("code", "def")).await.expect(422);
    administrator.submit(NewMinistry, &form.clone().set("code", "r2")).await.expect(422);
    administrator.submit(NewMinistry, &form.set("code", "ruimte")).await.expect(303);
    let choices = administrator.get(NewPerson).await.expect(200).texts("#veld-ministerie option");
    assert!(choices.contains(&"Ministerie van Ruimte (RU)".to_owned()), "{choices:?}");
    let end = EndMinistry { ministry: "ruimte".into() };
    administrator.post(&end, &[("laatste", "31-12-2019")]).await.expect(422);
    administrator.post(&end, &[("laatste", "31-01-2020")]).await.expect(303);
    app.later();
    administrator.post(&end, &[("laatste", "31-01-2020")]).await.expect(422);
    let choices = administrator.get(NewPerson).await.expect(200).texts("#veld-ministerie option");
    assert!(!choices.iter().any(|choice| choice.contains("Ruimte")), "{choices:?}");
}
