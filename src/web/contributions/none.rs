//! "Geen bijdrage", with a reason: a valid answer.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    KIND,
    dossier::{Dossier, trail},
};
use crate::{
    domain::{
        contribution::{Content, Fault},
        person::Role,
        strategy::Part,
        text::Reason,
    },
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{
            CheckContribution, ContributionHistory, EditContribution, NoContribution, ShowContribution,
        },
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct NoneForm {
    reden: String,
    versie: u32,
}

#[derive(Template)]
#[template(path = "pages/contributions/none.html")]
struct NonePage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    conflict: Option<String>,
    subject: String,
    title: String,
    lead: bool,
    reason: String,
    version: u32,
    address: String,
    edit: String,
    history: String,
}

impl NonePage {
    fn new(app: &App, visitor: &Visitor, dossier: &Dossier, reason: String, errors: Errors) -> Self {
        let id = dossier.contribution.id;
        let edit = EditContribution { id };
        let mut trail = trail(visitor, dossier);
        trail.push(Crumb::new(dossier.name(), &edit));
        Self {
            layout: Layout::of(app, visitor),
            trail,
            errors,
            conflict: None,
            subject: dossier.subject(),
            title: dossier.goal.title.clone(),
            lead: dossier.part == Part::Lead,
            reason,
            version: dossier.contribution.revision,
            address: NoContribution { id }.to_string(),
            edit: edit.to_string(),
            history: ContributionHistory { id }.to_string(),
        }
    }
}

/// The form.
pub(in crate::web) async fn none(
    path: NoContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    if !dossier.contribution.state.is_writable() {
        return Ok(Redirect::to(&ShowContribution { id: path.id }.to_string()).into_response());
    }
    let newest = dossier.newest(&mut reader).await?;
    let reason = newest.no_contribution.map(|reason| reason.as_str().to_owned()).unwrap_or_default();
    page(&NonePage::new(&app, &visitor, &dossier, reason, Errors::default()))
}

/// Keeps the reason as the next revision.
pub(in crate::web) async fn report_none(
    path: NoContribution,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NoneForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    let permit = visitor.actor.may_write(&dossier.contribution)?;
    let mut errors = Errors::default();
    let Some(reason) = errors.read("reden", "Reden", Reason::parse(&form.reden)) else {
        let page = NonePage::new(&app, &visitor, &dossier, form.reden, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let internal_note = dossier.newest(&mut writer).await?.internal_note;
    let content = Content { internal_note, no_contribution: Some(reason), ..Content::default() };
    let (contribution, person) = (dossier.contribution.clone(), visitor.actor.person);
    let saved = contribution.save(&permit, dossier.open, form.versie, content, person, visitor.now);
    let (saved, revision) = match saved {
        Ok(saved) => saved,
        Err(fault) => return refuse(&app, &visitor, &dossier, form.reden, fault),
    };
    let mut event = visitor.event(Role::Contributor, "save", KIND, path.id);
    event.after = Some(revision.content.sha256());
    store::revisions::save(&mut writer, &saved, &revision, &event).await?;
    writer.commit().await?;
    let said = "“Geen bijdrage” is bewaard. Controleer de reden en dien de bijdrage in.";
    done(&app, &visitor, CheckContribution { id: path.id }, said).await
}

/// The reason stays in the form; a second press, now knowing of the other version, keeps it.
fn refuse(app: &App, visitor: &Visitor, dossier: &Dossier, reason: String, fault: Fault) -> Result<Response> {
    let conflict = match fault {
        Fault::Stale { newest } => format!(
            "Er is intussen versie {newest} bewaard. Bekijk die in de geschiedenis. Kiest u nu opnieuw, dan geldt “geen bijdrage”; versie {newest} blijft in de geschiedenis staan."
        ),
        Fault::Closed | Fault::State(_) | Fault::Incomplete(_) | Fault::Agreed => {
            Error::from(fault).message()
        }
    };
    let page = NonePage::new(app, visitor, dossier, reason, Errors::default());
    page_with(StatusCode::CONFLICT, &NonePage { conflict: Some(conflict), ..page })
}
