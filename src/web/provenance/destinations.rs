//! Waar is dit terechtgekomen: what became of each paragraph of a contribution.

use askama::Template;
use axum::{extract::State, response::Response};

use super::places::Places;
use crate::{
    domain::{
        clock::{self, local_date},
        goal_text::{Field, Passage},
        round::State as Stage,
    },
    report::{
        markdown,
        trace::{traced, words},
        typography::capitalised,
    },
    store::{self, goal_texts::Kept, revisions::Words},
    web::{
        App, Result,
        compose::paragraphs,
        contributions::{Dossier, trail},
        difference::Difference,
        extract::Visitor,
        page::{Crumb, Layout, page},
        prose::Blocks,
        reading::Part,
        routes::{ContributionDestinations, Provenance, ShowContribution, ShowReport},
    },
};

/// A paragraph, with what became of it.
struct Line {
    title: String,
    words: Blocks,
    tone: &'static str,
    fate: &'static str,
    difference: Option<Difference>,
    places: Vec<Crumb>,
}

#[derive(Template)]
#[template(path = "pages/provenance/destinations.html")]
struct DestinationsPage {
    layout: Layout,
    trail: Vec<Crumb>,
    subject: String,
    title: String,
    /// Why nothing can be told yet.
    silent: Option<&'static str>,
    version: String,
    lines: Vec<Line>,
    taken: usize,
    provenance: Option<String>,
}

/// For the ministry once the text lies before it, and for the coordinator.
pub(in crate::web) async fn destinations(
    path: ContributionDestinations,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    let contribution = &dossier.contribution;
    let actor = &visitor.actor;
    let coordinates = actor.may_coordinate().is_ok() && actor.may_read(contribution, false).is_ok();
    if !coordinates {
        actor.may_read_history(contribution)?;
    }
    let (round, goal) = (&dossier.round, &dossier.goal);
    let laid = store::consents::was_laid(&mut reader, round.id, goal.id, &contribution.ministry).await?;
    let lies_there = laid && matches!(round.state, Stage::Consulting | Stage::Frozen | Stage::Presented);
    let handed = store::revisions::handed_in(&mut reader, round.id, goal.id).await?;
    let approved = handed.into_iter().find(|one| one.contribution.id == path.id).and_then(|one| one.approved);
    let silent = match &approved {
        None => Some("Er is nog geen akkoord op deze bijdrage; daarom is er nog niets uit overgenomen."),
        Some(words) if words.no_contribution.is_some() => {
            Some("Uw ministerie had niets te melden; er is niets om over te nemen.")
        }
        Some(_) if !coordinates && !lies_there => Some(
            "De coördinator werkt nog aan de tekst. U ziet hier wat ermee gebeurde zodra de tekst bij uw ministerie ligt.",
        ),
        Some(_) => None,
    };
    let (mut lines, mut taken) = (Vec::new(), 0);
    if let Some(words) = approved.as_ref().filter(|_| silent.is_none()) {
        let text = store::goal_texts::get(&mut reader, round.id, goal.id).await?;
        let places = Places::load(&mut reader, round, goal, actor.may_oversee().is_ok()).await?;
        let strategy = store::strategies::get(&mut reader, &round.strategy).await?;
        let anchor = format!("{}-{}", strategy.goal_word, goal.number);
        for field in Field::ALL {
            for (place, source) in (0_u32..).zip(paragraphs(words, field)) {
                let from = |passage: &&Passage| passage.is_from(path.id, words.number, field, place);
                let passage = text.passages.iter().find(from);
                taken += usize::from(passage.is_some());
                let title = format!("{}, alinea {}", capitalised(field.dutch()), place + 1);
                let kept = |kept: &Kept| {
                    kept.origin.as_ref().is_some_and(|from| {
                        (from.contribution, from.number, from.field, from.paragraph)
                            == (path.id, words.number, field, place)
                    })
                };
                let stands = stands(&places, &round.slug, &anchor, kept);
                lines.push(line(title, source, passage, stands));
            }
        }
    }
    let mut trail = trail(&visitor, &dossier);
    trail.push(Crumb::new(dossier.name(), ShowContribution { id: path.id }));
    page(&DestinationsPage {
        layout: Layout::of(&app, &visitor),
        trail,
        subject: dossier.subject(),
        title: goal.title.clone(),
        version: approved.as_ref().map(version).unwrap_or_default(),
        provenance: (silent.is_none() && (coordinates || lies_there))
            .then(|| Provenance { round: round.slug.clone(), goal: goal.number }.to_string()),
        silent,
        lines,
        taken,
    })
}

fn version(words: &Words) -> String {
    format!("versie {}, akkoord {}", words.number, clock::typed_date(local_date(words.at)))
}

fn line(title: String, source: &str, passage: Option<&Passage>, places: Vec<Crumb>) -> Line {
    let (tone, fate) = match passage {
        None => ("none", "niet overgenomen"),
        Some(passage) if passage.is_altered() => ("warning", "overgenomen en aangepast"),
        Some(_) => ("safe", "overgenomen, woord voor woord"),
    };
    let part =
        |text: &str| [Part { key: "passage".to_owned(), label: "Passage".to_owned(), text: text.to_owned() }];
    let altered = passage.filter(|passage| passage.is_altered());
    Line {
        words: Blocks::read(source),
        difference: altered.map(|passage| Difference::between(&part(source), &part(&passage.text))),
        title,
        tone,
        fate,
        places,
    }
}

/// In which editions a passage stands: "Editie 1, alinea 6.3".
fn stands(places: &Places, slug: &str, anchor: &str, from: impl Fn(&Kept) -> bool) -> Vec<Crumb> {
    let mut stands = Vec::new();
    for number in places.numbers() {
        let Some((report, passages)) = places.frozen(number) else { continue };
        for passage in passages.iter().filter(|passage| from(passage)) {
            let blocks: Vec<String> = markdown::parse(&passage.text).iter().map(words).collect();
            let pieces = traced(report, anchor);
            let found = pieces
                .iter()
                .find(|piece| piece.origin.revision.is_some() && blocks.contains(&words(piece.block)));
            let Some(found) = found else { continue };
            let label = found.number.map_or_else(String::new, |number| format!(", alinea {number}"));
            let report = ShowReport { round: slug.to_owned(), number }.to_string();
            let href = found.anchor.as_ref().map_or(report.clone(), |anchor| format!("{report}#{anchor}"));
            stands.push(Crumb::new(format!("Editie {number}{label}"), href));
        }
    }
    stands
}
