//! Writing a proposal: first what is to change, then how it will read.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Query;

use super::{
    form::{FateField, TargetFields, Typed},
    trail,
    world::World,
};
use crate::{
    domain::{
        clock,
        herijking::{Proposal, Refused, State as Stage},
        id::ProposalId,
        person::Role,
        strategy::Change,
    },
    report::typography::capitalised,
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{EditProposal, NewProposal, Proposals, ShowProposal},
    },
};

/// What can be chosen, with what it means.
const CHANGES: [(Change, &str, &str); 6] = [
    (Change::Added, "Een doel toevoegen", "Er komt een doel bij, met eigen ministeries."),
    (
        Change::Reworded,
        "Een doel anders verwoorden",
        "Het blijft hetzelfde doel met hetzelfde nummer. Ook inzet kan erbij komen of vervallen.",
    ),
    (
        Change::Moved,
        "Een doel verplaatsen",
        "Naar een andere pijler of een ander nummer. De tekst blijft gelijk.",
    ),
    (Change::Split, "Een doel splitsen", "Het doel vervalt en gaat verder als twee of meer nieuwe doelen."),
    (
        Change::Merged,
        "Doelen samenvoegen",
        "Twee of meer doelen vervallen en gaan verder als één nieuw doel.",
    ),
    (
        Change::Retired,
        "Een doel laten vervallen",
        "Niemand hoeft er nog over te rapporteren. Wat is geschreven, blijft te lezen.",
    ),
];

#[derive(Template)]
#[template(path = "pages/herijking/choose.html")]
struct ChoosePage {
    layout: Layout,
    trail: Vec<Crumb>,
    changes: Vec<Choice>,
    goals: Vec<Choice>,
    counts: Vec<Choice>,
    errors: Errors,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/herijking/edit.html")]
struct EditPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: &'static str,
    here: &'static str,
    change: Change,
    count: usize,
    numbers: Vec<String>,
    names: Vec<String>,
    version: u32,
    targets: Vec<TargetFields>,
    fates: Vec<FateField>,
    heirs: Vec<Choice>,
    roles: Vec<(String, String, Vec<Choice>)>,
    causes: Vec<Choice>,
    rule: String,
    typed: Typed,
    errors: Errors,
    back: String,
}

/// Step one without a choice, step two with one.
pub(in crate::web) async fn new(
    path: NewProposal,
    State(app): State<App>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let world = World::load(&mut reader, &visitor, &path.strategy).await?;
    let first_look = pairs.is_empty();
    let typed = Typed::from_pairs(pairs);
    match typed.chosen(&world) {
        Ok(change) => {
            let typed = typed.prefilled(&world);
            page(&edit_page(&app, &visitor, &world, change, typed, Errors::default(), None))
        }
        Err(_) if first_look => page(&choose_page(&app, &visitor, &world, &typed, Errors::default())),
        Err(errors) => {
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &choose_page(&app, &visitor, &world, &typed, errors))
        }
    }
}

pub(in crate::web) async fn create(
    path: NewProposal,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let world = World::load(&mut writer, &visitor, &path.strategy).await?;
    let typed = Typed::from_pairs(pairs);
    let (plan, terms) = match typed.read(&world) {
        Ok(read) => read,
        Err(errors) => return wrong(&app, &visitor, &world, typed, errors, None),
    };
    let proposal = Proposal {
        id: ProposalId::new(),
        strategy: world.outline.id.clone(),
        state: Stage::Proposed,
        version: 1,
        plan,
        terms,
        proposed_by: visitor.actor.person,
        proposed_at: visitor.now,
        ground: None,
        decided_at: None,
    };
    let event = visitor.event(Role::Coordinator, "propose", "goal-proposal", proposal.id);
    store::herijking::propose(&mut writer, &proposal, &event).await?;
    writer.commit().await?;
    let to = ShowProposal { strategy: path.strategy, proposal: proposal.id };
    done(
        &app,
        &visitor,
        to,
        "Het voorstel is bewaard. Bekijk hieronder de gevolgen; leg het daarna voor aan de ministeries.",
    )
    .await
}

pub(in crate::web) async fn edit(
    path: EditProposal,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let world = World::load(&mut reader, &visitor, &path.strategy).await?;
    let proposal = store::herijking::get(&mut reader, path.proposal).await?;
    if proposal.strategy != path.strategy {
        return Err(Error::NotFound);
    }
    if proposal.state != Stage::Proposed {
        return Err(Refused::State(proposal.state).into());
    }
    let typed = Typed::of(&proposal.plan, &proposal.terms, &world);
    let at = Some((proposal.id, proposal.version));
    page(&edit_page(&app, &visitor, &world, proposal.plan.change, typed, Errors::default(), at))
}

pub(in crate::web) async fn update(
    path: EditProposal,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let world = World::load(&mut writer, &visitor, &path.strategy).await?;
    let proposal = store::herijking::get(&mut writer, path.proposal).await?;
    if proposal.strategy != path.strategy {
        return Err(Error::NotFound);
    }
    let typed = Typed::from_pairs(pairs);
    let version = typed.get("versie").parse().unwrap_or(0);
    let (plan, terms) = match typed.read(&world) {
        Ok(read) => read,
        Err(errors) => return wrong(&app, &visitor, &world, typed, errors, Some((path.proposal, version))),
    };
    let revised = match proposal.revise(&permit, version, plan, terms) {
        Ok(revised) => revised,
        Err(Refused::Stale { newest }) => {
            // The words stay in the form; saving again puts them over the other's, which stay in the log.
            let mut errors = Errors::default();
            errors.add("reden", "Iemand anders heeft dit voorstel intussen gewijzigd. Wat u typte staat nog hieronder. Bekijk eerst het voorstel zoals het nu is; bewaart u daarna opnieuw, dan geldt uw tekst.");
            let change = typed.change().unwrap_or(Change::Added);
            let page =
                edit_page(&app, &visitor, &world, change, typed, errors, Some((path.proposal, newest)));
            return page_with(StatusCode::CONFLICT, &page);
        }
        Err(refused) => return Err(refused.into()),
    };
    let event = visitor.event(Role::Coordinator, "revise", "goal-proposal", revised.id);
    store::herijking::revise(&mut writer, &revised, &event).await?;
    writer.commit().await?;
    let to = ShowProposal { strategy: path.strategy, proposal: revised.id };
    done(&app, &visitor, to, "Het voorstel is gewijzigd. Bekijk hieronder de gevolgen.").await
}

/// The form again, with everything that was typed.
fn wrong(
    app: &App,
    visitor: &Visitor,
    world: &World,
    typed: Typed,
    errors: Errors,
    at: Option<(ProposalId, u32)>,
) -> Result<Response> {
    match typed.chosen(world) {
        Ok(change) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &edit_page(app, visitor, world, change, typed, errors, at),
        ),
        Err(errors) => {
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &choose_page(app, visitor, world, &typed, errors))
        }
    }
}

fn choose_page(app: &App, visitor: &Visitor, world: &World, typed: &Typed, errors: Errors) -> ChoosePage {
    let changes = CHANGES.iter().map(|(change, label, description)| Choice {
        description: (*description).to_owned(),
        ..Choice::new(change.code(), *label, typed.get("soort"))
    });
    let goals = world.goals().into_iter().map(|version| {
        let number = version.number.to_string();
        let chosen = typed.goals.contains(&number);
        Choice { chosen, ..Choice::new(number, format!("{}. {}", version.number, version.title), "") }
    });
    let count = match typed.get("aantal") {
        "" => "2",
        count => count,
    };
    ChoosePage {
        layout: Layout::of(app, visitor),
        trail: trail(&world.outline),
        changes: changes.collect(),
        goals: goals.collect(),
        counts: ["2", "3", "4"].map(|number| Choice::new(number, number, count)).into(),
        errors,
        back: Proposals { strategy: world.outline.id.clone() }.to_string(),
    }
}

fn edit_page(
    app: &App,
    visitor: &Visitor,
    world: &World,
    change: Change,
    typed: Typed,
    errors: Errors,
    at: Option<(ProposalId, u32)>,
) -> EditPage {
    let title = CHANGES.iter().find(|(known, _, _)| *known == change).map_or("", |(_, label, _)| label);
    let strategy = || world.outline.id.clone();
    let back = match at {
        Some((proposal, _)) => ShowProposal { strategy: strategy(), proposal }.to_string(),
        None => Proposals { strategy: strategy() }.to_string(),
    };
    let ids = typed.goal_ids(world);
    let heirs = world.goals().into_iter().filter(|version| !ids.contains(&version.goal)).map(|version| {
        Choice::new(
            version.number.to_string(),
            format!("{}. {}", version.number, version.title),
            typed.get("verder"),
        )
    });
    let causes = world.developments.iter().map(|one| {
        Choice::new(
            one.id.to_string(),
            format!("{} {} {}", capitalised(one.kind.dutch()), one.number, one.title),
            typed.get("aanleiding"),
        )
    });
    let roles = world.ministries.iter().filter(|_| change == Change::Added).map(|ministry| {
        let name = format!("rol-{}", ministry.code);
        let picked = typed.get(&name);
        let choices =
            vec![Choice::new("trekker", "trekker", picked), Choice::new("bijdrager", "draagt bij", picked)];
        (name, ministry.short.clone(), choices)
    });
    EditPage {
        layout: Layout::of(app, visitor),
        trail: trail(&world.outline),
        title,
        here: if at.is_some() { "Voorstel wijzigen" } else { "Nieuw voorstel" },
        change,
        count: typed.targets(),
        numbers: typed.goals.clone(),
        names: ids.iter().map(|goal| world.name(*goal)).collect(),
        version: at.map_or(0, |(_, version)| version),
        targets: typed.target_fields(world),
        fates: typed.fate_fields(world),
        heirs: if change == Change::Retired { heirs.collect() } else { Vec::new() },
        roles: roles.collect(),
        causes: causes.collect(),
        rule: rule(world),
        typed,
        errors,
        back,
    }
}

/// From which day a change can take effect.
fn rule(world: &World) -> String {
    match world.ledger.settled {
        Some(day) => format!(
            "Een verandering geldt in een ronde als zij ingaat op of vóór de peildatum van die ronde; anders vanaf de volgende. Zij kan op zijn vroegst ingaan na {}.",
            clock::long_date(day)
        ),
        None => "Een verandering geldt in een ronde als zij ingaat op of vóór de peildatum van die ronde; anders vanaf de volgende.".to_owned(),
    }
}
