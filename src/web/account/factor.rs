//! One's own second factor: setting it up, another app, new recovery codes.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{elsewhere, event, knows_password, own, trail};
use crate::{
    auth::{
        second_factor::{self, Outcome, PATIENCE},
        totp::Secret,
    },
    domain::account::Account,
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{ConfirmFactor, OwnFactor, RenewCodes, ShowAccount},
        second_step::{CodeForm, Picture, RecoveryCodesPage, wrong_code},
    },
};

/// The password, before a factor may be changed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct BeginForm {
    huidig: String,
}

#[derive(Template)]
#[template(path = "pages/account/factor.html")]
struct FactorPage {
    layout: Layout,
    trail: Vec<Crumb>,
    /// What is being set up; `None` asks for the password first.
    app: Option<Picture>,
    confirm: String,
    replaces: bool,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/account/codes.html")]
struct CodesPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
}

pub(in crate::web) async fn show(_: OwnFactor, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    elsewhere(&app, &visitor)?;
    let account = own(&app, &visitor).await?;
    page(&factor_page(&app, &visitor, &account, Errors::default()).await?)
}

pub(in crate::web) async fn begin(
    _: OwnFactor,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    elsewhere(&app, &visitor)?;
    let account = own(&app, &visitor).await?;
    let mut errors = Errors::default();
    if !knows_password(&app, &visitor, &account.email, form.huidig, &mut errors).await? {
        let page = factor_page(&app, &visitor, &account, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let mut writer = app.store.begin().await?;
    let until = visitor.now + PATIENCE;
    store::second_factors::begin(&mut writer, account.id, Secret::draw().as_bytes(), until).await?;
    writer.commit().await?;
    Ok(Redirect::to(&OwnFactor.to_string()).into_response())
}

pub(in crate::web) async fn confirm(
    _: ConfirmFactor,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let account = own(&app, &visitor).await?;
    let mut reader = app.store.read().await?;
    let begun = store::second_factors::find_begun(&mut reader, account.id, visitor.now).await?;
    drop(reader);
    let Some(secret) = begun else {
        return done(&app, &visitor, OwnFactor, "Het instellen duurde te lang. Begin opnieuw.").await;
    };
    let from = (visitor.origin.0, visitor.now);
    let first = second_factor::check_first(&app.store, account.id, &secret, &form.code, from).await?;
    let step = match first {
        Ok(step) => step,
        Err(Outcome::Wait(wait)) => return Err(Error::wait(wait)),
        Err(_) => {
            let page = factor_page(&app, &visitor, &account, wrong_code()).await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let mut writer = app.store.begin().await?;
    let codes = second_factor::keep(&mut writer, account.id, &secret, step, visitor.now).await?;
    let key = visitor.key.hash();
    store::sessions::delete_all(&mut writer, account.id, Some(key.as_slice())).await?;
    store::events::append(&mut writer, &event(&visitor, "set-second-factor")).await?;
    writer.commit().await?;
    page(&shown_once(&app, &visitor, codes))
}

pub(in crate::web) async fn ask_codes(
    _: RenewCodes,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let account = own(&app, &visitor).await?;
    account.factor_since.ok_or(Error::NotFound)?;
    page(&CodesPage { layout: Layout::of(&app, &visitor), trail: trail(), errors: Errors::default() })
}

pub(in crate::web) async fn renew(
    _: RenewCodes,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let account = own(&app, &visitor).await?;
    account.factor_since.ok_or(Error::NotFound)?;
    let outcome =
        second_factor::check(&app.store, account.id, &form.code, visitor.origin.0, visitor.now).await?;
    match outcome {
        Outcome::Wait(wait) => return Err(Error::wait(wait)),
        Outcome::Wrong => {
            let page = CodesPage { layout: Layout::of(&app, &visitor), trail: trail(), errors: wrong_code() };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Outcome::Right | Outcome::Recovered(_) => {}
    }
    let mut writer = app.store.begin().await?;
    let codes = second_factor::renew_recovery_codes(&mut writer, account.id).await?;
    store::events::append(&mut writer, &event(&visitor, "renew-recovery-codes")).await?;
    writer.commit().await?;
    page(&shown_once(&app, &visitor, codes))
}

fn shown_once(app: &App, visitor: &Visitor, codes: Vec<String>) -> RecoveryCodesPage {
    RecoveryCodesPage { layout: Layout::of(app, visitor), codes, onward: ShowAccount.to_string() }
}

async fn factor_page(app: &App, visitor: &Visitor, account: &Account, errors: Errors) -> Result<FactorPage> {
    let mut reader = app.store.read().await?;
    let begun = store::second_factors::find_begun(&mut reader, account.id, visitor.now).await?;
    let secret = begun.as_deref().and_then(Secret::read);
    let picture = secret.map(|secret| Picture::of(&secret, &account.email, app.settings.demo)).transpose()?;
    Ok(FactorPage {
        layout: Layout::of(app, visitor),
        trail: trail(),
        app: picture,
        confirm: ConfirmFactor.to_string(),
        replaces: account.factor_since.is_some(),
        errors,
    })
}
