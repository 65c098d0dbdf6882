//! Two editions side by side: for everyone those that are released, for who oversees a round also the others and the
//! draft. What someone may not see is not among their choices, and what is not among their choices does not exist.

use askama::Template;
use axum::{extract::State, response::Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    difference::Row,
    extract::Visitor,
    form::Choice,
    page::{Crumb, Layout, page},
    routes::{CompareReports, CompareRound, Freeze, Reports},
};
use crate::{
    domain::{
        edition::{Frozen, Kind},
        round::Round,
    },
    press,
    report::{
        Report,
        compare::{
            ChapterComparison, CommitmentComparison, Comparison, Fate, GoalComparison, Passage, Said, Sides,
            compare,
        },
        wording::{Piece, Wording},
    },
    store::{self, editions::Listed},
};

/// Which two, as their values stand in the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    van: String,
    naar: String,
}

/// What can be compared.
enum Source {
    Frozen(Frozen),
    Draft(Round),
}

/// Something to choose from.
struct Offer {
    /// "2018-2020/1" or "2018-2020/concept".
    value: String,
    /// "GBVS 2018–2020, editie 1".
    label: String,
    source: Source,
}

#[derive(Template)]
#[template(path = "pages/comparison/show.html")]
struct ComparisonPage {
    layout: Layout,
    trail: Vec<Crumb>,
    from: Vec<Choice>,
    to: Vec<Choice>,
    outcome: Option<Outcome>,
}

/// What the comparison of the two says.
struct Outcome {
    from: String,
    to: String,
    summary: String,
    one_strategy: bool,
    places: Vec<Place>,
    same: Vec<String>,
}

/// A goal or chapter in which something changed.
struct Place {
    anchor: String,
    title: String,
    said: Vec<String>,
    rows: Vec<Row>,
}

/// Released editions, for everyone.
pub(super) async fn reports(
    _: CompareReports,
    State(app): State<App>,
    visitor: Result<Visitor>,
    Query(which): Query<Which>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let offers = offers(&mut reader, true).await?;
    let layout = visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor));
    show(&app, &mut reader, layout, vec![Crumb::new("Rapporten", Reports)], &offers, which).await
}

/// All editions and the draft of a round, for who oversees it.
pub(super) async fn round(
    path: CompareRound,
    State(app): State<App>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let mut trail = desk::trail(&round);
    trail.push(Crumb::new("Edities", Freeze { round: round.slug.clone() }));
    let mut offers = offers(&mut reader, false).await?;
    offers.insert(0, Offer::draft(round));
    show(&app, &mut reader, Layout::of(&app, &visitor), trail, &offers, which).await
}

/// The two that were asked for, or else the two newest.
async fn show(
    app: &App,
    connection: &mut SqliteConnection,
    layout: Layout,
    trail: Vec<Crumb>,
    offers: &[Offer],
    which: Which,
) -> Result<Response> {
    let find = |value: &str| offers.iter().find(|offer| offer.value == value).ok_or(Error::NotFound);
    let two = match (which.van.as_str(), which.naar.as_str(), offers) {
        ("", "", [to, from, ..]) => Some((from, to)),
        ("", "", _) => None,
        (from, to, _) => Some((find(from)?, find(to)?)),
    };
    let choices = |picked: Option<&Offer>| {
        let picked = picked.map_or("", |picked| picked.value.as_str());
        offers.iter().map(|offer| Choice::new(&offer.value, &offer.label, picked)).collect()
    };
    let (from, to) = (choices(two.map(|two| two.0)), choices(two.map(|two| two.1)));
    let outcome = match two {
        Some((from, to)) => Some(outcome(app, connection, from, to).await?),
        None => None,
    };
    page(&ComparisonPage { layout, trail, from, to, outcome })
}

impl Offer {
    /// An edition; an erratum is no report, so there is nothing to compare it with.
    fn edition(listed: Listed) -> Option<Self> {
        let number = listed.edition.number;
        (listed.edition.kind != Kind::Erratum).then(|| Self {
            value: format!("{}/{number}", listed.slug),
            label: format!("{} {}, editie {number}", listed.strategy, listed.label),
            source: Source::Frozen(listed.edition),
        })
    }

    fn draft(round: Round) -> Self {
        Self {
            value: format!("{}/concept", round.slug),
            label: format!("Concept van de ronde {}", round.label),
            source: Source::Draft(round),
        }
    }

    async fn report(&self, app: &App, connection: &mut SqliteConnection) -> Result<Report> {
        Ok(match &self.source {
            Source::Frozen(edition) => press::report(connection, edition.id).await?,
            Source::Draft(round) => {
                press::draft(connection, &app.settings.definition, round.clone()).await?.0
            }
        })
    }
}

/// Editions to choose from, newest first.
async fn offers(connection: &mut SqliteConnection, released_only: bool) -> Result<Vec<Offer>> {
    let listed = store::editions::list(connection, released_only).await?;
    Ok(listed.into_iter().filter_map(Offer::edition).collect())
}

async fn outcome(app: &App, connection: &mut SqliteConnection, from: &Offer, to: &Offer) -> Result<Outcome> {
    let (before, now) = (from.report(app, connection).await?, to.report(app, connection).await?);
    let (from, to) = (from.label.clone(), to.label.clone());
    let lineage = store::herijking::lineage_of(connection, &now.meta.strategy).await?;
    let compared =
        tokio::task::spawn_blocking(move || Outcome::of(from, to, &compare(&before, &now, &lineage)));
    compared.await.map_err(|error| Error::Internal(error.into()))
}

impl Outcome {
    fn of(from: String, to: String, comparison: &Comparison) -> Self {
        let (mut places, mut same) = (Vec::new(), Vec::new());
        for goal in &comparison.goals {
            if goal.differs() {
                places.push(Place::goal(goal));
            } else {
                same.push(goal.label.clone());
            }
        }
        for chapter in &comparison.chapters {
            if chapter.differs() {
                places.push(Place::chapter(chapter));
            } else {
                same.push(chapter.name().to_owned());
            }
        }
        let (summary, one_strategy) = (comparison.in_words(), comparison.one_strategy);
        Self { from, to, summary, one_strategy, places, same }
    }
}

impl Place {
    fn goal(goal: &GoalComparison) -> Self {
        let mut rows = Vec::new();
        // Of a goal that only one of them has, there is nothing to lay beside it.
        if goal.title.before.is_some() && goal.title.now.is_some() {
            rows.extend(sides("Titel", &goal.title));
            rows.extend(sides("Oordeel", &goal.rating));
            rows.extend(goal.passages.iter().filter_map(passage));
            rows.extend(goal.commitments.iter().filter_map(commitment));
            let figures = goal.figures.iter();
            rows.extend(
                figures.filter_map(|figure| sides(&format!("Cijfer: {}", figure.name), &figure.newest)),
            );
        }
        // Between two strategies there can be two goals of one number.
        let side = if goal.title.now.is_some() { "" } else { "eerder-" };
        Self {
            anchor: format!("{side}{}", goal.anchor),
            title: format!("{}. {}", goal.label, goal.name()),
            said: goal.in_words(),
            rows,
        }
    }

    fn chapter(chapter: &ChapterComparison) -> Self {
        Self {
            anchor: chapter.anchor.clone(),
            title: chapter.name().to_owned(),
            said: chapter.in_words(),
            rows: chapter.passages.iter().filter_map(passage).collect(),
        }
    }

    /// "3 verschillen".
    fn count(&self) -> String {
        match self.rows.len() {
            0 => "staat in één editie".to_owned(),
            1 => "1 verschil".to_owned(),
            many => format!("{many} verschillen"),
        }
    }
}

fn row(label: String, before: &str, now: &str) -> Row {
    Row { label, wording: Wording::between(before, now) }
}

fn sides(label: &str, sides: &Sides<String>) -> Option<Row> {
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    sides.differ().then(|| row(label.to_owned(), &text(&sides.before), &text(&sides.now)))
}

fn passage(passage: &Passage) -> Option<Row> {
    let fate = match passage.fate() {
        Fate::Same => return None,
        Fate::Moved => "verplaatst",
        Fate::Reworded if passage.moved => "anders verwoord en verplaatst",
        Fate::Reworded => "anders verwoord",
        Fate::Added => "toegevoegd",
        Fate::Dropped => "vervallen",
    };
    let place = |said: &Said| match &said.number {
        Some(number) => format!("Alinea {number}"),
        None => format!("Onder “{}”", said.heading),
    };
    let (before, now) = (passage.said.before.as_ref(), passage.said.now.as_ref());
    let place = match (before.map(place), now.map(place)) {
        (Some(before), Some(now)) if before != now => {
            format!("{before}, nu {}", now.replacen("Alinea ", "", 1))
        }
        (Some(place), _) | (_, Some(place)) => place,
        (None, None) => return None,
    };
    let label = format!("{place}: {fate}");
    let (Some(before), Some(now)) = (before, now) else {
        // Marks on every word would only make it hard to read; the head says what happened.
        let whole = |said: Option<&Said>| said.map(|said| Piece { text: said.text.clone(), changed: false });
        let (before, after) = (whole(before).into_iter().collect(), whole(now).into_iter().collect());
        return Some(Row { label, wording: Wording { before, after, rewritten: false, changes: 1 } });
    };
    Some(row(label, &before.text, &now.text))
}

/// A commitment: how it stands, then what is said of it, before that what was promised and by when, where that changed too.
fn commitment(one: &CommitmentComparison) -> Option<Row> {
    let text = |of: fn(&Sides<String>) -> Option<&String>| {
        let promise = of(&one.promise).filter(|_| one.promise.differ());
        let due = of(&one.due).filter(|due| one.due.differ() && !due.is_empty());
        let lines = [promise, due, of(&one.stand), of(&one.explanation)];
        lines.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n")
    };
    let (before, now) = (text(|sides| sides.before.as_ref()), text(|sides| sides.now.as_ref()));
    one.differs().then(|| row(format!("Inzet {}", one.number), &before, &now))
}
