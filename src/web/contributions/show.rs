//! A contribution as it reads.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::{
    check::waiting_for,
    dossier::{Dossier, trail},
};
use crate::{
    domain::{access::Scope, clock, contribution::State as Stage, person::Role},
    report::typography::capitalised,
    store::{self, reviews::Step},
    web::{
        App, Result,
        extract::Visitor,
        page::{Crumb, Layout, page},
        reading::Reading,
        remarks,
        routes::{
            ContributionDestinations, ContributionHistory, ContributionRemarks, EditContribution,
            ReviewContribution, ShowContribution, TakeBackContribution, Tasks,
        },
    },
};

/// The next thing to do after this one.
struct Next {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/contributions/show.html")]
struct ShowPage {
    layout: Layout,
    trail: Vec<Crumb>,
    here: String,
    subject: String,
    title: String,
    tone: &'static str,
    state: String,
    /// What happened to the goal, when it is retired.
    ended: Option<String>,
    /// What someone of the ministry was typing when that happened.
    unsaved: Vec<(&'static str, String)>,
    saved: Option<String>,
    story: Vec<String>,
    reading: Reading,
    empty: bool,
    edit: Option<String>,
    take_back: Option<String>,
    review: Option<String>,
    history: Option<String>,
    remarks: Crumb,
    destinations: Option<String>,
    next: Option<Next>,
}

/// A contribution, for whoever may read it.
pub(in crate::web) async fn show(
    path: ShowContribution,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    let contribution = &dossier.contribution;
    let actor = &visitor.actor;
    let same_goal = store::contributions::is_assigned(&mut reader, contribution, &actor.ministry).await?;
    actor.may_read(contribution, same_goal)?;
    let own = actor.may_read_history(contribution).is_ok();
    let content = dossier.newest(&mut reader).await?;
    let reading = Reading::of(&content, &dossier.commitments, actor.may_read_note(contribution));
    let id = path.id;
    let writes = actor.may_write(contribution).is_ok();
    let judges = own && actor.is(Role::Approver);
    let submitted = contribution.state == Stage::Submitted;
    let open = store::remarks::open_on_contribution(&mut reader, id).await?;
    let ended = dossier.ending();
    let unsaved = match ended {
        Some(_) if writes => super::draft::unsaved(&mut reader, &dossier, &content, actor.person).await?,
        _ => Vec::new(),
    };
    let goes_on = ended.is_none();
    let page_of = ShowPage {
        layout: Layout::of(&app, &visitor),
        trail: trail(&visitor, &dossier),
        here: dossier.name(),
        subject: dossier.subject(),
        title: dossier.goal.title.clone(),
        tone: tone(contribution.state),
        state: capitalised(contribution.state.dutch()),
        saved: saved(&mut reader, &dossier).await?,
        story: if own { story(&mut reader, &dossier).await? } else { Vec::new() },
        empty: content.is_empty(),
        reading,
        ended,
        unsaved,
        edit: (writes && goes_on && contribution.state.is_writable() && !dossier.dropped)
            .then(|| EditContribution { id }.to_string()),
        take_back: (writes && goes_on && submitted).then(|| TakeBackContribution { id }.to_string()),
        review: (judges && goes_on && (submitted || contribution.state.is_handed_in()))
            .then(|| ReviewContribution { id }.to_string()),
        remarks: Crumb::new(remarks::label(open), ContributionRemarks { id }),
        destinations: ((own || actor.may_coordinate().is_ok()) && contribution.state.is_handed_in())
            .then(|| ContributionDestinations { id }.to_string()),
        history: own.then(|| ContributionHistory { id }.to_string()),
        next: if writes && (!goes_on || !contribution.state.is_writable()) {
            Some(next(&mut reader, &dossier).await?)
        } else {
            None
        },
    };
    page(&page_of)
}

/// The colour that goes with the word.
pub(in crate::web) const fn tone(state: Stage) -> &'static str {
    match state {
        Stage::Open => "none",
        Stage::Draft | Stage::Submitted => "neutral",
        Stage::Returned => "warning",
        Stage::Approved | Stage::TakenOver => "safe",
    }
}

async fn saved(connection: &mut SqliteConnection, dossier: &Dossier) -> Result<Option<String>> {
    let contribution = &dossier.contribution;
    if contribution.revision == 0 {
        return Ok(None);
    }
    let revision = store::revisions::get(connection, contribution.id, contribution.revision).await?;
    let hash: String = revision.content.sha256().chars().take(12).collect();
    let at = clock::short_moment(revision.at);
    Ok(Some(format!("Versie {} van {at} uur, kenmerk {hash}.", revision.number)))
}

/// What happened last, in sentences; for people of the ministry.
async fn story(connection: &mut SqliteConnection, dossier: &Dossier) -> Result<Vec<String>> {
    let contribution = &dossier.contribution;
    let steps = store::reviews::steps(connection, contribution.id).await?;
    let mut story = Vec::new();
    if dossier.dropped {
        story.push(
            "Dit doel is niet meer aan uw ministerie toegewezen. De tekst is bewaard en telt niet mee."
                .to_owned(),
        );
        return Ok(story);
    }
    if dossier.round.paused_at.is_some() {
        story.push(
            "De ronde is gepauzeerd. Indienen en akkoord geven wachten; de termijnen staan stil.".to_owned(),
        );
    }
    if !dossier.open && dossier.ended.is_none() && contribution.state.is_writable() {
        story.push("De ronde is gesloten.".to_owned());
    }
    let newest = steps.first().filter(|_| contribution.state != Stage::Draft);
    story.extend(newest.map(sentence));
    if contribution.state == Stage::Submitted {
        story.push(waiting_for(connection, &contribution.ministry, contribution.id).await?);
    }
    Ok(story)
}

/// A step as a sentence.
fn sentence(step: &Step) -> String {
    let (by, at) = (&step.by, clock::short_moment(step.at));
    let reason = step.reason.as_deref().unwrap_or_default();
    match step.kind.as_str() {
        "submitted" if step.late => format!("{by} diende deze bijdrage in op {at} uur, na de termijn."),
        "submitted" => format!("{by} diende deze bijdrage in op {at} uur."),
        "agreed" => format!(
            "{by} gaf akkoord op versie {} op {at} uur. Er moet nog iemand akkoord geven.",
            step.number
        ),
        "approved" if !reason.is_empty() => {
            format!("{by} gaf akkoord op versie {} op {at} uur, bij afwezigheid van {reason}.", step.number)
        }
        "approved" => format!("{by} gaf akkoord op versie {} op {at} uur.", step.number),
        "withdrawn" => format!("{by} trok het akkoord in op {at} uur. Reden: {reason}"),
        "returned" => format!("{by} stuurde deze bijdrage terug op {at} uur. Reden: {reason}"),
        _ => format!("{by} haalde deze bijdrage terug op {at} uur."),
    }
}

/// The next open goal of the ministry in this round: what came back first.
async fn next(connection: &mut SqliteConnection, dossier: &Dossier) -> Result<Next> {
    let scope = Scope::Ministry(dossier.contribution.ministry.clone());
    let listed =
        store::contributions::list(connection, &scope, store::contributions::Rounds::One(dossier.round.id))
            .await?;
    let in_state = |state: Stage| listed.iter().find(|one| !one.ended && one.contribution.state == state);
    let found = [Stage::Returned, Stage::Draft, Stage::Open].into_iter().find_map(in_state);
    Ok(match found {
        Some(one) => Next {
            label: format!("Naar het volgende open doel: doel {}", one.goal.0),
            href: EditContribution { id: one.contribution.id }.to_string(),
        },
        None => {
            Next { label: "Alle doelen zijn ingediend. Naar Mijn doelen".to_owned(), href: Tasks.to_string() }
        }
    })
}
