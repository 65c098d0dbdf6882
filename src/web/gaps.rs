//! Leemten: everything without an answer, and where it is mended.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    App, Error, Result, desk,
    extract::{Form, Visitor},
    form::Errors,
    page::{Crumb, Layout, done, page, page_with},
    routes::{
        AcknowledgeGap, Assignments, Completeness, ComposeGoal, Developments, EditLetter, Gaps,
        OverruleConsent, Requests, RoundConsents, Texts,
    },
};
use crate::{
    domain::{
        facts::Facts,
        gap::{self, Gap, Mend},
        person::Role,
        text::Reason,
    },
    store,
};

/// What is to be done with a gap.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GapForm {
    leemte: String,
    doe: String,
    reden: String,
}

/// One gap.
struct Line {
    key: String,
    field: String,
    what: String,
    mend: Crumb,
    reason: Option<String>,
    can_be_set_aside: bool,
    typed: String,
    error: Option<String>,
}

/// The gaps of one goal, or of the report as a whole.
struct Group {
    title: String,
    open: Vec<Line>,
    aside: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/gaps/index.html")]
struct GapsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    may_change: bool,
    open: usize,
    aside: usize,
    groups: Vec<Group>,
    act: String,
    errors: Errors,
}

pub(super) async fn index(path: Gaps, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    let gaps = draft.gaps.clone();
    page(&gaps_page(&app, &visitor, &draft.facts, gaps, &GapForm::default(), Errors::default()))
}

/// Sets a gap aside, or opens it again.
pub(super) async fn act(
    path: AcknowledgeGap,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<GapForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let id = round.id;
    let facts = store::facts::gather(&mut writer, round).await?;
    let gaps = gap::find(&facts);
    let place = gaps.iter().position(|gap| gap.key == form.leemte).ok_or_else(gone)?;
    if !gaps[place].can_be_set_aside() {
        return Err(Error::Conflict(
            "Een instemming legt u niet terzijde. U kunt er bij Afstemming met een reden van afwijken."
                .to_owned(),
        ));
    }
    let mut errors = Errors::default();
    let given = if form.doe == "heropenen" { Ok(None) } else { Reason::parse(&form.reden).map(Some) };
    let Some(reason) = errors.read(&field(place), "Reden", given) else {
        let page = gaps_page(&app, &visitor, &facts, gaps, &form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let verb = if reason.is_some() { "set-aside" } else { "reopen" };
    let event = visitor.event(Role::Coordinator, verb, "gap", format!("{}/{}", path.round, form.leemte));
    let flash = if let Some(reason) = reason {
        let by = visitor.actor.person;
        store::gaps::put_aside(&mut writer, id, &form.leemte, &reason, by, &event).await?;
        "De leemte is terzijde gelegd. De reden komt in de verantwoording."
    } else {
        store::gaps::take_up(&mut writer, id, &form.leemte, &event).await?;
        "De leemte staat weer open."
    };
    writer.commit().await?;
    done(&app, &visitor, Gaps { round: path.round }, flash).await
}

fn gone() -> Error {
    Error::Conflict(
        "Deze leemte is er niet meer: zij is intussen beantwoord. Bekijk de lijst opnieuw.".to_owned(),
    )
}

/// Name of the reason's field of the gap at this place.
fn field(place: usize) -> String {
    format!("reden-{place}")
}

fn gaps_page(
    app: &App,
    visitor: &Visitor,
    facts: &Facts,
    gaps: Vec<Gap>,
    form: &GapForm,
    errors: Errors,
) -> GapsPage {
    let (mut open, mut aside) = (0, 0);
    let whole = Group { title: "Het hele rapport".to_owned(), open: Vec::new(), aside: Vec::new() };
    let mut groups = vec![whole];
    groups.extend(facts.goals.iter().map(|goal| Group {
        title: format!("Doel {}. {}", goal.goal.number, goal.goal.title),
        open: Vec::new(),
        aside: Vec::new(),
    }));
    for (place, gap) in gaps.into_iter().enumerate() {
        let of_goal =
            gap.goal.and_then(|number| facts.goals.iter().position(|goal| goal.goal.number == number));
        let group = &mut groups[of_goal.map_or(0, |place| place + 1)];
        let line = Line {
            field: field(place),
            mend: mend(&facts.round.slug, &gap),
            typed: if form.leemte == gap.key { form.reden.clone() } else { String::new() },
            error: errors.of(&field(place)).map(str::to_owned),
            can_be_set_aside: gap.can_be_set_aside(),
            key: gap.key,
            what: gap.what,
            reason: gap.acknowledged,
        };
        if line.reason.is_some() {
            aside += 1;
            group.aside.push(line);
        } else {
            open += 1;
            group.open.push(line);
        }
    }
    groups.retain(|group| !group.open.is_empty() || !group.aside.is_empty());
    GapsPage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(&facts.round),
        round: facts.round.label.clone(),
        may_change: desk::may_change(visitor, &facts.round),
        open,
        aside,
        groups,
        act: AcknowledgeGap { round: facts.round.slug.clone() }.to_string(),
        errors,
    }
}

/// Where a gap is mended, and what to read on the link.
fn mend(slug: &str, gap: &Gap) -> Crumb {
    let round = slug.to_owned();
    match (gap.mend, gap.goal) {
        (Mend::Contribution, _) => Crumb::new("Naar volledigheid", Completeness { round }),
        (Mend::Goal, Some(goal)) => Crumb::new(format!("Naar doel {goal}"), ComposeGoal { round, goal }),
        (Mend::Goal, None) => Crumb::new("Naar samenstellen", super::routes::Compose { round }),
        (Mend::Consent, Some(goal)) if gap.ministry.is_some() => {
            let ministry = gap.ministry.as_ref().map(ToString::to_string).unwrap_or_default();
            Crumb::new("Naar afstemming", OverruleConsent { round, goal, ministry })
        }
        (Mend::Consent, _) => Crumb::new("Naar afstemming", RoundConsents { round }),
        (Mend::Assignments, _) => Crumb::new("Naar de toewijzing", Assignments { round }),
        (Mend::Texts, _) => Crumb::new("Naar teksten", Texts { round }),
        (Mend::Developments, _) => Crumb::new("Naar ontwikkelingen", Developments { round }),
        (Mend::Letter, _) => Crumb::new("Naar de brief", EditLetter { round }),
        (Mend::Requests, _) => Crumb::new("Naar moties en toezeggingen", Requests { round }),
    }
}
