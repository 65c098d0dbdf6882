//! Beheer: the registers, and what stands between an empty installation and a running round, step by step.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::{Form, Visitor},
    page::{Layout, done, page},
    routes::{
        AccessOverview, ApprovalRules, Backups, CheckRegister, Mails, Ministries, NewPerson, Offices,
        OwnFactor, People, Setup, StandIns,
    },
};
use crate::{
    domain::{clock, person::Role},
    store::{
        self,
        setup::{Progress, Staffing},
    },
};

/// Which register was looked through.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CheckForm {
    register: String,
}

/// One step.
struct Step {
    title: &'static str,
    done: bool,
    note: String,
    /// Where it is done.
    href: String,
    link: &'static str,
    /// The register that may be marked as looked through.
    register: &'static str,
}

/// A register or a setting that has a page of its own.
pub(super) struct Register {
    pub(super) href: String,
    title: &'static str,
    note: &'static str,
}

/// All of them.
pub(super) fn registers() -> [Register; 7] {
    let register = |href: String, title, note| Register { href, title, note };
    [
        register(Ministries.to_string(), "Ministeries", "Hoe een ministerie vanaf welke dag heet"),
        register(Offices.to_string(), "Bewindspersonen", "Wie vanaf welke dag welke functie bekleedt"),
        register(ApprovalRules.to_string(), "Akkoordregels", "Hoeveel akkoordgevers akkoord moeten geven"),
        register(StandIns.to_string(), "Vervanging", "Wie akkoord geeft bij afwezigheid van een ander"),
        register(
            AccessOverview.to_string(),
            "Toegangsoverzicht",
            "Wie welke rechten heeft, om elk kwartaal na te lopen",
        ),
        register(Backups.to_string(), "Reservekopieën", "Wanneer voor het laatst alles is gekopieerd"),
        register(Mails.to_string(), "Mail", "Welke berichten zijn verstuurd, en welke niet aankomen"),
    ]
}

#[derive(Template)]
#[template(path = "pages/setup/show.html")]
struct SetupPage {
    layout: Layout,
    registers: [Register; 7],
    steps: Vec<Step>,
    left: usize,
    check: String,
    staffing: Vec<Staffing>,
}

pub(super) async fn show(_: Setup, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let (steps, staffing) = steps(&app, &visitor, &mut reader).await?;
    page(&SetupPage {
        layout: Layout::of(&app, &visitor),
        registers: registers(),
        left: steps.iter().filter(|step| !step.done).count(),
        steps,
        check: CheckRegister.to_string(),
        staffing,
    })
}

pub(super) async fn check(
    _: CheckRegister,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CheckForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let known = ["ministries", "offices"].into_iter().find(|register| *register == form.register);
    let register = known.ok_or_else(|| Error::Malformed("Kies wat u hebt nagekeken.".to_owned()))?;
    let mut writer = app.store.begin().await?;
    store::setup::check(&mut writer, register, visitor.actor.person, visitor.now).await?;
    let event = visitor.event(Role::Administrator, "check", "register", register);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    done(&app, &visitor, Setup, "Nagekeken. Ga door met de volgende stap.").await
}

/// Whether anything is left to do before a round runs.
pub(super) async fn is_done(app: &App, visitor: &Visitor) -> Result<bool> {
    let mut reader = app.store.read().await?;
    let (steps, _) = steps(app, visitor, &mut reader).await?;
    Ok(steps.iter().all(|step| step.done))
}

async fn steps(
    app: &App,
    visitor: &Visitor,
    reader: &mut SqliteConnection,
) -> Result<(Vec<Step>, Vec<Staffing>)> {
    let progress = store::setup::progress(reader).await?;
    let rounds = store::rounds::list(reader).await?;
    let newest = rounds.iter().max_by_key(|round| round.from).map(|round| round.id);
    let staffing = store::setup::staffing(reader, newest).await?;
    let factor = store::second_factors::find(reader, visitor.actor.person).await?;
    let secured = factor.is_some_and(|known| known.since.is_some())
        || !app.settings.second_factor.asks(&visitor.actor.roles);
    let steps = vec![
        Step {
            title: "Beveilig uw eigen account",
            done: secured,
            note: if secured {
                "Uw account is beveiligd.".to_owned()
            } else {
                "Stel een tweede factor in: een code uit een app, naast uw wachtwoord.".to_owned()
            },
            href: OwnFactor.to_string(),
            link: "Tweede factor instellen",
            register: "",
        },
        checked(
            "Kijk de ministeries na",
            "De namen van ministeries staan er al in. Klopt de lijst van vandaag?",
            progress.ministries_checked,
            (Ministries.to_string(), "Ministeries bekijken", "ministries"),
        ),
        checked(
            "Kijk de bewindspersonen na",
            "Wie vandaag minister of staatssecretaris is, hebt u nodig voor de brief aan de Kamers.",
            progress.offices_checked,
            (Offices.to_string(), "Bewindspersonen bekijken", "offices"),
        ),
        coordination(&progress),
        staffed(&staffing),
        Step {
            title: "De coördinator opent een ronde",
            done: progress.open_rounds > 0,
            note: match (progress.open_rounds, progress.rounds) {
                (0, 0) => {
                    "Dat doet de coördinator zelf, bij Rondes. U hoeft daar niets voor te doen.".to_owned()
                }
                (0, _) => "De ronde is gemaakt. De coördinator moet haar nog openen.".to_owned(),
                _ => "De ronde loopt.".to_owned(),
            },
            href: String::new(),
            link: "",
            register: "",
        },
    ];
    Ok((steps, staffing))
}

fn checked(
    title: &'static str,
    why: &'static str,
    at: Option<chrono::DateTime<chrono::Utc>>,
    (href, link, register): (String, &'static str, &'static str),
) -> Step {
    let note = at.map_or_else(
        || why.to_owned(),
        |at| format!("Nagekeken op {}.", clock::long_date(clock::local_date(at))),
    );
    Step { title, done: at.is_some(), note, href, link, register }
}

fn coordination(progress: &Progress) -> Step {
    let note = match (progress.coordinators, progress.publishers) {
        (0, 0) => {
            "Nodig een coördinator uit, die de ronde leidt, en een uitgever, die het rapport vrijgeeft. Dat zijn twee verschillende mensen."
        }
        (0, _) => "Er is een uitgever. Nodig nog een coördinator uit.",
        (_, 0) => "Er is een coördinator. Nodig nog een uitgever uit.",
        (_, _) => "Er is een coördinator en een uitgever.",
    };
    Step {
        title: "Nodig de coördinator en de uitgever uit",
        done: progress.coordinators > 0 && progress.publishers > 0,
        note: note.to_owned(),
        href: NewPerson.to_string(),
        link: "Persoon toevoegen",
        register: "",
    }
}

fn staffed(staffing: &[Staffing]) -> Step {
    let complete = staffing.iter().filter(|one| one.is_complete()).count();
    Step {
        title: "Nodig per ministerie een bijdrager en een akkoordgever uit",
        done: complete == staffing.len(),
        note: format!(
            "{complete} van {} ministeries hebben een bijdrager en een akkoordgever. Niemand geeft akkoord op eigen woorden, dus het zijn er minstens twee per ministerie.",
            staffing.len()
        ),
        href: if complete == staffing.len() { People.to_string() } else { NewPerson.to_string() },
        link: "Persoon toevoegen",
        register: "",
    }
}
