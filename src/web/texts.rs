//! Teksten: what the coordinator writes beside the goals.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    difference::Difference,
    extract::{Form, Visitor},
    form::Errors,
    newer::{Field, newer},
    page::{Crumb, Layout, done, page, page_with},
    prose::Blocks,
    routes::{EditText, Texts},
};
use crate::{
    domain::{
        gap,
        person::Role,
        round::Round,
        text::{self, Prose},
    },
    report::typography::capitalised,
    store,
};

/// A text as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TextForm {
    versie: u32,
    tekst: String,
}

/// A section of the report that the coordinator writes.
struct Section {
    key: String,
    name: String,
    about: String,
}

/// One of them in the list.
struct Line {
    id: String,
    title: String,
    href: String,
    version: u32,
    words: Blocks,
    empty: bool,
}

#[derive(Template)]
#[template(path = "pages/texts/index.html")]
struct TextsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    may_change: bool,
    done: usize,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/texts/edit.html")]
struct TextPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    about: String,
    version: u32,
    typed: String,
    newer: Option<Difference>,
    errors: Errors,
    back: String,
}

/// All sections of a round, in the order of the report.
async fn sections(connection: &mut SqliteConnection, round: &Round) -> Result<Vec<Section>> {
    let own = gap::TEXTS.into_iter().map(|(key, name)| Section {
        key: key.to_owned(),
        name: capitalised(name),
        about: about(key).to_owned(),
    });
    let themes =
        store::strategies::themes(connection, &round.strategy).await?.into_iter().map(|theme| Section {
            key: format!("theme:{}", theme.id),
            name: format!("Thema: {}", theme.title),
            about: theme.description,
        });
    Ok(own.chain(themes).collect())
}

fn about(key: &str) -> &'static str {
    match key {
        "summary" => "Wat een Kamerlid moet weten dat alleen deze tekst leest.",
        "introduction" => "Waarom dit rapport er is, over welke periode het gaat en hoe het is gemaakt.",
        "goal-changes" => "Wat er aan de doelen veranderde en waarom, of dat er niets veranderde.",
        "outlook" => "Wat de komende twee jaar aandacht vraagt, over de doelen heen.",
        _ => "",
    }
}

pub(super) async fn index(path: Texts, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let mut kept = store::round_texts::all(&mut reader, round.id).await?;
    let lines: Vec<_> = sections(&mut reader, &round)
        .await?
        .into_iter()
        .map(|section| {
            let (version, text) = kept.remove(&section.key).unwrap_or_default();
            Line {
                id: section.key.replace(':', "-"),
                title: section.name,
                href: EditText { round: round.slug.clone(), section: section.key }.to_string(),
                version,
                empty: text.is_empty(),
                words: Blocks::read(&text),
            }
        })
        .collect();
    page(&TextsPage {
        layout: Layout::of(&app, &visitor),
        trail: desk::trail(&round),
        round: round.label.clone(),
        may_change: desk::may_change(&visitor, &round),
        done: lines.iter().filter(|line| !line.empty).count(),
        lines,
    })
}

/// A section that is to be written, with the text it has.
struct Case {
    round: Round,
    section: Section,
    version: u32,
    now: String,
}

impl Case {
    async fn open(connection: &mut SqliteConnection, visitor: &Visitor, path: &EditText) -> Result<Self> {
        let (round, _) = desk::composed(connection, visitor, &path.round).await?;
        let known = sections(connection, &round).await?;
        let section = known.into_iter().find(|one| one.key == path.section).ok_or(Error::NotFound)?;
        let mut kept = store::round_texts::all(connection, round.id).await?;
        let (version, now) = kept.remove(&section.key).unwrap_or_default();
        Ok(Self { round, section, version, now })
    }
}

pub(super) async fn edit(path: EditText, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path).await?;
    let typed = case.now.clone();
    page(&text_page(&app, &visitor, &case, typed, Errors::default()))
}

pub(super) async fn update(
    path: EditText,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TextForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path).await?;
    if form.versie != case.version {
        let label = &case.section.name;
        let field = Field { key: "tekst", label, theirs: &case.now, typed: &form.tekst };
        let newer = Some(newer(&[field]));
        let page = text_page(&app, &visitor, &case, form.tekst, Errors::default());
        return page_with(StatusCode::CONFLICT, &TextPage { newer, ..page });
    }
    let mut errors = Errors::default();
    let Some(words) = errors.read("tekst", "Tekst", Prose::parse(&form.tekst)) else {
        let page = text_page(&app, &visitor, &case, form.tekst, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event =
        visitor.event(Role::Coordinator, "save", "round-text", format!("{}/{}", path.round, path.section));
    let (round, author) = (case.round.id, visitor.actor.person);
    store::round_texts::save(&mut writer, round, &case.section.key, case.version, &words, author, &event)
        .await?;
    writer.commit().await?;
    let flash = format!("{} is bewaard, versie {}.", case.section.name, case.version + 1);
    done(&app, &visitor, Texts { round: path.round }, &flash).await
}

fn text_page(app: &App, visitor: &Visitor, case: &Case, typed: String, errors: Errors) -> TextPage {
    let back = Texts { round: case.round.slug.clone() };
    let mut trail = desk::trail(&case.round);
    trail.push(Crumb::new("Teksten", back.clone()));
    TextPage {
        layout: Layout::of(app, visitor),
        trail,
        title: case.section.name.clone(),
        about: case.section.about.clone(),
        version: case.version,
        typed,
        newer: None,
        errors,
        back: back.to_string(),
    }
}

/// The most characters a text may have, for its form.
const MAX: usize = text::MAX_CHARACTERS;
