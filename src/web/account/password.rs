//! Another password of one's own. All other sessions end with it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{elsewhere, event, knows_password, own, trail};
use crate::{
    auth::password,
    domain::account::Account,
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        password::{ADVICE, NewPassword},
        routes::{EditPassword, ShowAccount},
    },
};

/// The old password and the new one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PasswordForm {
    huidig: String,
    nieuw: String,
    herhaling: String,
}

#[derive(Template)]
#[template(path = "pages/account/password.html")]
struct PasswordPage {
    layout: Layout,
    trail: Vec<Crumb>,
    email: String,
    advice: &'static str,
    errors: Errors,
}

pub(in crate::web) async fn edit(
    _: EditPassword,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    elsewhere(&app, &visitor)?;
    let account = own(&app, &visitor).await?;
    page(&password_page(&app, &visitor, account, Errors::default()))
}

pub(in crate::web) async fn change(
    _: EditPassword,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    elsewhere(&app, &visitor)?;
    let account = own(&app, &visitor).await?;
    let mut errors = Errors::default();
    let known = knows_password(&app, &visitor, &account.email, form.huidig, &mut errors).await?;
    let typed = NewPassword { nieuw: form.nieuw, herhaling: form.herhaling };
    let mut reader = app.store.read().await?;
    let chosen = typed.read(&app, &mut reader, (&account.name, &account.email), &mut errors).await?;
    drop(reader);
    let Some(chosen) = chosen.filter(|_| known) else {
        let page = password_page(&app, &visitor, account, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let hash = password::hash_aside(chosen).await.map_err(|fault| Error::Internal(fault.into()))?;
    let mut writer = app.store.begin().await?;
    store::accounts::set_password(&mut writer, account.id, &hash).await?;
    let key = visitor.key.hash();
    store::sessions::delete_all(&mut writer, account.id, Some(key.as_slice())).await?;
    store::sign_in_steps::delete_all(&mut writer, account.id).await?;
    store::invitations::delete_open(&mut writer, account.id).await?;
    store::events::append(&mut writer, &event(&visitor, "change-password")).await?;
    writer.commit().await?;
    done(&app, &visitor, ShowAccount, "Uw wachtwoord is gewijzigd. Op andere plaatsen bent u uitgelogd.")
        .await
}

fn password_page(app: &App, visitor: &Visitor, account: Account, errors: Errors) -> PasswordPage {
    let layout = Layout::of(app, visitor);
    PasswordPage { layout, trail: trail(), email: account.email, advice: ADVICE, errors }
}
