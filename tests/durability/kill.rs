//! SIGKILL at any moment while many people save.

use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    savers::{Saver, browsers, look, sign_in},
    server::{Place, Server},
};

/// Each in a ministry of their own.
const MINISTRIES: [&str; 8] = ["bz", "def", "jenv", "ezk", "bzk", "fin", "ienw", "bhos"];

/// Kills in one installation; more would make the looking long and the killing no better.
const KILLS: usize = 30;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_save_that_was_confirmed_survives_a_kill() {
    let installations = if std::env::var_os("VOORTGANG_LONG").is_some() { 10 } else { 1 };
    let (mut kills, mut confirmed, mut found, mut unheard) = (0, 0, 0, 0);
    for _ in 0..installations {
        let place = Place::new().await;
        let mut savers = sign_in(&place, &MINISTRIES).await;
        for _ in 0..KILLS {
            // It starts by itself, whatever the kill before left behind.
            let server = Server::start(place.serve()).expect("a start");
            unheard += look(&place, &mut savers).await.unheard;
            savers = save_until_killed(server, savers).await;
            kills += 1;
        }
        let server = Server::start(place.serve()).expect("a start");
        let last = look(&place, &mut savers).await;
        confirmed += savers.iter().map(|saver| saver.confirmed.len()).sum::<usize>();
        found += last.confirmed;
        unheard += last.unheard;
        server.ask_to_stop();
        assert!(server.wait().success());
    }
    println!(
        "kills survived: {kills}; saves confirmed: {confirmed}, found: {found}; saved while nobody heard it: {unheard}"
    );
    assert_eq!(confirmed, found);
    assert!(confirmed >= kills, "it was killed while it worked");
}

/// All save as fast as they can, until the program is killed at a moment that nobody knows beforehand.
async fn save_until_killed(server: Server, savers: Vec<Saver>) -> Vec<Saver> {
    let (told, mut hear) = mpsc::unbounded_channel();
    let mut saving = JoinSet::new();
    for (place, browser) in browsers(&server, &savers).enumerate() {
        let (saver, told) = (savers[place].clone(), told.clone());
        saving.spawn(async move { (place, saver.save_on(browser, told).await) });
    }
    drop(told);
    // A number of saves, and then somewhere within the next.
    for _ in 0..rand::random_range(1..50) {
        hear.recv().await.expect("a save");
    }
    for _ in 0..rand::random_range(0..2000) {
        tokio::task::yield_now().await;
    }
    server.kill();
    let mut ended = saving.join_all().await;
    ended.sort_unstable_by_key(|(place, _)| *place);
    ended.into_iter().map(|(_, saver)| saver).collect()
}
