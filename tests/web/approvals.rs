//! Akkoord at a ministry: several who must agree, several at once, standing in, and proof.

use sha2::{Digest as _, Sha256};
use voortgang::{
    domain::{id::ContributionId, person::Role},
    web::routes::{
        ApprovalProof, ApprovalRules, ApproveContribution, Completeness, ContributionHistory, EndStandIn,
        MarkRead, ReviewContribution, ReviewTogether, Reviews, SendBackContribution, StandIns,
        TakeBackContribution, Tasks, WithdrawApproval,
    },
};

use crate::{
    app::{Client, TestApp},
    support::{ROUND, moment},
};

async fn rule(app: &TestApp, ministry: &str, goal: &str, needed: &str, status: u16) -> crate::page::Page {
    let admin = app.administrator().await;
    let form = admin.get(ApprovalRules).await.expect(200).form("main form");
    let form = form.set("ministerie", ministry).set("doel", goal).set("aantal", needed);
    admin.submit(ApprovalRules, &form).await.expect(status)
}

async fn agree(client: &Client, id: ContributionId, status: u16) -> crate::page::Page {
    let page = client.post(ApproveContribution { id }, &[("versie", "1")]).await.expect(status);
    if status == 303 { client.get(page.location()).await } else { page }
}

async fn state(app: &TestApp, goal: u32) -> &'static str {
    app.listed("def", goal).await.contribution.state.code()
}

#[tokio::test]
async fn where_two_must_agree_one_akkoord_leaves_it_half_open() {
    let app = TestApp::new().await;
    let second = app.another(&[Role::Approver], "def", "tweede").await;
    let page = rule(&app, "def", "6", "2", 303).await;
    assert_eq!(page.location(), ApprovalRules.to_string());
    let id = app.submit("def", 6, "Wij deden dit.").await;
    let first = app.approver("def").await;
    let shown = first.get(ReviewContribution { id }).await.expect(200);
    assert!(
        shown.text("#voortgang").contains("Hier moeten 2 akkoordgevers akkoord geven"),
        "{}",
        shown.main()
    );
    let list = agree(&first, id, 303).await;
    assert!(
        list.flash().contains("Er is nog 1 akkoord nodig van een andere akkoordgever."),
        "{}",
        list.flash()
    );
    assert_eq!(state(&app, 6).await, "submitted");
    assert!(list.texts(".app-task__status").contains(&"ingediend, half akkoord".to_owned()));
    let coordinator = app.coordinator().await;
    let matrix = coordinator.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(matrix.text("tbody tr:nth-child(6) .app-cell--sent").contains("half akkoord"));
    let compose = coordinator.get(format!("/rondes/{ROUND}/samenstellen/6")).await.expect(200);
    assert!(!compose.main().contains("Wij deden dit."), "the coordinator does not read what is half agreed");
    // The same person's second yes is not the second person's.
    app.later();
    let again = agree(&first, id, 409).await;
    assert!(again.text(".error-summary").contains("U gaf al akkoord"), "{}", again.text(".error-summary"));
    assert_eq!(state(&app, 6).await, "submitted");
    let list = agree(&second, id, 303).await;
    assert!(list.flash().contains("De coördinator kan de tekst nu gebruiken."), "{}", list.flash());
    assert_eq!(state(&app, 6).await, "approved");
    let history = first.get(ContributionHistory { id }).await.expect(200).main();
    assert!(history.contains("Akkoord van één akkoordgever op versie 1"), "{history}");
    // Elsewhere one is enough.
    let other = app.submit("def", 5, "Ook dit.").await;
    agree(&first, other, 303).await;
    assert_eq!(state(&app, 5).await, "approved");
}

#[tokio::test]
async fn a_half_akkoord_ends_when_the_words_go_back_or_it_is_withdrawn() {
    let app = TestApp::new().await;
    let second = app.another(&[Role::Approver], "def", "tweede").await;
    rule(&app, "def", "", "2", 303).await;
    let first = app.approver("def").await;
    let id = app.submit("def", 6, "Eerst.").await;
    agree(&first, id, 303).await;
    second.post(SendBackContribution { id }, &[("versie", "1"), ("reden", "Anders.")]).await.expect(303);
    app.installation.clock.set(moment("2020-02-01T12:10:00Z"));
    app.submit("def", 6, "Daarna.").await;
    second.post(ApproveContribution { id }, &[("versie", "2")]).await.expect(303);
    assert_eq!(state(&app, 6).await, "submitted", "the first yes was to other words");
    second.post(WithdrawApproval { id }, &[("intrekking", "Toch niet.")]).await.expect(303);
    app.installation.clock.set(moment("2020-02-01T12:20:00Z"));
    first.post(ApproveContribution { id }, &[("versie", "2")]).await.expect(303);
    assert_eq!(state(&app, 6).await, "submitted");
    app.contributor("def").await.post(TakeBackContribution { id }, &[]).await.expect(303);
    assert_eq!(state(&app, 6).await, "draft");
}

#[tokio::test]
async fn four_eyes_hold_for_every_approver_and_a_rule_nobody_can_meet_is_refused() {
    let app = TestApp::new().await;
    let page = rule(&app, "def", "", "2", 422).await;
    assert!(page.text(".error-summary").contains("Dit ministerie heeft 1 akkoordgever."), "{}", page.main());
    for wrong in ["0", "10", "twee", ""] {
        rule(&app, "def", "", wrong, 422).await;
    }
    rule(&app, "onzin", "", "1", 422).await;
    app.approver("def").await.get(ApprovalRules).await.expect(403);
    let both = app.another(&[Role::Contributor, Role::Approver], "def", "dubbel").await;
    rule(&app, "def", "", "2", 303).await;
    let id = app.write("def", 6, "Wij.").await;
    let edit = voortgang::web::routes::EditContribution { id };
    let form = both.get(&edit).await.expect(200).form("form[data-draft]").set("bereikt", "Wij, bewerkt.");
    both.submit(&edit, &form).await.expect(303);
    let submit = voortgang::web::routes::SubmitContribution { id };
    both.post(&submit, &[("versie", "2")]).await.expect(303);
    app.approver("def").await.post(ApproveContribution { id }, &[("versie", "2")]).await.expect(303);
    both.post(ApproveContribution { id }, &[("versie", "2")]).await.expect(403);
    assert_eq!(state(&app, 6).await, "submitted");
    // Whoever looks is told that there are too few left.
    let page = app.approver("def").await.get(ReviewContribution { id }).await.expect(200);
    assert!(page.text("#voortgang").contains("te weinig akkoordgevers (1)"), "{}", page.main());
}

#[tokio::test]
async fn several_are_approved_at_once_only_after_each_was_read() {
    let app = TestApp::new().await;
    let ids = [app.submit("def", 1, "Een.").await, app.submit("def", 3, "Drie.").await];
    let director = app.approver("def").await;
    let page = director.get(Reviews).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&ReviewTogether.to_string()));
    let page = director.get(ReviewTogether).await.expect(200);
    assert!(
        page.main().contains("Gelezen: 0 van 2.") && !page.has("input[type=checkbox]"),
        "{}",
        page.main()
    );
    // Past the form: nothing that was not read.
    let boxes = ids.map(|id| format!("{id}:1"));
    let both = [("bijdrage", boxes[0].as_str()), ("bijdrage", boxes[1].as_str())];
    let read = director.post(MarkRead { id: ids[0] }, &[("versie", "1")]).await;
    assert_eq!(read.location(), ReviewContribution { id: ids[1] }.to_string(), "the next that was not read");
    let refused = director.post(ReviewTogether, &both).await.expect(409);
    assert!(refused.text(".error-summary").contains("Doel 3 hebt u nog niet gelezen."), "{}", refused.main());
    assert_eq!((state(&app, 1).await, state(&app, 3).await), ("submitted", "submitted"), "nothing half done");
    director.post(ReviewTogether, &[]).await.expect(422);
    let form = director.get(ReviewContribution { id: ids[1] }).await.expect(200);
    let form = form.form(&format!("form[action='{}']", MarkRead { id: ids[1] }));
    let page = director.submit_and_follow(ReviewContribution { id: ids[1] }, &form).await;
    assert!(page.flash().contains("alles gelezen"), "{}", page.flash());
    let list = director.post(ReviewTogether, &both).await.expect(303);
    assert!(director.get(list.location()).await.flash().starts_with("Akkoord gegeven op 2 bijdragen."));
    assert_eq!((state(&app, 1).await, state(&app, 3).await), ("approved", "approved"));
    app.later();
    director.post(ReviewTogether, &both).await.expect(409);
    app.contributor("def").await.get(ReviewTogether).await.expect(403);
}

#[tokio::test]
async fn what_changed_after_it_was_read_is_not_approved_with_the_rest() {
    let app = TestApp::new().await;
    let (one, three) = (app.submit("def", 1, "Een.").await, app.submit("def", 3, "Drie.").await);
    let director = app.approver("def").await;
    for id in [one, three] {
        director.post(MarkRead { id }, &[("versie", "1")]).await.expect(303);
    }
    app.contributor("def").await.post(TakeBackContribution { id: three }, &[]).await.expect(303);
    app.installation.clock.set(moment("2020-02-01T12:30:00Z"));
    app.submit("def", 3, "Drie, veranderd.").await;
    let (first, second) = (format!("{one}:1"), format!("{three}:1"));
    let page =
        director.post(ReviewTogether, &[("bijdrage", &first), ("bijdrage", &second)]).await.expect(409);
    assert!(page.text(".error-summary").contains("intussen veranderd (nu versie 2)"), "{}", page.main());
    assert_eq!(state(&app, 1).await, "submitted");
    director.post(MarkRead { id: three }, &[("versie", "1")]).await.expect(409);
}

#[tokio::test]
async fn a_replacement_is_on_record_and_named_with_the_akkoord() {
    let app = TestApp::new().await;
    let deputy = app.another(&[Role::Approver], "def", "plaatsvervanger").await;
    let director = app.approver("def").await;
    let form = director.get(StandIns).await.expect(200).form("main form");
    director.submit(StandIns, &form).await.expect(422);
    let absent = app.installation.person(Role::Approver, "def").await.to_string();
    let page = director.get(StandIns).await.expect(200);
    let people = page.attrs("select[name=vervanger] option", "value");
    let by = people.iter().find(|id| !id.is_empty() && **id != absent).expect("a colleague").clone();
    let form = form
        .set("afwezig", &absent)
        .set("vervanger", &absent)
        .set("van", "01-02-2020")
        .set("tot", "14-02-2020");
    let page = director.submit(StandIns, &form).await.expect(422);
    assert!(page.text(".error-summary").contains("zichzelf niet vervangen"), "{}", page.main());
    let page = director.submit_and_follow(StandIns, &form.set("vervanger", by)).await;
    assert!(
        page.main().contains("plaatsvervanger van DEF vervangt akkoordgever van DEF van 1 februari 2020"),
        "{}",
        page.main()
    );
    let end = page.form("main li form").action;
    let id = app.submit("def", 6, "Wij deden dit.").await;
    let shown = deputy.get(ReviewContribution { id }).await.expect(200);
    let form = shown.form(&format!("form[action='{}']", ApproveContribution { id }));
    assert_eq!(form.value("afwezig"), "akkoordgever van DEF");
    deputy.submit(ReviewContribution { id }, &form).await.expect(303);
    let history = deputy.get(ContributionHistory { id }).await.expect(200).main();
    assert!(history.contains("Bij afwezigheid van akkoordgever van DEF."), "{history}");
    // Another ministry neither sees nor ends it; an administrator does.
    let jenv = app.approver("jenv").await;
    assert!(!jenv.get(StandIns).await.expect(200).main().contains("plaatsvervanger"));
    jenv.post(&end, &[]).await.expect(404);
    app.contributor("def").await.get(StandIns).await.expect(403);
    app.administrator().await.post(&end, &[]).await.expect(303);
    director.post(&end, &[]).await.expect(409);
    let nothing = EndStandIn { stand_in: voortgang::domain::id::StandInId::new() };
    director.post(nothing, &[]).await.expect(404);
}

#[tokio::test]
async fn proof_of_an_akkoord_can_be_checked_with_a_standard_tool() {
    let app = TestApp::new().await;
    let id = app.approve("def", 6, "Wij deden een oefening: “Joint”.").await;
    let director = app.approver("def").await;
    let history = director.get(ContributionHistory { id }).await.expect(200);
    let path = ApprovalProof { id, version: 1 };
    assert!(history.attrs("main a", "href").contains(&path.to_string()));
    let page = director.get(&path).await.expect(200);
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
    assert!(page.header("content-disposition").contains("akkoord-2018-2020-doel-6-def-versie-1.txt"));
    let text = page.html();
    // As `tail -n 1 <file> | sha256sum` does: the last line, to the byte.
    let last = text.rsplit('\n').next().expect("a last line");
    let hash = voortgang::domain::event::hex(&Sha256::digest(last));
    assert!(text.contains(&format!("SHA-256 van de woorden:\n{hash}\n")), "{text}");
    assert!(last.contains("Wij deden een oefening"), "{last}");
    assert!(text.contains("akkoordgever van DEF: akkoord, zaterdag 1 februari 2020, 13.00 uur"), "{text}");
    app.contributor("def").await.get(&path).await.expect(200);
    app.approver("jenv").await.get(&path).await.expect(404);
    app.coordinator().await.get(&path).await.expect(404);
    director.get(ApprovalProof { id, version: 2 }).await.expect(404);
    let waiting = app.submit("def", 5, "Nog geen akkoord.").await;
    director.get(ApprovalProof { id: waiting, version: 1 }).await.expect(404);
    assert!(app.contributor("def").await.get(Tasks).await.expect(200).main().contains("akkoord"));
}
