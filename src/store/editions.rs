//! Frozen editions and their files. The schema's triggers let nobody change or delete them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    edition::{Corrects, Frozen, Kind},
    id::{EditionId, PersonId, RoundId},
    round::Round,
};

/// What is kept of an edition at the moment it is frozen.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// The edition.
    pub frozen: Frozen,
    /// The canonical JSON of its report.
    pub report: String,
    /// The definition it was made with, whole.
    pub definition: String,
    /// Name and version of the program.
    pub program: String,
    /// Name and SHA-256 of what it was made with: the definition and the faces.
    pub inputs: Vec<(String, String)>,
    /// Its files.
    pub files: Vec<NewFile>,
}

/// A file of an edition.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// "rapport.pdf".
    pub name: String,
    /// "application/pdf".
    pub media_type: &'static str,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// An edition in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The edition.
    pub edition: Frozen,
    /// Slug of its round.
    pub slug: String,
    /// Label of its round.
    pub label: String,
    /// Short name of its strategy.
    pub strategy: String,
    /// Id of its strategy.
    pub strategy_id: String,
    /// Whether it is a specimen.
    pub specimen: bool,
}

/// Keeps an edition for ever.
///
/// # Errors
/// [`super::Error::Conflict`] when its number is taken.
pub async fn insert(connection: &mut SqliteConnection, edition: &NewEdition) -> Result<()> {
    let frozen = &edition.frozen;
    let corrected = frozen.corrects.as_ref().map(|corrects| corrects.edition);
    let reason = frozen.corrects.as_ref().map(|corrects| &corrects.reason);
    sqlx::query!(
        "INSERT INTO edition (id, round, number, kind, corrects, reason, report, sha256, definition, program, frozen_by,
           frozen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        frozen.id,
        frozen.round,
        frozen.number,
        frozen.kind,
        corrected,
        reason,
        edition.report,
        frozen.sha256,
        edition.definition,
        edition.program,
        frozen.frozen_by,
        frozen.frozen_at,
    )
    .execute(&mut *connection)
    .await?;
    for (name, sha256) in &edition.inputs {
        sqlx::query!(
            "INSERT INTO edition_input (edition, name, sha256) VALUES (?, ?, ?)",
            frozen.id,
            name,
            sha256
        )
        .execute(&mut *connection)
        .await?;
    }
    for file in &edition.files {
        sqlx::query!(
            "INSERT INTO edition_file (edition, name, media_type, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
            frozen.id,
            file.name,
            file.media_type,
            file.sha256,
            file.bytes,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// An edition that is the newest word on a round.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which.
    pub id: EditionId,
    /// Its number.
    pub number: u32,
    /// Slug of its round.
    pub slug: String,
    /// Label of its round.
    pub label: String,
    /// Peildatum of its round.
    pub reference_date: NaiveDate,
}

/// Of each round of a strategy the report that was released last, oldest round first. An erratum is no report.
///
/// # Errors
/// When SQLite fails.
pub async fn standing(connection: &mut SqliteConnection, strategy: &str) -> Result<Vec<Standing>> {
    let standing = sqlx::query_as!(
        Standing,
        r#"SELECT e.id AS "id: EditionId", e.number AS "number: u32", r.slug, r.label,
             r.reference_date AS "reference_date: NaiveDate"
           FROM round AS r JOIN edition AS e ON e.round = r.id AND e.number =
             (SELECT max(n.number) FROM edition AS n JOIN edition_release AS l ON l.edition = n.id
              WHERE n.round = r.id AND n.kind <> 'erratum')
           WHERE r.strategy = ? ORDER BY r.period_from"#,
        strategy
    )
    .fetch_all(connection)
    .await?;
    Ok(standing)
}

/// The number the next edition of a round will have.
///
/// # Errors
/// When SQLite fails.
pub async fn next_number(connection: &mut SqliteConnection, round: RoundId) -> Result<u32> {
    let next = sqlx::query_scalar!(
        r#"SELECT coalesce(max(number), 0) + 1 AS "next!: u32" FROM edition WHERE round = ?"#,
        round
    );
    Ok(next.fetch_one(connection).await?)
}

/// Editions, newest first: all, or only those the public may read.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, released_only: bool) -> Result<Vec<Listed>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT e.id AS "id: EditionId", e.round AS "round: RoundId", e.number AS "number: u32", e.kind AS "kind: Kind",
             e.corrects AS "corrects: EditionId", e.reason, e.sha256, e.frozen_by AS "frozen_by: PersonId",
             e.frozen_at AS "frozen_at: DateTime<Utc>",
             (SELECT at FROM edition_release WHERE edition = e.id) AS "released_at: DateTime<Utc>",
             r.slug, r.label, s.short AS strategy, s.id AS strategy_id, r.specimen AS "specimen: bool"
           FROM edition AS e INDEXED BY edition_listed -- or rows are read, each with its report of half a megabyte
           JOIN round AS r ON r.id = e.round JOIN strategy AS s ON s.id = r.strategy
           WHERE NOT ?1 OR EXISTS (SELECT 1 FROM edition_release WHERE edition = e.id)
           ORDER BY r.period_from DESC, e.number DESC"#,
        released_only
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Listed::from).collect())
}

/// An edition by round and number.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, slug: &str, number: u32) -> Result<Option<Frozen>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT e.id AS "id: EditionId", e.round AS "round: RoundId", e.number AS "number: u32", e.kind AS "kind: Kind",
             e.corrects AS "corrects: EditionId", e.reason, e.sha256, e.frozen_by AS "frozen_by: PersonId",
             e.frozen_at AS "frozen_at: DateTime<Utc>",
             (SELECT at FROM edition_release WHERE edition = e.id) AS "released_at: DateTime<Utc>",
             r.slug, r.label, s.short AS strategy, s.id AS strategy_id, r.specimen AS "specimen: bool"
           FROM edition AS e JOIN round AS r ON r.id = e.round JOIN strategy AS s ON s.id = r.strategy
           WHERE r.slug = ? AND e.number = ?"#,
        slug,
        number
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Listed::from(row).edition))
}

/// An edition as its columns are.
struct Row {
    id: EditionId,
    round: RoundId,
    number: u32,
    kind: Kind,
    corrects: Option<EditionId>,
    reason: Option<String>,
    sha256: String,
    frozen_by: PersonId,
    frozen_at: DateTime<Utc>,
    released_at: Option<DateTime<Utc>>,
    slug: String,
    label: String,
    strategy: String,
    strategy_id: String,
    specimen: bool,
}

impl From<Row> for Listed {
    fn from(row: Row) -> Self {
        let corrects = row.corrects.zip(row.reason).map(|(edition, reason)| Corrects { edition, reason });
        Self {
            edition: Frozen {
                id: row.id,
                round: row.round,
                number: row.number,
                kind: row.kind,
                corrects,
                sha256: row.sha256,
                frozen_by: row.frozen_by,
                frozen_at: row.frozen_at,
                released_at: row.released_at,
            },
            slug: row.slug,
            label: row.label,
            strategy: row.strategy,
            strategy_id: row.strategy_id,
            specimen: row.specimen,
        }
    }
}

/// The canonical JSON of an edition's report.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn report(connection: &mut SqliteConnection, id: EditionId) -> Result<String> {
    Ok(sqlx::query_scalar!("SELECT report FROM edition WHERE id = ?", id).fetch_one(connection).await?)
}

/// The canonical JSON of what was last released on the strategy before this round: the edition to compare with.
/// An erratum is no report, so it is passed over.
///
/// # Errors
/// When SQLite fails.
pub async fn find_report_before(connection: &mut SqliteConnection, round: &Round) -> Result<Option<String>> {
    let report = sqlx::query_scalar!(
        "SELECT e.report FROM edition AS e JOIN round AS r ON r.id = e.round
         WHERE r.strategy = ? AND r.period_until < ? AND e.kind <> 'erratum'
           AND EXISTS (SELECT 1 FROM edition_release WHERE edition = e.id)
         ORDER BY r.period_until DESC, e.number DESC LIMIT 1",
        round.strategy,
        round.from
    );
    Ok(report.fetch_optional(connection).await?)
}

/// Name and version of the program that froze an edition.
///
/// # Errors
/// [`super::Error::NotFound`] when there is none.
pub async fn program(connection: &mut SqliteConnection, id: EditionId) -> Result<String> {
    Ok(sqlx::query_scalar!("SELECT program FROM edition WHERE id = ?", id).fetch_one(connection).await?)
}

/// Name and SHA-256 of what an edition was made with; none of an edition from before that was kept.
///
/// # Errors
/// When SQLite fails.
pub async fn inputs(connection: &mut SqliteConnection, id: EditionId) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!("SELECT name, sha256 FROM edition_input WHERE edition = ? ORDER BY name", id)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.sha256)).collect())
}

/// A file of an edition: media type, hash, bytes.
#[derive(Clone, Debug)]
pub struct File {
    /// "application/pdf".
    pub media_type: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A file of an edition by name.
///
/// # Errors
/// When SQLite fails.
pub async fn find_file(connection: &mut SqliteConnection, id: EditionId, name: &str) -> Result<Option<File>> {
    let file = sqlx::query_as!(
        File,
        "SELECT media_type, sha256, bytes FROM edition_file WHERE edition = ? AND name = ?",
        id,
        name
    )
    .fetch_optional(connection)
    .await?;
    Ok(file)
}

/// Names of an edition's files, with hash and size in bytes.
///
/// # Errors
/// When SQLite fails.
pub async fn files(connection: &mut SqliteConnection, id: EditionId) -> Result<Vec<(String, String, u64)>> {
    let rows = sqlx::query!(
        r#"SELECT name, sha256, length(bytes) AS "size!: i64" FROM edition_file WHERE edition = ? ORDER BY name"#,
        id
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.sha256, row.size.unsigned_abs())).collect())
}

/// Releases an edition to the public.
///
/// # Errors
/// [`super::Error::Conflict`] when it was released before, or by whoever froze it.
pub async fn release(
    connection: &mut SqliteConnection,
    id: EditionId,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("INSERT INTO edition_release (edition, by, at) VALUES (?, ?, ?)", id, by, at)
        .execute(connection)
        .await?;
    Ok(())
}
