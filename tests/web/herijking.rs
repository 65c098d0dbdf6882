//! Herijking: from a proposal to changed goals, and what that does to work under way.

use voortgang::{
    domain::{herijking::State, id::ProposalId},
    store,
    web::routes::{
        Completeness, DecideProposal, DraftReport, EditContribution, EditProposal, LayProposalBefore,
        NewProposal, Proposals, SayOnProposal, ShowContribution, ShowGoal, ShowProposal, ShowStrategy,
        StepRound, Tasks,
    },
};

use crate::{
    app::{Client, TestApp},
    page::{Form, Page},
    support::ROUND,
};

const GBVS: &str = "gbvs-2018-2022";

fn new() -> NewProposal {
    NewProposal { strategy: GBVS.into() }
}

fn list() -> Proposals {
    Proposals { strategy: GBVS.into() }
}

fn show(proposal: ProposalId) -> ShowProposal {
    ShowProposal { strategy: GBVS.into(), proposal }
}

/// The form for a change of goals, as the second step shows it.
async fn form(client: &Client, query: &str) -> Form {
    client.get(format!("{}?{query}", new())).await.expect(200).form("main form")
}

/// A proposal to split goal 6 in two, from a day.
async fn split(client: &Client, from: &str) -> ProposalId {
    let form = form(client, "soort=split&doel=6&aantal=2").await;
    let form = form
        .set("titel-1", "Cyberverdediging")
        .set("belofte-1", "Wij weren af.")
        .set("inzet-1", "Er komt een centrum.\n\nEr komt een oefening.")
        .set("titel-2", "Cyberdiplomatie")
        .set("lot-6.1", "2")
        .set("lot-6.2", "vervalt")
        .set("reden", "Afweren en praten vragen elk hun eigen aanpak.")
        .set("kamerstuk", "33 694, nr. 50")
        .set("ingang", from);
    let page = client.submit_and_follow(new(), &form).await.expect(200);
    assert!(page.flash().contains("Het voorstel is bewaard."));
    only(client).await
}

/// The one proposal in the list.
async fn only(client: &Client) -> ProposalId {
    let page = client.get(list()).await.expect(200);
    let href = page.attr(".app-task__link", "href").expect("a proposal");
    href.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identity")
}

/// Lays it before the ministries.
async fn lay_before(client: &Client, proposal: ProposalId) -> Page {
    let form = client.get(show(proposal)).await.expect(200).form("main form");
    client.submit_and_follow(LayProposalBefore { strategy: GBVS.into(), proposal }, &form).await.expect(200)
}

/// Accepts it.
async fn accept(client: &Client, proposal: ProposalId) -> Page {
    let form = client.get(show(proposal)).await.expect(200).form("main form");
    let form = form.set("besluit", "aannemen").set("gezien", "ja");
    client.submit_and_follow(DecideProposal { strategy: GBVS.into(), proposal }, &form).await.expect(200)
}

#[tokio::test]
async fn a_split_goes_from_proposal_by_way_of_the_ministries_to_two_goals() {
    let app = TestApp::new().await;
    app.write("def", 6, "Dit schreef Defensie over doel 6.").await;
    let client = app.coordinator().await;
    let proposal = split(&client, "01-02-2020").await;

    // What it does is seen before anyone is asked.
    let page = client.get(show(proposal)).await.expect(200);
    let main = page.main();
    for said in [
        "Doel 6. Cyberafschrikking met slagkracht (pijler 2)vervalt",
        "bestaat nog nietDoel 14. Cyberverdediging (pijler 2)",
        "In de ronde 2018–2020 geldt het meteen",
        "DEF heeft een bijdrage aan doel 6 (concept)",
        "Inzet 6.3, 6.4, 6.5, 6.6, 6.7 gaat verder bij doel 14",
        "Inzet 6.1 gaat verder bij doel 15",
        "Inzet 6.2 vervalt.",
        "Nieuw bij doel 14: Er komt een centrum.",
        "gaat mee",
    ] {
        assert!(main.contains(said), "{said}: {main}");
    }

    // Until they are asked it is nobody else's; after that only theirs.
    app.contributor("def").await.get(show(proposal)).await.expect(404);
    assert!(lay_before(&client, proposal).await.flash().contains("ligt voor bij"));
    app.stranger().await.get(show(proposal)).await.expect(404);
    let def = app.approver("def").await;
    let link = def.get(voortgang::web::routes::Reviews).await.expect(200);
    assert!(link.attrs("main a", "href").contains(&show(proposal).to_string()));
    let form = def.get(show(proposal)).await.expect(200).form("main form");
    let say = || SayOnProposal { strategy: GBVS.into(), proposal };
    def.submit(say(), &form).await.expect(422);
    let page =
        def.submit_and_follow(say(), &form.set("zienswijze", "Splitsen is verstandig.")).await.expect(200);
    assert!(page.flash().contains("zienswijze van uw ministerie is bewaard"));
    let page = client.get(show(proposal)).await.expect(200);
    assert!(page.main().contains("Splitsen is verstandig."));
    assert!(page.main().contains("heeft niet gereageerd"), "silence is visible");

    // Deciding asks to have read what it does.
    let form = page.form("main form").set("besluit", "aannemen");
    let decide = || DecideProposal { strategy: GBVS.into(), proposal };
    let page = client.submit(decide(), &form).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-gezien"]);
    assert!(accept(&client, proposal).await.flash().contains("aangenomen en verwerkt"));

    let page = client.get(ShowStrategy { strategy: GBVS.into() }).await.expect(200);
    let goals = page.texts("section[aria-labelledby^=pijler-] .app-task__link");
    assert!(!goals.iter().any(|goal| goal.starts_with("6.")), "{goals:?}");
    assert!(
        goals.contains(&"14. Cyberverdediging".to_owned())
            && goals.contains(&"15. Cyberdiplomatie".to_owned())
    );
    let page = client.get(ShowGoal { strategy: GBVS.into(), number: 14 }).await.expect(200);
    assert!(
        page.main().contains("Was inzet 6.3.") && page.main().contains("Komt voort uitdoel 6"),
        "{}",
        page.main()
    );
    let page = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(page.main().contains("Cyberdiplomatie") && !page.main().contains("Cyberafschrikking"));
    let page = client.get(DraftReport { round: ROUND.into() }).await.expect(200);
    let report = String::from_utf8_lossy(&page.body).replace('\u{a0}', " ");
    for said in [
        "Cyberverdediging",
        "Afweren en praten vragen elk hun eigen aanpak.",
        "33 694, nr. 50",
        "Gaat verder in",
    ] {
        assert!(report.contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_goal_retired_while_it_is_written_stays_readable_and_says_where_it_goes() {
    let app = TestApp::new().await;
    let id = app.write("def", 6, "Dit schreef Defensie over doel 6.").await;
    let def = app.contributor("def").await;
    let typing = def.get(EditContribution { id }).await.expect(200).form("main form");
    let client = app.coordinator().await;
    let proposal = split(&client, "01-02-2020").await;
    lay_before(&client, proposal).await;
    accept(&client, proposal).await;

    // What was typed meanwhile is not lost, and the reason is said.
    let typing = typing.set("bereikt", "En dit typte ik er nog bij.").set("doe", "bewaren");
    let page = def.submit(EditContribution { id }, &typing).await.expect(409);
    assert!(
        page.main().contains("Doel 6 is per 1 februari 2020 vervallen. Reden: Afweren en praten"),
        "{}",
        page.main()
    );
    let page = def.get(EditContribution { id }).await.expect(303);
    assert_eq!(page.header("location"), ShowContribution { id }.to_string());
    let page = def.get(ShowContribution { id }).await.expect(200);
    let main = page.main();
    for said in [
        "Het werk gaat verder bij doel 14 (Cyberverdediging) en doel 15 (Cyberdiplomatie).",
        "Dit schreef Defensie over doel 6.",
        "En dit typte ik er nog bij.",
    ] {
        assert!(main.contains(said), "{said}: {main}");
    }
    assert!(!page.attrs("main a", "href").contains(&EditContribution { id }.to_string()));
    let page = def.get(Tasks).await.expect(200);
    let tasks = page.texts(".app-task");
    let of = |lead: &str| tasks.iter().find(|task| task.starts_with(lead)).cloned().unwrap_or_default();
    assert!(of("Doel 6.").contains("doel vervallen"), "{tasks:?}");
    assert!(of("Doel 14.").contains("nog niet begonnen") || of("Doel 14.").contains("open"), "{tasks:?}");
    assert!(!of("Doel 15.").is_empty());
}

#[tokio::test]
async fn from_a_later_day_the_round_under_way_is_left_alone_and_the_next_has_the_new_goals() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let proposal = split(&client, "01-04-2020").await;
    let page = client.get(show(proposal)).await.expect(200);
    assert!(page.main().contains("In de ronde 2018–2020 verandert niets"), "{}", page.main());
    lay_before(&client, proposal).await;
    accept(&client, proposal).await;
    let page = client.get(Completeness { round: ROUND.into() }).await.expect(200);
    assert!(page.main().contains("Cyberafschrikking") && !page.main().contains("Cyberdiplomatie"));
    let path = voortgang::web::routes::NewRound;
    let form = client.get(path).await.expect(200).form("main form");
    let form = form
        .set("strategie", GBVS)
        .set("van", "01-04-2020")
        .set("tot", "31-03-2022")
        .set("peildatum", "31-03-2022")
        .set("inleveren", "11-02-2022")
        .set("akkoord", "25-02-2022")
        .set("instemming", "25-03-2022");
    client.submit(path, &form).await.expect(303);
    let mut reader = app.installation.store.read().await.expect("a reader");
    let round = store::rounds::get(&mut reader, "2020-2022").await.expect("the round");
    let goals = store::goals::list(&mut reader, GBVS, round.reference_date).await.expect("goals");
    assert_eq!(
        goals
            .iter()
            .map(|goal| goal.number)
            .filter(|number| [6, 14, 15].contains(number))
            .collect::<Vec<_>>(),
        [14, 15]
    );
    let assigned = store::rounds::assignments(&mut reader, round.id).await.expect("assignments");
    let before = store::rounds::assignments(&mut reader, app.round().await.id).await.expect("assignments");
    let old = store::goals::list(&mut reader, GBVS, app.round().await.reference_date).await.expect("goals");
    let six = &before[&old[5].id];
    for goal in goals.iter().filter(|goal| goal.number > 13) {
        assert_eq!(&assigned[&goal.id], six, "the ministries of goal 6 go on with goal {}", goal.number);
    }
    assert!(!assigned.contains_key(&old[5].id));
}

#[tokio::test]
async fn everything_wrong_with_a_proposal_is_said_by_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    for (query, field) in [
        ("soort=onzin", "#veld-soort"),
        ("soort=merged&doel=6", "#veld-doel"),
        ("soort=split&doel=6&doel=7", "#veld-doel"),
        ("soort=retired&doel=99", "#veld-doel"),
    ] {
        let page = client.get(format!("{}?{query}", new())).await.expect(422);
        assert_eq!(page.attrs(".error-summary a", "href"), [field], "{query}");
    }
    let form = form(&client, "soort=split&doel=6&aantal=2").await;
    let form = form
        .set("titel-1", "Terrorismebestrijding")
        .set("nummer-2", "6")
        .set("belofte-1", "Deze woorden blijven staan.")
        .set("kamerstuk", "33 694, nr. ?")
        .set("ingang", "31-02-2020");
    let page = client.submit(new(), &form).await.expect(422);
    let fields = page.attrs(".error-summary a", "href");
    for field in ["#veld-ingang", "#veld-reden", "#veld-kamerstuk"] {
        assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
    }
    let again =
        page.form("main form").set("reden", "Omdat.").set("kamerstuk", "").set("ingang", "01-01-2018");
    assert_eq!(again.value("belofte-1"), "Deze woorden blijven staan.");
    let page = client.submit(new(), &again).await.expect(422);
    let fields = page.attrs(".error-summary a", "href");
    for field in ["#veld-ingang", "#veld-titel-1", "#veld-nummer-2", "#veld-titel-2"] {
        assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
    }
    let page = client.get(list()).await.expect(200);
    assert!(page.main().contains("Er zijn geen voorstellen."));
    app.publisher().await.get(new()).await.expect(403);
    app.contributor("def").await.get(new()).await.expect(403);
}

#[tokio::test]
async fn a_rejection_has_a_ground_and_changes_nothing() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let proposal = split(&client, "01-02-2020").await;
    let decide = || DecideProposal { strategy: GBVS.into(), proposal };
    // Nobody was asked yet.
    client
        .post(decide(), &[("versie", "1"), ("besluit", "verwerpen"), ("grond", "Te vroeg.")])
        .await
        .expect(409);
    lay_before(&client, proposal).await;
    let form = client.get(show(proposal)).await.expect(200).form("main form").set("besluit", "verwerpen");
    let page = client.submit(decide(), &form).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-grond"]);
    let form = form.set("grond", "De ministeries zien er niets in.");
    let page = client.submit_and_follow(decide(), &form).await.expect(200);
    assert!(page.main().contains("verworpen") && page.main().contains("De ministeries zien er niets in."));
    app.later();
    client.submit(decide(), &form).await.expect(409);
    let page = client.get(ShowStrategy { strategy: GBVS.into() }).await.expect(200);
    assert!(page.main().contains("6. Cyberafschrikking met slagkracht"));
    let mut reader = app.installation.store.read().await.expect("a reader");
    let kept = store::herijking::get(&mut reader, proposal).await.expect("the proposal");
    assert_eq!(kept.state, State::Rejected);
}

#[tokio::test]
async fn two_people_in_one_proposal_lose_nothing() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let proposal = split(&client, "01-02-2020").await;
    let edit = || EditProposal { strategy: GBVS.into(), proposal };
    let mine = client.get(edit()).await.expect(200).form("main form");
    assert_eq!(mine.value("titel-1"), "Cyberverdediging");
    assert_eq!((mine.value("lot-6.1"), mine.value("lot-6.2")), ("2", "vervalt"));
    let theirs = mine.clone().set("titel-1", "Hun titel");
    client.submit(edit(), &theirs).await.expect(303);
    let page = client.submit(edit(), &mine.set("titel-1", "Mijn titel")).await.expect(409);
    assert_eq!(page.form("main form").value("titel-1"), "Mijn titel");
    client.submit(edit(), &page.form("main form")).await.expect(303);
    lay_before(&client, proposal).await;
    client.get(edit()).await.expect(409);
}

#[tokio::test]
async fn words_places_merges_and_additions_are_carried_out_as_they_were_proposed() {
    /// What is asked for, the fields that are filled in, and how the goal reads then.
    type Asked<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let changes: [Asked<'_>; 5] = [
        (
            "soort=reworded&doel=6",
            &[("titel-1", "Digitale afschrikking"), ("lot-6.7", "vervalt")],
            "6. Digitale afschrikking",
        ),
        ("soort=moved&doel=7", &[("pijler-1", "1")], "7. Terrorismebestrijding"),
        (
            "soort=merged&doel=11&doel=12",
            &[("titel-1", "Rechtsorde en samenwerking")],
            "14. Rechtsorde en samenwerking",
        ),
        ("soort=added", &[("titel-1", "Ruimte"), ("pijler-1", "2"), ("rol-def", "trekker")], "15. Ruimte"),
        ("soort=retired&doel=13", &[("verder", "5")], "5. Moderne verdediging"),
    ];
    for (query, fields, title) in changes {
        let mut form =
            form(&client, query).await.set("reden", "De wereld veranderde.").set("ingang", "01-02-2020");
        for (name, value) in fields {
            form = form.set(name, *value);
        }
        client.submit(new(), &form).await.expect(303);
        let proposal = only(&client).await;
        lay_before(&client, proposal).await;
        accept(&client, proposal).await;
        let page = client.get(ShowStrategy { strategy: GBVS.into() }).await.expect(200);
        let goals = page.texts("section[aria-labelledby^=pijler-] .app-task__link");
        assert!(goals.iter().any(|goal| goal.starts_with(title)), "{title}: {goals:?}");
    }
    let page = client.get(ShowStrategy { strategy: GBVS.into() }).await.expect(200);
    let moved = page.texts("section[aria-labelledby=pijler-1] .app-task__link");
    assert!(moved.contains(&"7. Terrorismebestrijding".to_owned()), "{moved:?}");
    assert_eq!(page.count("section[aria-labelledby^=pijler-] .app-task__link"), 12);
    assert_eq!(page.count("section[aria-labelledby=herijking] .app-task"), 7, "{}", page.main());
    // The round goes on with the goals as they are now.
    client.post(StepRound { round: ROUND.into() }, &[("naar", "composing")]).await.expect(303);
    let page = client.get(DraftReport { round: ROUND.into() }).await.expect(200);
    let report = String::from_utf8_lossy(&page.body).into_owned();
    for said in
        ["Rechtsorde en samenwerking", "Digitale afschrikking", "Verplaatst", "Samengevoegd", "Toegevoegd"]
    {
        assert!(report.contains(said), "{said}");
    }
}
