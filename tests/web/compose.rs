//! Samenstellen: from contributions to the text of a goal.

use voortgang::{
    domain::{contribution::State, goal_text::GoalText},
    store,
    web::routes::{Compose, ComposeGoal, RateGoal, ReturnToMinistry},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

const WORDS: &str = "Eerste alinea.\n\nTweede alinea.";

fn goal() -> ComposeGoal {
    ComposeGoal { round: ROUND.into(), goal: 5 }
}

/// The text of goal 5 as it is kept.
async fn text(app: &TestApp) -> GoalText {
    let round = app.round().await;
    let mut reader = app.installation.store.read().await.expect("a reader");
    let goals = store::goals::list(&mut reader, &round.strategy, round.reference_date).await;
    let goal = goals.expect("goals").into_iter().find(|goal| goal.number == 5).expect("goal 5");
    store::goal_texts::get(&mut reader, round.id, goal.id).await.expect("a text")
}

async fn words(app: &TestApp) -> Vec<String> {
    text(app).await.passages.into_iter().map(|passage| passage.text).collect()
}

/// Takes over all of Defensie's contribution.
async fn take_all(client: &Client) -> Page {
    let form = client.get(goal()).await.expect(200).form("#bijdrage-def form").set("alles", "ja");
    client.submit(goal(), &form).await.expect(303)
}

/// Writes a passage of the coordinator's own.
async fn write(client: &Client, words: &str) {
    let form = client.get(goal()).await.expect(200).form("form[aria-labelledby=zelf]").set("tekst", words);
    client.submit(goal(), &form).await.expect(303);
}

#[tokio::test]
async fn all_goals_are_listed_with_how_far_they_are() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    take_all(&client).await;
    let page = client.get(Compose { round: ROUND.into() }).await.expect(200);
    assert_eq!(page.count(".app-task"), 13);
    let note = page.texts(".app-task__note").remove(4);
    assert_eq!(
        note,
        "1 van 4 bijdragen akkoord, 1 verwerkt. Voortgang: 2 passages. Vooruitblik: geen passages."
    );
}

#[tokio::test]
async fn words_without_akkoord_are_not_shown_to_the_coordinator() {
    let app = TestApp::new().await;
    app.submit("def", 5, "Nog geheim.").await;
    let page = app.coordinator().await.get(goal()).await.expect(200);
    assert!(!page.html().contains("Nog geheim."));
    assert!(page.text("#bijdrage-def").contains("Er is nog geen tekst met akkoord."));
}

#[tokio::test]
async fn ticked_paragraphs_come_into_the_text_with_their_origin() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let form = client.get(goal()).await.expect(200).form("#bijdrage-def form").tick("alinea", "achieved-1");
    let page = client.submit_and_follow(goal(), &form).await.expect(200);
    assert_eq!(page.flash(), "1 alinea van DEF staat nu in de tekst.");
    assert_eq!(words(&app).await, ["Tweede alinea."]);
    assert!(page.text("article[id^=passage] .app-meta").starts_with("DEF, versie 1, akkoord 01-02-2020"));
    assert_eq!(page.count("#bijdrage-def input[type=checkbox]"), 1);
    assert!(page.text("#bijdrage-def").contains("Staat in de tekst"));
    assert_eq!(app.listed("def", 5).await.contribution.state, State::TakenOver);
}

#[tokio::test]
async fn taking_over_everything_takes_nothing_twice() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let form = client.get(goal()).await.expect(200).form("#bijdrage-def form").tick("alinea", "achieved-0");
    client.submit(goal(), &form).await.expect(303);
    take_all(&client).await;
    assert_eq!(words(&app).await, ["Eerste alinea.", "Tweede alinea."]);
}

#[tokio::test]
async fn taking_over_without_a_choice_says_what_to_do() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let form = client.get(goal()).await.expect(200).form("#bijdrage-def form");
    let page = client.submit(goal(), &form).await.expect(422);
    assert!(page.title().starts_with("Fout: "));
    let target = page.attr(".error-summary a", "href").expect("a link");
    assert!(page.has(&format!("input{target}")), "{target} is a box to tick");
}

#[tokio::test]
async fn a_choice_made_on_an_older_text_is_refused_and_kept() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let stale = client.get(goal()).await.expect(200).form("#bijdrage-def form").tick("alinea", "achieved-0");
    write(&client, "Intussen geschreven.").await;
    let page = client.submit(goal(), &stale).await.expect(409);
    assert!(page.main().contains("Intussen geschreven."), "the text as it is now is shown");
    assert_eq!(page.attrs("#bijdrage-def input[checked]", "value"), ["achieved-0"]);
    client.submit(goal(), &page.form("#bijdrage-def form")).await.expect(303);
    assert_eq!(words(&app).await, ["Intussen geschreven.", "Eerste alinea."]);
}

#[tokio::test]
async fn words_of_ones_own_come_under_the_head_one_chose() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = client.get(goal()).await.expect(200).form("form[aria-labelledby=zelf]");
    let page = client.submit(goal(), &form).await.expect(422);
    assert_eq!(page.text(".error-summary li"), "Vul in: Tekst.");
    let form = form.set("kop", "outlook").set("tekst", "En dan verder.");
    let page = client.submit_and_follow(goal(), &form).await.expect(200);
    assert_eq!(page.flash(), "Uw passage staat nu onder vooruitblik.");
    assert_eq!(words(&app).await, ["En dan verder."]);
}

#[tokio::test]
async fn other_words_are_known_to_be_altered_and_shown_beside_the_original() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Wij deden veel.").await;
    let client = app.coordinator().await;
    take_all(&client).await;
    let page = client.get(goal()).await.expect(200);
    let edit = page.attr("article[id^=passage] a", "href").expect("a way to edit");
    let form = client.get(&edit).await.expect(200).form("main form").set("tekst", "Defensie deed veel.");
    let page = client.submit_and_follow(&edit, &form).await.expect(200);
    assert_eq!(page.text("article[id^=passage] .utrecht-status-badge"), "aangepast");
    let page = client.get(&edit).await.expect(200);
    assert_eq!(page.text("del"), "vervallen: Wij deden");
    assert_eq!(page.text("ins"), "toegevoegd: Defensie deed");
}

#[tokio::test]
async fn two_people_on_one_passage_lose_no_words() {
    let app = TestApp::new().await;
    let (one, other) = (app.coordinator().await, app.coordinator().await);
    write(&one, "Oude woorden.").await;
    let edit = one.get(goal()).await.expect(200).attr("article[id^=passage] a", "href").expect("a link");
    let slow = one.get(&edit).await.expect(200).form("main form").set("tekst", "Mijn woorden.");
    let quick = other.get(&edit).await.expect(200).form("main form").set("tekst", "Andere woorden.");
    other.submit(&edit, &quick).await.expect(303);
    let page = one.submit(&edit, &slow).await.expect(409);
    assert_eq!(page.text("del"), "vervallen: Andere");
    assert_eq!(page.form("main form").value("tekst"), "Mijn woorden.");
    one.submit(&edit, &page.form("main form")).await.expect(303);
    assert_eq!(words(&app).await, ["Mijn woorden."]);
}

#[tokio::test]
async fn an_edit_of_a_passage_that_is_gone_keeps_the_words() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    write(&client, "Oude woorden.").await;
    let page = client.get(goal()).await.expect(200);
    let links = page.attrs("article[id^=passage] a", "href");
    let slow = client.get(&links[0]).await.expect(200).form("main form").set("tekst", "Mijn woorden.");
    let confirm = client.get(&links[2]).await.expect(200).form("main form");
    client.submit(&links[2], &confirm).await.expect(303);
    let page = client.submit(&links[0], &slow).await.expect(409);
    assert_eq!(page.form("form[aria-labelledby=zelf]").value("tekst"), "Mijn woorden.");
}

#[tokio::test]
async fn passages_move_within_their_head() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    write(&client, "Een.").await;
    write(&client, "Twee.").await;
    let page = client.get(goal()).await.expect(200);
    let down = page.form("article[id^=passage] form").set("kant", "omlaag");
    client.submit(goal(), &down).await.expect(303);
    assert_eq!(words(&app).await, ["Twee.", "Een."]);
    app.later();
    client.submit(goal(), &down).await.expect(409);
    assert_eq!(words(&app).await, ["Twee.", "Een."]);
}

#[tokio::test]
async fn a_contribution_of_which_the_last_passage_goes_is_to_be_worked_in_again() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    take_all(&client).await;
    for left in [State::TakenOver, State::Approved] {
        let page = client.get(goal()).await.expect(200);
        let remove = page.attrs("article[id^=passage] a", "href").remove(2);
        let form = client.get(&remove).await.expect(200).form("main form");
        client.submit(&remove, &form).await.expect(303);
        assert_eq!(app.listed("def", 5).await.contribution.state, left);
    }
    assert!(words(&app).await.is_empty());
}

#[tokio::test]
async fn a_rating_needs_its_ground() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let path = RateGoal { round: ROUND.into(), goal: 5 };
    let page = client.get(path.clone()).await.expect(200);
    assert!(page.count("input[name=oordeel]") >= 4);
    assert!(page.count(".app-choice__note") >= 4, "every step of the scale has written criteria");
    let page = client.submit(path.clone(), &page.form("main form")).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    let form = page.form("main form").set("oordeel", "op-koers").set("grond", "Alles is gedaan.");
    let page = client.submit_and_follow(path.clone(), &form).await.expect(200);
    assert_eq!(page.text("section[aria-labelledby=oordeel] .utrecht-status-badge"), "Op koers");
    let page = client.submit(path, &form.set("grond", "Toch niet.")).await.expect(409);
    assert_eq!(page.form("main form").value("grond"), "Toch niet.");
}

#[tokio::test]
async fn sending_back_to_a_ministry_needs_a_reason_and_ends_the_akkoord() {
    let app = TestApp::new().await;
    let id = app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let path = ReturnToMinistry { round: ROUND.into(), goal: 5, id };
    let page = client.get(path.clone()).await.expect(200);
    let page = client.submit(path.clone(), &page.form("main form")).await.expect(422);
    let form = page.form("main form").set("reden", "De cijfers kloppen niet.");
    client.submit(path.clone(), &form).await.expect(303);
    let listed = app.listed("def", 5).await;
    assert_eq!(listed.contribution.state, State::Returned);
    assert_eq!(listed.returned_for.as_deref(), Some("De cijfers kloppen niet."));
    app.later();
    client.submit(path, &form).await.expect(409);
}

#[tokio::test]
async fn what_a_ministry_took_back_cannot_be_taken_over() {
    let app = TestApp::new().await;
    let id = app.approve("def", 5, WORDS).await;
    let client = app.coordinator().await;
    let stale = client.get(goal()).await.expect(200).form("#bijdrage-def form").set("alles", "ja");
    let back = ReturnToMinistry { round: ROUND.into(), goal: 5, id };
    client.post(back, &[("reden", "Niet goed.")]).await.expect(303);
    client.submit(goal(), &stale).await.expect(409);
    assert!(words(&app).await.is_empty());
}

#[tokio::test]
async fn the_publisher_may_look_but_not_change() {
    let app = TestApp::new().await;
    app.approve("def", 5, WORDS).await;
    write(&app.coordinator().await, "Te lezen.").await;
    let client = app.publisher().await;
    let page = client.get(goal()).await.expect(200);
    assert!(page.main().contains("Te lezen."));
    assert!(!page.main().contains("Eerste alinea."), "contributions themselves are the coordinator's");
    assert_eq!(page.count("main form"), 0);
    client.post(format!("{}/passages", goal()), &[("kop", "text"), ("tekst", "x")]).await.expect(403);
    app.contributor("def").await.get(goal()).await.expect(403);
}
