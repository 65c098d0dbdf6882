//! Frozen editions: nothing changes or deletes them.

use voortgang::{
    domain::{
        edition::{Frozen, Kind},
        id::{EditionId, PersonId},
        person::Role,
        round::Round,
    },
    store::{
        self, Error,
        editions::{self, NewEdition, NewFile},
    },
};

use crate::{
    raw,
    support::{Installation, ROUND},
};

/// A frozen edition with one file.
async fn freeze(installation: &Installation) -> (Frozen, PersonId) {
    let frozen_by = installation.person(Role::Coordinator, "bz").await;
    let mut writer = installation.store.begin().await.expect("a writer");
    let round = store::rounds::get(&mut writer, ROUND).await.expect("the round");
    let number = editions::next_number(&mut writer, round.id).await.expect("a number");
    let frozen = Frozen {
        id: EditionId::new(),
        round: round.id,
        number,
        kind: Kind::Report,
        corrects: None,
        sha256: format!("{number:064}"),
        frozen_by,
        frozen_at: installation.clock.now(),
        released_at: None,
    };
    let file = NewFile {
        name: "rapport.pdf".into(),
        media_type: "application/pdf",
        sha256: "f".repeat(64),
        bytes: b"%PDF".to_vec(),
    };
    let edition = NewEdition {
        frozen: frozen.clone(),
        report: "{}".into(),
        definition: "sections".into(),
        program: "Voortgang 0.1.0".into(),
        inputs: vec![("definition".into(), "d".repeat(64))],
        files: vec![file],
    };
    editions::insert(&mut writer, &edition).await.expect("an edition");
    writer.commit().await.expect("a commit");
    (frozen, frozen_by)
}

/// Everything that is kept of editions, in one text.
async fn kept(installation: &Installation, frozen: &Frozen) -> String {
    let mut reader = installation.store.read().await.expect("a reader");
    let listed = editions::list(&mut reader, false).await.expect("a list");
    let report = editions::report(&mut reader, frozen.id).await.expect("a report");
    let file = editions::find_file(&mut reader, frozen.id, "rapport.pdf").await.expect("a file");
    let files = editions::files(&mut reader, frozen.id).await.expect("files");
    let inputs = editions::inputs(&mut reader, frozen.id).await.expect("inputs");
    format!("{listed:?} {report} {file:?} {files:?} {inputs:?}")
}

async fn release(installation: &Installation, id: EditionId, by: PersonId) -> store::Result<()> {
    let mut writer = installation.store.begin().await.expect("a writer");
    editions::release(&mut writer, id, by, installation.clock.now()).await?;
    writer.commit().await
}

#[tokio::test]
async fn no_statement_changes_or_deletes_a_frozen_edition() {
    let installation = Installation::new().await;
    let (frozen, _) = freeze(&installation).await;
    let publisher = installation.person(Role::Publisher, "bz").await;
    release(&installation, frozen.id, publisher).await.expect("a release");
    let before = kept(&installation, &frozen).await;
    for sql in [
        "UPDATE edition SET report = '[]'",
        "UPDATE edition SET number = number + 1",
        "UPDATE OR REPLACE edition SET sha256 = lower(sha256)",
        "UPDATE OR IGNORE edition SET frozen_at = '2030-01-01'",
        "DELETE FROM edition",
        "INSERT OR REPLACE INTO edition SELECT * FROM edition",
        "REPLACE INTO edition SELECT * FROM edition",
        "INSERT INTO edition SELECT * FROM edition WHERE true ON CONFLICT DO UPDATE SET report = '[]'",
        "INSERT OR REPLACE INTO edition (id, round, number, kind, report, sha256, definition, program, frozen_by, frozen_at)
           SELECT randomblob(16), round, number, kind, '[]', replace(sha256, '0', '1'), definition, program, frozen_by, frozen_at FROM edition",
        "UPDATE edition_file SET bytes = x'00'",
        "UPDATE edition_file SET name = 'ander.pdf'",
        "DELETE FROM edition_file",
        "INSERT OR REPLACE INTO edition_file SELECT edition, name, media_type, sha256, x'00' FROM edition_file",
        "INSERT INTO edition_file SELECT edition, 'bijlage.pdf', media_type, sha256, bytes FROM edition_file",
        "UPDATE edition_input SET sha256 = replace(sha256, 'd', 'e')",
        "DELETE FROM edition_input",
        "INSERT OR REPLACE INTO edition_input SELECT edition, name, replace(sha256, 'd', 'e') FROM edition_input",
        "INSERT INTO edition_input SELECT edition, 'letter', sha256 FROM edition_input",
        "UPDATE edition_release SET at = '2030-01-01'",
        "DELETE FROM edition_release",
        "INSERT OR REPLACE INTO edition_release SELECT edition, by, '2030-01-01' FROM edition_release",
        "INSERT OR REPLACE INTO edition_release SELECT edition, (SELECT person FROM person_role WHERE role = 'reader'), at FROM edition_release",
    ] {
        for settings in ["", "PRAGMA recursive_triggers = ON;", "PRAGMA defer_foreign_keys = ON;"] {
            let answer = raw::execute(&installation.path(), &format!("{settings} {sql}")).await;
            assert!(answer.is_err(), "{sql}");
            assert_eq!(kept(&installation, &frozen).await, before, "{sql}");
        }
    }
}

#[tokio::test]
async fn what_was_recorded_after_sending_is_corrected_by_a_new_row() {
    let installation = Installation::new().await;
    freeze(&installation).await;
    let recorded = "INSERT INTO edition_paper
                    SELECT id, 'TK', '2020-04-15', '33 694, nr. 57', NULL, frozen_by, '2020-04-16' FROM edition";
    raw::execute(&installation.path(), recorded).await.expect("a paper");
    for sql in [
        "UPDATE edition_paper SET paper = '33 694, nr. 58'",
        "DELETE FROM edition_paper",
        "INSERT OR REPLACE INTO edition_paper SELECT edition, house, sent_on, 'x', document, recorded_by, recorded_at FROM edition_paper",
    ] {
        assert!(raw::execute(&installation.path(), sql).await.is_err(), "{sql}");
    }
    let later = "INSERT INTO edition_paper
                 SELECT edition, house, sent_on, '33 694, nr. 58', document, recorded_by, '2020-04-17' FROM edition_paper";
    raw::execute(&installation.path(), later).await.expect("a correction");
}

#[tokio::test]
async fn freezing_and_releasing_are_two_people() {
    let installation = Installation::new().await;
    let (frozen, frozen_by) = freeze(&installation).await;
    let fault = release(&installation, frozen.id, frozen_by).await.expect_err("a refusal");
    assert!(matches!(&fault, Error::Conflict(rule) if rule.contains("two people")), "{fault}");
    let publisher = installation.person(Role::Publisher, "bz").await;
    release(&installation, frozen.id, publisher).await.expect("a release");
    let again = release(&installation, frozen.id, publisher).await.expect_err("a refusal");
    assert!(matches!(again, Error::Conflict(_)), "{again}");
}

#[tokio::test]
async fn the_public_lists_hold_what_was_released_and_nothing_else() {
    let installation = Installation::new().await;
    let (first, _) = freeze(&installation).await;
    let (second, _) = freeze(&installation).await;
    assert_eq!((first.number, second.number), (1, 2));
    let publisher = installation.person(Role::Publisher, "bz").await;
    release(&installation, first.id, publisher).await.expect("a release");
    let mut reader = installation.store.read().await.expect("a reader");
    let public = editions::list(&mut reader, true).await.expect("a list");
    assert_eq!(public.iter().map(|one| one.edition.number).collect::<Vec<_>>(), [1]);
    assert_eq!(editions::list(&mut reader, false).await.expect("a list").len(), 2);
}

#[tokio::test]
async fn the_edition_before_a_round_is_the_last_report_that_was_released() {
    let installation = Installation::new().await;
    let mut reader = installation.store.read().await.expect("a reader");
    let own = store::rounds::get(&mut reader, ROUND).await.expect("the round");
    drop(reader);
    // Two rounds later, so that the one between has no edition.
    let from = "2022-04-01".parse().expect("a day");
    let later = Round { from, until: from, ..own.clone() };
    let before = async |round: &Round| {
        let mut reader = installation.store.read().await.expect("a reader");
        editions::find_report_before(&mut reader, round).await.expect("an answer")
    };
    assert_eq!(before(&later).await, None);
    let (frozen, _) = freeze(&installation).await;
    assert_eq!(before(&later).await, None, "it is not released");
    let publisher = installation.person(Role::Publisher, "bz").await;
    release(&installation, frozen.id, publisher).await.expect("a release");
    let erratum = "INSERT INTO edition
                     SELECT randomblob(16), round, 2, 'erratum', id, 'fout', '[]', replace(sha256, '1', '2'),
                       definition, program, frozen_by, frozen_at FROM edition;
                   INSERT INTO edition_release
                     SELECT e.id, x.by, x.at FROM edition AS e, edition_release AS x WHERE e.number = 2";
    raw::execute(&installation.path(), erratum).await.expect("an erratum");
    assert_eq!(before(&later).await.as_deref(), Some("{}"));
    assert_eq!(before(&own).await, None, "a round does not come before itself");
    let successor = Round { strategy: "ivs-2013".into(), ..later };
    assert_eq!(before(&successor).await, None, "another strategy has no goals in common");
}

#[tokio::test]
async fn only_a_released_report_is_corrected_and_it_is_replaced_once() {
    const CORRECT: &str = "INSERT INTO edition
       (id, round, number, kind, corrects, reason, report, sha256, definition, program, frozen_by, frozen_at)
       SELECT randomblob(16), round, number + KIND, 'KIND2', id, 'Fout.', '{}',
         replace(sha256, '0', KIND), definition, program, frozen_by, frozen_at FROM edition WHERE number = 1";
    let installation = Installation::new().await;
    let (frozen, _) = freeze(&installation).await;
    let path = installation.path();
    let correct = |by: &str, kind: &str| CORRECT.replace("KIND2", kind).replace("KIND", by);
    for kind in ["erratum", "replacement"] {
        let early = raw::execute(&path, &correct("1", kind)).await;
        assert!(early.expect_err("not released").contains("only a released report"), "{kind}");
    }
    let publisher = installation.person(Role::Publisher, "bz").await;
    release(&installation, frozen.id, publisher).await.expect("a release");
    raw::execute(&path, &correct("1", "erratum")).await.expect("an erratum");
    raw::execute(&path, &correct("2", "replacement")).await.expect("a replacement");
    for kind in ["erratum", "replacement"] {
        let late = raw::execute(&path, &correct("3", kind)).await;
        assert!(late.expect_err("replaced").contains("this edition was replaced"), "{kind}");
    }
}

#[tokio::test]
async fn that_a_replacement_was_begun_is_never_unsaid() {
    let installation = Installation::new().await;
    freeze(&installation).await;
    let path = installation.path();
    let begun = "INSERT INTO edition_replacement
                 SELECT id, 'Fout.', frozen_by, '2020-05-01', NULL FROM edition";
    raw::execute(&path, begun).await.expect("a beginning");
    for sql in [
        "INSERT INTO edition_replacement SELECT id, 'Fout.', frozen_by, '2020-05-02', NULL FROM edition",
        "UPDATE edition_replacement SET reason = 'Iets anders.'",
        "DELETE FROM edition_replacement",
        "INSERT OR REPLACE INTO edition_replacement SELECT edition, 'x', begun_by, begun_at, NULL FROM edition_replacement",
    ] {
        assert!(raw::execute(&path, sql).await.is_err(), "{sql}");
    }
    let ended = "UPDATE edition_replacement SET ended_at = '2020-05-03'";
    raw::execute(&path, ended).await.expect("an end");
    assert!(raw::execute(&path, ended).await.is_err(), "it ends once");
}
