//! Everyone with an account.

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::{
    domain::{
        account::{Account, State as Stand},
        clock,
        ministry::Ministry,
        person::Role,
    },
    store,
    web::{
        App, Result,
        extract::Visitor,
        form::Choice,
        page::{Layout, page},
        routes::{NewPerson, People, ShowPerson},
    },
};

/// Whom to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Filter {
    ministerie: String,
    rol: String,
    stand: String,
}

/// One person.
struct Line {
    href: String,
    name: String,
    tone: &'static str,
    state: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/people/index.html")]
struct PeoplePage {
    layout: Layout,
    new: String,
    ministries: Vec<Choice>,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    lines: Vec<Line>,
    total: usize,
}

impl Filter {
    fn takes(&self, account: &Account) -> bool {
        (self.ministerie.is_empty() || account.ministry.as_str() == self.ministerie)
            && (self.rol.is_empty() || account.roles.iter().any(|(role, _)| role.code() == self.rol))
            && match self.stand.as_str() {
                // Who was removed is only a name in old acts.
                "" => account.state() != Stand::Removed,
                code => account.state().code() == code,
            }
    }
}

pub(in crate::web) async fn index(
    _: People,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let accounts = store::accounts::list(&mut reader).await?;
    let ministries = store::ministries::list(&mut reader, clock::local_date(visitor.now)).await?;
    let choices = ministries.iter().map(|one| Choice::new(one.code.as_str(), &one.short, &filter.ministerie));
    page(&PeoplePage {
        layout: Layout::of(&app, &visitor),
        new: NewPerson.to_string(),
        ministries: choices.collect(),
        roles: Role::ALL.map(|role| Choice::new(role.code(), role.dutch(), &filter.rol)).into(),
        states: Stand::ALL.map(|state| Choice::new(state.code(), state.dutch(), &filter.stand)).into(),
        lines: accounts
            .iter()
            .filter(|account| filter.takes(account))
            .map(|account| line(account, &ministries))
            .collect(),
        total: accounts.iter().filter(|account| account.state() != Stand::Removed).count(),
    })
}

fn line(account: &Account, ministries: &[Ministry]) -> Line {
    let short = ministries.iter().find(|one| one.code == account.ministry);
    let short = short.map_or_else(|| account.ministry.as_str().to_uppercase(), |one| one.short.clone());
    let roles: Vec<_> = account.roles.iter().map(|(role, _)| role.dutch()).collect();
    let seen = account.signed_in_at.map_or_else(
        || "nog nooit ingelogd".to_owned(),
        |at| format!("laatst ingelogd op {}", clock::long_date(clock::local_date(at))),
    );
    Line {
        href: ShowPerson { person: account.id }.to_string(),
        name: account.name.clone(),
        tone: tone(account.state()),
        state: account.state().dutch(),
        note: [short, roles.join(" en "), seen]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

/// How a state is coloured; its word says the same.
pub(super) const fn tone(state: Stand) -> &'static str {
    match state {
        Stand::Active => "safe",
        Stand::Invited => "warning",
        Stand::Disabled | Stand::Removed => "neutral",
    }
}
