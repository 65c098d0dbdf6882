//! What the program says while it runs: a line a request, and never what people type.

use axum::{Router, routing::get};
use tracing::{Dispatch, subscriber::DefaultGuard};
use voortgang::{
    cli::logging::{self, Format},
    web::{
        Error,
        routes::{EditContribution, ReviewContribution, SignIn},
    },
};

use crate::{app::TestApp, contents::contents};

#[tokio::test]
async fn what_people_type_is_in_no_log() {
    let (written, guard) = listen(Format::Json, "debug");
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Kwartelei in de tekst.").await;
    let client = app.contributor("def").await;
    let form = client.get(EditContribution { id }).await.expect(200).form("main form");
    let form = form.set("bereikt", "Kwartelei").set("notitie", "Kwartelei");
    client.submit(EditContribution { id }, &form).await;
    client.get(format!("/bijdragen/{id}?zoek=Kwartelei")).await.expect(200);
    client.get("/bijdragen/Kwartelei%0AINFO%20vals").await;
    let nobody = app.nobody();
    let typed = [("email", "Kwartelei@def.example"), ("wachtwoord", "Kwartelei-Kwartelei")];
    nobody.post(SignIn, &typed).await.expect(422);
    app.coordinator().await.get(ReviewContribution { id }).await.expect(404);
    drop(guard);

    let text = written.text();
    assert!(text.lines().count() > 5, "{text}");
    let cookie = client.cookie().await.expect("a session");
    let key = cookie.split('=').nth(1).expect("a key");
    assert!(!text.contains(key), "no session key");
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
        let said = line.to_string();
        // The address of what was refused is what someone asked for, and says so in one line.
        assert!(line["message"] == "refused" || !said.contains("Kwartelei"), "{said}");
        assert!(!said.contains("vals\n"), "{said}");
        if line["message"] == "request" {
            for field in ["request.id", "request.route", "response.status", "duration_us"] {
                assert!(!line[field].is_null(), "{field}: {said}");
            }
            assert!(!said.contains(&id.to_string()), "a pattern, no identity: {said}");
        }
    }
    let events = contents(&app.installation.path(), &[]).await;
    let logged =
        events.lines().filter(|line| line.starts_with("event ") || line.starts_with("access_event "));
    for line in logged {
        assert!(!line.contains("Kwartelei") || line.contains("/bijdragen/Kwartelei"), "{line}");
    }
}

/// Hears what is logged on this thread until the guards are dropped.
///
/// As long as there is one listener, a place in the program that another test passes first is asked for on that test's
/// thread whether anyone listens, and "no" is kept for all. With a second listener all are asked; what was kept before
/// is then asked anew.
fn listen(format: Format, filter: &str) -> (Lines, (DefaultGuard, Dispatch)) {
    let written = Lines::default();
    let new = || logging::subscriber(format, filter.parse().expect("a filter"), written.clone());
    let (first, second) = (Dispatch::new(new()), Dispatch::new(new()));
    tracing::callsite::rebuild_interest_cache();
    let guard = tracing::dispatcher::set_default(&first);
    (written, (guard, second))
}

/// Takes lines of the log.
#[derive(Clone, Default)]
struct Lines(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic").clone()).expect("UTF-8")
    }
}

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> tracing_subscriber::fmt::MakeWriter<'w> for Lines {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_name_with_a_line_break_stays_on_its_line() {
    for format in [Format::Text, Format::Json] {
        let (written, guard) = listen(format, "info");
        let app = TestApp::new().await;
        let table = Router::new().route(
            "/stuk",
            get(async || -> Result<(), Error> {
                Err(Error::Internal(anyhow::anyhow!("An\nINFO een valse regel")))
            }),
        );
        app.before(table, std::time::Duration::from_secs(5)).get("/stuk").await.expect(500);
        drop(guard);
        let text = written.text();
        assert!(!text.contains("\nINFO een valse regel"), "{text}");
        assert!(text.contains("een valse regel"), "{text}");
    }
}
