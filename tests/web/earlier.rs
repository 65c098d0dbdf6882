//! Eerdere rapporten: recorded as they were published, released by someone else, and what the first report made here is
//! compared with.

use axum::{
    body::Body,
    http::{Method, header},
};
use chrono::TimeDelta;
use voortgang::{
    domain::{id::EarlierReportId, person::Role},
    web::routes::{
        ArchiveEarlierReport, DraftReport, EarlierFile, EarlierReport, EarlierReports, Logbook,
        NewEarlierReport, RateGoal, Reports, ShowEarlierReport, ShowStrategy,
    },
};

use crate::{
    annexes::pdf,
    app::{Client, TestApp, request},
    contents::contents,
    page::Page,
    raw,
    support::ROUND,
};

const STRATEGY: &str = "gbvs-2018-2022";

/// Fields with other values, a file, the field that is wrong, and words of what is said of it.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [u8], &'a str, &'a str);

fn new() -> NewEarlierReport {
    NewEarlierReport { strategy: STRATEGY.into() }
}

/// A form in which everything is filled in, with other values for some fields.
fn form(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields = vec![
        ("titel", "Voortgang veiligheidsstrategie 2016–2017"),
        ("van", "01-01-2016"),
        ("tot", "31-12-2017"),
        ("gepubliceerd", "01-03-2018"),
        ("kamerstuk", "33 694, nr. 12"),
        ("oordeel-6", "op-koers"),
        ("tekst-6", "De capaciteit groeide."),
    ];
    for (name, value) in other {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

async fn send(client: &Client, other: &[(&'static str, &'static str)], file: &[u8]) -> Page {
    client.upload(new(), &form(other), ("rapport.pdf", file)).await
}

/// Recorded by the coordinator, as the report on 2016 and 2017; where it is looked over.
pub(crate) async fn recorded(app: &TestApp) -> String {
    recorded_as(app, &[], "Zo was het").await
}

async fn recorded_as(app: &TestApp, other: &[(&'static str, &'static str)], words: &str) -> String {
    let page = send(&app.coordinator().await, other, &pdf(words, "")).await.expect(303);
    page.location().to_owned()
}

/// The same, released by the publisher.
pub(crate) async fn released(app: &TestApp) -> String {
    released_as(app, &[], "Zo was het").await
}

/// With other fields, and other words in the file.
pub(crate) async fn released_as(
    app: &TestApp,
    other: &[(&'static str, &'static str)],
    words: &str,
) -> String {
    let at = recorded_as(app, other, words).await;
    app.publisher().await.post(format!("{at}/vrijgave"), &[]).await.expect(303);
    at
}

/// Another that takes its place, of which something is missing; where the first is looked over.
pub(crate) async fn replaced(app: &TestApp) -> String {
    let at = released(app).await;
    let id = at.rsplit('/').next().expect("an id").to_owned().leak();
    app.later();
    released_as(app, &[("vervangt", id), ("reden", "Een bladzijde ontbrak.")], "Beter").await;
    at
}

fn public() -> EarlierReport {
    EarlierReport { slug: "2016-2017".into() }
}

fn file() -> EarlierFile {
    EarlierFile { slug: "2016-2017".into(), name: "rapport.pdf".into() }
}

#[tokio::test]
async fn an_earlier_report_is_recorded_by_one_and_released_by_another() {
    let app = TestApp::new().await;
    let (coordinator, nobody) = (app.coordinator().await, app.nobody());
    let strategy = ShowStrategy { strategy: STRATEGY.into() };
    let list = EarlierReports { strategy: STRATEGY.into() };
    assert_eq!(coordinator.get(strategy).await.expect(200).count(&format!("a[href='{list}']")), 1);
    assert_eq!(coordinator.get(&list).await.expect(200).count(&format!("a[href='{}']", new())), 1);
    let at = recorded(&app).await;
    let page = coordinator.get(&at).await.expect(200);
    assert!(page.main().contains("Nog niet vrijgegeven") && page.main().contains("zelf opgenomen"));
    for path in [public().to_string(), file().to_string()] {
        nobody.get(path).await.expect(404);
    }
    assert!(!nobody.get(Reports).await.expect(200).main().contains("veiligheidsstrategie"));
    coordinator.get(file()).await.expect(200);
    // Who records does not release, whatever their roles.
    coordinator.post(format!("{at}/vrijgave"), &[]).await.expect(403);
    let publisher = app.publisher().await;
    let form = publisher.get(&at).await.expect(200).form("main form");
    publisher.submit(&at, &form).await.expect(303);
    app.later();
    publisher.post(format!("{at}/vrijgave"), &[]).await.expect(409);
    let page = nobody.get(Reports).await.expect(200);
    assert!(page.main().contains("niet hier gemaakt"), "{}", page.main());
    assert_eq!(page.count(&format!("a[href='{}']", public())), 1);
    let page = nobody.get(public()).await.expect(200);
    for words in
        ["niet met Voortgang gemaakt", "33 694, nr. 12", "Op koers", "De capaciteit groeide.", "1 bladzijde"]
    {
        assert!(page.main().contains(words), "{words}: {}", page.main());
    }
    let all = contents(&app.installation.path(), &[]).await;
    let logged = all.lines().filter(|line| line.starts_with("event ") && line.contains("earlier-report"));
    assert_eq!(logged.count(), 2);
    let log = app.administrator().await.get(Logbook).await.expect(200).main();
    assert!(log.contains("Eerder rapport Voortgang veiligheidsstrategie"), "{log}");
}

#[tokio::test]
async fn the_file_is_given_as_it_was_published_and_never_runs() {
    let app = TestApp::new().await;
    released(&app).await;
    let nobody = app.nobody();
    let page = nobody.get(file()).await.expect(200);
    assert_eq!(page.body, pdf("Zo was het", ""));
    assert_eq!(page.header("content-type"), "application/pdf");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"voortgang-2016-2017.pdf\"");
    assert!(page.header("content-security-policy").contains("sandbox"));
    assert_eq!(page.header("link"), format!("<{}>; rel=\"describedby\"", public()));
    let asked = request(Method::GET, file()).header(header::IF_NONE_MATCH, page.header("etag"));
    nobody.send(asked.body(Body::empty()).expect("a request")).await.expect(304);
    let other = EarlierFile { slug: "2016-2017".into(), name: "anders.pdf".into() };
    nobody.get(other).await.expect(404);
}

#[tokio::test]
async fn only_who_oversees_rounds_sees_them_before_and_only_the_coordinator_records() {
    let app = TestApp::new().await;
    let at = recorded(&app).await;
    let list = EarlierReports { strategy: STRATEGY.into() };
    for client in [app.contributor("def").await, app.approver("def").await, app.reader().await] {
        for path in [at.clone(), list.to_string(), new().to_string()] {
            client.get(path).await.expect(403);
        }
        client.get(file()).await.expect(404);
        client.post(format!("{at}/vrijgave"), &[]).await.expect(403);
        client.post(format!("{at}/verwijdering"), &[]).await.expect(403);
        send(&client, &[], &pdf("x", "")).await.expect(403);
    }
    let publisher = app.publisher().await;
    publisher.get(&list).await.expect(200);
    send(&publisher, &[], &pdf("x", "")).await.expect(403);
    publisher.post(format!("{at}/verwijdering"), &[]).await.expect(403);
    let both = app.another(&[Role::Coordinator, Role::Publisher], "bz", "allebei").await;
    let other = [("van", "01-01-2014"), ("tot", "31-12-2015"), ("gepubliceerd", "01-03-2016")];
    let mine = send(&both, &other, &pdf("y", "")).await.expect(303).location().to_owned();
    both.post(format!("{mine}/vrijgave"), &[]).await.expect(403);
    both.post(format!("{at}/vrijgave"), &[]).await.expect(303);
}

#[tokio::test]
async fn who_oversees_takes_it_along_as_one_package_for_the_archive() {
    let app = TestApp::new().await;
    let at = recorded(&app).await;
    let package = format!("{at}/archief");
    let coordinator = app.coordinator().await;
    assert_eq!(coordinator.get(&at).await.expect(200).count(&format!("a[href='{package}']")), 1);
    let first = coordinator.get(&package).await.expect(200);
    assert_eq!(first.header("content-type"), "application/zip");
    assert!(first.header("content-disposition").contains("voortgang-eerder-2016-2017.zip"));
    app.later();
    assert_eq!(coordinator.get(&package).await.expect(200).body, first.body, "always the same bytes");
    app.contributor("def").await.get(&package).await.expect(403);
    let unknown = ArchiveEarlierReport { strategy: STRATEGY.into(), report: EarlierReportId::new() };
    coordinator.get(unknown).await.expect(404);
}

#[tokio::test]
async fn what_was_not_released_is_taken_away_after_a_question_and_what_was_stays() {
    let app = TestApp::new().await;
    let at = recorded(&app).await;
    let coordinator = app.coordinator().await;
    let remove = format!("{at}/verwijdering");
    let ask = coordinator.get(&remove).await.expect(200);
    coordinator.submit(&remove, &ask.form("main form")).await.expect(303);
    coordinator.get(&at).await.expect(404);
    app.later();
    let at = released(&app).await;
    coordinator.get(format!("{at}/verwijdering")).await.expect(409);
    coordinator.post(format!("{at}/verwijdering"), &[]).await.expect(409);
    let path = app.installation.path();
    for sql in [
        "UPDATE earlier_report SET title = 'anders'",
        "DELETE FROM earlier_report",
        "DELETE FROM earlier_report_goal",
        "UPDATE earlier_report_file SET bytes = x'00'",
    ] {
        assert!(raw::execute(&path, sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_mistake_is_mended_by_another_that_takes_its_place() {
    let app = TestApp::new().await;
    let at = released(&app).await;
    let coordinator = app.coordinator().await;
    let page = coordinator.get(new()).await.expect(200);
    let id = page.attrs("#veld-vervangt option", "value").remove(1);
    assert!(at.ends_with(&id));
    let id: &'static str = id.leak();
    let page = send(&coordinator, &[("vervangt", id)], &pdf("Beter", "")).await.expect(422);
    assert_eq!(page.attrs("[role=alert] a", "href"), ["#veld-reden"]);
    let other = [("vervangt", id), ("reden", "Een bladzijde ontbrak."), ("oordeel-6", "")];
    let next = send(&coordinator, &other, &pdf("Beter", "")).await.expect(303).location().to_owned();
    app.publisher().await.post(format!("{next}/vrijgave"), &[]).await.expect(303);
    let page = app.nobody().get(public()).await.expect(200);
    assert!(page.main().contains("Vervangen door"), "{}", page.main());
    let link = app.nobody().get(file()).await.expect(200).header("link").to_owned();
    assert!(link.ends_with("</rapporten/eerder/2016-2017-2>; rel=\"successor-version\""), "{link}");
    let page = app.nobody().get(EarlierReport { slug: "2016-2017-2".into() }).await.expect(200);
    assert!(page.main().contains("Een bladzijde ontbrak."), "{}", page.main());
    let twice = [("vervangt", id), ("reden", "Nog eens.")];
    let page = send(&coordinator, &twice, &pdf("Best", "")).await.expect(422);
    assert!(page.attrs("[role=alert] a", "href").contains(&"#veld-vervangt".to_owned()));
}

#[tokio::test]
async fn what_is_wrong_with_it_is_said_on_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let coordinator = app.coordinator().await;
    let good = pdf("x", "");
    let script = pdf("x", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>");
    let locked =
        String::from_utf8(pdf("x", "")).expect("ASCII").replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 9 0 R");
    let cases: [Case<'_>; 13] = [
        (&[], b"MZ\x90", "bestand", "geen PDF"),
        (&[], b"%PDF-1.7 en verder niets", "bestand", "beschadigd"),
        (&[], &good[..good.len() / 2], "bestand", "beschadigd"),
        (&[], locked.as_bytes(), "bestand", "versleuteld"),
        (&[], &script, "bestand", "script"),
        (&[("titel", " ")], &good, "titel", "Titel"),
        (&[("van", "31-02-2016")], &good, "van", "dag-maand-jaar"),
        (&[("van", "01-01-2018")], &good, "tot", "vóór de eerste"),
        (&[("gepubliceerd", "01-03-2030")], &good, "gepubliceerd", "toekomst"),
        (&[("kamerstuk", "33 694, nr. ?")], &good, "kamerstuk", "33 694, nr. 12"),
        (&[("oordeel-6", "prachtig")], &good, "oordeel-6", "van de schaal"),
        (&[("tot", "31-12-2018"), ("gepubliceerd", "01-03-2019")], &good, "van", "de ronde 2018–2020"),
        (&[("vervangt", "iets")], &good, "vervangt", "in de lijst"),
    ];
    for (other, file, field, words) in cases {
        let owned: Vec<(&'static str, &'static str)> = other
            .iter()
            .map(|(name, value)| (&*(*name).to_owned().leak(), &*(*value).to_owned().leak()))
            .collect();
        let page = send(&coordinator, &owned, file).await.expect(422);
        let links = page.attrs("[role=alert] a", "href");
        assert!(links.contains(&format!("#veld-{field}")), "{field}: {links:?}");
        assert!(page.text("[role=alert]").contains(words), "{words}: {}", page.text("[role=alert]"));
        let form = page.form("main form");
        assert_eq!(form.value("tekst-6"), "De capaciteit groeide.");
        let typed =
            owned.iter().find(|(name, _)| *name == "kamerstuk").map_or("33 694, nr. 12", |(_, typed)| typed);
        assert_eq!(form.value("kamerstuk"), typed);
    }
    let large = vec![b'x'; 51 * 1024 * 1024];
    let page = send(&coordinator, &[], &large).await.expect(413);
    assert!(page.text("[role=alert]").contains("groter dan 50 MB"), "{}", page.text("[role=alert]"));
    recorded(&app).await;
    let page = send(&coordinator, &[("titel", "Nog een keer")], &pdf("Zo was het", "")).await.expect(422);
    let said = page.text("[role=alert]");
    assert!(said.contains("Dit PDF is er al, als “Voortgang veiligheidsstrategie"), "{said}");
    assert!(said.contains("Over deze periode is er al een eerder rapport"), "{said}");
    let unknown = ShowEarlierReport { strategy: STRATEGY.into(), report: EarlierReportId::new() };
    coordinator.get(unknown).await.expect(404);
    coordinator.get(NewEarlierReport { strategy: "geen".into() }).await.expect(404);
}

#[tokio::test]
async fn the_first_report_made_here_is_compared_with_it() {
    let app = TestApp::new().await;
    let coordinator = app.coordinator().await;
    let path = RateGoal { round: ROUND.into(), goal: 6 };
    let title = "Voortgang veiligheidsstrategie 2016–2017";
    recorded(&app).await;
    assert!(
        !coordinator.get(path.clone()).await.expect(200).main().contains(title),
        "not before it is released"
    );
    let list = coordinator.get(EarlierReports { strategy: STRATEGY.into() }).await.expect(200);
    let at = list.attr(".app-task__link", "href").expect("a report");
    app.publisher().await.post(format!("{at}/vrijgave"), &[]).await.expect(303);
    let page = coordinator.get(path.clone()).await.expect(200);
    assert!(page.main().contains(&format!("{title}: op koers")), "{}", page.main());
    let other =
        page.attrs("input[name=oordeel]", "value").into_iter().find(|id| id != "op-koers").expect("a rating");
    let form = page.form("main form").set("oordeel", other).set("grond", "Het bleef achter.");
    coordinator.submit(path, &form).await.expect(303);
    app.installation.clock.set(app.installation.clock.now() + TimeDelta::minutes(1));
    let report = coordinator.get(DraftReport { round: ROUND.into() }).await.expect(200).html();
    assert!(report.contains(title) && report.contains("alleen de oordelen vergeleken"));
    assert!(report.contains("Oordelen die verschillen van het vorige rapport"));
}
