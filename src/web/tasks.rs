//! Mijn doelen: what awaits a ministry, what came back on top.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    rounds::Standstill,
    routes::{self, ShowProposal, Tasks},
};
use crate::{
    domain::{
        access::Refused,
        access::Scope,
        clock,
        contribution::State as Stage,
        id::{ContributionId, GoalId, RoundId},
        person::Role,
    },
    store::{
        self,
        contributions::{Listed, Rounds},
    },
};

/// Contributions in the same stage, under one head.
struct Group {
    title: &'static str,
    tasks: Vec<Task>,
}

/// One goal that awaits the ministry.
struct Task {
    href: String,
    title: String,
    status: String,
    returned_for: Option<String>,
    note: String,
}

/// Which round is asked for; none for what is under way.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    ronde: Option<String>,
}

/// One round with its groups.
struct RoundTasks {
    label: String,
    over: bool,
    done: usize,
    total: usize,
    due: String,
    left: String,
    extended: bool,
    pause: Option<Standstill>,
    groups: Vec<Group>,
    /// Where its part of the round is taken along, while anything can be written.
    package: Option<String>,
}

impl RoundTasks {
    /// Whether nothing waits for the ministry any more.
    fn is_done(&self) -> bool {
        self.done == self.total
    }
}

#[derive(Template)]
#[template(path = "pages/tasks/index.html")]
struct TasksPage {
    layout: Layout,
    /// Proposals that wait for what the ministry thinks.
    asked: Vec<Crumb>,
    rounds: Vec<RoundTasks>,
    /// Rounds that are over and not shown here.
    over: Vec<Crumb>,
    /// Whether only a round that is over is shown.
    looks_back: bool,
    kept: Vec<(String, String)>,
}

pub(super) async fn index(
    _: Tasks,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    if !visitor.actor.is(Role::Contributor) {
        return Err(Refused::Forbidden.into());
    }
    let mut reader = app.store.read().await?;
    let scope = Scope::Ministry(visitor.actor.ministry.clone());
    let asked = asked.ronde.as_deref();
    let listed =
        store::contributions::list(&mut reader, &scope, asked.map_or(Rounds::UnderWay, Rounds::Named))
            .await?;
    if asked.is_some() && listed.is_empty() {
        return Err(Error::NotFound);
    }
    let over = store::contributions::rounds_over(&mut reader, &visitor.actor.ministry).await?;
    let over = over.into_iter().filter(|(slug, _)| Some(slug.as_str()) != asked);
    let over = over.map(|(slug, label)| Crumb { label, href: format!("{Tasks}?ronde={slug}") }).collect();
    let looks_back = asked.is_some();
    let open = store::remarks::open_of_ministry(&mut reader, &visitor.actor.ministry).await?;
    let due = store::stands::due(&mut reader, &visitor.actor.ministry).await?;
    let marks = Marks { open, due };
    let proposals = store::herijking::awaiting(&mut reader, &visitor.actor.ministry).await?;
    let proposals = proposals.into_iter().map(|(proposal, strategy, from)| Crumb {
        label: format!(
            "Geef de zienswijze van uw ministerie op een voorstel voor herijking (ingang {})",
            clock::long_date(from)
        ),
        href: ShowProposal { strategy, proposal }.to_string(),
    });
    let rounds = listed
        .chunk_by(|one, next| one.contribution.round == next.contribution.round)
        .map(|of_round| round(of_round, &marks, visitor.now))
        .collect();
    let kept = store::assignments::kept(&mut reader, Some(&visitor.actor.ministry), None).await?;
    let kept = kept.into_iter().map(|one| {
        let title = format!("Doel {}. {} (ronde {})", one.number, one.title, one.round);
        (title, routes::ShowContribution { id: one.id }.to_string())
    });
    page(&TasksPage {
        kept: kept.collect(),
        asked: proposals.collect(),
        layout: Layout::of(&app, &visitor),
        rounds,
        over,
        looks_back,
    })
}

/// Numbers of the commitments that are due, by round and goal.
type Due = BTreeMap<(RoundId, GoalId), Vec<String>>;

/// What is said of a task besides its status.
struct Marks {
    /// Open remarks.
    open: BTreeMap<ContributionId, u32>,
    /// What must be answered in this round.
    due: Due,
}

fn round(listed: &[Listed], marks: &Marks, now: chrono::DateTime<chrono::Utc>) -> RoundTasks {
    // Nothing is awaited on a goal that is retired; what was written on it stays to be read.
    let live = || listed.iter().filter(|one| !one.ended);
    let ended: Vec<Task> = listed.iter().filter(|one| one.ended).map(ended).collect();
    let group = |title, stages: &[Stage]| {
        let tasks =
            live().filter(|one| stages.contains(&one.contribution.state)).map(|one| task(one, marks, now));
        Group { title, tasks: tasks.collect() }
    };
    let mut groups = vec![
        group("Teruggestuurd", &[Stage::Returned]),
        group("Nog te doen", &[Stage::Open]),
        group("Bezig", &[Stage::Draft]),
        group("Ingediend", &[Stage::Submitted]),
        group("Akkoord", &[Stage::Approved, Stage::TakenOver]),
    ];
    groups.push(Group { title: "Vervallen doelen", tasks: ended });
    let waiting = |one: &&Listed| one.contribution.state.is_writable();
    let total = live().count();
    let deadline = listed[0].due;
    let writes = live().any(|one| one.contribution.state.is_writable());
    let over = listed[0].round_state.steps_are_over();
    let package = routes::Package { round: listed[0].round.0.clone() };
    RoundTasks {
        package: (writes && !over).then(|| package.to_string()),
        label: listed[0].round.1.clone(),
        over,
        done: total - live().filter(waiting).count(),
        total,
        due: clock::long_moment(deadline),
        left: clock::time_left(deadline, listed[0].paused_at.map_or(now, |since| since.min(now))),
        extended: listed[0].extended,
        pause: Standstill::for_ministries(&listed[0].round.1, listed[0].paused_at),
        groups: groups.into_iter().filter(|group| !group.tasks.is_empty()).collect(),
    }
}

/// Where a contribution stands, "geen bijdrage" and "te laat" included.
pub(super) fn status(listed: &Listed, now: chrono::DateTime<chrono::Utc>) -> String {
    let state = listed.contribution.state;
    let mut status = state.dutch().to_owned();
    if listed.no_contribution && !state.is_writable() {
        status = format!("geen bijdrage, {status}");
    }
    if state == Stage::Submitted && listed.agreed > 0 {
        status.push_str(", half akkoord");
    }
    if listed.is_late(now) {
        status.push_str(", te laat");
    }
    status
}

/// A goal that is retired: to be read, not to be done.
fn ended(listed: &Listed) -> Task {
    Task {
        href: routes::ShowContribution { id: listed.contribution.id }.to_string(),
        title: format!("Doel {}. {}", listed.goal.0, listed.goal.1),
        status: "doel vervallen".to_owned(),
        returned_for: None,
        note: "U hoeft hier niets meer aan te doen. Open het doel om te zien waar het werk verdergaat."
            .to_owned(),
    }
}

fn task(listed: &Listed, marks: &Marks, now: chrono::DateTime<chrono::Utc>) -> Task {
    let contribution = &listed.contribution;
    let id = contribution.id;
    let href = if contribution.state.is_writable() {
        routes::EditContribution { id }.to_string()
    } else {
        routes::ShowContribution { id }.to_string()
    };
    let status = status(listed, now);
    let submitted = listed.submitted_at.filter(|_| !contribution.state.is_writable());
    let submitted = submitted.map(|at| format!("Ingediend op {}.", clock::short_moment(at)));
    let remarks = marks.open.get(&id).map(|open| match open {
        1 => "1 opmerking staat open.".to_owned(),
        many => format!("{many} opmerkingen staan open."),
    });
    let place = (contribution.round, contribution.goal);
    let dated = marks.due.get(&place).filter(|_| contribution.state.is_writable());
    let dated = dated.map(|dated| format!("Inzet {} moet in deze ronde.", dated.join(", ")));
    let note = submitted.into_iter().chain(dated).chain(remarks).collect::<Vec<_>>().join(" ");
    Task {
        href,
        title: format!("Doel {}. {}", listed.goal.0, listed.goal.1),
        status,
        returned_for: listed.returned_for.clone(),
        note,
    }
}
