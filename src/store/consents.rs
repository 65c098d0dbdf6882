//! Consent: what was laid before whom, and what was answered.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, events, goal_texts, goals, rounds};
use crate::domain::{
    consent::{self, Answer, Answered, Asked, Consent, NewAnswer},
    event::Event,
    goal_text::GoalText,
    id::{GoalId, PersonId, RoundId},
    ministry::MinistryCode,
    round::Round,
    strategy::{Assignment, Goal},
};

/// What an event is about.
pub const KIND: &str = "goal-text";

/// What was asked and answered on all goals of a round, in two queries; ministries nothing was asked of are not in it.
///
/// # Errors
/// When SQLite fails.
pub async fn all(
    connection: &mut SqliteConnection,
    round: RoundId,
) -> Result<BTreeMap<GoalId, Vec<Consent>>> {
    load(connection, round, None).await
}

/// The same on one goal.
///
/// # Errors
/// When SQLite fails.
pub async fn of_goal(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Vec<Consent>> {
    Ok(load(connection, round, Some(goal)).await?.remove(&goal).unwrap_or_default())
}

async fn load(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: Option<GoalId>,
) -> Result<BTreeMap<GoalId, Vec<Consent>>> {
    let mut found = BTreeMap::<GoalId, Vec<Consent>>::new();
    let rows = sqlx::query!(
        r#"SELECT goal AS "goal: GoalId", ministry AS "ministry: MinistryCode", version AS "version: u32",
             share_sha256 AS share, at AS "at: DateTime<Utc>"
           FROM consent_request WHERE round = ?1 AND (?2 IS NULL OR goal = ?2)
           ORDER BY goal, ministry, version"#,
        round,
        goal
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let asked = Asked { version: row.version, share: row.share, at: row.at };
        of(found.entry(row.goal).or_default(), row.ministry).asked.push(asked);
    }
    let rows = sqlx::query!(
        r#"SELECT c.goal AS "goal: GoalId", c.ministry AS "ministry: MinistryCode", c.version AS "version: u32",
             c.sha256, c.share_sha256 AS share, c.answer AS "answer: Answer", c.reason, c.proposal, p.name AS "by?",
             c.at AS "at: DateTime<Utc>"
           FROM consent AS c LEFT JOIN person AS p ON p.id = c.by
           WHERE c.round = ?1 AND (?2 IS NULL OR c.goal = ?2) ORDER BY c.seq"#,
        round,
        goal
    )
    .fetch_all(connection)
    .await?;
    for row in rows {
        let answered = Answered {
            answer: row.answer,
            version: row.version,
            sha256: row.sha256,
            share: row.share,
            reason: row.reason,
            proposal: row.proposal,
            by: row.by,
            at: row.at,
        };
        of(found.entry(row.goal).or_default(), row.ministry).answered.push(answered);
    }
    Ok(found)
}

fn of(consents: &mut Vec<Consent>, ministry: MinistryCode) -> &mut Consent {
    let place = consents.iter().position(|consent| consent.ministry == ministry).unwrap_or_else(|| {
        consents.push(Consent::none(ministry));
        consents.len() - 1
    });
    &mut consents[place]
}

/// One for each ministry involved in a goal, in order, whether anything was asked of it or not; none before there is a text.
#[must_use]
pub fn of_involved(mut consents: Vec<Consent>, assignments: &[Assignment], text: &GoalText) -> Vec<Consent> {
    if text.version == 0 {
        return Vec::new();
    }
    let mut involved = Vec::new();
    for ministry in consent::involved(assignments, text) {
        let known = consents.iter().position(|consent| consent.ministry == ministry);
        involved.push(known.map_or_else(|| Consent::none(ministry), |place| consents.swap_remove(place)));
    }
    involved
}

/// Whether the texts of a goal were ever laid before a ministry.
///
/// # Errors
/// When SQLite fails.
pub async fn was_laid(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    ministry: &MinistryCode,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM consent_request WHERE round = ? AND goal = ? AND ministry = ?) AS "found!: bool""#,
        round,
        goal,
        ministry
    );
    Ok(found.fetch_one(connection).await?)
}

/// A round and a goal of which the text was laid before a ministry.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Which round.
    pub round: RoundId,
    /// Which goal.
    pub goal: GoalId,
}

/// All that was ever laid before a ministry, newest round first.
///
/// # Errors
/// When SQLite fails.
pub async fn laid_before(connection: &mut SqliteConnection, ministry: &MinistryCode) -> Result<Vec<Laid>> {
    let laid = sqlx::query_as!(
        Laid,
        r#"SELECT DISTINCT q.round AS "round: RoundId", q.goal AS "goal: GoalId"
           FROM consent_request AS q JOIN round AS r ON r.id = q.round
           WHERE q.ministry = ? ORDER BY r.period_from DESC"#,
        ministry
    );
    Ok(laid.fetch_all(connection).await?)
}

/// Who ever placed or changed words in a goal's text.
///
/// # Errors
/// When SQLite fails.
pub async fn composers(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
) -> Result<Vec<PersonId>> {
    let composers = sqlx::query_scalar!(
        r#"SELECT DISTINCT author AS "author: PersonId" FROM goal_text_version WHERE round = ? AND goal = ?"#,
        round,
        goal
    );
    Ok(composers.fetch_all(connection).await?)
}

/// Lays a goal's text before the ministries that were not asked for these words, with the event; tells which they are.
///
/// # Errors
/// When SQLite fails.
pub async fn lay(
    connection: &mut SqliteConnection,
    round: &Round,
    goal: &Goal,
    text: &GoalText,
    because: &Event,
) -> Result<Vec<MinistryCode>> {
    let assignments = rounds::assignments(connection, round.id).await?.remove(&goal.id).unwrap_or_default();
    let consents = of_goal(connection, round.id, goal.id).await?;
    put_before(connection, round, goal, text, of_involved(consents, &assignments, text), because).await
}

/// The same for all goals of a round that have a text.
///
/// # Errors
/// When SQLite fails.
pub async fn lay_all(connection: &mut SqliteConnection, round: &Round, because: &Event) -> Result<usize> {
    let mut assignments = rounds::assignments(connection, round.id).await?;
    let mut consents = all(connection, round.id).await?;
    let mut texts = goal_texts::all(connection, round.id).await?;
    let mut asked = 0;
    for goal in goals::list(connection, &round.strategy, round.reference_date).await? {
        let Some(text) = texts.remove(&goal.id) else { continue };
        let known = consents.remove(&goal.id).unwrap_or_default();
        let involved = of_involved(known, &assignments.remove(&goal.id).unwrap_or_default(), &text);
        asked += put_before(connection, round, &goal, &text, involved, because).await?.len();
    }
    Ok(asked)
}

async fn put_before(
    connection: &mut SqliteConnection,
    round: &Round,
    goal: &Goal,
    text: &GoalText,
    consents: Vec<Consent>,
    because: &Event,
) -> Result<Vec<MinistryCode>> {
    let sha256 = text.sha256();
    let mut asked = Vec::new();
    for consent in consents.into_iter().filter(|consent| consent.must_be_asked(text)) {
        let share = text.share_sha256(&consent.ministry);
        sqlx::query!(
            "INSERT INTO consent_request (round, goal, ministry, version, sha256, share_sha256, at)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            round.id,
            goal.id,
            consent.ministry,
            text.version,
            sha256,
            share,
            because.at
        )
        .execute(&mut *connection)
        .await?;
        asked.push(consent.ministry);
    }
    if !asked.is_empty() {
        let event = Event {
            verb: "lay-before",
            object_kind: KIND,
            object_id: format!("{}/{}", round.slug, goal.number),
            before: None,
            after: Some(sha256),
            ..because.clone()
        };
        events::append(connection, &event).await?;
    }
    Ok(asked)
}

/// Keeps an answer, with the event; who and when are those of the event.
///
/// # Errors
/// When SQLite fails.
pub async fn answer(
    connection: &mut SqliteConnection,
    round: RoundId,
    goal: GoalId,
    new: &NewAnswer,
    event: &Event,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO consent (round, goal, ministry, version, sha256, share_sha256, answer, reason, proposal, by, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        round,
        goal,
        new.ministry,
        new.version,
        new.sha256,
        new.share,
        new.answer,
        new.reason,
        new.proposal,
        event.actor,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Notes where silence has become consent: in rounds that say so, whose deadline has passed. An act of the program.
///
/// # Errors
/// When SQLite fails.
pub async fn note_silence(connection: &mut SqliteConnection, now: DateTime<Utc>) -> Result<usize> {
    let over = sqlx::query_scalar!(
        r#"SELECT id AS "id: RoundId" FROM round
           WHERE state = 'consulting' AND silence_is_consent = 1 AND paused_at IS NULL"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut noted = 0;
    for id in over {
        let round = rounds::get_by_id(connection, id).await?;
        noted += note_silence_in(connection, &round, now).await?;
    }
    Ok(noted)
}

async fn note_silence_in(
    connection: &mut SqliteConnection,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<usize> {
    let mut texts = goal_texts::all(connection, round.id).await?;
    let mut consents = all(connection, round.id).await?;
    let mut noted = 0;
    for goal in goals::list(connection, &round.strategy, round.reference_date).await? {
        let Some(text) = texts.remove(&goal.id) else { continue };
        for consent in consents.remove(&goal.id).unwrap_or_default() {
            let Some(silent) = consent.fall_silent(round, &text, now) else { continue };
            let event = Event {
                at: now,
                actor: None,
                role: "program",
                ministry: Some(silent.ministry.clone()),
                verb: "note-silence",
                object_kind: KIND,
                object_id: format!("{}/{}", round.slug, goal.number),
                before: None,
                after: Some(silent.sha256.clone()),
                origin: "programma".to_owned(),
            };
            answer(connection, round.id, goal.id, &silent, &event).await?;
            noted += 1;
        }
    }
    Ok(noted)
}
