//! Agenda: deadlines at an address that is one person's alone.

use std::collections::BTreeMap;

use voortgang::web::routes::{Calendar, CalendarFeed, RevokeCalendar};

use crate::{
    app::{Client, TestApp},
    support::moment,
};

/// The address as the page shows it, once.
async fn address(client: &Client) -> String {
    client.post(Calendar, &[]).await.expect(200).text("#adres")
}

/// The events of a calendar, each a list of properties; fails on what RFC 5545 does not allow.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.ends_with("\r\n"), "the last line has its end");
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']) && !line.is_empty(), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.trim_end_matches("\r\n").split("\r\n").collect();
    assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    for needed in ["VERSION:2.0", "CALSCALE:GREGORIAN"] {
        assert_eq!(lines.iter().filter(|line| **line == needed).count(), 1, "{needed}");
    }
    assert!(lines.iter().any(|line| line.starts_with("PRODID:")));
    let mut events = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    for line in lines {
        let (name, value) = line.split_once(':').expect("a property");
        match (line, &mut open) {
            ("BEGIN:VEVENT", None) => open = Some(BTreeMap::new()),
            ("END:VEVENT", Some(_)) => events.extend(open.take()),
            (_, Some(event)) => assert!(event.insert(name.into(), value.into()).is_none(), "{name} twice"),
            _ => {}
        }
    }
    assert!(open.is_none());
    for event in &events {
        for needed in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"] {
            assert!(event.contains_key(needed), "{event:?} lacks {needed}");
        }
        for moment in ["DTSTAMP", "DTSTART", "DTEND"] {
            let value = &event[moment];
            assert!(value.len() == 16 && value.as_bytes()[8] == b'T' && value.ends_with('Z'), "{value}");
        }
        assert!(event["DTSTART"] < event["DTEND"]);
    }
    events
}

#[tokio::test]
async fn a_contributor_has_the_ministrys_deadline_as_a_calendar_that_moves_with_it() {
    let app = TestApp::new().await;
    app.submit("def", 6, "Klaar.").await;
    let def = app.contributor("def").await;
    let address = address(&def).await;
    let feed = app.nobody().get(&address).await.expect(200);
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    let before = events(&feed.html());
    assert_eq!(before.len(), 1);
    assert_eq!(before[0]["DTEND"], "20200214T160000Z");
    assert_eq!(before[0]["SUMMARY"], "Bijdragen inleveren\\, ronde 2018–2020");
    assert_eq!(before[0]["DESCRIPTION"], "1 van 12 bijdragen zijn ingediend.");
    assert!(!feed.html().contains("Klaar."), "no text of anyone");
    let extend = voortgang::web::routes::ExtendDeadline { round: "2018-2020".into(), ministry: "def".into() };
    let form = [("tot", "21-02-2020"), ("tot_uur", "17.00"), ("reden", "Debat.")];
    app.coordinator().await.post(extend, &form).await.expect(303);
    let after = events(&app.nobody().get(&address).await.expect(200).html());
    assert_eq!(after[0]["DTEND"], "20200221T160000Z");
    assert_eq!(after[0]["UID"], before[0]["UID"], "the same event, moved");
}

#[tokio::test]
async fn everyone_has_the_deadlines_of_their_roles() {
    let app = TestApp::new().await;
    let approver = address(&app.approver("def").await).await;
    let of_approver = events(&app.nobody().get(&approver).await.expect(200).html());
    assert_eq!(
        of_approver.iter().map(|event| event["DTEND"].as_str()).collect::<Vec<_>>(),
        ["20200228T160000Z"]
    );
    let coordinator = address(&app.coordinator().await).await;
    let of_coordinator = events(&app.nobody().get(&coordinator).await.expect(200).html());
    assert_eq!(of_coordinator.len(), 3);
    let stranger = address(&app.stranger().await).await;
    assert!(events(&app.nobody().get(&stranger).await.expect(200).html()).is_empty());
}

#[tokio::test]
async fn an_address_is_shown_once_kept_as_a_hash_and_taken_away() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let first = address(&def).await;
    let secret = first.split('/').nth(2).expect("a key").to_owned();
    assert!(!def.get(Calendar).await.expect(200).html().contains(&secret), "shown once");
    let file = std::fs::read(app.installation.path()).expect("the file");
    let log = std::fs::read(app.installation.path().with_extension("db-wal")).unwrap_or_default();
    for bytes in [file, log] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "only its hash is kept");
    }
    let second = address(&def).await;
    app.nobody().get(&first).await.expect(404);
    app.nobody().get(&second).await.expect(200);
    def.post(RevokeCalendar, &[]).await.expect(303);
    app.nobody().get(&second).await.expect(404);
    app.nobody().get(CalendarFeed { key: "0".repeat(64) }).await.expect(404);
    app.nobody().get(Calendar).await.expect(303);
}

#[tokio::test]
async fn whose_account_was_ended_has_no_calendar_any_more() {
    let app = TestApp::new().await;
    let address = address(&app.contributor("def").await).await;
    let sql =
        "UPDATE person SET disabled_at = '2020-02-01T12:00:00Z' WHERE email = 'contributor@def.example'";
    crate::raw::execute(&app.installation.path(), sql).await.expect("a change");
    app.installation.clock.set(moment("2020-02-02T12:00:00Z"));
    app.nobody().get(&address).await.expect(404);
}
