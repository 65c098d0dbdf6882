//! How fast pages and saves are, for reading and not for passing: `cargo bench --bench web`.
//!
//! Ratios hold when the machine's speed drifts, so each comes from turns taken one after the other: the completeness
//! matrix against a bare handler that does its one query and writes the same cells, and saves of sixteen people at once
//! against the same saves one after another and against one small transaction each.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "figures are printed")]

#[path = "../support/demo.rs"]
mod demo;
#[path = "../support/history.rs"]
mod history;

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use axum::{Router, body::Body, extract::State, http::Request, response::Html, routing::get};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use voortgang::{
    domain::{
        access::{Scope, operator},
        contribution::{Content, Contribution},
        event::Event,
        id::PersonId,
        person::Email,
        text::Prose,
    },
    store::{self, Store},
};

use demo::Demo;

const TURNS: usize = 300;
const SAVERS: usize = 16;
const SAVES: usize = 20;

#[tokio::main]
async fn main() {
    let demo = Box::pin(Demo::new()).await;
    pages(&demo).await;
    matrix(&demo).await;
    saves(&demo).await;
    years(&demo).await;
}

/// Pages with three rounds and with twenty.
async fn years(demo: &Demo) {
    let officer = demo.cookie("gijs.ottenhoff@def.example").await;
    let mut three = Vec::new();
    for page in history::OF_ALL_YEARS {
        three.push(median(demo, page, &officer).await);
    }
    history::add(demo).await;
    println!("\n| page | three rounds, median ms | twenty rounds, median ms | kB |\n|---|---|---|---|");
    for (page, before) in history::OF_ALL_YEARS.into_iter().zip(three) {
        let after = median(demo, page, &officer).await;
        println!(
            "| {page} | {:.2} | {:.2} | {} |",
            ms(before),
            ms(after),
            demo.get(page, &officer).await / 1000
        );
    }
}

/// The middle of twenty times.
async fn median(demo: &Demo, address: &str, cookie: &str) -> Duration {
    demo.get(address, cookie).await;
    let mut times = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        demo.get(address, cookie).await;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[10]
}

/// The server's own time for each page, signed in.
async fn pages(demo: &Demo) {
    let coordinator = demo.cookie("tjeerd.wiarsma@bz.example").await;
    let officer = demo.cookie("gijs.ottenhoff@def.example").await;
    let director = demo.cookie("xiomara.winklaren@def.example").await;
    println!("\n| page | kB | median ms | slowest of 20 ms |\n|---|---|---|---|");
    let round = "/rondes/2018-2020";
    let of_round = [
        "",
        "/volledigheid",
        "/samenstellen",
        "/samenstellen/9",
        "/ontwikkelingen",
        "/teksten",
        "/moties",
        "/leemten",
        "/edities",
        "/rapport",
    ];
    let mut all: Vec<(String, &str)> = vec![
        ("/rapporten".into(), ""),
        ("/rapporten/2018-2020/1".into(), ""),
        ("/mijn-doelen".into(), &officer),
        ("/beoordelen".into(), &director),
        ("/rondes".into(), &coordinator),
    ];
    all.extend(of_round.map(|page| (format!("{round}{page}"), coordinator.as_str())));
    for (address, cookie) in all {
        let size = demo.get(&address, cookie).await;
        let mut times = Vec::new();
        for _ in 0..20 {
            let start = Instant::now();
            demo.get(&address, cookie).await;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        println!("| {address} | {} | {:.2} | {:.2} |", size / 1000, ms(times[10]), ms(times[19]));
    }
}

/// The matrix page against the least that could show the same cells.
async fn matrix(demo: &Demo) {
    let cookie = demo.cookie("tjeerd.wiarsma@bz.example").await;
    let bare = Router::new().route("/", get(cells)).with_state(demo.store.clone());
    let (mut ours, mut least) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..TURNS {
        let start = Instant::now();
        demo.get("/rondes/2018-2020/volledigheid", &cookie).await;
        ours += start.elapsed();
        let start = Instant::now();
        let request = Request::get("/").body(Body::empty()).expect("a request");
        let answer = bare.clone().oneshot(request).await.expect("an answer");
        answer.into_body().collect().await.expect("a body");
        least += start.elapsed();
    }
    println!(
        "\nmatrix: {:.2} times the requests per second of a bare handler",
        least.as_secs_f64() / ours.as_secs_f64()
    );
}

/// One query and its cells, without session, rights, frame or layers.
async fn cells(State(store): State<Store>) -> Html<String> {
    let mut reader = store.read().await.expect("a reader");
    let round = store::rounds::get(&mut reader, "2018-2020").await.expect("a round");
    let cells = store::completeness::cells(&mut reader, round.id).await.expect("cells");
    let mut html = String::from("<table>");
    for cell in cells {
        let (number, title) = cell.goal;
        if let Some(part) = cell.part {
            let _ = write!(
                html,
                "<tr><th>{number}. {title}</th><td>{} {}</td></tr>",
                part.short,
                part.state.dutch()
            );
        }
    }
    html.push_str("</table>");
    Html(html)
}

/// Saves of sixteen people at once, and the same number of the least transactions that are as durable.
async fn saves(demo: &Demo) {
    let mut reader = demo.store.read().await.expect("a reader");
    let round = store::rounds::get(&mut reader, "2022-2023").await.expect("a round");
    let listed =
        store::contributions::list(&mut reader, &Scope::All, store::contributions::Rounds::One(round.id))
            .await
            .expect("a list");
    let email = Email::parse("gijs.ottenhoff@def.example").expect("an address");
    let author = store::people::find_credentials(&mut reader, &email).await.expect("a database");
    let author = author.expect("someone").person;
    drop(reader);
    let mut open: Vec<_> = listed
        .into_iter()
        .map(|one| one.contribution)
        .filter(|one| one.state.is_writable())
        .take(SAVERS)
        .collect();
    let start = Instant::now();
    for contribution in &mut open {
        *contribution = save(demo.store.clone(), contribution.clone(), author).await;
    }
    let alone = start.elapsed();
    let start = Instant::now();
    let savers = open.into_iter().map(|one| tokio::spawn(save(demo.store.clone(), one, author)));
    for saver in savers.collect::<Vec<_>>() {
        saver.await.expect("a saver");
    }
    let ours = start.elapsed();
    let start = Instant::now();
    for turn in 0..SAVERS * SAVES {
        let mut writer = demo.store.begin().await.expect("a transaction");
        let subject = format!("bench:{turn}");
        let now = "2023-02-02T09:30:00Z".parse().expect("a moment");
        store::login_failures::insert(&mut writer, &subject, now, now).await.expect("a row");
        writer.commit().await.expect("a commit");
    }
    let least = start.elapsed();
    let total = SAVERS * SAVES;
    println!(
        "saves: {total} from {SAVERS} at once in {:.0} ms, {:.2} times the rate of the same saves one after another, \
         {:.2} times that of one small durable transaction each",
        ms(ours),
        alone.as_secs_f64() / ours.as_secs_f64(),
        least.as_secs_f64() / ours.as_secs_f64()
    );
}

async fn save(store: Store, mut contribution: Contribution, author: PersonId) -> Contribution {
    let at = "2023-02-02T09:30:00Z".parse().expect("a moment");
    for turn in 0..SAVES {
        let words = Prose::parse(&format!("Versie {turn}. {}", "Er is gewerkt aan dit doel. ".repeat(60)))
            .expect("words");
        let content = Content { achieved: words, ..Content::default() };
        let based_on = contribution.revision;
        let saved = contribution.save(&operator::write(), true, based_on, content, author, at);
        let (saved, revision) = saved.expect("a save");
        let event = Event {
            at,
            actor: Some(author),
            role: "contributor",
            ministry: None,
            verb: "save",
            object_kind: "contribution",
            object_id: saved.id.to_string(),
            before: None,
            after: None,
            origin: "bench".into(),
        };
        let mut writer = store.begin().await.expect("a transaction");
        store::revisions::save(&mut writer, &saved, &revision, &event).await.expect("a revision");
        writer.commit().await.expect("a commit");
        contribution = saved;
    }
    contribution
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
