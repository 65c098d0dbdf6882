//! What stands in a file that came back, whatever kind of file it is, with the place of everything in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{contribution::Content, id::ContributionId, strategy::Commitment},
    web::{
        contributions::{Typed, alone},
        form::Errors,
    },
};

/// The key of the reason for having nothing to report.
pub(super) const NONE: (&str, &str) = ("geen-bijdrage", "Geen bijdrage");

/// Everything in a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Package {
    /// By goal, in the order of the file.
    pub(super) goals: Vec<Filled>,
    /// What was passed over, and where.
    pub(super) notes: Vec<String>,
}

impl Package {
    /// Of a goal that stands in the file twice, neither is taken: which of the two counts is not ours to say.
    pub(super) fn refuse_twice(&mut self) {
        let places: Vec<_> = self.goals.iter().map(|goal| (goal.contribution, goal.place.clone())).collect();
        for goal in &mut self.goals {
            // One other says enough: all of them in each of them would be many more than there are.
            let same = places.iter().find(|(id, place)| *id == goal.contribution && *place != goal.place);
            let fault = same.map(|(_, place)| {
                Fault::new(
                    goal.place.clone(),
                    format!("Dit doel staat ook op {place}. Verwijder een van de twee."),
                )
            });
            goal.faults.extend(fault);
        }
    }
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fault {
    /// "blad “Doel 6”, cel D5".
    pub(super) place: String,
    /// What to do about it.
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

/// What a file says on one goal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Filled {
    /// Which contribution.
    pub(super) contribution: ContributionId,
    /// The revision that was in the file when it left.
    pub(super) based_on: u32,
    /// Where in the file: "blad “Doel 6”".
    pub(super) place: String,
    /// What was filled in.
    pub(super) typed: Typed,
    /// The reason for having nothing to report.
    pub(super) reason: String,
    /// Texts that were too long for a cell and did not go along, by their place in the form; the note comes after them.
    pub(super) withheld: Vec<usize>,
    /// Where each field stands, by the name it has in the form.
    pub(super) places: BTreeMap<String, String>,
    /// What cannot be read.
    pub(super) faults: Vec<Fault>,
}

impl Filled {
    /// What it says as a content, or all that is wrong with it. `base` is what was in the file when it left.
    pub(super) fn content(&self, commitments: &[Commitment], base: &Content) -> Result<Content, Vec<Fault>> {
        let mut typed = self.typed.clone();
        let kept = [&base.achieved, &base.obstacles, &base.outlook, &base.internal_note];
        for position in &self.withheld {
            let Some(text) = kept.get(*position) else { continue };
            match typed.texts.get_mut(*position) {
                Some(place) => text.as_str().clone_into(place),
                None => text.as_str().clone_into(&mut typed.note),
            }
        }
        let mut faults = self.faults.clone();
        let content = match typed.read(commitments) {
            Ok(content) => self.with_reason(content, &mut faults),
            Err(errors) => {
                faults.extend(self.placed(errors));
                Content::default()
            }
        };
        if faults.is_empty() { Ok(content) } else { Err(faults) }
    }

    /// With the reason for having nothing to report, when there is one.
    fn with_reason(&self, content: Content, faults: &mut Vec<Fault>) -> Content {
        alone(content, &self.reason).unwrap_or_else(|message| {
            faults.push(Fault::new(self.place_of(NONE.0), message));
            Content::default()
        })
    }

    fn placed(&self, errors: Errors) -> Vec<Fault> {
        errors.0.into_iter().map(|error| Fault::new(self.place_of(&error.field), error.message)).collect()
    }

    fn place_of(&self, field: &str) -> String {
        match self.places.get(field) {
            Some(place) => format!("{}, {place}", self.place),
            None => self.place.clone(),
        }
    }
}
