//! A text with the remarks on it, each at its place.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::target::{Target, of_contribution, of_goal, paragraphs};
use crate::{
    domain::{
        clock,
        goal_text::{Field, Head},
        remark::{Place, Remark, Reply, Subject, locate},
    },
    report::typography::capitalised,
    store,
    web::{
        App, Result, desk, documents,
        extract::Visitor,
        form::Errors,
        page::{Crumb, Layout, page},
        prose::Blocks,
        routes::{AnswerRemark, ContributionRemarks, GoalRemarks, ResolveRemark, ShareGoalText},
    },
};

/// A paragraph or passage, with what was remarked on it.
struct Spot {
    /// What the form sends: "achieved-2", or a passage.
    key: String,
    title: String,
    words: Blocks,
    remarks: Vec<Line>,
    typed: String,
    error: Option<String>,
}

/// A remark with its answers.
struct Line {
    id: String,
    said: Vec<Said>,
    /// What stood there when it was made, when that reads otherwise now.
    earlier: Option<Blocks>,
    resolved: Option<String>,
    answer: String,
    resolve: String,
    typed: String,
    error: Option<String>,
}

/// Something that was said, by whom and when.
struct Said {
    by: String,
    at: String,
    text: String,
}

/// What came back with something wrong: where, and what was typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// Key of the spot, or identity of the remark that was answered.
    pub(super) at: String,
    /// What was typed.
    pub(super) text: String,
}

#[derive(Template)]
#[template(path = "pages/remarks/show.html")]
pub(super) struct SheetPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    subject: String,
    title: String,
    open: usize,
    documents: Vec<Crumb>,
    spots: Vec<Spot>,
    gone: Vec<Line>,
    version: u32,
    create: String,
    share: Option<Sharing>,
}

/// Whether readers of other ministries may read along, and where that changes.
struct Sharing {
    href: String,
    shared: bool,
}

impl SheetPage {
    /// The page of a text that the visitor may read.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        app: &App,
        visitor: &Visitor,
        target: &Target,
        typed: &Typed,
        errors: Errors,
    ) -> Result<Self> {
        let remarks = match target {
            Target::Contribution(dossier, _) => {
                store::remarks::on_contribution(connection, dossier.contribution.id).await?
            }
            Target::Goal(composed) => {
                store::remarks::on_goal(connection, composed.round.id, composed.goal.id).await?
            }
        };
        let open = remarks.iter().filter(|remark| remark.is_open()).count();
        let mut spots = spots(target, typed, &errors);
        let mut gone = Vec::new();
        for remark in &remarks {
            match place(target, remark) {
                Some((key, reworded)) => {
                    let line = line(remark, reworded, typed, &errors);
                    match spots.iter_mut().find(|spot| spot.key == key) {
                        Some(spot) => spot.remarks.push(line),
                        None => gone.push(line),
                    }
                }
                None => gone.push(line(remark, true, typed, &errors)),
            }
        }
        let share = match target {
            Target::Goal(composed) if desk::may_change(visitor, &composed.round) => Some(Sharing {
                href: ShareGoalText { round: composed.round.slug.clone(), goal: composed.goal.number }
                    .to_string(),
                shared: composed.shared,
            }),
            Target::Goal(_) | Target::Contribution(..) => None,
        };
        Ok(Self {
            layout: Layout::of(app, visitor),
            trail: target.trail(visitor),
            subject: target.subject(),
            title: target.title(),
            documents: match target {
                Target::Contribution(dossier, _) => documents::of_words(dossier.contribution.id),
                Target::Goal(composed) => documents::of_text(&composed.round.slug, composed.goal.number),
            },
            open,
            spots,
            gone,
            version: target.version(),
            create: target.href(),
            share,
            errors,
        })
    }
}

fn spots(target: &Target, typed: &Typed, errors: &Errors) -> Vec<Spot> {
    let spot = |key: String, title: String, words: &str| Spot {
        typed: if typed.at == key { typed.text.clone() } else { String::new() },
        error: errors.of(&key).map(str::to_owned),
        title,
        words: Blocks::read(words),
        remarks: Vec::new(),
        key,
    };
    let mut spots = Vec::new();
    match target {
        Target::Contribution(_, content) => {
            for field in Field::ALL {
                let name = capitalised(field.dutch());
                for (place, words) in paragraphs(content, field).into_iter().enumerate() {
                    let key = format!("{}-{place}", field.code());
                    spots.push(spot(key, format!("{name}, alinea {}", place + 1), words));
                }
            }
        }
        Target::Goal(composed) => {
            for head in Head::ALL {
                let name = capitalised(head.dutch());
                let under = composed.text.passages.iter().filter(|passage| passage.head == head);
                for (place, passage) in (1..).zip(under) {
                    let title = format!("{name}, passage {place}");
                    spots.push(spot(passage.id.to_string(), title, &passage.text));
                }
            }
        }
    }
    spots
}

/// The spot a remark belongs to, and whether that reads otherwise now.
fn place(target: &Target, remark: &Remark) -> Option<(String, bool)> {
    match (target, &remark.subject) {
        (Target::Contribution(_, content), Subject::Paragraph { field, paragraph, .. }) => {
            let there = usize::try_from(*paragraph).unwrap_or(usize::MAX);
            let key = |place: usize| format!("{}-{place}", field.code());
            match locate(&remark.words, there, &paragraphs(content, *field)) {
                Place::Here(found) => Some((key(found), false)),
                Place::Reworded(found) => Some((key(found), true)),
                Place::Gone => None,
            }
        }
        (Target::Goal(composed), Subject::Passage { passage, .. }) => {
            let there = composed.text.passage(*passage).ok()?;
            Some((passage.to_string(), there.text != remark.words))
        }
        (Target::Contribution(..), Subject::Passage { .. })
        | (Target::Goal(_), Subject::Paragraph { .. }) => None,
    }
}

fn line(remark: &Remark, reworded: bool, typed: &Typed, errors: &Errors) -> Line {
    let id = remark.id.to_string();
    let said = |reply: &Reply| Said {
        by: format!("{} ({})", reply.by, reply.ministry),
        at: clock::short_moment(reply.at),
        text: reply.text.clone(),
    };
    let resolved = remark.resolved.as_ref();
    Line {
        said: std::iter::once(&remark.first).chain(&remark.answers).map(said).collect(),
        earlier: reworded.then(|| Blocks::read(&remark.words)),
        resolved: resolved.map(|(by, at)| format!("{by}, {} uur", clock::short_moment(*at))),
        answer: AnswerRemark { remark: remark.id }.to_string(),
        resolve: ResolveRemark { remark: remark.id }.to_string(),
        typed: if typed.at == id { typed.text.clone() } else { String::new() },
        error: errors.of(&id).map(str::to_owned),
        id,
    }
}

/// The remarks on a contribution, for whoever may read it.
pub(in crate::web) async fn contribution(
    path: ContributionRemarks,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (target, _) = of_contribution(&mut reader, &visitor, path.id).await?;
    let (typed, errors) = (Typed::default(), Errors::default());
    page(&SheetPage::load(&mut reader, &app, &visitor, &target, &typed, errors).await?)
}

/// The remarks on a goal's text, for whoever may read it.
pub(in crate::web) async fn goal(
    path: GoalRemarks,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (target, _) = of_goal(&mut reader, &visitor, &path.round, path.goal).await?;
    let (typed, errors) = (Typed::default(), Errors::default());
    page(&SheetPage::load(&mut reader, &app, &visitor, &target, &typed, errors).await?)
}
