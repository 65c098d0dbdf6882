//! What a person may read, for programs of theirs: rounds, the contributions in them, and one contribution.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    bearer::Bearer,
    draft::Draft,
    paging::{Asked, Page},
};
use crate::{
    domain::{
        access::{Actor, Scope},
        contribution,
        event::hex,
        round::{Round, State as Stage},
    },
    store::{
        self,
        contributions::{Listed, Rounds},
    },
    web::{
        App, Error, Result,
        contributions::Dossier,
        open_data::tagged,
        routes::{ApiContribution, ApiContributions, ApiDraft, ApiRounds, ShowContribution},
    },
};

/// The rounds in which someone may read something, the newest first.
pub(in crate::web) async fn rounds(
    _: ApiRounds,
    State(app): State<App>,
    Bearer { visitor, .. }: Bearer,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let known = known(&mut reader, &visitor.actor).await?;
    let page = Page::of(asked, known.len());
    let shown: Vec<Value> = known[page.range()].iter().map(round).collect();
    answer(&headers, &page.wrap(&shown), page.links(&ApiRounds.to_string()))
}

/// The contributions of a round that someone may read.
pub(in crate::web) async fn contributions(
    path: ApiContributions,
    State(app): State<App>,
    Bearer { visitor, .. }: Bearer,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let known = known(&mut reader, &visitor.actor).await?;
    known.iter().find(|one| one.slug == path.round).ok_or(Error::NotFound)?;
    let listed = readable(&mut reader, &visitor.actor, Rounds::Named(&path.round)).await?;
    let page = Page::of(asked, listed.len());
    let shown: Vec<Value> = listed[page.range()]
        .iter()
        .map(|one| {
            let own = visitor.actor.may_read_history(&one.contribution).is_ok();
            let mut row = contribution_row(one, &app);
            row["teLaat"] = json!(one.is_late(visitor.now));
            row["geenBijdrage"] = json!(one.no_contribution);
            row["terugVanwege"] = json!(one.returned_for.as_ref().filter(|_| own));
            row
        })
        .collect();
    answer(&headers, &page.wrap(&shown), page.links(&path.to_string()))
}

/// A contribution with its words and what stands around it.
pub(in crate::web) async fn contribution(
    path: ApiContribution,
    State(app): State<App>,
    Bearer { visitor, .. }: Bearer,
    headers: HeaderMap,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    let (found, actor) = (&dossier.contribution, &visitor.actor);
    let same_goal = store::contributions::is_assigned(&mut reader, found, &actor.ministry).await?;
    actor.may_read(found, same_goal)?;
    let content = dossier.newest(&mut reader).await?;
    let last = if found.ministry == actor.ministry {
        store::revisions::find_last_round(&mut reader, found).await?
    } else {
        None
    };
    drop(reader);
    let mut words = Draft::of(&content, found.shared, &dossier.commitments);
    if !actor.may_read_note(found) {
        words.internal_note.clear();
    }
    let promised = dossier.commitments.iter().map(
        |one| json!({ "nummer": one.number, "tekst": one.text, "termijn": one.due.map(|day| day.to_string()) }),
    );
    let writable = actor.may_write(found).is_ok() && dossier.open && found.state.is_writable();
    let last = last.map(|last| {
        let said = last.content;
        json!({ "bereikt": said.achieved, "belemmeringen": said.obstacles, "vooruitblik": said.outlook })
    });
    let goal = json!({
        "nummer": dossier.goal.number,
        "titel": dossier.goal.title,
        "belofte": dossier.goal.promise,
        "inzet": promised.collect::<Vec<_>>(),
    });
    let body = json!({
        "id": found.id.to_string(),
        "ronde": dossier.round.slug,
        "doel": goal,
        "ministerie": found.ministry.as_str(),
        "rol": word(dossier.part.dutch()),
        "stand": word(found.state.dutch()),
        "versie": found.revision,
        "inleverenVoor": moment(dossier.due),
        "teSchrijven": writable,
        "tekst": words,
        "vorigeKeer": last,
        "concept": absolute(&app, ApiDraft { id: found.id }),
        "pagina": absolute(&app, ShowContribution { id: found.id }),
    });
    answer(&headers, &body, Vec::new())
}

/// Rounds with something that someone may read; who oversees rounds, knows of all.
async fn known(reader: &mut sqlx::SqliteConnection, actor: &Actor) -> Result<Vec<Round>> {
    let rounds = store::rounds::list(reader).await?;
    if actor.may_oversee().is_ok() {
        return Ok(rounds);
    }
    let listed = readable(reader, actor, Rounds::All).await?;
    let with: BTreeSet<_> = listed.into_iter().map(|one| one.contribution.round).collect();
    Ok(rounds
        .into_iter()
        .filter(|round| round.state != Stage::Preparing && with.contains(&round.id))
        .collect())
}

/// The contributions that someone may read. Of what others shared, what is shared with their ministry for its goals is
/// found one by one, from the site.
async fn readable(
    reader: &mut sqlx::SqliteConnection,
    actor: &Actor,
    which: Rounds<'_>,
) -> Result<Vec<Listed>> {
    let sight = actor.sight();
    let scope =
        if sight.handed_in || sight.shared { Scope::All } else { Scope::Ministry(actor.ministry.clone()) };
    let listed = store::contributions::list(reader, &scope, which).await?;
    Ok(listed.into_iter().filter(|one| actor.may_read(&one.contribution, false).is_ok()).collect())
}

fn round(round: &Round) -> Value {
    json!({
        "ronde": round.slug,
        "strategie": round.strategy,
        "naam": round.label,
        "stand": round.state.dutch(),
        "periodeVan": round.from.to_string(),
        "periodeTot": round.until.to_string(),
        "peildatum": round.reference_date.to_string(),
        "inleverenVoor": moment(round.contribution_due),
        "gepauzeerd": round.paused_at.is_some(),
    })
}

fn contribution_row(listed: &Listed, app: &App) -> Value {
    let contribution = &listed.contribution;
    json!({
        "id": contribution.id.to_string(),
        "ronde": listed.round.0,
        "doel": listed.goal.0,
        "titel": listed.goal.1,
        "ministerie": contribution.ministry.as_str(),
        "rol": word(listed.part.dutch()),
        "stand": word(contribution.state.dutch()),
        "versie": contribution.revision,
        "inleverenVoor": moment(listed.due),
        "bijdrage": absolute(app, ApiContribution { id: contribution.id }),
    })
}

/// Every state of a contribution, as the interface calls it.
pub(super) fn states() -> Vec<String> {
    contribution::State::ALL.map(|state| word(state.dutch())).to_vec()
}

/// A word of the screens as a code: "nog niet begonnen" becomes "nog-niet-begonnen".
pub(super) fn word(dutch: &str) -> String {
    dutch.replace(' ', "-")
}

fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn absolute(app: &App, path: impl ToString) -> String {
    format!("{}{}", app.settings.base.trim_end_matches('/'), path.to_string())
}

/// As JSON, under the hash of its bytes, for this person's program alone.
fn answer<T: Serialize>(headers: &HeaderMap, body: &T, links: Vec<String>) -> Result<Response> {
    let body = serde_json::to_vec(body).map_err(|error| Error::Internal(error.into()))?;
    let tag = hex(&Sha256::digest(&body));
    let mut response = tagged(headers, &tag, "application/json", body)?;
    if !links.is_empty()
        && let Ok(links) = HeaderValue::from_str(&links.join(", "))
    {
        response.headers_mut().insert(header::LINK, links);
    }
    Ok(own(response))
}

/// No cache may give it to someone else, and none without asking whether it still holds.
pub(super) fn own(mut response: Response) -> Response {
    let set = response.headers_mut();
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    set.insert(header::VARY, HeaderValue::from_static("authorization"));
    response
}
