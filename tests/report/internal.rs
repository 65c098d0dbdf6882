//! What is internal stays internal: a full round, a word of its own in every column that is nobody else's business, and
//! no trace of any of them in the files of the edition that is frozen from it.
//!
//! Every column of text must be in [`TABLES`]; a migration that adds one makes this test fail until somebody has said
//! whether it may be published.

use std::{collections::BTreeSet, path::Path};

use clap::Parser as _;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};
use voortgang::{
    cli::{self, Arguments},
    domain::{access::operator, event::Event, id::PersonId, person::Email, round::Round, text::Reason},
    press,
    report::definition::Definition,
    store::{self, Store},
};

use super::search::Haystack;

/// A table with its columns of text: printed in every format, public but not always printed, internal, and those that
/// hold only codes, dates and hashes.
type Table = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Every table with a column of text.
#[rustfmt::skip]
const TABLES: &[Table] = &[
    ("access_event", "", "", "origin", "at role ministry verb object_kind object_id before_sha256 after_sha256 previous hash"),
    ("access_review", "", "", "", "at scope"),
    ("agreement", "", "", "absent_for", "at sha256 ended_at"),
    ("annex", "", "title", "names_reason", "kind name sha256 added_at removed_at"),
    ("approval", "", "", "absent_for withdrawn_reason", "at sha256 withdrawn_at"),
    ("approval_rule", "", "", "", "ministry set_at"),
    ("assessment", "ground", "", "", "strategy rating at"),
    ("assignment", "", "", "", "ministry part dropped_at"),
    ("calendar_key", "", "", "", "created_at"),
    ("commitment", "text", "number", "", "kind due valid_from valid_until"),
    ("consent", "", "", "reason proposal", "ministry sha256 share_sha256 answer at"),
    ("consent_request", "", "", "", "ministry sha256 share_sha256 at"),
    ("contribution", "", "", "", "ministry state changed_at"),
    ("deadline_extension", "", "", "reason", "ministry contribution_due granted_at"),
    ("default_assignment", "", "", "", "ministry part"),
    ("development", "title summary", "number", "added_reason lapsed_reason", "strategy kind valid_from valid_until"),
    ("development_judgement", "text consequence", "", "", "judgement at"),
    ("draft", "", "", "fields", "at"),
    ("earlier_report", "", "slug title paper reason", "", "strategy period_from period_until published_on sha256 recorded_at"),
    ("earlier_report_goal", "", "summary", "", "strategy rating"),
    ("earlier_report_release", "", "", "", "at"),
    ("edition", "", "reason report definition program", "", "kind sha256 frozen_at"),
    ("edition_file", "", "name media_type", "", "sha256"),
    ("edition_input", "", "", "", "name sha256"),
    ("edition_paper", "", "paper document", "", "house sent_on recorded_at"),
    ("edition_release", "", "", "", "at"),
    ("edition_replacement", "", "reason", "", "begun_at ended_at"),
    ("event", "", "", "origin", "at role ministry verb object_kind object_id before_sha256 after_sha256 previous hash"),
    ("gap_acknowledgement", "", "", "reason", "gap at"),
    ("goal", "", "", "", "strategy"),
    ("goal_hearing", "", "", "", "ministry asked_at"),
    ("goal_proposal", "", "", "reason paper plan ground", "strategy state effective proposed_at heard_at decided_at"),
    ("goal_text_version", "", "", "passages", "at"),
    ("goal_version", "title promise", "reason paper", "", "valid_from valid_until strategy change"),
    ("goal_view", "", "", "text", "ministry at"),
    ("indicator", "name unit", "", "", "ministry baseline_date target_date"),
    ("invitation", "", "", "", "created_at expires_at used_at"),
    ("letter", "", "reference subject attachments body", "", "date signatory at"),
    ("letter_office", "", "", "", "office"),
    ("login_failure", "", "", "subject", "at"),
    ("mail", "", "", "fault", "kind made_at state next_attempt_at settled_at day"),
    ("measurement", "source", "", "", "reference_date recorded_at"),
    ("measurement_approval", "", "", "", "reference_date recorded_at at"),
    ("ministry", "", "", "", "code part_of tooi"),
    ("ministry_name", "name", "short", "", "ministry valid_from valid_until"),
    ("notice", "", "", "key line href", "kind at"),
    ("office", "", "", "", "id ministry rank"),
    ("office_holder", "", "name", "", "office valid_from valid_until"),
    ("office_title", "", "title field", "", "office valid_from valid_until"),
    ("package_import", "", "", "file filled", "format sha256 at"),
    ("passage", "text", "", "origin_text", "section origin_section changed_at"),
    ("passage_theme", "", "", "", "theme"),
    ("person", "", "", "name email password", "ministry created_at disabled_at totp_since signed_in_at removed_at"),
    ("person_role", "", "", "", "role since"),
    ("pillar", "title summary", "", "", "strategy"),
    ("policy_document", "title note", "paper named_in", "", "strategy"),
    ("rating", "label criteria", "", "", "strategy id tone"),
    ("recovery_code", "", "", "", "used_at"),
    ("register_check", "", "", "", "register at"),
    ("remark", "", "", "words text", "section at resolved_at"),
    ("remark_answer", "", "", "text", "at"),
    ("request", "title", "paper proposer", "", "strategy kind house date due ministry closed_at"),
    ("request_answer", "text", "", "", "outcome at"),
    ("request_import", "", "", "text", "at"),
    ("review_look", "", "", "", "at"),
    ("review_reading", "", "", "", "at"),
    ("revision", "", "no_contribution", "achieved obstacles outlook internal_note", "at sha256"),
    ("revision_commitment", "line", "", "", "stand"),
    ("revision_origin", "", "", "file", "format sha256"),
    ("revision_source", "title", "url paper", "", "reference_date"),
    ("round", "label", "", "", "strategy slug period_from period_until reference_date contribution_due approval_due consent_due state paused_at created_at"),
    ("round_exception", "", "", "reason", "ministry granted_at ended_at"),
    ("round_pause", "", "", "reason", "paused_at resumed_at"),
    ("round_text", "text", "", "", "section at"),
    ("search_entry", "", "", "", "anchor"),
    ("send_back", "", "", "reason place", "at side"),
    ("session", "", "", "user_agent origin flash", "created_at seen_at expires_at"),
    ("sign_in_step", "", "", "", "created_at expires_at"),
    ("signatory", "", "", "", "strategy office part"),
    ("stand_in", "", "", "", "valid_from valid_until registered_at ended_at"),
    ("strategy", "title subtitle short", "dossier paper source", "", "id adopted valid_from valid_until replaces pillar_word goal_word sha256"),
    ("subject", "", "", "issuer subject", "since"),
    ("submission", "", "", "", "at taken_back_at"),
    ("theme", "title description", "", "", "strategy id"),
    ("token", "", "", "name", "created_at expires_at used_at withdrawn_at"),
    ("totp_enrolment", "", "", "", "expires_at"),
];

/// Rows that the demonstration does not have, so that every internal column has something in it; `{}` is the round.
const ROWS: &str = "
    INSERT INTO deadline_extension SELECT {}, 'def', '2020-03-01', 'x', id, '2020-02-01' FROM person LIMIT 1;
    INSERT INTO round_exception SELECT {}, 'def', 'x', id, '2020-02-01', NULL FROM person LIMIT 1;
    INSERT INTO round_pause SELECT {}, '2020-02-01', 'x', id, NULL, NULL FROM person LIMIT 1;
    INSERT INTO agreement SELECT contribution, number, author, '2020-02-01', sha256, 'x', NULL FROM revision LIMIT 1;
    INSERT INTO mail (id, person, kind, made_at, state, settled_at, fault)
      SELECT randomblob(16), id, 'digest', '2020-02-01', 'given-up', '2020-02-01', 'x' FROM person LIMIT 1;
    INSERT INTO notice SELECT randomblob(16), id, 'task', 'x', 'x', '/', '2020-02-01', NULL FROM person LIMIT 1;
    INSERT INTO subject SELECT 'x', 'x', id, '2020-02-01' FROM person LIMIT 1;
    INSERT INTO draft SELECT c.id, p.id, 1, 'x', '2020-02-01' FROM contribution AS c, person AS p LIMIT 1;
    INSERT INTO gap_acknowledgement SELECT {}, 'doel-1-oordeel', 'x', id, '2020-02-01' FROM person LIMIT 1;
    INSERT INTO access_event (at, role, verb, object_kind, object_id, origin, previous, hash)
      VALUES ('2020-02-01', 'none', 'refuse', 'address', 'GET /', 'x', printf('%064d', 0), printf('%064d', 1));
    INSERT INTO goal_proposal SELECT randomblob(16), 'gbvs-2018-2022', 'rejected', 3, '2020-03-01', 'x', 'x', NULL, '[]', id,
      '2020-02-01', '2020-02-02', id, '2020-02-03', 'x' FROM person LIMIT 1;
    INSERT INTO goal_hearing SELECT id, 'def', '2020-02-02' FROM goal_proposal WHERE state = 'rejected';
    INSERT INTO goal_view SELECT id, 'def', 1, 'x', proposed_by, '2020-02-02' FROM goal_proposal WHERE state = 'rejected';
    INSERT INTO login_failure VALUES ('x', '2020-02-01');
    INSERT INTO remark SELECT randomblob(16), contribution, number, 'achieved', 0, NULL, NULL, NULL, 'x', 'x', author,
      '2020-02-01', NULL, NULL FROM revision LIMIT 1;
    INSERT INTO remark SELECT randomblob(16), NULL, NULL, NULL, NULL, round, goal, id, 'x', 'x', author,
      '2020-02-01', NULL, NULL FROM passage LIMIT 1;
    INSERT INTO remark_answer SELECT NULL, id, 'x', author, '2020-02-01' FROM remark LIMIT 1;
    INSERT INTO annex SELECT randomblob(16), {}, 'annex', 'x', 'bijlage-x.pdf', printf('%064d', 1), 1, 'x', id, '2020-02-01',
      '2020-02-02' FROM person LIMIT 1;
    INSERT INTO request_import SELECT id, {}, 'x', '2020-02-01' FROM person LIMIT 1;
    INSERT INTO package_import SELECT id, {}, 'xlsx', 'x', printf('%064d', 1), 'x', '2020-02-01' FROM person LIMIT 1;
    INSERT INTO revision_origin SELECT contribution, number, 'xlsx', 'x', sha256, 0 FROM revision LIMIT 1;
    INSERT INTO token SELECT randomblob(16), randomblob(32), id, 'x', '2020-02-01', '2020-03-01', NULL, NULL FROM person LIMIT 1;
    INSERT INTO session SELECT randomblob(32), randomblob(16), id, '2020-02-01', '2020-02-01', '2020-02-02', 'x', 'x', 'x' FROM person LIMIT 1;
";

/// Words that were never approved, or no longer are, or belong to another round; `{0}` is the round, `?` the marker.
const UNAPPROVED: &str = "
    INSERT INTO revision SELECT contribution, 900, '?', '?', '?', '?', '?', author, at, sha256
      FROM revision WHERE (contribution, number) IN (SELECT contribution, max(number) FROM revision GROUP BY contribution);
    INSERT INTO revision_commitment SELECT contribution, 900, commitment, stand, '?'
      FROM revision_commitment GROUP BY contribution, commitment;
    INSERT INTO revision_source SELECT contribution, 900, 0, '?', 'https://?.example', NULL, NULL
      FROM revision WHERE number = 900;
    INSERT INTO approval SELECT contribution, 900, '2020-03-05', by, sha256, '?', '2020-03-06', '?'
      FROM approval GROUP BY contribution;
    UPDATE contribution SET revision = 900 WHERE revision > 0;
    INSERT INTO goal_text_version SELECT round, goal, version + 1000, passages, author, at FROM goal_text_version AS v
      WHERE version = (SELECT max(version) FROM goal_text_version WHERE (round, goal) = (v.round, v.goal));
    UPDATE goal_text SET version = version + 1000;
    UPDATE round_text SET version = version + 1000;
    INSERT INTO round_text SELECT round, section, 1, '?', author, at FROM round_text;
    INSERT INTO round_text SELECT r.id, t.section, 5000, '?', t.author, t.at
      FROM round_text AS t, round AS r WHERE r.id <> {0} AND t.round = {0} AND t.version = 1;
    UPDATE assessment SET version = version + 1000;
    INSERT INTO assessment SELECT round, goal, 1, strategy, rating, '?', author, at FROM assessment;
    UPDATE development_judgement SET version = version + 1000;
    INSERT INTO development_judgement SELECT round, development, 1, judgement, '?', '?', author, at FROM development_judgement;
    UPDATE request_answer SET version = version + 1000;
    INSERT INTO request_answer SELECT request, round, 1, outcome, '?', NULL, author, at, 0 FROM request_answer;
";

/// A column with the word that was put in it.
struct Planted {
    column: String,
    marker: String,
}

impl Planted {
    fn new(table: &str, column: &str) -> Self {
        let random = PersonId::new().to_string().replace('-', "");
        Self { column: format!("{table}.{column}"), marker: format!("zq{}x", &random[12..]) }
    }
}

/// Runs statements past the program.
async fn execute(connection: &mut SqliteConnection, sql: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(connection).await;
    done.unwrap_or_else(|fault| panic!("{fault}: {sql}"));
}

/// The first column of every row.
async fn ask(connection: &mut SqliteConnection, sql: String) -> Vec<String> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.clone())).fetch_all(connection).await;
    let rows = rows.unwrap_or_else(|fault| panic!("{fault}: {sql}"));
    rows.iter().map(|row| row.get(0)).collect()
}

/// The demonstration's database, open past the program: no rules of the schema hold.
async fn demonstration(folder: &Path) -> SqliteConnection {
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let words = ["voortgang", "demo", "--no-serve", "--data", &path("data"), "--out", &path("out")];
    Box::pin(cli::run(Arguments::parse_from(words))).await.expect("a demonstration");
    let file = folder.join("data/voortgang.sqlite");
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    let triggers = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'";
    for drop in ask(&mut connection, triggers.to_owned()).await {
        execute(&mut connection, drop).await;
    }
    connection
}

fn columns(list: &str) -> impl Iterator<Item = &str> {
    list.split_whitespace()
}

/// Puts a word of its own in every internal and every printed column. An internal one is filled in every row, whatever
/// stood there; to a printed one it is added.
async fn plant(connection: &mut SqliteConnection) -> (Vec<Planted>, Vec<Planted>) {
    let (mut internal, mut printed) = (Vec::new(), Vec::new());
    for (table, shown, _, hidden, _) in TABLES {
        for column in columns(hidden) {
            let planted = Planted::new(table, column);
            let value = match (*table, column) {
                ("person", "email") => format!("'{}' || hex(id) || '@geheim.example'", planted.marker),
                // Only JSON can be kept there.
                ("goal_proposal", "plan") => format!("json_quote('{}')", planted.marker),
                _ => format!("'{}'", planted.marker),
            };
            execute(connection, format!("UPDATE OR IGNORE {table} SET {column} = {value}")).await;
            internal.push(planted);
        }
        for column in columns(shown) {
            let planted = Planted::new(table, column);
            let sql = format!(
                "UPDATE {table} SET {column} = {column} || ' {}' WHERE {column} <> ''",
                planted.marker
            );
            execute(connection, sql).await;
            printed.push(planted);
        }
    }
    for planted in internal.iter().chain(&printed) {
        let (table, column) = planted.column.split_once('.').expect("a table and a column");
        let sql = format!("SELECT '' FROM {table} WHERE {column} LIKE '%{}%' LIMIT 1", planted.marker);
        assert_eq!(ask(connection, sql).await.len(), 1, "{} has no row to plant anything in", planted.column);
    }
    (internal, printed)
}

#[tokio::test]
async fn every_column_of_text_is_said_to_be_public_or_internal() {
    let folder = tempfile::tempdir().expect("a folder");
    Store::open(&folder.path().join("x.sqlite")).await.expect("a database").close().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join("x.sqlite"));
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    let sql = "SELECT t.name || '.' || c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c
               WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let there: BTreeSet<String> = ask(&mut connection, sql.to_owned()).await.into_iter().collect();
    let said: Vec<String> = TABLES
        .iter()
        .flat_map(|(table, printed, public, internal, coded)| {
            let all = [printed, public, internal, coded].into_iter().flat_map(|list| columns(list));
            all.map(move |column| format!("{table}.{column}"))
        })
        .collect();
    assert_eq!(
        said.iter().cloned().collect::<BTreeSet<_>>(),
        there,
        "left: said in TABLES, right: in the schema"
    );
    assert_eq!(said.len(), there.len(), "a column is said to be two things");
}

/// The planted words were never laid before anyone: they are now, and the coordinator goes on without an answer.
async fn overrule_all(writer: &mut SqliteConnection, round: &Round, by: PersonId, reason: &str) {
    let event = Event {
        at: "2020-04-19T12:00:00Z".parse().expect("a moment"),
        actor: Some(by),
        role: "coordinator",
        ministry: None,
        verb: "overrule-consent",
        object_kind: store::consents::KIND,
        object_id: round.slug.clone(),
        before: None,
        after: None,
        origin: "proef".to_owned(),
    };
    store::consents::lay_all(writer, round, &event).await.expect("texts laid before ministries");
    let texts = store::goal_texts::all(writer, round.id).await.expect("texts");
    let reason = Reason::parse(reason).expect("a reason");
    for (goal, consents) in store::consents::all(writer, round.id).await.expect("consents") {
        for consent in consents.iter().filter(|consent| !consent.standing(&texts[&goal]).is_settled()) {
            let new = consent.overrule(&operator::coordinate(), round.state, &texts[&goal], &reason);
            let new = new.expect("something to overrule");
            store::consents::answer(writer, round.id, goal, &new, &event).await.expect("an answer");
        }
    }
}

#[tokio::test]
async fn nothing_internal_is_in_any_file_of_an_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut connection = Box::pin(demonstration(folder.path())).await;
    let round = ask(
        &mut connection,
        "SELECT 'x''' || hex(id) || '''' FROM round WHERE slug = '2018-2020'".to_owned(),
    )
    .await;
    execute(&mut connection, ROWS.replace("{}", &round[0])).await;
    let (mut internal, printed) = plant(&mut connection).await;
    let unapproved = Planted::new("words without akkoord", "");
    execute(&mut connection, UNAPPROVED.replace("{0}", &round[0]).replace('?', &unapproved.marker)).await;
    internal.push(unapproved);
    let coordinator = "coordinator@voorbeeld.example";
    let sql = format!("UPDATE person SET email = '{coordinator}' WHERE id = (SELECT frozen_by FROM edition)");
    execute(&mut connection, sql).await;
    execute(&mut connection, "UPDATE round SET state = 'consulting' WHERE slug = '2018-2020'".to_owned())
        .await;
    let people = ask(&mut connection, "SELECT lower(hex(id)) FROM person".to_owned()).await;
    connection.close().await.expect("a file that is closed");

    let store = Store::open(&folder.path().join("data/voortgang.sqlite")).await.expect("a database");
    let mut writer = store.begin().await.expect("a writer");
    let round = store::rounds::get(&mut writer, "2018-2020").await.expect("the round");
    let email = Email::parse(coordinator).expect("an address");
    let by = store::people::find_credentials(&mut writer, &email).await.expect("people").expect("one").person;
    let (permit, now) = (operator::coordinate(), "2020-04-20T12:00:00Z".parse().expect("a moment"));
    let overruling = Planted::new("reasons for overruling", "");
    overrule_all(&mut writer, &round, by, &overruling.marker).await;
    internal.push(overruling);
    let frozen = press::freeze(&mut writer, &permit, round, &Definition::shipped(), by, now, "proef").await;
    let frozen = frozen.expect("an edition");
    let mut read = BTreeSet::new();
    for (name, ..) in store::editions::files(&mut writer, frozen.id).await.expect("files") {
        let file =
            store::editions::find_file(&mut writer, frozen.id, &name).await.expect("files").expect("a file");
        let haystack = Haystack::of(&name, &file.bytes);
        for Planted { column, marker } in &internal {
            assert!(!haystack.holds(marker), "{column} is in {name}");
        }
        for id in &people {
            let dashed = id.parse::<uuid::Uuid>().expect("an id").to_string();
            assert!(!haystack.holds(id) && !haystack.holds(&dashed), "the id of a person is in {name}");
        }
        // The control: what is public is found by the same search in the same file.
        if name.starts_with("rapport.") {
            for Planted { column, marker } in &printed {
                assert!(haystack.holds(marker), "{column} is not in {name}");
            }
            read.insert(name);
        }
    }
    assert_eq!(read, ["rapport.html", "rapport.json", "rapport.pdf"].map(str::to_owned).into());
}
