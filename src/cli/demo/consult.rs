//! What the ministries said of the composed texts: nearly all consented, one was asked again, one was overruled.

use anyhow::Context as _;
use chrono::TimeDelta;
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, event},
};
use crate::{
    domain::{
        access::operator,
        clock::Clock,
        consent::{Consent, NewAnswer, Say},
        event::Event,
        goal_text::GoalText,
        id::PersonId,
        person::Role,
        round::Round,
        strategy::Goal,
        text::Reason,
    },
    store,
};

/// Lays the texts of a round before the ministries, and lets them answer.
pub(super) async fn round(
    writer: &mut SqliteConnection,
    cast: &Cast,
    round: &Round,
    files: &files::Completed,
    clock: &Clock,
) -> anyhow::Result<()> {
    clock.set(files.round.calendar.consulted);
    let coordinator = (cast.someone("bz", Role::Coordinator)?, Role::Coordinator);
    let step =
        event(coordinator, "bz", clock.now(), "step", ("round", &format!("{}:consulting", round.slug)));
    store::rounds::step(writer, round, &step).await?;
    store::consents::lay_all(writer, round, &step).await?;
    let goals = store::goals::list(writer, &round.strategy, round.reference_date).await?;
    for file in &files.goals {
        let goal = goals.iter().find(|goal| goal.number == file.number).context("no such goal")?;
        Table { cast, round, goal, clock }.answers(writer, file).await?;
    }
    Ok(())
}

/// One goal's text before its ministries.
struct Table<'a> {
    cast: &'a Cast,
    round: &'a Round,
    goal: &'a Goal,
    clock: &'a Clock,
}

impl Table<'_> {
    async fn answers(&self, writer: &mut SqliteConnection, file: &files::Goal) -> anyhow::Result<()> {
        let text = store::goal_texts::get(writer, self.round.id, self.goal.id).await?;
        for consent in store::consents::of_goal(writer, self.round.id, self.goal.id).await? {
            let given = file.contribution.iter().find(|one| consent.ministry.as_str() == one.ministry);
            match given.and_then(|given| given.refused.as_ref()) {
                Some(refused) => self.overruled(writer, &consent, &text, refused).await?,
                None => self.answer(writer, &consent, &text, Say::Yes).await?,
            }
        }
        for given in &file.contribution {
            let Some(altered) = &given.altered else { continue };
            if let Some(again) = &altered.again {
                self.again(writer, &text, given, (&altered.text, again)).await?;
            }
        }
        Ok(())
    }

    async fn answer(
        &self,
        writer: &mut SqliteConnection,
        consent: &Consent,
        text: &GoalText,
        say: Say,
    ) -> anyhow::Result<()> {
        self.clock.set(self.clock.now() + TimeDelta::minutes(35));
        let verb = if say == Say::Yes { "consent" } else { "refuse-consent" };
        let sha256 = text.sha256();
        let new = consent.answer(&operator::agree(), self.round.state, text, Some(&sha256), say)?;
        let ministry = consent.ministry.as_str();
        let approver = (self.cast.someone(ministry, Role::Approver)?, Role::Approver);
        self.keep(writer, &new, approver, verb).await
    }

    async fn overruled(
        &self,
        writer: &mut SqliteConnection,
        consent: &Consent,
        text: &GoalText,
        refused: &files::Refused,
    ) -> anyhow::Result<()> {
        let say = Say::No(Reason::parse(&refused.reason)?, refused.proposal.clone());
        self.answer(writer, consent, text, say).await?;
        self.clock.set(self.clock.now() + TimeDelta::hours(20));
        let reason = Reason::parse(&refused.overruled)?;
        let new = consent.overrule(&operator::coordinate(), self.round.state, text, &reason)?;
        let coordinator = (self.cast.someone("bz", Role::Coordinator)?, Role::Coordinator);
        self.keep(writer, &new, coordinator, "overrule-consent").await
    }

    /// The coordinator changes a passage once more; its ministry, and no other, answers again.
    async fn again(
        &self,
        writer: &mut SqliteConnection,
        text: &GoalText,
        given: &files::Contribution,
        (before, after): (&str, &str),
    ) -> anyhow::Result<()> {
        self.clock.set(self.clock.now() + TimeDelta::hours(2));
        let at = self.clock.now();
        let passage = text.passages.iter().find(|passage| passage.text == before.trim());
        let passage = passage.context("the altered passage was there a moment ago")?.id;
        let coordinator = self.cast.someone("bz", Role::Coordinator)?;
        let text = text.clone().reword(passage, &Reason::parse(after)?, coordinator, at)?;
        let by = (coordinator, Role::Coordinator);
        let reworded = self.event(by, "reword-passage", &text.sha256());
        store::goal_texts::put(writer, self.round.id, self.goal.id, &text, coordinator, &reworded).await?;
        store::consents::lay(writer, self.round, self.goal, &text, &reworded).await?;
        let consents = store::consents::of_goal(writer, self.round.id, self.goal.id).await?;
        let consent = consents.iter().find(|consent| consent.ministry.as_str() == given.ministry);
        self.answer(writer, consent.context("it was asked a moment ago")?, &text, Say::Yes).await
    }

    async fn keep(
        &self,
        writer: &mut SqliteConnection,
        new: &NewAnswer,
        who: (PersonId, Role),
        verb: &'static str,
    ) -> anyhow::Result<()> {
        let event = Event {
            ministry: Some(if who.1 == Role::Approver { new.ministry.clone() } else { "bz".into() }),
            ..self.event(who, verb, &new.sha256)
        };
        store::consents::answer(writer, self.round.id, self.goal.id, new, &event).await?;
        Ok(())
    }

    fn event(&self, who: (PersonId, Role), verb: &'static str, sha256: &str) -> Event {
        let id = format!("{}/{}", self.round.slug, self.goal.number);
        let event = event(who, "bz", self.clock.now(), verb, (store::consents::KIND, &id));
        Event { after: Some(sha256.to_owned()), ..event }
    }
}
