//! Editions: looking at the draft, freezing, and releasing by another person.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    App, Error, Result, chain, desk, documents, download,
    extract::Visitor,
    notify,
    page::{Crumb, Layout, done, page},
    routes::{
        AboutReport, ArchiveEdition, CompareRound, DraftPdf, DraftReport, EditionProvenance, Freeze, Gaps,
        KeepEdition, NewErratum, RecordSending, ReleaseEdition, ReplaceEdition, ReportFile, Reports, Rounds,
        ShowEdition, ShowRound,
    },
    sendings::{self, HouseLine},
};
use crate::{
    domain::{
        access::{Coordinate, Permit},
        clock,
        edition::{self, Corrects, Frozen, Kind},
        person::Role,
        round::Round,
    },
    press::{self, PressError},
    render::{html::content_security_policy, pdf::PdfError},
    store::{self, editions::Listed},
};

/// An edition in the round's list.
struct Line {
    href: String,
    name: String,
    frozen: String,
    released: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/editions/index.html")]
struct EditionsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: Round,
    draft: String,
    draft_pdf: String,
    documents: Vec<Crumb>,
    gaps: String,
    open: usize,
    set_aside: usize,
    may_freeze: bool,
    lines: Vec<Line>,
}

/// A file of an edition.
struct FileLine {
    href: String,
    name: String,
    sha256: String,
    size: String,
}

#[derive(Template)]
#[template(path = "pages/editions/show.html")]
struct EditionPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: Round,
    number: u32,
    name: String,
    sha256: String,
    frozen_by: String,
    frozen_at: String,
    released_at: Option<String>,
    public: String,
    release: String,
    may_release: bool,
    own: bool,
    files: Vec<FileLine>,
    origins: Vec<Crumb>,
    links: Vec<chain::Link>,
    houses: Vec<HouseLine>,
    may_record: bool,
    correcting: Option<Correcting>,
}

/// What the coordinator can do about a fault in an edition.
enum Correcting {
    /// Add an erratum, or begin to replace it.
    Possible { erratum: String, replacement: Option<String> },
    /// It is being replaced, for this reason; that can be given up.
    UnderWay { reason: String, give_up: String },
}

/// The draft report, as parliament would read it, with its gaps where they are.
pub(super) async fn draft(path: DraftReport, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    let html =
        tokio::task::spawn_blocking(move || draft.html(&app.settings.definition)).await.map_err(stopped)?;
    let mut response = Html(html).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy()));
    Ok(response)
}

/// The draft report as PDF.
pub(super) async fn draft_pdf(path: DraftPdf, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    app.exports.take(&visitor)?;
    let pdf = tokio::task::spawn_blocking(move || draft.pdf(&app.settings.definition))
        .await
        .map_err(stopped)?
        .map_err(unprintable)?;
    let name = download::inline(&format!("concept-{}.pdf", path.round));
    let kind = HeaderValue::from_static("application/pdf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], pdf).into_response())
}

/// The editions of a round, and what stands in the way of the next.
pub(super) async fn index(path: Freeze, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    let round = draft.facts.round.clone();
    let mut reader = app.store.read().await?;
    let editions = store::editions::list(&mut reader, false).await?;
    let open = draft.open();
    let permit = visitor.actor.may_coordinate();
    let lines = editions.iter().filter(|listed| listed.edition.round == round.id).map(|listed| Line {
        href: ShowEdition { round: round.slug.clone(), number: listed.edition.number }.to_string(),
        name: chain::name(&listed.edition),
        frozen: clock::long_moment(listed.edition.frozen_at),
        released: listed.edition.released_at.map(clock::long_moment),
    });
    page(&EditionsPage {
        layout: Layout::of(&app, &visitor),
        trail: vec![
            Crumb::new("Rondes", Rounds),
            Crumb::new(format!("Ronde {}", round.label), ShowRound { round: round.slug.clone() }),
        ],
        draft: DraftReport { round: round.slug.clone() }.to_string(),
        draft_pdf: DraftPdf { round: round.slug.clone() }.to_string(),
        documents: documents::of_draft(&round.slug),
        gaps: Gaps { round: round.slug.clone() }.to_string(),
        open,
        set_aside: draft.gaps.len() - open,
        may_freeze: permit.is_ok_and(|permit| edition::may_freeze(&permit, round.state, &draft.gaps).is_ok()),
        lines: lines.collect(),
        round,
    })
}

/// Freezes the next edition.
pub(super) async fn create(path: Freeze, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    let (round_id, label) = (round.id, round.label.clone());
    let definition = &app.settings.definition;
    let (by, origin) = (visitor.actor.person, visitor.origin.to_string());
    let frozen = press::freeze(&mut writer, &permit, round, definition, by, visitor.now, &origin).await?;
    notify::frozen(&mut writer, (round_id, &label), frozen.id, visitor.now).await?;
    writer.commit().await?;
    let to = ShowEdition { round: path.round, number: frozen.number };
    done(
        &app,
        &visitor,
        to,
        "De editie is vastgesteld. Een uitgever die haar niet heeft vastgesteld, kan haar nu vrijgeven.",
    )
    .await
}

/// One edition, with its files and their hashes.
pub(super) async fn show(path: ShowEdition, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_oversee()?;
    let mut reader = app.store.read().await?;
    let round = store::rounds::get(&mut reader, &path.round).await?;
    let frozen =
        store::editions::find(&mut reader, &path.round, path.number).await?.ok_or(Error::NotFound)?;
    let frozen_by = store::people::find_name(&mut reader, frozen.frozen_by).await?.unwrap_or_default();
    let editions = store::editions::list(&mut reader, false).await?;
    let recorded = store::sendings::list(&mut reader).await?;
    let under_way = store::replacements::find(&mut reader, round.id).await?;
    let files = store::editions::files(&mut reader, frozen.id).await?;
    let goals = store::goals::list(&mut reader, &round.strategy, round.reference_date).await?;
    let origin = |goal: u32| EditionProvenance { round: path.round.clone(), number: path.number, goal };
    let origins = goals.iter().filter(|_| frozen.kind != Kind::Erratum);
    let origins =
        origins.map(|goal| Crumb::new(format!("Doel {}", goal.number), origin(goal.number))).collect();
    let files = files.into_iter().map(|(name, sha256, size)| FileLine {
        href: ReportFile { round: path.round.clone(), number: path.number, name: name.clone() }.to_string(),
        name,
        sha256,
        size: format!("{} kB", size.div_ceil(1000)),
    });
    page(&EditionPage {
        layout: Layout::of(&app, &visitor),
        trail: vec![
            Crumb::new("Rondes", Rounds),
            Crumb::new(format!("Ronde {}", round.label), ShowRound { round: round.slug.clone() }),
            Crumb::new("Edities", Freeze { round: round.slug.clone() }),
        ],
        number: path.number,
        name: chain::name(&frozen),
        sha256: frozen.sha256.clone(),
        frozen_by,
        frozen_at: clock::long_moment(frozen.frozen_at),
        released_at: frozen.released_at.map(clock::long_moment),
        origins,
        public: AboutReport { round: path.round.clone(), number: path.number }.to_string(),
        release: ReleaseEdition { round: path.round.clone(), number: path.number }.to_string(),
        may_release: frozen.released_at.is_none() && visitor.actor.may_release(&frozen).is_ok(),
        own: frozen.frozen_by == visitor.actor.person,
        files: files.collect(),
        links: chain::links(&frozen, &editions, |number| {
            ShowEdition { round: path.round.clone(), number }.to_string()
        }),
        houses: sendings::houses(&recorded, &frozen),
        may_record: visitor.actor.may_record().is_ok(),
        correcting: visitor
            .actor
            .may_coordinate()
            .ok()
            .and_then(|permit| correcting(&permit, &round, &frozen, &editions, under_way)),
        round,
    })
}

/// What the coordinator can do about a fault in this edition, now.
fn correcting(
    permit: &Permit<Coordinate>,
    round: &Round,
    frozen: &Frozen,
    editions: &[Listed],
    under_way: Option<Corrects>,
) -> Option<Correcting> {
    let (slug, number) = (|| round.slug.clone(), frozen.number);
    if let Some(corrects) = under_way.filter(|corrects| corrects.edition == frozen.id) {
        let give_up = KeepEdition { round: slug(), number }.to_string();
        return Some(Correcting::UnderWay { reason: corrects.reason, give_up });
    }
    let chain = frozen.chain(editions.iter().map(|listed| &listed.edition));
    edition::may_correct(permit, frozen, &chain).ok()?;
    let replaceable = edition::may_replace(permit, frozen, &chain, round.state).is_ok();
    Some(Correcting::Possible {
        erratum: NewErratum { round: slug(), number }.to_string(),
        replacement: replaceable.then(|| ReplaceEdition { round: slug(), number }.to_string()),
    })
}

/// Releases an edition to the public.
pub(super) async fn release(
    path: ReleaseEdition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    // Who has no business here does not learn either which editions there are.
    visitor.actor.may_oversee()?;
    let mut writer = app.store.begin().await?;
    let frozen =
        store::editions::find(&mut writer, &path.round, path.number).await?.ok_or(Error::NotFound)?;
    let permit = visitor.actor.may_release(&frozen)?;
    let (by, origin) = (visitor.actor.person, visitor.origin.to_string());
    press::release(&mut writer, &permit, frozen, by, visitor.now, &origin).await?;
    writer.commit().await?;
    let message = format!("De editie is vrijgegeven. Iedereen kan haar lezen op {Reports}.");
    done(&app, &visitor, ShowEdition { round: path.round, number: path.number }, &message).await
}

fn stopped(error: tokio::task::JoinError) -> Error {
    Error::Internal(error.into())
}

/// What cannot be printed is the coordinator's to mend, so it is said in their words.
fn unprintable(error: PdfError) -> Error {
    match error {
        PdfError::MissingGlyphs(missing) => {
            let places: Vec<String> = missing.iter().map(ToString::to_string).collect();
            Error::Conflict(format!(
                "Het rapport bevat tekens die niet gedrukt kunnen worden: {}.",
                places.join("; ")
            ))
        }
        damaged @ PdfError::Font { .. } => Error::Internal(damaged.into()),
    }
}

impl From<PressError> for Error {
    fn from(error: PressError) -> Self {
        match error {
            PressError::Fault(edition::Fault::Gaps(gaps)) => {
                let words = if gaps.len() == 1 { "staat nog één leemte" } else { "staan nog leemten" };
                Self::Conflict(format!(
                    "Er {words} open ({}). Vul die aan of leg ze met een reden terzijde.",
                    gaps.len()
                ))
            }
            PressError::Fault(edition::Fault::Round(state)) => Self::Conflict(format!(
                "De ronde staat op “{}”. Vaststellen kan pas bij het samenstellen of de afstemming.",
                state.dutch()
            )),
            PressError::Fault(edition::Fault::Paused) => Self::Conflict(
                "De ronde is gepauzeerd. Hervat de ronde; daarna kunt u vaststellen.".to_owned(),
            ),
            PressError::Fault(edition::Fault::Released) => {
                Self::Conflict("Deze editie was al vrijgegeven.".to_owned())
            }
            PressError::Fault(edition::Fault::Unreleased) => Self::Conflict(
                "Deze editie is nog niet vrijgegeven. Alleen wat iedereen kan lezen, wordt met een erratum of een nieuwe editie hersteld."
                    .to_owned(),
            ),
            PressError::Fault(edition::Fault::Erratum) => Self::Conflict(
                "Dit is zelf een erratum. Maak een nieuw erratum bij het rapport waar het bij hoort.".to_owned(),
            ),
            PressError::Fault(edition::Fault::Replaced(number)) => Self::Conflict(format!(
                "Deze editie is vervangen door editie {number}. Herstel de fout daar."
            )),
            PressError::Fault(edition::Fault::Replacing) => Self::Conflict(
                "In deze ronde wordt al een editie vervangen, of er wacht nog een editie op vrijgave.".to_owned(),
            ),
            PressError::Misquoted(_) => {
                Self::Conflict("Een verbetering noemt woorden die niet in de editie staan.".to_owned())
            }
            PressError::Pdf(error) => unprintable(error),
            PressError::Store(error) => error.into(),
            PressError::Stopped | PressError::Unreadable(_) | PressError::Sheet(_) => Self::Internal(error.into()),
        }
    }
}

impl EditionPage {
    /// Where all of it is one package.
    fn archive(&self) -> ArchiveEdition {
        ArchiveEdition { round: self.round.slug.clone(), number: self.number }
    }

    /// Where it is recorded that it was sent to a House.
    fn record(&self, house: &HouseLine) -> String {
        let (round, number) = (self.round.slug.clone(), self.number);
        RecordSending { round, number, house: house.slug.to_owned() }.to_string()
    }
}

impl EditionsPage {
    /// Why nothing can be frozen now.
    fn obstacle(&self) -> String {
        if self.open > 0 {
            let words =
                if self.open == 1 { "1 leemte staat" } else { &format!("{} leemten staan", self.open) };
            return format!("{words} nog open. Vul aan wat ontbreekt, of leg het met een reden terzijde.");
        }
        format!(
            "De ronde staat op “{}”. Vaststellen kan bij de afstemming, als de ministeries de teksten kennen.",
            self.round.state.dutch()
        )
    }

    /// Where the draft is compared with editions.
    fn comparison(&self) -> CompareRound {
        CompareRound { round: self.round.slug.clone() }
    }

    /// Whether the visitor coordinates, so that the form is theirs to use.
    fn coordinates(&self) -> bool {
        self.layout.person.as_ref().is_some_and(|person| person.role.contains(Role::Coordinator.dutch()))
    }
}
