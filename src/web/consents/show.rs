//! One goal's text as it lies before a ministry, with what became of the ministry's words.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::{Column, Matter, Told, alterations, columns, left_out, require_laid, since, term, told, tone};
use crate::{
    domain::{
        access::Refused,
        consent::{Answer, Consent, Standing},
        id::PersonId,
        round::State as Stage,
    },
    store::{self, revisions::Handed},
    web::{
        App, Error, Result,
        difference::Difference,
        extract::Visitor,
        form::Errors,
        page::{Crumb, Layout, page},
        prose::Blocks,
        remarks,
        routes::{ConsentProof, Consents, GiveConsent, GoalRemarks, Provenance, RefuseConsent, ShowConsent},
    },
};

/// What was typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) reason: String,
    pub(super) proposal: String,
}

/// A text that was laid before the visitor's ministry.
pub(super) struct Case {
    pub(super) matter: Matter,
    pub(super) consent: Consent,
    pub(super) composers: Vec<PersonId>,
    handed: Option<Handed>,
    answered: Option<Difference>,
    remarks: u32,
}

impl Case {
    /// Reads it, for people of a ministry before which it was laid.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        slug: &str,
        number: u32,
    ) -> Result<Self> {
        visitor.actor.may_read_laid()?;
        let round = store::rounds::get(connection, slug).await?;
        let matter = Matter::load(connection, round, number).await?;
        let ministry = &visitor.actor.ministry;
        let consent = matter.laid_before(ministry).ok_or(Error::NotFound)?.clone();
        require_laid(&matter.round)?;
        let (round, goal) = (matter.round.id, matter.goal.id);
        let handed = store::revisions::handed_in(connection, round, goal).await?;
        let handed = handed.into_iter().find(|one| one.contribution.ministry == *ministry);
        let composers = store::consents::composers(connection, round, goal).await?;
        // What was last answered may have been on other words.
        let last = consent.answered.last().filter(|last| last.sha256 != matter.text.sha256());
        let answered = match last {
            Some(last) => {
                let seen = store::goal_texts::find_version(connection, round, goal, last.version).await?;
                Some(since(seen.as_ref(), &matter.text))
            }
            None => None,
        };
        let remarks = store::remarks::open_on_goal(connection, round, goal).await?;
        Ok(Self { matter, consent, composers, handed, answered, remarks })
    }

    fn action(&self, visitor: &Visitor) -> Action {
        if self.matter.round.state != Stage::Consulting {
            return Action::Nothing;
        }
        match visitor.actor.may_agree(&self.consent.ministry, &self.composers) {
            Err(Refused::OwnText) => Action::OwnText,
            Err(_) => Action::Nothing,
            Ok(_) => match self.consent.standing(&self.matter.text) {
                Standing::Answered(Answer::Given) => Action::Reconsider,
                Standing::Answered(Answer::Refused | Answer::Overruled) => Action::ComeRound,
                Standing::Answered(Answer::Silent) | Standing::Waiting | Standing::Unasked => Action::Answer,
            },
        }
    }
}

/// What someone can do with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Answer,
    Reconsider,
    ComeRound,
    OwnText,
    Nothing,
}

#[derive(Template)]
#[template(path = "pages/consents/show.html")]
pub(super) struct ConsentPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    stale: Option<Difference>,
    subject: String,
    here: String,
    title: String,
    promise: Blocks,
    tone: &'static str,
    standing: &'static str,
    term: Option<String>,
    answered: Option<Difference>,
    alterations: Difference,
    words: usize,
    left_out: Vec<Blocks>,
    columns: Vec<Column>,
    told: Vec<Told>,
    action: Action,
    version: u32,
    hash: String,
    short_hash: String,
    typed: Typed,
    give: String,
    refuse: String,
    proof: Option<String>,
    remarks: Crumb,
    provenance: String,
}

impl ConsentPage {
    /// The page, with what was typed; `stale` is what changed while someone read.
    pub(super) fn new(
        app: &App,
        visitor: &Visitor,
        case: &Case,
        typed: Typed,
        errors: Errors,
        stale: Option<Difference>,
    ) -> Self {
        let (matter, consent) = (&case.matter, &case.consent);
        let (round, goal) = (matter.round.slug.clone(), matter.goal.number);
        let standing = consent.standing(&matter.text);
        let hash = matter.text.sha256();
        Self {
            layout: Layout::of(app, visitor),
            trail: vec![Crumb::new("Afstemming", Consents)],
            subject: format!("Doel {goal} · ronde {}", matter.round.label),
            here: format!("Doel {goal}"),
            title: matter.goal.title.clone(),
            promise: Blocks::read(&matter.goal.promise),
            tone: tone(standing),
            standing: standing.dutch(),
            term: (matter.round.state == Stage::Consulting && !standing.is_settled())
                .then(|| term(&matter.round, visitor)),
            answered: if stale.is_some() { None } else { case.answered.clone() },
            alterations: alterations(&matter.text, &consent.ministry),
            words: matter.text.share(&consent.ministry).count(),
            left_out: left_out(case.handed.as_ref(), &matter.text),
            columns: columns(matter, &consent.ministry),
            told: told(consent, &matter.text),
            action: case.action(visitor),
            version: matter.text.version,
            short_hash: hash.chars().take(12).collect(),
            hash,
            typed,
            remarks: Crumb::new(remarks::label(case.remarks), GoalRemarks { round: round.clone(), goal }),
            provenance: Provenance { round: round.clone(), goal }.to_string(),
            give: GiveConsent { round: round.clone(), goal }.to_string(),
            refuse: RefuseConsent { round: round.clone(), goal }.to_string(),
            proof: consent.holding(&matter.text).map(|_| ConsentProof { round, goal }.to_string()),
            errors,
            stale,
        }
    }
}

/// The text, for people of the ministry.
pub(in crate::web) async fn show(
    path: ShowConsent,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::load(&mut reader, &visitor, &path.round, path.goal).await?;
    page(&ConsentPage::new(&app, &visitor, &case, Typed::default(), Errors::default(), None))
}
