//! An installation for tests: a database of its own in a folder of its own, with a strategy, people and one open round.
//!
//! The schema and the strategies are loaded once for each test binary; every test starts from a copy of that file.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use voortgang::{
    domain::{
        clock::Clock,
        id::{PersonId, RoundId},
        person::{Email, Role},
        round::{Round, State},
    },
    store::{self, Store, people::NewPerson},
};

/// When tests take place, unless they set the clock: the round is open, two weeks before the deadline.
pub(crate) const NOW: &str = "2020-02-01T12:00:00Z";

/// In addresses, the one round there is.
pub(crate) const ROUND: &str = "2018-2020";

/// Ministries with a contributor and an approver. The last one takes part in no goal: the stranger's.
const MINISTRIES: [&str; 11] = ["bz", "bhos", "def", "jenv", "ezk", "bzk", "fin", "ienw", "ocw", "az", "szw"];

/// A folder with a database, and the time there.
pub(crate) struct Installation {
    /// The database.
    pub(crate) store: Store,
    /// Stands at [`NOW`] until a test sets it.
    pub(crate) clock: Clock,
    folder: TempDir,
}

impl Installation {
    /// A fresh copy.
    pub(crate) async fn new() -> Self {
        Self::of(TEMPLATE.get_or_init(template).await).await
    }

    /// A copy of an installation that was made before.
    pub(crate) async fn of(template: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("voortgang.db"), template).expect("a copy of the template");
        let store = Store::open(&folder.path().join("voortgang.db")).await.expect("a database");
        Self { store, clock: Clock::fixed(moment(NOW)), folder }
    }

    /// The file itself.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("voortgang.db")
    }

    /// The person who holds this role at this ministry.
    pub(crate) async fn person(&self, role: Role, ministry: &str) -> PersonId {
        let mut reader = self.store.read().await.expect("a reader");
        let address = address(role, ministry);
        let known = store::people::find_credentials(&mut reader, &address).await;
        known.expect("people").expect("one of the cast").person
    }
}

/// A moment in RFC 3339.
pub(crate) fn moment(at: &str) -> DateTime<Utc> {
    at.parse().expect("a moment")
}

/// The address by which one of the cast signs in.
pub(crate) fn address(role: Role, ministry: &str) -> Email {
    Email::parse(&format!("{}@{ministry}.example", role.code())).expect("an address")
}

static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

/// The bytes of a database with everything every test needs.
async fn template() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("template.db");
    let store = Store::open(&path).await.expect("a database");
    let mut writer = store.begin().await.expect("a writer");
    store::load::all_shipped(&mut writer).await.expect("strategies that load");
    let contributing =
        MINISTRIES.iter().flat_map(|ministry| [(Role::Contributor, *ministry), (Role::Approver, *ministry)]);
    let others = [
        (Role::Coordinator, "bz"),
        (Role::Publisher, "bz"),
        (Role::Administrator, "bz"),
        (Role::Reader, "az"),
    ];
    for (role, ministry) in contributing.chain(others) {
        store::people::insert(&mut writer, &person(role, ministry)).await.expect("a person");
    }
    let round = round();
    store::rounds::insert(&mut writer, &round, moment(NOW)).await.expect("a round");
    store::rounds::assign_as_before(&mut writer, &round, moment(NOW)).await.expect("assignments");
    writer.commit().await.expect("a commit");
    store.close().await;
    std::fs::read(path).expect("the template")
}

fn person(role: Role, ministry: &str) -> NewPerson {
    NewPerson {
        id: PersonId::new(),
        name: format!("{} van {}", role.dutch(), ministry.to_uppercase()),
        email: address(role, ministry),
        ministry: ministry.into(),
        roles: vec![role],
        password: None,
        created_at: moment(NOW),
    }
}

fn round() -> Round {
    Round {
        id: RoundId::new(),
        strategy: "gbvs-2018-2022".into(),
        slug: ROUND.into(),
        label: "2018–2020".into(),
        from: "2018-04-01".parse().expect("a day"),
        until: "2020-03-31".parse().expect("a day"),
        reference_date: "2020-03-31".parse().expect("a day"),
        contribution_due: moment("2020-02-14T16:00:00Z"),
        approval_due: moment("2020-02-28T16:00:00Z"),
        consent_due: moment("2020-03-27T16:00:00Z"),
        silence_is_consent: false,
        state: State::Open,
        paused_at: None,
        specimen: false,
    }
}
