//! Reading contributions: after an akkoord, when shared, and their history.

use voortgang::web::routes::{
    ContributionDifference, ContributionHistory, EditContribution, Shared, ShowContribution,
    TakeBackContribution,
};

use crate::{
    app::TestApp,
    contributions::{FORM, edit},
    support::moment,
};

#[tokio::test]
async fn the_coordinator_reads_after_the_akkoord_and_never_the_note() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.contribution("def", 1).await;
    let form = edit(&def, id).await.form(FORM).set("bereikt", "Woorden.").set("notitie", "Gevoelig.");
    def.submit(EditContribution { id }, &form.set("delen", "ja")).await.expect(303);
    assert!(def.get(ShowContribution { id }).await.expect(200).main().contains("Gevoelig."));
    for reader in [app.reader().await, app.contributor("bz").await] {
        let list = reader.get(Shared).await.expect(200);
        assert_eq!(list.attrs(".app-task__link", "href"), [ShowContribution { id }.to_string()]);
        let page = reader.get(ShowContribution { id }).await.expect(200);
        assert!(page.main().contains("Woorden.") && !page.html().contains("Gevoelig."));
        reader.get(ContributionHistory { id }).await.expect(404);
    }
    // Finance takes no part in goal 1, and the list says so by saying nothing.
    let fin = app.contributor("fin").await;
    assert!(!fin.get(Shared).await.expect(200).has(".app-task"));
    fin.get(ShowContribution { id }).await.expect(404);
    app.administrator().await.get(Shared).await.expect(403);
    let approved = app.approve("def", 3, "Akkoord.").await;
    let page = app.coordinator().await.get(ShowContribution { id: approved }).await.expect(200);
    assert!(page.main().contains("Akkoord.") && !page.has("main form"));
}

#[tokio::test]
async fn the_history_tells_every_version_and_step_and_what_changed() {
    let app = TestApp::new().await;
    let def = app.contributor("def").await;
    let id = app.write("def", 1, "Wij deden een oefening.").await;
    app.installation.clock.set(moment("2020-02-01T12:01:00Z"));
    app.submit("def", 1, "Wij deden twee oefeningen.").await;
    app.installation.clock.set(moment("2020-02-01T12:02:00Z"));
    def.post(TakeBackContribution { id }, &[]).await.expect(303);
    let page = def.get(ContributionHistory { id }).await.expect(200);
    let told = ["Versie 2 teruggehaald", "Versie 2 ingediend", "Versie 2 bewaard", "Versie 1 bewaard"];
    assert_eq!(page.texts(".app-history strong"), told);
    assert!(page.text(".app-history").contains("bijdrager van DEF"));
    let difference = ContributionDifference { id, from: 1, to: 2 };
    assert_eq!(page.attrs(".app-history a", "href"), [difference.to_string()]);
    let page = def.get(difference).await.expect(200);
    assert_eq!(page.text(".app-main > p:not([class])"), "Eén wijziging in één onderdeel: Wat is bereikt.");
    assert_eq!(page.texts("del"), ["vervallen: een oefening"]);
    assert_eq!(page.texts("ins"), ["toegevoegd: twee oefeningen"]);
    def.get(ContributionDifference { id, from: 1, to: 9 }).await.expect(404);
    let approved = app.approve("def", 3, "Akkoord.").await;
    let page = def.get(ContributionHistory { id: approved }).await.expect(200);
    assert!(!page.main().contains("afwezigheid"), "nobody stood in: {}", page.main());
    def.get(ContributionDifference { id, from: 0, to: 1 }).await.expect(404);
}
