//! A clock that goes back: what happened later stays later, people stay signed in, and nobody is shut out.

use chrono::TimeDelta;
use voortgang::{
    domain::person::Role,
    store::{self, check},
    web::routes::{
        CheckContribution, ContributionHistory, EditContribution, SendBackContribution, SignIn,
        TakeBackContribution, Tasks,
    },
};

use crate::{
    app::TestApp,
    support::{address, moment},
};

#[tokio::test]
async fn acts_of_a_clock_that_went_back_stay_in_their_order() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Eerste.").await;
    app.installation.clock.set(moment("2020-02-01T13:00:00Z"));
    let (author, director) = (app.contributor("def").await, app.approver("def").await);
    let back = [("versie", "1"), ("reden", "Niet scherp.")];
    director.post(SendBackContribution { id }, &back).await.expect(303);

    // The machine's clock is set right: an hour and a half earlier.
    app.installation.clock.set(moment("2020-02-01T11:30:00Z"));
    author.post(EditContribution { id }, &[("versie", "1"), ("bereikt", "Tweede.")]).await.expect(303);
    let check = author.get(CheckContribution { id }).await.expect(200);
    author.submit(CheckContribution { id }, &check.form("main form")).await.expect(303);
    assert!(!app.listed("def", 1).await.late, "the deadline is as far away as the clock says");
    app.installation.clock.set(moment("2020-02-01T11:31:00Z"));
    author.post(TakeBackContribution { id }, &[]).await.expect(303);

    let mut reader = app.installation.store.read().await.expect("a reader");
    let steps = store::reviews::steps(&mut reader, id).await.expect("steps");
    let taken: Vec<u32> =
        steps.iter().filter(|step| step.kind == "taken-back").map(|step| step.number).collect();
    assert_eq!(taken, [2], "the second was taken back, not the one with the later time");
    assert_eq!(check::whole(&mut reader).await.faults, Vec::<String>::new());
    let verbs =
        sqlx::raw_sql("SELECT verb FROM event ORDER BY seq").fetch_all(&mut *reader).await.expect("events");
    let verbs: Vec<String> = verbs.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    assert_eq!(verbs, ["save", "submit", "send-back", "save", "submit", "take-back"]);
    drop(reader);
    let history = author.get(ContributionHistory { id }).await.expect(200);
    assert!(history.main().contains("Versie 2"), "{}", history.main());
}

#[tokio::test]
async fn a_session_outlives_a_clock_that_goes_back_and_ends_as_it_should() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let start = app.installation.clock.now();
    app.installation.clock.set(start - TimeDelta::hours(1));
    def.get(Tasks).await.expect(200);
    app.installation.clock.set(start + TimeDelta::hours(3));
    def.get(Tasks).await.expect(200);
    app.installation.clock.set(start + TimeDelta::hours(6));
    def.get(Tasks).await.expect(200);
    app.installation.clock.set(start + TimeDelta::hours(9));
    def.get(Tasks).await.expect(200);
    app.installation.clock.set(start + TimeDelta::hours(12));
    assert!(def.get(Tasks).await.location().starts_with("/inloggen"), "twelve hours are over");
}

#[tokio::test]
async fn failures_from_the_future_shut_nobody_out() {
    let app = TestApp::new().await;
    let email = address(Role::Contributor, "def");
    let form = [("email", email.as_str()), ("wachtwoord", "fout")];
    let nobody = app.nobody();
    app.installation.clock.set(moment("2031-01-01T00:00:00Z"));
    for _ in 0..5 {
        nobody.post(SignIn, &form).await.expect(422);
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::seconds(1));
    }
    nobody.post(SignIn, &form).await.expect(429);
    app.installation.clock.set(moment("2020-02-01T12:00:00Z"));
    nobody.post(SignIn, &form).await.expect(422);
}
