//! All rounds.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    domain::{clock, round},
    store,
    web::{
        App, Result, backups,
        extract::Visitor,
        mails,
        page::{Layout, page},
        routes::{Backups, Mails, NewRound, Rounds, ShowRound},
    },
};

/// One round in the list.
struct Line {
    href: String,
    title: String,
    status: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/rounds/index.html")]
struct RoundsPage {
    layout: Layout,
    lines: Vec<Line>,
    new: Option<String>,
    backups: Option<String>,
    warning: Option<String>,
    mails: Option<String>,
    undelivered: Option<String>,
}

pub(in crate::web) async fn index(_: Rounds, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_oversee()?;
    let coordinates = visitor.actor.may_coordinate().is_ok();
    let mut reader = app.store.read().await?;
    let strategies = store::strategies::names(&mut reader).await?;
    let rounds = store::rounds::list(&mut reader).await?;
    let lines = rounds.into_iter().map(|round| {
        let name = strategies.iter().find(|(id, _)| *id == round.strategy).map(|(_, name)| name.as_str());
        let due = match round.state {
            round::State::Preparing | round::State::Open => {
                let left = clock::time_left(round.contribution_due, visitor.now);
                format!("Inleveren tot {} ({left}).", clock::long_moment(round.contribution_due))
            }
            round::State::Composing
            | round::State::Consulting
            | round::State::Frozen
            | round::State::Presented => {
                format!("Peildatum {}.", clock::long_date(round.reference_date))
            }
        };
        Line {
            href: ShowRound { round: round.slug }.to_string(),
            title: format!("Ronde {}", round.label),
            status: round.state.dutch(),
            note: format!("{}. {due}", name.unwrap_or(&round.strategy)),
        }
    });
    page(&RoundsPage {
        layout: Layout::of(&app, &visitor),
        lines: lines.collect(),
        backups: coordinates.then(|| Backups.to_string()),
        warning: if coordinates { backups::warning(&app, visitor.now).await? } else { None },
        mails: coordinates.then(|| Mails.to_string()),
        undelivered: if coordinates { mails::warning(&mut reader).await? } else { None },
        new: coordinates.then(|| NewRound.to_string()),
    })
}
