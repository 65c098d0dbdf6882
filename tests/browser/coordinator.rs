//! The coordinator, from a matrix with holes to a frozen edition, and the publisher who releases it.

use voortgang::{
    domain::{access::operator, event::Event, gap, person::Email, text::Reason},
    store::{self, Store},
};

use crate::{browser::Screen, journey::Journey};

const ROUND: &str = "/rondes/2022-2023";

#[tokio::test]
async fn a_coordinator_comes_to_a_frozen_edition_on_a_wide_screen() {
    journey(Screen::Wide).await;
}

#[tokio::test]
async fn a_coordinator_comes_to_a_frozen_edition_on_a_phone() {
    journey(Screen::Narrow).await;
}

async fn journey(screen: Screen) {
    let coordinator = Journey::start("coordinator", screen).await;
    given_a_coordinator_in_an_open_round(&coordinator).await;
    then_the_matrix_shows_who_is_how_far(&coordinator).await;
    when_she_composes_a_goal(&coordinator).await;
    when_she_rates_it(&coordinator).await;
    when_she_judges_a_trend(&coordinator).await;
    when_she_writes_a_text(&coordinator).await;
    when_she_answers_a_motion(&coordinator).await;
    when_she_sets_a_gap_aside(&coordinator).await;
    then_the_draft_shows_what_is_still_silent(&coordinator).await;
    given_all_other_gaps_are_set_aside(&coordinator).await;
    when_she_lays_the_texts_before_the_ministries(&coordinator).await;
    then_a_ministry_sees_what_changed_and_consents(&coordinator).await;
    when_she_overrules_another_with_a_reason(&coordinator).await;
    given_the_others_are_overruled_too(&coordinator).await;
    when_she_freezes_an_edition(&coordinator).await;
    then_another_person_releases_it_and_everyone_can_read_it(&coordinator).await;
}

async fn given_a_coordinator_in_an_open_round(coordinator: &Journey) {
    coordinator.sign_in("tjeerd").await;
    assert_eq!(coordinator.path().await, "/rondes");
    coordinator.follow("Ronde 2022–2023").await;
    coordinator.sees("2 van 57 akkoord").await;
}

async fn then_the_matrix_shows_who_is_how_far(coordinator: &Journey) {
    coordinator.follow("Volledigheid").await;
    coordinator.sees("2 van 57 bijdragen hebben akkoord").await;
    coordinator.choose("Toon", "Teruggestuurd").await;
    coordinator.press("Filteren").await;
}

async fn when_she_composes_a_goal(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/samenstellen")).await;
    coordinator.follow("Doel 7.").await;
    coordinator.press("Neem gekozen alinea").await;
    assert!(coordinator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    coordinator.press("Neem alles over").await;
    coordinator.sees("De samenwerking tussen gemeenten").await;
    coordinator.tick("Vooruitblik").await;
    coordinator.fill("Tekst", "In de volgende periode verschijnt een evaluatie.").await;
    coordinator.press("Passage toevoegen").await;
    coordinator.follow("Bewerk").await;
    coordinator.fill("Tekst in het rapport", "Deze alinea is door de coördinator ingekort.").await;
    coordinator.press("Passage bewaren").await;
    coordinator.sees("Deze alinea is door de coördinator ingekort.").await;
}

async fn when_she_rates_it(coordinator: &Journey) {
    coordinator.follow("Oordeel geven").await;
    coordinator.press("Oordeel bewaren").await;
    assert!(coordinator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    coordinator.tick("Op koers").await;
    coordinator.fill("Grond", "De verordening is van kracht en de samenwerking loopt.").await;
    coordinator.press("Oordeel bewaren").await;
    coordinator.sees("Op koers").await;
}

async fn when_she_judges_a_trend(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/ontwikkelingen")).await;
    coordinator.follow("2.1 Multi-orde wereld").await;
    coordinator.press("Oordeel bewaren").await;
    coordinator.tick("verslechterd").await;
    coordinator.fill("Wat is er veranderd?", "De verhoudingen verhardden in deze periode.").await;
    coordinator.press("Oordeel bewaren").await;
    coordinator.sees("1 van 10 beoordeeld").await;
}

async fn when_she_writes_a_text(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/teksten")).await;
    coordinator.follow("Schrijven").await;
    coordinator.fill("Tekst", "Van de dertien doelen ligt het grootste deel op koers.").await;
    coordinator.press("Tekst bewaren").await;
    coordinator.sees("1 van 7 geschreven").await;
}

async fn when_she_answers_a_motion(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/moties")).await;
    coordinator.follow("Bindende internationale regels").await;
    coordinator.press("Antwoord bewaren").await;
    coordinator.tick("In behandeling").await;
    coordinator.fill("Toelichting", "De eerste top in Den Haag is in februari 2023.").await;
    coordinator.press("Antwoord bewaren").await;
    coordinator.sees("2 van 2 beantwoord").await;
}

async fn when_she_sets_a_gap_aside(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/leemten")).await;
    let summary = coordinator.browser.client.find(fantoccini::Locator::Css(".app-gap summary")).await;
    summary.expect("a gap").click().await.expect("an open gap");
    coordinator.press("Terzijde leggen").await;
    assert!(coordinator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    coordinator.fill("Reden", "Dit komt in de volgende editie.").await;
    coordinator.press("Terzijde leggen").await;
    coordinator.sees("1 terzijde gelegd").await;
}

async fn then_the_draft_shows_what_is_still_silent(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/edities")).await;
    coordinator.sees("Vaststellen kan nu niet").await;
    coordinator.open(&format!("{ROUND}/rapport")).await;
    coordinator.sees("De eerste top in Den Haag is in februari 2023.").await;
}

/// Two hundred reasons are not typed here: the program's own rules keep them.
async fn given_all_other_gaps_are_set_aside(coordinator: &Journey) {
    let store = Store::open(&coordinator.site.database()).await.expect("the database");
    let mut writer = store.begin().await.expect("a writer");
    let round = store::rounds::get(&mut writer, "2022-2023").await.expect("the round");
    let (id, due) = (round.id, round.contribution_due);
    let facts = store::facts::gather(&mut writer, round).await.expect("facts");
    let email = Email::parse("tjeerd.wiarsma@bz.example").expect("an address");
    let known = store::people::find_credentials(&mut writer, &email).await.expect("people");
    let by = known.expect("the coordinator").person;
    let reason = Reason::parse("Voor deze demonstratie niet ingevuld.").expect("a reason");
    for gap in gap::find(&facts).into_iter().filter(|gap| gap.acknowledged.is_none()) {
        store::gaps::acknowledge(&mut writer, id, &gap.key, &reason, by, due).await.expect("a reason");
    }
    writer.commit().await.expect("a commit");
    store.close().await;
}

async fn when_she_lays_the_texts_before_the_ministries(coordinator: &Journey) {
    coordinator.open(ROUND).await;
    coordinator.press("Beginnen met samenstellen").await;
    coordinator.press("Beginnen met afstemmen").await;
    coordinator.follow("Afstemming").await;
    coordinator.sees("0 van").await;
    coordinator.open(&format!("{ROUND}/edities")).await;
    coordinator.sees("Vaststellen kan nu niet").await;
}

async fn then_a_ministry_sees_what_changed_and_consents(coordinator: &Journey) {
    coordinator.hand_over_to("hanneke").await;
    coordinator.follow("Afstemming").await;
    coordinator.follow("Doel 7.").await;
    coordinator.sees("Wat er met uw woorden is gebeurd").await;
    coordinator.sees("aangepast").await;
    coordinator.press("Niet instemmen").await;
    assert!(coordinator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    coordinator.press("Instemmen").await;
    coordinator.sees("U hebt ingestemd met de tekst van doel 7").await;
}

async fn when_she_overrules_another_with_a_reason(coordinator: &Journey) {
    coordinator.hand_over_to("tjeerd").await;
    coordinator.open(&format!("{ROUND}/afstemming")).await;
    coordinator.follow("wacht").await;
    coordinator.press("Besluit vastleggen").await;
    assert!(coordinator.browser.client.title().await.expect("a title").starts_with("Fout: "));
    coordinator.fill("Reden", "Telefonisch besproken met de directeur.").await;
    coordinator.press("Besluit vastleggen").await;
    coordinator.sees("2 van").await;
}

/// The program's own rules keep the reasons for the rest.
async fn given_the_others_are_overruled_too(coordinator: &Journey) {
    let store = Store::open(&coordinator.site.database()).await.expect("the database");
    let mut writer = store.begin().await.expect("a writer");
    let round = store::rounds::get(&mut writer, "2022-2023").await.expect("the round");
    let email = Email::parse("tjeerd.wiarsma@bz.example").expect("an address");
    let known = store::people::find_credentials(&mut writer, &email).await.expect("people");
    let event = Event {
        at: round.consent_due,
        actor: Some(known.expect("the coordinator").person),
        role: "coordinator",
        ministry: Some("bz".into()),
        verb: "overrule-consent",
        object_kind: store::consents::KIND,
        object_id: round.slug.clone(),
        before: None,
        after: None,
        origin: "proef".to_owned(),
    };
    let reason = Reason::parse("Voor deze demonstratie niet gevraagd.").expect("a reason");
    let texts = store::goal_texts::all(&mut writer, round.id).await.expect("texts");
    for (goal, consents) in store::consents::all(&mut writer, round.id).await.expect("consents") {
        for consent in consents.iter().filter(|consent| !consent.standing(&texts[&goal]).is_settled()) {
            let new = consent.overrule(&operator::coordinate(), round.state, &texts[&goal], &reason);
            let new = new.expect("something to overrule");
            store::consents::answer(&mut writer, round.id, goal, &new, &event).await.expect("an answer");
        }
    }
    writer.commit().await.expect("a commit");
    store.close().await;
}

async fn when_she_freezes_an_edition(coordinator: &Journey) {
    coordinator.open(&format!("{ROUND}/edities")).await;
    coordinator.press("Editie vaststellen").await;
    coordinator.sees("De editie is vastgesteld").await;
    coordinator.sees("rapport.pdf").await;
}

async fn then_another_person_releases_it_and_everyone_can_read_it(coordinator: &Journey) {
    coordinator.hand_over_to("elise").await;
    coordinator.open(&format!("{ROUND}/edities/1")).await;
    coordinator.press("Editie vrijgeven").await;
    coordinator.press("Uitloggen").await;
    coordinator.open("/rapporten").await;
    coordinator.sees("Voortgangsrapportage GBVS 2022–2023").await;
    coordinator.follow("Voortgangsrapportage GBVS 2022–2023").await;
}
