//! Replacing a released edition: its round is composed again until the next edition is frozen, or it is given up.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    extract::{Form, Visitor},
    form::Errors,
    page::{Crumb, Layout, done, page, page_with},
    routes::{Freeze, KeepEdition, ReplaceEdition, ShowEdition, ShowRound},
};
use crate::{
    domain::{
        access::{Coordinate, Permit},
        edition::{self, Corrects, Frozen},
        person::Role,
        round::Round,
        text::{self, Reason},
    },
    press::PressError,
    store,
};

/// Why, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReplaceForm {
    reden: String,
}

#[derive(Template)]
#[template(path = "pages/replacements/new.html")]
struct ReplacePage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    number: u32,
    reason: String,
    errors: Errors,
    back: String,
}

/// Asks why.
pub(super) async fn new(path: ReplaceEdition, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let (round, frozen) = replaceable(&mut reader, &permit, &path).await?;
    page(&replace_page(&app, &visitor, &round, &frozen, String::new(), Errors::default()))
}

/// Begins: the round is composed again.
pub(super) async fn create(
    path: ReplaceEdition,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReplaceForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let (round, frozen) = replaceable(&mut writer, &permit, &path).await?;
    let mut errors = Errors::default();
    // One line: it stands on the cover of the next edition.
    let filled = Reason::parse(&form.reden).and_then(|reason| text::line(reason.as_str()));
    let Some(reason) = errors.read("reden", "Reden", filled) else {
        let page = replace_page(&app, &visitor, &round, &frozen, form.reden, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let reopened = round.reopen(&permit);
    let replacement = Corrects { edition: frozen.id, reason };
    let event = visitor.event(Role::Coordinator, "replace", "edition", frozen.id);
    store::replacements::begin(&mut writer, &replacement, &reopened, &event).await?;
    writer.commit().await?;
    let flash = format!(
        "De ronde staat weer op samenstellen. De editie die u hierna vaststelt, vervangt editie {}.",
        path.number
    );
    done(&app, &visitor, ShowRound { round: path.round }, &flash).await
}

/// Gives it up: the round is as it was, and the edition stays the one that counts.
pub(super) async fn end(path: KeepEdition, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    let frozen =
        store::editions::find(&mut writer, &path.round, path.number).await?.ok_or(Error::NotFound)?;
    let under_way = store::replacements::find(&mut writer, round.id).await?;
    if under_way.is_none_or(|corrects| corrects.edition != frozen.id) {
        return Err(Error::Conflict("Deze editie wordt niet vervangen. Er valt niets te staken.".to_owned()));
    }
    let presented = round.leave_as_presented(&permit);
    let event = visitor.event(Role::Coordinator, "keep", "edition", frozen.id);
    store::replacements::end(&mut writer, frozen.id, visitor.now).await?;
    store::rounds::step(&mut writer, &presented, &event).await?;
    writer.commit().await?;
    let flash = "De vervanging is gestaakt. Deze editie blijft gelden en de ronde staat weer op aangeboden.";
    done(&app, &visitor, ShowEdition { round: path.round, number: path.number }, flash).await
}

/// An edition whose replacement can begin now.
async fn replaceable(
    connection: &mut SqliteConnection,
    permit: &Permit<Coordinate>,
    path: &ReplaceEdition,
) -> Result<(Round, Frozen)> {
    let round = store::rounds::get(connection, &path.round).await?;
    let frozen = store::editions::find(connection, &path.round, path.number).await?.ok_or(Error::NotFound)?;
    let editions = store::editions::list(connection, false).await?;
    let chain = frozen.chain(editions.iter().map(|listed| &listed.edition));
    edition::may_replace(permit, &frozen, &chain, round.state).map_err(PressError::from)?;
    Ok((round, frozen))
}

fn replace_page(
    app: &App,
    visitor: &Visitor,
    round: &Round,
    frozen: &Frozen,
    reason: String,
    errors: Errors,
) -> ReplacePage {
    let number = frozen.number;
    let back = ShowEdition { round: round.slug.clone(), number };
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Edities", Freeze { round: round.slug.clone() }));
    trail.push(Crumb::new(format!("Editie {number}"), &back));
    ReplacePage {
        layout: Layout::of(app, visitor),
        trail,
        round: round.label.clone(),
        number,
        reason,
        errors,
        back: back.to_string(),
    }
}
