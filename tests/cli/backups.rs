//! Backups, restoring and checking, as the person who runs the machine does it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use voortgang::{
    auth::token::{self, Outcome},
    domain::{clock::Clock, token::Wanted},
    store::{self, Store},
};

use super::{Ended, editions::copy, folder, raw, refuses, voortgang};

const DATABASE: &str = "d/voortgang.sqlite";

/// A small installation in `d`: no people but one, no round.
fn installation(here: &Path) {
    add(here, "an@bz.example");
}

/// The demonstration in `d`.
async fn demonstration() -> TempDir {
    let here = copy().await;
    fs::rename(here.path().join("data"), here.path().join("d")).expect("another name");
    here
}

/// One transaction more.
fn add(here: &Path, email: &str) {
    let words =
        ["person", "add", "--name", "An", "--email", email, "--ministry", "bz", "--role", "beheerder"];
    let ended = voortgang(here, &[&words[..], &["--data", "d"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

fn works(here: &Path, arguments: &[&str]) -> Ended {
    let ended = voortgang(here, arguments);
    assert_eq!(ended.code, Some(0), "{arguments:?} {}{}", ended.out, ended.err);
    ended
}

/// The backups in a folder, oldest first.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "sqlite")).collect();
    found.sort();
    found
}

/// The hash of the last act.
fn head(here: &Path) -> String {
    let said = works(here, &["log", "verify", "--data", "d"]).out;
    let acts = said.lines().find(|line| line.starts_with("acts: ")).expect("the log of acts");
    acts.rsplit(' ').next().expect("a hash").to_owned()
}

/// `voortgang serve`, which is listening.
fn serve(here: &Path, more: &[&str]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args([&["serve", "--data", "d", "--port", "0"], more].concat())
        .current_dir(here)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    let listening = out.lines().any(|line| line.expect("a line").starts_with("Listening"));
    assert!(listening, "it ended: {:?}", child.wait());
    child
}

fn stop(mut child: Child) {
    let id = child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().expect("kill");
    assert!(child.wait().expect("an end").success());
}

#[tokio::test]
async fn a_backup_made_while_serving_brings_everything_back_in_an_empty_place() {
    let here = demonstration().await;
    let here = here.path();
    let (before, editions) = (head(here), works(here, &["edition", "verify", "--data", "d"]).out);
    let serving = serve(here, &[]);
    let said = works(here, &["backup", "--data", "d", "--to", "b"]).out;
    assert!(said.contains("whole") && said.contains(&before), "{said}");
    stop(serving);
    let made = backups(&here.join("b"));
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(
        fs::read_dir(here.join("b")).expect("a folder").count(),
        2,
        "a backup and a lock, nothing else"
    );

    fs::rename(here.join("d"), here.join("lost")).expect("a disaster");
    works(here, &["restore", "--data", "d", made[0].to_str().expect("UTF-8")]);
    assert_eq!(works(here, &["edition", "verify", "--data", "d"]).out, editions, "the same hashes");
    works(here, &["log", "verify", "--data", "d", "--head", &before]);
    let whole = works(here, &["check", "--data", "d"]).out;
    assert!(whole.starts_with("whole: "), "{whole}");
}

#[test]
fn data_is_not_replaced_without_a_word_and_stays_beside_the_new() {
    let here = folder();
    let here = here.path();
    installation(here);
    works(here, &["backup", "--data", "d"]);
    let backup = backups(&here.join("d/backups")).remove(0);
    let backup = backup.to_str().expect("UTF-8");
    add(here, "bo@bz.example");
    let latest = head(here);

    refuses(here, &["restore", "--data", "d", backup], "give --replace");
    // Without a person at the keyboard nobody says yes.
    let asked = voortgang(here, &["restore", "--data", "d", "--replace", backup]);
    assert_eq!((asked.code, asked.err.contains("nothing was changed")), (Some(1), true), "{}", asked.err);
    assert_eq!(head(here), latest);

    let mut child = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args(["restore", "--data", "d", "--replace", backup])
        .current_dir(here)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input").write_all(b"yes\n").expect("an answer");
    assert!(child.wait().expect("an end").success());
    assert_ne!(head(here), latest);
    // The second person is gone, so the address is free again.
    add(here, "bo@bz.example");

    let aside =
        backups(&here.join("d")).into_iter().find(|path| path.to_string_lossy().contains("before-restore"));
    let aside = aside.expect("what was there");
    let whole = works(here, &["check", "--data", "d", "--backup", aside.to_str().expect("UTF-8")]).out;
    assert!(whole.contains(&latest), "{whole}");
}

#[tokio::test]
async fn a_key_of_a_backup_opens_nothing_after_it_is_restored() {
    let here = folder();
    let here = here.path();
    installation(here);
    let store = Store::open(&here.join(DATABASE)).await.expect("a store");
    let mut writer = store.begin().await.expect("a writer");
    let person = store::accounts::list(&mut writer).await.expect("people").remove(0).id;
    let wanted = Wanted::read("Koppeling", "90").expect("a key that can be made");
    let (_, key) = token::create(&mut writer, person, wanted, Clock::System.now()).await.expect("a key");
    writer.commit().await.expect("a commit");
    let open = token::check(&store, &key, None, Clock::System.now()).await.expect("a look");
    assert!(matches!(open, Outcome::Open(_)), "{open:?}");
    store.close().await;
    works(here, &["backup", "--data", "d", "--to", "b"]);
    let backup = backups(&here.join("b")).remove(0);
    let restored =
        works(here, &["restore", "--data", "d", "--replace", "--yes", backup.to_str().expect("UTF-8")]);
    assert!(restored.out.contains("no longer open anything: 1."), "{}", restored.out);
    let store = Store::open(&here.join(DATABASE)).await.expect("a store");
    let refused = token::check(&store, &key, None, Clock::System.now()).await.expect("a look");
    assert!(matches!(refused, Outcome::Refused), "{refused:?}");
}

#[test]
fn a_database_that_is_served_is_neither_served_twice_nor_exchanged() {
    let here = folder();
    let here = here.path();
    installation(here);
    works(here, &["backup", "--data", "d", "--to", "b"]);
    let backup = backups(&here.join("b")).remove(0);
    let serving = serve(here, &[]);
    refuses(here, &["serve", "--data", "d", "--port", "0"], "in use by another `voortgang serve`");
    let restore = ["restore", "--data", "d", "--replace", "--yes", backup.to_str().expect("UTF-8")];
    refuses(here, &restore, "in use by another process");
    // One transaction, and reading, go beside it.
    add(here, "bo@bz.example");
    works(here, &["check", "--data", "d"]);
    stop(serving);
    works(here, &restore);
}

#[test]
fn a_damaged_database_is_told_and_not_served() {
    let here = folder();
    let here = here.path();
    installation(here);
    works(here, &["backup", "--data", "d", "--to", "b"]);
    let backup = backups(&here.join("b")).remove(0);
    let mut bytes = fs::read(here.join(DATABASE)).expect("the database");
    // All pages but the first few: the schema can be read, the rows cannot.
    let half = bytes.len() / 2;
    bytes[half..].fill(0x5a);
    fs::write(here.join(DATABASE), &bytes).expect("damage");
    refuses(here, &["serve", "--data", "d", "--port", "0"], "damaged");
    refuses(here, &["check", "--data", "d"], "damaged");
    refuses(here, &["backup", "--data", "d", "--to", "c"], "");
    assert_eq!(backups(&here.join("c")).len(), 0, "what is not whole is no backup");
    works(here, &["restore", "--data", "d", "--replace", "--yes", backup.to_str().expect("UTF-8")]);
    works(here, &["check", "--data", "d"]);
}

#[tokio::test]
async fn words_that_were_changed_behind_the_log_are_found() {
    let here = demonstration().await;
    let here = here.path();
    for (change, found) in [
        (
            "DROP TRIGGER revision_is_final; UPDATE revision SET achieved = achieved || '!' WHERE number = 1",
            "not what was saved",
        ),
        (
            "DROP TRIGGER edition_file_never_changes; UPDATE edition_file SET bytes = x'00' WHERE name = 'rapport.pdf'",
            "rapport.pdf of edition",
        ),
        (
            "DROP TRIGGER event_never_changes; UPDATE event SET verb = 'x' WHERE seq = 3",
            "the log is broken at event 3",
        ),
        ("DELETE FROM person WHERE id IN (SELECT author FROM revision)", "that is not there"),
    ] {
        let copy = here.join("copy.sqlite");
        let _ = fs::remove_file(&copy);
        fs::copy(here.join(DATABASE), &copy).expect("a copy");
        raw::execute(&copy, change).await.expect("a change");
        refuses(here, &["check", "--backup", "copy.sqlite"], found);
        refuses(here, &["restore", "--data", "e", "copy.sqlite"], found);
        assert!(!here.join("e/voortgang.sqlite").exists(), "nothing was put there");
    }
}

#[test]
fn what_is_no_backup_is_refused_by_name() {
    let here = folder();
    let here = here.path();
    fs::write(here.join("brief.txt"), "Geachte voorzitter, ".repeat(400)).expect("a file");
    refuses(here, &["restore", "--data", "d", "brief.txt"], "brief.txt is not whole");
    refuses(here, &["restore", "--data", "d", "nergens.sqlite"], "cannot use nergens.sqlite");
    assert!(!here.join("d").join("voortgang.sqlite").exists());
    refuses(here, &["backup", "--data", "d"], "there is no installation");
    refuses(here, &["check", "--data", "d"], "there is no installation");
}

#[test]
fn a_backup_that_cannot_be_written_says_so_and_leaves_nothing_half() {
    let here = folder();
    let here = here.path();
    installation(here);
    refuses(here, &["backup", "--data", "d", "--to", "/proc/nowhere"], "/proc/nowhere");
    // No file may be larger than 20 kB; without the trap the system would kill the program.
    let small = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 40; exec \"$0\" backup --data d --to b",
            env!("CARGO_BIN_EXE_voortgang"),
        ])
        .current_dir(here)
        .output()
        .expect("a shell");
    assert_eq!(small.status.code(), Some(1));
    let said = String::from_utf8_lossy(&small.stderr).into_owned();
    assert!(said.contains("cannot copy the database to"), "{said}");
    assert_eq!(fs::read_dir(here.join("b")).expect("a folder").count(), 1, "only the lock");
    works(here, &["backup", "--data", "d", "--to", "b"]);
}
