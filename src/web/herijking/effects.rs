//! What a proposal does, in sentences, before anyone decides.

use sqlx::SqliteConnection;

use super::world::World;
use crate::{
    domain::{
        clock,
        herijking::{Amendment, Fault, Plan, Terms},
        id::GoalId,
        strategy::Change,
    },
    report::typography::capitalised,
    store::herijking::effects::{self, Work},
    web::Result,
};

/// A goal before and after.
pub(super) struct Side {
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) promise: Option<String>,
}

/// Everything that a proposal does.
#[derive(Default)]
pub(super) struct Effects {
    /// The goals before and after.
    pub(super) sides: Vec<Side>,
    /// From when, and in which rounds.
    pub(super) when: Vec<String>,
    /// Assignments that move and contributions that are open.
    pub(super) work: Vec<String>,
    /// Commitments carried over, lapsed and new.
    pub(super) commitments: Vec<String>,
    /// What refers to the goals or hangs on them.
    pub(super) hanging: Vec<String>,
    /// Why it cannot be carried out as the goals are now.
    pub(super) faults: Vec<String>,
}

/// Reads the effects of a plan as things stand. One that was decided has none any more: they are facts by then.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    world: &World,
    plan: &Plan,
    terms: &Terms,
) -> Result<Effects> {
    let amendment = match world.ledger.draw_up(plan, terms, GoalId::new) {
        Ok(amendment) => amendment,
        Err(faults) => return Ok(Effects { faults: sentences(&faults, world), ..Effects::default() }),
    };
    let strategy = &world.outline.id;
    let running = effects::running(connection, strategy).await?;
    let work = effects::work(connection, strategy).await?;
    let hanging = effects::hanging(connection, strategy).await?;
    let references = effects::references(connection, strategy).await?;
    Ok(Effects {
        sides: sides(world, plan, terms),
        when: when(terms, &running),
        work: work_moved(world, plan, terms, &amendment, &work),
        commitments: commitments(world, &amendment),
        hanging: hangers(world, plan, &hanging, &references),
        faults: Vec::new(),
    })
}

/// Faults as sentences.
pub(super) fn sentences(faults: &[Fault], world: &World) -> Vec<String> {
    super::explain(faults, |goal| world.number(goal)).0.into_iter().map(|error| error.message).collect()
}

/// The goals before and after; also for a proposal that was decided.
#[expect(clippy::similar_names, reason = "a world and its word")]
pub(super) fn sides(world: &World, plan: &Plan, terms: &Terms) -> Vec<Side> {
    let word = capitalised(&world.strategy.goal_word);
    let placed =
        |number: u32, title: &str, pillar: u32| format!("{word} {number}. {title} (pijler {pillar})");
    let before =
        |goal: &GoalId| world.before(*goal, terms.from).map(|now| placed(now.number, &now.title, now.pillar));
    let after = plan.targets.iter().map(|target| {
        (
            placed(target.number, &target.title, target.pillar),
            Some(target.promise.clone()).filter(|text| !text.is_empty()),
        )
    });
    let mut after: std::collections::VecDeque<_> = after.collect();
    let mut sides: Vec<Side> = Vec::new();
    for goal in &plan.goals {
        let (now, promise) = if matches!(plan.change, Change::Reworded | Change::Moved) {
            after.pop_front().map_or((None, None), |(now, promise)| (Some(now), promise))
        } else {
            (None, None)
        };
        sides.push(Side { before: before(goal), after: now, promise });
    }
    sides.extend(after.into_iter().map(|(now, promise)| Side { before: None, after: Some(now), promise }));
    sides
}

fn when(terms: &Terms, running: &[(String, chrono::NaiveDate)]) -> Vec<String> {
    let mut said = vec![format!("Het gaat in op {}.", clock::long_date(terms.from))];
    let (now, later): (Vec<_>, Vec<_>) = running.iter().partition(|(_, day)| terms.from <= *day);
    for (label, day) in &now {
        said.push(format!(
            "In de ronde {label} geldt het meteen: de peildatum is {}.",
            clock::long_date(*day)
        ));
    }
    for (label, day) in &later {
        said.push(format!(
            "In de ronde {label} verandert niets: de peildatum is {}.",
            clock::long_date(*day)
        ));
    }
    if now.is_empty() {
        said.push("Het geldt vanaf de eerstvolgende ronde.".to_owned());
    }
    said
}

fn work_moved(
    world: &World,
    plan: &Plan,
    terms: &Terms,
    amendment: &Amendment,
    work: &[Work],
) -> Vec<String> {
    let mut said = Vec::new();
    if !amendment.ministries.is_empty() {
        let names: Vec<String> = amendment
            .ministries
            .iter()
            .map(|(_, ministry, part)| format!("{} ({})", world.short(ministry), part.dutch()))
            .collect();
        said.push(format!("Aan het nieuwe doel werken: {}.", names.join(", ")));
    }
    if matches!(plan.change, Change::Reworded | Change::Moved) {
        said.push(
            "De toewijzing blijft gelijk. Wie al aan een bijdrage schrijft, ziet de nieuwe titel.".to_owned(),
        );
        return said;
    }
    let touched: Vec<&Work> = work
        .iter()
        .filter(|one| plan.goals.contains(&one.goal) && terms.from <= one.reference_date)
        .collect();
    if touched.is_empty() && !plan.goals.is_empty() {
        said.push("Er zijn geen bijdragen in een lopende ronde die hierdoor geraakt worden.".to_owned());
    }
    for one in touched {
        let on = if amendment.born.is_empty() {
            "Die vervalt; de tekst blijft te lezen"
        } else {
            "De tekst blijft te lezen; het ministerie krijgt een lege bijdrage bij wat ervoor in de plaats komt"
        };
        said.push(format!(
            "Ronde {}: {} heeft een bijdrage aan doel {} ({}). {on}.",
            one.round,
            one.ministry,
            world.number(one.goal),
            one.state.dutch()
        ));
    }
    said
}

fn commitments(world: &World, amendment: &Amendment) -> Vec<String> {
    let mut said = Vec::new();
    let number = |id| world.commitment(id).map(|(_, one)| one.number.clone()).unwrap_or_default();
    for version in &amendment.versions {
        let carried: Vec<String> = amendment
            .carried
            .iter()
            .filter(|(_, goal)| *goal == version.goal)
            .map(|(commitment, _)| number(*commitment))
            .collect();
        if !carried.is_empty() {
            said.push(format!(
                "Inzet {} gaat verder bij doel {}, met een nieuw nummer.",
                carried.join(", "),
                version.number
            ));
        }
    }
    let is_carried = |id| amendment.carried.iter().any(|(commitment, _)| *commitment == id);
    let lapsed: Vec<String> =
        amendment.ended.iter().filter(|id| !is_carried(**id)).map(|id| number(*id)).collect();
    if !lapsed.is_empty() {
        said.push(format!("Inzet {} vervalt.", lapsed.join(", ")));
    }
    for (goal, text) in &amendment.added {
        let version = amendment.versions.iter().find(|version| version.goal == *goal);
        said.push(format!("Nieuw bij doel {}: {text}", version.map_or(0, |version| version.number)));
    }
    if said.is_empty() {
        said.push("De inzet verandert niet.".to_owned());
    }
    said
}

fn hangers(
    world: &World,
    plan: &Plan,
    hanging: &[(GoalId, String, String)],
    references: &[(GoalId, GoalId)],
) -> Vec<String> {
    let mut said = Vec::new();
    let ends = !matches!(plan.change, Change::Reworded | Change::Moved | Change::Added);
    for goal in &plan.goals {
        let mut from: Vec<u32> = references
            .iter()
            .filter(|(other, to)| to == goal && !plan.goals.contains(other))
            .map(|(other, _)| world.number(*other))
            .collect();
        from.sort_unstable();
        if !from.is_empty() && ends {
            let from: Vec<String> = from.iter().map(ToString::to_string).collect();
            let to = if plan.targets.is_empty() && plan.heir.is_none() {
                "Die verwijzing vervalt"
            } else {
                "Die verwijzing gaat naar wat ervoor in de plaats komt"
            };
            said.push(format!("Doel {} verwijst naar doel {}. {to}.", from.join(", "), world.number(*goal)));
        }
        for (_, kind, name) in hanging.iter().filter(|(on, _, _)| on == goal && ends) {
            let to = match (plan.change, plan.heir) {
                (Change::Retired, None) => "staat daarna bij geen doel",
                (Change::Split, _) if kind == "motie" || kind == "toezegging" || kind == "cijfer" => {
                    "gaat mee naar het eerste nieuwe doel"
                }
                _ => "gaat mee",
            };
            said.push(format!("{} “{name}” {to}.", capitalised(kind)));
        }
    }
    if said.is_empty() {
        said.push(
            "Er zijn geen verwijzingen, moties of cijfers die hierdoor van plaats veranderen.".to_owned(),
        );
    }
    said
}
