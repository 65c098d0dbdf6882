//! The log, read from the newest event down: a bounded number of rows a time, each time by an index.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{access::LogScope, event::Ledger, id::PersonId, ministry::MinistryCode};

/// What to look for. Everything that is given must hold.
#[derive(Clone, Debug)]
pub struct Filter {
    /// In which log.
    pub ledger: Ledger,
    /// How much of it.
    pub scope: LogScope,
    /// From this moment.
    pub from: Option<DateTime<Utc>>,
    /// Until this moment, which is not within.
    pub until: Option<DateTime<Utc>>,
    /// Done by this person.
    pub person: Option<PersonId>,
    /// This act.
    pub verb: Option<String>,
    /// To this kind of thing.
    pub kind: Option<String>,
    /// For this ministry.
    pub ministry: Option<MinistryCode>,
    /// Older than the event with this number.
    pub before: Option<i64>,
}

/// An event as the log shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the program, the command line and who is not signed in.
    pub name: Option<String>,
    /// In which role.
    pub role: String,
    /// For which ministry.
    pub ministry: Option<String>,
    /// What.
    pub verb: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which one.
    pub object: String,
    /// Which one in words, where it has a short name.
    pub label: Option<String>,
    /// From where.
    pub origin: String,
    /// What binds it to the one before.
    pub hash: String,
}

/// One query for each column that may lead, because SQLite chooses an index when it reads the query, not the values.
macro_rules! lines {
    ($connection:expr, $filter:expr, $bounds:expr, $limit:expr, $table:literal, $lead:literal) => {{
        let (low, high) = $bounds;
        let rounds = $filter.scope == LogScope::Rounds;
        let ministry = $filter.ministry.as_ref();
        sqlx::query_as!(
            Line,
            r#"SELECT e.seq AS "seq!", e.at AS "at!: DateTime<Utc>", p.name AS "name?: String", e.role AS "role!",
                 e.ministry AS "ministry?: String", e.verb AS "verb!", e.object_kind AS "kind!", e.object_id AS "object!",
                 CASE e.object_kind
                   WHEN 'contribution' THEN (
                     SELECT upper(c.ministry) || ', doel ' || (
                         SELECT number FROM goal_version WHERE goal = c.goal ORDER BY valid_from DESC LIMIT 1)
                     FROM contribution AS c WHERE c.id = unhex(e.object_id, '-'))
                   WHEN 'request' THEN (SELECT title FROM request WHERE id = unhex(e.object_id, '-'))
                   WHEN 'development' THEN (SELECT title FROM development WHERE id = unhex(e.object_id, '-'))
                   WHEN 'indicator' THEN (SELECT name FROM indicator WHERE id = unhex(e.object_id, '-'))
                   WHEN 'measurement' THEN (SELECT name FROM indicator WHERE id = unhex(e.object_id, '-'))
                   WHEN 'annex' THEN (SELECT title FROM annex WHERE id = unhex(e.object_id, '-'))
                   WHEN 'person' THEN (SELECT name FROM person WHERE id = unhex(e.object_id, '-'))
                   WHEN 'earlier-report' THEN (SELECT title FROM earlier_report WHERE id = unhex(e.object_id, '-'))
                   WHEN 'edition' THEN (
                     SELECT r.label || ', editie ' || n.number FROM edition AS n JOIN round AS r ON r.id = n.round
                     WHERE n.id = unhex(e.object_id, '-'))
                 END AS "label?: String",
                 e.origin AS "origin!", e.hash AS "hash!"
               FROM "# + $table + " AS e LEFT JOIN person AS p ON p.id = e.actor WHERE " + $lead
                + " AND e.seq > ?5 AND e.seq < ?6
                 AND (?1 IS NULL OR e.actor = ?1) AND (?2 IS NULL OR e.verb = ?2)
                 AND (?3 IS NULL OR e.object_kind = ?3) AND (?4 IS NULL OR e.ministry = ?4)
                 AND (NOT ?7 OR e.role IN ('coordinator', 'publisher'))
               ORDER BY e.seq DESC LIMIT ?8",
            $filter.person,
            $filter.verb,
            $filter.kind,
            ministry,
            low,
            high,
            rounds,
            $limit,
        )
        .fetch_all($connection)
        .await?
    }};
}

/// The events that fit, newest first, at most `limit`.
///
/// # Errors
/// When SQLite fails.
pub async fn lines(connection: &mut SqliteConnection, filter: &Filter, limit: u32) -> Result<Vec<Line>> {
    let bounds = bounds(connection, filter).await?;
    let lines = match (filter.ledger, filter) {
        (Ledger::Acts, Filter { person: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "event", "e.actor = ?1")
        }
        (Ledger::Acts, Filter { verb: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "event", "e.verb = ?2")
        }
        (Ledger::Acts, Filter { kind: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "event", "e.object_kind = ?3")
        }
        (Ledger::Acts, Filter { ministry: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "event", "e.ministry = ?4")
        }
        (Ledger::Acts, _) => lines!(connection, filter, bounds, limit, "event", "true"),
        (Ledger::Access, Filter { person: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "access_event", "e.actor = ?1")
        }
        (Ledger::Access, Filter { verb: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "access_event", "e.verb = ?2")
        }
        (Ledger::Access, Filter { kind: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "access_event", "e.object_kind = ?3")
        }
        (Ledger::Access, Filter { ministry: Some(_), .. }) => {
            lines!(connection, filter, bounds, limit, "access_event", "e.ministry = ?4")
        }
        (Ledger::Access, _) => lines!(connection, filter, bounds, limit, "access_event", "true"),
    };
    Ok(lines)
}

/// Everyone one can look for, by name.
///
/// # Errors
/// When SQLite fails.
pub async fn people(connection: &mut SqliteConnection, scope: LogScope) -> Result<Vec<(PersonId, String)>> {
    let all = scope == LogScope::All;
    let rows = sqlx::query!(
        r#"SELECT p.id AS "id: PersonId", p.name FROM person AS p
           WHERE ? OR EXISTS (
             SELECT 1 FROM person_role WHERE person = p.id AND role IN ('coordinator', 'publisher'))
           ORDER BY p.name, p.id"#,
        all
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Numbers between which events of the period lie, both not within. Events are numbered in the order of time.
async fn bounds(connection: &mut SqliteConnection, filter: &Filter) -> Result<(i64, i64)> {
    let (from, until) = (filter.from, filter.until);
    let (low, high) = match filter.ledger {
        Ledger::Acts => {
            let row = sqlx::query!(
                r#"SELECT (SELECT seq FROM event WHERE at < ?1 ORDER BY at DESC LIMIT 1) AS "low: i64",
                     (SELECT seq FROM event WHERE at >= ?2 ORDER BY at LIMIT 1) AS "high: i64""#,
                from,
                until
            );
            let row = row.fetch_one(&mut *connection).await?;
            (row.low, row.high)
        }
        Ledger::Access => {
            let row = sqlx::query!(
                r#"SELECT (SELECT seq FROM access_event WHERE at < ?1 ORDER BY at DESC LIMIT 1) AS "low: i64",
                     (SELECT seq FROM access_event WHERE at >= ?2 ORDER BY at LIMIT 1) AS "high: i64""#,
                from,
                until
            );
            let row = row.fetch_one(&mut *connection).await?;
            (row.low, row.high)
        }
    };
    let high = high.unwrap_or(i64::MAX);
    Ok((low.unwrap_or(0), filter.before.map_or(high, |before| before.min(high))))
}
