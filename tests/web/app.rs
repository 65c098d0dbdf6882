//! The harness: the real router over a real file, and a cast of people who are signed in.

use std::time::Duration;

use axum::Router;
use chrono::TimeDelta;
use voortgang::{
    auth::session::{self, About},
    domain::{
        access::{Scope, operator},
        account::SecondFactor,
        backup::Plan,
        contribution::{Content, Contribution, Stand, StandLine, State},
        edition::{Frozen, Kind},
        event::Event,
        gap,
        id::{ContributionId, DevelopmentId, EditionId, PersonId},
        person::{Email, Role},
        round::{self, Round},
        text::{Prose, Reason},
    },
    press,
    report::definition::Definition,
    store::{
        self,
        backups::Keeper,
        contributions::Listed,
        editions::{NewEdition, NewFile},
        people::NewPerson,
    },
    web::{self, App, Proxies, Settings},
};

use crate::support::{Installation, ROUND};

pub(crate) use crate::client::{Client, encode, request};

/// An installation with its router.
pub(crate) struct TestApp {
    /// Database and time.
    pub(crate) installation: Installation,
    /// Makes its backups when told.
    pub(crate) keeper: Keeper,
    router: Router,
    app: App,
    https: bool,
}

impl TestApp {
    /// A fresh installation, reached over plain HTTP.
    pub(crate) async fn new() -> Self {
        Self::reached(Installation::new().await, |_| ())
    }

    /// A fresh installation behind these proxies.
    pub(crate) async fn behind(proxies: Proxies) -> Self {
        Self::with(|settings| settings.proxies = proxies).await
    }

    /// An installation that was made before.
    pub(crate) fn of(installation: Installation) -> Self {
        Self::reached(installation, |_| ())
    }

    /// A fresh installation, reached over HTTPS.
    pub(crate) async fn behind_https() -> Self {
        Self::with(|settings| settings.https = true).await
    }

    /// A fresh installation that is set up in another way.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::reached(Installation::new().await, change)
    }

    fn reached(installation: Installation, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            second_factor: SecondFactor::Privileged,
            ..Settings::of("Ministerie van Buitenlandse Zaken", "https://voortgang.example")
        };
        change(&mut settings);
        let https = settings.https;
        let path = installation.path();
        let keeper = Keeper::new(path.clone(), path.with_file_name("backups"), Plan::default());
        let app = App {
            backups: Some(keeper.clone()),
            ..App::new(installation.store.clone(), installation.clock.clone(), settings)
        };
        let router = web::router(app.clone());
        Self { installation, keeper, router, app, https }
    }

    /// A browser before addresses that only this test has, within the layers that all have.
    pub(crate) fn before(&self, table: Router<App>, patience: Duration) -> Client {
        Client::new(web::within_layers(table, self.app.clone(), patience), None)
    }

    /// What every handler can reach, as this test has it.
    pub(crate) fn state(&self) -> App {
        self.app.clone()
    }

    /// Lets a moment pass: what is sent now is no second press.
    pub(crate) fn later(&self) {
        self.installation.clock.set(self.installation.clock.now() + TimeDelta::seconds(2));
    }

    /// Someone without a session.
    pub(crate) fn nobody(&self) -> Client {
        self.browser(None)
    }

    /// A browser with a cookie kept from before.
    pub(crate) fn browser(&self, cookie: Option<String>) -> Client {
        Client::new(self.router.clone(), cookie)
    }

    /// Who writes for a ministry.
    pub(crate) async fn contributor(&self, ministry: &str) -> Client {
        self.signed_in(Role::Contributor, ministry).await
    }

    /// Who gives akkoord for a ministry.
    pub(crate) async fn approver(&self, ministry: &str) -> Client {
        self.signed_in(Role::Approver, ministry).await
    }

    /// Who runs the round.
    pub(crate) async fn coordinator(&self) -> Client {
        self.signed_in(Role::Coordinator, "bz").await
    }

    /// Who releases editions.
    pub(crate) async fn publisher(&self) -> Client {
        self.signed_in(Role::Publisher, "bz").await
    }

    /// Who reads along.
    pub(crate) async fn reader(&self) -> Client {
        self.signed_in(Role::Reader, "az").await
    }

    /// Who keeps people.
    pub(crate) async fn administrator(&self) -> Client {
        self.signed_in(Role::Administrator, "bz").await
    }

    /// A contributor of a ministry that takes part in no goal.
    pub(crate) async fn stranger(&self) -> Client {
        self.signed_in(Role::Contributor, "szw").await
    }

    /// Someone else than the cast, with these roles: "collega van DEF".
    pub(crate) async fn another(&self, roles: &[Role], ministry: &str, name: &str) -> Client {
        let person = NewPerson {
            id: PersonId::new(),
            name: format!("{name} van {}", ministry.to_uppercase()),
            email: Email::parse(&format!("{name}@{ministry}.example")).expect("an address"),
            ministry: ministry.into(),
            roles: roles.to_vec(),
            password: None,
            created_at: self.installation.clock.now(),
        };
        let mut writer = self.installation.store.begin().await.expect("a writer");
        store::people::insert(&mut writer, &person).await.expect("a person");
        writer.commit().await.expect("a commit");
        self.session(person.id).await
    }

    /// One of the cast.
    pub(crate) async fn signed_in(&self, role: Role, ministry: &str) -> Client {
        self.session(self.installation.person(role, ministry).await).await
    }

    async fn session(&self, person: PersonId) -> Client {
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let opened =
            session::open(&mut writer, person, self.installation.clock.now(), About::default()).await;
        writer.commit().await.expect("a commit");
        let name = if self.https { "__Host-sessie" } else { "sessie" };
        let cookie = format!("{name}={}", opened.expect("a session").as_cookie());
        Client::new(self.router.clone(), Some(cookie))
    }

    /// The one round.
    pub(crate) async fn round(&self) -> Round {
        let mut reader = self.installation.store.read().await.expect("a reader");
        store::rounds::get(&mut reader, ROUND).await.expect("the round")
    }

    /// The strategy's first trend.
    pub(crate) async fn first_development(&self) -> DevelopmentId {
        let round = self.round().await;
        let mut reader = self.installation.store.read().await.expect("a reader");
        let known = store::strategies::developments(&mut reader, &round.strategy, round.reference_date).await;
        known.expect("developments")[0].id
    }

    /// An edition of the report as it stands now, frozen by the coordinator whatever is missing. Its PDF is a stub.
    pub(crate) async fn freeze(&self) -> Frozen {
        let frozen_by = self.installation.person(Role::Coordinator, "bz").await;
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
        let (id, round_id) = (EditionId::new(), round.id);
        let (report, _) = press::draft(&mut writer, &Definition::shipped(), round).await.expect("a draft");
        let number = store::editions::next_number(&mut writer, round_id).await.expect("a number");
        let frozen = Frozen {
            id,
            round: round_id,
            number,
            kind: Kind::Report,
            corrects: None,
            sha256: format!("{number:064}"),
            frozen_by,
            frozen_at: self.installation.clock.now(),
            released_at: None,
        };
        let files = [
            ("rapport.html", "text/html; charset=utf-8"),
            ("rapport.json", "application/json"),
            ("rapport.pdf", "application/pdf"),
        ];
        let edition = NewEdition {
            frozen: frozen.clone(),
            report: report.to_json(),
            definition: Definition::SOURCE.to_owned(),
            program: "test".to_owned(),
            inputs: Vec::new(),
            files: files.map(|(name, media_type)| stub(name, media_type)).to_vec(),
        };
        store::editions::insert(&mut writer, &edition).await.expect("an edition");
        writer.commit().await.expect("a commit");
        frozen
    }

    /// The same, released to the public.
    pub(crate) async fn release(&self) -> Frozen {
        let frozen = self.freeze().await;
        let by = self.installation.person(Role::Publisher, "bz").await;
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let now = self.installation.clock.now();
        store::editions::release(&mut writer, frozen.id, by, now).await.expect("a release");
        writer.commit().await.expect("a commit");
        frozen
    }

    /// The round at this step, with every gap of now set aside: its report can be frozen.
    pub(crate) async fn set_all_aside(&self, state: round::State) {
        let by = self.installation.person(Role::Coordinator, "bz").await;
        let now = self.installation.clock.now();
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
        let id = round.id;
        let facts = store::facts::gather(&mut writer, round).await.expect("facts");
        let reason = Reason::parse("Proef.").expect("a reason");
        for gap in gap::find(&facts) {
            let aside = store::gaps::acknowledge(&mut writer, id, &gap.key, &reason, by, now).await;
            aside.expect("a gap set aside");
        }
        store::rounds::set_state(&mut writer, id, state).await.expect("a state");
        writer.commit().await.expect("a commit");
    }

    /// A ministry's contribution to a goal, as lists show it.
    pub(crate) async fn listed(&self, ministry: &str, goal: u32) -> Listed {
        let mut reader = self.installation.store.read().await.expect("a reader");
        let listed = store::contributions::list(
            &mut reader,
            &Scope::Ministry(ministry.into()),
            store::contributions::Rounds::All,
        )
        .await;
        let found = listed.expect("a list").into_iter().find(|one| one.goal.0 == goal);
        found.unwrap_or_else(|| panic!("{ministry} takes no part in goal {goal}"))
    }

    /// Its identity.
    pub(crate) async fn contribution(&self, ministry: &str, goal: u32) -> ContributionId {
        self.listed(ministry, goal).await.contribution.id
    }

    /// A complete concept by the ministry's contributor, in these words.
    pub(crate) async fn write(&self, ministry: &str, goal: u32, words: &str) -> ContributionId {
        let contribution = self.listed(ministry, goal).await.contribution;
        let (author, now) =
            (self.installation.person(Role::Contributor, ministry).await, self.installation.clock.now());
        let content = self.content(&contribution, words).await;
        let based_on = contribution.revision;
        let saved = contribution.save(&operator::write(), true, based_on, content, author, now);
        let (saved, revision) = saved.expect("a save");
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let event = self.event(&saved, "save", Role::Contributor, author);
        store::revisions::save(&mut writer, &saved, &revision, &event).await.expect("a revision");
        writer.commit().await.expect("a commit");
        saved.id
    }

    /// The same, handed in.
    pub(crate) async fn submit(&self, ministry: &str, goal: u32, words: &str) -> ContributionId {
        let id = self.write(ministry, goal, words).await;
        let submitted =
            Contribution { state: State::Submitted, ..self.listed(ministry, goal).await.contribution };
        let author = self.installation.person(Role::Contributor, ministry).await;
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let event = self.event(&submitted, "submit", Role::Contributor, author);
        store::reviews::submit(&mut writer, &submitted, false, &event).await.expect("a submission");
        writer.commit().await.expect("a commit");
        id
    }

    /// The same, with the akkoord of the ministry's approver.
    pub(crate) async fn approve(&self, ministry: &str, goal: u32, words: &str) -> ContributionId {
        let id = self.submit(ministry, goal, words).await;
        let submitted = self.listed(ministry, goal).await.contribution;
        let looked_at = submitted.revision;
        let approved = submitted.approve(&operator::review(), looked_at).expect("an akkoord");
        let by = self.installation.person(Role::Approver, ministry).await;
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let revision = store::revisions::get(&mut writer, id, looked_at).await.expect("a revision");
        let event = self.event(&approved, "approve", Role::Approver, by);
        let sha256 = revision.content.sha256();
        store::reviews::approve(&mut writer, &approved, &sha256, None, &event).await.expect("an approval");
        writer.commit().await.expect("a commit");
        id
    }

    /// All that a lead ministry must say, in few words.
    async fn content(&self, contribution: &Contribution, words: &str) -> Content {
        let mut reader = self.installation.store.read().await.expect("a reader");
        let round = store::rounds::get(&mut reader, ROUND).await.expect("the round");
        let promised = store::goals::commitments(&mut reader, contribution.goal, round.reference_date).await;
        let stands = promised.expect("commitments").into_iter().map(|commitment| StandLine {
            commitment: commitment.id,
            stand: Stand::NoNews,
            line: String::new(),
        });
        Content {
            achieved: Prose::parse(words).expect("words"),
            stands: stands.collect(),
            ..Content::default()
        }
    }

    fn event(&self, of: &Contribution, verb: &'static str, role: Role, actor: PersonId) -> Event {
        Event {
            at: self.installation.clock.now(),
            actor: Some(actor),
            role: role.code(),
            ministry: Some(of.ministry.clone()),
            verb,
            object_kind: "contribution",
            object_id: of.id.to_string(),
            before: None,
            after: None,
            origin: "test".to_owned(),
        }
    }
}

fn stub(name: &str, media_type: &'static str) -> NewFile {
    NewFile { name: name.to_owned(), media_type, sha256: "0".repeat(64), bytes: name.as_bytes().to_vec() }
}
