//! What points to passages: motions and undertakings that they answer, and themes that they bear on.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, event},
};
use crate::{
    domain::{
        clock::Clock,
        facts::{Answer, Outcome, RequestKind},
        id::{GoalId, PassageId, PersonId, RequestId},
        paper::House,
        person::Role,
        round::Round,
    },
    store,
};

/// The passage of a goal that holds these words.
async fn passage(
    writer: &mut SqliteConnection,
    round: &Round,
    goal: Option<&GoalId>,
    words: &str,
) -> anyhow::Result<PassageId> {
    let goal = goal.with_context(|| format!("no goal for “{words}”"))?;
    let text = store::goal_texts::get(writer, round.id, *goal).await?;
    let passage = text.passages.iter().find(|passage| passage.text.contains(words));
    passage.map(|passage| passage.id).with_context(|| format!("no passage holds “{words}”"))
}

/// Tags passages with the themes they bear on.
pub(super) async fn themes(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    goals: &BTreeMap<u32, GoalId>,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    let mut tagged = BTreeMap::<PassageId, Vec<String>>::new();
    for tag in &file.tag {
        let id = passage(writer, round, goals.get(&tag.goal), &tag.words).await?;
        tagged.entry(id).or_default().push(tag.theme.clone());
    }
    for (id, themes) in tagged {
        let by = (coordinator, Role::Coordinator);
        let event = event(by, "bz", clock.now(), "tag", ("passage", &id));
        store::themes::tag(writer, id, &themes, &event).await?;
    }
    Ok(())
}

/// Registers what parliament waited for, and answers it.
pub(super) async fn requests(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    goals: &BTreeMap<u32, GoalId>,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    for one in &file.request {
        let goal = goals.get(&one.goal);
        let new = store::requests::NewRequest {
            id: RequestId::new(),
            strategy: round.strategy.clone(),
            kind: if one.kind == "motie" { RequestKind::Motion } else { RequestKind::Undertaking },
            house: if one.house == "EK" { House::First } else { House::Second },
            paper: Some(one.paper.clone()),
            title: one.title.clone(),
            proposer: one.by.clone(),
            date: one.date,
            due: None,
            goal: goal.copied(),
            ministry: Some(one.ministry.as_str().into()),
        };
        store::requests::insert(writer, &new).await.with_context(|| one.paper.clone())?;
        let outcome = outcome(&one.outcome)?;
        let passage = match &one.passage {
            Some(words) => Some(passage(writer, round, goal, words).await?),
            None => None,
        };
        let answer = Answer { outcome, text: one.answer.trim().to_owned(), passage };
        store::requests::answer(writer, new.id, round.id, &answer, coordinator, clock.now()).await?;
    }
    Ok(())
}

fn outcome(word: &str) -> anyhow::Result<Outcome> {
    match word {
        "completed" => Ok(Outcome::Completed),
        "in-progress" => Ok(Outcome::InProgress),
        other => anyhow::bail!("no outcome is called {other}"),
    }
}

/// Answers what parliament waited for since an earlier round.
pub(super) async fn answers(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    let open = store::requests::list(writer, round).await?;
    for one in &file.answer {
        let request = open.iter().find(|open| open.paper.as_deref() == Some(&one.paper));
        let request = request.with_context(|| format!("{} does not wait for an answer", one.paper))?;
        let answer =
            Answer { outcome: outcome(&one.outcome)?, text: one.answer.trim().to_owned(), passage: None };
        let by = (coordinator, Role::Coordinator);
        let event = event(by, "bz", clock.now(), "answer", ("request", &request.id));
        store::requests::settle(writer, request.id, round.id, &answer, coordinator, &event).await?;
    }
    Ok(())
}

/// Sets requests of an earlier round aside in this one, each with a reason.
pub(super) async fn set_aside(
    writer: &mut SqliteConnection,
    cast: &Cast,
    round: &Round,
    files: &[files::Aside],
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let coordinator = cast.someone("bz", Role::Coordinator)?;
    let open = store::requests::list(writer, round).await?;
    for one in files {
        let request = open.iter().find(|open| open.paper.as_deref() == Some(&one.paper));
        let request = request.with_context(|| format!("{} does not wait for an answer", one.paper))?;
        let answer = Answer { outcome: Outcome::SetAside, text: one.reason.trim().to_owned(), passage: None };
        let by = (coordinator, Role::Coordinator);
        let event = event(by, "bz", at, "answer", ("request", &request.id));
        store::requests::settle(writer, request.id, round.id, &answer, coordinator, &event).await?;
    }
    Ok(())
}
