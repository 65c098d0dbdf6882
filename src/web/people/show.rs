//! One person: rights, how they sign in, what was done to the account, and what can be.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};

use super::{administered, history, index::tone, trail};
use crate::{
    domain::{account::State as Stand, clock},
    store,
    web::{
        App, Result,
        account::KeyLine,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{
            DisablePerson, EditPerson, EnablePerson, InvitePerson, RemovePerson, ResetFactor, ShowPerson,
            WithdrawTokens,
        },
    },
};

/// Addresses of what can be done; `None` for what cannot be done now.
#[derive(Default)]
struct Acts {
    edit: Option<String>,
    invite: Option<String>,
    reset: Option<String>,
    disable: Option<String>,
    enable: Option<String>,
    remove: Option<String>,
    withdraw: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/people/show.html")]
struct PersonPage {
    layout: Layout,
    trail: Vec<Crumb>,
    name: String,
    email: String,
    ministry: String,
    roles: Vec<(&'static str, String)>,
    tone: &'static str,
    state: &'static str,
    invited: String,
    factor: String,
    seen: String,
    added: String,
    acts: Acts,
    keys: Vec<KeyLine>,
    history: Vec<history::Line>,
}

pub(in crate::web) async fn show(
    path: ShowPerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (permit, account, circumstances) = administered(&mut reader, &visitor, path.person).await?;
    let today = clock::local_date(visitor.now);
    let ministry = store::ministries::find_name(&mut reader, &account.ministry, today).await?;
    let keys = store::tokens::list(&mut reader, account.id, visitor.now).await?;
    let history = history::of(&mut reader, account.id).await?;
    let person = account.id;
    let state = account.state();
    let acts = Acts {
        edit: (state != Stand::Removed).then(|| EditPerson { person }.to_string()),
        invite: account
            .may_be_invited(&permit, circumstances)
            .is_ok()
            .then(|| InvitePerson { person }.to_string()),
        reset: (account.factor_since.is_some() && account.may_lose_factor(&permit, circumstances).is_ok())
            .then(|| ResetFactor { person }.to_string()),
        disable: account
            .may_disable(&permit, circumstances)
            .is_ok()
            .then(|| DisablePerson { person }.to_string()),
        enable: account.may_enable(&permit).is_ok().then(|| EnablePerson { person }.to_string()),
        remove: account
            .may_remove(&permit, circumstances)
            .is_ok()
            .then(|| RemovePerson { person }.to_string()),
        withdraw: (!keys.is_empty()).then(|| WithdrawTokens { person }.to_string()),
    };
    let asked = app.settings.second_factor.asks(&account.role_list());
    let factor = match account.factor_since {
        Some(since) => format!("ingesteld op {}", day(since)),
        None if asked => "nog niet; wordt gevraagd bij het inloggen".to_owned(),
        None => "niet ingesteld en niet nodig".to_owned(),
    };
    let invited = account.invited_until.filter(|_| state == Stand::Invited).map(|until| {
        if until > visitor.now {
            format!("Uitnodiging geldig tot {}.", clock::long_moment(until))
        } else {
            "De uitnodiging is verlopen.".to_owned()
        }
    });
    page(&PersonPage {
        layout: Layout::of(&app, &visitor),
        trail: trail(),
        ministry: ministry.unwrap_or_else(|| account.ministry.to_string()),
        roles: account.roles.iter().map(|(role, since)| (role.dutch(), day(*since))).collect(),
        tone: tone(state),
        state: state.dutch(),
        invited: invited.unwrap_or_default(),
        factor,
        seen: account.signed_in_at.map_or_else(|| "nog nooit".to_owned(), clock::long_moment),
        added: day(account.created_at),
        name: account.name,
        email: account.email,
        acts,
        keys: keys.iter().map(KeyLine::of).collect(),
        history,
    })
}

fn day(at: DateTime<Utc>) -> String {
    clock::long_date(clock::local_date(at))
}
