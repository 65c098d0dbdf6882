//! Texts that leave to be annotated in a word processor. What programs make of them is tried in `tests/documents`.

use std::io::{Cursor, Read as _};

use voortgang::{
    press::document::Format,
    web::routes::{
        Compose, ComposeGoal, ContributionDocument, ContributionRemarks, DraftDocument, EditContribution,
        Freeze, GoalDocument, GoalRemarks,
    },
};
use zip::ZipArchive;

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

fn draft(format: Format) -> DraftDocument {
    DraftDocument { round: ROUND.into(), document: format.code().into() }
}

fn goal(format: Format) -> GoalDocument {
    GoalDocument { round: ROUND.into(), goal: 6, document: format.code().into() }
}

/// All words of a file, in the order of its parts.
fn words(page: &Page) -> String {
    let mut archive = ZipArchive::new(Cursor::new(page.body.as_slice())).expect("a package");
    let mut all = String::new();
    for part in 0..archive.len() {
        archive.by_index(part).expect("a part").read_to_string(&mut all).expect("text");
    }
    all
}

/// The text of goal 6 with a remark on its first passage, dealt with, and one on the second.
async fn remarked() -> (TestApp, Client) {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    app.approve("def", 6, "Defensie deed *veel*.\n\n- een\n- twee").await;
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let form = client.get(compose.clone()).await.expect(200).form("#bijdrage-def form");
    client.submit(compose, &form.set("alles", "ja")).await.expect(303);
    let path = GoalRemarks { round: ROUND.into(), goal: 6 };
    for (place, said) in [(0, "Nog te kort & vaag."), (1, "Welke twee?")] {
        let page = client.get(path.clone()).await.expect(200);
        let places = page.attrs("input[name=plaats]", "value");
        let form = page.form("main section form[action*='/opmerkingen/6']");
        client.submit(path.clone(), &form.set("plaats", &places[place]).set("tekst", said)).await.expect(303);
    }
    let done = client.get(path.clone()).await.expect(200).form(".app-remark > form");
    client.submit(path, &done).await.expect(303);
    (app, client)
}

#[tokio::test]
async fn the_draft_leaves_with_its_remarks_and_says_which_words_it_was_made_from() {
    let (_app, client) = remarked().await;
    let sha256 = client.get(Freeze { round: ROUND.into() }).await.expect(200);
    let links = sha256.attrs("main a", "href");
    for format in Format::ALL {
        let path = draft(format);
        assert!(links.contains(&path.to_string()), "{links:?}");
        let page = client.get(path.clone()).await.expect(200);
        assert_eq!(page.header("content-type"), format.media_type());
        let name = format!("attachment; filename=\"concept-{ROUND}.{}\"", format.code());
        assert!(page.header("content-disposition").starts_with(&name));
        let words = words(&page);
        for said in [
            "Nog te kort &amp; vaag.",
            "Welke twee?",
            "Afgehandeld.",
            "CONCEPT · ",
            " · kenmerk ",
            "nl-NL",
            "SHA-256",
        ] {
            assert!(words.contains(said), "{format:?} does not say {said}");
        }
        assert_eq!(client.get(path).await.expect(200).body, page.body, "the same words make the same bytes");
    }
    let odt = client.get(draft(Format::Odt)).await.expect(200);
    assert_eq!(&odt.body[30..38], b"mimetype");
    let words = words(&odt);
    assert!(words.contains("loext:resolved=\"true\"") && words.contains("loext:resolved=\"false\""));
    let heading =
        "text:style-name=\"Heading_20_2\" text:outline-level=\"2\"><text:bookmark text:name=\"doel-6\"/>";
    assert!(words.contains(heading), "a goal is a heading");
    client.get(DraftDocument { round: ROUND.into(), document: "pdf".into() }).await.expect(404);
}

#[tokio::test]
async fn a_remark_whose_words_are_gone_still_goes_along() {
    let (_app, client) = remarked().await;
    let compose = ComposeGoal { round: ROUND.into(), goal: 6 };
    let page = client.get(compose).await.expect(200);
    let removal = page.attrs("a[href$=verwijdering]", "href");
    let form = client.get(removal[0].clone()).await.expect(200).form("main form");
    client.submit(removal[0].clone(), &form).await.expect(303);
    for page in [client.get(draft(Format::Docx)).await, client.get(goal(Format::Odt)).await] {
        let words = words(&page.expect(200));
        assert!(words.contains("Nog te kort &amp; vaag."));
        assert!(words.contains("Gemaakt bij een eerdere tekst: “Defensie deed *veel*.”"));
    }
}

#[tokio::test]
async fn a_file_is_for_who_may_open_the_page_it_stands_on() {
    let (app, client) = remarked().await;
    let id = app.contribution("def", 6).await;
    let own = ContributionDocument { id, document: "odt".into() };
    for (path, page) in [
        (goal(Format::Docx).to_string(), GoalRemarks { round: ROUND.into(), goal: 6 }.to_string()),
        (own.to_string(), ContributionRemarks { id }.to_string()),
    ] {
        assert!(client.get(page).await.expect(200).attrs("main a", "href").contains(&path));
        client.get(path).await.expect(200);
    }
    assert!(
        client
            .get(Compose { round: ROUND.into() })
            .await
            .expect(200)
            .attrs("main a", "href")
            .contains(&draft(Format::Docx).to_string())
    );
    app.contributor("def").await.get(own.clone()).await.expect(200);
    let other = app.contributor("jenv").await;
    other.get(own).await.expect(404);
    other.get(goal(Format::Odt)).await.expect(404);
    other.get(draft(Format::Odt)).await.expect(403);
}

#[tokio::test]
async fn a_contribution_leaves_with_its_sources_and_without_the_internal_note() {
    let app = TestApp::new().await;
    let client = app.contributor("def").await;
    let id = app.contribution("def", 6).await;
    let edit = EditContribution { id };
    let form = client.get(edit.clone()).await.expect(200).form("main form");
    let form = form
        .set("bereikt", "Eén [rapport](https://example.org/a?b=1&c=2) in [early warning](en).")
        .set("notitie", "Kwartelei.")
        .set("bron-0-titel", "Jaarverslag")
        .set("bron-0-link", "https://example.org/jaar")
        .set("doe", "bewaren");
    client.submit(edit, &form).await.expect(303);
    for format in Format::ALL {
        let page = client.get(ContributionDocument { id, document: format.code().into() }).await.expect(200);
        let words = words(&page);
        for said in ["CONCEPT, versie 1", "Jaarverslag", "https://example.org/a?b=1&amp;c=2", "early warning"]
        {
            assert!(words.contains(said), "{format:?} does not say {said}");
        }
        assert!(!words.contains("Kwartelei"), "the note is the ministry's own");
    }
}

#[tokio::test]
async fn files_that_are_made_on_the_spot_are_for_people_and_not_for_scripts() {
    let app = TestApp::new().await;
    let client = app.coordinator().await;
    for _ in 0..10 {
        client.get(draft(Format::Odt)).await.expect(200);
    }
    client.get(draft(Format::Odt)).await.expect(429);
}
