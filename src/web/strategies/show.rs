//! One strategy: pillars with goals, trends and threats, adjoining policy, themes, who signed, what was changed since.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::NaiveDate;

use super::{outline, trail};
use crate::{
    domain::{
        clock,
        paper::PaperRef,
        strategy::{Development, DevelopmentKind, Goal, GoalChange, PolicyDocument, Theme},
    },
    report::typography::capitalised,
    store::{self, strategies::Outline},
    web::{
        App, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        routes::{
            EarlierReports, GoalYears, LapseDevelopment, NewDevelopment, Proposals, ShowGoal, ShowStrategy,
        },
    },
};

/// A day after all others that sorts as text, too.
pub(in crate::web) const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A pillar with its goals.
struct PillarPart {
    number: u32,
    title: String,
    summary: String,
    goals: Vec<GoalLine>,
}

/// A goal in the list.
struct GoalLine {
    href: String,
    number: u32,
    title: String,
    commitments: String,
}

/// A trend or threat.
struct DevelopmentLine {
    lapse: Option<String>,
    number: String,
    title: String,
    summary: String,
    goals: Vec<Crumb>,
}

/// A policy document next to the strategy.
struct DocumentLine {
    title: String,
    note: String,
    paper: Option<Crumb>,
    named_in: String,
    goals: Vec<Crumb>,
}

/// A change of the goals since the strategy was adopted.
struct ChangeLine {
    what: String,
    title: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/strategies/show.html")]
struct StrategyPage {
    layout: Layout,
    trail: Vec<Crumb>,
    short: String,
    title: String,
    subtitle: String,
    period: String,
    adopted: Option<String>,
    paper: Option<Crumb>,
    source: String,
    before: Option<Crumb>,
    after: Option<Crumb>,
    day: String,
    pillar_word: String,
    pillars: Vec<PillarPart>,
    groups: Vec<(&'static str, Vec<DevelopmentLine>)>,
    documents: Vec<DocumentLine>,
    themes: Vec<Theme>,
    signatories: Vec<(String, &'static str)>,
    changes: Vec<ChangeLine>,
    years: String,
    earlier: Option<String>,
    proposals: Option<String>,
    new_development: Option<String>,
}

pub(in crate::web) async fn show(
    path: ShowStrategy,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (one, all) = outline(&mut reader, &path.strategy).await?;
    let day = one.nearest(clock::local_date(visitor.now));
    let strategy = store::strategies::get(&mut reader, &one.id).await?;
    let goals = store::goals::list(&mut reader, &one.id, day).await?;
    let commitments = store::goals::all_commitments(&mut reader, &one.id, day).await?;
    let pillars = store::strategies::pillars(&mut reader, &one.id).await?;
    let developments = store::strategies::developments(&mut reader, &one.id, day).await?;
    let documents = store::strategies::policy_documents(&mut reader, &one.id, day).await?;
    // Also what was decided for a later day.
    let changes = store::goals::changes(&mut reader, &one.id, None, LAST_DAY).await?;
    let signed = store::strategies::signatories(&mut reader, &one.id).await?;
    let offices = store::offices::list(&mut reader, one.adopted.unwrap_or(one.from)).await?;
    let coordinates = visitor.actor.may_coordinate().is_ok();
    let asked = store::herijking::asked(&mut reader, &one.id, &visitor.actor.ministry).await?;
    let proposals = visitor.actor.may_oversee().is_ok() || !asked.is_empty();
    let link = |number: &u32| goal_link(&one, &strategy.goal_word, *number);
    let goal_line = |goal: &Goal| GoalLine {
        href: ShowGoal { strategy: one.id.clone(), number: goal.number }.to_string(),
        number: goal.number,
        title: goal.title.clone(),
        commitments: match commitments.get(&goal.id).map_or(0, Vec::len) {
            1 => "1 inzet".to_owned(),
            many => format!("{many} keer inzet"),
        },
    };
    let parts = pillars.into_iter().map(|pillar| PillarPart {
        goals: goals.iter().filter(|goal| goal.pillar == pillar.number).map(goal_line).collect(),
        number: pillar.number,
        title: pillar.title,
        summary: pillar.summary,
    });
    let group = |title, kind| {
        let of_kind = developments.iter().filter(|one| one.kind == kind);
        let development_line = |development: &Development| DevelopmentLine {
            lapse: coordinates.then(|| {
                LapseDevelopment { strategy: one.id.clone(), development: development.id }.to_string()
            }),
            number: development.number.clone(),
            title: development.title.clone(),
            summary: development.summary.clone(),
            goals: development.goals.iter().map(link).collect(),
        };
        (title, of_kind.map(development_line).collect())
    };
    let document = |one: PolicyDocument| DocumentLine {
        title: one.title,
        note: one.note,
        paper: one.paper.as_deref().map(paper),
        named_in: named_in(&one.named_in),
        goals: one.goals.iter().map(link).collect(),
    };
    let other = |other: &Outline| {
        Crumb::new(format!("{} – {}", other.short, other.title), ShowStrategy { strategy: other.id.clone() })
    };
    let signatory = |(office, signs): (String, bool)| {
        let known = offices.iter().find(|listed| listed.id == office)?;
        let holder = known.office.holder.as_ref().map(|holder| format!(", {holder}")).unwrap_or_default();
        Some((format!("{}{holder}", known.office.title), if signs { "ondertekent" } else { "mede namens" }))
    };
    page(&StrategyPage {
        layout: Layout::of(&app, &visitor),
        trail: trail(&one)[..1].to_vec(),
        period: format!("{} tot en met {}", clock::long_date(one.from), clock::long_date(one.until)),
        adopted: one.adopted.map(clock::long_date),
        paper: strategy.paper.as_deref().map(paper),
        before: all.iter().find(|known| Some(&known.id) == one.replaces.as_ref()).map(other),
        after: all.iter().find(|known| known.replaces.as_ref() == Some(&one.id)).map(other),
        day: clock::long_date(day),
        pillar_word: capitalised(&strategy.pillar_word),
        pillars: parts.collect(),
        groups: vec![group("Trends", DevelopmentKind::Trend), group("Dreigingen", DevelopmentKind::Threat)],
        documents: documents.into_iter().map(document).collect(),
        themes: store::strategies::themes(&mut reader, &one.id).await?,
        signatories: signed.into_iter().filter_map(signatory).collect(),
        changes: changes.iter().map(|change| change_line(change, &strategy.goal_word)).collect(),
        earlier: visitor
            .actor
            .may_oversee()
            .is_ok()
            .then(|| EarlierReports { strategy: one.id.clone() }.to_string()),
        proposals: proposals.then(|| Proposals { strategy: one.id.clone() }.to_string()),
        new_development: coordinates.then(|| NewDevelopment { strategy: one.id.clone() }.to_string()),
        years: GoalYears { strategy: one.id.clone() }.to_string(),
        short: strategy.short,
        title: strategy.title,
        subtitle: strategy.subtitle,
        source: strategy.source,
    })
}

/// A link to a goal of a strategy.
pub(super) fn goal_link(outline: &Outline, word: &str, number: u32) -> Crumb {
    Crumb::new(format!("{word} {number}"), ShowGoal { strategy: outline.id.clone(), number })
}

/// A Kamerstuk with its address.
pub(in crate::web) fn paper(text: &str) -> Crumb {
    Crumb::new(text, PaperRef::parse(text).map(|paper| paper.url()).unwrap_or_default())
}

/// "anders verwoord per 1 juni 2019", and why.
fn change_line(change: &GoalChange, word: &str) -> ChangeLine {
    let word = capitalised(word);
    let others = |lead: &str, goals: &[(u32, String)]| {
        let numbers: Vec<String> = goals.iter().map(|(number, _)| number.to_string()).collect();
        if numbers.is_empty() {
            String::new()
        } else {
            format!(" {lead} {} {}.", word.to_lowercase(), numbers.join(", "))
        }
    };
    let before = change.before.as_ref().map(|before| {
        let title = (before.title != change.title).then(|| format!(" Heette: “{}”.", before.title));
        let place = ((before.pillar, before.number) != (change.pillar, change.number))
            .then(|| format!(" Was {} {} in pijler {}.", word.to_lowercase(), before.number, before.pillar));
        format!("{}{}", title.unwrap_or_default(), place.unwrap_or_default())
    });
    let cause = change.cause.as_ref().map(|cause| format!(" Aanleiding: {cause}.")).unwrap_or_default();
    let paper = change.paper.as_ref().map(|paper| format!(" Besluit: {paper}.")).unwrap_or_default();
    ChangeLine {
        what: format!("{} per {}", change.change.dutch(), clock::long_date(change.from)),
        title: format!("{word} {}. {}", change.number, change.title),
        note: format!(
            "{}{}{}{}{cause}{paper}",
            change.reason,
            before.unwrap_or_default(),
            others("Komt voort uit", &change.origins),
            others("Gaat verder in", &change.heirs),
        ),
    }
}

/// Sources by their Dutch names.
fn named_in(codes: &[String]) -> String {
    let name = |code: &String| match code.as_str() {
        "letter" => "Kamerbrief".to_owned(),
        "summary" => "samenvatting".to_owned(),
        code => code
            .strip_prefix("chapter-")
            .map_or_else(|| code.to_owned(), |chapter| format!("hoofdstuk {chapter}")),
    };
    capitalised(&codes.iter().map(name).collect::<Vec<_>>().join(", "))
}
