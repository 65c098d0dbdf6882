//! Proof of what was approved: the exact words that were hashed, by whom and when, as one file that can be checked.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use crate::{
    domain::clock,
    store::{self, approvals::Agreement},
    web::{
        App, Error, Result,
        contributions::Dossier,
        extract::Visitor,
        reading::{Part, parts},
        routes::ApprovalProof,
    },
};

#[derive(Template)]
#[template(path = "pages/reviews/proof.txt")]
struct Proof {
    name: String,
    title: String,
    ministry: String,
    round: String,
    version: u32,
    author: String,
    at: String,
    sha256: String,
    akkoorden: Vec<String>,
    parts: Vec<Part>,
    file: String,
    canonical: String,
}

/// The proof of one version, for people of the ministry. Its last line is what was hashed, to the byte.
pub(in crate::web) async fn proof(
    path: ApprovalProof,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_read_history(&dossier.contribution)?;
    let approvals = store::approvals::approvals(&mut reader, path.id, path.version).await?;
    let agreements = store::approvals::agreements(&mut reader, path.id, path.version).await?;
    if approvals.is_empty() && agreements.is_empty() {
        return Err(Error::NotFound);
    }
    let revision = store::revisions::get(&mut reader, path.id, path.version).await?;
    let author = store::people::find_name(&mut reader, revision.author).await?.unwrap_or_default();
    let mut given: Vec<_> = approvals
        .iter()
        .map(|one| (one.at, sentence(one, "akkoord")))
        .chain(agreements.iter().map(|one| (one.at, sentence(one, "akkoord, terwijl anderen nog moesten"))))
        .collect();
    given.sort_by_key(|(at, _)| *at);
    let number = dossier.goal.number;
    let (round, ministry) = (&dossier.round, &dossier.ministry);
    let file = format!("akkoord-{}-doel-{number}-{}-versie-{}.txt", round.slug, ministry.code, path.version);
    let text = Proof {
        name: dossier.name(),
        title: dossier.goal.title.clone(),
        ministry: ministry.name.clone(),
        round: round.label.clone(),
        version: path.version,
        author,
        at: clock::long_moment(revision.at),
        sha256: revision.content.sha256(),
        akkoorden: given.into_iter().map(|(_, sentence)| sentence).collect(),
        // The internal note is not part of what was approved.
        parts: parts(&revision.content, &dossier.commitments, false),
        canonical: revision.content.canonical(),
        file: file.clone(),
    };
    let text = text.render().map_err(|error| Error::Internal(error.into()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    Ok((headers, text).into_response())
}

fn sentence(one: &Agreement, what: &str) -> String {
    let absent = one.absent_for.as_ref().map(|name| format!(", bij afwezigheid van {name}"));
    let ended = one.ended_at.map(|at| format!("; dit verviel op {}", clock::long_moment(at)));
    format!(
        "{}{}: {what}, {}{}. Kenmerk van de woorden: {}",
        one.name,
        absent.unwrap_or_default(),
        clock::long_moment(one.at),
        ended.unwrap_or_default(),
        one.sha256
    )
}
