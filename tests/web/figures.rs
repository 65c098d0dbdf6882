//! Cijfers: recorded by one person, agreed to by another, with peildatum and source.

use voortgang::{
    domain::{id::ContributionId, person::Role},
    web::routes::{EditContribution, Figures, Gaps, NewIndicator, ReviewContribution},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

/// Adds an indicator; gives the page on which its first measurement is typed, and its address.
async fn add(client: &Client, id: ContributionId) -> (String, Page) {
    let path = NewIndicator { id };
    let form = client.get(path.clone()).await.expect(200).form("main form");
    let form = form
        .set("naam", "Geoefende eenheden")
        .set("eenheid", "aantal eenheden")
        .set("decimalen", "1")
        .set("uitgang", "1.200,5")
        .set("uitgang-datum", "01-01-2018");
    let to = client.submit(path, &form).await.expect(303).location().to_owned();
    let page = client.get(&to).await.expect(200);
    (to, page)
}

async fn measure(client: &Client, to: &str, value: &str, date: &str) -> Page {
    let form = client.get(to).await.expect(200).form("main form");
    let form = form.set("waarde", value).set("peildatum", date).set("bron", "Jaarverslag Defensie 2019");
    client.submit(to, &form).await
}

#[tokio::test]
async fn a_figure_reaches_the_report_when_another_agreed_to_it() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 6).await;
    let writer = app.contributor("def").await;
    let (to, page) = add(&writer, id).await;
    assert!(page.main().contains("Bijvoorbeeld 1.234,5"), "{}", page.main());
    measure(&writer, &to, "1.234,5", "31-12-2019").await.expect(303);

    let coordinator = app.coordinator().await;
    let report = || async {
        let path = voortgang::web::routes::DraftReport { round: ROUND.into() };
        app.coordinator().await.get(path).await.expect(200).text("#doel-6")
    };
    assert!(!report().await.contains("1.234,5"), "one pair of eyes is not enough");
    let gaps = coordinator.get(Gaps { round: ROUND.into() }).await.expect(200);
    assert!(gaps.main().contains("Van het cijfer “Geoefende eenheden” is er geen meting met akkoord."));

    // Not the one who recorded it, though an approver as well.
    let both = app.another(&[Role::Contributor, Role::Approver], "def", "dubbel").await;
    measure(&both, &to, "5", "01-12-2019").await.expect(303);
    let page = both.get(Figures { id }).await.expect(200);
    assert_eq!(page.count("tbody form"), 1, "only what the other recorded");
    let approver = app.approver("def").await;
    let page = approver.get(Figures { id }).await.expect(200);
    assert_eq!(page.count("tbody form"), 2);
    let own = page.form("tbody tr:first-child form");
    both.submit(Figures { id }, &own).await.expect(403);
    let form = page.form("tbody tr:last-child form");
    let page = approver.submit_and_follow(Figures { id }, &form).await.expect(200);
    assert!(page.flash().contains("U gaf akkoord op 1.234,5 aantal eenheden van 31 december 2019"));
    app.later();
    approver.submit(Figures { id }, &form).await.expect(409);

    let text = report().await;
    assert!(
        text.contains("1.234,5")
            && text.contains("Jaarverslag Defensie 2019")
            && text.contains("Uitgangswaarde")
    );
    assert!(
        !coordinator
            .get(Gaps { round: ROUND.into() })
            .await
            .expect(200)
            .main()
            .contains("Geoefende eenheden")
    );
}

#[tokio::test]
async fn a_correction_is_a_new_row_and_the_old_one_stays() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 6).await;
    let writer = app.contributor("def").await;
    let approver = app.approver("def").await;
    let (to, _) = add(&writer, id).await;
    for value in ["10", "12"] {
        measure(&writer, &to, value, "31-12-2019").await.expect(303);
        app.installation.clock.set(app.installation.clock.now() + chrono::TimeDelta::minutes(5));
        let page = approver.get(Figures { id }).await.expect(200);
        approver.submit(Figures { id }, &page.form("tbody form")).await.expect(303);
    }
    let page = approver.get(Figures { id }).await.expect(200);
    assert_eq!(page.count("tbody tr"), 2);
    assert!(page.texts("tbody tr")[0].contains("vervangen door een nieuwere meting"));
    let path = voortgang::web::routes::DraftReport { round: ROUND.into() };
    let report = app.coordinator().await.get(path).await.expect(200);
    assert!(report.text("#doel-6-cijfers").contains("12,0"));
    assert!(!report.text("#doel-6-cijfers").contains("10,0"));
}

#[tokio::test]
async fn a_figure_without_date_or_source_is_refused_and_an_old_one_cannot_be_missed() {
    let app = TestApp::new().await;
    let id = app.submit("def", 6, "Wij deden dit.").await;
    let writer = app.contributor("def").await;
    let (to, page) = add(&writer, id).await;
    let page = writer.submit(&to, &page.form("main form")).await.expect(422);
    assert_eq!(page.attrs(".error-summary a", "href"), ["#veld-waarde", "#veld-peildatum", "#veld-bron"]);
    for (value, date, words) in [
        ("12%", "31-12-2019", "komma voor decimalen"),
        ("1,25", "31-12-2019", "1 decimaal"),
        ("1", "31-12-2029", "in de toekomst"),
        ("99999999999999999999", "31-12-2019", "te groot"),
    ] {
        let page = measure(&writer, &to, value, date).await.expect(422);
        assert!(page.text(".error-summary li").contains(words), "{value}: {}", page.text(".error-summary"));
        assert_eq!(page.form("main form").value("waarde"), value);
    }
    measure(&writer, &to, "7", "31-12-2016").await.expect(303);
    let approver = app.approver("def").await;
    let review = approver.get(ReviewContribution { id }).await.expect(200);
    assert!(review.text("#cijfers").contains("1 keer wacht een meting op akkoord"));
    let page = approver.get(Figures { id }).await.expect(200);
    approver.submit(Figures { id }, &page.form("tbody form")).await.expect(303);
    let old = "1 met een peildatum van vóór deze ronde";
    assert!(approver.get(ReviewContribution { id }).await.expect(200).text("#cijfers").contains(old));
    let other = app.contribution("def", 5).await;
    let form = writer.get(EditContribution { id: other }).await.expect(200);
    assert!(form.text("#cijfers").contains("geen cijfers"), "each goal has its own");
    let gaps = app.coordinator().await.get(Gaps { round: ROUND.into() }).await.expect(200);
    assert!(gaps.main().contains("Het cijfer “Geoefende eenheden” is ouder dan deze ronde."));
}

#[tokio::test]
async fn figures_are_the_ministrys_own() {
    let app = TestApp::new().await;
    let id = app.contribution("def", 6).await;
    let writer = app.contributor("def").await;
    let (to, page) = add(&writer, id).await;
    let other = app.contributor("jenv").await;
    other.get(Figures { id }).await.expect(404);
    other.submit(&to, &page.form("main form")).await.expect(404);
    app.coordinator().await.get(Figures { id }).await.expect(404);
    // One name a goal, whoever measures.
    let jenv = app.contribution("jenv", 6).await;
    let path = NewIndicator { id: jenv };
    let form = other.get(path.clone()).await.expect(200).form("main form");
    let form = form.set("naam", "Geoefende eenheden").set("eenheid", "aantal");
    let page = other.submit(path, &form).await.expect(422);
    assert!(page.text(".error-summary li").contains("al een cijfer met deze naam"));
}
