//! Inputs without end: as many as fit the time, each of which must be answered in good time and in bounded space.

use std::{
    cell::Cell,
    io::Write as _,
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseResult, TestError, TestRunner},
};

/// No input may take longer than this, however it was made.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many times longer the long mode goes on.
const LONG: u32 = 40;

/// Tries inputs for so long, and says how many there were. `VOORTGANG_LONG=1` is the long mode.
///
/// # Panics
/// With the smallest input that fails.
pub(crate) fn fuzz<S: Strategy>(
    name: &str,
    time: Duration,
    strategy: &S,
    check: impl Fn(S::Value) -> TestCaseResult,
) where
    S::Value: std::fmt::Debug + Clone,
{
    let long = std::env::var_os("VOORTGANG_LONG").is_some();
    let until = Instant::now() + if long { time * LONG } else { time };
    let config =
        Config { cases: 32, failure_persistence: None, max_shrink_time: 20_000, ..Config::default() };
    let tried = Cell::new(0_u32);
    while Instant::now() < until {
        // A runner counts what it did over all its runs, so each round has one of its own.
        let ended = TestRunner::new(config.clone()).run(strategy, |input| {
            tried.set(tried.get() + 1);
            let start = Instant::now();
            check(input)?;
            let took = start.elapsed();
            prop_assert!(took < PATIENCE, "took {took:?}");
            Ok(())
        });
        match ended {
            Ok(()) => {}
            Err(TestError::Fail(why, input)) => panic!("{name}: {why}\n{input:#?}"),
            Err(other) => panic!("{name}: {other}"),
        }
    }
    assert!(tried.get() > 0, "{name}: nothing was tried");
    let _ = writeln!(std::io::stderr(), "figure: {} inputs fuzzed: {name}", tried.get());
}

/// Text that people type, paste, or make to break things.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zé ]{0,12}",
        2 => proptest::sample::select(vec![
            "\n", "\n\n", "\r\n", "# ", "- ", "1. ", "> ", "**", "_", "`", "```", "[", "](", ")", "![", "|", "---",
            "<b>", "<script>", "&amp;", "&#0;", "\u{0}", "\u{feff}", "\u{202e}", "\u{ad}", "\u{a0}", "e\u{301}",
            "🇳🇱", "👩‍👩‍👧", "𝕏", "ﷺ", "33 694, nr. 12", "Kamerstukken II 2017/18, 34 775 X, nr. 72", "33 694, U",
            "https://nl.example/a?b=c", "javascript:alert(1)", "\\", "\"", "'", "%00", "%", "=1+1", "{{7*7}}", "${x}",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<char>().prop_map(String::from),
        1 => ("[-*_#>`|\\[ ]{1,3}", 1..200_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A file that was right, with pieces taken out, doubled, or replaced.
pub(crate) fn damaged(file: &'static str) -> impl Strategy<Value = String> {
    let places: Vec<usize> = file.char_indices().map(|(at, _)| at).collect();
    let wound = (any::<proptest::sample::Index>(), 0..200_usize, 0..4_u8, text());
    proptest::collection::vec(wound, 1..4).prop_map(move |wounds| {
        let mut damaged = file.to_owned();
        for (index, length, kind, words) in wounds {
            let from = places[index.index(places.len())].min(damaged.len());
            let from = (0..=from).rev().find(|at| damaged.is_char_boundary(*at)).unwrap_or(0);
            let to = (from + length).min(damaged.len());
            let to = (to..=damaged.len()).find(|at| damaged.is_char_boundary(*at)).unwrap_or(from);
            let piece = damaged[from..to].to_owned();
            match kind {
                0 => damaged.replace_range(from..to, ""),
                1 => damaged.insert_str(from, &piece),
                2 => damaged.replace_range(from..to, &words),
                _ => damaged.truncate(from),
            }
        }
        damaged
    })
}
