//! Who offers the installation: logo, contact, statements.

use chrono::{DateTime, TimeDelta, Utc};
use voortgang::web::{
    Contact, Logo, Statement, Status,
    routes::{Accessibility, Privacy, SecurityText, SignIn},
};

use crate::app::TestApp;

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><script>alert(1)</script></svg>";

fn contact() -> Contact {
    Contact {
        email: Some("toegankelijk@bz.example".into()),
        page: Some("https://bz.example/contact".into()),
        security: Some("https://bz.example/melden".into()),
        statement: Some(Statement {
            status: Status::Partial,
            date: "2020-02-01".parse().expect("a date"),
            report: Some("https://bz.example/onderzoek".into()),
            register: None,
        }),
    }
}

#[tokio::test]
async fn the_configured_logo_stands_on_every_page_and_runs_nothing() {
    let app = TestApp::with(|settings| settings.logo = Logo::read(SVG.into()).ok()).await;
    let client = app.nobody();
    let page = client.get(SignIn).await.expect(200);
    let address = page.attr(".app-header__logo", "src").expect("a logo");
    assert!(address.starts_with("/assets/logo-"), "{address}");
    assert_eq!(page.attr(".app-header__logo", "alt").as_deref(), Some(""), "the name stands beside it");
    let logo = client.get(&address).await.expect(200);
    assert_eq!(logo.body, SVG.as_bytes());
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(logo.header("cache-control").contains("immutable"));
    let policy = logo.header("content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert!(!policy.contains("script"), "{policy}");
}

#[tokio::test]
async fn without_a_logo_the_name_stands_alone() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let page = client.get(SignIn).await.expect(200);
    assert!(!page.has(".app-header__logo"));
    assert_eq!(page.text(".app-header__sender"), "Ministerie van Buitenlandse Zaken");
    client.get("/assets/logo-000000000000.svg").await.expect(404);
}

#[tokio::test]
async fn weaknesses_are_reported_where_the_configuration_says_for_less_than_a_year() {
    let app = TestApp::with(|settings| {
        settings.contact = contact();
        settings.base = "https://voortgang.example/".into();
    })
    .await;
    for days in [0, 400] {
        app.installation.clock.set(app.installation.clock.now() + TimeDelta::days(days));
        let text = app.nobody().get(SecurityText).await.expect(200);
        assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
        let text = text.html();
        let line = |name: &str| {
            let found: Vec<_> = text.lines().filter_map(|line| line.strip_prefix(name)).collect();
            assert_eq!(found.len(), 1, "{name} in {text}");
            found[0].trim().to_owned()
        };
        assert_eq!(line("Contact:"), "https://bz.example/melden");
        assert_eq!(line("Preferred-Languages:"), "nl, en");
        assert_eq!(line("Canonical:"), "https://voortgang.example/.well-known/security.txt");
        let expires: DateTime<Utc> = line("Expires:").parse().expect("a moment");
        let left = expires - app.installation.clock.now();
        assert!(left > TimeDelta::days(30) && left < TimeDelta::days(365), "{left}");
    }
}

#[tokio::test]
async fn without_a_contact_there_is_no_security_text_rather_than_an_empty_one() {
    let app = TestApp::new().await;
    app.nobody().get(SecurityText).await.expect(404);
}

#[tokio::test]
async fn the_statement_on_accessibility_has_what_the_model_asks() {
    let app = TestApp::with(|settings| settings.contact = contact()).await;
    let page = app.nobody().get(Accessibility).await.expect(200);
    let main = page.main();
    for part in
        ["B, voldoet gedeeltelijk", "1 februari 2020", "binnen 5 werkdagen", "Nationale ombudsman", "WCAG"]
    {
        assert!(main.contains(part), "{part}: {main}");
    }
    let links = page.attrs("main a", "href");
    for link in
        ["mailto:toegankelijk@bz.example", "https://bz.example/contact", "https://bz.example/onderzoek"]
    {
        assert!(links.iter().any(|known| known == link), "{link}: {links:?}");
    }
    assert!(app.nobody().get(Privacy).await.main().contains("toegankelijk@bz.example"));
}

#[tokio::test]
async fn what_was_never_stated_is_not_claimed() {
    let app = TestApp::new().await;
    let main = app.nobody().get(Accessibility).await.expect(200).main();
    assert!(main.contains("nog geen verklaring"), "{main}");
    assert!(!main.contains("voldoet"), "{main}");
}
