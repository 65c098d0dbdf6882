//! The ministries of a round: until when each has, and whether anyone there can write and approve.

use askama::Template;
use axum::{extract::State, response::Response};

use super::pause::Standstill;
use crate::{
    domain::{clock, round::State as Stage},
    store::{self, deadlines::Participant},
    web::{
        App, Result, desk,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{RoundMinistries, RoundMinistry},
    },
};

/// One ministry.
struct Line {
    href: String,
    name: String,
    status: String,
    note: String,
    alarm: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/rounds/ministries.html")]
struct MinistriesPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    pause: Option<Standstill>,
    lines: Vec<Line>,
}

pub(in crate::web) async fn ministries(
    path: RoundMinistries,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let participants = store::deadlines::participants(&mut reader, &round).await?;
    let now = round.clock(visitor.now);
    let lines = participants.into_iter().map(|one| {
        let left = clock::time_left(one.due, now);
        let mut note = format!("Inleveren tot {} ({left}).", clock::long_moment(one.due));
        if one.extended {
            note.push_str(" Met uitstel.");
        }
        if one.exception {
            note.push_str(" De gesloten ronde is voor dit ministerie open.");
        }
        Line {
            href: RoundMinistry { round: round.slug.clone(), ministry: one.ministry.to_string() }.to_string(),
            status: format!("{} van {} ingediend", one.submitted, one.total),
            alarm: if round.state.steps_are_over() { None } else { alarm(&one) },
            name: one.name,
            note,
        }
    });
    page(&MinistriesPage {
        layout: Layout::of(&app, &visitor),
        trail: desk::trail(&round),
        round: round.label.clone(),
        pause: Standstill::for_desk(&round),
        lines: lines.collect(),
    })
}

/// What keeps a ministry from taking part at all.
pub(super) fn alarm(one: &Participant) -> Option<&'static str> {
    match (one.contributors, one.approvers) {
        (0, 0) => Some(
            "Dit ministerie heeft nu geen bijdrager en geen akkoordgever. Vraag de beheerder om accounts.",
        ),
        (0, _) => Some("Dit ministerie heeft nu geen bijdrager. Vraag de beheerder om een account."),
        (_, approvers) if approvers > 0 && approvers < one.needed => Some(
            "Hier moeten meer akkoordgevers akkoord geven dan er zijn. Vraag de beheerder om een account of een andere regel.",
        ),
        (_, 0) => Some("Dit ministerie heeft nu geen akkoordgever. Vraag de beheerder om een account."),
        (_, _) => None,
    }
}

/// Whether a ministry can be given other terms in this state of the round.
pub(super) const fn is_under_way(state: Stage) -> bool {
    matches!(state, Stage::Preparing | Stage::Open | Stage::Composing | Stage::Consulting)
}
