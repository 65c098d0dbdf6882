//! Contributions, their revisions and drafts.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    access::Scope,
    contribution::{Content, Contribution, Revision, Source, Stand, StandLine, State},
    event::Event,
    id::{CommitmentId, ContributionId, GoalId, PersonId, RoundId},
    ministry::MinistryCode,
    paper::PaperRef,
    round,
    strategy::Part,
    text::{Prose, Reason},
};

/// A contribution in a list, with what a person needs to choose it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The contribution.
    pub contribution: Contribution,
    /// Slug and label of its round.
    pub round: (String, String),
    /// Where that round stands.
    pub round_state: round::State,
    /// Number and title of its goal.
    pub goal: (u32, String),
    /// Short name of its ministry.
    pub ministry: String,
    /// The ministry's part in the goal.
    pub part: Part,
    /// When it is due for this ministry.
    pub due: DateTime<Utc>,
    /// The newest reason for which it was sent back, while it is.
    pub returned_for: Option<String>,
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether that was after the deadline.
    pub late: bool,
}

/// Opens a contribution without words.
///
/// # Errors
/// [`Error::Conflict`] when there is one already, or no assignment.
pub async fn open(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    ministry: &MinistryCode,
    now: DateTime<Utc>,
) -> Result<ContributionId> {
    let id = ContributionId::new();
    sqlx::query!(
        "INSERT INTO contribution (id, round, goal, ministry, changed_at) VALUES (?, ?, ?, ?, ?)",
        id,
        round,
        goal,
        ministry,
        now
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// A contribution by its identity.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, id: ContributionId) -> Result<Contribution> {
    let contribution = sqlx::query_as!(
        Contribution,
        r#"SELECT id AS "id: ContributionId", round AS "round: RoundId", goal AS "goal: GoalId",
             ministry AS "ministry: MinistryCode", state AS "state: State", revision AS "revision: u32",
             shared AS "shared: bool"
           FROM contribution WHERE id = ?"#,
        id
    )
    .fetch_one(connection)
    .await?;
    Ok(contribution)
}

/// The contribution of a ministry on a goal in a round.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    ministry: &MinistryCode,
) -> Result<Option<ContributionId>> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id: ContributionId" FROM contribution WHERE round = ? AND goal = ? AND ministry = ?"#,
        round,
        goal,
        ministry
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// Whether a ministry takes part in the goal of a contribution: who may read what is shared.
///
/// # Errors
/// When SQLite fails.
pub async fn is_assigned(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    ministry: &MinistryCode,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM assignment
             WHERE round = ? AND goal = ? AND ministry = ?) AS "found!: bool""#,
        contribution.round,
        contribution.goal,
        ministry
    );
    Ok(found.fetch_one(connection).await?)
}

/// The ministry's part in the goal of a contribution.
///
/// # Errors
/// When SQLite fails.
pub async fn part(connection: &mut SqliteConnection, contribution: &Contribution) -> Result<Part> {
    let part = sqlx::query_scalar!(
        r#"SELECT part AS "part: Part" FROM assignment WHERE round = ? AND goal = ? AND ministry = ?"#,
        contribution.round,
        contribution.goal,
        contribution.ministry
    )
    .fetch_one(connection)
    .await?;
    Ok(part)
}

/// The contributions in rounds that are not in preparation, as far as someone's lists may hold them; newest round
/// first, then by goal and protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    scope: &Scope,
    round: Option<RoundId>,
) -> Result<Vec<Listed>> {
    let ministry = match scope {
        Scope::All => None,
        Scope::Ministry(ministry) => Some(ministry),
    };
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", c.round AS "round: RoundId", c.goal AS "goal: GoalId",
             c.ministry AS "ministry: MinistryCode", c.state AS "state: State", c.revision AS "revision: u32",
             c.shared AS "shared: bool", r.slug, r.label, r.state AS "round_state: round::State", v.number AS "number: u32", v.title, n.short,
             a.part AS "part: Part",
             coalesce((SELECT contribution_due FROM deadline_extension AS e
                       WHERE e.round = c.round AND e.ministry = c.ministry ORDER BY granted_at DESC LIMIT 1),
                      r.contribution_due) AS "due!: DateTime<Utc>",
             CASE WHEN c.state = 'returned' THEN
               (SELECT reason FROM send_back AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1) END
               AS "returned_for: String",
             (SELECT at FROM submission AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1)
               AS "submitted_at: DateTime<Utc>",
             coalesce((SELECT late FROM submission AS s WHERE s.contribution = c.id ORDER BY at DESC LIMIT 1), 0)
               AS "late!: bool"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           JOIN goal_version AS v ON v.goal = c.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE r.state <> 'preparing' AND (?1 IS NULL OR c.ministry = ?1) AND (?2 IS NULL OR c.round = ?2)
           ORDER BY r.period_from DESC, v.number, a.part DESC, m.protocol"#,
        ministry,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Listed {
        contribution: Contribution {
            id: row.id,
            round: row.round,
            goal: row.goal,
            ministry: row.ministry,
            state: row.state,
            revision: row.revision,
            shared: row.shared,
        },
        round: (row.slug, row.label),
        round_state: row.round_state,
        goal: (row.number, row.title),
        ministry: row.short,
        part: row.part,
        due: row.due,
        returned_for: row.returned_for,
        submitted_at: row.submitted_at,
        late: row.late,
    });
    Ok(read.collect())
}

/// A goal of a round with a ministry that takes part in it; what the matrix needs, and no more.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Number and title of the goal.
    pub goal: (u32, String),
    /// The ministry's part in it; `None` when nobody was assigned to the goal.
    pub part: Option<CellPart>,
}

/// What a ministry has to do on a goal, and how far it is.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// Whose.
    pub ministry: MinistryCode,
    /// Its short name.
    pub short: String,
    /// Its place in protocol order.
    pub protocol: i64,
    /// Lead or contributing.
    pub part: Part,
    /// Where the contribution stands.
    pub state: State,
    /// When it is due for this ministry.
    pub due: DateTime<Utc>,
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether that was after the deadline.
    pub late: bool,
}

/// Every goal of a round with every ministry that takes part, in one query; by goal, leads first, in protocol order.
///
/// # Errors
/// When SQLite fails.
pub async fn matrix(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Cell>> {
    let rows = sqlx::query!(
        r#"SELECT v.number AS "number: u32", v.title, c.ministry AS "ministry?: MinistryCode", n.short AS "short?",
             m.protocol AS "protocol?", a.part AS "part?: Part", c.state AS "state?: State",
             coalesce((SELECT contribution_due FROM deadline_extension AS e
                       WHERE e.round = r.id AND e.ministry = c.ministry ORDER BY granted_at DESC LIMIT 1),
                      r.contribution_due) AS "due!: DateTime<Utc>",
             s.at AS "submitted_at?: DateTime<Utc>", s.late AS "late?: bool"
           FROM round AS r
           JOIN goal_version AS v ON v.strategy = r.strategy AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date) AND v.change <> 'retired'
           LEFT JOIN contribution AS c ON c.round = r.id AND c.goal = v.goal
           LEFT JOIN assignment AS a ON a.round = c.round AND a.goal = c.goal AND a.ministry = c.ministry
           LEFT JOIN ministry AS m ON m.code = c.ministry
           LEFT JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN submission AS s ON s.contribution = c.id
             AND s.at = (SELECT max(at) FROM submission WHERE contribution = c.id)
           WHERE r.id = ?
           ORDER BY v.number, a.part DESC, m.protocol"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let known = row.ministry.zip(row.short).zip(row.protocol).zip(row.part).zip(row.state);
        let part = known.map(|((((ministry, short), protocol), part), state)| CellPart {
            ministry,
            short,
            protocol,
            part,
            state,
            due: row.due,
            submitted_at: row.submitted_at,
            late: row.late.unwrap_or_default(),
        });
        Cell { goal: (row.number, row.title), part }
    });
    Ok(read.collect())
}

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

/// Records where a contribution stands.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn update(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE contribution SET state = ?, revision = ?, shared = ?, changed_at = ? WHERE id = ?",
        contribution.state,
        contribution.revision,
        contribution.shared,
        now,
        contribution.id
    )
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
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
    insert_revision(connection, revision).await?;
    update(connection, saved, revision.at).await?;
    delete_draft(connection, saved.id, revision.author).await?;
    events::append(connection, event).await
}

async fn insert_revision(connection: &mut SqliteConnection, revision: &Revision) -> Result<()> {
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
pub async fn revision(
    connection: &mut SqliteConnection,
    id: ContributionId,
    number: u32,
) -> Result<Revision> {
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

/// A contribution that another ministry shared.
#[derive(Clone, Debug)]
pub struct SharedOne {
    /// Which.
    pub id: ContributionId,
    /// Label of its round.
    pub round: String,
    /// Number of its goal.
    pub number: u32,
    /// Title of its goal.
    pub title: String,
    /// Short name of its ministry.
    pub ministry: String,
    /// Where it stands.
    pub state: State,
    /// When it was saved last.
    pub at: DateTime<Utc>,
}

/// What other ministries shared; newest round first, then by goal and protocol order. `everything`: of all goals, and
/// not only of those the ministry takes part in.
///
/// # Errors
/// When SQLite fails.
pub async fn list_shared(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    everything: bool,
) -> Result<Vec<SharedOne>> {
    let shared = sqlx::query_as!(
        SharedOne,
        r#"SELECT c.id AS "id: ContributionId", r.label AS round, v.number AS "number: u32", v.title,
             n.short AS ministry, c.state AS "state: State", x.at AS "at: DateTime<Utc>"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round
           JOIN revision AS x ON x.contribution = c.id AND x.number = c.revision
           JOIN goal_version AS v ON v.goal = c.goal AND v.valid_from <= r.reference_date
             AND (v.valid_until IS NULL OR v.valid_until >= r.reference_date)
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE c.shared = 1 AND r.state <> 'preparing' AND c.ministry <> ?1
             AND (?2 OR EXISTS (SELECT 1 FROM assignment AS a
                                WHERE a.round = c.round AND a.goal = c.goal AND a.ministry = ?1))
           ORDER BY r.period_from DESC, v.number, m.protocol"#,
        ministry,
        everything
    )
    .fetch_all(connection)
    .await?;
    Ok(shared)
}

/// The newest approved words of a ministry on a goal in an earlier round: "vorige keer".
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
           WHERE c.goal = ?1 AND c.ministry = ?2 AND c.round <> ?3
             AND r.period_until < (SELECT period_from FROM round WHERE id = ?3)
           ORDER BY r.period_until DESC, a.at DESC LIMIT 1"#,
        contribution.goal,
        contribution.ministry,
        contribution.round
    )
    .fetch_optional(&mut *connection)
    .await?;
    match last {
        Some(last) => revision(connection, last.id, last.number).await.map(Some),
        None => Ok(None),
    }
}

/// What someone was typing.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The revision they started from.
    pub based_on: u32,
    /// The form as typed, JSON.
    pub fields: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// Keeps what someone is typing; one draft for each person and contribution.
///
/// # Errors
/// When SQLite fails.
pub async fn put_draft(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
    draft: &Draft,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO draft (contribution, person, based_on, fields, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET based_on = excluded.based_on, fields = excluded.fields, at = excluded.at",
        id,
        person,
        draft.based_on,
        draft.fields,
        draft.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What someone was typing, if anything.
///
/// # Errors
/// When SQLite fails.
pub async fn find_draft(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
) -> Result<Option<Draft>> {
    let draft = sqlx::query_as!(
        Draft,
        r#"SELECT based_on AS "based_on: u32", fields, at AS "at: DateTime<Utc>"
           FROM draft WHERE contribution = ? AND person = ?"#,
        id,
        person
    )
    .fetch_optional(connection)
    .await?;
    Ok(draft)
}

/// Forgets a draft: it became a revision, or was thrown away.
///
/// # Errors
/// When SQLite fails.
pub async fn delete_draft(
    connection: &mut SqliteConnection,
    id: ContributionId,
    person: PersonId,
) -> Result<()> {
    sqlx::query!("DELETE FROM draft WHERE contribution = ? AND person = ?", id, person)
        .execute(connection)
        .await?;
    Ok(())
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
