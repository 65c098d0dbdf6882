//! The letter to parliament: its fields, and how it will read.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result, desk,
    difference::Difference,
    download,
    extract::{Form, Visitor},
    form::{Choice, Errors},
    newer::{self, newer},
    page::{Crumb, Layout, done, page, page_with},
    routes::{EditLetter, LetterPdf, ShowLetter},
};
use crate::{
    domain::{
        access::{Correspond, Permit},
        clock,
        letter::{LetterInput, LetterRefused},
        office::Rank,
        paper::House,
        person::Role,
        round::Round,
        text::{self, Prose},
    },
    press,
    render::html::content_security_policy,
    report::{Letter, compile_letter},
    store::{self, letters, offices},
};

/// The letter as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct LetterForm {
    versie: u32,
    referentie: String,
    datum: String,
    betreft: String,
    bijlagen: String,
    tekst: String,
    ondertekenaar: String,
    namens: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/letters/edit.html")]
struct LetterPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    form: LetterForm,
    signatories: Vec<Choice>,
    on_behalf: Vec<Choice>,
    /// What keeps the kept letter from being sent.
    faults: Vec<String>,
    /// How it will read: what for, as a page, as a PDF.
    shown: Vec<(&'static str, String, String)>,
    may_change: bool,
    newer: Option<Difference>,
    errors: Errors,
}

/// A letter that is being written.
struct Case {
    round: Round,
    kept: letters::Letter,
    known: Vec<offices::Listed>,
    faults: Vec<LetterRefused>,
}

impl Case {
    async fn open(connection: &mut SqliteConnection, visitor: &Visitor, slug: &str) -> Result<Self> {
        let round = desk::overseen(connection, visitor, slug).await?;
        let kept = letters::find(connection, round.id).await?;
        let kept = match kept {
            Some(kept) => kept,
            None => proposal(connection, &round).await?,
        };
        let on = kept.date.unwrap_or(round.reference_date);
        let known = offices::list(connection, on).await?;
        let input = letters::gather(connection, &round).await?;
        let faults = input.map(|input| input.faults()).unwrap_or_default();
        Ok(Self { round, kept, known, faults })
    }

    fn permit(&self, visitor: &Visitor) -> Result<Permit<Correspond>> {
        let permit = visitor.actor.may_correspond()?;
        if self.round.accepts_composing() {
            Ok(permit)
        } else {
            Err(Error::Conflict(
                "De brief kan nu niet worden gewijzigd. Dat kan tot de editie is vastgesteld.".to_owned(),
            ))
        }
    }
}

/// What a letter begins with: the ministers of the ministries that contribute, and the report as its attachment.
async fn proposal(connection: &mut SqliteConnection, round: &Round) -> Result<letters::Letter> {
    let known = offices::list(connection, round.reference_date).await?;
    let assigned = store::rounds::assignments(connection, round.id).await?;
    let involved = |office: &offices::Listed| {
        assigned.values().flatten().any(|assignment| assignment.ministry == office.ministry)
    };
    let mut ministers = known
        .iter()
        .filter(|listed| listed.office.rank == Rank::Minister && involved(listed))
        .map(|listed| listed.id.clone());
    let subject = format!("Voortgangsrapportage {}", round.label);
    Ok(letters::Letter {
        attachments: vec![subject.clone()],
        subject,
        signatory: ministers.next(),
        on_behalf: ministers.collect(),
        ..letters::Letter::default()
    })
}

pub(super) async fn edit(path: EditLetter, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::open(&mut reader, &visitor, &path.round).await?;
    let form = LetterForm::of(&case.kept);
    page(&letter_page(&app, &visitor, &case, form, Errors::default()))
}

pub(super) async fn update(
    path: EditLetter,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LetterForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let case = Case::open(&mut writer, &visitor, &path.round).await?;
    case.permit(&visitor)?;
    if form.versie != case.kept.version {
        let theirs = LetterForm::of(&case.kept);
        let fields = theirs.beside(&form);
        let newer = Some(newer(&fields));
        let page = letter_page(&app, &visitor, &case, form, Errors::default());
        return page_with(StatusCode::CONFLICT, &LetterPage { newer, ..page });
    }
    let letter = match form.read(&case) {
        Ok(letter) => letter,
        Err(errors) => {
            let page = letter_page(&app, &visitor, &case, form, errors);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let role = if visitor.actor.is(Role::Publisher) { Role::Publisher } else { Role::Coordinator };
    let event = visitor.event(role, "save", "letter", &path.round);
    letters::save(&mut writer, case.round.id, &letter, visitor.actor.person, &event).await?;
    let left = letters::gather(&mut writer, &case.round).await?.map_or(0, |input| input.faults().len());
    writer.commit().await?;
    let flash = match left {
        0 => "De brief is bewaard en is compleet.".to_owned(),
        1 => "De brief is bewaard. Er ontbreekt nog één ding.".to_owned(),
        left => format!("De brief is bewaard. Er ontbreken nog {left} dingen."),
    };
    done(&app, &visitor, EditLetter { round: path.round }, &flash).await
}

/// The letter as it will read.
pub(super) async fn show(path: ShowLetter, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let letter = made(&app, &visitor, &path.round, &path.house).await?;
    let mut response = Html(press::letter_html(&letter)).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy()));
    Ok(response)
}

/// The same as PDF.
pub(super) async fn pdf(path: LetterPdf, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let letter = made(&app, &visitor, &path.round, &path.house).await?;
    app.exports.take(&visitor)?;
    let pdf = press::letter_pdf(&letter).map_err(press::PressError::from)?;
    let name = download::inline(&format!("brief-{}-{}.pdf", path.round, path.house));
    let kind = HeaderValue::from_static("application/pdf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], pdf).into_response())
}

async fn made(app: &App, visitor: &Visitor, slug: &str, house: &str) -> Result<Letter> {
    let house = House::ALL.into_iter().find(|known| known.slug() == house).ok_or(Error::NotFound)?;
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, visitor, slug).await?;
    let input = letters::gather(&mut reader, &round).await?.ok_or(Error::NotFound)?;
    compile_letter(&app.settings.definition, &LetterInput { house, ..input }).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(LetterRefused::dutch).collect();
        Error::Conflict(faults.join(" "))
    })
}

impl LetterForm {
    fn of(kept: &letters::Letter) -> Self {
        Self {
            versie: kept.version,
            referentie: kept.reference.clone(),
            datum: kept.date.map(clock::typed_date).unwrap_or_default(),
            betreft: kept.subject.clone(),
            bijlagen: kept.attachments.join("\n"),
            tekst: kept.body.to_string(),
            ondertekenaar: kept.signatory.clone().unwrap_or_default(),
            namens: kept.on_behalf.clone(),
        }
    }

    /// Their texts beside what was typed.
    fn beside<'a>(&'a self, typed: &'a Self) -> Vec<newer::Field<'a>> {
        [
            ("referentie", "Onze referentie", &self.referentie, &typed.referentie),
            ("datum", "Datum", &self.datum, &typed.datum),
            ("betreft", "Betreft", &self.betreft, &typed.betreft),
            ("bijlagen", "Bijlagen", &self.bijlagen, &typed.bijlagen),
            ("tekst", "Tekst", &self.tekst, &typed.tekst),
        ]
        .into_iter()
        .map(|(key, label, theirs, typed)| newer::Field { key, label, theirs, typed })
        .collect()
    }

    /// What can be kept. A letter may be kept unfinished; only what cannot be read is refused.
    fn read(&self, case: &Case) -> Result<letters::Letter, Errors> {
        let mut errors = Errors::default();
        let date = match self.datum.trim() {
            "" => None,
            typed => {
                let date = clock::read_date(typed);
                if date.is_none() {
                    errors.add("datum", "Schrijf de datum als dag-maand-jaar, zoals 27-03-2020.");
                }
                date
            }
        };
        let body = errors.read("tekst", "Tekst", Prose::parse(&self.tekst));
        for (field, label, typed) in [
            ("referentie", "Onze referentie", &self.referentie),
            ("betreft", "Betreft", &self.betreft),
            ("bijlagen", "Bijlagen", &self.bijlagen),
        ] {
            errors.read(field, label, Prose::parse(typed));
        }
        let known = |id: &&String| case.known.iter().any(|listed| listed.id == **id);
        match body {
            Some(body) if errors.is_empty() => Ok(letters::Letter {
                version: case.kept.version,
                reference: self.referentie.trim().to_owned(),
                date,
                subject: self.betreft.trim().to_owned(),
                attachments: lines(&self.bijlagen),
                body,
                signatory: Some(&self.ondertekenaar).filter(known).cloned(),
                on_behalf: self.namens.iter().filter(known).cloned().collect(),
            }),
            _ => Err(errors),
        }
    }
}

fn lines(typed: &str) -> Vec<String> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn letter_page(app: &App, visitor: &Visitor, case: &Case, form: LetterForm, errors: Errors) -> LetterPage {
    let label = |listed: &offices::Listed| match &listed.office.holder {
        Some(holder) => format!("{}, {holder}", listed.office.title),
        None => format!("{} (niet vervuld)", listed.office.title),
    };
    let choice = |listed: &offices::Listed, chosen| Choice {
        value: listed.id.clone(),
        label: label(listed),
        description: String::new(),
        chosen,
    };
    let begun = case.kept.version > 0;
    let shown = House::ALL.into_iter().filter(|_| begun && case.faults.is_empty()).map(|house| {
        let (round, house_name) = (case.round.slug.clone(), house.slug().to_owned());
        let pdf = LetterPdf { round: round.clone(), house: house_name.clone() };
        (house.dutch(), ShowLetter { round, house: house_name }.to_string(), pdf.to_string())
    });
    LetterPage {
        layout: Layout::of(app, visitor),
        trail: desk::trail(&case.round),
        round: case.round.label.clone(),
        signatories: case.known.iter().map(|one| choice(one, one.id == form.ondertekenaar)).collect(),
        on_behalf: case.known.iter().map(|one| choice(one, form.namens.contains(&one.id))).collect(),
        faults: case.faults.iter().map(LetterRefused::dutch).collect(),
        shown: shown.collect(),
        may_change: case.permit(visitor).is_ok(),
        newer: None,
        form: LetterForm { versie: case.kept.version, ..form },
        errors,
    }
}

/// The most characters a text may have, for its form.
const MAX: usize = text::MAX_CHARACTERS;
