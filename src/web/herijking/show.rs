//! A proposal: what changes, what that does, what the ministries think, and the next step.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::SqliteConnection;

use super::{
    effects::{self, Effects, Side},
    index::title,
    trail,
    world::World,
};
use crate::{
    domain::{
        clock,
        herijking::{Proposal, State as Stage},
        id::ProposalId,
        ministry::MinistryCode,
    },
    store::{self, herijking::Heard},
    web::{
        App, Error, Result,
        extract::Visitor,
        form::{Choice, Errors},
        page::{Crumb, Layout, page, page_with},
        routes::{DecideProposal, EditProposal, LayProposalBefore, SayOnProposal, ShowProposal},
        strategies,
    },
};

/// A ministry that was asked, or will be.
struct HeardLine {
    ministry: String,
    said: Option<(String, String)>,
}

/// What was typed on this page and came back.
#[derive(Default)]
pub(super) struct Back {
    pub(super) view: String,
    pub(super) outcome: String,
    pub(super) ground: String,
    pub(super) errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/herijking/show.html")]
struct ProposalPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    state: Stage,
    version: u32,
    reason: String,
    paper: Option<Crumb>,
    cause: Option<String>,
    effects: Effects,
    decided: Option<String>,
    ground: Option<String>,
    heard: Vec<HeardLine>,
    silent: usize,
    /// Of who may write it: where.
    edit: Option<String>,
    lay_before: Option<String>,
    decide: Option<String>,
    say: Option<String>,
    say_kind: &'static str,
    own: String,
    outcomes: Vec<Choice>,
    back: Back,
}

/// A proposal with its strategy, for someone who may see it.
pub(super) struct Case {
    pub(super) world: World,
    pub(super) proposal: Proposal,
    pub(super) heard: Vec<Heard>,
}

impl Case {
    pub(super) async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        strategy: &str,
        id: ProposalId,
    ) -> Result<Self> {
        let proposal = store::herijking::get(connection, id).await?;
        let heard = store::herijking::heard(connection, id).await?;
        let asked = heard.iter().any(|one| one.ministry == visitor.actor.ministry);
        visitor.actor.may_see_proposal(proposal.state, asked)?;
        if proposal.strategy != strategy {
            return Err(Error::NotFound);
        }
        let world = World::load(connection, visitor, strategy).await?;
        Ok(Self { world, proposal, heard })
    }

    /// The ministries that are asked: those that hold a goal that changes or carries on, or are to hold a new one.
    pub(super) fn to_ask(&self) -> Vec<MinistryCode> {
        let plan = &self.proposal.plan;
        let goals = plan.goals.iter().chain(&plan.heir);
        let mut named: Vec<&MinistryCode> =
            goals.filter_map(|goal| self.world.holders.get(goal)).flatten().collect();
        named.extend(plan.ministries.iter().map(|(ministry, _)| ministry));
        // In protocol order, as the register is.
        let order = self.world.ministries.iter().map(|ministry| ministry.code.clone());
        order.filter(|code| named.contains(&code)).collect()
    }

    pub(super) fn asked(&self) -> Vec<MinistryCode> {
        self.heard.iter().map(|one| one.ministry.clone()).collect()
    }
}

pub(in crate::web) async fn show(
    path: ShowProposal,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path.strategy, path.proposal).await?;
    respond(&mut reader, &app, &visitor, case, Back::default(), StatusCode::OK).await
}

/// The page, as it is or with what came back.
#[expect(clippy::similar_names, reason = "a case and its cause")]
pub(super) async fn respond(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    case: Case,
    back: Back,
    status: StatusCode,
) -> Result<Response> {
    let Case { proposal, world, .. } = &case;
    let effects = if matches!(proposal.state, Stage::Proposed | Stage::Heard) {
        effects::read(connection, world, &proposal.plan, &proposal.terms).await?
    } else {
        let sides: Vec<Side> = effects::sides(world, &proposal.plan, &proposal.terms);
        let when = vec![format!("Datum van ingang: {}.", clock::long_date(proposal.terms.from))];
        Effects { sides, when, ..Effects::default() }
    };
    let heard: Vec<HeardLine> = if proposal.state == Stage::Proposed {
        case.to_ask().iter().map(|code| HeardLine { ministry: world.short(code), said: None }).collect()
    } else {
        let line = |one: &Heard| HeardLine {
            ministry: world.short(&one.ministry),
            said: one.view.as_ref().map(|view| {
                (view.text.clone(), format!("{}, {} uur", view.author, clock::short_moment(view.at)))
            }),
        };
        case.heard.iter().map(line).collect()
    };
    let coordinates = visitor.actor.may_coordinate().is_ok();
    let (strategy, id) = (|| world.outline.id.clone(), proposal.id);
    let says = proposal.state == Stage::Heard && visitor.actor.may_advise(&case.asked()).is_ok();
    let own = case.heard.iter().find(|one| one.ministry == visitor.actor.ministry);
    let own = own.and_then(|one| one.view.as_ref()).map(|view| view.text.clone()).unwrap_or_default();
    let decided = proposal.decided_at.map(|at| format!("Besloten op {} uur.", clock::short_moment(at)));
    let cause = proposal.terms.cause;
    let cause = world
        .developments
        .iter()
        .find(|one| Some(one.id) == cause)
        .map(|one| format!("{} {}", one.number, one.title));
    let answer = ProposalPage {
        layout: Layout::of(app, visitor),
        trail: trail(&world.outline),
        title: title(proposal, world),
        state: proposal.state,
        version: proposal.version,
        reason: proposal.terms.reason.clone(),
        paper: proposal.terms.paper.as_deref().map(strategies::paper),
        cause,
        effects,
        decided,
        ground: proposal.ground.clone(),
        silent: heard.iter().filter(|one| one.said.is_none()).count(),
        heard,
        edit: (coordinates && proposal.state == Stage::Proposed)
            .then(|| EditProposal { strategy: strategy(), proposal: id }.to_string()),
        lay_before: (coordinates && proposal.state == Stage::Proposed)
            .then(|| LayProposalBefore { strategy: strategy(), proposal: id }.to_string()),
        decide: (coordinates && proposal.state == Stage::Heard)
            .then(|| DecideProposal { strategy: strategy(), proposal: id }.to_string()),
        say: says.then(|| SayOnProposal { strategy: strategy(), proposal: id }.to_string()),
        // One primary button a page.
        say_kind: if coordinates { "secondary-action" } else { "primary-action" },
        own: if back.view.is_empty() { own } else { back.view.clone() },
        outcomes: vec![
            Choice::new("aannemen", "Aannemen", &back.outcome),
            Choice::new("verwerpen", "Verwerpen", &back.outcome),
        ],
        back,
    };
    if status == StatusCode::OK { page(&answer) } else { page_with(status, &answer) }
}
