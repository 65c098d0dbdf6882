//! An entry of the register as it is typed or stands in a list, and what it may refer to.

use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        facts::RequestKind,
        id::RequestId,
        ministry::Ministry,
        paper::{House, PaperFault, PaperRef},
        round::Round,
        strategy::Goal,
        text::{self, Reason},
    },
    report::typography::capitalised,
    store::{
        self,
        requests::{Known, NewRequest},
    },
    web::{
        Result,
        form::{self, Choice, Errors},
    },
};

/// An entry as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RequestForm {
    pub(super) versie: u32,
    pub(super) soort: String,
    pub(super) kamer: String,
    pub(super) kamerstuk: String,
    pub(super) titel: String,
    pub(super) indiener: String,
    pub(super) datum: String,
    pub(super) termijn: String,
    pub(super) doel: String,
    pub(super) ministerie: String,
}

impl RequestForm {
    /// An entry as the form shows it.
    pub(super) fn of(version: u32, entry: &NewRequest, lists: &Lists) -> Self {
        let goal = lists.goals.iter().find(|goal| Some(goal.id) == entry.goal);
        Self {
            versie: version,
            soort: entry.kind.code().to_owned(),
            kamer: entry.house.code().to_owned(),
            kamerstuk: entry.paper.clone().unwrap_or_default(),
            titel: entry.title.clone(),
            indiener: entry.proposer.clone(),
            datum: clock::typed_date(entry.date),
            termijn: entry.due.map(clock::typed_date).unwrap_or_default(),
            doel: goal.map(|goal| goal.number.to_string()).unwrap_or_default(),
            ministerie: entry.ministry.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// The fields of an entry with their choices.
pub(super) struct Fields {
    pub(super) kinds: Vec<Choice>,
    pub(super) houses: Vec<Choice>,
    pub(super) goals: Vec<Choice>,
    pub(super) ministries: Vec<Choice>,
    pub(super) form: RequestForm,
    pub(super) errors: Errors,
}

impl Fields {
    /// With what was typed and what is wrong with it.
    pub(super) fn new(lists: &Lists, form: RequestForm, errors: Errors) -> Self {
        let kind = |kind: RequestKind| Choice::new(kind.code(), capitalised(kind.dutch()), &form.soort);
        let house = |house: House| Choice::new(house.code(), house.dutch(), &form.kamer);
        let goal = |goal: &Goal| {
            Choice::new(goal.number.to_string(), format!("{}. {}", goal.number, goal.title), &form.doel)
        };
        let ministry = |one: &Ministry| Choice::new(one.code.as_str(), &one.short, &form.ministerie);
        Self {
            kinds: RequestKind::ALL.map(kind).into(),
            houses: House::ALL.map(house).into(),
            goals: lists.goals.iter().map(goal).collect(),
            ministries: lists.ministries.iter().map(ministry).collect(),
            form,
            errors,
        }
    }
}

/// What an entry may refer to, and what is registered already.
pub(super) struct Lists {
    pub(super) goals: Vec<Goal>,
    pub(super) ministries: Vec<Ministry>,
    known: Vec<(Option<PaperRef>, Known)>,
}

impl Lists {
    pub(super) async fn of(connection: &mut SqliteConnection, round: &Round) -> Result<Self> {
        let goals = store::goals::list(connection, &round.strategy, round.reference_date).await?;
        let ministries = store::ministries::list(connection, round.reference_date).await?;
        let known = store::requests::known(connection, &round.strategy).await?;
        let known = known.into_iter().map(|one| (reference(one.paper.as_deref()), one)).collect();
        Ok(Self { goals, ministries, known })
    }

    /// What is registered already and is the same as this entry: the same paper or, without one, the same words of
    /// the same day.
    pub(super) fn twin(&self, entry: &NewRequest) -> Option<&Known> {
        let paper = reference(entry.paper.as_deref());
        let same = |(known, one): &&(Option<PaperRef>, Known)| {
            one.id != entry.id
                && match (known, &paper) {
                    (Some(known), Some(paper)) => known.is_same_paper(paper),
                    (None, None) => {
                        (one.kind, one.date, &one.title) == (entry.kind, entry.date, &entry.title)
                    }
                    (None, Some(_)) | (Some(_), None) => false,
                }
        };
        self.known.iter().find(same).map(|(_, one)| one)
    }

    /// Adds an entry to what is known, so that a second one like it is found.
    pub(super) fn add(&mut self, entry: &NewRequest) {
        let known = Known {
            id: entry.id,
            kind: entry.kind,
            paper: entry.paper.clone(),
            title: entry.title.clone(),
            date: entry.date,
        };
        self.known.push((reference(entry.paper.as_deref()), known));
    }
}

fn reference(paper: Option<&str>) -> Option<PaperRef> {
    paper.and_then(|paper| PaperRef::parse(paper).ok())
}

/// Reads an entry; what is wrong with it stands with its field.
pub(super) fn read(
    id: RequestId,
    form: &RequestForm,
    round: &Round,
    lists: &Lists,
) -> Result<NewRequest, Errors> {
    let mut errors = Errors::default();
    let kind = RequestKind::ALL.into_iter().find(|kind| kind.code() == form.soort);
    if kind.is_none() {
        errors.add("soort", "Kies motie of toezegging.");
    }
    let paper = paper(&form.kamerstuk).map_err(|message| errors.add("kamerstuk", message)).ok();
    let house = House::ALL.into_iter().find(|house| house.code() == form.kamer);
    if house.is_none() {
        errors.add("kamer", "Kies de Kamer.");
    }
    let filled = Reason::parse(&form.titel).and_then(|title| text::line(title.as_str()));
    let title = errors.read("titel", "Wat is gevraagd of toegezegd", filled);
    let proposer = errors.read("indiener", "Door wie", text::line(&form.indiener));
    let date = form::date(&form.datum).map_err(|message| errors.add("datum", message)).ok();
    let due = match form.termijn.trim() {
        "" => Some(None),
        typed => form::date(typed).map_err(|message| errors.add("termijn", message)).ok().map(Some),
    };
    if let (Some(date), Some(Some(due))) = (date, due)
        && due < date
    {
        errors.add("termijn", "De termijn ligt vóór de datum. Kijk beide na.");
    }
    let goal = lists.goals.iter().find(|goal| goal.number.to_string() == form.doel);
    if goal.is_none() && !form.doel.is_empty() {
        errors.add("doel", format!("Doel “{}” is er niet in deze ronde.", form.doel));
    }
    let ministry = lists.ministries.iter().find(|ministry| ministry.code.as_str() == form.ministerie);
    if ministry.is_none() && !form.ministerie.is_empty() {
        errors.add("ministerie", format!("Ministerie “{}” staat niet in het register.", form.ministerie));
    }
    match (kind, house, paper, title, proposer, date, due) {
        (Some(kind), Some(house), Some(paper), Some(title), Some(proposer), Some(date), Some(due))
            if errors.is_empty() =>
        {
            Ok(NewRequest {
                id,
                strategy: round.strategy.clone(),
                kind,
                house,
                paper,
                title,
                proposer,
                date,
                due,
                goal: goal.map(|goal| goal.id),
                ministry: ministry.map(|ministry| ministry.code.clone()),
            })
        }
        _ => Err(errors),
    }
}

/// The same, for one entry by hand: what is registered already is refused.
pub(super) fn read_new(
    id: RequestId,
    form: &RequestForm,
    round: &Round,
    lists: &Lists,
) -> Result<NewRequest, Errors> {
    let entry = read(id, form, round, lists)?;
    let Some(twin) = lists.twin(&entry) else { return Ok(entry) };
    let mut errors = Errors::default();
    match &entry.paper {
        Some(paper) => {
            errors.add("kamerstuk", format!("Kamerstuk {paper} staat al in het register: “{}”.", twin.title));
        }
        None => errors.add("titel", "Dit staat al in het register, met dezelfde datum en zonder Kamerstuk."),
    }
    Err(errors)
}

/// A Kamerstuk in the one form in which it is printed; `None` when there is none yet.
fn paper(typed: &str) -> Result<Option<String>, &'static str> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    PaperRef::parse(typed).map(|paper| Some(paper.to_string())).map_err(|fault| match fault {
        PaperFault::Form => "Schrijf het Kamerstuk als “33 694, nr. 43” of “34 775 X, nr. 72”.",
        PaperFault::Open => "Het nummer is nog open. Vul het nummer in, of laat het veld leeg.",
        PaperFault::Year => "Een vergaderjaar beslaat twee opeenvolgende jaren, zoals 2018/19.",
    })
}
