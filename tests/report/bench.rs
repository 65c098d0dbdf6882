//! Figures about speed and memory, for reading and not for passing.
//!
//! `cargo test --release --test report -- --ignored --nocapture figures`

use std::process::Command;
use std::time::{Duration, Instant};

use voortgang::render::pdf::{self, Fonts, Kept};
use voortgang::report::{Block, Inline, Stamp};

use super::sample;

/// Set in the processes that measure one size each.
const GOALS: &str = "VOORTGANG_BENCH_GOALS";

/// Some 100 and some 1,000 pages, each in a process of its own, so that the peak of memory is its own.
#[test]
#[ignore = "prints figures"]
fn figures() {
    if let Ok(goals) = std::env::var(GOALS) {
        return measure(goals.parse().expect("a number of goals"));
    }
    println!(
        "| pages | KiB | first, ms | median of 9, ms | after one change, ms | peak, MiB |\n|---|---|---|---|---|---|"
    );
    for goals in ["22", "248"] {
        let program = std::env::current_exe().expect("the test's own path");
        let ran = Command::new(program)
            .args(["--exact", "bench::figures", "--ignored", "--nocapture"])
            .env(GOALS, goals)
            .output()
            .expect("the test runs itself");
        let text = String::from_utf8_lossy(&ran.stdout);
        for line in text.lines().filter(|line| line.starts_with('|')) {
            println!("{line}");
        }
    }
}

fn measure(goals: usize) {
    let report = sample::whole(goals);
    let stamp = Stamp::of(&report);
    let start = Instant::now();
    let fonts = Fonts::embedded().expect("committed fonts");
    let bytes = pdf::render(&report, &stamp, &fonts).expect("a report that can be printed");
    let first = start.elapsed();
    let peak = peak();
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let start = Instant::now();
            let again = pdf::render(&report, &stamp, &fonts).expect("a report that can be printed");
            assert_eq!(again.len(), bytes.len());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let changed = after_one_change(goals, &fonts);
    let pages = lopdf::Document::load_mem(&bytes).expect("a PDF").get_pages().len();
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "| {pages} | {} | {:.0} | {:.0} | {:.0} | {peak} |",
        bytes.len() / 1024,
        millis(first),
        millis(times[4]),
        millis(changed)
    );
}

/// The median time to render again when one paragraph of a goal has changed.
fn after_one_change(goals: usize, fonts: &Fonts) -> Duration {
    let mut report = sample::whole(goals);
    let mut kept = Kept::default();
    let mut times: Vec<Duration> = (0..10)
        .map(|round| {
            if let Block::Paragraph(paragraph) = &mut report.sections[3].sections[1].sections[0].blocks[0] {
                paragraph.text = vec![Inline::text(sample::prose(round, 6))];
            }
            let stamp = Stamp::of(&report);
            let start = Instant::now();
            pdf::render_again(&report, &stamp, fonts, &mut kept).expect("a report that can be printed");
            start.elapsed()
        })
        .skip(1)
        .collect();
    times.sort_unstable();
    times[4]
}

/// The most memory that this process ever held, in MiB; "?" where the system does not say.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    peak.map_or_else(|| "?".to_owned(), |kibibytes| (kibibytes / 1024).to_string())
}
