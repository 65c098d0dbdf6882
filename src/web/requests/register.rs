//! The register of a round, and a new entry.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        facts::RequestKind,
        id::RequestId,
        ministry::Ministry,
        paper::{PaperFault, PaperRef},
        person::Role,
        round::Round,
        strategy::Goal,
        text::{self, Reason},
    },
    store::{self, requests::NewRequest},
    web::{
        App, Result, desk,
        extract::{Form, Visitor},
        form::{self, Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{AnswerRequest, Requests},
    },
};

/// A new entry as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RequestForm {
    soort: String,
    kamer: String,
    kamerstuk: String,
    titel: String,
    indiener: String,
    datum: String,
    doel: String,
    ministerie: String,
}

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
    kinds: Vec<Choice>,
    houses: Vec<Choice>,
    goals: Vec<Choice>,
    ministries: Vec<Choice>,
    form: RequestForm,
    errors: Errors,
}

pub(in crate::web) async fn index(
    path: Requests,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let lists = Lists::of(&mut reader, &round).await?;
    let form = RequestForm { soort: RequestKind::Motion.code().to_owned(), ..RequestForm::default() };
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
    let mut read = read(&form, &round, &lists);
    if let Ok(NewRequest { paper: Some(paper), .. }) = &read
        && let Some(title) = store::requests::find_by_paper(&mut writer, &round.strategy, paper).await?
    {
        let mut errors = Errors::default();
        errors.add("kamerstuk", format!("Kamerstuk {paper} staat al in het register: “{title}”."));
        read = Err(errors);
    }
    let request = match read {
        Ok(request) => request,
        Err(errors) => {
            let page = requests_page(&mut writer, &app, &visitor, &round, &lists, form, errors).await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Coordinator, "register", "request", request.id);
    store::requests::register(&mut writer, &request, &event).await?;
    writer.commit().await?;
    let kind = desk::capital(request.kind.dutch());
    let flash = if request.date > round.reference_date {
        format!("{kind} vastgelegd. De datum ligt na de peildatum: de volgende ronde beantwoordt haar.")
    } else {
        format!("{kind} vastgelegd. Beantwoord haar nu, of later vanuit de leemten.")
    };
    done(&app, &visitor, path, &flash).await
}

/// What a new entry may refer to.
struct Lists {
    goals: Vec<Goal>,
    ministries: Vec<Ministry>,
}

impl Lists {
    async fn of(connection: &mut SqliteConnection, round: &Round) -> Result<Self> {
        let goals = store::goals::list(connection, &round.strategy, round.reference_date).await?;
        let ministries = store::ministries::list(connection, round.reference_date).await?;
        Ok(Self { goals, ministries })
    }
}

fn read(form: &RequestForm, round: &Round, lists: &Lists) -> Result<NewRequest, Errors> {
    let mut errors = Errors::default();
    let kind =
        [RequestKind::Motion, RequestKind::Undertaking].into_iter().find(|kind| kind.code() == form.soort);
    if kind.is_none() {
        errors.add("soort", "Kies motie of toezegging.");
    }
    let house = ["TK", "EK"].into_iter().find(|house| *house == form.kamer);
    if house.is_none() {
        errors.add("kamer", "Kies de Kamer.");
    }
    let paper = paper(&form.kamerstuk).map_err(|message| errors.add("kamerstuk", message)).ok();
    let filled = Reason::parse(&form.titel).and_then(|title| text::line(title.as_str()));
    let title = errors.read("titel", "Wat is gevraagd of toegezegd", filled);
    let proposer = errors.read("indiener", "Door wie", text::line(&form.indiener));
    let date = form::date(&form.datum).map_err(|message| errors.add("datum", message)).ok();
    match (kind, house, paper, title, proposer, date) {
        (Some(kind), Some(house), Some(paper), Some(title), Some(proposer), Some(date)) => Ok(NewRequest {
            id: RequestId::new(),
            strategy: round.strategy.clone(),
            kind,
            house: house.to_owned(),
            paper,
            title,
            proposer,
            date,
            goal: lists.goals.iter().find(|goal| goal.number.to_string() == form.doel).map(|goal| goal.id),
            ministry: lists
                .ministries
                .iter()
                .find(|ministry| ministry.code.as_str() == form.ministerie)
                .map(|ministry| ministry.code.clone()),
        }),
        _ => Err(errors),
    }
}

/// A Kamerstuk in the one form in which it is printed; `None` when there is none yet.
fn paper(typed: &str) -> Result<Option<String>, &'static str> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    PaperRef::parse(typed).map(|paper| Some(paper.to_string())).map_err(|fault| match fault {
        PaperFault::Form => "Schrijf het Kamerstuk als “33 694, nr. 43” of “34 775 X, nr. 72”.",
        PaperFault::Open => "Het nummer is nog open. Vul het nummer in, of laat het veld leeg.",
        PaperFault::Year => "Een vergaderjaar beslaat twee opeenvolgende jaren, zoals 2018/19.",
    })
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
        let of_kind = found.iter().filter(|(_, request)| request.kind == kind);
        let lines = of_kind.map(|(id, request)| {
            let to = AnswerRequest { round: round.slug.clone(), request: *id };
            let goal = request.goal.map(|goal| format!("Doel {goal}. ")).unwrap_or_default();
            let paper = request.paper.as_ref().map(|paper| format!("{paper}. ")).unwrap_or_default();
            let by = Some(request.proposer.as_str()).filter(|by| !by.is_empty());
            let by = by.map(|by| format!("{by}, ")).unwrap_or_default();
            Line {
                href: may_change.then(|| to.to_string()),
                title: request.title.clone(),
                status: request.answer.as_ref().map_or("nog niet beantwoord", |one| one.outcome.dutch()),
                note: format!("{goal}{paper}{by}{}", clock::long_date(request.date)),
            }
        });
        Group { title, lines: lines.collect() }
    };
    let kind = |kind: RequestKind| Choice::new(kind.code(), desk::capital(kind.dutch()), &form.soort);
    let goal = |goal: &Goal| {
        Choice::new(goal.number.to_string(), format!("{}. {}", goal.number, goal.title), &form.doel)
    };
    let ministry = |one: &Ministry| Choice::new(one.code.as_str(), &one.short, &form.ministerie);
    Ok(RequestsPage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(round),
        round: round.label.clone(),
        groups: vec![group("Moties", RequestKind::Motion), group("Toezeggingen", RequestKind::Undertaking)],
        answered: found.iter().filter(|(_, request)| request.answer.is_some()).count(),
        total: found.len(),
        may_change,
        kinds: [RequestKind::Motion, RequestKind::Undertaking].map(kind).into(),
        houses: [("TK", "Tweede Kamer"), ("EK", "Eerste Kamer")]
            .map(|(value, label)| Choice::new(value, label, &form.kamer))
            .into(),
        goals: lists.goals.iter().map(goal).collect(),
        ministries: lists.ministries.iter().map(ministry).collect(),
        form,
        errors,
    })
}
