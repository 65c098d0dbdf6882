//! The steps of a proposal: before the ministries, what they think, the decision.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    effects,
    show::{Back, Case, respond},
};
use crate::{
    domain::{
        herijking::{Outcome, Refused},
        id::GoalId,
        person::Role,
        text::Reason,
    },
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::done,
        routes::{DecideProposal, LayProposalBefore, SayOnProposal, ShowProposal},
    },
};

/// Which version of the proposal someone looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct StepForm {
    versie: u32,
}

/// What a ministry thinks, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ViewForm {
    zienswijze: String,
}

/// A decision as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct DecisionForm {
    versie: u32,
    besluit: String,
    grond: String,
    gezien: String,
}

/// Lays a proposal before the ministries.
pub(in crate::web) async fn lay_before(
    path: LayProposalBefore,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path.strategy, path.proposal).await?;
    let ministries = case.to_ask();
    let faults = case.world.ledger.draw_up(&case.proposal.plan, &case.proposal.terms, GoalId::new).err();
    if let Some(faults) = faults {
        return Err(impossible(&effects::sentences(&faults, &case.world)));
    }
    let proposal = case.proposal.lay_before(&permit, form.versie)?;
    let event = visitor.event(Role::Coordinator, "lay-before", "goal-proposal", proposal.id);
    store::herijking::lay_before(&mut writer, &proposal, &ministries, &event).await?;
    writer.commit().await?;
    let flash = match ministries.len() {
        0 => "Geen ministerie heeft deze doelen. U kunt nu besluiten.".to_owned(),
        1 => "Het voorstel ligt voor bij 1 ministerie. U kunt besluiten zodra u wilt; of het heeft gereageerd, blijft zichtbaar.".to_owned(),
        many => format!("Het voorstel ligt voor bij {many} ministeries. U kunt besluiten zodra u wilt; wie nog niet reageerde, blijft zichtbaar."),
    };
    done(&app, &visitor, ShowProposal { strategy: path.strategy, proposal: path.proposal }, &flash).await
}

/// Records what a ministry thinks.
pub(in crate::web) async fn say(
    path: SayOnProposal,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ViewForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path.strategy, path.proposal).await?;
    let permit = visitor.actor.may_advise(&case.asked())?;
    case.proposal.take_view(&permit)?;
    let mut errors = Errors::default();
    let Some(text) = errors.read("zienswijze", "Zienswijze", Reason::parse(&form.zienswijze)) else {
        let back = Back { view: form.zienswijze, errors, ..Back::default() };
        return respond(&mut writer, &app, &visitor, case, back, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let role = if visitor.actor.is(Role::Approver) { Role::Approver } else { Role::Contributor };
    let event = visitor.event(role, "say", "goal-proposal", path.proposal);
    let (actor, ministry) = (visitor.actor.person, &visitor.actor.ministry);
    store::herijking::say(&mut writer, path.proposal, ministry, text.as_str(), actor, &event).await?;
    writer.commit().await?;
    let to = ShowProposal { strategy: path.strategy, proposal: path.proposal };
    done(
        &app,
        &visitor,
        to,
        "De zienswijze van uw ministerie is bewaard. U kunt haar aanvullen tot er is besloten.",
    )
    .await
}

/// Decides, and carries out what was accepted; both or neither.
pub(in crate::web) async fn decide(
    path: DecideProposal,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path.strategy, path.proposal).await?;
    let (outcome, ground) = match read(&form) {
        Ok(read) => read,
        Err(errors) => {
            let back = Back { outcome: form.besluit, ground: form.grond, errors, ..Back::default() };
            return respond(&mut writer, &app, &visitor, case, back, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let proposal = case.proposal.clone().decide(&permit, form.versie, outcome, ground, visitor.now)?;
    let verb = if outcome == Outcome::Accept { "accept" } else { "reject" };
    let event = visitor.event(Role::Coordinator, verb, "goal-proposal", proposal.id);
    store::herijking::decide(&mut writer, &proposal, visitor.actor.person, &event).await?;
    let flash = if outcome == Outcome::Accept {
        let drawn_up = case.world.ledger.draw_up(&proposal.plan, &proposal.terms, GoalId::new);
        let amendment = drawn_up.map_err(|faults| impossible(&effects::sentences(&faults, &case.world)))?;
        store::herijking::carry_out(&mut writer, &path.strategy, &amendment, visitor.now).await?;
        "Het voorstel is aangenomen en verwerkt. Het rapport noemt de verandering in het hoofdstuk over de herijking."
    } else {
        "Het voorstel is verworpen. Er verandert niets aan de doelen."
    };
    writer.commit().await?;
    done(&app, &visitor, ShowProposal { strategy: path.strategy, proposal: path.proposal }, flash).await
}

fn read(form: &DecisionForm) -> Result<(Outcome, Option<Reason>), Errors> {
    let mut errors = Errors::default();
    let outcome = match form.besluit.as_str() {
        "aannemen" => Some(Outcome::Accept),
        "verwerpen" => Some(Outcome::Reject),
        _ => {
            errors.add("besluit", "Kies aannemen of verwerpen.");
            None
        }
    };
    let empty = form.grond.trim().is_empty();
    let ground = if empty && outcome != Some(Outcome::Reject) {
        Some(None)
    } else {
        errors.read("grond", "Grond van het besluit", Reason::parse(&form.grond)).map(Some)
    };
    if outcome == Some(Outcome::Accept) && form.gezien.is_empty() {
        errors.add("gezien", "Bevestig dat u de gevolgen hebt gelezen. Een besluit wordt niet teruggedraaid; wel kan een nieuw voorstel volgen.");
    }
    match (outcome, ground) {
        (Some(outcome), Some(ground)) if errors.is_empty() => Ok((outcome, ground)),
        (_, _) => Err(errors),
    }
}

/// The goals changed since the proposal was written.
fn impossible(sentences: &[String]) -> Error {
    Error::Conflict(format!("Dit voorstel kan zo niet meer. {}", sentences.join(" ")))
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::State(state) => {
                Self::Conflict(format!("Het voorstel staat nu op “{}”. Daarom kan dit niet meer.", state.dutch()))
            }
            Refused::Stale { .. } => Self::Conflict(
                "Iemand anders heeft het voorstel intussen veranderd. Bekijk het opnieuw voordat u verdergaat.".to_owned(),
            ),
            Refused::NoGround => Self::Conflict("Een voorstel wordt verworpen met een reden.".to_owned()),
        }
    }
}
