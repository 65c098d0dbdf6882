//! Goal texts and their passages.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{Error, Result, contributions, events};
use crate::domain::{
    clock::local_date,
    contribution::Contribution,
    event::Event,
    goal_text::{Field, GoalText, Head, Origin, Passage},
    id::{ContributionId, GoalId, PassageId, PersonId, RoundId},
    ministry::MinistryCode,
};

/// The text of one goal; an empty one when nobody composed it yet.
///
/// # Errors
/// When SQLite fails.
pub async fn get(connection: &mut SqliteConnection, round: RoundId, goal: GoalId) -> Result<GoalText> {
    Ok(load(connection, round, Some(goal)).await?.remove(&goal).unwrap_or_default())
}

/// The texts of all goals of a round, in two queries.
///
/// # Errors
/// When SQLite fails.
pub async fn all(connection: &mut SqliteConnection, round: RoundId) -> Result<BTreeMap<GoalId, GoalText>> {
    load(connection, round, None).await
}

async fn load(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: Option<GoalId>,
) -> Result<BTreeMap<GoalId, GoalText>> {
    let versions = sqlx::query!(
        r#"SELECT goal AS "goal: GoalId", version AS "version: u32" FROM goal_text
           WHERE round = ?1 AND (?2 IS NULL OR goal = ?2)"#,
        round,
        goal
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut texts: BTreeMap<GoalId, GoalText> = versions
        .into_iter()
        .map(|row| (row.goal, GoalText { version: row.version, passages: Vec::new() }))
        .collect();
    let rows = sqlx::query!(
        r#"SELECT p.goal AS "goal: GoalId", p.id AS "id: PassageId", p.section AS "head: Head", p.text,
             p.author AS "author: PersonId", p.changed_at AS "changed_at: DateTime<Utc>",
             p.origin_contribution AS "contribution: ContributionId", p.origin_number AS "number: u32",
             p.origin_section AS "field: Field", p.origin_paragraph AS "paragraph: u32", p.origin_text,
             c.ministry AS "ministry?: MinistryCode", v.sha256 AS "sha256?: String",
             (SELECT max(at) FROM approval AS a
              WHERE a.contribution = p.origin_contribution AND a.number = p.origin_number AND a.withdrawn_at IS NULL)
               AS "approved_at: DateTime<Utc>"
           FROM passage AS p
           LEFT JOIN contribution AS c ON c.id = p.origin_contribution
           LEFT JOIN revision AS v ON v.contribution = p.origin_contribution AND v.number = p.origin_number
           WHERE p.round = ?1 AND (?2 IS NULL OR p.goal = ?2)
           ORDER BY p.goal, p.section DESC, p.position"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let approved_on: Option<NaiveDate> = row.approved_at.map(local_date);
        let origin = row.contribution.zip(row.origin_text).map(|(contribution, text)| Origin {
            contribution,
            ministry: row.ministry.unwrap_or_else(|| MinistryCode::from("")),
            number: row.number.unwrap_or_default(),
            sha256: row.sha256.unwrap_or_default(),
            approved_on,
            field: row.field.unwrap_or(Field::Achieved),
            paragraph: row.paragraph.unwrap_or_default(),
            text,
        });
        let passage = Passage {
            id: row.id,
            head: row.head,
            text: row.text,
            origin,
            author: row.author,
            changed_at: row.changed_at,
        };
        texts.entry(row.goal).or_default().passages.push(passage);
    }
    Ok(texts)
}

/// A passage in a version of a goal's text: what stood there, for ever.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Identity.
    pub id: PassageId,
    /// Under which head.
    pub head: Head,
    /// Its words.
    pub text: String,
    /// Where they came from; `None` when the coordinator wrote them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<KeptOrigin>,
}

/// Where the words of a [`Kept`] passage came from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptOrigin {
    /// Which contribution.
    pub contribution: ContributionId,
    /// Whose.
    pub ministry: MinistryCode,
    /// Which revision.
    pub number: u32,
    /// Which part of it.
    pub field: Field,
    /// Which paragraph of that part, from 0.
    pub paragraph: u32,
    /// The exact words as they were.
    pub text: String,
}

impl Kept {
    /// A passage as it now reads.
    #[must_use]
    pub fn of(passage: &Passage) -> Self {
        let origin = passage.origin.as_ref().map(|origin| KeptOrigin {
            contribution: origin.contribution,
            ministry: origin.ministry.clone(),
            number: origin.number,
            field: origin.field,
            paragraph: origin.paragraph,
            text: origin.text.clone(),
        });
        Self { id: passage.id, head: passage.head, text: passage.text.clone(), origin }
    }
}

/// A version of a goal's text as it was, with when it was made.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which one.
    pub number: u32,
    /// Its passages, in the order of the report.
    pub passages: Vec<Kept>,
}

/// A version of a goal's text by its number.
///
/// # Errors
/// When SQLite fails, or what was kept cannot be read.
pub async fn find_version(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    number: u32,
) -> Result<Option<Version>> {
    let passages = sqlx::query_scalar!(
        "SELECT passages FROM goal_text_version WHERE round = ? AND goal = ? AND version = ?",
        round,
        goal,
        number
    )
    .fetch_optional(connection)
    .await?;
    passages.map(|passages| read_version(number, &passages)).transpose()
}

pub(super) fn read_version(number: u32, passages: &str) -> Result<Version> {
    let corrupt = |_| Error::Corrupt { table: "goal_text_version", column: "passages" };
    Ok(Version { number, passages: serde_json::from_str(passages).map_err(corrupt)? })
}

/// How many passages each goal has, by head.
///
/// # Errors
/// When SQLite fails.
pub async fn counts(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<(GoalId, Head), u32>> {
    let rows = sqlx::query!(
        r#"SELECT goal AS "goal: GoalId", section AS "head: Head", count(*) AS "passages: u32"
           FROM passage WHERE round = ? GROUP BY goal, section"#,
        round
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.goal, row.head), row.passages)).collect())
}

/// Keeps a goal's text together with the contribution whose words came into it or went out of it.
///
/// # Errors
/// When SQLite fails.
pub async fn put_with(
    connection: &mut SqliteConnection,
    contribution: &Contribution,
    text: &GoalText,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    contributions::update(connection, contribution, event.at).await?;
    put(connection, contribution.round, contribution.goal, text, author, event).await
}

/// Keeps a goal's text as it now is, the whole of it as a version, and the event.
///
/// # Errors
/// When SQLite fails.
pub async fn put(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    text: &GoalText,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO goal_text (round, goal, version) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
        round,
        goal,
        text.version
    )
    .execute(&mut *connection)
    .await?;
    // What stays is changed and not made anew: themes, answers and remarks hang on it.
    let staying: Vec<_> =
        text.passages.iter().map(|passage| format!("{:X}", passage.id.0.simple())).collect();
    let staying = serde_json::to_string(&staying).unwrap_or_default();
    sqlx::query!(
        "DELETE FROM passage WHERE round = ? AND goal = ? AND hex(id) NOT IN (SELECT value FROM json_each(?))",
        round,
        goal,
        staying
    )
    .execute(&mut *connection)
    .await?;
    for (position, passage) in (0_u32..).zip(&text.passages) {
        let origin = passage.origin.as_ref();
        let contribution = origin.map(|origin| origin.contribution);
        let number = origin.map(|origin| origin.number);
        let field = origin.map(|origin| origin.field);
        let paragraph = origin.map(|origin| origin.paragraph);
        let words = origin.map(|origin| origin.text.as_str());
        sqlx::query!(
            "INSERT INTO passage (id, round, goal, section, position, text, origin_contribution, origin_number,
               origin_section, origin_paragraph, origin_text, author, changed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET section = excluded.section, position = excluded.position,
               text = excluded.text, author = excluded.author, changed_at = excluded.changed_at",
            passage.id,
            round,
            goal,
            passage.head,
            position,
            passage.text,
            contribution,
            number,
            field,
            paragraph,
            words,
            passage.author,
            passage.changed_at,
        )
        .execute(&mut *connection)
        .await?;
    }
    let whole: Vec<_> = text.passages.iter().map(Kept::of).collect();
    let whole = serde_json::to_string(&whole).unwrap_or_default();
    sqlx::query!(
        "INSERT INTO goal_text_version (round, goal, version, passages, author, at) VALUES (?, ?, ?, ?, ?, ?)",
        round,
        goal,
        text.version,
        whole,
        author,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}
