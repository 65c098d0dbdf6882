//! Vervanging: which approver stands in for whom, and when.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::{Form, Visitor},
    form::{self, Choice, Errors},
    page::{Crumb, Layout, done, page, page_with},
    routes::{EndStandIn, Reviews, StandIns},
};
use crate::{
    domain::{
        access::Scope,
        clock,
        id::{PersonId, StandInId},
        ministry::MinistryCode,
        person::Role,
    },
    store::{self, stand_ins::Approver},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StandInForm {
    afwezig: String,
    vervanger: String,
    van: String,
    tot: String,
}

/// One replacement.
struct Line {
    text: String,
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/stand_ins/index.html")]
struct StandInsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    lines: Vec<Line>,
    absent: Vec<Choice>,
    by: Vec<Choice>,
    form: StandInForm,
    errors: Errors,
    here: String,
}

/// At which ministry this person may arrange it; `None` is at every one.
fn at(visitor: &Visitor) -> Result<Option<MinistryCode>> {
    Ok(match visitor.actor.may_arrange_absence()? {
        Scope::All => None,
        Scope::Ministry(ministry) => Some(ministry),
    })
}

async fn page_of(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    form: StandInForm,
    errors: Errors,
) -> Result<StandInsPage> {
    let ministry = at(visitor)?;
    let people = store::stand_ins::approvers(connection, ministry.as_ref()).await?;
    let choices = |picked: &str| -> Vec<Choice> {
        people
            .iter()
            .map(|one| Choice::new(one.person.to_string(), named(one, ministry.is_none()), picked))
            .collect()
    };
    let today = clock::local_date(visitor.now);
    let listed = store::stand_ins::list(connection, ministry.as_ref()).await?;
    let lines = listed.into_iter().map(|one| {
        let over = one.ended_at.is_some() || one.until < today;
        let state = match one.ended_at {
            Some(at) => format!(" Beëindigd op {} uur.", clock::short_moment(at)),
            None if one.until < today => " Voorbij.".to_owned(),
            None => String::new(),
        };
        Line {
            text: format!(
                "{} vervangt {} van {} tot en met {}.{state}",
                one.by,
                one.absent,
                clock::long_date(one.from),
                clock::long_date(one.until)
            ),
            end: (!over).then(|| EndStandIn { stand_in: one.id }.to_string()),
        }
    });
    let own = visitor.actor.is(Role::Approver);
    Ok(StandInsPage {
        layout: Layout::of(app, visitor),
        trail: if own { vec![Crumb::new("Beoordelen", Reviews)] } else { Vec::new() },
        lines: lines.collect(),
        absent: choices(&form.afwezig),
        by: choices(&form.vervanger),
        form,
        errors,
        here: StandIns.to_string(),
    })
}

/// "Anna Bos", or "Anna Bos (def)" among people of all ministries.
fn named(one: &Approver, all: bool) -> String {
    if all { format!("{} ({})", one.name, one.ministry) } else { one.name.clone() }
}

/// The list and the form.
pub(super) async fn index(_: StandIns, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let page_of = page_of(&mut reader, &app, &visitor, StandInForm::default(), Errors::default()).await?;
    page(&page_of)
}

/// Registers one.
pub(super) async fn create(
    _: StandIns,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StandInForm>,
) -> Result<Response> {
    let ministry = at(&visitor)?;
    let mut writer = app.store.begin().await?;
    let people = store::stand_ins::approvers(&mut writer, ministry.as_ref()).await?;
    let find = |typed: &str| {
        let id = typed.parse::<PersonId>().ok()?;
        people.iter().find(|one| one.person == id)
    };
    let mut errors = Errors::default();
    let (absent, by) = (find(&form.afwezig), find(&form.vervanger));
    if absent.is_none() {
        errors.add("afwezig", "Kies wie er afwezig is.");
    }
    match (absent, by) {
        (_, None) => {
            errors
                .add("vervanger", "Kies wie er vervangt. Dat is een akkoordgever van hetzelfde ministerie.");
        }
        (Some(absent), Some(by)) if absent.person == by.person => {
            errors.add("vervanger", "Iemand kan zichzelf niet vervangen.");
        }
        (Some(absent), Some(by)) if absent.ministry != by.ministry => {
            errors.add("vervanger", "De vervanger werkt bij een ander ministerie.");
        }
        _ => {}
    }
    let mut day = |field: &str, typed: &str| match form::date(typed) {
        Ok(day) => Some(day),
        Err(message) => {
            errors.add(field, message);
            None
        }
    };
    let (from, until) = (day("van", &form.van), day("tot", &form.tot));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        errors.add("tot", "De laatste dag ligt vóór de eerste.");
    } else if until.is_some_and(|until| until < clock::local_date(visitor.now)) {
        errors.add("tot", "Deze periode is al voorbij.");
    }
    let read = absent.zip(by).zip(from.zip(until)).filter(|_| errors.is_empty());
    let Some(((absent, by), days)) = read else {
        let page = page_of(&mut writer, &app, &visitor, form, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let id = StandInId::new();
    let event = visitor.event(acting(&visitor), "register", "stand-in", id);
    store::stand_ins::insert(&mut writer, id, (absent.person, by.person), days, &event).await?;
    writer.commit().await?;
    let said = format!(
        "{} vervangt {}. Bij een akkoord staat dan vanzelf “bij afwezigheid van {}”.",
        by.name, absent.name, absent.name
    );
    done(&app, &visitor, StandIns, &said).await
}

fn acting(visitor: &Visitor) -> Role {
    if visitor.actor.is(Role::Approver) { Role::Approver } else { Role::Administrator }
}

/// Ends one before its last day.
pub(super) async fn end(path: EndStandIn, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let ministry = at(&visitor)?;
    let mut writer = app.store.begin().await?;
    let listed = store::stand_ins::list(&mut writer, ministry.as_ref()).await?;
    let one = listed.into_iter().find(|one| one.id == path.stand_in).ok_or(Error::NotFound)?;
    if one.ended_at.is_some() {
        return Err(Error::Conflict("Deze vervanging was al beëindigd.".to_owned()));
    }
    let event = visitor.event(acting(&visitor), "end", "stand-in", path.stand_in);
    store::stand_ins::end(&mut writer, path.stand_in, &event).await?;
    writer.commit().await?;
    done(&app, &visitor, StandIns, &format!("{} vervangt {} niet meer.", one.by, one.absent)).await
}
