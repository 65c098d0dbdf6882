//! Proof of an answer, to keep: the exact words, their hash, who and when.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use chrono::SecondsFormat;

use super::show::Case;
use crate::{
    domain::consent::Answered,
    store::{self, goal_texts::Version},
    web::{App, Error, Result, extract::Visitor, routes::ConsentProof},
};

/// The answer that holds now, as a plain text file.
pub(in crate::web) async fn proof(
    path: ConsentProof,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::load(&mut reader, &visitor, &path.round, path.goal).await?;
    let answered = case.consent.holding(&case.matter.text).ok_or(Error::NotFound)?;
    let (round, goal) = (case.matter.round.id, case.matter.goal.id);
    let version = store::goal_texts::find_version(&mut reader, round, goal, answered.version).await?;
    let body = written(&case, answered, &version.ok_or(Error::NotFound)?);
    let name = format!("instemming-{}-doel-{}-{}.txt", path.round, path.goal, case.consent.ministry);
    let kind = "text/plain; charset=utf-8".to_owned();
    let name = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

fn written(case: &Case, answered: &Answered, version: &Version) -> String {
    let (matter, consent) = (&case.matter, &case.consent);
    let line = |name: &str, value: &str| format!("{name:<14}{value}\n");
    let mut text = String::from("BEWIJS VAN AFSTEMMING\n\n");
    text += &line("Ronde", &matter.round.label);
    text += &line("Doel", &format!("{}. {}", matter.goal.number, matter.goal.title));
    text += &line("Ministerie", matter.short(&consent.ministry));
    text += &line("Antwoord", answered.answer.dutch());
    text += &line("Door", answered.by.as_deref().unwrap_or("het programma, na de termijn"));
    text += &line("Tijd (UTC)", &answered.at.to_rfc3339_opts(SecondsFormat::Secs, true));
    text += &line("Versie", &answered.version.to_string());
    if let Some(reason) = &answered.reason {
        text += &line("Reden", reason);
    }
    if let Some(proposal) = &answered.proposal {
        text += &line("Voorstel", proposal);
    }
    let _ = write!(
        text,
        "\nSHA-256 van de hele tekst\n  {}\nSHA-256 van de passages van het ministerie (hieronder gemerkt met *)\n  {}\n\n\
         Zo rekent u na: neem per passage, in deze volgorde, het woord tussen haken, een nulbyte, de woorden in UTF-8\n\
         en weer een nulbyte; van dat geheel is dit de SHA-256. De woorden lopen van de regel na de haken tot aan\n\
         de regel met streepjes, zonder het laatste regeleinde.\n",
        answered.sha256, answered.share
    );
    for passage in &version.passages {
        let own = passage.origin.as_ref().is_some_and(|origin| origin.ministry == consent.ministry);
        let mark = if own { " *" } else { "" };
        let _ = write!(text, "\n[{}]{mark}\n{}\n---\n", passage.head.code(), passage.text);
    }
    text
}
