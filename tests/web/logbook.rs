//! Logboek: who did what; and the log of access: who signed in, who could not, what was refused.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo, http::Method};
use voortgang::{
    domain::{
        access::LogScope,
        event::{Event, Ledger},
        person::Role,
    },
    store,
    web::{
        Proxies,
        routes::{
            AccessLog, AccessLogCsv, ApproveContribution, Logbook, LogbookCsv, ShowContribution, SignIn,
            SignOut, StepRound, Tasks,
        },
    },
};

use crate::{
    app::{TestApp, request},
    page::Page,
    raw,
    support::moment,
};

/// Lines of the log on screen: who, act, object, address.
fn lines(page: &Page) -> Vec<String> {
    page.texts("tbody tr")
}

#[tokio::test]
async fn an_administrator_sees_who_did_what_and_never_the_words() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden Kwartelei.").await;
    let page = app.administrator().await.get(Logbook).await.expect(200);
    let lines = lines(&page);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("akkoordgever van DEF"), "{}", lines[0]);
    assert!(
        lines[0].contains("Akkoord gegeven") && lines[0].contains("Bijdrage DEF, doel 6"),
        "{}",
        lines[0]
    );
    assert!(lines[2].contains("Bewaard") && lines[2].contains("bijdrager van DEF"), "{}", lines[2]);
    assert!(!page.html().contains("Kwartelei"));
}

#[tokio::test]
async fn a_coordinator_sees_what_was_done_to_rounds_and_not_what_ministries_did_before_akkoord() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    let client = app.coordinator().await;
    assert!(lines(&client.get(Logbook).await.expect(200)).is_empty());
    client.post(StepRound { round: "2018-2020".into() }, &[("naar", "composing")]).await.expect(303);
    let page = client.get(Logbook).await.expect(200);
    assert_eq!(lines(&page).len(), 1, "{}", page.main());
    assert!(lines(&page)[0].contains("Stap gezet"));
    assert!(page.texts("select[name=persoon] option").iter().all(|name| !name.contains("bijdrager")));
    client.get(AccessLog).await.expect(403);
    app.contributor("def").await.get(Logbook).await.expect(403);
}

#[tokio::test]
async fn the_log_is_searched_by_period_person_act_kind_and_ministry() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.installation.clock.set(moment("2020-02-03T09:00:00Z"));
    app.write("jenv", 6, "Wij ook.").await;
    let client = app.administrator().await;
    let found = async |query: &str| {
        let page = client.get(format!("/logboek?{query}")).await.expect(200);
        lines(&page).len()
    };
    assert_eq!(found("").await, 4);
    assert_eq!(found("van=03-02-2020").await, 1);
    assert_eq!(found("tot=02-02-2020").await, 3);
    assert_eq!(found("van=01-02-2020&tot=01-02-2020").await, 3);
    assert_eq!(found("handeling=save").await, 2);
    assert_eq!(found("ministerie=jenv").await, 1);
    assert_eq!(found("soort=contribution&handeling=approve").await, 1);
    assert_eq!(found("soort=edition").await, 0);
    let approver = app.installation.person(Role::Approver, "def").await;
    assert_eq!(found(&format!("persoon={approver}")).await, 1);
    let page = client.get("/logboek?van=31-02-2020").await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-van"]);
}

#[tokio::test]
async fn a_long_log_is_read_a_page_at_a_time_and_downloaded_whole() {
    let app = TestApp::new().await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    for number in 1..=1203 {
        let event = Event {
            at: moment("2020-02-01T12:00:00Z"),
            actor: None,
            role: "operator",
            ministry: None,
            verb: "record",
            object_kind: "edition",
            object_id: format!("=cmd|{number}"),
            before: None,
            after: None,
            origin: "opdrachtregel".into(),
        };
        store::events::append(&mut writer, &event).await.expect("an event");
    }
    writer.commit().await.expect("a commit");
    let client = app.administrator().await;
    let first = client.get(Logbook).await.expect(200);
    assert_eq!(lines(&first).len(), 50);
    let older = first.attr("a[rel=next]", "href").expect("older events");
    let second = client.get(older).await.expect(200);
    assert!(lines(&second)[0].starts_with("1153"), "{}", lines(&second)[0]);
    let sheet = client.get(LogbookCsv).await.expect(200);
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    assert!(sheet.header("content-disposition").starts_with("attachment; filename=\"logboek.csv\""));
    let text = sheet.html();
    assert_eq!(text.lines().count(), 1204);
    assert!(text.contains("'=cmd|7"), "no cell is a formula");
    assert!(!text.contains(",=cmd"));
}

#[tokio::test]
async fn what_is_refused_leaves_a_line_with_who_what_and_from_where() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Wij deden dit.").await;
    let other = app.contributor("jenv").await;
    other.get(ShowContribution { id }).await.expect(404);
    app.coordinator().await.get(Tasks).await.expect(403);
    other.post(ApproveContribution { id }, &[("versie", "1")]).await.expect(404);
    let client = app.administrator().await;
    let found = lines(&client.get(AccessLog).await.expect(200));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("Geweigerd") && found[0].contains(&format!("POST /bijdragen/{id}/akkoord")));
    assert!(found[1].contains("coördinator van BZ") && found[1].contains("GET /mijn-doelen"));
    assert!(found[2].contains("bijdrager van JENV") && found[2].contains("127.0.0.1"), "{}", found[2]);
    let sheet = client.get(AccessLogCsv).await.expect(200).html();
    assert_eq!(sheet.matches(",geweigerd,").count(), 3, "{sheet}");
    // Someone who is not signed in is not someone; and nobody fills the log by asking.
    app.nobody().get(Tasks).await.expect(303);
    for _ in 0..150 {
        other.get(ShowContribution { id }).await.expect(404);
    }
    let sheet = client.get(AccessLogCsv).await.expect(200).html();
    assert_eq!(sheet.matches(",geweigerd,").count(), 101, "100 an hour of each");
}

#[tokio::test]
async fn signing_out_and_in_are_in_the_log_of_access_and_not_in_that_of_acts() {
    let app = TestApp::new().await;
    app.contributor("def").await.post(SignOut, &[]).await.expect(303);
    let client = app.administrator().await;
    assert_eq!(lines(&client.get(Logbook).await.expect(200)).len(), 0);
    let found = lines(&client.get(AccessLog).await.expect(200));
    assert!(found[0].contains("Uitgelogd") && found[0].contains("bijdrager van DEF"), "{found:?}");
}

#[tokio::test]
async fn a_script_that_asks_for_file_after_file_is_told_to_wait() {
    let app = TestApp::new().await;
    let client = app.administrator().await;
    for _ in 0..10 {
        client.get(LogbookCsv).await.expect(200);
    }
    let page = client.get(LogbookCsv).await.expect(429);
    assert_eq!(page.header("retry-after"), "7");
    assert!(page.main().contains("Wacht 7 seconden"), "{}", page.main());
    app.coordinator().await.get(LogbookCsv).await.expect(200);
    app.installation.clock.set(moment("2020-02-01T12:00:07Z"));
    client.get(LogbookCsv).await.expect(200);
}

/// The address that the log of access has for a refusal of this request.
async fn origin(proxies: Proxies, peer: &str, header: (&str, &str)) -> String {
    let app = TestApp::behind(proxies).await;
    let peer = SocketAddr::new(peer.parse().expect("an address"), 4321);
    let sent = request(Method::GET, Tasks).header(header.0, header.1).extension(ConnectInfo(peer));
    app.coordinator().await.send(sent.body(Body::empty()).expect("a request")).await.expect(403);
    let page = app.administrator().await.get(AccessLog).await.expect(200);
    page.text("tbody tr:first-child td:last-child")
}

#[tokio::test]
async fn only_a_named_proxy_is_believed_about_where_a_request_came_from() {
    let forged = ("x-forwarded-for", "192.0.2.66");
    assert_eq!(origin(Proxies::default(), "198.51.100.7", forged).await, "198.51.100.7");
    let named = Proxies { trusted: vec!["10.0.0.0/8".parse().expect("a network")], ..Proxies::default() };
    assert_eq!(origin(named.clone(), "198.51.100.7", forged).await, "198.51.100.7");
    assert_eq!(origin(named.clone(), "10.0.0.1", forged).await, "192.0.2.66");
    assert_eq!(origin(named, "10.0.0.1", ("forwarded", "for=192.0.2.66")).await, "10.0.0.1");
}

#[tokio::test]
async fn a_forged_address_does_not_get_round_the_delay_for_failed_sign_ins() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let mut statuses = Vec::new();
    for number in 0..7 {
        let sent = request(Method::POST, SignIn)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("192.0.2.{number}"))
            .body(Body::from(format!("email=een{number}@def.example&wachtwoord=x")));
        statuses.push(client.send(sent.expect("a request")).await.status.as_u16());
        app.installation.clock.set(app.installation.clock.now() + chrono::TimeDelta::milliseconds(5));
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
}

#[tokio::test]
async fn a_page_of_a_log_of_100_000_events_takes_less_than_5_ms_by_any_search() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    let person = app.installation.person(Role::Contributor, "def").await;
    // Rows like those there are, written past the chain: this is about reading.
    let sql = "INSERT INTO event (at, actor, role, ministry, verb, object_kind, object_id, origin, previous, hash)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        SELECT strftime('%Y-%m-%dT%H:%M:%fZ', '2020-02-02', '+' || i || ' seconds'), e.actor, e.role, e.ministry,
          e.verb, e.object_kind, e.object_id, e.origin, e.previous, printf('%064x', i)
        FROM n JOIN event AS e ON e.seq = 1 + i % 3";
    raw::execute(&app.installation.path(), sql).await.expect("100,000 events");
    let store = &app.installation.store;
    for filter in ["", "person", "verb", "rare verb", "kind", "ministry", "period", "page"] {
        let given = |name: &str, value: &str| (filter == name).then(|| value.to_owned());
        let search = store::logbook::Filter {
            ledger: Ledger::Acts,
            scope: LogScope::All,
            from: (filter == "period").then(|| moment("2020-02-02T10:00:00Z")),
            until: (filter == "period").then(|| moment("2020-02-02T11:00:00Z")),
            person: (filter == "person").then_some(person),
            verb: given("verb", "save").or_else(|| given("rare verb", "freeze")),
            kind: given("kind", "contribution"),
            ministry: (filter == "ministry").then(|| "def".into()),
            before: (filter == "page").then_some(50_000),
        };
        let mut best = std::time::Duration::MAX;
        for _ in 0..5 {
            let mut reader = store.read().await.expect("a reader");
            let start = std::time::Instant::now();
            store::logbook::lines(&mut reader, &search, 51).await.expect("lines");
            best = best.min(start.elapsed());
        }
        assert!(best.as_micros() < 5000, "{filter}: {best:?}");
    }
}
