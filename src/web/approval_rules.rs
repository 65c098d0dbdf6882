//! Akkoordregels: how many approvers of a ministry must agree, on everything or on one goal.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    App, Result,
    extract::{Form, Visitor},
    form::{Choice, Errors},
    page::{Layout, done, page, page_with},
    routes::ApprovalRules,
};
use crate::{
    domain::{clock, ministry::Ministry, person::Role, strategy::Goal},
    store::{self, approvals::Rule, stand_ins::Approver},
};

/// The most that can be asked for.
const MOST: u32 = 9;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleForm {
    ministerie: String,
    doel: String,
    aantal: String,
}

/// One rule in words.
struct Line {
    ministry: String,
    goal: String,
    needed: u32,
    approvers: usize,
}

#[derive(Template)]
#[template(path = "pages/approval_rules/index.html")]
struct RulesPage {
    layout: Layout,
    lines: Vec<Line>,
    ministries: Vec<Choice>,
    goals: Vec<Choice>,
    form: RuleForm,
    errors: Errors,
    here: String,
}

/// What rules are about: ministries and goals of today, and who can give akkoord.
struct Registers {
    ministries: Vec<Ministry>,
    goals: Vec<Goal>,
    approvers: Vec<Approver>,
}

impl Registers {
    async fn load(connection: &mut SqliteConnection, visitor: &Visitor) -> Result<Self> {
        let today = clock::local_date(visitor.now);
        let newest = store::rounds::list(connection).await?.into_iter().next();
        let goals = match newest {
            Some(round) => store::goals::list(connection, &round.strategy, round.reference_date).await?,
            None => Vec::new(),
        };
        Ok(Self {
            ministries: store::ministries::list(connection, today).await?,
            goals,
            approvers: store::stand_ins::approvers(connection, None).await?,
        })
    }

    fn approvers_of(&self, code: &str) -> usize {
        self.approvers.iter().filter(|one| one.ministry.as_str() == code).count()
    }

    fn goal(&self, rule: &Rule) -> String {
        let Some(id) = rule.goal else { return "alle doelen".to_owned() };
        let goal = self.goals.iter().find(|goal| goal.id == id);
        goal.map_or_else(
            || "een doel van een eerdere ronde".to_owned(),
            |goal| format!("doel {}", goal.number),
        )
    }
}

async fn page_of(
    connection: &mut SqliteConnection,
    app: &App,
    visitor: &Visitor,
    registers: &Registers,
    form: RuleForm,
    errors: Errors,
) -> Result<RulesPage> {
    let rules = store::approvals::rules(connection).await?;
    let lines = rules.iter().map(|rule| {
        let known = registers.ministries.iter().find(|one| one.code == rule.ministry);
        Line {
            ministry: known.map_or_else(|| rule.ministry.to_string(), |one| one.name.clone()),
            goal: registers.goal(rule),
            needed: rule.needed,
            approvers: registers.approvers_of(rule.ministry.as_str()),
        }
    });
    let goals = registers.goals.iter().map(|goal| {
        Choice::new(goal.number.to_string(), format!("Doel {}. {}", goal.number, goal.title), &form.doel)
    });
    let ministries =
        registers.ministries.iter().map(|one| Choice::new(one.code.as_str(), &one.name, &form.ministerie));
    Ok(RulesPage {
        layout: Layout::of(app, visitor),
        lines: lines.collect(),
        ministries: ministries.collect(),
        goals: goals.collect(),
        form,
        errors,
        here: ApprovalRules.to_string(),
    })
}

/// The rules and the form.
pub(super) async fn index(_: ApprovalRules, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut reader = app.store.read().await?;
    let registers = Registers::load(&mut reader, &visitor).await?;
    let form = RuleForm { aantal: "1".to_owned(), ..RuleForm::default() };
    page(&page_of(&mut reader, &app, &visitor, &registers, form, Errors::default()).await?)
}

/// Sets one.
pub(super) async fn update(
    _: ApprovalRules,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RuleForm>,
) -> Result<Response> {
    visitor.actor.may_administer()?;
    let mut writer = app.store.begin().await?;
    let registers = Registers::load(&mut writer, &visitor).await?;
    let mut errors = Errors::default();
    let ministry = registers.ministries.iter().find(|one| one.code.as_str() == form.ministerie);
    if ministry.is_none() {
        errors.add("ministerie", "Kies een ministerie.");
    }
    let goal = registers.goals.iter().find(|goal| goal.number.to_string() == form.doel);
    if goal.is_none() && !form.doel.is_empty() {
        errors.add("doel", "Dit doel is er niet.");
    }
    let needed = form.aantal.trim().parse().ok().filter(|needed| (1..=MOST).contains(needed));
    match needed {
        None => errors.add("aantal", format!("Vul een getal in van 1 tot en met {MOST}.")),
        Some(needed) => {
            let there = registers.approvers_of(&form.ministerie);
            if ministry.is_some() && needed > 1 && there < needed as usize {
                let there =
                    if there == 1 { "1 akkoordgever".to_owned() } else { format!("{there} akkoordgevers") };
                errors.add(
                    "aantal",
                    format!("Dit ministerie heeft {there}. Met deze regel kan er nooit akkoord komen."),
                );
            }
        }
    }
    let read = ministry.zip(needed).filter(|_| errors.is_empty());
    let Some((ministry, needed)) = read else {
        let page = page_of(&mut writer, &app, &visitor, &registers, form, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let rule = Rule { ministry: ministry.code.clone(), goal: goal.map(|goal| goal.id), needed };
    let subject = format!("{}/{}", ministry.code, if form.doel.is_empty() { "*" } else { &form.doel });
    let event = visitor.event(Role::Administrator, "set", "approval-rule", subject);
    store::approvals::set_rule(&mut writer, &rule, &event).await?;
    writer.commit().await?;
    let many = if needed == 1 { "1 akkoordgever".to_owned() } else { format!("{needed} akkoordgevers") };
    let said = format!("{}: voortaan {many} voor {}.", ministry.name, registers.goal(&rule));
    done(&app, &visitor, ApprovalRules, &said).await
}
