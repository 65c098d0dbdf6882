//! Signing in at a provider, over HTTPS, in a real browser: the way there and back crosses from one site to another.

use std::{path::Path, process::Command};

use tempfile::TempDir;

use crate::{
    browser::Screen,
    journey::Journey,
    key::Key,
    openid::{Client, OpenId},
};

#[tokio::test]
async fn someone_signs_in_at_their_own_ministry_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn someone_signs_in_at_their_own_ministry_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let certificates = certificates();
    let of = |name: &str| certificates.path().join(name);
    let mut anyone = Journey::start("sign-on", screen).await;
    let key = Key::draw();
    let back = format!("{}/inloggen/rijk/terug", anyone.site.address);
    let public = key.public("ours");
    let client = Client { key: &public, back: &back, algorithms: ["ES256", "RS256"] };
    let provider = OpenId::start(&client, Some(certificates.path()));
    std::fs::write(of("ours.pem"), key.pem()).expect("a key");
    std::fs::write(of("sso.toml"), settings(&provider.issuer)).expect("a file");
    let file = of("sso.toml");
    let options = ["--second-factor", "none", "--sso", file.to_str().expect("a path")];

    anyone.site.serve(&options, &of("other.pem"));
    when_the_provider_has_a_certificate_that_nobody_vouches_for(&anyone).await;
    anyone.site.serve(&options, &of("authority.pem"));
    when_someone_is_known_there_and_here(&anyone, &provider).await;
    then_they_are_at_their_work(&anyone).await;
    then_the_log_says_how_they_came_in(&anyone, &provider).await;
}

async fn when_the_provider_has_a_certificate_that_nobody_vouches_for(anyone: &Journey) {
    anyone.open("/inloggen").await;
    anyone.follow("Inloggen met SSO Rijk").await;
    anyone.sees("SSO Rijk antwoordt niet").await;
}

async fn when_someone_is_known_there_and_here(anyone: &Journey, provider: &OpenId) {
    comes_in_as(anyone, provider, "gijs").await;
}

async fn then_they_are_at_their_work(anyone: &Journey) {
    assert_eq!(anyone.path().await, "/mijn-doelen");
    anyone.press("Uitloggen").await;
}

async fn then_the_log_says_how_they_came_in(anyone: &Journey, provider: &OpenId) {
    comes_in_as(anyone, provider, "koen").await;
    anyone.open("/logboek/toegang").await;
    anyone.sees("Herkend door eenmalig inloggen").await;
}

/// Someone whom the provider knows by the address of their account goes there and comes back.
async fn comes_in_as(anyone: &Journey, provider: &OpenId, name: &str) {
    let (email, _) = anyone.site.person(name);
    let known = format!("{}/as?sub={name}&email={email}", provider.issuer);
    let browser = &anyone.browser.client;
    // What stays of someone else who was there.
    browser.goto(&known).await.expect("the provider");
    browser.delete_all_cookies().await.expect("no cookies");
    anyone.open("/inloggen").await;
    anyone.follow("Inloggen met SSO Rijk").await;
}

fn settings(issuer: &str) -> String {
    format!(
        "[[provider]]\ncode = \"rijk\"\nname = \"SSO Rijk\"\nissuer = \"{issuer}\"\nclient-id = \"voortgang\"\n\
         key-file = \"ours.pem\"\nministries = [\"def\", \"bz\"]\n"
    )
}

/// A certificate for this machine with its key, the authority that gave it, and another one that did not.
fn certificates() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["authority", "other"] {
        let key = format!("{name}.key");
        let made = format!("{name}.pem");
        openssl(
            folder.path(),
            &["req", "-x509", "-days", "2", "-keyout", &key, "-out", &made, "-subj", &format!("/CN={name}")],
        );
    }
    openssl(
        folder.path(),
        &[
            "req",
            "-x509",
            "-days",
            "2",
            "-CA",
            "authority.pem",
            "-CAkey",
            "authority.key",
            "-keyout",
            "key.pem",
            "-out",
            "certificate.pem",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ],
    );
    folder
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(arguments).args([
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    let made = command.output().expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
