//! Volledigheid: goals × ministries, in words and symbols.

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    App, Error, Result, desk,
    extract::Visitor,
    form::Choice,
    page::{Crumb, Layout, page},
    rounds::Standstill,
    routes::{Completeness, CompletenessCsv, ComposeGoal, Remind, RoundMinistry},
    spreadsheet::{download, safe},
};
use crate::{
    domain::{clock, contribution::State as Stage, round::Round},
    store::{self, completeness::CellPart},
};

/// Which cells to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    toon: String,
}

/// The choices of the filter, with what the form sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    All,
    Waiting,
    Late,
    Returned,
}

impl Show {
    const ALL: [Self; 4] = [Self::All, Self::Waiting, Self::Late, Self::Returned];

    const fn code(self) -> &'static str {
        match self {
            Self::All => "alle",
            Self::Waiting => "niet-binnen",
            Self::Late => "te-laat",
            Self::Returned => "teruggestuurd",
        }
    }

    const fn dutch(self) -> &'static str {
        match self {
            Self::All => "Alle bijdragen",
            Self::Waiting => "Nog niet binnen",
            Self::Late => "Te laat",
            Self::Returned => "Teruggestuurd",
        }
    }

    fn read(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Self::All)
    }

    fn takes(self, part: &CellPart, now: DateTime<Utc>) -> bool {
        match self {
            Self::All => true,
            Self::Waiting => !part.state.is_handed_in(),
            Self::Late => is_late(part, now),
            Self::Returned => part.state == Stage::Returned,
        }
    }
}

/// How many of a row or column have their director's akkoord.
#[derive(Clone, Copy, Default)]
struct Total {
    done: u32,
    of: u32,
}

impl Total {
    fn count(&mut self, part: &CellPart) {
        self.of += 1;
        self.done += u32::from(part.state.is_handed_in());
    }
}

/// A ministry over a column.
struct Column {
    short: String,
    href: String,
    total: Total,
}

/// A goal with a cell for each column.
struct Row {
    number: u32,
    title: String,
    href: String,
    cells: Vec<Option<Cell>>,
    total: Total,
}

/// How far one ministry is on one goal.
struct Cell {
    class: &'static str,
    word: &'static str,
    lead: bool,
    note: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/completeness/show.html")]
struct CompletenessPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    due: String,
    left: String,
    choices: Vec<Choice>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    total: Total,
    late: u32,
    pause: Option<Standstill>,
    filtered: bool,
    csv: String,
    remind: Option<String>,
}

pub(super) async fn show(
    path: Completeness,
    State(app): State<App>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let cells = store::completeness::cells(&mut reader, round.id).await?;
    let show = Show::read(&filter.toon);
    let remind = (visitor.actor.may_coordinate().is_ok()
        && round.accepts_contributions(false)
        && round.paused_at.is_none())
    .then(|| Remind { round: round.slug.clone() }.to_string());
    page(&CompletenessPage {
        remind,
        ..matrix(Layout::of(&app, &visitor), &round, cells, show, round.clock(visitor.now))
    })
}

pub(super) async fn csv(
    path: CompletenessCsv,
    State(app): State<App>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    app.exports.take(&visitor)?;
    let cells = store::completeness::cells(&mut reader, round.id).await?;
    let body = sheet(&cells, Show::read(&filter.toon), round.clock(visitor.now)).map_err(Error::Internal)?;
    Ok(download(&format!("volledigheid-{}", round.slug), body))
}

fn matrix(
    layout: Layout,
    round: &Round,
    found: Vec<store::completeness::Cell>,
    show: Show,
    now: DateTime<Utc>,
) -> CompletenessPage {
    let mut ministries: Vec<(i64, String, String)> = Vec::new();
    for part in found.iter().filter_map(|cell| cell.part.as_ref()) {
        if !ministries.iter().any(|(protocol, ..)| *protocol == part.protocol) {
            ministries.push((part.protocol, part.short.clone(), part.ministry.to_string()));
        }
    }
    ministries.sort_unstable();
    let mut columns: Vec<Column> = ministries
        .iter()
        .map(|(_, short, code)| Column {
            short: short.clone(),
            href: RoundMinistry { round: round.slug.clone(), ministry: code.clone() }.to_string(),
            total: Total::default(),
        })
        .collect();
    let (mut total, mut late) = (Total::default(), 0);
    let mut rows: Vec<Row> = Vec::new();
    for cell in found {
        let (number, title) = cell.goal;
        if rows.last().is_none_or(|row| row.number != number) {
            let href = ComposeGoal { round: round.slug.clone(), goal: number }.to_string();
            let cells = columns.iter().map(|_| None).collect();
            rows.push(Row { number, title, href, cells, total: Total::default() });
        }
        let (Some(part), Some(row)) = (cell.part, rows.last_mut()) else { continue };
        let place =
            ministries.iter().position(|(protocol, ..)| *protocol == part.protocol).unwrap_or_default();
        columns[place].total.count(&part);
        row.total.count(&part);
        total.count(&part);
        late += u32::from(is_late(&part, now));
        if show.takes(&part, now) {
            let ministry = RoundMinistry { round: round.slug.clone(), ministry: part.ministry.to_string() };
            row.cells[place] = Some(drawn(&part, &row.href, ministry, now));
        }
    }
    if show != Show::All {
        rows.retain(|row| row.cells.iter().any(Option::is_some));
    }
    let csv = CompletenessCsv { round: round.slug.clone() };
    CompletenessPage {
        layout,
        trail: desk::trail(round),
        round: round.label.clone(),
        due: clock::long_moment(round.contribution_due),
        left: clock::time_left(round.contribution_due, now),
        choices: Show::ALL.map(|one| Choice::new(one.code(), one.dutch(), show.code())).into(),
        columns,
        rows,
        total,
        late,
        pause: Standstill::for_desk(round),
        remind: None,
        filtered: show != Show::All,
        csv: if show == Show::All { csv.to_string() } else { format!("{csv}?toon={}", show.code()) },
    }
}

/// What was handed in leads to its words; the rest to what can be done for its ministry.
fn drawn(part: &CellPart, href: &str, ministry: RoundMinistry, now: DateTime<Utc>) -> Cell {
    let late = is_late(part, now);
    let nothing = part.no_contribution;
    let (class, word) = match part.state {
        Stage::Submitted if nothing => ("app-cell--sent", "geen bijdrage"),
        Stage::Approved | Stage::TakenOver if nothing => ("app-cell--ok", "geen bijdrage"),
        Stage::Open | Stage::Draft if late => ("app-cell--late", "te laat"),
        Stage::Open => ("", "open"),
        Stage::Draft => ("app-cell--concept", "concept"),
        Stage::Submitted => ("app-cell--sent", "ingediend"),
        Stage::Returned => ("app-cell--back", "terug"),
        Stage::Approved => ("app-cell--ok", "akkoord"),
        Stage::TakenOver => ("app-cell--ok", "verwerkt"),
    };
    let note = match part.state {
        Stage::Submitted if part.agreed > 0 => "half akkoord",
        Stage::Open if late => "open",
        Stage::Draft if late => "concept",
        Stage::Submitted | Stage::Returned | Stage::Approved | Stage::TakenOver if late => "te laat",
        Stage::Open
        | Stage::Draft
        | Stage::Submitted
        | Stage::Returned
        | Stage::Approved
        | Stage::TakenOver => "",
    };
    let href = if part.state.is_handed_in() {
        format!("{href}#bijdrage-{}", part.ministry)
    } else {
        ministry.to_string()
    };
    Cell { class, word, lead: part.part == crate::domain::strategy::Part::Lead, note, href }
}

/// Late: handed in after the deadline, or not handed in and the deadline has passed.
fn is_late(part: &CellPart, now: DateTime<Utc>) -> bool {
    if part.state.is_writable() { Round::is_late(now, part.due) } else { part.late }
}

fn sheet(cells: &[store::completeness::Cell], show: Show, now: DateTime<Utc>) -> anyhow::Result<Vec<u8>> {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record([
        "doel",
        "titel",
        "ministerie",
        "rol",
        "stand",
        "geen bijdrage",
        "te laat",
        "inleveren tot",
        "ingediend",
    ])?;
    for cell in cells {
        let Some(part) = cell.part.as_ref().filter(|part| show.takes(part, now)) else { continue };
        let submitted = part.submitted_at.filter(|_| !part.state.is_writable());
        sheet.write_record([
            cell.goal.0.to_string(),
            safe(&cell.goal.1),
            safe(&part.short),
            part.part.dutch().to_owned(),
            part.state.dutch().to_owned(),
            if part.no_contribution { "ja" } else { "nee" }.to_owned(),
            if is_late(part, now) { "ja" } else { "nee" }.to_owned(),
            clock::short_moment(part.due),
            submitted.map(clock::short_moment).unwrap_or_default(),
        ])?;
    }
    Ok(sheet.into_inner()?)
}
