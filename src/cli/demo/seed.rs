//! Fills an empty database: people, two complete rounds, and a third one under way. Time goes by on a clock of its own.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{compose, files, freeze};
use crate::{
    cli::say,
    domain::{
        access::operator,
        clock::Clock,
        contribution::{Content, Contribution, Revision, Source, Stand, StandLine},
        event::Event,
        id::{CommitmentId, ContributionId, GoalId, PersonId, RoundId},
        ministry::MinistryCode,
        paper::PaperRef,
        person::{Email, Role},
        round::{Round, State},
        strategy::Part,
        text::{Prose, Reason},
    },
    report::definition::Definition,
    store::{self, Store, people::NewPerson, reviews::Side},
};

/// The strategy of the demo.
pub(super) const STRATEGY: &str = "gbvs-2018-2022";

/// The invented people by ministry and role.
pub(super) struct Cast(BTreeMap<(String, Role), PersonId>);

impl Cast {
    /// Who holds a role at a ministry.
    pub(super) fn someone(&self, ministry: &str, role: Role) -> anyhow::Result<PersonId> {
        let person = self.0.get(&(ministry.to_owned(), role)).copied();
        person.with_context(|| format!("the demo has no {} at {ministry}", role.dutch()))
    }
}

/// An event of an invented person's making.
pub(super) fn event(
    (person, role): (PersonId, Role),
    ministry: &str,
    at: DateTime<Utc>,
    verb: &'static str,
    (kind, id): (&'static str, &dyn ToString),
) -> Event {
    Event {
        at,
        actor: Some(person),
        role: role.code(),
        ministry: Some(ministry.into()),
        verb,
        object_kind: kind,
        object_id: id.to_string(),
        before: None,
        after: None,
        origin: "demonstratie".to_owned(),
    }
}

/// Fills an empty database.
pub(super) async fn fill(store: &Store, files: &files::Files, definition: &Definition) -> anyhow::Result<()> {
    let first = files.rounds.first().context("the demo has no round")?;
    let clock = Clock::fixed(first.round.calendar.opened);
    let mut writer = store.begin().await?;
    let cast = people(&mut writer, files, clock.now()).await?;
    let administrator = cast.someone("bz", Role::Administrator)?;
    for register in ["ministries", "offices"] {
        store::setup::check(&mut writer, register, administrator, clock.now()).await?;
        let by = (administrator, Role::Administrator);
        let event = event(by, "bz", clock.now(), "check", ("register", &register));
        store::events::append(&mut writer, &event).await?;
    }
    writer.commit().await?;
    say(format!("  {} people", files.people.len()));
    for completed in &files.rounds {
        complete(store, &cast, completed, definition, &clock).await?;
    }
    let mut writer = store.begin().await?;
    super::next::begin(&mut writer, &cast, &files.next).await?;
    writer.commit().await?;
    say(format!("  round {}: under way", files.next.label));
    Ok(())
}

/// A round from its opening to what came after its release.
async fn complete(
    store: &Store,
    cast: &Cast,
    files: &files::Completed,
    definition: &Definition,
    clock: &Clock,
) -> anyhow::Result<()> {
    let calendar = &files.round.calendar;
    let mut writer = store.begin().await?;
    super::changes::before(&mut writer, cast, &files.round, clock).await?;
    clock.set(calendar.opened);
    let round = open_round(&mut writer, &files.round, cast, clock.now()).await?;
    let goals = goals(&mut writer, &round).await?;
    for file in &files.goals {
        let goal = goals.get(&file.number).with_context(|| format!("there is no goal {}", file.number))?;
        for (position, contribution) in (0..).zip(&file.contribution) {
            let start = start(calendar.writing, file.number, position);
            contribute(&mut writer, cast, &round, *goal, contribution, start).await?;
        }
        super::figures::measured(&mut writer, cast, *goal, file, calendar.measured).await?;
    }
    let contributions = files.goals.iter().map(|goal| goal.contribution.len()).sum::<usize>();
    say(format!("  round {}: {contributions} contributions", round.label));
    clock.set(calendar.composed);
    compose::round(&mut writer, cast, &round, &goals, files, clock).await?;
    say(format!("  round {}: the report composed", round.label));
    writer.commit().await?;
    clock.set(calendar.frozen);
    freeze(store, definition, clock, cast, &round.slug).await?;
    say(format!("  round {}: the edition frozen and released", round.label));
    let mut writer = store.begin().await?;
    super::afterwards::go_on(&mut writer, cast, &round.slug, definition, &files.round, clock).await?;
    writer.commit().await?;
    Ok(())
}

/// When a contribution is written: spread over the weeks by its place.
fn start(from: DateTime<Utc>, goal: u32, position: i64) -> DateTime<Utc> {
    let day = i64::from(goal) * 2 + position % 3;
    from + TimeDelta::days(day / 5 * 7 + day % 5) + TimeDelta::minutes(17 * position)
}

async fn people(
    writer: &mut SqliteConnection,
    files: &files::Files,
    now: DateTime<Utc>,
) -> anyhow::Result<Cast> {
    let mut cast = BTreeMap::new();
    for file in &files.people {
        let roles: Vec<Role> = file.roles.iter().filter_map(|role| Role::read(role)).collect();
        let person = NewPerson {
            id: PersonId::new(),
            name: file.name.clone(),
            email: Email::parse(&file.email)?,
            ministry: file.ministry.as_str().into(),
            roles: roles.clone(),
            password: None,
            created_at: now,
        };
        store::people::insert(writer, &person).await?;
        for role in roles {
            cast.entry((file.ministry.clone(), role)).or_insert(person.id);
        }
    }
    Ok(Cast(cast))
}

async fn open_round(
    writer: &mut SqliteConnection,
    file: &files::Round,
    cast: &Cast,
    now: DateTime<Utc>,
) -> anyhow::Result<Round> {
    let round = Round {
        id: RoundId::new(),
        strategy: STRATEGY.to_owned(),
        slug: file.label.replace('–', "-"),
        label: file.label.clone(),
        from: file.from,
        until: file.until,
        reference_date: file.reference_date,
        contribution_due: file.deadlines.contribution,
        approval_due: file.deadlines.approval,
        consent_due: file.deadlines.consent,
        silence_is_consent: false,
        state: State::Preparing,
        paused_at: None,
        specimen: true,
    };
    begin_round(writer, round, cast, now).await
}

/// Adds a round and opens it.
pub(super) async fn begin_round(
    writer: &mut SqliteConnection,
    round: Round,
    cast: &Cast,
    now: DateTime<Utc>,
) -> anyhow::Result<Round> {
    store::rounds::insert(writer, &round, now).await?;
    store::rounds::assign_as_before(writer, &round, now).await?;
    let round = round.step(&operator::coordinate(), State::Open)?;
    store::rounds::set_state(writer, round.id, round.state).await?;
    let coordinator = (cast.someone("bz", Role::Coordinator)?, Role::Coordinator);
    store::events::append(writer, &event(coordinator, "bz", now, "open", ("round", &round.slug))).await?;
    Ok(round)
}

/// Identities of the goals of a round, by number.
pub(super) async fn goals(
    writer: &mut SqliteConnection,
    round: &Round,
) -> anyhow::Result<BTreeMap<u32, GoalId>> {
    let goals = store::goals::list(writer, &round.strategy, round.reference_date).await?;
    Ok(goals.into_iter().map(|goal| (goal.number, goal.id)).collect())
}

/// One contribution from the first word to the akkoord.
async fn contribute(
    writer: &mut SqliteConnection,
    cast: &Cast,
    round: &Round,
    goal: GoalId,
    file: &files::Contribution,
    start: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut acts = Acts::of(writer, cast, round, goal, &file.ministry).await?;
    let known = store::goals::commitments(writer, goal, round.reference_date).await?;
    let commitments: Vec<CommitmentId> = known.iter().map(|commitment| commitment.id).collect();
    let mut content =
        content(file, |number| known.iter().find(|one| one.number == number).map(|one| one.id))?;
    // In the order of the strategy, as the form has them: a hash is of words in their order.
    content.stands.sort_by_key(|line| commitments.iter().position(|id| *id == line.commitment));
    let mut at = start;
    if let Some(reason) = &file.returned {
        let first = file.first_achieved.as_deref().unwrap_or(&file.achieved);
        let weaker = Content { achieved: Prose::parse(first)?, ..content.clone() };
        acts.save(writer, weaker, at - TimeDelta::days(4)).await?;
        acts.submit(writer, &commitments, at - TimeDelta::days(4) + TimeDelta::hours(2)).await?;
        acts.send_back(writer, reason, at - TimeDelta::days(2)).await?;
    }
    if file.late {
        at = round.contribution_due + TimeDelta::hours(65);
    }
    acts.save(writer, content, at).await?;
    acts.submit(writer, &commitments, at + TimeDelta::minutes(95)).await?;
    acts.approve(writer, at + TimeDelta::days(3)).await
}

fn content(
    file: &files::Contribution,
    commitment: impl Fn(&str) -> Option<CommitmentId>,
) -> anyhow::Result<Content> {
    let mut stands = Vec::new();
    for line in &file.commitments {
        let commitment =
            commitment(&line.number).with_context(|| format!("there is no commitment {}", line.number))?;
        let stand = match line.stand.as_str() {
            "nieuws" => Stand::News,
            "geen-nieuws" => Stand::NoNews,
            "afgerond" => Stand::Completed,
            "vervallen" => Stand::Lapsed,
            other => anyhow::bail!("{other} is no stand"),
        };
        stands.push(StandLine { commitment, stand, line: line.line.clone() });
    }
    let mut sources = Vec::new();
    for source in &file.sources {
        let paper =
            source.paper.as_deref().map(PaperRef::parse).transpose().with_context(|| source.title.clone())?;
        let reference_date = Some(source.date);
        sources.push(Source { title: source.title.clone(), url: source.url.clone(), paper, reference_date });
    }
    Ok(Content {
        achieved: Prose::parse(&file.achieved)?,
        obstacles: Prose::parse(&file.obstacles)?,
        outlook: Prose::parse(&file.outlook)?,
        internal_note: Prose::parse(&file.internal_note)?,
        no_contribution: file.nothing.as_deref().map(Reason::parse).transpose()?,
        stands,
        sources,
    })
}

/// The acts of one ministry on one contribution, each through the rules.
pub(super) struct Acts {
    contribution: Contribution,
    ministry: String,
    part: Part,
    due: DateTime<Utc>,
    author: PersonId,
    approver: PersonId,
    revision: Option<Revision>,
}

impl Acts {
    /// Looks up a contribution and the two people it takes.
    pub(super) async fn of(
        writer: &mut SqliteConnection,
        cast: &Cast,
        round: &Round,
        goal: GoalId,
        ministry: &str,
    ) -> anyhow::Result<Self> {
        let code = MinistryCode::from(ministry);
        let id = store::contributions::find(writer, round.id, goal, &code).await?;
        let id: ContributionId = id.with_context(|| format!("{ministry} is not assigned to this goal"))?;
        let contribution = store::contributions::get(writer, id).await?;
        Ok(Self {
            part: store::contributions::part(writer, &contribution).await?,
            contribution,
            ministry: ministry.to_owned(),
            due: round.contribution_due,
            author: cast.someone(ministry, Role::Contributor)?,
            approver: cast.someone(ministry, Role::Approver)?,
            revision: None,
        })
    }

    /// Lets the ministries of the goal read it from the next save on.
    pub(super) fn share(&mut self) {
        self.contribution.shared = true;
    }

    /// "Concept bewaren".
    pub(super) async fn save(
        &mut self,
        writer: &mut SqliteConnection,
        content: Content,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let now = self.contribution.clone();
        let based_on = now.revision;
        let (saved, revision) = now.save(&operator::write(), true, based_on, content, self.author, at)?;
        let event = Event {
            after: Some(revision.content.sha256()),
            ..self.event((self.author, Role::Contributor), at, "save")
        };
        store::revisions::save(writer, &saved, &revision, &event).await?;
        self.contribution = saved;
        self.revision = Some(revision);
        Ok(())
    }

    /// "Indienen".
    pub(super) async fn submit(
        &mut self,
        writer: &mut SqliteConnection,
        commitments: &[CommitmentId],
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let revision = self.revision.as_ref().context("nothing was saved")?;
        let now = self.contribution.clone();
        let submitted =
            now.submit(&operator::write(), true, revision, self.part, commitments).with_context(|| {
                format!(
                    "{}: {:?}",
                    self.ministry,
                    crate::domain::contribution::missing(&revision.content, self.part, commitments)
                )
            })?;
        let event = self.event((self.author, Role::Contributor), at, "submit");
        store::reviews::submit(writer, &submitted, Round::is_late(at, self.due), &event).await?;
        self.contribution = submitted;
        Ok(())
    }

    /// "Akkoord geven".
    pub(super) async fn approve(
        &mut self,
        writer: &mut SqliteConnection,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let sha256 = self.revision.as_ref().context("nothing was saved")?.content.sha256();
        let looked_at = self.contribution.revision;
        let approved = self.contribution.clone().approve(&operator::review(), looked_at)?;
        let event = Event {
            after: Some(sha256.clone()),
            ..self.event((self.approver, Role::Approver), at, "approve")
        };
        store::reviews::approve(writer, &approved, &sha256, None, &event).await?;
        self.contribution = approved;
        Ok(())
    }

    /// "Terugsturen".
    pub(super) async fn send_back(
        &mut self,
        writer: &mut SqliteConnection,
        reason: &str,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let returned = self.contribution.clone().send_back(&operator::review())?;
        let event = self.event((self.approver, Role::Approver), at, "send-back");
        store::reviews::send_back(writer, &returned, Side::Ministry, &Reason::parse(reason)?, "", &event)
            .await?;
        self.contribution = returned;
        Ok(())
    }

    fn event(&self, who: (PersonId, Role), at: DateTime<Utc>, verb: &'static str) -> Event {
        event(who, &self.ministry, at, verb, ("contribution", &self.contribution.id))
    }
}
