//! How the commitments of a goal stood, round after round, as the ministries said it with akkoord.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    access::Scope,
    contribution::Stand,
    id::{CommitmentId, GoalId, RoundId},
    ministry::MinistryCode,
    strategy::{Commitment, CommitmentKind},
};

/// A commitment that a goal has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The commitment.
    pub commitment: Commitment,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, when it ended.
    pub until: Option<NaiveDate>,
    /// Numbers it had under goals that went before.
    pub before: Vec<String>,
    /// Numbers under which it goes on, when it ended.
    pub after: Vec<String>,
}

/// Every commitment that a goal has or ever had, in order.
///
/// # Errors
/// When SQLite fails.
pub async fn promised(connection: &mut SqliteConnection, goal: GoalId) -> Result<Vec<Promised>> {
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: CommitmentId", c.number, c.kind AS "kind: CommitmentKind", c.text,
             c.source_line AS "source_line: u32", c.due AS "due: NaiveDate", c.repeats_years AS "repeats_years: u32",
             c.valid_from AS "from: NaiveDate", c.valid_until AS "until: NaiveDate",
             (SELECT group_concat(b.number, ' ') FROM commitment_successor AS s JOIN commitment AS b ON b.id = s.commitment
              WHERE s.successor = c.id) AS "before: String",
             (SELECT group_concat(a.number, ' ') FROM commitment_successor AS s JOIN commitment AS a ON a.id = s.successor
              WHERE s.commitment = c.id) AS "after: String"
           FROM commitment AS c WHERE c.goal = ? ORDER BY c.position"#,
        goal
    )
    .fetch_all(connection)
    .await?;
    let words = |joined: Option<String>| -> Vec<String> {
        joined.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    };
    let read = rows.into_iter().map(|row| Promised {
        commitment: Commitment {
            id: row.id,
            number: row.number,
            kind: row.kind,
            text: row.text,
            source_line: row.source_line,
            due: row.due,
            repeats_years: row.repeats_years,
        },
        from: row.from,
        until: row.until,
        before: words(row.before),
        after: words(row.after),
    });
    Ok(read.collect())
}

/// What a ministry said on a commitment in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Label of the round: "2018–2020".
    pub round: String,
    /// Short name of the ministry.
    pub ministry: String,
    /// How it stood.
    pub stand: Stand,
    /// In a line.
    pub line: String,
}

/// What was said on each commitment of a goal, also under goals that went before, oldest round first; `newest`: in no
/// more than so many rounds.
///
/// Of rounds that were presented all that had akkoord; of others only what someone's lists may hold.
///
/// # Errors
/// When SQLite fails.
pub async fn said(
    connection: &mut SqliteConnection,
    goal: GoalId,
    scope: &Scope,
    newest: Option<u32>,
) -> Result<BTreeMap<CommitmentId, Vec<Said>>> {
    let (all, ministry) = match scope {
        Scope::All => (true, None),
        Scope::Ministry(ministry) => (false, Some(ministry)),
    };
    let rows = sqlx::query!(
        r#"WITH RECURSIVE line (now, was) AS (
             SELECT id, id FROM commitment WHERE goal = ?1
             UNION
             SELECT line.now, s.commitment FROM line JOIN commitment_successor AS s ON s.successor = line.was),
           shown (id) AS (
             SELECT r.id FROM round AS r WHERE r.state <> 'preparing' AND EXISTS (
               SELECT 1 FROM line JOIN commitment AS k ON k.id = line.was
               JOIN contribution AS c ON c.goal = k.goal AND c.round = r.id)
             ORDER BY r.period_from DESC LIMIT coalesce(?4, -1))
           SELECT line.now AS "commitment!: CommitmentId", r.label, n.short, x.stand AS "stand: Stand", x.line
           FROM line
           JOIN commitment AS k ON k.id = line.was
           JOIN contribution AS c ON c.goal = k.goal
           JOIN round AS r ON r.id = c.round
           JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           JOIN revision_commitment AS x
             ON x.contribution = a.contribution AND x.number = a.number AND x.commitment = k.id
           JOIN ministry AS m ON m.code = c.ministry
           JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           WHERE r.id IN (SELECT id FROM shown)
             AND (r.state = 'presented' OR (r.state <> 'preparing' AND (?2 OR c.ministry = ?3)))
           ORDER BY r.period_from, m.protocol"#,
        goal,
        all,
        ministry,
        newest
    )
    .fetch_all(connection)
    .await?;
    let mut said = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        let one = Said { round: row.label, ministry: row.short, stand: row.stand, line: row.line };
        said.entry(row.commitment).or_default().push(one);
    }
    Ok(said)
}

/// Numbers of the commitments that a ministry must say something new of in rounds that are under way, by round and goal.
///
/// # Errors
/// When SQLite fails.
pub async fn due(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
) -> Result<BTreeMap<(RoundId, GoalId), Vec<String>>> {
    let rows = sqlx::query!(
        r#"SELECT c.round AS "round: RoundId", c.goal AS "goal: GoalId", r.period_from AS "from: NaiveDate",
             r.period_until AS "until: NaiveDate", k.id AS "id: CommitmentId", k.number,
             k.kind AS "kind: CommitmentKind", k.text, k.due AS "due: NaiveDate", k.repeats_years AS "repeats_years: u32"
           FROM contribution AS c
           JOIN round AS r ON r.id = c.round AND r.state IN ('open', 'composing', 'consulting')
           JOIN commitment AS k ON k.goal = c.goal AND k.due IS NOT NULL AND k.valid_from <= r.reference_date
             AND (k.valid_until IS NULL OR k.valid_until >= r.reference_date)
           WHERE c.ministry = ? ORDER BY k.position"#,
        ministry
    )
    .fetch_all(connection)
    .await?;
    let mut due = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        let commitment = Commitment {
            id: row.id,
            number: row.number,
            kind: row.kind,
            text: row.text,
            source_line: None,
            due: row.due,
            repeats_years: row.repeats_years,
        };
        if commitment.due_within(row.from, row.until).is_some() {
            due.entry((row.round, row.goal)).or_default().push(commitment.number);
        }
    }
    Ok(due)
}
