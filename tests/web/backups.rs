//! Reservekopieën: made at night, shown to who answers for it, and missed out loud.

use chrono::TimeDelta;
use voortgang::web::routes::{Backups, Rounds};

use crate::{app::TestApp, support::moment};

impl TestApp {
    /// What happens every minute.
    async fn minute(&self) {
        self.keeper.turn(self.installation.clock.now()).await;
    }

    async fn made(&self) -> usize {
        self.keeper.list().await.expect("a folder").len()
    }
}

#[tokio::test]
async fn one_is_made_every_night_and_only_once() {
    let app = TestApp::new().await;
    app.minute().await;
    app.minute().await;
    assert_eq!(app.made().await, 1);
    app.installation.clock.set(moment("2020-02-02T00:59:00Z"));
    app.minute().await;
    assert_eq!(app.made().await, 1, "two o'clock has not come");
    app.installation.clock.set(moment("2020-02-02T01:00:00Z"));
    app.minute().await;
    assert_eq!(app.made().await, 2);
    for who in [app.administrator().await, app.coordinator().await] {
        let page = who.get(Backups).await.expect(200);
        assert!(page.text("#stand").contains("zondag 2 februari 2020, 02.00 uur"), "{}", page.main());
        assert!(page.has("#stand.utrecht-alert--ok"));
        assert_eq!(page.count(".app-task"), 2);
    }
    assert!(!app.coordinator().await.get(Rounds).await.has("#reservekopie"));
}

#[tokio::test]
async fn two_nights_without_one_are_told_where_the_coordinator_begins() {
    let app = TestApp::new().await;
    app.minute().await;
    let later = moment("2020-02-03T12:00:01Z");
    app.installation.clock.set(later);
    let page = app.coordinator().await.get(Rounds).await.expect(200);
    assert!(page.text("#reservekopie").contains("te lang geleden"), "{}", page.main());
    assert!(app.administrator().await.get(Backups).await.has("#stand.utrecht-alert--warning"));
    app.minute().await;
    assert!(!app.coordinator().await.get(Rounds).await.has("#reservekopie"));
    // The publisher sees rounds as well, but has no say over the machine.
    app.installation.clock.set(later + TimeDelta::days(5));
    assert!(!app.publisher().await.get(Rounds).await.has("#reservekopie"));
    app.publisher().await.get(Backups).await.expect(403);
}

#[tokio::test]
async fn a_failure_is_shown_until_it_goes_right_and_tried_again_after_an_hour() {
    let app = TestApp::new().await;
    app.minute().await;
    let folder = app.keeper.folder().to_owned();
    let away = folder.with_file_name("away");
    std::fs::rename(&folder, &away).expect("another name");
    std::fs::write(&folder, "in the way").expect("a file");
    app.installation.clock.set(moment("2020-02-02T01:00:00Z"));
    app.minute().await;
    assert!(app.keeper.failure().is_some());
    std::fs::remove_file(&folder).expect("removed");
    std::fs::rename(&away, &folder).expect("its own name");
    let page = app.administrator().await.get(Backups).await.expect(200);
    assert!(page.text("#stand").contains("mislukte"), "{}", page.main());
    assert!(page.text("#stand").contains("Melding van het programma: cannot use"), "{}", page.main());
    let page = app.coordinator().await.get(Backups).await.expect(200);
    assert!(!page.text("#stand").contains("Melding"), "inner details are for who runs the machine");
    app.minute().await;
    assert_eq!(app.made().await, 1, "an hour has not gone by");
    app.installation.clock.set(moment("2020-02-02T02:00:00Z"));
    app.minute().await;
    assert_eq!(app.made().await, 2);
    assert!(app.coordinator().await.get(Backups).await.has("#stand.utrecht-alert--ok"));
}

#[tokio::test]
async fn years_of_nights_leave_as_many_as_the_plan_says() {
    let app = TestApp::new().await;
    app.minute().await;
    let keeper = &app.keeper;
    let one = keeper.list().await.expect("a folder")[0].path.clone();
    // Nights of before, without making each of them.
    for night in 1..900 {
        let at = moment("2020-02-01T01:00:00Z") - TimeDelta::days(night);
        std::fs::copy(&one, keeper.folder().join(voortgang::domain::backup::name(at))).expect("a copy");
    }
    app.installation.clock.set(moment("2020-02-02T01:00:00Z"));
    app.minute().await;
    let kept = app.made().await;
    // 14 days, 8 weeks of which the newest 2 or 3 are among those, 24 months of which 2 or 3 are.
    assert!((38..=44).contains(&kept), "{kept}");
    assert_eq!(keeper.list().await.expect("a folder")[0].at, moment("2020-02-02T01:00:00Z"));
}
