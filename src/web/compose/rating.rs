//! The rating of a goal and its ground.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::{
    domain::{
        facts::Assessment,
        person::Role,
        round::Round,
        strategy::{Goal, Rating},
        text::Reason,
    },
    press,
    report::compare,
    store,
    web::{
        App, Error, Result, desk,
        difference::Difference,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        newer::{Field, newer},
        page::{Crumb, Layout, done, page, page_with},
        routes::{ComposeGoal, RateGoal},
    },
};

/// A rating with its ground.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RatingForm {
    versie: u32,
    oordeel: String,
    grond: String,
}

#[derive(Template)]
#[template(path = "pages/compose/rating.html")]
struct RatingPage {
    layout: Layout,
    trail: Vec<Crumb>,
    number: u32,
    title: String,
    version: u32,
    choices: Vec<Choice>,
    ground: String,
    last: Option<String>,
    newer: Option<Difference>,
    errors: Errors,
    back: String,
}

/// What the page needs to know beside the form.
struct Scale {
    ratings: Vec<Rating>,
    last: Option<String>,
    now: Option<(u32, Assessment)>,
}

impl Scale {
    async fn of(connection: &mut SqliteConnection, round: &Round, goal: &Goal) -> Result<Self> {
        let ratings = store::strategies::ratings(connection, &round.strategy).await?;
        if ratings.is_empty() {
            return Err(Error::NotFound);
        }
        let previous = press::previous(connection, round).await?;
        let earlier = store::earlier_reports::find_before(connection, round).await?;
        let earlier = earlier.and_then(|earlier| {
            let rating = earlier.ratings.get(&goal.number)?.to_lowercase();
            Some(format!("{}: {rating}", earlier.title))
        });
        let last = previous.and_then(|previous| {
            let rating = compare::ratings(&previous).remove(&goal.number)?.to_lowercase();
            let (edition, round) = (previous.meta.edition.unwrap_or_default(), &previous.meta.round);
            Some(format!("Editie {edition} van de ronde {round}: {rating}"))
        });
        let last = last.or(earlier);
        let now = store::assessments::find(connection, round.id, goal.id).await?;
        Ok(Self { ratings, last, now })
    }

    fn version(&self) -> u32 {
        self.now.as_ref().map_or(0, |(version, _)| *version)
    }

    fn label(&self, id: &str) -> String {
        self.ratings
            .iter()
            .find(|rating| rating.id == id)
            .map_or_else(String::new, |rating| rating.label.clone())
    }
}

pub(in crate::web) async fn rating(
    path: RateGoal,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (round, _) = desk::composed(&mut reader, &visitor, &path.round).await?;
    let goal = desk::goal(&mut reader, &round, path.goal).await?;
    let scale = Scale::of(&mut reader, &round, &goal).await?;
    let now = scale.now.as_ref().map(|(_, now)| now.clone());
    let form = now.map_or_else(RatingForm::default, |now| RatingForm {
        versie: 0,
        oordeel: now.rating,
        grond: now.ground,
    });
    page(&rating_page(&app, &visitor, (&round, &goal), &scale, form, Errors::default()))
}

pub(in crate::web) async fn rate(
    path: RateGoal,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RatingForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let goal = desk::goal(&mut writer, &round, path.goal).await?;
    let scale = Scale::of(&mut writer, &round, &goal).await?;
    if form.versie != scale.version() {
        let chosen = form.oordeel.clone();
        let mut page = rating_page(&app, &visitor, (&round, &goal), &scale, form, Errors::default());
        page.newer = scale.now.as_ref().map(|(_, now)| {
            let (theirs, typed) = (scale.label(&now.rating), scale.label(&chosen));
            newer(&[
                Field { key: "oordeel", label: "Oordeel", theirs: &theirs, typed: &typed },
                Field { key: "grond", label: "Grond", theirs: &now.ground, typed: &page.ground },
            ])
        });
        return page_with(StatusCode::CONFLICT, &page);
    }
    let mut errors = Errors::default();
    if !scale.ratings.iter().any(|rating| rating.id == form.oordeel) {
        errors.add("oordeel", "Kies een oordeel.");
    }
    let Some(ground) =
        errors.read("grond", "Grond", Reason::parse(&form.grond)).filter(|_| errors.is_empty())
    else {
        let page = rating_page(&app, &visitor, (&round, &goal), &scale, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(Role::Coordinator, "rate", "goal", format!("{}/{}", round.slug, goal.number));
    let author = visitor.actor.person;
    store::assessments::rate(&mut writer, &round, goal.id, &form.oordeel, &ground, author, &event).await?;
    writer.commit().await?;
    let flash = format!("Het oordeel over doel {} is bewaard.", goal.number);
    done(&app, &visitor, ComposeGoal { round: path.round, goal: path.goal }, &flash).await
}

fn rating_page(
    app: &App,
    visitor: &Visitor,
    (round, goal): (&Round, &Goal),
    scale: &Scale,
    form: RatingForm,
    errors: Errors,
) -> RatingPage {
    let choices = scale.ratings.iter().map(|rating| {
        let choice = Choice::new(&rating.id, &rating.label, &form.oordeel);
        Choice { description: rating.criteria.clone(), ..choice }
    });
    RatingPage {
        layout: Layout::of(app, visitor),
        trail: super::trail_within(round, goal),
        number: goal.number,
        title: goal.title.clone(),
        version: scale.version(),
        choices: choices.collect(),
        ground: form.grond,
        last: scale.last.clone(),
        newer: None,
        errors,
        back: ComposeGoal { round: round.slug.clone(), goal: goal.number }.to_string(),
    }
}
