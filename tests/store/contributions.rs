//! Revisions: every save is kept as it was.

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use voortgang::{
    domain::{
        access::{Scope, operator},
        contribution::{Content, Contribution, Fault, Source, Stand, StandLine},
        event::Event,
        id::{CommitmentId, PersonId},
        paper::PaperRef,
        person::Role,
        text::Prose,
    },
    store::{self, Error, check, contributions, revisions},
};

use crate::{
    raw,
    support::{Installation, NOW, moment},
};

/// The first contribution of a ministry, with the first commitment of its goal.
async fn first(installation: &Installation) -> (Contribution, CommitmentId, PersonId) {
    let mut reader = installation.store.read().await.expect("a reader");
    let listed = contributions::list(&mut reader, &Scope::Ministry("def".into()), contributions::Rounds::All)
        .await
        .expect("a list");
    let contribution = listed[0].contribution.clone();
    let day = "2020-03-31".parse().expect("a day");
    let commitments = store::goals::commitments(&mut reader, contribution.goal, day).await.expect("some");
    (contribution, commitments[0].id, installation.person(Role::Contributor, "def").await)
}

fn content(commitment: CommitmentId, words: &str) -> Content {
    let stand = StandLine { commitment, stand: Stand::News, line: "Nieuws.".into() };
    let paper = Some(PaperRef::parse("33 694, nr. 12").expect("a paper"));
    let source = Source { title: "Kamerbrief".into(), url: None, paper, reference_date: None };
    Content {
        achieved: Prose::parse(words).expect("words"),
        internal_note: Prose::parse("Alleen voor ons.").expect("words"),
        stands: vec![stand],
        sources: vec![source],
        ..Content::default()
    }
}

fn event(of: &Contribution, author: PersonId) -> Event {
    Event {
        at: moment(NOW),
        actor: Some(author),
        role: "contributor",
        ministry: Some(of.ministry.clone()),
        verb: "save",
        object_kind: "contribution",
        object_id: of.id.to_string(),
        before: None,
        after: None,
        origin: "test".into(),
    }
}

/// Saves words on what was read before.
async fn save(
    installation: &Installation,
    read: &Contribution,
    content: Content,
    author: PersonId,
) -> store::Result<()> {
    let based_on = read.revision;
    let saved = read.clone().save(&operator::write(), true, based_on, content, author, moment(NOW));
    let (saved, revision) = saved.expect("a save");
    let mut writer = installation.store.begin().await?;
    revisions::save(&mut writer, &saved, &revision, &event(&saved, author)).await?;
    writer.commit().await
}

#[tokio::test]
async fn every_save_is_kept_and_reads_as_it_was_written() {
    let installation = Installation::new().await;
    let (open, commitment, author) = first(&installation).await;
    save(&installation, &open, content(commitment, "Eén."), author).await.expect("a save");
    let (draft, ..) = first(&installation).await;
    save(&installation, &draft, content(commitment, "Twee — “tweeëntwintig”."), author)
        .await
        .expect("a save");
    let mut reader = installation.store.read().await.expect("a reader");
    for (number, words) in [(1, "Eén."), (2, "Twee — “tweeëntwintig”.")] {
        let revision = revisions::get(&mut reader, open.id, number).await.expect("a revision");
        assert_eq!(revision.content, content(commitment, words));
        assert_eq!(revision.author, author);
    }
    assert_eq!(revisions::history(&mut reader, open.id).await.expect("a history").len(), 2);
}

#[tokio::test]
async fn what_others_wrote_does_not_look_like_damage_to_someone_who_searched_before() {
    let installation = Installation::new().await;
    let (mut known, commitment, author) = first(&installation).await;
    let mut reader =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(installation.path()))
            .await
            .expect("a reader");
    assert_eq!(check::whole(&mut reader).await.faults, Vec::<String>::new());
    for words in ["Eén.", "Twee.", "Drie."] {
        save(&installation, &known, content(commitment, words), author).await.expect("a save");
        (known, ..) = first(&installation).await;
    }
    assert_eq!(check::whole(&mut reader).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn no_statement_changes_or_deletes_a_revision() {
    let installation = Installation::new().await;
    let (open, commitment, author) = first(&installation).await;
    save(&installation, &open, content(commitment, "Eén."), author).await.expect("a save");
    let mut reader = installation.store.read().await.expect("a reader");
    let before = revisions::get(&mut reader, open.id, 1).await.expect("a revision");
    drop(reader);
    for sql in [
        "UPDATE revision SET achieved = 'Anders.'",
        "UPDATE OR REPLACE revision SET number = 2",
        "DELETE FROM revision",
        "INSERT OR REPLACE INTO revision SELECT contribution, number, 'Anders.', obstacles, outlook, internal_note,
           no_contribution, author, at, sha256 FROM revision",
        "UPDATE revision_commitment SET stand = 'completed'",
        "DELETE FROM revision_commitment",
        "INSERT OR REPLACE INTO revision_commitment SELECT contribution, number, commitment, 'lapsed', line FROM revision_commitment",
        "UPDATE revision_source SET title = 'Anders'",
        "DELETE FROM revision_source",
        "INSERT OR REPLACE INTO revision_source SELECT contribution, number, position, 'Anders', url, paper, reference_date FROM revision_source",
    ] {
        let answer = raw::execute(&installation.path(), sql).await;
        assert!(answer.is_err(), "{sql}");
        let mut reader = installation.store.read().await.expect("a reader");
        let after = revisions::get(&mut reader, open.id, 1).await.expect("a revision");
        assert_eq!(after, before, "{sql}");
    }
}

#[tokio::test]
async fn two_saves_on_the_same_revision_are_one_save_and_one_refusal() {
    let installation = Installation::new().await;
    let (open, commitment, author) = first(&installation).await;
    let (one, other) = tokio::join!(
        save(&installation, &open, content(commitment, "Van de een."), author),
        save(&installation, &open, content(commitment, "Van de ander."), author),
    );
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(one.and(other), Err(Error::Conflict(_))));
    let (now, ..) = first(&installation).await;
    assert_eq!(now.revision, 1);
    let stale = now.save(&operator::write(), true, 0, content(commitment, "Te laat."), author, moment(NOW));
    assert_eq!(stale.expect_err("a refusal"), Fault::Stale { newest: 1 });
}

#[tokio::test]
async fn the_hash_of_a_revision_covers_all_that_may_be_published_and_not_the_note() {
    let installation = Installation::new().await;
    let (_, commitment, _) = first(&installation).await;
    let written = content(commitment, "Eén.");
    let noted = Content { internal_note: Prose::default(), ..written.clone() };
    assert_eq!(written.sha256(), noted.sha256());
    for other in [
        content(commitment, "Eén"),
        Content { outlook: Prose::parse("Verder.").expect("words"), ..written.clone() },
        Content { stands: Vec::new(), ..written.clone() },
        Content { sources: Vec::new(), ..written.clone() },
    ] {
        assert_ne!(written.sha256(), other.sha256(), "{other:?}");
    }
}
