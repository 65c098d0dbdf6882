//! Writing a contribution.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::SqliteConnection;

use super::{
    KIND,
    conflict::{conflict, merge},
    dossier::Dossier,
    draft,
    typed::Typed,
    view::{Desk, EditPage, Notice},
};
use crate::{
    domain::{
        access::{Permit, Write},
        contribution::{Content, Contribution, Fault},
        id::ContributionId,
        person::Role,
    },
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        form::Errors,
        page::{done, page, page_with},
        reading::TEXTS,
        routes::{CheckContribution, EditContribution, ShowContribution},
    },
};

/// The form, with what was being typed when there is such.
pub(in crate::web) async fn edit(
    path: EditContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    if !dossier.contribution.state.is_writable() || dossier.ended.is_some() {
        return Ok(Redirect::to(&ShowContribution { id: path.id }.to_string()).into_response());
    }
    let draft = draft::find(&mut reader, path.id, visitor.actor.person).await?;
    let desk = Desk::load(&mut reader, dossier).await?;
    let saved = desk.saved();
    let (typed, notice) = match draft.filter(|(typed, _)| !typed.says_the_same(&saved)) {
        Some((typed, at)) => {
            let stale = typed.versie != saved.versie;
            (typed, Some(Notice::Draft { at, stale }))
        }
        None => (saved, None),
    };
    page(&EditPage::new(&app, &visitor, &desk, &typed, Errors::default(), notice))
}

/// A button of the form was pressed.
pub(in crate::web) async fn update(
    path: EditContribution,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let (typed, act) = Typed::from_pairs(pairs);
    match act.split_once('-') {
        None if act == "bron" => change(&app, &visitor, path.id, typed, Change::MoreSources).await,
        Some(("overnemen", name)) => {
            change(&app, &visitor, path.id, typed, Change::TakeOver(position(name)?)).await
        }
        Some(("samen", name)) => {
            change(&app, &visitor, path.id, typed, Change::AddTheirs(position(name)?)).await
        }
        None | Some(_) => save(&app, &visitor, path.id, typed, act == "controle").await,
    }
}

/// Something the server does to the form without saving it.
enum Change {
    MoreSources,
    TakeOver(usize),
    AddTheirs(usize),
}

/// Which of the three texts a name is.
fn position(name: &str) -> Result<usize> {
    TEXTS.iter().position(|(known, _)| *known == name).ok_or(Error::NotFound)
}

async fn change(
    app: &App,
    visitor: &Visitor,
    id: ContributionId,
    mut typed: Typed,
    change: Change,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, visitor, id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    let desk = Desk::load(&mut writer, dossier).await?;
    let text = |content: &Content, position: usize| {
        [&content.achieved, &content.obstacles, &content.outlook][position].to_string()
    };
    match change {
        Change::MoreSources => typed.rows += 3,
        Change::TakeOver(position) => {
            let last = desk.last.as_ref().map(|last| text(last, position)).unwrap_or_default();
            typed.add(position, &last);
        }
        Change::AddTheirs(position) => typed.add(position, &text(&desk.newest, position)),
    }
    if typed.oversize().is_none() {
        draft::put(&mut writer, id, visitor, &typed).await?;
    }
    writer.commit().await?;
    page(&EditPage::new(app, visitor, &desk, &typed, Errors::default(), None))
}

async fn save(
    app: &App,
    visitor: &Visitor,
    id: ContributionId,
    typed: Typed,
    to_check: bool,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, visitor, id).await?;
    let permit = visitor.actor.may_write(&dossier.contribution)?;
    let content = match typed.read(&dossier.commitments) {
        Ok(content) => content,
        Err(errors) => {
            let desk = Desk::load(&mut writer, dossier).await?;
            let page = EditPage::new(app, visitor, &desk, &typed, errors, None);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let from = (typed.versie, typed.shared);
    match keep_content(&mut writer, visitor, &dossier, &permit, from, content.clone()).await? {
        Ok(kept) => {
            writer.commit().await?;
            let said = told(&kept, typed.versie, content.is_empty());
            if to_check {
                done(app, visitor, CheckContribution { id }, &said).await
            } else {
                done(app, visitor, EditContribution { id }, &said).await
            }
        }
        Err(fault) => {
            draft::put(&mut writer, id, visitor, &typed).await?;
            let page = refuse(&mut writer, app, visitor, dossier, (typed, content), fault).await?;
            writer.commit().await?;
            page_with(StatusCode::CONFLICT, &page)
        }
    }
}

/// What became of a save.
pub(in crate::web) enum Kept {
    /// Nothing: the newest revision says the same.
    Same,
    /// It is the revision with this number.
    Saved(u32),
}

/// Keeps a content as the next revision, unless it says what the newest one says already. `from` is the revision that it
/// began from, and whether it is shared.
pub(in crate::web) async fn keep_content(
    writer: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
    permit: &Permit<Write>,
    (based_on, shared): (u32, bool),
    content: Content,
) -> Result<Result<Kept, Fault>> {
    let person = visitor.actor.person;
    let newest = dossier.newest(writer).await?;
    let contribution = Contribution { shared, ..dossier.contribution.clone() };
    let unchanged = newest == content && contribution == dossier.contribution;
    let saved = contribution.save(permit, dossier.open, based_on, content, person, visitor.now);
    let (saved, revision) = match saved {
        Ok(saved) => saved,
        Err(fault) => return Ok(Err(fault)),
    };
    if unchanged {
        store::drafts::delete(writer, saved.id, person).await?;
        return Ok(Ok(Kept::Same));
    }
    let mut event = visitor.event(Role::Contributor, "save", KIND, saved.id);
    event.before = (based_on > 0).then(|| newest.sha256());
    event.after = Some(revision.content.sha256());
    store::revisions::save(writer, &saved, &revision, &event).await?;
    Ok(Ok(Kept::Saved(revision.number)))
}

/// What to tell after a save.
fn told(kept: &Kept, based_on: u32, empty: bool) -> String {
    match kept {
        Kept::Same if empty => "Er is nog niets ingevuld.".to_owned(),
        Kept::Same => format!("Er was niets veranderd. Versie {based_on} blijft de nieuwste."),
        Kept::Saved(number) => {
            format!("Concept bewaard als versie {number}. De bijdrage is pas klaar als u haar indient.")
        }
    }
}

/// The page that says why a save was refused, with everything that was typed.
async fn refuse(
    writer: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    dossier: Dossier,
    (mut typed, mine): (Typed, Content),
    fault: Fault,
) -> Result<EditPage> {
    let notice = match fault {
        Fault::Stale { newest } => {
            // A number that never was saved is no ground to compare with.
            let base = if typed.versie < newest { typed.versie } else { 0 };
            let base = dossier.content(writer, base).await?;
            let theirs = dossier.newest(writer).await?;
            let merged = merge(&base, &mine, &theirs);
            let notice = conflict(writer, visitor, &dossier, &merged, &theirs).await?;
            typed = Typed::of(&merged, typed.shared, newest, &dossier.commitments);
            notice
        }
        Fault::Closed | Fault::State(_) | Fault::Incomplete(_) | Fault::Agreed => {
            Notice::Refused(dossier.ending().unwrap_or_else(|| Error::from(fault).message()))
        }
    };
    let desk = Desk::load(writer, dossier).await?;
    Ok(EditPage::new(app, visitor, &desk, &typed, Errors::default(), Some(notice)))
}
