//! For who runs the program: whether it lives and can serve, and its figures.

use voortgang::web::{
    self,
    routes::{Alive, Ready, Reports},
};

use crate::{
    app::{Client, TestApp},
    support::ROUND,
};

fn figure(text: &str, line: &str) -> String {
    let found = text.lines().find_map(|one| one.strip_prefix(line)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("no {line} in\n{text}")).to_owned()
}

#[tokio::test]
async fn the_program_lives_and_is_ready_until_its_database_does_not_answer() {
    let app = TestApp::new().await;
    app.nobody().get(Alive).await.expect(200);
    app.nobody().get(Ready).await.expect(200);
    app.installation.store.close().await;
    app.nobody().get(Alive).await.expect(200);
    let answer = app.nobody().get(Ready).await.expect(503).json();
    assert_eq!(answer["status"], "the database does not answer");
}

#[tokio::test]
async fn figures_count_what_was_asked_and_name_nobody() {
    let app = TestApp::new().await;
    let figures = Client::new(web::metrics_router(app.state()), None);
    let coordinator = app.coordinator().await;
    coordinator.get(format!("/rondes/{ROUND}")).await.expect(200);
    app.nobody().get(Reports).await.expect(200);
    app.nobody().get("/bestaat-niet").await.expect(404);
    app.keeper.turn(app.installation.clock.now()).await;
    let text = figures.get("/metrics").await.expect(200).html();
    let request = |route: &str, status: u16| {
        let labels = format!("route=\"{route}\",method=\"GET\",status=\"{status}\"");
        figure(&text, &format!("voortgang_requests_total{{{labels}}}"))
    };
    assert_eq!(request("/rapporten", 200), "1");
    assert_eq!(request("/rondes/{round}", 200), "1");
    assert_eq!(request("none", 404), "1");
    assert_eq!(figure(&text, "voortgang_sessions"), "1");
    assert_eq!(figure(&text, "voortgang_saves_total"), "0");
    assert_eq!(figure(&text, "voortgang_backup_failing"), "0");
    let backup = figure(&text, "voortgang_backup_last_success_timestamp_seconds");
    assert_eq!(backup, app.keeper.list().await.expect("a folder")[0].at.timestamp().to_string());
    for private in [ROUND, "@", "bestaat-niet", "coordinator"] {
        assert!(!text.contains(private), "{private} is in the figures:\n{text}");
    }
    // Every line is a comment, or a name with perhaps labels, and a number.
    for line in text.lines().filter(|line| !line.starts_with("# ")) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with("voortgang_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

#[tokio::test]
async fn the_site_itself_serves_no_figures() {
    let app = TestApp::new().await;
    app.nobody().get("/metrics").await.expect(404);
    app.administrator().await.get("/metrics").await.expect(404);
}
