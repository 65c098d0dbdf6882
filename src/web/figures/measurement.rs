//! A measurement is recorded by one person and agreed to by another.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::{
    domain::{
        clock,
        facts::Measurement,
        indicator,
        paper::PaperRef,
        person::Role,
        text::{self, Reason},
    },
    report::typography::decimal,
    store::{self, indicators::Listed},
    web::{
        App, Error, Result,
        contributions::{Dossier, trail},
        extract::{Form, Visitor},
        form::{self, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{ApproveMeasurement, Figures, MeasureIndicator},
    },
};

/// A measurement as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct MeasurementForm {
    waarde: String,
    peildatum: String,
    bron: String,
}

/// Which measurement is agreed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ApprovalForm {
    peildatum: String,
    vastgelegd: String,
}

#[derive(Template)]
#[template(path = "pages/figures/measure.html")]
struct MeasurePage {
    layout: Layout,
    trail: Vec<Crumb>,
    name: String,
    hint: String,
    last: Option<String>,
    form: MeasurementForm,
    errors: Errors,
    back: String,
}

pub(in crate::web) async fn measure(
    path: MeasureIndicator,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    let listed = super::find(&mut reader, &dossier, path.indicator).await?;
    let form = MeasurementForm::default();
    page(&measure_page(&app, &visitor, &dossier, &listed, form, Errors::default()))
}

pub(in crate::web) async fn record(
    path: MeasureIndicator,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<MeasurementForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    super::open(&dossier)?;
    let listed = super::find(&mut writer, &dossier, path.indicator).await?;
    let measurement = match read(&form, listed.indicator.decimals, clock::local_date(visitor.now)) {
        Ok(measurement) => measurement,
        Err(errors) => {
            let page = measure_page(&app, &visitor, &dossier, &listed, form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Contributor, "measure", "indicator", path.indicator);
    store::indicators::record(&mut writer, path.indicator, &measurement, visitor.actor.person, &event)
        .await?;
    writer.commit().await?;
    let flash =
        "De meting is bewaard. Zij komt in het rapport als een akkoordgever van uw ministerie akkoord geeft.";
    done(&app, &visitor, Figures { id: path.id }, flash).await
}

fn read(form: &MeasurementForm, decimals: u8, today: NaiveDate) -> Result<Measurement, Errors> {
    let mut errors = Errors::default();
    let value =
        indicator::parse(&form.waarde, decimals).map_err(|fault| errors.add("waarde", fault.dutch())).ok();
    let date = form::date(&form.peildatum).map_err(|message| errors.add("peildatum", message)).ok();
    if date.is_some_and(|date| date > today) {
        errors.add("peildatum", "De peildatum ligt in de toekomst. Vul de dag in waarop het zo was.");
    }
    let filled = Reason::parse(&form.bron).and_then(|source| text::line(source.as_str()));
    let source = errors.read("bron", "Bron", filled);
    if let Some(open) = source.as_deref().and_then(|source| PaperRef::find_malformed(source).first().copied())
    {
        errors.add("bron", format!("De verwijzing “{open}” is niet volledig."));
    }
    match (value, date, source) {
        (Some(value), Some(date), Some(source)) if errors.is_empty() => {
            Ok(Measurement { date, value, source })
        }
        _ => Err(errors),
    }
}

/// Another person of the ministry agrees: the figure may be printed.
pub(in crate::web) async fn approve(
    path: ApproveMeasurement,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ApprovalForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    // Who may never agree is told so before anything is looked up.
    visitor.actor.may_review(&dossier.contribution, &[])?;
    let listed = super::find(&mut writer, &dossier, path.indicator).await?;
    let wanted = form.peildatum.parse::<NaiveDate>().ok().zip(form.vastgelegd.parse::<DateTime<Utc>>().ok());
    let kept = listed
        .measurements
        .iter()
        .find(|kept| Some((kept.measurement.date, kept.recorded_at)) == wanted)
        .ok_or(Error::NotFound)?;
    visitor.actor.may_review(&dossier.contribution, &[kept.author])?;
    super::not_frozen(&dossier)?;
    if kept.approved.is_some() {
        return Err(Error::Conflict("Op deze meting is al akkoord gegeven.".to_owned()));
    }
    let event = visitor.event(Role::Approver, "approve", "measurement", path.indicator);
    let which = (kept.measurement.date, kept.recorded_at);
    store::indicators::approve(&mut writer, path.indicator, which, visitor.actor.person, &event).await?;
    writer.commit().await?;
    let value = decimal(kept.measurement.value, listed.indicator.decimals);
    let flash =
        format!("U gaf akkoord op {value} {} van {}.", listed.indicator.unit, clock::long_date(which.0));
    done(&app, &visitor, Figures { id: path.id }, &flash).await
}

fn measure_page(
    app: &App,
    visitor: &Visitor,
    dossier: &Dossier,
    listed: &Listed,
    form: MeasurementForm,
    errors: Errors,
) -> MeasurePage {
    let (id, indicator) = (dossier.contribution.id, &listed.indicator);
    let back = Figures { id };
    let mut way = trail(visitor, dossier);
    way.push(Crumb::new(format!("Cijfers bij {}", dossier.name().to_lowercase()), back.clone()));
    let last = listed.measurements.last().map(|kept| {
        let value = decimal(kept.measurement.value, indicator.decimals);
        format!(
            "{value} {} op {} ({})",
            indicator.unit,
            clock::long_date(kept.measurement.date),
            kept.measurement.source
        )
    });
    MeasurePage {
        layout: Layout::of(app, visitor),
        trail: way,
        name: indicator.name.clone(),
        hint: format!("In {}. Bijvoorbeeld {}.", indicator.unit, decimal(12_345, indicator.decimals)),
        last,
        form,
        errors,
        back: back.to_string(),
    }
}
