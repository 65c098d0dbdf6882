//! For the coordinator: goals × ministries, and who consented to what.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use super::term;
use crate::{
    domain::{
        consent::{Answer, Standing},
        person::Role,
        round::State as Stage,
    },
    store,
    web::{
        App, Error, Result, desk,
        extract::Visitor,
        notify,
        page::{Crumb, Layout, done, page},
        routes::{ComposeGoal, OverruleConsent, Remind, RoundConsents},
    },
};

/// How one ministry stands towards one goal's text.
struct Cell {
    who: String,
    class: &'static str,
    word: &'static str,
    href: String,
}

/// A goal with a cell for each column.
struct Row {
    number: u32,
    title: String,
    href: String,
    cells: Vec<Option<Cell>>,
    settled: usize,
    of: usize,
}

#[derive(Template)]
#[template(path = "pages/consents/overview.html")]
struct OverviewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    state: Stage,
    term: Option<String>,
    columns: Vec<String>,
    rows: Vec<Row>,
    settled: usize,
    of: usize,
    refused: usize,
    unasked: usize,
    may_lay: bool,
    /// Where to remind those whose answer is awaited.
    remind: Option<String>,
}

pub(in crate::web) async fn overview(
    path: RoundConsents,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let goals = store::goals::list(&mut reader, &round.strategy, round.reference_date).await?;
    let mut assigned = store::rounds::assignments(&mut reader, round.id).await?;
    let mut texts = store::goal_texts::all(&mut reader, round.id).await?;
    let mut consents = store::consents::all(&mut reader, round.id).await?;
    let ministries = store::ministries::list(&mut reader, round.reference_date).await?;
    let mut counts = BTreeMap::<&'static str, usize>::new();
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for goal in goals {
        let Some(text) = texts.remove(&goal.id) else { continue };
        let known = consents.remove(&goal.id).unwrap_or_default();
        let involved =
            store::consents::of_involved(known, &assigned.remove(&goal.id).unwrap_or_default(), &text);
        let standings: Vec<_> =
            involved.iter().map(|consent| (consent.ministry.clone(), consent.standing(&text))).collect();
        for (ministry, standing) in &standings {
            *counts.entry(kind(*standing)).or_default() += 1;
            if !columns.contains(ministry) {
                columns.push(ministry.clone());
            }
        }
        found.push((goal, standings));
    }
    let place = |code: &_| ministries.iter().position(|ministry| ministry.code == *code);
    columns.sort_by_key(place);
    let short = |code: &crate::domain::ministry::MinistryCode| {
        let known = ministries.iter().find(|ministry| ministry.code == *code);
        known.map_or_else(|| code.to_string(), |ministry| ministry.short.clone())
    };
    for (goal, standings) in found {
        let cells = columns.iter().map(|column| {
            let (ministry, standing) = standings.iter().find(|(ministry, _)| ministry == column)?;
            Some(cell(&round.slug, goal.number, (ministry.as_str(), short(ministry)), *standing))
        });
        rows.push(Row {
            number: goal.number,
            href: ComposeGoal { round: round.slug.clone(), goal: goal.number }.to_string(),
            cells: cells.collect(),
            settled: standings.iter().filter(|(_, standing)| standing.is_settled()).count(),
            of: standings.len(),
            title: goal.title,
        });
    }
    let consulting = round.state == Stage::Consulting;
    let coordinates = consulting && visitor.actor.may_coordinate().is_ok();
    let count = |kind| counts.get(kind).copied().unwrap_or_default();
    page(&OverviewPage {
        layout: Layout::of(&app, &visitor),
        trail: desk::trail(&round),
        state: round.state,
        term: consulting.then(|| term(&round, &visitor)),
        columns: columns.iter().map(short).collect(),
        rows,
        settled: count("settled"),
        of: counts.values().sum(),
        refused: count("refused"),
        unasked: count("unasked"),
        may_lay: coordinates && count("unasked") > 0,
        remind: (coordinates && count("waiting") > 0 && round.paused_at.is_none())
            .then(|| Remind { round: round.slug.clone() }.to_string()),
        round: round.label,
    })
}

/// Lays every text before the ministries that were not asked for it: someone was assigned meanwhile.
pub(in crate::web) async fn lay(
    path: RoundConsents,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    if round.state != Stage::Consulting {
        return Err(Error::Conflict(
            "Voorleggen kan als de ronde op afstemming staat. Begin daarmee op de pagina van de ronde."
                .to_owned(),
        ));
    }
    let because = visitor.event(Role::Coordinator, "lay-before", store::consents::KIND, &round.slug);
    let asked = store::consents::lay_all(&mut writer, &round, &because).await?;
    notify::laid(&mut writer, &round, visitor.now).await?;
    writer.commit().await?;
    let said = match asked {
        0 => "Alles was al voorgelegd.".to_owned(),
        1 => "Eén tekst is voorgelegd aan een ministerie.".to_owned(),
        many => format!("Voorgelegd: {many} keer een tekst aan een ministerie."),
    };
    done(&app, &visitor, path, &said).await
}

const fn kind(standing: Standing) -> &'static str {
    match standing {
        Standing::Unasked => "unasked",
        Standing::Waiting => "waiting",
        Standing::Answered(Answer::Refused) => "refused",
        Standing::Answered(Answer::Given | Answer::Silent | Answer::Overruled) => "settled",
    }
}

fn cell(slug: &str, goal: u32, (code, short): (&str, String), standing: Standing) -> Cell {
    let (class, word) = match standing {
        Standing::Unasked => ("", "niet gevraagd"),
        Standing::Waiting => ("app-cell--sent", "wacht"),
        Standing::Answered(Answer::Given) => ("app-cell--ok", "ja"),
        Standing::Answered(Answer::Silent) => ("app-cell--ok", "stilzwijgend"),
        Standing::Answered(Answer::Refused) => ("app-cell--late", "nee"),
        Standing::Answered(Answer::Overruled) => ("app-cell--back", "besluit BZ"),
    };
    let href = OverruleConsent { round: slug.to_owned(), goal, ministry: code.to_owned() }.to_string();
    Cell { who: short, class, word, href }
}
