//! Berichten: what is told, to whom, and once.

use std::time::Instant;

use voortgang::{
    domain::{
        id::PersonId,
        person::{Email, Role},
        round::State,
    },
    mail,
    store::{self, people::NewPerson},
    web::routes::{
        Completeness, Notices, PauseRound, Remind, SendBackContribution, StepRound, SubmitContribution,
    },
};

use crate::{
    app::TestApp,
    support::{ROUND, moment},
};

#[tokio::test]
async fn what_happens_is_told_to_whom_it_concerns_without_words_of_anyone() {
    let app = TestApp::new().await;
    let id = app.write("def", 5, "Geheime woorden.").await;
    let def = app.contributor("def").await;
    def.post(SubmitContribution { id }, &[]).await.expect(422);
    let director = app.approver("def").await;
    assert_eq!(
        director.get(Notices).await.expect(200).count(".app-task"),
        0,
        "what did not happen is not told"
    );
    def.post(SubmitContribution { id }, &[("versie", "1")]).await.expect(303);
    let told = director.get(Notices).await.expect(200);
    assert_eq!(told.texts(".app-task__link"), ["Ronde 2018–2020, doel 5: een bijdrage wacht op uw akkoord."]);
    let back = [("versie", "1"), ("reden", "Politiek gevoelig.")];
    director.post(SendBackContribution { id }, &back).await.expect(303);
    let told = def.get(Notices).await.expect(200);
    assert!(
        told.main().contains("doel 5: uw bijdrage is teruggestuurd. De reden leest u in Voortgang."),
        "{}",
        told.main()
    );
    assert!(!told.main().contains("Geheim") && !told.main().contains("Politiek"));
    assert_eq!(app.contributor("jenv").await.get(Notices).await.expect(200).count(".app-task"), 0);
}

#[tokio::test]
async fn a_deadline_is_told_ten_and_three_days_ahead_and_after_it_to_whom_it_concerns() {
    let app = TestApp::new().await;
    app.submit("ocw", 2, "Klaar.").await;
    let watch = async |at: &str| {
        app.installation.clock.set(moment(at));
        mail::watch(&app.installation.store, moment(at)).await.expect("a database")
    };
    assert_eq!(watch("2020-02-03T12:00:00Z").await, 0, "eleven days ahead");
    let told = watch("2020-02-04T12:00:00Z").await;
    assert_eq!(told, 8, "a contributor of each ministry with something open; OCW is done");
    assert_eq!(watch("2020-02-05T12:00:00Z").await, 0, "once");
    assert_eq!(watch("2020-02-11T12:00:00Z").await, told);
    assert_eq!(watch("2020-02-14T16:00:01Z").await, told, "it has passed");
    // OCW's approver has something waiting: akkoord is due on 28 February.
    assert_eq!(watch("2020-02-18T16:00:00Z").await, 1);
}

#[tokio::test]
async fn a_paused_round_reminds_nobody() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    client.post(PauseRound { round: ROUND.into() }, &[("reden", "Kabinet.")]).await.expect(303);
    let due = moment("2020-02-13T12:00:00Z");
    assert_eq!(mail::watch(&app.installation.store, due).await.expect("a database"), 0);
    client.get(Remind { round: ROUND.into() }).await.expect(409);
}

#[tokio::test]
async fn a_coordinator_sees_a_reminder_before_it_goes_out_and_nobody_gets_two_a_day() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&Remind { round: ROUND.into() }.to_string()));
    let path = format!("{}?ministerie=def", Remind { round: ROUND.into() });
    let page = client.get(&path).await.expect(200);
    assert_eq!(page.texts("dl dt"), ["bijdrager van DEF DEF"]);
    let sample = page.text(".app-card");
    assert!(
        sample.contains(
            "De coördinator herinnert u aan ronde 2018–2020: 12 bijdragen zijn nog niet ingediend."
        ),
        "{sample}"
    );
    let form = page.form("main form[method=post]");
    let page = client.submit_and_follow(&path, &form).await;
    assert!(page.flash().starts_with("1 persoon is herinnerd."), "{}", page.flash());
    app.later();
    let page = client.submit_and_follow(&path, &form).await;
    assert!(page.flash().contains("1 kregen er vandaag al een"), "{}", page.flash());
    let told = app.contributor("def").await.get(Notices).await.expect(200);
    assert_eq!(told.count(".app-task"), 1);
    app.publisher().await.get(Remind { round: ROUND.into() }).await.expect(403);
}

#[tokio::test]
async fn opening_a_round_of_thirteen_goals_and_reminding_two_hundred_people_takes_under_a_second() {
    let app = TestApp::new().await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    for number in 0..200 {
        let person = NewPerson {
            id: PersonId::new(),
            name: format!("Bijdrager {number}"),
            email: Email::parse(&format!("b{number}@def.example")).expect("an address"),
            ministry: "def".into(),
            roles: vec![Role::Contributor],
            password: None,
            created_at: app.installation.clock.now(),
        };
        store::people::insert(&mut writer, &person).await.expect("a person");
    }
    writer.commit().await.expect("a commit");
    let client = app.coordinator().await;
    let start = Instant::now();
    client.post(Remind { round: ROUND.into() }, &[]).await.expect(303);
    let reminded = start.elapsed();
    let form = client.get(voortgang::web::routes::NewRound).await.expect(200).form("main form");
    let start = Instant::now();
    client.submit(voortgang::web::routes::NewRound, &form).await.expect(303);
    let made = start.elapsed();
    let start = Instant::now();
    let open = StepRound { round: "2020-2022".into() };
    client.post(open, &[("naar", State::Open.code())]).await.expect(303);
    let opened = start.elapsed();
    println!(
        "reminded 208 people in {reminded:?}; made a round in {made:?}; opened it, telling 209, in {opened:?}"
    );
    for took in [reminded, made, opened] {
        assert!(took.as_secs() < 1, "{took:?}");
    }
}
