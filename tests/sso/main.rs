//! Single sign-on against a real OpenID provider (npm's `oidc-provider`, which `tests/all` installs in target/tools/sso) and
//! against one of our own that signs whatever a test asks.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod admission;
mod browser;
mod faulty;
#[path = "../support/key.rs"]
mod key;
#[path = "../support/openid.rs"]
mod openid;
mod providers;
mod real;
#[expect(dead_code, reason = "other tests need more of it")]
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod ways_back;

use std::path::Path;

use axum::Router;
use tempfile::TempDir;
use voortgang::{
    auth::sso::Sso,
    domain::{account::SecondFactor, clock::Clock, person::Role},
    store,
    web::{self, App, Settings},
};

use crate::{browser::Browser, key::Key, support::Installation};

/// Where people reach the site.
const BASE: &str = "https://voortgang.example";

/// Where a provider sends people back to.
const BACK: &str = "https://voortgang.example/inloggen/rijk/terug";

/// A site whose people of Defensie, Justitie and Buitenlandse Zaken may sign in at a provider. For Justitie there is no
/// other way.
struct Site {
    installation: Installation,
    router: Router,
    _folder: TempDir,
}

impl Site {
    /// A site that knows the provider with this issuer, and proves itself with this key.
    async fn of(issuer: &str, key: &Key) -> Self {
        Self::with(&config(issuer), &key.pem()).await
    }

    /// A site with these providers, that proves itself with this key (PEM).
    async fn with(config: &str, key: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("key.pem"), key).expect("a key");
        let file = folder.path().join("sso.toml");
        std::fs::write(&file, config).expect("a file");
        let installation = Installation::new().await;
        // A provider of another make does not know our clock.
        installation.clock.set(Clock::System.now());
        let settings = Settings {
            second_factor: SecondFactor::Privileged,
            sso: Sso::read(Path::new(&file), BASE).expect("providers"),
            ..Settings::of("Ministerie van Buitenlandse Zaken", BASE)
        };
        let app = App::new(installation.store.clone(), installation.clock.clone(), settings);
        Self { installation, router: web::router(app), _folder: folder }
    }

    /// A browser that was never here.
    fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Ends the account of one of the cast.
    async fn disable(&self, role: Role, ministry: &str) {
        let person = self.installation.person(role, ministry).await;
        let mut writer = self.installation.store.begin().await.expect("a writer");
        let now = Some(self.installation.clock.now());
        store::accounts::set_disabled(&mut writer, person, now).await.expect("an end");
        writer.commit().await.expect("a commit");
    }
}

/// Two providers at one issuer: at the second, people have no other way in.
fn config(issuer: &str) -> String {
    let of = |code: &str, ministries: &str, only: &str| {
        format!(
            "[[provider]]\ncode = \"{code}\"\nname = \"SSO van {code}\"\nissuer = \"{issuer}\"\nclient-id = \"voortgang\"\n\
             key-file = \"key.pem\"\nministries = [{ministries}]\nwithout-password = [{only}]\nsecond-factor = [\"mfa\"]\n\
             timeout-seconds = 1\n"
        )
    };
    format!("{}\n{}", of("rijk", "\"def\", \"bz\"", ""), of("justitie", "\"jenv\"", "\"jenv\""))
}
