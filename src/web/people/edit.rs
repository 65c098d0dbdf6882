//! Adding a person and changing one.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{acts::InvitedPage, administered, trail};
use crate::{
    auth::invitation,
    domain::{
        account::{Account, Particulars, State as Stand},
        clock,
        id::PersonId,
        ministry::Ministry,
        person::{Email, Role},
        text,
    },
    report::typography::capitalised,
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::{Choice, Errors},
        notify,
        page::{Crumb, Layout, done, page, page_with},
        routes::{EditPerson, NewPerson, ShowPerson},
    },
};

/// A person as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PersonForm {
    naam: String,
    email: String,
    ministerie: String,
    rol: Vec<String>,
    /// What stood there when the form was opened.
    gezien: String,
}

#[derive(Template)]
#[template(path = "pages/people/edit.html")]
struct EditPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: &'static str,
    new: bool,
    own: bool,
    form: PersonForm,
    ministries: Vec<Choice>,
    roles: Vec<Choice>,
    errors: Errors,
}

pub(in crate::web) async fn new(_: NewPerson, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let ministries = store::ministries::list(&mut reader, clock::local_date(visitor.now)).await?;
    page(&edit_page(&app, &visitor, None, &ministries, PersonForm::default(), Errors::default()))
}

pub(in crate::web) async fn create(
    _: NewPerson,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let ministries = store::ministries::list(&mut writer, clock::local_date(visitor.now)).await?;
    let mut errors = Errors::default();
    let read = read(&form, &ministries, &mut errors);
    let read = free_address(&mut writer, None, read, &mut errors).await?;
    let Some(particulars) = read else {
        let page = edit_page(&app, &visitor, None, &ministries, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let person = store::people::NewPerson {
        id: PersonId::new(),
        name: particulars.name.clone(),
        email: particulars.email,
        ministry: particulars.ministry,
        roles: particulars.roles,
        password: None,
        created_at: visitor.now,
    };
    store::people::insert(&mut writer, &person).await?;
    let event = |verb, kind, id: String| visitor.event(Role::Administrator, verb, kind, id);
    store::events::append(&mut writer, &event("add", "person", person.id.to_string())).await?;
    for role in &person.roles {
        let object = format!("{}/{}", person.id, role.code());
        store::events::append(&mut writer, &event("grant", "person-role", object)).await?;
    }
    let key = invitation::create(&mut writer, person.id, visitor.now).await?;
    notify::invited(&app, &mut writer, person.id, visitor.now).await?;
    store::events::append(&mut writer, &event("invite", "person", person.id.to_string())).await?;
    writer.commit().await?;
    page(&InvitedPage::of(&app, &visitor, person.id, (&person.name, person.email.as_str()), &key))
}

pub(in crate::web) async fn edit(
    path: EditPerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (_, account, _) = administered(&mut reader, &visitor, path.person).await?;
    if account.state() == Stand::Removed {
        return Err(Error::NotFound);
    }
    let ministries = store::ministries::list(&mut reader, clock::local_date(visitor.now)).await?;
    let form = PersonForm {
        naam: account.name.clone(),
        email: account.email.clone(),
        ministerie: account.ministry.to_string(),
        rol: account.roles.iter().map(|(role, _)| role.code().to_owned()).collect(),
        gezien: seen(&account),
    };
    page(&edit_page(&app, &visitor, Some(&account), &ministries, form, Errors::default()))
}

pub(in crate::web) async fn update(
    path: EditPerson,
    State(app): State<App>,
    visitor: Visitor,
    Form(mut form): Form<PersonForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, circumstances) = administered(&mut writer, &visitor, path.person).await?;
    let ministries = store::ministries::list(&mut writer, clock::local_date(visitor.now)).await?;
    let mut errors = Errors::default();
    let read = read(&form, &ministries, &mut errors);
    let read = free_address(&mut writer, Some(account.id), read, &mut errors).await?;
    let Some(wanted) = read else {
        let page = edit_page(&app, &visitor, Some(&account), &ministries, form, errors);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    account.may_become(&permit, &wanted, circumstances)?;
    if form.gezien != seen(&account) {
        form.gezien = seen(&account);
        errors.add(
            "naam",
            "Iemand anders heeft deze persoon intussen gewijzigd. Vergelijk met de pagina van de persoon en bewaar opnieuw.",
        );
        let page = edit_page(&app, &visitor, Some(&account), &ministries, form, errors);
        return page_with(StatusCode::CONFLICT, &page);
    }
    store::accounts::update(&mut writer, account.id, &wanted, visitor.now).await?;
    for (verb, kind, object) in changes(&account, &wanted) {
        store::events::append(&mut writer, &visitor.event(Role::Administrator, verb, kind, object)).await?;
    }
    // Rights that ask for a second factor are not used from a session that was opened without one.
    let ended = app.settings.second_factor.asks(&wanted.roles) && account.factor_since.is_none();
    if ended && account.id != visitor.actor.person {
        store::sessions::delete_all(&mut writer, account.id, None).await?;
    }
    writer.commit().await?;
    let flash = format!("De gegevens van {} zijn gewijzigd. De rechten gelden meteen.", wanted.name);
    done(&app, &visitor, ShowPerson { person: account.id }, &flash).await
}

/// What the log says of a change.
fn changes(account: &Account, wanted: &Particulars) -> Vec<(&'static str, &'static str, String)> {
    let mut changes = Vec::new();
    if account.name != wanted.name || account.email != wanted.email.as_str() {
        changes.push(("change", "person", account.id.to_string()));
    }
    if account.ministry != wanted.ministry {
        changes.push(("move", "person-ministry", format!("{}/{}", account.id, wanted.ministry)));
    }
    for role in Role::ALL {
        let verb = match (account.is(role), wanted.roles.contains(&role)) {
            (false, true) => "grant",
            (true, false) => "revoke",
            (true, true) | (false, false) => continue,
        };
        changes.push((verb, "person-role", format!("{}/{}", account.id, role.code())));
    }
    changes
}

/// What a form was opened on, so that nobody undoes a change they never saw.
fn seen(account: &Account) -> String {
    let roles: Vec<_> = account.roles.iter().map(|(role, _)| role.code()).collect();
    format!("{} {} {} {}", account.name, account.email, account.ministry, roles.join(","))
}

fn read(form: &PersonForm, ministries: &[Ministry], errors: &mut Errors) -> Option<Particulars> {
    let name = errors.read("naam", "Naam", text::line(&form.naam)).filter(|name| !name.is_empty());
    if name.is_none() && errors.of("naam").is_none() {
        errors.add("naam", "Vul de naam in.");
    }
    let email = Email::parse(&form.email).ok();
    if email.is_none() {
        errors.add("email", "Vul een e-mailadres in, zoals naam@ministerie.nl.");
    }
    let ministry = ministries.iter().find(|one| one.code.as_str() == form.ministerie);
    if ministry.is_none() {
        errors.add("ministerie", "Kies een ministerie.");
    }
    let roles: Vec<Role> =
        Role::ALL.into_iter().filter(|role| form.rol.iter().any(|code| code == role.code())).collect();
    if roles.is_empty() {
        errors.add("rol", "Kies minstens één rol.");
    }
    let (name, email, ministry) = (name?, email?, ministry?.code.clone());
    errors.is_empty().then_some(Particulars { name, email, ministry, roles })
}

/// Nobody shares an address.
async fn free_address(
    connection: &mut SqliteConnection,
    whose: Option<PersonId>,
    read: Option<Particulars>,
    errors: &mut Errors,
) -> Result<Option<Particulars>> {
    let Some(read) = read else { return Ok(None) };
    let known = store::people::find_credentials(connection, &read.email).await?;
    if known.is_some_and(|known| Some(known.person) != whose) {
        errors.add("email", "Iemand anders heeft al een account met dit e-mailadres.");
        return Ok(None);
    }
    Ok(Some(read))
}

fn edit_page(
    app: &App,
    visitor: &Visitor,
    account: Option<&Account>,
    ministries: &[Ministry],
    form: PersonForm,
    errors: Errors,
) -> EditPage {
    let mut crumbs = trail();
    if let Some(account) = account {
        crumbs.push(Crumb::new(&account.name, ShowPerson { person: account.id }));
    }
    let chosen = |role: Role| form.rol.iter().any(|code| code == role.code());
    let roles = Role::ALL.map(|role| Choice {
        value: role.code().to_owned(),
        label: capitalised(role.dutch()),
        description: meaning(role).to_owned(),
        chosen: chosen(role),
    });
    EditPage {
        layout: Layout::of(app, visitor),
        trail: crumbs,
        title: if account.is_some() { "Gegevens wijzigen" } else { "Persoon toevoegen" },
        new: account.is_none(),
        own: account.is_some_and(|account| account.id == visitor.actor.person),
        ministries: ministries
            .iter()
            .map(|one| {
                Choice::new(one.code.as_str(), format!("{} ({})", one.name, one.short), &form.ministerie)
            })
            .collect(),
        roles: roles.into(),
        form,
        errors,
    }
}

/// What a role is for, beside its box.
const fn meaning(role: Role) -> &'static str {
    match role {
        Role::Contributor => "Schrijft bijdragen voor het eigen ministerie.",
        Role::Approver => "Geeft namens het ministerie akkoord op bijdragen, of stuurt ze terug.",
        Role::Coordinator => "Leidt de ronde en stelt het rapport samen. Vraagt een tweede factor.",
        Role::Publisher => "Geeft een vastgestelde editie vrij. Vraagt een tweede factor.",
        Role::Reader => "Leest gedeelde bijdragen mee.",
        Role::Administrator => {
            "Beheert personen, ministeries en bewindspersonen; gaat niet over de inhoud. Vraagt een tweede factor."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(roles: &[Role]) -> Account {
        let now: chrono::DateTime<chrono::Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        Account {
            id: PersonId::new(),
            name: "Anna".into(),
            email: "anna@bz.example".into(),
            ministry: "bz".into(),
            roles: roles.iter().map(|role| (*role, now)).collect(),
            has_entry: true,
            factor_since: None,
            signed_in_at: None,
            created_at: now,
            disabled_at: None,
            removed_at: None,
            invited_until: None,
        }
    }

    #[test]
    fn the_log_names_every_right_that_came_or_went() {
        let account = account(&[Role::Contributor, Role::Reader]);
        let wanted = Particulars {
            name: "Anna".into(),
            email: Email::parse("anna@bz.example").unwrap(),
            ministry: "def".into(),
            roles: vec![Role::Contributor, Role::Approver],
        };
        let verbs: Vec<_> = changes(&account, &wanted)
            .into_iter()
            .map(|(verb, kind, object)| {
                (verb, kind, object.split_once('/').map(|(_, to)| to.to_owned()).unwrap_or_default())
            })
            .collect();
        assert_eq!(
            verbs,
            [
                ("move", "person-ministry", "def".to_owned()),
                ("grant", "person-role", "approver".to_owned()),
                ("revoke", "person-role", "reader".to_owned()),
            ]
        );
    }
}
