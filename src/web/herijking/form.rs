//! The form of a proposal as it was typed, and what can be read from it.

use std::collections::BTreeMap;

use super::{explain, world::World};
use crate::{
    domain::{
        clock,
        herijking::{Fate, PartOf, Plan, Target, Terms},
        id::GoalId,
        paper::PaperRef,
        strategy::{Change, Commitment},
        text::{self, Prose, Reason},
    },
    web::form::{self, Choice, Errors},
};

/// More new goals than this out of one is a new strategy.
const MOST_TARGETS: usize = 4;

/// Everything in the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    fields: BTreeMap<String, String>,
    /// Numbers of the goals that change.
    pub(super) goals: Vec<String>,
}

/// How a goal reads afterwards, as it was typed.
pub(super) struct TargetFields {
    /// From 1.
    pub(super) place: usize,
    pub(super) title: String,
    pub(super) promise: String,
    pub(super) number: String,
    pub(super) pillars: Vec<Choice>,
    pub(super) commitments: String,
}

/// What becomes of a commitment, as it was chosen.
pub(super) struct FateField {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) choices: Vec<Choice>,
}

impl Typed {
    pub(super) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (key, value) in pairs {
            let value = value.replace("\r\n", "\n");
            if key == "doel" {
                typed.goals.push(value);
            } else {
                typed.fields.insert(key, value);
            }
        }
        typed
    }

    pub(super) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    fn set(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.fields.insert(field.into(), value.into());
    }

    /// What is to happen; `None` while it was not chosen.
    pub(super) fn change(&self) -> Option<Change> {
        Change::read(self.get("soort")).filter(|change| *change != Change::Original)
    }

    /// Whether everything was chosen that the form itself depends on; else what is missing.
    pub(super) fn chosen(&self, world: &World) -> Result<Change, Errors> {
        let mut errors = Errors::default();
        let known = self.goals.iter().filter(|number| world.by_number(number).is_some()).count();
        let change = self.change();
        match change {
            None => errors.add("soort", "Kies wat u wilt veranderen."),
            Some(Change::Merged) if known < 2 => {
                errors.add("doel", "Kies ten minste twee doelen om samen te voegen.");
            }
            Some(change) if !matches!(change, Change::Added | Change::Merged) && known != 1 => {
                errors.add("doel", "Kies bij deze verandering precies één doel.");
            }
            Some(_) => {}
        }
        change.filter(|_| errors.is_empty()).ok_or(errors)
    }

    /// How many goals there are afterwards in place of those that change.
    pub(super) fn targets(&self) -> usize {
        match self.change() {
            Some(Change::Split) => self.get("aantal").parse().unwrap_or(2).clamp(2, MOST_TARGETS),
            Some(Change::Retired | Change::Original) | None => 0,
            Some(Change::Added | Change::Reworded | Change::Moved | Change::Merged) => 1,
        }
    }

    /// The form as it begins: with the words there are now, and numbers that are free.
    pub(super) fn prefilled(mut self, world: &World) -> Self {
        let ids = self.goal_ids(world);
        let now = ids.first().and_then(|goal| world.newest(*goal)).cloned();
        let stays = matches!(self.change(), Some(Change::Reworded | Change::Moved));
        let free = world.ledger.free_number();
        for (place, free) in (1..=self.targets()).zip(free..) {
            if let Some(now) = &now {
                self.set(format!("pijler-{place}"), now.pillar.to_string());
            }
            if let Some(now) = now.as_ref().filter(|_| stays) {
                self.set(format!("nummer-{place}"), now.number.to_string());
                self.set(format!("titel-{place}"), &*now.title);
                self.set(format!("belofte-{place}"), &*now.promise);
            } else {
                self.set(format!("nummer-{place}"), free.to_string());
            }
        }
        self
    }

    /// A proposal as its form.
    pub(super) fn of(plan: &Plan, terms: &Terms, world: &World) -> Self {
        let mut typed = Self {
            goals: plan.goals.iter().map(|goal| world.number(*goal).to_string()).collect(),
            ..Self::default()
        };
        typed.set("soort", plan.change.code());
        typed.set("aantal", plan.targets.len().to_string());
        for (place, target) in (1..).zip(&plan.targets) {
            typed.set(format!("pijler-{place}"), target.pillar.to_string());
            typed.set(format!("nummer-{place}"), target.number.to_string());
            typed.set(format!("titel-{place}"), &*target.title);
            typed.set(format!("belofte-{place}"), &*target.promise);
            typed.set(format!("inzet-{place}"), target.commitments.join("\n"));
        }
        for fate in &plan.fates {
            if let Some((_, commitment)) = world.commitment(fate.commitment) {
                let to = fate.target.map_or_else(|| "vervalt".to_owned(), |place| (place + 1).to_string());
                typed.set(format!("lot-{}", commitment.number), to);
            }
        }
        for (ministry, part) in &plan.ministries {
            let part = match part {
                PartOf::Lead => "trekker",
                PartOf::Contributing => "bijdrager",
            };
            typed.set(format!("rol-{ministry}"), part);
        }
        typed.set("verder", plan.heir.map_or_else(String::new, |heir| world.number(heir).to_string()));
        typed.set("ingang", clock::typed_date(terms.from));
        typed.set("reden", &*terms.reason);
        typed.set("kamerstuk", terms.paper.clone().unwrap_or_default());
        typed.set("aanleiding", terms.cause.map_or_else(String::new, |cause| cause.to_string()));
        typed
    }

    pub(super) fn goal_ids(&self, world: &World) -> Vec<GoalId> {
        self.goals.iter().filter_map(|number| world.by_number(number)).collect()
    }

    /// The commitments of the goals that change.
    fn commitments<'w>(&self, world: &'w World) -> Vec<&'w Commitment> {
        let of = |goal| world.commitments.get(&goal).into_iter().flatten();
        self.goal_ids(world).into_iter().flat_map(of).collect()
    }

    pub(super) fn target_fields(&self, world: &World) -> Vec<TargetFields> {
        let fields = (1..=self.targets()).map(|place| {
            let get = |field: &str| self.get(&format!("{field}-{place}")).to_owned();
            let pillar = get("pijler");
            let choice = |one: &crate::domain::strategy::Pillar| {
                Choice::new(one.number.to_string(), format!("{}. {}", one.number, one.title), &pillar)
            };
            TargetFields {
                place,
                title: get("titel"),
                promise: get("belofte"),
                number: get("nummer"),
                pillars: world.pillars.iter().map(choice).collect(),
                commitments: get("inzet"),
            }
        });
        fields.collect()
    }

    pub(super) fn fate_fields(&self, world: &World) -> Vec<FateField> {
        let targets = self.targets();
        if !matches!(self.change(), Some(Change::Reworded | Change::Split | Change::Merged)) {
            return Vec::new();
        }
        let fields = self.commitments(world).into_iter().map(|commitment| {
            let name = format!("lot-{}", commitment.number);
            let picked = self.get(&name).to_owned();
            let picked = if picked.is_empty() { "1".to_owned() } else { picked };
            let to = |place: usize| {
                let label = match self.change() {
                    Some(Change::Split) => format!("gaat naar nieuw doel {place}"),
                    Some(Change::Merged) => "gaat over naar het nieuwe doel".to_owned(),
                    _ => "blijft".to_owned(),
                };
                Choice::new(place.to_string(), label, &picked)
            };
            let mut choices: Vec<Choice> = (1..=targets).map(to).collect();
            choices.push(Choice::new("vervalt", "vervalt", &picked));
            FateField { name, label: format!("{} {}", commitment.number, commitment.text), choices }
        });
        fields.collect()
    }

    /// The plan with its terms, or everything that is wrong with it, checked against the goals as they are.
    pub(super) fn read(&self, world: &World) -> Result<(Plan, Terms), Errors> {
        let change = self.chosen(world)?;
        let mut errors = Errors::default();
        let targets: Vec<Target> =
            (1..=self.targets()).map(|place| self.target(place, world, &mut errors)).collect();
        let fates = self.commitments(world).into_iter().filter_map(|commitment| {
            let to = self.get(&format!("lot-{}", commitment.number));
            let target = match to {
                "" => return None,
                "vervalt" => None,
                place => Some(place.parse::<usize>().ok()?.checked_sub(1)?),
            };
            Some(Fate { commitment: commitment.id, target })
        });
        let ministries = world.ministries.iter().filter_map(|ministry| {
            let part = match self.get(&format!("rol-{}", ministry.code)) {
                "trekker" => PartOf::Lead,
                "bijdrager" => PartOf::Contributing,
                _ => return None,
            };
            Some((ministry.code.clone(), part))
        });
        let plan = Plan {
            change,
            goals: self.goal_ids(world),
            targets,
            fates: fates.collect(),
            heir: world.by_number(self.get("verder")).filter(|_| change == Change::Retired),
            ministries: if change == Change::Added { ministries.collect() } else { Vec::new() },
        };
        let terms = self.terms(world, &mut errors);
        if let Some(terms) = terms {
            match world.ledger.draw_up(&plan, &terms, GoalId::new) {
                Ok(_) if errors.is_empty() => return Ok((plan, terms)),
                Ok(_) => {}
                Err(faults) => {
                    for fault in explain(&faults, |goal| world.number(goal)).0 {
                        if errors.of(&fault.field).is_none() {
                            errors.0.push(fault);
                        }
                    }
                }
            }
        }
        Err(errors)
    }

    fn target(&self, place: usize, world: &World, errors: &mut Errors) -> Target {
        let field = |name: &str| format!("{name}-{place}");
        let stays = matches!(self.change(), Some(Change::Reworded));
        let now =
            self.goal_ids(world).first().and_then(|goal| world.newest(*goal)).filter(|_| stays).cloned();
        let title = errors.read(&field("titel"), "Titel", text::line(self.get(&field("titel"))));
        let promise =
            errors.read(&field("belofte"), "Wat het doel belooft", Prose::parse(self.get(&field("belofte"))));
        let mut commitments = Vec::new();
        for line in self.get(&field("inzet")).lines().filter(|line| !line.trim().is_empty()) {
            commitments.extend(errors.read(&field("inzet"), "Nieuwe inzet", text::line(line)));
        }
        let moved = matches!(self.change(), Some(Change::Moved));
        let words =
            self.goal_ids(world).first().and_then(|goal| world.newest(*goal)).filter(|_| moved).cloned();
        Target {
            pillar: now
                .as_ref()
                .map_or_else(|| self.get(&field("pijler")).parse().unwrap_or(0), |now| now.pillar),
            number: now
                .as_ref()
                .map_or_else(|| self.get(&field("nummer")).trim().parse().unwrap_or(0), |now| now.number),
            // To move is to move: words are changed by rewording.
            title: words.as_ref().map_or_else(|| title.unwrap_or_default(), |now| now.title.clone()),
            promise: words.as_ref().map_or_else(
                || promise.map(|text| text.to_string()).unwrap_or_default(),
                |now| now.promise.clone(),
            ),
            commitments,
        }
    }

    fn terms(&self, world: &World, errors: &mut Errors) -> Option<Terms> {
        let from = form::date(self.get("ingang"))
            .map_err(|message| errors.add("ingang", format!("Datum van ingang. {message}")))
            .ok();
        let reason = errors.read("reden", "Reden", Reason::parse(self.get("reden")));
        let paper = self.get("kamerstuk").trim();
        let paper = if paper.is_empty() {
            Some(None)
        } else if let Ok(paper) = PaperRef::parse(paper) {
            Some(Some(paper.to_string()))
        } else {
            errors.add("kamerstuk", "Besluit: schrijf het Kamerstuk als “33 694, nr. 43”, of laat het veld leeg zolang het nummer er niet is.");
            None
        };
        let cause = world.developments.iter().find(|one| one.id.to_string() == self.get("aanleiding"));
        Some(Terms {
            from: from?,
            reason: reason?.as_str().to_owned(),
            paper: paper?,
            cause: cause.map(|one| one.id),
        })
    }
}
