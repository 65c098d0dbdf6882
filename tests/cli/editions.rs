//! Frozen editions from the command line: whether they are what was frozen, and what is recorded of them.

use std::{path::Path, process::Command, sync::OnceLock};

use tempfile::TempDir;

use crate::{Ended, folder, raw, refuses, voortgang};

static DEMO: OnceLock<TempDir> = OnceLock::new();

/// A copy of the demonstration in a folder of its own, made by SQLite as a backup is. Its second edition is an erratum.
pub(crate) async fn copy() -> TempDir {
    let demo = DEMO.get_or_init(|| {
        let demo = folder();
        let made = voortgang(demo.path(), &["demo", "--no-serve", "--data", "data", "--out", "out"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        demo
    });
    let copy = folder();
    std::fs::create_dir(copy.path().join("data")).expect("a folder");
    let to = database(copy.path());
    let backup = format!("VACUUM INTO '{}'", to.display());
    raw::execute(&database(demo.path()), &backup).await.expect("a copy");
    copy
}

fn database(folder: &Path) -> std::path::PathBuf {
    folder.join("data/voortgang.sqlite")
}

fn verify_erratum(folder: &Path) -> Ended {
    voortgang(folder, &["edition", "verify", "--round", "2018-2020", "--number", "2"])
}

#[tokio::test]
async fn a_copy_is_rebuilt_to_the_byte_by_another_process_in_another_place_and_time_zone() {
    let copy = copy().await;
    let ended = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args(["edition", "verify"])
        .current_dir(copy.path())
        .env_clear()
        .envs([("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/nowhere")])
        .output()
        .expect("the program starts");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    // The erratum comes first, so that the report is the second document of one process.
    let said = String::from_utf8(ended.stdout).expect("UTF-8");
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.iter().all(|line| line.contains("  the same  ")), "{said}");
    for edition in ["2018-2020 2", "2018-2020 1"] {
        for what in ["report", "rapport.json", "rapport.html", "rapport.pdf", "program, definition and faces"]
        {
            assert!(said.contains(&format!("{edition}  the same  {what}")), "{edition} {what}: {said}");
        }
    }
}

#[tokio::test]
async fn whatever_was_changed_past_the_program_is_found() {
    const ANOTHER: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (what, change) in [
        ("rapport.pdf", "UPDATE edition_file SET bytes = x'25504446' WHERE name = 'rapport.pdf'".to_owned()),
        ("rapport.html", format!("UPDATE edition_file SET sha256 = '{ANOTHER}' WHERE name = 'rapport.html'")),
        ("rapport.json", "DELETE FROM edition_file WHERE name = 'rapport.json'".to_owned()),
        (
            "report",
            "UPDATE edition SET report = replace(report, 'Tallinn', 'Vilnius') WHERE number = 2".to_owned(),
        ),
        ("report", format!("UPDATE edition SET sha256 = '{ANOTHER}' WHERE number = 2")),
    ] {
        let copy = copy().await;
        let tampered = format!(
            "DROP TRIGGER edition_never_changes; DROP TRIGGER edition_file_never_changes;
             DROP TRIGGER edition_file_is_never_deleted; {change}"
        );
        raw::execute(&database(copy.path()), &tampered).await.expect("a change");
        let ended = verify_erratum(copy.path());
        assert_eq!(ended.code, Some(1), "{change}: {}", ended.out);
        assert!(ended.out.contains(&format!("2018-2020 2  DIFFERENT  {what}  ")), "{change}: {}", ended.out);
        assert!(ended.err.contains("not what was frozen"), "{}", ended.err);
    }
}

#[tokio::test]
async fn it_is_said_what_an_edition_was_made_with_that_is_another_now() {
    let copy = copy().await;
    let older = "DROP TRIGGER edition_input_never_changes;
                 UPDATE edition_input SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z')
                 WHERE name IN ('definition', 'FiraSans-Regular')";
    raw::execute(&database(copy.path()), older).await.expect("a change");
    let ended = verify_erratum(copy.path());
    assert_eq!(ended.code, Some(0), "the bytes are the same: {}", ended.err);
    assert!(ended.out.contains("2018-2020 2  made with another definition: z"), "{}", ended.out);
    assert!(ended.out.contains("2018-2020 2  made with another FiraSans-Regular: z"), "{}", ended.out);
    assert!(!ended.out.contains("program, definition and faces"), "{}", ended.out);
}

#[tokio::test]
async fn a_publisher_records_when_an_edition_was_sent_and_as_what() {
    let copy = copy().await;
    let data = copy.path();
    let record = |number: &'static str, house: &'static str, paper: &'static str, by: &'static str| {
        let edition = ["edition", "record", "--round", "2018-2020", "--number", number, "--house", house];
        [&edition[..], &["--sent-on", "11-05-2020", "--paper", paper, "--by", by]].concat()
    };
    let (publisher, coordinator) = ("elise.roemersveld@bz.example", "tjeerd.wiarsma@bz.example");
    refuses(data, &record("1", "tk", "33 694, nr. 57", coordinator), "is no publisher");
    refuses(data, &record("1", "tk", "33 694, U", publisher), "that is a paper of the Eerste Kamer");
    refuses(data, &record("9", "tk", "33 694, nr. 57", publisher), "there is no edition 2018-2020 9");
    let done = voortgang(data, &record("1", "tk", "33 694, nr. 57", publisher));
    assert_eq!(done.code, Some(0), "{}", done.err);
    refuses(data, &record("2", "tk", "33 694, nr. 57", publisher), "editie 1 van de ronde 2018–2020");
    assert_eq!(voortgang(data, &record("1", "tk", "33 694, nr. ?", publisher)).code, Some(2));
    let chain = voortgang(data, &["log", "verify"]);
    assert_eq!(chain.code, Some(0), "{}", chain.err);
}

#[tokio::test]
async fn a_package_for_the_archive_checks_itself_and_is_the_same_every_time() {
    let copy = copy().await;
    let export = |output: &'static str| {
        let edition =
            ["edition", "export", "--round", "2018-2020", "--number", "1", "--archive", "-o", output];
        let ended = voortgang(copy.path(), &edition);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    };
    export("pakket");
    let package = copy.path().join("pakket");
    let check = || {
        let mut sums = Command::new("sha256sum");
        sums.args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(&package);
        sums.output().expect("sha256sum")
    };
    let checked = check();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    for path in [
        "LEESMIJ.txt",
        "bestanden/rapport.pdf",
        "bestanden/rapport.html",
        "bestanden/rapport.json",
        "bestanden/brief-tweede-kamer.pdf",
        "gegevens/doelen.csv",
        "gegevens/gegevens.json",
        "metagegevens/editie.mdto.xml",
        "metagegevens/rapport.pdf.bestand.mdto.xml",
    ] {
        assert!(package.join(path).is_file(), "{path}");
    }
    let read_me = std::fs::read_to_string(package.join("LEESMIJ.txt")).expect("a text");
    assert!(read_me.contains("VOORBEELD") && read_me.contains("sha256sum --check SHA256SUMS"), "{read_me}");
    export("een.zip");
    export("twee.zip");
    let read = |name: &str| std::fs::read(copy.path().join(name)).expect(name);
    assert_eq!(read("een.zip"), read("twee.zip"));
    std::fs::write(package.join("bestanden/rapport.json"), "{}").expect("a change");
    assert!(!check().status.success(), "what was changed is found");
}
