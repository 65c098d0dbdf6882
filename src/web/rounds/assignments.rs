//! Toewijzing: who takes part in which goal, changed as one table.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::SqliteConnection;

use super::ministries::is_under_way;
use crate::{
    domain::{
        assignment::{self, Changes, Table},
        contribution::State as Stage,
        id::GoalId,
        ministry::{Ministry, MinistryCode},
        person::Role,
        round::Round,
        strategy::{Goal, Part},
    },
    store::{self, assignments::Assigned},
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        page::{Crumb, Layout, done, page, page_with},
        routes::{Assignments, ShowRound},
    },
};

/// A goal with the choice for each ministry.
struct Row {
    number: u32,
    title: String,
    cells: Vec<Cell>,
    led: bool,
}

/// The part one ministry has in one goal.
struct Cell {
    name: String,
    label: String,
    short: String,
    lead: bool,
    contributing: bool,
}

#[derive(Template)]
#[template(path = "pages/rounds/assignments.html")]
struct AssignmentsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    columns: Vec<String>,
    rows: Vec<Row>,
    without_lead: Vec<u32>,
    kept: Vec<String>,
    stand: String,
    conflict: Option<String>,
    doubts: Vec<String>,
    may_change: bool,
    here: String,
}

/// The round with what its table is made of.
struct Place {
    round: Round,
    goals: Vec<Goal>,
    ministries: Vec<Ministry>,
    assigned: Vec<Assigned>,
}

impl Place {
    async fn load(connection: &mut SqliteConnection, round: Round) -> Result<Self> {
        Ok(Self {
            goals: store::goals::list(connection, &round.strategy, round.reference_date).await?,
            ministries: store::ministries::list(connection, round.reference_date).await?,
            assigned: store::assignments::list(connection, round.id).await?,
            round,
        })
    }

    fn number(&self, id: GoalId) -> Option<u32> {
        self.goals.iter().find(|goal| goal.id == id).map(|goal| goal.number)
    }

    fn goal(&self, number: u32) -> Result<GoalId> {
        self.goals.iter().find(|goal| goal.number == number).map(|goal| goal.id).ok_or(Error::NotFound)
    }

    fn short<'a>(&'a self, code: &'a MinistryCode) -> &'a str {
        self.ministries.iter().find(|one| one.code == *code).map_or(code.as_str(), |one| &one.short)
    }

    /// What holds now. An assignment of a goal or ministry that is not in this table stays as it is.
    fn table(&self) -> Table {
        let shown = |code: &MinistryCode| self.ministries.iter().any(|one| one.code == *code);
        let cells = self
            .assigned
            .iter()
            .filter(|one| shown(&one.ministry))
            .filter_map(|one| Some(((self.number(one.goal)?, one.ministry.clone()), one.part)));
        cells.collect()
    }

    /// What was chosen, cell by cell; a cell that did not come with the form stays as it is.
    fn chosen(&self, typed: &BTreeMap<String, String>, before: &Table) -> Table {
        let mut table = before.clone();
        for goal in &self.goals {
            for ministry in &self.ministries {
                let place = (goal.number, ministry.code.clone());
                match typed.get(&name(goal.number, &ministry.code)).map(String::as_str) {
                    Some("lead") => drop(table.insert(place, Part::Lead)),
                    Some("contributing") => drop(table.insert(place, Part::Contributing)),
                    Some(_) => drop(table.remove(&place)),
                    None => {}
                }
            }
        }
        table
    }

    /// What would be dropped although something was written for it: refused when the report uses it, else asked.
    fn losses(&self, changes: &Changes) -> std::result::Result<Vec<String>, String> {
        let mut doubts = Vec::new();
        for (number, ministry) in &changes.dropped {
            let of = self
                .assigned
                .iter()
                .find(|one| one.ministry == *ministry && self.number(one.goal) == Some(*number));
            let Some(one) = of else { continue };
            let short = self.short(ministry);
            if one.state == Stage::TakenOver {
                return Err(format!(
                    "Woorden van {short} staan in de tekst van doel {number}. Haal die daar eerst uit; daarna kunt u de toewijzing intrekken."
                ));
            }
            if one.revision > 0 || one.typing {
                let state = one.state.dutch();
                doubts.push(format!(
                    "{short} heeft bij doel {number} al geschreven ({state}). Die tekst blijft bewaard, maar telt niet meer mee."
                ));
            }
        }
        Ok(doubts)
    }

    async fn page(
        &self,
        connection: &mut SqliteConnection,
        app: &App,
        visitor: &Visitor,
        table: &Table,
    ) -> Result<AssignmentsPage> {
        let numbers: Vec<u32> = self.goals.iter().map(|goal| goal.number).collect();
        let without_lead = assignment::without_lead(table, &numbers);
        let kept = store::assignments::kept(connection, None, Some(self.round.id)).await?;
        let rows = self.goals.iter().map(|goal| Row {
            number: goal.number,
            title: goal.title.clone(),
            led: !without_lead.contains(&goal.number),
            cells: self.ministries.iter().map(|ministry| cell(goal, ministry, table)).collect(),
        });
        Ok(AssignmentsPage {
            layout: Layout::of(app, visitor),
            trail: desk::trail(&self.round),
            round: self.round.label.clone(),
            columns: self.ministries.iter().map(|one| one.short.clone()).collect(),
            rows: rows.collect(),
            without_lead,
            kept: kept
                .into_iter()
                .map(|one| format!("{} bij doel {}. {}", one.ministry, one.number, one.title))
                .collect(),
            stand: assignment::fingerprint(&self.table()),
            conflict: None,
            doubts: Vec::new(),
            may_change: is_under_way(self.round.state) && visitor.actor.may_coordinate().is_ok(),
            here: Assignments { round: self.round.slug.clone() }.to_string(),
        })
    }
}

/// Name of a cell in the form.
fn name(goal: u32, ministry: &MinistryCode) -> String {
    format!("{goal}-{ministry}")
}

fn cell(goal: &Goal, ministry: &Ministry, table: &Table) -> Cell {
    let part = table.get(&(goal.number, ministry.code.clone()));
    Cell {
        name: name(goal.number, &ministry.code),
        label: format!("{}, doel {}", ministry.short, goal.number),
        short: ministry.short.clone(),
        lead: part == Some(&Part::Lead),
        contributing: part == Some(&Part::Contributing),
    }
}

pub(in crate::web) async fn assignments(
    path: Assignments,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let place = Place::load(&mut reader, round).await?;
    let table = place.table();
    page(&place.page(&mut reader, &app, &visitor, &table).await?)
}

/// Changes the whole table in one act, or nothing of it.
pub(in crate::web) async fn assign(
    path: Assignments,
    State(app): State<App>,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let typed: BTreeMap<String, String> = pairs.into_iter().collect();
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    if !is_under_way(round.state) {
        return Err(Error::Conflict(format!(
            "De ronde staat op “{}”. De toewijzing kan niet meer veranderen.",
            round.state.dutch()
        )));
    }
    let place = Place::load(&mut writer, round).await?;
    let before = place.table();
    let after = place.chosen(&typed, &before);
    let changes = Changes::between(&before, &after);
    let (hash, stand) = (assignment::fingerprint(&before), typed.get("stand").map(String::as_str));
    let mut conflict = (stand != Some(hash.as_str())).then(|| {
        "Iemand anders heeft de toewijzing intussen veranderd. Hieronder staat uw keuze; bekijk haar en bewaar opnieuw."
            .to_owned()
    });
    let doubts = match place.losses(&changes) {
        Ok(doubts) => doubts,
        Err(refused) => {
            conflict = Some(refused);
            Vec::new()
        }
    };
    let unasked = !doubts.is_empty() && !typed.contains_key("gezien");
    if conflict.is_some() || unasked {
        let status = if conflict.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = place.page(&mut writer, &app, &visitor, &after).await?;
        return page_with(status, &AssignmentsPage { conflict, doubts, ..page });
    }
    let back = ShowRound { round: path.round.clone() };
    if changes.is_empty() {
        drop(writer);
        return done(&app, &visitor, back, "Er was niets veranderd aan de toewijzing.").await;
    }
    for (number, ministry, part) in &changes.set {
        let goal = place.goal(*number)?;
        store::assignments::set(&mut writer, &place.round, goal, ministry, *part, visitor.now).await?;
    }
    for (number, ministry) in &changes.dropped {
        let goal = place.goal(*number)?;
        store::assignments::drop(&mut writer, &place.round, goal, ministry, visitor.now).await?;
    }
    let mut event = visitor.event(Role::Coordinator, "assign", "round", &path.round);
    (event.before, event.after) = (Some(hash), Some(assignment::fingerprint(&after)));
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    done(&app, &visitor, back, &said(&changes)).await
}

fn said(changes: &Changes) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let parts = [
        count(changes.set.len(), "toewijzing is nieuw of veranderd", "toewijzingen zijn nieuw of veranderd"),
        count(changes.dropped.len(), "toewijzing is ingetrokken", "toewijzingen zijn ingetrokken"),
    ];
    format!("{}.", parts.into_iter().flatten().collect::<Vec<_>>().join(" en "))
}
