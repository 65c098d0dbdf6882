//! Afstemming: texts before ministries, and what they answer.

use sha2::{Digest as _, Sha256};
use voortgang::{
    domain::{person::Role, round::State},
    store,
    web::routes::{
        AcknowledgeGap, ComposeGoal, ConsentProof, Consents, Freeze, Gaps, GiveConsent, NewRound,
        OverruleConsent, RefuseConsent, RoundConsents, SettleSilence, ShowConsent, ShowRound, StepRound,
    },
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

fn goal() -> ComposeGoal {
    ComposeGoal { round: ROUND.into(), goal: 6 }
}

fn show() -> ShowConsent {
    ShowConsent { round: ROUND.into(), goal: 6 }
}

fn overview() -> RoundConsents {
    RoundConsents { round: ROUND.into() }
}

fn cell(ministry: &str) -> OverruleConsent {
    OverruleConsent { round: ROUND.into(), goal: 6, ministry: ministry.into() }
}

async fn step(client: &Client, to: State) {
    client.post(StepRound { round: ROUND.into() }, &[("naar", to.code())]).await.expect(303);
}

/// Defensie and JenV each have words in goal 6, and the round is being composed.
async fn composed() -> (TestApp, Client) {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    for (ministry, words) in [("def", "Defensie deed veel.\n\nEn nog meer."), ("jenv", "JenV deed ook iets.")]
    {
        app.approve(ministry, 6, words).await;
        let form = client.get(goal()).await.expect(200).form(&format!("#bijdrage-{ministry} form"));
        client.submit(goal(), &form.set("alles", "ja")).await.expect(303);
    }
    step(&client, State::Composing).await;
    (app, client)
}

/// The same, once the texts lie before the ministries.
async fn laid() -> (TestApp, Client) {
    let (app, client) = composed().await;
    step(&client, State::Consulting).await;
    (app, client)
}

/// Where the passage with these words is edited.
async fn edit(client: &Client, words: &str) -> String {
    let page = client.get(goal()).await.expect(200);
    let texts = page.texts("article[id^=passage] .app-prose");
    let place = texts.iter().position(|text| text == words).expect(words);
    let edits = page.attrs("article[id^=passage] a", "href");
    // Of the links of a passage, the one to the passage itself.
    let edits: Vec<_> = edits
        .into_iter()
        .filter(|href| href.rsplit('/').next().is_some_and(|last| last.len() == 36))
        .collect();
    edits[place].clone()
}

/// Other words for a passage; what the page then says.
async fn reword(client: &Client, from: &str, to: &str) -> String {
    let path = edit(client, from).await;
    let form = client.get(&path).await.expect(200).form("main form").set("tekst", to);
    client.submit_and_follow(&path, &form).await.expect(200).flash()
}

async fn consent(client: &Client) -> Page {
    let form = client.get(show()).await.expect(200).form("section[aria-labelledby=instemmen] form");
    client.submit_and_follow(show(), &form).await.expect(200)
}

/// What the coordinator's overview says of a ministry on goal 6.
async fn standing(client: &Client, short: &str) -> String {
    let page = client.get(overview()).await.expect(200);
    let cells = page.texts("tbody .app-cell");
    let found = cells.iter().find(|text| text.starts_with(&format!("{short} ")));
    found.unwrap_or_else(|| panic!("{short} in {cells:?}")).split_once(' ').expect("a word").1.to_owned()
}

#[tokio::test]
async fn a_ministry_reads_a_composed_text_once_it_was_laid_before_it_and_not_earlier() {
    let (app, client) = composed().await;
    let approver = app.approver("def").await;
    let page = approver.get(Consents).await.expect(200);
    assert!(page.main().contains("Er ligt nu geen tekst bij uw ministerie."));
    assert!(!page.texts("nav a").contains(&"Afstemming".to_owned()), "nothing there, no menu item");
    approver.get(show()).await.expect(404);

    step(&client, State::Consulting).await;
    let page = approver.get(Consents).await.expect(200);
    assert!(page.texts("nav a").contains(&"Afstemming".to_owned()));
    assert!(page.text(".app-task__note").contains("2 passages van uw ministerie, ongewijzigd."));
    let page = approver.get(show()).await.expect(200);
    assert!(page.main().contains("JenV deed ook iets."), "the whole text");
    assert_eq!(page.texts("article .utrecht-status-badge"), ["uw woorden", "uw woorden"]);

    let contributor = app.contributor("def").await;
    let page = contributor.get(show()).await.expect(200);
    assert_eq!(page.count("main form"), 0, "answering is the approver's");
    app.approver("fin").await.get(show()).await.expect(404);
    app.stranger().await.get(show()).await.expect(404);
    client.get(show()).await.expect(403);

    step(&client, State::Composing).await;
    approver.get(show()).await.expect(409);
}

#[tokio::test]
async fn a_ministry_sees_what_became_of_its_words_and_consents() {
    let (app, client) = composed().await;
    reword(&client, "Defensie deed veel.", "Defensie deed iets.").await;
    let page = client.get(goal()).await.expect(200);
    let remove = page.attrs("article[id^=passage] a", "href");
    let remove = remove.iter().filter(|href| href.ends_with("/verwijdering")).nth(1).expect("a way out");
    let form = client.get(remove).await.expect(200).form("main form");
    client.submit(remove, &form).await.expect(303);
    step(&client, State::Consulting).await;

    let approver = app.approver("def").await;
    let page = approver.get(show()).await.expect(200);
    let words = page.text("section[aria-labelledby=woorden]");
    assert!(words.contains("vervallen: veel") && words.contains("toegevoegd: iets"), "{words}");
    assert!(words.contains("1 alinea is niet overgenomen En nog meer."), "{words}");
    assert_eq!(page.texts("article .utrecht-status-badge"), ["uw woorden", "aangepast"]);

    let page = consent(&approver).await;
    assert!(page.flash().contains("U hebt ingestemd met de tekst van doel 6"));
    assert_eq!(page.text(".utrecht-status-badge"), "ingestemd");
    assert_eq!(standing(&client, "DEF").await, "ja");
    let again = approver.get(show()).await.expect(200);
    assert!(!again.has("section[aria-labelledby=instemmen]"));
    let twice = [("kenmerk", hash(&again)), ("versie", "9".to_owned())];
    let twice: Vec<_> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    approver.post(GiveConsent { round: ROUND.into(), goal: 6 }, &twice).await.expect(409);
}

/// The hash that the forms of a page carry.
fn hash(page: &Page) -> String {
    page.form("main form").value("kenmerk").to_owned()
}

#[tokio::test]
async fn refusing_needs_a_reason_and_the_coordinator_reads_it_and_may_overrule_with_one() {
    let (app, client) = laid().await;
    let approver = app.approver("def").await;
    let form = approver.get(show()).await.expect(200).form("section[aria-labelledby=weigeren] form");
    let form = form.set("voorstel", "Defensie deed alles.");
    let page = approver.submit(show(), &form).await.expect(422);
    assert_eq!(page.text(".error-summary li"), "Vul in: Waarom stemt u niet in.");
    let form = page.form("section[aria-labelledby=weigeren] form");
    assert_eq!(form.value("voorstel"), "Defensie deed alles.");
    let form = form.set("reden", "Er is te veel weggelaten.");
    approver.submit(show(), &form).await.expect(303);
    assert_eq!(standing(&client, "DEF").await, "nee");

    let page = client.get(cell("def")).await.expect(200);
    let said = page.text(".app-answers");
    assert!(said.contains("Er is te veel weggelaten.") && said.contains("Defensie deed alles."), "{said}");
    let form = page.form("main form");
    client.submit(cell("def"), &form).await.expect(422);
    let form = form.set("reden", "De Kamer weet dit al.");
    client.submit(cell("def"), &form).await.expect(303);
    assert_eq!(standing(&client, "DEF").await, "besluit BZ");
    app.later();
    client.submit(cell("def"), &form).await.expect(409);
    let page = approver.get(show()).await.expect(200);
    assert!(page.text(".app-answers").contains("De Kamer weet dit al."), "the reason stays visible");
    app.publisher().await.get(cell("def")).await.expect(200);
    app.publisher().await.post(cell("def"), &[("reden", "x")]).await.expect(403);
    approver.get(cell("def")).await.expect(403);
    client.get(cell("szw")).await.expect(404);
}

#[tokio::test]
async fn consent_on_a_text_that_changed_a_second_ago_is_refused_with_the_difference() {
    let (app, client) = laid().await;
    let approver = app.approver("def").await;
    let page = approver.get(show()).await.expect(200);
    let slow = page.form("section[aria-labelledby=instemmen] form");
    let refusal = page.form("section[aria-labelledby=weigeren] form").set("reden", "Nee.");
    reword(&client, "JenV deed ook iets.", "JenV deed alles.").await;
    let page = approver.submit(show(), &slow).await.expect(409);
    let changed = page.text("section[aria-labelledby=intussen]");
    assert!(changed.contains("vervallen: ook iets") && changed.contains("toegevoegd: alles"), "{changed}");
    assert_eq!(standing(&client, "DEF").await, "wacht");
    let page = approver.submit(show(), &refusal).await.expect(409);
    let form = page.form("section[aria-labelledby=weigeren] form");
    assert_eq!(form.value("reden"), "Nee.", "nothing typed is lost");
    let form = page.form("section[aria-labelledby=instemmen] form");
    approver.submit(show(), &form).await.expect(303);
    assert_eq!(standing(&client, "DEF").await, "ja");
}

#[tokio::test]
async fn a_change_is_laid_before_whose_words_it_touches_and_its_undo_before_nobody() {
    let (app, client) = laid().await;
    for ministry in ["def", "jenv"] {
        consent(&app.approver(ministry).await).await;
    }
    let path = edit(&client, "En nog meer.").await;
    let warning = client.get(&path).await.expect(200).text("main .utrecht-alert--warning");
    assert_eq!(
        warning,
        "DEF is akkoord met deze tekst. Verandert u deze passage, dan ligt de tekst opnieuw bij DEF."
    );
    assert!(client.get(goal()).await.expect(200).main().contains("Afgestemd met"));

    let said = reword(&client, "En nog meer.", "En minder.").await;
    assert_eq!(said, "De passage is bewaard. Opnieuw voorgelegd aan DEF.");
    assert_eq!(standing(&client, "DEF").await, "wacht");
    assert_eq!(standing(&client, "JenV").await, "ja");
    let approver = app.approver("def").await;
    assert!(approver.get(Consents).await.expect(200).main().contains("Opnieuw voorgelegd"));
    let since = approver.get(show()).await.expect(200).text("section[aria-labelledby=sinds]");
    assert!(since.contains("vervallen: nog meer") && since.contains("toegevoegd: minder"), "{since}");

    let said = reword(&client, "En minder.", "En nog meer.").await;
    assert_eq!(said, "De passage is bewaard.");
    assert_eq!(standing(&client, "DEF").await, "ja");

    let form = client.get(goal()).await.expect(200).form("form[aria-labelledby=zelf]");
    let form = form.set("kop", "text").set("tekst", "Kortom.");
    let page = client.submit_and_follow(goal(), &form).await.expect(200);
    assert_eq!(
        page.flash(),
        "Uw passage staat nu onder voortgang.",
        "the coordinator's own words touch nobody"
    );
}

#[tokio::test]
async fn what_was_consented_to_outlives_a_step_back() {
    let (app, client) = laid().await;
    for ministry in ["def", "jenv"] {
        consent(&app.approver(ministry).await).await;
    }
    step(&client, State::Composing).await;
    let said = reword(&client, "JenV deed ook iets.", "JenV deed alles.").await;
    assert_eq!(said, "De passage is bewaard.", "nobody is asked while the texts lie with the coordinator");
    step(&client, State::Consulting).await;
    assert_eq!(standing(&client, "DEF").await, "ja");
    assert_eq!(standing(&client, "JenV").await, "wacht");
}

#[tokio::test]
async fn silence_is_noted_by_the_program_and_by_no_page() {
    let (app, client) = {
        let app = TestApp::new().await;
        let client = app.coordinator().await;
        let page = client.get(ShowRound { round: ROUND.into() }).await.expect(200);
        let form = page.form("section[aria-labelledby=termijnen] form");
        let page = client.submit_and_follow(ShowRound { round: ROUND.into() }, &form).await.expect(200);
        assert!(page.main().contains("telt zwijgen als instemming"));
        app.approve("def", 6, "Defensie deed veel.").await;
        let form = client.get(goal()).await.expect(200).form("#bijdrage-def form");
        client.submit(goal(), &form.set("alles", "ja")).await.expect(303);
        step(&client, State::Composing).await;
        client.post(SettleSilence { round: ROUND.into() }, &[]).await.expect(409);
        step(&client, State::Consulting).await;
        (app, client)
    };
    let note = async || {
        let mut writer = app.installation.store.begin().await.expect("a writer");
        let noted = store::consents::note_silence(&mut writer, app.installation.clock.now()).await;
        writer.commit().await.expect("a commit");
        noted.expect("a count")
    };
    assert_eq!(note().await, 0, "not before the deadline");
    let due = app.round().await.consent_due;
    app.installation.clock.set(due + chrono::TimeDelta::minutes(1));
    let (client, approver) = (app.coordinator().await, {
        drop(client);
        app.approver("def").await
    });
    approver.get(show()).await.expect(200);
    assert_eq!(standing(&client, "DEF").await, "wacht", "looking is no act");
    assert!(note().await > 0);
    assert_eq!(note().await, 0, "once");
    assert_eq!(standing(&client, "DEF").await, "stilzwijgend");
    let page = approver.get(show()).await.expect(200);
    assert!(page.text(".app-answers").contains("het programma, na de termijn"));
    let said = reword(&client, "Defensie deed veel.", "Defensie deed iets.").await;
    assert!(said.contains("Opnieuw voorgelegd aan DEF"));
    assert_eq!(note().await, 0, "what came after the deadline needs an answer");
}

#[tokio::test]
async fn a_new_round_says_whether_silence_counts() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    let form = client.get(NewRound).await.expect(200).form("main form");
    let form = form.set("van", "01-04-2020").set("tot", "31-03-2022").set("peildatum", "31-03-2022");
    let form =
        form.set("inleveren", "11-02-2022").set("akkoord", "25-02-2022").set("instemming", "25-03-2022");
    client.submit(NewRound, &form.set("stilzwijgend", "ja")).await.expect(303);
    let mut reader = app.installation.store.read().await.expect("a reader");
    assert!(store::rounds::get(&mut reader, "2020-2022").await.expect("the round").silence_is_consent);
}

#[tokio::test]
async fn freezing_waits_for_every_consent_and_a_missing_one_cannot_be_set_aside() {
    let (app, client) = laid().await;
    let gaps = async |client: &Client| {
        let page = client.get(Gaps { round: ROUND.into() }).await.expect(200);
        let all = page.texts(".app-gap__row > p:first-child");
        all.into_iter().filter(|what| what.contains("de tekst")).collect::<Vec<_>>()
    };
    let before = gaps(&client).await;
    assert!(before.contains(&"DEF heeft nog niet ingestemd met de tekst.".to_owned()), "{before:?}");
    let page = client.get(Gaps { round: ROUND.into() }).await.expect(200);
    let keys = page.attrs(".app-gap input[name=leemte]", "value");
    assert!(!keys.iter().any(|key| key.contains("instemming")), "there is no form to set it aside");
    let aside = [("leemte", "doel-6-instemming-def"), ("reden", "Haast.")];
    client.post(AcknowledgeGap { round: ROUND.into() }, &aside).await.expect(409);
    client.post(Freeze { round: ROUND.into() }, &[]).await.expect(409);
    consent(&app.approver("def").await).await;
    let after = gaps(&client).await;
    assert_eq!(after.len(), before.len() - 1);
    let form = app.approver("jenv").await;
    let refusal = form.get(show()).await.expect(200).form("section[aria-labelledby=weigeren] form");
    form.submit(show(), &refusal.set("reden", "Nee.")).await.expect(303);
    assert!(gaps(&client).await.contains(&"JenV stemt niet in met de tekst.".to_owned()));
    let page = client.get(ShowRound { round: ROUND.into() }).await.expect(200);
    let statuses = page.texts(".app-task__status");
    let told = |status: &String| status.starts_with("1 van ") && status.ends_with(" afgestemd");
    assert!(statuses.iter().any(told), "{statuses:?}");
}

#[tokio::test]
async fn whoever_composed_a_text_does_not_consent_to_it() {
    let (app, _) = composed().await;
    let both = app.another(&[Role::Coordinator, Role::Approver], "jenv", "dubbel").await;
    reword(&both, "JenV deed ook iets.", "JenV deed alles.").await;
    step(&both, State::Consulting).await;
    let page = both.get(show()).await.expect(200);
    assert!(page.main().contains("een andere akkoordgever van uw ministerie"));
    assert!(!page.has("section[aria-labelledby=instemmen]"));
    both.post(GiveConsent { round: ROUND.into(), goal: 6 }, &[]).await.expect(403);
    both.post(RefuseConsent { round: ROUND.into(), goal: 6 }, &[("reden", "x")]).await.expect(403);
    consent(&app.approver("jenv").await).await;
}

#[tokio::test]
async fn proof_of_an_answer_can_be_computed_again() {
    let (app, client) = laid().await;
    let approver = app.approver("def").await;
    let path = ConsentProof { round: ROUND.into(), goal: 6 };
    approver.get(path.clone()).await.expect(404);
    consent(&approver).await;
    let file = approver.get(path.clone()).await.expect(200);
    assert!(file.header("content-disposition").contains("instemming-2018-2020-doel-6-def.txt"));
    let text = file.html();
    assert!(
        text.contains("Tijd (UTC)    2020-02-01T12:00:00Z") && text.contains("akkoordgever van DEF"),
        "{text}"
    );
    let (mut whole, mut share) = (Sha256::new(), Sha256::new());
    for passage in text.split("\n[").skip(1) {
        let (head, words) = passage.split_once('\n').expect("a head");
        let words = words.split("\n---").next().expect("words");
        let name = head.split(']').next().expect("a name");
        let bytes = [name.as_bytes(), &[0], words.as_bytes(), &[0]].concat();
        whole.update(&bytes);
        if head.ends_with('*') {
            share.update(&bytes);
        }
    }
    for digest in [whole, share] {
        let hash = voortgang::domain::event::hex(&digest.finalize());
        assert!(text.contains(&hash), "{hash} in {text}");
    }
    reword(&client, "En nog meer.", "En minder.").await;
    approver.get(path).await.expect(404);
}

#[tokio::test]
async fn a_decision_on_a_text_that_changed_meanwhile_is_refused_and_kept() {
    let (_app, client) = laid().await;
    let slow = client.get(cell("def")).await.expect(200).form("main form").set("reden", "Haast.");
    reword(&client, "En nog meer.", "En minder.").await;
    let page = client.submit(cell("def"), &slow).await.expect(409);
    assert_eq!(page.form("main form").value("reden"), "Haast.");
    client.submit(cell("def"), &page.form("main form")).await.expect(303);
    assert_eq!(standing(&client, "DEF").await, "besluit BZ");
}
