//! A list comes in: first every row is shown, then all of it is taken or nothing.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    entry::Lists,
    sheet::{self, Fate, Sheet},
};
use crate::{
    domain::{person::Role, round::Round},
    store,
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{Crumb, Layout, done, page, page_with},
        routes::{ConfirmImport, ImportRequests, Requests, RequestsCsv},
        upload::{Sent, Upload},
    },
};

/// The most bytes of a list.
pub(in crate::web) const MAX_FILE: usize = 4 * 1024 * 1024;

/// What is to be done with a list that waits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ConfirmForm {
    doe: String,
    nieuw: usize,
}

/// A row as it is shown.
struct Line {
    number: usize,
    kind: String,
    title: String,
    paper: String,
    date: String,
    goal: String,
    ministry: String,
    tone: &'static str,
    fate: &'static str,
    notes: Vec<String>,
}

/// A list that was read.
struct Shown {
    lines: Vec<Line>,
    new: usize,
    known: usize,
    faulty: usize,
    ignored: String,
    confirm: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/requests/import.html")]
struct ImportPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    errors: Errors,
    notice: String,
    shown: Option<Shown>,
    action: String,
    csv: String,
}

/// The form; or the list that waits.
pub(in crate::web) async fn preview(
    path: ImportRequests,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (round, _) = desk::composed(&mut reader, &visitor, &path.round).await?;
    let waiting = store::imports::find(&mut reader, visitor.actor.person, round.id).await?;
    let mut import = import_page(&app, &visitor, &round);
    if let Some(text) = waiting {
        let lists = Lists::of(&mut reader, &round).await?;
        match sheet::parse(&text, &round, lists) {
            Ok(sheet) => import.shown = Some(shown(&sheet, &round, sheet.faulty() == 0)),
            Err(message) => import.errors.add("bestand", message),
        }
    }
    page(&import)
}

/// A file was sent. One without a fault waits for a yes.
pub(in crate::web) async fn import(
    path: ImportRequests,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let mut import = import_page(&app, &visitor, &round);
    let (name, bytes) = match upload.file {
        Sent::File { name, bytes } => (name, bytes),
        Sent::Nothing => {
            import.errors.add("bestand", "Kies een bestand.");
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &import);
        }
        Sent::Refused(refused) => {
            let most = MAX_FILE / 1024 / 1024;
            let too_large = format!(
                "Het bestand is groter dan {most} MB. Knip de lijst in stukken van {} rijen.",
                sheet::MOST
            );
            import.errors.add("bestand", refused.dutch(too_large));
            return page_with(refused.status(), &import);
        }
    };
    let lists = Lists::of(&mut writer, &round).await?;
    let read = sheet::decode(&bytes)
        .map_err(str::to_owned)
        .and_then(|(text, old)| Ok((sheet::parse(&text, &round, lists)?, text, old)));
    let (sheet, text, old) = match read {
        Ok(read) => read,
        Err(message) => {
            import.errors.add("bestand", message);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &import);
        }
    };
    if old {
        OLD.clone_into(&mut import.notice);
    }
    if sheet.faulty() > 0 {
        let message = match sheet.faulty() {
            1 => "1 rij heeft een fout. Er is niets ingelezen. Verbeter haar en stuur het bestand opnieuw."
                .to_owned(),
            count => format!(
                "{count} rijen hebben een fout. Er is niets ingelezen. Verbeter ze en stuur het bestand opnieuw."
            ),
        };
        import.errors.add("bestand", message);
        import.shown = Some(shown(&sheet, &round, false));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &import);
    }
    store::imports::put(&mut writer, visitor.actor.person, round.id, &text, visitor.now).await?;
    writer.commit().await?;
    let old = if old { format!(" {OLD}") } else { String::new() };
    let flash = format!("“{name}” is gelezen. Kijk de rijen na en bevestig.{old}");
    done(&app, &visitor, path, &flash).await
}

/// Said of a file that is not UTF-8.
const OLD: &str = "Het bestand was niet in UTF-8 opgeslagen maar in Windows-1252, en is zo gelezen. Kijk de letters met accenten na.";

/// Yes: all of it in one transaction. Or no.
pub(in crate::web) async fn confirm(
    path: ConfirmImport,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ConfirmForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let person = visitor.actor.person;
    let text = store::imports::find(&mut writer, person, round.id).await?.ok_or_else(gone)?;
    if form.doe == "staken" {
        store::imports::delete(&mut writer, person).await?;
        writer.commit().await?;
        let to = ImportRequests { round: path.round };
        return done(&app, &visitor, to, "De lijst is weggegooid. Er is niets ingelezen.").await;
    }
    let lists = Lists::of(&mut writer, &round).await?;
    let sheet = sheet::parse(&text, &round, lists).map_err(Error::Conflict)?;
    let new = sheet.new_entries().count();
    if sheet.faulty() > 0 || new != form.nieuw {
        // The register changed since the rows were shown: they are shown again.
        let mut import = import_page(&app, &visitor, &round);
        "Het register is intussen veranderd. Er is nog niets ingelezen. Kijk de rijen opnieuw na."
            .clone_into(&mut import.notice);
        import.shown = Some(shown(&sheet, &round, sheet.faulty() == 0));
        return page_with(StatusCode::CONFLICT, &import);
    }
    for entry in sheet.new_entries() {
        let event = visitor.event(Role::Coordinator, "register", "request", entry.id);
        store::requests::register(&mut writer, entry, &event).await?;
    }
    store::imports::delete(&mut writer, person).await?;
    writer.commit().await?;
    let known = match sheet.rows.len() - new {
        0 => String::new(),
        1 => " 1 stond er al.".to_owned(),
        count => format!(" {count} stonden er al."),
    };
    let new = match new {
        1 => "1 motie of toezegging is vastgelegd.".to_owned(),
        count => format!("{count} moties en toezeggingen zijn vastgelegd."),
    };
    let flash = format!("{new}{known}");
    done(&app, &visitor, Requests { round: path.round }, &flash).await
}

fn gone() -> Error {
    Error::Conflict("Er wacht geen lijst meer. Stuur het bestand opnieuw.".to_owned())
}

fn import_page(app: &App, visitor: &Visitor, round: &Round) -> ImportPage {
    let slug = || round.slug.clone();
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Moties en toezeggingen", Requests { round: slug() }));
    ImportPage {
        layout: Layout::of(app, visitor),
        trail,
        round: round.label.clone(),
        errors: Errors::default(),
        notice: String::new(),
        shown: None,
        action: ImportRequests { round: slug() }.to_string(),
        csv: RequestsCsv { round: slug() }.to_string(),
    }
}

fn shown(sheet: &Sheet, round: &Round, whole: bool) -> Shown {
    let lines = sheet.rows.iter().map(|row| {
        let form = &row.form;
        let (tone, fate, notes) = match &row.fate {
            Fate::New(_) => ("safe", "nieuw", Vec::new()),
            Fate::Known(title) => (
                "neutral",
                "staat er al",
                vec![format!("In het register: “{title}”. Deze rij wordt overgeslagen.")],
            ),
            Fate::Faulty(faults) => ("danger", "fout", faults.clone()),
        };
        Line {
            number: row.number,
            kind: match form.soort.as_str() {
                "motion" => "motie".to_owned(),
                "undertaking" => "toezegging".to_owned(),
                other => other.to_owned(),
            },
            title: form.titel.chars().take(300).collect(),
            paper: form.kamerstuk.chars().take(80).collect(),
            date: form.datum.chars().take(20).collect(),
            goal: form.doel.chars().take(20).collect(),
            ministry: form.ministerie.chars().take(80).collect(),
            tone,
            fate,
            notes,
        }
    });
    let (new, faulty) = (sheet.new_entries().count(), sheet.faulty());
    Shown {
        lines: lines.collect(),
        new,
        known: sheet.rows.len() - new - faulty,
        faulty,
        ignored: sheet.ignored.join(", "),
        confirm: whole.then(|| ConfirmImport { round: round.slug.clone() }.to_string()),
    }
}
