//! Names of goals and ministries that stay the same, for who links data: where they lead, and what they mean.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::SqliteConnection;

use super::super::{
    App, Error, Result,
    routes::{GoalId, GoalYear, MinistryId, OpenData},
};
use crate::{
    press,
    render::open_data::linked::{Concept, Scheme, concepts as written},
    report::data::{goal_uri, ministry_uri},
    store,
};

/// A ministry with its name that stays.
pub(super) struct Named {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) uri: String,
}

/// A goal's name leads to what the editions say of it.
pub(in crate::web) async fn goal(path: GoalId) -> Redirect {
    Redirect::to(&GoalYear { strategy: path.strategy, number: path.number }.to_string())
}

/// A ministry's name leads to where it stands among the others.
pub(in crate::web) async fn ministry(path: MinistryId, State(app): State<App>) -> Result<Redirect> {
    let mut reader = app.store.read().await?;
    let known = store::ministries::all_names(&mut reader).await?;
    let found = known.iter().find(|name| name.ministry.as_str() == path.ministry).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&format!("{OpenData}#ministerie-{}", found.ministry)))
}

/// All ministries under the name they had last, in protocol order.
pub(super) async fn ministries(connection: &mut SqliteConnection, base: &str) -> Result<Vec<Named>> {
    let mut found: Vec<Named> = Vec::new();
    for name in store::ministries::all_names(connection).await? {
        let code = name.ministry.to_string();
        if found.iter().all(|known| known.code != code) {
            found.push(Named { uri: ministry_uri(base, &code), name: name.name, code });
        }
    }
    Ok(found)
}

/// Goals and ministries as concepts.
pub(super) async fn concepts(app: &App) -> Result<Response> {
    let base = app.settings.base.trim_end_matches('/');
    let mut reader = app.store.read().await?;
    let mut schemes = Vec::new();
    for outline in store::strategies::outlines(&mut reader).await? {
        let scheme = goals(&mut reader, base, &outline.id, &outline.title).await?;
        schemes.extend((!scheme.concepts.is_empty()).then_some(scheme));
    }
    let mut ministries = Scheme {
        uri: format!("{base}/id/ministerie"),
        label: "Ministeries".to_owned(),
        concepts: Vec::new(),
    };
    let register = store::ministries::identifiers(&mut reader).await?;
    for name in store::ministries::all_names(&mut reader).await? {
        let uri = ministry_uri(base, name.ministry.as_str());
        match ministries.concepts.iter_mut().find(|known| known.uri == uri) {
            Some(known) => {
                let others = [name.name, name.short];
                let new = others.into_iter().filter(|other| *other != known.label);
                let new: Vec<_> = new.filter(|other| !known.others.contains(other)).collect();
                known.others.extend(new);
            }
            None => ministries.concepts.push(Concept {
                uri,
                label: name.name,
                others: vec![name.short],
                notation: name.ministry.to_string(),
                same: register.iter().find(|(code, _)| *code == name.ministry).map(|(_, uri)| uri.clone()),
            }),
        }
    }
    schemes.push(ministries);
    let headers =
        [(header::CONTENT_TYPE, "application/ld+json"), (header::CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, written(&schemes)).into_response())
}

/// The goals of a strategy that stand in a public edition or in an earlier report, under the title they had last.
async fn goals(connection: &mut SqliteConnection, base: &str, strategy: &str, title: &str) -> Result<Scheme> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let editions = store::editions::standing(connection, strategy).await?;
    for edition in editions.iter().rev() {
        let digest = press::digest(connection, edition.id).await?;
        found.extend(digest.iter().map(|goal| (goal.number, goal.title.clone())));
    }
    let told = store::earlier_reports::told(connection, None).await?;
    for report in store::earlier_reports::released(connection).await? {
        let own = told.iter().filter(|told| told.report == report.id && report.strategy == strategy);
        found.extend(own.map(|told| (told.number, told.title.clone())));
    }
    let mut concepts: Vec<Concept> = Vec::new();
    for (number, title) in found {
        let uri = goal_uri(base, strategy, number);
        match concepts.iter_mut().find(|known| known.uri == uri) {
            Some(known) if known.label == title || known.others.contains(&title) => {}
            Some(known) => known.others.push(title),
            None => concepts.push(Concept {
                uri,
                label: title,
                others: Vec::new(),
                notation: number.to_string(),
                same: None,
            }),
        }
    }
    concepts.sort_by_key(|concept| concept.notation.parse::<u32>().unwrap_or(u32::MAX));
    Ok(Scheme { uri: format!("{base}/id/doel/{strategy}"), label: title.to_owned(), concepts })
}
