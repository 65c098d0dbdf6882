//! Erratum: corrections typed, shown as they will read, and frozen, in one go.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    extract::{Form, Visitor},
    form::Errors,
    page::{Crumb, Layout, done, page, page_with},
    routes::{Freeze, NewErratum, ShowEdition},
};
use crate::{
    domain::{
        correction::{Correction, Place},
        edition::{self, Frozen},
        round::Round,
        text::Reason,
    },
    press::{self, PressError},
    report::{Block, Found, Inline, Report},
    store,
};

/// One correction as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    place: String,
    stated: String,
    correct: String,
    reason: String,
}

/// All that was sent.
#[derive(Debug, Default)]
struct Sent {
    rows: Vec<Typed>,
    act: String,
    /// The number that the erratum was shown to get.
    number: Option<u32>,
}

impl Sent {
    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        let mut rows = BTreeMap::<u32, Typed>::new();
        for (key, value) in pairs {
            let value = value.replace("\r\n", "\n");
            match key.split_once('-').map(|(part, row)| (part, row.parse())) {
                Some(("plaats", Ok(row))) => rows.entry(row).or_default().place = value,
                Some(("staat", Ok(row))) => rows.entry(row).or_default().stated = value,
                Some(("moet", Ok(row))) => rows.entry(row).or_default().correct = value,
                Some(("reden", Ok(row))) => rows.entry(row).or_default().reason = value,
                _ if key == "doe" => sent.act = value,
                _ if key == "editie" => sent.number = value.parse().ok(),
                _ => {}
            }
        }
        // A row left empty was one too many, unless there is no other.
        sent.rows = rows.into_values().filter(|row| *row != Typed::default()).collect();
        if sent.rows.is_empty() {
            sent.rows.push(Typed::default());
        }
        sent
    }
}

/// A correction in the form.
struct Row {
    place: usize,
    typed: Typed,
    /// What is wrong with each field, in their order.
    errors: [Option<String>; 4],
}

#[derive(Template)]
#[template(path = "pages/errata/new.html")]
struct ErratumPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    number: u32,
    rows: Vec<Row>,
    errors: Errors,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/errata/check.html")]
struct CheckPage {
    layout: Layout,
    trail: Vec<Crumb>,
    conflict: Option<String>,
    hidden: Vec<(String, String)>,
    preview: Preview,
}

/// An erratum as it will read.
struct Preview {
    title: String,
    subtitle: String,
    status: String,
    heading: String,
    intro: Vec<String>,
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<Vec<String>>>,
}

/// An edition that can be corrected.
struct Case {
    round: Round,
    frozen: Frozen,
}

impl Case {
    async fn open(connection: &mut SqliteConnection, path: &NewErratum) -> Result<Self> {
        let round = store::rounds::get(connection, &path.round).await?;
        let frozen = store::editions::find(connection, &path.round, path.number).await?;
        Ok(Self { round, frozen: frozen.ok_or(Error::NotFound)? })
    }
}

/// The form, with room for one correction.
pub(super) async fn new(path: NewErratum, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &path).await?;
    let editions = store::editions::list(&mut reader, false).await?;
    let chain = case.frozen.chain(editions.iter().map(|listed| &listed.edition));
    edition::may_correct(&permit, &case.frozen, &chain).map_err(PressError::from)?;
    page(&form_page(&app, &visitor, &case, vec![Typed::default()], Errors::default()))
}

/// Adds a row, shows how it will read, goes back to the form, or freezes.
pub(super) async fn create(
    path: NewErratum,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let permit = visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &path).await?;
    let Sent { mut rows, act, number } = Sent::from_pairs(pairs);
    if act == "erbij" || act == "bewerken" {
        rows.extend((act == "erbij").then(Typed::default));
        return page(&form_page(&app, &visitor, &case, rows, Errors::default()));
    }
    let corrections = match read(&rows) {
        Ok(corrections) => corrections,
        Err(errors) => return refuse(&app, &visitor, &case, rows, errors),
    };
    let definition = &app.settings.definition;
    let draft = press::draft_erratum(&mut writer, &permit, definition, &case.frozen, &corrections).await;
    let report = match draft {
        Ok(report) => report,
        Err(PressError::Misquoted(misquoted)) => {
            return refuse(&app, &visitor, &case, rows, misquotes(&misquoted, path.number));
        }
        Err(other) => return Err(other.into()),
    };
    if act != "vaststellen" {
        return page(&check_page(&app, &visitor, &case, &rows, &report, None));
    }
    if number != report.meta.edition {
        let said = "Intussen is een andere editie vastgesteld. Kijk of dit erratum nog nodig is; het krijgt een ander nummer.";
        let page = check_page(&app, &visitor, &case, &rows, &report, Some(said.to_owned()));
        return page_with(StatusCode::CONFLICT, &page);
    }
    let (by, origin) = (visitor.actor.person, visitor.origin.to_string());
    let frozen = press::freeze_erratum(
        &mut writer,
        &permit,
        definition,
        &case.frozen,
        &corrections,
        by,
        visitor.now,
        &origin,
    )
    .await;
    let frozen = match frozen {
        Ok(frozen) => frozen,
        Err(PressError::Pdf(fault)) => {
            let mut errors = Errors::default();
            errors.add("plaats-1", Error::from(PressError::Pdf(fault)).message());
            return refuse(&app, &visitor, &case, rows, errors);
        }
        Err(other) => return Err(other.into()),
    };
    writer.commit().await?;
    let flash =
        "Het erratum is vastgesteld. Een uitgever die het niet heeft vastgesteld, kan het nu vrijgeven.";
    done(&app, &visitor, ShowEdition { round: path.round, number: frozen.number }, flash).await
}

fn read(rows: &[Typed]) -> Result<Vec<Correction>, Errors> {
    let mut errors = Errors::default();
    let mut corrections = Vec::new();
    for (row, typed) in (1..).zip(rows) {
        let place = errors.read(&format!("plaats-{row}"), "Plaats", Place::parse(&typed.place));
        let stated = errors.read(&format!("staat-{row}"), "Er staat", Reason::parse(&typed.stated));
        let correct = errors.read(&format!("moet-{row}"), "Moet zijn", Reason::parse(&typed.correct));
        let reason = errors.read(&format!("reden-{row}"), "Reden", Reason::parse(&typed.reason));
        let (Some(place), Some(stated), Some(correct), Some(reason)) = (place, stated, correct, reason)
        else {
            continue;
        };
        match Correction::new(place, stated, correct, reason) {
            Ok(correction) => corrections.push(correction),
            Err(_) => errors
                .add(format!("moet-{row}"), "Dit is hetzelfde als wat er staat. Schrijf wat het moet zijn."),
        }
    }
    if errors.is_empty() { Ok(corrections) } else { Err(errors) }
}

/// What was quoted wrongly, in a person's words.
fn misquotes(misquoted: &[(usize, Found)], number: u32) -> Errors {
    let mut errors = Errors::default();
    for (index, found) in misquoted {
        let row = index + 1;
        match found {
            Found::Here => {}
            Found::NoSuchPlace => errors.add(
                format!("plaats-{row}"),
                format!("Editie {number} heeft geen alinea met dit nummer en geen kop met deze woorden."),
            ),
            Found::Nowhere => errors.add(
                format!("staat-{row}"),
                format!("Deze woorden staan niet in editie {number}. Neem ze precies over uit het rapport."),
            ),
            Found::Elsewhere(places) => {
                let shown = places.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
                let more = if places.len() > 5 { " en verder" } else { "" };
                errors.add(
                    format!("staat-{row}"),
                    format!("Deze woorden staan niet op de plaats die u noemt, maar hier: {shown}{more}."),
                );
            }
        }
    }
    errors
}

/// The form comes back with everything that was typed.
fn refuse(app: &App, visitor: &Visitor, case: &Case, rows: Vec<Typed>, errors: Errors) -> Result<Response> {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page(app, visitor, case, rows, errors))
}

fn trail(case: &Case) -> Vec<Crumb> {
    let (round, number) = (&case.round, case.frozen.number);
    let mut trail = desk::trail(round);
    trail.push(Crumb::new("Edities", Freeze { round: round.slug.clone() }));
    trail.push(Crumb::new(format!("Editie {number}"), ShowEdition { round: round.slug.clone(), number }));
    trail
}

fn form_page(app: &App, visitor: &Visitor, case: &Case, rows: Vec<Typed>, errors: Errors) -> ErratumPage {
    let number = case.frozen.number;
    let rows = (1..).zip(rows).map(|(place, typed)| {
        let error = |field: &str| errors.of(&format!("{field}-{place}")).map(str::to_owned);
        let errors = ["plaats", "staat", "moet", "reden"].map(error);
        Row { place, typed, errors }
    });
    ErratumPage {
        layout: Layout::of(app, visitor),
        trail: trail(case),
        round: case.round.label.clone(),
        number,
        rows: rows.collect(),
        errors,
        back: ShowEdition { round: case.round.slug.clone(), number }.to_string(),
    }
}

fn check_page(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    rows: &[Typed],
    report: &Report,
    conflict: Option<String>,
) -> CheckPage {
    let mut hidden = Vec::new();
    for (row, typed) in (1..).zip(rows) {
        for (name, value) in [
            ("plaats", &typed.place),
            ("staat", &typed.stated),
            ("moet", &typed.correct),
            ("reden", &typed.reason),
        ] {
            hidden.push((format!("{name}-{row}"), value.clone()));
        }
    }
    hidden.push(("editie".to_owned(), report.meta.edition.unwrap_or_default().to_string()));
    CheckPage {
        layout: Layout::of(app, visitor),
        trail: trail(case),
        conflict,
        hidden,
        preview: Preview::of(report),
    }
}

impl Preview {
    fn of(report: &Report) -> Self {
        let mut preview = Self {
            title: report.meta.title.clone(),
            subtitle: report.meta.subtitle.clone(),
            status: report.meta.status.clone(),
            heading: String::new(),
            intro: Vec::new(),
            caption: String::new(),
            heads: Vec::new(),
            rows: Vec::new(),
        };
        for section in report.walk() {
            preview.heading.clone_from(&section.title);
            for block in &section.blocks {
                match block {
                    Block::Paragraph(paragraph) => preview.intro.push(Inline::words(&paragraph.text)),
                    Block::Table(table) => {
                        preview.caption.clone_from(&table.caption);
                        preview.heads = table.columns.iter().map(|column| column.head.clone()).collect();
                        let words = |line: &Vec<Inline>| Inline::words(line);
                        preview.rows.extend(table.rows.iter().map(|row| {
                            row.cells.iter().map(|cell| cell.lines.iter().map(words).collect()).collect()
                        }));
                    }
                    Block::List(_) | Block::Figure(_) | Block::Panel(_) => {}
                }
            }
        }
        preview
    }
}
