//! Reports that were made before, outside this program. The schema's triggers let nobody change or delete one that was
//! released.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    earlier::{EarlierReport, Known, Said, Told},
    event::Event,
    facts::EarlierFacts,
    id::{EarlierReportId, PersonId},
    round::Round,
};

/// Keeps one, with its file and the event.
///
/// # Errors
/// [`super::Error::Conflict`] when the same file is there, or its name in addresses is.
pub async fn insert(
    connection: &mut SqliteConnection,
    report: &EarlierReport,
    said: &[Said],
    bytes: &[u8],
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO earlier_report (id, strategy, slug, title, period_from, period_until, published_on, paper, sha256,
           pages, replaces, reason, recorded_by, recorded_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        report.id,
        report.strategy,
        report.slug,
        report.title,
        report.from,
        report.until,
        report.published,
        report.paper,
        report.sha256,
        report.pages,
        report.replaces,
        report.reason,
        report.recorded_by,
        report.recorded_at,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("INSERT INTO earlier_report_file (report, bytes) VALUES (?, ?)", report.id, bytes)
        .execute(&mut *connection)
        .await?;
    for one in said {
        sqlx::query!(
            "INSERT INTO earlier_report_goal (report, goal, strategy, rating, summary) VALUES (?, ?, ?, ?, ?)",
            report.id,
            one.goal,
            report.strategy,
            one.rating,
            one.summary,
        )
        .execute(&mut *connection)
        .await?;
    }
    events::append(connection, event).await
}

/// Takes one away that was not released, with the event.
///
/// # Errors
/// [`super::Error::Conflict`] when it was released.
pub async fn delete(connection: &mut SqliteConnection, id: EarlierReportId, event: &Event) -> Result<()> {
    sqlx::query!("DELETE FROM earlier_report WHERE id = ?", id).execute(&mut *connection).await?;
    events::append(connection, event).await
}

/// Releases one, with the event; who and when are those of the event.
///
/// # Errors
/// [`super::Error::Conflict`] when it was released before, or by who recorded it.
pub async fn release(
    connection: &mut SqliteConnection,
    id: EarlierReportId,
    by: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!("INSERT INTO earlier_report_release (report, by, at) VALUES (?, ?, ?)", id, by, event.at)
        .execute(&mut *connection)
        .await?;
    events::append(connection, event).await
}

/// All of them, the newest period first: of every strategy, or of one.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, strategy: Option<&str>) -> Result<Vec<EarlierReport>> {
    let rows = sqlx::query!(
        r#"SELECT e.id AS "id: EarlierReportId", e.strategy, e.slug, e.title, e.period_from AS "from: NaiveDate",
             e.period_until AS "until: NaiveDate", e.published_on AS "published: NaiveDate", e.paper, e.sha256,
             e.pages AS "pages: u32", (SELECT length(bytes) FROM earlier_report_file WHERE report = e.id) AS "size!: i64",
             e.replaces AS "replaces: EarlierReportId", e.reason, e.recorded_by AS "recorded_by: PersonId",
             e.recorded_at AS "recorded_at: DateTime<Utc>",
             (SELECT at FROM earlier_report_release WHERE report = e.id) AS "released_at: DateTime<Utc>"
           FROM earlier_report AS e WHERE ?1 IS NULL OR e.strategy = ?1
           ORDER BY e.period_from DESC, e.recorded_at DESC"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    let reports = rows.into_iter().map(|row| EarlierReport {
        id: row.id,
        strategy: row.strategy,
        slug: row.slug,
        title: row.title,
        from: row.from,
        until: row.until,
        published: row.published,
        paper: row.paper,
        sha256: row.sha256,
        pages: row.pages,
        size: row.size.unsigned_abs(),
        replaces: row.replaces,
        reason: row.reason,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        released_at: row.released_at,
    });
    Ok(reports.collect())
}

/// What a new one on a strategy must fit beside.
///
/// # Errors
/// When SQLite fails.
pub async fn known(connection: &mut SqliteConnection, strategy: &str) -> Result<Known> {
    let reports = list(connection, Some(strategy)).await?;
    let rounds = sqlx::query!(
        r#"SELECT label, period_from AS "from: NaiveDate", period_until AS "until: NaiveDate"
           FROM round WHERE strategy = ? ORDER BY period_from"#,
        strategy
    );
    let rounds = rounds.fetch_all(connection).await?;
    Ok(Known { reports, rounds: rounds.into_iter().map(|row| (row.label, row.from, row.until)).collect() })
}

/// Every name in addresses that is taken.
///
/// # Errors
/// When SQLite fails.
pub async fn slugs(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!("SELECT slug FROM earlier_report").fetch_all(connection).await?)
}

/// Those that everyone may read, the newest period first.
///
/// # Errors
/// When SQLite fails.
pub async fn released(connection: &mut SqliteConnection) -> Result<Vec<EarlierReport>> {
    let mut all = list(connection, None).await?;
    all.retain(|one| one.released_at.is_some());
    Ok(all)
}

/// What was said of goals, by number: in all of them, or in one.
///
/// # Errors
/// When SQLite fails.
pub async fn told(connection: &mut SqliteConnection, report: Option<EarlierReportId>) -> Result<Vec<Told>> {
    let rows = sqlx::query_as!(
        Told,
        r#"SELECT g.report AS "report: EarlierReportId", v.number AS "number: u32", v.title, t.label AS "rating?",
             g.summary
           FROM earlier_report_goal AS g JOIN earlier_report AS e ON e.id = g.report
           JOIN goal_version AS v ON v.goal = g.goal
             AND v.valid_from = (SELECT max(valid_from) FROM goal_version WHERE goal = g.goal
                                 AND valid_from <= max(e.period_until,
                                                       (SELECT min(valid_from) FROM goal_version WHERE goal = g.goal)))
           LEFT JOIN rating AS t ON t.strategy = g.strategy AND t.id = g.rating
           WHERE ?1 IS NULL OR g.report = ?1 ORDER BY g.report, v.number"#,
        report
    );
    Ok(rows.fetch_all(connection).await?)
}

/// The file of one.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn bytes(connection: &mut SqliteConnection, id: EarlierReportId) -> Result<Vec<u8>> {
    let bytes = sqlx::query_scalar!("SELECT bytes FROM earlier_report_file WHERE report = ?", id);
    Ok(bytes.fetch_one(connection).await?)
}

/// The released earlier report that comes last before a round of its strategy.
///
/// `None` when a report made here comes between, for then that is what came before.
///
/// # Errors
/// When SQLite fails.
pub async fn find_before(connection: &mut SqliteConnection, round: &Round) -> Result<Option<EarlierFacts>> {
    let found = sqlx::query!(
        r#"SELECT e.id AS "id: EarlierReportId", e.title, e.paper, e.period_until AS "until: NaiveDate"
           FROM earlier_report AS e
           WHERE e.strategy = ?1 AND e.period_until < ?2
             AND EXISTS (SELECT 1 FROM earlier_report_release WHERE report = e.id)
             AND NOT EXISTS (SELECT 1 FROM earlier_report AS n
                             JOIN earlier_report_release AS l ON l.report = n.id WHERE n.replaces = e.id)
             AND NOT EXISTS (SELECT 1 FROM edition AS d JOIN edition_release AS l ON l.edition = d.id
                             JOIN round AS r ON r.id = d.round
                             WHERE r.strategy = ?1 AND r.period_until < ?2 AND d.kind <> 'erratum')
           ORDER BY e.period_until DESC LIMIT 1"#,
        round.strategy,
        round.from
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let told = told(connection, Some(found.id)).await?;
    let ratings: BTreeMap<u32, String> =
        told.into_iter().filter_map(|one| Some((one.number, one.rating?))).collect();
    Ok(Some(EarlierFacts { title: found.title, paper: found.paper, ratings }))
}
