//! Mail from the command line, and by the program as it serves.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use voortgang::{
    domain::{clock::Clock, notice::Notice, person::Email},
    store::{self, Store},
};

use super::{folder, refuses, voortgang};
use crate::smtp::Sink;

const FROM: &str = "Voortgang <voortgang@bz.example>";

/// A program that is ended with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The same, without blocking the mail server beside it.
async fn run(here: &Path, arguments: &[&str]) -> super::Ended {
    let (here, arguments) = (here.to_owned(), arguments.iter().map(ToString::to_string).collect::<Vec<_>>());
    let ended = tokio::task::spawn_blocking(move || {
        voortgang(&here, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    });
    ended.await.expect("an end")
}

#[tokio::test]
async fn a_trial_mail_is_sent_and_says_whether_it_was_taken() {
    let (here, sink) = (folder(), Sink::start().await);
    let port = sink.address.port().to_string();
    let trial = ["mail", "test", "--to", "anna@bz.example", "--smtp-host", "127.0.0.1", "--smtp-port", &port];
    let trial = [&trial[..], &["--mail-from", FROM, "--base-url", "https://voortgang.example"]].concat();
    let plain = [&trial[..], &["--smtp-tls", "none"]].concat();
    let ended = run(here.path(), &plain).await;
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.out, "The mail server took a mail to anna@bz.example.\n");
    let mails = sink.received();
    assert_eq!(mails[0].header("Subject"), "Voortgang: proef");
    assert!(mails[0].body().contains("https://voortgang.example"), "{}", mails[0].text);
    let encrypted = run(here.path(), &trial).await;
    assert_eq!((encrypted.code, sink.received().len()), (Some(1), 1), "STARTTLS is not offered");
    assert!(encrypted.err.contains("the mail server did not take it"), "{}", encrypted.err);
}

#[test]
fn what_cannot_be_a_mail_server_is_refused_by_name() {
    let here = folder();
    let trial = ["mail", "test", "--to", "anna@bz.example", "--mail-from", FROM];
    let with = |more: &[&'static str]| [&trial[..], more].concat();
    refuses(here.path(), &trial, "give --smtp-host");
    refuses(here.path(), &with(&["--smtp-host", "mail.example", "--smtp-tls", "none"]), "is another one");
    std::fs::write(here.path().join("empty"), "\n").expect("a file");
    let signed_in =
        ["--smtp-host", "mail.example", "--smtp-user", "voortgang", "--smtp-password-file", "empty"];
    refuses(here.path(), &with(&signed_in), "empty holds no password");
}

#[tokio::test]
async fn the_program_mails_as_long_as_it_serves() {
    let (here, sink) = (folder(), Sink::start().await);
    let add = ["person", "add", "--name", "Anna", "--email", "anna@bz.example", "--ministry", "bz"];
    let add = [&add[..], &["--role", "beheerder", "--data", "d"]].concat();
    assert_eq!(run(here.path(), &add).await.code, Some(0));
    let store = Store::open(&here.path().join("d/voortgang.sqlite")).await.expect("a database");
    let mut writer = store.begin().await.expect("a writer");
    let email = Email::parse("anna@bz.example").expect("an address");
    let known = store::people::find_credentials(&mut writer, &email).await.expect("people").expect("Anna");
    let now = Clock::System.now();
    store::outbox::queue(&mut writer, &Notice::invited(known.person, now), now).await.expect("a notice");
    writer.commit().await.expect("a commit");
    store.close().await;
    let port = sink.address.port().to_string();
    let serving = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args(["serve", "--data", "d", "--port", "0", "--smtp-host", "127.0.0.1", "--smtp-port", &port])
        .args(["--smtp-tls", "none", "--mail-from", FROM, "--base-url", "https://voortgang.example"])
        .current_dir(here.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let serving = Serving(serving);
    sink.arrival().await;
    drop(serving);
    let mails = sink.received();
    assert_eq!(mails[0].to, ["RCPT TO:<anna@bz.example>"]);
    assert!(mails[0].body().contains("https://voortgang.example/uitnodiging?sleutel="), "{}", mails[0].text);
}
