//! Other words for a passage, with the original beside it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    Bench,
    passages::{PassagesForm, Refusal, refuse},
    show::origin,
    told,
};
use crate::{
    domain::{
        goal_text::{Head, Passage},
        text::Reason,
    },
    web::{
        App, Result,
        difference::Difference,
        extract::{Form, Visitor},
        form::Errors,
        newer::{Field, newer},
        page::{Crumb, Layout, done, page, page_with},
        prose::Blocks,
        routes::{ComposeGoal, EditPassage},
    },
};

/// Other words for a passage.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PassageForm {
    versie: u32,
    tekst: String,
}

/// The words as they were approved.
struct Original {
    from: String,
    words: Blocks,
    difference: Option<Difference>,
}

#[derive(Template)]
#[template(path = "pages/compose/edit.html")]
struct EditPage {
    layout: Layout,
    trail: Vec<Crumb>,
    number: u32,
    version: u32,
    typed: String,
    original: Option<Original>,
    reopens: Option<String>,
    newer: Option<Difference>,
    errors: Errors,
    back: String,
}

pub(in crate::web) async fn edit(
    path: EditPassage,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bench = Bench::open(&mut reader, &visitor, &path.round, path.goal).await?;
    let passage = bench.text.passage(path.passage)?;
    let typed = passage.text.clone();
    let reopens = bench.reopens(&mut reader, passage).await?;
    page(&edit_page(&app, &visitor, &bench, passage, typed, reopens, Errors::default(), None))
}

pub(in crate::web) async fn update(
    path: EditPassage,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PassageForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let bench = Bench::open(&mut writer, &visitor, &path.round, path.goal).await?;
    let Ok(passage) = bench.text.passage(path.passage) else {
        // Taken out meanwhile: the words are kept in the form for a new passage.
        let form =
            PassagesForm { kop: Head::Text.code().to_owned(), tekst: form.tekst, ..PassagesForm::default() };
        return refuse(&mut writer, &app, &visitor, bench, form, Refusal::Stale).await;
    };
    let reopens = bench.reopens(&mut writer, passage).await?;
    if form.versie != bench.text.version {
        let newer = compared(&passage.text, &form.tekst);
        let page =
            edit_page(&app, &visitor, &bench, passage, form.tekst, reopens, Errors::default(), Some(newer));
        return page_with(StatusCode::CONFLICT, &page);
    }
    let mut errors = Errors::default();
    let Some(words) = errors.read("tekst", "Tekst", Reason::parse(&form.tekst)) else {
        let page = edit_page(&app, &visitor, &bench, passage, form.tekst, reopens, errors, None);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let author = visitor.actor.person;
    let text = bench.text.clone().reword(path.passage, &words, author, visitor.now)?;
    let event = bench.event(&visitor, "reword-passage", &text);
    let asked = bench.keep(&mut writer, &visitor, &text, None, &event).await?;
    writer.commit().await?;
    let to = format!("{}#passage-{}", ComposeGoal { round: path.round, goal: path.goal }, path.passage);
    done(&app, &visitor, to, &told("De passage is bewaard.", &asked)).await
}

fn compared(theirs: &str, typed: &str) -> Difference {
    newer(&[Field { key: "tekst", label: "Tekst in het rapport", theirs, typed }])
}

#[expect(clippy::too_many_arguments, reason = "what the page shows, and what came back")]
fn edit_page(
    app: &App,
    visitor: &Visitor,
    bench: &Bench,
    passage: &Passage,
    typed: String,
    reopens: Option<String>,
    errors: Errors,
    newer: Option<Difference>,
) -> EditPage {
    let original = passage.origin.as_ref().map(|from| Original {
        from: origin(passage, &bench.shorts),
        words: Blocks::read(&from.text),
        difference: passage.is_altered().then(|| compared(&from.text, &passage.text)),
    });
    EditPage {
        layout: Layout::of(app, visitor),
        trail: super::trail_within(&bench.round, &bench.goal),
        number: bench.goal.number,
        version: bench.text.version,
        typed,
        original,
        reopens,
        newer,
        errors,
        back: ComposeGoal { round: bench.round.slug.clone(), goal: bench.goal.number }.to_string(),
    }
}
