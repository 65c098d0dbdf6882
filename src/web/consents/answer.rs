//! Instemmen, niet instemmen.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    show::{Case, ConsentPage, Typed},
    since,
};
use crate::{
    domain::{
        consent::{Fault, Say},
        event::Event,
        person::Role,
        text::{Prose, Reason},
    },
    store,
    web::{
        App, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{done, page_with},
        routes::{Consents, GiveConsent, RefuseConsent},
    },
};

/// Yes, to the words with this hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct GiveForm {
    versie: u32,
    kenmerk: String,
}

/// No, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RefuseForm {
    versie: u32,
    kenmerk: String,
    reden: String,
    voorstel: String,
}

/// What was on screen.
struct Seen {
    version: u32,
    hash: String,
}

pub(in crate::web) async fn give(
    path: GiveConsent,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<GiveForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::load(&mut writer, &visitor, &path.round, path.goal).await?;
    case.matter.round.require_running()?;
    let seen = Seen { version: form.versie, hash: form.kenmerk };
    match answer(&mut writer, &visitor, &case, &seen, Say::Yes).await? {
        Ok(()) => {
            writer.commit().await?;
            let said = format!(
                "U hebt ingestemd met de tekst van doel {}. Verandert er iets aan uw woorden, dan ligt zij opnieuw bij u.",
                path.goal
            );
            done(&app, &visitor, Consents, &said).await
        }
        Err(()) => stale(&mut writer, &app, &visitor, &case, &seen, Typed::default()).await,
    }
}

pub(in crate::web) async fn refuse(
    path: RefuseConsent,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RefuseForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::load(&mut writer, &visitor, &path.round, path.goal).await?;
    visitor.actor.may_agree(&case.consent.ministry, &case.composers)?;
    let mut errors = Errors::default();
    let reason = errors.read("reden", "Waarom stemt u niet in", Reason::parse(&form.reden));
    let proposal = errors.read("voorstel", "Wat moet er staan", Prose::parse(&form.voorstel));
    let typed = Typed { reason: form.reden, proposal: form.voorstel };
    let Some((reason, proposal)) = reason.zip(proposal) else {
        let page = ConsentPage::new(&app, &visitor, &case, typed, errors, None);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let seen = Seen { version: form.versie, hash: form.kenmerk };
    let say = Say::No(reason, proposal.as_str().to_owned());
    match answer(&mut writer, &visitor, &case, &seen, say).await? {
        Ok(()) => {
            writer.commit().await?;
            let said = format!(
                "De coördinator leest waarom u niet instemt met de tekst van doel {}. Past hij uw woorden aan, dan ligt de tekst opnieuw bij u.",
                path.goal
            );
            done(&app, &visitor, Consents, &said).await
        }
        Err(()) => stale(&mut writer, &app, &visitor, &case, &seen, typed).await,
    }
}

/// Keeps the answer; the inner error is that the words on screen are no longer those of the text.
async fn answer(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    case: &Case,
    seen: &Seen,
    say: Say,
) -> Result<Result<(), ()>> {
    let (matter, consent) = (&case.matter, &case.consent);
    let permit = visitor.actor.may_agree(&consent.ministry, &case.composers)?;
    let verb = if say == Say::Yes { "consent" } else { "refuse-consent" };
    let new = match consent.answer(&permit, matter.round.state, &matter.text, Some(&seen.hash), say) {
        Ok(new) => new,
        Err(Fault::Stale { .. }) => return Ok(Err(())),
        Err(fault) => return Err(fault.into()),
    };
    let event = Event {
        after: Some(new.sha256.clone()),
        ..visitor.event(Role::Approver, verb, store::consents::KIND, matter.id())
    };
    store::consents::answer(connection, matter.round.id, matter.goal.id, &new, &event).await?;
    Ok(Ok(()))
}

/// The text as it is now, with what changed since it was on screen.
async fn stale(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    case: &Case,
    seen: &Seen,
    typed: Typed,
) -> Result<Response> {
    let (round, goal) = (case.matter.round.id, case.matter.goal.id);
    let version = store::goal_texts::find_version(connection, round, goal, seen.version).await?;
    let changed = since(version.as_ref(), &case.matter.text);
    let page = ConsentPage::new(app, visitor, case, typed, Errors::default(), Some(changed));
    page_with(StatusCode::CONFLICT, &page)
}
