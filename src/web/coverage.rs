//! Dekking: every commitment by ministry and round, every motion by paragraph; what is silent leads to where it is mended.

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{
    App, Error, Result, desk,
    extract::Visitor,
    form::Choice,
    page::{Crumb, Layout, page},
    routes::{AnswerRequest, Completeness, ComposeGoal, Coverage, CoverageCsv, Gaps},
    spreadsheet::{download, safe},
};
use crate::{
    domain::{
        contribution::Stand,
        coverage::{self, Cover, Line},
        facts::{Facts, GoalFacts, RequestFacts},
        ministry::MinistryCode,
    },
    press::Draft,
    report,
    store::{self, coverage::Earlier},
};

/// Which lines to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    toon: String,
}

/// What the filter sends for lines on which something is silent.
const SILENT: &str = "stil";

/// How far something is covered, as drawn: a sign and a word.
struct Cell {
    who: String,
    class: &'static str,
    word: &'static str,
    why: String,
    href: Option<String>,
}

/// A commitment.
struct Row {
    number: String,
    text: String,
    cells: Vec<Cell>,
    whole: Cell,
    before: Vec<&'static str>,
}

/// The commitments of one goal.
struct Group {
    title: String,
    number: u32,
    ministries: Vec<String>,
    rows: Vec<Row>,
}

/// A motion or undertaking.
struct Asked {
    title: String,
    kind: &'static str,
    paper: String,
    ministry: String,
    place: Option<Crumb>,
    cell: Cell,
}

#[derive(Clone, Copy, Default)]
struct Total {
    answered: usize,
    aside: usize,
    silent: usize,
}

impl Total {
    fn of<'a>(covers: impl Iterator<Item = &'a Cover>) -> Self {
        covers.fold(Self::default(), |mut total, cover| {
            match cover {
                Cover::Answered(_) | Cover::Left => total.answered += 1,
                Cover::SetAside(_) => total.aside += 1,
                Cover::Silent => total.silent += 1,
            }
            total
        })
    }
}

#[derive(Template)]
#[template(path = "pages/coverage/show.html")]
struct CoveragePage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    choices: Vec<Choice>,
    commitments: Total,
    requests: Total,
    earlier: Vec<String>,
    groups: Vec<Group>,
    asked: Vec<Asked>,
    csv: String,
}

pub(super) async fn show(
    path: Coverage,
    State(app): State<App>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response> {
    let (draft, earlier) = gathered(&app, &visitor, &path.round).await?;
    let facts = &draft.facts;
    let may_change = desk::may_change(&visitor, &facts.round);
    let lines = coverage::commitments(facts);
    let requests: Vec<_> = facts.requests.iter().map(|one| (one, coverage::request(facts, one))).collect();
    let only_silent = filter.toon == SILENT;
    let shows = |line: &&Line| {
        !only_silent
            || line.whole == Cover::Silent
            || line.cells.iter().any(|(_, cover)| *cover == Cover::Silent)
    };
    let groups = facts.goals.iter().map(|goal| {
        let of_goal = lines.iter().filter(|line| line.goal.goal.number == goal.goal.number);
        Group {
            title: format!("Doel {}. {}", goal.goal.number, goal.goal.title),
            number: goal.goal.number,
            ministries: goal.assignments.iter().map(|one| facts.short(&one.ministry).to_owned()).collect(),
            rows: of_goal.filter(shows).map(|line| row(facts, line, &earlier)).collect(),
        }
    });
    let asked = requests.iter().filter(|(_, cover)| !only_silent || *cover == Cover::Silent);
    page(&CoveragePage {
        layout: Layout::of(&app, &visitor),
        trail: desk::trail(&facts.round),
        round: facts.round.label.clone(),
        choices: vec![
            Choice::new("alles", "Alles", if only_silent { SILENT } else { "alles" }),
            Choice::new(SILENT, "Alleen waar iets stil is", &filter.toon),
        ],
        commitments: Total::of(lines.iter().map(|line| &line.whole)),
        requests: Total::of(requests.iter().map(|(_, cover)| cover)),
        groups: groups.filter(|group| !group.rows.is_empty()).collect(),
        asked: asked.map(|(one, cover)| request(facts, one, cover, may_change)).collect(),
        earlier: earlier.into_iter().map(|one| one.label).collect(),
        csv: CoverageCsv { round: facts.round.slug.clone() }.to_string(),
    })
}

pub(super) async fn csv(path: CoverageCsv, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let (draft, earlier) = gathered(&app, &visitor, &path.round).await?;
    app.exports.take(&visitor)?;
    let sheet = sheet(&draft.facts, &earlier).map_err(Error::Internal)?;
    Ok(download(&format!("dekking-{}", path.round), sheet))
}

async fn gathered(app: &App, visitor: &Visitor, slug: &str) -> Result<(std::sync::Arc<Draft>, Vec<Earlier>)> {
    let draft = desk::draft(app, visitor, slug).await?;
    let mut reader = app.store.read().await?;
    let earlier = store::coverage::earlier(&mut reader, &draft.facts.round).await?;
    Ok((draft, earlier))
}

fn row(facts: &Facts, line: &Line<'_>, earlier: &[Earlier]) -> Row {
    let round = || facts.round.slug.clone();
    let goal = line.goal.goal.number;
    let cell = |(ministry, cover): &(&MinistryCode, Cover)| {
        let handed_in =
            line.goal.contributions.iter().any(|one| one.ministry == **ministry && one.state.is_handed_in());
        let mend = if handed_in {
            format!("{}#bijdrage-{ministry}", ComposeGoal { round: round(), goal })
        } else {
            Completeness { round: round() }.to_string()
        };
        drawn(cover, facts.short(ministry), mend)
    };
    Row {
        number: line.commitment.number.clone(),
        text: line.commitment.text.clone(),
        cells: line.cells.iter().map(cell).collect(),
        whole: drawn(&line.whole, "Samen", Gaps { round: round() }.to_string()),
        before: earlier.iter().map(|one| before(one, line)).collect(),
    }
}

/// What an earlier round said of a commitment.
fn before(earlier: &Earlier, line: &Line<'_>) -> &'static str {
    let stands = earlier.stands.get(&line.commitment.id).map(Vec::as_slice).unwrap_or_default();
    Stand::together(stands).map_or("stil", Stand::dutch)
}

fn drawn(cover: &Cover, who: &str, mend: String) -> Cell {
    let (class, why) = match cover {
        Cover::Answered(_) => ("app-cell--ok", String::new()),
        Cover::SetAside(reason) => ("app-cell--sent", reason.clone()),
        Cover::Silent => ("app-cell--late", String::new()),
        Cover::Left => ("app-cell--none", String::new()),
    };
    let href = (*cover == Cover::Silent).then_some(mend);
    Cell { who: who.to_owned(), class, word: cover.dutch(), why, href }
}

fn request(facts: &Facts, one: &RequestFacts, cover: &Cover, may_change: bool) -> Asked {
    let round = || facts.round.slug.clone();
    let mend = if may_change {
        AnswerRequest { round: round(), request: one.id }.to_string()
    } else {
        Gaps { round: round() }.to_string()
    };
    Asked {
        title: one.title.clone(),
        kind: one.kind.dutch(),
        paper: one.paper.clone().unwrap_or_default(),
        ministry: one.ministry.as_ref().map(|code| facts.short(code).to_owned()).unwrap_or_default(),
        place: place(facts, one).map(|(goal, id, number)| {
            let label = format!("alinea {number}");
            Crumb::new(label, format!("{}#passage-{id}", ComposeGoal { round: round(), goal }))
        }),
        cell: drawn(cover, "Stand", mend),
    }
}

/// Where a request is answered: the goal, the passage, and the number of its first paragraph in the report.
fn place(facts: &Facts, one: &RequestFacts) -> Option<(u32, String, String)> {
    let id = one.answer.as_ref()?.passage?;
    let holds = |goal: &&GoalFacts| goal.text.passages.iter().any(|passage| passage.id == id);
    let goal = facts.goals.iter().find(holds)?.goal.number;
    let number = report::paragraph_number(facts, id).unwrap_or_else(|| format!("bij doel {goal}"));
    Some((goal, id.to_string(), number))
}

fn sheet(facts: &Facts, earlier: &[Earlier]) -> anyhow::Result<Vec<u8>> {
    let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    let mut head: Vec<String> =
        ["doel", "soort", "nummer", "omschrijving", "ministerie", "stand", "reden of plaats"]
            .map(str::to_owned)
            .into();
    head.extend(earlier.iter().map(|one| one.label.clone()));
    sheet.write_record(&head)?;
    for line in coverage::commitments(facts) {
        for (ministry, cover) in &line.cells {
            let mut record = vec![
                line.goal.goal.number.to_string(),
                "inzet".to_owned(),
                line.commitment.number.clone(),
                safe(&line.commitment.text),
                safe(facts.short(ministry)),
                cover.dutch().to_owned(),
                reason(cover),
            ];
            record.extend(earlier.iter().map(|one| before(one, &line).to_owned()));
            sheet.write_record(&record)?;
        }
    }
    for one in &facts.requests {
        let cover = coverage::request(facts, one);
        let place = place(facts, one).map(|(_, _, number)| format!("alinea {number}"));
        let mut record = vec![
            one.goal.map(|goal| goal.to_string()).unwrap_or_default(),
            one.kind.dutch().to_owned(),
            one.paper.clone().unwrap_or_default(),
            safe(&one.title),
            one.ministry.as_ref().map(|code| safe(facts.short(code))).unwrap_or_default(),
            cover.dutch().to_owned(),
            place.unwrap_or_else(|| reason(&cover)),
        ];
        record.extend(earlier.iter().map(|_| String::new()));
        sheet.write_record(&record)?;
    }
    Ok(sheet.into_inner()?)
}

fn reason(cover: &Cover) -> String {
    match cover {
        Cover::SetAside(reason) => safe(reason),
        Cover::Answered(_) | Cover::Silent | Cover::Left => String::new(),
    }
}
