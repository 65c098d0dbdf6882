//! The register of a round, a new entry, and the register as a sheet.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::SqliteConnection;

use super::{
    entry::{Fields, Lists, RequestForm, read_new},
    sheet,
};
use crate::{
    domain::{
        clock,
        facts::{RequestFacts, RequestKind},
        id::RequestId,
        paper::House,
        person::Role,
        round::Round,
    },
    report::typography::capitalised,
    store,
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{AnswerRequest, ImportRequests, Requests, RequestsCsv},
        spreadsheet::download,
    },
};

/// One motion or undertaking in the list.
struct Line {
    href: Option<String>,
    title: String,
    status: &'static str,
    note: String,
}

/// Motions, or undertakings.
struct Group {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/requests/index.html")]
struct RequestsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    groups: Vec<Group>,
    answered: usize,
    total: usize,
    may_change: bool,
    import: String,
    csv: String,
    fields: Fields,
}

pub(in crate::web) async fn index(
    path: Requests,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let lists = Lists::of(&mut reader, &round).await?;
    let form = RequestForm {
        soort: RequestKind::Motion.code().to_owned(),
        kamer: House::Second.code().to_owned(),
        ..RequestForm::default()
    };
    page(&requests_page(&mut reader, &app, &visitor, &round, &lists, form, Errors::default()).await?)
}

pub(in crate::web) async fn create(
    path: Requests,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RequestForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let lists = Lists::of(&mut writer, &round).await?;
    let request = match read_new(RequestId::new(), &form, &round, &lists) {
        Ok(request) => request,
        Err(errors) => {
            let page = requests_page(&mut writer, &app, &visitor, &round, &lists, form, errors).await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Coordinator, "register", "request", request.id);
    store::requests::register(&mut writer, &request, &event).await?;
    writer.commit().await?;
    let kind = capitalised(request.kind.dutch());
    let flash = if request.date > round.reference_date {
        format!("{kind} vastgelegd. De datum ligt na de peildatum: de volgende ronde beantwoordt haar.")
    } else {
        format!("{kind} vastgelegd. Beantwoord haar nu, of later vanuit de leemten.")
    };
    done(&app, &visitor, path, &flash).await
}

/// The register of a round as a sheet that can be read in again.
pub(in crate::web) async fn csv(
    path: RequestsCsv,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    app.exports.take(&visitor)?;
    let found = store::requests::list(&mut reader, &round).await?;
    let ministries = store::ministries::list(&mut reader, round.reference_date).await?;
    let body = sheet::write(&found, &ministries).map_err(Error::Internal)?;
    Ok(download(&format!("moties-en-toezeggingen-{}", round.slug), body))
}

async fn requests_page(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    round: &Round,
    lists: &Lists,
    form: RequestForm,
    errors: Errors,
) -> Result<RequestsPage> {
    let found = store::requests::list(connection, round).await?;
    let may_change = desk::may_change(visitor, round);
    let group = |title, kind| {
        let of_kind = found.iter().filter(|request| request.kind == kind);
        let lines = of_kind.map(|request| line(round, request, lists, may_change));
        Group { title, lines: lines.collect() }
    };
    Ok(RequestsPage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(round),
        round: round.label.clone(),
        groups: vec![group("Moties", RequestKind::Motion), group("Toezeggingen", RequestKind::Undertaking)],
        answered: found.iter().filter(|request| request.answer.is_some()).count(),
        total: found.len(),
        may_change,
        import: ImportRequests { round: round.slug.clone() }.to_string(),
        csv: RequestsCsv { round: round.slug.clone() }.to_string(),
        fields: Fields::new(lists, form, errors),
    })
}

fn line(round: &Round, request: &RequestFacts, lists: &Lists, may_change: bool) -> Line {
    let to = AnswerRequest { round: round.slug.clone(), request: request.id };
    let goal = request.goal.map(|goal| format!("Doel {goal}. ")).unwrap_or_default();
    let paper = request.paper.as_ref().map(|paper| format!("{paper}. ")).unwrap_or_default();
    let by = Some(request.proposer.as_str()).filter(|by| !by.is_empty());
    let by = by.map(|by| format!("{by}, ")).unwrap_or_default();
    let due = request.due.map(|due| format!(". Termijn: {}", clock::long_date(due))).unwrap_or_default();
    let ministry = request.ministry.as_ref();
    let ministry = ministry.and_then(|code| lists.ministries.iter().find(|one| one.code == *code));
    let ministry = ministry.map(|one| format!(". {} antwoordt", one.short)).unwrap_or_default();
    Line {
        href: may_change.then(|| to.to_string()),
        title: request.title.clone(),
        status: match &request.answer {
            Some(answer) => answer.outcome.dutch(),
            None if request.lapsed => "passage is weg",
            None => "nog niet beantwoord",
        },
        note: format!("{goal}{paper}{by}{}{due}{ministry}", clock::long_date(request.date)),
    }
}
