//! A new round.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;

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
    let strategies = store::goals::strategies(&mut reader).await?;
    let hour = || "17.00".to_owned();
    let form = RoundForm {
        strategie: strategies.first().map(|(id, _)| id.clone()).unwrap_or_default(),
        inleveren_uur: hour(),
        akkoord_uur: hour(),
        instemming_uur: hour(),
        ..RoundForm::default()
    };
    page(&new_page(&app, &visitor, &strategies, form, Vec::new(), Errors::default()))
}

pub(in crate::web) async fn create(
    _: NewRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RoundForm>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let strategies = store::goals::strategies(&mut writer).await?;
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
    let from = date(&mut errors, "van", &form.van);
    let until = date(&mut errors, "tot", &form.tot);
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        errors.add("tot", "De laatste dag moet na de eerste dag liggen.");
    }
    let peildatum = date(&mut errors, "peildatum", &form.peildatum);
    if from.zip(peildatum).is_some_and(|(from, day)| day < from) {
        errors.add("peildatum", "De peildatum ligt vóór de eerste dag van de periode.");
    }
    let due = moment(&mut errors, "inleveren", &form.inleveren, &form.inleveren_uur);
    let akkoord = moment(&mut errors, "akkoord", &form.akkoord, &form.akkoord_uur);
    if due.zip(akkoord).is_some_and(|(before, after)| after < before) {
        errors.add("akkoord", "Het akkoord kan niet eerder moeten dan het inleveren.");
    }
    let instemming = moment(&mut errors, "instemming", &form.instemming, &form.instemming_uur);
    if akkoord.zip(instemming).is_some_and(|(before, after)| after < before) {
        errors.add("instemming", "De instemming kan niet eerder moeten dan het akkoord.");
    }
    let dates = from.zip(until).zip(peildatum).zip(due).zip(akkoord).zip(instemming).zip(label);
    let Some(((((((from, until), peildatum), due), akkoord), instemming), label)) =
        dates.filter(|_| errors.is_empty())
    else {
        return Read::Wrong(errors);
    };
    let doubts = doubts(&[("Inleveren", due), ("Akkoord", akkoord), ("Instemming", instemming)], now);
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
        contribution_due: due,
        approval_due: akkoord,
        consent_due: instemming,
        state: Stage::Preparing,
        specimen,
    }))
}

/// Deadlines that nobody works at, or that have passed.
fn doubts(deadlines: &[(&str, DateTime<Utc>)], now: DateTime<Utc>) -> Vec<String> {
    let mut doubts = Vec::new();
    for (name, at) in deadlines {
        let day = clock::local_date(*at);
        if clock::working_day_from(day) != day {
            doubts.push(format!("{name}: {} valt in het weekend.", clock::weekday_date(day)));
        }
        if *at < now {
            doubts.push(format!("{name}: {} ligt in het verleden.", clock::weekday_date(day)));
        }
    }
    doubts
}

fn date(errors: &mut Errors, field: &str, typed: &str) -> Option<NaiveDate> {
    let read = clock::read_date(typed);
    if read.is_none() {
        errors
            .add(field, format!("{}: schrijf de datum als dag-maand-jaar, zoals 27-03-2020.", label(field)));
    }
    read
}

fn moment(errors: &mut Errors, field: &str, day: &str, hour: &str) -> Option<DateTime<Utc>> {
    let date = date(errors, field, day);
    let time = time(hour);
    if time.is_none() {
        errors.add(format!("{field}_uur"), format!("{}: schrijf het uur als 17.00.", label(field)));
    }
    date.zip(time).map(|(date, time)| clock::from_local(date.and_time(time)))
}

/// "17", "17.00" or "17:00".
fn time(typed: &str) -> Option<NaiveTime> {
    let (hour, minute) = typed.trim().split_once(['.', ':']).unwrap_or((typed.trim(), "0"));
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

fn label(field: &str) -> &'static str {
    match field {
        "van" => "Eerste dag",
        "tot" => "Laatste dag",
        "peildatum" => "Peildatum",
        "inleveren" => "Inleveren",
        "akkoord" => "Akkoord",
        _ => "Instemming",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_read_as_people_type_it() {
        for typed in ["17", " 17.00 ", "17:00"] {
            assert_eq!(time(typed), NaiveTime::from_hms_opt(17, 0, 0), "{typed:?}");
        }
        for wrong in ["", "24.00", "vijf uur", "17.60", "-1"] {
            assert_eq!(time(wrong), None, "{wrong:?}");
        }
    }
}
