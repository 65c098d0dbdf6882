//! Recording when an edition went to a House of parliament, and under which numbers.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    extract::{Form, Visitor},
    form::{self, Errors},
    page::{Crumb, Layout, done, page, page_with},
    routes::{Freeze, RecordSending, ShowEdition},
};
use crate::{
    domain::{
        clock,
        edition::Frozen,
        paper::{House, PaperFault, PaperRef},
        person::Role,
        round::Round,
        sending::{DocumentNumber, Fault, Sending},
    },
    store::{
        self,
        sendings::{self, Recorded},
    },
};

/// What is known of one House.
#[derive(Debug)]
pub(super) struct HouseLine {
    /// "Tweede Kamer".
    pub(super) name: &'static str,
    /// What counts now.
    pub(super) newest: Option<Line>,
    /// What was recorded before, newest first.
    pub(super) earlier: Vec<String>,
    /// In addresses: "tweede-kamer".
    pub(super) slug: &'static str,
}

/// A sending in words.
#[derive(Debug)]
pub(super) struct Line {
    /// "17 april 2020".
    pub(super) sent_on: String,
    /// The Kamerstuk and the address of its official publication.
    pub(super) paper: Option<(String, String)>,
    /// "2020D14866".
    pub(super) document: Option<String>,
}

/// Both Houses, with what was recorded of an edition.
pub(super) fn houses(recorded: &[Recorded], edition: &Frozen) -> Vec<HouseLine> {
    let house = |house: House| {
        let of_house = |one: &&Recorded| one.edition == edition.id && one.sending.house == house;
        let mut all = recorded.iter().filter(of_house);
        let newest = all.next().map(|one| line(&one.sending));
        let earlier = all.map(|one| {
            let line = line(&one.sending);
            let mut parts = vec![line.sent_on];
            parts.extend(line.paper.map(|(paper, _)| format!("Kamerstuk {paper}")));
            parts.extend(line.document.map(|document| format!("documentnummer {document}")));
            format!("{} (door {}, {})", parts.join("; "), one.by, clock::short_moment(one.at))
        });
        HouseLine { name: house.dutch(), newest, earlier: earlier.collect(), slug: house.slug() }
    };
    House::ALL.map(house).into()
}

fn line(sending: &Sending) -> Line {
    Line {
        sent_on: clock::long_date(sending.sent_on),
        paper: sending.paper.as_ref().map(|paper| (paper.to_string(), paper.url())),
        document: sending.document.as_ref().map(|document| document.as_str().to_owned()),
    }
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SendingForm {
    datum: String,
    kamerstuk: String,
    document: String,
}

#[derive(Template)]
#[template(path = "pages/sendings/edit.html")]
struct SendingPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    number: u32,
    house: &'static str,
    /// How a Kamerstuk of this House is written.
    example: &'static str,
    form: SendingForm,
    errors: Errors,
    back: String,
}

/// The form, with what counts now.
pub(super) async fn edit(path: RecordSending, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_record()?;
    let mut reader = app.store.read().await?;
    let (round, frozen, house) = subject(&mut reader, &path).await?;
    let recorded = sendings::list(&mut reader).await?;
    let known = sendings::newest(&recorded, frozen.id, house).map(|one| &one.sending);
    let form = known.map(|sending| SendingForm {
        datum: clock::typed_date(sending.sent_on),
        kamerstuk: sending.paper.as_ref().map(ToString::to_string).unwrap_or_default(),
        document: line(sending).document.unwrap_or_default(),
    });
    page(&sending_page(
        &app,
        &visitor,
        &round,
        path.number,
        house,
        form.unwrap_or_default(),
        Errors::default(),
    ))
}

/// Records it as a new row.
pub(super) async fn record(
    path: RecordSending,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SendingForm>,
) -> Result<Response> {
    let permit = visitor.actor.may_record()?;
    let mut writer = app.store.begin().await?;
    let (round, frozen, house) = subject(&mut writer, &path).await?;
    let mut errors = Errors::default();
    let read = read(&form, house, &mut errors);
    let claims = sendings::claims(&mut writer, frozen.id).await?;
    if let Some(sending) = &read
        && let Err(fault) = sending.check(&permit, &frozen, &claims, visitor.now)
    {
        let (field, message) = explain(&fault);
        errors.add(field, message);
    }
    let Some(sending) = read.filter(|_| errors.is_empty()) else {
        let page = sending_page(&app, &visitor, &round, path.number, house, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let event = visitor.event(Role::Publisher, "record", "edition", frozen.id);
    sendings::insert(&mut writer, frozen.id, &sending, &event).await?;
    writer.commit().await?;
    let flash =
        format!("De aanbieding aan de {} is vastgelegd. De editie zelf verandert niet.", house.dutch());
    done(&app, &visitor, ShowEdition { round: path.round, number: path.number }, &flash).await
}

/// The released edition of an address, and the House.
async fn subject(connection: &mut SqliteConnection, path: &RecordSending) -> Result<(Round, Frozen, House)> {
    let house = House::ALL.into_iter().find(|house| house.slug() == path.house).ok_or(Error::NotFound)?;
    let round = store::rounds::get(connection, &path.round).await?;
    let frozen = store::editions::find(connection, &path.round, path.number).await?.ok_or(Error::NotFound)?;
    if frozen.released_at.is_none() {
        return Err(Error::Conflict(explain(&Fault::Unreleased).1));
    }
    Ok((round, frozen, house))
}

fn read(typed: &SendingForm, house: House, errors: &mut Errors) -> Option<Sending> {
    let sent_on = form::date(&typed.datum).map_err(|message| errors.add("datum", message)).ok();
    let paper = optional(&typed.kamerstuk)
        .map(|typed| PaperRef::parse(typed).map_err(|fault| errors.add("kamerstuk", misread(fault, house))))
        .transpose();
    let document = optional(&typed.document)
        .map(|typed| {
            DocumentNumber::parse(typed).map_err(|_| {
                errors.add(
                    "document",
                    "Een documentnummer is een jaar, een D en vijf cijfers, zoals 2020D14866.",
                );
            })
        })
        .transpose();
    match (sent_on, paper, document) {
        (Some(sent_on), Ok(paper), Ok(document)) => Some(Sending { house, sent_on, paper, document }),
        _ => None,
    }
}

fn optional(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}

fn misread(fault: PaperFault, house: House) -> String {
    match fault {
        PaperFault::Form => {
            format!("Schrijf het Kamerstuk van de {} als “{}”.", house.dutch(), example(house))
        }
        PaperFault::Open => "Het nummer is nog open. Vul het nummer in, of laat het veld leeg.".to_owned(),
        PaperFault::Year => "Een vergaderjaar beslaat twee opeenvolgende jaren, zoals 2018/19.".to_owned(),
    }
}

/// How a Kamerstuk of a House is written.
const fn example(house: House) -> &'static str {
    match house {
        House::Second => "33 694, nr. 57",
        House::First => "33 694, U",
    }
}

/// Which field a refusal is about, and what to do.
fn explain(fault: &Fault) -> (&'static str, String) {
    match fault {
        Fault::Unreleased => {
            ("datum", "Deze editie is nog niet vrijgegeven. Pas daarna kan zij zijn aangeboden.".to_owned())
        }
        Fault::BeforeRelease(day) => (
            "datum",
            format!(
                "De editie is op {} vrijgegeven. Zij kan niet eerder zijn aangeboden.",
                clock::long_date(*day)
            ),
        ),
        Fault::Future => {
            ("datum", "Deze dag moet nog komen. Leg de aanbieding vast als zij is gedaan.".to_owned())
        }
        Fault::OtherHouse(house) => {
            ("kamerstuk", format!("Dit is een Kamerstuk van de {}. Leg het daar vast.", house.dutch()))
        }
        Fault::Taken(edition) => {
            ("kamerstuk", format!("Dit Kamerstuk is al vastgelegd bij {edition}. Controleer het nummer."))
        }
    }
}

fn sending_page(
    app: &App,
    visitor: &Visitor,
    round: &Round,
    number: u32,
    house: House,
    form: SendingForm,
    errors: Errors,
) -> SendingPage {
    let back = ShowEdition { round: round.slug.clone(), number };
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Edities", Freeze { round: round.slug.clone() }));
    trail.push(Crumb::new(format!("Editie {number}"), &back));
    SendingPage {
        layout: Layout::of(app, visitor),
        trail,
        round: round.label.clone(),
        number,
        house: house.dutch(),
        example: example(house),
        form,
        errors,
        back: back.to_string(),
    }
}
