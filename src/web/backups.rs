//! Reservekopieën: whether they are made, for who answers for it. Making and restoring is the command line's.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};

use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Layout, page},
    routes::Backups,
};
use crate::{
    domain::{
        backup::{self, Plan},
        clock,
        person::Role,
    },
    store::backups::{Backup, Failure, Keeper},
};

/// One backup.
struct Line {
    made: String,
    size: String,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/backups/index.html")]
struct BackupsPage {
    layout: Layout,
    /// "ok" or "warning".
    tone: &'static str,
    message: String,
    /// What the machine said, for who runs it.
    cause: Option<String>,
    plan: Option<Plan>,
    lines: Vec<Line>,
}

/// All backups, and how the last attempt went.
pub(super) async fn index(_: Backups, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_see_backups()?;
    let made = match &app.backups {
        Some(keeper) => list(keeper).await?,
        None => Vec::new(),
    };
    let failure = app.backups.as_ref().and_then(Keeper::failure);
    let newest = made.first().map(|backup| backup.at);
    let (tone, message) = match &app.backups {
        Some(_) => verdict(newest, failure.as_ref(), visitor.now),
        None => ("info", "Hier worden geen reservekopieën gemaakt: dit is de demonstratie.".to_owned()),
    };
    let lines = made.iter().map(|backup| Line {
        made: clock::long_moment(backup.at),
        size: format!("{} kB", backup.bytes.div_ceil(1000)),
        name: backup.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    });
    page(&BackupsPage {
        layout: Layout::of(&app, &visitor),
        tone,
        message,
        cause: failure.map(|failure| failure.why).filter(|_| visitor.actor.is(Role::Administrator)),
        plan: app.backups.as_ref().map(|keeper| *keeper.plan()),
        lines: lines.collect(),
    })
}

/// What the coordinator must know of it on the first page: nothing, as long as it goes well.
pub(super) async fn warning(app: &App, now: DateTime<Utc>) -> Result<Option<String>> {
    let Some(keeper) = &app.backups else { return Ok(None) };
    let newest = list(keeper).await?.first().map(|backup| backup.at);
    let (tone, message) = verdict(newest, keeper.failure().as_ref(), now);
    Ok((tone == "warning").then_some(message))
}

async fn list(keeper: &Keeper) -> Result<Vec<Backup>> {
    keeper.list().await.map_err(|error| Error::Internal(error.into()))
}

/// How it goes, in a tone and in words.
fn verdict(
    newest: Option<DateTime<Utc>>,
    failure: Option<&Failure>,
    now: DateTime<Utc>,
) -> (&'static str, String) {
    let last = match newest {
        Some(at) => format!("De laatste reservekopie is van {}.", clock::long_moment(at)),
        None => "Er is nog geen reservekopie.".to_owned(),
    };
    if backup::is_stale(newest, now) {
        (
            "warning",
            format!(
                "{last} Dat is te lang geleden. Vraag de beheerder om na te gaan waarom er geen nieuwe is."
            ),
        )
    } else if let Some(failure) = failure {
        let at = clock::long_moment(failure.at);
        ("warning", format!("{last} De poging van {at} mislukte. Na een uur wordt het opnieuw geprobeerd."))
    } else {
        ("ok", format!("{last} Die is nagekeken en heel."))
    }
}
