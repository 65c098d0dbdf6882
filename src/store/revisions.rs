//! Revisions: every save, kept for ever.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, contributions, drafts, events};
use crate::domain::{
    contribution::{Content, Contribution, Revision, Source, Stand, StandLine, State},
    event::Event,
    id::{CommitmentId, ContributionId, GoalId, PersonId, RoundId},
    ministry::MinistryCode,
    paper::PaperRef,
    strategy::Part,
    text::{Prose, Reason},
};

/// A contribution to a goal as the coordinator sees it: its words only once the ministry's director agreed.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The contribution.
    pub contribution: Contribution,
    /// Short name of its ministry.
    pub ministry: String,
    /// The ministry's part in the goal.
    pub part: Part,
    /// The approved words.
    pub approved: Option<Words>,
}

/// The approved text of a contribution. The internal note is not among it.
#[derive(Clone, Debug)]
pub struct Words {
    /// Number of the revision.
    pub number: u32,
    /// SHA-256 of what was approved.
    pub sha256: String,
    /// When the director agreed.
    pub at: DateTime<Utc>,
    /// What was achieved.
    pub achieved: String,
    /// What stood in the way.
    pub obstacles: String,
    /// What comes next.
    pub outlook: String,
    /// The reason, when the answer is "geen bijdrage".
    pub no_contribution: Option<String>,
}

/// The contributions to one goal, leads first, in protocol order, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn handed_in(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Vec<Handed>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", c.ministry AS "ministry: MinistryCode", c.state AS "state: State",
             c.revision AS "revision: u32", c.shared AS "shared: bool", n.short, a.part AS "part: Part",
             p.number AS "number?: u32", p.sha256 AS "sha256?: String", p.at AS "at?: DateTime<Utc>",
             v.achieved AS "achieved?: String", v.obstacles AS "obstacles?: String", v.outlook AS "outlook?: String",
             v.no_contribution
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
             AND a.dropped_at IS NULL
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN approval AS p ON p.contribution = c.id AND p.withdrawn_at IS NULL
           LEFT JOIN revision AS v ON v.contribution = p.contribution AND v.number = p.number
           WHERE c.round = ? AND c.goal = ?
           ORDER BY a.part DESC, m.protocol"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let texts = row.achieved.zip(row.obstacles).zip(row.outlook);
        let no_contribution = row.no_contribution;
        let approval = row.number.zip(row.sha256).zip(row.at).zip(texts);
        let approved = approval.map(|(((number, sha256), at), ((achieved, obstacles), outlook))| Words {
            number,
            sha256,
            at,
            achieved,
            obstacles,
            outlook,
            no_contribution,
        });
        Handed {
            contribution: Contribution {
                id: row.id,
                round,
                goal,
                ministry: row.ministry,
                state: row.state,
                revision: row.revision,
                shared: row.shared,
            },
            ministry: row.short,
            part: row.part,
            approved,
        }
    });
    Ok(read.collect())
}

/// Keeps a save: the contribution as it now is, the revision for ever, and the event. The author's draft has become the
/// revision and is forgotten.
///
/// # Errors
/// [`Error::Conflict`] when the revision's number is taken.
pub async fn save(
    connection: &mut SqliteConnection,
    saved: &Contribution,
    revision: &Revision,
    event: &Event,
) -> Result<()> {
    insert(connection, revision).await?;
    contributions::update(connection, saved, revision.at).await?;
    drafts::delete(connection, saved.id, revision.author).await?;
    events::append(connection, event).await
}

async fn insert(connection: &mut SqliteConnection, revision: &Revision) -> Result<()> {
    let content = &revision.content;
    let (achieved, obstacles, outlook, note) = (
        content.achieved.as_str(),
        content.obstacles.as_str(),
        content.outlook.as_str(),
        content.internal_note.as_str(),
    );
    let reason = content.no_contribution.as_ref().map(Reason::as_str);
    let sha256 = content.sha256();
    sqlx::query!(
        "INSERT INTO revision (contribution, number, achieved, obstacles, outlook, internal_note, no_contribution,
           author, at, sha256)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        revision.contribution,
        revision.number,
        achieved,
        obstacles,
        outlook,
        note,
        reason,
        revision.author,
        revision.at,
        sha256,
    )
    .execute(&mut *connection)
    .await?;
    for stand in &content.stands {
        sqlx::query!(
            "INSERT INTO revision_commitment (contribution, number, commitment, stand, line) VALUES (?, ?, ?, ?, ?)",
            revision.contribution,
            revision.number,
            stand.commitment,
            stand.stand,
            stand.line,
        )
        .execute(&mut *connection)
        .await?;
    }
    for (position, source) in (0_u32..).zip(&content.sources) {
        let paper = source.paper.as_ref().map(ToString::to_string);
        sqlx::query!(
            "INSERT INTO revision_source (contribution, number, position, title, url, paper, reference_date)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            revision.contribution,
            revision.number,
            position,
            source.title,
            source.url,
            paper,
            source.reference_date,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A revision by its number.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: ContributionId, number: u32) -> Result<Revision> {
    let row = sqlx::query!(
        r#"SELECT achieved, obstacles, outlook, internal_note, no_contribution, author AS "author: PersonId",
             at AS "at: DateTime<Utc>"
           FROM revision WHERE contribution = ? AND number = ?"#,
        id,
        number
    )
    .fetch_one(&mut *connection)
    .await?;
    let stands = sqlx::query_as!(
        StandLine,
        r#"SELECT r.commitment AS "commitment: CommitmentId", r.stand AS "stand: Stand", r.line
           FROM revision_commitment AS r JOIN commitment AS c ON c.id = r.commitment
           WHERE r.contribution = ? AND r.number = ? ORDER BY c.position"#,
        id,
        number
    )
    .fetch_all(&mut *connection)
    .await?;
    let sources = sqlx::query!(
        r#"SELECT title, url, paper, reference_date AS "reference_date: NaiveDate"
           FROM revision_source WHERE contribution = ? AND number = ? ORDER BY position"#,
        id,
        number
    )
    .fetch_all(&mut *connection)
    .await?;
    let sources = sources.into_iter().map(|row| source(row.title, row.url, row.paper, row.reference_date));
    let content = Content {
        achieved: prose(&row.achieved)?,
        obstacles: prose(&row.obstacles)?,
        outlook: prose(&row.outlook)?,
        internal_note: prose(&row.internal_note)?,
        no_contribution: reason(row.no_contribution.as_deref())?,
        stands,
        sources: sources.collect::<Result<_>>()?,
    };
    Ok(Revision { contribution: id, number, content, author: row.author, at: row.at })
}

/// A revision in a history: number, author's name, moment, hash.
#[derive(Clone, Debug)]
pub struct Saved {
    /// From 1.
    pub number: u32,
    /// Who saved it.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
    /// SHA-256 of what may be published.
    pub sha256: String,
}

/// All revisions, newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn history(connection: &mut SqliteConnection, id: ContributionId) -> Result<Vec<Saved>> {
    let saved = sqlx::query_as!(
        Saved,
        r#"SELECT r.number AS "number: u32", p.name AS author, r.at AS "at: DateTime<Utc>", r.sha256
           FROM revision AS r JOIN person AS p ON p.id = r.author
           WHERE r.contribution = ? ORDER BY r.number DESC"#,
        id
    )
    .fetch_all(connection)
    .await?;
    Ok(saved)
}

/// Everyone who wrote any revision: they do not approve it.
///
/// # Errors
/// When SQLite fails.
pub async fn authors(connection: &mut SqliteConnection, id: ContributionId) -> Result<Vec<PersonId>> {
    let authors = sqlx::query_scalar!(
        r#"SELECT DISTINCT author AS "author: PersonId" FROM revision WHERE contribution = ?"#,
        id
    )
    .fetch_all(connection)
    .await?;
    Ok(authors)
}

/// Which contributions someone wrote any revision of: those they do not approve.
///
/// # Errors
/// When SQLite fails.
pub async fn written_by(connection: &mut SqliteConnection, person: PersonId) -> Result<Vec<ContributionId>> {
    let written = sqlx::query_scalar!(
        r#"SELECT DISTINCT contribution AS "id: ContributionId" FROM revision WHERE author = ?"#,
        person
    )
    .fetch_all(connection)
    .await?;
    Ok(written)
}

/// The newest approved words of a ministry on a goal in an earlier round, or on a goal that it carries on: "vorige keer".
///
/// # Errors
/// When SQLite fails.
pub async fn find_last_round(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
) -> Result<Option<Revision>> {
    let last = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", a.number AS "number: u32"
           FROM contribution AS c JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           JOIN round AS r ON r.id = c.round
           WHERE c.ministry = ?2
             AND ((c.goal = ?1 AND r.period_until < (SELECT period_from FROM round WHERE id = ?3))
               OR c.goal IN (SELECT goal FROM goal_successor WHERE successor = ?1))
           ORDER BY r.period_until DESC, a.at DESC LIMIT 1"#,
        contribution.goal,
        contribution.ministry,
        contribution.round
    )
    .fetch_optional(&mut *connection)
    .await?;
    match last {
        Some(last) => get(connection, last.id, last.number).await.map(Some),
        None => Ok(None),
    }
}

pub(super) fn source(
    title: String,
    url: Option<String>,
    paper: Option<String>,
    reference_date: Option<NaiveDate>,
) -> Result<Source> {
    let corrupt = |_| Error::Corrupt { table: "revision_source", column: "paper" };
    let paper = paper.map(|paper| PaperRef::parse(&paper)).transpose().map_err(corrupt)?;
    Ok(Source { title, url, paper, reference_date })
}

pub(super) fn prose(text: &str) -> Result<Prose> {
    Prose::parse(text).map_err(|_| Error::Corrupt { table: "revision", column: "achieved" })
}

pub(super) fn reason(text: Option<&str>) -> Result<Option<Reason>> {
    let corrupt = |_| Error::Corrupt { table: "revision", column: "no_contribution" };
    text.map(Reason::parse).transpose().map_err(corrupt)
}
