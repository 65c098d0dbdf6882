//! An entry of the register is mended, or given to a goal and a ministry.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::entry::{Fields, Lists, RequestForm, read_new};
use crate::{
    domain::{person::Role, round::Round},
    store,
    web::{
        App, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{AnswerRequest, ChangeRequest, Requests},
    },
};

#[derive(Template)]
#[template(path = "pages/requests/change.html")]
struct ChangePage {
    layout: Layout,
    trail: Vec<Crumb>,
    stale: bool,
    fields: Fields,
    back: String,
}

pub(in crate::web) async fn change(
    path: ChangeRequest,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (round, _) = desk::composed(&mut reader, &visitor, &path.round).await?;
    let (version, entry) = store::requests::get(&mut reader, &round.strategy, path.request).await?;
    let lists = Lists::of(&mut reader, &round).await?;
    let form = RequestForm::of(version, &entry, &lists);
    page(&change_page(&app, &visitor, &round, &path, Fields::new(&lists, form, Errors::default()), false))
}

pub(in crate::web) async fn update(
    path: ChangeRequest,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RequestForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let (version, _) = store::requests::get(&mut writer, &round.strategy, path.request).await?;
    let lists = Lists::of(&mut writer, &round).await?;
    if form.versie != version {
        let form = RequestForm { versie: version, ..form };
        let fields = Fields::new(&lists, form, Errors::default());
        let page = change_page(&app, &visitor, &round, &path, fields, true);
        return page_with(StatusCode::CONFLICT, &page);
    }
    let entry = match read_new(path.request, &form, &round, &lists) {
        Ok(entry) => entry,
        Err(errors) => {
            let fields = Fields::new(&lists, form, errors);
            let page = change_page(&app, &visitor, &round, &path, fields, false);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Coordinator, "change", "request", entry.id);
    store::requests::update(&mut writer, &entry, version, &event).await?;
    writer.commit().await?;
    let flash = format!("“{}” is gewijzigd. Eerdere antwoorden blijven staan.", entry.title);
    done(&app, &visitor, Requests { round: path.round }, &flash).await
}

fn change_page(
    app: &App,
    visitor: &Visitor,
    round: &Round,
    path: &ChangeRequest,
    fields: Fields,
    stale: bool,
) -> ChangePage {
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Moties en toezeggingen", Requests { round: round.slug.clone() }));
    let back = AnswerRequest { round: round.slug.clone(), request: path.request };
    ChangePage { layout: Layout::of(app, visitor), trail, stale, fields, back: back.to_string() }
}
