//! Toegangsoverzicht: who has which rights since when, and whether somebody looks through them in time.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{
    App, Error, Result,
    extract::{Form, Visitor},
    form::{Choice, Errors},
    page::{Layout, done, page, page_with},
    routes::{AccessCsv, AccessOverview, ShowPerson},
};
use crate::{
    domain::{
        access_review::ReviewScope,
        account::{Account, State as Stand},
        clock,
        ministry::Ministry,
        person::Role,
    },
    store::{self, access_reviews::Last},
};

/// Which rights were looked through.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReviewForm {
    omvang: String,
}

/// One person's rights.
struct Line {
    href: String,
    name: String,
    ministry: String,
    roles: Vec<(&'static str, String)>,
    state: &'static str,
    factor: &'static str,
    seen: String,
}

/// When rights were last looked through, and whether it is time again.
struct Review {
    whose: &'static str,
    last: String,
    due: String,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "pages/access_reviews/show.html")]
struct AccessPage {
    layout: Layout,
    reviews: Vec<Review>,
    lines: Vec<Line>,
    csv: String,
    scopes: Vec<Choice>,
    errors: Errors,
}

pub(super) async fn show(_: AccessOverview, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    page(&access_page(&app, &visitor, "", Errors::default()).await?)
}

pub(super) async fn record(
    _: AccessOverview,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReviewForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let scope = [ReviewScope::Privileged, ReviewScope::All].into_iter().find(|one| one.code() == form.omvang);
    let Some(scope) = scope else {
        let mut errors = Errors::default();
        errors.add("omvang", "Kies welke rechten u hebt nagelopen.");
        let page = access_page(&app, &visitor, &form.omvang, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let mut writer = app.store.begin().await?;
    store::access_reviews::insert(&mut writer, scope, visitor.actor.person, visitor.now).await?;
    let event = visitor.event(Role::Administrator, "review", "access", scope.code());
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let due = clock::long_date(scope.due(clock::local_date(visitor.now)));
    done(&app, &visitor, AccessOverview, &format!("De controle is vastgelegd. De volgende is voor {due}."))
        .await
}

pub(super) async fn csv(_: AccessCsv, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let accounts = store::accounts::list(&mut reader).await?;
    let today = clock::local_date(visitor.now);
    let ministries = store::ministries::list(&mut reader, today).await?;
    let body = sheet(&accounts, &ministries).map_err(Error::Internal)?;
    let name = format!("attachment; filename=\"toegangsoverzicht-{today}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

async fn access_page(app: &App, visitor: &Visitor, picked: &str, errors: Errors) -> Result<AccessPage> {
    let mut reader = app.store.read().await?;
    let accounts = store::accounts::list(&mut reader).await?;
    let today = clock::local_date(visitor.now);
    let ministries = store::ministries::list(&mut reader, today).await?;
    let mut reviews = Vec::new();
    for (scope, whose) in [
        (ReviewScope::Privileged, "Coördinatoren, uitgevers en beheerders, elk kwartaal"),
        (ReviewScope::All, "Iedereen, elk jaar"),
    ] {
        let last = store::access_reviews::find_last(&mut reader, scope).await?;
        reviews.push(review(scope, whose, last.as_ref(), today));
    }
    let present = accounts.iter().filter(|account| account.state() != Stand::Removed);
    let mut lines: Vec<(bool, Line)> =
        present.map(|account| (!account.is_privileged(), line(account, &ministries))).collect();
    // Who can do most comes first; within that by name, as the list is.
    lines.sort_by_key(|(plain, _)| *plain);
    let scopes = [
        Choice::new("privileged", "Coördinatoren, uitgevers en beheerders", picked),
        Choice::new("all", "Iedereen", picked),
    ];
    Ok(AccessPage {
        layout: Layout::of(app, visitor),
        reviews,
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        csv: AccessCsv.to_string(),
        scopes: scopes.into(),
        errors,
    })
}

fn review(scope: ReviewScope, whose: &'static str, last: Option<&Last>, today: NaiveDate) -> Review {
    let Some(last) = last else {
        return Review {
            whose,
            last: "nog nooit gecontroleerd".to_owned(),
            due: String::new(),
            overdue: true,
        };
    };
    let day = clock::local_date(last.at);
    let due = scope.due(day);
    Review {
        whose,
        last: format!("gecontroleerd op {}, door {}", clock::long_date(day), last.by),
        due: clock::long_date(due),
        overdue: due < today,
    }
}

fn line(account: &Account, ministries: &[Ministry]) -> Line {
    Line {
        href: ShowPerson { person: account.id }.to_string(),
        name: account.name.clone(),
        ministry: short(account, ministries),
        roles: account.roles.iter().map(|(role, since)| (role.dutch(), day(*since))).collect(),
        state: account.state().dutch(),
        factor: if account.factor_since.is_some() { "ja" } else { "nee" },
        seen: account.signed_in_at.map_or_else(|| "nooit".to_owned(), day),
    }
}

fn short(account: &Account, ministries: &[Ministry]) -> String {
    let known = ministries.iter().find(|one| one.code == account.ministry);
    known.map_or_else(|| account.ministry.as_str().to_uppercase(), |one| one.short.clone())
}

fn day(at: DateTime<Utc>) -> String {
    clock::typed_date(clock::local_date(at))
}

/// One line for each right, so that a spreadsheet can sort them.
fn sheet(accounts: &[Account], ministries: &[Ministry]) -> anyhow::Result<Vec<u8>> {
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    sheet.write_record([
        "naam",
        "e-mailadres",
        "ministerie",
        "rol",
        "sinds",
        "account",
        "tweede factor",
        "laatst ingelogd",
    ])?;
    for account in accounts.iter().filter(|account| account.state() != Stand::Removed) {
        let rights = account.roles.iter().map(|(role, since)| (role.dutch(), day(*since)));
        let rights: Vec<_> =
            if account.roles.is_empty() { vec![("geen", String::new())] } else { rights.collect() };
        let line = line(account, ministries);
        for (role, since) in rights {
            let fields = [
                line.name.as_str(),
                &account.email,
                &line.ministry,
                role,
                &since,
                line.state,
                line.factor,
                &line.seen,
            ];
            sheet.write_record(fields.map(harmless))?;
        }
    }
    Ok(sheet.into_inner()?)
}

/// A text that no spreadsheet takes for a formula (OWASP, CSV injection).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("Anna"), "Anna");
    }

    #[test]
    fn a_review_is_overdue_the_day_after_its_term() {
        let last = Last { at: "2020-01-15T12:00:00Z".parse().unwrap(), by: "Anna".into() };
        let on = |day: &str| review(ReviewScope::Privileged, "", Some(&last), day.parse().unwrap()).overdue;
        assert!(!on("2020-04-15"));
        assert!(on("2020-04-16"));
        assert!(review(ReviewScope::All, "", None, "2020-01-01".parse().unwrap()).overdue);
    }
}
