//! Texts that leave to be read and annotated in a word processor. Who may open the page a text stands on may take it
//! along; what comes back by mail is brought in by hand, as a remark or as other words.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{
    App, Error, Result, desk,
    download::attachment,
    extract::Visitor,
    page::Crumb,
    remarks::{Target, of_contribution, of_goal},
    routes::{ContributionDocument, DraftDocument, GoalDocument},
};
use crate::{
    domain::{id::ContributionId, ministry::MinistryCode},
    office::document::Document,
    press::document::{self, Format},
    store,
};

/// The draft of a report, for who may look at the coordinator's pages.
pub(super) async fn draft(path: DraftDocument, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let draft = desk::draft(&app, &visitor, &path.round).await?;
    let format = asked(&app, &visitor, &path.document)?;
    let mut reader = app.store.read().await?;
    let remarks = store::remarks::in_round(&mut reader, draft.facts.round.id).await?;
    drop(reader);
    let made = visitor.now;
    let name = format!("concept-{}", path.round);
    send(format, &name, move || draft.document(&app.settings.definition, &remarks, made)).await
}

/// A contribution with the remarks on it, for who may read it.
pub(super) async fn contribution(
    path: ContributionDocument,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (target, _) = of_contribution(&mut reader, &visitor, path.id).await?;
    let Target::Contribution(dossier, content) = target else { return Err(Error::NotFound) };
    let format = asked(&app, &visitor, &path.document)?;
    let remarks = store::remarks::on_contribution(&mut reader, path.id).await?;
    drop(reader);
    let name =
        format!("doel-{}-{}-{}", dossier.goal.number, dossier.ministry.code.as_str(), dossier.round.slug);
    let made = visitor.now;
    let write = move || {
        document::contribution(
            &dossier.round,
            &dossier.goal,
            &dossier.ministry,
            &dossier.contribution,
            &content,
            &dossier.commitments,
            &remarks,
            made,
        )
    };
    send(format, &name, write).await
}

/// A goal's text with the remarks on it, for who may read it.
pub(super) async fn goal(path: GoalDocument, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (target, _) = of_goal(&mut reader, &visitor, &path.round, path.goal).await?;
    let Target::Goal(composed) = target else { return Err(Error::NotFound) };
    let format = asked(&app, &visitor, &path.document)?;
    let remarks = store::remarks::on_goal(&mut reader, composed.round.id, composed.goal.id).await?;
    let ministries = store::ministries::list(&mut reader, composed.round.reference_date).await?;
    drop(reader);
    let coordinator = MinistryCode(app.settings.definition.coordinator.clone());
    let publisher = ministries.iter().find(|ministry| ministry.code == coordinator);
    let publisher = publisher.map(|ministry| ministry.name.clone()).unwrap_or_default();
    let name = format!("doel-{}-{}", composed.goal.number, composed.round.slug);
    let made = visitor.now;
    let write = move || {
        let (round, goal) = (&composed.round, &composed.goal);
        document::goal_text(round, goal, &composed.text, &ministries, publisher, &remarks, made)
    };
    send(format, &name, write).await
}

/// The format that was asked for; each file is one of the session's share.
fn asked(app: &App, visitor: &Visitor, code: &str) -> Result<Format> {
    let format = Format::read(code).ok_or(Error::NotFound)?;
    app.exports.take(visitor)?;
    Ok(format)
}

async fn send(
    format: Format,
    name: &str,
    write: impl FnOnce() -> Document + Send + 'static,
) -> Result<Response> {
    let made = tokio::task::spawn_blocking(move || format.write(&write())).await;
    let bytes = made
        .map_err(|stopped| Error::Internal(stopped.into()))?
        .map_err(|unfit| Error::Internal(unfit.into()))?;
    let name = attachment(&format!("{name}.{}", format.code()));
    let kind = HeaderValue::from_static(format.media_type());
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// What the links to both formats say.
fn label(format: Format) -> &'static str {
    match format {
        Format::Odt => "LibreOffice (.odt)",
        Format::Docx => "Word (.docx)",
    }
}

/// Links to the draft of a report in both formats.
pub(super) fn of_draft(round: &str) -> Vec<Crumb> {
    links(|document| DraftDocument { round: round.to_owned(), document })
}

/// Links to a contribution in both formats.
pub(super) fn of_words(id: ContributionId) -> Vec<Crumb> {
    links(|document| ContributionDocument { id, document })
}

/// Links to a goal's text in both formats.
pub(super) fn of_text(round: &str, goal: u32) -> Vec<Crumb> {
    links(|document| GoalDocument { round: round.to_owned(), goal, document })
}

fn links<To: ToString>(to: impl Fn(String) -> To) -> Vec<Crumb> {
    Format::ALL.map(|format| Crumb::new(label(format), to(format.code().to_owned()))).into()
}
