//! Logboek: who did what, when. It shows acts and never words: which contribution was handed in, not what it says.

mod sheet;
mod words;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Query;
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::{
    App, Result,
    extract::Visitor,
    form::{Choice, Errors},
    page::{Layout, page_with},
    routes::{AccessLog, AccessLogCsv, Logbook, LogbookCsv},
};
use crate::{
    domain::{access::LogScope, clock, event::Ledger, ministry::MinistryCode},
    store::{
        self,
        logbook::{Filter, Line},
    },
};

/// So many events on a page.
const PAGE: u32 = 50;

/// What the form asks for, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    van: String,
    tot: String,
    persoon: String,
    handeling: String,
    soort: String,
    ministerie: String,
    voor: String,
}

/// An event in the words of the page.
struct Row {
    seq: i64,
    at: String,
    name: String,
    role: &'static str,
    ministry: String,
    act: String,
    object: String,
    origin: String,
}

#[derive(Template)]
#[template(path = "pages/logbook/index.html")]
struct LogbookPage {
    layout: Layout,
    access: bool,
    all: bool,
    acts_href: String,
    access_href: String,
    errors: Errors,
    from: String,
    until: String,
    people: Vec<Choice>,
    verbs: Vec<Choice>,
    kinds: Vec<Choice>,
    ministries: Vec<Choice>,
    rows: Vec<Row>,
    older: Option<String>,
    newest: Option<String>,
    csv: String,
}

/// What was done.
pub(super) async fn acts(
    _: Logbook,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response> {
    index(&app, &visitor, Ledger::Acts, asked).await
}

/// Who signed in, who could not, and what was refused.
pub(super) async fn access(
    _: AccessLog,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response> {
    index(&app, &visitor, Ledger::Access, asked).await
}

/// What was done, as a sheet.
pub(super) async fn acts_csv(
    _: LogbookCsv,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response> {
    sheet::send(app, &visitor, Ledger::Acts, &asked)
}

/// Who signed in, as a sheet.
pub(super) async fn access_csv(
    _: AccessLogCsv,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response> {
    sheet::send(app, &visitor, Ledger::Access, &asked)
}

async fn index(app: &App, visitor: &Visitor, ledger: Ledger, asked: Asked) -> Result<Response> {
    let scope = visitor.actor.may_read_log(ledger)?;
    let mut errors = Errors::default();
    let filter = asked.read(ledger, scope, &mut errors);
    let mut reader = app.store.read().await?;
    let people = store::logbook::people(&mut reader, scope).await?;
    let ministries = store::ministries::list(&mut reader, clock::local_date(visitor.now)).await?;
    let mut lines = if errors.is_empty() {
        store::logbook::lines(&mut reader, &filter, PAGE + 1).await?
    } else {
        Vec::new()
    };
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let older = lines.last().filter(|_| more).map(|last| asked.address(ledger, Some(last.seq)));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let people = people.into_iter().map(|(id, name)| Choice::new(id.to_string(), name, &asked.persoon));
    let ministries = ministries.into_iter();
    let ministries =
        ministries.map(|one| Choice::new(one.code.as_str().to_owned(), one.short, &asked.ministerie));
    page_with(
        status,
        &LogbookPage {
            layout: Layout::of(app, visitor),
            access: ledger == Ledger::Access,
            all: scope == LogScope::All,
            acts_href: Logbook.to_string(),
            access_href: AccessLog.to_string(),
            errors,
            people: people.collect(),
            verbs: words::verbs(ledger)
                .map(|(code, label)| Choice::new(code, label, &asked.handeling))
                .collect(),
            kinds: words::kinds(ledger).map(|(code, label)| Choice::new(code, label, &asked.soort)).collect(),
            ministries: ministries.collect(),
            rows: lines.iter().map(Row::of).collect(),
            older,
            newest: filter.before.is_some().then(|| asked.address(ledger, None)),
            csv: asked.query(csv(ledger), None),
            from: asked.van,
            until: asked.tot,
        },
    )
}

fn csv(ledger: Ledger) -> String {
    match ledger {
        Ledger::Acts => LogbookCsv.to_string(),
        Ledger::Access => AccessLogCsv.to_string(),
    }
}

impl Asked {
    /// What to look for; what cannot be read is noted.
    fn read(&self, ledger: Ledger, scope: LogScope, errors: &mut Errors) -> Filter {
        let mut date = |field: &str, typed: &str| -> Option<NaiveDate> {
            let read = clock::read_date(typed);
            if read.is_none() && !typed.trim().is_empty() {
                errors.add(field, "Schrijf de datum als dag-maand-jaar, zoals 24-04-2019.");
            }
            read
        };
        let from = date("van", &self.van);
        let until = date("tot", &self.tot);
        let given = |typed: &str| Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
        let midnight = |day: NaiveDate| clock::from_local(day.and_time(chrono::NaiveTime::MIN));
        Filter {
            ledger,
            scope,
            from: from.map(midnight),
            // Until a day is with that day.
            until: until.and_then(|day| day.checked_add_signed(TimeDelta::days(1))).map(midnight),
            person: self.persoon.parse().ok(),
            verb: given(&self.handeling),
            kind: given(&self.soort),
            ministry: given(&self.ministerie).map(MinistryCode),
            before: self.voor.parse().ok(),
        }
    }

    /// The address of a page of the same search.
    fn address(&self, ledger: Ledger, before: Option<i64>) -> String {
        let path = match ledger {
            Ledger::Acts => Logbook.to_string(),
            Ledger::Access => AccessLog.to_string(),
        };
        self.query(path, before)
    }

    fn query(&self, path: String, before: Option<i64>) -> String {
        let before = before.map(|before| before.to_string()).unwrap_or_default();
        let pairs = [
            ("van", &self.van),
            ("tot", &self.tot),
            ("persoon", &self.persoon),
            ("handeling", &self.handeling),
            ("soort", &self.soort),
            ("ministerie", &self.ministerie),
            ("voor", &before),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> =
            given.map(|(name, value)| format!("{name}={}", super::error::encode(value))).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

impl Row {
    fn of(line: &Line) -> Self {
        Self {
            seq: line.seq,
            at: clock::short_moment(line.at),
            name: line.name.clone().unwrap_or_else(|| words::nobody(line).to_owned()),
            role: words::role(&line.role),
            ministry: line.ministry.as_deref().unwrap_or_default().to_uppercase(),
            act: words::act(line),
            object: words::object(line),
            origin: line.origin.clone(),
        }
    }
}
