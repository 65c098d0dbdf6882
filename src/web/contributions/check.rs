//! Checking a contribution as it will read, handing it in, taking it back.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    KIND,
    dossier::{Dossier, Term, trail},
};
use crate::{
    domain::{
        contribution::{Content, Fault, Missing, missing},
        ministry::MinistryCode,
        person::Role,
    },
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        notify,
        page::{Crumb, Layout, done, page, page_with},
        reading::Reading,
        routes::{
            CheckContribution, EditContribution, NoContribution, ShowContribution, SubmitContribution,
            TakeBackContribution,
        },
    },
};

/// Which revision someone decides about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Decision {
    versie: u32,
}

/// Something that is missing, and where it is filled in.
struct Todo {
    message: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/contributions/check.html")]
struct CheckPage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    title: String,
    deadline: String,
    term: Term,
    refused: bool,
    version: u32,
    todo: Vec<Todo>,
    reading: Reading,
    shared: bool,
    edit: String,
    none: String,
    submit: String,
}

impl CheckPage {
    fn new(app: &App, visitor: &Visitor, dossier: &Dossier, content: &Content, refused: bool) -> Self {
        let id = dossier.contribution.id;
        let edit = EditContribution { id }.to_string();
        let missing = missing(content, dossier.part, &dossier.commitment_ids());
        let mut trail = trail(visitor, dossier);
        trail.push(Crumb::new(dossier.name(), &edit));
        Self {
            layout: Layout::of(app, visitor),
            trail,
            subject: dossier.subject(),
            title: dossier.goal.title.clone(),
            deadline: dossier.deadline(visitor.now),
            term: dossier.term(visitor.now),
            refused,
            version: dossier.contribution.revision,
            todo: missing.iter().map(|one| todo(one, dossier, content, &edit)).collect(),
            reading: Reading::of(content, &dossier.commitments, true),
            shared: dossier.contribution.shared,
            edit,
            none: NoContribution { id }.to_string(),
            submit: SubmitContribution { id }.to_string(),
        }
    }
}

fn todo(missing: &Missing, dossier: &Dossier, content: &Content, edit: &str) -> Todo {
    let number = |id| {
        let found = dossier.commitments.iter().find(|commitment| commitment.id == id);
        found.map(|commitment| commitment.number.clone()).unwrap_or_default()
    };
    let (message, field) = match missing {
        Missing::Achieved => {
            ("Vul in wat is bereikt, of meld “geen bijdrage”.".to_owned(), "bereikt".to_owned())
        }
        Missing::Stand(id) => {
            let number = number(*id);
            (format!("Kies een stand bij inzet {number}."), format!("stand-{number}"))
        }
        Missing::Line(id) => {
            let number = number(*id);
            (format!("Schrijf één zin bij inzet {number}."), format!("regel-{number}"))
        }
        Missing::SourceDate(row) => {
            let title = content.sources.get(*row).map(|source| source.title.as_str()).unwrap_or_default();
            (format!("Geef de peildatum van bron {}: {title}.", row + 1), format!("bron-{row}-datum"))
        }
    };
    Todo { message, href: format!("{edit}#veld-{field}") }
}

/// The contribution as it will read, with what is missing.
pub(in crate::web) async fn check(
    path: CheckContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    if !dossier.contribution.state.is_writable() {
        return Ok(Redirect::to(&ShowContribution { id: path.id }.to_string()).into_response());
    }
    let content = dossier.newest(&mut reader).await?;
    page(&CheckPage::new(&app, &visitor, &dossier, &content, false))
}

/// Hands it in.
pub(in crate::web) async fn submit(
    path: SubmitContribution,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<Decision>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    let permit = visitor.actor.may_write(&dossier.contribution)?;
    let Some(number) = Some(form.versie).filter(|number| *number > 0) else {
        return refuse(&app, &visitor, &dossier, &Content::default());
    };
    let revision = store::revisions::get(&mut writer, path.id, number).await?;
    let commitments = dossier.commitment_ids();
    dossier.round.require_running()?;
    let contribution = dossier.contribution.clone();
    let submitted = match contribution.submit(&permit, dossier.open, &revision, dossier.part, &commitments) {
        Ok(submitted) => submitted,
        Err(Fault::Incomplete(_)) => return refuse(&app, &visitor, &dossier, &revision.content),
        Err(fault) => return Err(fault.into()),
    };
    let late = dossier.is_late(visitor.now);
    let mut event = visitor.event(Role::Contributor, "submit", KIND, path.id);
    event.after = Some(revision.content.sha256());
    store::reviews::submit(&mut writer, &submitted, late, &event).await?;
    notify::submitted(&mut writer, &dossier, visitor.now).await?;
    let said = handed_in(&mut writer, &visitor.actor.ministry, path.id, late).await?;
    writer.commit().await?;
    done(&app, &visitor, ShowContribution { id: path.id }, &said).await
}

fn refuse(app: &App, visitor: &Visitor, dossier: &Dossier, content: &Content) -> Result<Response> {
    let page = CheckPage::new(app, visitor, dossier, content, true);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What to tell after handing in: who looks at it now.
async fn handed_in(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    id: crate::domain::id::ContributionId,
    late: bool,
) -> Result<String> {
    let waiting = waiting_for(connection, ministry, id).await?;
    let late = if late { " De bijdrage heeft het kenmerk “te laat”." } else { "" };
    Ok(format!("Ingediend.{late} {waiting}"))
}

/// "Anna Bos kan haar nu beoordelen." People who wrote in it are left out: they do not approve their own words.
pub(super) async fn waiting_for(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    id: crate::domain::id::ContributionId,
) -> Result<String> {
    let authors = store::revisions::authors(connection, id).await?;
    let approvers = store::people::with_role(connection, ministry, Role::Approver).await?;
    let names: Vec<_> =
        approvers.into_iter().filter(|(id, _)| !authors.contains(id)).map(|(_, name)| name).collect();
    Ok(match names.as_slice() {
        [] => "Uw ministerie heeft nog geen akkoordgever die haar mag beoordelen. Vraag de beheerder er een toe te voegen.".to_owned(),
        [one] => format!("{one} kan de bijdrage nu beoordelen."),
        [first @ .., last] => format!("{} of {last} kan de bijdrage nu beoordelen.", first.join(", ")),
    })
}

/// Takes it back.
pub(in crate::web) async fn take_back(
    path: TakeBackContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let contribution = store::contributions::get(&mut writer, path.id).await?;
    let permit = visitor.actor.may_write(&contribution)?;
    let taken = contribution.take_back(&permit).map_err(Error::from)?;
    let event = visitor.event(Role::Contributor, "take-back", KIND, path.id);
    store::reviews::take_back(&mut writer, &taken, &event).await?;
    writer.commit().await?;
    let said = "Teruggehaald. U kunt de bijdrage weer veranderen; dien haar daarna opnieuw in.";
    done(&app, &visitor, EditContribution { id: path.id }, said).await
}
