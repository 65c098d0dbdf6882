//! Beoordelen: looking, approving, sending back, withdrawing; four eyes.

use voortgang::{
    domain::{id::ContributionId, person::Role, round::State},
    store::{self, events::Chain},
    web::routes::{
        ApproveContribution, ContributionHistory, EditContribution, ReviewContribution, Reviews,
        SendBackContribution, ShowContribution, TakeBackContribution, WithdrawApproval,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::moment,
};

fn approve_form(id: ContributionId) -> String {
    format!("form[action='{}']", ApproveContribution { id })
}

fn send_back_form(id: ContributionId) -> String {
    format!("form[action='{}']", SendBackContribution { id })
}

async fn look(client: &Client, id: ContributionId) -> Page {
    client.get(ReviewContribution { id }).await.expect(200)
}

async fn state(app: &TestApp, ministry: &str, goal: u32) -> &'static str {
    app.listed(ministry, goal).await.contribution.state.code()
}

#[tokio::test]
async fn the_list_shows_what_waits_oldest_first() {
    let app = TestApp::new().await;
    let later = app.submit("def", 1, "Later ingediend?").await;
    app.installation.clock.set(moment("2020-01-31T12:00:00Z"));
    let earlier = app.submit("def", 3, "Eerder ingediend.").await;
    app.installation.clock.set(moment("2020-02-01T12:00:00Z"));
    app.submit("jenv", 1, "Van een ander.").await;
    let page = app.approver("def").await.get(Reviews).await.expect(200);
    let links =
        [ReviewContribution { id: earlier }.to_string(), ReviewContribution { id: later }.to_string()];
    assert_eq!(page.attrs(".app-task__link", "href"), links);
    assert!(page.main().contains("Er wachten 2 bijdragen"), "{}", page.main());
    app.contributor("def").await.get(Reviews).await.expect(403);
}

#[tokio::test]
async fn an_approver_reads_and_agrees_to_exact_words() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Wij deden een oefening.").await;
    let director = app.approver("def").await;
    let page = look(&director, id).await;
    assert!(page.main().contains("Wij deden een oefening."));
    assert!(!page.has("#veranderd"), "nothing to compare with yet");
    assert_eq!(page.count(".utrecht-button--primary-action"), 1);
    let form = page.form(&approve_form(id)).set("afwezig", "De directeur");
    let list = director.submit_and_follow(ReviewContribution { id }, &form).await;
    assert!(list.flash().starts_with("Akkoord gegeven op doel 1, versie 1."), "{}", list.flash());
    assert_eq!(state(&app, "def", 1).await, "approved");
    let history = director.get(ContributionHistory { id }).await.expect(200);
    assert!(history.main().contains("Bij afwezigheid van De directeur."), "{}", history.main());
    // A later press changes nothing and says so.
    app.later();
    let again = director.submit(ReviewContribution { id }, &form).await.expect(409);
    assert!(again.text(".error-summary").contains("al akkoord gegeven"));
    let mut reader = app.installation.store.read().await.expect("a reader");
    let chain = store::events::verify(&mut reader).await.expect("a chain");
    assert!(matches!(chain, Chain::Whole { .. }), "{chain:?}");
}

#[tokio::test]
async fn sending_back_needs_a_reason_and_shows_it_beside_the_words() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Wij deden een oefening. Alles ging goed.").await;
    let director = app.approver("def").await;
    let form = look(&director, id).await.form(&send_back_form(id)).set("plaats", "Alles ging goed.");
    let page = director.submit(ReviewContribution { id }, &form).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-reden"]);
    assert!(page.title().starts_with("Fout: "));
    let form = page.form(&send_back_form(id));
    assert_eq!(form.value("plaats"), "Alles ging goed.", "what was typed stays");
    let list =
        director.submit_and_follow(ReviewContribution { id }, &form.set("reden", "Noem een bron.")).await;
    assert!(list.flash().starts_with("Doel 1 is teruggestuurd."));

    let def = app.contributor("def").await;
    let page = def.get(EditContribution { id }).await.expect(200);
    assert!(page.text("#terug").contains("akkoordgever van DEF"));
    assert!(page.main().contains("Noem een bron."));
    assert!(page.text("form .app-task__note--reason").contains("Alles ging goed."));
    assert_eq!(page.form("form[data-draft]").value("bereikt"), "Wij deden een oefening. Alles ging goed.");
}

#[tokio::test]
async fn the_next_look_shows_what_changed_since_the_last_one() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Wij deden een oefening.").await;
    let director = app.approver("def").await;
    look(&director, id).await;
    let form = look(&director, id).await.form(&send_back_form(id)).set("reden", "Hoeveel?");
    director.submit(ReviewContribution { id }, &form).await.expect(303);
    app.installation.clock.set(moment("2020-02-01T13:00:00Z"));
    app.submit("def", 1, "Wij deden twee oefeningen.").await;
    let page = look(&director, id).await;
    assert!(page.main().contains("U beoordeelde versie 1; nu ligt versie 2 voor."), "{}", page.main());
    assert_eq!(page.texts("del"), ["vervallen: een oefening"]);
    assert_eq!(page.texts("ins"), ["toegevoegd: twee oefeningen"]);
    assert!(page.main().contains("Eerder teruggestuurd door akkoordgever van DEF"));
    // Another director did not look before.
    let other = app.another(&[Role::Approver], "def", "plaatsvervanger").await;
    assert!(!look(&other, id).await.has("#veranderd"));
}

#[tokio::test]
async fn nobody_judges_their_own_words() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Wij.").await;
    let both = app.another(&[Role::Contributor, Role::Approver], "def", "dubbel").await;
    let form = both.get(EditContribution { id }).await.expect(200).form("form[data-draft]");
    both.submit(EditContribution { id }, &form.set("bereikt", "Wij, bewerkt.")).await.expect(303);
    let check = format!("{}", voortgang::web::routes::CheckContribution { id });
    let form = both.get(&check).await.expect(200).form("main form");
    let shown = both.submit_and_follow(&check, &form).await;
    assert!(shown.flash().contains("akkoordgever van DEF kan"), "{}", shown.flash());
    let page = look(&both, id).await;
    assert!(page.main().contains("zelf aan deze bijdrage geschreven"), "{}", page.main());
    assert!(page.main().contains("Dat kan: akkoordgever van DEF."), "{}", page.main());
    assert!(!page.has("main form"));
    both.post(ApproveContribution { id }, &[("versie", "2")]).await.expect(403);
    both.post(SendBackContribution { id }, &[("versie", "2"), ("reden", "x")]).await.expect(403);
    assert!(both.get(Reviews).await.main().contains("U schreef hier zelf aan mee"));
    assert_eq!(state(&app, "def", 1).await, "submitted");
}

#[tokio::test]
async fn what_was_taken_back_meanwhile_cannot_be_judged_and_the_reason_is_not_lost() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Tekst.").await;
    let director = app.approver("def").await;
    let page = look(&director, id).await;
    app.contributor("def").await.post(TakeBackContribution { id }, &[]).await.expect(303);
    let refused = director.submit(ReviewContribution { id }, &page.form(&approve_form(id))).await.expect(409);
    assert!(refused.text(".error-summary").contains("intussen teruggehaald"));
    let form = page.form(&send_back_form(id)).set("reden", "Lange reden.");
    let refused = director.submit(ReviewContribution { id }, &form).await.expect(409);
    assert!(refused.text(".error-summary").contains("Lange reden."), "{}", refused.main());
    // Handed in again in other words: what was looked at is no longer what is there.
    app.installation.clock.set(moment("2020-02-01T12:30:00Z"));
    app.submit("def", 1, "Andere tekst.").await;
    let stale = director.submit(ReviewContribution { id }, &page.form(&approve_form(id))).await.expect(409);
    assert!(stale.text(".error-summary").contains("versie 2"));
    let stale = director.submit(ReviewContribution { id }, &form).await.expect(409);
    assert_eq!(stale.form(&send_back_form(id)).value("reden"), "Lange reden.");
    assert_eq!(state(&app, "def", 1).await, "submitted");
}

#[tokio::test]
async fn an_akkoord_is_withdrawn_with_a_reason_until_the_edition_is_frozen() {
    let app = TestApp::new().await;
    let id = app.approve("def", 1, "Tekst.").await;
    let director = app.approver("def").await;
    let page = look(&director, id).await;
    let form = page.form("main form");
    assert_eq!(form.action, WithdrawApproval { id }.to_string());
    director.submit(ReviewContribution { id }, &form).await.expect(422);
    let page = director
        .submit_and_follow(ReviewContribution { id }, &form.clone().set("intrekking", "Cijfer klopt niet."))
        .await;
    assert!(page.flash().starts_with("Het akkoord is ingetrokken."));
    assert_eq!(state(&app, "def", 1).await, "submitted");
    let history = director.get(ContributionHistory { id }).await.expect(200);
    assert!(history.main().contains("Cijfer klopt niet."), "{}", history.main());

    let id = app.approve("def", 3, "Tekst.").await;
    let round = app.round().await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::rounds::set_state(&mut writer, round.id, State::Frozen).await.expect("a state");
    writer.commit().await.expect("a commit");
    assert!(!look(&director, id).await.has("main form"));
    let refused = director.post(WithdrawApproval { id }, &[("intrekking", "Te laat.")]).await.expect(409);
    assert!(refused.text(".error-summary").contains("Te laat."), "{}", refused.main());
    assert_eq!(state(&app, "def", 3).await, "approved");
}

#[tokio::test]
async fn another_ministry_finds_nothing_to_judge() {
    let app = TestApp::new().await;
    let id = app.submit("def", 1, "Tekst.").await;
    let jenv = app.approver("jenv").await;
    jenv.get(ReviewContribution { id }).await.expect(404);
    jenv.post(ApproveContribution { id }, &[("versie", "1")]).await.expect(404);
    app.contributor("def").await.get(ReviewContribution { id }).await.expect(403);
    app.contributor("def").await.post(ApproveContribution { id }, &[("versie", "1")]).await.expect(403);
    let shown = app.approver("def").await.get(ShowContribution { id }).await.expect(200);
    assert!(shown.attrs("a", "href").contains(&ReviewContribution { id }.to_string()));
}
