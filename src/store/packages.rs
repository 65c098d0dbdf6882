//! A ministry's part of a round as a whole: the words of many contributions at once, a file that waits for a yes, and
//! which revisions came from a file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{
    Result,
    drafts::Draft,
    revisions::{prose, reason, source},
};
use crate::domain::{
    contribution::{Content, Stand, StandLine},
    id::{CommitmentId, ContributionId, PersonId, RoundId},
    ministry::MinistryCode,
    package::{Format, Origin},
};

/// Contributions with the number of one of their revisions.
pub type Numbers = BTreeMap<ContributionId, u32>;

/// What each of these revisions says, in three queries whatever their number. Those that are not there are left out.
///
/// # Errors
/// When SQLite fails.
pub async fn contents(
    connection: &mut SqliteConnection,
    wanted: &Numbers,
) -> Result<BTreeMap<ContributionId, Content>> {
    let wanted = pairs(wanted);
    let rows = sqlx::query!(
        r#"SELECT r.contribution AS "id: ContributionId", r.achieved, r.obstacles, r.outlook, r.internal_note,
             r.no_contribution
           FROM json_each(?) AS w
           JOIN revision AS r ON r.contribution = unhex(w.value ->> 0) AND r.number = w.value ->> 1"#,
        wanted
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut contents = BTreeMap::new();
    for row in rows {
        let content = Content {
            achieved: prose(&row.achieved)?,
            obstacles: prose(&row.obstacles)?,
            outlook: prose(&row.outlook)?,
            internal_note: prose(&row.internal_note)?,
            no_contribution: reason(row.no_contribution.as_deref())?,
            stands: Vec::new(),
            sources: Vec::new(),
        };
        contents.insert(row.id, content);
    }
    add_stands(connection, &wanted, &mut contents).await?;
    add_sources(connection, &wanted, &mut contents).await?;
    Ok(contents)
}

async fn add_stands(
    connection: &mut SqliteConnection,
    wanted: &str,
    contents: &mut BTreeMap<ContributionId, Content>,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"SELECT r.contribution AS "id: ContributionId", r.commitment AS "commitment: CommitmentId",
             r.stand AS "stand: Stand", r.line
           FROM json_each(?) AS w
           JOIN revision_commitment AS r ON r.contribution = unhex(w.value ->> 0) AND r.number = w.value ->> 1
           JOIN commitment AS c ON c.id = r.commitment
           ORDER BY c.position"#,
        wanted
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        if let Some(content) = contents.get_mut(&row.id) {
            content.stands.push(StandLine { commitment: row.commitment, stand: row.stand, line: row.line });
        }
    }
    Ok(())
}

async fn add_sources(
    connection: &mut SqliteConnection,
    wanted: &str,
    contents: &mut BTreeMap<ContributionId, Content>,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"SELECT r.contribution AS "id: ContributionId", r.title, r.url, r.paper,
             r.reference_date AS "reference_date: NaiveDate"
           FROM json_each(?) AS w
           JOIN revision_source AS r ON r.contribution = unhex(w.value ->> 0) AND r.number = w.value ->> 1
           ORDER BY r.position"#,
        wanted
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        if let Some(content) = contents.get_mut(&row.id) {
            content.sources.push(source(row.title, row.url, row.paper, row.reference_date)?);
        }
    }
    Ok(())
}

/// As JSON that a query can join: `[["0190…", 3], …]`.
fn pairs(wanted: &Numbers) -> String {
    let pairs = wanted.iter().map(|(id, number)| format!("[\"{}\",{number}]", id.0.simple()));
    format!("[{}]", pairs.collect::<Vec<_>>().join(","))
}

/// What a ministry said in the round before, goal by goal: for each contribution to this round the one with the newest
/// approved words on the same goal, or on a goal that it carries on.
///
/// # Errors
/// When SQLite fails.
pub async fn last_round(
    connection: &mut SqliteConnection,
    round: RoundId,
    ministry: &MinistryCode,
) -> Result<BTreeMap<ContributionId, Content>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "now: ContributionId", b.id AS "before: ContributionId", a.number AS "number: u32"
           FROM contribution AS c
           JOIN contribution AS b ON b.ministry = c.ministry AND b.round <> c.round
           JOIN approval AS a ON a.contribution = b.id AND a.withdrawn_at IS NULL
           JOIN round AS r ON r.id = b.round
           WHERE c.round = ?1 AND c.ministry = ?2
             AND ((b.goal = c.goal AND r.period_until < (SELECT period_from FROM round WHERE id = ?1))
               OR b.goal IN (SELECT goal FROM goal_successor WHERE successor = c.goal))
           ORDER BY r.period_until, a.at"#,
        round,
        ministry
    )
    .fetch_all(&mut *connection)
    .await?;
    // In order of time: what comes later takes the place.
    let newest: BTreeMap<_, _> = rows.into_iter().map(|row| (row.now, (row.before, row.number))).collect();
    let said = contents(connection, &newest.values().copied().collect()).await?;
    let said = newest.into_iter().filter_map(|(now, (before, _))| Some((now, said.get(&before)?.clone())));
    Ok(said.collect())
}

/// What someone is typing on contributions to a round.
///
/// # Errors
/// When SQLite fails.
pub async fn drafts(
    connection: &mut SqliteConnection,
    round: RoundId,
    person: PersonId,
) -> Result<BTreeMap<ContributionId, Draft>> {
    let rows = sqlx::query!(
        r#"SELECT d.contribution AS "id: ContributionId", d.based_on AS "based_on: u32", d.fields,
             d.at AS "at: DateTime<Utc>"
           FROM contribution AS c JOIN draft AS d ON d.contribution = c.id AND d.person = ?2
           WHERE c.round = ?1"#,
        round,
        person
    )
    .fetch_all(connection)
    .await?;
    let drafts = rows
        .into_iter()
        .map(|row| (row.id, Draft { based_on: row.based_on, fields: row.fields, at: row.at }));
    Ok(drafts.collect())
}

/// A file that waits for a yes.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What kind of file.
    pub format: Format,
    /// What its sender calls it.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What stands in it, JSON.
    pub filled: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// Keeps a file for its person; one that waited already makes place.
///
/// # Errors
/// When SQLite fails.
pub async fn put(
    connection: &mut SqliteConnection,
    person: PersonId,
    round: RoundId,
    waiting: &Waiting,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO package_import (person, round, format, file, sha256, filled, at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET round = excluded.round, format = excluded.format, file = excluded.file,
           sha256 = excluded.sha256, filled = excluded.filled, at = excluded.at",
        person,
        round,
        waiting.format,
        waiting.file,
        waiting.sha256,
        waiting.filled,
        waiting.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The file that waits for this person in this round, if any.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    person: PersonId,
    round: RoundId,
) -> Result<Option<Waiting>> {
    let waiting = sqlx::query_as!(
        Waiting,
        r#"SELECT format AS "format: Format", file, sha256, filled, at AS "at: DateTime<Utc>"
           FROM package_import WHERE person = ? AND round = ?"#,
        person,
        round
    );
    Ok(waiting.fetch_optional(connection).await?)
}

/// Throws away what waits for a person.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("DELETE FROM package_import WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Records which file a revision came from.
///
/// # Errors
/// [`super::Error::Conflict`] when there is no such revision, or it has an origin.
pub async fn record_origin(
    connection: &mut SqliteConnection,
    contribution: ContributionId,
    number: u32,
    origin: &Origin,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO revision_origin (contribution, number, format, file, sha256, based_on) VALUES (?, ?, ?, ?, ?, ?)",
        contribution,
        number,
        origin.format,
        origin.file,
        origin.sha256,
        origin.based_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The revisions of a contribution that came from a file.
///
/// # Errors
/// When SQLite fails.
pub async fn origins(connection: &mut SqliteConnection, id: ContributionId) -> Result<BTreeMap<u32, Origin>> {
    let rows = sqlx::query!(
        r#"SELECT number AS "number: u32", format AS "format: Format", file, sha256, based_on AS "based_on: u32"
           FROM revision_origin WHERE contribution = ?"#,
        id
    )
    .fetch_all(connection)
    .await?;
    let origins = rows.into_iter().map(|row| {
        let origin =
            Origin { format: row.format, file: row.file, sha256: row.sha256, based_on: row.based_on };
        (row.number, origin)
    });
    Ok(origins.collect())
}

/// The contributions to a round into which this very file was taken before.
///
/// # Errors
/// When SQLite fails.
pub async fn taken(
    connection: &mut SqliteConnection,
    round: RoundId,
    sha256: &str,
) -> Result<BTreeSet<ContributionId>> {
    let taken = sqlx::query_scalar!(
        r#"SELECT c.id AS "id: ContributionId"
           FROM contribution AS c JOIN revision_origin AS o ON o.contribution = c.id
           WHERE c.round = ? AND o.sha256 = ?"#,
        round,
        sha256
    );
    Ok(taken.fetch_all(connection).await?.into_iter().collect())
}
