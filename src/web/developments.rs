//! Ontwikkelingen: every trend and threat, judged anew each round.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    difference::Difference,
    extract::{Form, Visitor},
    form::{Choice, Errors},
    newer::{Field, newer},
    page::{Crumb, Layout, done, page, page_with},
    routes::{ComposeGoal, Developments, JudgeDevelopment, ShowStrategy},
};
use crate::{
    domain::{
        facts::Judged,
        person::Role,
        round::Round,
        strategy::{Development, DevelopmentKind, Judgement},
        text::{Prose, Reason},
    },
    store,
};

/// A judgement as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JudgementForm {
    versie: u32,
    oordeel: String,
    tekst: String,
    gevolg: String,
}

/// One trend or threat in the list.
struct Line {
    href: Option<String>,
    title: String,
    status: &'static str,
    before: String,
    goals: String,
}

/// Trends, or threats.
struct Group {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/developments/index.html")]
struct DevelopmentsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    groups: Vec<Group>,
    judged: usize,
    total: usize,
    strategy: String,
}

#[derive(Template)]
#[template(path = "pages/developments/judge.html")]
struct JudgePage {
    layout: Layout,
    trail: Vec<Crumb>,
    kind: &'static str,
    title: String,
    summary: String,
    goals: Vec<Crumb>,
    before: Option<Judged>,
    version: u32,
    choices: Vec<Choice>,
    text: String,
    consequence: String,
    newer: Option<Difference>,
    errors: Errors,
    back: String,
}

pub(super) async fn index(path: Developments, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let found = store::strategies::developments(&mut reader, &round.strategy, round.reference_date).await?;
    let judged = store::developments::judged(&mut reader, round.id).await?;
    let before = store::developments::judged_before(&mut reader, &round).await?;
    let may_change = desk::may_change(&visitor, &round);
    let line = |development: &Development| {
        let to = JudgeDevelopment { round: round.slug.clone(), development: development.id };
        Line {
            href: may_change.then(|| to.to_string()),
            title: format!("{} {}", development.number, development.title),
            status: judged.get(&development.id).map_or("nog niet beoordeeld", |one| one.judgement.dutch()),
            before: before
                .get(&development.id)
                .map(|one| format!("Vorige ronde: {}. ", one.judgement.dutch()))
                .unwrap_or_default(),
            goals: goals(&development.goals),
        }
    };
    let group = |title, kind| {
        let of_kind = found.iter().filter(|one| one.kind == kind);
        Group { title, lines: of_kind.map(line).collect() }
    };
    page(&DevelopmentsPage {
        layout: Layout::of(&app, &visitor),
        trail: desk::trail(&round),
        round: round.label.clone(),
        groups: vec![group("Trends", DevelopmentKind::Trend), group("Dreigingen", DevelopmentKind::Threat)],
        judged: found.iter().filter(|one| judged.contains_key(&one.id)).count(),
        total: found.len(),
        strategy: ShowStrategy { strategy: round.strategy.clone() }.to_string(),
    })
}

/// "Raakt doel 3, 9 en 12."
fn goals(numbers: &[u32]) -> String {
    let Some((last, before)) = numbers.split_last() else { return String::new() };
    let before: Vec<_> = before.iter().map(ToString::to_string).collect();
    if before.is_empty() {
        format!("Raakt doel {last}.")
    } else {
        format!("Raakt doel {} en {last}.", before.join(", "))
    }
}

/// A development that is to be judged, with the judgement it has.
struct Case {
    round: Round,
    development: Development,
    now: Option<(u32, Judged)>,
    before: Option<Judged>,
}

impl Case {
    async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        path: &JudgeDevelopment,
    ) -> Result<Self> {
        let (round, _) = desk::composed(connection, visitor, &path.round).await?;
        let found =
            store::strategies::developments(connection, &round.strategy, round.reference_date).await?;
        let development = found.into_iter().find(|one| one.id == path.development).ok_or(Error::NotFound)?;
        let now = store::developments::find(connection, round.id, development.id).await?;
        let before = store::developments::judged_before(connection, &round).await?.remove(&development.id);
        Ok(Self { round, development, now, before })
    }

    fn version(&self) -> u32 {
        self.now.as_ref().map_or(0, |(version, _)| *version)
    }
}

pub(super) async fn edit(
    path: JudgeDevelopment,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path).await?;
    let form = match &case.now {
        Some((versie, now)) => JudgementForm {
            versie: *versie,
            oordeel: now.judgement.code().to_owned(),
            tekst: now.text.clone(),
            gevolg: now.consequence.clone(),
        },
        None => JudgementForm::default(),
    };
    page(&judge_page(&app, &visitor, &case, form, Errors::default()))
}

pub(super) async fn judge(
    path: JudgeDevelopment,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<JudgementForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path).await?;
    if form.versie != case.version() {
        let newer = compared(&case, &form);
        let page = judge_page(&app, &visitor, &case, form, Errors::default());
        return page_with(StatusCode::CONFLICT, &JudgePage { newer, ..page });
    }
    let judged = match read(&form) {
        Ok(judged) => judged,
        Err(errors) => {
            let page = judge_page(&app, &visitor, &case, form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let event = visitor.event(Role::Coordinator, "judge", "development", case.development.id);
    let (round, id) = (case.round.id, case.development.id);
    store::developments::judge(&mut writer, round, id, &judged, visitor.actor.person, &event).await?;
    writer.commit().await?;
    let flash = format!("Het oordeel over “{}” is bewaard.", case.development.title);
    done(&app, &visitor, Developments { round: path.round }, &flash).await
}

fn read(form: &JudgementForm) -> Result<Judged, Errors> {
    let mut errors = Errors::default();
    let judgement = Judgement::read(&form.oordeel);
    if judgement.is_none() {
        errors.add("oordeel", "Kies een oordeel.");
    }
    let text = errors.read("tekst", "Wat is er veranderd", Reason::parse(&form.tekst));
    let consequence = errors.read("gevolg", "Gevolg voor de doelen", Prose::parse(&form.gevolg));
    match (judgement, text, consequence) {
        (Some(judgement), Some(text), Some(consequence)) => {
            Ok(Judged { judgement, text: text.as_str().to_owned(), consequence: consequence.to_string() })
        }
        _ => Err(errors),
    }
}

fn compared(case: &Case, form: &JudgementForm) -> Option<Difference> {
    let (_, now) = case.now.as_ref()?;
    let typed = Judgement::read(&form.oordeel).map_or("", Judgement::dutch);
    Some(newer(&[
        Field { key: "oordeel", label: "Oordeel", theirs: now.judgement.dutch(), typed },
        Field { key: "tekst", label: "Wat is er veranderd", theirs: &now.text, typed: &form.tekst },
        Field {
            key: "gevolg",
            label: "Gevolg voor de doelen",
            theirs: &now.consequence,
            typed: &form.gevolg,
        },
    ]))
}

fn judge_page(app: &App, visitor: &Visitor, case: &Case, form: JudgementForm, errors: Errors) -> JudgePage {
    let back = Developments { round: case.round.slug.clone() };
    let mut trail = desk::trail(&case.round);
    trail.push(Crumb::new("Ontwikkelingen", back.clone()));
    let development = &case.development;
    let goal = |goal: &u32| {
        let to = ComposeGoal { round: case.round.slug.clone(), goal: *goal };
        Crumb::new(format!("doel {goal}"), to)
    };
    JudgePage {
        layout: Layout::of(app, visitor),
        trail,
        kind: development.kind.dutch(),
        title: development.title.clone(),
        summary: development.summary.clone(),
        goals: development.goals.iter().map(goal).collect(),
        before: case.before.clone(),
        version: case.version(),
        choices: Judgement::ALL.map(|one| Choice::new(one.code(), one.dutch(), &form.oordeel)).into(),
        text: form.tekst,
        consequence: form.gevolg,
        newer: None,
        errors,
        back: back.to_string(),
    }
}
