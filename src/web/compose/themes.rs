//! Which themes a passage bears on.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::Bench;
use crate::{
    domain::{person::Role, strategy::Theme},
    store,
    web::{
        App, Result,
        extract::{Form, Visitor},
        form::Choice,
        page::{Crumb, Layout, done, page, page_with},
        prose::Blocks,
        routes::{ComposeGoal, TagPassage},
    },
};

/// Themes that were ticked, and those that stood when the form was opened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TagForm {
    thema: Vec<String>,
    was: String,
}

#[derive(Template)]
#[template(path = "pages/compose/themes.html")]
struct ThemesPage {
    layout: Layout,
    trail: Vec<Crumb>,
    number: u32,
    words: Blocks,
    choices: Vec<Choice>,
    was: String,
    stale: bool,
    back: String,
}

pub(in crate::web) async fn tags(
    path: TagPassage,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bench = Bench::open(&mut reader, &visitor, &path.round, path.goal).await?;
    let themes = store::strategies::themes(&mut reader, &bench.round.strategy).await?;
    let now = standing(&store::themes::tagged(&mut reader, bench.round.id).await?, &path);
    page(&themes_page(&app, &visitor, &bench, &path, &themes, (&now, &now), false)?)
}

pub(in crate::web) async fn tag(
    path: TagPassage,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TagForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let bench = Bench::open(&mut writer, &visitor, &path.round, path.goal).await?;
    bench.text.passage(path.passage)?;
    let themes = store::strategies::themes(&mut writer, &bench.round.strategy).await?;
    let now = standing(&store::themes::tagged(&mut writer, bench.round.id).await?, &path);
    let known = themes.iter().map(|theme| theme.id.clone());
    let chosen: Vec<String> = known.filter(|id| form.thema.contains(id)).collect();
    if form.was != now.join(" ") {
        let page = themes_page(&app, &visitor, &bench, &path, &themes, (&chosen, &now), true)?;
        return page_with(StatusCode::CONFLICT, &page);
    }
    let event = visitor.event(Role::Coordinator, "tag", "passage", path.passage);
    store::themes::tag(&mut writer, path.passage, &chosen, &event).await?;
    writer.commit().await?;
    let flash = match chosen.len() {
        0 => "De passage is met geen thema meer gemerkt.".to_owned(),
        1 => "De passage is met 1 thema gemerkt. Het rapport verwijst er bij dat thema naar.".to_owned(),
        count => format!(
            "De passage is met {count} thema’s gemerkt. Het rapport verwijst er bij die thema’s naar."
        ),
    };
    let to = format!("{}#passage-{}", ComposeGoal { round: path.round, goal: path.goal }, path.passage);
    done(&app, &visitor, to, &flash).await
}

/// The themes of a passage as they stand.
fn standing(tagged: &store::themes::Tagged, path: &TagPassage) -> Vec<String> {
    tagged
        .iter()
        .filter(|(_, passages)| passages.contains(&path.passage))
        .map(|(theme, _)| theme.clone())
        .collect()
}

fn themes_page(
    app: &App,
    visitor: &Visitor,
    bench: &Bench,
    path: &TagPassage,
    themes: &[Theme],
    (chosen, now): (&[String], &[String]),
    stale: bool,
) -> Result<ThemesPage> {
    let choices = themes.iter().map(|theme| Choice {
        value: theme.id.clone(),
        label: theme.title.clone(),
        description: theme.description.clone(),
        chosen: chosen.contains(&theme.id),
    });
    Ok(ThemesPage {
        layout: Layout::of(app, visitor),
        trail: super::trail_within(&bench.round, &bench.goal),
        number: path.goal,
        words: Blocks::read(&bench.text.passage(path.passage)?.text),
        choices: choices.collect(),
        was: now.join(" "),
        stale,
        back: ComposeGoal { round: path.round.clone(), goal: path.goal }.to_string(),
    })
}
