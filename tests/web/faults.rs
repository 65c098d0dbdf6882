//! A fault between any two writes of an act: the database is as before or as after, never half, and the event is there
//! exactly when the act is.
//!
//! Every row that the writing connection inserts, changes or removes passes a trigger that counts, and that fails the
//! nth. For each act, n goes up until the act gets through: then every place between two writes was tried.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use sqlx::{AssertSqlSafe, Column as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _};
use voortgang::{
    domain::round::State,
    web::routes::{
        ApproveContribution, CheckContribution, ComposeGoal, EditContribution, Freeze, NewErratum,
        NoContribution, RateGoal, ReleaseEdition, ReplaceEdition, ReturnToMinistry, SendBackContribution,
        ShowContribution, TakeBackContribution, WithdrawApproval,
    },
};

use crate::{
    app::TestApp,
    page::{Form, Page},
    support::ROUND,
};

/// Rows and a hash of them, for every table but that of sessions, whose messages are nobody's act.
type Snapshot = BTreeMap<String, (usize, u64)>;

async fn tables(connection: &mut SqliteConnection) -> Vec<String> {
    // What SQLite keeps for its search index takes no triggers; the entries it is made from do.
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
               AND name NOT LIKE '%sqlx%' AND name NOT LIKE 'search_text%'";
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await.expect("tables");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn snapshot(app: &TestApp) -> Snapshot {
    let mut reader = app.installation.store.read().await.expect("a reader");
    let mut found = Snapshot::new();
    for table in tables(&mut reader).await {
        if table == "session" {
            continue;
        }
        let sql = format!("SELECT * FROM \"{table}\" ORDER BY 1, 2");
        let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut *reader).await.expect("rows");
        let mut hasher = DefaultHasher::new();
        for row in &rows {
            for column in row.columns() {
                let value = row.try_get_raw(column.ordinal()).expect("a value");
                value.type_info().name().hash(&mut hasher);
                row.try_get_unchecked::<Option<Vec<u8>>, _>(column.ordinal())
                    .expect("bytes")
                    .hash(&mut hasher);
            }
        }
        found.insert(table, (rows.len(), hasher.finish()));
    }
    found
}

/// Counts writes, and fails one. An overflow ends the statement and nothing else, as a fault of the disk may.
async fn plant(app: &TestApp) {
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let mut sql =
        "CREATE TEMP TABLE fault_left (n INTEGER NOT NULL); INSERT INTO fault_left VALUES (-1);".to_owned();
    for table in tables(&mut writer).await {
        for act in ["INSERT", "UPDATE", "DELETE"] {
            let _ = write!(
                sql,
                "CREATE TEMP TRIGGER \"fault_{table}_{act}\" BEFORE {act} ON main.\"{table}\" BEGIN
                   UPDATE fault_left SET n = n - 1;
                   SELECT abs(-9223372036854775807 - 1 + n) FROM fault_left WHERE n = 0;
                 END;"
            );
        }
    }
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *writer).await.expect("triggers");
    writer.commit().await.expect("a commit");
}

/// Fails the nth write from now on; the first is 1, and 0 is none.
async fn fail(app: &TestApp, nth: u32) {
    let mut writer = app.installation.store.begin().await.expect("a writer");
    let sql = format!("UPDATE fault_left SET n = {}", i64::from(nth) - i64::from(nth == 0));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *writer).await.expect("a number");
    writer.commit().await.expect("a commit");
}

/// Does an act again and again, with a fault one write later each time, until it gets through. Gives its writes.
async fn never_half(app: &TestApp, verb: &str, act: impl AsyncFn() -> Page) -> u32 {
    let before = snapshot(app).await;
    // The moment of the commit itself; afterwards the program has a new connection, without triggers.
    {
        let mut writer = app.installation.store.begin().await.expect("a writer");
        writer.lock_handle().await.expect("the connection").set_commit_hook(|| false);
    }
    let answer = act().await;
    assert!(answer.status.is_server_error(), "{verb}, commit: {}", answer.status);
    assert_eq!(snapshot(app).await, before, "{verb}, commit: half done");

    plant(app).await;
    for nth in 1..200 {
        fail(app, nth).await;
        let answer = act().await;
        fail(app, 0).await;
        let after = snapshot(app).await;
        if answer.status.is_server_error() {
            assert_eq!(after, before, "{verb}, write {nth}: half done");
            continue;
        }
        assert_eq!(answer.status.as_u16(), 303, "{verb}, write {nth}: {}", answer.main());
        let events = |state: &Snapshot| state["event"].0;
        assert_eq!(events(&after), events(&before) + 1, "{verb}: its event");
        let mut reader = app.installation.store.read().await.expect("a reader");
        let last =
            sqlx::raw_sql("SELECT verb FROM event ORDER BY seq DESC LIMIT 1").fetch_one(&mut *reader).await;
        assert_eq!(last.expect("an event").get::<String, _>(0), verb);
        let checked = voortgang::store::check::whole(&mut reader).await;
        assert_eq!(checked.faults, Vec::<String>::new());
        assert!(nth > 2, "{verb}: {nth} writes are fewer than an act and its event");
        return nth - 1;
    }
    panic!("{verb} never got through");
}

/// An edition with real files.
async fn frozen(app: &TestApp) {
    app.set_all_aside(State::Consulting).await;
    app.coordinator().await.post(Freeze { round: ROUND.into() }, &[]).await.expect(303);
}

/// The same, released.
async fn released(app: &TestApp) {
    frozen(app).await;
    let path = ReleaseEdition { round: ROUND.into(), number: 1 };
    app.publisher().await.post(path, &[]).await.expect(303);
}

fn text() -> [(&'static str, &'static str); 8] {
    [
        ("versie", "1"),
        ("bereikt", "Nieuwe woorden."),
        ("stand-1.1", "news"),
        ("regel-1.1", "Eén zin."),
        ("bron-0-titel", "Jaarverslag"),
        ("bron-0-datum", "01-01-2020"),
        ("delen", "ja"),
        ("doe", "bewaren"),
    ]
}

#[tokio::test]
async fn a_save_is_whole_or_not_there() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Oude woorden.").await;
    let client = app.contributor("def").await;
    let writes = never_half(&app, "save", async || client.post(EditContribution { id }, &text()).await).await;
    assert!(writes >= 5, "a revision, a stand, a source, the contribution, the event: {writes}");
}

#[tokio::test]
async fn handing_in_and_taking_back_are_whole_or_not_there() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Woorden.").await;
    let client = app.contributor("def").await;
    let form = client.get(CheckContribution { id }).await.expect(200).form("main form");
    never_half(&app, "submit", async || client.submit(CheckContribution { id }, &form).await).await;

    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Woorden.").await;
    let client = app.contributor("def").await;
    client.get(ShowContribution { id }).await.expect(200);
    never_half(&app, "take-back", async || client.post(TakeBackContribution { id }, &[]).await).await;
}

#[tokio::test]
async fn no_contribution_is_whole_or_not_there() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 1).await;
    let client = app.contributor("def").await;
    let form = client.get(NoContribution { id }).await.expect(200).form("main form");
    let form = form.set("reden", "Wij hebben hier geen taak.");
    never_half(&app, "save", async || client.submit(NoContribution { id }, &form).await).await;
}

#[tokio::test]
async fn an_akkoord_is_whole_or_not_there() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Woorden.").await;
    let client = app.approver("def").await;
    let form = [("versie", "1"), ("afwezig", "A. Bos")];
    never_half(&app, "approve", async || client.post(ApproveContribution { id }, &form).await).await;
}

#[tokio::test]
async fn sending_back_and_withdrawing_are_whole_or_not_there() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Woorden.").await;
    let client = app.approver("def").await;
    let form = [("versie", "1"), ("reden", "Niet scherp."), ("plaats", "Woorden")];
    never_half(&app, "send-back", async || client.post(SendBackContribution { id }, &form).await).await;

    let app = TestApp::new().await;
    let id = app.approve("def", 1, "Woorden.").await;
    let client = app.approver("def").await;
    let form = [("intrekking", "Er was een fout.")];
    never_half(&app, "withdraw", async || client.post(WithdrawApproval { id }, &form).await).await;
}

#[tokio::test]
async fn what_the_coordinator_composes_is_whole_or_not_there() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Eerste alinea.\n\nTweede alinea.").await;
    let client = app.coordinator().await;
    let goal = ComposeGoal { round: ROUND.into(), goal: 5 };
    let form = client.get(goal.clone()).await.expect(200).form("#bijdrage-def form").set("alles", "ja");
    let writes = never_half(&app, "take-over", async || client.submit(goal.clone(), &form).await).await;
    assert!(writes > 4, "two passages, the contribution, the event: {writes}");

    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let path = RateGoal { round: ROUND.into(), goal: 5 };
    let form = client.get(path.clone()).await.expect(200).form("main form");
    let form = form.set("oordeel", "op-koers").set("grond", "Alles is gedaan.");
    never_half(&app, "rate", async || client.submit(path.clone(), &form).await).await;

    let app = TestApp::new().await;
    let id = app.approve("def", 5, "Woorden.").await;
    let client = app.coordinator().await;
    let path = ReturnToMinistry { round: ROUND.into(), goal: 5, id };
    let form = client.get(path.clone()).await.expect(200).form("main form").set("reden", "Te lang.");
    never_half(&app, "return", async || client.submit(path.clone(), &form).await).await;
}

#[tokio::test]
async fn freezing_is_whole_or_not_there() {
    let app = TestApp::new().await;
    app.set_all_aside(State::Consulting).await;
    let client = app.coordinator().await;
    let path = Freeze { round: ROUND.into() };
    let writes = never_half(&app, "freeze", async || client.post(path.clone(), &[]).await).await;
    assert!(writes > 6, "an edition, its files, what it was made with, the round, the event: {writes}");
}

#[tokio::test]
async fn releasing_is_whole_or_not_there() {
    let app = TestApp::new().await;
    frozen(&app).await;
    let client = app.publisher().await;
    let path = ReleaseEdition { round: ROUND.into(), number: 1 };
    never_half(&app, "release", async || client.post(path.clone(), &[]).await).await;
}

#[tokio::test]
async fn an_erratum_is_whole_or_not_there() {
    let app = TestApp::new().await;
    released(&app).await;
    let client = app.coordinator().await;
    let path = NewErratum { round: ROUND.into(), number: 1 };
    let form: Form = client.get(path.clone()).await.expect(200).form("main form");
    let form = form
        .set("plaats-1", "Doel 6")
        .set("staat-1", "Cyberafschrikking met slagkracht")
        .set("moet-1", "Cyberafschrikking met meer slagkracht")
        .set("reden-1", "Er viel een woord weg.")
        .set("doe", "bekijken");
    let shown = client.submit(path.clone(), &form).await.expect(200);
    let form = shown.form("main form").set("doe", "vaststellen");
    never_half(&app, "freeze", async || client.submit(path.clone(), &form).await).await;
}

#[tokio::test]
async fn a_replacement_is_whole_or_not_there() {
    let app = TestApp::new().await;
    released(&app).await;
    let client = app.coordinator().await;
    let path = ReplaceEdition { round: ROUND.into(), number: 1 };
    let form = client.get(path.clone()).await.expect(200).form("main form").set("reden", "Verkeerd jaar.");
    never_half(&app, "replace", async || client.submit(path.clone(), &form).await).await;
}
