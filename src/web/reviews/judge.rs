//! Approving, sending back, withdrawing.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    give::give,
    show::{Case, ReviewPage, Typed, is_frozen},
};
use crate::{
    domain::{
        access::{Permit, Review},
        contribution::{Fault, State as Stage},
        person::Role,
        text::{self, Reason},
    },
    store::{self, reviews::Side},
    web::{
        App, Error, Result,
        contributions::Dossier,
        extract::{Form, Visitor},
        form::Errors,
        notify,
        page::{done, page_with},
        routes::{ApproveContribution, ReviewContribution, Reviews, SendBackContribution, WithdrawApproval},
    },
};

/// What an event is about.
const KIND: &str = "contribution";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ApproveForm {
    versie: u32,
    afwezig: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct SendBackForm {
    versie: u32,
    reden: String,
    plaats: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct WithdrawForm {
    intrekking: String,
}

/// Reads the contribution and who may judge it: an approver of the ministry who wrote none of it.
async fn open(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    id: crate::domain::id::ContributionId,
) -> Result<(Dossier, Permit<Review>)> {
    let dossier = Dossier::open(writer, visitor, id).await?;
    let authors = store::revisions::authors(writer, id).await?;
    let permit = visitor.actor.may_review(&dossier.contribution, &authors)?;
    Ok((dossier, permit))
}

/// Gives akkoord on the exact words that were looked at.
pub(in crate::web) async fn approve(
    path: ApproveContribution,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ApproveForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (dossier, permit) = open(&mut writer, &visitor, path.id).await?;
    dossier.round.require_running()?;
    let mut errors = Errors::default();
    let absent = errors.read("afwezig", "Bij afwezigheid van", text::line(&form.afwezig));
    let typed = Typed { absent_for: form.afwezig, ..Typed::default() };
    let Some(absent) = absent else {
        return refuse(&mut writer, &app, &visitor, dossier, typed, errors).await;
    };
    let absent = Some(absent.as_str()).filter(|absent| !absent.is_empty());
    let given = match give(&mut writer, &visitor, &dossier, &permit, form.versie, absent).await? {
        Ok(given) => given,
        Err(fault) => return conflict(&mut writer, &app, &visitor, dossier, typed, fault).await,
    };
    writer.commit().await?;
    let said = format!("Akkoord gegeven op {}, versie {}. {}", lower(&dossier), form.versie, given.next());
    done(&app, &visitor, Reviews, &said).await
}

/// Sends it back with a reason.
pub(in crate::web) async fn send_back(
    path: SendBackContribution,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SendBackForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (dossier, permit) = open(&mut writer, &visitor, path.id).await?;
    let mut errors = Errors::default();
    let reason = errors.read("reden", "Reden", Reason::parse(&form.reden));
    let place = errors.read("plaats", "Om welke woorden gaat het", text::line(&form.plaats));
    let typed = Typed { reason: form.reden, place: form.plaats, ..Typed::default() };
    let (Some(reason), Some(place)) = (reason, place) else {
        return refuse(&mut writer, &app, &visitor, dossier, typed, errors).await;
    };
    let stale = form.versie != dossier.contribution.revision;
    let returned = match dossier.contribution.clone().send_back(&permit) {
        Ok(_) if stale => {
            let fault = Fault::Stale { newest: dossier.contribution.revision };
            return conflict(&mut writer, &app, &visitor, dossier, typed, fault).await;
        }
        Ok(returned) => returned,
        Err(fault) => return conflict(&mut writer, &app, &visitor, dossier, typed, fault).await,
    };
    let event = visitor.event(Role::Approver, "send-back", KIND, path.id);
    store::reviews::send_back(&mut writer, &returned, Side::Ministry, &reason, &place, &event).await?;
    let subject = format!("Ronde {}, {}", dossier.round.label, lower(&dossier));
    notify::returned(&mut writer, path.id, &subject, visitor.now).await?;
    look(&mut writer, &visitor, &dossier).await?;
    writer.commit().await?;
    let said = format!("{} is teruggestuurd. De bijdrager ziet uw reden bovenaan.", dossier.name());
    done(&app, &visitor, Reviews, &said).await
}

/// Withdraws an akkoord.
pub(in crate::web) async fn withdraw(
    path: WithdrawApproval,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<WithdrawForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (dossier, permit) = open(&mut writer, &visitor, path.id).await?;
    let mut errors = Errors::default();
    let reason = errors.read("intrekking", "Reden", Reason::parse(&form.intrekking));
    let typed = Typed { reason: form.intrekking, ..Typed::default() };
    let Some(reason) = reason else {
        return refuse(&mut writer, &app, &visitor, dossier, typed, errors).await;
    };
    let agreed = store::approvals::agreed_by(&mut writer, visitor.actor.person).await?;
    if agreed.contains(&path.id) {
        let mut event = visitor.event(Role::Approver, "withdraw", KIND, path.id);
        event.before = Some(dossier.newest(&mut writer).await?.sha256());
        store::approvals::withdraw_agreement(&mut writer, path.id, &event).await?;
        writer.commit().await?;
        let said = "Uw akkoord is ingetrokken, en daarmee wat anderen al hadden gegeven. De bijdrage wacht weer op beoordeling.";
        return done(&app, &visitor, ReviewContribution { id: path.id }, said).await;
    }
    let withdrawn = match dossier.contribution.clone().withdraw(&permit, is_frozen(&dossier)) {
        Ok(withdrawn) => withdrawn,
        Err(fault) => return conflict(&mut writer, &app, &visitor, dossier, typed, fault).await,
    };
    let mut event = visitor.event(Role::Approver, "withdraw", KIND, path.id);
    event.before = Some(dossier.newest(&mut writer).await?.sha256());
    store::reviews::withdraw(&mut writer, &withdrawn, &reason, &event).await?;
    writer.commit().await?;
    let said = "Het akkoord is ingetrokken. De bijdrage wacht weer op beoordeling; stuur haar terug als er iets moet veranderen.";
    done(&app, &visitor, ReviewContribution { id: path.id }, said).await
}

/// Records which words the person looked at, so that the next time shows what changed since.
async fn look(writer: &mut SqliteConnection, visitor: &Visitor, dossier: &Dossier) -> Result<()> {
    let contribution = &dossier.contribution;
    let (person, now) = (visitor.actor.person, visitor.now);
    Ok(store::reviews::look(writer, contribution.id, person, contribution.revision, now).await?)
}

/// "doel 6".
fn lower(dossier: &Dossier) -> String {
    dossier.name().to_lowercase()
}

async fn refuse(
    writer: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    dossier: Dossier,
    typed: Typed,
    errors: Errors,
) -> Result<Response> {
    let case = Case::load(writer, visitor, dossier).await?;
    let page = ReviewPage::new(app, visitor, case, typed, errors, None)?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Someone was first; the page says who can do what now, and keeps what was typed.
async fn conflict(
    writer: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    dossier: Dossier,
    typed: Typed,
    fault: Fault,
) -> Result<Response> {
    let message = match &fault {
        Fault::State(Stage::Draft | Stage::Open) => {
            "De bijdrager heeft de bijdrage intussen teruggehaald. U hoort het als zij opnieuw is ingediend.".to_owned()
        }
        Fault::State(Stage::Returned) => "De bijdrage is intussen al teruggestuurd.".to_owned(),
        Fault::State(Stage::Approved | Stage::TakenOver) => "Er is intussen al akkoord gegeven.".to_owned(),
        Fault::Stale { newest } => format!(
            "De tekst is intussen veranderd: hieronder staat versie {newest}. Bekijk die en beslis dan opnieuw."
        ),
        Fault::Closed => "De editie is vastgesteld. Het akkoord kan niet meer worden ingetrokken. Vraag de coördinator om een correctie.".to_owned(),
        Fault::State(Stage::Submitted) => "De bijdrage wacht al op beoordeling; er is geen akkoord om in te trekken.".to_owned(),
        Fault::Agreed | Fault::Incomplete(_) => Error::from(fault.clone()).message(),
    };
    let case = Case::load(writer, visitor, dossier).await?;
    let page = ReviewPage::new(app, visitor, case, typed, Errors::default(), Some(message))?;
    page_with(StatusCode::CONFLICT, &page)
}
