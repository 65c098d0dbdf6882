//! All goals of a round, with how far each is.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    domain::{contribution::State as Stage, goal_text::Head},
    report::typography::capitalised,
    store,
    web::{
        App, Result, desk, documents,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{Compose, ComposeGoal},
    },
};

/// One goal to compose.
struct Row {
    href: String,
    title: String,
    status: String,
    note: String,
}

/// The goals of one pillar.
struct Group {
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/compose/index.html")]
struct ComposePage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    documents: Vec<Crumb>,
    groups: Vec<Group>,
    done: usize,
    total: usize,
}

pub(in crate::web) async fn index(
    path: Compose,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let pillars = store::strategies::pillars(&mut reader, &round.strategy).await?;
    let strategy = store::strategies::get(&mut reader, &round.strategy).await?;
    let goals = store::goals::list(&mut reader, &round.strategy, round.reference_date).await?;
    let cells = store::completeness::cells(&mut reader, round.id).await?;
    let passages = store::goal_texts::counts(&mut reader, round.id).await?;
    let ratings = store::strategies::ratings(&mut reader, &round.strategy).await?;
    let rated = store::assessments::all(&mut reader, round.id).await?;
    let open = store::remarks::open_in_round(&mut reader, round.id).await?;
    let mut handed = BTreeMap::<u32, (usize, usize, usize)>::new();
    for cell in &cells {
        let count = handed.entry(cell.goal.0).or_default();
        if let Some(part) = &cell.part {
            count.0 += 1;
            count.1 += usize::from(part.state.is_handed_in());
            count.2 += usize::from(part.state == Stage::TakenOver);
        }
    }
    let (mut done, total) = (0, goals.len());
    let mut groups: Vec<Group> = Vec::new();
    for pillar in pillars {
        let mut rows = Vec::new();
        for goal in goals.iter().filter(|goal| goal.pillar == pillar.number) {
            let (all, akkoord, taken) = handed.get(&goal.number).copied().unwrap_or_default();
            let count = |head| passages.get(&(goal.id, head)).copied().unwrap_or_default();
            let (text, outlook) = (count(Head::Text), count(Head::Outlook));
            let rating =
                rated.get(&goal.id).and_then(|rated| ratings.iter().find(|one| one.id == rated.rating));
            let complete = text > 0 && outlook > 0 && (rating.is_some() || ratings.is_empty());
            done += usize::from(complete);
            rows.push(Row {
                href: ComposeGoal { round: round.slug.clone(), goal: goal.number }.to_string(),
                title: format!("Doel {}. {}", goal.number, goal.title),
                status: status(ratings.is_empty(), rating.map(|rating| rating.label.as_str())),
                note: format!(
                    "{akkoord} van {all} bijdragen akkoord, {taken} verwerkt. {}{}",
                    written(text, outlook),
                    open.get(&goal.id).map(|open| format!(" Opmerkingen open: {open}.")).unwrap_or_default()
                ),
            });
        }
        let title = format!("{} {}. {}", capitalised(&strategy.pillar_word), pillar.number, pillar.title);
        groups.push(Group { title, rows });
    }
    groups.retain(|group| !group.rows.is_empty());
    let documents = documents::of_draft(&round.slug);
    let (trail, round) = (desk::trail(&round), round.label);
    page(&ComposePage { layout: Layout::of(&app, &visitor), trail, round, documents, groups, done, total })
}

fn status(no_ratings: bool, rating: Option<&str>) -> String {
    match rating {
        Some(label) => format!("Oordeel: {}", label.to_lowercase()),
        None if no_ratings => String::new(),
        None => "Nog geen oordeel".to_owned(),
    }
}

fn written(text: u32, outlook: u32) -> String {
    let count = |passages: u32| match passages {
        0 => "geen passages".to_owned(),
        1 => "1 passage".to_owned(),
        many => format!("{many} passages"),
    };
    match (text, outlook) {
        (0, 0) => "Nog geen tekst.".to_owned(),
        _ => format!("Voortgang: {}. Vooruitblik: {}.", count(text), count(outlook)),
    }
}
