//! A contribution with what stands around it: its round, its goal, its deadline.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        clock,
        contribution::{Content, Contribution},
        id::{CommitmentId, ContributionId},
        ministry::Ministry,
        person::Role,
        round::{Round, State},
        strategy::{Commitment, Goal, Part},
    },
    store::{self, goals::Ended},
    web::{
        Error, Result,
        extract::Visitor,
        page::Crumb,
        routes::{Reviews, Rounds, Shared, Tasks},
    },
};

/// Whether a ministry may still hand in, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Term {
    /// Before the deadline.
    Open,
    /// After it; still possible, and visible.
    Late,
    /// The round takes nothing more from this ministry.
    Closed,
    /// The round stands still: writing goes on, handing in waits.
    Paused,
}

/// A contribution with what stands around it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Dossier {
    /// The contribution itself.
    pub(in crate::web) contribution: Contribution,
    /// Its round.
    pub(in crate::web) round: Round,
    /// Its goal, as worded on the reference date.
    pub(in crate::web) goal: Goal,
    /// What the strategy says will be done.
    pub(in crate::web) commitments: Vec<Commitment>,
    /// The ministry's part in the goal.
    pub(in crate::web) part: Part,
    /// Whose words.
    pub(in crate::web) ministry: Ministry,
    /// When it is due for this ministry.
    pub(in crate::web) due: DateTime<Utc>,
    /// Whether the ministry may still write.
    pub(in crate::web) open: bool,
    /// How the goal ended, when it is retired in this round.
    pub(in crate::web) ended: Option<Ended>,
    /// Whether the goal is no longer the ministry's; what was written stays.
    pub(in crate::web) dropped: bool,
}

impl Dossier {
    /// Reads it for someone who may know that it is there. For anyone else the answer is the same as for one that is
    /// nowhere, and takes as many queries: how long it took tells nothing either.
    pub(in crate::web) async fn open(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        id: ContributionId,
    ) -> Result<Self> {
        let contribution = store::contributions::get(connection, id).await?;
        visitor.actor.may_know(&contribution)?;
        Self::load(connection, contribution).await
    }

    /// Reads what stands around it. While a round is prepared, its contributions are not there yet.
    async fn load(connection: &mut SqliteConnection, contribution: Contribution) -> Result<Self> {
        let round = store::rounds::get_by_id(connection, contribution.round).await?;
        if round.state == State::Preparing {
            return Err(Error::NotFound);
        }
        let on = round.reference_date;
        let ministries = store::ministries::list(connection, on).await?;
        let ministry = ministries.into_iter().find(|one| one.code == contribution.ministry);
        let exception = store::rounds::has_exception(connection, round.id, &contribution.ministry).await?;
        let ended = store::goals::ended(connection, contribution.goal, on).await?;
        // What was said on commitments that ended with the goal stays to be read.
        let last_day = ended.as_ref().and_then(|ended| ended.on.pred_opt()).unwrap_or(on);
        let dropped = store::assignments::is_dropped(connection, contribution.id).await?;
        Ok(Self {
            goal: store::goals::get(connection, contribution.goal, on).await?,
            commitments: store::goals::commitments(connection, contribution.goal, last_day).await?,
            part: store::contributions::part(connection, &contribution).await?,
            ministry: ministry.ok_or(Error::NotFound)?,
            due: store::rounds::due(connection, &round, &contribution.ministry).await?,
            open: round.accepts_contributions(exception) && ended.is_none() && !dropped,
            ended,
            dropped,
            contribution,
            round,
        })
    }

    /// What happened to a goal that is retired: why, and where its work goes on.
    pub(in crate::web) fn ending(&self) -> Option<String> {
        let ended = self.ended.as_ref()?;
        let heirs: Vec<String> =
            ended.heirs.iter().map(|(_, number, title)| format!("doel {number} ({title})")).collect();
        let heirs = match heirs.as_slice() {
            [] => "Het gaat bij geen ander doel verder.".to_owned(),
            [one] => format!("Het werk gaat verder bij {one}."),
            [first @ .., last] => format!("Het werk gaat verder bij {} en {last}.", first.join(", ")),
        };
        Some(format!(
            "{} is per {} vervallen. Reden: {} {heirs} Wat u schreef, blijft hier te lezen; u hoeft er niets meer aan te doen.",
            self.name(),
            clock::long_date(ended.on),
            ended.reason
        ))
    }

    /// What the newest revision says; nothing before the first.
    pub(in crate::web) async fn newest(&self, connection: &mut SqliteConnection) -> Result<Content> {
        self.content(connection, self.contribution.revision).await
    }

    /// What a revision says; 0 is the empty page before the first.
    pub(in crate::web) async fn content(
        &self,
        connection: &mut SqliteConnection,
        number: u32,
    ) -> Result<Content> {
        if number == 0 {
            return Ok(Content::default());
        }
        Ok(store::revisions::get(connection, self.contribution.id, number).await?.content)
    }

    /// "Doel 6".
    pub(in crate::web) fn name(&self) -> String {
        format!("Doel {}", self.goal.number)
    }

    /// "Doel 6 · Defensie · ronde 2018–2020".
    pub(in crate::web) fn subject(&self) -> String {
        format!("{} · {} · ronde {}", self.name(), self.ministry.short, self.round.label)
    }

    /// Which commitments there are.
    pub(in crate::web) fn commitment_ids(&self) -> Vec<CommitmentId> {
        self.commitments.iter().map(|commitment| commitment.id).collect()
    }

    /// Whether something handed in at this moment is late.
    pub(in crate::web) fn is_late(&self, now: DateTime<Utc>) -> bool {
        Round::is_late(self.round.clock(now), self.due)
    }

    /// Whether the ministry may still hand in at this moment, and how.
    pub(in crate::web) fn term(&self, now: DateTime<Utc>) -> Term {
        if self.open && self.round.paused_at.is_some() {
            return Term::Paused;
        }
        match (self.open, self.is_late(now)) {
            (false, _) => Term::Closed,
            (true, true) => Term::Late,
            (true, false) => Term::Open,
        }
    }

    /// "vrijdag 14 februari 2020, 17.00 uur (nog 9 dagen)".
    pub(in crate::web) fn deadline(&self, now: DateTime<Utc>) -> String {
        let left = clock::time_left(self.due, self.round.clock(now));
        format!("{} ({left})", clock::long_moment(self.due))
    }
}

/// The list from which someone came to a contribution.
pub(in crate::web) fn trail(visitor: &Visitor, dossier: &Dossier) -> Vec<Crumb> {
    let actor = &visitor.actor;
    let own = dossier.contribution.ministry == actor.ministry;
    vec![if own && actor.is(Role::Contributor) {
        Crumb::new("Mijn doelen", Tasks)
    } else if own && actor.is(Role::Approver) {
        Crumb::new("Beoordelen", Reviews)
    } else if actor.may_oversee().is_ok() {
        Crumb::new("Rondes", Rounds)
    } else {
        Crumb::new("Meelezen", Shared)
    }]
}
