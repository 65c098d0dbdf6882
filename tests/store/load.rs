//! Strategies and registers as files: what is wrong is refused with file, line and reason.

use voortgang::store::{
    self, Store,
    load::{self, File, LoadError, shipped},
};

use crate::support::Installation;

const GBVS: File<'static> = shipped::STRATEGIES[1];

/// The shipped strategy under another name, with `from` replaced by `to`; and the line where that stands.
fn altered(from: &str, to: &str) -> (String, usize) {
    let text = GBVS.text.replacen("id = \"gbvs-2018-2022\"", "id = \"proef\"", 1);
    let at = text.find(from).unwrap_or_else(|| panic!("{from:?} is not in the file"));
    (text.replacen(from, to, 1), text[..at].matches('\n').count() + 1)
}

async fn load(installation: &Installation, text: &str) -> Result<(), LoadError> {
    let mut writer = installation.store.begin().await.expect("a writer");
    load::strategy(&mut writer, File { name: "proef/strategy.toml", text }).await?;
    writer.commit().await.expect("a commit");
    Ok(())
}

async fn strategies(store: &Store) -> usize {
    let mut reader = store.read().await.expect("a reader");
    store::strategies::names(&mut reader).await.expect("a list").len()
}

#[tokio::test]
async fn the_shipped_files_load_into_an_empty_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("voortgang.db")).await.expect("a database");
    let mut writer = store.begin().await.expect("a writer");
    load::all_shipped(&mut writer).await.expect("all that ships");
    let day = "2020-03-31".parse().expect("a day");
    let goals = store::goals::list(&mut writer, "gbvs-2018-2022", day).await.expect("goals");
    assert_eq!(goals.iter().map(|goal| goal.number).collect::<Vec<_>>(), (1..=13).collect::<Vec<_>>());
    assert_eq!(store::strategies::pillars(&mut writer, "gbvs-2018-2022").await.expect("pillars").len(), 3);
    let commitments = store::goals::all_commitments(&mut writer, "gbvs-2018-2022", day).await.expect("some");
    assert_eq!(commitments.values().map(Vec::len).sum::<usize>(), 129);
}

#[tokio::test]
async fn a_strategy_with_other_numbers_of_pillars_and_goals_loads_as_well() {
    let installation = Installation::new().await;
    let text = r#"
id = "klein"
title = "Klein"
subtitle = "Een strategie met één doel"
short = "K"
from = 2023-01-01
until = 2029-12-31
dossier = "30 821"
pillar_word = "lijn"
goal_word = "opgave"
source = "geen"
pillar = [{ number = 1, title = "Enig", summary = "Alles." }]
goal = [{ number = 1, pillar = 1, title = "Enige", promise = "Alles.", leads = ["bz"], commitments = [] }]
"#;
    load(&installation, text).await.expect("a small strategy");
    assert_eq!(strategies(&installation.store).await, 3);
}

#[tokio::test]
async fn a_wrong_file_is_refused_with_its_name_the_line_and_the_reason_and_nothing_is_kept() {
    let installation = Installation::new().await;
    let mut faults = Vec::new();
    for (from, to, reason) in [
        ("title = \"Wereldwijd", "title = Wereldwijd", "missing opening quote"),
        ("goal_word = ", "doel_woord = ", "unknown field `doel_woord`"),
        ("short = \"GBVS\"", "short = 7", "expected a string"),
        ("from = 2018-01-01", "from = 2018-02-30", "date"),
        ("from = 2018-01-01", "from = 2018-01-01T12:00:00", "is not a day"),
        ("until = 2022-12-31", "until = 2017-12-31", "2017-12-31"),
        ("paper = \"33 694, nr. 12\"", "paper = \"33 694, nr. ?\"", "33 694, nr. ?"),
        ("replaces = \"ivs-2013\"", "replaces = \"onbekend\"", "onbekend"),
        ("report_every_years = 2", "report_every_years = 0", "nonzero"),
        ("report_every_years = 2", "report_every_years = -2", "invalid value"),
        ("tone = \"attention\"", "tone = \"paars\"", "paars"),
        ("id = \"op-koers\"", "id = \"gerealiseerd\"", "gerealiseerd stands twice"),
        ("number = 2\ntitle = \"Verdedigen\"", "number = 1\ntitle = \"Verdedigen\"", "pillar 1 stands twice"),
        ("number = 2\npillar = 1", "number = 1\npillar = 1", "goal 1 stands twice"),
        ("pillar = 1\ntitle = \"Conflict", "pillar = 9\ntitle = \"Conflict", "there is no pillar 9"),
        ("refers_to = [2, 7, 10]", "refers_to = [2, 7, 99]", "there is no goal 99"),
        ("refers_to = [2, 7, 10]", "refers_to = [2, 7, 7]", "goal 7 stands twice"),
        (
            "contributing = [\"bhos\", \"def\", \"jenv\"]",
            "contributing = [\"vrom\"]",
            "ministry vrom is unknown",
        ),
        (
            "contributing = [\"bhos\", \"def\", \"jenv\"]",
            "contributing = [\"bz\"]",
            "ministry bz is unknown or stands twice",
        ),
        ("refers_to = [2, 7, 10]", "continues = [1, 99]", "ivs-2013 has no goal 99"),
        ("refers_to = [2, 7, 10]", "continues = [1, 1]", "goal 1 stands twice"),
        ("due = 2024-12-31, ", "every_years = 2, ", "needs a first day"),
        ("due = 2024-12-31, ", "due = 2024-12-31, every_years = 0, ", "nonzero"),
        ("number = \"1.2\"", "number = \"1.1\"", "commitment 1.1 stands twice"),
        ("number = \"1.2\", kind = \"action\"", "number = \"1.2\", kind = \"wens\"", "commitment 1.2"),
        ("kind = \"trend\"", "kind = \"hype\"", "hype"),
        ("goals = [3, 9, 11, 12]", "goals = [3, 9, 11, 14]", "there is no goal 14"),
        ("goals = [3, 9, 11, 12]", "goals = [3, 9, 11, 9]", "goal 9 stands twice"),
        ("office = \"minister-bhos\"", "office = \"minister-bz\"", "office minister-bz"),
        ("office = \"minister-bhos\"", "office = \"minister-x\"", "office minister-x is unknown"),
        ("id = \"resolutie-1325\"", "id = \"human-security\"", "theme human-security stands twice"),
        ("paper = \"34 919, nr. 1\"", "paper = \"34 919 nr\"", "34 919 nr"),
    ] {
        let (text, line) = altered(from, to);
        let fault = load(&installation, &text).await.expect_err(to);
        // A change of several lines may be faulted at any of them.
        let lines = line..=line + from.matches('\n').count();
        let placed = matches!(&fault, LoadError::Wrong { file, line, reason: said }
            if file == "proef/strategy.toml" && lines.contains(line) && said.contains(reason));
        if !placed {
            faults.push(format!("{to:?} at {lines:?}, {reason:?}: {fault}"));
        }
        assert_eq!(strategies(&installation.store).await, 2, "{to:?} left something behind");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn a_strategy_that_is_there_is_not_loaded_over() {
    let installation = Installation::new().await;
    let fault = load(&installation, GBVS.text).await.expect_err("a refusal");
    assert!(fault.to_string().contains("gbvs-2018-2022"), "{fault}");
    assert_eq!(strategies(&installation.store).await, 2);
}

#[tokio::test]
async fn a_file_that_is_empty_or_cut_off_is_refused() {
    let installation = Installation::new().await;
    let half = &GBVS.text[..GBVS.text.floor_char_boundary(GBVS.text.len() / 2)];
    for text in ["", "\u{feff}", "id = ", "\0\0\0", half] {
        let fault = load(&installation, text).await.expect_err("a refusal");
        assert!(matches!(fault, LoadError::Wrong { .. }), "{fault}");
    }
}
