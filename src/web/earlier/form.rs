//! Recording an earlier report: its file, and what is known of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{KIND, explain};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, MAX_BYTES, Particulars, Said},
        event::hex,
        id::EarlierReportId,
        paper::PaperRef,
        person::Role,
        rating::Rating,
        strategy::Goal,
        text::{self, Prose, Reason},
    },
    report::typography::capitalised,
    store::{self, strategies::Outline},
    web::{
        App, Result,
        annexes::checked,
        extract::Visitor,
        form::{self, Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{EarlierReports, NewEarlierReport, ShowEarlierReport},
        strategies::{outline, trail},
        upload::{Sent, Upload},
    },
};

/// The fields of a goal.
struct GoalFields {
    heading: String,
    rating: String,
    ratings: Vec<Choice>,
    rating_error: Option<String>,
    summary: String,
    text: String,
    text_error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/earlier/new.html")]
struct NewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    typed: BTreeMap<String, String>,
    rated: bool,
    goals: Vec<GoalFields>,
    replaceable: Vec<Choice>,
}

impl NewPage {
    /// What was typed in a field.
    fn value(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}

/// What the form is filled in beside.
struct Desk {
    outline: Outline,
    goals: Vec<Goal>,
    ratings: Vec<Rating>,
    reports: Vec<EarlierReport>,
    word: String,
}

impl Desk {
    async fn open(connection: &mut SqliteConnection, strategy: &str) -> Result<Self> {
        let (outline, _) = outline(connection, strategy).await?;
        Ok(Self {
            // What came before the first round knew the goals as the strategy began with them.
            goals: store::goals::list(connection, &outline.id, outline.from).await?,
            ratings: store::strategies::ratings(connection, &outline.id).await?,
            reports: store::earlier_reports::list(connection, Some(&outline.id)).await?,
            word: store::strategies::get(connection, &outline.id).await?.goal_word,
            outline,
        })
    }

    fn page(&self, app: &App, visitor: &Visitor, typed: BTreeMap<String, String>, errors: Errors) -> NewPage {
        let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let goals = self.goals.iter().map(|goal| {
            let (rating, text) = (format!("oordeel-{}", goal.number), format!("tekst-{}", goal.number));
            let chosen = value(&rating);
            let choice = |one: &Rating| Choice::new(&one.id, &one.label, &chosen);
            GoalFields {
                heading: format!("{} {}. {}", capitalised(&self.word), goal.number, goal.title),
                ratings: self.ratings.iter().map(choice).collect(),
                rating_error: errors.of(&rating).map(str::to_owned),
                summary: value(&text),
                text_error: errors.of(&text).map(str::to_owned),
                rating,
                text,
            }
        });
        let replaced = value("vervangt");
        let standing = |one: &&EarlierReport| one.released_at.is_some() && one.is_standing(&self.reports);
        let choices = self
            .reports
            .iter()
            .filter(standing)
            .map(|one| Choice::new(one.id.to_string(), &one.title, &replaced));
        let mut trail = trail(&self.outline);
        trail.push(Crumb::new("Eerdere rapporten", EarlierReports { strategy: self.outline.id.clone() }));
        NewPage {
            layout: Layout::of(app, visitor),
            trail,
            rated: !self.ratings.is_empty(),
            goals: goals.collect(),
            replaceable: choices.collect(),
            errors,
            typed,
        }
    }

    /// What was typed, as far as it can be read; what cannot is noted.
    fn read(&self, typed: &BTreeMap<String, String>, errors: &mut Errors) -> Option<Particulars> {
        let value = |name: &str| typed.get(name).map_or("", String::as_str);
        let filled = Reason::parse(value("titel")).and_then(|title| text::line(title.as_str()));
        let title = errors.read("titel", "Titel", filled);
        let mut day = |name: &str| -> Option<NaiveDate> {
            form::date(value(name)).map_err(|message| errors.add(name, message)).ok()
        };
        let days = (day("van"), day("tot"), day("gepubliceerd"));
        let paper = Some(value("kamerstuk").trim()).filter(|paper| !paper.is_empty());
        let paper = paper.map(PaperRef::parse).transpose().unwrap_or_else(|_| {
            errors.add("kamerstuk", "Schrijf het Kamerstuk zo: 33 694, nr. 12.");
            None
        });
        let said = self.goals.iter().filter_map(|goal| self.said(goal, typed, errors)).collect();
        let replaces = self.replaced(value("vervangt"), value("reden"), errors);
        let (Some(title), (Some(from), Some(until), Some(published))) = (title, days) else { return None };
        let paper = paper.map(|paper| paper.to_string());
        errors.is_empty().then_some(Particulars { title, from, until, published, paper, replaces, said })
    }

    fn said(&self, goal: &Goal, typed: &BTreeMap<String, String>, errors: &mut Errors) -> Option<Said> {
        let value = |name: &str| typed.get(name).map_or("", String::as_str);
        let (rating, text) = (format!("oordeel-{}", goal.number), format!("tekst-{}", goal.number));
        let chosen = Some(value(&rating)).filter(|id| !id.is_empty());
        if chosen.is_some_and(|id| !self.ratings.iter().any(|known| known.id == id)) {
            errors.add(&rating, format!("Kies bij {} {} een oordeel van de schaal.", self.word, goal.number));
        }
        let label = format!("Tekst bij {} {}", self.word, goal.number);
        let summary = errors.read(&text, &label, Prose::parse(value(&text)))?;
        let said = Said { goal: goal.id, rating: chosen.map(str::to_owned), summary: summary.to_string() };
        (said.rating.is_some() || !said.summary.is_empty()).then_some(said)
    }

    fn replaced(&self, id: &str, reason: &str, errors: &mut Errors) -> Option<(EarlierReportId, String)> {
        if id.is_empty() {
            return None;
        }
        let found = self.reports.iter().find(|one| one.id.to_string() == id);
        if found.is_none() {
            errors.add("vervangt", "Kies een van de rapporten in de lijst.");
        }
        let reason = errors.read("reden", "Reden van de vervanging", Reason::parse(reason));
        Some((found?.id, reason?.as_str().to_owned()))
    }
}

/// The empty form.
pub(in crate::web) async fn new(
    path: NewEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let desk = Desk::open(&mut reader, &path.strategy).await?;
    page(&desk.page(&app, &visitor, BTreeMap::new(), Errors::default()))
}

/// Records one.
pub(in crate::web) async fn create(
    path: NewEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let (mut errors, mut status) = (Errors::default(), StatusCode::UNPROCESSABLE_ENTITY);
    let file = match upload.file {
        Sent::File { bytes, .. } => {
            checked(bytes).await.map_err(|message| errors.add("bestand", message)).ok()
        }
        Sent::Nothing => {
            errors.add("bestand", "Kies het PDF van het rapport.");
            None
        }
        Sent::Refused(refused) => {
            status = refused.status();
            let most = MAX_BYTES / 1024 / 1024;
            errors
                .add("bestand", refused.dutch(format!("Het PDF is groter dan {most} MB. Maak het kleiner.")));
            None
        }
    };
    let sha256 = file.as_ref().map(|(bytes, _)| hex(&Sha256::digest(bytes)));
    let mut writer = app.store.begin().await?;
    let desk = Desk::open(&mut writer, &path.strategy).await?;
    let mut other = Errors::default();
    let read = desk.read(&upload.fields, &mut other);
    if let Some(wanted) = &read {
        let known = store::earlier_reports::known(&mut writer, &desk.outline.id).await?;
        let today = clock::local_date(visitor.now);
        for fault in wanted.faults(&permit, sha256.as_deref(), &known, today) {
            let (field, message) = explain(&fault);
            other.add(field, message);
        }
    }
    if status != StatusCode::UNPROCESSABLE_ENTITY {
        // Of a form with a file that is too large not everything may have come: only that is said.
        other = Errors::default();
    }
    // The file comes last in the form.
    other.0.append(&mut errors.0);
    let (Some(wanted), Some((bytes, inspected)), Some(sha256), true) = (read, file, sha256, other.is_empty())
    else {
        return page_with(status, &desk.page(&app, &visitor, upload.fields, other));
    };
    let report = EarlierReport {
        id: EarlierReportId::new(),
        strategy: desk.outline.id.clone(),
        slug: wanted.slug(&store::earlier_reports::slugs(&mut writer).await?),
        title: wanted.title,
        from: wanted.from,
        until: wanted.until,
        published: wanted.published,
        paper: wanted.paper,
        sha256,
        pages: inspected.pages,
        size: bytes.len() as u64,
        replaces: wanted.replaces.as_ref().map(|(id, _)| *id),
        reason: wanted.replaces.map(|(_, reason)| reason),
        recorded_by: visitor.actor.person,
        recorded_at: visitor.now,
        released_at: None,
    };
    let mut event = visitor.event(Role::Coordinator, "add", KIND, report.id);
    event.after = Some(report.sha256.clone());
    store::earlier_reports::insert(&mut writer, &report, &wanted.said, &bytes, &event).await?;
    writer.commit().await?;
    let to = ShowEarlierReport { strategy: path.strategy, report: report.id };
    let said = "Het rapport is opgenomen. Kijk na of alles klopt. Een uitgever geeft het daarna vrij.";
    done(&app, &visitor, to, said).await
}
