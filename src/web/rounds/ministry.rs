//! One ministry in a round: its deadline, a later one, and opening a closed round for it alone.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    ministries::{alarm, is_under_way},
    moment,
    pause::Standstill,
};
use crate::{
    domain::{
        access::Scope,
        clock,
        deadline::{self, Fault},
        ministry::MinistryCode,
        person::Role,
        round::{Round, State as Stage},
        text::Reason,
    },
    store::{self, deadlines::Participant},
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{EndException, ExtendDeadline, GrantException, Remind, RoundMinistries, RoundMinistry},
        tasks,
    },
};

/// What an event is about.
const KIND: &str = "round";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ExtendForm {
    tot: String,
    tot_uur: String,
    reden: String,
    gezien: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ExceptionForm {
    waarom: String,
}

/// A goal that the ministry takes part in.
struct Goal {
    title: String,
    status: String,
}

#[derive(Template)]
#[template(path = "pages/rounds/ministry.html")]
struct MinistryPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    pause: Option<Standstill>,
    one: Participant,
    due: String,
    left: String,
    alarm: Option<&'static str>,
    contributors: String,
    approvers: String,
    goals: Vec<Goal>,
    history: Vec<String>,
    may_extend: bool,
    closed: bool,
    form: ExtendForm,
    why: String,
    warnings: Vec<String>,
    errors: Errors,
    extend: String,
    grant: String,
    end: String,
    remind: Option<String>,
}

/// What the page is made from.
struct Place {
    round: Round,
    one: Participant,
}

impl Place {
    async fn load(connection: &mut SqliteConnection, round: Round, code: &str) -> Result<Self> {
        let participants = store::deadlines::participants(connection, &round).await?;
        let one = participants.into_iter().find(|one| one.ministry.as_str() == code);
        Ok(Self { one: one.ok_or(Error::NotFound)?, round })
    }

    fn address(&self) -> RoundMinistry {
        RoundMinistry { round: self.round.slug.clone(), ministry: self.one.ministry.to_string() }
    }

    /// "2018-2020/def": what an event about this ministry in this round is about.
    fn subject(&self) -> String {
        format!("{}/{}", self.round.slug, self.one.ministry)
    }

    async fn page(
        &self,
        connection: &mut SqliteConnection,
        app: &App,
        visitor: &Visitor,
    ) -> Result<MinistryPage> {
        let (round, one) = (&self.round, &self.one);
        let slug = || round.slug.clone();
        let code = || one.ministry.to_string();
        let now = round.clock(visitor.now);
        let mut trail = desk::trail(round);
        trail.push(Crumb::new("Ministeries", RoundMinistries { round: slug() }));
        let (day, hour) = moment::typed(one.due);
        let goals = if round.state == Stage::Preparing {
            Vec::new()
        } else {
            goals(connection, round, &one.ministry, visitor).await?
        };
        Ok(MinistryPage {
            layout: Layout::of(app, visitor),
            trail,
            round: round.label.clone(),
            pause: Standstill::for_desk(round),
            due: clock::long_moment(one.due),
            left: clock::time_left(one.due, now),
            alarm: alarm(one),
            contributors: names(connection, &one.ministry, Role::Contributor).await?,
            approvers: names(connection, &one.ministry, Role::Approver).await?,
            goals,
            history: history(connection, round, &one.ministry).await?,
            may_extend: is_under_way(round.state) && visitor.actor.may_coordinate().is_ok(),
            closed: round.state == Stage::Consulting,
            form: ExtendForm { tot: day, tot_uur: hour, ..ExtendForm::default() },
            why: String::new(),
            warnings: Vec::new(),
            errors: Errors::default(),
            extend: ExtendDeadline { round: slug(), ministry: code() }.to_string(),
            grant: GrantException { round: slug(), ministry: code() }.to_string(),
            remind: visitor
                .actor
                .may_coordinate()
                .ok()
                .filter(|_| work_goes_on(round))
                .map(|_| format!("{}?ministerie={}", Remind { round: slug() }, one.ministry)),
            end: EndException { round: slug(), ministry: code() }.to_string(),
            one: one.clone(),
        })
    }
}

/// Whether people can be reminded: the round takes contributions and does not stand still.
fn work_goes_on(round: &Round) -> bool {
    round.accepts_contributions(false) && round.paused_at.is_none()
}

async fn goals(
    connection: &mut SqliteConnection,
    round: &Round,
    ministry: &MinistryCode,
    visitor: &Visitor,
) -> Result<Vec<Goal>> {
    let scope = Scope::Ministry(ministry.clone());
    let listed =
        store::contributions::list(connection, &scope, store::contributions::Rounds::One(round.id)).await?;
    let goals = listed.iter().map(|one| Goal {
        title: format!("Doel {}. {} ({})", one.goal.0, one.goal.1, one.part.dutch()),
        status: tasks::status(one, visitor.now),
    });
    Ok(goals.collect())
}

async fn names(connection: &mut SqliteConnection, ministry: &MinistryCode, role: Role) -> Result<String> {
    let people = store::people::with_role(connection, ministry, role).await?;
    let names: Vec<_> = people.into_iter().map(|(_, name)| name).collect();
    Ok(if names.is_empty() { "niemand".to_owned() } else { names.join(", ") })
}

/// What was granted before, newest first, as sentences.
async fn history(
    connection: &mut SqliteConnection,
    round: &Round,
    ministry: &MinistryCode,
) -> Result<Vec<String>> {
    let extensions = store::deadlines::extensions(connection, round.id, ministry).await?;
    let exceptions = store::deadlines::exceptions(connection, round.id, ministry).await?;
    let mut history: Vec<_> = extensions
        .into_iter()
        .map(|one| {
            let (due, at) = (clock::long_moment(one.due), clock::short_moment(one.at));
            (one.at, format!("{} gaf op {at} uur uitstel tot {due}. Reden: {}", one.by, one.reason))
        })
        .collect();
    history.extend(exceptions.into_iter().map(|one| {
        let at = clock::short_moment(one.at);
        let ended = one.ended_at.map(clock::short_moment);
        let ended = ended.map(|at| format!(" Beëindigd op {at} uur.")).unwrap_or_default();
        (one.at, format!("{} opende op {at} uur de gesloten ronde. Reden: {}{ended}", one.by, one.reason))
    }));
    history.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(history.into_iter().map(|(_, line)| line).collect())
}

pub(in crate::web) async fn ministry(
    path: RoundMinistry,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let place = Place::load(&mut reader, round, &path.ministry).await?;
    page(&place.page(&mut reader, &app, &visitor).await?)
}

/// The ministry of an address, for a coordinator, in a round that is under way.
async fn granting(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    slug: &str,
    ministry: &str,
) -> Result<Place> {
    visitor.actor.may_coordinate()?;
    let round = store::rounds::get(writer, slug).await?;
    let state = round.state;
    let place = Place::load(writer, round, ministry).await?;
    if is_under_way(state) {
        Ok(place)
    } else {
        Err(Error::Conflict(format!(
            "De ronde staat op “{}”. Er is geen termijn meer om te veranderen.",
            state.dutch()
        )))
    }
}

/// Grants a later deadline.
pub(in crate::web) async fn extend(
    path: ExtendDeadline,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ExtendForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let place = granting(&mut writer, &visitor, &path.round, &path.ministry).await?;
    let (round, one) = (&place.round, &place.one);
    let mut errors = Errors::default();
    let due = moment::read(&mut errors, "tot", "Nieuwe termijn", (&form.tot, &form.tot_uur));
    match due.map(|due| deadline::may_extend(due, round.contribution_due, round.clock(visitor.now))) {
        Some(Err(Fault::Past)) => {
            errors.add("tot", "Deze termijn ligt in het verleden. Kies een dag die nog komt.");
        }
        Some(Err(Fault::NotLater)) => errors.add(
            "tot",
            format!(
                "Uitstel is later dan de termijn van de ronde: {}.",
                clock::long_moment(round.contribution_due)
            ),
        ),
        Some(Ok(())) | None => {}
    }
    let reason = errors.read("reden", "Reden", Reason::parse(&form.reden));
    let read = due.zip(reason).filter(|_| errors.is_empty());
    let mut warnings = Vec::new();
    if let Some((due, _)) = read.as_ref().filter(|_| form.gezien.is_empty()) {
        warnings = deadline::doubts(*due, visitor.now);
        if *due > round.approval_due {
            let akkoord = clock::long_moment(round.approval_due);
            warnings.push(format!("Het akkoord moet er al eerder zijn: {akkoord}."));
        }
    }
    let Some((due, reason)) = read.filter(|_| warnings.is_empty()) else {
        let page = place.page(&mut writer, &app, &visitor).await?;
        let page = MinistryPage { form, warnings, errors, ..page };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(Role::Coordinator, "extend", KIND, place.subject());
    store::deadlines::extend(&mut writer, round.id, &one.ministry, due, &reason, &event).await?;
    writer.commit().await?;
    let said = format!(
        "{} heeft uitstel tot {}. Voor andere ministeries verandert er niets.",
        one.short,
        clock::long_moment(due)
    );
    done(&app, &visitor, place.address(), &said).await
}

/// Opens a closed round for one ministry.
pub(in crate::web) async fn grant(
    path: GrantException,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ExceptionForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let place = granting(&mut writer, &visitor, &path.round, &path.ministry).await?;
    if place.round.state != Stage::Consulting {
        return Err(Error::Conflict(
            "De ronde is niet gesloten: elk ministerie kan nog indienen.".to_owned(),
        ));
    }
    let mut errors = Errors::default();
    let Some(reason) = errors.read("waarom", "Reden", Reason::parse(&form.waarom)) else {
        let page = place.page(&mut writer, &app, &visitor).await?;
        let page = MinistryPage { why: form.waarom, errors, ..page };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(Role::Coordinator, "open-exception", KIND, place.subject());
    let (round, ministry) = (place.round.id, &place.one.ministry);
    store::deadlines::grant_exception(&mut writer, round, ministry, &reason, &event).await?;
    writer.commit().await?;
    let said = format!(
        "De ronde is open voor {}. Beëindig de uitzondering als de bijdrage binnen is.",
        place.one.short
    );
    done(&app, &visitor, place.address(), &said).await
}

/// Closes it again.
pub(in crate::web) async fn end_exception(
    path: EndException,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let place = granting(&mut writer, &visitor, &path.round, &path.ministry).await?;
    if !place.one.exception {
        return Err(Error::Conflict("Voor dit ministerie is er geen uitzondering meer.".to_owned()));
    }
    let event = visitor.event(Role::Coordinator, "end-exception", KIND, place.subject());
    store::deadlines::end_exception(&mut writer, place.round.id, &place.one.ministry, &event).await?;
    writer.commit().await?;
    let said = format!("De ronde is weer gesloten voor {}. Wat is geschreven, is bewaard.", place.one.short);
    done(&app, &visitor, place.address(), &said).await
}
