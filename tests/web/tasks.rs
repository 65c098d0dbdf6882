//! Mijn doelen.

use chrono::TimeDelta;
use voortgang::{
    domain::round,
    web::routes::{EditContribution, ShowContribution, Tasks},
};

use crate::{app::TestApp, support::ROUND};

#[tokio::test]
async fn a_contributor_sees_every_goal_of_the_ministry_and_what_is_left() {
    let app = TestApp::new().await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(page.text("h1"), "Mijn doelen");
    assert_eq!(page.text("h2"), "Ronde 2018–2020");
    assert_eq!(page.text("section p strong"), "0 van 12 ingediend.");
    assert_eq!(page.count(".app-task"), 12);
    assert_eq!(page.texts("h3"), ["Nog te doen"]);
    let due = page.text("section > p");
    assert!(due.contains("vrijdag 14 februari 2020") && due.contains("17.00 uur"), "{due}");
    assert!(due.contains("(nog 13 dagen)"), "{due}");
}

#[tokio::test]
async fn goals_stand_under_the_stage_they_are_in() {
    let app = TestApp::new().await;
    app.write("def", 5, "Wij begonnen.").await;
    app.submit("def", 6, "Wij deden dit.").await;
    app.approve("def", 1, "Wij deden dat.").await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(page.texts("h3"), ["Nog te doen", "Bezig", "Ingediend", "Akkoord"]);
    assert_eq!(page.text("section p strong"), "2 van 12 ingediend.");
    let handed_in = "Ingediend op 01-02-2020 13.00.";
    assert_eq!(page.texts(".app-task__note"), ["Inzet 11.12 moet in deze ronde.", handed_in, handed_in]);
}

#[tokio::test]
async fn what_is_open_leads_to_writing_and_what_is_handed_in_to_reading() {
    let app = TestApp::new().await;
    let open = app.contribution("ocw", 2).await;
    let client = app.contributor("ocw").await;
    let page = client.get(Tasks).await.expect(200);
    assert_eq!(page.attrs(".app-task__link", "href"), [EditContribution { id: open }.to_string()]);
    let handed_in = app.submit("ocw", 2, "Wij deden dit.").await;
    let page = client.get(Tasks).await.expect(200);
    assert_eq!(page.attrs(".app-task__link", "href"), [ShowContribution { id: handed_in }.to_string()]);
}

#[tokio::test]
async fn another_ministrys_goals_are_not_in_the_list() {
    let app = TestApp::new().await;
    app.write("def", 5, "Van Defensie.").await;
    let page = app.contributor("ocw").await.get(Tasks).await.expect(200);
    assert_eq!(page.count(".app-task"), 1);
    let page = app.stranger().await.get(Tasks).await.expect(200);
    assert_eq!(page.count(".app-task"), 0);
    assert!(page.main().contains("geen ronde waarin uw ministerie bijdraagt"), "{}", page.main());
}

#[tokio::test]
async fn a_round_that_is_over_stands_behind_a_link() {
    let app = TestApp::new().await;
    let id = app.approve("def", 1, "Wij deden dat.").await;
    let def = app.contributor("def").await;
    let earlier = || def.get(format!("{Tasks}?ronde={ROUND}"));
    let page = def.get(Tasks).await.expect(200);
    assert_eq!(page.count("a[href*='?ronde=']"), 0);
    app.set_all_aside(round::State::Presented).await;
    let page = def.get(Tasks).await.expect(200);
    assert_eq!(page.count(".app-task"), 0);
    assert_eq!(page.attrs("a[href*='?ronde=']", "href"), [format!("{Tasks}?ronde={ROUND}")]);
    let page = earlier().await.expect(200);
    assert!(page.main().contains("afgesloten"), "{}", page.main());
    let written = ShowContribution { id }.to_string();
    assert!(page.attrs(".app-task__link", "href").contains(&written));
    assert_eq!(page.attrs("a[href*='?ronde=']", "href"), Vec::<String>::new());
    // Nor is a round shown in which the ministry had no part, or that never was.
    app.stranger().await.get(format!("{Tasks}?ronde={ROUND}")).await.expect(404);
    def.get(format!("{Tasks}?ronde=1848-1850")).await.expect(404);
}

#[tokio::test]
async fn after_the_deadline_what_is_open_is_late_in_words() {
    let app = TestApp::new().await;
    app.submit("def", 6, "Op tijd.").await;
    app.installation.clock.set(app.round().await.contribution_due + TimeDelta::minutes(1));
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    let states = page.texts(".app-task__status");
    assert_eq!(states.iter().filter(|state| *state == "nog niet begonnen, te laat").count(), 11);
    assert!(states.contains(&"ingediend".to_owned()), "{states:?}");
}

#[tokio::test]
async fn who_does_not_write_has_no_such_list() {
    let app = TestApp::new().await;
    for client in [
        app.approver("def").await,
        app.coordinator().await,
        app.publisher().await,
        app.reader().await,
        app.administrator().await,
    ] {
        client.get(Tasks).await.expect(403);
    }
}

#[tokio::test]
async fn the_menu_holds_what_ones_roles_bring_one_to() {
    let app = TestApp::new().await;
    let page = app.contributor("def").await.get(Tasks).await.expect(200);
    assert_eq!(
        page.texts(".app-nav__link"),
        ["Mijn doelen", "Meelezen", "Berichten", "Strategie", "Rapporten", "Zoeken"]
    );
    assert_eq!(page.text(".app-nav__link[aria-current=page]"), "Mijn doelen");
}
