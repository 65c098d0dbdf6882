//! What remarks are on, for someone who may read it.

use sqlx::SqliteConnection;

use crate::{
    domain::{
        access::{Comment, Permit},
        contribution::Content,
        goal_text::{Field, GoalText},
        id::ContributionId,
        person::Role,
        remark::Subject,
        round::{Round, State},
        strategy::Goal,
    },
    report::markdown,
    store,
    web::{
        Result,
        contributions::{Dossier, trail},
        desk,
        extract::Visitor,
        page::Crumb,
        routes::{
            Compose, ComposeGoal, Consents, ContributionRemarks, GoalRemarks, Shared, ShowConsent,
            ShowContribution,
        },
    },
};

/// A text that remarks are made on.
pub(in crate::web) enum Target {
    /// A contribution with its newest words.
    Contribution(Box<Dossier>, Box<Content>),
    /// A goal's text.
    Goal(Box<Composed>),
}

/// A goal's text, and whether readers may read along.
pub(in crate::web) struct Composed {
    pub(in crate::web) round: Round,
    pub(in crate::web) goal: Goal,
    pub(in crate::web) text: GoalText,
    pub(in crate::web) shared: bool,
}

/// A contribution that the visitor may read.
pub(in crate::web) async fn of_contribution(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    id: ContributionId,
) -> Result<(Target, Permit<Comment>)> {
    let dossier = Dossier::open(connection, visitor, id).await?;
    let contribution = &dossier.contribution;
    let actor = &visitor.actor;
    let same_goal = store::contributions::is_assigned(connection, contribution, &actor.ministry).await?;
    let permit = actor.may_comment(contribution, same_goal)?;
    let content = dossier.newest(connection).await?;
    Ok((Target::Contribution(Box::new(dossier), Box::new(content)), permit))
}

/// A goal's text that the visitor may read.
pub(in crate::web) async fn of_goal(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    slug: &str,
    number: u32,
) -> Result<(Target, Permit<Comment>)> {
    let round = store::rounds::get(connection, slug).await?;
    let goal = desk::goal(connection, &round, number).await?;
    let lies_there = matches!(round.state, State::Consulting | State::Frozen | State::Presented);
    let (id, ministry) = (round.id, &visitor.actor.ministry);
    let laid = lies_there && store::consents::was_laid(connection, id, goal.id, ministry).await?;
    let shared = store::remarks::is_shared(connection, id, goal.id).await?;
    let permit = visitor.actor.may_comment_on_text(laid, shared && lies_there)?;
    let text = store::goal_texts::get(connection, id, goal.id).await?;
    Ok((Target::Goal(Box::new(Composed { round, goal, text, shared })), permit))
}

/// What a remark is on.
pub(super) async fn of_subject(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    subject: &Subject,
) -> Result<(Target, Permit<Comment>)> {
    match *subject {
        Subject::Paragraph { contribution, .. } => of_contribution(connection, visitor, contribution).await,
        Subject::Passage { round, goal, .. } => {
            let round = store::rounds::get_by_id(connection, round).await?;
            let goal = store::goals::get(connection, goal, round.reference_date).await?;
            of_goal(connection, visitor, &round.slug, goal.number).await
        }
    }
}

/// The paragraphs of one part of what a contribution says.
pub(super) fn paragraphs(content: &Content, field: Field) -> Vec<&str> {
    markdown::paragraphs(match field {
        Field::Achieved => content.achieved.as_str(),
        Field::Obstacles => content.obstacles.as_str(),
        Field::Outlook => content.outlook.as_str(),
    })
}

impl Target {
    /// The page of its remarks.
    pub(super) fn href(&self) -> String {
        match self {
            Self::Contribution(dossier, _) => ContributionRemarks { id: dossier.contribution.id }.to_string(),
            Self::Goal(composed) => {
                GoalRemarks { round: composed.round.slug.clone(), goal: composed.goal.number }.to_string()
            }
        }
    }

    /// "Doel 6 · Defensie · ronde 2018–2020".
    pub(super) fn subject(&self) -> String {
        match self {
            Self::Contribution(dossier, _) => dossier.subject(),
            Self::Goal(composed) => {
                format!("Doel {} · ronde {}", composed.goal.number, composed.round.label)
            }
        }
    }

    /// The goal's title.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Contribution(dossier, _) => dossier.goal.title.clone(),
            Self::Goal(composed) => composed.goal.title.clone(),
        }
    }

    /// The number of the wording that is on screen.
    pub(super) fn version(&self) -> u32 {
        match self {
            Self::Contribution(dossier, _) => dossier.contribution.revision,
            Self::Goal(composed) => composed.text.version,
        }
    }

    /// The way back.
    pub(super) fn trail(&self, visitor: &Visitor) -> Vec<Crumb> {
        match self {
            Self::Contribution(dossier, _) => {
                let mut trail = trail(visitor, dossier);
                trail.push(Crumb::new(dossier.name(), ShowContribution { id: dossier.contribution.id }));
                trail
            }
            Self::Goal(composed) => {
                let (round, goal) = (composed.round.slug.clone(), composed.goal.number);
                let here = format!("Doel {goal}");
                if visitor.actor.may_oversee().is_ok() {
                    let mut trail = desk::trail(&composed.round);
                    trail.push(Crumb::new("Samenstellen", Compose { round: round.clone() }));
                    trail.push(Crumb::new(here, ComposeGoal { round, goal }));
                    trail
                } else if visitor.actor.is(Role::Reader) {
                    vec![Crumb::new("Meelezen", Shared)]
                } else {
                    vec![Crumb::new("Afstemming", Consents), Crumb::new(here, ShowConsent { round, goal })]
                }
            }
        }
    }
}
