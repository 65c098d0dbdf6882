//! Herijking: proposing a change of the goals, laying it before the ministries that hold them, deciding.
//!
//! The coordinator writes and decides. A ministry that is asked reads the proposal and says what it thinks; for all
//! others it does not exist until it is decided, and then shows as a change of the strategy.

mod act;
mod effects;
mod form;
mod index;
mod show;
mod world;
mod write;

pub(super) use self::{
    act::{decide, lay_before, say},
    index::index,
    show::show,
    write::{create, edit, new, update},
};

use super::{form::Errors, page::Crumb, routes::Proposals, strategies};
use crate::{domain::herijking::Fault, store::strategies::Outline};

/// The way back from a proposal.
fn trail(outline: &Outline) -> Vec<Crumb> {
    let mut trail = strategies::trail(outline);
    trail.push(Crumb::new("Herijking", Proposals { strategy: outline.id.clone() }));
    trail
}

/// Everything that stands in the way of a plan, by the field where it is mended.
fn explain(faults: &[Fault], number_of: impl Fn(crate::domain::id::GoalId) -> u32) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let (field, message) = said(fault, &number_of);
        if !errors.0.iter().any(|known| known.field == field && known.message == message) {
            errors.add(field, message);
        }
    }
    errors
}

fn said(fault: &Fault, number_of: impl Fn(crate::domain::id::GoalId) -> u32) -> (String, String) {
    use crate::domain::clock::long_date;
    let at = |field: &str, place: usize| format!("{field}-{}", place + 1);
    match fault {
        Fault::BeforeStrategy(begins) => (
            "ingang".into(),
            format!("Datum van ingang: kies een dag na {}, de eerste dag van de strategie.", long_date(*begins)),
        ),
        Fault::Settled(day) => (
            "ingang".into(),
            format!(
                "Datum van ingang: kies een dag na {}. Dat is de peildatum van een ronde die is vastgesteld, en die verandert niet meer.",
                long_date(*day)
            ),
        ),
        Fault::NotLiving(goal) => {
            ("ingang".into(), format!("Doel {} geldt niet op de datum van ingang.", number_of(*goal)))
        }
        Fault::LaterVersion(goal, day) => (
            "ingang".into(),
            format!(
                "Datum van ingang: over doel {} is al iets besloten per {}. Kies een latere dag.",
                number_of(*goal),
                long_date(*day)
            ),
        ),
        Fault::WrongGoals => ("soort".into(), "Kies bij deze verandering het juiste aantal doelen.".into()),
        Fault::WrongTargets => ("soort".into(), "Het aantal doelen dat ontstaat, klopt niet.".into()),
        Fault::GoalTwice => ("soort".into(), "Een doel is twee keer gekozen.".into()),
        Fault::NoSuchPillar(place) => (at("pijler", *place), "Kies een pijler.".into()),
        Fault::NumberTaken(place) => (
            at("nummer", *place),
            "Nummer: kies een getal dat nog nooit bij een ander doel hoorde. Een nummer wordt niet opnieuw gebruikt.".into(),
        ),
        Fault::NoTitle(place) => (at("titel", *place), "Vul in: Titel.".into()),
        Fault::TitleTaken(place) => (at("titel", *place), "Titel: een ander doel heet al zo.".into()),
        Fault::NoChange => ("soort".into(), "Er verandert niets. Pas iets aan, of laat het voorstel weg.".into()),
        Fault::NobodyLeads => {
            ("rol".into(), "Kies ten minste één ministerie als trekker van het nieuwe doel.".into())
        }
        Fault::Commitment(_) => (
            "soort".into(),
            "De inzet van het doel is intussen veranderd. Open het voorstel opnieuw.".into(),
        ),
        Fault::HeirNotLiving => {
            ("verder".into(), "Waar het verdergaat: kies een ander doel, dat op de datum van ingang geldt.".into())
        }
    }
}
