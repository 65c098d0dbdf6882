//! The versions of a contribution, what happened to them, and what changed between two.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use super::dossier::{Dossier, trail};
use crate::{
    domain::{clock, package::Origin},
    store::{self, reviews::Step, revisions::Saved},
    web::{
        App, Error, Result,
        difference::Difference,
        extract::Visitor,
        page::{Crumb, Layout, page},
        reading::parts,
        routes::{ApprovalProof, ContributionDifference, ContributionHistory, ShowContribution},
    },
};

/// A revision or a step.
struct Entry {
    at: chrono::DateTime<chrono::Utc>,
    /// Of two at the same moment, the revision came first.
    rank: u8,
    what: String,
    who: String,
    when: String,
    reason: Option<String>,
    place: Option<String>,
    hash: Option<String>,
    difference: Option<(String, String)>,
    proof: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/contributions/history.html")]
struct HistoryPage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    title: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "pages/contributions/difference.html")]
struct DifferencePage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    heading: String,
    from: String,
    to: String,
    difference: Difference,
}

/// Everything that happened, newest first.
pub(in crate::web) async fn history(
    path: ContributionHistory,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_read_history(&dossier.contribution)?;
    let revisions = store::revisions::history(&mut reader, path.id).await?;
    let steps = store::reviews::steps(&mut reader, path.id).await?;
    let origins = store::packages::origins(&mut reader, path.id).await?;
    let keys = store::tokens::of_revisions(&mut reader, path.id).await?;
    let revisions = revisions.into_iter().map(|saved| {
        let key = keys.get(&saved.number);
        saved_entry(&path, saved, &origins, key)
    });
    let mut entries: Vec<_> =
        revisions.chain(steps.into_iter().map(|step| step_entry(&path, step))).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.rank)));
    let mut trail = trail(&visitor, &dossier);
    trail.push(Crumb::new(dossier.name(), ShowContribution { id: path.id }));
    let (layout, subject) = (Layout::of(&app, &visitor), dossier.subject());
    page(&HistoryPage { layout, trail, subject, title: dossier.goal.title, entries })
}

fn saved_entry(
    path: &ContributionHistory,
    saved: Saved,
    origins: &BTreeMap<u32, Origin>,
    key: Option<&String>,
) -> Entry {
    let number = saved.number;
    let difference = (number > 1).then(|| {
        let to = ContributionDifference { id: path.id, from: number - 1, to: number };
        (format!("Verschil met versie {}", number - 1), to.to_string())
    });
    Entry {
        at: saved.at,
        rank: 0,
        what: match (origins.get(&number), key) {
            (Some(origin), _) => format!("Versie {number} ingelezen uit “{}”", origin.file),
            (None, Some(key)) => format!("Versie {number} bewaard door een programma, met sleutel “{key}”"),
            (None, None) => format!("Versie {number} bewaard"),
        },
        who: saved.author,
        when: clock::short_moment(saved.at),
        reason: None,
        place: None,
        hash: Some(saved.sha256.chars().take(12).collect()),
        difference,
        proof: None,
    }
}

fn step_entry(path: &ContributionHistory, step: Step) -> Entry {
    let number = step.number;
    let proof = matches!(step.kind.as_str(), "approved" | "agreed")
        .then(|| ApprovalProof { id: path.id, version: number }.to_string());
    let (what, reason) = match step.kind.as_str() {
        "submitted" if step.late => (format!("Versie {number} te laat ingediend"), None),
        "submitted" => (format!("Versie {number} ingediend"), None),
        "approved" => {
            let absent = step.reason.map(|name| format!("Bij afwezigheid van {name}."));
            (format!("Akkoord op versie {number}"), absent)
        }
        "agreed" => {
            let absent = step.reason.map(|name| format!("Bij afwezigheid van {name}."));
            (format!("Akkoord van één akkoordgever op versie {number}"), absent)
        }
        "withdrawn" => (format!("Akkoord op versie {number} ingetrokken"), step.reason),
        "returned" => (format!("Versie {number} teruggestuurd"), step.reason),
        _ => (format!("Versie {number} teruggehaald"), None),
    };
    Entry {
        at: step.at,
        rank: 1,
        what,
        who: step.by,
        when: clock::short_moment(step.at),
        reason,
        place: step.place.filter(|place| !place.is_empty()),
        hash: None,
        difference: None,
        proof,
    }
}

/// What changed between two versions.
pub(in crate::web) async fn difference(
    path: ContributionDifference,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_read_history(&dossier.contribution)?;
    if path.from == 0 || path.to == 0 {
        return Err(Error::NotFound);
    }
    let (old, new) =
        (dossier.content(&mut reader, path.from).await?, dossier.content(&mut reader, path.to).await?);
    let note = visitor.actor.may_read_note(&dossier.contribution);
    let parts = |content| parts(content, &dossier.commitments, note);
    let mut trail = trail(&visitor, &dossier);
    trail.push(Crumb::new(dossier.name(), ShowContribution { id: path.id }));
    trail.push(Crumb::new("Geschiedenis", ContributionHistory { id: path.id }));
    page(&DifferencePage {
        layout: Layout::of(&app, &visitor),
        trail,
        subject: dossier.subject(),
        heading: format!("Versie {} en versie {} vergeleken", path.from, path.to),
        from: format!("Versie {}", path.from),
        to: format!("Versie {}", path.to),
        difference: Difference::between(&parts(&old), &parts(&new)),
    })
}
