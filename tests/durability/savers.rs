//! People who save, and the ledger of what they were told is saved.

use axum::http::StatusCode;
use tokio::sync::mpsc;
use voortgang::{
    auth::session::{self, About},
    domain::{access::Scope, clock::Clock, id::ContributionId, person::Role},
    store::{self, Store, check},
    web::routes::EditContribution,
};

use crate::{
    server::{Browser, Place, Server},
    support::address,
};

/// Someone with a contribution that nobody else writes in.
#[derive(Clone)]
pub(crate) struct Saver {
    /// Their session.
    pub(crate) cookie: String,
    /// What they write.
    pub(crate) id: ContributionId,
    /// Version and words of every save that was answered with "bewaard".
    pub(crate) confirmed: Vec<(u32, String)>,
    /// The newest version there is, as far as they know.
    newest: u32,
}

/// How they came.
const ABOUT: About<'static> = About { user_agent: "test", origin: "127.0.0.1" };

/// A contributor of each of these ministries, signed in.
pub(crate) async fn sign_in(place: &Place, ministries: &[&str]) -> Vec<Saver> {
    let store = Store::open(&place.database()).await.expect("a database");
    let mut writer = store.begin().await.expect("a writer");
    let mut savers = Vec::new();
    for ministry in ministries {
        let email = address(Role::Contributor, ministry);
        let person =
            store::people::find_credentials(&mut writer, &email).await.expect("people").expect("someone");
        let key =
            session::open(&mut writer, person.person, Clock::System.now(), ABOUT).await.expect("a session");
        let scope = Scope::Ministry((*ministry).into());
        let own = store::contributions::list(&mut writer, &scope, store::contributions::Rounds::All)
            .await
            .expect("a list");
        let id = own.first().expect("a goal").contribution.id;
        let cookie = format!("sessie={}", key.as_cookie());
        savers.push(Saver { cookie, id, confirmed: Vec::new(), newest: 0 });
    }
    writer.commit().await.expect("a commit");
    store.close().await;
    savers
}

impl Saver {
    /// Saves the next version; what was answered.
    pub(crate) async fn save(&mut self, browser: &Browser, words: String) -> Option<StatusCode> {
        let base = self.newest.to_string();
        let form = [("versie", base.as_str()), ("bereikt", &words), ("doe", "bewaren")];
        let answer = browser.post(EditContribution { id: self.id }, &form).await;
        if answer == Some(StatusCode::SEE_OTHER) {
            self.newest += 1;
            self.confirmed.push((self.newest, words));
        }
        answer
    }

    /// Saves until the program is gone, and tells of each save that was confirmed.
    pub(crate) async fn save_on(mut self, server: Browser, told: mpsc::UnboundedSender<()>) -> Self {
        loop {
            let number = self.newest + 1;
            let words = format!(
                "Versie {number} van {}. {}",
                self.id,
                "Er is gewerkt. ".repeat(number as usize % 90)
            );
            match self.save(&server, words).await {
                Some(StatusCode::SEE_OTHER) => {
                    let _ = told.send(());
                }
                None => return self,
                Some(other) => panic!("a save was answered with {other}"),
            }
        }
    }
}

/// What a look at the file found.
pub(crate) struct Found {
    /// Saves that were confirmed and are there.
    pub(crate) confirmed: usize,
    /// Saves that are there although nobody heard of it: the answer was under way.
    pub(crate) unheard: usize,
}

/// Looks whether all that was confirmed is there, as it was written, and everything is whole. People learn what the
/// newest version is.
pub(crate) async fn look(place: &Place, savers: &mut [Saver]) -> Found {
    let store = Store::open(&place.database()).await.expect("a database that opens");
    let mut reader = store.read().await.expect("a reader");
    let checked = check::whole(&mut reader).await;
    assert_eq!(checked.faults, Vec::<String>::new());
    assert_eq!(
        checked.events as usize, checked.revisions,
        "every save has its event, and every event its save"
    );
    let mut found = Found { confirmed: 0, unheard: 0 };
    for saver in savers {
        for (number, words) in &saver.confirmed {
            let kept = store::revisions::get(&mut reader, saver.id, *number).await;
            let kept = kept.unwrap_or_else(|error| panic!("version {number} was confirmed: {error}"));
            assert_eq!(kept.content.achieved.as_str(), words.trim(), "version {number} was confirmed");
            found.confirmed += 1;
        }
        let newest = store::contributions::get(&mut reader, saver.id).await.expect("a contribution").revision;
        let lost = newest.checked_sub(saver.newest).expect("nothing that was known is gone");
        assert!(lost <= 1, "one save was under way, not {lost}");
        found.unheard += lost as usize;
        saver.newest = newest;
    }
    drop(reader);
    store.close().await;
    found
}

/// A browser for each of them.
pub(crate) fn browsers<'s>(server: &'s Server, savers: &'s [Saver]) -> impl Iterator<Item = Browser> + 's {
    savers.iter().map(|saver| Browser::new(server, &saver.cookie))
}
