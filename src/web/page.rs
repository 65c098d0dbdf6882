//! The frame that all pages share.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{App, Result, assets::Assets, extract::Visitor, routes, setup};
use crate::{
    domain::{event::Ledger, person::Role},
    store,
};

/// What `base.html` needs.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Addresses of style and script.
    pub(super) assets: Assets,
    /// Who runs this installation.
    pub(super) sender: String,
    /// Address of the sender's own logo.
    pub(super) logo: Option<String>,
    /// The main menu.
    pub(super) menu: Vec<MenuItem>,
    /// Who is signed in.
    pub(super) person: Option<Signed>,
    /// Whether this is the demonstration.
    pub(super) demo: bool,
    /// Whether the page is made into a file that no program serves.
    pub(super) fixed: bool,
    /// What was just done.
    pub(super) flash: Option<Flash>,
}

/// An entry of the main menu.
#[derive(Clone, Debug)]
pub(super) struct MenuItem {
    /// What the person reads.
    pub(super) label: &'static str,
    /// Where it goes.
    pub(super) href: String,
    /// Whether this page is it, or within it.
    pub(super) current: bool,
}

/// Who is signed in, as the header says it.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    /// Full name.
    pub(super) name: String,
    /// All roles in words.
    pub(super) role: String,
    /// Short name of the ministry.
    pub(super) ministry: String,
}

/// What was just done.
#[derive(Clone, Debug)]
pub(super) struct Flash {
    /// "ok" or "warning".
    pub(super) tone: &'static str,
    /// In words, with what comes next.
    pub(super) text: String,
}

/// A step of the way back.
#[derive(Clone, Debug)]
pub(super) struct Crumb {
    /// What the person reads.
    pub(super) label: String,
    /// Where it goes.
    pub(super) href: String,
}

impl Crumb {
    /// A step of the way back.
    pub(super) fn new(label: impl Into<String>, href: impl ToString) -> Self {
        Self { label: label.into(), href: href.to_string() }
    }
}

impl Layout {
    /// The frame of a page that anyone may see.
    pub(super) fn bare(app: &App) -> Self {
        Self {
            assets: Assets::current(),
            sender: app.settings.sender.clone(),
            logo: app.settings.logo.as_ref().map(|logo| logo.address.clone()),
            menu: Vec::new(),
            person: None,
            demo: app.settings.demo,
            fixed: app.settings.fixed,
            flash: None,
        }
    }

    /// The frame for someone who is signed in.
    pub(super) fn of(app: &App, visitor: &Visitor) -> Self {
        let actor = &visitor.actor;
        let role = actor.roles.iter().map(|role| role.dutch()).collect::<Vec<_>>().join(" en ");
        Self {
            menu: menu(visitor),
            person: Some(Signed { name: actor.name.clone(), role, ministry: visitor.ministry.clone() }),
            flash: visitor.flash.clone().map(|text| Flash { tone: "ok", text }),
            ..Self::bare(app)
        }
    }
}

/// The menu holds what someone's roles bring them to, and nothing else.
fn menu(visitor: &Visitor) -> Vec<MenuItem> {
    let actor = &visitor.actor;
    let mut items = Vec::new();
    // Registers have addresses of their own; *Beheer* leads to all of them.
    let in_register = setup::registers().iter().any(|register| is_within(&visitor.path, &register.href));
    let registers = routes::Setup.to_string();
    let mut add = |label, href: String| {
        let current = is_within(&visitor.path, &href) || (in_register && href == registers);
        items.push(MenuItem { label, href, current });
    };
    if actor.is(Role::Contributor) {
        add("Mijn doelen", routes::Tasks.to_string());
    }
    if actor.is(Role::Approver) {
        add("Beoordelen", routes::Reviews.to_string());
    }
    if visitor.consults && actor.is(Role::Approver) {
        add("Afstemming", routes::Consents.to_string());
    }
    if actor.may_oversee().is_ok() {
        add("Rondes", routes::Rounds.to_string());
    }
    if actor.may_read_along().is_ok() {
        add("Meelezen", routes::Shared.to_string());
    }
    if actor.may_administer().is_ok() {
        add("Personen", routes::People.to_string());
        add("Beheer", registers.clone());
    }
    if actor.may_read_log(Ledger::Acts).is_ok() {
        add("Logboek", routes::Logbook.to_string());
    }
    if actor.is(Role::Contributor) || actor.is(Role::Approver) || actor.is(Role::Coordinator) {
        add("Berichten", routes::Notices.to_string());
    }
    add("Strategie", routes::Strategies.to_string());
    add("Rapporten", routes::Reports.to_string());
    add("Zoeken", routes::Search.to_string());
    items
}

/// Whether a path is this page, or a page below it.
fn is_within(path: &str, page: &str) -> bool {
    path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A page that is fine.
pub(super) fn page<T: Template>(template: &T) -> Result<Response> {
    page_with(StatusCode::OK, template)
}

/// A page with another status: 422 for a form that came back, 409 for a conflict.
pub(super) fn page_with<T: Template>(status: StatusCode, template: &T) -> Result<Response> {
    let html = template.render().map_err(|error| super::Error::Internal(error.into()))?;
    Ok((status, Html(html)).into_response())
}

/// Back to a page (303), which then says what was done. Commits nothing itself.
///
/// What was done is done: a message that cannot be left must not make it look otherwise.
pub(super) async fn done(app: &App, visitor: &Visitor, to: impl ToString, flash: &str) -> Result<Response> {
    if let Err(error) = leave(app, visitor, flash).await {
        tracing::warn!(error = %error, "cannot leave a message for the next page");
    }
    Ok(Redirect::to(&to.to_string()).into_response())
}

async fn leave(app: &App, visitor: &Visitor, flash: &str) -> store::Result<()> {
    let mut writer = app.store.begin().await?;
    store::sessions::set_flash(&mut writer, &visitor.key.hash(), Some(flash)).await?;
    writer.commit().await
}
