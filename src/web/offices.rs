//! Bewindspersonen: offices of the cabinet, what they are called and who holds them, in time.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    dated::{self, Line},
    extract::{Form, Visitor},
    form::{Choice, Errors},
    page::{Crumb, Layout, done, page, page_with},
    routes::{AddTitle, AppointHolder, NewOffice, Offices, ShowOffice, VacateOffice},
};
use crate::{
    domain::{
        clock,
        dated::Span,
        ministry::{Ministry, MinistryCode},
        office::{Office, Rank},
        person::Role,
        text,
    },
    store::{
        self,
        offices::{List, Row},
    },
};

/// The ranks, as stored and as read.
const RANKS: [(&str, &str); 3] = [
    ("minister", "Minister"),
    ("minister-zonder-portefeuille", "Minister zonder portefeuille"),
    ("staatssecretaris", "Staatssecretaris"),
];

/// A title, a holder or a last day, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfficeForm {
    ministerie: String,
    rang: String,
    titel: String,
    titel_vanaf: String,
    naam: String,
    naam_vanaf: String,
    waarnemend: String,
    laatste: String,
}

/// An office in the list.
struct Item {
    href: String,
    title: String,
    holder: String,
}

#[derive(Template)]
#[template(path = "pages/offices/index.html")]
struct OfficesPage {
    layout: Layout,
    new: String,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "pages/offices/new.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    ministries: Vec<Choice>,
    ranks: Vec<Choice>,
    form: OfficeForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/offices/show.html")]
struct OfficePage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    titles: Vec<Line>,
    holders: Vec<Line>,
    held: bool,
    retitle: String,
    appoint: String,
    vacate: String,
    form: OfficeForm,
    errors: Errors,
}

pub(super) async fn index(_: Offices, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let offices = store::offices::list(&mut reader, clock::local_date(visitor.now)).await?;
    let items = offices.into_iter().map(|one| Item {
        href: ShowOffice { office: one.id }.to_string(),
        title: one.office.title,
        holder: one.office.holder.unwrap_or_else(|| "vandaag door niemand bekleed".to_owned()),
    });
    page(&OfficesPage {
        layout: Layout::of(&app, &visitor),
        new: NewOffice.to_string(),
        items: items.collect(),
    })
}

pub(super) async fn new(_: NewOffice, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let ministries = store::ministries::list(&mut reader, clock::local_date(visitor.now)).await?;
    page(&new_page(&app, &visitor, &ministries, OfficeForm::default(), Errors::default()))
}

pub(super) async fn create(
    _: NewOffice,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let ministries = store::ministries::list(&mut writer, clock::local_date(visitor.now)).await?;
    let mut errors = Errors::default();
    let ministry = ministries.iter().find(|one| one.code.as_str() == form.ministerie);
    if ministry.is_none() {
        errors.add("ministerie", "Kies een ministerie.");
    }
    let rank = RANKS.into_iter().map(|(code, _)| code).find(|code| *code == form.rang);
    if rank.is_none() {
        errors.add("rang", "Kies een rang.");
    }
    let title = title(&form, rank.unwrap_or_default(), &mut errors);
    let begins = dated::begins(&mut errors, "titel_vanaf", &form.titel_vanaf, &[]);
    let read = ministry.zip(rank).zip(title).zip(begins).filter(|_| errors.is_empty());
    let Some((((ministry, rank), title), (from, succession))) = read else {
        let page = new_page(&app, &visitor, &ministries, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let office = free_id(&mut writer, rank, &ministry.code).await?;
    store::offices::insert(&mut writer, &office, &ministry.code, rank).await?;
    store::offices::add_title(&mut writer, &office, (&title.0, &title.1), from, succession).await?;
    store::events::append(&mut writer, &visitor.event(Role::Administrator, "add", "office", &office)).await?;
    writer.commit().await?;
    let flash = format!("De functie {} is toegevoegd. Vul nu in wie haar bekleedt.", title.0);
    done(&app, &visitor, ShowOffice { office }, &flash).await
}

pub(super) async fn show(path: ShowOffice, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let page_of =
        office_page(&app, &visitor, &mut reader, &path.office, OfficeForm::default(), Errors::default());
    page(&page_of.await?)
}

pub(super) async fn retitle(
    path: AddTitle,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let rank = store::offices::find_rank(&mut writer, &path.office).await?.ok_or(Error::NotFound)?;
    let spans = spans(&mut writer, &path.office, List::Titles).await?;
    let mut errors = Errors::default();
    let title = title(&form, &rank, &mut errors);
    let begins = dated::begins(&mut errors, "titel_vanaf", &form.titel_vanaf, &spans);
    let Some(((title, field), (from, succession))) = title.zip(begins) else {
        return again(&app, &visitor, &mut writer, &path.office, form, errors).await;
    };
    store::offices::add_title(&mut writer, &path.office, (&title, &field), from, succession).await?;
    let object = format!("{}/{from}", path.office);
    store::events::append(&mut writer, &visitor.event(Role::Administrator, "title", "office", object))
        .await?;
    writer.commit().await?;
    let flash = format!("Vanaf {} heet de functie {title}.", clock::long_date(from));
    done(&app, &visitor, ShowOffice { office: path.office }, &flash).await
}

pub(super) async fn appoint(
    path: AppointHolder,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let spans = spans(&mut writer, &path.office, List::Holders).await?;
    let mut errors = Errors::default();
    let name = errors.read("naam", "Naam", text::line(&form.naam)).filter(|name| !name.is_empty());
    if name.is_none() && errors.is_empty() {
        errors.add("naam", "Vul de naam in, zoals in een Kamerbrief: S.A. Blok.");
    }
    let begins = dated::begins(&mut errors, "naam_vanaf", &form.naam_vanaf, &spans);
    let Some((name, (from, succession))) = name.zip(begins) else {
        return again(&app, &visitor, &mut writer, &path.office, form, errors).await;
    };
    let acting = !form.waarnemend.is_empty();
    store::offices::add_holder(&mut writer, &path.office, (&name, acting), from, succession).await?;
    let object = format!("{}/{from}", path.office);
    store::events::append(&mut writer, &visitor.event(Role::Administrator, "appoint", "office", object))
        .await?;
    writer.commit().await?;
    let flash = match succession.closes {
        Some((_, last)) => format!(
            "{name} bekleedt de functie vanaf {}; de voorganger tot en met {}.",
            clock::long_date(from),
            clock::long_date(last)
        ),
        None => format!("{name} bekleedt de functie vanaf {}.", clock::long_date(from)),
    };
    done(&app, &visitor, ShowOffice { office: path.office }, &flash).await
}

pub(super) async fn vacate(
    path: VacateOffice,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OfficeForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let spans = spans(&mut writer, &path.office, List::Holders).await?;
    let mut errors = Errors::default();
    let Some(succession) = dated::ends(&mut errors, "laatste", &form.laatste, &spans) else {
        return again(&app, &visitor, &mut writer, &path.office, form, errors).await;
    };
    store::offices::close(&mut writer, &path.office, List::Holders, succession).await?;
    store::events::append(&mut writer, &visitor.event(Role::Administrator, "vacate", "office", &path.office))
        .await?;
    writer.commit().await?;
    done(&app, &visitor, ShowOffice { office: path.office }, "De laatste dag is vastgelegd.").await
}

async fn spans(connection: &mut SqliteConnection, office: &str, list: List) -> Result<Vec<Span>> {
    store::offices::find_rank(connection, office).await?.ok_or(Error::NotFound)?;
    let rows = store::offices::rows(connection, office, list).await?;
    Ok(rows.iter().map(Row::span).collect())
}

/// The title and its field, "Buitenlandse Zaken", or notes what is wrong with it.
fn title(form: &OfficeForm, rank: &str, errors: &mut Errors) -> Option<(String, String)> {
    let title = errors.read("titel", "Titel", text::line(&form.titel))?;
    let (rank, word) = if rank == "staatssecretaris" {
        (Rank::StateSecretary, "Staatssecretaris")
    } else {
        (Rank::Minister, "Minister")
    };
    let office = Office { rank, title: title.clone(), holder: None, protocol: 1 };
    let field = office.of().split_once(' ').map(|(_, field)| field.trim()).unwrap_or_default();
    if !title.starts_with(word) || field.is_empty() {
        errors.add("titel", format!("Schrijf de titel voluit, zoals {word} van Buitenlandse Zaken."));
        return None;
    }
    Some((title.clone(), field.to_owned()))
}

/// An identity nobody has: "minister-bz", "minister-bz-2".
async fn free_id(connection: &mut SqliteConnection, rank: &str, ministry: &MinistryCode) -> Result<String> {
    let offices = store::offices::list(connection, chrono::NaiveDate::default()).await?;
    let taken = |id: &str| offices.iter().any(|one| one.id == id);
    let first = format!("{rank}-{ministry}");
    let numbered = (2..).map(|number| format!("{first}-{number}"));
    let free = std::iter::once(first.clone()).chain(numbered).find(|id| !taken(id));
    Ok(free.unwrap_or(first))
}

async fn again(
    app: &App,
    visitor: &Visitor,
    connection: &mut SqliteConnection,
    office: &str,
    form: OfficeForm,
    errors: Errors,
) -> Result<Response> {
    let page = office_page(app, visitor, connection, office, form, errors).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn new_page(
    app: &App,
    visitor: &Visitor,
    ministries: &[Ministry],
    form: OfficeForm,
    errors: Errors,
) -> NewPage {
    let choice = |one: &Ministry| Choice::new(one.code.as_str(), &one.name, &form.ministerie);
    NewPage {
        layout: Layout::of(app, visitor),
        trail: vec![Crumb::new("Bewindspersonen", Offices)],
        ministries: ministries.iter().map(choice).collect(),
        ranks: RANKS.map(|(code, name)| Choice::new(code, name, &form.rang)).into(),
        form,
        errors,
    }
}

async fn office_page(
    app: &App,
    visitor: &Visitor,
    connection: &mut SqliteConnection,
    office: &str,
    form: OfficeForm,
    errors: Errors,
) -> Result<OfficePage> {
    store::offices::find_rank(connection, office).await?.ok_or(Error::NotFound)?;
    let today = clock::local_date(visitor.now);
    let titles = store::offices::rows(connection, office, List::Titles).await?;
    let holders = store::offices::rows(connection, office, List::Holders).await?;
    let shown = titles.iter().find(|row| row.span().holds_on(today)).or_else(|| titles.first());
    let line = |row: &Row| {
        let text = if row.acting { format!("{} (waarnemend)", row.text) } else { row.text.clone() };
        Line::new(text, row.span(), today)
    };
    let id = || office.to_owned();
    Ok(OfficePage {
        layout: Layout::of(app, visitor),
        trail: vec![Crumb::new("Bewindspersonen", Offices)],
        title: shown.map_or_else(id, |row| row.text.clone()),
        titles: titles.iter().map(line).collect(),
        held: holders.first().is_some_and(|row| row.until.is_none()),
        holders: holders.iter().map(line).collect(),
        retitle: AddTitle { office: id() }.to_string(),
        appoint: AppointHolder { office: id() }.to_string(),
        vacate: VacateOffice { office: id() }.to_string(),
        form,
        errors,
    })
}
