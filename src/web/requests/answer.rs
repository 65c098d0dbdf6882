//! How a round answers a motion or undertaking.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        facts::{Answer, Outcome, RequestFacts},
        id::{PassageId, RequestId},
        paper::PaperRef,
        person::Role,
        round::Round,
        text::Reason,
    },
    report::typography::capitalised,
    store,
    web::{
        App, Error, Result, desk,
        difference::Difference,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        newer::{Field, newer},
        page::{Crumb, Layout, done, page, page_with},
        routes::{AnswerRequest, ChangeRequest, ComposeGoal, Requests},
    },
};

/// An answer as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AnswerForm {
    versie: u32,
    uitkomst: String,
    passage: String,
    tekst: String,
}

#[derive(Template)]
#[template(path = "pages/requests/answer.html")]
struct AnswerPage {
    layout: Layout,
    trail: Vec<Crumb>,
    kind: &'static str,
    title: String,
    by: String,
    date: String,
    paper: Option<Crumb>,
    goal: Option<Crumb>,
    due: Option<String>,
    change: String,
    lapsed: bool,
    version: u32,
    choices: Vec<Choice>,
    passages: Vec<Choice>,
    text: String,
    newer: Option<Difference>,
    errors: Errors,
    back: String,
}

/// A request that is to be answered, with the answer it has.
struct Case {
    round: Round,
    id: RequestId,
    request: RequestFacts,
    now: Option<(u32, Answer)>,
    passages: Vec<Offered>,
}

/// A passage that can be pointed to.
struct Offered {
    id: PassageId,
    label: String,
}

/// How many characters of a passage tell it from others.
const OPENING: usize = 90;

impl Case {
    async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        path: &AnswerRequest,
    ) -> Result<Self> {
        let (round, _) = desk::composed(connection, visitor, &path.round).await?;
        let found = store::requests::list(connection, &round).await?;
        let request = found.into_iter().find(|one| one.id == path.request).ok_or(Error::NotFound)?;
        let id = request.id;
        let now = store::requests::find_answer(connection, id, round.id).await?;
        let passages = offered(connection, &round, &request).await?;
        Ok(Self { round, id, request, now, passages })
    }

    fn version(&self) -> u32 {
        self.now.as_ref().map_or(0, |(version, _)| *version)
    }
}

pub(in crate::web) async fn edit(
    path: AnswerRequest,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path).await?;
    let form = match &case.now {
        Some((versie, now)) => {
            let passage = now.passage.map(|passage| passage.to_string()).unwrap_or_default();
            let uitkomst = now.outcome.code().to_owned();
            AnswerForm { versie: *versie, uitkomst, passage, tekst: now.text.clone() }
        }
        None => AnswerForm::default(),
    };
    page(&answer_page(&app, &visitor, &case, form, Errors::default()))
}

pub(in crate::web) async fn answer(
    path: AnswerRequest,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path).await?;
    if form.versie != case.version() {
        let newer = compared(&case, &form);
        let page = answer_page(&app, &visitor, &case, form, Errors::default());
        return page_with(StatusCode::CONFLICT, &AnswerPage { newer, ..page });
    }
    let mut errors = Errors::default();
    let outcome = read_outcome(&form.uitkomst);
    if outcome.is_none() {
        errors.add("uitkomst", "Kies hoe ver het is.");
    }
    let passage = case.passages.iter().find(|one| one.id.to_string() == form.passage).map(|one| one.id);
    if passage.is_none() && !form.passage.is_empty() {
        errors.add("passage", "Deze passage staat niet meer in het rapport. Kies een andere, of geen.");
    }
    let text = errors.read("tekst", "Toelichting", Reason::parse(&form.tekst));
    let Some((outcome, text)) = outcome.zip(text).filter(|_| errors.is_empty()) else {
        let page = answer_page(&app, &visitor, &case, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    // What is not treated has no passage that treats it.
    let passage = passage.filter(|_| outcome != Outcome::SetAside);
    let given = Answer { outcome, text: text.as_str().to_owned(), passage };
    let event = visitor.event(Role::Coordinator, "answer", "request", case.id);
    let (round, author) = (case.round.id, visitor.actor.person);
    store::requests::settle(&mut writer, case.id, round, &given, author, &event).await?;
    writer.commit().await?;
    let flash = format!("Het antwoord op “{}” is bewaard.", case.request.title);
    done(&app, &visitor, Requests { round: path.round }, &flash).await
}

/// Every passage of the round; those of the request's own goal first.
async fn offered(
    connection: &mut SqliteConnection,
    round: &Round,
    request: &RequestFacts,
) -> Result<Vec<Offered>> {
    let mut goals = store::goals::list(connection, &round.strategy, round.reference_date).await?;
    let mut texts = store::goal_texts::all(connection, round.id).await?;
    goals.sort_by_key(|goal| (Some(goal.number) != request.goal, goal.number));
    let mut offered = Vec::new();
    for goal in goals {
        let text = texts.remove(&goal.id).unwrap_or_default();
        for (place, passage) in text.passages.iter().enumerate() {
            let words = passage.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut opening: String = words.chars().take(OPENING).collect();
            if opening.len() < words.len() {
                opening.push('…');
            }
            let label = format!("Doel {}, passage {}: {opening}", goal.number, place + 1);
            offered.push(Offered { id: passage.id, label });
        }
    }
    Ok(offered)
}

fn read_outcome(code: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)
}

fn compared(case: &Case, form: &AnswerForm) -> Option<Difference> {
    let (_, now) = case.now.as_ref()?;
    let typed = read_outcome(&form.uitkomst).map_or("", Outcome::dutch);
    Some(newer(&[
        Field { key: "uitkomst", label: "Hoe ver is het", theirs: now.outcome.dutch(), typed },
        Field { key: "tekst", label: "Toelichting", theirs: &now.text, typed: &form.tekst },
    ]))
}

fn answer_page(app: &App, visitor: &Visitor, case: &Case, form: AnswerForm, errors: Errors) -> AnswerPage {
    let (round, request) = (&case.round, &case.request);
    let back = Requests { round: round.slug.clone() };
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Moties en toezeggingen", back.clone()));
    let paper = request.paper.as_deref().map(|paper| {
        let url = PaperRef::parse(paper).map(|paper| paper.url()).unwrap_or_default();
        Crumb::new(paper, url)
    });
    let goal = request
        .goal
        .map(|goal| Crumb::new(format!("doel {goal}"), ComposeGoal { round: round.slug.clone(), goal }));
    AnswerPage {
        layout: Layout::of(app, visitor),
        trail,
        kind: request.kind.dutch(),
        title: request.title.clone(),
        by: request.proposer.clone(),
        date: clock::long_date(request.date),
        paper,
        goal,
        due: request.due.map(clock::long_date),
        change: ChangeRequest { round: round.slug.clone(), request: case.id }.to_string(),
        lapsed: request.lapsed,
        version: case.version(),
        passages: case
            .passages
            .iter()
            .map(|one| Choice::new(one.id.to_string(), &one.label, &form.passage))
            .collect(),
        choices: Outcome::ALL
            .map(|one| Choice::new(one.code(), capitalised(one.dutch()), &form.uitkomst))
            .into(),
        text: form.tekst,
        newer: None,
        errors,
        back: back.to_string(),
    }
}
