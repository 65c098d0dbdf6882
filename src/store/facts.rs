//! Gathers the facts of a round: a fixed number of queries, however many goals and ministries there are.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{
    Result, assessments, consents, developments, earlier_reports, gaps, goal_texts, goals, herijking,
    letters, ministries, requests,
    revisions::{prose, reason, source},
    round_texts, rounds, strategies, themes,
};
use crate::domain::{
    consent::Consent,
    contribution::{Content, Stand, StandLine, State},
    facts::{
        Approved, ConsentFacts, ContributionFacts, DevelopmentFacts, Facts, GoalFacts, IndicatorFacts,
        Measurement,
    },
    id::{CommitmentId, ContributionId, GoalId, IndicatorId},
    ministry::MinistryCode,
    round::Round,
    text::Prose,
};

/// Everything the report of a round is made of, as it stands now.
///
/// # Errors
/// When SQLite fails or a row holds something unknown.
pub async fn gather(connection: &mut SqliteConnection, round: Round) -> Result<Facts> {
    let day = round.reference_date;
    let strategy = strategies::get(connection, &round.strategy).await?;
    let mut assignments = rounds::assignments(connection, round.id).await?;
    let mut contributions = contributions(connection, &round).await?;
    let mut texts = goal_texts::all(connection, round.id).await?;
    let mut consents = consents::all(connection, round.id).await?;
    let mut rated = assessments::all(connection, round.id).await?;
    let mut commitments = goals::all_commitments(connection, &strategy.id, day).await?;
    let mut references = goals::references(connection, &strategy.id, day).await?;
    let mut indicators = indicators(connection, &strategy.id, day).await?;
    let goal_list = goals::list(connection, &strategy.id, day).await?;
    let with_all = goal_list.into_iter().map(|goal| {
        let assigned = assignments.remove(&goal.id).unwrap_or_default();
        let mut given = contributions.remove(&goal.id).unwrap_or_default();
        given.retain(|one| assigned.iter().any(|assignment| assignment.ministry == one.ministry));
        given.sort_by_key(|one| assigned.iter().position(|assignment| assignment.ministry == one.ministry));
        let text = texts.remove(&goal.id).unwrap_or_default();
        let consents = consents::of_involved(consents.remove(&goal.id).unwrap_or_default(), &assigned, &text);
        let standing =
            |consent: Consent| ConsentFacts { standing: consent.standing(&text), ministry: consent.ministry };
        GoalFacts {
            consents: consents.into_iter().map(standing).collect(),
            refers_to: references.remove(&goal.id).unwrap_or_default(),
            commitments: commitments.remove(&goal.id).unwrap_or_default(),
            assignments: assigned,
            contributions: given,
            text,
            assessment: rated.remove(&goal.id),
            indicators: indicators.remove(&goal.id).unwrap_or_default(),
            goal,
        }
    });
    let goal_facts = with_all.collect();
    let mut judged = developments::judged(connection, round.id).await?;
    let developments = strategies::developments(connection, &strategy.id, day).await?;
    let developments = developments
        .into_iter()
        .map(|development| DevelopmentFacts { judged: judged.remove(&development.id), development })
        .collect();
    let round_texts = round_texts::all(connection, round.id).await?;
    let changed_after = rounds::find_previous_reference_date(connection, &round).await?;
    Ok(Facts {
        pillars: strategies::pillars(connection, &strategy.id).await?,
        ratings: strategies::ratings(connection, &strategy.id).await?,
        themes: strategies::themes(connection, &strategy.id).await?,
        policy_documents: strategies::policy_documents(connection, &strategy.id, day).await?,
        ministries: ministries::list(connection, day).await?,
        goals: goal_facts,
        goal_changes: goals::changes(connection, &strategy.id, changed_after, day).await?,
        lineage: herijking::lineage(connection, &strategy.id).await?,
        developments,
        texts: round_texts.into_iter().map(|(section, (_, text))| (section, text)).collect(),
        requests: requests::list(connection, &round).await?,
        tagged: themes::tagged(connection, round.id).await?,
        set_aside: gaps::set_aside(connection, round.id).await?,
        earlier: earlier_reports::find_before(connection, &round).await?,
        letter: letters::gather(connection, &round).await?,
        strategy,
        round,
    })
}

/// The contributions of a round with the words that were approved, by goal, in four queries.
async fn contributions(
    connection: &mut SqliteConnection,
    round: &Round,
) -> Result<BTreeMap<GoalId, Vec<ContributionFacts>>> {
    let mut stands = BTreeMap::<ContributionId, Vec<StandLine>>::new();
    let rows = sqlx::query!(
        r#"SELECT x.contribution AS "id: ContributionId", x.commitment AS "commitment: CommitmentId",
             x.stand AS "stand: Stand", x.line
           FROM contribution AS c
           JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           JOIN revision_commitment AS x ON x.contribution = a.contribution AND x.number = a.number
           JOIN commitment AS k ON k.id = x.commitment
           WHERE c.round = ? ORDER BY k.position"#,
        round.id
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let stand = StandLine { commitment: row.commitment, stand: row.stand, line: row.line };
        stands.entry(row.id).or_default().push(stand);
    }
    let mut sources = BTreeMap::<ContributionId, Vec<_>>::new();
    let rows = sqlx::query!(
        r#"SELECT x.contribution AS "id: ContributionId", x.title, x.url, x.paper,
             x.reference_date AS "reference_date: NaiveDate"
           FROM contribution AS c
           JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           JOIN revision_source AS x ON x.contribution = a.contribution AND x.number = a.number
           WHERE c.round = ? ORDER BY x.contribution, x.position"#,
        round.id
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        sources.entry(row.id).or_default().push(source(row.title, row.url, row.paper, row.reference_date)?);
    }
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id: ContributionId", c.goal AS "goal: GoalId", c.ministry AS "ministry: MinistryCode",
             c.state AS "state: State",
             coalesce((SELECT late FROM submission WHERE contribution = c.id ORDER BY at DESC LIMIT 1), 0) AS "late!: bool",
             a.number AS "number?: u32", a.sha256 AS "sha256?: String", a.at AS "at?: DateTime<Utc>",
             v.achieved AS "achieved?: String", v.obstacles AS "obstacles?: String",
             v.outlook AS "outlook?: String", v.no_contribution
           FROM contribution AS c
           LEFT JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           LEFT JOIN revision AS v ON v.contribution = a.contribution AND v.number = a.number
           WHERE c.round = ?"#,
        round.id
    )
    .fetch_all(connection)
    .await?;
    let mut contributions = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        let words = row.achieved.zip(row.obstacles).zip(row.outlook);
        let approved = match (row.number, row.sha256, row.at, words) {
            (Some(number), Some(sha256), Some(at), Some(((achieved, obstacles), outlook))) => {
                let content = Content {
                    achieved: prose(&achieved)?,
                    obstacles: prose(&obstacles)?,
                    outlook: prose(&outlook)?,
                    // Not read here, so that it cannot reach a report.
                    internal_note: Prose::default(),
                    no_contribution: reason(row.no_contribution.as_deref())?,
                    stands: stands.remove(&row.id).unwrap_or_default(),
                    sources: sources.remove(&row.id).unwrap_or_default(),
                };
                Some(Approved { number, content, sha256, at })
            }
            _ => None,
        };
        contributions.entry(row.goal).or_default().push(ContributionFacts {
            id: row.id,
            ministry: row.ministry,
            state: row.state,
            late: row.late,
            approved,
        });
    }
    Ok(contributions)
}

/// Figures of a strategy up to a day, by goal or by the first that carries it on; of a day recorded twice, the newest
/// that was agreed to.
async fn indicators(
    connection: &mut SqliteConnection,
    strategy: &str,
    until: NaiveDate,
) -> Result<BTreeMap<GoalId, Vec<IndicatorFacts>>> {
    let mut measurements = BTreeMap::<IndicatorId, Vec<Measurement>>::new();
    let rows = sqlx::query!(
        r#"SELECT m.indicator AS "indicator: IndicatorId", m.reference_date AS "date: NaiveDate", m.value, m.source
           FROM measurement AS m JOIN indicator AS i ON i.id = m.indicator JOIN goal AS g ON g.id = i.goal
           WHERE g.strategy = ? AND m.reference_date <= ? AND m.recorded_at =
             (SELECT max(recorded_at) FROM measurement_approval
              WHERE indicator = m.indicator AND reference_date = m.reference_date)
           ORDER BY m.reference_date"#,
        strategy,
        until
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let measurement = Measurement { date: row.date, value: row.value, source: row.source };
        measurements.entry(row.indicator).or_default().push(measurement);
    }
    let rows = sqlx::query!(
        r#"SELECT i.id AS "id: IndicatorId",
             (SELECT v.goal FROM goal_heir AS h JOIN goal_version AS v ON v.goal = h.heir
              WHERE h.goal = i.goal AND v.change <> 'retired' AND v.valid_from <= ?2
                AND (v.valid_until IS NULL OR v.valid_until >= ?2)
              ORDER BY v.number LIMIT 1) AS "goal: GoalId",
             i.ministry AS "ministry: MinistryCode", i.name,
             i.unit, i.decimals AS "decimals: u8", i.baseline, i.baseline_date AS "baseline_date: NaiveDate", i.target, i.target_date AS "target_date: NaiveDate"
           FROM indicator AS i JOIN goal AS g ON g.id = i.goal WHERE g.strategy = ?1 ORDER BY i.goal, i.name"#,
        strategy,
        until
    )
    .fetch_all(connection)
    .await?;
    let mut indicators = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        // Nobody carries on what it measured.
        let Some(goal) = row.goal else { continue };
        indicators.entry(goal).or_default().push(IndicatorFacts {
            name: row.name,
            unit: row.unit,
            decimals: row.decimals,
            ministry: row.ministry,
            baseline: row.baseline_date.zip(row.baseline),
            target: row.target_date.zip(row.target),
            measurements: measurements.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(indicators)
}
