//! The page: the file to take along, the file that came back, and what it would change.

use askama::Template;
use axum::{
    extract::{FromRequest as _, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

use super::{
    book,
    bundle::Bundle,
    filled::{Fault, Package as Contents},
    json,
    judge::{Fate, Judged, judge},
    sheet,
};
use crate::{
    domain::{clock, event::hex, package::Format, text::line},
    office::{self, MAX_ROW, ReadFault},
    store::{self, packages::Waiting},
    web::{
        App, Error, Result,
        difference::Difference,
        download::attachment,
        extract::Visitor,
        form::{Choice, Errors},
        page::{Crumb, Layout, done, page, page_with},
        routes::{ConfirmPackage, Package, PackageFile, Tasks},
        upload::{Sent, Upload},
    },
};

/// The most bytes of a file.
pub(in crate::web) const MAX_FILE: usize = 4 * 1024 * 1024;

/// What becomes of one goal, as it is shown.
pub(super) struct Line {
    title: String,
    href: String,
    tone: &'static str,
    word: &'static str,
    note: Option<String>,
    faults: Vec<Fault>,
    difference: Option<Difference>,
    /// Name and number of the revision that it was laid beside.
    version: Option<(String, u32)>,
    choice: Option<(String, Vec<Choice>)>,
}

/// A file that waits.
pub(super) struct Shown {
    file: String,
    at: String,
    counts: String,
    takes: bool,
    lines: Vec<Line>,
    same: Vec<(String, String)>,
    absent: Vec<String>,
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/packages/show.html")]
pub(super) struct PackagePage {
    layout: Layout,
    trail: Vec<Crumb>,
    pub(super) errors: Errors,
    pub(super) notice: String,
    round: String,
    ministry: String,
    writable: usize,
    total: usize,
    due: String,
    downloads: Vec<(String, &'static str)>,
    pub(super) shown: Option<Shown>,
    action: String,
    confirm: String,
}

impl PackagePage {
    pub(super) fn new(app: &App, visitor: &Visitor, bundle: &Bundle) -> Self {
        let round = || bundle.round.slug.clone();
        let downloads = OFFERED.map(|(format, label)| {
            (PackageFile { round: round(), format: format.code().to_owned() }.to_string(), label)
        });
        Self {
            layout: Layout::of(app, visitor),
            trail: vec![Crumb::new("Mijn doelen", Tasks)],
            errors: Errors::default(),
            notice: String::new(),
            round: bundle.round.label.clone(),
            ministry: bundle.ministry.clone(),
            writable: bundle.writable().count(),
            total: bundle.goals.len(),
            due: bundle.due(),
            downloads: downloads.into(),
            shown: None,
            action: Package { round: round() }.to_string(),
            confirm: ConfirmPackage { round: round() }.to_string(),
        }
    }
}

/// The files that are offered, with what the links say.
const OFFERED: [(Format, &str); 3] = [
    (Format::Xlsx, "Rekenblad voor Excel (.xlsx)"),
    (Format::Ods, "Rekenblad voor LibreOffice (.ods)"),
    (Format::Json, "JSON, voor programma’s"),
];

/// The page; with a file that waits, what it would change.
pub(in crate::web) async fn show(
    path: Package,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bundle = Bundle::open(&mut reader, &visitor, &path.round).await?;
    let mut shown = PackagePage::new(&app, &visitor, &bundle);
    if let Some(waiting) = store::packages::find(&mut reader, visitor.actor.person, bundle.round.id).await? {
        let contents = contents(&waiting)?;
        let judged = judge(&mut reader, &visitor, &bundle, &contents, &waiting.sha256).await?;
        shown.shown = Some(lay_out(&waiting, &contents, &bundle, &judged, &[]));
    }
    page(&shown)
}

/// What stands in a file that waits.
pub(super) fn contents(waiting: &Waiting) -> Result<Contents> {
    serde_json::from_str(&waiting.filled).map_err(|error| Error::Internal(error.into()))
}

/// The file to take along.
pub(in crate::web) async fn file(
    path: PackageFile,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bundle = Bundle::open(&mut reader, &visitor, &path.round).await?;
    let format = Format::read(&path.format).ok_or(Error::NotFound)?;
    if bundle.writable().next().is_none() {
        return Err(Error::Conflict(
            "Er is nu geen doel waar uw ministerie nog aan kan schrijven.".to_owned(),
        ));
    }
    app.exports.take(&visitor)?;
    let last = store::packages::last_round(&mut reader, bundle.round.id, &visitor.actor.ministry).await?;
    drop(reader);
    let name =
        format!("bijdragen-{}-{}.{}", visitor.actor.ministry.as_str(), bundle.round.slug, format.code());
    let bytes = tokio::task::spawn_blocking(move || match format {
        Format::Json => json::write(&bundle, &last),
        Format::Ods => {
            office::ods(&book::workbook(&bundle, &last)).map_err(|error| Error::Internal(error.into()))
        }
        Format::Xlsx => {
            office::xlsx(&book::workbook(&bundle, &last)).map_err(|error| Error::Internal(error.into()))
        }
    });
    let bytes = bytes.await.map_err(|error| Error::Internal(error.into()))??;
    let kind = HeaderValue::from_static(format.media_type());
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, attachment(&name))], bytes)
        .into_response())
}

/// A file came back. Who may not bring one is told before it is read.
pub(in crate::web) async fn upload(
    path: Package,
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let bundle = Bundle::open(&mut reader, &visitor, &path.round).await?;
    drop(reader);
    let mut shown = PackagePage::new(&app, &visitor, &bundle);
    let (name, bytes) = match Upload::from_request(request, &app).await?.file {
        Sent::File { name, bytes } => (name, bytes),
        Sent::Nothing => {
            shown.errors.add("bestand", "Kies een bestand.");
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
        Sent::Refused(refused) => {
            shown.errors.add("bestand", refused.dutch("Het bestand is groter dan 4 MB. Een ingevuld bestand is veel kleiner: haal er afbeeldingen uit."));
            return page_with(refused.status(), &shown);
        }
    };
    let round = bundle.round.id;
    let read = tokio::task::spawn_blocking(move || {
        let sha256 = hex(&Sha256::digest(&bytes));
        read(&bytes, &bundle).map(|(format, contents)| (format, contents, sha256))
    });
    let (format, contents, sha256) = match read.await.map_err(|error| Error::Internal(error.into()))? {
        Ok(read) => read,
        Err(message) => {
            shown.errors.add("bestand", message);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let called = line(&name).ok().filter(|name| !name.is_empty()).unwrap_or_else(|| "bestand".to_owned());
    let filled = serde_json::to_string(&contents).map_err(|error| Error::Internal(error.into()))?;
    let waiting = Waiting { format, file: called.clone(), sha256, filled, at: visitor.now };
    let mut writer = app.store.begin().await?;
    store::packages::put(&mut writer, visitor.actor.person, round, &waiting).await?;
    writer.commit().await?;
    let flash = format!("“{called}” is gelezen. Er is nog niets veranderd: kijk het na en bevestig.");
    done(&app, &visitor, path, &flash).await
}

/// Reads a file of any kind, or says why it cannot be read.
fn read(bytes: &[u8], bundle: &Bundle) -> Result<(Format, Contents), String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.trim_ascii_start().starts_with(b"{") {
        return Ok((Format::Json, json::read(bytes, bundle)?));
    }
    let (kind, sheets) = office::read(bytes).map_err(|fault| explain(&fault))?;
    let format = match kind {
        office::Kind::Ods => Format::Ods,
        office::Kind::Xlsx => Format::Xlsx,
    };
    Ok((format, sheet::read(&sheets, bundle)?))
}

fn explain(fault: &ReadFault) -> String {
    match fault {
        ReadFault::NotAWorkbook => "Dit bestand is geen rekenblad (.xlsx of .ods) dat het programma kan lezen, of het is beschadigd.".to_owned(),
        ReadFault::Locked => "Dit bestand is beveiligd met een wachtwoord, of het is een oud .xls-bestand. Bewaar het zonder wachtwoord als .xlsx of .ods.".to_owned(),
        ReadFault::Macros => "Dit bestand bevat macro’s. Bewaar het als gewoon rekenblad (.xlsx of .ods).".to_owned(),
        ReadFault::TooLarge => "Uitgepakt is dit bestand groter dan 8 MB. Haal er weg wat niet bij de bijdragen hoort.".to_owned(),
        ReadFault::TooMany => "Dit bestand heeft te veel bladen of cellen. Haal er weg wat niet bij de bijdragen hoort.".to_owned(),
        ReadFault::TooLong { sheet, row } => {
            format!("Blad “{sheet}” heeft iets staan in rij {row}; een blad heeft hoogstens {MAX_ROW} rijen. Haal de rijen onderaan weg.")
        }
        ReadFault::Broken(sheet) => format!("Blad “{sheet}” is beschadigd en niet te lezen."),
    }
}

/// A file that waits, as it is shown. `picked`: for goals that clash, what was chosen before.
pub(super) fn lay_out(
    waiting: &Waiting,
    contents: &Contents,
    bundle: &Bundle,
    judged: &[Judged<'_>],
    picked: &[(String, String)],
) -> Shown {
    let title = |one: &Judged<'_>| format!("{}. {}", one.goal.name(), one.goal.listed.goal.1);
    let same = judged.iter().filter_map(|one| match one.fate {
        Fate::Same(why) => Some((title(one), why.to_owned())),
        Fate::Changes { .. } | Fate::Clashes { .. } | Fate::Refused(_) => None,
    });
    let lines: Vec<Line> = judged.iter().filter_map(|one| shown_line(one, title(one), picked)).collect();
    let there = |goal: &&super::bundle::Goal| !judged.iter().any(|one| one.goal.name() == goal.name());
    let count = |word: &str| lines.iter().filter(|line| line.word == word).count();
    let same: Vec<_> = same.collect();
    let counts = [
        (count(CHANGES), "verandert", "veranderen"),
        (count(CLASHES), "botst met wat intussen is bewaard", "botsen met wat intussen is bewaard"),
        (count(REFUSED), "kan niet worden ingelezen", "kunnen niet worden ingelezen"),
        (same.len(), "blijft gelijk", "blijven gelijk"),
    ];
    let counts = counts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| match count {
        1 => format!("1 doel {one}"),
        count => format!("{count} doelen {many}"),
    });
    Shown {
        file: waiting.file.clone(),
        at: clock::short_moment(waiting.at),
        counts: counts.collect::<Vec<_>>().join(", "),
        takes: count(CHANGES) + count(CLASHES) > 0,
        lines,
        same,
        absent: bundle.writable().filter(there).map(super::bundle::Goal::name).collect(),
        notes: contents.notes.clone(),
    }
}

const CHANGES: &str = "verandert";
const CLASHES: &str = "botst";
const REFUSED: &str = "niet ingelezen";

/// How the choice of a goal is called in the form.
pub(super) fn choice_name(judged: &Judged<'_>) -> String {
    format!("keuze-{}", judged.goal.listed.goal.0)
}

/// How the revision of a goal is called in the form.
pub(super) fn version_name(judged: &Judged<'_>) -> String {
    format!("versie-{}", judged.goal.listed.goal.0)
}

fn shown_line(judged: &Judged<'_>, title: String, picked: &[(String, String)]) -> Option<Line> {
    let revision = judged.goal.listed.contribution.revision;
    let since = format!(
        "Op de site is intussen versie {revision} bewaard; dit bestand begon bij versie {}.",
        judged.based_on
    );
    let line = Line {
        title,
        href: judged.href(),
        tone: "danger",
        word: REFUSED,
        note: None,
        faults: Vec::new(),
        difference: None,
        version: Some((version_name(judged), revision)),
        choice: None,
    };
    match &judged.fate {
        Fate::Same(_) => None,
        Fate::Refused(faults) => Some(Line { faults: faults.clone(), version: None, ..line }),
        Fate::Changes { difference, meanwhile, .. } => {
            let note =
                meanwhile.then(|| format!("{since} Beide veranderden iets anders, dus beide blijven."));
            Some(Line { tone: "safe", word: CHANGES, note, difference: Some(difference.clone()), ..line })
        }
        Fate::Clashes { difference, .. } => {
            let name = choice_name(judged);
            let now = picked.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str());
            let choices = vec![
                Choice::new("bestand", "Neem over wat in het bestand staat", now),
                Choice::new("laten", "Laat staan wat er nu staat", now),
            ];
            let note = format!(
                "{since} Beide veranderden hetzelfde. Vergelijk en kies; de andere versie blijft in de geschiedenis of in uw bestand."
            );
            Some(Line {
                tone: "warning",
                word: CLASHES,
                note: Some(note),
                difference: Some(difference.clone()),
                choice: Some((name, choices)),
                ..line
            })
        }
    }
}
