//! One ministry and one goal's text, for the coordinator: what it said, and going on without its consent.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{Matter, Told, alterations, told, tone, trail};
use crate::{
    domain::{clock, consent::Consent, event::Event, person::Role, round::State as Stage, text::Reason},
    store,
    web::{
        App, Error, Result, desk,
        difference::Difference,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{ComposeGoal, OverruleConsent, RoundConsents},
    },
};

/// Why, on the text with this hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct OverruleForm {
    kenmerk: String,
    reden: String,
}

#[derive(Template)]
#[template(path = "pages/consents/overrule.html")]
struct OverrulePage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    stale: bool,
    number: u32,
    title: String,
    ministry: String,
    tone: &'static str,
    standing: &'static str,
    asked: Vec<String>,
    alterations: Difference,
    told: Vec<Told>,
    may_overrule: bool,
    hash: String,
    typed: String,
    compose: String,
    back: String,
}

async fn open(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    path: &OverruleConsent,
) -> Result<(Matter, Consent)> {
    let round = desk::overseen(connection, visitor, &path.round).await?;
    let matter = Matter::load(connection, round, path.goal).await?;
    let found = matter.consents.iter().find(|consent| consent.ministry.as_str() == path.ministry);
    let consent = found.ok_or(Error::NotFound)?.clone();
    Ok((matter, consent))
}

pub(in crate::web) async fn edit(
    path: OverruleConsent,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (matter, consent) = open(&mut reader, &visitor, &path).await?;
    page(&overrule_page(&app, &visitor, &matter, &consent, String::new(), Errors::default(), false))
}

pub(in crate::web) async fn overrule(
    path: OverruleConsent,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OverruleForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let (matter, consent) = open(&mut writer, &visitor, &path).await?;
    matter.round.require_running()?;
    let mut errors = Errors::default();
    let reason = errors.read("reden", "Reden", Reason::parse(&form.reden));
    let Some(reason) = reason else {
        let page = overrule_page(&app, &visitor, &matter, &consent, form.reden, errors, false);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    if form.kenmerk != matter.text.sha256() {
        let page = overrule_page(&app, &visitor, &matter, &consent, form.reden, errors, true);
        return page_with(StatusCode::CONFLICT, &page);
    }
    let new = consent.overrule(&permit, matter.round.state, &matter.text, &reason)?;
    let event = Event {
        after: Some(new.sha256.clone()),
        ..visitor.event(
            Role::Coordinator,
            "overrule-consent",
            store::consents::KIND,
            format!("{}/{}", matter.id(), consent.ministry),
        )
    };
    store::consents::answer(&mut writer, matter.round.id, matter.goal.id, &new, &event).await?;
    writer.commit().await?;
    let short = matter.short(&consent.ministry);
    let said = format!("Vastgelegd: u gaat verder zonder instemming van {short}. {short} leest uw reden.");
    done(&app, &visitor, RoundConsents { round: path.round }, &said).await
}

fn overrule_page(
    app: &App,
    visitor: &Visitor,
    matter: &Matter,
    consent: &Consent,
    typed: String,
    errors: Errors,
    stale: bool,
) -> OverrulePage {
    let standing = consent.standing(&matter.text);
    let round = matter.round.slug.clone();
    let asked = consent.asked.iter().rev();
    let asked = asked.map(|asked| format!("{} uur, versie {}", clock::short_moment(asked.at), asked.version));
    OverrulePage {
        layout: Layout::of(app, visitor),
        trail: trail(&matter.round),
        number: matter.goal.number,
        title: matter.goal.title.clone(),
        ministry: matter.short(&consent.ministry).to_owned(),
        tone: tone(standing),
        standing: standing.dutch(),
        asked: asked.collect(),
        alterations: alterations(&matter.text, &consent.ministry),
        told: told(consent, &matter.text),
        may_overrule: visitor.actor.may_coordinate().is_ok()
            && matter.round.state == Stage::Consulting
            && !consent.asked.is_empty()
            && !standing.is_settled(),
        hash: matter.text.sha256(),
        typed,
        compose: ComposeGoal { round: round.clone(), goal: matter.goal.number }.to_string(),
        back: RoundConsents { round }.to_string(),
        errors,
        stale,
    }
}
