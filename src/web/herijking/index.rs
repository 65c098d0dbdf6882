//! Proposals of a strategy.

use askama::Template;
use axum::{extract::State, response::Response};

use super::world::World;
use crate::{
    domain::{
        clock,
        herijking::{Proposal, State as Stage},
    },
    report::typography::capitalised,
    store,
    web::{
        App, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{NewProposal, Proposals, ShowProposal},
        strategies,
    },
};

/// A proposal in the list.
struct Line {
    href: String,
    title: String,
    status: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/herijking/index.html")]
struct ProposalsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    strategy: String,
    lines: Vec<Line>,
    new: Option<String>,
}

pub(in crate::web) async fn index(
    path: Proposals,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let world = World::load(&mut reader, &visitor, &path.strategy).await?;
    let proposals = store::herijking::list(&mut reader, &world.outline.id).await?;
    let asked = store::herijking::asked(&mut reader, &world.outline.id, &visitor.actor.ministry).await?;
    let seen = proposals.iter().filter(|proposal| {
        visitor.actor.may_see_proposal(proposal.state, asked.contains(&proposal.id)).is_ok()
    });
    let lines = seen.map(|proposal| Line {
        href: ShowProposal { strategy: world.outline.id.clone(), proposal: proposal.id }.to_string(),
        title: title(proposal, &world),
        status: proposal.state.dutch(),
        note: if proposal.state == Stage::Rejected {
            proposal.ground.clone().unwrap_or_default()
        } else {
            format!("Ingang {}. {}", clock::long_date(proposal.terms.from), proposal.terms.reason)
        },
    });
    page(&ProposalsPage {
        layout: Layout::of(&app, &visitor),
        trail: strategies::trail(&world.outline),
        strategy: world.outline.short.clone(),
        lines: lines.collect(),
        new: visitor
            .actor
            .may_coordinate()
            .ok()
            .map(|_| NewProposal { strategy: world.outline.id.clone() }.to_string()),
    })
}

/// "Doel 6 splitsen".
#[expect(clippy::similar_names, reason = "a world and its word")]
pub(super) fn title(proposal: &Proposal, world: &World) -> String {
    use crate::domain::strategy::Change;
    let plan = &proposal.plan;
    let word = capitalised(&world.strategy.goal_word);
    let before = |goal: &crate::domain::id::GoalId| {
        world.before(*goal, proposal.terms.from).map_or(0, |version| version.number).to_string()
    };
    let numbers: Vec<String> = plan.goals.iter().map(before).collect();
    let numbers = match numbers.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    };
    match plan.change {
        Change::Added | Change::Original => {
            let title = plan.targets.first().map_or("", |target| target.title.as_str());
            format!("{word} toevoegen: {title}")
        }
        Change::Reworded => format!("{word} {numbers} anders verwoorden"),
        Change::Moved => format!("{word} {numbers} verplaatsen"),
        Change::Split => format!("{word} {numbers} splitsen"),
        Change::Merged => format!("{word} {numbers} samenvoegen"),
        Change::Retired => format!("{word} {numbers} laten vervallen"),
    }
}
