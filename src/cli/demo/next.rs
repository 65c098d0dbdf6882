//! The round after: under way, so that every screen has something to try.

use anyhow::Context as _;
use chrono::TimeDelta;
use sqlx::SqliteConnection;

use super::{
    changes, files, remarks,
    seed::{Acts, Cast, STRATEGY, begin_round, goals},
};
use crate::domain::{
    clock::Clock,
    contribution::{Content, Stand, StandLine},
    id::RoundId,
    round::{Round, State},
    text::Prose,
};

/// Opens the round and brings its contributions as far as the file says.
pub(super) async fn begin(
    writer: &mut SqliteConnection,
    cast: &Cast,
    file: &files::NextRound,
) -> anyhow::Result<()> {
    let round = Round {
        id: RoundId::new(),
        strategy: STRATEGY.to_owned(),
        slug: file.label.replace('–', "-"),
        label: file.label.clone(),
        from: file.from,
        until: file.until,
        reference_date: file.reference_date,
        contribution_due: file.deadlines.contribution,
        approval_due: file.deadlines.approval,
        consent_due: file.deadlines.consent,
        silence_is_consent: false,
        state: State::Preparing,
        paused_at: None,
        specimen: true,
    };
    let round = begin_round(writer, round, cast, file.now - TimeDelta::weeks(8)).await?;
    let goals = goals(writer, &round).await?;
    let mut at = file.now - TimeDelta::days(9);
    for begun in &file.contribution {
        at += TimeDelta::hours(7);
        let goal = *goals.get(&begun.goal).with_context(|| format!("there is no goal {}", begun.goal))?;
        let known = crate::store::goals::commitments(writer, goal, round.reference_date).await?;
        let commitments: Vec<_> = known.iter().map(|commitment| commitment.id).collect();
        let stands = commitments.iter().map(|commitment| StandLine {
            commitment: *commitment,
            stand: Stand::NoNews,
            line: String::new(),
        });
        let content = Content {
            achieved: Prose::parse(&begun.achieved)?,
            stands: stands.collect(),
            ..Content::default()
        };
        let mut acts = Acts::of(writer, cast, &round, goal, &begun.ministry).await?;
        if begun.shared {
            acts.share();
        }
        acts.save(writer, content, at).await?;
        if begun.state == "concept" {
            continue;
        }
        acts.submit(writer, &commitments, at + TimeDelta::hours(1)).await?;
        match begun.state.as_str() {
            "ingediend" => {}
            "teruggestuurd" => acts.send_back(writer, &begun.reason, at + TimeDelta::hours(3)).await?,
            "akkoord" => acts.approve(writer, at + TimeDelta::hours(3)).await?,
            other => anyhow::bail!("{other} is no state"),
        }
    }
    super::pointers::set_aside(writer, cast, &round, &file.aside, at).await?;
    for remark in &file.remark {
        at += TimeDelta::hours(7);
        let goal = goals.get(&remark.goal).with_context(|| format!("there is no goal {}", remark.goal))?;
        remarks::make(writer, cast, &round, *goal, remark, at).await?;
    }
    let clock = Clock::fixed(file.now - TimeDelta::weeks(2));
    changes::lay_before(writer, cast, &file.herijking, &clock).await?;
    Ok(())
}
