//! What changes in the strategy and in the registers: a goal is herijkt, a ministry renamed.

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, STRATEGY, event},
};
use crate::{
    domain::{
        access::operator,
        clock::Clock,
        dated,
        herijking::{Outcome, Plan, Proposal, State, Target, Terms},
        id::{GoalId, ProposalId},
        ministry::MinistryCode,
        person::Role,
        strategy::{Change, Goal},
    },
    store::{self, ministries::DatedName},
};

/// Makes the changes of a round, in the weeks before it was opened.
pub(super) async fn before(
    writer: &mut SqliteConnection,
    cast: &Cast,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    for renamed in &file.renamed {
        rename(writer, cast, renamed, clock.now()).await?;
    }
    if let Some(herijking) = &file.herijking {
        clock.set(file.calendar.opened - TimeDelta::weeks(12));
        let heard = lay_before(writer, cast, herijking, clock).await?;
        clock.set(clock.now() + TimeDelta::days(14));
        accept(writer, cast, heard, clock.now()).await?;
    }
    Ok(())
}

async fn rename(
    writer: &mut SqliteConnection,
    cast: &Cast,
    file: &files::Renamed,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let ministry: MinistryCode = file.ministry.as_str().into();
    let names = store::ministries::all_names(writer).await?;
    let spans: Vec<_> = names.iter().filter(|name| name.ministry == ministry).map(DatedName::span).collect();
    let succession = dated::succeed(&spans, file.from)?;
    let new = DatedName {
        ministry,
        name: file.name.clone(),
        short: file.short.clone(),
        from: file.from,
        until: None,
    };
    store::ministries::add_name(writer, &new, succession).await?;
    let by = (cast.someone("bz", Role::Administrator)?, Role::Administrator);
    let object = format!("{}/{}", file.ministry, file.from);
    let event = event(by, "bz", at, "name", ("ministry", &object));
    store::events::append(writer, &event).await?;
    Ok(())
}

/// Proposes another title for a goal and lays that before the ministries that hold it, of which some answer.
pub(super) async fn lay_before(
    writer: &mut SqliteConnection,
    cast: &Cast,
    file: &files::Herijking,
    clock: &Clock,
) -> anyhow::Result<Proposal> {
    let coordinator = cast.someone("bz", Role::Coordinator)?;
    let day = file.from.pred_opt().context("a day before")?;
    let goals = store::goals::list(writer, STRATEGY, day).await?;
    let goal = goals.into_iter().find(|goal| goal.number == file.goal).context("no such goal")?;
    let developments = store::strategies::developments(writer, STRATEGY, day).await?;
    let cause = developments.iter().find(|development| development.number == file.cause);
    let terms = Terms {
        from: file.from,
        reason: file.reason.clone(),
        paper: None,
        cause: Some(cause.context("no such development")?.id),
    };
    let proposal = Proposal {
        id: ProposalId::new(),
        strategy: STRATEGY.to_owned(),
        state: State::Proposed,
        version: 1,
        plan: plan(&goal, &file.title),
        terms,
        proposed_by: coordinator,
        proposed_at: clock.now(),
        ground: None,
        decided_at: None,
    };
    let note =
        |verb, at| event((coordinator, Role::Coordinator), "bz", at, verb, ("goal-proposal", &proposal.id));
    store::herijking::propose(writer, &proposal, &note("propose", clock.now())).await?;
    clock.set(clock.now() + TimeDelta::days(1));
    let asked: Vec<MinistryCode> = file.view.iter().map(|view| view.ministry.as_str().into()).collect();
    let heard = proposal.clone().lay_before(&operator::coordinate(), 1)?;
    store::herijking::lay_before(writer, &heard, &asked, &note("lay-before", clock.now())).await?;
    for view in file.view.iter().filter(|view| !view.text.is_empty()) {
        clock.set(clock.now() + TimeDelta::days(2));
        let approver = cast.someone(&view.ministry, Role::Approver)?;
        let by = (approver, Role::Approver);
        let event = event(by, &view.ministry, clock.now(), "say", ("goal-proposal", &proposal.id));
        let ministry = view.ministry.as_str().into();
        store::herijking::say(writer, proposal.id, &ministry, &view.text, approver, &event).await?;
    }
    Ok(heard)
}

/// The coordinator decides that it is so.
async fn accept(
    writer: &mut SqliteConnection,
    cast: &Cast,
    heard: Proposal,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let coordinator = cast.someone("bz", Role::Coordinator)?;
    let version = heard.version;
    let decided = heard.decide(&operator::coordinate(), version, Outcome::Accept, None, at)?;
    let by = (coordinator, Role::Coordinator);
    let event = event(by, "bz", at, "accept", ("goal-proposal", &decided.id));
    store::herijking::decide(writer, &decided, coordinator, &event).await?;
    let ledger = store::herijking::ledger(writer, STRATEGY).await?;
    let amendment = ledger.draw_up(&decided.plan, &decided.terms, GoalId::new);
    let amendment = amendment.map_err(|faults| anyhow!("the herijking cannot be carried out: {faults:?}"))?;
    store::herijking::carry_out(writer, STRATEGY, &amendment, at).await?;
    Ok(())
}

fn plan(goal: &Goal, title: &str) -> Plan {
    Plan {
        change: Change::Reworded,
        goals: vec![goal.id],
        targets: vec![Target {
            pillar: goal.pillar,
            number: goal.number,
            title: title.to_owned(),
            promise: goal.promise.clone(),
            commitments: Vec::new(),
        }],
        fates: Vec::new(),
        heir: None,
        ministries: Vec::new(),
    }
}
