//! One round: where it stands, its next step, and the way to its pages.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::pause::Standstill;
use crate::{
    domain::{
        access::{Coordinate, Permit},
        clock,
        coverage::{self, Cover},
        facts::Facts,
        gap,
        person::Role,
        round::{Round, State as Stage},
    },
    press::Draft,
    store,
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        notify,
        page::{Crumb, Layout, done, page},
        routes::{
            Annexes, Assignments, Completeness, Compose, Coverage, Developments, EditLetter, Freeze, Gaps,
            PauseRound, Requests, ResumeRound, RoundConsents, RoundMinistries, Rounds, SettleSilence,
            ShowRound, StepRound, Texts,
        },
    },
};

/// Which step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct StepForm {
    naar: String,
}

/// A state on the way.
struct Station {
    name: &'static str,
    current: bool,
}

/// A step that can be taken now.
struct Step {
    to: &'static str,
    button: &'static str,
    meaning: &'static str,
    kind: &'static str,
}

/// What belongs together on the way from contributions to an edition.
struct Part {
    title: &'static str,
    links: Vec<Link>,
}

/// A page of the round, with how far it is.
struct Link {
    href: String,
    title: &'static str,
    status: String,
    note: &'static str,
}

#[derive(Template)]
#[template(path = "pages/rounds/show.html")]
struct RoundPage {
    layout: Layout,
    trail: Vec<Crumb>,
    label: String,
    strategy: String,
    stations: Vec<Station>,
    meaning: &'static str,
    steps: Vec<Step>,
    step: String,
    pause: Option<Standstill>,
    /// Where it is paused or resumed, with what that is called.
    stand: Option<(&'static str, String)>,
    parts: [Part; 4],
    period: String,
    reference_date: String,
    deadlines: Vec<(&'static str, String, String)>,
    /// Ministries that cannot do their part, and what they lack.
    unstaffed: Vec<(String, &'static str)>,
    silence_is_consent: bool,
    settle_silence: Option<String>,
}

pub(in crate::web) async fn show(
    path: ShowRound,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    let (facts, round) = (&draft.facts, &draft.facts.round);
    let now = round.clock(visitor.now);
    let deadline = |name, at| (name, clock::long_moment(at), clock::time_left(at, now));
    let coordinates = visitor.actor.may_coordinate().is_ok();
    let steps = if coordinates { round.steps() } else { &[] };
    let settle = coordinates && round.may_settle_silence();
    // Nobody is needed any more for what is frozen.
    let unstaffed = if round.state.steps_are_over() {
        Vec::new()
    } else {
        let mut reader = app.store.read().await?;
        let staffing = store::setup::staffing(&mut reader, Some(round.id)).await?;
        staffing.into_iter().filter_map(lacking).collect()
    };
    page(&RoundPage {
        layout: Layout::of(&app, &visitor),
        trail: vec![Crumb::new("Rondes", Rounds)],
        label: round.label.clone(),
        strategy: facts.strategy.title.clone(),
        stations: Stage::ALL.map(|one| Station { name: one.dutch(), current: one == round.state }).into(),
        meaning: meaning(round.state),
        steps: steps.iter().map(|to| step_to(round.state, *to)).collect(),
        step: StepRound { round: round.slug.clone() }.to_string(),
        pause: standstill(&app, round).await?,
        stand: visitor.actor.may_coordinate().ok().and_then(|permit| stand(&permit, round, visitor.now)),
        parts: parts(&draft),
        period: format!("{} tot en met {}", clock::long_date(round.from), clock::long_date(round.until)),
        reference_date: clock::long_date(round.reference_date),
        deadlines: vec![
            deadline("Inleveren", round.contribution_due),
            deadline("Akkoord", round.approval_due),
            deadline("Instemming", round.consent_due),
        ],
        unstaffed,
        silence_is_consent: round.silence_is_consent,
        settle_silence: settle.then(|| SettleSilence { round: round.slug.clone() }.to_string()),
    })
}

pub(in crate::web) async fn step(
    path: StepRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let wanted = Stage::ALL.into_iter().find(|state| state.code() == form.naar);
    let to = wanted.ok_or_else(|| Error::Malformed("Kies een stap.".to_owned()))?;
    let mut writer = app.store.begin().await?;
    let round: Round = store::rounds::get(&mut writer, &path.round).await?;
    round.require_running()?;
    let from = round.state;
    let stepped = round.step(&permit, to)?;
    let event = visitor.event(Role::Coordinator, "step", "round", format!("{}:{}", path.round, to.code()));
    store::rounds::step(&mut writer, &stepped, &event).await?;
    if to == Stage::Consulting {
        store::consents::lay_all(&mut writer, &stepped, &event).await?;
        notify::laid(&mut writer, &stepped, visitor.now).await?;
    }
    if (from, to) == (Stage::Preparing, Stage::Open) {
        notify::opened(&mut writer, &stepped, visitor.now).await?;
    }
    writer.commit().await?;
    let flash = format!("De ronde ging van {} naar {}. {}", from.dutch(), to.dutch(), meaning(to));
    done(&app, &visitor, ShowRound { round: path.round }, &flash).await
}

/// That it stands still, and why: the coordinator's own words.
async fn standstill(app: &App, round: &Round) -> Result<Option<Standstill>> {
    let Some(stand) = Standstill::for_desk(round) else { return Ok(None) };
    let mut reader = app.store.read().await?;
    let pauses = store::pauses::list(&mut reader, round.id).await?;
    let reason = pauses.into_iter().next().map(|pause| pause.reason).unwrap_or_default();
    Ok(Some(Standstill { reason, ..stand }))
}

/// Pausing or resuming, whichever is possible.
fn stand(permit: &Permit<Coordinate>, round: &Round, now: DateTime<Utc>) -> Option<(&'static str, String)> {
    let slug = round.slug.clone();
    if round.paused_at.is_some() {
        Some(("Ronde hervatten", ResumeRound { round: slug }.to_string()))
    } else {
        let possible = round.clone().pause(permit, now).is_ok();
        possible.then(|| ("Ronde pauzeren", PauseRound { round: slug }.to_string()))
    }
}

/// How much of what was promised or asked nobody has spoken of.
fn silent(facts: &Facts) -> String {
    let commitments = coverage::commitments(facts).iter().filter(|line| line.whole == Cover::Silent).count();
    let requests = facts.requests.iter().filter(|one| coverage::request(facts, one) == Cover::Silent).count();
    match commitments + requests {
        0 => "nergens stil".to_owned(),
        count => format!("{count} stil"),
    }
}

/// What a ministry lacks to do its part.
fn lacking(staffing: store::setup::Staffing) -> Option<(String, &'static str)> {
    let lack = match (staffing.contributors, staffing.approvers) {
        (0, 0) => "geen bijdrager en geen akkoordgever",
        (0, _) => "geen bijdrager",
        (_, 0) => "geen akkoordgever",
        (_, _) => return None,
    };
    Some((staffing.short, lack))
}

/// What a state means for those involved.
const fn meaning(state: Stage) -> &'static str {
    match state {
        Stage::Preparing => "Ministeries zien de ronde nog niet.",
        Stage::Open => "Ministeries schrijven hun bijdragen en dienen ze in.",
        Stage::Composing => {
            "U stelt de teksten samen. Ministeries kunnen nog indienen; na de termijn is dat te laat."
        }
        Stage::Consulting => "De teksten liggen bij de ministeries. Bijdragen is gesloten.",
        Stage::Frozen => "De editie is vastgesteld. Er verandert niets meer.",
        Stage::Presented => "De editie is aan de Kamer aangeboden.",
    }
}

/// A step, with what it does to people's work.
fn step_to(from: Stage, to: Stage) -> Step {
    let (button, meaning) = match (from, to) {
        (_, Stage::Preparing) => (
            "Terug naar voorbereiding",
            "Ministeries zien de ronde dan niet meer. Wat zij schreven, blijft bewaard.",
        ),
        (Stage::Composing, Stage::Open) => {
            ("Terug naar open", "De ronde heet dan weer open. Wat u al samenstelde, blijft staan.")
        }
        (_, Stage::Open) => ("Ronde openen", "Ministeries zien dan hun doelen en kunnen schrijven."),
        (Stage::Consulting, Stage::Composing) => {
            ("Terug naar samenstellen", "Ministeries kunnen dan weer schrijven en indienen.")
        }
        (_, Stage::Composing) => (
            "Beginnen met samenstellen",
            "Ministeries kunnen nog schrijven en indienen; na de termijn is dat te laat.",
        ),
        (_, Stage::Consulting) => (
            "Beginnen met afstemmen",
            "Bijdragen is dan gesloten. De samengestelde teksten liggen bij de ministeries.",
        ),
        (_, Stage::Frozen | Stage::Presented) => ("", ""),
    };
    let kind = if to > from { "primary-action" } else { "secondary-action" };
    Step { to: to.code(), button, meaning, kind }
}

fn parts(draft: &Draft) -> [Part; 4] {
    let facts = &draft.facts;
    [
        Part { title: "Wie levert wat", links: delivery(facts) },
        Part { title: "Het rapport", links: report(facts) },
        Part { title: "Wat nog mist", links: missing(facts, draft.open()) },
        Part { title: "Naar de Kamers", links: houses(facts) },
    ]
}

fn link(href: impl ToString, title: &'static str, status: String, note: &'static str) -> Link {
    Link { href: href.to_string(), title, status, note }
}

fn delivery(facts: &Facts) -> Vec<Link> {
    let contributions = || facts.goals.iter().flat_map(|goal| &goal.contributions);
    let handed_in = contributions().filter(|one| one.state.is_handed_in()).count();
    vec![
        link(
            Completeness { round: facts.round.slug.clone() },
            "Volledigheid",
            format!("{handed_in} van {} akkoord", contributions().count()),
            "Welk ministerie is hoe ver, en wie is te laat",
        ),
        link(
            RoundMinistries { round: facts.round.slug.clone() },
            "Ministeries",
            String::new(),
            "Termijnen, uitstel, en wie er schrijft en akkoord geeft",
        ),
        link(
            Assignments { round: facts.round.slug.clone() },
            "Toewijzing",
            String::new(),
            "Wie trekker is van een doel, en wie bijdraagt",
        ),
    ]
}

fn report(facts: &Facts) -> Vec<Link> {
    let composed = facts.goals.iter().filter(|goal| !goal.text.passages.is_empty()).count();
    let judged = facts.developments.iter().filter(|one| one.judged.is_some()).count();
    let answered = facts.requests.iter().filter(|one| one.answer.is_some()).count();
    let sections = gap::TEXTS.iter().map(|(key, _)| (*key).to_owned());
    let sections: Vec<_> =
        sections.chain(facts.themes.iter().map(|theme| format!("theme:{}", theme.id))).collect();
    let written =
        sections.iter().filter(|key| facts.texts.get(*key).is_some_and(|text| !text.is_empty())).count();
    vec![
        link(
            Compose { round: facts.round.slug.clone() },
            "Samenstellen",
            format!("{composed} van {} doelen met tekst", facts.goals.len()),
            "Van bijdragen naar de tekst per doel, met het oordeel",
        ),
        link(
            Developments { round: facts.round.slug.clone() },
            "Ontwikkelingen",
            format!("{judged} van {} beoordeeld", facts.developments.len()),
            "Trends en dreigingen",
        ),
        link(
            Texts { round: facts.round.slug.clone() },
            "Teksten",
            format!("{written} van {} geschreven", sections.len()),
            "Samenvatting, inleiding, herijking, vooruitblik en thema’s",
        ),
        link(
            Requests { round: facts.round.slug.clone() },
            "Moties en toezeggingen",
            format!("{answered} van {} beantwoord", facts.requests.len()),
            "Wat de Kamers vroegen of te horen kregen",
        ),
    ]
}

fn missing(facts: &Facts, open: usize) -> Vec<Link> {
    vec![
        link(
            Gaps { round: facts.round.slug.clone() },
            "Leemten",
            if open == 1 { "1 open".to_owned() } else { format!("{open} open") },
            "Alles wat nog geen antwoord heeft",
        ),
        link(
            Coverage { round: facts.round.slug.clone() },
            "Dekking",
            silent(facts),
            "Welke inzet en welke motie waar is beantwoord, en wat stil bleef",
        ),
    ]
}

fn houses(facts: &Facts) -> Vec<Link> {
    vec![
        link(
            RoundConsents { round: facts.round.slug.clone() },
            "Afstemming",
            consented(facts),
            "Welk ministerie instemt met welke tekst",
        ),
        link(
            EditLetter { round: facts.round.slug.clone() },
            "Brief aan de Kamers",
            match &facts.letter {
                None => "nog niet begonnen".to_owned(),
                Some(letter) if letter.faults().is_empty() => "compleet".to_owned(),
                Some(_) => "nog niet compleet".to_owned(),
            },
            "De brief waarmee het rapport wordt aangeboden",
        ),
        link(
            Annexes { round: facts.round.slug.clone() },
            "Bijlagen",
            String::new(),
            "Documenten die meegaan met de brief, en de beslisnota",
        ),
        link(
            Freeze { round: facts.round.slug.clone() },
            "Edities",
            String::new(),
            "Het concept lezen, vaststellen en vrijgeven",
        ),
    ]
}

/// How many ministries stand behind the texts, once these lie before them.
fn consented(facts: &Facts) -> String {
    if facts.round.state < Stage::Consulting {
        return String::new();
    }
    let consents = || facts.goals.iter().flat_map(|goal| &goal.consents);
    let settled = consents().filter(|consent| consent.standing.is_settled()).count();
    format!("{settled} van {} afgestemd", consents().count())
}
