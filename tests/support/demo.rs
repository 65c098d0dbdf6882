//! The program's own demonstration as something to measure: two full rounds and one just begun.

use std::path::Path;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use clap::Parser as _;
use http_body_util::BodyExt as _;
use tempfile::TempDir;
use tower::ServiceExt as _;
use voortgang::{
    auth::session::{self, About},
    cli::{self, Arguments},
    domain::{account::SecondFactor, clock::Clock, person::Email},
    store::{self, Store},
    web::{self, App, Settings},
};

/// The demonstration, reached without a network.
pub(crate) struct Demo {
    /// Its database.
    pub(crate) store: Store,
    /// The application.
    pub(crate) router: Router,
    clock: Clock,
    folder: TempDir,
}

impl Demo {
    /// Fills a folder as `voortgang demo` does.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let words = ["voortgang", "demo", "--no-serve", "--data", path(&data), "--out", path(folder.path())];
        Box::pin(cli::run(Arguments::parse_from(words))).await.expect("a demonstration");
        let store = Store::open(&data.join("voortgang.sqlite")).await.expect("a database");
        let clock = Clock::fixed("2023-02-02T09:30:00Z".parse().expect("a moment"));
        let settings = Settings {
            demo: true,
            second_factor: SecondFactor::None,
            ..Settings::of("Demo", "http://127.0.0.1:8080")
        };
        let app = App::new(store.clone(), clock.clone(), settings);
        Self { store, router: web::router(app), clock, folder }
    }

    /// Its database as a file.
    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("data/voortgang.sqlite")
    }

    /// The session cookie of one of the invented people.
    pub(crate) async fn cookie(&self, email: &str) -> String {
        let email = Email::parse(email).expect("an address");
        let mut writer = self.store.begin().await.expect("a transaction");
        let known = store::people::find_credentials(&mut writer, &email).await.expect("a database");
        let person = known.expect("someone with that address").person;
        let key =
            session::open(&mut writer, person, self.clock.now(), About::default()).await.expect("a session");
        writer.commit().await.expect("a commit");
        format!("sessie={}", key.as_cookie())
    }

    /// Asks for a page and reads it whole; its size in bytes.
    pub(crate) async fn get(&self, address: &str, cookie: &str) -> usize {
        let (status, size) = self.ask(address, cookie).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        size
    }

    /// Asks for whatever is there; how it ended, and how many bytes came.
    pub(crate) async fn ask(&self, address: &str, cookie: &str) -> (StatusCode, usize) {
        let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty());
        let answer = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        let status = answer.status();
        (status, answer.into_body().collect().await.expect("a body").to_bytes().len())
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
