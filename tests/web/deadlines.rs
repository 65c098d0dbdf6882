//! Uitstel, uitzonderingen en pauzes: what holds for one ministry, and a round that stands still.

use chrono::TimeDelta;
use voortgang::{
    domain::{person::Role, round::State},
    store,
    web::routes::{
        ApproveContribution, CheckContribution, Completeness, CompletenessCsv, EditContribution,
        EndException, ExtendDeadline, Freeze, GrantException, PauseRound, ResumeRound, RoundMinistries,
        RoundMinistry, SendBackContribution, ShowRound, StepRound, SubmitContribution, Tasks,
    },
};

use crate::{
    app::{Client, TestApp},
    support::{ROUND, moment},
};

fn ministry(code: &str) -> RoundMinistry {
    RoundMinistry { round: ROUND.into(), ministry: code.into() }
}

fn uitstel(code: &str) -> ExtendDeadline {
    ExtendDeadline { round: ROUND.into(), ministry: code.into() }
}

async fn extend(client: &Client, code: &str, day: &str, status: u16) -> crate::page::Page {
    let form = client.get(ministry(code)).await.expect(200).form("#uitstel ~ form");
    let form = form.set("tot", day).set("reden", "Er is een debat.");
    client.submit(ministry(code), &form).await.expect(status)
}

async fn set_state(app: &TestApp, state: State) {
    let round = app.round().await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::rounds::set_state(&mut writer, round.id, state).await.expect("a state");
    writer.commit().await.expect("a commit");
}

async fn pause(client: &Client) {
    let path = PauseRound { round: ROUND.into() };
    let form = client.get(&path).await.expect(200).form("main form");
    client.submit(&path, &form).await.expect(422);
    client.submit(&path, &form.set("reden", "Het kabinet is gevallen.")).await.expect(303);
}

#[tokio::test]
async fn a_ministry_gets_more_time_without_any_other_getting_it() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let page = extend(&client, "def", "21-02-2020", 303).await;
    let page = client.get(page.location()).await.expect(200);
    assert!(
        page.flash().starts_with("DEF heeft uitstel tot vrijdag 21 februari 2020, 17.00 uur."),
        "{}",
        page.flash()
    );
    assert!(page.main().contains("Er is een debat."), "{}", page.main());
    app.installation.clock.set(moment("2020-02-17T09:00:00Z"));
    let tasks = app.contributor("def").await.get(Tasks).await.expect(200);
    assert!(
        tasks.main().contains("vrijdag 21 februari 2020, 17.00 uur (nog 4 dagen, met uitstel)"),
        "{}",
        tasks.main()
    );
    assert!(!tasks.main().contains("te laat"));
    let tasks = app.contributor("ocw").await.get(Tasks).await.expect(200);
    assert!(tasks.main().contains("te laat"), "{}", tasks.main());
    let client = app.coordinator().await;
    let matrix = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    let late = matrix.texts(".app-matrix .app-cell--late");
    assert!(!late.is_empty() && late.iter().all(|cell| !cell.starts_with("DEF ")), "{late:?}");
    let sheet = client.get(CompletenessCsv { round: ROUND.into() }).await.expect(200).html();
    assert!(
        sheet
            .lines()
            .filter(|line| line.contains(",DEF,"))
            .all(|line| line.contains(",nee,21-02-2020 17.00")),
        "{sheet}"
    );
    // What is handed in within the extension is not late.
    let id = app.write("def", 5, "Op tijd.").await;
    let def = app.contributor("def").await;
    let form = def.get(CheckContribution { id }).await.expect(200).form("main form");
    def.submit(CheckContribution { id }, &form).await.expect(303);
    assert!(!app.listed("def", 5).await.late);
}

#[tokio::test]
async fn a_deadline_in_the_past_or_before_the_rounds_own_is_refused_and_a_holiday_is_asked_about() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    for (day, said) in [
        ("31-01-2020", "ligt in het verleden"),
        ("13-02-2020", "later dan de termijn van de ronde"),
        ("31-02-2020", "dag-maand-jaar"),
    ] {
        let page = extend(&client, "def", day, 422).await;
        assert!(page.text(".error-summary").contains(said), "{}", page.text(".error-summary"));
        assert_eq!(page.form("#uitstel ~ form").value("reden"), "Er is een debat.");
    }
    let page = extend(&client, "def", "27-04-2020", 422).await;
    assert!(page.main().contains("maandag 27 april 2020 is een feestdag: Koningsdag."), "{}", page.main());
    assert!(page.main().contains("Het akkoord moet er al eerder zijn"), "{}", page.main());
    let mut reader = app.installation.store.read().await.expect("a reader");
    let round = app.round().await;
    let granted =
        store::deadlines::extensions(&mut reader, round.id, &"def".into()).await.expect("extensions");
    assert!(granted.is_empty(), "nothing was granted");
    drop(reader);
    client.submit(uitstel("def"), &page.form("#uitstel ~ form").set("gezien", "ja")).await.expect(303);
}

#[tokio::test]
async fn a_closed_round_is_opened_for_one_ministry_and_closed_again() {
    let app = TestApp::new().await;
    let (def, jenv) = (app.write("def", 6, "Tekst.").await, app.write("jenv", 6, "Tekst.").await);
    let client = app.coordinator().await;
    let grant = GrantException { round: ROUND.into(), ministry: "def".into() };
    client.post(&grant, &[("waarom", "x")]).await.expect(409);
    set_state(&app, State::Consulting).await;
    client.post(&grant, &[]).await.expect(422);
    client.post(&grant, &[("waarom", "De cijfers kwamen later.")]).await.expect(303);
    client.post(&grant, &[("waarom", "Nog eens.")]).await.expect(409);
    let submit = |id| SubmitContribution { id };
    app.contributor("jenv").await.post(submit(jenv), &[("versie", "1")]).await.expect(409);
    app.contributor("def").await.post(submit(def), &[("versie", "1")]).await.expect(303);
    let list = client.get(RoundMinistries { round: ROUND.into() }).await.expect(200);
    assert!(list.main().contains("De gesloten ronde is voor dit ministerie open."), "{}", list.main());
    let end = EndException { round: ROUND.into(), ministry: "def".into() };
    client.post(&end, &[]).await.expect(303);
    app.later();
    client.post(&end, &[]).await.expect(409);
    let later = app.contribution("def", 5).await;
    let def = app.contributor("def").await;
    let form = def.get(EditContribution { id: later }).await.expect(200).form("form[data-draft]");
    let page =
        def.submit(EditContribution { id: later }, &form.set("bereikt", "Na sluiting.")).await.expect(409);
    assert!(page.main().contains("als concept bewaard"), "{}", page.main());
    let page = client.get(ministry("def")).await.expect(200);
    assert!(page.main().contains("De cijfers kwamen later. Beëindigd op"), "{}", page.main());
}

#[tokio::test]
async fn while_a_round_is_paused_people_write_and_nothing_moves_on() {
    let app = TestApp::new().await;
    let waiting = app.submit("def", 6, "Ingediend.").await;
    let written = app.write("def", 5, "Concept.").await;
    let client = app.coordinator().await;
    pause(&client).await;
    app.installation.clock.set(app.round().await.contribution_due + TimeDelta::days(10));

    let client = app.coordinator().await;
    let page = client.get(ShowRound { round: ROUND.into() }).await.expect(200);
    assert!(page.text("#pauze").contains("Reden: Het kabinet is gevallen."), "{}", page.text("#pauze"));
    assert!(!page.has("section[aria-labelledby=stap]"));
    client.post(StepRound { round: ROUND.into() }, &[("naar", "composing")]).await.expect(409);
    client.post(PauseRound { round: ROUND.into() }, &[("reden", "x")]).await.expect(409);
    let matrix = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(matrix.has("#pauze") && !matrix.has(".app-matrix .app-cell--late"), "{}", matrix.main());

    let def = app.contributor("def").await;
    let tasks = def.get(Tasks).await.expect(200);
    assert!(tasks.text("#pauze").contains("De termijnen staan stil."), "{}", tasks.main());
    assert!(!tasks.main().contains("Het kabinet is gevallen"), "the reason is the coordinator's");
    let edit = def.get(EditContribution { id: written }).await.expect(200);
    assert!(edit.has("#pauze"));
    let form = edit.form("form[data-draft]").set("bereikt", "Verder geschreven.");
    def.submit(EditContribution { id: written }, &form).await.expect(303);
    let check = def.get(CheckContribution { id: written }).await.expect(200);
    assert!(check.has("#pauze") && !check.has("main form"), "{}", check.main());
    let refused = def.post(SubmitContribution { id: written }, &[("versie", "2")]).await.expect(409);
    assert!(refused.html().contains("is gepauzeerd sinds 1 februari 2020"), "{}", refused.main());

    let director = app.approver("def").await;
    director.post(ApproveContribution { id: waiting }, &[("versie", "1")]).await.expect(409);
    let back = [("versie", "1"), ("reden", "Nog eens lezen.")];
    director.post(SendBackContribution { id: waiting }, &back).await.expect(303);
    set_state(&app, State::Composing).await;
    let refused = client.post(Freeze { round: ROUND.into() }, &[]).await.expect(409);
    assert!(refused.html().contains("gepauzeerd"), "{}", refused.main());
}

#[tokio::test]
async fn a_resumed_round_gives_back_the_time_that_was_left_to_ministries_with_an_extension_too() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    extend(&client, "def", "21-02-2020", 303).await;
    pause(&client).await;
    app.installation.clock.set(moment("2020-03-02T12:00:00Z"));
    let client = app.coordinator().await;
    let path = ResumeRound { round: ROUND.into() };
    let form = client.get(&path).await.expect(200).form("main form");
    // Thirty days later: a Sunday in March moves to Monday.
    assert_eq!(form.value("inleveren"), "16-03-2020");
    assert_eq!(form.value("inleveren_uur"), "17.00");
    let early = form.clone().set("inleveren", "01-02-2020");
    let page = client.submit(&path, &early).await.expect(422);
    assert!(page.main().contains("ligt in het verleden"), "{}", page.main());
    assert!(app.round().await.paused_at.is_some(), "nothing happened yet");
    client.submit(&path, &form).await.expect(303);
    let round = app.round().await;
    assert_eq!(round.paused_at, None);
    assert_eq!(round.contribution_due, moment("2020-03-16T16:00:00Z"));
    let mut reader = app.installation.store.read().await.expect("a reader");
    let due = store::rounds::due(&mut reader, &round, &"def".into()).await.expect("a deadline");
    assert_eq!(due, moment("2020-03-23T16:00:00Z"), "the week of extension is still there");
    drop(reader);
    client.get(&path).await.expect(409);
    client.get(PauseRound { round: ROUND.into() }).await.expect(200);
}

#[tokio::test]
async fn a_ministry_whose_approver_left_is_named_before_it_is_late() {
    let app = TestApp::new().await;
    let person = app.installation.person(Role::Approver, "ocw").await;
    let sql =
        format!("UPDATE person SET disabled_at = '2020-02-01T12:00:00Z' WHERE id = x'{}'", person.0.simple());
    crate::raw::execute(&app.installation.path(), &sql).await.expect("a change");
    let client = app.coordinator().await;
    let page = client.get(RoundMinistries { round: ROUND.into() }).await.expect(200);
    assert_eq!(
        page.texts(".app-task__note--reason"),
        ["Dit ministerie heeft nu geen akkoordgever. Vraag de beheerder om een account."]
    );
    let page = client.get(ministry("ocw")).await.expect(200);
    assert_eq!(page.texts("dl dd")[3], "niemand");
}

#[tokio::test]
async fn geen_bijdrage_is_a_status_of_its_own_in_list_matrix_and_sheet() {
    let app = TestApp::new().await;
    let id = app.contribution("ocw", 2).await;
    let ocw = app.contributor("ocw").await;
    let none = voortgang::web::routes::NoContribution { id };
    ocw.post(&none, &[("versie", "0"), ("reden", "Niets te melden.")]).await.expect(303);
    ocw.post(SubmitContribution { id }, &[("versie", "1")]).await.expect(303);
    let tasks = ocw.get(Tasks).await.expect(200);
    assert_eq!(tasks.texts(".app-task__status"), ["geen bijdrage, ingediend"]);
    let client = app.coordinator().await;
    let matrix = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert_eq!(matrix.text("tbody tr:nth-child(2) .app-cell--sent"), "OCW geen bijdrage");
    let sheet = client.get(CompletenessCsv { round: ROUND.into() }).await.expect(200).html();
    let row = sheet.lines().find(|line| line.contains(",OCW,")).expect("a row");
    assert!(row.contains(",ingediend,ja,nee,"), "{row}");
}
