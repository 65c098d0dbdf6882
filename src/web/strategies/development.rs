//! Trends and threats that come and go: one is new from a day, one lapses after a day, each with its reason.
//!
//! A round judges those that are there on its reference date; what a round that was frozen judged stays as it was.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;

use super::{outline, trail};
use crate::{
    domain::{
        clock,
        id::{DevelopmentId, GoalId},
        person::Role,
        strategy::{Development, DevelopmentKind, Goal},
        text::{self, Prose, Reason},
    },
    report::typography::capitalised,
    store::{self, developments::NewDevelopment as New, strategies::Outline},
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::{self, Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{LapseDevelopment, NewDevelopment, ShowStrategy},
    },
};

/// What was typed.
#[derive(Debug, Default)]
pub(in crate::web) struct Typed {
    kind: String,
    title: String,
    summary: String,
    from: String,
    reason: String,
    goals: Vec<String>,
}

impl Typed {
    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "soort" => typed.kind = value,
                "titel" => typed.title = value,
                "tekst" => typed.summary = value,
                "ingang" => typed.from = value,
                "reden" => typed.reason = value,
                "doel" => typed.goals.push(value),
                _ => {}
            }
        }
        typed
    }
}

#[derive(Template)]
#[template(path = "pages/strategies/new_development.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    kinds: Vec<Choice>,
    goals: Vec<Choice>,
    typed: Typed,
    rule: String,
    errors: Errors,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/strategies/lapse.html")]
struct LapsePage {
    layout: Layout,
    trail: Vec<Crumb>,
    kind: &'static str,
    title: String,
    typed: Typed,
    rule: String,
    errors: Errors,
    back: String,
}

/// A strategy with its goals and the day that nothing may reach back before.
struct World {
    outline: Outline,
    goals: Vec<Goal>,
    developments: Vec<Development>,
    settled: Option<NaiveDate>,
}

impl World {
    async fn load(app: &App, visitor: &Visitor, strategy: &str) -> Result<Self> {
        visitor.actor.may_coordinate()?;
        let mut reader = app.store.read().await?;
        let (outline, _) = outline(&mut reader, strategy).await?;
        let day = outline.nearest(clock::local_date(visitor.now));
        Ok(Self {
            goals: store::goals::list(&mut reader, &outline.id, day).await?,
            developments: store::strategies::developments(&mut reader, &outline.id, day).await?,
            settled: store::herijking::ledger(&mut reader, &outline.id).await?.settled,
            outline,
        })
    }

    fn rule(&self) -> String {
        let rule = "Een ronde beoordeelt de trends en dreigingen die er op haar peildatum zijn.";
        match self.settled {
            Some(day) => format!(
                "{rule} Kies een dag na {}: de ronde tot die dag is vastgesteld.",
                clock::long_date(day)
            ),
            None => rule.to_owned(),
        }
    }

    /// The day that was typed, when it does not reach back into what is settled.
    fn day(&self, typed: &str, errors: &mut Errors) -> Option<NaiveDate> {
        match form::date(typed) {
            Err(message) => errors.add("ingang", message),
            Ok(day) if self.settled.is_some_and(|settled| day <= settled) => {
                errors.add("ingang", self.rule());
            }
            Ok(day) if day <= self.outline.from => errors.add(
                "ingang",
                format!(
                    "Kies een dag na {}, de eerste dag van de strategie.",
                    clock::long_date(self.outline.from)
                ),
            ),
            Ok(day) => return Some(day),
        }
        None
    }

    fn back(&self) -> ShowStrategy {
        ShowStrategy { strategy: self.outline.id.clone() }
    }
}

/// The form of a new one.
pub(in crate::web) async fn new(
    path: NewDevelopment,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let world = World::load(&app, &visitor, &path.strategy).await?;
    page(&new_page(&app, &visitor, &world, Typed::default(), Errors::default()))
}

pub(in crate::web) async fn create(
    path: NewDevelopment,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let world = World::load(&app, &visitor, &path.strategy).await?;
    let typed = Typed::from_pairs(pairs);
    let new = match read(&typed, &world) {
        Ok(new) => new,
        Err(errors) => {
            let page = new_page(&app, &visitor, &world, typed, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let mut writer = app.store.begin().await?;
    let event = visitor.event(Role::Coordinator, "add", "development", new.id);
    store::developments::add(&mut writer, &new, &event).await?;
    writer.commit().await?;
    let flash = format!(
        "De {} “{}” is toegevoegd. Een ronde met een peildatum vanaf {} beoordeelt haar.",
        new.kind.dutch(),
        new.title,
        clock::long_date(new.from)
    );
    done(&app, &visitor, world.back(), &flash).await
}

/// Asks before one lapses.
pub(in crate::web) async fn lapse(
    path: LapseDevelopment,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let world = World::load(&app, &visitor, &path.strategy).await?;
    let page_of = lapse_page(&app, &visitor, &world, path.development, Typed::default(), Errors::default())?;
    page(&page_of)
}

pub(in crate::web) async fn end(
    path: LapseDevelopment,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let world = World::load(&app, &visitor, &path.strategy).await?;
    let typed = Typed::from_pairs(pairs);
    let mut errors = Errors::default();
    let from = world.day(&typed.from, &mut errors);
    let reason = errors.read("reden", "Reden", Reason::parse(&typed.reason));
    let (Some(from), Some(reason)) = (from, reason) else {
        let page = lapse_page(&app, &visitor, &world, path.development, typed, errors)?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let known = world.developments.iter().find(|one| one.id == path.development).ok_or(Error::NotFound)?;
    let mut writer = app.store.begin().await?;
    let event = visitor.event(Role::Coordinator, "lapse", "development", path.development);
    store::developments::lapse(&mut writer, path.development, from, &reason, &event).await?;
    writer.commit().await?;
    let flash = format!(
        "De {} “{}” vervalt per {}. Wat er eerder over is geoordeeld, blijft staan.",
        known.kind.dutch(),
        known.title,
        clock::long_date(from)
    );
    done(&app, &visitor, world.back(), &flash).await
}

fn read(typed: &Typed, world: &World) -> Result<New, Errors> {
    let mut errors = Errors::default();
    let kind =
        [DevelopmentKind::Trend, DevelopmentKind::Threat].into_iter().find(|kind| kind.code() == typed.kind);
    if kind.is_none() {
        errors.add("soort", "Kies trend of dreiging.");
    }
    let filled = Reason::parse(&typed.title).and_then(|title| text::line(title.as_str()));
    let title = errors.read("titel", "Titel", filled);
    let summary = errors.read("tekst", "Wat houdt het in", Prose::parse(&typed.summary));
    let from = world.day(&typed.from, &mut errors);
    let reason = errors.read("reden", "Reden", Reason::parse(&typed.reason));
    let goals: Vec<GoalId> = world
        .goals
        .iter()
        .filter(|goal| typed.goals.contains(&goal.number.to_string()))
        .map(|goal| goal.id)
        .collect();
    match (kind, title, summary, from, reason) {
        (Some(kind), Some(title), Some(summary), Some(from), Some(reason)) => Ok(New {
            id: DevelopmentId::new(),
            strategy: world.outline.id.clone(),
            kind,
            title,
            summary: summary.to_string(),
            from,
            reason: reason.as_str().to_owned(),
            goals,
        }),
        _ => Err(errors),
    }
}

fn new_page(app: &App, visitor: &Visitor, world: &World, typed: Typed, errors: Errors) -> NewPage {
    let goal = |goal: &Goal| {
        let number = goal.number.to_string();
        let chosen = typed.goals.contains(&number);
        Choice { chosen, ..Choice::new(number, format!("{}. {}", goal.number, goal.title), "") }
    };
    let kind = |kind: DevelopmentKind| Choice::new(kind.code(), capitalised(kind.dutch()), &typed.kind);
    NewPage {
        layout: Layout::of(app, visitor),
        trail: trail(&world.outline),
        kinds: [DevelopmentKind::Trend, DevelopmentKind::Threat].map(kind).into(),
        goals: world.goals.iter().map(goal).collect(),
        rule: world.rule(),
        typed,
        errors,
        back: world.back().to_string(),
    }
}

fn lapse_page(
    app: &App,
    visitor: &Visitor,
    world: &World,
    id: DevelopmentId,
    typed: Typed,
    errors: Errors,
) -> Result<LapsePage> {
    let known = world.developments.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    Ok(LapsePage {
        layout: Layout::of(app, visitor),
        trail: trail(&world.outline),
        kind: known.kind.dutch(),
        title: format!("{} {}", known.number, known.title),
        rule: world.rule(),
        typed,
        errors,
        back: world.back().to_string(),
    })
}
