//! Passages come, move and go.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    Bench,
    show::{Back, goal_page, paragraphs},
    told,
};
use crate::{
    domain::{
        clock::local_date,
        contribution::{self, State as Stage},
        event::Event,
        goal_text::{Direction, Field, GoalText, Head, Origin, Passage},
        text::Reason,
    },
    store::{self, revisions::Handed, revisions::Words},
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        prose::Blocks,
        routes::{ComposeGoal, MovePassage, NewPassages, RemovePassage},
    },
};

/// New passages: paragraphs of a contribution, or a text of one's own.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PassagesForm {
    pub(super) versie: u32,
    pub(super) bijdrage: String,
    pub(super) nummer: u32,
    pub(super) alinea: Vec<String>,
    pub(super) alles: String,
    pub(super) kop: String,
    pub(super) tekst: String,
}

/// Another place for a passage, or none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ChangeForm {
    versie: u32,
    kant: String,
}

pub(in crate::web) async fn create(
    path: NewPassages,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PassagesForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let bench = Bench::open(&mut writer, &visitor, &path.round, path.goal).await?;
    let made = match form.versie == bench.text.version {
        false => Err(Refusal::Stale),
        true if form.bijdrage.is_empty() => write(&mut writer, &visitor, &bench, &form).await?,
        true => take_over(&mut writer, &visitor, &bench, &form).await?,
    };
    let flash = match made {
        Ok(flash) => flash,
        Err(refusal) => return refuse(&mut writer, &app, &visitor, bench, form, refusal).await,
    };
    writer.commit().await?;
    done(&app, &visitor, ComposeGoal { round: path.round, goal: path.goal }, &flash).await
}

/// Why nothing was placed; the page says it with all that was typed.
pub(super) enum Refusal {
    /// Someone changed the text, or the contribution, meanwhile.
    Stale,
    /// Something is wrong with the form.
    Form(Errors),
}

/// The goal's page again: 409 or 422, nothing lost.
pub(super) async fn refuse(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    bench: Bench,
    form: PassagesForm,
    refusal: Refusal,
) -> Result<Response> {
    let (status, back, errors) = match refusal {
        Refusal::Stale => (StatusCode::CONFLICT, Back::Stale, Errors::default()),
        Refusal::Form(errors) => (StatusCode::UNPROCESSABLE_ENTITY, Back::Asked, errors),
    };
    let layout = Layout::of(app, visitor);
    let number = bench.goal.number;
    let page = goal_page(connection, layout, visitor, &bench.round, number, form, errors, back).await?;
    page_with(status, &page)
}

async fn take_over(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    bench: &Bench,
    form: &PassagesForm,
) -> Result<Result<String, Refusal>> {
    let handed = store::revisions::handed_in(connection, bench.round.id, bench.goal.id).await?;
    let wanted = handed.into_iter().find(|one| one.contribution.id.to_string() == form.bijdrage);
    let handed = wanted.ok_or(Error::NotFound)?;
    let Some(words) = handed.approved.as_ref().filter(|words| words.no_contribution.is_none()) else {
        return Err(contribution::Fault::State(handed.contribution.state).into());
    };
    if words.number != form.nummer {
        return Ok(Err(Refusal::Stale));
    }
    let chosen = chosen(&handed, words, form, visitor, &bench.text);
    if chosen.is_empty() {
        let mut errors = Errors::default();
        let field = format!("alinea-{}", handed.contribution.ministry);
        errors.add(field, format!("Kies ten minste één alinea van {}.", handed.ministry));
        return Ok(Err(Refusal::Form(errors)));
    }
    let flash = match chosen.len() {
        1 => format!("1 alinea van {} staat nu in de tekst.", handed.ministry),
        count => format!("{count} alinea’s van {} staan nu in de tekst.", handed.ministry),
    };
    let text = bench.text.clone().place(chosen);
    let id = handed.contribution.id.to_string();
    let taken = handed.contribution.take_over(&bench.permit)?;
    let event = bench.event(visitor, "take-over", &text);
    let event = Event { object_kind: "contribution", object_id: id, ..event };
    let asked = bench.keep(connection, visitor, &text, Some(&taken), &event).await?;
    Ok(Ok(told(&flash, &asked)))
}

/// The paragraphs that were ticked, or all, but none that stands in the text already.
fn chosen(
    handed: &Handed,
    words: &Words,
    form: &PassagesForm,
    visitor: &Visitor,
    text: &GoalText,
) -> Vec<Passage> {
    let id = handed.contribution.id;
    let mut passages = Vec::new();
    for field in Field::ALL {
        for (paragraph, source) in (0_u32..).zip(paragraphs(words, field)) {
            let ticked = form.alinea.contains(&format!("{}-{paragraph}", field.code()));
            let taken = text.passages.iter().any(|one| one.is_from(id, words.number, field, paragraph));
            if taken || (form.alles.is_empty() && !ticked) {
                continue;
            }
            let origin = Origin {
                contribution: id,
                ministry: handed.contribution.ministry.clone(),
                number: words.number,
                sha256: words.sha256.clone(),
                approved_on: Some(local_date(words.at)),
                field,
                paragraph,
                text: source.to_owned(),
            };
            passages.push(Passage::taken_over(origin, visitor.actor.person, visitor.now));
        }
    }
    passages
}

async fn write(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    bench: &Bench,
    form: &PassagesForm,
) -> Result<Result<String, Refusal>> {
    let mut errors = Errors::default();
    let head = Head::read(&form.kop);
    if head.is_none() {
        errors.add("kop", "Kies onder welke kop de tekst komt.");
    }
    let words = errors.read("tekst", "Tekst", Reason::parse(&form.tekst));
    let Some((head, words)) = head.zip(words) else { return Ok(Err(Refusal::Form(errors))) };
    let author = visitor.actor.person;
    let text = bench.text.clone().place([Passage::written(head, &words, author, visitor.now)]);
    let event = bench.event(visitor, "write-passage", &text);
    let asked = bench.keep(connection, visitor, &text, None, &event).await?;
    Ok(Ok(told(&format!("Uw passage staat nu onder {}.", head.dutch()), &asked)))
}

pub(in crate::web) async fn relocate(
    path: MovePassage,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ChangeForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let bench = Bench::open(&mut writer, &visitor, &path.round, path.goal).await?;
    let direction = match form.kant.as_str() {
        "omhoog" => Direction::Up,
        "omlaag" => Direction::Down,
        _ => return Err(Error::Malformed("Kies omhoog of omlaag.".to_owned())),
    };
    if form.versie != bench.text.version {
        return refuse(&mut writer, &app, &visitor, bench, PassagesForm::default(), Refusal::Stale).await;
    }
    let text = bench.text.clone().shift(path.passage, direction)?;
    let event = bench.event(&visitor, "move-passage", &text);
    let asked = bench.keep(&mut writer, &visitor, &text, None, &event).await?;
    writer.commit().await?;
    let to = format!("{}#passage-{}", ComposeGoal { round: path.round, goal: path.goal }, path.passage);
    done(&app, &visitor, to, &told("De passage is verplaatst.", &asked)).await
}

#[derive(Template)]
#[template(path = "pages/compose/remove.html")]
struct RemovePage {
    layout: Layout,
    trail: Vec<Crumb>,
    number: u32,
    words: Blocks,
    taken: bool,
    reopens: Option<String>,
    version: u32,
    back: String,
}

/// Asks whether a passage is to go.
pub(in crate::web) async fn removal(
    path: RemovePassage,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bench = Bench::open(&mut reader, &visitor, &path.round, path.goal).await?;
    let passage = bench.text.passage(path.passage)?;
    page(&RemovePage {
        layout: Layout::of(&app, &visitor),
        trail: super::trail_within(&bench.round, &bench.goal),
        number: path.goal,
        words: Blocks::read(&passage.text),
        taken: passage.origin.is_some(),
        reopens: bench.reopens(&mut reader, passage).await?,
        version: bench.text.version,
        back: ComposeGoal { round: path.round, goal: path.goal }.to_string(),
    })
}

pub(in crate::web) async fn remove(
    path: RemovePassage,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ChangeForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let bench = Bench::open(&mut writer, &visitor, &path.round, path.goal).await?;
    if form.versie != bench.text.version {
        return refuse(&mut writer, &app, &visitor, bench, PassagesForm::default(), Refusal::Stale).await;
    }
    let origin = bench.text.passage(path.passage)?.origin.as_ref().map(|origin| origin.contribution);
    let text = bench.text.clone().remove(path.passage)?;
    let event = bench.event(&visitor, "remove-passage", &text);
    let last = match origin.filter(|origin| !text.holds(*origin)) {
        Some(origin) => Some(store::contributions::get(&mut writer, origin).await?),
        None => None,
    };
    let last = last.filter(|last| last.state == Stage::TakenOver);
    let last = last.map(|last| last.put_back(&bench.permit)).transpose()?;
    let asked = bench.keep(&mut writer, &visitor, &text, last.as_ref(), &event).await?;
    writer.commit().await?;
    let to = ComposeGoal { round: path.round, goal: path.goal };
    done(&app, &visitor, to, &told("De passage is uit de tekst gehaald.", &asked)).await
}
