//! Speed and memory of the PDF, for reading and not for passing: `cargo bench --bench pdf`.
//!
//! With `VOORTGANG_TYPST` naming a Python that has the `typst` package, the same reports are made with that as well,
//! in the same run: `tests/bench/run` installs it and does so.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "figures are printed")]

use std::process::Command;
use std::time::{Duration, Instant};

use voortgang::render::pdf::{self, Fonts, Kept};
use voortgang::report::{Block, Inline, Stamp};

#[path = "../report/sample.rs"]
mod sample;

/// Set in the processes that measure one size each.
const GOALS: &str = "VOORTGANG_BENCH_GOALS";

/// Some 100 and some 1,000 pages, each in a process of its own, so that the peak of memory is its own.
fn main() {
    if let Ok(goals) = std::env::var(GOALS) {
        return measure(goals.parse().expect("a number of goals"));
    }
    println!(
        "| pages | KiB | first, ms | median of 9, ms | its processor time, ms | after one change, ms | processor time, ms | peak, MiB |\n|---|---|---|---|---|---|---|---|"
    );
    for goals in ["22", "248"] {
        let program = std::env::current_exe().expect("the test's own path");
        let ran = Command::new(program).env(GOALS, goals).output().expect("the test runs itself");
        let text = String::from_utf8_lossy(&ran.stdout);
        for line in text.lines().filter(|line| line.starts_with('|')) {
            println!("{line}");
        }
    }
    if let Some(python) = std::env::var_os("VOORTGANG_TYPST") {
        println!(
            "\n| by typst | pages | KiB | first, ms | median, ms | peak, MiB |\n|---|---|---|---|---|---|"
        );
        for (goals, turns) in [(22, "5"), (248, "3")] {
            typst(&python, goals, turns);
        }
    }
}

/// The same report through typst.
fn typst(python: &std::ffi::OsStr, goals: usize, turns: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("report.json");
    std::fs::write(&json, sample::whole(goals).to_json()).expect("a file");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/other.py");
    let mut ran = Command::new(python);
    ran.current_dir(env!("CARGO_MANIFEST_DIR")).arg(script).arg(&json).arg(turns);
    let said = ran.output().expect("a Python");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let pdf = folder.path().join("report.json.pdf");
    let pages = lopdf::Document::load(&pdf).expect("a PDF").get_pages().len();
    let figures = String::from_utf8_lossy(&said.stdout).trim().replace(' ', " | ");
    println!("| typst | {pages} | {figures} |");
}

fn measure(goals: usize) {
    let report = sample::whole(goals);
    let stamp = Stamp::of(&report);
    let start = Instant::now();
    let fonts = Fonts::embedded().expect("committed fonts");
    let bytes = pdf::render(&report, &stamp, &fonts).expect("a report that can be printed");
    let first = start.elapsed();
    let peak = peak();
    let before = processor();
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let start = Instant::now();
            let again = pdf::render(&report, &stamp, &fonts).expect("a report that can be printed");
            assert_eq!(again.len(), bytes.len());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let busy = (processor() - before) / 9;
    let (changed, changed_busy) = after_one_change(goals, &fonts);
    let pages = lopdf::Document::load_mem(&bytes).expect("a PDF").get_pages().len();
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "| {pages} | {} | {:.0} | {:.0} | {busy} | {:.0} | {changed_busy} | {peak} |",
        bytes.len() / 1024,
        millis(first),
        millis(times[4]),
        millis(changed)
    );
}

/// The median time to render again when one paragraph of a goal has changed.
fn after_one_change(goals: usize, fonts: &Fonts) -> (Duration, u64) {
    let mut report = sample::whole(goals);
    let mut kept = Kept::default();
    let mut before = 0;
    let mut times: Vec<Duration> = (0..10)
        .map(|round| {
            if let Block::Paragraph(paragraph) = &mut report.sections[3].sections[1].sections[0].blocks[0] {
                paragraph.text = vec![Inline::text(sample::prose(round, 6))];
            }
            let stamp = Stamp::of(&report);
            if round == 1 {
                before = processor();
            }
            let start = Instant::now();
            pdf::render_again(&report, &stamp, fonts, &mut kept).expect("a report that can be printed");
            start.elapsed()
        })
        .skip(1)
        .collect();
    let busy = (processor() - before) / 9;
    times.sort_unstable();
    (times[4], busy)
}

/// Processor time of all threads so far, in milliseconds; what counts where others share the machine.
fn processor() -> u64 {
    const TICK: u64 = 10;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * TICK
}

/// The most memory that this process ever held, in MiB; "?" where the system does not say.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    peak.map_or_else(|| "?".to_owned(), |kibibytes| (kibibytes / 1024).to_string())
}
