//! Seventeen more rounds behind the demonstration's first, made of the same contributions, stands and report: what an
//! installation holds after forty years.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::demo::Demo;

/// How many rounds are made.
const ROUNDS: u32 = 17;

/// Copies the presented round of 2018–2020 into the years before it.
pub(crate) async fn add(demo: &Demo) {
    let mut sql = String::from("CREATE TEMP TABLE copied (round BLOB, old BLOB, new BLOB);");
    for back in 1..=ROUNDS {
        let (from, until) = (2018 - 2 * back, 2020 - 2 * back);
        let id = format!("x'{back:032x}'");
        let _ = write!(
            sql,
            "INSERT INTO round SELECT {id}, strategy, '{from}-{until}', '{from}–{until}', '{from}-04-01', '{until}-03-31',
               '2018-12-{back:02}', contribution_due, approval_due, consent_due, 'presented', silence_is_consent, NULL,
               specimen, created_at FROM round WHERE slug = '2018-2020';
             INSERT INTO assignment (round, goal, ministry, part) SELECT {id}, goal, ministry, part FROM assignment
               WHERE round = (SELECT id FROM round WHERE slug = '2018-2020');
             INSERT INTO copied SELECT {id}, id, randomblob(16) FROM contribution
               WHERE round = (SELECT id FROM round WHERE slug = '2018-2020');
             INSERT INTO edition SELECT randomblob(16), {id}, number, kind, NULL, NULL, report, printf('%064d', {back}),
               definition, program, frozen_by, frozen_at FROM edition
               WHERE kind = 'report' AND round = (SELECT id FROM round WHERE slug = '2018-2020');
             INSERT INTO edition_release SELECT e.id, (SELECT by FROM edition_release LIMIT 1), e.frozen_at
               FROM edition AS e WHERE e.round = {id};"
        );
    }
    sql.push_str(
        "INSERT INTO contribution (id, round, goal, ministry, state, revision, shared, changed_at)
           SELECT m.new, m.round, c.goal, c.ministry, c.state, c.revision, c.shared, c.changed_at
           FROM copied AS m JOIN contribution AS c ON c.id = m.old;
         INSERT INTO revision (contribution, number, achieved, obstacles, outlook, internal_note, no_contribution, author, at, sha256)
           SELECT m.new, x.number, x.achieved, x.obstacles, x.outlook, x.internal_note, x.no_contribution, x.author, x.at, x.sha256
           FROM copied AS m JOIN revision AS x ON x.contribution = m.old;
         INSERT INTO revision_commitment (contribution, number, commitment, stand, line)
           SELECT m.new, x.number, x.commitment, x.stand, x.line
           FROM copied AS m JOIN revision_commitment AS x ON x.contribution = m.old;
         INSERT INTO submission (contribution, number, at, by, late, taken_back_at)
           SELECT m.new, x.number, x.at, x.by, x.late, x.taken_back_at
           FROM copied AS m JOIN submission AS x ON x.contribution = m.old;
         INSERT INTO approval (contribution, number, at, by, sha256, absent_for, withdrawn_at, withdrawn_reason)
           SELECT m.new, x.number, x.at, x.by, x.sha256, x.absent_for, x.withdrawn_at, x.withdrawn_reason
           FROM copied AS m JOIN approval AS x ON x.contribution = m.old;",
    );
    let options = SqliteConnectOptions::new().filename(demo.database()).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("history");
    connection.close().await.expect("an end");
}

/// Pages that grow with history, and the ones an officer and the coordinator open every day.
pub(crate) const OF_ALL_YEARS: [&str; 6] = [
    "/mijn-doelen",
    "/strategie/gbvs-2018-2022",
    "/strategie/gbvs-2018-2022/doelen/5",
    "/rapporten",
    "/rapporten/doelen/gbvs-2018-2022",
    "/rapporten/doelen/gbvs-2018-2022/5",
];
