//! What waits for an akkoord, oldest first.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};

use crate::{
    domain::{access::Scope, clock, contribution::State as Stage, id::ContributionId},
    store::{self, contributions::Listed},
    web::{
        App, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        rounds::Standstill,
        routes::{ReviewContribution, ReviewTogether, Reviews, ShowContribution, ShowProposal, StandIns},
        tasks::status,
    },
};

struct Item {
    href: String,
    title: String,
    status: String,
    note: String,
}

struct Group {
    title: String,
    items: Vec<Item>,
    /// Of a round that is over: looked up, not worked down.
    over: bool,
}

#[derive(Template)]
#[template(path = "pages/reviews/index.html")]
struct ReviewsPage {
    layout: Layout,
    /// Proposals that wait for what the ministry thinks.
    asked: Vec<Crumb>,
    waiting: usize,
    pauses: Vec<Option<Standstill>>,
    together: String,
    stand_ins: String,
    groups: Vec<Group>,
}

/// The list.
pub(in crate::web) async fn index(_: Reviews, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_judge()?;
    let mut reader = app.store.read().await?;
    let scope = Scope::Ministry(visitor.actor.ministry.clone());
    let mut listed =
        store::contributions::list(&mut reader, &scope, store::contributions::Rounds::All).await?;
    listed.retain(|one| !one.ended);
    let asked = store::herijking::awaiting(&mut reader, &visitor.actor.ministry).await?;
    let asked = asked.into_iter().map(|(proposal, strategy, from)| Crumb {
        label: format!(
            "Geef de zienswijze van uw ministerie op een voorstel voor herijking (ingang {})",
            clock::long_date(from)
        ),
        href: ShowProposal { strategy, proposal }.to_string(),
    });
    let own = store::revisions::written_by(&mut reader, visitor.actor.person).await?;
    let pauses = pauses(&listed);
    listed.sort_by_key(|one| one.submitted_at);
    let items = |of_group: &mut dyn Iterator<Item = &Listed>| {
        of_group.map(|one| item(one, &own, visitor.now)).collect::<Vec<_>>()
    };
    let group = |title: &str, stages: &[Stage]| {
        let mut of_group =
            listed.iter().filter(|one| !is_over(one) && stages.contains(&one.contribution.state));
        Group { title: title.to_owned(), items: items(&mut of_group), over: false }
    };
    let mut groups = vec![
        group("Wacht op uw akkoord", &[Stage::Submitted]),
        group("Teruggestuurd, nog niet opnieuw ingediend", &[Stage::Returned]),
        group("Akkoord", &[Stage::Approved, Stage::TakenOver]),
    ];
    let waiting = groups[0].items.len();
    // What is done is looked up, not worked down: the newest first.
    groups[2].items.reverse();
    let judged = |one: &&Listed| is_over(one) && one.submitted_at.is_some();
    let mut over: Vec<&Listed> = listed.iter().filter(judged).collect();
    over.sort_by(|one, other| other.round.0.cmp(&one.round.0));
    groups.extend(over.chunk_by(|one, next| one.round == next.round).map(|of_round| Group {
        title: format!("Ronde {}", of_round[0].round.1),
        items: items(&mut of_round.iter().rev().copied()),
        over: true,
    }));
    groups.retain(|group| !group.items.is_empty());
    page(&ReviewsPage {
        layout: Layout::of(&app, &visitor),
        asked: asked.collect(),
        waiting,
        pauses,
        together: ReviewTogether.to_string(),
        stand_ins: StandIns.to_string(),
        groups,
    })
}

/// Whether the report of its round is there.
fn is_over(listed: &Listed) -> bool {
    listed.round_state.steps_are_over()
}

/// The rounds in the list that stand still.
fn pauses(listed: &[Listed]) -> Vec<Option<Standstill>> {
    let rounds = listed.chunk_by(|one, next| one.contribution.round == next.contribution.round);
    rounds
        .filter_map(|of_round| of_round.first())
        .filter_map(|one| Standstill::for_ministries(&one.round.1, one.paused_at))
        .map(Some)
        .collect()
}

fn item(listed: &Listed, own: &[ContributionId], now: DateTime<Utc>) -> Item {
    let id = listed.contribution.id;
    let state = listed.contribution.state;
    let judged = state == Stage::Submitted || state.is_handed_in();
    let at = listed.submitted_at.map(clock::short_moment);
    let at = at.map(|at| format!(" Ingediend op {at} uur.")).unwrap_or_default();
    let mut note = format!("Ronde {}.{at}", listed.round.1);
    if state == Stage::Submitted && own.contains(&id) {
        note.push_str(" U schreef hier zelf aan mee; een ander moet haar beoordelen.");
    }
    Item {
        href: if judged {
            ReviewContribution { id }.to_string()
        } else {
            ShowContribution { id }.to_string()
        },
        title: format!("Doel {}. {}", listed.goal.0, listed.goal.1),
        status: status(listed, now),
        note,
    }
}
