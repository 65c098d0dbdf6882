//! Herkomst: from a sentence to an akkoord, and back.

use voortgang::{
    domain::{id::ContributionId, round::State},
    web::routes::{
        ComposeGoal, ContributionDestinations, EditionProvenance, GiveConsent, Provenance, ShowConsent,
        StepRound,
    },
};

use crate::{
    app::{Client, TestApp},
    support::{ROUND, moment},
};

fn draft() -> Provenance {
    Provenance { round: ROUND.into(), goal: 6 }
}

fn edition(number: u32) -> EditionProvenance {
    EditionProvenance { round: ROUND.into(), number, goal: 6 }
}

fn compose() -> ComposeGoal {
    ComposeGoal { round: ROUND.into(), goal: 6 }
}

async fn reword(client: &Client, place: usize, to: &str) {
    let page = client.get(compose()).await.expect(200);
    let edits = page.attrs("article[id^=passage] a", "href");
    let itself = |href: &&String| href.rsplit('/').next().is_some_and(|last| last.len() == 36);
    let edit = edits.iter().filter(itself).nth(place).expect("a passage");
    let form = client.get(edit).await.expect(200).form("main form").set("tekst", to);
    client.submit(edit, &form).await.expect(303);
}

async fn consult(client: &Client) {
    for to in [State::Composing, State::Consulting] {
        client.post(StepRound { round: ROUND.into() }, &[("naar", to.code())]).await.expect(303);
    }
}

/// Of Defensie's three paragraphs the first is altered, the second as it was, the third left out.
async fn composed() -> (TestApp, Client, ContributionId) {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let id = app.approve("def", 6, "Defensie deed veel.\n\nEn nog meer.\n\nOok dit.").await;
    let form = client.get(compose()).await.expect(200).form("#bijdrage-def form");
    let form = form.tick("alinea", "achieved-0").tick("alinea", "achieved-1");
    client.submit(compose(), &form).await.expect(303);
    reword(&client, 0, "Defensie deed iets.").await;
    (app, client, id)
}

#[tokio::test]
async fn the_coordinator_answers_who_wrote_this_for_every_sentence() {
    let (app, client, _) = composed().await;
    let page = client.get(compose()).await.expect(200);
    assert!(page.attrs("main a", "href").contains(&draft().to_string()));
    let page = client.get(draft()).await.expect(200);
    assert_eq!(page.texts("article h2"), ["Alinea 6.1", "Alinea 6.2"]);
    let first = page.text("article");
    for said in [
        "DEF, bijdrager bijdrager van DEF",
        "versie 1 van",
        "akkoordgever akkoordgever van DEF",
        "nog niet gegeven",
        "aangepast door de coördinator",
        "vervallen: veel",
        "toegevoegd: iets",
        "Naar de bijdrage",
    ] {
        assert!(first.contains(said), "{said} is not in {first}");
    }
    assert!(page.texts("article")[1].contains("woord voor woord overgenomen"));
    consult(&client).await;
    let approver = app.approver("def").await;
    let consent = ShowConsent { round: ROUND.into(), goal: 6 };
    let form = approver.get(consent).await.expect(200).form("section[aria-labelledby=instemmen] form");
    approver.submit(GiveConsent { round: ROUND.into(), goal: 6 }, &form).await.expect(303);
    let page = client.get(draft()).await.expect(200);
    assert!(page.text("article").contains("ingestemd door akkoordgever van DEF"), "{}", page.text("article"));
}

#[tokio::test]
async fn names_and_original_words_are_for_those_who_may() {
    let (app, client, _) = composed().await;
    for nobody_yet in [app.approver("def").await, app.approver("jenv").await] {
        nobody_yet.get(draft()).await.expect(404);
    }
    let publisher = app.publisher().await.get(draft()).await.expect(200);
    assert!(publisher.text("article").contains("bijdrager van DEF"));
    assert!(!publisher.has("article details") && !publisher.main().contains("Naar de bijdrage"));
    consult(&client).await;
    let own = app.approver("def").await.get(draft()).await.expect(200);
    assert!(own.text("article").contains("bijdrager van DEF") && own.has("article details"));
    let other = app.approver("jenv").await.get(draft()).await.expect(200);
    let said = other.text("article");
    assert!(said.contains("DEF, bijdrager"), "{said}");
    assert!(!said.contains("van DEF") && !other.has("article details"), "{said}");
    for stranger in [app.stranger().await, app.reader().await, app.administrator().await] {
        stranger.get(draft()).await.expect(404);
    }
}

#[tokio::test]
async fn an_edition_keeps_the_trace_it_was_frozen_with() {
    let (app, client, _) = composed().await;
    app.installation.clock.set(moment("2020-02-01T12:01:00Z"));
    app.release().await;
    app.installation.clock.set(moment("2020-02-01T12:02:00Z"));
    reword(&client, 0, "Defensie deed niets.").await;
    let frozen = client.get(edition(1)).await.expect(200);
    assert!(
        frozen.text("article").contains("Defensie deed iets.")
            && frozen.text("article").contains("toegevoegd: iets")
    );
    let link = frozen.attr("article h2 a", "href").expect("a way to the report");
    assert_eq!(link, format!("/rapporten/{ROUND}/1#p-6-1"));
    let now = client.get(draft()).await.expect(200);
    assert!(now.text("article").contains("toegevoegd: niets"));
    assert!(now.attrs("main > p a", "href").contains(&edition(1).to_string()));
    client.get(edition(9)).await.expect(404);
}

#[tokio::test]
async fn a_ministry_sees_where_its_words_ended_up_once_the_text_lies_before_it() {
    let (app, client, id) = composed().await;
    let path = ContributionDestinations { id };
    let contributor = app.contributor("def").await;
    let page = contributor.get(path.clone()).await.expect(200);
    assert!(page.main().contains("De coördinator werkt nog aan de tekst."));
    assert!(!page.main().contains("Defensie deed iets."), "not before it is laid before the ministry");
    app.installation.clock.set(moment("2020-02-01T12:01:00Z"));
    app.release().await;
    consult(&client).await;
    let page = contributor.get(path.clone()).await.expect(200);
    assert_eq!(
        page.texts("article .utrecht-status-badge"),
        ["overgenomen en aangepast", "overgenomen, woord voor woord", "niet overgenomen"]
    );
    assert!(page.main().contains("2 van 3 alinea’s staan in de tekst"));
    assert!(page.text("article").contains("toegevoegd: iets"));
    assert_eq!(page.texts("article > p a"), ["Editie 1, alinea 6.1", "Editie 1, alinea 6.2"]);
    assert!(client.get(path.clone()).await.expect(200).main().contains("niet overgenomen"));
    for other in [app.contributor("jenv").await, app.publisher().await, app.reader().await] {
        other.get(path.clone()).await.expect(404);
    }
}
