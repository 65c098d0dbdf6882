//! A full disk, and a file that cannot be written: nothing is half done, the person is told, and what was typed stays.

use voortgang::{
    domain::person::Role,
    web::routes::{
        ApproveContribution, ContributionDraft, EditContribution, ReviewContribution, SignIn, Tasks,
    },
};

use crate::{app::TestApp, support::address};

/// From now on the file may not grow, or, for good, not be written at all; these ways work wherever the test runs.
const FULL: &str = "PRAGMA max_page_count = 1";
const READ_ONLY: &str = "PRAGMA query_only = 1";
/// And from now on it may grow.
const ROOM: &str = "PRAGMA max_page_count = 4294967294";

impl TestApp {
    /// Sets something on the one connection that writes.
    async fn writer(&self, pragma: &'static str) {
        let mut writer = self.installation.store.begin().await.expect("a writer");
        sqlx::raw_sql(pragma).execute(&mut *writer).await.expect(pragma);
    }
}

/// More than the free room within a page.
fn long() -> String {
    "Wij deden een oefening.\n\n".repeat(2000)
}

#[tokio::test]
async fn on_a_full_disk_a_save_says_so_and_the_page_saves_it_again_when_there_is_room() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.write("def", 1, "Bewaard.").await;
    let form = def.get(EditContribution { id }).await.form("form[data-draft]").set("bereikt", long());
    let form = form.set("stand-1.1", "news").set("regel-1.1", "Kort.").set("doe", "controle");
    app.writer(FULL).await;
    let page = def.submit(EditContribution { id }, &form).await.expect(507);
    assert_eq!(page.text("h1"), "Er is niets bewaard");
    assert!(page.main().contains("De schijf van de server is vol."), "{}", page.main());
    assert!(page.main().contains("Nummer van dit voorval"));
    let again = page.form("main form");
    assert_eq!(again.action, EditContribution { id }.to_string());
    assert_eq!(again.value("bereikt").trim(), long().trim());
    assert_eq!(
        (again.value("regel-1.1"), again.value("versie"), again.value("doe")),
        ("Kort.", "1", "controle")
    );
    // What was there is there, and pages can be read.
    assert_eq!(app.listed("def", 1).await.contribution.revision, 1);
    def.get(Tasks).await.expect(200);
    app.writer(ROOM).await;
    def.submit(EditContribution { id }, &again).await.expect(303);
    let kept = def.get(EditContribution { id }).await.form("form[data-draft]");
    assert_eq!(kept.value("bereikt").trim(), long().trim());
    assert_eq!(kept.value("regel-1.1"), "Kort.");
    assert_eq!(app.listed("def", 1).await.contribution.revision, 2);
}

#[tokio::test]
async fn a_draft_that_is_not_kept_is_told_to_the_script() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    app.writer(FULL).await;
    let answer =
        def.put(ContributionDraft { id }, &[("versie", "0"), ("bereikt", &long())]).await.expect(507);
    assert!(
        answer.json()["message"].as_str().expect("a message").contains("De schijf van de server is vol.")
    );
    app.writer(ROOM).await;
    def.put(ContributionDraft { id }, &[("versie", "0"), ("bereikt", &long())]).await.expect(200);
}

#[tokio::test]
async fn on_a_file_that_cannot_be_written_people_can_read_and_are_told_when_they_write() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Wij deden dit.").await;
    let director = app.approver("def").await;
    let review = director.get(ReviewContribution { id }).await.expect(200);
    let action = ApproveContribution { id }.to_string();
    let form = review.form(&format!("form[action='{action}']"));
    app.writer(READ_ONLY).await;
    // Long enough ago that the session is noted again: that fails, and reading does not.
    app.installation.clock.set(crate::support::moment("2020-02-01T13:00:00Z"));
    director.get(ReviewContribution { id }).await.expect(200);
    let page = director.submit(&action, &form).await.expect(503);
    assert!(page.main().contains("De server kan nu niet schrijven."), "{}", page.main());
    assert_eq!(app.listed("def", 1).await.contribution.state.code(), "submitted");
    assert_eq!(page.form("main form").action, action);
    assert_eq!(page.form("main form").value("versie"), "1");
}

#[tokio::test]
async fn a_password_never_comes_back_on_a_page() {
    let app = TestApp::new().await;
    app.writer(READ_ONLY).await;
    let email = address(Role::Contributor, "def");
    let form = [("email", email.as_str()), ("wachtwoord", "correct paard batterij")];
    let page = app.nobody().post(SignIn, &form).await.expect(503);
    assert!(!page.has("main form"));
    assert!(!String::from_utf8_lossy(&page.body).contains("paard"));
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_as_before() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 1).await;
    let huge = "a".repeat(1_100_000);
    let def = app.contributor("def").await;
    def.post(EditContribution { id }, &[("versie", "0"), ("bereikt", &huge)]).await.expect(413);
}
