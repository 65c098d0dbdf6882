//! No room, and no right to write: people are told, what was confirmed stays, and it goes on by itself.

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::Command,
};

use axum::http::StatusCode;
use voortgang::web::routes::Tasks;

use crate::{
    savers::{Saver, look, sign_in},
    server::{Browser, Place, Server},
};

/// Words that need room.
fn words(number: usize) -> String {
    format!("Versie {number}. {}", "Er is gewerkt aan dit doel. ".repeat(1500)).trim().to_owned()
}

/// Saves until something else is answered than "bewaard"; what.
async fn until_refused(saver: &mut Saver, browser: &Browser) -> StatusCode {
    for number in 0..400 {
        let answer = saver.save(browser, words(number)).await.expect("an answer");
        if answer != StatusCode::SEE_OTHER {
            return answer;
        }
    }
    panic!("the limit was never met");
}

#[tokio::test]
async fn when_no_file_may_grow_what_was_confirmed_is_there_and_it_starts_again_by_itself() {
    let place = Place::new().await;
    let mut savers = sign_in(&place, &["def"]).await;
    // 2 MB a file. Without the trap the system would end the program at the first write beyond.
    let server = Server::start(place.serve_after("trap '' XFSZ; ulimit -f 4096")).expect("a start");
    let browser = Browser::new(&server, &savers[0].cookie);
    assert_eq!(until_refused(&mut savers[0], &browser).await, StatusCode::SERVICE_UNAVAILABLE);
    assert!(savers[0].confirmed.len() > 5, "{}", savers[0].confirmed.len());
    assert_eq!(browser.get(Tasks).await, Some(StatusCode::OK), "people can read");
    server.kill();
    let server = Server::start(place.serve()).expect("a start");
    assert_eq!(look(&place, &mut savers).await.confirmed, savers[0].confirmed.len());
    let browser = Browser::new(&server, &savers[0].cookie);
    assert_eq!(savers[0].save(&browser, words(0)).await, Some(StatusCode::SEE_OTHER));
}

/// A small file system of its own; unmounted when dropped.
struct Small {
    at: PathBuf,
}

impl Small {
    /// Mounts it, where the system lets us.
    fn mount(at: &Path) -> Result<Self, String> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(at).output();
        match mounted {
            Ok(output) if output.status.success() => Ok(Self { at: at.to_owned() }),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Makes room.
    fn grow(&self) {
        let grown = Command::new("mount").args(["-o", "remount,size=64m"]).arg(&self.at).status();
        assert!(grown.expect("mount").success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}

#[tokio::test]
async fn on_a_full_disk_what_was_confirmed_is_there_and_with_room_it_goes_on_without_a_hand() {
    let place = Place::new().await;
    let bytes = fs::read(place.database()).expect("the database");
    let small = match Small::mount(&place.data()) {
        Ok(small) => small,
        Err(why) => {
            println!("no small disk can be mounted here ({why}); the limit on files stands for it");
            return;
        }
    };
    fs::write(place.database(), bytes).expect("a copy");
    let mut savers = sign_in(&place, &["def"]).await;
    let server = Server::start(place.serve()).expect("a start");
    let browser = Browser::new(&server, &savers[0].cookie);
    assert_eq!(until_refused(&mut savers[0], &browser).await, StatusCode::INSUFFICIENT_STORAGE);
    assert!(savers[0].confirmed.len() > 5, "{}", savers[0].confirmed.len());
    // Again and again: one refusal does not leave it worse than before.
    for _ in 0..3 {
        assert_eq!(savers[0].save(&browser, words(1)).await, Some(StatusCode::INSUFFICIENT_STORAGE));
    }
    assert_eq!(browser.get(Tasks).await, Some(StatusCode::OK), "people can read");
    small.grow();
    assert_eq!(savers[0].save(&browser, words(2)).await, Some(StatusCode::SEE_OTHER), "it went on by itself");
    server.kill();
    let server = Server::start(place.serve()).expect("a start");
    assert_eq!(look(&place, &mut savers).await.confirmed, savers[0].confirmed.len());
    server.kill();
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_in_one_line_and_mended_by_its_rights_alone() {
    let place = Place::new().await;
    let mut savers = sign_in(&place, &["def"]).await;
    let set = |folder: u32, file: u32| {
        fs::set_permissions(place.data(), fs::Permissions::from_mode(folder)).expect("rights");
        fs::set_permissions(place.database(), fs::Permissions::from_mode(file)).expect("rights");
    };
    let above = place.data().parent().expect("a folder").to_owned();
    fs::set_permissions(&above, fs::Permissions::from_mode(0o755)).expect("rights");
    // Whoever may do anything is let in everywhere, so somebody else must try: a copy of the program that all may run.
    let program = above.join("voortgang");
    fs::copy(env!("CARGO_BIN_EXE_voortgang"), &program).expect("a copy");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("rights");
    let is_root = fs::metadata("/proc/self").map(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    let serve = || {
        let mut command = Command::new(&program);
        command.args(["serve", "--plain-http", "--port", "0", "--data"]).arg(place.data());
        command.arg("--backups").arg("/proc/nowhere");
        if is_root.as_ref().is_ok_and(|is_root| *is_root) {
            command.uid(65534);
        }
        command
    };
    set(0o555, 0o444);
    let refused = Server::start(serve()).err().expect("a refusal");
    assert_eq!(refused.lines().count(), 1, "{refused}");
    assert!(refused.starts_with("voortgang: cannot use the folder"), "{refused}");
    set(0o777, 0o666);
    for name in ["voortgang.sqlite.lock", "voortgang.sqlite-wal", "voortgang.sqlite-shm"] {
        // What the other user made while signing people in.
        let _ = fs::remove_file(place.data().join(name));
    }
    let server = Server::start(serve()).expect("a start");
    let browser = Browser::new(&server, &savers[0].cookie);
    assert_eq!(savers[0].save(&browser, words(0)).await, Some(StatusCode::SEE_OTHER));
    server.kill();
    assert_eq!(look(&place, &mut savers).await.confirmed, 1);
}
