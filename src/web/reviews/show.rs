//! One contribution to judge: as it will read, and what changed since the last look.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        access::Refused,
        clock,
        contribution::{Content, State as Stage},
        id::PersonId,
        person::Role,
        round,
    },
    store::{self, approvals::Agreement, reviews::Step},
    web::{
        App, Result,
        contributions::{Dossier, trail},
        difference::Difference,
        extract::Visitor,
        figures::{self, Note},
        form::Errors,
        page::{Crumb, Layout, page},
        reading::{Reading, parts},
        remarks,
        rounds::Standstill,
        routes::{
            ApproveContribution, ContributionHistory, ContributionRemarks, MarkRead, ReviewContribution,
            SendBackContribution, WithdrawApproval,
        },
    },
};

/// What was typed in one of the forms.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// For whom someone stands in.
    pub(super) absent_for: String,
    /// Why it goes back, or why the akkoord is withdrawn.
    pub(super) reason: String,
    /// About which words.
    pub(super) place: String,
}

/// All that the page needs.
#[derive(Debug)]
pub(super) struct Case {
    /// The contribution with what stands around it.
    pub(super) dossier: Dossier,
    content: Content,
    authors: Vec<PersonId>,
    others: Vec<String>,
    steps: Vec<Step>,
    remarks: u32,
    compared: Option<Compared>,
    figures: Note,
    agreed: Vec<Agreement>,
    needed: u32,
    absent: Vec<String>,
}

/// The words this approver knows already.
#[derive(Debug)]
struct Compared {
    /// The revision they answered in this round; without one, the words are those of the round before.
    number: Option<u32>,
    content: Content,
}

impl Case {
    /// Reads it, for an approver of the ministry.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        dossier: Dossier,
    ) -> Result<Self> {
        let id = dossier.contribution.id;
        let authors = store::revisions::authors(connection, id).await?;
        let approvers =
            store::people::with_role(connection, &dossier.contribution.ministry, Role::Approver).await?;
        let agreed = store::approvals::agreements(connection, id, dossier.contribution.revision).await?;
        let (ministry, today) = (&dossier.contribution.ministry, clock::local_date(visitor.now));
        let others = approvers.into_iter().filter(|(person, _)| !authors.contains(person));
        Ok(Self {
            content: dossier.newest(connection).await?,
            steps: store::reviews::steps(connection, id).await?,
            remarks: store::remarks::open_on_contribution(connection, id).await?,
            compared: compared(connection, visitor, &dossier).await?,
            figures: figures::note(connection, &dossier).await?,
            agreed: agreed.into_iter().filter(|one| one.ended_at.is_none()).collect(),
            needed: store::approvals::needed(connection, ministry, dossier.contribution.goal).await?,
            absent: store::stand_ins::absent_for(connection, visitor.actor.person, today).await?,
            others: others.map(|(_, name)| name).collect(),
            authors,
            dossier,
        })
    }

    /// For whom this person stands in, unless they typed something themselves.
    fn prefilled(&self, typed: Typed) -> Typed {
        match self.absent.as_slice() {
            [one] if typed.absent_for.is_empty() => Typed { absent_for: one.clone(), ..typed },
            _ => typed,
        }
    }

    /// What can be done here by this person.
    fn action(&self, visitor: &Visitor) -> Result<Action> {
        let contribution = &self.dossier.contribution;
        let own = match visitor.actor.may_review(contribution, &self.authors) {
            Ok(_) => false,
            Err(Refused::OwnWords) => true,
            Err(refused) => return Err(refused.into()),
        };
        let frozen = is_frozen(&self.dossier);
        Ok(match contribution.state {
            Stage::Submitted if own => Action::OwnWords,
            Stage::Submitted if self.agreed.iter().any(|one| one.person == visitor.actor.person) => {
                Action::Withdraw
            }
            Stage::Submitted => Action::Judge,
            Stage::Approved | Stage::TakenOver if frozen || own => Action::Nothing,
            Stage::Approved | Stage::TakenOver => Action::Withdraw,
            Stage::Open | Stage::Draft | Stage::Returned => Action::Nothing,
        })
    }
}

/// Whether the edition is frozen, so that no akkoord can be withdrawn any more.
pub(super) fn is_frozen(dossier: &Dossier) -> bool {
    matches!(dossier.round.state, round::State::Frozen | round::State::Presented)
}

/// The words this approver knows: those they last looked at, or else those of the round before.
async fn compared(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
) -> Result<Option<Compared>> {
    let contribution = &dossier.contribution;
    let (id, person) = (contribution.id, visitor.actor.person);
    // One above the newest: handed in again without a change is worth knowing too.
    let last = store::reviews::find_last_look(connection, id, person, contribution.revision + 1).await?;
    if let Some(number) = last {
        let content = dossier.content(connection, number).await?;
        return Ok(Some(Compared { number: Some(number), content }));
    }
    let before = store::revisions::find_last_round(connection, contribution).await?;
    Ok(before.map(|before| Compared { number: None, content: before.content }))
}

/// What someone can do with a contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Judge,
    OwnWords,
    Withdraw,
    Nothing,
}

/// A time it was sent back before.
struct Earlier {
    by: String,
    at: String,
    reason: String,
    place: String,
}

#[derive(Template)]
#[template(path = "pages/reviews/show.html")]
pub(super) struct ReviewPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    conflict: Option<String>,
    here: String,
    subject: String,
    title: String,
    state: String,
    version: u32,
    hash: String,
    facts: Vec<String>,
    pause: Option<Standstill>,
    progress: Option<String>,
    earlier: Vec<Earlier>,
    since_look: Option<(u32, Difference)>,
    since_round: Option<Difference>,
    reading: Reading,
    figures: (String, String, bool),
    action: Action,
    others: Vec<String>,
    typed: Typed,
    approve: String,
    send_back: String,
    withdraw: String,
    read: String,
    history: String,
    remarks: Crumb,
}

impl ReviewPage {
    /// The page with what was typed and what is wrong with it; `conflict` when the state changed meanwhile.
    pub(super) fn new(
        app: &App,
        visitor: &Visitor,
        case: Case,
        typed: Typed,
        errors: Errors,
        conflict: Option<String>,
    ) -> Result<Self> {
        let action = case.action(visitor)?;
        let dossier = &case.dossier;
        let id = dossier.contribution.id;
        let compare = |then: &Content, note: bool| {
            let parts = |content: &Content| parts(content, &dossier.commitments, note);
            Difference::between(&parts(then), &parts(&case.content))
        };
        let known = case.compared.as_ref();
        let since_look = known.and_then(|known| Some((known.number?, compare(&known.content, true))));
        let since_round = known.filter(|known| known.number.is_none());
        let since_round = since_round.map(|known| compare(&known.content, false));
        let earlier = case.steps.iter().filter(|step| step.kind == "returned").map(|step| Earlier {
            by: step.by.clone(),
            at: clock::short_moment(step.at),
            reason: step.reason.clone().unwrap_or_default(),
            place: step.place.clone().unwrap_or_default(),
        });
        Ok(Self {
            layout: Layout::of(app, visitor),
            trail: trail(visitor, dossier),
            here: dossier.name(),
            subject: dossier.subject(),
            title: dossier.goal.title.clone(),
            state: dossier.contribution.state.dutch().to_owned(),
            version: dossier.contribution.revision,
            hash: case.content.sha256().chars().take(12).collect(),
            facts: facts(&case.steps),
            progress: progress(&case),
            pause: Standstill::for_ministries(&dossier.round.label, dossier.round.paused_at),
            earlier: earlier.collect(),
            since_look,
            since_round,
            reading: Reading::of(&case.content, &dossier.commitments, true),
            figures: case.figures.shown(),
            action,
            others: case.others.clone(),
            typed: case.prefilled(typed),
            approve: ApproveContribution { id }.to_string(),
            send_back: SendBackContribution { id }.to_string(),
            withdraw: WithdrawApproval { id }.to_string(),
            read: MarkRead { id }.to_string(),
            history: ContributionHistory { id }.to_string(),
            remarks: Crumb::new(remarks::label(case.remarks), ContributionRemarks { id }),
            errors,
            conflict,
        })
    }
}

/// How many of those who must agree did.
fn progress(case: &Case) -> Option<String> {
    let waits = case.dossier.contribution.state == Stage::Submitted;
    if !waits || case.needed < 2 {
        return None;
    }
    let names: Vec<_> =
        case.agreed.iter().map(|one| format!("{} ({} uur)", one.name, clock::short_moment(one.at))).collect();
    let so_far = if names.is_empty() { "nog niemand".to_owned() } else { names.join(", ") };
    let there = case.others.len();
    let lack = if there < case.needed as usize {
        format!(
            " Uw ministerie heeft daarvoor te weinig akkoordgevers ({there}). Vraag de beheerder om een account of een andere regel."
        )
    } else {
        String::new()
    };
    Some(format!(
        "Hier moeten {} akkoordgevers akkoord geven. Akkoord tot nu toe: {so_far}.{lack}",
        case.needed
    ))
}

/// Who handed it in and when.
fn facts(steps: &[Step]) -> Vec<String> {
    let submitted = steps.iter().find(|step| step.kind == "submitted");
    let told = submitted.map(|step| {
        let late = if step.late { ", na de termijn" } else { "" };
        format!("Ingediend door {} op {} uur{late}.", step.by, clock::short_moment(step.at))
    });
    told.into_iter().collect()
}

/// The contribution, as it will read, with what this person can do.
pub(in crate::web) async fn show(
    path: ReviewContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_review(&dossier.contribution, &[])?;
    let case = Case::load(&mut reader, &visitor, dossier).await?;
    page(&ReviewPage::new(&app, &visitor, case, Typed::default(), Errors::default(), None)?)
}
