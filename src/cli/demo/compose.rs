//! What the coordinator did with the contributions: took over, shortened, left out, rated, judged.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::TimeDelta;
use sqlx::SqliteConnection;

use super::{
    files, pointers,
    seed::{Cast, event},
};
use crate::{
    domain::{
        access::operator,
        clock::{Clock, local_date},
        contribution::{Contribution, Revision},
        facts::Judged,
        gap,
        goal_text::{Field, GoalText, Head, Origin, Passage},
        id::{GoalId, PassageId, PersonId},
        person::Role,
        round::{Round, State},
        strategy::Judgement,
        text::{Prose, Reason},
    },
    report::markdown,
    store,
};

/// Composes the whole report of a round, and lays it before the ministries.
pub(super) async fn round(
    writer: &mut SqliteConnection,
    cast: &Cast,
    round: &Round,
    goals: &BTreeMap<u32, GoalId>,
    files: &files::Completed,
    clock: &Clock,
) -> anyhow::Result<()> {
    let coordinator = cast.someone("bz", Role::Coordinator)?;
    let composing = round.clone().step(&operator::coordinate(), State::Composing)?;
    for file in &files.goals {
        let goal = *goals.get(&file.number).context("the goal was there a moment ago")?;
        clock.set(clock.now() + TimeDelta::minutes(50));
        goal_text(writer, coordinator, round, goal, file, clock).await?;
        let ground = Reason::parse(&file.assessment.ground)?;
        let rating = &file.assessment.rating;
        let now = clock.now();
        store::assessments::insert(
            writer,
            round.id,
            goal,
            &round.strategy,
            rating,
            &ground,
            coordinator,
            now,
        )
        .await?;
    }
    texts(writer, coordinator, round, &files.round, clock).await?;
    developments(writer, coordinator, round, &files.round, clock).await?;
    pointers::themes(writer, coordinator, round, goals, &files.round, clock).await?;
    pointers::requests(writer, coordinator, round, goals, &files.round, clock).await?;
    pointers::answers(writer, coordinator, round, &files.round, clock).await?;
    pointers::set_aside(writer, cast, round, &files.round.aside, clock.now()).await?;
    if let Some(reason) = &files.round.old_figures {
        old_figures(writer, coordinator, round, &Reason::parse(reason)?, clock).await?;
    }
    let consulting = composing.step(&operator::coordinate(), State::Consulting)?;
    super::consult::round(writer, cast, &consulting, files, clock).await
}

/// Sets aside that some figures are older than the round, which is all that a completed round may leave open.
async fn old_figures(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    reason: &Reason,
    clock: &Clock,
) -> anyhow::Result<()> {
    let facts = store::facts::gather(writer, round.clone()).await?;
    for gap in gap::find(&facts).iter().filter(|gap| gap.key.contains("cijfer")) {
        let by = (coordinator, Role::Coordinator);
        let event = event(by, "bz", clock.now(), "set-aside", ("gap", &gap.key));
        store::gaps::put_aside(writer, round.id, &gap.key, reason, coordinator, &event).await?;
    }
    Ok(())
}

async fn goal_text(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    goal: GoalId,
    file: &files::Goal,
    clock: &Clock,
) -> anyhow::Result<()> {
    let at = clock.now();
    let own = |head, text: &str| Passage {
        id: PassageId::new(),
        head,
        text: text.trim().to_owned(),
        origin: None,
        author: coordinator,
        changed_at: at,
    };
    let mut passages = vec![own(Head::Text, &file.text.opening)];
    let mut outlook = Vec::new();
    for given in &file.contribution {
        let code = given.ministry.as_str().into();
        let id = store::contributions::find(writer, round.id, goal, &code).await?.context("not assigned")?;
        let contribution = store::contributions::get(writer, id).await?;
        if given.nothing.is_some() {
            continue;
        }
        let revision = store::revisions::get(writer, id, contribution.revision).await?;
        for field in Field::ALL {
            for passage in take(&contribution, &revision, field, given, (coordinator, clock)) {
                if field.head() == Head::Outlook { outlook.push(passage) } else { passages.push(passage) }
            }
        }
        let taken = contribution.take_over(&operator::coordinate())?;
        store::contributions::update(writer, &taken, at).await?;
    }
    passages.push(own(Head::Text, &file.text.closing));
    passages.extend(outlook);
    let text = GoalText::default().place(passages);
    let event = event((coordinator, Role::Coordinator), "bz", at, "compose", ("goal-text", &goal));
    store::goal_texts::put(writer, round.id, goal, &text, coordinator, &event).await?;
    Ok(())
}

/// The paragraphs of one part of a contribution that the coordinator took over, in their words or shortened.
fn take(
    contribution: &Contribution,
    revision: &Revision,
    field: Field,
    given: &files::Contribution,
    (coordinator, clock): (PersonId, &Clock),
) -> Vec<Passage> {
    let source = match field {
        Field::Achieved => &revision.content.achieved,
        Field::Obstacles => &revision.content.obstacles,
        Field::Outlook => &revision.content.outlook,
    };
    let paragraphs = markdown::paragraphs(source.as_str());
    let kept = paragraphs
        .into_iter()
        .enumerate()
        .filter(|(number, _)| field != Field::Achieved || !given.left_out.contains(number));
    let passages = kept.map(|(number, words)| {
        let altered =
            given.altered.as_ref().filter(|altered| field == Field::Achieved && altered.paragraph == number);
        let origin = Origin {
            contribution: contribution.id,
            ministry: contribution.ministry.clone(),
            number: revision.number,
            sha256: revision.content.sha256(),
            approved_on: Some(local_date(revision.at)),
            field,
            paragraph: u32::try_from(number).unwrap_or(u32::MAX),
            text: words.to_owned(),
        };
        Passage {
            id: PassageId::new(),
            head: field.head(),
            text: altered.map_or(words, |altered| altered.text.trim()).to_owned(),
            origin: Some(origin),
            author: coordinator,
            changed_at: clock.now(),
        }
    });
    passages.collect()
}

async fn texts(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    let themes = file.themes.iter().map(|(theme, text)| (format!("theme:{theme}"), text));
    let own = file.texts.iter().map(|(section, text)| (section.replace('_', "-"), text));
    for (section, text) in own.chain(themes) {
        let text = Prose::parse(text)?;
        store::round_texts::insert(writer, round.id, &section, 0, &text, coordinator, clock.now()).await?;
    }
    let letter = &file.letter;
    let kept = store::letters::Letter {
        version: 0,
        reference: letter.reference.clone(),
        date: Some(letter.date),
        subject: letter.subject.clone(),
        attachments: letter.attachments.clone(),
        body: Prose::parse(&letter.body)?,
        signatory: Some(letter.signatory.clone()),
        on_behalf: letter.on_behalf.clone(),
    };
    let event = event((coordinator, Role::Coordinator), "bz", clock.now(), "save", ("letter", &round.slug));
    store::letters::save(writer, round.id, &kept, coordinator, &event).await?;
    Ok(())
}

async fn developments(
    writer: &mut SqliteConnection,
    coordinator: PersonId,
    round: &Round,
    file: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    let known = store::strategies::developments(writer, &round.strategy, round.reference_date).await?;
    for one in &file.development {
        let development = known.iter().find(|known| known.number == one.number);
        let development = development.with_context(|| format!("there is no development {}", one.number))?;
        let judgement = match one.judgement.as_str() {
            "verslechterd" => Judgement::Worse,
            "gelijk" => Judgement::Same,
            "verbeterd" => Judgement::Better,
            "nieuw" => Judgement::New,
            "vervallen" => Judgement::Gone,
            other => anyhow::bail!("{other} is no judgement"),
        };
        let judged = Judged {
            judgement,
            text: one.text.trim().to_owned(),
            consequence: one.consequence.trim().to_owned(),
        };
        store::developments::insert(writer, round.id, development.id, &judged, coordinator, clock.now())
            .await?;
    }
    Ok(())
}
