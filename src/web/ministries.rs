//! Ministeries: their names in time. A new name begins on a day; old reports keep the old one.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    App, Error, Result,
    dated::{self, Line},
    extract::{Form, Visitor},
    form::Errors,
    page::{Crumb, Layout, done, page, page_with},
    routes::{EndMinistry, Ministries, NewMinistry, ShowMinistry},
};
use crate::{
    domain::{clock, dated::Span, ministry::MinistryCode, person::Role, text},
    store::{self, ministries::DatedName},
};

/// A name as typed, or the last day of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NameForm {
    code: String,
    naam: String,
    afkorting: String,
    vanaf: String,
    laatste: String,
}

/// A ministry in the list.
struct Item {
    href: String,
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/ministries/index.html")]
struct MinistriesPage {
    layout: Layout,
    new: String,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "pages/ministries/new.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    form: NameForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/ministries/show.html")]
struct MinistryPage {
    layout: Layout,
    trail: Vec<Crumb>,
    name: String,
    lines: Vec<Line>,
    end: String,
    ongoing: bool,
    form: NameForm,
    errors: Errors,
}

pub(super) async fn index(_: Ministries, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let today = clock::local_date(visitor.now);
    let mut reader = app.store.read().await?;
    let names = store::ministries::all_names(&mut reader).await?;
    let items = names.chunk_by(|one, next| one.ministry == next.ministry).map(|names| item(names, today));
    page(&MinistriesPage {
        layout: Layout::of(&app, &visitor),
        new: NewMinistry.to_string(),
        items: items.collect(),
    })
}

pub(super) async fn new(_: NewMinistry, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    page(&new_page(&app, &visitor, NameForm::default(), Errors::default()))
}

pub(super) async fn create(
    _: NewMinistry,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let names = store::ministries::all_names(&mut writer).await?;
    let mut errors = Errors::default();
    let code = MinistryCode::parse(&form.code).ok();
    match &code {
        None => errors.add("code", "Een code is twee tot zestien letters, zoals jenv."),
        Some(code) if names.iter().any(|one| one.ministry == *code) => {
            errors.add("code", "Deze code is al in gebruik.");
        }
        Some(_) => {}
    }
    let read = read(&form, code, &[], &mut errors);
    let Some((name, succession)) = read.filter(|_| errors.is_empty()) else {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&app, &visitor, form, errors));
    };
    store::ministries::insert(&mut writer, &name.ministry).await?;
    store::ministries::add_name(&mut writer, &name, succession).await?;
    let event = visitor.event(Role::Administrator, "add", "ministry", &name.ministry);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = format!("{} is toegevoegd. U kunt er nu personen en bewindspersonen bij zetten.", name.name);
    done(&app, &visitor, ShowMinistry { ministry: name.ministry.0 }, &flash).await
}

pub(super) async fn show(path: ShowMinistry, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let names = of(&mut reader, &path.ministry).await?;
    page(&ministry_page(&app, &visitor, &names, NameForm::default(), Errors::default()))
}

pub(super) async fn rename(
    path: ShowMinistry,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let names = of(&mut writer, &path.ministry).await?;
    let spans: Vec<Span> = names.iter().map(DatedName::span).collect();
    let mut errors = Errors::default();
    let read = read(&form, Some(MinistryCode(path.ministry.clone())), &spans, &mut errors);
    let Some((name, succession)) = read.filter(|_| errors.is_empty()) else {
        let page = ministry_page(&app, &visitor, &names, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    store::ministries::add_name(&mut writer, &name, succession).await?;
    let object = format!("{}/{}", name.ministry, name.from);
    store::events::append(&mut writer, &visitor.event(Role::Administrator, "name", "ministry", object))
        .await?;
    writer.commit().await?;
    let flash = format!("Vanaf {} heet dit ministerie {}.", clock::long_date(name.from), name.name);
    done(&app, &visitor, path, &flash).await
}

pub(super) async fn end(
    path: EndMinistry,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let names = of(&mut writer, &path.ministry).await?;
    let spans: Vec<Span> = names.iter().map(DatedName::span).collect();
    let mut errors = Errors::default();
    let Some(succession) = dated::ends(&mut errors, "laatste", &form.laatste, &spans) else {
        let page = ministry_page(&app, &visitor, &names, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let code = MinistryCode(path.ministry.clone());
    store::ministries::close_name(&mut writer, &code, succession).await?;
    let event = visitor.event(Role::Administrator, "end", "ministry", &code);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = "De laatste dag is vastgelegd. Daarna staat het ministerie niet meer in keuzelijsten.";
    done(&app, &visitor, ShowMinistry { ministry: path.ministry }, flash).await
}

/// The names of one ministry, the newest first.
async fn of(connection: &mut sqlx::SqliteConnection, code: &str) -> Result<Vec<DatedName>> {
    let mut names = store::ministries::all_names(connection).await?;
    names.retain(|one| one.ministry.as_str() == code);
    if names.is_empty() { Err(Error::NotFound) } else { Ok(names) }
}

fn item(names: &[DatedName], today: NaiveDate) -> Item {
    let current = names.iter().find(|one| one.span().holds_on(today));
    let shown = current.or_else(|| names.first());
    let note = match (current, shown) {
        (Some(current), _) => format!("{} · vanaf {}", current.short, clock::long_date(current.from)),
        (None, Some(shown)) => format!("{} · bestaat vandaag niet", shown.short),
        (None, None) => String::new(),
    };
    Item {
        href: shown
            .map(|one| ShowMinistry { ministry: one.ministry.0.clone() }.to_string())
            .unwrap_or_default(),
        name: shown.map(|one| one.name.clone()).unwrap_or_default(),
        note,
    }
}

fn read(
    form: &NameForm,
    code: Option<MinistryCode>,
    rows: &[Span],
    errors: &mut Errors,
) -> Option<(DatedName, crate::domain::dated::Succession)> {
    let mut needed = |field: &str, label: &str, typed: &str| {
        let read = errors.read(field, label, text::line(typed))?;
        if read.is_empty() {
            errors.add(field, format!("Vul in: {label}."));
        }
        Some(read).filter(|read| !read.is_empty())
    };
    let name = needed("naam", "naam", &form.naam);
    let short = needed("afkorting", "afkorting", &form.afkorting);
    let (from, succession) = dated::begins(errors, "vanaf", &form.vanaf, rows)?;
    let name = DatedName { ministry: code?, name: name?, short: short?, from, until: None };
    Some((name, succession))
}

fn new_page(app: &App, visitor: &Visitor, form: NameForm, errors: Errors) -> NewPage {
    let trail = vec![Crumb::new("Ministeries", Ministries)];
    NewPage { layout: Layout::of(app, visitor), trail, form, errors }
}

fn ministry_page(
    app: &App,
    visitor: &Visitor,
    names: &[DatedName],
    form: NameForm,
    errors: Errors,
) -> MinistryPage {
    let today = clock::local_date(visitor.now);
    let code = names.first().map(|one| one.ministry.0.clone()).unwrap_or_default();
    MinistryPage {
        layout: Layout::of(app, visitor),
        trail: vec![Crumb::new("Ministeries", Ministries)],
        name: item(names, today).name,
        lines: names
            .iter()
            .map(|one| Line::new(format!("{} ({})", one.name, one.short), one.span(), today))
            .collect(),
        end: EndMinistry { ministry: code }.to_string(),
        ongoing: names.first().is_some_and(|one| one.until.is_none()),
        form,
        errors,
    }
}
