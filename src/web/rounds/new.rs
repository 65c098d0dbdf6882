//! A new round.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Datelike as _, Utc};
use serde::Deserialize;

use super::moment::{self, date};
use crate::{
    domain::{
        clock,
        id::RoundId,
        person::Role,
        round::{Round, State as Stage},
        text,
    },
    store,
    web::{
        App, Result,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{NewRound, Rounds, ShowRound},
    },
};

/// A round as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RoundForm {
    strategie: String,
    naam: String,
    van: String,
    tot: String,
    peildatum: String,
    inleveren: String,
    inleveren_uur: String,
    akkoord: String,
    akkoord_uur: String,
    instemming: String,
    instemming_uur: String,
    stilzwijgend: String,
    gezien: String,
}

#[derive(Template)]
#[template(path = "pages/rounds/new.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    strategies: Vec<Choice>,
    form: RoundForm,
    warnings: Vec<String>,
    errors: Errors,
}

/// How many years a round spans when its strategy does not say.
const YEARS: u32 = 2;

/// What came of reading the form.
enum Read {
    Round(Box<Round>),
    /// Possible, but perhaps not meant.
    Doubtful(Vec<String>),
    Wrong(Errors),
}

pub(in crate::web) async fn new(_: NewRound, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let strategies = store::strategies::names(&mut reader).await?;
    let form = match store::rounds::list(&mut reader).await?.first() {
        Some(last) => {
            let years = store::rounds::years_between(&mut reader, &last.strategy).await?;
            after(last, years.unwrap_or(YEARS))
        }
        None => first(&strategies),
    };
    page(&new_page(&app, &visitor, &strategies, form, Vec::new(), Errors::default()))
}

/// The form of the first round there is.
fn first(strategies: &[(String, String)]) -> RoundForm {
    let hour = || "17.00".to_owned();
    RoundForm {
        strategie: strategies.first().map(|(id, _)| id.clone()).unwrap_or_default(),
        inleveren_uur: hour(),
        akkoord_uur: hour(),
        instemming_uur: hour(),
        ..RoundForm::default()
    }
}

/// The form of the round after another, set up as that one was.
fn after(last: &Round, years: u32) -> RoundForm {
    let next = last.following(years);
    let (inleveren, inleveren_uur) = moment::typed(next.deadlines.contribution);
    let (akkoord, akkoord_uur) = moment::typed(next.deadlines.approval);
    let (instemming, instemming_uur) = moment::typed(next.deadlines.consent);
    RoundForm {
        strategie: last.strategy.clone(),
        van: clock::typed_date(next.from),
        tot: clock::typed_date(next.until),
        peildatum: clock::typed_date(next.reference_date),
        inleveren,
        inleveren_uur,
        akkoord,
        akkoord_uur,
        instemming,
        instemming_uur,
        ..RoundForm::default()
    }
}

pub(in crate::web) async fn create(
    _: NewRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RoundForm>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let strategies = store::strategies::names(&mut writer).await?;
    let mut read = read(&form, &strategies, app.settings.demo, visitor.now);
    if let Read::Round(round) = &read
        && store::rounds::find(&mut writer, &round.slug).await?.is_some()
    {
        let mut errors = Errors::default();
        errors.add("van", format!("Er is al een ronde {}. Kies een andere periode.", round.slug));
        read = Read::Wrong(errors);
    }
    let (warnings, errors) = match read {
        Read::Round(round) => {
            let event = visitor.event(Role::Coordinator, "create", "round", &round.slug);
            store::rounds::create(&mut writer, &round, &event).await?;
            writer.commit().await?;
            let flash = "De ronde is gemaakt, met de toewijzingen van de vorige. Ministeries zien haar zodra u haar opent.";
            return done(&app, &visitor, ShowRound { round: round.slug }, flash).await;
        }
        Read::Doubtful(warnings) => (warnings, Errors::default()),
        Read::Wrong(errors) => (Vec::new(), errors),
    };
    let page = new_page(&app, &visitor, &strategies, form, warnings, errors);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn new_page(
    app: &App,
    visitor: &Visitor,
    strategies: &[(String, String)],
    form: RoundForm,
    warnings: Vec<String>,
    errors: Errors,
) -> NewPage {
    let strategies = strategies.iter().map(|(id, name)| Choice::new(id, name, &form.strategie)).collect();
    let trail = vec![Crumb::new("Rondes", Rounds)];
    NewPage { layout: Layout::of(app, visitor), trail, strategies, form, warnings, errors }
}

fn read(form: &RoundForm, strategies: &[(String, String)], specimen: bool, now: DateTime<Utc>) -> Read {
    let mut errors = Errors::default();
    if !strategies.iter().any(|(id, _)| *id == form.strategie) {
        errors.add("strategie", "Kies een strategie.");
    }
    let label = errors.read("naam", "Naam", text::line(&form.naam));
    let from = date(&mut errors, "van", "Eerste dag", &form.van);
    let until = date(&mut errors, "tot", "Laatste dag", &form.tot);
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        errors.add("tot", "De laatste dag moet na de eerste dag liggen.");
    }
    let peildatum = date(&mut errors, "peildatum", "Peildatum", &form.peildatum);
    if from.zip(peildatum).is_some_and(|(from, day)| day < from) {
        errors.add("peildatum", "De peildatum ligt vóór de eerste dag van de periode.");
    }
    let deadlines = moment::read_all(
        &mut errors,
        [
            (&form.inleveren, &form.inleveren_uur),
            (&form.akkoord, &form.akkoord_uur),
            (&form.instemming, &form.instemming_uur),
        ],
    );
    let dates = from.zip(until).zip(peildatum).zip(deadlines).zip(label);
    let Some(((((from, until), peildatum), deadlines), label)) = dates.filter(|_| errors.is_empty()) else {
        return Read::Wrong(errors);
    };
    let doubts = moment::doubts(&deadlines, None, now);
    if !doubts.is_empty() && form.gezien.is_empty() {
        return Read::Doubtful(doubts);
    }
    let years = format!("{}–{}", from.year(), until.year());
    Read::Round(Box::new(Round {
        id: RoundId::new(),
        strategy: form.strategie.clone(),
        slug: Round::slug(from, until),
        label: Some(label).filter(|label| !label.is_empty()).unwrap_or(years),
        from,
        until,
        reference_date: peildatum,
        contribution_due: deadlines.contribution,
        approval_due: deadlines.approval,
        consent_due: deadlines.consent,
        silence_is_consent: !form.stilzwijgend.is_empty(),
        state: Stage::Preparing,
        paused_at: None,
        specimen,
    }))
}
