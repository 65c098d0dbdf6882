//! Sending an approved contribution back to its ministry.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::show::paragraphs;
use crate::{
    domain::{
        access::{Coordinate, Permit},
        contribution,
        goal_text::Field,
        id::ContributionId,
        person::Role,
        round::Round,
        strategy::Goal,
        text::{self, Reason},
    },
    store::{self, reviews::Side, revisions::Handed},
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        notify,
        page::{Crumb, Layout, done, page, page_with},
        prose::Blocks,
        routes::{ComposeGoal, ReturnToMinistry},
    },
};

/// Why it goes back, and about which words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ReturnForm {
    reden: String,
    plaats: String,
}

#[derive(Template)]
#[template(path = "pages/compose/return.html")]
struct ReturnPage {
    layout: Layout,
    trail: Vec<Crumb>,
    number: u32,
    title: String,
    ministry: String,
    revision: u32,
    fields: Vec<(&'static str, Vec<Blocks>)>,
    reason: String,
    place: String,
    errors: Errors,
    back: String,
}

/// A contribution that can be sent back now.
struct Case {
    round: Round,
    permit: Permit<Coordinate>,
    goal: Goal,
    handed: Handed,
}

impl Case {
    async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        path: &ReturnToMinistry,
    ) -> Result<Self> {
        let (round, permit) = desk::composed(connection, visitor, &path.round).await?;
        let goal = desk::goal(connection, &round, path.goal).await?;
        let handed = store::revisions::handed_in(connection, round.id, goal.id).await?;
        let handed = handed.into_iter().find(|one| one.contribution.id == path.id).ok_or(Error::NotFound)?;
        if !handed.contribution.state.is_handed_in() {
            return Err(contribution::Fault::State(handed.contribution.state).into());
        }
        let ministry = &handed.contribution.ministry;
        let exception = store::rounds::has_exception(connection, round.id, ministry).await?;
        if !round.accepts_contributions(exception) {
            return Err(Error::Conflict(
                "Ministeries kunnen nu niet schrijven: de ronde staat op afstemming. Zet de ronde eerst terug naar samenstellen."
                    .to_owned(),
            ));
        }
        Ok(Self { round, permit, goal, handed })
    }
}

/// Asks why.
pub(in crate::web) async fn giving_back(
    path: ReturnToMinistry,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path).await?;
    page(&return_page(&app, &visitor, &case, ReturnForm::default(), Errors::default()))
}

pub(in crate::web) async fn give_back(
    path: ReturnToMinistry,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReturnForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path).await?;
    let mut errors = Errors::default();
    let reason = errors.read("reden", "Reden", Reason::parse(&form.reden));
    let place = errors.read("plaats", "Om welke woorden gaat het", text::line(&form.plaats));
    let Some((reason, place)) = reason.zip(place) else {
        let page = return_page(&app, &visitor, &case, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let id: ContributionId = case.handed.contribution.id;
    let returned = case.handed.contribution.send_back_to_ministry(&case.permit)?;
    let event = visitor.event(Role::Coordinator, "return", "contribution", id);
    store::reviews::send_back(&mut writer, &returned, Side::Coordinator, &reason, &place, &event).await?;
    let subject = format!("Ronde {}, doel {}", case.round.label, case.goal.number);
    notify::returned(&mut writer, id, &subject, visitor.now).await?;
    writer.commit().await?;
    let ministry = &case.handed.ministry;
    let flash =
        format!("De bijdrage is terug bij {ministry}, met uw reden. Daarmee is het akkoord vervallen.");
    done(&app, &visitor, ComposeGoal { round: path.round, goal: path.goal }, &flash).await
}

fn return_page(app: &App, visitor: &Visitor, case: &Case, form: ReturnForm, errors: Errors) -> ReturnPage {
    let (round, goal, handed) = (&case.round, &case.goal, &case.handed);
    let fields = handed.approved.as_ref().map(|words| {
        Field::ALL
            .map(|field| (field.dutch(), paragraphs(words, field).into_iter().map(Blocks::read).collect()))
            .into_iter()
            .filter(|(_, paragraphs): &(_, Vec<Blocks>)| !paragraphs.is_empty())
            .collect()
    });
    ReturnPage {
        layout: Layout::of(app, visitor),
        trail: super::trail_within(round, goal),
        number: goal.number,
        title: goal.title.clone(),
        ministry: handed.ministry.clone(),
        revision: handed.contribution.revision,
        fields: fields.unwrap_or_default(),
        reason: form.reden,
        place: form.plaats,
        errors,
        back: ComposeGoal { round: round.slug.clone(), goal: goal.number }.to_string(),
    }
}
