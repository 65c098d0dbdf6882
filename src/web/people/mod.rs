//! Personen: who has an account, with which rights. An administrator keeps people and has no say over content.

mod acts;
mod edit;
mod history;
mod index;
mod show;

pub(super) use acts::{
    confirm_disabling, confirm_invitation, confirm_removal, confirm_reset, confirm_withdrawal, disable,
    enable, invite, remove, reset_factor, withdraw_tokens,
};
pub(super) use edit::{create, edit, new, update};
pub(super) use index::index;
pub(super) use show::show;

use sqlx::SqliteConnection;

use super::{Result, extract::Visitor, page::Crumb, routes::People};
use crate::{
    domain::{
        access::{Administer, Permit},
        account::{Account, Circumstances},
        id::PersonId,
    },
    store,
};

/// An account as its pages need it: with the permit, and with what the rules ask.
async fn administered(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    person: PersonId,
) -> Result<(Permit<Administer>, Account, Circumstances)> {
    let permit = visitor.actor.may_administer()?;
    let account = store::accounts::get(connection, person).await?;
    let other_administrators = store::accounts::other_administrators(connection, person).await?;
    let circumstances = Circumstances { by: Some(visitor.actor.person), other_administrators };
    Ok((permit, account, circumstances))
}

fn trail() -> Vec<Crumb> {
    vec![Crumb::new("Personen", People)]
}
