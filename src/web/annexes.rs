//! Bijlagen: documents that go out with the edition, checked before they are kept.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    extract::Visitor,
    form::{Choice, Errors},
    page::{Crumb, Layout, done, page, page_with},
    routes::{Annexes, RemoveAnnex, ShowAnnex},
    upload::{Sent, Upload},
};
use crate::{
    domain::{
        annex::{self, Annex, AnnexKind},
        clock,
        event::hex,
        id::AnnexId,
        person::Role,
        round::Round,
        text::{self, Reason},
    },
    render::pdf::{self, Inspected},
    report::typography::capitalised,
    store,
};

/// What a browser may do with a document of others: nothing.
pub(super) const SANDBOX: &str = "sandbox; default-src 'none'";

/// A document in the list.
struct Line {
    title: String,
    kind: &'static str,
    about: String,
    names: String,
    sha256: String,
    href: String,
    remove: String,
}

#[derive(Template)]
#[template(path = "pages/annexes/index.html")]
struct AnnexesPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    lines: Vec<Line>,
    may_change: bool,
    kinds: Vec<Choice>,
    title: String,
    reason: String,
    found: Vec<String>,
    confirmed: bool,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/annexes/remove.html")]
struct RemovePage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    back: String,
}

/// What was typed beside the file.
#[derive(Default)]
struct Typed {
    kind: String,
    title: String,
    reason: String,
    confirmed: bool,
    found: Vec<String>,
}

pub(super) async fn index(path: Annexes, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let typed = Typed { kind: AnnexKind::Annex.code().to_owned(), ..Typed::default() };
    page(&annexes_page(&mut reader, &app, &visitor, &round, typed, Errors::default()).await?)
}

pub(super) async fn create(
    path: Annexes,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload,
) -> Result<Response> {
    visitor.actor.may_correspond()?;
    let mut typed = Typed {
        kind: upload.field("soort").to_owned(),
        title: upload.field("titel").to_owned(),
        reason: upload.field("reden").to_owned(),
        confirmed: upload.field("namen") == "ja",
        found: Vec::new(),
    };
    let mut errors = Errors::default();
    let kind = AnnexKind::ALL.into_iter().find(|kind| kind.code() == typed.kind);
    if kind.is_none() {
        errors.add("soort", "Kies bijlage of beslisnota.");
    }
    let filled = Reason::parse(&typed.title).and_then(|title| text::line(title.as_str()));
    let title = errors.read("titel", "Titel", filled);
    let reason = errors.read("reden", "Waarom mogen deze namen blijven staan", text::line(&typed.reason));
    if !typed.confirmed {
        errors.add("namen", "Kijk na of de namen van ambtenaren zijn weggelakt en vink dit aan.");
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let file = match upload.file {
        Sent::File { bytes, .. } => {
            checked(bytes).await.map_err(|message| errors.add("bestand", message)).ok()
        }
        Sent::Nothing => {
            errors.add("bestand", "Kies een PDF.");
            None
        }
        Sent::Refused(refused) => {
            // What came after a file that is too large may not have come at all: only this is said.
            (status, errors) = (refused.status(), Errors::default());
            let too_large =
                format!("Het PDF is groter dan {} MB. Maak het kleiner.", annex::MAX_BYTES / 1024 / 1024);
            errors.add("bestand", refused.dutch(too_large));
            None
        }
    };
    let mut writer = app.store.begin().await?;
    let round = open(&mut writer, &visitor, &path.round).await?;
    let known = store::annexes::list(&mut writer, round.id).await?;
    if known.len() >= annex::MOST {
        errors.add("bestand", format!("Er zijn al {} bijlagen. Haal er eerst een weg.", annex::MOST));
    }
    if let Some((bytes, _)) = &file {
        let sha256 = hex(&Sha256::digest(bytes));
        if let Some(twin) = known.iter().find(|one| one.sha256 == sha256) {
            errors.add("bestand", format!("Dit PDF is er al, als “{}”.", twin.title));
        }
    }
    if let Some((_, inspected)) = &file {
        let people = store::people::names(&mut writer).await?;
        typed.found = annex::named_in(inspected.text.as_deref().unwrap_or_default(), &people);
        if !typed.found.is_empty() && reason.as_deref().is_none_or(str::is_empty) {
            errors.add("reden", "In het PDF staan namen van ambtenaren. Lak ze en stuur het PDF opnieuw, of schrijf waarom ze mogen blijven staan.");
        }
    }
    let (Some(kind), Some(title), Some(reason), Some((bytes, inspected)), true) =
        (kind, title, reason, file, errors.is_empty())
    else {
        let page = annexes_page(&mut writer, &app, &visitor, &round, typed, errors).await?;
        return page_with(status, &page);
    };
    let taken: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
    let annex = Annex {
        id: AnnexId::new(),
        kind,
        name: annex::file_name(kind, &title, &taken),
        title,
        sha256: hex(&Sha256::digest(&bytes)),
        pages: inspected.pages,
        names_reason: reason,
        added_by: visitor.actor.person,
        added_at: visitor.now,
    };
    let mut event = visitor.event(role(&visitor), "add", "annex", annex.id);
    event.after = Some(annex.sha256.clone());
    store::annexes::insert(&mut writer, round.id, &annex, &bytes, &event).await?;
    writer.commit().await?;
    let unread = if inspected.text.is_none() {
        " De tekst was niet te lezen, zoals bij een scan: kijk zelf na of er namen in staan."
    } else {
        ""
    };
    let flash = format!("“{}” is toegevoegd en staat nu bij de bijlagen van de brief.{unread}", annex.title);
    done(&app, &visitor, path, &flash).await
}

/// Looks through a file beside the others' work: a large one takes a while.
pub(super) async fn checked(bytes: Vec<u8>) -> Result<(Vec<u8>, Inspected), &'static str> {
    let looked = tokio::task::spawn_blocking(move || match pdf::inspect(&bytes) {
        Ok(inspected) => Ok((bytes, inspected)),
        Err(suspect) => Err(suspect.dutch()),
    });
    // Whatever makes the reader of PDFs fall over is no sound PDF.
    looked.await.unwrap_or(Err(pdf::Suspect::Damaged.dutch()))
}

/// The document itself, to keep and never to run.
pub(super) async fn show(path: ShowAnnex, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let annex = find(&mut reader, &round, path.annex).await?;
    let bytes = store::annexes::bytes(&mut reader, annex.id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&annex.name)),
        (header::CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Names of files hold small letters, digits, hyphens and points only.
pub(super) fn attachment(name: &str) -> String {
    format!("attachment; filename=\"{name}\"")
}

pub(super) async fn removal(path: RemoveAnnex, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = open(&mut reader, &visitor, &path.round).await?;
    let annex = find(&mut reader, &round, path.annex).await?;
    let back = Annexes { round: path.round };
    let mut trail = desk::trail(&round);
    trail.push(Crumb::new("Bijlagen", back.clone()));
    page(&RemovePage {
        layout: Layout::of(&app, &visitor),
        trail,
        title: annex.title,
        back: back.to_string(),
    })
}

pub(super) async fn remove(path: RemoveAnnex, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let round = open(&mut writer, &visitor, &path.round).await?;
    let annex = find(&mut writer, &round, path.annex).await?;
    let mut event = visitor.event(role(&visitor), "remove", "annex", annex.id);
    event.before = Some(annex.sha256);
    store::annexes::remove(&mut writer, annex.id, &event).await?;
    writer.commit().await?;
    let flash = format!("“{}” gaat niet meer mee met het rapport.", annex.title);
    done(&app, &visitor, Annexes { round: path.round }, &flash).await
}

/// The round, for someone who may change what goes along with its letter, while that is possible.
async fn open(connection: &mut SqliteConnection, visitor: &Visitor, slug: &str) -> Result<Round> {
    visitor.actor.may_correspond()?;
    let round = store::rounds::get(connection, slug).await?;
    if round.accepts_composing() {
        Ok(round)
    } else {
        Err(Error::Conflict(
            "De bijlagen kunnen nu niet veranderen. Dat kan tot de editie is vastgesteld.".to_owned(),
        ))
    }
}

async fn find(connection: &mut SqliteConnection, round: &Round, id: AnnexId) -> Result<Annex> {
    let known = store::annexes::list(connection, round.id).await?;
    known.into_iter().find(|annex| annex.id == id).ok_or(Error::NotFound)
}

/// In which role someone corresponds.
fn role(visitor: &Visitor) -> Role {
    if visitor.actor.is(Role::Publisher) { Role::Publisher } else { Role::Coordinator }
}

async fn annexes_page(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    round: &Round,
    typed: Typed,
    errors: Errors,
) -> Result<AnnexesPage> {
    let known = store::annexes::list(connection, round.id).await?;
    let lines = known.into_iter().map(|annex| Line {
        kind: annex.kind.dutch(),
        about: format!(
            "{}, {} {}, toegevoegd op {}",
            annex.name,
            annex.pages,
            if annex.pages == 1 { "bladzijde" } else { "bladzijden" },
            clock::short_moment(annex.added_at)
        ),
        names: annex.names_reason,
        sha256: annex.sha256,
        href: ShowAnnex { round: round.slug.clone(), annex: annex.id }.to_string(),
        remove: RemoveAnnex { round: round.slug.clone(), annex: annex.id }.to_string(),
        title: annex.title,
    });
    Ok(AnnexesPage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(round),
        round: round.label.clone(),
        lines: lines.collect(),
        may_change: visitor.actor.may_correspond().is_ok() && round.accepts_composing(),
        kinds: AnnexKind::ALL
            .map(|kind| Choice::new(kind.code(), capitalised(kind.dutch()), &typed.kind))
            .into(),
        title: typed.title,
        reason: typed.reason,
        found: typed.found,
        confirmed: typed.confirmed,
        errors,
    })
}
