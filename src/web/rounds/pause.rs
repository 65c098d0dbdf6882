//! Letting a round stand still, and letting it go on with new deadlines.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::moment;
use crate::{
    domain::{
        access::{Coordinate, Permit},
        clock,
        deadline::Deadlines,
        person::Role,
        round::{PauseFault, Paused, Round},
        text::Reason,
    },
    store,
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{PauseRound, ResumeRound, ShowRound},
    },
};

/// That a round stands still, as every page concerned says it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Standstill {
    /// "De ronde is gepauzeerd".
    pub(in crate::web) what: String,
    /// Since when.
    pub(in crate::web) since: String,
    /// Why, for those who may know.
    pub(in crate::web) reason: String,
    /// What can be done and what waits.
    pub(in crate::web) meaning: &'static str,
}

impl Standstill {
    /// For people of a ministry.
    pub(in crate::web) fn for_ministries(label: &str, paused_at: Option<DateTime<Utc>>) -> Option<Self> {
        Some(Self {
            what: format!("Ronde {label} is gepauzeerd"),
            since: clock::long_date(clock::local_date(paused_at?)),
            reason: String::new(),
            meaning: "Schrijven en bewaren kan. Indienen en akkoord geven kan weer als de coördinator de ronde hervat. De termijnen staan stil.",
        })
    }

    /// For those who run the round.
    pub(in crate::web) fn for_desk(round: &Round) -> Option<Self> {
        Some(Self {
            meaning: "Ministeries kunnen schrijven en bewaren, en woorden terughalen. Indienen, akkoord, een volgende stap en vaststellen wachten. De termijnen staan stil.",
            ..Self::for_ministries(&round.label, round.paused_at)?
        })
    }
}

impl From<Paused> for Error {
    fn from(paused: Paused) -> Self {
        Self::Conflict(format!(
            "De ronde is gepauzeerd sinds {}. Wat u schreef, is bewaard. Dit kan weer als de coördinator de ronde hervat.",
            clock::long_date(clock::local_date(paused.since))
        ))
    }
}

impl From<PauseFault> for Error {
    fn from(fault: PauseFault) -> Self {
        Self::Conflict(match fault {
            PauseFault::State(state) => format!(
                "De ronde staat op “{}”. Alleen een ronde waarin mensen werken, kan worden gepauzeerd.",
                state.dutch()
            ),
            PauseFault::Already => "De ronde is al gepauzeerd.".to_owned(),
            PauseFault::Running => "De ronde is niet gepauzeerd.".to_owned(),
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PauseForm {
    reden: String,
}

#[derive(Template)]
#[template(path = "pages/rounds/pause.html")]
struct PausePage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    back: String,
    reason: String,
    errors: Errors,
}

/// Asks for the reason, and says what a pause means.
pub(in crate::web) async fn pause(
    path: PauseRound,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let round = store::rounds::get(&mut reader, &path.round).await?;
    round.clone().pause(&permit, visitor.now)?;
    page(&pause_page(&app, &visitor, &round, String::new(), Errors::default()))
}

fn pause_page(app: &App, visitor: &Visitor, round: &Round, reason: String, errors: Errors) -> PausePage {
    PausePage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(round),
        round: round.label.clone(),
        back: ShowRound { round: round.slug.clone() }.to_string(),
        reason,
        errors,
    }
}

/// Pauses it.
pub(in crate::web) async fn begin_pause(
    path: PauseRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PauseForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    let paused = round.clone().pause(&permit, visitor.now)?;
    let mut errors = Errors::default();
    let Some(reason) = errors.read("reden", "Reden", Reason::parse(&form.reden)) else {
        let page = pause_page(&app, &visitor, &round, form.reden, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(Role::Coordinator, "pause", "round", &path.round);
    store::pauses::begin(&mut writer, &paused, &reason, &event).await?;
    writer.commit().await?;
    let said = "De ronde is gepauzeerd. Ministeries zien dat op elke pagina; de termijnen staan stil.";
    done(&app, &visitor, ShowRound { round: path.round }, said).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ResumeForm {
    inleveren: String,
    inleveren_uur: String,
    akkoord: String,
    akkoord_uur: String,
    instemming: String,
    instemming_uur: String,
    gezien: String,
}

impl ResumeForm {
    /// Deadlines as this form shows them.
    fn of(deadlines: &Deadlines) -> Self {
        let (inleveren, inleveren_uur) = moment::typed(deadlines.contribution);
        let (akkoord, akkoord_uur) = moment::typed(deadlines.approval);
        let (instemming, instemming_uur) = moment::typed(deadlines.consent);
        Self {
            inleveren,
            inleveren_uur,
            akkoord,
            akkoord_uur,
            instemming,
            instemming_uur,
            gezien: String::new(),
        }
    }

    fn read(&self, errors: &mut Errors) -> Option<Deadlines> {
        moment::read_all(
            errors,
            [
                (&self.inleveren, &self.inleveren_uur),
                (&self.akkoord, &self.akkoord_uur),
                (&self.instemming, &self.instemming_uur),
            ],
        )
    }
}

#[derive(Template)]
#[template(path = "pages/rounds/resume.html")]
struct ResumePage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    since: String,
    reason: String,
    days: i64,
    back: String,
    form: ResumeForm,
    warnings: Vec<String>,
    errors: Errors,
}

/// Proposes new deadlines: those that had not passed, as many days later as the round stood still.
pub(in crate::web) async fn resume(
    path: ResumeRound,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let (round, since) = paused(&mut reader, &permit, &path.round).await?;
    let form = ResumeForm::of(&round.deadlines().after_pause(since, visitor.now));
    let page_of = resume_page(&mut reader, &app, &visitor, &round, since, form).await?;
    page(&page_of)
}

/// The round of an address, which must be paused, and since when it is.
async fn paused(
    connection: &mut SqliteConnection,
    permit: &Permit<Coordinate>,
    slug: &str,
) -> Result<(Round, DateTime<Utc>)> {
    let round = store::rounds::get(connection, slug).await?;
    round.clone().resume(permit, &round.deadlines())?;
    let since = round.paused_at.ok_or(PauseFault::Running)?;
    Ok((round, since))
}

async fn resume_page(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    round: &Round,
    since: DateTime<Utc>,
    form: ResumeForm,
) -> Result<ResumePage> {
    let pauses = store::pauses::list(connection, round.id).await?;
    Ok(ResumePage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(round),
        round: round.label.clone(),
        since: clock::long_date(clock::local_date(since)),
        reason: pauses.into_iter().next().map(|pause| pause.reason).unwrap_or_default(),
        days: (clock::local_date(visitor.now) - clock::local_date(since)).num_days(),
        back: ShowRound { round: round.slug.clone() }.to_string(),
        form,
        warnings: Vec::new(),
        errors: Errors::default(),
    })
}

/// Lets it go on.
pub(in crate::web) async fn end_pause(
    path: ResumeRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ResumeForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let (round, since) = paused(&mut writer, &permit, &path.round).await?;
    let mut errors = Errors::default();
    let deadlines = form.read(&mut errors).filter(|_| errors.is_empty());
    let doubts = deadlines
        .filter(|_| form.gezien.is_empty())
        .map(|new| moment::doubts(&new, Some(&round.deadlines()), visitor.now))
        .unwrap_or_default();
    let Some(deadlines) = deadlines.filter(|_| doubts.is_empty()) else {
        let page = resume_page(&mut writer, &app, &visitor, &round, since, form).await?;
        let page = ResumePage { warnings: doubts, errors, ..page };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let resumed = round.resume(&permit, &deadlines)?;
    let event = visitor.event(Role::Coordinator, "resume", "round", &path.round);
    store::pauses::end(&mut writer, &resumed, since, &event).await?;
    writer.commit().await?;
    let said = format!(
        "De ronde gaat verder. Inleveren kan tot {}. Uitstel van ministeries schoof mee.",
        clock::long_moment(resumed.contribution_due)
    );
    done(&app, &visitor, ShowRound { round: path.round }, &said).await
}
