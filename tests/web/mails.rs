//! Mail: sent once, in one digest a day, and never lost, whatever the mail server does. It is a real one, over TCP.

use chrono::TimeDelta;
use voortgang::{
    domain::{
        id::PersonId,
        notice::{Kind, Notice},
        person::Role,
        round::State,
    },
    mail::{self, Relay, Security, Server, Tally},
    store,
    web::routes::{
        ComposeGoal, DisablePerson, EditPassage, EditPerson, InvitePerson, Logbook, Mails, NewPerson,
        Notices, Remind, Rounds, SendBackContribution, StepRound, SubmitContribution,
    },
};

use crate::{
    app::TestApp,
    smtp::{Mood, Received, Sink},
    support::{Installation, ROUND, moment},
};

const FROM: &str = "Voortgang <voortgang@bz.example>";
const BASE: &str = "https://voortgang.example";

/// An installation that mails.
async fn mailing() -> TestApp {
    TestApp::with(|settings| settings.mail_from = Some(FROM.to_owned())).await
}

fn relay(port: u16, security: Security) -> Server {
    let relay = Relay { host: "127.0.0.1".to_owned(), port: Some(port), security, credentials: None };
    Server::new(relay, FROM, BASE).expect("a server")
}

fn server(sink: &Sink) -> Server {
    relay(sink.address.port(), Security::None)
}

/// A port where nobody listens.
async fn nowhere() -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    relay(listener.local_addr().expect("an address").port(), Security::None)
}

/// One turn at this moment of the installation's clock.
async fn turn(app: &TestApp, server: &Server) -> Tally {
    let now = app.installation.clock.now();
    mail::send(&app.installation.store, server, now).await.expect("a database")
}

/// One turn, so much later.
async fn after(app: &TestApp, wait: TimeDelta, server: &Server) -> Tally {
    app.installation.clock.set(app.installation.clock.now() + wait);
    turn(app, server).await
}

const SETTLED: TimeDelta = TimeDelta::minutes(10);

async fn tell(app: &TestApp, to: PersonId, key: &str) {
    let line = format!("Bericht {key}.");
    let notice = Notice { to, kind: Kind::Task, key: key.into(), line, href: "/beoordelen".into() };
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::outbox::queue(&mut writer, &notice, app.installation.clock.now()).await.expect("kept");
    writer.commit().await.expect("a commit");
}

async fn director(app: &TestApp) -> PersonId {
    app.installation.person(Role::Approver, "def").await
}

fn to<'m>(mails: &'m [Received], name: &str) -> &'m Received {
    mails.iter().find(|mail| mail.to[0].contains(name)).expect("a mail")
}

/// What happened once, to one mail.
const SENT: Tally = Tally { made: 1, sent: 1, postponed: 0, given_up: 0 };

#[tokio::test]
async fn what_happens_is_told_in_one_digest_a_day_with_one_link_and_nothing_internal() {
    let (app, sink) = (mailing().await, Sink::start().await);
    let (def, director_of_def) = (app.contributor("def").await, app.approver("def").await);
    let first = app.write("def", 6, "Geheime woorden.").await;
    def.post(SubmitContribution { id: first }, &[("versie", "1")]).await.expect(303);
    app.later();
    let second = app.write("def", 5, "Nog meer geheim.").await;
    def.post(SubmitContribution { id: second }, &[("versie", "1")]).await.expect(303);
    let back = [("versie", "1"), ("reden", "Politiek gevoelig.")];
    director_of_def.post(SendBackContribution { id: second }, &back).await.expect(303);
    assert_eq!(turn(&app, &server(&sink)).await, Tally::default(), "one sitting is one mail");
    let tally = after(&app, SETTLED, &server(&sink)).await;
    assert_eq!((tally.made, tally.sent), (2, 2), "one for the approver, one for the author");
    let mails = sink.received();
    let digest = to(&mails, "approver@def.example");
    assert_eq!(digest.header("Subject"), "Voortgang: 2 berichten voor u");
    assert_eq!(digest.header("From"), FROM);
    assert_eq!(digest.header("Auto-Submitted"), "auto-generated");
    assert_eq!(digest.header("List-Id"), "Voortgang <voortgang.bz.example>");
    assert!(digest.header("Content-Type").starts_with("text/plain"), "{}", digest.text);
    let body = digest.body();
    assert!(body.contains("\r\n- Ronde 2018–2020, doel 6: een bijdrage wacht op uw akkoord.\r\n"), "{body}");
    assert_eq!(body.matches("http").count(), 1, "{body}");
    assert!(body.contains(&format!("{BASE}{Notices}\r\n")), "{body}");
    let returned = to(&mails, "contributor@def.example").body();
    assert!(returned.contains("doel 5: uw bijdrage is teruggestuurd."), "{returned}");
    for mail in &mails {
        let body = mail.body();
        assert!(!body.contains("eheim") && !body.contains("Politiek"), "{body}");
        assert!(!body.contains('<') && !body.contains('?'), "nothing that follows who reads: {body}");
    }
    // The next of the same day goes the next morning, not at midnight.
    tell(&app, director(&app).await, "later").await;
    assert_eq!(after(&app, SETTLED, &server(&sink)).await, Tally::default());
    app.installation.clock.set(moment("2020-02-02T03:00:00Z"));
    assert_eq!(turn(&app, &server(&sink)).await, Tally::default());
    app.installation.clock.set(moment("2020-02-02T06:01:00Z"));
    assert_eq!(turn(&app, &server(&sink)).await, SENT);
    assert_eq!(turn(&app, &server(&sink)).await, Tally::default(), "and once");
}

#[tokio::test]
async fn an_invitation_is_mailed_at_once_and_its_link_works_once() {
    let (app, sink) = (mailing().await, Sink::start().await);
    let person = director(&app).await;
    let administrator = app.administrator().await;
    let page = administrator.post(InvitePerson { person }, &[]).await.expect(200);
    assert!(page.main().contains("op approver@def.example"), "{}", page.main());
    let shown = page.text(".app-code");
    sink.be(Mood::HangsUpAfterData);
    assert_eq!(turn(&app, &server(&sink)).await.postponed, 1);
    sink.be(Mood::Fine);
    assert_eq!(after(&app, SETTLED, &server(&sink)).await.sent, 1);
    let mails = sink.received();
    assert_eq!(mails[1].header("Subject"), "Voortgang: uw uitnodiging");
    let link = |mail: &Received| {
        let body = mail.body();
        body.lines().find(|line| line.starts_with(BASE)).expect("a link").replace(BASE, "")
    };
    let (lost, came) = (link(&mails[0]), link(&mails[1]));
    assert_ne!(lost, came, "no key is kept to be sent again");
    let on_screen = shown.replace(BASE, "");
    for link in [&lost, &came, &on_screen] {
        app.nobody().get(link).await.expect(200);
    }
    let form = app.nobody().get(&came).await.expect(200).form("main form");
    let password = "Vier woorden zijn ook goed 27";
    app.nobody().submit(&came, &form.set("nieuw", password).set("herhaling", password)).await.expect(303);
    for link in [&lost, &came, &on_screen] {
        app.nobody().get(link).await.expect(410);
    }
    // What was used or ended is not mailed.
    app.later();
    administrator.post(InvitePerson { person }, &[]).await.expect(200);
    administrator.post(DisablePerson { person }, &[]).await.expect(303);
    assert_eq!(turn(&app, &server(&sink)).await, Tally::default());
}

#[tokio::test]
async fn a_new_person_is_invited_by_mail_only_where_there_is_mail() {
    for mails in [true, false] {
        let app = if mails { mailing().await } else { TestApp::new().await };
        let form = app.administrator().await.get(NewPerson).await.expect(200).form("main form");
        let form = form.set("naam", "Nieuwe Collega").set("email", "nieuw@def.example");
        let form = form.set("ministerie", "def").set("rol", "contributor");
        let page = app.administrator().await.submit(NewPerson, &form).await.expect(200);
        assert_eq!(page.main().contains("per mail"), mails, "{}", page.main());
        let sink = Sink::start().await;
        assert_eq!(turn(&app, &server(&sink)).await.sent, usize::from(mails));
    }
}

#[tokio::test]
async fn a_name_or_an_address_cannot_write_a_header_of_a_mail() {
    let (app, sink) = (mailing().await, Sink::start().await);
    let person = director(&app).await;
    let path = EditPerson { person };
    let administrator = app.administrator().await;
    let form = administrator.get(path.clone()).await.expect(200).form("main form");
    let broken = form.clone().set("email", "a@def.example\r\nRCPT TO:<b@elders.example>");
    administrator.submit(path.clone(), &broken).await.expect(422);
    for odd in ["a@def.example>,<b@elders.example", "a@def.example b@elders.example"] {
        administrator.submit(path.clone(), &form.clone().set("email", odd)).await.expect(422);
    }
    // What no form lets through, and stands there nonetheless.
    let sql = "UPDATE person SET name = 'Anna' || char(13, 10) || 'Bcc: b@elders.example' || char(13, 10, 13, 10) || 'x'";
    crate::raw::execute(&app.installation.path(), sql).await.expect("people");
    tell(&app, person, "een").await;
    assert_eq!(after(&app, SETTLED, &server(&sink)).await, SENT);
    let mails = sink.received();
    assert_eq!(mails[0].to, ["RCPT TO:<approver@def.example>"]);
    assert!(!mails[0].headers().contains(&"Bcc".to_owned()), "{}", mails[0].text);
}

#[tokio::test]
async fn a_mail_the_server_refuses_for_good_is_given_up_and_shown_until_it_is_sent_again() {
    let (app, sink) = (mailing().await, Sink::start().await);
    tell(&app, director(&app).await, "een").await;
    sink.be(Mood::NobodyThere);
    assert_eq!(after(&app, SETTLED, &server(&sink)).await.given_up, 1);
    let coordinator = app.coordinator().await;
    let page = coordinator.get(Rounds).await.expect(200);
    assert!(page.main().contains("1 mail is niet aangekomen."), "{}", page.main());
    let page = coordinator.get(Mails).await.expect(200);
    for said in ["approver@def.example", "nobody of that name here", "Opgegeven op zaterdag 1 februari 2020"]
    {
        assert!(page.main().contains(said), "{}", page.main());
    }
    app.administrator().await.get(Mails).await.expect(200);
    app.contributor("def").await.get(Mails).await.expect(403);
    sink.be(Mood::Fine);
    let form = page.form("main form");
    coordinator.submit(Mails, &form).await.expect(303);
    let page = coordinator.get(Mails).await.expect(200);
    assert!(page.flash().starts_with("Wat in deze mail stond, gaat opnieuw"), "{}", page.flash());
    app.later();
    coordinator.submit(Mails, &form).await.expect(409);
    assert!(coordinator.get(Logbook).await.expect(200).main().contains("Opnieuw laten versturen"));
    assert_eq!(after(&app, SETTLED, &server(&sink)).await, SENT);
    assert!(sink.received()[0].body().contains("Bericht een."));
    assert!(!coordinator.get(Rounds).await.expect(200).main().contains("niet aangekomen"));
}

#[tokio::test]
async fn a_busy_server_and_one_that_is_away_are_tried_ever_less_often_and_nothing_is_lost() {
    let (app, sink) = (mailing().await, Sink::start().await);
    tell(&app, director(&app).await, "een").await;
    sink.be(Mood::Busy);
    assert_eq!(after(&app, SETTLED, &server(&sink)).await.postponed, 1);
    assert_eq!(turn(&app, &server(&sink)).await, Tally::default(), "not at once");
    sink.be(Mood::HangsUpWithinData);
    assert_eq!(after(&app, TimeDelta::minutes(5), &server(&sink)).await.postponed, 1);
    let page = app.coordinator().await.get(Mails).await.expect(200);
    assert!(page.main().contains("De mailserver nam hem nog niet aan."), "{}", page.main());
    let away = nowhere().await;
    assert_eq!(after(&app, TimeDelta::minutes(5), &away).await, Tally::default(), "it waits longer now");
    assert_eq!(after(&app, TimeDelta::minutes(10), &away).await.postponed, 1);
    // Meanwhile there is more to tell; it goes when this is settled, on another day.
    tell(&app, director(&app).await, "twee").await;
    sink.be(Mood::Fine);
    assert_eq!(after(&app, TimeDelta::hours(1), &server(&sink)).await, Tally { made: 0, ..SENT });
    assert_eq!(after(&app, TimeDelta::hours(1), &server(&sink)).await, Tally::default());
    assert_eq!(after(&app, TimeDelta::days(1), &server(&sink)).await, SENT);
    let told: Vec<_> = sink.received().iter().map(Received::body).collect();
    assert!(told[0].contains("Bericht een.") && told[1].contains("Bericht twee."), "{told:?}");
}

#[tokio::test]
async fn a_server_that_stays_away_costs_the_others_nothing_and_is_given_up_in_the_end() {
    let app = mailing().await;
    let away = nowhere().await;
    tell(&app, director(&app).await, "een").await;
    tell(&app, app.installation.person(Role::Approver, "jenv").await, "twee").await;
    let first = after(&app, SETTLED, &away).await;
    assert_eq!((first.made, first.postponed), (2, 1), "whoever comes second is not tried for nothing");
    let mut total = first;
    for _ in 0..40 {
        let tally = after(&app, TimeDelta::hours(25), &away).await;
        (total.postponed, total.given_up) =
            (total.postponed + tally.postponed, total.given_up + tally.given_up);
    }
    assert_eq!((total.postponed, total.given_up), (18, 2), "ten attempts each");
    let page = app.coordinator().await.get(Mails).await.expect(200);
    assert_eq!(page.count(".app-task"), 2);
}

#[tokio::test]
async fn a_mail_that_was_taken_before_the_program_stopped_goes_again_as_the_same_mail() {
    let (app, sink) = (mailing().await, Sink::start().await);
    tell(&app, director(&app).await, "een").await;
    app.installation.clock.set(app.installation.clock.now() + SETTLED);
    sink.be(Mood::FallsSilentAfterData);
    let (store, of_task, now) = (app.installation.store.clone(), server(&sink), app.installation.clock.now());
    let sending = tokio::spawn(async move { mail::send(&store, &of_task, now).await });
    sink.arrival().await;
    // Stopped between "taken" and "recorded", and started again on what is on disk.
    sending.abort();
    assert!(sending.await.expect_err("stopped").is_cancelled());
    app.installation.store.close().await;
    let database = std::fs::read(app.installation.path()).expect("the database");
    let again = Installation::of(&database).await;
    sink.be(Mood::Fine);
    let tally = mail::send(&again.store, &server(&sink), now).await.expect("a database");
    assert_eq!(tally, Tally { made: 0, ..SENT });
    let ids: Vec<_> = sink.received().iter().map(|mail| mail.header("Message-ID")).collect();
    assert!(ids.len() == 2 && ids[0] == ids[1] && ids[0].ends_with("@bz.example>"), "{ids:?}");
    let later = now + TimeDelta::days(2);
    let tally = mail::send(&again.store, &server(&sink), later).await.expect("a database");
    assert_eq!(tally, Tally::default(), "recorded, and never again");
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_gets_nothing() {
    let (app, sink) = (mailing().await, Sink::start().await);
    tell(&app, director(&app).await, "een").await;
    let port = sink.address.port();
    for security in [Security::StartTls, Security::Tls] {
        let tally = after(&app, SETTLED, &relay(port, security)).await;
        assert_eq!((tally.sent, tally.postponed + tally.given_up), (0, 1), "{security:?}");
    }
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn who_consented_to_a_text_is_told_when_it_is_laid_before_them_and_when_it_changes() {
    let (app, sink) = (mailing().await, Sink::start().await);
    app.approve("def", 6, "Dit deden wij.").await;
    let (coordinator, goal) = (app.coordinator().await, ComposeGoal { round: ROUND.into(), goal: 6 });
    let step = async |to: State| {
        app.later();
        let path = StepRound { round: ROUND.into() };
        coordinator.post(path, &[("naar", to.code())]).await.expect(303);
    };
    step(State::Composing).await;
    let form = coordinator.get(goal.clone()).await.expect(200).form("#bijdrage-def form");
    coordinator.submit(goal.clone(), &form.set("alles", "ja")).await.expect(303);
    step(State::Consulting).await;
    let told = app.approver("def").await.get(Notices).await.expect(200);
    assert!(told.main().contains("1 tekst wacht op instemming van uw ministerie"), "{}", told.main());
    let mut reader = app.installation.store.read().await.expect("a reader");
    let round = store::rounds::get(&mut reader, ROUND).await.expect("the round");
    // Three days before the deadline, and from the coordinator when asked.
    let near = round.consent_due - TimeDelta::days(3);
    let told = mail::watch(&app.installation.store, near).await.expect("a database");
    assert_eq!(told, 4, "the approvers of BZ, DEF, JenV and BZK");
    let page = coordinator.get(Remind { round: ROUND.into() }).await.expect(200);
    assert_eq!(page.texts("dl dd"), ["1 tekst wacht op instemming van uw ministerie"; 4]);
    let texts = store::goal_texts::all(&mut reader, round.id).await.expect("texts");
    let passage = texts.values().find_map(|text| text.passages.first()).expect("a passage").id;
    drop(reader);
    app.later();
    let path = EditPassage { round: ROUND.into(), goal: 6, passage };
    let form = coordinator.get(path.clone()).await.expect(200).form("main form");
    coordinator.submit(path, &form.set("tekst", "Dit deden zij.")).await.expect(303);
    after(&app, SETTLED, &server(&sink)).await;
    let body = to(&sink.received(), "approver@def.example").body();
    assert!(body.contains("doel 6: de tekst is veranderd na het akkoord van uw ministerie."), "{body}");
    assert!(!body.contains("deden zij"), "{body}");
}

#[tokio::test]
async fn a_coordinator_reads_the_mail_of_a_reminder_before_it_goes() {
    let (app, sink) = (mailing().await, Sink::start().await);
    let coordinator = app.coordinator().await;
    let path = format!("{}?ministerie=def", Remind { round: ROUND.into() });
    let page = coordinator.get(&path).await.expect(200);
    let shown = page.text("#mail .app-mail");
    coordinator.submit(&path, &page.form("main form[method=post]")).await.expect(303);
    after(&app, SETTLED, &server(&sink)).await;
    let mails = sink.received();
    assert_eq!(page.text("#mail strong"), mails[0].header("Subject"));
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&shown), squeezed(&mails[0].body()));
    let without = TestApp::new().await;
    let page = without.coordinator().await.get(&path).await.expect(200);
    assert_eq!(page.count("#mail"), 0);
    let page = without.coordinator().await.get(Mails).await.expect(200);
    assert!(page.main().contains("Er is geen mailserver ingesteld."), "{}", page.main());
}
