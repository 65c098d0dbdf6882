//! Mijn account: one's own password, second factor, sessions and keys for programs.

mod factor;
mod password;
mod show;
mod tokens;

pub(super) use factor::{ask_codes, begin, confirm, renew, show as own_factor};
pub(super) use password::{change, edit};
pub(super) use show::{end_others, end_session, show};
pub(super) use tokens::{KeyLine, confirm_withdrawal, make_token, tokens, withdraw};

use super::{App, Error, Result, extract::Visitor, form::Errors, page::Crumb, routes::ShowAccount};
use crate::{
    auth::sign_in::{self, Outcome},
    domain::{account::Account, event::Event, person::Role},
    store,
};

fn trail() -> Vec<Crumb> {
    vec![Crumb::new("Mijn account", ShowAccount)]
}

/// One's own account.
async fn own(app: &App, visitor: &Visitor) -> Result<Account> {
    let mut reader = app.store.read().await?;
    Ok(store::accounts::get(&mut reader, visitor.actor.person).await?)
}

/// An act on one's own account.
fn event(visitor: &Visitor, verb: &'static str) -> Event {
    let role = visitor.actor.roles.first().copied().unwrap_or(Role::Reader);
    visitor.event(role, verb, "person", visitor.actor.person)
}

/// Refuses what begins with one's own password, to someone whose ministry has none.
fn elsewhere(app: &App, visitor: &Visitor) -> Result<()> {
    match app.settings.sso.instead_of_password(&visitor.actor.ministry) {
        None => Ok(()),
        Some(provider) => Err(Error::Conflict(format!(
            "Uw ministerie logt in met {} en heeft hier geen wachtwoorden. Werkt uw tweede factor niet meer, vraag dan de beheerder om die weg te halen.",
            provider.name()
        ))),
    }
}

/// Whether the password that was typed is the one there is: whoever finds an open screen does not know it. Failures are
/// counted as those of signing in.
async fn knows_password(
    app: &App,
    visitor: &Visitor,
    email: &str,
    typed: String,
    errors: &mut Errors,
) -> Result<bool> {
    match sign_in::attempt(&app.store, &app.settings.sso, (email, typed), visitor.origin.0, visitor.now)
        .await?
    {
        Outcome::Welcome(person) if person == visitor.actor.person => Ok(true),
        Outcome::Welcome(_) | Outcome::Refused => {
            errors.add("huidig", "Dit is niet uw huidige wachtwoord.");
            Ok(false)
        }
        Outcome::Wait(wait) => Err(Error::wait(wait)),
    }
}
