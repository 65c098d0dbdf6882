//! Sleutels: with which a person's own programs read what the person may read, and save drafts.
//!
//! A key is shown in the answer to the form itself, for nothing but its hash is kept to show it from.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::TimeDelta;
use serde::Deserialize;

use super::{knows_password, own, trail};
use crate::{
    auth::{
        second_factor::{self, Outcome},
        session,
        token::create as make,
    },
    domain::{
        account::Account,
        clock,
        event::Event,
        id::TokenId,
        person::Role,
        text::TextFault,
        token::{Fault, MAX_NAME, MOST, TERMS, Token, USUAL, Wanted},
    },
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{ApiReference, OwnTokens, WithdrawToken},
        second_step::wrong_code,
    },
};

/// So long after signing in someone without a password or a code here may make a key.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// A key that is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TokenForm {
    naam: String,
    dagen: String,
    huidig: String,
    code: String,
}

/// How someone shows that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    /// With a code of the second factor.
    Code,
    /// With the password.
    Password,
    /// By having signed in just now, elsewhere.
    Fresh,
}

/// One key that is open, as a line in a list.
pub(in crate::web) struct KeyLine {
    /// What its person calls it.
    pub(in crate::web) name: String,
    /// Since when and until when it holds, and when it was last used.
    pub(in crate::web) about: String,
    /// Where its person takes it away.
    withdraw: String,
}

#[derive(Template)]
#[template(path = "pages/account/tokens.html")]
struct TokensPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    /// Whether keys can be made here at all.
    on: bool,
    lines: Vec<KeyLine>,
    proof: Proof,
    called: String,
    terms: Vec<Choice>,
    reference: String,
}

/// The key, this once.
#[derive(Template)]
#[template(path = "pages/account/token.html")]
struct TokenPage {
    layout: Layout,
    trail: Vec<Crumb>,
    called: String,
    key: String,
    until: String,
    reference: String,
    onward: String,
}

#[derive(Template)]
#[template(path = "pages/account/withdraw_token.html")]
struct WithdrawPage {
    layout: Layout,
    trail: Vec<Crumb>,
    name: String,
    used: String,
    back: String,
}

pub(in crate::web) async fn tokens(
    _: OwnTokens,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let account = own(&app, &visitor).await?;
    let form = TokenForm { dagen: USUAL.to_string(), ..TokenForm::default() };
    page(&tokens_page(&app, &visitor, &account, form, Errors::default()).await?)
}

pub(in crate::web) async fn make_token(
    _: OwnTokens,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TokenForm>,
) -> Result<Response> {
    if !app.settings.tokens {
        return Err(Error::Conflict("De beheerder heeft sleutels voor programma’s uitgezet.".to_owned()));
    }
    let account = own(&app, &visitor).await?;
    let mut errors = Errors::default();
    let wanted = read(&form, &mut errors);
    // What costs a try is asked last: a name that is missing uses up no code.
    let known = errors.is_empty() && is_known(&app, &visitor, &account, &form, &mut errors).await?;
    let Some(wanted) = wanted.filter(|_| known) else {
        let page = tokens_page(&app, &visitor, &account, form, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let mut writer = app.store.begin().await?;
    if store::tokens::list(&mut writer, account.id, visitor.now).await?.len() >= MOST {
        return Err(Error::Conflict(format!(
            "U hebt al {MOST} sleutels. Trek er eerst een in die u niet meer gebruikt."
        )));
    }
    let (token, key) = make(&mut writer, account.id, wanted, visitor.now).await?;
    store::events::append(&mut writer, &event(&visitor, "make-token", token.id)).await?;
    writer.commit().await?;
    page(&TokenPage {
        layout: Layout::of(&app, &visitor),
        trail: below(),
        called: token.name,
        key: key.as_cookie().to_owned(),
        until: clock::long_date(clock::local_date(token.expires_at)),
        reference: ApiReference.to_string(),
        onward: OwnTokens.to_string(),
    })
}

/// "Weet u het zeker?"
pub(in crate::web) async fn confirm_withdrawal(
    path: WithdrawToken,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let open = store::tokens::list(&mut reader, visitor.actor.person, visitor.now).await?;
    let token = open.into_iter().find(|one| one.id == path.token).ok_or(Error::NotFound)?;
    page(&WithdrawPage {
        layout: Layout::of(&app, &visitor),
        trail: below(),
        used: used(&token),
        name: token.name,
        back: OwnTokens.to_string(),
    })
}

pub(in crate::web) async fn withdraw(
    path: WithdrawToken,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    if !store::tokens::withdraw(&mut writer, visitor.actor.person, path.token, visitor.now).await? {
        return Err(Error::NotFound);
    }
    store::events::append(&mut writer, &event(&visitor, "withdraw-token", path.token)).await?;
    writer.commit().await?;
    let said = "De sleutel is ingetrokken. Het programma dat hem gebruikt, komt er niet meer in.";
    done(&app, &visitor, OwnTokens, said).await
}

/// An act on one of one's own keys.
fn event(visitor: &Visitor, verb: &'static str, token: TokenId) -> Event {
    let role = visitor.actor.roles.first().copied().unwrap_or(Role::Reader);
    visitor.event(role, verb, "person-token", format!("{}/{token}", visitor.actor.person))
}

fn read(form: &TokenForm, errors: &mut Errors) -> Option<Wanted> {
    match Wanted::read(&form.naam, &form.dagen) {
        Ok(wanted) => return Some(wanted),
        Err(Fault::Term) => errors.add("dagen", "Kies hoelang de sleutel geldt."),
        Err(Fault::Name(TextFault::Empty)) => {
            errors.add("naam", "Geef de sleutel een naam, bijvoorbeeld die van het programma.");
        }
        Err(Fault::Name(TextFault::TooLong { .. })) => {
            errors.add("naam", format!("Geef de sleutel een kortere naam. Er passen {MAX_NAME} tekens."));
        }
        Err(Fault::Name(TextFault::Control(_))) => {
            errors.add("naam", "In de naam staat een onzichtbaar teken. Typ haar opnieuw.");
        }
    }
    None
}

fn proof(app: &App, visitor: &Visitor, account: &Account) -> Proof {
    if account.factor_since.is_some() {
        Proof::Code
    } else if app.settings.sso.instead_of_password(&visitor.actor.ministry).is_none() {
        Proof::Password
    } else {
        Proof::Fresh
    }
}

/// Whether it is them: whoever finds an open screen makes no key that goes on after the screen is closed.
async fn is_known(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    form: &TokenForm,
    errors: &mut Errors,
) -> Result<bool> {
    match proof(app, visitor, account) {
        Proof::Password => knows_password(app, visitor, &account.email, form.huidig.clone(), errors).await,
        Proof::Code => {
            let outcome =
                second_factor::check(&app.store, account.id, &form.code, visitor.origin.0, visitor.now);
            match outcome.await? {
                Outcome::Right | Outcome::Recovered(_) => Ok(true),
                Outcome::Wait(wait) => Err(Error::wait(wait)),
                Outcome::Wrong => {
                    *errors = wrong_code();
                    Ok(false)
                }
            }
        }
        Proof::Fresh => {
            let mut reader = app.store.read().await?;
            let (key, idle_since) = (visitor.key.hash(), visitor.now - session::IDLE);
            let open = store::sessions::list(&mut reader, account.id, &key, visitor.now, idle_since).await?;
            let fresh = open.iter().any(|one| one.current && visitor.now - one.created_at < FRESH);
            if !fresh {
                errors.add(
                    "naam",
                    "U bent langer dan een kwartier geleden ingelogd. Log uit, log weer in en maak dan de sleutel.",
                );
            }
            Ok(fresh)
        }
    }
}

async fn tokens_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    form: TokenForm,
    errors: Errors,
) -> Result<TokensPage> {
    let mut reader = app.store.read().await?;
    let open = store::tokens::list(&mut reader, account.id, visitor.now).await?;
    let label = |days: u16| match days {
        182 => "Een half jaar".to_owned(),
        365 => "Een jaar".to_owned(),
        days => format!("{days} dagen"),
    };
    Ok(TokensPage {
        layout: Layout::of(app, visitor),
        trail: trail(),
        errors,
        on: app.settings.tokens,
        lines: open.iter().map(KeyLine::of).collect(),
        proof: proof(app, visitor, account),
        called: form.naam,
        terms: TERMS.map(|days| Choice::new(days.to_string(), label(days), &form.dagen)).to_vec(),
        reference: ApiReference.to_string(),
    })
}

fn below() -> Vec<Crumb> {
    let mut trail = trail();
    trail.push(Crumb::new("Sleutels voor programma’s", OwnTokens));
    trail
}

impl KeyLine {
    pub(in crate::web) fn of(token: &Token) -> Self {
        let day = |at| clock::long_date(clock::local_date(at));
        let (from, until) = (day(token.created_at), day(token.expires_at));
        Self {
            name: token.name.clone(),
            about: format!("Gemaakt op {from}; geldt tot {until}. {}", used(token)),
            withdraw: WithdrawToken { token: token.id }.to_string(),
        }
    }
}

/// When it was last used: to within minutes, as it is noted.
fn used(token: &Token) -> String {
    match token.used_at {
        Some(at) => format!("Laatst gebruikt {}.", clock::long_moment(at)),
        None => "Nog niet gebruikt.".to_owned(),
    }
}
