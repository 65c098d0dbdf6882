//! SIGTERM: what runs is ended, and what is answered is saved.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use tokio::{sync::mpsc, task::JoinSet};
use voortgang::web::routes::EditContribution;

use crate::{
    savers::{browsers, look, sign_in},
    server::{Place, Server},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_that_runs_when_the_program_is_told_to_stop_is_ended_and_answered() {
    let place = Place::new().await;
    let mut savers = sign_in(&place, &["def"]).await;
    let server = Server::start(place.serve()).expect("a start");
    let body = "versie=0&bereikt=Nog+net.&doe=bewaren";
    let mut connection = TcpStream::connect(server.address).expect("a connection");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        EditContribution { id: savers[0].id },
        server.address,
        savers[0].cookie,
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("a request");
    // The program asks for the body when the request is being handled.
    let mut asked = [0; 25];
    connection.read_exact(&mut asked).expect("an answer");
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.ask_to_stop();
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    connection.write_all(body.as_bytes()).expect("the body");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(server.wait().success());
    assert_eq!(look(&place, &mut savers).await.unheard, 1, "it was saved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_was_answered_is_there_after_a_stop_in_full_swing() {
    let place = Place::new().await;
    let savers = sign_in(&place, &["bz", "def", "jenv", "ezk"]).await;
    let server = Server::start(place.serve()).expect("a start");
    let (told, mut hear) = mpsc::unbounded_channel();
    let mut saving = JoinSet::new();
    for (saver, browser) in savers.iter().zip(browsers(&server, &savers)) {
        saving.spawn(saver.clone().save_on(browser, told.clone()));
    }
    for _ in 0..20 {
        hear.recv().await.expect("a save");
    }
    server.ask_to_stop();
    assert!(server.wait().success());
    let mut savers = saving.join_all().await;
    let confirmed: usize = savers.iter().map(|saver| saver.confirmed.len()).sum();
    assert_eq!(look(&place, &mut savers).await.confirmed, confirmed);
}
