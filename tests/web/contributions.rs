//! Bijdragen: writing, drafts, two people in one text, checking, handing in, reading.

use voortgang::{
    domain::{id::ContributionId, person::Role, round::State},
    store,
    web::routes::{
        CheckContribution, ContributionDraft, ContributionHistory, EditContribution, NoContribution,
        ShowContribution, SubmitContribution, TakeBackContribution,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::moment,
};

/// The form in which a contribution is written.
pub(crate) const FORM: &str = "form[data-draft]";

async fn revision_count(app: &TestApp, id: ContributionId) -> usize {
    let mut reader = app.installation.store.read().await.expect("a reader");
    store::revisions::history(&mut reader, id).await.expect("a history").len()
}

async fn set_round(app: &TestApp, state: State) {
    let round = app.round().await;
    let mut writer = app.installation.store.begin().await.expect("a writer");
    store::rounds::set_state(&mut writer, round.id, state).await.expect("a state");
    writer.commit().await.expect("a commit");
}

/// A second contributor of a ministry.
async fn colleague(app: &TestApp, ministry: &str) -> Client {
    app.another(&[Role::Contributor], ministry, "collega").await
}

/// Opens that form.
pub(crate) async fn edit(client: &Client, id: ContributionId) -> Page {
    client.get(EditContribution { id }).await.expect(200)
}

#[tokio::test]
async fn a_contributor_writes_saves_checks_and_hands_in() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    // Goal 1 is led by BZ: Defence contributes and answers only what is theirs.
    let id = app.contribution("def", 1).await;
    let page = edit(&def, id).await;
    assert!(page.text(".app-main > p").contains("Defensie") || page.has(".utrecht-pre-heading"));
    let form = page
        .form(FORM)
        .set("bereikt", "Wij deden twee oefeningen.\n\n- een\n- twee")
        .set("stand-1.1", "news")
        .set("regel-1.1", "De agenda is vastgesteld.")
        .set("bron-0-titel", "Defensienota")
        .set("bron-0-kamerstuk", "34 919, nr. 1")
        .set("bron-0-datum", "26-3-2018")
        .set("notitie", "Alleen voor ons.");
    let saved = def.submit_and_follow(EditContribution { id }, &form.clone().set("doe", "bewaren")).await;
    assert!(saved.flash().starts_with("Concept bewaard als versie 1."), "{}", saved.flash());
    let form = saved.form(FORM);
    assert_eq!(form.value("bereikt"), "Wij deden twee oefeningen.\n\n- een\n- twee");
    assert_eq!(form.value("bron-0-datum"), "26-03-2018");
    assert_eq!(form.value("versie"), "1");
    assert!(!saved.has("#concept"), "a saved concept is no draft");

    let check = def.submit_and_follow(EditContribution { id }, &form.set("doe", "controle")).await;
    assert_eq!(revision_count(&app, id).await, 1, "saving the same words makes no revision");
    assert_eq!(check.texts("main dd li")[..2], ["een", "twee"]);
    assert!(check.main().contains("komt niet in het rapport"), "{}", check.main());
    assert!(!check.has(".error-summary"));
    let form = check.form("main form");
    let shown = def.submit_and_follow(CheckContribution { id }, &form).await;
    assert!(shown.flash().starts_with("Ingediend. akkoordgever van DEF kan"), "{}", shown.flash());
    assert!(shown.text(".utrecht-button--primary-action").starts_with("Naar het volgende open doel"));
    assert_eq!(app.listed("def", 1).await.contribution.state.code(), "submitted");
    // A later submit of the same form finds it handed in.
    app.later();
    def.submit(CheckContribution { id }, &form).await.expect(409);
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_on_its_field_and_all_that_was_typed_stays() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    let form = edit(&def, id)
        .await
        .form(FORM)
        .set("bereikt", "Goede tekst.")
        .set("vooruitblik", "nul\0teken")
        .set("stand-1.1", "bedacht")
        .set("regel-1.2", "zin zonder stand")
        .set("bron-0-titel", "Bron")
        .set("bron-0-link", "javascript:alert(1)")
        .set("bron-0-kamerstuk", "33 694, nr. ?")
        .set("bron-0-datum", "31-02-2020");
    let page = def.submit(EditContribution { id }, &form).await.expect(422);
    assert!(page.title().starts_with("Fout: "), "{}", page.title());
    let wrong = page.attrs(".error-summary a", "href");
    let fields = [
        "#veld-vooruitblik",
        "#veld-stand-1.1",
        "#veld-stand-1.2",
        "#veld-bron-0-link",
        "#veld-bron-0-kamerstuk",
        "#veld-bron-0-datum",
    ];
    assert_eq!(wrong, fields);
    for href in &wrong {
        assert!(page.attrs("[id]", "id").contains(&href[1..].to_owned()), "{href} leads nowhere");
    }
    let again = page.form(FORM);
    assert_eq!(again.value("bereikt"), "Goede tekst.");
    assert_eq!(again.value("regel-1.2"), "zin zonder stand");
    assert_eq!(again.value("bron-0-link"), "javascript:alert(1)");
    assert_eq!(again.value("bron-0-datum"), "31-02-2020");
    assert_eq!(revision_count(&app, id).await, 0);
}

#[tokio::test]
async fn an_empty_form_a_long_one_and_one_from_word_are_all_answered() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    let empty = def.post(EditContribution { id }, &[]).await;
    assert_eq!(empty.location(), EditContribution { id }.to_string());
    assert_eq!(revision_count(&app, id).await, 0, "nothing typed is nothing saved");

    let long = "a".repeat(60_001);
    let page = def.post(EditContribution { id }, &[("versie", "0"), ("bereikt", &long)]).await.expect(422);
    assert_eq!(page.form(FORM).value("bereikt").len(), 60_001);
    let huge = "a".repeat(1_100_000);
    def.post(EditContribution { id }, &[("versie", "0"), ("bereikt", &huge)]).await.expect(413);

    let pasted = "Oekraïne \u{2013} \u{201c}Koerdisch-Iraakse\u{201d} السلام 🕊️\r\n\u{feff}einde";
    let page = def.post(EditContribution { id }, &[("versie", "0"), ("bereikt", pasted)]).await;
    assert_eq!(page.status.as_u16(), 303);
    let kept = edit(&def, id).await.form(FORM);
    assert_eq!(kept.value("bereikt"), "Oekraïne \u{2013} \u{201c}Koerdisch-Iraakse\u{201d} السلام 🕊️\neinde");
}

#[tokio::test]
async fn markup_that_someone_types_is_shown_as_words() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "<script>alert(1)</script> [x](javascript:alert(1))").await;
    let page = app.contributor("def").await.get(CheckContribution { id }).await.expect(200);
    assert!(page.text("main dd").contains("<script>alert(1)</script>"), "{}", page.main());
    assert!(!page.attrs("a", "href").iter().any(|href| href.starts_with("javascript")));
    assert_eq!(page.count("main script"), 0);
}

#[tokio::test]
async fn more_rows_for_sources_come_without_losing_anything() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    let page = edit(&def, id).await;
    assert_eq!(page.count(".app-source"), 3);
    let form = page.form(FORM).set("bereikt", "Tekst").set("bron-2-titel", "Derde").set("doe", "bron");
    let more = def.submit(EditContribution { id }, &form).await.expect(200);
    assert_eq!(more.count(".app-source"), 6);
    let form = more.form(FORM);
    assert_eq!((form.value("bereikt"), form.value("bron-0-titel")), ("Tekst", "Derde"));
    // Also kept on the server: closing the window here loses nothing.
    assert_eq!(edit(&def, id).await.form(FORM).value("bereikt"), "Tekst");
}

#[tokio::test]
async fn a_draft_is_kept_while_typing_and_filled_in_the_next_time() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.write("def", 1, "Bewaard.").await;
    let kept =
        def.put(ContributionDraft { id }, &[("versie", "1"), ("bereikt", "Nog bezig")]).await.expect(200);
    assert_eq!(kept.json()["versie"], "1");
    assert_eq!(revision_count(&app, id).await, 1, "a draft is no revision");
    let page = edit(&def, id).await;
    assert!(page.text("#concept").contains("nog niet als versie bewaard"));
    assert_eq!(page.form(FORM).value("bereikt"), "Nog bezig");
    // It is nobody else's.
    assert_eq!(edit(&colleague(&app, "def").await, id).await.form(FORM).value("bereikt"), "Bewaard.");

    let confirm = def.get(ContributionDraft { id }).await.expect(200);
    assert!(confirm.text("h1").contains("verwerpen"));
    assert_eq!(edit(&def, id).await.form(FORM).value("bereikt"), "Nog bezig", "asking throws nothing away");
    let page = def.submit_and_follow(ContributionDraft { id }, &confirm.form("main form")).await;
    assert_eq!(page.form(FORM).value("bereikt"), "Bewaard.");
    def.get(ContributionDraft { id }).await.expect(404);
}

#[tokio::test]
async fn a_draft_is_answered_in_json_whatever_happens() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Bewaard.").await;
    let form = [("versie", "1"), ("bereikt", "Tekst")];
    let nobody = app.nobody().put(ContributionDraft { id }, &form).await.expect(401);
    assert!(nobody.json()["message"].is_string());
    assert_eq!(nobody.header("location"), "");
    app.contributor("jenv").await.put(ContributionDraft { id }, &form).await.expect(404).json();
    app.approver("def").await.put(ContributionDraft { id }, &form).await.expect(403).json();
    let def = app.contributor("def").await;
    let long = "a".repeat(60_001);
    let answer = def.put(ContributionDraft { id }, &[("versie", "1"), ("bereikt", &long)]).await.expect(422);
    assert!(answer.json()["message"].as_str().expect("a message").contains("te lang"));
    let huge = "a".repeat(1_100_000);
    def.put(ContributionDraft { id }, &[("versie", "1"), ("bereikt", &huge)]).await.expect(413).json();
    // What cannot become a revision yet can be a draft: someone is still typing it.
    def.put(ContributionDraft { id }, &[("versie", "1"), ("bron-0-datum", "31-0")]).await.expect(200);
    assert_eq!(edit(&def, id).await.form(FORM).value("bron-0-datum"), "31-0");
}

#[tokio::test]
async fn a_stale_save_shows_both_texts_and_loses_neither() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Wij deden een oefening.").await;
    let (mine, theirs) = (app.contributor("def").await, colleague(&app, "def").await);
    let (my_form, their_form) = (edit(&mine, id).await.form(FORM), edit(&theirs, id).await.form(FORM));
    let their_form = their_form.set("bereikt", "Wij deden drie oefeningen.").set("vooruitblik", "Meer.");
    theirs.submit(EditContribution { id }, &their_form).await.expect(303);

    let answer = mine.put(ContributionDraft { id }, &[("versie", "1"), ("bereikt", "Wij deden twee.")]).await;
    let json = answer.expect(409).json();
    assert_eq!(json["author"], "collega van DEF");
    assert_eq!(json["at"], "13.00 uur");
    assert_eq!(json["theirs"]["bereikt"], "Wij deden drie oefeningen.");

    let my_form = my_form.set("bereikt", "Wij deden twee oefeningen.");
    let page = mine.submit(EditContribution { id }, &my_form).await.expect(409);
    assert!(page.text("#botsing").contains("collega van DEF bewaarde op"));
    assert_eq!(page.texts(".app-diff del"), ["vervallen: drie"]);
    assert_eq!(page.texts(".app-diff ins"), ["toegevoegd: twee"]);
    let form = page.form(FORM);
    assert_eq!(form.value("bereikt"), "Wij deden twee oefeningen.");
    assert_eq!(form.value("vooruitblik"), "Meer.", "where I changed nothing, their words stand");
    assert_eq!(form.value("versie"), "2");

    let both = mine.submit(EditContribution { id }, &form.clone().set("doe", "samen-bereikt")).await;
    let both = both.expect(200).form(FORM);
    assert_eq!(both.value("bereikt"), "Wij deden twee oefeningen.\n\nWij deden drie oefeningen.");
    mine.submit(EditContribution { id }, &form).await.expect(303);
    assert_eq!(edit(&theirs, id).await.form(FORM).value("bereikt"), "Wij deden twee oefeningen.");
    assert_eq!(revision_count(&app, id).await, 3, "both versions are still there");
}

#[tokio::test]
async fn a_save_after_the_round_closed_is_refused_and_the_words_are_kept() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.write("def", 1, "Bewaard.").await;
    let form = edit(&def, id).await.form(FORM).set("bereikt", "Te laat getypt");
    set_round(&app, State::Consulting).await;
    let page = def.submit(EditContribution { id }, &form).await.expect(409);
    assert!(page.text(".error-summary").contains("De ronde is gesloten"));
    assert_eq!(page.form(FORM).value("bereikt"), "Te laat getypt");
    assert_eq!(edit(&def, id).await.form(FORM).value("bereikt"), "Te laat getypt");
    assert!(!def.get(CheckContribution { id }).await.expect(200).has("main form"));
    def.post(SubmitContribution { id }, &[("versie", "1")]).await.expect(409);
}

#[tokio::test]
async fn what_is_missing_is_listed_with_links_to_its_fields() {
    let app = TestApp::new().await;
    let bz = app.contributor("bz").await;
    let id = app.contribution("bz", 1).await;
    let form = edit(&bz, id).await.form(FORM).set("stand-1.1", "completed").set("bron-0-titel", "Bron");
    let check = bz.submit_and_follow(EditContribution { id }, &form.set("doe", "controle")).await;
    let links = check.attrs(".error-summary a", "href");
    let field = |name: &str| format!("{}#veld-{name}", EditContribution { id });
    for expected in [field("bereikt"), field("regel-1.1"), field("stand-1.2"), field("bron-0-datum")] {
        assert!(links.contains(&expected), "{expected} not in {links:?}");
    }
    assert!(!check.has("main form"), "nothing to hand in yet");
    let page = bz.post(SubmitContribution { id }, &[("versie", "1")]).await.expect(422);
    assert!(page.title().starts_with("Fout: "));
}

#[tokio::test]
async fn handing_in_other_words_than_were_checked_is_refused() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.write("def", 1, "Een.").await;
    let check = def.get(CheckContribution { id }).await.expect(200).form("main form");
    app.write("def", 1, "Twee.").await;
    def.submit(CheckContribution { id }, &check).await.expect(409);
    assert_eq!(app.listed("def", 1).await.contribution.state.code(), "draft");
}

#[tokio::test]
async fn after_the_deadline_one_is_told_and_can_still_hand_in() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Tekst.").await;
    app.installation.clock.set(moment("2020-02-14T18:00:00Z"));
    let def = app.contributor("def").await;
    let check = def.get(CheckContribution { id }).await.expect(200);
    assert!(check.main().contains("te laat, maar indienen is nog mogelijk"), "{}", check.main());
    let shown = def.submit_and_follow(CheckContribution { id }, &check.form("main form")).await;
    assert!(shown.flash().contains("te laat"), "{}", shown.flash());
    assert!(app.listed("def", 1).await.late);
}

#[tokio::test]
async fn geen_bijdrage_needs_a_reason_and_is_handed_in_like_any_other() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    let page = def.get(NoContribution { id }).await.expect(200);
    let empty = def.submit(NoContribution { id }, &page.form("main form")).await.expect(422);
    assert_eq!(empty.attrs(".error-summary a", "href"), ["#veld-reden"]);
    let form = page.form("main form").set("reden", "Wij hebben hier geen taak.");
    let check = def.submit_and_follow(NoContribution { id }, &form).await;
    assert!(check.main().contains("Reden: Wij hebben hier geen taak."));
    def.submit(CheckContribution { id }, &check.form("main form")).await.expect(303);
    assert_eq!(app.listed("def", 1).await.contribution.state.code(), "submitted");
    // Someone who saved meanwhile is not overwritten unseen.
    let id = app.write("def", 2 + 1, "Tekst").await;
    let stale = def.post(NoContribution { id }, &[("versie", "0"), ("reden", "Niets.")]).await.expect(409);
    assert_eq!(stale.form("main form").value("reden"), "Niets.");
}

#[tokio::test]
async fn what_was_handed_in_can_be_taken_back_until_it_is_judged() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.submit("def", 1, "Tekst.").await;
    let page = def.get(EditContribution { id }).await;
    assert_eq!(page.location(), ShowContribution { id }.to_string(), "handed-in words are read only");
    let shown = def.get(ShowContribution { id }).await.expect(200);
    let page = def.submit_and_follow(ShowContribution { id }, &shown.form("main form")).await;
    assert!(page.flash().starts_with("Teruggehaald."));
    assert_eq!(page.form(FORM).value("bereikt"), "Tekst.");
    app.later();
    def.post(TakeBackContribution { id }, &[]).await.expect(409);
    app.approve("def", 3, "Ander doel.").await;
    let approved = app.contribution("def", 3).await;
    def.post(TakeBackContribution { id: approved }, &[]).await.expect(409);
}

#[tokio::test]
async fn another_ministry_finds_nothing_and_another_role_may_not() {
    let app = TestApp::new().await;
    let id = app.write("def", 1, "Tekst.").await;
    let stranger = app.stranger().await;
    for path in [
        ShowContribution { id }.to_string(),
        EditContribution { id }.to_string(),
        CheckContribution { id }.to_string(),
        ContributionHistory { id }.to_string(),
        NoContribution { id }.to_string(),
    ] {
        stranger.get(&path).await.expect(404);
        let page = app.nobody().get(&path).await;
        assert!(page.location().starts_with("/inloggen"), "{path}");
    }
    stranger.post(SubmitContribution { id }, &[("versie", "1")]).await.expect(404);
    app.approver("def").await.get(EditContribution { id }).await.expect(403);
    app.coordinator().await.get(ShowContribution { id }).await.expect(404);
    let nowhere = ContributionId::new();
    app.contributor("def").await.get(EditContribution { id: nowhere }).await.expect(404);
    set_round(&app, State::Preparing).await;
    app.contributor("def").await.get(EditContribution { id }).await.expect(404);
}
