//! A new indicator.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    domain::{
        id::IndicatorId,
        indicator,
        person::Role,
        text::{self, Reason},
    },
    store,
    web::{
        App, Result,
        contributions::{Dossier, trail},
        extract::{Form, Visitor},
        form::{self, Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{Figures, MeasureIndicator, NewIndicator},
    },
};

/// The most decimals that the form offers.
const DECIMALS: u8 = 3;

/// An indicator as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct IndicatorForm {
    naam: String,
    eenheid: String,
    decimalen: String,
    uitgang: String,
    #[serde(rename = "uitgang-datum")]
    uitgang_datum: String,
    streef: String,
    #[serde(rename = "streef-datum")]
    streef_datum: String,
}

#[derive(Template)]
#[template(path = "pages/figures/new.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    decimals: Vec<Choice>,
    form: IndicatorForm,
    errors: Errors,
    back: String,
}

pub(in crate::web) async fn new(
    path: NewIndicator,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    let form = IndicatorForm { decimalen: "0".to_owned(), ..IndicatorForm::default() };
    page(&new_page(&app, &visitor, &dossier, form, Errors::default()))
}

pub(in crate::web) async fn create(
    path: NewIndicator,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<IndicatorForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    super::open(&dossier)?;
    let mut read = read(&form, &dossier);
    if let Ok(new) = &read
        && store::indicators::is_taken(&mut writer, new.goal, &new.name).await?
    {
        let mut errors = Errors::default();
        errors.add("naam", "Bij dit doel is al een cijfer met deze naam. Kies een andere naam.");
        read = Err(errors);
    }
    let indicator = match read {
        Ok(indicator) => indicator,
        Err(errors) => {
            let page = new_page(&app, &visitor, &dossier, form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Contributor, "register", "indicator", indicator.id);
    store::indicators::register(&mut writer, &indicator, &event).await?;
    writer.commit().await?;
    let to = MeasureIndicator { id: path.id, indicator: indicator.id };
    done(&app, &visitor, to, "Het cijfer is toegevoegd. Vul nu de eerste meting in.").await
}

fn read(form: &IndicatorForm, dossier: &Dossier) -> Result<store::indicators::NewIndicator, Errors> {
    let mut errors = Errors::default();
    let line = |typed: &str| Reason::parse(typed).and_then(|text| text::line(text.as_str()));
    let name = errors.read("naam", "Wat meet u", line(&form.naam));
    let unit = errors.read("eenheid", "Eenheid", line(&form.eenheid));
    let decimals = form.decimalen.parse().ok().filter(|decimals| *decimals <= DECIMALS);
    if decimals.is_none() {
        errors.add("decimalen", "Kies het aantal decimalen.");
    }
    let decimals = decimals.unwrap_or(DECIMALS);
    let baseline = pair(&mut errors, "uitgang", (&form.uitgang, &form.uitgang_datum), decimals);
    let target = pair(&mut errors, "streef", (&form.streef, &form.streef_datum), decimals);
    match (name, unit) {
        (Some(name), Some(unit)) if errors.is_empty() => Ok(store::indicators::NewIndicator {
            id: IndicatorId::new(),
            goal: dossier.contribution.goal,
            ministry: dossier.contribution.ministry.clone(),
            name,
            unit,
            decimals,
            baseline,
            target,
        }),
        _ => Err(errors),
    }
}

/// A value with its day: both, or neither.
fn pair(
    errors: &mut Errors,
    field: &str,
    (value, day): (&str, &str),
    decimals: u8,
) -> Option<(NaiveDate, i64)> {
    if value.trim().is_empty() && day.trim().is_empty() {
        return None;
    }
    let value = indicator::parse(value, decimals).map_err(|fault| errors.add(field, fault.dutch())).ok();
    let day = form::date(day).map_err(|message| errors.add(format!("{field}-datum"), message)).ok();
    day.zip(value)
}

fn new_page(app: &App, visitor: &Visitor, dossier: &Dossier, form: IndicatorForm, errors: Errors) -> NewPage {
    let back = Figures { id: dossier.contribution.id };
    let mut way = trail(visitor, dossier);
    way.push(Crumb::new(format!("Cijfers bij {}", dossier.name().to_lowercase()), back.clone()));
    let decimals = (0..=DECIMALS).map(|count| {
        let label = match count {
            0 => "geen".to_owned(),
            count => count.to_string(),
        };
        Choice::new(count.to_string(), label, &form.decimalen)
    });
    NewPage {
        layout: Layout::of(app, visitor),
        trail: way,
        subject: dossier.subject(),
        decimals: decimals.collect(),
        form,
        errors,
        back: back.to_string(),
    }
}
