//! Strategie.

use voortgang::web::routes::{
    Developments, EditContribution, JudgeDevelopment, LapseDevelopment, NewDevelopment, NewRound, ShowGoal,
    ShowStrategy, StepRound, Strategies, Tasks,
};

use crate::{app::TestApp, support::ROUND};

fn gbvs() -> ShowStrategy {
    ShowStrategy { strategy: "gbvs-2018-2022".into() }
}

fn goal(number: u32) -> ShowGoal {
    ShowGoal { strategy: "gbvs-2018-2022".into(), number }
}

#[tokio::test]
async fn whoever_is_signed_in_reads_the_strategy_and_the_one_before_it() {
    let app = TestApp::new().await;
    app.nobody().get(Strategies).await.expect(303);
    for client in [app.contributor("def").await, app.reader().await, app.administrator().await] {
        let page = client.get(Strategies).await.expect(200);
        assert_eq!(page.count(".app-task"), 2);
        assert!(page.texts(".app-nav__link").contains(&"Strategie".to_owned()));
    }
    let page = app.stranger().await.get(gbvs()).await.expect(200);
    assert_eq!(page.text("h1"), "Wereldwijd voor een veilig Nederland");
    assert_eq!(page.texts("section[aria-labelledby^=pijler-] .app-task__link").len(), 13);
    let main = page.main();
    for said in [
        "1. Conflictpreventie rond Europa & het Koninkrijk",
        "3.6 Dreiging van chemische",
        "Sinds de vaststelling is geen doel toegevoegd, gewijzigd of vervallen.",
        "Kamerbrief, samenvatting, hoofdstuk 4",
        "Minister van Buitenlandse Zaken",
        "(ondertekent)",
        "33 694, nr. 12",
    ] {
        assert!(main.contains(said), "{said}: {main}");
    }
    let before = ShowStrategy { strategy: "ivs-2013".into() };
    assert!(page.attrs("main dd a", "href").contains(&before.to_string()));
    let page = app.stranger().await.get(before).await.expect(200);
    assert!(page.attrs("main dd a", "href").contains(&gbvs().to_string()), "it leads to what came after");
    app.stranger().await.get(ShowStrategy { strategy: "onbekend".into() }).await.expect(404);
}

#[tokio::test]
async fn a_goal_shows_its_commitments_with_their_source_and_how_they_stand() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Wij deden dit.").await;
    let page = app.coordinator().await.get(goal(5)).await.expect(200);
    assert_eq!(page.text("h1"), "Moderne verdediging en bewaking van ons grondgebied en dat van de NAVO");
    assert_eq!(page.count("section[aria-labelledby=inzet] tbody tr"), 17);
    let rows = page.texts("section[aria-labelledby=inzet] tbody tr");
    let dated = rows.iter().find(|row| row.starts_with("5.6")).expect("a row");
    assert!(
        dated.contains("Datum: 31 december 2024. Bron: regel 387.") && dated.ends_with("Geen nieuws"),
        "{dated}"
    );
    let page = app.coordinator().await.get(goal(11)).await.expect(200);
    assert!(page.main().contains("Komt elke 2 jaar terug."), "{}", page.main());
    app.coordinator().await.get(goal(99)).await.expect(404);
}

#[tokio::test]
async fn what_a_ministry_said_in_a_round_under_way_is_not_read_here_by_another() {
    let app = TestApp::new().await;
    app.approve("def", 5, "Wij deden dit.").await;
    let heads = "section[aria-labelledby=inzet] thead th";
    let own = app.contributor("def").await.get(goal(5)).await.expect(200);
    assert_eq!(own.texts(heads), ["Nr.", "Inzet", "2018–2020"]);
    let other = app.contributor("jenv").await.get(goal(5)).await.expect(200);
    assert_eq!(other.texts(heads), ["Nr.", "Inzet"]);
}

#[tokio::test]
async fn a_new_threat_is_judged_by_rounds_from_its_day_and_one_that_lapsed_is_not() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let path = || NewDevelopment { strategy: "gbvs-2018-2022".into() };
    let form = client.get(path()).await.expect(200).form("main form");
    let page = client.submit(path(), &form).await.expect(422);
    assert_eq!(
        page.attrs(".error-summary a", "href"),
        ["#veld-soort", "#veld-titel", "#veld-ingang", "#veld-reden"]
    );
    let form = form
        .set("soort", "threat")
        .set("titel", "Besmettelijke ziekten")
        .set("tekst", "Een pandemie ontwricht.")
        .set("reden", "Zij raakt de veiligheid.")
        .tick("doel", "9")
        .set("ingang", "01-02-2020");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert!(page.flash().contains("De dreiging “Besmettelijke ziekten” is toegevoegd."));
    assert!(page.main().contains("3.7 Besmettelijke ziekten"), "{}", page.main());
    let judged = Developments { round: ROUND.into() };
    let page = client.get(judged.clone()).await.expect(200);
    assert!(
        page.texts(".app-task")
            .iter()
            .any(|line| line.contains("3.7 Besmettelijke ziekten") && line.contains("Raakt doel 9."))
    );
    let count = page.count(".app-task");

    let development = app.first_development().await;
    let path = || LapseDevelopment { strategy: "gbvs-2018-2022".into(), development };
    let form = client.get(path()).await.expect(200).form("main form");
    let page = client.submit(path(), &form.clone().set("ingang", "01-01-2018")).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-ingang", "#veld-reden"]);
    let form = form.set("reden", "Zij is voorbij.").set("ingang", "01-03-2020");
    let page = client.submit_and_follow(path(), &form).await.expect(200);
    assert!(page.flash().contains("vervalt per 1 maart 2020"), "{}", page.flash());
    assert_eq!(client.get(judged).await.expect(200).count(".app-task"), count - 1);
    app.later();
    client.submit(path(), &form).await.expect(404);
    app.publisher().await.get(path()).await.expect(403);
}

#[tokio::test]
async fn the_judgement_of_the_round_before_stands_beside_the_new_one() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let development = app.first_development().await;
    let judge = |round: &str| JudgeDevelopment { round: round.into(), development };
    let form = client.get(judge(ROUND)).await.expect(200).form("main form");
    let form = form
        .set("oordeel", "worse")
        .set("tekst", "Het werd drukker.")
        .set("gevolg", "Doel 3 weegt zwaarder.");
    client.submit(judge(ROUND), &form).await.expect(303);
    let form = client.get(NewRound).await.expect(200).form("main form");
    let form = form
        .set("strategie", "gbvs-2018-2022")
        .set("van", "01-04-2020")
        .set("tot", "31-03-2022")
        .set("peildatum", "31-03-2022")
        .set("inleveren", "11-02-2022")
        .set("akkoord", "25-02-2022")
        .set("instemming", "25-03-2022");
    client.submit(NewRound, &form).await.expect(303);
    client.post(StepRound { round: "2020-2022".into() }, &[("naar", "open")]).await.expect(303);
    let page = client.get(Developments { round: "2020-2022".into() }).await.expect(200);
    assert!(page.text(".app-task").contains("Vorige ronde: verslechterd."), "{}", page.text(".app-task"));
    let page = client.get(judge("2020-2022")).await.expect(200);
    for said in ["Oordeel in de vorige ronde: verslechterd", "Het werd drukker.", "Doel 3 weegt zwaarder."] {
        assert!(page.main().contains(said), "{said}");
    }
}

#[tokio::test]
async fn an_officer_sees_which_commitment_must_be_answered_in_this_round() {
    let app = TestApp::new().await;
    let client = app.contributor("bz").await;
    let page = client.get(Tasks).await.expect(200);
    let tasks = page.texts(".app-task");
    let dated = tasks.iter().find(|task| task.starts_with("Doel 11.")).expect("goal 11");
    assert!(dated.contains("Inzet 11.12 moet in deze ronde."), "{dated}");
    assert!(!tasks.iter().any(|task| task.contains("5.6")), "due in 2024: {tasks:?}");
    let id = app.contribution("bz", 11).await;
    let page = client.get(EditContribution { id }).await.expect(200);
    assert!(page.main().contains("31 maart 2020: moet in deze ronde."), "{}", page.main());
}
