//! The states of affairs that rights may depend on, each made once through the program itself and then copied.

use std::collections::BTreeMap;

use voortgang::{
    domain::{person::Role, round::State},
    store,
    web::routes::{ComposeGoal, NewErratum, ReleaseEdition, ReviewContribution, SendBackContribution},
};

use crate::{
    app::{Client, TestApp},
    declared, keyed, raw,
    support::{Installation, ROUND},
};

/// Everyone whose rights are in the table.
pub(crate) const CAST: [&str; 10] = [
    "nobody",
    "contributor",
    "approver",
    "other contributor",
    "other approver",
    "coordinator",
    "publisher",
    "reader",
    "administrator",
    "stranger",
];

/// Every state of a contribution, of a round and of an edition, with what it is called in the table.
pub(crate) const ALL: [(&str, &str); 13] = [
    ("open", "the round is open; nobody has written the contribution"),
    ("draft", "the round is open; the contribution is a draft"),
    ("shared", "the same, and shared with the ministries of its goal and with readers"),
    ("submitted", "the round is open; the contribution was handed in"),
    ("returned", "the round is open; its approver sent it back"),
    ("approved", "the round is open; its approver agreed"),
    ("taken over", "the round is open; words of it were taken into the text of the goal"),
    ("preparing", "the round is being prepared; nobody has written"),
    ("composing", "the round is composed; the contribution is agreed to"),
    ("consulting", "the composed texts lie before the ministries; words of it were taken over"),
    ("frozen", "edition 1 is frozen and not released; words of it were taken over"),
    ("released", "edition 1 is released; words of it were taken over"),
    ("corrected", "the same, and edition 2 is a released erratum to it"),
];

/// A state of affairs, ready to be copied.
pub(crate) struct Situation {
    /// What an address names here.
    pub(crate) addresses: BTreeMap<&'static str, String>,
    database: Vec<u8>,
    cookies: BTreeMap<&'static str, Option<String>>,
    keys: BTreeMap<&'static str, String>,
}

/// A copy of it, in which something may happen.
pub(crate) struct World {
    /// The copy.
    pub(crate) app: TestApp,
    cookies: BTreeMap<&'static str, Option<String>>,
    keys: BTreeMap<&'static str, String>,
}

impl Situation {
    /// Makes the state of affairs of this name: a contribution of Defensie to goal 6, which another ministry leads.
    pub(crate) async fn of(name: &str) -> Self {
        let app = TestApp::new().await;
        let id = match name {
            "open" | "preparing" => app.contribution("def", 6).await,
            "draft" | "shared" => app.write("def", 6, "Wij deden dit.").await,
            "submitted" | "returned" => app.submit("def", 6, "Wij deden dit.").await,
            _ => app.approve("def", 6, "Wij deden dit.").await,
        };
        match name {
            "shared" => {
                let sql = format!("UPDATE contribution SET shared = 1 WHERE hex(id) = '{}'", hex(&id));
                raw::execute(&app.installation.path(), &sql).await.expect("a contribution that is shared");
            }
            "returned" => {
                let (client, path) = (app.approver("def").await, ReviewContribution { id });
                let form = format!("form[action='{}']", SendBackContribution { id });
                let form =
                    client.get(path.clone()).await.expect(200).form(&form).set("reden", "Noem een bron.");
                client.submit(path, &form).await.expect(303);
            }
            "taken over" | "consulting" | "frozen" | "released" | "corrected" => {
                let (client, path) = (app.coordinator().await, ComposeGoal { round: ROUND.into(), goal: 6 });
                let form = client.get(path.clone()).await.expect(200).form("#bijdrage-def form");
                client.submit(path, &form.set("alles", "ja")).await.expect(303);
            }
            _ => {}
        }
        match name {
            "frozen" => drop(app.freeze().await),
            "released" => drop(app.release().await),
            "corrected" => {
                app.release().await;
                erratum(&app).await;
            }
            _ => {}
        }
        let state = match name {
            "preparing" => State::Preparing,
            "composing" => State::Composing,
            "consulting" => State::Consulting,
            "frozen" => State::Frozen,
            "released" | "corrected" => State::Presented,
            _ => State::Open,
        };
        let mut writer = app.installation.store.begin().await.expect("a writer");
        let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
        store::rounds::set_state(&mut writer, round.id, state).await.expect("a state");
        writer.commit().await.expect("a commit");

        let mut addresses = declared::parts();
        addresses.insert("id", id.to_string());
        let person = app.installation.person(Role::Reader, "az").await;
        addresses.insert("person", person.to_string());
        addresses.insert("development", app.first_development().await.to_string());
        let mut cookies = BTreeMap::new();
        for who in CAST {
            cookies.insert(who, client(&app, who).await.cookie().await);
        }
        let mut keys = BTreeMap::new();
        for who in CAST {
            if let Some((role, ministry)) = part(who) {
                let person = app.installation.person(role, ministry).await;
                keys.insert(who, keyed::key(&app, person).await);
            }
        }
        app.installation.store.close().await;
        let database = std::fs::read(app.installation.path()).expect("the database");
        Self { addresses, database, cookies, keys }
    }

    /// A world of its own.
    pub(crate) async fn world(&self) -> World {
        let app = TestApp::of(Installation::of(&self.database).await);
        World { app, cookies: self.cookies.clone(), keys: self.keys.clone() }
    }
}

impl World {
    /// One of the cast, signed in since before.
    pub(crate) fn client(&self, who: &str) -> Client {
        self.app.browser(self.cookies[who].clone())
    }

    /// A key of one of the cast; nobody has none.
    pub(crate) fn key(&self, who: &str) -> Option<&String> {
        self.keys.get(who)
    }
}

/// Everyone in the table, freshly signed in.
async fn client(app: &TestApp, who: &str) -> Client {
    match part(who) {
        Some((role, ministry)) => app.signed_in(role, ministry).await,
        None => app.nobody(),
    }
}

/// The role and the ministry of one of the cast.
fn part(who: &str) -> Option<(Role, &'static str)> {
    Some(match who {
        "contributor" => (Role::Contributor, "def"),
        "approver" => (Role::Approver, "def"),
        "other contributor" => (Role::Contributor, "jenv"),
        "other approver" => (Role::Approver, "jenv"),
        "coordinator" => (Role::Coordinator, "bz"),
        "publisher" => (Role::Publisher, "bz"),
        "reader" => (Role::Reader, "az"),
        "administrator" => (Role::Administrator, "bz"),
        "stranger" => (Role::Contributor, "szw"),
        _ => return None,
    })
}

/// A released erratum to edition 1.
async fn erratum(app: &TestApp) {
    let (client, path) = (app.coordinator().await, NewErratum { round: ROUND.into(), number: 1 });
    let form = client.get(path.clone()).await.expect(200).form("main form");
    let form = form
        .set("plaats-1", "Doel 6")
        .set("staat-1", "Cyberafschrikking met slagkracht")
        .set("moet-1", "Cyberafschrikking met meer slagkracht")
        .set("reden-1", "Er viel een woord weg.");
    // It is looked at first, and frozen from there.
    let page = client.submit(path.clone(), &form.set("doe", "bekijken")).await.expect(200);
    client.submit(path, &page.form("main form").set("doe", "vaststellen")).await.expect(303);
    let release = ReleaseEdition { round: ROUND.into(), number: 2 };
    app.publisher().await.post(release, &[]).await.expect(303);
}

fn hex(id: &impl ToString) -> String {
    id.to_string().replace('-', "").to_uppercase()
}
