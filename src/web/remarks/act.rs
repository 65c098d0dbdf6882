//! Answering a remark, and saying that it is dealt with.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    KIND,
    create::acting,
    sheet::{SheetPage, Typed},
    target::of_subject,
};
use crate::{
    domain::text::Reason,
    store,
    web::{
        App, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{done, page_with},
        routes::{AnswerRemark, ResolveRemark},
    },
};

/// An answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AnswerForm {
    tekst: String,
}

/// Dealt with, or open again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ResolveForm {
    doe: String,
}

pub(in crate::web) async fn answer(
    path: AnswerRemark,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let remark = store::remarks::get(&mut writer, path.remark).await?;
    let (target, _) = of_subject(&mut writer, &visitor, &remark.subject).await?;
    let id = path.remark.to_string();
    let mut errors = Errors::default();
    let Some(text) = errors.read(&id, "Antwoord", Reason::parse(&form.tekst)) else {
        let typed = Typed { at: id, text: form.tekst };
        let page = SheetPage::load(&mut writer, &app, &visitor, &target, &typed, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(acting(&visitor), "answer", KIND, &id);
    store::remarks::answer(&mut writer, path.remark, &text, &event).await?;
    writer.commit().await?;
    done(&app, &visitor, format!("{}#opmerking-{id}", target.href()), "Uw antwoord staat bij de opmerking.")
        .await
}

pub(in crate::web) async fn resolve(
    path: ResolveRemark,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ResolveForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let remark = store::remarks::get(&mut writer, path.remark).await?;
    let (target, _) = of_subject(&mut writer, &visitor, &remark.subject).await?;
    let resolved = form.doe != "heropenen";
    let verb = if resolved { "resolve" } else { "reopen" };
    let event = visitor.event(acting(&visitor), verb, KIND, path.remark);
    store::remarks::resolve(&mut writer, path.remark, resolved, &event).await?;
    writer.commit().await?;
    let said = if resolved { "De opmerking is afgehandeld." } else { "De opmerking staat weer open." };
    done(&app, &visitor, format!("{}#opmerking-{}", target.href(), path.remark), said).await
}
